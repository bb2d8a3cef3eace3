//! How likely a fact is right.
//!
//! A confidence is a measurement, not a feeling. Each rule was counted on a set of annotated documents: how many of the
//! facts it gave were right ([`Calibration`]). A rule that was seen seldom borrows from its family, the rules whose names
//! start with the same word (`theme.quoted`, `theme.heading`; descriptions, `….what`, are a family of their own), and a
//! small family from all rules:
//!
//! | share | from |
//! |---|---|
//! | of all | `(right + ½) / (seen + 1)` of all rules: the mean of the posterior under Jeffreys' prior |
//! | of the family | `(right + K · share of all) / (seen + K)` of its rules |
//! | of the rule | `(right + K · share of the family) / (seen + K)` |
//!
//! with `K` = [`PRIOR`]: what is borrowed weighs as much as that many facts. It is the mean of a Beta posterior whose
//! prior is centred on the wider group, so a rule with many facts stands on its own counts, and one with few near its
//! relatives. A rule seen less than [`SEEN`] times, of a family seen less than [`SEEN_OF_FAMILY`] times, stays under
//! [`Stated::SURE`]. What can be seen against a single fact while reading it, a [`Doubt`], lowers its share by a fixed factor.
//!
//! The counts that come with the crate are in `lexicon/confidence.toml`, made by `cargo run -p vanban --example
//! calibrate`. Who has annotated documents of their own can count again and read with
//! [`Reading::facts_in_order_by`].

use super::lexicon::lexicon;
use super::{Format, Reading};
use crate::facts::{DocKind, Facts, Stated};
use crate::read::lexicon::TypeKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Bytes from which the name of a body, place or person is too long to be one.
const LONG_NAME: usize = 300;

/// Facts that what is borrowed from a wider group of rules weighs as much as.
pub const PRIOR: f64 = 4.0;

/// Times a rule, or else its family, was seen before its facts may be taken over without a look.
pub const SEEN: u32 = 2;

/// The same for a family, which vouches for rules that were seen less often than [`SEEN`].
pub const SEEN_OF_FAMILY: u32 = 20;

/// Confidence of a rule that neither its own facts nor its family vouch for, at most.
const UNPROVEN: f64 = 0.89;

/// How often each rule was right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calibration {
    /// Documents it was counted on.
    pub documents: usize,
    /// The counts, by the name of the rule.
    pub rules: BTreeMap<String, Tally>,
}

/// Facts counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Facts that were right.
    pub right: u32,
    /// Facts that were judged.
    pub seen: u32,
}

impl Tally {
    /// Counts one fact more.
    pub fn count(&mut self, is_right: bool) {
        self.right += u32::from(is_right);
        self.seen += 1;
    }

    /// The share that is right, as far as the counts alone tell: `(right + ½) / (seen + 1)`.
    #[must_use]
    pub fn share(self) -> f64 {
        (f64::from(self.right) + 0.5) / f64::from(self.seen + 1)
    }

    /// The share that is right, where `prior` is the share of a wider group: see [`PRIOR`].
    #[must_use]
    pub fn share_within(self, prior: f64) -> f64 {
        (f64::from(self.right) + PRIOR * prior) / (f64::from(self.seen) + PRIOR)
    }
}

impl Calibration {
    /// The counts that come with the crate.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Calibration> = OnceLock::new();
        // A part of the program: a test sees to it that it parses.
        BUNDLED.get_or_init(|| toml::from_str(include_str!("../../lexicon/confidence.toml")).unwrap_or_default())
    }

    /// Counts one fact of a rule.
    pub fn count(&mut self, rule: &str, is_right: bool) {
        self.rules.entry(rule.to_owned()).or_default().count(is_right);
    }

    /// The counts without those of a document that is among them.
    #[must_use]
    pub fn without(&self, document: &Self) -> Self {
        let mut rest = self.clone();
        rest.documents = rest.documents.saturating_sub(document.documents);
        for (rule, counted) in &document.rules {
            if let Some(tally) = rest.rules.get_mut(rule) {
                tally.right = tally.right.saturating_sub(counted.right);
                tally.seen = tally.seen.saturating_sub(counted.seen);
            }
        }
        rest
    }

    /// The counts as if a rule had never been seen.
    #[must_use]
    pub fn without_rule(&self, rule: &str) -> Self {
        let mut rest = self.clone();
        rest.rules.remove(rule);
        rest
    }

    /// How likely a fact of a rule is right, when nothing speaks against it.
    #[must_use]
    pub fn confidence(&self, rule: &str) -> f64 {
        let relatives = self.sum(|other| family(other) == family(rule));
        let own = self.rules.get(rule).copied().unwrap_or_default();
        let share = own.share_within(relatives.share_within(self.sum(|_| true).share()));
        let is_proven = own.seen >= SEEN || relatives.seen >= SEEN_OF_FAMILY;
        if is_proven { share } else { share.min(UNPROVEN) }
    }

    /// The counts of some of the rules together.
    fn sum(&self, is_in: impl Fn(&str) -> bool) -> Tally {
        let rules = self.rules.iter().filter(|(rule, _)| is_in(rule));
        rules.fold(Tally::default(), |sum, (_, tally)| Tally {
            right: sum.right + tally.right,
            seen: sum.seen + tally.seen,
        })
    }
}

/// The first word of a rule's name: rules that start with it read the same part of a document. Descriptions are worded
/// freely wherever they stand; they are a family.
fn family(rule: &str) -> &str {
    if rule.ends_with(".what") { "what" } else { rule.split('.').next().unwrap_or(rule) }
}

/// What can be seen to speak against a fact. The factors are set by hand: too few facts of the annotated documents are
/// in doubt to measure them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Doubt {
    /// Its text holds characters that no office types: the file or its encoding was damaged.
    DamagedText,
    /// The year is not written beside the day; it was taken from the rest of the text.
    YearInferred,
    /// Due, or at an end, before the document was issued.
    BeforeIssue,
    /// A document cited here that is younger than this one.
    YoungerThanDocument,
    /// The last day comes before the first.
    EndsBeforeStart,
    /// The symbol is that of another type of document.
    SymbolOfAnotherType,
    /// The name of the signer is not written as the name of a person.
    NotAPersonsName,
    /// Longer than names are.
    LongName,
    /// From a PDF, which keeps where words stand on a page but not what belongs together.
    FromPdf,
}

impl Doubt {
    /// Every doubt.
    pub const ALL: [Self; 9] = [
        Self::DamagedText,
        Self::YearInferred,
        Self::BeforeIssue,
        Self::YoungerThanDocument,
        Self::EndsBeforeStart,
        Self::SymbolOfAnotherType,
        Self::NotAPersonsName,
        Self::LongName,
        Self::FromPdf,
    ];

    /// What it leaves of the confidence.
    #[must_use]
    pub fn factor(self) -> f64 {
        match self {
            Self::FromPdf => 0.98,
            Self::YearInferred => 0.95,
            Self::LongName => 0.7,
            Self::BeforeIssue | Self::YoungerThanDocument | Self::SymbolOfAnotherType => 0.6,
            Self::DamagedText | Self::EndsBeforeStart | Self::NotAPersonsName => 0.5,
        }
    }

    /// Its name, for texts about it: `year-inferred`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DamagedText => "damaged-text",
            Self::YearInferred => "year-inferred",
            Self::BeforeIssue => "before-issue",
            Self::YoungerThanDocument => "younger-than-document",
            Self::EndsBeforeStart => "ends-before-start",
            Self::SymbolOfAnotherType => "symbol-of-another-type",
            Self::NotAPersonsName => "not-a-persons-name",
            Self::LongName => "long-name",
            Self::FromPdf => "from-pdf",
        }
    }
}

/// Everything that speaks against a fact.
pub(super) fn doubts(reading: &Reading, fact: &Stated) -> Vec<Doubt> {
    let text = reading.text.get(fact.span.clone()).unwrap_or_default();
    let facts = &reading.facts;
    let value = fact.value.as_str().unwrap_or_default();
    let keys: Vec<&str> = fact.path.split(['.', '[', ']']).filter(|key| !key.is_empty()).collect();
    let (first, last) = (keys.first().copied().unwrap_or_default(), keys.last().copied().unwrap_or_default());
    let mut found = Vec::new();
    let mut doubt = |is_so: bool, doubt: Doubt| {
        if is_so {
            found.push(doubt);
        }
    };
    doubt(text.contains(is_damage), Doubt::DamagedText);
    let issued = facts.issue_date.as_ref().map(|date| date.value.to_string()).unwrap_or_default();
    match (first, last) {
        ("deadlines", "date") => doubt(is_before(value, &issued), Doubt::BeforeIssue),
        ("legal_bases", "date") => doubt(is_before(&issued, value), Doubt::YoungerThanDocument),
        ("period_start" | "period_end", _) => {
            let day = |date: &Option<crate::facts::Fact<crate::date::PartialDate>>| {
                date.as_ref().map(|date| date.value.to_string()).unwrap_or_default()
            };
            doubt(is_before(&day(&facts.period_end), &day(&facts.period_start)), Doubt::EndsBeforeStart);
            doubt(first == "period_end" && is_before(value, &issued), Doubt::BeforeIssue);
        }
        ("number" | "symbol" | "doc_kind", _) => doubt(is_of_another_type(facts), Doubt::SymbolOfAnotherType),
        ("signer", "name") => doubt(!is_persons_name(value), Doubt::NotAPersonsName),
        _ => {}
    }
    let is_date = matches!(last, "date" | "date_end" | "period_start" | "period_end" | "issue_date");
    doubt(is_date && is_full(value) && !has_year(text, value), Doubt::YearInferred);
    let is_name = matches!(first, "issuer" | "place" | "lead_units" | "addressees" | "recipients" | "signer")
        || matches!(last, "lead" | "issuer" | "place")
        || keys.contains(&"host")
        || keys.contains(&"coordinating");
    doubt(is_name && value.len() > LONG_NAME, Doubt::LongName);
    doubt(reading.format == Format::Pdf, Doubt::FromPdf);
    found
}

/// The replacement character, private-use characters of symbol fonts, control characters, and characters that a text
/// in an old font encoding is left with where it was not converted.
fn is_damage(c: char) -> bool {
    c == '\u{FFFD}'
        || matches!(c, '¸' | 'µ' | '¶' | '¹' | '®' | '¬' | '¨' | 'ß' | 'ñ' | 'Ñ' | 'ð' | 'Ð' | 'þ' | 'Þ')
        || matches!(c, '\u{E000}'..='\u{F8FF}')
        || c.is_control() && !matches!(c, '\n' | '\t')
}

/// Whether one ISO date lies before another, as far as both are stated. Dates without a year lie nowhere.
fn is_before(a: &str, b: &str) -> bool {
    let stated = |date: &str| date.starts_with(|c: char| c.is_ascii_digit());
    let both = a.len().min(b.len());
    stated(a) && stated(b) && a.get(..both) < b.get(..both)
}

fn is_full(date: &str) -> bool {
    date.len() == 10 && date.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the text of a date gives its year, in full or by its last two digits.
fn has_year(text: &str, date: &str) -> bool {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let year = date.get(..4).unwrap_or_default();
    numbers.contains(&year) || numbers.len() >= 3 && numbers.last().copied() == year.get(2..)
}

/// Whether the type line names one type and the symbol another: `KẾ HOẠCH` with the number `12/BC-UBND`.
fn is_of_another_type(facts: &Facts) -> bool {
    let symbol = facts.number.as_ref().or(facts.symbol.as_ref()).map(|fact| fact.value.as_str()).unwrap_or_default();
    let first = symbol.rsplit('/').next().unwrap_or_default().split('-').next().unwrap_or_default();
    let types = &lexicon().documents.types;
    let Some(named) = types.iter().find(|kind| !kind.abbreviation.is_empty() && kind.abbreviation == first) else {
        return false;
    };
    match facts.kind.as_ref().map(|kind| kind.value) {
        Some(DocKind::Plan) => named.kind != TypeKind::Plan,
        Some(DocKind::Report) => named.kind != TypeKind::Report,
        Some(DocKind::Dispatch | DocKind::Other) => named.kind != TypeKind::Other,
        Some(DocKind::News) | None => false,
    }
}

/// Two to six words of letters, each with a capital.
fn is_persons_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn doubts_of(text: &str, path: &str) -> Vec<Doubt> {
        let reading = read(text.as_bytes()).unwrap();
        let facts = reading.facts_in_order();
        facts.into_iter().find(|fact| fact.path == path).unwrap_or_else(|| panic!("no {path}")).doubts
    }

    fn plan(symbol: &str, basis: &str, due: &str, signer: &str) -> String {
        format!(
            "UBND TỈNH AN GIAO\nSố: 12/{symbol}-UBND\nAn Giao, ngày 3 tháng 5 năm 2031\nKẾ HOẠCH\nTổ chức hội thi của tỉnh\n\
             Căn cứ Quyết định số 7/QĐ-UBND ngày {basis} của Ủy ban nhân dân tỉnh về hội thi;\nI. TỔ CHỨC THỰC HIỆN\n\
             1. Giao Sở Nội vụ báo cáo kết quả trước ngày {due}.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n{signer}\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
        )
    }

    #[test]
    fn few_sightings_are_not_certainty() {
        let share = |right, seen| Tally { right, seen }.share();
        assert!((share(0, 0) - 0.5).abs() < 1e-9);
        assert!((share(1, 1) - 0.75).abs() < 1e-9);
        assert!(share(20, 40) < share(30, 40));
        let none = Calibration::default();
        assert!((none.confidence("theme.quoted") - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_rule_seen_seldom_stands_near_its_family() {
        let mut counted = Calibration::default();
        let mut count = |rule: &str, right: u32, seen: u32| {
            counted.rules.insert(rule.to_owned(), Tally { right, seen });
        };
        count("basis.numbered", 60, 60);
        count("basis.law", 3, 3);
        count("basis.rare", 1, 1);
        count("figure.value", 60, 60);
        count("figure.what", 40, 60);
        count("money.what", 2, 2);
        count("theme.quoted", 5, 5);
        count("theme.before", 1, 1);
        assert!(counted.confidence("basis.law") >= Stated::SURE, "few, but of a family that is right");
        assert!(counted.confidence("basis.never") >= Stated::SURE, "never seen, but of a family that is right");
        assert!(counted.confidence("money.what") < Stated::SURE, "few, of a family that errs");
        assert!(counted.confidence("theme.before") < Stated::SURE, "few, of a family of few");
        assert!((counted.confidence("figure.what") - 40.0 / 60.0).abs() < 0.02, "many stand on their own counts");
        assert!(counted.confidence("figure.value") > 0.98);
    }

    #[test]
    fn a_document_taken_out_leaves_no_trace() {
        let mut one = Calibration { documents: 1, ..Calibration::default() };
        one.count("number", true);
        let mut both = one.clone();
        both.documents = 2;
        both.count("number", false);
        let rest = both.without(&one);
        assert_eq!((rest.documents, rest.rules["number"]), (1, Tally { right: 0, seen: 1 }));
    }

    #[test]
    fn the_counts_that_come_with_the_crate_parse() {
        let bundled = Calibration::bundled();
        assert!(bundled.documents > 0 && !bundled.rules.is_empty());
        assert!(bundled.rules.values().all(|tally| tally.right <= tally.seen));
    }

    #[test]
    fn a_plan_in_order_raises_no_doubt() {
        let sound = plan("KH", "8/7/2030", "20/12/2031", "Nguyễn Thị Mẫu");
        for path in ["number", "doc_kind", "legal_bases[0].date", "deadlines[0].date", "signer.name", "issue_date"] {
            assert_eq!(doubts_of(&sound, path), [], "{path}");
        }
    }

    #[test]
    fn what_contradicts_itself_is_doubted() {
        assert_eq!(
            doubts_of(&plan("BC", "8/7/2030", "20/12/2031", "Nguyễn Thị Mẫu"), "number"),
            [Doubt::SymbolOfAnotherType]
        );
        let basis = plan("KH", "8/7/2033", "20/12/2031", "Nguyễn Thị Mẫu");
        assert_eq!(doubts_of(&basis, "legal_bases[0].date"), [Doubt::YoungerThanDocument]);
        let mut late = read(plan("KH", "8/7/2030", "20/12/2031", "Nguyễn Thị Mẫu").as_bytes()).unwrap();
        late.facts.issue_date.as_mut().unwrap().value = crate::date::PartialDate::Month { year: 2032, month: 1 };
        assert_eq!(late.facts_at("deadlines[0].date")[0].doubts, [Doubt::BeforeIssue]);
        let unwritten = plan("KH", "8/7/2030", "20/12", "Nguyễn Thị Mẫu");
        assert_eq!(doubts_of(&unwritten, "deadlines[0].date"), [Doubt::YearInferred]);
    }

    #[test]
    fn names_of_people() {
        assert!(is_persons_name("Nguyễn Thị Mẫu") && is_persons_name("Y Mẫu Niê"));
        assert!(!is_persons_name("Mẫu") && !is_persons_name("Số 12") && !is_persons_name("đã ký"));
    }

    #[test]
    fn dates_lie_before_one_another_as_far_as_stated() {
        assert!(is_before("2031-02-01", "2031-03"));
        assert!(!is_before("2031-03-01", "2031-03") && !is_before("--11-18", "2031-01-01") && !is_before("", "2031"));
        assert!(has_year("3/5/31", "2031-05-03") && !has_year("31/5", "2031-05-31"));
    }
}
