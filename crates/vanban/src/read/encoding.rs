//! Text files in the encodings offices use.

use super::legacy;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

/// Turns the bytes of a text file into a string: UTF-8, UTF-16 with or without a byte-order mark, or
/// windows-1258; letters of TCVN3 and VNI in any of them are converted. `None` when the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    decode_bytes(bytes).map(legacy::repair_plain)
}

fn decode_bytes(bytes: &[u8]) -> Option<String> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return plausible(String::from_utf8_lossy(rest).into_owned());
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return plausible(UTF_16LE.decode_without_bom_handling(rest).0.into_owned());
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return plausible(UTF_16BE.decode_without_bom_handling(rest).0.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plausible(text.to_owned());
    }
    if let Some(big_endian) = utf16_without_mark(bytes) {
        let encoding = if big_endian { UTF_16BE } else { UTF_16LE };
        return plausible(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if mostly_utf8(bytes) {
        return plausible(String::from_utf8_lossy(bytes).into_owned());
    }
    if bytes.contains(&0) {
        return None;
    }
    let text = WINDOWS_1258.decode_without_bom_handling(bytes).0;
    // One byte a letter: what gives words of Vietnamese decides. TCVN3 and VNI store theirs as windows-1252.
    let latin = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    if legacy::share_of_syllables(&text).is_none_or(|share| share < 70)
        && let Some(repaired) = legacy::repair_legacy(&latin)
    {
        return plausible(repaired);
    }
    // Tone marks follow their vowel in windows-1258; letters are composed when the text is normalised.
    let letters = text.chars().filter(|c| c.is_alphabetic() || *c == ' ').count();
    if letters * 10 < text.chars().count() * 7 {
        return None;
    }
    plausible(text.into_owned())
}

/// Vietnamese and ASCII letters in UTF-16 have a high byte of 0, 1 or 0x1E: nearly every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<bool> {
    if bytes.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = bytes.get(..bytes.len().min(4096))?;
    let high = |offset: usize| {
        sample.iter().skip(offset).step_by(2).filter(|b| matches!(**b, 0 | 1 | 3 | 0x1E | 0x20)).count() * 2
    };
    let (first, second) = (high(0), high(1));
    let zero = sample.contains(&0);
    if zero && second * 10 > sample.len() * 9 && second > first {
        Some(false)
    } else if zero && first * 10 > sample.len() * 9 && first > second {
        Some(true)
    } else {
        None
    }
}

/// UTF-8 with a few broken bytes, as left by cutting a file.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut broken = 0;
    let mut multi = 0;
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        multi += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    multi > 20 * broken
}

/// Text has hardly any control characters and few replacement characters.
fn plausible(text: String) -> Option<String> {
    let mut count = 0_usize;
    let mut bad = 0_usize;
    for c in text.chars().take(65_536) {
        count += 1;
        bad += usize::from((c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')) || c == '\u{FFFD}');
    }
    (bad * 50 <= count).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalise;
    use unicode_normalization::UnicodeNormalization;

    const SAMPLE: &str = "Kế hoạch của Ủy ban nhân dân xã Hòa Lộc, tỉnh An Giao về bình đẳng giới";

    #[test]
    fn every_encoding_gives_the_same_text() {
        let le: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let nfd: String = SAMPLE.nfd().collect();
        let samples = [
            SAMPLE.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", SAMPLE.as_bytes()].concat(),
            [b"\xFF\xFE".as_slice(), &le].concat(),
            [b"\xFE\xFF".as_slice(), &be].concat(),
            le,
            be,
            nfd.into_bytes(),
        ];
        for bytes in samples {
            assert_eq!(decode(&bytes).map(|text| normalise(&text)).as_deref(), Some(SAMPLE));
        }
    }

    #[test]
    fn windows_1258_is_composed() {
        // "Kế hoạch" : ê + combining acute (0xEC), a + combining dot below (0xF2).
        let bytes = b"K\xEA\xEC ho\x61\xF2ch x\xE3 Ho\xE0 L\xF4\xF2c th\xE1ng n\xE0y".to_vec();
        let text = decode(&bytes).map(|text| normalise(&text)).unwrap();
        assert!(text.starts_with("Kế"), "{text}");
        assert!(text.contains("Lộc"), "{text}");
    }

    #[test]
    fn noise_is_no_text() {
        let noise: Vec<u8> = (0..2_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise), None);
    }
}
