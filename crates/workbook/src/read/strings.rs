//! The shared strings of a workbook, in one buffer.

use super::xml;
use crate::ReadError;
use quick_xml::events::Event;

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
        let mut reader = xml::reader(part);
        loop {
            match xml::next(&mut reader)? {
                Event::Start(element) if element.local_name().as_ref() == "si" => {
                    xml::rich_text_into(&mut reader, &mut strings.text)?;
                    strings.end_one();
                }
                Event::Empty(element) if element.local_name().as_ref() == "si" => strings.end_one(),
                Event::End(element) if element.local_name().as_ref() == "sst" => return Ok(strings),
                Event::Empty(element) if element.local_name().as_ref() == "sst" => return Ok(strings),
                Event::Eof => return Err(ReadError::Damaged),
                _ => {}
            }
        }
    }

    fn end_one(&mut self) {
        self.ends.push(self.text.len());
    }

    /// A string by its index.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }
}
