//! Figures told apart by sex: the women or men of a mixed group.

use super::numeral::Numeral;
use crate::facts::Figure;
use crate::read::source::Source;
use std::ops::Range;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Female,
    Male,
}

/// `cấp tỉnh đạt 17,5%, cấp xã đạt 25,8%`: the share goes on with the sex of the one before.
pub(super) fn continued(source: &Source<'_>, numeral: &Numeral, end: usize, figures: &[Figure]) -> Option<Sex> {
    let last = figures.last()?;
    let before = last.unit.as_ref().filter(|unit| unit.value == "%")?.span.end;
    let gap = source.low.get(before..numeral.span.start)?.trim_start_matches([',', ';', ' ']);
    let gap = gap.strip_prefix("và ").or_else(|| gap.strip_prefix("ở ")).unwrap_or(gap);
    let goes_on = gap.starts_with("cấp ") && gap.len() < 40 && source.low.get(..end)?.ends_with('%');
    let sex = if last.female.is_some() { Some(Sex::Female) } else { last.male.is_some().then_some(Sex::Male) };
    sex.filter(|_| goes_on)
}

const FEMALE: [&str; 7] = ["nữ giới", "phụ nữ", "nữ", "trẻ em gái", "em gái", "bé gái", "cháu gái"];
const MALE: [&str; 7] = ["nam giới", "đàn ông", "nam", "trẻ em trai", "em trai", "bé trai", "cháu trai"];
const FEMALE_LABELS: [&str; 2] = ["nữ", "nữ giới"];
const MALE_LABELS: [&str; 2] = ["nam", "nam giới"];

/// Units that are bodies: `12 bộ có lãnh đạo là nữ` are not women.
const BODIES: [&str; 14] = [
    "bộ",
    "sở",
    "ngành",
    "tỉnh",
    "huyện",
    "xã",
    "phường",
    "đơn vị",
    "cơ quan",
    "doanh nghiệp",
    "trường",
    "thôn",
    "phòng",
    "địa phương",
];

/// Posts and ranks: `nữ đại biểu … đạt 28%` is the share of women among them.
const ROLES: [&str; 14] = [
    "đại biểu",
    "lãnh đạo",
    "cán bộ",
    "cấp ủy viên",
    "cấp ủy",
    "đảng viên",
    "giám đốc",
    "chủ doanh nghiệp",
    "tiến sĩ",
    "thạc sĩ",
    "giáo sư",
    "ủy viên",
    "trưởng phòng",
    "đảng ủy viên",
];

/// Where the unit of a figure starts.
fn unit_start(source: &Source<'_>, numeral: &Numeral, unit_end: usize) -> usize {
    let between = source.low.get(numeral.span.end..unit_end).unwrap_or_default();
    numeral.span.end + (between.len() - between.trim_start().len())
}

/// Whether a word for a sex stands right before a number that is a part of a group: `trong đó nữ 120`, `(nữ: 12)`.
pub(super) fn is_one_sex(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let before = clause_before(source, at, sentence);
    let of_group = source.has_any(&before, &["trong đó", "gồm"])
        || source.text.get(..before.start).is_some_and(|s| s.ends_with('('));
    of_group && FEMALE_LABELS.iter().chain(&MALE_LABELS).any(|word| is_labelled(source, at, sentence, word))
}

/// Whether a figure tells how many, or what share, of a mixed group are of one sex.
pub(super) fn sex(source: &Source<'_>, numeral: &Numeral, unit_end: usize, sentence: &Range<usize>) -> Option<Sex> {
    let after = clause_after(source, unit_end, sentence);
    let before_clause = clause_before(source, numeral.span.start, sentence);
    let is_share = source.low(&after).starts_with('%')
        || source.low.get(numeral.span.end..unit_end).is_some_and(|s| s.contains('%'));
    for (sex, words) in [(Sex::Female, FEMALE), (Sex::Male, MALE)] {
        // "12 chủ hộ là nữ", "70% nạn nhân … là nữ giới": and nothing more is said of them.
        let of_bodies = source.at(unit_start(source, numeral, unit_end), sentence, &BODIES).is_some();
        let told = !of_bodies
            && words.iter().any(|word| {
                let is = format!("là {word}");
                source.find(&after, &is).any(|at| {
                    let rest = source.low_from(at + is.len(), &after).trim_start();
                    rest.is_empty() || source.at(at + is.len() + 1, &after, &["thoát", "làm", "nghèo"]).is_some()
                })
            });
        // "trong đó có 8 trẻ em gái", "trong đó 12 nữ".
        let unit = numeral.span.end..unit_end;
        let among = source.has_any(&before_clause, &["trong đó", "trong số đó", "gồm"])
            && (source.has_any(&unit, &words) || starts_with_word(source, unit_end, sentence, &words));
        // "phụ nữ chiếm 31%", "tỉ lệ nữ … 27%".
        let share = is_share
            && words.iter().any(|word| {
                source.find(&before_clause, word).last().is_some_and(|at| {
                    let between = at + word.len()..numeral.span.start;
                    let of_role = source.at(at, &before_clause, &[word]).is_some_and(|end| {
                        source.at(end + 1, &before_clause, &ROLES).is_some() && source.has_any(&between, &["đạt", "là"])
                    });
                    of_role
                        || source.has_any(&between, &["chiếm"])
                        || source.has_any(&(before_clause.start..at), &["tỉ lệ", "tỷ lệ"])
                            && source.at(at, &before_clause, &[word]).is_some()
                })
            });
        // "9 hộ khó khăn, hộ neo đơn có chủ hộ là nữ".
        let headed = sex == Sex::Female
            && source.has_any(
                &until_digit(source, unit_end, sentence),
                &["có chủ hộ là nữ", "có chủ hộ là phụ nữ", "do phụ nữ làm chủ hộ", "do nữ làm chủ hộ"],
            );
        // "nạn nhân nữ 2 người", "(nữ: 820 người)".
        let labels = if sex == Sex::Female { FEMALE_LABELS } else { MALE_LABELS };
        let labelled = !is_share && labels.iter().any(|word| is_labelled(source, numeral.span.start, sentence, word));
        if told || among || share || headed || labelled {
            return Some(sex);
        }
    }
    None
}

/// The word for a sex right before a number: `nữ 12`, but not `phụ nữ 12` or `Việt Nam 12`.
fn is_labelled(source: &Source<'_>, at: usize, sentence: &Range<usize>, word: &str) -> bool {
    let before = source.low.get(sentence.start..at).unwrap_or_default().trim_end_matches([' ', ':']);
    let before = before.strip_suffix(" là").or_else(|| before.strip_suffix(" có")).unwrap_or(before).trim_end();
    let Some(head) = before.strip_suffix(word) else { return false };
    let names = ["phụ ", "hội ", "việt ", "hà ", "quảng ", "miền ", "phía ", "đông ", "tây "];
    !names.iter().any(|part| head.ends_with(part)) && (head.is_empty() || head.ends_with([' ', '(']))
}

fn starts_with_word(source: &Source<'_>, at: usize, within: &Range<usize>, words: &[&str]) -> bool {
    let rest = source.low_from(at, within);
    let start = at + (rest.len() - rest.trim_start().len());
    source.at(start, within, words).is_some()
}

/// From after a unit to the end of its clause; another figure ends it too.
fn clause_after(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Range<usize> {
    let rest = source.low_from(at, sentence);
    let stop = rest
        .char_indices()
        .find(|(_, c)| matches!(c, ',' | ';' | '.' | ':' | ')' | '(') || c.is_ascii_digit())
        .map_or(rest.len(), |(at, _)| at);
    at..at + stop
}

/// From after a unit to the next figure or the end of the sentence.
fn until_digit(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Range<usize> {
    let rest = source.low_from(at, sentence);
    at..at + rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len())
}

/// From the start of a clause to a number.
pub(super) fn clause_before(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Range<usize> {
    let before = source.low.get(sentence.start..at).unwrap_or_default();
    before.rfind([',', ';', ':', '(']).map_or(sentence.start, |stop| sentence.start + stop + 1)..at
}
