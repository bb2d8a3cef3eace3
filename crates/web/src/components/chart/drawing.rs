//! A drawing: shapes in named colours, written as SVG with class names (a page) or literal colours (a document).

use crate::components::badge::Status;
use maud::{Markup, html};

/// A drawing wider than this scrolls on a narrow screen instead of shrinking until nobody can read it.
pub(super) const NARROW: f64 = 360.0;

/// A colour by what it is for. The literal colours are those of the light tokens in `style.css` (a test compares them).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Text.
    Text,
    /// Text of less weight.
    Muted,
    /// Axes and grids.
    Line,
    /// The paper.
    Surface,
    /// A series of values, 0 to 3.
    Series(usize),
    /// A state, strong: lines, marks, bars.
    Strong(Status),
    /// A state, faint: grounds that text stands on.
    Faint(Status),
    /// A class of values, 0 (least) to 4 (most); text stands on it.
    Shade(usize),
}

impl Ink {
    /// Name of its token in `style.css`, without the dashes; its class names are `f-` and `s-` with it.
    pub(crate) fn token(self) -> String {
        match self {
            Self::Text => "ink".to_owned(),
            Self::Muted => "muted".to_owned(),
            Self::Line => "line".to_owned(),
            Self::Surface => "surface".to_owned(),
            Self::Series(at) => format!("series-{}", at.min(3)),
            Self::Strong(status) => status.name().to_owned(),
            Self::Faint(status) => format!("{}-bg", status.name()),
            Self::Shade(at) => format!("shade-{}", at.min(4)),
        }
    }

    /// Its literal colour.
    pub(crate) fn literal(self) -> &'static str {
        match self {
            Self::Text => "#1d1b19",
            Self::Muted => "#5c5650",
            Self::Line => "#d9d4cc",
            Self::Surface => "#ffffff",
            Self::Series(at) => ["#1f5a96", "#b8742a", "#2f7d6b", "#8f1d21"][at.min(3)],
            Self::Shade(at) => ["#eef3f8", "#cfe0f0", "#a9c8e6", "#7fadd8", "#5c93c9"][at.min(4)],
            Self::Strong(status) => match status {
                Status::Approved => "#1f6b3b",
                Status::OnTime => "#0f6a73",
                Status::Submitted => "#1f5a96",
                Status::Returned => "#6b3fa0",
                Status::DueSoon => "#7d5300",
                Status::Missing => "#5a554e",
                Status::Late => "#a3191c",
            },
            Self::Faint(status) => match status {
                Status::Approved => "#e3f3e8",
                Status::OnTime => "#dff2f3",
                Status::Submitted => "#e5eff9",
                Status::Returned => "#f1eafa",
                Status::DueSoon => "#fdf0d0",
                Status::Missing => "#eeebe5",
                Status::Late => "#fce8e7",
            },
        }
    }
}

/// Which end of a text its place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

enum Shape {
    Rect { x: f64, y: f64, width: f64, height: f64, fill: Ink, edge: Option<Ink> },
    Path { points: Vec<(f64, f64)>, stroke: Ink, width: f64, dashed: bool },
    Dot { x: f64, y: f64, radius: f64, fill: Ink },
    Words { x: f64, y: f64, words: String, size: f64, fill: Ink, anchor: Anchor, bold: bool },
    Mark { x: f64, y: f64, size: f64, status: Status, stroke: Ink },
}

/// A drawing with its title and description.
pub(crate) struct Drawing {
    width: f64,
    height: f64,
    title: String,
    description: String,
    shapes: Vec<Shape>,
}

/// How a text is written.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    pub(super) size: f64,
    pub(super) fill: Ink,
    pub(super) anchor: Anchor,
    pub(super) bold: bool,
}

impl Hand {
    pub(super) fn new(size: f64, fill: Ink) -> Self {
        Self { size, fill, anchor: Anchor::Start, bold: false }
    }
    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    pub(super) fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

impl Drawing {
    pub(super) fn new(width: f64, height: f64, title: &str, description: String) -> Self {
        Self { width, height, title: title.to_owned(), description, shapes: Vec::new() }
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// Whether it scrolls sideways on a phone.
    pub(super) fn is_wide(&self) -> bool {
        self.width > NARROW
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: Ink) {
        self.shapes.push(Shape::Rect { x, y, width, height, fill, edge: None });
    }

    pub(super) fn edged(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: Ink, edge: Ink) {
        self.shapes.push(Shape::Rect { x, y, width, height, fill, edge: Some(edge) });
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Ink, dashed: bool) {
        self.shapes.push(Shape::Path { points: vec![from, to], stroke, width: 1.0, dashed });
    }

    pub(super) fn path(&mut self, points: Vec<(f64, f64)>, stroke: Ink, width: f64, dashed: bool) {
        self.shapes.push(Shape::Path { points, stroke, width, dashed });
    }

    pub(super) fn dot(&mut self, (x, y): (f64, f64), radius: f64, fill: Ink) {
        self.shapes.push(Shape::Dot { x, y, radius, fill });
    }

    pub(super) fn words(&mut self, (x, y): (f64, f64), words: &str, hand: Hand) {
        let Hand { size, fill, anchor, bold } = hand;
        self.shapes.push(Shape::Words { x, y, words: words.to_owned(), size, fill, anchor, bold });
    }

    pub(super) fn mark(&mut self, (x, y): (f64, f64), size: f64, status: Status, stroke: Ink) {
        self.shapes.push(Shape::Mark { x, y, size, status, stroke });
    }

    /// The drawing for a page; `id` is unique on it.
    pub(super) fn on_page(&self, id: &str) -> Markup {
        let (title, description) = (format!("{id}-title"), format!("{id}-desc"));
        html! {
            svg class="drawing" role="img" aria-labelledby={ (title) " " (description) } width=(n(self.width))
                height=(n(self.height)) viewBox={ "0 0 " (n(self.width)) " " (n(self.height)) } {
                title id=(title) { (self.title) }
                desc id=(description) { (self.description) }
                @for each in &self.shapes { (shape(each, Paint::Classes)) }
            }
        }
    }

    /// The drawing as a file of its own.
    pub(super) fn for_document(&self) -> String {
        let svg = html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(n(self.width)) height=(n(self.height))
                viewBox={ "0 0 " (n(self.width)) " " (n(self.height)) }
                font-family="Arial, Liberation Sans, sans-serif" {
                title { (self.title) }
                desc { (self.description) }
                rect width=(n(self.width)) height=(n(self.height)) fill=(Ink::Surface.literal()) {}
                @for each in &self.shapes { (shape(each, Paint::Literal)) }
            }
        };
        svg.into_string()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Paint {
    Classes,
    Literal,
}

/// Class names and the two attributes of a shape: one of them is empty.
struct Painted {
    class: Option<String>,
    fill: Option<&'static str>,
    stroke: Option<&'static str>,
}

fn painted(paint: Paint, fill: Option<Ink>, stroke: Option<Ink>) -> Painted {
    match paint {
        Paint::Classes => {
            let fill = fill.map(|ink| format!("f-{}", ink.token()));
            let stroke = stroke.map(|ink| format!("s-{}", ink.token()));
            let class: Vec<String> = fill.into_iter().chain(stroke).collect();
            Painted { class: Some(class.join(" ")), fill: None, stroke: None }
        }
        Paint::Literal => Painted { class: None, fill: fill.map(Ink::literal), stroke: stroke.map(Ink::literal) },
    }
}

fn shape(shape: &Shape, paint: Paint) -> Markup {
    match shape {
        Shape::Rect { x, y, width, height, fill, edge } => {
            let Painted { class, fill, stroke } = painted(paint, Some(*fill), *edge);
            html! {
                rect x=(n(*x)) y=(n(*y)) width=(n(*width)) height=(n(*height)) rx="2" class=[class] fill=[fill]
                    stroke=[stroke] {}
            }
        }
        Shape::Path { points, stroke, width, dashed } => {
            let Painted { class, stroke, .. } = painted(paint, None, Some(*stroke));
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
            html! {
                polyline points=(points.join(" ")) fill="none" class=[class] stroke=[stroke] stroke-width=(n(*width))
                    stroke-dasharray=[dashed.then_some("5 4")] stroke-linejoin="round" {}
            }
        }
        Shape::Dot { x, y, radius, fill } => {
            let Painted { class, fill, .. } = painted(paint, Some(*fill), None);
            html! { circle cx=(n(*x)) cy=(n(*y)) r=(n(*radius)) class=[class] fill=[fill] {} }
        }
        Shape::Words { x, y, words, size, fill, anchor, bold } => {
            let Painted { class, fill, .. } = painted(paint, Some(*fill), None);
            let anchor = match anchor {
                Anchor::Start => None,
                Anchor::Middle => Some("middle"),
                Anchor::End => Some("end"),
            };
            html! {
                text x=(n(*x)) y=(n(*y)) font-size=(n(*size)) text-anchor=[anchor]
                    font-weight=[bold.then_some("bold")] class=[class] fill=[fill] { (words) }
            }
        }
        Shape::Mark { x, y, size, status, stroke } => {
            let Painted { class, stroke, .. } = painted(paint, None, Some(*stroke));
            let scale = format!("translate({} {}) scale({})", n(*x), n(*y), size / 12.0);
            html! {
                path d=(status.mark()) transform=(scale) fill="none" class=[class] stroke=[stroke] stroke-width="1.8"
                    stroke-linecap="round" stroke-linejoin="round" {}
            }
        }
    }
}

/// A coordinate with at most one decimal.
fn n(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Roughly how wide a text is, in the system fonts we are shown in; rather too wide than too narrow.
pub(super) fn width_of(words: &str, size: f64) -> f64 {
    words
        .chars()
        .map(|c| match c {
            '\u{300}'..='\u{36f}' => 0.0,
            ' ' | '.' | ',' | 'i' | 'l' | 'j' | 't' | 'f' | 'r' | '(' | ')' | ':' | '!' | 'I' => 0.36,
            'm' | 'w' | 'M' | 'W' | '%' => 0.92,
            '0'..='9' => 0.64,
            _ if c.is_uppercase() => 0.72,
            _ => 0.58,
        })
        .sum::<f64>()
        * size
}

/// A text cut to a width, with "…" where something is missing.
pub(super) fn cut(words: &str, size: f64, width: f64) -> String {
    if width_of(words, size) <= width {
        return words.to_owned();
    }
    let mut kept: String = words.to_owned();
    while kept.pop().is_some() {
        let shorter = format!("{}…", kept.trim_end());
        if width_of(&shorter, size) <= width {
            return shorter;
        }
    }
    String::new()
}

/// A text in at most two lines of a width.
pub(super) fn two_lines(words: &str, size: f64, width: f64) -> Vec<String> {
    if width_of(words, size) <= width {
        return vec![words.to_owned()];
    }
    let mut first = String::new();
    let mut rest = words.split(' ').peekable();
    while let Some(word) = rest.peek() {
        let longer = if first.is_empty() { (*word).to_owned() } else { format!("{first} {word}") };
        if width_of(&longer, size) > width {
            break;
        }
        first = longer;
        rest.next();
    }
    let rest: Vec<&str> = rest.collect();
    if first.is_empty() {
        return vec![cut(words, size, width)];
    }
    vec![first, cut(&rest.join(" "), size, width)]
}

/// Entries of a legend laid out in rows: the place of each, and the height of all.
pub(super) fn legend_places(widths: &[f64], width: f64, row: f64) -> (Vec<(f64, f64)>, f64) {
    let (mut x, mut y) = (0.0, 0.0);
    let mut places = Vec::with_capacity(widths.len());
    for &each in widths {
        if x > 0.0 && x + each > width {
            x = 0.0;
            y += row;
        }
        places.push((x, y));
        x += each;
    }
    (places, if widths.is_empty() { 0.0 } else { y + row })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_to_their_room_and_say_so() {
        assert_eq!(cut("xã Hòa Lộc", 12.0, 200.0), "xã Hòa Lộc");
        let short = cut("Ban Đại diện Hội Người cao tuổi tỉnh An Giao", 12.0, 90.0);
        assert!(short.ends_with('…') && width_of(&short, 12.0) <= 90.0, "{short}");
        assert_eq!(two_lines("phường Trần Hưng Đạo", 11.0, 80.0), ["phường Trần", "Hưng Đạo"]);
        assert_eq!(two_lines("Nghiêng".repeat(9).as_str(), 11.0, 80.0).len(), 1);
        assert_eq!(cut("mmm", 12.0, 1.0), "");
    }
}
