//! Reminding units of what waits for them.

pub mod daily;
mod task;

pub use task::remind_task;

use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, FindError, Loaded};
use crate::campaign_desk::DeskError;
use crate::explain::{Class, Explain};
use crate::jobs::in_daytime;
use crate::status::Standing;
use crate::status::unit_statuses;
use crate::tell::holders;
use domain::access::{Action, Role};
use domain::job::{Job, Notice};
use domain::time::Slashed;
use domain::unit::UnitVersion;
use domain::{JobId, NoticeId, PersonId};
use locale::{Language, text};
use serde_json::{Value, json};
use store::{Session, StoreError};

/// Longest note of a reminder, in characters.
pub const LONGEST_NOTE: usize = 1_000;

/// Kind of the jobs that send reminders by mail, and of the messages in the app.
pub const REMINDER: &str = "reminder";

/// What reminding came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Units of which somebody was reminded.
    pub units: usize,
    /// People reminded.
    pub people: usize,
    /// Units that have nothing to do: their report is in.
    pub done: usize,
    /// Units nobody of which can be told.
    pub nobody: usize,
    /// Units reminded before on the same day.
    pub again: usize,
}

/// Why nobody was reminded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemindError {
    /// Campaign, unit or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// No unit was chosen.
    #[error("no unit was chosen")]
    NoUnits,
    /// The note is longer than [`LONGEST_NOTE`].
    #[error("the note is too long")]
    LongNote,
    /// There is no such task, or it cannot be done any more.
    #[error(transparent)]
    Task(#[from] DeskError),
}

impl From<StoreError> for RemindError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for RemindError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Task(error) => error.class(),
            Self::NoUnits | Self::LongNote => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain(language),
            Self::Task(error) => error.explain(language),
            Self::NoUnits => text!(language, "web-board-none-chosen"),
            Self::LongNote => text!(language, "web-board-note-long", limit = LONGEST_NOTE),
        }
    }
}

/// Reminds the officers of units whose report is not in or was returned: a message in the app, and a job of kind
/// [`REMINDER`] for the mail. Once a day for each person, however often it is asked for. With no codes, every such unit
/// the actor may remind.
///
/// # Errors
/// A [`RemindError`]; then nobody was reminded.
pub fn remind(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_codes: Option<&[String]>,
    words: Option<&str>,
) -> Result<Reminded, RemindError> {
    let words = note_of(words)?;
    if unit_codes.is_some_and(<[String]>::is_empty) {
        return Err(RemindError::NoUnits);
    }
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let mut statuses = unit_statuses(session, &loaded, &[], context.today())?;
        match unit_codes {
            Some(codes) => {
                let chosen = codes
                    .iter()
                    .map(|code| loaded.unit_for(context, Some(code), Action::RunCampaign).map(|version| version.unit))
                    .collect::<Result<Vec<_>, _>>()?;
                statuses.retain(|status| chosen.contains(&status.unit));
            }
            None => {
                crate::totals::top_for(context, &loaded, None, Action::RunCampaign)?;
                statuses.retain(|status| loaded.permits(context, Action::RunCampaign, status.unit));
            }
        }
        let mut reminded = Reminded::default();
        for status in statuses {
            let standing = Standing::of(&status, loaded.campaign.due_on, context.today());
            let Some(version) = loaded.hierarchy.get(status.unit) else { continue };
            if standing.waits_for_unit() {
                remind_unit(context, session, &loaded, version, words, &mut reminded)?;
            } else {
                reminded.done += 1;
            }
        }
        if reminded.units > 0 {
            let after = Some(json!({ "units": reminded.units, "people": reminded.people }));
            let subject = loaded.campaign.id.to_string();
            let unit = Some(loaded.campaign.root);
            note(context, session, Note { action: "campaign.remind", unit, subject, before: None, after })?;
        }
        Ok(reminded)
    })
}

/// What was written beside a reminder: none when it is blank, refused when it is too long.
fn note_of(typed: Option<&str>) -> Result<Option<&str>, RemindError> {
    let words = typed.map(str::trim).filter(|words| !words.is_empty());
    match words {
        Some(words) if words.chars().count() > LONGEST_NOTE => Err(RemindError::LongNote),
        words => Ok(words),
    }
}

fn remind_unit(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    version: &UnitVersion,
    words: Option<&str>,
    reminded: &mut Reminded,
) -> Result<(), StoreError> {
    let people = holders(session, version.unit, &[Role::Officer])?;
    if people.is_empty() {
        reminded.nobody += 1;
        return Ok(());
    }
    let campaign = &loaded.campaign;
    let params = json!({
        "unit": version.name,
        "campaign": campaign.name,
        "due_on": Slashed(campaign.due_on).to_string(),
        "note": words,
    });
    let name = format!("{REMINDER}/{}/{}", campaign.id, version.unit);
    let told = remind_people(context, session, loaded, version, &people, (&name, REMINDER, &params))?;
    reminded.told(told);
    Ok(())
}

impl Reminded {
    /// Counts a unit that has people, of whom so many were told.
    fn told(&mut self, people: usize) {
        self.people += people;
        if people > 0 {
            self.units += 1;
        } else {
            self.again += 1;
        }
    }
}

/// A message in the app and a job for the mail, once a day for each person and `name`; returns how many were told.
fn remind_people(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    version: &UnitVersion,
    people: &[PersonId],
    (name, kind, params): (&str, &str, &Value),
) -> Result<usize, StoreError> {
    let (campaign, now) = (&loaded.campaign, context.now());
    let mut told = 0;
    for person in people {
        let job = Job {
            id: JobId::new(now, context.world.random()),
            name: format!("{name}/{person}/{}", context.today()),
            kind: REMINDER.to_owned(),
            payload: json!({ "person": person, "campaign": campaign.id, "unit": version.unit, "params": params }),
            // In the app at once; by mail not at night.
            run_at: in_daytime(now),
        };
        if !session.add_job(&job)? {
            continue;
        }
        session.add_notice(&Notice {
            id: NoticeId::new(now, context.world.random()),
            person: *person,
            kind: kind.to_owned(),
            params: params.clone(),
            campaign: Some(campaign.id),
            unit: Some(version.unit),
            at: now,
            read_at: None,
        })?;
        told += 1;
    }
    Ok(told)
}
