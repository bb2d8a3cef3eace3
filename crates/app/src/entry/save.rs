//! Saving what is typed, without ever writing over what was not seen.

use super::fields::{UnknownField, read};
use super::open::enter;
use super::{EntryError, Fault, Fields, faults, show};
use crate::audit::{Note, note};
use crate::campaign::Loaded;
use crate::file::digest;
use crate::report::SubmitError;
use crate::{Actor, Context};
use domain::access::Action;
use domain::check::{Warning, check};
use domain::draft::Draft;
use domain::form::Form;
use domain::report::{Content, Refusal, State};
use domain::{CampaignId, Instant, UnitId};
use locale::Language;
use serde_json::{Value, json};
use std::sync::Arc;
use store::{AnsweredRequest, DraftSaved, Session, StoreError};

/// Which report, from which version on, under which key.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The campaign; the newest one otherwise.
    pub campaign: Option<String>,
    /// Code of the unit.
    pub unit: String,
    /// The version of the draft begun from; 0 when there was none.
    pub version: u32,
    /// A key of the sender's own making: sent again under it, the request is answered as before.
    pub key: Option<String>,
    /// The language to give figures back in.
    pub language: Language,
}

/// What became of something saved.
#[derive(Debug)]
pub enum Saved {
    /// It is stored.
    Stored {
        /// The version it is now.
        version: u32,
        /// When.
        at: Instant,
        /// What does not add up.
        warnings: Vec<Warning>,
        /// What cannot be handed in so.
        faults: Vec<Fault>,
        /// What is stored.
        content: Content,
        /// The form it is typed on, to name fields by.
        form: Arc<Form>,
    },
    /// Nothing was stored: there is a version that was not seen.
    Conflict(Box<Conflict>),
}

/// Two versions of a report that began from the same one.
#[derive(Debug)]
pub struct Conflict {
    /// The version that is stored.
    pub version: u32,
    /// What it says.
    pub theirs: Fields,
    /// What was to be stored.
    pub mine: Fields,
    /// Who stored it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// It was handed in, and is no draft any more.
    pub handed_in: bool,
    /// The form, to name fields by.
    pub form: Arc<Form>,
}

impl Conflict {
    /// The names of the fields that differ, figures and their reasons in the order of the form, then prose.
    #[must_use]
    pub fn differing(&self) -> Vec<String> {
        let figures = self.form.cells().iter();
        let figures = figures.flat_map(|cell| [super::figure_field(&cell.key), super::reason_field(&cell.key)]);
        let prose = self.form.sections().iter().map(|section| super::prose_field(&section.id));
        figures.chain(prose).filter(|name| self.mine.get(name) != self.theirs.get(name)).collect()
    }
}

/// For a field in which two versions differ: mine, with what I wrote there, or theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What I wrote; nothing when I left it blank.
    Mine(String),
    /// What is stored.
    Theirs,
}

/// Saves what is typed as a draft.
///
/// The audit trail notes when a draft begins and when another person goes on with it, not every stop of the keys.
///
/// # Errors
/// An [`EntryError`]; then nothing was changed.
pub fn save(context: Context<'_>, origin: &Origin, fields: &Fields) -> Result<Saved, EntryError> {
    let (campaign, code) = (origin.campaign.as_deref(), origin.unit.as_str());
    let (loaded, unit) = context.store.read(|session| enter(context, session, campaign, code, Action::EnterReport))?;
    let content =
        read(&loaded.form, fields, origin.language).map_err(|UnknownField(name)| EntryError::UnknownField(name))?;
    store(context, loaded, unit.unit, origin, content)
}

/// Settles a conflict: takes the stored version, and puts what is chosen as mine over it. Choosing among a version that is no
/// longer the stored one is a conflict again.
///
/// # Errors
/// An [`EntryError`]; then nothing was changed.
pub fn resolve(context: Context<'_>, origin: &Origin, choices: &[(String, Choice)]) -> Result<Saved, EntryError> {
    let (campaign, code) = (origin.campaign.as_deref(), origin.unit.as_str());
    let (loaded, unit, stored) = context.store.read(|session| {
        let (loaded, unit) = enter(context, session, campaign, code, Action::EnterReport)?;
        let stored = standing(session, &loaded, unit.unit)?;
        Ok::<_, EntryError>((loaded, unit, stored))
    })?;
    let mut fields = show(&loaded.form, &stored.content, origin.language);
    for (name, choice) in choices {
        match choice {
            Choice::Mine(typed) if typed.trim().is_empty() => drop(fields.remove(name)),
            Choice::Mine(typed) => drop(fields.insert(name.clone(), typed.clone())),
            Choice::Theirs => {}
        }
    }
    let content =
        read(&loaded.form, &fields, origin.language).map_err(|UnknownField(name)| EntryError::UnknownField(name))?;
    store(context, loaded, unit.unit, origin, content)
}

/// Throws away what is typed and was not handed in. The version goes on, so that nobody writes over it unseen.
///
/// # Errors
/// An [`EntryError`]; then nothing was changed.
pub fn discard(context: Context<'_>, origin: &Origin) -> Result<(), EntryError> {
    context.store.write(|session| {
        let (campaign, code) = (origin.campaign.as_deref(), origin.unit.as_str());
        let (loaded, unit) = enter(context, session, campaign, code, Action::EnterReport)?;
        let id = loaded.campaign.id;
        let there = session.draft(id, unit.unit)?;
        if there.is_none_or(|draft| draft.content.is_none()) {
            return Ok(());
        }
        let by = context.actor.name();
        match session.save_draft(id, unit.unit, origin.version, None, None, by, context.now())? {
            DraftSaved::Conflict { .. } => Err(StoreError::Conflict { what: "report_draft" }.into()),
            DraftSaved::Saved { .. } => Ok(note_draft(context, session, "report.discard-draft", id, unit.unit)?),
        }
    })
}

fn note_draft(
    context: Context<'_>,
    session: &Session<'_>,
    action: &str,
    campaign: CampaignId,
    unit: UnitId,
) -> Result<(), StoreError> {
    let subject = campaign.to_string();
    note(context, session, Note { action, unit: Some(unit), subject, before: None, after: None })
}

fn store(
    context: Context<'_>,
    loaded: Loaded,
    unit: UnitId,
    origin: &Origin,
    content: Content,
) -> Result<Saved, EntryError> {
    let id = loaded.campaign.id;
    let asked = request_digest(&[&"save", &id, &unit, &origin.version], &content);
    let now = context.now();
    let by = context.actor.name();
    let outcome = context.store.write(|session| {
        if let Some(answer) = answered(context, session, origin, &asked)? {
            return Ok(Ok(number(&answer, "version")));
        }
        let head = session.report(id, unit)?;
        refuse_unchangeable(session, id, head.as_ref().map(|head| head.state))?;
        let there = session.draft(id, unit)?;
        let same = |draft: &Draft| draft.version >= origin.version && draft.content.as_ref() == Some(&content);
        let version = if let Some(draft) = there.as_ref().filter(|draft| same(draft)) {
            draft.version
        } else {
            let begun = there.as_ref().filter(|draft| draft.content.is_some());
            let latest = head.as_ref().map(|head| head.latest_revision);
            let based_on = begun.map_or(latest, |draft| draft.based_on);
            match session.save_draft(id, unit, origin.version, Some(&content), based_on, by, now)? {
                DraftSaved::Conflict { .. } => return Ok(Err(standing(session, &loaded, unit)?)),
                DraftSaved::Saved { version } => {
                    if begun.is_none_or(|draft| draft.updated_by != by) {
                        note_draft(context, session, "report.draft", id, unit)?;
                    }
                    version
                }
            }
        };
        keep_answer(context, session, origin, &asked, &json!({ "version": version }))?;
        Ok::<_, EntryError>(Ok(version))
    })?;
    Ok(match outcome {
        Ok(version) => Saved::Stored {
            version,
            at: now,
            warnings: check(&loaded.form, &content),
            faults: faults(&loaded.form, &content),
            content,
            form: loaded.form,
        },
        Err(standing) => Saved::Conflict(Box::new(standing.against(loaded.form, &content, origin.language))),
    })
}

/// Refuses to type into a report that is approved, or of a campaign that is closed.
pub(super) fn refuse_unchangeable(
    session: &Session<'_>,
    campaign: CampaignId,
    state: Option<State>,
) -> Result<(), EntryError> {
    if session.campaign_closed_at(campaign)?.is_some() {
        return Err(SubmitError::Closed.into());
    }
    match state {
        Some(State::Approved) => Err(SubmitError::Refused(Refusal::AlreadyApproved).into()),
        _ => Ok(()),
    }
}

/// What stands stored: the draft, or what was handed in.
pub(super) struct Standing {
    version: u32,
    content: Content,
    by: String,
    at: Instant,
    handed_in: bool,
}

impl Standing {
    pub(super) fn against(self, form: Arc<Form>, mine: &Content, language: Language) -> Conflict {
        Conflict {
            version: self.version,
            theirs: show(&form, &self.content, language),
            mine: show(&form, mine, language),
            by: self.by,
            at: self.at,
            handed_in: self.handed_in,
            form,
        }
    }
}

/// What stands stored of a report: the draft, or what was handed in last, or nothing.
pub(super) fn standing(session: &Session<'_>, loaded: &Loaded, unit: UnitId) -> Result<Standing, StoreError> {
    let id = loaded.campaign.id;
    let draft = session.draft(id, unit)?;
    let version = draft.as_ref().map_or(0, |draft| draft.version);
    let (by, at) =
        draft.as_ref().map_or((String::new(), Instant::UNIX_EPOCH), |d| (d.updated_by.clone(), d.updated_at));
    if let Some(content) = draft.and_then(|draft| draft.content) {
        return Ok(Standing { version, content, by, at, handed_in: false });
    }
    let sent = match session.report(id, unit)? {
        Some(head) => session.revision(id, unit, head.latest_revision)?,
        None => None,
    };
    let handed_in = sent.is_some();
    Ok(Standing { version, content: sent.map(|sent| sent.content).unwrap_or_default(), by, at, handed_in })
}

/// What a request asks for, in a digest.
pub(super) fn request_digest(of: &[&dyn std::fmt::Display], content: &Content) -> String {
    let names: Vec<String> = of.iter().map(ToString::to_string).collect();
    // Content of our own types is always written.
    let body = serde_json::to_string(content).unwrap_or_default();
    digest(format!("{}\n{body}", names.join(" ")).as_bytes())
}

/// The answer that a request sent again got the first time.
pub(super) fn answered(
    context: Context<'_>,
    session: &Session<'_>,
    origin: &Origin,
    asked: &str,
) -> Result<Option<Value>, EntryError> {
    let (Some(key), Actor::Person(person)) = (&origin.key, context.actor) else { return Ok(None) };
    match session.answered(person.id, key)? {
        None => Ok(None),
        Some(answered) if answered.request_digest == asked => Ok(serde_json::from_str(&answered.answer).ok()),
        Some(_) => Err(EntryError::KeyReused),
    }
}

/// Keeps the answer of a request that carries a key.
pub(super) fn keep_answer(
    context: Context<'_>,
    session: &Session<'_>,
    origin: &Origin,
    asked: &str,
    answer: &Value,
) -> Result<(), StoreError> {
    let (Some(key), Actor::Person(person)) = (&origin.key, context.actor) else { return Ok(()) };
    let kept = AnsweredRequest {
        request_digest: asked.to_owned(),
        status: 200,
        answer: answer.to_string(),
        at: context.now(),
    };
    session.keep_answer(person.id, key, &kept)
}

pub(super) fn number(answer: &Value, name: &str) -> u32 {
    answer.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
}
