//! Vietnamese text: one normal form, and folding for comparison.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// NFC, with the letters that look alike made one: `Ð` (U+00D0) becomes `Đ` (U+0110), no-break and
/// other wide spaces become a space, zero-width characters and those that turn the direction of writing go.
#[must_use]
pub fn normalise(text: &str) -> String {
    // Most text is as it should be already; asking is far cheaper than making it again.
    if text.chars().all(is_normal) {
        text.to_owned()
    } else if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().filter_map(normal_char).collect()
    } else {
        text.nfc().filter_map(normal_char).collect()
    }
}

/// ASCII, composed Latin letters, dashes, quotes and dots: they stay, whatever stands beside them. `İ` is left out, the
/// one of them that two letters are the lower case of.
fn is_normal(c: char) -> bool {
    matches!(c, '\0'..='\x7F' | '\u{C0}'..='\u{CF}' | '\u{D1}'..='\u{12F}' | '\u{131}'..='\u{24F}' | '\u{1EA0}'..='\u{1EF9}' | '\u{2010}'..='\u{2027}')
}

fn normal_char(c: char) -> Option<char> {
    match c {
        '\u{00D0}' => Some('Đ'),
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => Some(' '),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' => None,
        // They show what follows in another order than it stands in (Unicode Standard Annex 9); Vietnamese has no use
        // for them, and "001" can be made to look like "100".
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        other => Some(other),
    }
}

/// Folds a name for comparison: lower case, one tone-mark placement (`hòa` = `hoà`), one dash, no
/// quotes, single spaces, no punctuation at the ends.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.chars().all(is_normal) {
        fold_lower(text.chars().map(lower), text.len())
    } else {
        let lower = normalise(text).to_lowercase();
        fold_lower(lower.chars(), lower.len())
    }
}

/// The lower case of what [`is_normal`], Vietnamese letters without a search in tables.
fn lower(c: char) -> char {
    match c {
        '\0'..='\x7F' => c.to_ascii_lowercase(),
        // Small letters follow their capital, or stand 32 further.
        '\u{1EA0}'..='\u{1EF9}' => char::from_u32(u32::from(c) | 1).unwrap_or(c),
        '\u{C0}'..='\u{DE}' if c != '×' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        '\u{DF}'..='\u{FF}' | '\u{2010}'..='\u{2027}' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Folds what is in lower case already.
fn fold_lower(lower: impl Iterator<Item = char>, room: usize) -> String {
    let mut folded = String::with_capacity(room);
    for c in lower {
        match c {
            'a'..='z' | '0'..='9' => folded.push(c),
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
    let mut folded = place_tones(folded);
    let outer = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '-' | '/');
    folded.truncate(folded.trim_end_matches(outer).len());
    let begin = folded.len() - folded.trim_start_matches(outer).len();
    folded.drain(..begin);
    folded
}

/// Moves tone marks to their traditional place in open syllables: `hoà` may also be written `hòa`, but `hoàn` has
/// one spelling.
fn place_tones(lower: String) -> String {
    // Most text has no o or u before a letter with marks.
    if !lower.as_bytes().windows(2).any(|pair| matches!(pair[0], b'o' | b'u') && !pair[1].is_ascii()) {
        return lower;
    }
    let mut placed = String::with_capacity(lower.len());
    let mut chars = lower.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let traditional = next.filter(|_| matches!(c, 'o' | 'u')).and_then(|next| traditional(c, next));
        let Some(old) = traditional else {
            placed.push(c);
            continue;
        };
        let modern = chars.next();
        if chars.peek().is_some_and(|after| after.is_alphabetic()) {
            placed.push(c);
            placed.extend(modern);
        } else {
            placed.push_str(old);
        }
    }
    placed
}

/// The traditional spelling of an open syllable's two vowels, given in modern spelling.
fn traditional(first: char, second: char) -> Option<&'static str> {
    Some(match (first, second) {
        ('o', 'à') => "òa",
        ('o', 'á') => "óa",
        ('o', 'ả') => "ỏa",
        ('o', 'ã') => "õa",
        ('o', 'ạ') => "ọa",
        ('o', 'è') => "òe",
        ('o', 'é') => "óe",
        ('o', 'ẻ') => "ỏe",
        ('o', 'ẽ') => "õe",
        ('o', 'ẹ') => "ọe",
        ('u', 'ỳ') => "ùy",
        ('u', 'ý') => "úy",
        ('u', 'ỷ') => "ủy",
        ('u', 'ỹ') => "ũy",
        ('u', 'ỵ') => "ụy",
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_together() {
        assert_eq!(fold("Uỷ ban  nhân dân xã Hoà Bình –"), fold("Ủy ban nhân dân xã Hòa Bình"));
        assert_eq!(fold("BL\u{00D0}TBXH"), fold("BLĐTBXH"));
        assert_eq!(fold("Hoa\u{0300}"), fold("Hòa"));
        assert_eq!(fold("hoàn hoà"), "hoàn hòa", "a closed syllable has one spelling");
    }

    #[test]
    fn what_is_left_as_it_is_would_come_out_the_same() {
        for c in ('\0'..='\u{3000}').filter(|c| is_normal(*c)) {
            let composed: String = c.to_string().nfc().filter_map(normal_char).collect();
            assert_eq!(composed, c.to_string(), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn letters_are_as_small_as_others_have_them() {
        for c in ('\0'..='\u{3000}').filter(|c| is_normal(*c)) {
            assert_eq!(lower(c).to_string(), c.to_lowercase().to_string(), "{:x}", u32::from(c));
        }
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
