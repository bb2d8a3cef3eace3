//! Computed list numbers of an OpenDocument file.

use super::super::docx::attribute;
use super::super::numbering::numeral;
use quick_xml::events::BytesStart;

/// Levels a list has in the standard.
const LEVELS: usize = 10;

/// Characters of a label that are kept.
const LABEL: usize = 64;

/// One level of a list style.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    bullet: bool,
    /// As [`numeral`] names it; empty for no number.
    format: &'static str,
    prefix: String,
    suffix: String,
    /// With `%1%` … `%10%` for the counters, where the file gives it.
    pattern: Option<String>,
    /// Counters shown, from this level up.
    shown: usize,
    start: u32,
}

impl Level {
    pub(super) fn bullet() -> Self {
        Self { bullet: true, ..Self::default() }
    }

    pub(super) fn number(start: &BytesStart<'_>) -> Self {
        let value = |name: &str| attribute(start, name);
        let short = |name: &str| value(name).unwrap_or_default().chars().take(LABEL).collect::<String>();
        let format = match value("num-format").as_deref() {
            Some("1") => "decimal",
            Some("I") => "upperRoman",
            Some("i") => "lowerRoman",
            Some("A") => "upperLetter",
            Some("a") => "lowerLetter",
            _ => "",
        };
        Self {
            bullet: false,
            format,
            prefix: short("num-prefix"),
            suffix: short("num-suffix"),
            pattern: value("num-list-format").filter(|pattern| pattern.chars().count() <= LABEL),
            shown: value("display-levels").and_then(|n| n.parse().ok()).unwrap_or(1),
            start: value("start-value").and_then(|n| n.parse().ok()).unwrap_or(1).min(100_000),
        }
    }
}

/// A list style: what it says about each level.
#[derive(Clone, Debug, Default)]
pub(super) struct ListStyle(Vec<Level>);

impl ListStyle {
    /// Defines a level, counted from 1.
    pub(super) fn set(&mut self, index: usize, level: Level) {
        if !(1..=LEVELS).contains(&index) {
            return;
        }
        if self.0.len() < index {
            self.0.resize_with(index, Level::default);
        }
        if let Some(place) = self.0.get_mut(index - 1) {
            *place = level;
        }
    }
}

/// Where a list stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Counters([u32; LEVELS]);

impl Counters {
    /// Starts a level anew, and those below it. Levels count from 0.
    pub(super) fn restart(&mut self, level: usize) {
        self.0.iter_mut().skip(level).for_each(|counter| *counter = 0);
    }

    /// The label of the next item of a level; `None` where it shows none. `at` sets the counter.
    pub(super) fn next(&mut self, style: &ListStyle, level: usize, at: Option<u32>) -> Option<String> {
        let shape = style.0.get(level)?;
        let start = |level: usize| style.0.get(level).map_or(1, |level| level.start);
        for (i, counter) in self.0.iter_mut().enumerate() {
            match i.cmp(&level) {
                std::cmp::Ordering::Less if *counter == 0 => *counter = start(i),
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => {
                    *counter = at.unwrap_or(if *counter == 0 { start(i) } else { counter.saturating_add(1) });
                }
                std::cmp::Ordering::Greater => *counter = 0,
            }
        }
        if shape.bullet {
            return Some("-".to_owned());
        }
        if shape.format.is_empty() {
            return None;
        }
        let number = |i: usize| {
            let format = style.0.get(i).map_or("decimal", |level| level.format);
            let counter = self.0.get(i).copied().unwrap_or(0);
            if format.is_empty() { String::new() } else { numeral(counter, format) }
        };
        let label = match &shape.pattern {
            Some(pattern) => {
                (0..=level).fold(pattern.clone(), |label, i| label.replace(&format!("%{}%", i + 1), &number(i)))
            }
            None => {
                let first = (level + 1).saturating_sub(shape.shown.max(1));
                let numbers: Vec<String> = (first..=level).map(number).filter(|number| !number.is_empty()).collect();
                format!("{}{}{}", shape.prefix, numbers.join("."), shape.suffix)
            }
        };
        (!label.trim().is_empty()).then(|| label.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(format: &'static str, suffix: &str, shown: usize) -> Level {
        Level { format, suffix: suffix.to_owned(), shown, start: 1, ..Level::default() }
    }

    #[test]
    fn an_outline_counts() {
        let mut style = ListStyle::default();
        style.set(1, level("upperRoman", ".", 1));
        style.set(2, level("decimal", ".", 1));
        style.set(3, level("lowerLetter", ")", 1));
        let mut counters = Counters::default();
        let labels: Vec<String> =
            [0, 1, 1, 2, 2, 0, 1].iter().filter_map(|level| counters.next(&style, *level, None)).collect();
        assert_eq!(labels, ["I.", "1.", "2.", "a)", "b)", "II.", "1."]);
    }

    #[test]
    fn levels_are_shown_together() {
        let mut style = ListStyle::default();
        style.set(1, level("decimal", ".", 1));
        style.set(2, level("decimal", "", 2));
        let mut counters = Counters::default();
        assert_eq!(counters.next(&style, 0, Some(4)).as_deref(), Some("4."));
        assert_eq!(counters.next(&style, 1, None).as_deref(), Some("4.1"));
        assert_eq!(counters.next(&style, 1, None).as_deref(), Some("4.2"));
        assert_eq!(counters.next(&style, 7, None), None);
    }
}
