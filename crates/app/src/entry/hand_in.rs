//! Handing in what was typed: as a workbook, like a report that came by mail, so that every figure has a file and a cell.

use super::fields::final_content;
use super::open::enter;
use super::save::{
    Conflict, Origin, Standing, answered, keep_answer, number, refuse_unchangeable, request_digest, standing,
};
use super::{EntryError, faults};
use crate::Context;
use crate::campaign::Loaded;
use crate::file::SourceFile;
use crate::form::filled;
use crate::report::{SubmitError, add_revision, receivable};
use domain::access::Action;
use domain::check::{Warning, check};
use domain::report::{Content, Punctuality, State, punctuality};
use domain::unit::UnitVersion;
use domain::{CivilDate, UnitId};
use locale::Language;
use serde_json::json;
use store::{DraftSaved, Session};

/// What became of a report handed in.
#[derive(Debug)]
pub enum HandedIn {
    /// It is with the agency.
    Done {
        /// The revision it became.
        revision: u32,
        /// It had been handed in before, by the same request or a double click: nothing was stored.
        already: bool,
        /// On time or late.
        punctuality: Punctuality,
        /// What does not add up.
        warnings: Vec<Warning>,
    },
    /// Nothing was handed in: there is a version that was not seen.
    Conflict(Box<Conflict>),
}

/// A draft that can be handed in, with its workbook.
struct Ready {
    content: Content,
    file: SourceFile,
    digest: String,
}

/// Hands in the draft of the version given. The workbook is made before anything is locked.
///
/// # Errors
/// An [`EntryError`]; then nothing was changed.
pub fn hand_in(context: Context<'_>, origin: &Origin) -> Result<HandedIn, EntryError> {
    let (campaign, code) = (origin.campaign.as_deref(), origin.unit.as_str());
    let today = context.today();
    let (loaded, unit, draft, head) = context.store.read(|session| {
        let (loaded, unit) = enter(context, session, campaign, code, Action::EnterReport)?;
        let draft = session.draft(loaded.campaign.id, unit.unit)?;
        let head = session.report(loaded.campaign.id, unit.unit)?;
        Ok::<_, EntryError>((loaded, unit, draft, head))
    })?;
    let id = loaded.campaign.id;
    let asked = request_digest(&[&"hand-in", &id, &unit.unit, &origin.version], &Content::default());
    let done = |revision, already, first: Option<CivilDate>, content: &Content| HandedIn::Done {
        revision,
        already,
        punctuality: punctuality(first.or(Some(today)), loaded.campaign.due_on, today),
        warnings: check(&loaded.form, content),
    };
    let first = head.as_ref().map(|head| head.first_received_on);
    let version = draft.as_ref().map_or(0, |draft| draft.version);
    let typed = draft.and_then(|draft| draft.content);
    // The draft of this version is gone because it was handed in.
    if let (None, Some(head)) = (&typed, &head)
        && version == origin.version + 1
        && head.state == State::Submitted
    {
        return Ok(done(head.latest_revision, true, first, &Content::default()));
    }
    let mut ready = None;
    if let Some(typed) = typed.as_ref().filter(|_| version == origin.version) {
        ready = Some(prepare(&loaded, &unit, typed, today, origin.language)?);
    }
    let outcome = context.store.write(|session| {
        if let Some(answer) = answered(context, session, origin, &asked)? {
            return Ok(Ok((number(&answer, "revision"), true)));
        }
        let outcome = store(context, session, &loaded, unit.unit, origin, ready)?;
        if let Ok((revision, false)) = &outcome {
            keep_answer(context, session, origin, &asked, &json!({ "revision": revision }))?;
        }
        Ok::<_, EntryError>(outcome)
    })?;
    let typed = typed.unwrap_or_default();
    match outcome {
        Ok((revision, already)) => Ok(done(revision, already, first, &typed)),
        Err(standing) => Ok(HandedIn::Conflict(Box::new(standing.against(loaded.form, &typed, origin.language)))),
    }
}

/// Stores what is ready: the revision and whether it had been there before, or what stands there instead. Nothing is ready
/// when the draft is of another version, or there is none.
fn store(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    unit: UnitId,
    origin: &Origin,
    ready: Option<Ready>,
) -> Result<Result<(u32, bool), Box<Standing>>, EntryError> {
    let id = loaded.campaign.id;
    let head = session.report(id, unit)?;
    refuse_unchangeable(session, id, head.as_ref().map(|head| head.state))?;
    let stands = || Ok(Err(Box::new(standing(session, loaded, unit)?)));
    let Some(Ready { content, file, digest }) = ready else {
        let is_blank = match session.draft(id, unit)? {
            Some(draft) => draft.content.is_none() && draft.version == origin.version,
            None => origin.version == 0,
        };
        return if is_blank { Err(SubmitError::Blank.into()) } else { stands() };
    };
    match session.save_draft(id, unit, origin.version, None, None, context.actor.name(), context.now())? {
        // The other click of a double click was a moment faster.
        DraftSaved::Conflict { current: Some(current) }
            if current.content.is_none() && current.version == origin.version + 1 && head.is_some() =>
        {
            Ok(Ok((head.map_or(0, |head| head.latest_revision), true)))
        }
        DraftSaved::Conflict { .. } => stands(),
        DraftSaved::Saved { .. } => {
            let (file, today) = ((file, digest), context.today());
            Ok(Ok((add_revision(session, context, loaded, unit, head.as_ref(), file, content, today)?, false)))
        }
    }
}

/// Refuses what cannot be handed in, and makes the workbook; each figure gets the cell it stands in.
fn prepare(
    loaded: &Loaded,
    unit: &UnitVersion,
    typed: &Content,
    today: CivilDate,
    language: Language,
) -> Result<Ready, EntryError> {
    let faults = faults(&loaded.form, typed);
    if !faults.is_empty() {
        return Err(EntryError::Faults(faults));
    }
    let mut content = final_content(&loaded.form, typed);
    if content.figures.is_empty() && content.prose.is_empty() {
        return Err(SubmitError::Blank.into());
    }
    let days = receivable(loaded, today)?;
    let bytes = filled(loaded, unit.unit, &content, language)?;
    // Read back as any report is: what the file does not hold is not reported.
    let form_file = workbook::open_form(&bytes).map_err(SubmitError::Read)?;
    let read = form_file.content(&loaded.form, days.0..=days.1).map_err(SubmitError::Cells)?.content;
    for (key, figure) in &mut content.figures {
        figure.at = read.figures.get(key).and_then(|read| read.at.clone());
    }
    let file = SourceFile { name: format!("{}.xlsx", unit.code), bytes };
    let digest = file.digest();
    Ok(Ready { content, file, digest })
}
