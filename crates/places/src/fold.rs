//! Names made comparable: words without case, tone placement, punctuation; and the same without any marks.

use std::sync::LazyLock;

/// Letters of Vietnamese all lie below.
const LETTERS: u32 = 0x1F00;

/// What each letter is without its marks, as [`vanban::text::fold_plain`] has it.
static PLAIN: LazyLock<Vec<char>> = LazyLock::new(|| {
    (0..LETTERS)
        .map(|code| {
            let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            vanban::text::fold_plain(letter.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(letter)
        })
        .collect()
});

fn plain(c: char) -> char {
    PLAIN.get(c as usize).copied().unwrap_or(c)
}

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded, with its marks.
    pub(crate) marked: String,
    /// Without them.
    pub(crate) plain: String,
}

/// A name as it is looked up: its words written together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) marked: String,
    pub(crate) plain: String,
}

/// The words of a text that is folded already. Dots, dashes and the like stand between words; `12a` is one.
pub(crate) fn words(folded: &str) -> Vec<Word> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(Word::of).collect()
}

/// The key of a name as the data has it.
pub(crate) fn key_of(name: &str) -> Key {
    key(&words(&vanban::text::fold(name)))
}

/// The key of some words.
pub(crate) fn key(words: &[Word]) -> Key {
    let mut key = Key::default();
    for word in words {
        key.marked.push_str(&word.marked);
        key.plain.push_str(&word.plain);
    }
    key
}

impl Word {
    fn of(folded: &str) -> Self {
        // `Phường 01` is `Phường 1`.
        let digits = folded.bytes().all(|b| b.is_ascii_digit());
        let shorter = folded.trim_start_matches('0');
        let folded = if digits && !shorter.is_empty() { shorter } else { folded };
        let marked = with_one_i(folded);
        let plain = marked.chars().map(plain).collect();
        Self { marked, plain }
    }

    /// Whether it has marks.
    pub(crate) fn is_marked(&self) -> bool {
        self.marked != self.plain
    }
}

/// `Mỹ` may also be written `Mĩ`, `Quy` `Qui`: one of the two, where only the sound i can be meant.
fn with_one_i(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    match &mut letters[..] {
        // Folding puts the tone of an open syllable on its first vowel, and takes the u of `quý` for one.
        ['q', u @ ('u' | 'ú' | 'ù' | 'ủ' | 'ũ' | 'ụ'), y] => {
            if let Some(i) = i_for(*y) {
                (*u, *y) = match (*u, i) {
                    ('ú', 'i') => ('u', 'í'),
                    ('ù', 'i') => ('u', 'ì'),
                    ('ủ', 'i') => ('u', 'ỉ'),
                    ('ũ', 'i') => ('u', 'ĩ'),
                    ('ụ', 'i') => ('u', 'ị'),
                    as_it_is => as_it_is,
                };
            }
        }
        [.., 'h' | 'k' | 'l' | 'm' | 's' | 't' | 'v', y] => *y = i_for(*y).unwrap_or(*y),
        _ => {}
    }
    letters.into_iter().collect()
}

/// The i with the tone of a y.
fn i_for(y: char) -> Option<char> {
    Some(match y {
        'y' => 'i',
        'ý' => 'í',
        'ỳ' => 'ì',
        'ỷ' => 'ỉ',
        'ỹ' => 'ĩ',
        'ỵ' => 'ị',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_differently_has_one_key() {
        for (one, other) in [
            ("Hoà Bình", "Hòa  BÌNH"),
            ("Mỹ Đức", "Mĩ Đức"),
            ("Quy Nhơn", "Qui Nhơn"),
            ("Quý Lộc", "Quí Lộc"),
            ("Phan Rang-Tháp Chàm", "Phan Rang – Tháp Chàm"),
            ("M'Drắk", "M’Drắk"),
            ("B' Lá", "B'Lá"),
            ("01", "1"),
        ] {
            assert_eq!(key_of(one), key_of(other));
        }
        assert_ne!(key_of("Tây Sơn"), key_of("Tai Sơn"));
        assert_eq!(key_of("Thuỷ Nguyên").plain, "thuynguyen");
        assert_eq!(key_of("Quý Lộc").plain, key_of("Quy Loc").plain);
    }

    #[test]
    fn letters_lose_their_marks_as_in_vanban() {
        for text in ["đặng thuỳ trâm", "ưỡn ẹo", "krông pắc"] {
            let ours: String = text.chars().map(plain).collect();
            assert_eq!(ours, vanban::text::fold_plain(text));
        }
    }
}
