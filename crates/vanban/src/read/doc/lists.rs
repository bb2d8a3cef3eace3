//! List definitions ([MS-DOC] 2.9.131, 2.9.150): the numbers that Word shows but does not store in the text.

use super::super::numbering::Numbering;
use super::file::{Part, WordFile, u16_at, u32_at};
use std::collections::HashMap;

/// Lists of a document are few; a file that claims more is not followed further.
const MOST: usize = 4_096;

/// Characters of a label that are kept; Word allows 31.
const LABEL: usize = 31;

/// The lists of a document, by their index from 1.
pub(super) fn read(file: &WordFile) -> Numbering {
    let mut numbering = Numbering::default();
    let definitions = definitions(file).unwrap_or_default();
    let lists = file.part(Part::PlfLfo);
    let count = u32_at(lists, 0).map_or(0, |n| n as usize).min(MOST);
    for i in 0..count {
        let Some(id) = u32_at(lists, 4 + 16 * i) else { break };
        if let (Some((definition, levels)), Ok(list)) = (definitions.get(&id), u32::try_from(i + 1)) {
            numbering.add(list, *definition, levels.clone());
        }
    }
    numbering
}

/// Format, text and start of a level.
type Level = (String, String, u32);
type Levels = Vec<Level>;

/// Definitions by their id, numbered in the order of the file.
fn definitions(file: &WordFile) -> Option<HashMap<u32, (u32, Levels)>> {
    // The levels of all definitions stand after the part, and are not counted in its length.
    let (part, _) = file.part_on(Part::PlfLst)?;
    let count = usize::from(u16_at(part, 0)?).min(MOST);
    let mut rest = part.get(2 + 28 * count..)?;
    let mut found = HashMap::new();
    for (i, number) in (0..count).zip(0..) {
        let head = part.get(2 + 28 * i..2 + 28 * (i + 1))?;
        let simple = head.get(26)? & 1 != 0;
        let mut levels = Vec::new();
        for _ in 0..if simple { 1 } else { 9 } {
            let Some((level, after)) = level(rest) else { return Some(found) };
            levels.push(level);
            rest = after;
        }
        found.insert(u32_at(head, 0)?, (number, levels));
    }
    Some(found)
}

/// One level, and what follows it.
fn level(bytes: &[u8]) -> Option<(Level, &[u8])> {
    let start = u32_at(bytes, 0)?.min(100_000);
    let format = match *bytes.get(4)? {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        22 => "decimalZero",
        23 => "bullet",
        255 => "none",
        _ => "decimal",
    };
    let text_at = 28 + usize::from(*bytes.get(24)?) + usize::from(*bytes.get(25)?);
    let length = usize::from(u16_at(bytes, text_at)?);
    let mut text = String::new();
    let units = (0..length.min(LABEL)).map_while(|i| u16_at(bytes, text_at + 2 + 2 * i));
    for c in char::decode_utf16(units).filter_map(Result::ok) {
        match u32::from(c) {
            // A placeholder of the counter of a level.
            counter @ 0..=8 => text.push_str(&format!("%{}", counter + 1)),
            _ => text.push(c),
        }
    }
    let rest = bytes.get(text_at + 2 + 2 * length..)?;
    Some(((format.to_owned(), text, start), rest))
}
