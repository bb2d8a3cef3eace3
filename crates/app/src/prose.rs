//! The merged prose of a subtree: seen with its sources, edited by hand, and the letter it goes out with.

use crate::Context;
use crate::audit::{Note, note};
use crate::campaign::{self, FindError, Loaded};
use crate::consolidate::{self, ConsolidateError, Letter, PlanReference, ReportOf, plan_reference};
use crate::explain::{Class, Explain};
use crate::figures::Merged;
use crate::letterhead::Issuing;
use crate::sign_off::{SignOffState, state};
use crate::totals::{reach, top_for};
use domain::access::Action;
use domain::campaign::Campaign;
use domain::check::Warning;
use domain::draft::NarrativeText;
use domain::form::{Form, SectionId};
use domain::unit::{UnitCode, UnitVersion};
use domain::{CampaignId, UnitId};
use locale::{Language, text};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Session, StoreError};

/// Longest prose of a section, in characters.
pub const LONGEST_PROSE: usize = 100_000;

/// Longest field of the letterhead, in characters.
pub const LONGEST_FIELD: usize = 300;

/// A unit as a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedUnit {
    /// Its code.
    pub code: UnitCode,
    /// Its name.
    pub name: String,
}

/// What several units wrote alike, with all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcedPassage {
    /// Who wrote it.
    pub units: Vec<NamedUnit>,
    /// The sentences.
    pub sentences: Vec<String>,
}

/// A section of the consolidated report.
#[derive(Clone, Debug)]
pub struct SectionView {
    /// Which.
    pub id: SectionId,
    /// What the units wrote.
    pub passages: Vec<SourcedPassage>,
    /// As somebody left it last; none when it is as merged.
    pub edited: Option<NarrativeText>,
    /// Number of the last edit, also of one back to the merged prose; 0 without any.
    pub number: u32,
    /// Units that wrote in this section and were approved after it was edited.
    pub newer: Vec<NamedUnit>,
}

/// A warning that the report carries.
#[derive(Clone, Debug)]
pub struct SourcedWarning {
    /// Whose report.
    pub unit: NamedUnit,
    /// What does not add up.
    pub warning: Warning,
}

/// Everything for working on a consolidated report.
#[derive(Debug)]
pub struct ProseView {
    /// The campaign.
    pub campaign: Campaign,
    /// Its form.
    pub form: Arc<Form>,
    /// The unit whose report it is.
    pub top: UnitVersion,
    /// Units whose consolidated report the actor may see.
    pub reach: Vec<UnitVersion>,
    /// How many reports count.
    pub approved: usize,
    /// How many units report.
    pub expected: usize,
    /// The sections, in the order of the form.
    pub sections: Vec<SectionView>,
    /// What does not add up.
    pub warnings: Vec<SourcedWarning>,
    /// The letterhead as remembered.
    pub letter: Letter,
    /// The plan the report answers: what nobody said of the letterhead is as it was there.
    pub plan: PlanReference,
    /// Where the leader's word stands.
    pub sign_off: SignOffState,
    /// Whether the actor may edit.
    pub may_edit: bool,
    /// Whether the actor may give the leader's word.
    pub may_sign: bool,
}

impl ProseView {
    /// The letterhead and the signature block as they are printed; what is blank is left to be filled in by hand.
    #[must_use]
    pub fn printed(&self, language: Language) -> Letter {
        let by_issuer = self.top.unit == self.campaign.root;
        let of = Issuing { plan: &self.plan, by_issuer, kind: self.top.kind, unit_name: &self.top.name };
        of.complete(&self.letter, language)
    }
}

/// Why prose or letterhead is not saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProseError {
    /// Campaign, unit or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The form has no such section.
    #[error("the form has no section `{0}`")]
    UnknownSection(String),
    /// Somebody else saved the section meanwhile.
    #[error("somebody else saved the section meanwhile")]
    Changed,
    /// Longer than [`LONGEST_PROSE`] or [`LONGEST_FIELD`].
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
    /// The number of a report is 1 or more.
    #[error("the number is not one")]
    BadNumber,
    /// The date is none.
    #[error("the date is none")]
    BadDate,
}

impl From<StoreError> for ProseError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

impl Explain for ProseError {
    fn class(&self) -> Class {
        match self {
            Self::Find(error) => error.class(),
            Self::UnknownSection(_) => Class::Unknown,
            Self::Changed => Class::Conflict,
            Self::TooLong(_) | Self::BadNumber | Self::BadDate => Class::Refused,
        }
    }

    fn explain(&self, language: Language) -> String {
        match self {
            Self::Find(error) => error.explain(language),
            Self::UnknownSection(name) => text!(language, "web-prose-no-section", name = name),
            Self::Changed => text!(language, "web-prose-changed"),
            Self::TooLong(limit) => text!(language, "web-prose-long", limit = *limit),
            Self::BadNumber => text!(language, "web-letter-bad-number"),
            Self::BadDate => text!(language, "web-letter-bad-date"),
        }
    }
}

/// Reports of a subtree that count, in listing order, and how many units report in it.
pub(crate) fn counted(
    session: &Session<'_>,
    loaded: &Loaded,
    top: UnitId,
) -> Result<(Vec<(UnitId, u32)>, usize), StoreError> {
    let heads: HashMap<UnitId, store::ReportHead> = session.reports(loaded.campaign.id)?.into_iter().collect();
    let reporters = loaded.reporters(session)?;
    let below: Vec<UnitId> =
        loaded.hierarchy.subtree(top).into_iter().filter(|unit| reporters.contains(unit)).collect();
    let approved = below.iter().filter_map(|unit| Some((*unit, heads.get(unit)?.approved_revision?))).collect();
    Ok((approved, below.len()))
}

/// The consolidated report of a unit as it is worked on; of the highest one the actor may see when none is named.
///
/// # Errors
/// When the campaign or the unit is not found.
pub fn prose(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: Option<&str>,
) -> Result<ProseView, FindError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = top_for(context, &loaded, unit_code, Action::ViewReport)?;
        let (approved, expected) = counted(session, &loaded, top.unit)?;
        let merged = context.memory().figures().merged(session, &loaded, &approved)?;
        let narratives = session.narratives(loaded.campaign.id, top.unit)?;
        let section = |section: &domain::form::Section| section_view(&loaded, &merged, &narratives, &section.id);
        let warning = |(unit, warning): &(UnitId, Warning)| {
            Some(SourcedWarning { unit: named(&loaded, *unit)?, warning: warning.clone() })
        };
        let mut reach = reach(context, &loaded);
        reach.retain(|version| loaded.permits(context, Action::ViewReport, version.unit));
        Ok(ProseView {
            approved: approved.len(),
            expected,
            sections: loaded.form.sections().iter().map(section).collect(),
            warnings: merged.warnings.iter().filter_map(warning).collect(),
            letter: letter(session, loaded.campaign.id, top.unit)?,
            plan: plan_reference(context, session, &loaded)?,
            sign_off: state(session, &loaded, top.unit)?,
            may_edit: loaded.permits(context, Action::Consolidate, top.unit),
            may_sign: loaded.permits(context, Action::SignOff, top.unit),
            reach,
            top,
            form: loaded.form,
            campaign: loaded.campaign,
        })
    })
}

fn named(loaded: &Loaded, unit: UnitId) -> Option<NamedUnit> {
    loaded.hierarchy.get(unit).map(|version| NamedUnit { code: version.code.clone(), name: version.name.clone() })
}

fn section_view(loaded: &Loaded, merged: &Merged, narratives: &[NarrativeText], id: &SectionId) -> SectionView {
    let found = merged.sections.iter().find(|section| section.section == *id);
    let passages = found.map_or(&[][..], |section| &section.passages);
    let last = narratives.iter().find(|text| text.section == id.as_str());
    let edited = last.filter(|text| !text.text.trim().is_empty());
    let mut newer: Vec<UnitId> = Vec::new();
    if let Some(edited) = edited {
        for unit in passages.iter().flat_map(|passage| &passage.units) {
            let after = merged.approved_at.get(unit).is_some_and(|at| *at > edited.at);
            if after && !newer.contains(unit) {
                newer.push(*unit);
            }
        }
    }
    let units = |units: &[UnitId]| units.iter().filter_map(|unit| named(loaded, *unit)).collect();
    let passage = |passage: &domain::narrative::Passage| SourcedPassage {
        units: units(&passage.units),
        sentences: passage.sentences.clone(),
    };
    SectionView {
        id: id.clone(),
        passages: passages.iter().map(passage).collect(),
        edited: edited.cloned(),
        number: last.map_or(0, |text| text.number),
        newer: units(&newer),
    }
}

/// Saves a section as somebody left it. `seen` is the number of the edit they began from. Empty words are the merged prose
/// again.
///
/// # Errors
/// [`ProseError::Changed`] when somebody saved meanwhile; then nothing was changed.
pub fn save_section(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    section: &str,
    words: &str,
    seen: u32,
) -> Result<(), ProseError> {
    let words = vanban::text::normalise(words.trim()).replace("\r\n", "\n");
    if words.chars().count() > LONGEST_PROSE {
        return Err(ProseError::TooLong(LONGEST_PROSE));
    }
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = loaded.unit_for(context, Some(unit_code), Action::Consolidate)?.unit;
        let is_section = loaded.form.sections().iter().any(|other| other.id.as_str() == section);
        if !is_section {
            return Err(ProseError::UnknownSection(section.chars().take(80).collect()));
        }
        let before = session.narratives(loaded.campaign.id, top)?.into_iter().find(|text| text.section == section);
        let number = before.as_ref().map_or(0, |text| text.number);
        if before.is_some_and(|before| {
            before.number == seen + 1 && before.text == words && before.by == context.actor.name()
        }) {
            // The same button pressed twice.
            return Ok(());
        }
        if number != seen {
            return Err(ProseError::Changed);
        }
        let (at, by) = (context.now(), context.actor.name().to_owned());
        let text = NarrativeText { section: section.to_owned(), number: seen + 1, text: words, at, by };
        session.add_narrative(loaded.campaign.id, top, &text)?;
        let after = Some(json!({ "section": section, "number": text.number, "merged": text.text.is_empty() }));
        let subject = loaded.campaign.id.to_string();
        note(context, session, Note { action: "prose.edit", unit: Some(top), subject, before: None, after })?;
        Ok(())
    })
}

/// All edits of a section, the newest first.
///
/// # Errors
/// A [`ProseError`].
pub fn section_history(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    section: &str,
) -> Result<Vec<NarrativeText>, ProseError> {
    context.store.read(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = loaded.unit_for(context, Some(unit_code), Action::ViewReport)?.unit;
        let mut history = session.narrative_history(loaded.campaign.id, top, section)?;
        history.reverse();
        Ok(history)
    })
}

fn letter_setting(campaign: CampaignId, unit: UnitId) -> String {
    format!("letter/{campaign}/{unit}")
}

/// The letterhead remembered for a unit's consolidated report.
pub(crate) fn letter(session: &Session<'_>, campaign: CampaignId, unit: UnitId) -> Result<Letter, StoreError> {
    let stored = session.setting(&letter_setting(campaign, unit))?;
    Ok(stored.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

/// Remembers the letterhead and the signature block of a unit's consolidated report.
///
/// # Errors
/// A [`ProseError`].
pub fn save_letter(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    letter: &Letter,
) -> Result<(), ProseError> {
    let lines =
        [&letter.parent_body, &letter.issuer, &letter.symbol, &letter.place, &letter.signer_title, &letter.signer_name];
    let mut lines = lines.into_iter().flatten().chain(&letter.authority);
    if lines.any(|line| line.chars().count() > LONGEST_FIELD) || letter.authority.len() > 6 {
        return Err(ProseError::TooLong(LONGEST_FIELD));
    }
    if letter.number == Some(0) {
        return Err(ProseError::BadNumber);
    }
    context.store.write(|session| {
        let loaded = campaign::enter(context, session, campaign_name, Action::ViewCampaign)?;
        let top = loaded.unit_for(context, Some(unit_code), Action::Consolidate)?.unit;
        let name = letter_setting(loaded.campaign.id, top);
        let before = session.setting(&name)?;
        let after = json!(letter);
        if before.as_ref() == Some(&after) {
            return Ok(());
        }
        session.set_setting(&name, &after, context.actor.name(), context.now())?;
        session.raise(loaded.campaign.id)?;
        let subject = loaded.campaign.id.to_string();
        note(context, session, Note { action: "prose.letter", unit: Some(top), subject, before, after: Some(after) })?;
        Ok(())
    })
}

/// One of the two files of a consolidated report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFile {
    /// report.docx.
    Document,
    /// report.xlsx.
    Workbook,
}

/// Makes a file of a unit's consolidated report, with the letterhead remembered, for whoever may see the report.
///
/// # Errors
/// A [`ConsolidateError`].
pub fn download(
    context: Context<'_>,
    of: ReportOf<'_>,
    file: ReportFile,
    language: Language,
) -> Result<Vec<u8>, ConsolidateError> {
    let (gathered, letter) = context.store.read(|session| {
        let loaded = campaign::enter(context, session, of.campaign, Action::ViewCampaign)?.on(of.as_of)?;
        let top = top_for(context, &loaded, of.unit, Action::ViewReport)?;
        let (campaign, code) = (loaded.campaign.id.to_string(), top.code.to_string());
        let of = ReportOf { campaign: Some(&campaign), unit: Some(&code), as_of: of.as_of };
        let gathered = consolidate::gather(session, context, of, Action::ViewReport)?;
        Ok::<_, ConsolidateError>((gathered, letter(session, loaded.campaign.id, top.unit)?))
    })?;
    match file {
        ReportFile::Document => consolidate::document(&gathered, &letter, context.today(), language),
        ReportFile::Workbook => consolidate::tables(&gathered, language),
    }
}
