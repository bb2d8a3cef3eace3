//! Bytes in, facts out.

pub mod confidence;
mod container;
mod doc;
mod docx;
mod encoding;
pub mod explain;
mod flow;
mod fonts;
pub(crate) mod grammar;
mod html;
pub mod html_view;
mod json;
pub mod layout;
mod legacy;
mod lexicon;
mod margin;
mod md;
mod numbering;
mod odt;
mod pdf;
pub mod place;
mod source;
mod txt;

use crate::facts::Facts;
use container::Sniffed;
use layout::{Block, Layout};
use source::Source;

/// The formats read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, any of the encodings offices use.
    Text,
    /// Office Open XML.
    Docx,
    /// Word 97-2003, binary.
    Doc,
    /// OpenDocument text.
    Odt,
    /// PDF with text.
    Pdf,
    /// A web page.
    Html,
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The format it came in.
    pub format: Format,
    /// The normalised text; every span points into it.
    pub text: String,
    /// The paragraphs and tables of the text, in reading order.
    pub blocks: Vec<Block>,
    /// Where in the file the text comes from; asked by [`Reading::place`].
    pub map: place::SourceMap,
    /// What it states.
    pub facts: Facts,
}

/// Why a document could not be read. Carries no text of the document.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than [`Limits::file_bytes`], or with more text than [`Limits::text_bytes`].
    #[error("the file has {bytes} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// None of the known formats.
    #[error("the file is not a document of a known format")]
    UnknownFormat,
    /// A Word file of a version before 97, whose form is not read.
    #[error("the file is of a Word version before 97; save it as .docx first")]
    Word97,
    /// Encrypted with a password (an OLE container around OOXML).
    #[error("the file is protected by a password")]
    PasswordProtected,
    /// The container breaks off or is damaged.
    #[error("the file is damaged or cut short")]
    Damaged,
    /// Expands to more than [`Limits::expanded_bytes`], declares entities, or nests too deep: a bomb.
    #[error("the file expands beyond what a document may")]
    Bomb,
    /// A PDF of pictures of pages.
    #[error("the document is scanned: it has pages, but no text layer")]
    Scanned,
    /// A document without any text.
    #[error("the document has no text")]
    NoText,
}

/// How much of a file is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in the file.
    pub file_bytes: u64,
    /// Bytes a part of a container may expand to.
    pub expanded_bytes: u64,
    /// Times a part may expand, once it is larger than [`Self::ratio_floor`].
    pub ratio: u64,
    /// Bytes below which the ratio does not matter.
    pub ratio_floor: u64,
    /// Bytes of text.
    pub text_bytes: u64,
    /// XML elements inside one another.
    pub depth: usize,
}

/// Lines and blocks of the text, and cells and paragraphs held at once: each takes much more memory than a letter, so
/// they are bounded beside the bytes.
const PIECES: usize = 1_000_000;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            expanded_bytes: 128 << 20,
            ratio: 100,
            ratio_floor: 16 << 20,
            text_bytes: 12 << 20,
            depth: 256,
        }
    }
}

/// Reads a document from its bytes, within the default [`Limits`].
///
/// # Errors
/// One [`ReadError`] for each way a file can fail to be a document.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_within(bytes, Limits::default())
}

/// Reads a document from its bytes, within the given limits.
///
/// # Errors
/// One [`ReadError`] for each way a file can fail to be a document.
pub fn read_within(bytes: &[u8], limits: Limits) -> Result<Reading, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(ReadError::TooLarge { bytes: size, limit: limits.file_bytes });
    }
    let (format, layout) = lay_out(bytes, limits)?;
    if layout.lines.is_empty() {
        return Err(ReadError::NoText);
    }
    let text = layout.text.len() as u64;
    if text > limits.text_bytes {
        return Err(ReadError::TooLarge { bytes: text, limit: limits.text_bytes });
    }
    let facts = grammar::facts(&Source::new(&layout));
    Ok(Reading { format, text: layout.text, blocks: layout.blocks, map: layout.map, facts })
}

fn lay_out(bytes: &[u8], limits: Limits) -> Result<(Format, Layout), ReadError> {
    match container::sniff(bytes) {
        Sniffed::Zip => match docx::layout(bytes, limits) {
            Err(ReadError::UnknownFormat) => Ok((Format::Odt, odt::layout(bytes, limits)?)),
            layout => Ok((Format::Docx, layout?)),
        },
        Sniffed::Compound => match container::compound_error(bytes) {
            ReadError::Word97 => Ok((Format::Doc, doc::layout(bytes, limits)?)),
            error => Err(error),
        },
        Sniffed::Pdf => Ok((Format::Pdf, pdf::layout(bytes, limits)?)),
        Sniffed::Foreign => Err(ReadError::UnknownFormat),
        Sniffed::Text if html::is_html(bytes) => Ok((Format::Html, html::layout(bytes, limits)?)),
        // No encoding takes more than two bytes for what is one in UTF-8.
        Sniffed::Text if bytes.len() as u64 / 2 > limits.text_bytes => {
            Err(ReadError::TooLarge { bytes: bytes.len() as u64 / 2, limit: limits.text_bytes })
        }
        Sniffed::Text => {
            let text = encoding::decode(bytes).ok_or(ReadError::UnknownFormat)?;
            if html::is_html(text.as_bytes()) {
                return Ok((Format::Html, html::layout_text(&text)?));
            }
            let length = text.len() as u64;
            if length > limits.text_bytes {
                return Err(ReadError::TooLarge { bytes: length, limit: limits.text_bytes });
            }
            if text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r' | b'|' | 0xC)).count() > PIECES {
                return Err(ReadError::Bomb);
            }
            Ok((Format::Text, txt::layout(&md::plain(&text))))
        }
    }
}
