//! The letters and the ruled lines of a page, with their places.

use super::file::File;
use super::font::Font;
use super::object::{Lexer, Token, number};
use crate::read::ReadError;
use crate::read::legacy::Charset;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Letters on one page; a dense one has 8,000.
const GLYPHS: usize = 60_000;

/// Ruled lines on one page.
const RULES: usize = 20_000;

/// Points below which a filled area is a line.
const THIN: f32 = 2.2;

/// Forms inside one another, and states saved.
const FORMS: usize = 8;
const STATES: usize = 64;

/// Fields and stamps on one page.
const NOTES: usize = 400;

/// Areas and lines painted in a figure that make it a drawing: a chart has more, a box with text fewer.
const DRAWING: usize = 6;

/// Operands of one operator.
const OPERANDS: usize = 64;

/// A letter (or a few of one code) on the page; lengths in points, `y` upwards.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// The letters.
    pub(super) text: Box<str>,
    /// Left and right end on the baseline.
    pub(super) x: (f32, f32),
    /// The baseline.
    pub(super) y: f32,
    /// Size of the font.
    pub(super) size: f32,
    /// The encoding the letters are in, when the font is from before Unicode.
    pub(super) charset: Option<Charset>,
}

/// A straight line, or a thin filled rectangle, along one of the axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) x: (f32, f32),
    pub(super) y: (f32, f32),
}

/// What stands on a page.
#[derive(Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// Which of the letters stand in a drawing.
    drawings: Vec<Range<usize>>,
    /// Width and height of the page.
    pub(super) size: (f32, f32),
}

/// An affine map: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy)]
struct Matrix([f32; 6]);

impl Matrix {
    const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This map first, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    fn of(operands: &[Object]) -> Option<Self> {
        let numbers: Vec<f32> = operands.iter().filter_map(number).collect();
        numbers.try_into().ok().map(Self)
    }
}

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    char_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

impl State {
    fn new(matrix: Matrix) -> Self {
        Self { matrix, font: None, size: 0.0, char_space: 0.0, word_space: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}

/// Fonts read so far; one dictionary is often used on every page.
pub(super) type Fonts = HashMap<ObjectId, Rc<Font>>;

/// Reads a page.
///
/// # Errors
/// [`ReadError::Bomb`] when the page holds more than a page can.
pub(super) fn page(
    file: &File<'_>,
    fonts: &mut Fonts,
    page: &Dictionary,
    inherited: &Inherited,
) -> Result<Page, ReadError> {
    let content = page_content(file, page);
    let [left, bottom, right, top] = inherited.frame;
    let (turn, size) = match inherited.turn {
        90 => ([0.0, -1.0, 1.0, 0.0, -bottom, right], (top - bottom, right - left)),
        180 => ([-1.0, 0.0, 0.0, -1.0, right, top], (right - left, top - bottom)),
        270 => ([0.0, 1.0, -1.0, 0.0, top, -left], (top - bottom, right - left)),
        _ => ([1.0, 0.0, 0.0, 1.0, -left, -bottom], (right - left, top - bottom)),
    };
    let mut painter = Painter {
        file,
        fonts,
        page: Page { size, ..Page::default() },
        path: Vec::new(),
        outline: 0,
        painted: 0,
        at: (0.0, 0.0),
    };
    painter.run(&content, &inherited.resources, State::new(Matrix(turn)), 0)?;
    painter.notes(page, Matrix(turn))?;
    file.check()?;
    painter.page.drop_drawings();
    Ok(painter.page)
}

impl Page {
    /// Takes out the labels of charts: numbers and names there are no sentences. They stay when they are most of the
    /// page, as where a program marks a whole recognised page as a figure.
    fn drop_drawings(&mut self) {
        let drawn: usize = self.drawings.iter().map(Range::len).sum();
        if drawn == 0 || 2 * drawn > self.glyphs.len() {
            return;
        }
        let drawings = std::mem::take(&mut self.drawings);
        let mut at = 0;
        self.glyphs.retain(|_| {
            at += 1;
            !drawings.iter().any(|drawing| drawing.contains(&(at - 1)))
        });
    }
}

/// What a page has from the nodes above it.
#[derive(Clone)]
pub(super) struct Inherited {
    pub(super) resources: Rc<Dictionary>,
    /// Left, bottom, right, top.
    pub(super) frame: [f32; 4],
    /// Degrees, clockwise.
    pub(super) turn: i64,
}

fn page_content(file: &File<'_>, page: &Dictionary) -> Vec<u8> {
    let parts = match file.entry(page, b"Contents") {
        Some(Object::Array(parts)) => parts,
        Some(part) => vec![part],
        None => Vec::new(),
    };
    let mut content = Vec::new();
    for part in &parts {
        if let Object::Stream(stream) = file.resolve(part)
            && let Some(expanded) = file.expand(stream)
        {
            content.extend(expanded);
            content.push(b'\n');
        }
        if file.spent.get() {
            break;
        }
    }
    content
}

struct Painter<'a, 'f> {
    file: &'a File<'f>,
    fonts: &'a mut Fonts,
    page: Page,
    /// Lines of the path so far, each with the number of its outline.
    path: Vec<(Rule, u32)>,
    outline: u32,
    /// Times a path was painted.
    painted: usize,
    at: (f32, f32),
}

/// The text state that lives from `BT` to `ET`.
struct Text {
    matrix: Matrix,
    line: Matrix,
}

impl Painter<'_, '_> {
    fn run(&mut self, content: &[u8], resources: &Dictionary, state: State, depth: usize) -> Result<(), ReadError> {
        let mut lexer = Lexer::new(content, 0);
        let mut state = state;
        let mut saved: Vec<State> = Vec::new();
        let mut text = Text { matrix: Matrix::UNIT, line: Matrix::UNIT };
        let mut operands: Vec<Object> = Vec::new();
        let mut before = 0;
        let mut named: HashMap<Vec<u8>, Rc<Font>> = HashMap::new();
        let mut marks: Vec<Option<(usize, usize)>> = Vec::new();
        while let Some(token) = lexer.next() {
            if !self.file.charge(2 * (lexer.at - before)) {
                return Err(ReadError::Bomb);
            }
            before = lexer.at;
            let operator = match token {
                Token::Object(object) => {
                    if operands.len() < OPERANDS {
                        operands.push(object);
                    }
                    continue;
                }
                Token::Word(word) => word,
            };
            match operator.as_slice() {
                b"q" if saved.len() < STATES => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = Matrix::of(&operands) {
                        state.matrix = matrix.then(state.matrix);
                    }
                }
                b"BI" => skip_image(&mut lexer),
                b"Tf" => {
                    if let [Object::Name(name), size] = operands.as_slice() {
                        state.size = number(size).unwrap_or(0.0);
                        if !named.contains_key(name)
                            && let Some(font) = self.font(name, resources)
                        {
                            named.insert(name.clone(), font);
                        }
                        state.font = named.get(name).cloned();
                    }
                }
                b"BMC" | b"BDC" | b"EMC" => self.mark(operator == b"EMC", &operands, &mut marks),
                b"Do" if depth < FORMS => self.form(&operands, resources, &state, depth)?,
                other => {
                    self.text_operator(other, &operands, &mut state, &mut text)?;
                    self.path_operator(other, &operands, &state)?;
                }
            }
            operands.clear();
        }
        Ok(())
    }

    /// Opens or closes a marked stretch of the content; a figure in which much is painted is a drawing.
    fn mark(&mut self, closes: bool, operands: &[Object], open: &mut Vec<Option<(usize, usize)>>) {
        let now = (self.page.glyphs.len(), self.painted);
        if closes {
            if let Some(Some((letters, painted))) = open.pop()
                && now.1 >= painted + DRAWING
                && self.page.drawings.len() < STATES
            {
                self.page.drawings.push(letters..now.0);
            }
        } else if open.len() < NOTES {
            let is_outer = open.iter().all(Option::is_none);
            let is_figure = matches!(operands.first(), Some(Object::Name(name)) if name == b"Figure");
            open.push((is_outer && is_figure).then_some(now));
        }
    }

    /// What stands on the page in fields and stamps: offices fill in the number and the day that way when they sign.
    fn notes(&mut self, page: &Dictionary, turn: Matrix) -> Result<(), ReadError> {
        let Some(Object::Array(notes)) = self.file.entry(page, b"Annots") else { return Ok(()) };
        for note in notes.iter().take(NOTES) {
            let Object::Dictionary(note) = self.file.resolve(note) else { continue };
            let subtype = note.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            let flags = self.file.entry(&note, b"F").and_then(|flags| flags.as_i64().ok()).unwrap_or(0);
            // Hidden, or not to be seen: bits 2 and 6.
            if flags & 0b10_0010 != 0 || !matches!(subtype, b"Widget" | b"FreeText" | b"Stamp") {
                continue;
            }
            let before = self.page.glyphs.len();
            self.note(&note, turn)?;
            if super::lines::rows(self.page.glyphs.get(before..).unwrap_or_default().to_vec()).iter().any(is_seal) {
                self.page.glyphs.truncate(before);
            }
        }
        Ok(())
    }

    fn note(&mut self, note: &Dictionary, turn: Matrix) -> Result<(), ReadError> {
        let Some(looks) = self.file.dictionary(note, b"AP") else { return Ok(()) };
        let normal = match self.file.entry(&looks, b"N") {
            Some(Object::Dictionary(states)) => {
                note.get(b"AS").and_then(Object::as_name).ok().and_then(|state| self.file.entry(&states, state))
            }
            other => other,
        };
        let Some(Object::Stream(stream)) = normal else { return Ok(()) };
        let four = |dictionary: &Dictionary, key: &[u8]| match self.file.entry(dictionary, key) {
            Some(Object::Array(edges)) => {
                <[f32; 4]>::try_from(edges.iter().filter_map(number).collect::<Vec<_>>()).ok()
            }
            _ => None,
        };
        let Some([left, bottom, right, top]) = four(note, b"Rect") else { return Ok(()) };
        let Some([x0, y0, x1, y1]) = four(&stream.dict, b"BBox") else { return Ok(()) };
        let matrix = match self.file.entry(&stream.dict, b"Matrix") {
            Some(Object::Array(numbers)) => Matrix::of(&numbers).unwrap_or(Matrix::UNIT),
            _ => Matrix::UNIT,
        };
        let (a, b) = (matrix.apply(x0, y0), matrix.apply(x1, y1));
        let scale = |from: f32, to: f32, length: f32| {
            if (to - from).abs() < 0.1 { 1.0 } else { length.abs() / (to - from).abs() }
        };
        let (across, up) = (scale(a.0, b.0, right - left), scale(a.1, b.1, top - bottom));
        let (x, y) = (left.min(right) - a.0.min(b.0) * across, bottom.min(top) - a.1.min(b.1) * up);
        let place = matrix.then(Matrix([across, 0.0, 0.0, up, x, y])).then(turn);
        let resources = self.file.dictionary(&stream.dict, b"Resources").unwrap_or_default();
        let Some(content) = self.file.expand(stream) else { return Ok(()) };
        self.run(&content, &resources, State::new(place), 1)
    }

    /// The font of a name in the resources.
    fn font(&mut self, name: &[u8], resources: &Dictionary) -> Option<Rc<Font>> {
        let fonts = self.file.dictionary(resources, b"Font")?;
        let id = fonts.get(name).and_then(Object::as_reference).ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        let dictionary = self.file.dictionary(&fonts, name)?;
        let font = Rc::new(Font::read(self.file, &dictionary));
        // A few thousand steps for the hash tables of each font, so that ten thousand fonts end the work.
        self.file.charge(20_000);
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    fn form(
        &mut self,
        operands: &[Object],
        resources: &Dictionary,
        state: &State,
        depth: usize,
    ) -> Result<(), ReadError> {
        let [Object::Name(name)] = operands else { return Ok(()) };
        let Some(objects) = self.file.dictionary(resources, b"XObject") else { return Ok(()) };
        // A picture is told by its dictionary, before its bytes are copied.
        let Some(Object::Stream(stream)) = self.file.entry(&objects, name) else { return Ok(()) };
        if !stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|subtype| subtype == b"Form") {
            return Ok(());
        }
        let own = self.file.dictionary(&stream.dict, b"Resources");
        let matrix = match self.file.entry(&stream.dict, b"Matrix") {
            Some(Object::Array(numbers)) => Matrix::of(&numbers).unwrap_or(Matrix::UNIT),
            _ => Matrix::UNIT,
        };
        let inner = State { matrix: matrix.then(state.matrix), ..state.clone() };
        let Some(content) = self.file.expand(stream) else { return Ok(()) };
        self.run(&content, own.as_ref().unwrap_or(resources), inner, depth + 1)
    }

    fn text_operator(
        &mut self,
        operator: &[u8],
        operands: &[Object],
        state: &mut State,
        text: &mut Text,
    ) -> Result<(), ReadError> {
        let first = operands.first().and_then(number).unwrap_or(0.0);
        let second = operands.get(1).and_then(number).unwrap_or(0.0);
        match operator {
            b"BT" => *text = Text { matrix: Matrix::UNIT, line: Matrix::UNIT },
            b"Tc" => state.char_space = first,
            b"Tw" => state.word_space = first,
            b"Tz" => state.scale = first / 100.0,
            b"TL" => state.leading = first,
            b"Ts" => state.rise = first,
            b"Td" => text.advance(first, second),
            b"TD" => {
                state.leading = -second;
                text.advance(first, second);
            }
            b"T*" => text.advance(0.0, -state.leading),
            b"Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    *text = Text { matrix, line: matrix };
                }
            }
            b"Tj" => self.show(operands.first(), state, text)?,
            b"'" => {
                text.advance(0.0, -state.leading);
                self.show(operands.first(), state, text)?;
            }
            b"\"" => {
                (state.word_space, state.char_space) = (first, second);
                text.advance(0.0, -state.leading);
                self.show(operands.get(2), state, text)?;
            }
            b"TJ" => {
                let Some(Object::Array(items)) = operands.first() else { return Ok(()) };
                for item in items {
                    match number(item) {
                        Some(back) => text.shift(-back / 1000.0 * state.size * state.scale),
                        None => self.show(Some(item), state, text)?,
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, string: Option<&Object>, state: &State, text: &mut Text) -> Result<(), ReadError> {
        let (Some(Object::String(string, _)), Some(font)) = (string, &state.font) else { return Ok(()) };
        for code in font.codes(string) {
            let mut advance = (code.width * state.size + state.char_space) * state.scale;
            if code.is_space {
                advance += state.word_space * state.scale;
            }
            let at = text.matrix.then(state.matrix);
            let (x, y) = at.apply(0.0, state.rise);
            let (end_x, end_y) = at.apply(code.width * state.size * state.scale, state.rise);
            let (up_x, up_y) = at.apply(0.0, state.rise + state.size);
            let size = (up_x - x).hypot(up_y - y);
            // Slanting and upright text is a stamp or a watermark; it is no part of the lines.
            let is_level = (end_y - y).abs() <= 0.05 * (end_x - x).abs() + 0.01 && end_x >= x;
            let letters = code.letters.trim_matches(|c: char| c.is_control());
            if is_level && size > 0.5 && size.is_finite() && x.is_finite() && y.is_finite() && !letters.is_empty() {
                self.glyph(Glyph { text: letters.into(), x: (x, end_x.max(x)), y, size, charset: font.charset })?;
            }
            text.shift(advance);
        }
        Ok(())
    }

    fn glyph(&mut self, glyph: Glyph) -> Result<(), ReadError> {
        if self.page.glyphs.len() >= GLYPHS || !self.file.charge(64) {
            return Err(ReadError::Bomb);
        }
        let (width, height) = self.page.size;
        // What lies off the page is not seen and not read.
        if glyph.x.1 >= -20.0 && glyph.x.0 <= width + 20.0 && glyph.y >= -20.0 && glyph.y <= height + 20.0 {
            self.page.glyphs.push(glyph);
        }
        Ok(())
    }

    fn path_operator(&mut self, operator: &[u8], operands: &[Object], state: &State) -> Result<(), ReadError> {
        let numbers: [f32; 4] = std::array::from_fn(|i| operands.get(i).and_then(number).unwrap_or(0.0));
        let [x, y, width, height] = numbers;
        match operator {
            b"m" => {
                self.outline += 1;
                self.at = state.matrix.apply(x, y);
            }
            b"l" => {
                let to = state.matrix.apply(x, y);
                self.line(self.at, to);
                self.at = to;
            }
            b"re" => {
                let (from, to) = (state.matrix.apply(x, y), state.matrix.apply(x + width, y + height));
                self.outline += 1;
                let (a, b) = ((to.0, from.1), (from.0, to.1));
                for (from, to) in [(from, a), (a, to), (to, b), (b, from)] {
                    self.line(from, to);
                }
            }
            b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"f" | b"F" | b"f*" => {
                self.painted += 1;
                let is_fill = operator.starts_with(b"f") || operator == b"F";
                let path = std::mem::take(&mut self.path);
                if is_fill {
                    self.page.rules.extend(path.chunk_by(|a, b| a.1 == b.1).filter_map(bar));
                } else {
                    self.page.rules.extend(path.into_iter().map(|(rule, _)| rule));
                }
                if self.page.rules.len() > RULES {
                    return Err(ReadError::Bomb);
                }
            }
            b"n" => self.path.clear(),
            _ => {}
        }
        Ok(())
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        let rule = Rule { x: (from.0.min(to.0), from.0.max(to.0)), y: (from.1.min(to.1), from.1.max(to.1)) };
        let is_straight = rule.x.1 - rule.x.0 < THIN || rule.y.1 - rule.y.0 < THIN;
        if is_straight && self.path.len() < RULES && rule.x.1.is_finite() && rule.y.1.is_finite() {
            self.path.push((rule, self.outline));
        }
    }
}

impl Text {
    fn advance(&mut self, x: f32, y: f32) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
        self.matrix = self.line;
    }

    fn shift(&mut self, x: f32) {
        self.matrix = Matrix([1.0, 0.0, 0.0, 1.0, x, 0.0]).then(self.matrix);
    }
}

/// A filled area so thin that it is a line; other areas are backgrounds.
fn bar(outline: &[(Rule, u32)]) -> Option<Rule> {
    let bar = outline
        .iter()
        .map(|(rule, _)| *rule)
        .reduce(|a, b| Rule { x: (a.x.0.min(b.x.0), a.x.1.max(b.x.1)), y: (a.y.0.min(b.y.0), a.y.1.max(b.y.1)) })?;
    (bar.x.1 - bar.x.0 < THIN || bar.y.1 - bar.y.0 < THIN).then_some(bar)
}

/// A line of the box a signing program draws: who signed, and when.
fn is_seal(row: &super::lines::Row) -> bool {
    const MARKS: [&str; 6] = ["ký bởi", "người ký", "thời gian ký", "ngày ký", "signed by", "digitally signed"];
    let folded = crate::text::fold(&row.text());
    MARKS.iter().any(|mark| folded.starts_with(mark))
}

/// Passes over the bytes of a picture written into the content.
fn skip_image(lexer: &mut Lexer<'_>) {
    let rest = lexer.bytes.get(lexer.at..).unwrap_or_default();
    let is_space = |byte: Option<&u8>| byte.is_none_or(|b| super::object::is_space(*b));
    let end = (1..rest.len())
        .find(|i| rest.get(*i..*i + 2) == Some(b"EI") && is_space(rest.get(*i - 1)) && is_space(rest.get(*i + 2)));
    lexer.at += end.map_or(rest.len(), |end| end + 2);
}
