//! One's own plan, drafted from the plan of a superior: the superior's plan among the bases, its tasks with our units in
//! the lead and earlier days. A person edits it before it is written; it is not kept here.

use super::claim::date;
use super::{PlanError, stored};
use crate::Context;
use crate::audit::{Note, note};
use crate::body_name::{capitalised, sentence_case, uncapitalised, without_committee, without_level};
use crate::campaign::{OpenError, cascade, outline};
use domain::CivilDate;
use domain::task::Resolver;
use domain::time::Slashed;
use domain::unit::{Hierarchy, UnitKind, UnitVersion};
use jiff::ToSpan;
use locale::{Language, text};
use serde_json::json;
use std::ops::Range;
use vanban::document::{Align, Block, Column, Document, IssueDate, Letterhead, Row, Run, Signature, Table};
use vanban::facts::{LegalBasis, Task};
use vanban::read::Reading;

/// An official document is written in Vietnamese, whatever language its author reads.
const LANGUAGE: Language = Language::Vi;

/// Most days by which ours may be earlier than the superior's.
pub const MOST_DAYS: u8 = 60;

/// A plan as drafted, every part to be edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnPlan {
    /// The body above the issuer in the letterhead.
    pub parent_body: String,
    /// Who issues it.
    pub issuer: String,
    /// Symbol after the number, which is given when it is registered.
    pub symbol: String,
    /// Place of issue.
    pub place: String,
    /// Day of issue; blank before signing.
    pub date: Option<CivilDate>,
    /// Summary under the type line.
    pub title: String,
    /// Bases, each a line.
    pub bases: Vec<String>,
    /// Theme of the campaign.
    pub theme: String,
    /// When it is, in words.
    pub period: String,
    /// Tasks.
    pub tasks: Vec<OwnTask>,
    /// The day by which our units report to us.
    pub report_on: Option<CivilDate>,
    /// Lines of "Nơi nhận".
    pub recipients: Vec<String>,
    /// Lines of authority above the signer's position.
    pub authority: Vec<String>,
    /// Position of the signer.
    pub signer_title: String,
    /// Name of the signer.
    pub signer_name: String,
}

/// A task of one's own plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnTask {
    /// It is taken over.
    pub is_taken: bool,
    /// What is to be done.
    pub text: String,
    /// Who leads.
    pub lead: String,
    /// Who joins in.
    pub coordinating: String,
    /// The day by which.
    pub due_on: Option<CivilDate>,
}

/// What one's own plan is drafted from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The plan as drafted.
    pub plan: OwnPlan,
    /// Name of the superior's file.
    pub from: String,
    /// Units that can lead.
    pub units: Vec<UnitVersion>,
}

/// Drafts a plan of the unit the superior's plan was brought for, with days `earlier` days before the superior's.
///
/// # Errors
/// [`PlanError::Unknown`], and those of the store.
pub fn propose(context: Context<'_>, digest: &str, earlier: u8) -> Result<Draft, PlanError> {
    let found = context.store.read(|session| stored(context, session, digest))?;
    let reading = found.corrected(context)?;
    let drafting = Drafting {
        reading: &reading,
        hierarchy: &found.hierarchy,
        home: &found.home,
        earlier: i32::from(earlier.min(MOST_DAYS)),
    };
    let below = found.hierarchy.subtree(found.home.unit);
    let units = below.into_iter().filter_map(|unit| found.hierarchy.get(unit).cloned()).collect();
    Ok(Draft { plan: drafting.plan(context.today()), from: found.document.name, units })
}

struct Drafting<'a> {
    reading: &'a Reading,
    hierarchy: &'a Hierarchy,
    home: &'a UnitVersion,
    earlier: i32,
}

fn governs(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Province | UnitKind::District | UnitKind::Commune)
}

/// `Ủy ban nhân dân xã Hòa Lộc`, or the name itself where the unit is no territory.
fn body(unit: &UnitVersion) -> String {
    let name = without_committee(&unit.name);
    match governs(unit.kind) {
        true => text!(LANGUAGE, "report-issuer-committee", unit = uncapitalised(name)),
        false => name.to_owned(),
    }
}

impl Drafting<'_> {
    fn plan(&self, today: CivilDate) -> OwnPlan {
        let facts = &self.reading.facts;
        let own_committee = governs(self.home.kind);
        let above = self.home.parent.and_then(|parent| self.hierarchy.get(parent));
        let seat = if own_committee { self.home } else { above.unwrap_or(self.home) };
        let known = outline(facts, Some(CivilDate::MAX), &mut Vec::new());
        let period = known.as_ref().ok().map(|known| known.period);
        let report_on = match outline(facts, None, &mut Vec::new()) {
            Ok(known) => self.moved(known.due_on),
            Err(_) => None,
        };
        let year = known.map_or(today.year(), |known| known.year);
        let say = |key: &str| locale::text(LANGUAGE, key, &[]);
        OwnPlan {
            parent_body: if own_committee { String::new() } else { above.map(body).unwrap_or_default() },
            issuer: body(self.home),
            symbol: if own_committee { "KH-UBND".to_owned() } else { format!("KH-{}", initials(&self.home.name)) },
            place: without_level(without_committee(&seat.name)).to_owned(),
            date: None,
            title: self.title(),
            bases: self.bases(),
            theme: facts.theme.as_ref().map(|theme| theme.value.clone()).unwrap_or_default(),
            period: period.map(|(from, to)| in_words(from, to)).unwrap_or_default(),
            tasks: self.tasks(year),
            report_on,
            recipients: vec![
                text!(LANGUAGE, "own-recipient-superior", body = self.superior()),
                say("own-recipient-units"),
                say("report-recipient-archive"),
            ],
            authority: if own_committee { vec![say("report-sign-committee")] } else { Vec::new() },
            signer_title: say(if own_committee { "own-sign-chair" } else { "report-sign-director" }),
            signer_name: String::new(),
        }
    }

    fn moved(&self, day: CivilDate) -> Option<CivilDate> {
        day.checked_sub(self.earlier.days()).ok()
    }

    fn superior(&self) -> String {
        self.reading.facts.issuer.as_ref().map(|issuer| sentence_case(&issuer.value)).unwrap_or_default()
    }

    /// The superior's title, for our place instead of theirs.
    fn title(&self) -> String {
        let title = self.reading.facts.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
        let place = text!(LANGUAGE, "own-place", place = uncapitalised(without_committee(&self.home.name)));
        let before = vanban::text::normalise(&title);
        let cut = before.find(" trên địa bàn").map_or(before.as_str(), |at| &before[..at]);
        if governs(self.home.kind) { format!("{cut} {place}") } else { cut.to_owned() }
    }

    /// The superior's own bases, as they are printed, then the superior's plan.
    fn bases(&self) -> Vec<String> {
        let facts = &self.reading.facts;
        let mut bases: Vec<String> = Vec::new();
        for span in facts.legal_bases.iter().filter_map(basis_span) {
            let line = self.reading.text.get(self.reading.sentence_around(&span)).unwrap_or_default();
            let line = one_line(line).trim_end_matches([';', '.', ',', ' ']).to_owned();
            let folded = vanban::text::fold(&line);
            let is_basis = ["căn cứ", "thực hiện", "theo"].iter().any(|word| folded.starts_with(word));
            if is_basis && !bases.contains(&line) {
                bases.push(line);
            }
        }
        let title = uncapitalised(facts.title.as_ref().map_or("", |title| title.value.as_str()));
        let issued = facts.issue_date.as_ref().and_then(|date| date.value.full());
        bases.push(match (&facts.number, issued) {
            (Some(number), Some(day)) => text!(
                LANGUAGE,
                "own-basis",
                number = &number.value,
                day = format!("{:02}", day.day()),
                month = format!("{:02}", day.month()),
                year = day.year().to_string(),
                issuer = self.superior(),
                title = title
            ),
            _ => text!(LANGUAGE, "own-basis-unnumbered", issuer = self.superior(), title = title),
        });
        bases
    }

    fn tasks(&self, year: i16) -> Vec<OwnTask> {
        // What concerns us is told among all the superior's units: "UBND các xã" is ours when we are one of them.
        let top = self.hierarchy.ancestors(self.home.unit).last().copied().unwrap_or(self.home.unit);
        let everywhere = Resolver::new(self.hierarchy, top);
        let ours = Resolver::new(self.hierarchy, self.home.unit);
        let below = self.hierarchy.subtree(self.home.unit);
        let concerns = |phrase: &str| everywhere.resolve(phrase).units.iter().any(|unit| below.contains(unit));
        let names = |phrase: &str| -> Vec<String> {
            let units = ours.resolve(phrase).units.into_iter();
            let known = units.filter(|unit| *unit != self.home.unit).filter_map(|unit| self.hierarchy.get(unit));
            known.map(|version| version.name.clone()).collect()
        };
        let draft = |task: &Task| {
            let phrases = task.lead.iter().chain(&task.coordinating);
            let lead = task.lead.as_ref().map(|lead| names(&lead.value)).unwrap_or_default();
            let joins: Vec<String> = task.coordinating.iter().flat_map(|body| names(&body.value)).collect();
            OwnTask {
                is_taken: phrases.into_iter().any(|body| concerns(&body.value)),
                text: self.work(task, year),
                lead: lead.join(", "),
                coordinating: joins.join(", "),
                due_on: cascade::due_on(year, &self.reading.facts, task).and_then(|day| self.moved(day)),
            }
        };
        let mut tasks: Vec<OwnTask> = self.reading.facts.tasks.iter().map(draft).collect();
        // A plan that names none of our units is taken whole, for a person to choose from.
        if !tasks.iter().any(|task| task.is_taken) {
            tasks.iter_mut().for_each(|task| task.is_taken = true);
        }
        tasks
    }

    /// What is to be done, without who does it, and with days moved.
    fn work(&self, task: &Task, year: i16) -> String {
        let span = &task.text.span;
        let printed = self.reading.text.get(span.clone()).unwrap_or_default();
        // A person's own words are left as they are.
        if one_line(printed) != one_line(&task.text.value) {
            return capitalised(&one_line(&task.text.value));
        }
        let from = after_names(task).filter(|from| span.contains(from)).unwrap_or(span.start);
        let mut work = String::new();
        let mut at = from;
        let mut days: Vec<&vanban::facts::Fact<vanban::date::PartialDate>> =
            self.reading.facts.deadlines.iter().map(|deadline| &deadline.date).collect();
        days.sort_by_key(|day| day.span.start);
        for day in days.into_iter().filter(|day| day.span.start >= from && day.span.end <= span.end) {
            let words = self.reading.text.get(day.span.clone()).unwrap_or_default();
            let moved = day.value.with_year(year).and_then(vanban::date::PartialDate::full);
            let Some(moved) = moved.and_then(|day| self.moved(day)).filter(|_| is_one_day(words)) else { continue };
            if self.earlier == 0 || day.span.start < at {
                continue;
            }
            work.push_str(self.reading.text.get(at..day.span.start).unwrap_or_default());
            if words.to_lowercase().starts_with("ngày") {
                work.push_str("ngày ");
            }
            work.push_str(&Slashed(moved).to_string());
            at = day.span.end;
        }
        work.push_str(self.reading.text.get(at..span.end).unwrap_or_default());
        let work = one_line(&work);
        let work = work.trim_start_matches([',', ':', ';', '-', ' ']);
        let work = ["chủ trì, ", "chủ trì ", "chịu trách nhiệm "]
            .iter()
            .find_map(|word| work.strip_prefix(word))
            .unwrap_or(work);
        capitalised(work.trim_end_matches([';', '.', ' ']))
    }
}

/// Where the names of those who do it end, when the task begins with who leads.
fn after_names(task: &Task) -> Option<usize> {
    let lead = task.lead.as_ref()?;
    if lead.span.start != task.text.span.start {
        return None;
    }
    let joined = task.coordinating.iter().filter(|body| body.span.start >= lead.span.end);
    let mut end = lead.span.end;
    for body in joined {
        // Names stand one after the other; one far behind is part of the work.
        if body.span.start.saturating_sub(end) <= 60 {
            end = body.span.end.max(end);
        }
    }
    Some(end)
}

/// Whether the words of a date are one day and nothing more.
fn is_one_day(words: &str) -> bool {
    let words = words.trim_start_matches("ngày").trim();
    date(words).is_some() || words.to_lowercase().contains("tháng")
}

fn basis_span(basis: &LegalBasis) -> Option<Range<usize>> {
    let number = basis.number.as_ref().or(basis.name.as_ref())?;
    Some(number.span.clone()).filter(|span| !span.is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `SNV` of `Sở Nội vụ`.
fn initials(name: &str) -> String {
    let letters = name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next());
    letters.flat_map(char::to_uppercase).take(8).collect()
}

fn in_words(from: CivilDate, to: CivilDate) -> String {
    text!(LANGUAGE, "own-period", from = Slashed(from).to_string(), to = Slashed(to).to_string())
}

/// Writes one's own plan as .docx. Only that it was written is kept.
///
/// # Errors
/// [`PlanError::Unknown`], [`PlanError::Open`] with [`OpenError::NotAPlan`] when nothing is in it, and those of the store.
pub fn write(context: Context<'_>, digest: &str, plan: &OwnPlan) -> Result<Vec<u8>, PlanError> {
    if plan.issuer.trim().is_empty() || plan.title.trim().is_empty() {
        return Err(OpenError::NotAPlan.into());
    }
    let found = context.store.read(|session| stored(context, session, digest))?;
    let superior = found.corrected(context)?.facts.issuer;
    let superior = superior.map(|issuer| sentence_case(&issuer.value)).unwrap_or_default();
    let docx = vanban::write::docx(&lay_out(plan, &superior, context.today()))?;
    context.store.write(|session| {
        let after = Some(json!({ "tasks": plan.tasks.iter().filter(|task| task.is_taken).count() }));
        let (unit, subject) = (Some(found.home.unit), digest.to_owned());
        note(context, session, Note { action: "plan.write-own", unit, subject, before: None, after })
    })?;
    Ok(docx)
}

fn lay_out(plan: &OwnPlan, superior: &str, today: CivilDate) -> Document {
    let filled = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
    let lines = |lines: &[String]| lines.iter().filter_map(|line| filled(line)).collect::<Vec<_>>();
    Document {
        letterhead: Letterhead {
            parent_body: filled(&plan.parent_body),
            issuer: one_line(&plan.issuer),
            number: None,
            symbol: one_line(&plan.symbol),
            place: one_line(&plan.place),
            date: plan.date.map_or(IssueDate::Blank { month: today.month(), year: today.year() }, IssueDate::On),
        },
        kind: Some(locale::text(LANGUAGE, "own-kind", &[])),
        title: one_line(&plan.title),
        addressees: Vec::new(),
        bases: lines(&plan.bases),
        body: body_of(plan, superior),
        signature: Signature {
            authority: lines(&plan.authority),
            title: one_line(&plan.signer_title),
            name: one_line(&plan.signer_name),
        },
        recipients: lines(&plan.recipients),
        appendices: Vec::new(),
    }
}

fn body_of(plan: &OwnPlan, superior: &str) -> Vec<Block> {
    let paragraph = |text: String| Block::Paragraph(vec![Run::plain(text)]);
    let heading = |key: &str| Block::Heading { level: 1, text: locale::text(LANGUAGE, key, &[]) };
    let mut blocks = vec![
        paragraph(text!(
            LANGUAGE,
            "own-opening",
            issuer = one_line(&plan.issuer),
            title = uncapitalised(&one_line(&plan.title))
        )),
        heading("own-heading-theme"),
    ];
    if !plan.theme.trim().is_empty() {
        blocks.push(paragraph(text!(LANGUAGE, "own-theme", theme = one_line(&plan.theme))));
    }
    if !plan.period.trim().is_empty() {
        blocks.push(paragraph(text!(LANGUAGE, "own-time", period = one_line(&plan.period))));
    }
    blocks.push(heading("own-heading-tasks"));
    blocks.push(tasks_table(plan));
    blocks.push(heading("own-heading-running"));
    let issuer = one_line(&plan.issuer);
    blocks.push(paragraph(match plan.report_on {
        Some(day) => {
            text!(LANGUAGE, "own-reporting", issuer = issuer, day = Slashed(day).to_string(), superior = superior)
        }
        None => text!(LANGUAGE, "own-reporting-undated", issuer = issuer, superior = superior),
    }));
    blocks
}

fn tasks_table(plan: &OwnPlan) -> Block {
    let say = |key: &str| locale::text(LANGUAGE, key, &[]);
    let column = |key: &str, width, align| Column { header: say(key), width, align };
    let taken = plan.tasks.iter().filter(|task| task.is_taken);
    let issuer = one_line(&plan.issuer);
    let row = |(at, task): (usize, &OwnTask)| {
        let lead = Some(one_line(&task.lead)).filter(|lead| !lead.is_empty()).unwrap_or_else(|| issuer.clone());
        let due = task.due_on.map(|day| text!(LANGUAGE, "own-by", day = Slashed(day).to_string()));
        Row::Cells(vec![
            (at + 1).to_string(),
            one_line(&task.text),
            lead,
            one_line(&task.coordinating),
            due.unwrap_or_default(),
        ])
    };
    Block::Table(Table {
        caption: None,
        columns: vec![
            column("own-column-number", 6, Align::Centre),
            column("own-column-work", 44, Align::Left),
            column("own-column-lead", 18, Align::Left),
            column("own-column-joining", 18, Align::Left),
            column("own-column-due", 14, Align::Centre),
        ],
        rows: taken.enumerate().map(row).collect(),
    })
}
