//! Tasks by hand: one the reader missed is added, the words of one are written anew, one is withdrawn. Nothing is lost:
//! first words stay, a task withdrawn stays with who did so and why.

use super::DeskError;
use super::change::{believed, enter, find, find_any, noted, reason};
use crate::Context;
use crate::campaign::Loaded;
use crate::tell::{holders, tell};
use domain::access::Role as Held;
use domain::campaign::Campaign;
use domain::task::{Assignment, ByHand, Resolver, Role, Signed, Task, TaskKind, Withdrawn};
use domain::{CivilDate, TaskId, UnitId};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ops::Range;
use store::Session;
use vanban::read::Reading;
use vanban::read::layout::Block;

/// Longest words of a task, in characters.
pub const LONGEST_WORDS: usize = 2_000;

/// Longest list of names of those who lead or join in, in characters.
const LONGEST_NAMES: usize = 2_000;

/// Fewest letters of a sentence that can be a task.
const FEWEST_LETTERS: usize = 12;

/// A task to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTask {
    /// Its words; those of the sentence when they are blank and a sentence is given.
    pub text: String,
    /// Who leads: names or codes of units, or a class of them as a plan says it ("các xã"), parted by `;` or lines.
    pub lead: String,
    /// Who joins in, likewise.
    pub joining: String,
    /// The day by which.
    pub due_on: Option<CivilDate>,
    /// The sentence of the plan it is, as [`new_task`] gave it.
    pub sentence: Option<Range<usize>>,
}

/// A sentence of the plan that could be a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its place in the normalised text, in bytes.
    pub span: Range<usize>,
    /// Its words.
    pub text: String,
    /// Number of the task that it is already, or is part of.
    pub task: Option<u32>,
}

/// What the agency needs for adding a task.
#[derive(Clone, Debug)]
pub struct NewTaskDesk {
    /// The campaign.
    pub campaign: Campaign,
    /// The sentences of its plan; none when it cannot be read any more.
    pub sentences: Vec<Sentence>,
}

impl NewTaskDesk {
    /// The sentences with these letters in them, whatever their case and marks; all of them for none.
    #[must_use]
    pub fn with_words(&self, words: &str) -> Vec<&Sentence> {
        let words = vanban::text::fold_plain(words.trim());
        let fits = |sentence: &&Sentence| words.is_empty() || vanban::text::fold_plain(&sentence.text).contains(&words);
        self.sentences.iter().filter(fits).collect()
    }
}

/// The sentences of the plan, for choosing one that becomes a task.
///
/// # Errors
/// A [`DeskError`]; only for who runs the campaign, while it is open.
pub fn new_task(context: Context<'_>, campaign_name: Option<&str>) -> Result<NewTaskDesk, DeskError> {
    let (campaign, tasks, file) = context.store.read(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let file = session.file(loaded.campaign.root, &loaded.campaign.plan_digest)?;
        let tasks = session.tasks(loaded.campaign.id)?;
        Ok::<_, DeskError>((loaded.campaign, tasks, file))
    })?;
    let reading = file.and_then(|(_, bytes)| vanban::read::read(&bytes).ok());
    let sentences = reading.map(|reading| sentences(&reading, &tasks)).unwrap_or_default();
    Ok(NewTaskDesk { campaign, sentences })
}

/// The sentences of a document, paragraph by paragraph.
fn sentences(reading: &Reading, tasks: &[Task]) -> Vec<Sentence> {
    let paragraphs = reading.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(span) => vec![span.clone()],
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| cell.paragraphs.iter().cloned()).collect()
        }
    });
    let mut found: Vec<Sentence> = Vec::new();
    for paragraph in paragraphs {
        let mut at = paragraph.start;
        while let Some(letter) = reading.text.get(at..paragraph.end).and_then(|rest| rest.chars().next()) {
            let around = reading.sentence_around(&(at..at + letter.len_utf8()));
            let span = around.start.max(at)..around.end.min(paragraph.end).max(at + letter.len_utf8());
            at = span.end;
            let Some(text) = reading.text.get(span.clone()) else { continue };
            if text.chars().filter(|c| c.is_alphabetic()).count() < FEWEST_LETTERS {
                continue;
            }
            let start = span.start + (text.len() - text.trim_start().len());
            let text = text.trim().to_owned();
            let span = start..start + text.len();
            let touches = |task: &&Task| task.span.start < span.end && span.start < task.span.end;
            let task = tasks.iter().find(touches).map(|task| task.ordinal);
            found.push(Sentence { span, text, task });
        }
    }
    found
}

/// Adds a task that was not read in the plan; it is noted who did. Returns its number. It is sent like the others.
///
/// # Errors
/// A [`DeskError`]; then nothing was added.
pub fn add(context: Context<'_>, campaign_name: Option<&str>, new: &NewTask) -> Result<u32, DeskError> {
    let sentence = match &new.sentence {
        None => None,
        Some(span) => {
            let desk = new_task(context, campaign_name)?;
            let chosen = desk.sentences.into_iter().find(|sentence| sentence.span == *span);
            let chosen = chosen.ok_or(DeskError::NoSuchSentence)?;
            if let Some(task) = chosen.task {
                return Err(DeskError::SentenceTaken(task));
            }
            Some(chosen)
        }
    };
    let typed = match (&sentence, new.text.trim().is_empty()) {
        (Some(sentence), true) => sentence.text.clone(),
        _ => words(&new.text)?,
    };
    if [&new.lead, &new.joining].iter().any(|names| names.chars().count() > LONGEST_NAMES) {
        return Err(DeskError::WordsTooLong(LONGEST_NAMES));
    }
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let id = loaded.campaign.id;
        let due_on = new.due_on.map(|day| believed(&loaded, day)).transpose()?;
        let ordinal = session.tasks(id)?.iter().map(|task| task.ordinal).max().unwrap_or(0) + 1;
        let (assignments, unresolved) = parts(&loaded, &new.lead, &new.joining);
        let signed = signed(context);
        let first = sentence.as_ref().map_or(&typed, |sentence| &sentence.text);
        let task = Task {
            id: TaskId::new(context.now(), context.world.random()),
            campaign: id,
            ordinal,
            kind: TaskKind::Work,
            text: first.clone(),
            span: sentence.as_ref().map_or(0..0, |sentence| sentence.span.clone()),
            lead_as_written: Some(one_line(&new.lead)).filter(|lead| !lead.is_empty()),
            due_on,
            assignments,
            unresolved,
            by_hand: ByHand { added: Some(signed.clone()), ..ByHand::default() },
        };
        session.add_task(&task)?;
        if typed != *first {
            session.reword_task(id, task.id, &typed, &signed)?;
        }
        let due = due_on.map(|day| day.to_string());
        let after = json!({ "task": ordinal, "words": typed, "due_on": due, "units": task.assignments.len() });
        noted(context, session, &loaded, ("task.add", None), (Value::Null, after))?;
        Ok(ordinal)
    })
}

fn signed(context: Context<'_>) -> Signed {
    Signed { by: context.actor.name().to_owned(), at: context.now() }
}

fn one_line(words: &str) -> String {
    vanban::text::normalise(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words of a task as they are kept: in one line, neither none nor too many.
fn words(typed: &str) -> Result<String, DeskError> {
    let words = one_line(typed);
    match words.chars().count() {
        0 => Err(DeskError::WordsMissing),
        1..=LONGEST_WORDS => Ok(words),
        _ => Err(DeskError::WordsTooLong(LONGEST_WORDS)),
    }
}

/// Who is meant by the names typed; a unit that leads does not also join in. Names that are none of the units stay, to be
/// settled like those of the plan.
fn parts(loaded: &Loaded, lead: &str, joining: &str) -> (Vec<Assignment>, Vec<String>) {
    let resolver = Resolver::new(&loaded.hierarchy, loaded.campaign.root);
    let (mut assignments, mut unresolved) = (Vec::<Assignment>::new(), Vec::new());
    let mut taken: BTreeSet<UnitId> = BTreeSet::new();
    for (names, role) in [(lead, Role::Lead), (joining, Role::Coordinating)] {
        for name in names.split([';', '\n']).map(one_line).filter(|name| !name.is_empty()) {
            let found = match loaded.unit(Some(&name)) {
                Ok(version) => vec![version.unit],
                Err(_) => {
                    let resolved = resolver.resolve(&name);
                    unresolved.extend(resolved.unresolved);
                    resolved.units
                }
            };
            assignments
                .extend(found.into_iter().filter(|unit| taken.insert(*unit)).map(|unit| Assignment { unit, role }));
        }
    }
    unresolved.sort_unstable();
    unresolved.dedup();
    (assignments, unresolved)
}

/// Writes the words of a task anew; the first ones stay. The officers of units it was sent to are told.
///
/// # Errors
/// A [`DeskError`]; the duty to report keeps its words.
pub fn reword(context: Context<'_>, campaign_name: Option<&str>, ordinal: u32, typed: &str) -> Result<(), DeskError> {
    let words = words(typed)?;
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let task = find(session, &loaded, ordinal)?;
        if task.kind == TaskKind::Report {
            return Err(DeskError::ReportingStays);
        }
        if words == task.text {
            return Ok(());
        }
        session.reword_task(loaded.campaign.id, task.id, &words, &signed(context))?;
        tell_reached(context, session, &loaded, &task, ("task-reworded", json!({ "task": ordinal })))?;
        let told = |words: &str| json!({ "task": ordinal, "words": words });
        noted(context, session, &loaded, ("task.reword", None), (told(&task.text), told(&words)))
    })
}

/// Tells the officers of every unit a task was sent to.
fn tell_reached(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    task: &Task,
    (kind, params): (&str, Value),
) -> Result<(), DeskError> {
    let sent = session.tasks_sent(loaded.campaign.id)?;
    for unit in sent.iter().filter(|sent| sent.task == task.id).map(|sent| sent.unit) {
        let people = holders(session, unit, &[Held::Officer])?;
        tell(context, session, loaded, unit, &people, (kind, params.clone()))?;
    }
    Ok(())
}

/// Withdraws a task, with a reason: nobody has to do it any more, and it stays to be seen. The officers of units it was
/// sent to are told. Withdrawing twice withdraws once.
///
/// # Errors
/// A [`DeskError`]; the duty to report stays.
pub fn withdraw(context: Context<'_>, campaign_name: Option<&str>, ordinal: u32, why: &str) -> Result<(), DeskError> {
    let reason = reason(why)?;
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let task = find_any(session, &loaded, ordinal)?;
        if task.kind == TaskKind::Report {
            return Err(DeskError::ReportingStays);
        }
        if task.is_withdrawn() {
            return Ok(());
        }
        let withdrawn = Withdrawn { signed: signed(context), reason };
        session.withdraw_task(loaded.campaign.id, task.id, Some(&withdrawn))?;
        let params = json!({ "task": ordinal, "reason": withdrawn.reason });
        tell_reached(context, session, &loaded, &task, ("task-withdrawn", params.clone()))?;
        noted(context, session, &loaded, ("task.withdraw", None), (Value::Null, params))
    })
}

/// Takes a task up again that was withdrawn. The officers of units it was sent to are told.
///
/// # Errors
/// A [`DeskError`].
pub fn restore(context: Context<'_>, campaign_name: Option<&str>, ordinal: u32) -> Result<(), DeskError> {
    context.store.write(|session| {
        let loaded = enter(context, session, campaign_name)?;
        let task = find_any(session, &loaded, ordinal)?;
        let Some(withdrawn) = &task.by_hand.withdrawn else { return Ok(()) };
        session.withdraw_task(loaded.campaign.id, task.id, None)?;
        tell_reached(context, session, &loaded, &task, ("task-restored", json!({ "task": ordinal })))?;
        let before = json!({ "task": ordinal, "reason": withdrawn.reason, "by": withdrawn.signed.by });
        noted(context, session, &loaded, ("task.restore", None), (before, json!({ "task": ordinal })))
    })
}
