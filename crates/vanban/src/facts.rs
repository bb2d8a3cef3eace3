//! What a document states: every fact with its place in the normalised text.

use crate::date::PartialDate;
use crate::read::confidence::Doubt;
use std::ops::Range;

/// A value read from a document, with the bytes of the normalised text that state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value, in its typed form.
    pub value: T,
    /// Byte range in [`crate::read::Reading::text`].
    pub span: Range<usize>,
    /// Name of the rule that read it, for explaining.
    pub rule: &'static str,
}

/// One fact on the walk over all of them, with what there is to say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Its place among the facts, as in the JSON: `number`, `legal_bases[1].date`.
    pub path: String,
    /// Its value, as in the JSON.
    pub value: serde_json::Value,
    /// Byte range in [`crate::read::Reading::text`].
    pub span: Range<usize>,
    /// Name of the rule that read it; [`crate::read::explain::rule`] describes it.
    pub rule: &'static str,
    /// How likely it is right, from 0 to 1: see [`crate::read::confidence`].
    pub confidence: f64,
    /// What speaks against it; each lowers the confidence.
    pub doubts: Vec<Doubt>,
}

impl Stated {
    /// Confidence from which on a fact may be taken over without a look.
    pub const SURE: f64 = 0.9;

    /// Whether a person should look at it: the confidence is below [`Self::SURE`].
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.confidence < Self::SURE
    }
}

/// The kinds of text told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocKind {
    /// Kế hoạch.
    Plan,
    /// Báo cáo.
    Report,
    /// Công văn: an official letter, no type line.
    Dispatch,
    /// A press article or web page.
    News,
    /// Any other named type: tờ trình, thông báo, quyết định …
    Other,
}

/// The level of government a body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Government, ministries and central bodies.
    Central,
    /// Province or centrally run city.
    Province,
    /// District, or a city or town inside a province (until July 2025).
    District,
    /// Commune, ward or special zone.
    Commune,
    /// A department, school or other agency under one of the above.
    Agency,
}

/// Kinds of main event in a notice or article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum EventKind {
    Launch,
    Rally,
    Conference,
    Training,
    Parade,
    Exhibition,
    Visit,
    PressConference,
    Inspection,
    Award,
    Signing,
    Festival,
    Other,
}

/// The main event a text tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What kind of event.
    pub kind: Fact<EventKind>,
    /// First day.
    pub date: Option<Fact<PartialDate>>,
    /// Last day, when it lasts more than one.
    pub date_end: Option<Fact<PartialDate>>,
    /// Where, as written.
    pub place: Option<Fact<String>>,
    /// Who holds it, as written.
    pub hosts: Vec<Fact<String>>,
}

/// A document or law cited as a basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalBasis {
    /// Number and symbol, for a numbered document.
    pub number: Option<Fact<String>>,
    /// Name, for a law cited by name.
    pub name: Option<Fact<String>>,
    /// Date of issue as stated.
    pub date: Option<Fact<PartialDate>>,
    /// Issuing body as stated.
    pub issuer: Option<Fact<String>>,
}

/// A dated due point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day by which.
    pub date: Fact<PartialDate>,
    /// What is due.
    pub what: Fact<String>,
}

/// Work given to a named body or person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The whole task as printed, number or bullet dropped; starts with the sentence or cell that gives it.
    pub text: Fact<String>,
    /// Who leads, as written.
    pub lead: Option<Fact<String>>,
    /// Who joins in, as written.
    pub coordinating: Vec<Fact<String>>,
    /// The deadline as written.
    pub deadline: Option<Fact<String>>,
}

/// Who signed, and in whose name (Decree 30/2020, appendix I, part II, item 7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signer {
    /// Lines of authority above the title: `TM. …`, `KT. …`.
    pub authority: Vec<Fact<String>>,
    /// Position of the person who signs.
    pub title: Option<Fact<String>>,
    /// Full name.
    pub name: Option<Fact<String>>,
}

/// A number in the text: an exact value, or a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// One value.
    Exact(f64),
    /// From, to.
    Range(f64, f64),
}

/// A count, measure or percentage.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// How many.
    pub value: Fact<Quantity>,
    /// Of what, the counted noun.
    pub unit: Option<Fact<String>>,
    /// The phrase that says what is counted.
    pub what: Fact<String>,
    /// Women among a mixed group, when this figure tells it.
    pub female: Option<Fact<Quantity>>,
    /// Men among a mixed group, when this figure tells it.
    pub male: Option<Fact<Quantity>>,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Đồng.
    pub vnd: Fact<i64>,
    /// What it is for or worth.
    pub what: Fact<String>,
}

/// Everything read from one document. An absent field means the text does not state it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Kind of text.
    pub kind: Option<Fact<DocKind>>,
    /// Headline, or the summary line under the type.
    pub title: Option<Fact<String>>,
    /// Number with symbol, `144/KH-UBND`.
    pub number: Option<Fact<String>>,
    /// Symbol alone, where the serial number is still blank: `/KH-SCT`.
    pub symbol: Option<Fact<String>>,
    /// Date of issue.
    pub issue_date: Option<Fact<PartialDate>>,
    /// Issuing body.
    pub issuer: Option<Fact<String>>,
    /// Its level.
    pub issuer_level: Option<Fact<Level>>,
    /// Provinces and districts the text is about.
    pub places: Vec<Fact<String>>,
    /// Campaign year.
    pub year: Option<Fact<i16>>,
    /// Campaign name.
    pub campaign: Option<Fact<String>>,
    /// Theme of the campaign.
    pub theme: Option<Fact<String>>,
    /// First day of the campaign.
    pub period_start: Option<Fact<PartialDate>>,
    /// Last day of the campaign.
    pub period_end: Option<Fact<PartialDate>>,
    /// Main event.
    pub event: Option<Event>,
    /// Documents and laws cited as bases.
    pub legal_bases: Vec<LegalBasis>,
    /// Dated due points.
    pub deadlines: Vec<Deadline>,
    /// Units told to lead.
    pub lead_units: Vec<Fact<String>>,
    /// Work given to named bodies (plans).
    pub tasks: Vec<Task>,
    /// Lines of `Nơi nhận`.
    pub recipients: Vec<Fact<String>>,
    /// Lines of `Kính gửi`.
    pub addressees: Vec<Fact<String>>,
    /// Signature block.
    pub signer: Option<Signer>,
    /// The other signature blocks of a document issued together, in the order of the text.
    pub co_signers: Vec<Signer>,
    /// Counts, measures, percentages.
    pub figures: Vec<Figure>,
    /// Amounts of money.
    pub money: Vec<Money>,
    /// Protection models named.
    pub models: Vec<Fact<String>>,
}
