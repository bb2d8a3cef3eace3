//! A plan beside what was read in it.

use super::claim::Claim;
use super::correct::{SINGLE, is_correctable, put_values};
use super::marked::Marked;
use super::{PlanError, Stored, form, root_of, stored};
use crate::Context;
use crate::campaign::{OpenError, OpenNote, cascade, outline};
use domain::campaign::Campaign;
use domain::draft::{Correction, Document, FactCorrection};
use domain::task::Resolver;
use domain::unit::{Hierarchy, UnitVersion};
use domain::{CivilDate, UnitId};
use locale::Language;
use std::collections::HashSet;
use std::ops::Range;
use vanban::facts::{Facts, Stated, Task};
use vanban::read::{Reading, explain};

/// Kinds of fact, by the first step of their paths, in the order people look at them.
const GROUPS: [&str; 24] = [
    "doc_kind",
    "number",
    "symbol",
    "issue_date",
    "issuer",
    "issuer_level",
    "title",
    "year",
    "campaign",
    "theme",
    "period_start",
    "period_end",
    "deadlines",
    "tasks",
    "legal_bases",
    "lead_units",
    "recipients",
    "addressees",
    "signer",
    "place",
    "event",
    "figures",
    "money",
    "models",
];

/// Characters of a sentence shown beside a fact.
const SENTENCE: usize = 320;

/// Units proposed for a name that none of them has.
const CANDIDATES: usize = 8;

/// What is said of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is as the reader read it.
    AsRead,
    /// A person said another value.
    Corrected {
        /// Who.
        by: String,
    },
    /// A person struck it out.
    Struck {
        /// Who.
        by: String,
    },
    /// Nothing was read.
    Missing,
}

/// A fact of a plan, as a person looks at it.
#[derive(Clone, Debug)]
pub struct FactView {
    /// Its path: `tasks[3].lead`.
    pub path: String,
    /// Its path as an id in a page: `tasks-3-lead`.
    pub anchor: String,
    /// The kind of fact: the first step of its path.
    pub group: &'static str,
    /// What counts now, as it is kept; shown by [`Claim::shown`].
    pub value: String,
    /// What the reader read.
    pub read: Option<String>,
    /// What it claims to be.
    pub claim: Claim,
    /// The sentence or table cell it stands in.
    pub sentence: String,
    /// How likely it is right, in percent, rounded down; none for one that a person filled in.
    pub confidence: Option<u8>,
    /// A person should look at it.
    pub is_doubtful: bool,
    /// What speaks against it, by name.
    pub doubts: Vec<&'static str>,
    /// What is said of it.
    pub standing: Standing,
    /// Another value can be said for it.
    pub can_correct: bool,
    /// What its rule does, in Vietnamese and English.
    pub rule: Option<(&'static str, &'static str)>,
}

impl FactView {
    /// The value as people of a language write it.
    #[must_use]
    pub fn shown(&self, language: Language) -> String {
        self.claim.shown(&self.value, language)
    }
}

/// A body named in a task, and the units that are meant.
#[derive(Clone, Debug)]
pub struct Named {
    /// Path of the fact that names it.
    pub path: String,
    /// The words of the plan, or what a person said instead.
    pub phrase: String,
    /// The units meant; none when the words name none of them.
    pub units: Vec<UnitVersion>,
    /// Struck out: nobody is meant.
    pub is_struck: bool,
    /// Units whose names come near, the nearest first, when none is meant.
    pub candidates: Vec<UnitVersion>,
}

/// A task of a plan, as it would be handed out.
#[derive(Clone, Debug)]
pub struct TaskView {
    /// Its number among the tasks that were read, from 1.
    pub number: usize,
    /// Path of the fact that begins it.
    pub path: String,
    /// Its words.
    pub text: String,
    /// Who leads.
    pub lead: Option<Named>,
    /// Who joins in.
    pub coordinating: Vec<Named>,
    /// The day by which.
    pub due_on: Option<CivilDate>,
    /// Struck out: it is no task.
    pub is_struck: bool,
}

/// What a campaign would be opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its name.
    pub name: String,
    /// Its year.
    pub year: i16,
    /// First and last day.
    pub period: (CivilDate, CivilDate),
    /// The plan does not state the period.
    pub is_period_assumed: bool,
    /// The day by which reports are due, when the plan gives one.
    pub due_on: Option<CivilDate>,
    /// Other days for reporting that the plan gives.
    pub other_days: Vec<CivilDate>,
}

/// A plan, its text, its facts, and what would be made of it.
#[derive(Debug)]
pub struct PlanView {
    /// The plan.
    pub document: Document,
    /// The unit it was brought for.
    pub home: UnitVersion,
    /// The unit that would run the campaign.
    pub root: UnitVersion,
    /// The unit above it, when there is one.
    pub above: Option<UnitVersion>,
    /// How many units below would report.
    pub units: usize,
    /// The campaign opened from it.
    pub campaign: Option<Campaign>,
    /// The text; a mark is the position of its fact in `facts`.
    pub text: Marked,
    /// The facts, by kind.
    pub facts: Vec<FactView>,
    /// The tasks.
    pub tasks: Vec<TaskView>,
    /// What a campaign would be opened with, or why none can be.
    pub proposal: Result<Proposal, OpenError>,
    /// Tables in it that are report forms: title and how many items.
    pub form_tables: Vec<(String, usize)>,
    /// The campaign of the unit before, whose form can be used again.
    pub last_year: Option<Campaign>,
}

/// A plan beside what was read in it.
///
/// # Errors
/// [`PlanError::Unknown`] and those of the store.
pub fn view(context: Context<'_>, digest: &str) -> Result<PlanView, PlanError> {
    let found = context.store.read(|session| stored(context, session, digest))?;
    let reading = found.reading(context)?;
    let (facts, spans) = facts(&reading, &found.corrections);
    let text = Marked::new(&reading, &spans);
    let form_tables = form::tables(&reading);
    let mut valued = Reading::clone(&reading);
    put_values(&mut valued.facts, &found.corrections);
    let root = root_of(&found, &valued);
    let tasks = tasks(&valued, &found, root);
    let corrected = found.corrected(context)?;
    let year = form::year_of(&corrected);
    let last_year = context.store.read(|session| form::campaign_before(session, root, year))?;
    let version = found.hierarchy.get(root).cloned().unwrap_or_else(|| found.home.clone());
    Ok(PlanView {
        above: version.parent.and_then(|above| found.hierarchy.get(above)).cloned(),
        units: found.hierarchy.subtree(root).len().saturating_sub(1),
        proposal: proposal(&corrected.facts),
        document: found.document,
        home: found.home,
        root: version,
        campaign: found.campaign,
        text,
        facts,
        tasks,
        form_tables,
        last_year,
    })
}

/// One fact of a plan, with the units near it when it names a body.
#[derive(Debug)]
pub struct OneFact {
    /// The fact.
    pub fact: FactView,
    /// The plan.
    pub document: Document,
    /// The units it names, when it names a body of a task.
    pub named: Option<Named>,
    /// A campaign was opened from the plan: nothing can be said any more.
    pub is_settled: bool,
}

/// One fact of a plan.
///
/// # Errors
/// [`PlanError::UnknownFact`], and those of [`view`].
pub fn fact(context: Context<'_>, digest: &str, path: &str) -> Result<OneFact, PlanError> {
    let found = context.store.read(|session| stored(context, session, digest))?;
    let mut reading = Reading::clone(&*found.reading(context)?);
    let unknown = || PlanError::UnknownFact(path.chars().take(80).collect());
    let fact = facts(&reading, &found.corrections).0.into_iter().find(|fact| fact.path == path).ok_or_else(unknown)?;
    put_values(&mut reading.facts, &found.corrections);
    let root = root_of(&found, &reading);
    let named = tasks(&reading, &found, root)
        .into_iter()
        .flat_map(|task| task.lead.into_iter().chain(task.coordinating))
        .find(|named| named.path == path);
    Ok(OneFact { fact, named, is_settled: found.campaign.is_some(), document: found.document })
}

/// A path as an id in a page.
fn anchor(path: &str) -> String {
    let folded = vanban::text::fold_plain(path);
    let mut anchor = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || c == '_' => anchor.push(c),
            _ if anchor.ends_with('-') || anchor.is_empty() => {}
            _ => anchor.push('-'),
        }
    }
    anchor.trim_end_matches('-').to_owned()
}

fn group(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

/// The facts by kind, with their places in the text (empty for what was not read).
fn facts(reading: &Reading, corrections: &[FactCorrection]) -> (Vec<FactView>, Vec<Range<usize>>) {
    let stated = reading.facts_in_order();
    let mut views = Vec::with_capacity(stated.len());
    for name in GROUPS {
        let mut found = stated.iter().filter(|fact| group(&fact.path) == name).peekable();
        if found.peek().is_none() && SINGLE.contains(&name) {
            views.push((missing(name, corrections), 0..0));
        }
        views.extend(found.map(|fact| (fact_view(reading, name, fact, corrections), fact.span.clone())));
    }
    views.into_iter().unzip()
}

fn said<'a>(corrections: &'a [FactCorrection], path: &str) -> Option<&'a FactCorrection> {
    corrections.iter().find(|said| said.fact == path && said.correction != Correction::AsRead)
}

fn missing(path: &'static str, corrections: &[FactCorrection]) -> FactView {
    let (value, standing) = match said(corrections, path) {
        Some(FactCorrection { correction: Correction::Value(value), by, .. }) => {
            (value.clone(), Standing::Corrected { by: by.clone() })
        }
        _ => (String::new(), Standing::Missing),
    };
    FactView {
        path: path.to_owned(),
        anchor: anchor(path),
        group: path,
        value,
        read: None,
        claim: Claim::of(path),
        sentence: String::new(),
        confidence: None,
        is_doubtful: standing == Standing::Missing,
        doubts: Vec::new(),
        standing,
        can_correct: true,
        rule: None,
    }
}

fn fact_view(reading: &Reading, group: &'static str, fact: &Stated, corrections: &[FactCorrection]) -> FactView {
    let whole_task = || fact.path.strip_prefix("tasks[")?.strip_suffix("].text_start")?.parse::<usize>().ok();
    let read = match whole_task().and_then(|at| reading.facts.tasks.get(at)) {
        Some(task) => task.text.value.clone(),
        None => fact.value.as_str().map_or_else(|| fact.value.to_string(), str::to_owned),
    };
    let (value, standing) = match said(corrections, &fact.path) {
        Some(FactCorrection { correction: Correction::Value(value), by, .. }) => {
            (value.clone(), Standing::Corrected { by: by.clone() })
        }
        Some(FactCorrection { correction: Correction::Struck, by, .. }) => {
            (read.clone(), Standing::Struck { by: by.clone() })
        }
        _ => (read.clone(), Standing::AsRead),
    };
    let sentence = reading.text.get(reading.sentence_around(&fact.span)).unwrap_or_default();
    let is_as_read = standing == Standing::AsRead;
    FactView {
        anchor: anchor(&fact.path),
        group,
        value,
        read: Some(read),
        claim: Claim::of(&fact.path),
        sentence: shortened(sentence),
        confidence: Some(percent(fact.confidence)),
        is_doubtful: is_as_read && fact.is_doubtful(),
        doubts: fact.doubts.iter().map(|doubt| doubt.name()).collect(),
        standing,
        can_correct: Claim::of(&fact.path) != Claim::Fixed && is_correctable(&reading.facts, &fact.path),
        rule: explain::rule(fact.rule).map(|rule| (rule.vi.as_str(), rule.en.as_str())),
        path: fact.path.clone(),
    }
}

fn percent(confidence: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100, made so here")]
    let percent = (confidence * 100.0 + 1e-9).floor().clamp(0.0, 100.0) as u8;
    percent
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= SENTENCE {
        return text;
    }
    text.chars().take(SENTENCE - 1).chain(['…']).collect()
}

/// The tasks with the units they would reach. Values that were said are in `reading`; nothing is struck yet, so that
/// positions are those of the paths.
fn tasks(reading: &Reading, found: &Stored, root: UnitId) -> Vec<TaskView> {
    let resolver = Resolver::new(&found.hierarchy, root);
    let struck: HashSet<&str> = found
        .corrections
        .iter()
        .filter(|said| said.correction == Correction::Struck)
        .map(|said| said.fact.as_str())
        .collect();
    let year = year(&reading.facts);
    let named = |path: String, phrase: &str| {
        let units = resolver.resolve(phrase).units;
        let candidates = if units.is_empty() { candidates(&found.hierarchy, root, phrase) } else { Vec::new() };
        Named {
            is_struck: struck.contains(path.as_str()),
            path,
            phrase: phrase.to_owned(),
            units: units.into_iter().filter_map(|unit| found.hierarchy.get(unit).cloned()).collect(),
            candidates,
        }
    };
    let task = |(at, task): (usize, &Task)| {
        let path = format!("tasks[{at}].text_start");
        let joins = task.coordinating.iter().enumerate();
        TaskView {
            number: at + 1,
            text: task.text.value.clone(),
            lead: task.lead.as_ref().map(|lead| named(format!("tasks[{at}].lead"), &lead.value)),
            coordinating: joins
                .map(|(within, body)| named(format!("tasks[{at}].coordinating[{within}]"), &body.value))
                .collect(),
            due_on: year.and_then(|year| cascade::due_on(year, &reading.facts, task)),
            is_struck: struck.contains(path.as_str()),
            path,
        }
    };
    reading.facts.tasks.iter().enumerate().map(task).collect()
}

fn year(facts: &Facts) -> Option<i16> {
    let stated = facts.year.as_ref().map(|year| year.value);
    stated.or_else(|| facts.issue_date.as_ref().and_then(|date| date.value.year()))
}

/// Units below `root` whose names share words with a phrase, the nearest first.
pub(crate) fn candidates(hierarchy: &Hierarchy, root: UnitId, phrase: &str) -> Vec<UnitVersion> {
    let words = |text: &str| -> HashSet<String> {
        vanban::text::fold_plain(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let wanted = words(phrase);
    let near = |version: &UnitVersion| {
        let own = words(&version.name);
        // Twice the words in common, in thousandths of all words of both.
        2_000 * own.intersection(&wanted).count() / (own.len() + wanted.len()).max(1)
    };
    let mut ranked: Vec<(usize, &UnitVersion)> = hierarchy
        .subtree(root)
        .into_iter()
        .filter_map(|unit| hierarchy.get(unit))
        .map(|version| (near(version), version))
        .filter(|(near, _)| *near >= 250)
        .collect();
    ranked.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
    ranked.into_iter().take(CANDIDATES).map(|(_, version)| version.clone()).collect()
}

fn proposal(facts: &Facts) -> Result<Proposal, OpenError> {
    let mut notes = Vec::new();
    let (outline, due_on) = match outline(facts, None, &mut notes) {
        // The day is asked for; everything else is as the plan says.
        Err(OpenError::NoDueDay) => (outline(facts, Some(CivilDate::MAX), &mut notes)?, None),
        outline => {
            let outline = outline?;
            let due_on = outline.due_on;
            (outline, Some(due_on))
        }
    };
    let other_days = notes.iter().find_map(|note| match note {
        OpenNote::DueDayChosen { others, .. } => Some(others.clone()),
        _ => None,
    });
    Ok(Proposal {
        name: outline.name,
        year: outline.year,
        period: outline.period,
        is_period_assumed: notes.contains(&OpenNote::PeriodAssumed),
        due_on,
        other_days: other_days.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_an_id_of_letters_digits_and_dashes() {
        assert_eq!(anchor("tasks[3].lead"), "tasks-3-lead");
        assert_eq!(anchor("figures[0].sex_disaggregated.nữ"), "figures-0-sex_disaggregated-nu");
        assert_eq!(anchor("title"), "title");
    }

    #[test]
    fn every_kind_of_fact_has_its_group() {
        let reading = vanban::read::read("KẾ HOẠCH\nTổ chức hội thi năm 2031\n".as_bytes()).unwrap();
        let (views, spans) = facts(&reading, &[]);
        assert_eq!(views.len(), spans.len());
        for single in SINGLE {
            assert_eq!(views.iter().filter(|view| view.path == single).count(), 1, "{single}");
        }
        assert!(views.iter().any(|view| view.standing == Standing::Missing && view.path == "number"));
    }
}
