//! Vietnamese text: one normal form, and folding for comparison.

use unicode_normalization::UnicodeNormalization;

/// NFC, with the letters that look alike made one: `Ð` (U+00D0) becomes `Đ` (U+0110), no-break and
/// other wide spaces become a space, zero-width characters go.
#[must_use]
pub fn normalise(text: &str) -> String {
    text.nfc().filter_map(normal_char).collect()
}

fn normal_char(c: char) -> Option<char> {
    match c {
        '\u{00D0}' => Some('Đ'),
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => Some(' '),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' => None,
        other => Some(other),
    }
}

/// Folds a name for comparison: lower case, one tone-mark placement (`hòa` = `hoà`), one dash, no
/// quotes, single spaces, no punctuation at the ends.
#[must_use]
pub fn fold(text: &str) -> String {
    let lower = normalise(text).to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for c in lower.chars() {
        match c {
            '–' | '—' | '‑' | '‒' | '−' => folded.push('-'),
            '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | '`' => {}
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.push(c),
        }
    }
    let mut tones = folded;
    for (modern, old) in TONE_PLACEMENT {
        if tones.contains(modern) {
            tones = replace_in_open_syllables(&tones, modern, old);
        }
    }
    tones.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '-' | '/')).to_owned()
}

/// `hoà` may also be written `hòa`, but `hoàn` has one spelling: only where no letter follows.
fn replace_in_open_syllables(text: &str, modern: &str, old: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(modern) {
        let after = &rest[at + modern.len()..];
        let closed = after.chars().next().is_some_and(char::is_alphabetic);
        replaced.push_str(&rest[..at]);
        replaced.push_str(if closed { modern } else { old });
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

/// Folds a name for search: [`fold`], then without any diacritics, `đ` as `d`.
#[must_use]
pub fn fold_plain(text: &str) -> String {
    fold(text)
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Modern and traditional placement of the tone mark in open syllables.
const TONE_PLACEMENT: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_together() {
        assert_eq!(fold("Uỷ ban  nhân dân xã Hoà Bình –"), fold("Ủy ban nhân dân xã Hòa Bình"));
        assert_eq!(fold("BL\u{00D0}TBXH"), fold("BLĐTBXH"));
        assert_eq!(fold("Hoa\u{0300}"), fold("Hòa"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["Thuỷ Nguyên", "“Đắk  Nông”", "P. Trúc Bạch;"] {
            assert_eq!(fold(&fold(name)), fold(name));
        }
    }

    #[test]
    fn plain_folding_drops_every_mark() {
        assert_eq!(fold_plain("Phường Đông Hoà"), "phuong dong hoa");
    }
}
