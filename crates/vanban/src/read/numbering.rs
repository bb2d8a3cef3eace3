//! Computed list numbers of `.docx`: the "1." or "a)" that Word shows but does not store in the text.

use super::ReadError;
use super::container::Metered;
use super::docx::{attribute, each_event};
use quick_xml::events::Event;
use std::collections::HashMap;
use std::io::BufRead;

/// One level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// With `%1` … `%9` for the counters.
    text: String,
    start: u32,
}

/// The list definitions of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, u32>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    ///
    /// # Errors
    /// Those of damaged or hostile XML.
    pub(super) fn read<R: BufRead + Metered>(part: R, depth: usize) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        let mut definition = None;
        let mut list = None;
        each_event(part, depth, |event| {
            if let Event::Start(start) = event {
                let value = |name: &str| attribute(start, name).and_then(|v| v.parse::<u32>().ok());
                let local = start.local_name();
                match local.as_ref() {
                    "abstractNum" => definition = value("abstractNumId"),
                    "num" => list = value("numId"),
                    "abstractNumId" => {
                        if let (Some(list), Some(definition)) = (list, value("val")) {
                            numbering.lists.insert(list, definition);
                        }
                    }
                    "lvl" if list.is_none() => {
                        let levels = numbering.abstracts.entry(definition.unwrap_or(0)).or_default();
                        if levels.len() < 9 {
                            levels.push(Level { start: 1, ..Level::default() });
                        }
                    }
                    "start" | "numFmt" | "lvlText" if list.is_none() => {
                        let levels = numbering.abstracts.entry(definition.unwrap_or(0)).or_default();
                        if let Some(level) = levels.last_mut() {
                            match local.as_ref() {
                                "start" => level.start = value("val").unwrap_or(1),
                                "numFmt" => level.format = attribute(start, "val").unwrap_or_default(),
                                _ => level.text = attribute(start, "val").unwrap_or_default(),
                            }
                        }
                    }
                    _ => {}
                }
            }
            Ok(())
        })?;
        Ok(numbering)
    }

    /// Adds a list that another format defines: the format of each level, its text with `%1` … `%9`, its start.
    pub(super) fn add(&mut self, list: u32, definition: u32, levels: Vec<(String, String, u32)>) {
        self.lists.insert(list, definition);
        let levels = levels.into_iter().take(9).map(|(format, text, start)| Level { format, text, start }).collect();
        self.abstracts.insert(definition, levels);
    }
}

/// Where each list stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Counters {
    /// By abstract definition, as Word counts.
    at: HashMap<u32, [u32; 9]>,
}

impl Counters {
    /// The label of the next paragraph of a list; `None` where the list or its level has none.
    pub(super) fn next(&mut self, numbering: &Numbering, list: u32, level: u8) -> Option<String> {
        let definition = *numbering.lists.get(&list)?;
        let levels = numbering.abstracts.get(&definition)?;
        let index = usize::from(level);
        let shape = levels.get(index)?;
        if shape.format == "bullet" {
            return Some("-".to_owned());
        }
        if shape.format == "none" {
            return None;
        }
        let at = self.at.entry(definition).or_insert([0; 9]);
        for (i, counter) in at.iter_mut().enumerate() {
            let start = levels.get(i).map_or(1, |level| level.start);
            match i.cmp(&index) {
                std::cmp::Ordering::Less => *counter = (*counter).max(start),
                std::cmp::Ordering::Equal if *counter == 0 => *counter = start,
                std::cmp::Ordering::Equal => *counter = counter.saturating_add(1),
                std::cmp::Ordering::Greater => *counter = 0,
            }
        }
        let mut label = shape.text.clone();
        for (i, counter) in at.iter().enumerate().take(index + 1) {
            let format = levels.get(i).map_or("decimal", |level| level.format.as_str());
            label = label.replace(&format!("%{}", i + 1), &numeral(*counter, format));
        }
        (!label.trim().is_empty()).then_some(label)
    }
}

/// A counter as its format writes it.
pub(super) fn numeral(n: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(n).to_lowercase(),
        "upperLetter" => letters(n),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperRoman" => roman(n),
        "decimalZero" => format!("{n:02}"),
        _ => n.to_string(),
    }
}

/// a, b … z, aa, bb …, as Word counts.
fn letters(n: u32) -> String {
    let Some(index) = n.checked_sub(1) else { return "0".to_owned() };
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (index / 26 + 1).min(30) as usize).collect()
}

fn roman(mut n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n > 5_000 {
        return n.to_string();
    }
    let mut out = String::new();
    for (value, mark) in STEPS {
        while n >= value {
            out.push_str(mark);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Numbering {
        let level = |format: &str, text: &str| Level { format: format.into(), text: text.into(), start: 1 };
        Numbering {
            abstracts: HashMap::from([(
                7,
                vec![level("upperRoman", "%1."), level("decimal", "%2."), level("lowerLetter", "%3)")],
            )]),
            lists: HashMap::from([(1, 7)]),
        }
    }

    #[test]
    fn an_outline_counts_as_word_does() {
        let numbering = outline();
        let mut counters = Counters::default();
        let labels: Vec<String> =
            [0, 1, 1, 2, 2, 0, 1].iter().filter_map(|level| counters.next(&numbering, 1, *level)).collect();
        assert_eq!(labels, ["I.", "1.", "2.", "a)", "b)", "II.", "1."]);
    }
}
