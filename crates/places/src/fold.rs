//! Names made comparable: words without case, tone placement, punctuation; and the same without any marks.

use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

/// Letters of Vietnamese all lie below.
const LETTERS: u32 = 0x1F00;

/// What each letter or digit is without its marks, as [`vanban::text::fold_plain`] has it; none for what stands between
/// words.
static PLAIN: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    (0..LETTERS)
        .map(|code| {
            let letter = char::from_u32(code).filter(|c| c.is_alphanumeric())?;
            vanban::text::fold_plain(letter.encode_utf8(&mut [0; 4])).chars().next().or(Some(letter))
        })
        .collect()
});

/// A letter or digit without its marks; none for what stands between words.
pub(crate) fn plain(c: char) -> Option<char> {
    match PLAIN.get(c as usize) {
        Some(plain) => *plain,
        None => Some(c).filter(|c| c.is_alphanumeric()),
    }
}

/// Words written together: what a name is looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key<'a> {
    /// Folded, with its marks.
    pub(crate) marked: &'a str,
    /// Without them, letter for letter.
    pub(crate) plain: &'a str,
}

/// The words of a text, all written together, so that the key of any that follow one another is a piece of it.
#[derive(Debug)]
pub(crate) struct Words {
    marked: String,
    plain: String,
    /// Where each word begins in the two, and where the last one ends.
    bounds: Vec<(usize, usize)>,
}

impl Words {
    /// None, with room for those of a text of that length.
    pub(crate) fn with_room(length: usize) -> Self {
        let mut bounds = Vec::with_capacity(length / 4 + 2);
        bounds.push((0, 0));
        Self { marked: String::with_capacity(length), plain: String::with_capacity(length), bounds }
    }

    /// The words of a name as the data has it.
    pub(crate) fn of_name(name: &str) -> Self {
        let mut words = Self::with_room(name.len());
        words.read(&vanban::text::fold(name));
        words
    }

    /// Appends the words of a text that is folded already, and says which they are. Dots, dashes and the like stand
    /// between words; `12a` is one.
    pub(crate) fn read(&mut self, folded: &str) -> Range<usize> {
        let from = self.len();
        for word in folded.split(|c| plain(c).is_none()).filter(|word| !word.is_empty()) {
            let begin = self.marked.len();
            self.marked.push_str(without_zeros(word));
            write_one_i(&mut self.marked, begin);
            self.plain.extend(self.marked[begin..].chars().filter_map(plain));
            self.bounds.push((self.marked.len(), self.plain.len()));
        }
        from..self.len()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// The key of some of the words.
    pub(crate) fn key(&self, words: Range<usize>) -> Key<'_> {
        let (from, to) = (self.bounds[words.start], self.bounds[words.end]);
        Key { marked: &self.marked[from.0..to.0], plain: &self.plain[from.1..to.1] }
    }

    /// The key of all of them.
    pub(crate) fn whole(&self) -> Key<'_> {
        self.key(0..self.len())
    }

    /// The key of one of them.
    pub(crate) fn word(&self, at: usize) -> Key<'_> {
        self.key(at..at + 1)
    }
}

impl<'a> Key<'a> {
    /// Whether it has marks.
    pub(crate) fn is_marked(self) -> bool {
        self.marked != self.plain
    }

    /// Without its first letters.
    pub(crate) fn without_first(self, letters: usize) -> Self {
        let after = |text: &'a str| text.char_indices().nth(letters).map_or("", |(at, _)| &text[at..]);
        Self { marked: after(self.marked), plain: after(self.plain) }
    }
}

/// `Phường 01` is `Phường 1`.
pub(crate) fn without_zeros(word: &str) -> &str {
    let shorter = word.trim_start_matches('0');
    if shorter.len() < word.len() && !shorter.is_empty() && shorter.bytes().all(|b| b.is_ascii_digit()) {
        shorter
    } else {
        word
    }
}

/// `Mỹ` may also be written `Mĩ`, `Quy` `Qui`: one of the two in the word that begins there and ends the text, where only
/// the sound i can be meant.
fn write_one_i(text: &mut String, begin: usize) {
    let mut before = text[begin..].chars();
    let Some(i) = before.next_back().and_then(i_for) else { return };
    match (before.next_back(), before.as_str()) {
        (Some('h' | 'k' | 'l' | 'm' | 's' | 't' | 'v'), _) => {
            text.pop();
            text.push(i);
        }
        // Folding puts the tone of an open syllable on its first vowel, and takes the u of `quý` for one. `TPQuy` is a
        // city, written together with its short word.
        (Some(u @ ('u' | 'ú' | 'ù' | 'ủ' | 'ũ' | 'ụ')), "q" | "tpq") => {
            let (u, i) = match (u, i) {
                ('ú', 'i') => ('u', 'í'),
                ('ù', 'i') => ('u', 'ì'),
                ('ủ', 'i') => ('u', 'ỉ'),
                ('ũ', 'i') => ('u', 'ĩ'),
                ('ụ', 'i') => ('u', 'ị'),
                as_it_is => as_it_is,
            };
            text.pop();
            text.pop();
            text.extend([u, i]);
        }
        _ => {}
    }
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

/// For tables of names: as they are looked up by many times a text and hold our own data only, their hash is quick rather
/// than safe from names made to collide.
pub(crate) type Quick = BuildHasherDefault<QuickHasher>;

#[derive(Default)]
pub(crate) struct QuickHasher(u64);

impl QuickHasher {
    fn mix(&mut self, bytes: u64) {
        // An odd number without a pattern: the fraction of the golden ratio.
        self.0 = (self.0.rotate_left(5) ^ bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.mix(u64::from_le_bytes(*eight));
        }
        self.mix(rest.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        // Multiplying leaves the high bits the best mixed, and a table looks at the low ones first.
        self.0.rotate_left(26)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Words {
        Words::of_name(name)
    }

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
            assert_eq!(of(one).whole(), of(other).whole());
        }
        assert_ne!(of("Tây Sơn").whole(), of("Tai Sơn").whole());
        assert_eq!(of("Thuỷ Nguyên").whole().plain, "thuynguyen");
        assert_eq!(of("Quý Lộc").whole().plain, of("Quy Loc").whole().plain);
    }

    #[test]
    fn letters_lose_their_marks_as_in_vanban() {
        for text in ["đặng thuỳ trâm", "ưỡn ẹo", "krông pắc"] {
            let ours: Vec<String> = text.split(' ').map(|word| word.chars().filter_map(plain).collect()).collect();
            assert_eq!(ours.join(" "), vanban::text::fold_plain(text));
        }
    }
}
