//! Text boxes ([MS-DOC] 2.8.32, 2.8.37): each is read where its shape is anchored.

use super::super::ReadError;
use super::Item;
use super::file::{Part, Stories, WordFile, plc_count, u32_at};
use super::story::Reader;
use std::collections::{BTreeMap, HashMap};

/// Text boxes that are not in their place yet.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    /// By the character position of the anchor.
    anchored: BTreeMap<u32, Vec<Item>>,
    /// Those whose anchor is unknown: boxes inside a group of shapes.
    loose: Vec<Item>,
}

/// Takes off blank paragraphs at the ends: each box has a mark of its own after its text.
fn trim(items: &mut Vec<Item>) {
    let is_blank = |item: &Item| matches!(item, Item::Paragraph(text) if text.trim().is_empty());
    while items.pop_if(|item| is_blank(item)).is_some() {}
    let blank = items.iter().take_while(|item| is_blank(item)).count();
    items.drain(..blank);
}

impl Boxes {
    /// Reads the text boxes of the main text.
    ///
    /// # Errors
    /// [`ReadError::Bomb`] when they have more paragraphs than a document has.
    pub(super) fn read(file: &WordFile, stories: &Stories, reader: &mut Reader<'_>) -> Result<Self, ReadError> {
        const BOX: usize = 22;
        const ANCHOR: usize = 26;
        const MOST: usize = 20_000;
        let mut boxes = Self::default();
        let anchors = file.part(Part::PlcSpaMom);
        let anchor_count = plc_count(anchors, ANCHOR);
        let places: HashMap<u32, u32> = (0..anchor_count)
            .filter_map(|i| {
                let shape = u32_at(anchors, 4 * (anchor_count + 1) + ANCHOR * i)?;
                Some((shape, u32_at(anchors, 4 * i)?))
            })
            .collect();
        let table = file.part(Part::PlcftxbxTxt);
        let count = plc_count(table, BOX);
        let mut end = 0;
        for i in 0..count.min(MOST) {
            let (Some(from), Some(to)) = (u32_at(table, 4 * i), u32_at(table, 4 * (i + 1))) else { break };
            let start = stories.boxes.start.saturating_add(from);
            let stop = stories.boxes.start.saturating_add(to).min(stories.boxes.end);
            // Boxes follow one another; one that overlaps would be read twice.
            if from < end || start >= stop {
                continue;
            }
            end = to;
            let mut items = Vec::new();
            reader.story(start..stop, &mut Self::default(), &mut |item| {
                items.push(item);
                if items.len() > MOST { Err(ReadError::Bomb) } else { Ok(()) }
            })?;
            trim(&mut items);
            let shape = u32_at(table, 4 * (count + 1) + BOX * i + 14);
            match shape.and_then(|shape| places.get(&shape)) {
                Some(place) => boxes.anchored.entry(*place).or_default().extend(items),
                None => boxes.loose.extend(items),
            }
        }
        Ok(boxes)
    }

    /// The boxes anchored before a character position, which no longer wait.
    pub(super) fn before(&mut self, cp: u32) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some(first) = self.anchored.first_entry().filter(|first| *first.key() < cp) {
            items.extend(first.remove());
        }
        items
    }

    /// The boxes that found no place.
    pub(super) fn rest(self) -> impl Iterator<Item = Item> {
        self.anchored.into_values().flatten().chain(self.loose)
    }
}
