//! Word 97-2003 documents, by Microsoft's open specification [MS-DOC]: the main text with its tables, text boxes and
//! computed list numbers; deleted revisions and hidden text are left out, of a field its result is kept.
//!
//! Headers, footers, notes and comments are other stories of the file and are not read. Character properties that a
//! fast save keeps in the piece table are not applied. Nothing is allocated from a length the file claims: everything
//! is a slice of a stream that was really read, and the text is measured against [`Limits::text_bytes`] first.

mod boxes;
mod file;
mod lists;
mod pieces;
mod properties;
mod story;
mod styles;

use super::flow::Flow;
use super::layout::{Layout, RawTable};
use super::place::Part;
use super::{Limits, ReadError};
use boxes::Boxes;
use file::WordFile;
use pieces::Pieces;
use properties::Properties;
use story::Reader;
use styles::Styles;

/// Takes paragraphs and tables in their order.
type Deliver<'d> = dyn FnMut(Item) -> Result<(), ReadError> + 'd;

/// A finished paragraph or table.
#[derive(Clone, Debug)]
enum Item {
    Paragraph(String),
    Table(RawTable),
    /// What stands in a text box.
    Boxed(Box<Item>),
}

/// Reads a Word 97-2003 document.
///
/// # Errors
/// [`ReadError::PasswordProtected`], [`ReadError::Word97`] for a version before 97, [`ReadError::TooLarge`], and
/// [`ReadError::Damaged`] where the container or the text of the file cannot be followed.
pub(super) fn layout(bytes: &[u8], limits: Limits) -> Result<Layout, ReadError> {
    let file = WordFile::open(bytes)?;
    let pieces = Pieces::read(&file)?;
    let stories = file.stories();
    let characters = u64::from(stories.text.end) + u64::from(stories.boxes.end.saturating_sub(stories.boxes.start));
    if characters > limits.text_bytes {
        return Err(ReadError::TooLarge { bytes: characters, limit: limits.text_bytes });
    }
    let properties = Properties::new(&file);
    let styles = Styles::read(&file);
    let mut reader = Reader::new(&pieces, &properties, &styles, lists::read(&file));
    let mut boxes = Boxes::read(&file, &stories, &mut reader)?;
    let mut flow = Flow::new(limits);
    let mut deliver = |item: Item| match item {
        Item::Paragraph(text) => flow.paragraph(text),
        Item::Table(table) => flow.table(&table),
        Item::Boxed(item) => match *item {
            Item::Paragraph(text) => flow.paragraph_in(Part::TextBox, text),
            Item::Table(table) => flow.table_in(Part::TextBox, &table),
            Item::Boxed(_) => Ok(()),
        },
    };
    reader.story(stories.text, &mut boxes, &mut deliver)?;
    boxes.rest().map(|item| Item::Boxed(Box::new(item))).try_for_each(deliver)?;
    Ok(flow.finish())
}
