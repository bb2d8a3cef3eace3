//! What stands above the text: boxes 1 to 5 and 9a of the decree's layout.

use super::layout::Paper;
use super::measure::bold_width;
use super::paragraph::{Placing, line, paragraph, rule, run, spacer};
use super::table::borderless;
use super::wording::{capitals, issue_date, list, number_and_symbol};
use super::xml::{Out, Xml, one_line};
use crate::document::{Document, Letterhead};

const NATIONAL_TITLE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

/// Type sizes of the lines whose width decides the length of a rule, in points. The styles say the same.
const ISSUER_POINTS: u32 = 12;
const MOTTO_POINTS: u32 = 13;
const TITLE_POINTS: u32 = 14;

/// The right column holds the national title on one line; the left one takes the rest.
const RIGHT_COLUMN: u32 = 5204;

/// The columns of the letterhead, and of the signature table at the other end.
pub(super) const COLUMNS: [u32; 2] = [Paper::Portrait.text_width() - RIGHT_COLUMN, RIGHT_COLUMN];

/// Space at each side of the title, so that long ones break into lines of like length.
const TITLE_INDENT: u32 = 567;

/// Where `Kính gửi:` begins when a list follows it, and where that list begins: under the colon.
const ADDRESS_INDENT: u32 = 1701;
const ADDRESSEE_INDENT: u32 = ADDRESS_INDENT + 1100;
const DASH_WIDTH: u32 = 170;

/// The two columns with issuer and number, national title and date; a letter's summary under its number.
pub(super) fn letterhead(xml: &mut Xml, document: &Document) -> Out {
    let head = &document.letterhead;
    let subject = if document.kind.is_none() { one_line(&document.title) } else { String::new() };
    borderless(xml, &COLUMNS, |xml, cells| {
        cells.row(
            xml,
            |xml| issuer(xml, head),
            |xml| {
                line(xml, "NationalTitle", NATIONAL_TITLE)?;
                line(xml, "Motto", MOTTO)?;
                rule(xml, COLUMNS[1], bold_width(MOTTO, MOTTO_POINTS))
            },
        )?;
        cells.row(
            xml,
            |xml| {
                line(xml, "DocumentNumber", &format!("Số: {}", number_and_symbol(head)))?;
                if subject.is_empty() { Ok(()) } else { line(xml, "LetterSubject", &format!("V/v {subject}")) }
            },
            |xml| line(xml, "PlaceAndDate", &format!("{}, {}", one_line(&head.place), issue_date(head.date))),
        )
    })
}

fn issuer(xml: &mut Xml, head: &Letterhead) -> Out {
    if let Some(parent) = &head.parent_body {
        line(xml, "ParentBody", &capitals(parent))?;
    }
    let issuer = capitals(&head.issuer);
    line(xml, "Issuer", &issuer)?;
    short_rule(xml, COLUMNS[0], &issuer, ISSUER_POINTS)
}

/// A rule of two fifths of the text above it: the decree asks for a third to a half.
fn short_rule(xml: &mut Xml, width: u32, text: &str, points: u32) -> Out {
    rule(xml, width, bold_width(text, points).min(width) * 2 / 5)
}

/// Type and summary of a named document. A letter has its summary under the number instead.
pub(super) fn title(xml: &mut Xml, document: &Document) -> Out {
    let Some(kind) = &document.kind else { return Ok(()) };
    line(xml, "DocumentType", &capitals(kind))?;
    let title = one_line(&document.title);
    let placing = Placing { keep_next: true, indents: Some((TITLE_INDENT, TITLE_INDENT, 0)), ..Placing::STYLE };
    paragraph(xml, "DocumentSummary", placing, |xml| run(xml, &title, "", None))?;
    let room = Paper::Portrait.text_width();
    let widest = bold_width(&title, TITLE_POINTS).min(room - 2 * TITLE_INDENT);
    rule(xml, room, widest * 2 / 5)
}

/// `Kính gửi`: one addressee on the same line, more of them as a list under the colon.
pub(super) fn addressees(xml: &mut Xml, addressees: &[String]) -> Out {
    let lines = list(addressees);
    match lines.as_slice() {
        [] => return Ok(()),
        [only] => {
            let name = only.trim_end_matches('.');
            let placing = Placing { align: Some("center"), ..Placing::STYLE };
            paragraph(xml, "Address", placing, |xml| run(xml, &format!("Kính gửi: {name}"), "", None))?;
        }
        several => {
            let first = Placing { keep_next: true, indents: Some((ADDRESS_INDENT, 0, 0)), ..Placing::STYLE };
            paragraph(xml, "Address", first, |xml| run(xml, "Kính gửi:", "", None))?;
            let indents = Some((ADDRESSEE_INDENT + DASH_WIDTH, 0, DASH_WIDTH));
            for name in several {
                let placing = Placing { indents, ..Placing::STYLE };
                paragraph(xml, "Addressee", placing, |xml| run(xml, &format!("- {name}"), "", None))?;
            }
        }
    }
    spacer(xml, |_| Ok(()))
}

/// The bases, a line each, in italics.
pub(super) fn bases(xml: &mut Xml, bases: &[String]) -> Out {
    list(bases).iter().try_for_each(|basis| line(xml, "Basis", basis))
}
