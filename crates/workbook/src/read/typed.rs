//! Numbers and dates as people type them.

use domain::CivilDate;

/// The largest number a cell may hold: 10^15, a million billion. Up to there a workbook keeps every digit.
pub(crate) const LARGEST: i64 = 1_000_000_000_000_000;

/// Why something typed is not the number wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberFault {
    NotANumber,
    NotWhole,
    Negative,
    TooLarge,
}

/// How a lone separator before exactly three digits is read: `1.234`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lone {
    /// As grouping: a count has no decimals.
    Groups,
    /// As the decimal separator: a percentage has no thousands.
    Decimals,
}

/// A whole number from a cell that holds a number.
pub(crate) fn whole(number: f64) -> Result<i64, NumberFault> {
    let rounded = number.round();
    if !number.is_finite() {
        return Err(NumberFault::NotANumber);
    }
    // What a formula leaves behind of binary fractions is forgiven: 2.9999999999999996 is 3.
    if (number - rounded).abs() > 1e-9 * number.abs().max(1.0) {
        return Err(if number < 0.0 { NumberFault::Negative } else { NumberFault::NotWhole });
    }
    bounded(rounded)
}

/// Hundredths of a percent from a cell that holds percent.
pub(crate) fn hundredths(percent: f64) -> Result<i64, NumberFault> {
    if !percent.is_finite() {
        return Err(NumberFault::NotANumber);
    }
    bounded((percent * 100.0).round())
}

fn bounded(rounded: f64) -> Result<i64, NumberFault> {
    #[expect(clippy::cast_precision_loss, reason = "10^15 is exact")]
    if rounded > LARGEST as f64 {
        return Err(NumberFault::TooLarge);
    }
    if rounded < 0.0 {
        return Err(NumberFault::Negative);
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 10^15 and whole")]
    Ok(rounded as i64)
}

/// A whole number typed as text; none for what stands for a blank (`-`).
pub(crate) fn typed_whole(text: &str) -> Result<Option<i64>, NumberFault> {
    let Some(typed) = Decimal::read(text, Lone::Groups)? else {
        return Ok(None);
    };
    if typed.negative && !typed.is_zero() {
        return Err(NumberFault::Negative);
    }
    if typed.percent {
        return Err(NumberFault::NotANumber);
    }
    if typed.decimals.bytes().any(|b| b != b'0') {
        return Err(NumberFault::NotWhole);
    }
    typed.scaled(0).map(Some)
}

/// Hundredths of a percent typed as text, with or without `%`; none for what stands for a blank.
pub(crate) fn typed_percent(text: &str) -> Result<Option<i64>, NumberFault> {
    let Some(typed) = Decimal::read(text, Lone::Decimals)? else {
        return Ok(None);
    };
    if typed.negative && !typed.is_zero() {
        return Err(NumberFault::Negative);
    }
    typed.scaled(2).map(Some)
}

/// Whether a number typed on a page of a language could mean another one there: a lone separator before exactly three
/// digits, which is grouping in one language and the decimal sign in the other. A count needs the grouping sign of the page,
/// a percentage its decimal sign; whoever typed the other one is asked, not guessed at.
pub(crate) fn is_ambiguous(text: &str, is_percent: bool, grouping: char) -> bool {
    let plain: String = text.chars().map(plain_char).collect();
    let number = plain.trim().trim_end_matches('%').trim_end();
    let number = number.strip_prefix(['-', '+']).unwrap_or(number).trim_start();
    let Some(at) = number.rfind(['.', ',']) else { return false };
    let (before, after) = (&number[..at], &number[at + 1..]);
    let like_group = after.len() == 3 && digits(after) && (1..=3).contains(&before.len()) && digits(before);
    like_group && !before.starts_with('0') && (number.as_bytes()[at] == grouping as u8) == is_percent
}

/// A number taken apart.
struct Decimal {
    negative: bool,
    percent: bool,
    digits: String,
    decimals: String,
}

impl Decimal {
    /// Grouping by `.`, `,`, space or `'` and one decimal separator are accepted where they can mean only one thing.
    fn read(text: &str, lone: Lone) -> Result<Option<Self>, NumberFault> {
        let plain: String = text.chars().map(plain_char).collect();
        let mut rest = plain.trim();
        let percent = rest.ends_with('%');
        rest = rest.strip_suffix('%').unwrap_or(rest).trim_end();
        if rest.is_empty() || rest.bytes().all(|b| b == b'-') {
            return if percent { Err(NumberFault::NotANumber) } else { Ok(None) };
        }
        let negative = rest.starts_with('-');
        rest = rest.strip_prefix(['-', '+']).unwrap_or(rest).trim_start();
        let (grouped, decimals) = split_decimals(rest, lone);
        let digits = ungrouped(grouped).ok_or(NumberFault::NotANumber)?;
        if !decimals.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberFault::NotANumber);
        }
        Ok(Some(Self { negative, percent, digits, decimals: decimals.to_owned() }))
    }

    fn is_zero(&self) -> bool {
        self.digits.bytes().chain(self.decimals.bytes()).all(|b| b == b'0')
    }

    /// The number times 10^`places`, rounded half up.
    fn scaled(&self, places: usize) -> Result<i64, NumberFault> {
        let digits = self.digits.trim_start_matches('0');
        if digits.len() > 16 {
            return Err(NumberFault::TooLarge);
        }
        let decimals = self.decimals.bytes().chain(std::iter::repeat(b'0'));
        let scaled = digits
            .bytes()
            .chain(decimals.clone().take(places))
            .fold(0_i64, |number, digit| number.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
        let up = decimals.clone().nth(places).is_some_and(|next| next >= b'5');
        let scaled = scaled.saturating_add(i64::from(up));
        if scaled > LARGEST { Err(NumberFault::TooLarge) } else { Ok(scaled) }
    }
}

/// Full-width digits and signs as plain ones, every dash as `-`, every space as a space.
fn plain_char(c: char) -> char {
    match c {
        '\u{FF10}'..='\u{FF19}' => char::from_digit(u32::from(c) - 0xFF10, 10).unwrap_or(c),
        '\u{FF0C}' | '\u{066B}' => ',',
        '\u{FF0E}' => '.',
        '\u{FF05}' => '%',
        '\u{FF0B}' => '+',
        '–' | '—' | '−' | '‐' | '‑' | '\u{FF0D}' => '-',
        '’' | '‘' | '\u{FF07}' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Splits at the decimal separator, if there is one.
fn split_decimals(number: &str, lone: Lone) -> (&str, &str) {
    let Some(last) = number.rfind(['.', ',']) else {
        return (number, "");
    };
    let separator = &number[last..=last];
    let (before, after) = (&number[..last], &number[last + 1..]);
    let repeated = before.contains(separator);
    let other = before.contains(['.', ',']) && !repeated;
    // `0.975` cannot be grouping; nor can `12.5` or `1234.567`.
    let like_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    let grouping = repeated || (!other && like_group && lone == Lone::Groups);
    if grouping || after.is_empty() { (number, "") } else { (before, after) }
}

/// The digits of a number whose thousands may be set apart, always by the same sign.
fn ungrouped(number: &str) -> Option<String> {
    let separator = number.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else {
        return (!number.is_empty()).then(|| number.to_owned());
    };
    if !matches!(separator, '.' | ',' | ' ' | '\'') {
        return None;
    }
    let mut groups = number.split(separator);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && digits(first))?;
    let mut all = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        all.push_str(group);
    }
    Some(all)
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The day a workbook's day number stands for.
pub(crate) fn date_of_serial(serial: f64, from_1904: bool) -> Option<CivilDate> {
    // Day 60 is 29 February 1900, which never was; no report is that old, so days count from 30 December 1899.
    let first = if from_1904 { CivilDate::new(1904, 1, 1) } else { CivilDate::new(1899, 12, 30) }.ok()?;
    let days = serial.floor();
    if !(1.0..3_000_000.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 3,000,000")]
    let seconds = days as u64 * 86_400;
    first.checked_add(std::time::Duration::from_secs(seconds)).ok()
}

/// A date typed as text: `20/12/2026`, `20-12-2026`, `20.12.2026`, `ngày 20 tháng 12 năm 2026`, `2026-12-20`.
pub(crate) fn typed_date(text: &str) -> Option<CivilDate> {
    let plain: String = text.chars().map(plain_char).collect();
    let plain = plain.split('T').next().unwrap_or_default();
    let numbers: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let words = plain.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let known = |word: &str| matches!(vanban::text::fold_plain(word).as_str(), "ngay" | "thang" | "nam");
    let [first, month, last] = numbers[..] else {
        return None;
    };
    if !words.into_iter().all(known) {
        return None;
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 1..=2) => (first, last),
        (1..=2, 4) => (last, first),
        _ => return None,
    };
    CivilDate::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_count_is_read_as_people_type_it() {
        let typed = [
            ("12", 12),
            (" 12 ", 12),
            ("12\u{a0}", 12),
            ("+5", 5),
            ("0", 0),
            ("007", 7),
            ("１２３", 123),
            ("1.234", 1_234),
            ("1,234", 1_234),
            ("1 234", 1_234),
            ("1\u{202f}234\u{202f}567", 1_234_567),
            ("1.234.567", 1_234_567),
            ("1,234,567", 1_234_567),
            ("1'234", 1_234),
            ("1.234,00", 1_234),
            ("1,234.00", 1_234),
            ("1 234,0", 1_234),
            ("12,0", 12),
            ("1000000000000000", LARGEST),
            ("-0", 0),
        ];
        for (text, number) in typed {
            assert_eq!(typed_whole(text), Ok(Some(number)), "{text}");
        }
        for blank in ["", "  ", "-", "–", "—", "--"] {
            assert_eq!(typed_whole(blank), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn what_is_no_count_is_refused_by_its_fault() {
        use NumberFault::{Negative, NotANumber, NotWhole, TooLarge};
        let refused = [
            ("mười hai", NotANumber),
            ("12 người", NotANumber),
            ("không", NotANumber),
            ("1.23.456", NotANumber),
            ("12 34", NotANumber),
            ("1..2", NotANumber),
            ("50%", NotANumber),
            ("1e3", NotANumber),
            ("1 .234", NotANumber),
            ("-5", Negative),
            ("−1.234", Negative),
            ("-0,5", Negative),
            ("2,5", NotWhole),
            ("2.50", NotWhole),
            ("0.975", NotWhole),
            ("1234.567", NotWhole),
            ("1000000000000001", TooLarge),
            ("99999999999999999999999", TooLarge),
        ];
        for (text, fault) in refused {
            assert_eq!(typed_whole(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_percentage_is_read_as_people_type_it() {
        for (text, hundredths) in [
            ("97,5", 9_750),
            ("97.5%", 9_750),
            ("97,5 %", 9_750),
            ("100", 10_000),
            ("33,333", 3_333),
            ("0.975", 98),
            ("66,666", 6_667),
        ] {
            assert_eq!(typed_percent(text), Ok(Some(hundredths)), "{text}");
        }
        assert_eq!(typed_percent("-1"), Err(NumberFault::Negative));
        assert_eq!(typed_percent("%"), Err(NumberFault::NotANumber));
        assert_eq!(typed_percent("cao"), Err(NumberFault::NotANumber));
    }

    #[test]
    fn numbers_in_cells_are_checked_too() {
        assert_eq!(whole(3.0), Ok(3));
        assert_eq!(whole(0.1 + 0.2 + 2.7), Ok(3));
        assert_eq!(whole(2.5), Err(NumberFault::NotWhole));
        assert_eq!(whole(-2.5), Err(NumberFault::Negative));
        assert_eq!(whole(-1.0), Err(NumberFault::Negative));
        assert_eq!(whole(1e16), Err(NumberFault::TooLarge));
        assert_eq!(whole(f64::NAN), Err(NumberFault::NotANumber));
        assert_eq!(hundredths(97.5), Ok(9_750));
        assert_eq!(hundredths(0.975 * 100.0), Ok(9_750));
    }

    #[test]
    fn dates_are_read_in_every_usual_form() {
        let day = CivilDate::new(2026, 12, 20).unwrap();
        for text in [
            "20/12/2026",
            "20-12-2026",
            "20.12.2026",
            "Ngày 20 tháng 12 năm 2026",
            "2026-12-20",
            "2026-12-20T00:00:00",
            " 20 / 12 / 2026 ",
        ] {
            assert_eq!(typed_date(text), Some(day), "{text}");
        }
        for text in
            ["31/02/2026", "20/13/2026", "20/12", "20/12/26", "hôm nay", "20/12/2026 và 21", "khoảng 20/12/2026"]
        {
            assert_eq!(typed_date(text), None, "{text}");
        }
        assert_eq!(date_of_serial(46_376.0, false), Some(day));
        assert_eq!(date_of_serial(46_376.75, false), Some(day));
        assert_eq!(date_of_serial(46_376.0 - 1_462.0, true), Some(day));
        assert_eq!(date_of_serial(-3.0, false), None);
    }

    proptest! {
        #[test]
        fn any_grouping_of_a_count_reads_back(number in 0_i64..=LARGEST, separator in prop::sample::select(vec!['.', ',', ' ', '\'', '\u{a0}'])) {
            let digits = number.to_string();
            let mut text = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at).is_multiple_of(3) {
                    text.push(separator);
                }
                text.push(digit);
            }
            prop_assert_eq!(typed_whole(&text), Ok(Some(number)));
        }

        #[test]
        fn nothing_typed_makes_it_fail(text in "\\PC{0,20}") {
            let _ = (typed_whole(&text), typed_percent(&text), typed_date(&text));
        }
    }
}
