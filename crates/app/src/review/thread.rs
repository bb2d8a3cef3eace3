//! Asking and answering about a figure, a section or the whole report.

use super::Peers;
use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, FindError, Loaded};
use crate::explain::{Class, Explain};
use crate::history::previous;
use crate::tell::{deciders, holders, tell};
use domain::access::{Action, Role};
use domain::campaign::Campaign;
use domain::draft::Comment;
use domain::form::{CellKey, Form, SectionId};
use domain::report::Figure;
use domain::unit::UnitVersion;
use locale::{Language, text};
use serde_json::json;
use std::sync::Arc;
use store::{Session, StoreError};

/// Longest remark, in characters.
pub const LONGEST_WORDS: usize = 4_000;

/// What a thread is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The whole report.
    Report,
    /// A cell.
    Cell(CellKey),
    /// A section of prose.
    Section(SectionId),
}

impl Subject {
    fn parse(form: &Form, name: Option<&str>) -> Result<Self, ThreadError> {
        let Some(name) = name else { return Ok(Self::Report) };
        if let Some(key) = CellKey::parse(name).filter(|key| form.cell(key).is_some()) {
            return Ok(Self::Cell(key));
        }
        let section = SectionId::parse(name).filter(|id| form.sections().iter().any(|section| section.id == *id));
        section.map(Self::Section).ok_or_else(|| ThreadError::UnknownSubject(name.chars().take(80).collect()))
    }

    /// The name under which its remarks are stored.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Report => None,
            Self::Cell(key) => Some(key.as_str()),
            Self::Section(id) => Some(id.as_str()),
        }
    }
}

/// A thread with the figure it is about.
#[derive(Debug)]
pub struct Thread {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The unit.
    pub unit: UnitVersion,
    /// What it is about.
    pub subject: Subject,
    /// What the revisions say in the cell, with their numbers, the newest first.
    pub figures: Vec<(u32, Option<Figure>)>,
    /// The prose of the section in the newest revision.
    pub prose: Option<String>,
    /// The year before and what the cell said then.
    pub before: Option<(i16, Option<Figure>)>,
    /// Units of the same kind.
    pub peers: Peers,
    /// What was said.
    pub comments: Vec<Comment>,
    /// Whether the actor may ask and answer.
    pub may_comment: bool,
}

/// Why a thread cannot be shown or written to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ThreadError {
    /// Campaign, unit or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The form has no such cell or section.
    #[error("the form has no cell or section `{0}`")]
    UnknownSubject(String),
    /// Nothing was written.
    #[error("nothing was written")]
    NoWords,
    /// More than [`LONGEST_WORDS`] characters.
    #[error("the remark is too long")]
    TooManyWords,
}

impl From<StoreError> for ThreadError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for ThreadError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::UnknownSubject(_) => Class::Unknown,
            Self::NoWords | Self::TooManyWords => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain(language),
            Self::UnknownSubject(name) => text!(language, "trace-unknown-figure", name = name),
            Self::NoWords => text!(language, "web-thread-no-words"),
            Self::TooManyWords => text!(language, "web-thread-long", limit = LONGEST_WORDS),
        }
    }
}

/// The thread about a cell or section, or about the whole report.
///
/// # Errors
/// A [`ThreadError`].
pub fn thread(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    name: Option<&str>,
) -> Result<Thread, ThreadError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let unit = loaded.unit_for(context, Some(unit_code), Action::ViewReport)?.clone();
        let subject = Subject::parse(&loaded.form, name)?;
        let (mut figures, mut prose, mut before) = (Vec::new(), None, None);
        let latest = session.report(loaded.campaign.id, unit.unit)?.map_or(0, |head| head.latest_revision);
        for number in (1..=latest).rev().take(super::MOST_REVISIONS as usize) {
            let Some(mut revision) = session.revision(loaded.campaign.id, unit.unit, number)? else { continue };
            match &subject {
                Subject::Cell(key) => figures.push((number, revision.content.figures.remove(key))),
                Subject::Section(id) if number == latest => prose = revision.content.prose.remove(id),
                Subject::Section(_) | Subject::Report => {}
            }
        }
        if let Subject::Cell(key) = &subject {
            let previous = previous(context, session, &loaded, unit.unit)?;
            before = previous.map(|mut previous| (previous.year, previous.content.figures.remove(key)));
        }
        let peers = super::peers_of(context, session, &loaded, &unit)?;
        let mut comments = session.comments(loaded.campaign.id, unit.unit)?;
        comments.retain(|comment| comment.cell.as_deref() == subject.name());
        let may_comment = loaded.permits(context, Action::Comment, unit.unit);
        Ok(Thread {
            campaign: loaded.campaign,
            form: loaded.form,
            unit,
            subject,
            figures,
            prose,
            before,
            peers,
            comments,
            may_comment,
        })
    })
}

/// Asks or answers. The other side is told: the officers of the unit, or those who decide on its report. The same words of
/// the same person twice in a row are one remark.
///
/// # Errors
/// A [`ThreadError`].
pub fn write(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    name: Option<&str>,
    words: &str,
) -> Result<(), ThreadError> {
    let words = vanban::text::normalise(words.trim()).replace("\r\n", "\n");
    match words.chars().count() {
        0 => return Err(ThreadError::NoWords),
        chars if chars > LONGEST_WORDS => return Err(ThreadError::TooManyWords),
        _ => {}
    }
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let unit = loaded.unit_for(context, Some(unit_code), Action::Comment)?.clone();
        let subject = Subject::parse(&loaded.form, name)?;
        let (id, by, person) = (loaded.campaign.id, context.actor.name(), context.actor.person());
        let comments = session.comments(id, unit.unit)?;
        let last = comments.iter().rev().find(|comment| comment.cell.as_deref() == subject.name());
        if last
            .is_some_and(|last| last.resolved.is_none() && last.person == person && last.by == by && last.text == words)
        {
            return Ok(());
        }
        let number = session.add_comment(id, unit.unit, subject.name(), &words, by, person, context.now())?;
        let after = Some(json!({ "comment": number, "cell": subject.name() }));
        note(
            context,
            session,
            Note { action: "report.comment", unit: Some(unit.unit), subject: id.to_string(), before: None, after },
        )?;
        Ok(tell_other_side(context, session, &loaded, &unit, &subject)?)
    })
}

fn tell_other_side(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    unit: &UnitVersion,
    subject: &Subject,
) -> Result<(), StoreError> {
    let officers = holders(session, unit.unit, &[Role::Officer])?;
    let of_unit = context.actor.person().is_some_and(|person| officers.contains(&person));
    let (kind, people) =
        if of_unit { ("answer", deciders(session, loaded, unit.unit)?) } else { ("question", officers) };
    tell(context, session, loaded, unit.unit, &people, (kind, json!({ "unit": unit.name, "cell": subject.name() })))
}

/// Says that a thread is settled. One that was settled before stays as it is.
///
/// # Errors
/// A [`ThreadError`].
pub fn settle(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    name: Option<&str>,
) -> Result<(), ThreadError> {
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let unit = loaded.unit_for(context, Some(unit_code), Action::Comment)?.unit;
        let subject = Subject::parse(&loaded.form, name)?;
        let id = loaded.campaign.id;
        let settled = session.resolve_thread(id, unit, subject.name(), context.actor.name(), context.now())?;
        if settled > 0 {
            let after = Some(json!({ "settled": settled, "cell": subject.name() }));
            let subject = id.to_string();
            note(context, session, Note { action: "report.settle", unit: Some(unit), subject, before: None, after })?;
        }
        Ok(())
    })
}
