//! The shared strings of a workbook, in one buffer.

use super::xml::{Scanner, Tag};
use crate::ReadError;

/// Every shared string, by index. One buffer: a form has hundreds of them and each is looked at once.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    text: String,
    /// End of each string in `text`.
    ends: Vec<usize>,
}

impl SharedStrings {
    /// Reads `sharedStrings.xml`. Takes no notice of the count a file claims.
    ///
    /// # Errors
    /// [`ReadError::Damaged`].
    pub(super) fn parse(part: &str) -> Result<Self, ReadError> {
        let mut strings = Self { text: String::with_capacity(part.len() / 2), ends: Vec::new() };
        let mut scanner = Scanner::new(part);
        loop {
            while let Some(text) = scanner.plain_string() {
                strings.text.push_str(&text?);
                strings.ends.push(strings.text.len());
            }
            match scanner.next()?.ok_or(ReadError::Damaged)? {
                Tag::Open { name: "si", empty, .. } => {
                    if !empty {
                        scanner.rich_text_into(&mut strings.text)?;
                    }
                    strings.ends.push(strings.text.len());
                }
                Tag::Close("sst") | Tag::Open { name: "sst", empty: true, .. } => return Ok(strings),
                _ => {}
            }
        }
    }

    /// A string by its index.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }
}
