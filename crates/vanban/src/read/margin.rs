//! Headers and footers: what of them is read, and as what.
//!
//! Some offices put the letterhead of a document into the header of its first page: that is read as if it stood in the
//! text. Every other header and every footer is told in the text, where it holds more than the number of the page, but
//! no fact is read from it. A header that only says again what the document begins with is left out.

use super::ReadError;
use super::flow::{Flow, Item};
use super::layout::{HEAD_STARTS, Layout};
use super::place::Part;
use crate::text::fold;

/// Bytes from the start of a document in which its letterhead and its title stand.
const OPENING: usize = 4_000;

/// Words that stand beside the number of a page.
const PAGE_WORDS: [&str; 7] = ["trang", "tờ", "số", "trên", "page", "of", "p"];

/// The layout of a document with the header of its first page before it and the footer of its last after it.
///
/// # Errors
/// [`ReadError::TooLarge`] once there is more text than is read.
pub(super) fn around(mut flow: Flow, header: Vec<Item>, footer: Vec<Item>) -> Result<Layout, ReadError> {
    let limits = flow.limits();
    for text in footer.iter().flat_map(Item::paragraphs).filter(|text| has_words(text)) {
        flow.aside(Part::Footer, text)?;
    }
    let mut layout = flow.finish();
    let opening = layout.text.get(..floor(&layout.text, OPENING)).unwrap_or_default();
    let texts: Vec<&str> = header.iter().flat_map(Item::paragraphs).filter(|text| has_words(text)).collect();
    if texts.is_empty() || is_said(opening, &texts) {
        return Ok(layout);
    }
    let mut head = Flow::new(limits);
    if texts.iter().any(|text| starts_letterhead(text)) && !opening.lines().any(starts_letterhead) {
        for item in header {
            match item {
                Item::Paragraph(text) if !text.trim().is_empty() && !has_words(&text) => {}
                Item::Paragraph(text) => head.paragraph_in(Part::Header, text)?,
                Item::Table(table) => head.table_in(Part::Header, &table)?,
            }
        }
    } else {
        texts.iter().try_for_each(|text| head.aside(Part::Header, text))?;
    }
    layout.prepend(head.finish());
    Ok(layout)
}

/// Whether a text says more than the number of a page, in figures or Roman.
fn has_words(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(|word| !PAGE_WORDS.contains(&word) && !word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c')))
}

/// Whether the document begins with all of this anyway.
fn is_said(opening: &str, texts: &[&str]) -> bool {
    let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let opening = letters(opening);
    texts.iter().all(|text| opening.contains(&letters(text)))
}

/// The national title or motto, or that of the party or the youth union; the number of the document.
fn starts_letterhead(text: &str) -> bool {
    let folded = fold(text);
    HEAD_STARTS.iter().any(|mark| folded.starts_with(mark))
        || folded.strip_prefix("số").is_some_and(|rest| {
            let rest = rest.trim_start_matches([':', ' ', '.']);
            rest.starts_with(|c: char| c.is_ascii_digit() || c == '/') && rest.contains('/')
        })
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_page_is_no_text() {
        for text in ["", "- 2 -", "Trang 3/10", "Trang /", "iv", "Page 2 of 7", "…"] {
            assert!(!has_words(text), "{text}");
        }
        for text in ["SỞ NỘI VỤ", "Trang 2 - Kế hoạch hội thi", "Số: 12/KH-SNV"] {
            assert!(has_words(text), "{text}");
        }
    }

    #[test]
    fn a_letterhead_is_told_from_a_running_head() {
        assert!(starts_letterhead("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
        assert!(starts_letterhead("Số: 12/KH-SNV") && starts_letterhead("Số:      /KH-SNV"));
        assert!(!starts_letterhead("Số 12 đường An Giao, thành phố Minh Hải"));
        assert!(!starts_letterhead("Kế hoạch tổ chức hội thi"));
    }

    #[test]
    fn what_the_document_begins_with_is_not_said_twice() {
        assert!(is_said("SỞ NỘI VỤ\nKẾ HOẠCH\nTổ chức hội thi", &["Sở Nội vụ", "Kế hoạch tổ chức hội thi"]));
        assert!(!is_said("SỞ NỘI VỤ\nKẾ HOẠCH", &["Sở Nội vụ", "Bản dự thảo"]));
    }
}
