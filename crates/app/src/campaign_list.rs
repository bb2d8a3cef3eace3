//! Every campaign and every version of a form, for administrators. Closing is for those who run it: `campaign_desk`.

use crate::Context;
use crate::campaign::FindError;
use crate::people::{permit_somewhere, runs_everything, today};
use domain::Instant;
use domain::access::{Access, Action};
use domain::campaign::Campaign;
use domain::form::{FormVersion, Localized};
use store::Session;

/// A campaign in the list.
#[derive(Clone, Debug)]
pub struct ListedCampaign {
    /// The campaign.
    pub campaign: Campaign,
    /// Name of the unit that runs it.
    pub unit: String,
    /// Since when it is closed.
    pub closed_at: Option<Instant>,
    /// Units that report.
    pub reporters: usize,
    /// Reports that are in.
    pub reports: usize,
}

/// A version of a form that campaigns use.
#[derive(Clone, Debug)]
pub struct ListedForm {
    /// Which.
    pub version: FormVersion,
    /// Its title.
    pub title: Localized,
    /// How many items it has.
    pub items: usize,
    /// Names and years of the campaigns that use it.
    pub campaigns: Vec<String>,
}

/// The campaigns that the actor administers or runs, the one opened last first.
///
/// # Errors
/// When the actor administers nothing.
pub fn campaigns(context: Context<'_>) -> Result<Vec<ListedCampaign>, FindError> {
    context.store.read(|session| {
        let directory = context.memory().directory(session)?;
        let mut listed = Vec::new();
        for campaign in administered(context, session)? {
            listed.push(ListedCampaign {
                unit: session.unit_name(campaign.root)?.unwrap_or_default(),
                closed_at: directory.closed_at(campaign.id),
                reporters: directory.reporters(session, campaign.id)?.len(),
                reports: session.reports(campaign.id)?.len(),
                campaign,
            });
        }
        Ok(listed)
    })
}

fn administered(context: Context<'_>, session: &Session<'_>) -> Result<Vec<Campaign>, FindError> {
    let now = today(context, session)?;
    permit_somewhere(context, &now, Action::Administer)?;
    let everything = runs_everything(context, &now, Action::Administer);
    let directory = context.memory().directory(session)?;
    let mut found = Vec::new();
    for campaign in directory.campaigns() {
        let hierarchy = directory.hierarchy(campaign.due_on)?;
        if everything || context.permit(Action::Administer, &hierarchy, campaign.root) == Access::Allowed {
            found.push(campaign.clone());
        }
    }
    Ok(found)
}

/// The versions of forms that campaigns use, the newest first.
///
/// # Errors
/// When the actor administers nothing.
pub fn forms(context: Context<'_>) -> Result<Vec<ListedForm>, FindError> {
    context.store.read(|session| {
        let mut listed: Vec<ListedForm> = Vec::new();
        for campaign in administered(context, session)? {
            let used = format!("{} ({})", campaign.name, campaign.year);
            if let Some(known) = listed.iter_mut().find(|known| known.version == campaign.form) {
                known.campaigns.push(used);
                continue;
            }
            let form = context.memory().form(session, &campaign.form)?;
            let (title, items) = (form.title().clone(), form.items().len());
            listed.push(ListedForm { version: campaign.form, title, items, campaigns: vec![used] });
        }
        Ok(listed)
    })
}

/// The text of a version that campaigns use.
///
/// # Errors
/// When the actor administers nothing.
pub fn form_source(context: Context<'_>, id: &str, version: u32) -> Result<Option<String>, FindError> {
    context.store.read(|session| {
        let used = administered(context, session)?.into_iter().map(|campaign| campaign.form);
        let asked = used.into_iter().find(|form| form.id.as_str() == id && form.version == version);
        Ok(match asked {
            Some(form) => session.form_source(&form)?,
            None => None,
        })
    })
}
