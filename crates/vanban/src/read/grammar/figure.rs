//! Counts, measures, percentages, and amounts of money.

use super::numeral::{Numeral, numerals};
use super::sex::{Sex, continued, is_one_sex, sex};
use crate::facts::{Fact, Figure, Money, Quantity};
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::collections::HashMap;
use std::ops::Range;

/// What a number counts.
enum Counted {
    Money(Range<usize>),
    Unit(Range<usize>),
    /// The noun was named with an earlier number.
    Elided,
}

/// Amounts read from one text at most.
const MOST_MONEY: usize = 2_000;

/// Bytes of a phrase that says what is counted.
const PHRASE: usize = 160;

/// Every figure and amount in the sentences. A figure told again in a later paragraph counts once.
pub(super) fn all(source: &Source<'_>, sentences: &[Range<usize>]) -> (Vec<Figure>, Vec<Money>) {
    let mut figures: Vec<Figure> = Vec::new();
    let mut money: Vec<Money> = Vec::new();
    let mut line = 0..0;
    let mut told = Told::default();
    for sentence in sentences {
        if !line.contains(&sentence.start) {
            line = source.line_at(sentence.start).map_or(0..0, |i| source.span(i));
            told.paragraph_ends();
        }
        for numeral in numerals(source, sentence) {
            match counted(source, &numeral, sentence) {
                Some(Counted::Money(span)) => push_money(source, &numeral, &span, sentence, &mut money),
                Some(Counted::Unit(unit)) => {
                    let unit = source.verbatim(unit, "figure.unit");
                    push_figure(source, &numeral, Some(unit), sentence, &mut told, &mut figures);
                }
                Some(Counted::Elided) => {
                    let unit =
                        figures.iter().rev().filter_map(|figure| figure.unit.clone()).find(|unit| unit.value != "%");
                    if unit.is_some() {
                        push_figure(source, &numeral, unit, sentence, &mut told, &mut figures);
                    }
                }
                None => {}
            }
        }
    }
    (figures, money)
}

fn push_figure(
    source: &Source<'_>,
    numeral: &Numeral,
    unit: Option<Fact<String>>,
    sentence: &Range<usize>,
    told: &mut Told,
    figures: &mut Vec<Figure>,
) {
    let end = unit.as_ref().map_or(numeral.span.end, |unit| unit.span.end.max(numeral.span.end));
    let what = phrase(source, numeral.span.start, end, sentence);
    let unit_name = unit.as_ref().map(|unit| unit.value.to_lowercase());
    if unit_name.as_ref().is_some_and(|unit| told.before(numeral.quantity, unit)) {
        return;
    }
    told.here.extend(unit_name.map(|unit| (key(numeral.quantity), unit)));
    let value = Fact { value: numeral.quantity, span: numeral.span.clone(), rule: "figure.value" };
    let sex = sex(source, numeral, end, sentence).or_else(|| continued(source, numeral, end, figures));
    let of = |wanted| (sex == Some(wanted)).then(|| Fact { rule: "figure.sex", ..value.clone() });
    let (female, male) = (of(Sex::Female), of(Sex::Male));
    figures.push(Figure { value, unit, what: source.verbatim(what, "figure.what"), female, male });
}

/// Figures told so far: those of earlier paragraphs are not told again.
#[derive(Default)]
struct Told {
    earlier: HashMap<(u64, u64), Vec<String>>,
    here: Vec<((u64, u64), String)>,
}

impl Told {
    fn paragraph_ends(&mut self) {
        for (key, unit) in self.here.drain(..) {
            self.earlier.entry(key).or_default().push(unit);
        }
    }

    /// One unit within the other is the same: `em học sinh` and `học sinh`.
    fn before(&self, quantity: Quantity, unit: &str) -> bool {
        let units = self.earlier.get(&key(quantity));
        units.is_some_and(|units| units.iter().any(|other| other.contains(unit) || unit.contains(other.as_str())))
    }
}

/// The bits of a quantity, to look it up by.
fn key(quantity: Quantity) -> (u64, u64) {
    match quantity {
        Quantity::Exact(value) => (value.to_bits(), value.to_bits()),
        Quantity::Range(low, high) => (low.to_bits(), high.to_bits()),
    }
}

fn push_money(
    source: &Source<'_>,
    numeral: &Numeral,
    unit: &Range<usize>,
    sentence: &Range<usize>,
    money: &mut Vec<Money>,
) {
    let (Quantity::Exact(value) | Quantity::Range(_, value)) = numeral.quantity;
    if !(1.0..9e15).contains(&value) {
        return;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within 2^53, checked above")]
    let vnd = value.round() as i64;
    let span = numeral.span.start..unit.end;
    let told = money.iter().any(|other| other.vnd.value == vnd);
    if !told && money.len() < MOST_MONEY {
        let what = phrase(source, span.start, span.end, sentence);
        money.push(Money {
            vnd: Fact { value: vnd, span, rule: "money.vnd" },
            what: source.verbatim(what, "money.what"),
        });
    }
}

/// The clause around a figure.
fn phrase(source: &Source<'_>, start: usize, end: usize, sentence: &Range<usize>) -> Range<usize> {
    let before = source.text.get(sentence.start..start).unwrap_or_default();
    let cut = |c: char| matches!(c, ',' | ';' | ':' | '(' | '“' | '”' | '"' | '\n');
    let after_cut = |(at, c): (usize, char)| sentence.start + at + c.len_utf8();
    let mut from = before.char_indices().rev().find(|(_, c)| cut(*c)).map_or(sentence.start, after_cut);
    if start - from > PHRASE {
        from = start;
    }
    // "Ban Kiểm soát gồm: 7 người": what stands before the colon is what is counted.
    if source.text.get(from..start).is_some_and(|s| s.trim().is_empty())
        && let Some(colon) = before.trim_end().strip_suffix(':')
    {
        let earlier = colon.rfind([',', ';', '.', '(']).map_or(sentence.start, |at| sentence.start + at + 1);
        from = if start - earlier <= PHRASE { earlier } else { from };
    }
    let after = source.str_from(end, sentence);
    let stop = after.find([',', ';', '(', ')', '”', '"', '\n']).unwrap_or(after.len());
    let to = if stop > PHRASE { end } else { end + stop };
    // "30/30 quận", "đạt 65%" alone say nothing: the clause before does.
    let is_bare = source.words(&(from..start)).len() <= 1 && source.words(&(end..to.max(end))).is_empty();
    if is_bare && from > sentence.start {
        let earlier = source.text.get(sentence.start..from).unwrap_or_default().trim_end_matches(cut);
        let cut_before = earlier.char_indices().rev().find(|(_, c)| cut(*c)).map_or(sentence.start, after_cut);
        from = if start - cut_before <= PHRASE { cut_before } else { from };
    }
    source.trim(from..to.max(end), &['.', ',', ';', '-', '/', '!', '*'])
}

/// What a number counts, by the word after it.
fn counted(source: &Source<'_>, numeral: &Numeral, sentence: &Range<usize>) -> Option<Counted> {
    let units = &lexicon().units;
    let rest = source.low_from(numeral.span.end, sentence);
    let mut at = numeral.span.end + (rest.len() - rest.trim_start_matches(' ').len());
    // "07 (bảy) lớp": the number again in words.
    if source.low_from(at, sentence).starts_with('(')
        && let Some(close) = source.low_from(at, sentence).find(')').filter(|close| *close < 30)
    {
        let after = source.low_from(at + close + 1, sentence);
        at += close + 1 + (after.len() - after.trim_start().len());
    }
    let here = source.low_from(at, sentence);
    if at == numeral.span.end
        && let Some(end) = attached(here).map(|length| at + length)
    {
        return Some(Counted::Unit(at..end));
    }
    if here.starts_with('%') {
        return Some(Counted::Unit(at..at + 1));
    }
    if let Some(end) = currency(source, at, numeral.span.end, sentence) {
        return Some(Counted::Money(at..end));
    }
    if let Some(end) = source.at(at, sentence, &units.excluded) {
        let also_noun = source.at(at, sentence, &units.nouns).is_some_and(|noun| noun > end);
        if !also_noun {
            return None;
        }
    }
    if let Some(end) = source.at(at, sentence, &units.nouns).or_else(|| source.at(at, sentence, &units.measures)) {
        return Some(Counted::Unit(at..end));
    }
    // "tăng 210 người, trong đó nữ 120."
    let ends = here.is_empty() || here.starts_with([',', '.', ';', ')']);
    if ends && !numeral.like_year && is_one_sex(source, numeral.span.start, sentence) {
        return Some(Counted::Elided);
    }
    let first = here.chars().next()?;
    if !first.is_alphabetic() || source.is_capital(at) || at == numeral.span.end && first.is_alphabetic() {
        return None;
    }
    if source.at(at, sentence, &units.elided_before).is_some() && !numeral.like_year && is_round_count(numeral) {
        return Some(Counted::Elided);
    }
    if source.at(at, sentence, &units.not_nouns).is_some() {
        return None;
    }
    let end = at + here.find(|c: char| !c.is_alphanumeric()).unwrap_or(here.len());
    let word = source.low.get(at..end)?;
    if numeral.like_year && word != "người" {
        return None;
    }
    Some(Counted::Unit(at..noun_end(source, word, end, sentence)))
}

/// The end of a word or sign for đồng.
fn currency(source: &Source<'_>, at: usize, number_end: usize, sentence: &Range<usize>) -> Option<usize> {
    // "15.000.000đ".
    let mut marks = source.low_from(at, sentence).chars();
    if at == number_end && marks.next() == Some('đ') && !marks.next().is_some_and(char::is_alphanumeric) {
        return Some(at + 'đ'.len_utf8());
    }
    // "65 đồng chí" are people.
    if source.at(at, sentence, &["đồng chí", "đồng bào"]).is_some() {
        return None;
    }
    source.at(at, sentence, &["đồng", "vnđ", "vnd", "đ"])
}

/// The end of a counted noun that is not in the lexicon: most have two syllables (`huy chương`); those of one, and
/// those that only classify (`chiếc`), are known.
fn noun_end(source: &Source<'_>, word: &str, end: usize, sentence: &Range<usize>) -> usize {
    let units = &lexicon().units;
    let next = end + 1;
    if let Some(noun) = source.at(next, sentence, &units.nouns).filter(|_| units.classifiers.iter().any(|c| c == word))
    {
        return noun;
    }
    let short = units.classifiers.iter().chain(&units.short_nouns).any(|noun| noun == word);
    let after = source.low_from(end, sentence);
    let joins = after.starts_with(' ') && after.get(1..).is_some_and(|next| next.starts_with(char::is_alphabetic));
    let ends = [&units.not_nouns, &units.excluded, &lexicon().bodies.ends];
    if short || !joins || source.is_capital(next) || ends.iter().any(|words| source.at(next, sentence, words).is_some())
    {
        return end;
    }
    next + after.get(1..).and_then(|next| next.find(|c: char| !c.is_alphanumeric())).unwrap_or(after.len() - 1)
}

/// A measure written onto its number: `41kg`.
fn attached(here: &str) -> Option<usize> {
    let word = here.get(..here.find(|c: char| !c.is_alphanumeric()).unwrap_or(here.len()))?;
    lexicon().units.measures.iter().any(|measure| measure == word && word != "g").then_some(word.len())
}

/// An elided noun is only supplied for counts of people or things, not for small numbers in running text.
fn is_round_count(numeral: &Numeral) -> bool {
    matches!(numeral.quantity, Quantity::Exact(value) if value >= 100.0 && value.fract() == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn read(text: &str) -> (Vec<Figure>, Vec<Money>) {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        let sentences: Vec<_> = (0..source.lines.len()).flat_map(|i| source.sentences(&source.span(i))).collect();
        all(&source, &sentences)
    }

    fn figures(text: &str) -> Vec<String> {
        read(text)
            .0
            .into_iter()
            .map(|figure| {
                let value = match figure.value.value {
                    Quantity::Exact(value) => value.to_string(),
                    Quantity::Range(low, high) => format!("{low}..{high}"),
                };
                let sex = if figure.female.is_some() { " nữ" } else { "" };
                format!("{value} {}{sex}", figure.unit.map(|unit| unit.value).unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn counts_measures_and_shares() {
        let table: [(&str, &[&str]); 21] = [
            ("Có hơn 1.250 người tới dự, 5,6 triệu trẻ em và 21% hộ nghèo.", &["1250 người", "5600000 trẻ em", "21 %"]),
            ("Trao 03 (ba) chiếc xe đạp và 41kg gạo.", &["3 chiếc xe đạp", "41 kg"]),
            ("Huy động 21/21 xã, phường ra quân.", &["21 xã, phường"]),
            ("Mỗi điểm có từ 5 đến 10 người.", &["5..10 người"]),
            ("Trong 3 ngày, từ 8h ngày 5/6, tại quận 1, bà Mẫu (35 tuổi) dự lần thứ 4.", &[]),
            ("Theo Quyết định số 12/QĐ-UBND năm 2031, Điều 5 khoản 2.", &[]),
            ("Thành lập 16 tổ và 16 tổ công tác.", &["16 tổ", "16 tổ"]),
            ("Phát 200 tờ rơi.\nĐến cuối buổi, 200 tờ rơi đã hết.", &["200 tờ rơi"]),
            ("Ban A có 03 người; Ban B có 03 người.", &["3 người", "3 người"]),
            ("Đường dây nóng 024.1234567 của xã.", &[]),
            ("Tổng số 120 em học sinh.", &["120 em học sinh"]),
            ("Giành 12 huy chương, 45/63 tỉnh thành dự; 2/3 dân số là nữ.", &["12 huy chương", "45 tỉnh thành"]),
            ("Mỗi ngày 6-7 trẻ em đuối nước.", &["6..7 trẻ em"]),
            (
                "Cả xã có 2.500 người lao động. Có khoảng 1.300 được tập huấn.",
                &["2500 người lao động", "1300 người lao động"],
            ),
            ("Cách mạng công nghiệp 4.0 hôm nay.", &[]),
            ("Thành phần: 650 học sinh. Điện thoại: 0912 tin.", &["650 học sinh"]),
            ("Có 65 đồng chí dự, đạt 6/8 chỉ tiêu; 1/3 số hộ.", &["65 đồng chí", "6 chỉ tiêu"]),
            ("Ra mắt mô hình “Gia đình 5 không, 3 sạch” với 30 hộ.", &["30 hộ"]),
            ("Cứ 10 trẻ thì có 3 em biết bơi.", &[]),
            ("Tòa án khu vực 3 tổ chức phiên tòa.", &[]),
            ("Có 214 CLB và 7 vòng bán kết, vòng 2 có 9 đội.", &["214 CLB", "7 vòng", "9 đội"]),
        ];
        for (text, expected) in table {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn one_sex_of_a_mixed_group() {
        let table: [(&str, &[&str]); 13] = [
            ("Xã có 40 hộ nghèo, trong đó 12 chủ hộ là nữ.", &["40 hộ nghèo", "12 chủ hộ nữ"]),
            ("Tặng 50 máy tính, trong đó có 20 em gái được nhận.", &["50 máy tính", "20 em gái nữ"]),
            ("Phụ nữ chiếm 31% số đại biểu.", &["31 % nữ"]),
            ("Tỷ lệ nữ lãnh đạo đạt 30%.", &["30 % nữ"]),
            ("Trao quà cho 20 phụ nữ khó khăn.", &["20 phụ nữ"]),
            ("Hơn 70% nạn nhân là nữ giới.", &["70 % nữ"]),
            ("Có 30 em bị xâm hại, trong đó nữ là 20 em.", &["30 em", "20 em nữ"]),
            ("Còn 2 vụ (nạn nhân là nữ 3 người).", &["2 vụ", "3 người nữ"]),
            ("Tăng 210 người nghiện, trong đó nữ 120.", &["210 người", "120 người nữ"]),
            ("Có 40 người nhiễm, trong đó nữ giới 12 người.", &["40 người", "12 người nữ"]),
            ("Có 25 nạn nhân, trong đó có 22 bé gái.", &["25 nạn nhân", "22 bé gái nữ"]),
            ("Tỷ lệ nữ cấp ủy cấp tỉnh đạt 17,5%, cấp xã đạt 25%.", &["17.5 % nữ", "25 % nữ"]),
            ("Có 12/22 bộ có lãnh đạo chủ chốt là nữ.", &["12 bộ"]),
        ];
        for (text, expected) in table {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn the_phrase_of_a_figure_is_its_clause() {
        let (figures, _) = read("Nhân rộng mô hình “Chi hội số” tại 100% cơ sở Hội; Ban Kiểm soát gồm: 7 người.");
        let phrases: Vec<&str> = figures.iter().map(|figure| figure.what.value.as_str()).collect();
        assert_eq!(phrases, ["tại 100% cơ sở Hội", "Ban Kiểm soát gồm: 7 người"]);
    }

    #[test]
    fn money_is_no_figure() {
        let (figures, money) =
            read("Tổng giá trị quà gần 1,25 tỷ đồng, mỗi suất 500.000 đồng, xây nhà 1 tỉ 200 triệu đồng.");
        assert!(figures.is_empty());
        let amounts: Vec<i64> = money.iter().map(|money| money.vnd.value).collect();
        assert_eq!(amounts, [1_250_000_000, 500_000, 1_200_000_000]);
    }
}
