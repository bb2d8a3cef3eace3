//! Vietnamese from before Unicode: TCVN3 (ABC) and VNI, where the text holds Latin letters that only a font such as
//! `.VnTime` or `VNI-Times` draws as Vietnamese.
//!
//! Where the font of a run is known it says which encoding it is; the syllables then have to agree. A text without
//! fonts is converted when that turns words no syllable of Vietnamese looks like into words of which most do.

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// How Latin letters stand for Vietnamese ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Charset {
    /// TCVN 5712:1993, VN3.
    Tcvn3,
    /// The same in a font whose small letters are drawn as capitals (`.VnTimeH`).
    Tcvn3Capitals,
    /// VNI for Windows.
    Vni,
}

/// What stands behind the name of a font in a PDF, in small letters.
const STYLES: [&str; 6] = ["bold", "italic", "bolditalic", "boldoblique", "regular", "normal"];

/// The encoding that goes with a font; `None` for a Unicode font.
pub(super) fn of_font(name: &str) -> Option<Charset> {
    let tables = tables();
    let name = name.trim().to_lowercase();
    // In a PDF the style stands behind the name of the font: `.VnTimeH,Bold`, `.VnTimeH-BoldItalic`.
    let name = name.split(',').next().unwrap_or_default();
    let name =
        name.rsplit_once('-').map_or(name, |(family, style)| if STYLES.contains(&style) { family } else { name });
    let starts = |prefixes: &[String]| prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()));
    if starts(&tables.tcvn3_fonts) {
        let capitals = !tables.capitals_suffix.is_empty() && name.ends_with(tables.capitals_suffix.as_str());
        Some(if capitals { Charset::Tcvn3Capitals } else { Charset::Tcvn3 })
    } else {
        starts(&tables.vni_fonts).then_some(Charset::Vni)
    }
}

/// The parts of a paragraph set in fonts of a legacy encoding.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans(Vec<(Range<usize>, Charset)>);

impl Spans {
    /// Notes that the bytes of a range of the paragraph are in this encoding. Ranges come in order.
    pub(super) fn note(&mut self, range: Range<usize>, charset: Charset) {
        match self.0.last_mut() {
            Some((last, known)) if last.end == range.start && *known == charset => last.end = range.end,
            _ => self.0.push((range, charset)),
        }
    }

    /// The paragraph in Unicode. It stays as it is where the conversion would break Vietnamese words: a text that is
    /// Unicode already, with the name of an old font left on it.
    pub(super) fn repair(&self, text: String) -> String {
        if self.0.is_empty() {
            return text;
        }
        let mut converted = String::with_capacity(text.len() * 2);
        let mut at = 0;
        for (range, charset) in &self.0 {
            converted.push_str(text.get(at..range.start).unwrap_or_default());
            converted.push_str(&to_unicode(text.get(range.clone()).unwrap_or_default(), *charset));
            at = range.end;
        }
        converted.push_str(text.get(at..).unwrap_or_default());
        let before = Score::of(&text);
        let capitals = self.0.iter().any(|(_, charset)| *charset == Charset::Tcvn3Capitals);
        // A line all in ASCII may still be one that the font draws in capitals.
        if before.words == 0 && !capitals {
            return converted;
        }
        let after = Score::of(&converted);
        // Letters that the encoding cannot store speak against it.
        let better = after.valid > before.valid || (after.valid == before.valid && before.unicode_only == 0);
        if better { converted } else { text }
    }
}

/// A text of unknown fonts in Unicode, when it is in a legacy encoding; otherwise as it came.
pub(super) fn repair_plain(text: String) -> String {
    repair_legacy(&text).unwrap_or(text)
}

/// A text of unknown fonts in Unicode; `None` when it is in no legacy encoding.
pub(super) fn repair_legacy(text: &str) -> Option<String> {
    guess(text).map(|charset| to_unicode(text, charset))
}

/// The legacy encoding a text is in, from its words.
fn guess(text: &str) -> Option<Charset> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let before = Score::of(&sample);
    if before.words < 2 {
        return None;
    }
    [Charset::Tcvn3, Charset::Vni]
        .into_iter()
        .map(|charset| (Score::of(&to_unicode(&sample, charset)), charset))
        .filter(|(after, _)| after.share() >= 70 && after.share() >= before.share() + 30)
        .max_by_key(|(after, _)| after.share())
        .map(|(_, charset)| charset)
}

/// How many of the words with more than ASCII letters are syllables of Vietnamese, in per cent; `None` when there are
/// too few of them to say.
pub(super) fn share_of_syllables(text: &str) -> Option<usize> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let score = Score::of(&sample);
    (score.words >= 2).then(|| score.share())
}

/// Characters looked at.
const SAMPLE: usize = 32_768;

/// How Vietnamese the words of a text look.
#[derive(Default)]
struct Score {
    words: usize,
    valid: usize,
    /// Letters that no legacy encoding stores.
    unicode_only: usize,
}

impl Score {
    fn of(text: &str) -> Self {
        let mut score = Self::default();
        let words = text.split(|c: char| {
            c.is_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit() || matches!(c, '\u{2010}'..='\u{206F}')
        });
        for word in words.filter(|word| !word.is_ascii()) {
            score.words += 1;
            score.valid += usize::from(is_syllable(word));
            score.unicode_only += word.chars().filter(|c| ('\u{100}'..'\u{F000}').contains(c)).count();
        }
        score
    }

    fn share(&self) -> usize {
        self.valid * 100 / self.words.max(1)
    }
}

/// Whether a word is built as a written syllable of Vietnamese is.
fn is_syllable(word: &str) -> bool {
    if word.len() > 32 {
        return false;
    }
    let mut tone = None;
    let mut plain = String::with_capacity(word.len());
    for c in word.to_lowercase().nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
                if tone.replace(c).is_some() {
                    return false;
                }
            }
            c => plain.push(c),
        }
    }
    let plain: String = plain.nfc().collect();
    let tables = tables();
    plain.char_indices().take(4).any(|(at, _)| {
        let (onset, rime) = plain.split_at(at);
        let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
        // A syllable that ends in a stop has the acute or the dot below.
        let tone_fits = !stopped || matches!(tone, Some('\u{301}' | '\u{323}'));
        let front = rime.starts_with(['i', 'e', 'ê', 'y']);
        let spelling_fits = match onset {
            "k" | "gh" | "ngh" => front,
            "c" | "ng" => !front,
            "g" => !rime.starts_with(['e', 'ê', 'y']),
            _ => true,
        };
        tone_fits && spelling_fits && tables.onsets.contains(onset) && tables.rimes.contains(rime)
    })
}

/// Letters of a legacy encoding as Unicode; what the encoding does not know stays.
pub(super) fn to_unicode(text: &str, charset: Charset) -> String {
    match charset {
        Charset::Vni => from_vni(text),
        Charset::Tcvn3 => text.split_inclusive('\n').map(from_tcvn3_line).collect(),
        Charset::Tcvn3Capitals => from_tcvn3(text).to_uppercase(),
    }
}

fn from_tcvn3(text: &str) -> String {
    let letters = &tables().tcvn3;
    text.chars().map(|c| letters.get(&stored(c)).copied().unwrap_or(c)).collect()
}

/// A line of TCVN3. Its toned letters are all small; beside capitals they stand for capitals (`KÕ HO¹CH`).
fn from_tcvn3_line(line: &str) -> String {
    let letters = &tables().tcvn3;
    let toned = |c: char| ('\u{B5}'..='\u{FE}').contains(&stored(c)) && letters.contains_key(&stored(c));
    let sure = |part: &str| {
        let (mut capital, mut small) = (0_usize, 0_usize);
        for c in part.chars().filter(|c| !toned(*c)) {
            let c = letters.get(&stored(c)).copied().unwrap_or(c);
            capital += usize::from(c.is_uppercase());
            small += usize::from(c.is_lowercase());
        }
        (capital, small)
    };
    let (capital, small) = sure(line);
    let all_capital = small == 0 && capital >= 2;
    line.split_inclusive(char::is_whitespace)
        .map(|word| {
            let (capital, small) = sure(word);
            let text = from_tcvn3(word);
            if all_capital || (small == 0 && capital >= 2) { text.to_uppercase() } else { text }
        })
        .collect()
}

fn from_vni(text: &str) -> String {
    let tables = tables();
    let mut converted = String::with_capacity(text.len() * 2);
    let mut chars = text.chars().map(stored).peekable();
    while let Some(c) = chars.next() {
        let pair = chars.peek().and_then(|mark| tables.vni_pairs.get(&(c, *mark)));
        if let Some(letter) = pair {
            chars.next();
            converted.push(*letter);
        } else {
            converted.push(tables.vni_single.get(&c).copied().unwrap_or(c));
        }
    }
    converted
}

/// Fonts marked as symbol fonts store their bytes from U+F000 on.
fn stored(c: char) -> char {
    match u32::from(c) {
        code @ 0xF020..=0xF0FF => char::from_u32(code - 0xF000).unwrap_or(c),
        _ => c,
    }
}

/// `lexicon/legacy.toml`, ready for look-ups.
#[derive(Debug, Default)]
struct Tables {
    tcvn3_fonts: Vec<String>,
    capitals_suffix: String,
    tcvn3: HashMap<char, char>,
    vni_fonts: Vec<String>,
    vni_single: HashMap<char, char>,
    vni_pairs: HashMap<(char, char), char>,
    onsets: HashSet<String>,
    rimes: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Lexicon {
    tcvn3: Encoding,
    vni: Encoding,
    syllable: Syllable,
}

#[derive(Debug, Default, Deserialize)]
struct Encoding {
    fonts: Vec<String>,
    #[serde(default)]
    capitals_suffix: String,
    letters: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Syllable {
    onsets: Vec<String>,
    rimes: Vec<String>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        // The file is part of the program: a test sees to it that it parses and is whole.
        let lexicon: Lexicon = toml::from_str(include_str!("../../lexicon/legacy.toml")).unwrap_or_default();
        let mut tables = Tables {
            tcvn3_fonts: lexicon.tcvn3.fonts,
            capitals_suffix: lexicon.tcvn3.capitals_suffix,
            vni_fonts: lexicon.vni.fonts,
            onsets: lexicon.syllable.onsets.into_iter().collect(),
            rimes: lexicon.syllable.rimes.into_iter().collect(),
            ..Tables::default()
        };
        for (code, letter) in lexicon.tcvn3.letters.iter().filter_map(|entry| entry.split_once(' ')) {
            if let (Ok(code), Some(letter)) = (u8::from_str_radix(code, 16), letter.chars().next()) {
                tables.tcvn3.insert(char::from(code), letter);
            }
        }
        for (code, letter) in lexicon.vni.letters.iter().filter_map(|entry| entry.split_once(' ')) {
            let mut code = code.chars();
            match (code.next(), code.next(), letter.chars().next()) {
                (Some(base), Some(mark), Some(letter)) => {
                    tables.vni_pairs.insert((base, mark), letter);
                }
                (Some(single), None, Some(letter)) => {
                    tables.vni_single.insert(single, letter);
                }
                _ => {}
            }
        }
        tables
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAMPLE: &str = "Ủy ban nhân dân xã Hòa Lộc yêu cầu các thôn nộp báo cáo kết quả trước ngày 05/12/2031; \
                          những hộ nghèo được hỗ trợ, người khuyết tật được ưu tiên. Quỹ giữ lại 30%.";

    /// Every letter of Vietnamese beyond ASCII, small and capital.
    fn letters() -> Vec<char> {
        let mut letters: Vec<char> = "aăâeêioôơuưy"
            .chars()
            .flat_map(|base| {
                ["", "\u{301}", "\u{300}", "\u{309}", "\u{303}", "\u{323}"].map(|tone| format!("{base}{tone}"))
            })
            .filter_map(|letter| letter.nfc().next())
            .chain(['đ'])
            .filter(|c| !c.is_ascii())
            .collect();
        letters.extend(letters.clone().iter().flat_map(|c| c.to_uppercase()));
        letters
    }

    /// Stores a text in a legacy encoding; `None` when it has a letter the encoding does not hold.
    fn store(text: &str, charset: Charset) -> Option<String> {
        let tables = tables();
        let mut stored = String::new();
        for c in text.chars() {
            let found = if c.is_ascii() {
                Some(c.to_string())
            } else if charset == Charset::Vni {
                let single =
                    tables.vni_single.iter().find(|(_, letter)| **letter == c).map(|(code, _)| code.to_string());
                let pair = || tables.vni_pairs.iter().find(|(_, letter)| **letter == c);
                single.or_else(|| pair().map(|((base, mark), _)| format!("{base}{mark}")))
            } else {
                tables.tcvn3.iter().find(|(_, letter)| **letter == c).map(|(code, _)| code.to_string())
            };
            stored.push_str(&found?);
        }
        Some(stored)
    }

    #[test]
    fn the_tables_are_whole() {
        let all = letters();
        assert_eq!(all.len(), 134);
        for c in &all {
            assert!(store(&c.to_string(), Charset::Vni).is_some(), "VNI lacks {c}");
        }
        // TCVN3 holds every small letter and the seven capitals without a tone mark.
        let lacking = all.iter().filter(|c| store(&c.to_string(), Charset::Tcvn3).is_none()).count();
        assert_eq!(lacking, 67 - 7);
        assert!(all.iter().filter(|c| c.is_lowercase()).all(|c| store(&c.to_string(), Charset::Tcvn3).is_some()));
        assert!(tables().rimes.len() > 150 && tables().onsets.len() > 25);
    }

    #[test]
    fn fonts_name_their_encoding() {
        assert_eq!(of_font(".VnTime"), Some(Charset::Tcvn3));
        assert_eq!(of_font(".VnTimeH"), Some(Charset::Tcvn3Capitals));
        assert_eq!(of_font(".VnArial NarrowH"), Some(Charset::Tcvn3Capitals));
        assert_eq!(of_font(".VnTimeH,BoldItalic"), Some(Charset::Tcvn3Capitals));
        assert_eq!(of_font(".VnArialH-Bold"), Some(Charset::Tcvn3Capitals));
        assert_eq!(of_font("VNI-Times"), Some(Charset::Vni));
        assert_eq!(of_font("Times New Roman"), None);
        assert_eq!(of_font("Vni"), None);
    }

    #[test]
    fn known_words_of_each_encoding() {
        assert_eq!(to_unicode("KÕ ho¹ch phßng, chèng b¹o lùc", Charset::Tcvn3), "Kế hoạch phòng, chống bạo lực");
        assert_eq!(to_unicode("KÕ HO¹CH", Charset::Tcvn3), "KẾ HOẠCH");
        assert_eq!(to_unicode("ñy ban nh©n d©n", Charset::Tcvn3Capitals), "ỦY BAN NHÂN DÂN");
        assert_eq!(to_unicode("Keá hoaïch phoøng, choáng baïo löïc", Charset::Vni), "Kế hoạch phòng, chống bạo lực");
        assert_eq!(to_unicode("UÛY BAN NHAÂN DAÂN TÆNH", Charset::Vni), "ỦY BAN NHÂN DÂN TỈNH");
    }

    #[test]
    fn a_text_without_fonts_is_recognised() {
        for charset in [Charset::Tcvn3, Charset::Vni] {
            let lower = SAMPLE.replace("Ủy", "Các ủy");
            let stored = store(&lower, charset).unwrap();
            assert_eq!(guess(&stored), Some(charset), "{stored}");
            assert_eq!(repair_plain(stored), lower);
        }
    }

    #[test]
    fn other_texts_stay() {
        let samples = [
            SAMPLE,
            "Le café français a été très apprécié; la fête où l’élève a reçu le prix.",
            "Die Straße führt über die Brücke nach München, größer als zuvor.",
            "Kế hoạch 12/KH-UBND",
            "25 °C ± 2 °C, 3 m², § 4",
        ];
        for sample in samples {
            assert_eq!(repair_plain(sample.to_owned()), sample);
        }
    }

    #[test]
    fn unicode_under_an_old_font_name_stays() {
        let mut spans = Spans::default();
        spans.note(0..SAMPLE.len(), Charset::Tcvn3);
        assert_eq!(spans.repair(SAMPLE.to_owned()), SAMPLE);
    }

    #[test]
    fn only_the_runs_in_old_fonts_are_converted() {
        let stored = "ñy ban nh©n d©n x· Hòa Lộc";
        let at = stored.find("Hòa").unwrap();
        let mut spans = Spans::default();
        spans.note(0..5, Charset::Tcvn3);
        spans.note(5..at, Charset::Tcvn3);
        assert_eq!(spans.repair(stored.to_owned()), "ủy ban nhân dân xã Hòa Lộc");
    }

    #[test]
    fn syllables() {
        for word in ["giữa", "nghiêng", "quốc", "khuyết", "ỦY", "đường", "gì", "xã", "ương", "Quý"] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["été", "für", "kÕ", "ho¹ch", "càc", "hoaïch", "nhaân"] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    proptest! {
        #[test]
        fn vni_holds_every_text(text in proptest::collection::vec(proptest::sample::select(letters()), 0..60)) {
            // A letter that is also a mark would be read with the vowel before it, so each stands after a consonant.
            let text: String = text.into_iter().flat_map(|c| ['x', c]).collect();
            prop_assert_eq!(to_unicode(&store(&text, Charset::Vni).unwrap(), Charset::Vni), text);
        }

        #[test]
        fn tcvn3_holds_every_small_text(text in proptest::collection::vec(proptest::sample::select(letters()), 0..60)) {
            let small: String = text.into_iter().flat_map(char::to_lowercase).collect();
            let stored = store(&small, Charset::Tcvn3).unwrap();
            prop_assert_eq!(to_unicode(&stored, Charset::Tcvn3), small.clone());
            prop_assert_eq!(to_unicode(&stored, Charset::Tcvn3Capitals), small.to_uppercase());
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            for charset in [Charset::Tcvn3, Charset::Tcvn3Capitals, Charset::Vni] {
                let _ = to_unicode(&text, charset);
                let mut spans = Spans::default();
                spans.note(0..text.len(), charset);
                let _ = spans.repair(text.clone());
            }
            let _ = repair_plain(text);
        }
    }
}
