//! Every campaign somebody may see.

use super::FindError;
use crate::Context;
use domain::Instant;
use domain::access::{Access, Action};
use domain::campaign::Campaign;
use domain::form::Form;
use domain::unit::UnitVersion;
use std::sync::Arc;

/// A campaign among others.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The campaign.
    pub campaign: Campaign,
    /// The unit that runs it, as it is on the due day.
    pub root: Option<UnitVersion>,
    /// Since when it takes no reports any more.
    pub closed_at: Option<Instant>,
}

/// The campaigns the actor may see, the one opened last first.
///
/// # Errors
/// Those of the store, and a hierarchy that does not hold together.
pub fn list(context: Context<'_>) -> Result<Vec<Listed>, FindError> {
    context.store.read(|session| {
        let directory = context.memory().directory(session)?;
        let mut listed = Vec::new();
        for campaign in directory.campaigns() {
            let hierarchy = directory.hierarchy(campaign.due_on)?;
            if context.permit(Action::ViewCampaign, &hierarchy, campaign.root) == Access::Allowed {
                let root = hierarchy.get(campaign.root).cloned();
                listed.push(Listed { closed_at: directory.closed_at(campaign.id), root, campaign: campaign.clone() });
            }
        }
        Ok(listed)
    })
}

/// The form of a campaign the actor may see.
///
/// # Errors
/// When the campaign is not found.
pub fn form_of(context: Context<'_>, campaign_name: Option<&str>) -> Result<Arc<Form>, FindError> {
    context.store.read(|session| Ok(super::enter(context, session, campaign_name, Action::ViewCampaign)?.form))
}
