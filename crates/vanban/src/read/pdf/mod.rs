//! PDF documents with text: letters with their places, put together to rows, columns, tables and paragraphs.
//!
//! What a file may cost is bounded: bytes expanded by [`Limits::expanded_bytes`], work by a count of steps, pages and
//! letters by number. The PDF library does filters, decryption and encodings; it panics on no file known to us, and
//! should it do so on another, the file is refused as damaged.

mod columns;
mod content;
mod file;
mod flow;
mod font;
mod lines;
mod object;
mod table;

use super::layout::Layout;
use super::{Limits, ReadError};
use content::{Fonts, Inherited};
use file::File;
use lopdf::{Dictionary, Object};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// Pages in a document.
const PAGES: usize = 5_000;

/// Page tree nodes inside one another.
const TREE: usize = 48;

/// Letters a page needs for a document to count as text and not as pictures of pages.
const LETTERS_A_PAGE: usize = 16;

/// Whether the bytes are a PDF: its mark, perhaps after a few bytes left by a mail program.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1_024)).unwrap_or_default();
    head.starts_with(b"%PDF-")
        || (head.windows(6).any(|window| window == b"%PDF-1" || window == b"%PDF-2")
            && bytes.windows(6).any(|window| window == b"endobj"))
}

/// Reads a PDF.
///
/// # Errors
/// [`ReadError::Scanned`] without a text layer, [`ReadError::PasswordProtected`], [`ReadError::Damaged`],
/// [`ReadError::Bomb`].
pub(super) fn layout(bytes: &[u8], limits: Limits) -> Result<Layout, ReadError> {
    // Nothing outlives the call that a panic could leave half changed.
    catch_unwind(AssertUnwindSafe(|| read(bytes, limits))).unwrap_or(Err(ReadError::Damaged))
}

fn read(bytes: &[u8], limits: Limits) -> Result<Layout, ReadError> {
    let file = File::open(bytes, limits)?;
    let pages = pages(&file)?;
    if pages.is_empty() {
        return Err(ReadError::Damaged);
    }
    let mut fonts = Fonts::new();
    let mut sheets = Vec::new();
    let mut letters = 0;
    let mut text = 0;
    let count = pages.len();
    for (page, inherited) in pages {
        // Only the reference was kept: one page is in memory at a time.
        let Object::Dictionary(page) = file.resolve(&page) else { continue };
        let content::Page { mut glyphs, rules, size, .. } = content::page(&file, &mut fonts, &page, &inherited)?;
        letters += glyphs.iter().filter(|glyph| glyph.text.chars().any(char::is_alphanumeric)).count();
        text += glyphs.iter().map(|glyph| glyph.text.len() as u64).sum::<u64>();
        if text > limits.text_bytes {
            return Err(ReadError::TooLarge { bytes: text, limit: limits.text_bytes });
        }
        // Lines are compared with each other to find the tables.
        let compared = rules.len().min(2_400);
        if !file.charge(compared * compared / 4) {
            return Err(ReadError::Bomb);
        }
        let tables = table::take(&mut glyphs, &rules);
        let rows = lines::rows(glyphs);
        // Rows are kept to the end; a page of letters that all stand apart takes the most memory.
        if !file.charge(128 * rows.iter().map(|row| row.segments.len()).sum::<usize>()) {
            return Err(ReadError::Bomb);
        }
        sheets.push(flow::Sheet { rows, tables, size });
    }
    if letters < LETTERS_A_PAGE * count.min(4) {
        return Err(ReadError::Scanned);
    }
    Ok(flow::layout(sheets))
}

/// The pages in order, each with what it has from above.
fn pages(file: &File<'_>) -> Result<Vec<(Object, Inherited)>, ReadError> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let start = Inherited { resources: Rc::default(), frame: [0.0, 0.0, 595.0, 842.0], turn: 0 };
    let root = file.dictionary(&file.trailer, b"Root").and_then(|root| root.get(b"Pages").ok().cloned());
    let mut todo: Vec<(Object, Inherited, usize)> = root.into_iter().map(|pages| (pages, start.clone(), 0)).collect();
    while let Some((node, above, depth)) = todo.pop() {
        if let Object::Reference(id) = node
            && !seen.insert(id)
        {
            continue;
        }
        let Object::Dictionary(dictionary) = file.resolve(&node) else { continue };
        file.check()?;
        let own = inherit(file, &dictionary, above);
        match file.entry(&dictionary, b"Kids") {
            // Last first, so that the first is taken next.
            Some(Object::Array(kids)) if depth < TREE => {
                todo.extend(kids.into_iter().rev().map(|kid| (kid, own.clone(), depth + 1)));
            }
            _ if dictionary.has(b"Contents") || dictionary.has_type(b"Page") => found.push((node, own)),
            _ => {}
        }
        if found.len() > PAGES || todo.len() > 2 * PAGES {
            return Err(ReadError::Bomb);
        }
    }
    if found.is_empty() {
        // A broken tree: the pages in the order of their numbers.
        for number in file.numbers() {
            if let Object::Dictionary(node) = file.get(number)
                && node.has_type(b"Page")
                && found.len() < PAGES
            {
                let own = inherit(file, &node, start.clone());
                found.push((Object::Reference((number, 0)), own));
            }
        }
    }
    file.check()?;
    Ok(found)
}

fn inherit(file: &File<'_>, node: &Dictionary, above: Inherited) -> Inherited {
    let mut own = above;
    if let Some(resources) = file.dictionary(node, b"Resources") {
        own.resources = Rc::new(resources);
    }
    for key in [b"MediaBox".as_slice(), b"CropBox"] {
        if let Some(Object::Array(edges)) = file.entry(node, key) {
            let edges: Vec<f32> = edges.iter().filter_map(|edge| object::number(&file.resolve(edge))).collect();
            if let Ok([a, b, c, d]) = <[f32; 4]>::try_from(edges)
                && (c - a).abs() > 10.0
                && (d - b).abs() > 10.0
            {
                own.frame = [a.min(c), b.min(d), a.max(c), b.max(d)];
            }
        }
    }
    if let Some(turn) = file.entry(node, b"Rotate").and_then(|turn| turn.as_i64().ok()) {
        own.turn = turn.rem_euclid(360);
    }
    own
}
