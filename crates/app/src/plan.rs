//! Plans before a campaign: brought, read beside their text, corrected, and then opened; or answered with one's own plan.

mod claim;
mod correct;
mod form;
mod marked;
mod open;
pub mod own;
mod view;

pub use claim::Claim;
pub use correct::correct;
pub use form::{ChosenForm, FormChoice, chosen_form};
pub use marked::{Block, Marked, Piece};
pub use open::{Confirm, obstacle, open};
pub(crate) use view::candidates;
pub use view::{FactView, Named, OneFact, PlanView, Proposal, Standing, TaskView, fact, view};

use crate::audit::{Note, note};
use crate::campaign::{FindError, OpenError};
use crate::explain::{Class, Explain};
use crate::file::SourceFile;
use crate::people;
use crate::{Actor, Context};
use domain::UnitId;
use domain::access::{Access, Action};
use domain::campaign::Campaign;
use domain::draft::{Document, FactCorrection};
use domain::unit::{Hierarchy, UnitVersion};
use locale::{Language, text};
use serde_json::json;
use std::sync::Arc;
use store::{Session, StoreError};
use vanban::read::{Format, ReadError, Reading};

/// The largest plan taken in: 32 MiB.
pub const MOST_BYTES: usize = 32 << 20;

/// Why something about a plan cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Unit, campaign, or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The document cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Larger than [`MOST_BYTES`].
    #[error("the plan is larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// No such plan of theirs.
    #[error("no such plan")]
    Unknown,
    /// The plan has no such fact.
    #[error("the plan has no fact `{0}`")]
    UnknownFact(String),
    /// What was typed is not what the fact is: no date, no number.
    #[error("the value is no {0:?}")]
    NotThat(Claim),
    /// A campaign was opened from it: its facts are settled.
    #[error("a campaign was opened from this plan")]
    Settled,
    /// There are no units below, and no list of them was given.
    #[error("there are no units to report, and no list of them")]
    NoUnits,
    /// The form that was chosen.
    #[error(transparent)]
    Form(#[from] crate::form::desk::SetError),
    /// Opening the campaign.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Writing one's own plan.
    #[error(transparent)]
    Write(#[from] vanban::write::WriteError),
}

impl From<StoreError> for PlanError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for PlanError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::Open(error) => error.class(),
            Self::Form(error) => error.class(),
            Self::Unknown | Self::UnknownFact(_) => Class::Unknown,
            Self::Settled => Class::Conflict,
            Self::Read(_) | Self::TooLarge | Self::NotThat(_) | Self::NoUnits | Self::Write(_) => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        let say = |key: &str| locale::text(language, key, &[]);
        match self {
            Self::Find(error) => error.explain(language),
            Self::Read(error) => error.explain(language),
            Self::Open(error) => open::explain(error, language),
            Self::Form(error) => error.explain(language),
            Self::TooLarge => text!(language, "plan-too-large", limit = MOST_BYTES >> 20),
            Self::Unknown => say("plan-unknown"),
            Self::UnknownFact(path) => text!(language, "plan-unknown-fact", path = path),
            Self::NotThat(claim) => say(claim.refusal()),
            Self::Settled => say("plan-settled"),
            Self::NoUnits => say("plan-no-units"),
            Self::Write(error) => text!(language, "write-document", what = error.to_string()),
        }
    }
}

/// A plan in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The plan.
    pub document: Document,
    /// The unit it was brought for.
    pub unit: UnitVersion,
    /// The campaign opened from it.
    pub campaign: Option<Campaign>,
}

/// The plans of somebody's units.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The plans, the newest first.
    pub plans: Vec<Listed>,
    /// Units for which a plan can be brought.
    pub homes: Vec<UnitVersion>,
}

/// The plans brought for the units of which the actor runs campaigns.
///
/// # Errors
/// When the actor runs campaigns nowhere, and those of the store.
pub fn list(context: Context<'_>) -> Result<Shelf, PlanError> {
    context.store.read(|session| {
        let hierarchy = people::today(context, session)?;
        let homes = homes(context, &hierarchy)?;
        let directory = context.memory().directory(session)?;
        let mut plans = Vec::new();
        for unit in &homes {
            for document in session.documents(unit.unit)? {
                let campaign = opened_from(directory.campaigns(), context, &hierarchy, &document.digest);
                plans.push(Listed { document, unit: unit.clone(), campaign });
            }
        }
        plans.sort_by_key(|listed| std::cmp::Reverse(listed.document.at));
        Ok(Shelf { plans, homes })
    })
}

/// Units of which the actor runs campaigns by a role held there; all at the top for an operator.
fn homes(context: Context<'_>, hierarchy: &Hierarchy) -> Result<Vec<UnitVersion>, FindError> {
    let held: Vec<UnitId> = match context.actor {
        Actor::Operator(_) => hierarchy.roots().to_vec(),
        Actor::Person(person) => person.grants.iter().map(|grant| grant.unit).collect(),
    };
    let runs = |unit: &UnitId| context.permit(Action::RunCampaign, hierarchy, *unit) == Access::Allowed;
    let mut homes: Vec<UnitVersion> = Vec::new();
    for version in held.into_iter().filter(runs).filter_map(|unit| hierarchy.get(unit)) {
        if !homes.contains(version) {
            homes.push(version.clone());
        }
    }
    if homes.is_empty() { Err(FindError::Forbidden(Action::RunCampaign)) } else { Ok(homes) }
}

/// The campaign that was opened from a plan by a unit of theirs.
fn opened_from(campaigns: &[Campaign], context: Context<'_>, hierarchy: &Hierarchy, digest: &str) -> Option<Campaign> {
    let theirs = |campaign: &&Campaign| {
        campaign.plan_digest == digest
            && context.permit(Action::RunCampaign, hierarchy, campaign.root) == Access::Allowed
    };
    campaigns.iter().find(theirs).cloned()
}

/// Brings a plan: it is read once to see whether it can be, and kept. The same file again is the same plan.
///
/// # Errors
/// A [`PlanError`]; then nothing is kept.
pub fn bring(context: Context<'_>, unit_code: Option<&str>, file: &SourceFile) -> Result<Document, PlanError> {
    if file.bytes.len() > MOST_BYTES {
        return Err(PlanError::TooLarge);
    }
    // Who may bring none is told so before anything is read.
    context.store.read(|session| home(context, session, unit_code).map(drop))?;
    let digest = file.digest();
    let reading = context.memory().reading(&digest, &file.bytes)?;
    context.store.write(|session| {
        let unit = home(context, session, unit_code)?.unit;
        if let Some(known) = session.document(unit, &digest)? {
            return Ok(known);
        }
        let document = Document {
            digest: digest.clone(),
            name: file.name.clone(),
            media_type: media_type(&reading).to_owned(),
            size: file.bytes.len() as u64,
            at: context.now(),
            by: context.actor.name().to_owned(),
        };
        session.add_file(unit, &digest, &file.name, &file.bytes, context.now())?;
        session.add_document(unit, &document)?;
        let after = Some(json!({ "name": file.name, "size": document.size }));
        note(context, session, Note { action: "plan.add", unit: Some(unit), subject: digest, before: None, after })?;
        Ok(document)
    })
}

/// The unit a plan is brought for: the one named, or the first.
fn home(context: Context<'_>, session: &Session<'_>, code: Option<&str>) -> Result<UnitVersion, FindError> {
    let hierarchy = people::today(context, session)?;
    let homes = homes(context, &hierarchy)?;
    let Some(code) = code else {
        return homes.into_iter().next().ok_or(FindError::Forbidden(Action::RunCampaign));
    };
    let named = hierarchy.by_code(code).map(|version| version.unit);
    let found = homes.into_iter().find(|home| Some(home.unit) == named);
    found.ok_or_else(|| FindError::UnknownUnit(code.to_owned()))
}

fn media_type(reading: &Reading) -> &'static str {
    match reading.format {
        Format::Text => "text/plain",
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format::Doc => "application/msword",
        Format::Odt => "application/vnd.oasis.opendocument.text",
        Format::Pdf => "application/pdf",
        Format::Html => "text/html",
    }
}

/// The file of a plan as it was brought.
///
/// # Errors
/// [`PlanError::Unknown`], and those of the store.
pub fn file(context: Context<'_>, digest: &str) -> Result<SourceFile, PlanError> {
    Ok(context.store.read(|session| stored(context, session, digest))?.file)
}

/// A plan as it is stored, with what people said about its facts.
struct Stored {
    document: Document,
    file: SourceFile,
    corrections: Vec<FactCorrection>,
    home: UnitVersion,
    hierarchy: Arc<Hierarchy>,
    campaign: Option<Campaign>,
}

impl Stored {
    /// What the plan says, as it was read.
    fn reading(&self, context: Context<'_>) -> Result<Arc<Reading>, PlanError> {
        Ok(context.memory().reading(&self.document.digest, &self.file.bytes)?)
    }

    /// What the plan says, with what people said about its facts.
    fn corrected(&self, context: Context<'_>) -> Result<Reading, PlanError> {
        Ok(correct::corrected(Reading::clone(&*self.reading(context)?), &self.corrections))
    }
}

/// Finds a plan among those of the actor's units.
fn stored(context: Context<'_>, session: &Session<'_>, digest: &str) -> Result<Stored, PlanError> {
    let hierarchy = people::today(context, session)?;
    for home in homes(context, &hierarchy)? {
        let Some(document) = session.document(home.unit, digest)? else { continue };
        let (_, bytes) = session.file(home.unit, digest)?.ok_or(PlanError::Unknown)?;
        let file = SourceFile { name: document.name.clone(), bytes };
        let corrections = session.corrections(home.unit, digest)?;
        let campaign = opened_from(context.memory().directory(session)?.campaigns(), context, &hierarchy, digest);
        return Ok(Stored { document, file, corrections, home, hierarchy, campaign });
    }
    Err(PlanError::Unknown)
}

/// The unit that runs the campaign of a plan: the one that issued it when it is below, else the unit it was brought for.
fn root_of(stored: &Stored, reading: &Reading) -> UnitId {
    let name = |name: &str| vanban::text::fold(crate::body_name::without_committee(name));
    let issuer = reading.facts.issuer.as_ref().map(|issuer| name(&issuer.value));
    let below = stored.hierarchy.subtree(stored.home.unit).into_iter();
    let issued = |unit: &UnitId| {
        let version = stored.hierarchy.get(*unit);
        issuer.is_some() && version.map(|version| name(&version.name)) == issuer
    };
    below.into_iter().find(issued).unwrap_or(stored.home.unit)
}
