//! Names of bodies and places as they stand in a sentence, a letterhead or a date line.

/// A unit's name without "Ủy ban nhân dân" or "UBND" in front, should the list carry it.
pub(crate) fn without_committee(name: &str) -> &str {
    const PREFIXES: [&str; 3] = ["ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd "];
    let lower = name.to_lowercase();
    let characters = PREFIXES.into_iter().find(|prefix| lower.starts_with(prefix)).map_or(0, |p| p.chars().count());
    name.char_indices().nth(characters).map_or(name, |(at, _)| &name[at..])
}

/// A place's name without its level: "Tỉnh An Giao" is dated at "An Giao".
pub(crate) fn without_level(name: &str) -> &str {
    const LEVELS: [&str; 9] =
        ["tỉnh ", "thành phố ", "tp. ", "huyện ", "quận ", "thị xã ", "xã ", "phường ", "đặc khu "];
    let lower = name.to_lowercase();
    let characters = LEVELS.into_iter().find(|level| lower.starts_with(level)).map_or(0, |l| l.chars().count());
    name.char_indices().nth(characters).map_or(name, |(at, _)| &name[at..])
}

fn with_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| change(first) + chars.as_str())
}

/// With a capital first letter.
pub(crate) fn capitalised(text: &str) -> String {
    with_first(text, |first| first.to_uppercase().collect())
}

/// Lower-cases a label inside a sentence, unless its first word is an abbreviation ("TP", "UBND").
pub(crate) fn uncapitalised(text: &str) -> String {
    let abbreviation = text.chars().nth(1).is_some_and(char::is_uppercase);
    if abbreviation { text.to_owned() } else { with_first(text, |first| first.to_lowercase().collect()) }
}

/// `ỦY BAN NHÂN DÂN TỈNH AN GIAO` inside a sentence: `Ủy ban nhân dân tỉnh An Giao`. Text that is not all capitals
/// is left alone; the name after the level keeps its capitals.
pub(crate) fn sentence_case(name: &str) -> String {
    const LEVELS: [&str; 8] = ["TỈNH", "PHỐ", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG", "TRẤN", "KHU"];
    /// Words after which the field of a body begins, with a capital: "Sở Giáo dục và Đào tạo".
    const FIELDS: [&str; 5] = ["SỞ", "BỘ", "BAN", "PHÒNG", "VÀ"];
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let proper = words.iter().rposition(|word| LEVELS.contains(word)).map_or(words.len(), |at| at + 1);
    // "ỦY BAN NHÂN DÂN" is no board of anything.
    let committee = words.get(1) == Some(&"BAN") && words.get(2) == Some(&"NHÂN");
    let begins = |at: usize| {
        let before = at.checked_sub(1).map(|before| words[before]);
        at == 0 || at >= proper || !committee && before.is_some_and(|b| FIELDS.contains(&b) || b.ends_with(','))
    };
    let written = words.iter().enumerate().map(|(at, word)| {
        let lower = word.to_lowercase();
        if begins(at) { capitalised(&lower) } else { lower }
    });
    written.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letterhead_reads_well_inside_a_sentence() {
        assert_eq!(sentence_case("ỦY BAN NHÂN DÂN TỈNH AN GIAO"), "Ủy ban nhân dân tỉnh An Giao");
        assert_eq!(sentence_case("UBND tỉnh An Giao"), "UBND tỉnh An Giao");
        assert_eq!(sentence_case("SỞ NỘI VỤ"), "Sở Nội vụ");
        assert_eq!(sentence_case("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"), "Sở Văn hóa, Thể thao và Du lịch");
    }

    #[test]
    fn a_place_is_found_in_the_name_of_its_committee() {
        assert_eq!(without_level(without_committee("Ủy ban nhân dân xã Hòa Lộc")), "Hòa Lộc");
        assert_eq!(without_level(without_committee("UBND thành phố Minh Hải")), "Minh Hải");
        assert_eq!(without_level("Sở Nội vụ"), "Sở Nội vụ");
    }
}
