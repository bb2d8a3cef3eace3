//! From the words of a plan ("Ủy ban nhân dân các xã, phường") to units.

use crate::id::UnitId;
use crate::unit::{Hierarchy, UnitKind};

/// What a phrase was found to mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The units it names, in listing order.
    pub units: Vec<UnitId>,
    /// The phrase itself, when it names none of them.
    pub unresolved: Option<String>,
}

/// Finds units by name and by class among the units of one subtree.
#[derive(Debug)]
pub struct Resolver<'a> {
    hierarchy: &'a Hierarchy,
    members: Vec<UnitId>,
    /// Names as folded words, longest first.
    names: Vec<(Vec<String>, UnitId)>,
}

#[derive(Debug)]
struct Word {
    folded: String,
    capital: bool,
    /// Part of a name already found.
    taken: bool,
}

impl<'a> Resolver<'a> {
    /// A resolver for the subtree of `root`.
    #[must_use]
    pub fn new(hierarchy: &'a Hierarchy, root: UnitId) -> Self {
        let members = hierarchy.subtree(root);
        let mut names: Vec<(Vec<String>, UnitId)> = members
            .iter()
            .filter_map(|unit| hierarchy.get(*unit))
            .flat_map(|version| aliases(&version.name).into_iter().map(|alias| (alias, version.unit)))
            .collect();
        names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        Self { hierarchy, members, names }
    }

    /// The units a phrase names: those named one by one, and those of a class it names ("các sở, ban, ngành").
    #[must_use]
    pub fn resolve(&self, phrase: &str) -> Resolution {
        let mut words = words(phrase);
        let mut found = self.take_names(&mut words);
        for kind in classes(&words) {
            found.extend(self.members.iter().filter(|unit| self.kind(**unit) == Some(kind)));
        }
        if found.is_empty() && means_everybody(&words) {
            found.extend(self.members.iter().skip(1));
        }
        if found.is_empty() {
            return Resolution { units: found, unresolved: Some(phrase.to_owned()) };
        }
        let units = self.members.iter().copied().filter(|unit| found.contains(unit)).collect();
        Resolution { units, unresolved: None }
    }

    fn kind(&self, unit: UnitId) -> Option<UnitKind> {
        self.hierarchy.get(unit).map(|version| version.kind)
    }

    fn take_names(&self, words: &mut [Word]) -> Vec<UnitId> {
        let mut found = Vec::new();
        for (name, unit) in &self.names {
            let Some(last_start) = words.len().checked_sub(name.len()) else { continue };
            for start in 0..=last_start {
                let place = &mut words[start..start + name.len()];
                if place.iter().zip(name).all(|(word, part)| !word.taken && word.folded == *part) {
                    place.iter_mut().for_each(|word| word.taken = true);
                    found.push(*unit);
                }
            }
        }
        found
    }
}

/// The folded words of a name, and of the name without its level at the end ("Hội Liên hiệp Phụ nữ tỉnh" is also
/// called "Hội Liên hiệp Phụ nữ") as long as three words are left.
fn aliases(name: &str) -> Vec<Vec<String>> {
    const LEVELS: [&str; 5] = ["tỉnh", "thành phố", "huyện", "quận", "thị xã"];
    let full: Vec<String> = words(name).into_iter().map(|word| word.folded).collect();
    let whole = full.join(" ");
    let mut all = vec![full];
    let head = LEVELS.iter().filter_map(|level| {
        let at =
            whole.find(&format!(" {level} ")).or_else(|| whole.strip_suffix(&format!(" {level}")).map(str::len))?;
        Some(&whole[..at])
    });
    if let Some(short) = head.min_by_key(|short| short.len()).filter(|short| short.split(' ').count() >= 3) {
        all.push(short.split(' ').map(str::to_owned).collect());
    }
    all
}

fn words(phrase: &str) -> Vec<Word> {
    vanban::text::normalise(phrase)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Word {
            folded: vanban::text::fold(word),
            capital: word.chars().next().is_some_and(char::is_uppercase),
            taken: false,
        })
        .collect()
}

/// Classes of units a phrase names once its names are taken out. A class word followed by a capital is the
/// beginning of a name that no unit has, not a class.
fn classes(words: &[Word]) -> Vec<UnitKind> {
    let mut kinds = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.taken) {
        let next = words.get(at + 1);
        let previous = at.checked_sub(1).and_then(|before| words.get(before));
        let begins_name = next.is_some_and(|next| next.capital && !is_class_word(&next.folded));
        let next_is = |text: &str| next.is_some_and(|next| next.folded == text);
        let plural = previous.is_some_and(|p| p.folded == "các" || p.folded.parse::<u32>().is_ok());
        let kind = match word.folded.as_str() {
            _ if begins_name => None,
            "xã" if !next_is("hội") && previous.is_none_or(|p| p.folded != "thị") => Some(UnitKind::Commune),
            "phường" => Some(UnitKind::Commune),
            "huyện" | "quận" => Some(UnitKind::District),
            "sở" | "ngành" => Some(UnitKind::Department),
            "ban" if next_is("ngành") => Some(UnitKind::Department),
            "phòng" if plural => Some(UnitKind::Department),
            "thể" if previous.is_some_and(|p| p.folded == "đoàn") => Some(UnitKind::Union),
            "hội" if plural => Some(UnitKind::Union),
            "trường" if plural || next_is("học") => Some(UnitKind::School),
            _ => None,
        };
        kinds.extend(kind);
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn is_class_word(folded: &str) -> bool {
    matches!(folded, "xã" | "phường" | "sở" | "ban" | "ngành" | "đoàn" | "các" | "hội" | "trường")
}

/// "các cơ quan, đơn vị, địa phương".
fn means_everybody(words: &[Word]) -> bool {
    let has = |text: &str| words.iter().any(|word| word.folded == text);
    has("đơn") && has("vị") && !words.iter().any(|word| word.capital && word.folded != "các" && word.folded != "đơn")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Validity;
    use crate::unit::{UnitCode, UnitVersion};

    fn province() -> (Hierarchy, UnitId) {
        let id = |number: u8| UnitId::new(crate::Instant::UNIX_EPOCH, [number; 10]);
        let unit = |number: u8, code: &str, name: &str, kind, parent| UnitVersion {
            unit: id(number),
            code: UnitCode::parse(code).unwrap(),
            name: name.into(),
            kind,
            parent,
            valid: Validity::since(jiff::civil::date(2025, 7, 1)),
        };
        let units = [
            unit(1, "AG", "Tỉnh An Giao", UnitKind::Province, None),
            unit(2, "X1", "Xã Tân Hòa", UnitKind::Commune, Some(id(1))),
            unit(3, "X2", "Xã Tân Hòa Đông", UnitKind::Commune, Some(id(1))),
            unit(4, "S1", "Sở Văn hóa, Thể thao và Du lịch", UnitKind::Department, Some(id(1))),
            unit(5, "H1", "Hội Liên hiệp Phụ nữ tỉnh An Giao", UnitKind::Union, Some(id(1))),
            unit(6, "S2", "Công an tỉnh", UnitKind::Department, Some(id(1))),
        ];
        (Hierarchy::as_of(jiff::civil::date(2026, 11, 1), units).unwrap(), id(1))
    }

    fn codes(phrase: &str) -> Vec<String> {
        let (hierarchy, root) = province();
        let found = Resolver::new(&hierarchy, root).resolve(phrase);
        found.units.iter().map(|unit| hierarchy.get(*unit).unwrap().code.to_string()).chain(found.unresolved).collect()
    }

    #[test]
    fn a_unit_is_found_by_its_name_however_it_is_spelled() {
        assert_eq!(codes("UBND xã Tân Hoà"), ["X1"]);
        assert_eq!(codes("Ủy ban nhân dân xã Tân Hòa Đông"), ["X2"], "the longest name wins");
        assert_eq!(codes("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"), ["S1"]);
        assert_eq!(codes("Hội Liên hiệp phụ nữ"), ["H1"]);
    }

    #[test]
    fn a_class_reaches_all_its_units() {
        assert_eq!(codes("Ủy ban nhân dân phường, xã"), ["X1", "X2"]);
        assert_eq!(codes("Công an tỉnh và UBND các xã"), ["S2", "X1", "X2"]);
        assert_eq!(codes("các sở, ban, ngành, đoàn thể tỉnh"), ["S1", "S2", "H1"]);
        assert_eq!(codes("các cơ quan, đơn vị, địa phương"), ["S1", "S2", "H1", "X1", "X2"]);
    }

    #[test]
    fn a_body_that_is_none_of_the_units_is_handed_to_a_person() {
        assert_eq!(codes("Sở Lao động - Thương binh và Xã hội"), ["Sở Lao động - Thương binh và Xã hội"]);
        assert_eq!(codes("Ủy ban nhân dân xã Hòa Lộc"), ["Ủy ban nhân dân xã Hòa Lộc"]);
    }
}
