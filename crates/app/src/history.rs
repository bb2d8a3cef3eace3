//! What a unit reported the year before.

use crate::Context;
use crate::campaign::{FindError, Loaded};
use domain::UnitId;
use domain::form::Form;
use domain::report::Content;
use store::Session;

/// A unit's report of the year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// The year.
    pub year: i16,
    /// The revision it is taken from.
    pub revision: u32,
    /// What it said in the cells and sections that the form of this year still has, with the same kind of value.
    pub content: Content,
}

/// What a unit reported in the campaign of the same root in the year before: the revision that counts, or the newest one
/// while none does. None when there was no such campaign, or the unit handed in nothing.
///
/// # Errors
/// Those of the store, and a stored form that does not read back.
pub fn previous(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    unit: UnitId,
) -> Result<Option<Previous>, FindError> {
    let campaign = &loaded.campaign;
    let directory = context.memory().directory(session)?;
    let before = directory
        .campaigns()
        .iter()
        .find(|other| other.root == campaign.root && other.year.checked_add(1) == Some(campaign.year));
    let Some(before) = before else { return Ok(None) };
    let Some(head) = session.report(before.id, unit)? else { return Ok(None) };
    let number = head.approved_revision.unwrap_or(head.latest_revision);
    let Some(revision) = session.revision(before.id, unit, number)? else { return Ok(None) };
    let mut content = revision.content;
    if before.form != campaign.form {
        keep_comparable(&mut content, &*context.memory().form(session, &before.form)?, &loaded.form);
    }
    Ok(Some(Previous { year: before.year, revision: number, content }))
}

/// Drops what another form asked: cells that are no more, and those of another kind.
fn keep_comparable(content: &mut Content, before: &Form, now: &Form) {
    content.figures.retain(|key, _| match (before.cell(key), now.cell(key)) {
        (Some(old), Some(new)) => before.item_of(old).kind == now.item_of(new).kind,
        _ => false,
    });
    content.prose.retain(|id, _| now.sections().iter().any(|section| section.id == *id));
}
