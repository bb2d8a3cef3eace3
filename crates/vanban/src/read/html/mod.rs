//! Web pages: the article or document on them, without what stands around it.
//!
//! Tags are read in one pass into a flat list; nothing recurses on the input, and an element deeper than any page has
//! is passed over. The text is found by what elements are called and by where most text outside links stands.

mod page;

use super::layout::{Layout, RawCell, RawTable};
use super::place::{At, Place, ordinal};
use super::{Limits, PIECES, ReadError, encoding};
use crate::text::fold;
use encoding_rs::Encoding;
use page::{Element, Event, Page, is_block};

/// Columns of a table whose cells are kept apart over several rows.
const COLUMNS: usize = 500;

/// Words in the class or id of what stands around an article, whole between other signs.
const AROUND_WORDS: [&str; 25] = [
    "nav",
    "navbar",
    "menu",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "ads",
    "ad",
    "adv",
    "banner",
    "tags",
    "tag",
    "share",
    "social",
    "comment",
    "comments",
    "popup",
    "modal",
    "widget",
    "toolbar",
    "pagination",
    "copyright",
    "caption",
    "related",
];

/// Parts of such names, without the signs between words.
const AROUND_PARTS: [&str; 27] = [
    "tinlienquan",
    "lienquan",
    "docthem",
    "xemthem",
    "tinkhac",
    "tinmoi",
    "tincungchuyenmuc",
    "cungchuyenmuc",
    "docnhieu",
    "xemnhieu",
    "relatednews",
    "relatedpost",
    "mostread",
    "quangcao",
    "advert",
    "binhluan",
    "chiase",
    "imagecaption",
    "photocaption",
    "pcaption",
    "wpcaption",
    "tplcaption",
    "imgdesc",
    "photodesc",
    "mainmenu",
    "topmenu",
    "sidebar",
];

/// Names of what holds the text of an article or document, without the signs between words.
const CONTENT_PARTS: [&str; 17] = [
    "articlebody",
    "articlecontent",
    "contentdetail",
    "detailcontent",
    "entrycontent",
    "postcontent",
    "newscontent",
    "fckdetail",
    "noidung",
    "chitiet",
    "toanvan",
    "detailbody",
    "newsdetail",
    "contentarticle",
    "bodytext",
    "maincontent",
    "singlecontent",
];

/// First words of a short paragraph that leads to other pages.
const LEADS: [&str; 14] = [
    "đọc thêm",
    "xem thêm",
    "tin liên quan",
    "bài liên quan",
    "bài viết liên quan",
    "tin cùng chuyên mục",
    "các tin khác",
    "tin khác",
    "có thể bạn quan tâm",
    "quảng cáo",
    "chia sẻ",
    "in bài viết",
    "từ khóa",
    "bình luận",
];

/// Whether bytes are a web page: a document type or `html` first, or block tags in what they start with.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = String::from_utf8_lossy(head.get(..head.len().min(4_096)).unwrap_or_default()).to_ascii_lowercase();
    let mut start = head.trim_start();
    while let Some(rest) = start.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")).map(|(_, rest)| rest) {
        start = rest.trim_start();
    }
    if let Some((_, rest)) = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        start = rest.trim_start();
    }
    let names = ["html", "head", "body", "div", "p", "table", "article", "meta", "h1", "center"];
    let is_tag = |text: &str| {
        names
            .iter()
            .any(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t'])))
    };
    start.starts_with("<!doctype html") || start.strip_prefix('<').is_some_and(is_tag)
}

/// Reads a web page.
///
/// # Errors
/// [`ReadError::UnknownFormat`] without a readable encoding, [`ReadError::Bomb`], [`ReadError::TooLarge`].
pub(super) fn layout(bytes: &[u8], limits: Limits) -> Result<Layout, ReadError> {
    let text = decode(bytes).ok_or(ReadError::UnknownFormat)?;
    let size = text.len() as u64;
    if size > limits.text_bytes {
        return Err(ReadError::TooLarge { bytes: size, limit: limits.text_bytes });
    }
    layout_text(&text)
}

/// Reads a web page that is text already.
///
/// # Errors
/// [`ReadError::Bomb`].
pub(super) fn layout_text(html: &str) -> Result<Layout, ReadError> {
    let page = Page::read(html)?;
    let around = around(&page);
    let content = content(&page, &around);
    let mut writer = Writer::new(&page, &around);
    for event in page.events.get(..content.start).unwrap_or_default() {
        writer.counter.event(&page, event);
    }
    for event in page.events.get(content).unwrap_or_default() {
        writer.counter.event(&page, event);
        writer.event(event);
    }
    writer.end_paragraph();
    if writer.pieces > PIECES {
        return Err(ReadError::Bomb);
    }
    Ok(lay_out(&page, writer.items))
}

fn lay_out(page: &Page, items: Vec<Item>) -> Layout {
    let mut layout = Layout::default();
    if let Some(title) = title(page, &items) {
        layout.paragraph_of(&title, &[(0, Place::new(At::Title))]);
    }
    for item in items {
        match item {
            Item::Paragraph(text, number) => {
                layout.paragraph_of(&text, &[(0, Place::new(At::Paragraph(number)))]);
            }
            Item::Table(table, number) => layout.table(&table, &|row, column, paragraph| {
                Place::new(At::Paragraph(ordinal(paragraph))).in_cell(number, row, column)
            }),
        }
    }
    layout
}

/// Counts the stretches of text between block tags, and the tables, of a whole page.
#[derive(Default)]
struct Counter {
    paragraphs: u32,
    tables: u32,
    /// Text came since the last block tag.
    is_open: bool,
    /// Inside an element without text of the page.
    silent: Option<usize>,
}

impl Counter {
    fn event(&mut self, page: &Page, event: &Event) {
        let element = |index: &usize| page.elements.get(*index);
        match event {
            Event::Close(index) if self.silent == Some(*index) => self.silent = None,
            _ if self.silent.is_some() => {}
            Event::Open(index) if element(index).is_some_and(|element| element.is_silent) => self.silent = Some(*index),
            Event::Open(index) | Event::Close(index) => {
                let Some(element) = element(index) else { return };
                self.is_open &= !is_block(&element.tag);
                self.tables += u32::from(&*element.tag == "table" && matches!(event, Event::Open(_)));
            }
            Event::Break => {}
            Event::Text(range) => {
                let is_text = page.text.get(range.clone()).is_some_and(|text| !text.trim().is_empty());
                if is_text && !std::mem::replace(&mut self.is_open, true) {
                    self.paragraphs += 1;
                }
            }
        }
    }
}

/// The text of the bytes, by their byte order mark, by what the page says, or by what they look like.
fn decode(bytes: &[u8]) -> Option<String> {
    if Encoding::for_bom(bytes).is_none()
        && let Some(named) = named_encoding(bytes)
        && (named != encoding_rs::UTF_8 || std::str::from_utf8(bytes).is_ok())
    {
        return Some(named.decode_without_bom_handling(bytes).0.into_owned());
    }
    encoding::decode(bytes)
}

fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4_096))?).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let label: String = rest
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    // A page that says UTF-16 in letters of one byte is not in UTF-16.
    Encoding::for_label(label.as_bytes()).filter(|found| found.is_ascii_compatible())
}

/// For each element, whether it stands around the content.
fn around(page: &Page) -> Vec<bool> {
    let whole = page.elements.first().map_or(0, |body| body.letters);
    let mut found: Vec<bool> = Vec::with_capacity(page.elements.len());
    for element in &page.elements {
        let above = element.parent.is_some_and(|parent| found.get(parent).copied().unwrap_or(false));
        // A wrapper of the whole page may be called anything.
        let is_small = element.letters * 10 < whole * 6;
        let is_head = &*element.tag == "header" && !inside_article(page, element) && element.titles == 0;
        let by_name = is_small && (names_around(&element.names) || &*element.tag == "form" || is_head);
        found.push(above || element.is_silent || by_name || is_link_list(element) || is_picture(element));
    }
    found
}

fn inside_article(page: &Page, element: &Element) -> bool {
    let mut above = element.parent;
    while let Some(element) = above.and_then(|index| page.elements.get(index)) {
        if matches!(&*element.tag, "article" | "main") {
            return true;
        }
        above = element.parent;
    }
    false
}

fn names_around(names: &str) -> bool {
    if names.is_empty() {
        return false;
    }
    let joined: String = names.split_whitespace().map(joined).collect::<Vec<_>>().join(" ");
    AROUND_PARTS.iter().any(|part| joined.contains(part))
        || names.split(|c: char| !c.is_alphanumeric()).any(|word| AROUND_WORDS.contains(&word))
}

fn joined(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A block that is nearly all links to other pages.
fn is_link_list(element: &Element) -> bool {
    let is_holder = matches!(&*element.tag, "ul" | "ol" | "div" | "section" | "p" | "li" | "h2" | "h3" | "h4");
    is_holder && element.letters > 0 && element.linked * 10 >= element.letters * 8 && element.links > 0
}

/// A table or figure that only holds a picture with its caption.
fn is_picture(element: &Element) -> bool {
    matches!(&*element.tag, "table" | "figure") && element.pictures > 0 && element.letters < 260
}

/// The events of the article or document.
fn content(page: &Page, around: &[bool]) -> std::ops::Range<usize> {
    let own = |index: usize| {
        let element = page.elements.get(index)?;
        (!around.get(index).copied().unwrap_or(true)).then_some(element)
    };
    let plain = |element: &Element| element.letters - element.linked;
    // Letters outside links and outside what stands around.
    let mut kept: Vec<usize> = page.elements.iter().map(plain).collect();
    for (index, element) in page.elements.iter().enumerate() {
        let is_top = element.parent.is_none_or(|parent| !around.get(parent).copied().unwrap_or(false));
        if around.get(index).copied().unwrap_or(false) && is_top && !element.is_silent {
            let mut above = element.parent;
            while let Some(parent) = above {
                if let Some(kept) = kept.get_mut(parent) {
                    *kept = kept.saturating_sub(plain(element));
                }
                above = page.elements.get(parent).and_then(|parent| parent.parent);
            }
        }
    }
    let weight = |index: usize| kept.get(index).copied().unwrap_or(0);
    let is_named = |element: &Element| {
        matches!(&*element.tag, "article" | "main")
            || CONTENT_PARTS.iter().any(|part| joined(&element.names).contains(part))
    };
    let whole = weight(0);
    // The elements are in the order of their opening: the way down to the text is a list of last best children.
    let mut chosen = 0;
    for index in 1..page.elements.len() {
        let Some(element) = own(index) else { continue };
        let Some(above) = page.elements.get(chosen) else { break };
        if element.events.end > above.events.end
            || !matches!(
                &*element.tag,
                "div" | "section" | "article" | "main" | "td" | "table" | "tr" | "tbody" | "form" | "center"
            )
        {
            continue;
        }
        let share = weight(index) * 10;
        let loses_title = above.titles > element.titles;
        let is_most =
            share >= weight(chosen) * 8 && !loses_title && !matches!(&*element.tag, "td" | "table" | "tr" | "tbody");
        let is_article = is_named(element) && share >= whole * 4 && share >= weight(chosen) * 5 && !loses_title;
        if is_most || is_article {
            chosen = index;
        }
    }
    page.elements.get(chosen).map_or(0..0, |element| element.events.clone())
}

/// The title to put first, when the content does not have it and is no official document.
fn title(page: &Page, items: &[Item]) -> Option<String> {
    let heading =
        page.elements.iter().find(|element| &*element.tag == "h1" && !element.is_silent && element.letters > 8);
    let heading = heading.map(|element| {
        let text = page.events.get(element.events.clone()).unwrap_or_default().iter().filter_map(|event| match event {
            Event::Text(range) => page.text.get(range.clone()),
            _ => None,
        });
        text.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let window = page.window_title.as_deref().map(|title| {
        // "Tiêu đề | Báo": what follows the last bar names the site.
        title.rsplit_once(" | ").map_or(title, |(title, _)| title).to_owned()
    });
    let title = heading.or(page.shared_title.clone()).or(window).filter(|title| !title.is_empty())?;
    let folded = fold(&title);
    let is_there = |item: &Item| match item {
        Item::Paragraph(text, _) => fold(text).contains(&folded),
        Item::Table(table, _) => table.rows.iter().flatten().flat_map(|cell| &cell.paragraphs).any(|text| {
            let text = fold(text);
            text.contains(&folded)
                || text.starts_with("cộng hòa xã hội chủ nghĩa")
                || text.starts_with("độc lập - tự do")
        }),
    };
    (!items.iter().take(40).any(is_there)).then_some(title)
}

/// A finished piece of the page, with its number.
enum Item {
    Paragraph(String, u32),
    Table(RawTable, u32),
}

/// A table with the places its cells take.
#[derive(Default)]
struct Grid {
    table: RawTable,
    /// Number of the table on the page, and of the paragraphs in it, in order.
    number: u32,
    paragraphs: Vec<u32>,
    /// Column of the next cell.
    next: usize,
    /// For each column, the rows that a cell from above still takes, with this one.
    held: Vec<usize>,
}

impl Grid {
    fn row(&mut self) {
        self.held.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.next = 0;
        self.table.rows.push(Vec::new());
    }

    /// The column of a new cell.
    fn cell(&mut self, element: &Element) -> usize {
        if self.table.rows.is_empty() {
            self.row();
        }
        while self.held.get(self.next).is_some_and(|rows| *rows > 0) {
            self.next += 1;
        }
        let column = self.next;
        self.next += element.columns;
        if self.next <= COLUMNS {
            self.held.resize(self.held.len().max(self.next), 0);
            self.held.iter_mut().skip(column).take(element.columns).for_each(|rows| *rows = element.rows);
        }
        column
    }
}

/// A table, row, cell or list that is open.
enum Open {
    Table(usize, Grid),
    Cell(usize, RawCell, Vec<u32>),
    List(usize, Option<usize>),
}

struct Writer<'a> {
    page: &'a Page,
    around: &'a [bool],
    items: Vec<Item>,
    open: Vec<Open>,
    text: String,
    counter: Counter,
    /// Lines so far; past [`PIECES`] no more are taken.
    pieces: usize,
    /// Number of the paragraph that the text belongs to.
    number: u32,
    /// Inside an element that is left out.
    skip: Option<usize>,
    /// Inside text whose line breaks count.
    pre: usize,
}

impl<'a> Writer<'a> {
    fn new(page: &'a Page, around: &'a [bool]) -> Self {
        Self {
            page,
            around,
            items: Vec::new(),
            open: Vec::new(),
            text: String::new(),
            counter: Counter::default(),
            pieces: 0,
            number: 0,
            skip: None,
            pre: 0,
        }
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Close(index) if self.skip == Some(*index) => self.skip = None,
            _ if self.skip.is_some() => {}
            Event::Open(index) if self.around.get(*index).copied().unwrap_or(false) => {
                if self.page.elements.get(*index).is_some_and(|element| is_block(&element.tag)) {
                    self.end_paragraph();
                }
                self.skip = Some(*index);
            }
            Event::Open(index) => self.open(*index),
            Event::Close(index) => self.close(*index),
            Event::Break => self.text.push('\n'),
            Event::Text(range) => self.write(self.page.text.get(range.clone()).unwrap_or_default()),
        }
    }

    fn write(&mut self, text: &str) {
        if self.text.trim().is_empty() || self.number == 0 {
            self.number = self.counter.paragraphs.max(1);
        }
        for c in text.chars() {
            let c = if c == '\n' && self.pre > 0 {
                '\n'
            } else if c.is_whitespace() {
                ' '
            } else {
                c
            };
            if c != ' ' || !(self.text.is_empty() || self.text.ends_with([' ', '\n'])) {
                self.text.push(c);
            }
        }
    }

    fn open(&mut self, index: usize) {
        let Some(element) = self.page.elements.get(index) else { return };
        if is_block(&element.tag) {
            self.end_paragraph();
        }
        match &*element.tag {
            // A table that holds tables, or a whole article, only places things on the page.
            "table" if element.tables == 0 && element.titles == 0 => {
                self.open.push(Open::Table(index, Grid { number: self.counter.tables, ..Grid::default() }));
            }
            "tr" => {
                if let Some(Open::Table(_, grid)) = self.open.last_mut() {
                    grid.row();
                }
            }
            "td" | "th" => {
                if let Some(Open::Table(_, grid)) = self.open.last_mut() {
                    let column = grid.cell(element);
                    self.open.push(Open::Cell(index, RawCell { column, paragraphs: Vec::new() }, Vec::new()));
                }
            }
            "ol" => self.open.push(Open::List(index, Some(0))),
            "ul" => self.open.push(Open::List(index, None)),
            "li" => {
                let label = match self.open.last_mut() {
                    Some(Open::List(_, Some(number))) => {
                        *number += 1;
                        format!("{number}. ")
                    }
                    _ => "- ".to_owned(),
                };
                self.text.push_str(&label);
            }
            "pre" => self.pre += 1,
            _ => {}
        }
    }

    fn close(&mut self, index: usize) {
        let Some(element) = self.page.elements.get(index) else { return };
        if is_block(&element.tag) {
            self.end_paragraph();
        }
        if &*element.tag == "pre" {
            self.pre = self.pre.saturating_sub(1);
        }
        let is_own = match self.open.last() {
            Some(Open::Table(own, _) | Open::Cell(own, ..) | Open::List(own, _)) => *own == index,
            None => false,
        };
        match self.open.pop_if(|_| is_own) {
            Some(Open::Table(_, grid)) => self.table(grid),
            Some(Open::Cell(_, cell, numbers)) => {
                if let Some(Open::Table(_, grid)) = self.open.last_mut()
                    && let Some(row) = grid.table.rows.last_mut()
                {
                    row.push(cell);
                    grid.paragraphs.extend(numbers);
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, grid: Grid) {
        let Grid { mut table, number, paragraphs, .. } = grid;
        table.rows.retain(|row| !row.is_empty());
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns <= 1 {
            // One column is only a box around text.
            let texts = table.rows.into_iter().flatten().flat_map(|cell| cell.paragraphs);
            self.items.extend(texts.zip(paragraphs).map(|(text, number)| Item::Paragraph(text, number)));
        } else {
            self.items.push(Item::Table(table, number));
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        for line in text.split('\n').map(str::trim).filter(|line| !matches!(*line, "" | "-")) {
            self.pieces += 1;
            if self.pieces > PIECES {
                return;
            }
            let cell = self.open.iter_mut().rev().find_map(|open| match open {
                Open::Cell(_, cell, numbers) => Some((cell, numbers)),
                _ => None,
            });
            match cell {
                Some((cell, numbers)) => {
                    cell.paragraphs.push(line.to_owned());
                    numbers.push(self.number);
                }
                None if is_lead(line) => {}
                None => self.items.push(Item::Paragraph(line.to_owned(), self.number)),
            }
        }
    }
}

/// A short line that leads to other pages.
fn is_lead(line: &str) -> bool {
    let folded = fold(line);
    let length = folded.chars().count();
    LEADS.iter().any(|lead| folded.starts_with(lead) && length <= lead.chars().count() + 12)
}
