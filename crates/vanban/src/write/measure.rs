//! How wide a text is in Times New Roman, to draw rules in proportion to it.

use unicode_normalization::UnicodeNormalization;

/// Advance widths of the capitals of the bold face, in thousandths of the type size.
const BOLD_CAPITALS: [u32; 26] = [
    722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000,
    722, 722, 667,
];
/// Advance widths of the small letters of the bold face.
const BOLD_SMALL: [u32; 26] = [
    500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722,
    500, 500, 444,
];
/// The horn of Ơ and Ư stands beside the letter and makes it wider.
const HORN: char = '\u{31B}';

/// Width in twips of a text set in bold type of `points`.
pub(super) fn bold_width(text: &str, points: u32) -> u32 {
    let thousandths: u64 = text.nfd().map(|c| u64::from(advance(c))).sum();
    u32::try_from(thousandths * u64::from(points) * 20 / 1000).unwrap_or(u32::MAX)
}

fn advance(c: char) -> u32 {
    let letter = |widths: &[u32; 26], first: char| widths.get(c as usize - first as usize).copied().unwrap_or(500);
    match c {
        'A'..='Z' => letter(&BOLD_CAPITALS, 'A'),
        'a'..='z' => letter(&BOLD_SMALL, 'a'),
        'Đ' => 722,
        'đ' => 556,
        ' ' | '.' | ',' => 250,
        '-' | ':' | ';' | '(' | ')' => 333,
        HORN => 55,
        '\u{300}'..='\u{36F}' => 0,
        _ => 500,
    }
}

#[cfg(test)]
mod tests {
    use super::bold_width;

    #[test]
    fn the_national_title_is_as_wide_as_the_font_says() {
        // Summed from the metrics of a font with the advance widths of Times New Roman Bold.
        assert!(bold_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12).abs_diff(5007) < 10);
        assert!(bold_width("Độc lập - Tự do - Hạnh phúc", 13).abs_diff(3183) < 10);
    }

    #[test]
    fn composed_and_decomposed_text_are_equally_wide() {
        assert_eq!(bold_width("Đường", 14), bold_width("Đu\u{31B}o\u{31B}\u{300}ng", 14));
    }
}
