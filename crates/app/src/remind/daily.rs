//! Reminders of a day, by themselves: at most one digest for a person, and only where something is not in.
//!
//! Seven, three and one day before the reports are due, and one, three, seven and fourteen days after, the officers of a
//! unit that has not reported are reminded. From the third day after, those in charge at the unit above hear of it too.
//! Tasks with a day of their own are reminded of on the same days, counted from theirs, in the same digest.

mod tasks;

use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::jobs::{MAIL, in_daytime};
use crate::mail::{Letter, MailSettings};
use crate::status::{Standing, unit_statuses};
use domain::access::Role;
use domain::job::{Job, Notice};
use domain::time::Slashed;
use domain::{CampaignId, CivilDate, JobId, NoticeId, PersonId, UnitId};
use locale::{Language, text};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use store::{Session, StoreError};

/// Kind of the message in the app about units below that are late.
pub const ESCALATION: &str = "escalation";

/// Days left on which officers of a unit are reminded.
const REMINDED: [i32; 7] = [7, 3, 1, -1, -3, -7, -14];

/// Days left on which the unit above is told.
const ESCALATED: [i32; 3] = [-3, -7, -14];

/// Names of units in a digest before "and N more".
const NAMED: usize = 15;

/// What a person is reminded of on a day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Digest {
    /// Reports of their own units that are not in.
    own: Vec<OwnLine>,
    /// Units below that are late.
    late: Vec<LateLine>,
    /// Tasks that their own units lead and have not done.
    #[serde(default)]
    own_tasks: Vec<tasks::OwnTask>,
    /// Tasks with which units below are late.
    #[serde(default)]
    late_tasks: Vec<tasks::LateTask>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct OwnLine {
    campaign: CampaignId,
    campaign_name: String,
    unit: UnitId,
    unit_name: String,
    due_on: CivilDate,
    days_left: i32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct LateLine {
    campaign: CampaignId,
    campaign_name: String,
    due_on: CivilDate,
    unit: UnitId,
    units: Vec<String>,
}

/// Writes the messages of a day and the jobs that mail them; a day reminded before is not reminded again.
pub(crate) fn remind_on(context: Context<'_>, session: &Session<'_>, day: CivilDate) -> Result<usize, FindError> {
    let closed: BTreeSet<CampaignId> = session.closed_campaigns()?.into_iter().map(|(campaign, _)| campaign).collect();
    let mut digests: BTreeMap<PersonId, Digest> = BTreeMap::new();
    for campaign in session.campaigns()? {
        if closed.contains(&campaign.id) {
            continue;
        }
        let due_tasks = tasks::due(session, campaign.id, day)?;
        let reports = REMINDED.contains(&days_left(campaign.due_on, day));
        if !reports && due_tasks.is_empty() {
            continue;
        }
        let loaded = campaign::load(session, campaign, None)?;
        if reports {
            collect(session, &loaded, day, &mut digests)?;
        }
        for task in &due_tasks {
            tasks::collect(session, &loaded, task, day, &mut digests)?;
        }
    }
    let mut told = 0;
    for (person, digest) in digests {
        told += usize::from(tell(context, session, person, &digest, day)?);
    }
    Ok(told)
}

fn days_left(due_on: CivilDate, day: CivilDate) -> i32 {
    due_on.since(day).map_or(i32::MAX, |span| span.get_days())
}

fn collect(
    session: &Session<'_>,
    loaded: &Loaded,
    day: CivilDate,
    digests: &mut BTreeMap<PersonId, Digest>,
) -> Result<(), FindError> {
    let campaign = &loaded.campaign;
    let left = days_left(campaign.due_on, day);
    for status in unit_statuses(session, loaded, &[], day)? {
        if !Standing::of(&status, campaign.due_on, day).waits_for_unit() {
            continue;
        }
        for person in super::holders(session, status.unit, &[Role::Officer])? {
            digests.entry(person).or_default().own.push(OwnLine {
                campaign: campaign.id,
                campaign_name: campaign.name.clone(),
                unit: status.unit,
                unit_name: status.name.clone(),
                due_on: campaign.due_on,
                days_left: left,
            });
        }
        if !ESCALATED.contains(&left) {
            continue;
        }
        for (above, person) in in_charge_above(session, loaded, status.unit)? {
            let late = &mut digests.entry(person).or_default().late;
            match late.iter_mut().find(|line| line.campaign == campaign.id && line.unit == above) {
                Some(line) => line.units.push(status.name.clone()),
                None => late.push(LateLine {
                    campaign: campaign.id,
                    campaign_name: campaign.name.clone(),
                    due_on: campaign.due_on,
                    unit: above,
                    units: vec![status.name.clone()],
                }),
            }
        }
    }
    Ok(())
}

/// Those who look after a unit's report from above: at the nearest unit above that has anybody.
fn in_charge_above(
    session: &Session<'_>,
    loaded: &Loaded,
    unit: UnitId,
) -> Result<Vec<(UnitId, PersonId)>, StoreError> {
    for above in loaded.hierarchy.ancestors(unit) {
        let people = super::holders(session, above, &[Role::Agency, Role::Officer, Role::Leader])?;
        if !people.is_empty() {
            return Ok(people.into_iter().map(|person| (above, person)).collect());
        }
    }
    Ok(Vec::new())
}

/// One job and its messages in the app; nothing when the person was reminded that day before.
fn tell(
    context: Context<'_>,
    session: &Session<'_>,
    person: PersonId,
    digest: &Digest,
    day: CivilDate,
) -> Result<bool, FindError> {
    let now = context.now();
    let job = Job {
        id: JobId::new(now, context.world.random()),
        name: format!("{MAIL}/digest/{day}/{person}"),
        kind: MAIL.to_owned(),
        payload: json!({ "person": person, "digest": digest }),
        run_at: in_daytime(now),
    };
    if !session.add_job(&job)? {
        return Ok(false);
    }
    let notice = |kind: &str, params, campaign, unit| Notice {
        id: NoticeId::new(now, context.world.random()),
        person,
        kind: kind.to_owned(),
        params,
        campaign: Some(campaign),
        unit: Some(unit),
        at: now,
        read_at: None,
    };
    for line in &digest.own {
        let params = json!({
            "unit": line.unit_name,
            "campaign": line.campaign_name,
            "due_on": Slashed(line.due_on).to_string(),
            "note": "",
        });
        session.add_notice(&notice(super::REMINDER, params, line.campaign, line.unit))?;
    }
    for line in &digest.late {
        let params = json!({
            "campaign": line.campaign_name,
            "due_on": Slashed(line.due_on).to_string(),
            "count": line.units.len(),
            "units": first_names(&line.units) + if line.units.len() > NAMED { " …" } else { "" },
        });
        session.add_notice(&notice(ESCALATION, params, line.campaign, line.unit))?;
    }
    for line in &digest.own_tasks {
        session.add_notice(&notice(super::task::TASK_REMINDER, line.params(), line.campaign, line.unit))?;
    }
    for line in &digest.late_tasks {
        session.add_notice(&notice(tasks::TASK_ESCALATION, line.params(), line.campaign, line.above))?;
    }
    Ok(true)
}

/// The mail a job is about; none when no mail is sent: not set up, no address, not wanted, or nothing is left to say.
pub(crate) fn letter(
    context: Context<'_>,
    session: &Session<'_>,
    job: &Job,
) -> Result<Option<(MailSettings, Letter)>, StoreError> {
    let Some(settings) = MailSettings::of(session)? else { return Ok(None) };
    let person = job.payload["person"].as_str().and_then(PersonId::parse);
    let person = match person {
        Some(person) => session.person(person)?.filter(|person| person.disabled_at.is_none()),
        None => None,
    };
    let Some(person) = person else { return Ok(None) };
    let (Some(to), true) = (person.email.clone(), crate::account::wants_mail(session, person.id)?) else {
        return Ok(None);
    };
    let language = Language::of_locale(&person.language);
    let digest: Option<Digest> = serde_json::from_value(job.payload["digest"].clone()).ok();
    let (subject, mut lines) = match &digest {
        Some(digest) => digest_text(language, digest),
        None => asked_text(language, &job.payload["params"]),
    };
    let address = crate::installation::address(session)?;
    if let Some(address) = &address {
        lines.push(text!(language, "mail-open", address = format!("{address}/")));
    }
    let account = address.map(|address| format!("{address}/account")).unwrap_or_default();
    let body = format!(
        "{}\n\n{}\n\n--\n{}\n",
        text!(language, "mail-greeting", name = person.name),
        lines.join("\n\n"),
        text!(language, "mail-footer", address = account).trim_end()
    );
    Ok(Some((settings, Letter { to, subject, body, at: context.now(), id: job.id.to_string() })))
}

fn digest_text(language: Language, digest: &Digest) -> (String, Vec<String>) {
    let own = digest.own.iter().map(|line| {
        let (key, days) =
            if line.days_left < 0 { ("mail-overdue", -line.days_left) } else { ("mail-due", line.days_left) };
        let due = Slashed(line.due_on).to_string();
        text!(language, key, unit = &line.unit_name, campaign = &line.campaign_name, due = due, days = days)
    });
    let late = digest.late.iter().map(|line| {
        let due = Slashed(line.due_on).to_string();
        let units = named(language, &line.units);
        text!(language, "mail-late", campaign = &line.campaign_name, due = due, count = line.units.len(), units = units)
    });
    let own_tasks = digest.own_tasks.iter().map(|line| line.sentence(language));
    let late_tasks = digest.late_tasks.iter().map(|line| line.sentence(language));
    let (key, campaign) = subject(digest);
    (text!(language, key, campaign = campaign), own.chain(own_tasks).chain(late).chain(late_tasks).collect())
}

/// What a digest is about first: one's own reports, one's own tasks, units below that are late.
fn subject(digest: &Digest) -> (&'static str, &str) {
    let own = digest.own.first().map(|line| ("mail-subject", line.campaign_name.as_str()));
    let own_task = digest.own_tasks.first().map(|line| ("mail-subject-tasks", line.campaign_name.as_str()));
    let late = digest.late.first().map(|line| ("mail-subject-late", line.campaign_name.as_str()));
    let late_task = digest.late_tasks.first().map(|line| ("mail-subject-late-tasks", line.campaign_name.as_str()));
    own.or(own_task).or(late).or(late_task).unwrap_or(("mail-subject", ""))
}

/// A reminder that somebody asked for, with their note.
fn asked_text(language: Language, params: &serde_json::Value) -> (String, Vec<String>) {
    let word = |name: &str| params[name].as_str().unwrap_or_default().to_owned();
    let note = Some(word("note")).filter(|note| !note.is_empty());
    let note = note.map(|note| text!(language, "mail-note", note = note));
    if let Some(number) = params["task"].as_u64() {
        let due = Some(word("due_on")).filter(|due| !due.is_empty());
        let key = if due.is_some() { "mail-asked-task" } else { "mail-asked-task-no-day" };
        let (unit, due) = (word("unit"), due.unwrap_or_default());
        let asked = text!(language, key, unit = unit, number = number, words = word("words"), due = due);
        let subject = text!(language, "mail-subject-tasks", campaign = word("campaign"));
        return (subject, std::iter::once(asked).chain(note).collect());
    }
    let asked = text!(language, "mail-asked", unit = word("unit"), campaign = word("campaign"), due = word("due_on"));
    (text!(language, "mail-subject", campaign = word("campaign")), std::iter::once(asked).chain(note).collect())
}

fn first_names(units: &[String]) -> String {
    units.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn named(language: Language, units: &[String]) -> String {
    match units.len().saturating_sub(NAMED) {
        0 => first_names(units),
        more => text!(language, "mail-and-more", units = first_names(units), more = more),
    }
}
