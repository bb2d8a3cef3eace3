//! The leader's word on a consolidated report, and whether it still is about what there is.

use crate::audit::{Note, note};
use crate::campaign::{self, FindError, Loaded};
use crate::consolidate::edited;
use crate::explain::{Class, Explain};
use crate::prose::{counted, letter};
use crate::tell::{holders, tell};
use crate::{Actor, Context};
use domain::access::{Action, Role};
use domain::draft::{SignOff, Verdict};
use domain::unit::UnitVersion;
use domain::{Instant, UnitId};
use locale::{Language, text};
use serde_json::json;
use store::{Session, StoreError};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 2_000;

/// Where the leader's word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOffState {
    /// Every word given, oldest first; the last one holds.
    pub words: Vec<SignOff>,
    /// Digest of the report as it is now: of the revisions that count, the prose as edited, the letterhead.
    pub digest: String,
    /// When it was submitted to the leader, while no word was given since.
    pub asked: Option<Asked>,
}

/// That a report was submitted to the leader.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Asked {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// Digest of the report as it was then.
    pub digest: String,
}

impl SignOffState {
    /// The word that holds.
    #[must_use]
    pub fn last(&self) -> Option<&SignOff> {
        self.words.last()
    }

    /// Whether the report changed after the last word.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.last().is_some_and(|word| word.digest != self.digest)
    }

    /// Whether the report as it is now is approved.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.last().is_some_and(|word| word.verdict == Verdict::Approved) && !self.changed()
    }
}

/// Why the leader's word is not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignOffError {
    /// Campaign, unit or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// No report of the subtree counts yet.
    #[error("no report is approved yet")]
    NothingApproved,
    /// Returning must say why.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason is longer than [`LONGEST_REASON`].
    #[error("the reason is too long")]
    LongReason,
    /// The report changed after the page was opened.
    #[error("the report changed meanwhile")]
    Changed,
    /// Nobody leads the unit.
    #[error("nobody leads {unit}")]
    NoLeader {
        /// Name of the unit.
        unit: String,
    },
}

impl From<StoreError> for SignOffError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for SignOffError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Changed => Class::Conflict,
            Self::NothingApproved | Self::ReasonMissing | Self::LongReason | Self::NoLeader { .. } => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain(language),
            Self::NothingApproved => text!(language, "consolidate-nothing-approved"),
            Self::ReasonMissing => text!(language, "refusal-reason-missing"),
            Self::LongReason => text!(language, "web-prose-long", limit = LONGEST_REASON),
            Self::Changed => text!(language, "web-sign-off-meanwhile"),
            Self::NoLeader { unit } => text!(language, "web-ask-leader-nobody", unit = unit),
        }
    }
}

/// Where the leader's word on a unit's consolidated report stands.
pub(crate) fn state(session: &Session<'_>, loaded: &Loaded, top: UnitId) -> Result<SignOffState, FindError> {
    let words = session.sign_offs(loaded.campaign.id, top)?;
    let asked = asked(session, loaded, top)?.filter(|asked| words.last().is_none_or(|word| word.at < asked.at));
    Ok(SignOffState { words, digest: digest(session, loaded, top)?, asked })
}

fn asked_setting(loaded: &Loaded, top: UnitId) -> String {
    format!("sign-off-asked/{}/{top}", loaded.campaign.id)
}

/// When the report of a unit was submitted to the leader last.
fn asked(session: &Session<'_>, loaded: &Loaded, top: UnitId) -> Result<Option<Asked>, FindError> {
    let stored = session.setting(&asked_setting(loaded, top))?;
    Ok(stored.and_then(|value| serde_json::from_value(value).ok()))
}

/// A report that waits for the actor's word.
#[derive(Clone, Debug)]
pub struct ToSign {
    /// The unit whose report it is.
    pub unit: UnitVersion,
    /// Since when, and who submitted it.
    pub asked: Asked,
}

/// The reports that wait for the actor's word as a leader.
pub(crate) fn to_sign(context: Context<'_>, session: &Session<'_>, loaded: &Loaded) -> Result<Vec<ToSign>, FindError> {
    let Actor::Person(person) = context.actor else { return Ok(Vec::new()) };
    let mut waiting = Vec::new();
    for grant in person.grants.iter().filter(|grant| grant.role == Role::Leader) {
        let Some(unit) = loaded.hierarchy.get(grant.unit) else { continue };
        let Some(asked) = asked(session, loaded, unit.unit)? else { continue };
        let answered = session.sign_offs(loaded.campaign.id, unit.unit)?.last().is_some_and(|word| word.at >= asked.at);
        if !answered {
            waiting.push(ToSign { unit: unit.clone(), asked });
        }
    }
    Ok(waiting)
}

/// Submits the consolidated report of a unit to its leaders: a notice, and a duty on their first page until they give
/// their word. The same report is not submitted twice.
///
/// # Errors
/// [`SignOffError::NothingApproved`], [`SignOffError::NoLeader`], and when the actor does not consolidate there.
pub fn ask(context: Context<'_>, campaign_name: Option<&str>, unit_code: &str) -> Result<(), SignOffError> {
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = loaded.unit_for(context, Some(unit_code), Action::Consolidate)?.clone();
        if counted(session, &loaded, top.unit)?.0.is_empty() {
            return Err(SignOffError::NothingApproved);
        }
        let leaders = holders(session, top.unit, &[Role::Leader])?;
        if leaders.is_empty() {
            return Err(SignOffError::NoLeader { unit: top.name });
        }
        let now = state(session, &loaded, top.unit)?;
        if now.asked.is_some_and(|asked| asked.digest == now.digest) {
            return Ok(());
        }
        let (by, at) = (context.actor.name(), context.now());
        let asked = json!(Asked { at, by: by.to_owned(), digest: now.digest.clone() });
        session.set_setting(&asked_setting(&loaded, top.unit), &asked, by, at)?;
        let (subject, after) = (loaded.campaign.id.to_string(), Some(json!({ "digest": now.digest })));
        let unit = Some(top.unit);
        note(context, session, Note { action: "consolidated.ask", unit, subject, before: None, after })?;
        tell(context, session, &loaded, top.unit, &leaders, ("sign-off-asked", json!({ "unit": top.name })))?;
        Ok(())
    })
}

/// Digest of what a consolidated report is made of, in hexadecimal. The files themselves carry the day they were made.
fn digest(session: &Session<'_>, loaded: &Loaded, top: UnitId) -> Result<String, FindError> {
    let (approved, _) = counted(session, loaded, top)?;
    let edited = edited(session, loaded, top)?;
    let prose: Vec<(&str, &str)> = edited.iter().map(|text| (text.section.as_str(), text.text.as_str())).collect();
    let letter = letter(session, loaded.campaign.id, top)?;
    let form = loaded.campaign.form.to_string();
    let content = json!({ "form": form, "reports": approved, "prose": prose, "letter": letter });
    Ok(crate::file::digest(content.to_string().as_bytes()))
}

/// Gives the leader's word on the report as it was looked at: `seen` is its digest then.
///
/// # Errors
/// [`SignOffError::Changed`] when it is another report by now; then nothing was changed.
pub fn sign(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    verdict: Verdict,
    reason: Option<&str>,
    seen: &str,
) -> Result<(), SignOffError> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(vanban::text::normalise);
    if verdict == Verdict::Returned && reason.is_none() {
        return Err(SignOffError::ReasonMissing);
    }
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
        return Err(SignOffError::LongReason);
    }
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = loaded.unit_for(context, Some(unit_code), Action::SignOff)?.clone();
        if counted(session, &loaded, top.unit)?.0.is_empty() {
            return Err(SignOffError::NothingApproved);
        }
        let now = state(session, &loaded, top.unit)?;
        if now.digest != seen {
            return Err(SignOffError::Changed);
        }
        let by = context.actor.name();
        let again =
            |word: &SignOff| word.verdict == verdict && word.digest == seen && word.by == by && word.reason == reason;
        if now.last().is_some_and(again) {
            // The same button pressed twice.
            return Ok(());
        }
        let id = loaded.campaign.id;
        session.add_sign_off(id, top.unit, verdict, reason.as_deref(), seen, by, context.now())?;
        let before = now.last().map(|word| json!({ "verdict": word.verdict.name(), "digest": word.digest }));
        let after = Some(json!({ "verdict": verdict.name(), "digest": seen }));
        let action = format!("consolidated.{}", verdict.name());
        note(context, session, Note { action: &action, unit: Some(top.unit), subject: id.to_string(), before, after })?;
        let people = holders(session, top.unit, &[Role::Agency])?;
        let kind = format!("sign-off-{}", verdict.name());
        tell(context, session, &loaded, top.unit, &people, (&kind, json!({ "unit": top.name })))?;
        Ok(())
    })
}
