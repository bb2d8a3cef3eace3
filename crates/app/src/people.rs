//! People and what they are where: added, invited, given roles, kept out. Also the audit trail they leave.

pub use crate::audit::action_text;

use crate::audit::{Note, is_called, note, subjects};
use crate::campaign::FindError;
use crate::mail::{Letter, MailError, MailSettings, Mailer};
use crate::sign_in::{NewPerson, SignInError, add, invite};
use crate::{Actor, Context};
use domain::access::{Access, Action, Grant, Role};
use domain::audit::{AuditEvent, AuditFilter};
use domain::person::{CodePurpose, HeldRole, Person, fold_sign_in_name};
use domain::time::Validity;
use domain::unit::{Hierarchy, UnitCode, UnitKind, UnitVersion};
use domain::{AuditId, CivilDate, Instant, JobId, PersonId, UnitId};
use locale::{Language, text};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Session, StoreError};

/// The unit an installation begins with, when it has none.
#[derive(Clone, Debug)]
pub struct FirstUnit {
    /// Full name, `Tỉnh An Giao`.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Its kind.
    pub kind: UnitKind,
}

/// Why something about people cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// Unit, or permission.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Names and passwords.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// No such person, or none they may know of.
    #[error("no such person")]
    UnknownPerson,
    /// Nobody would be left who could let people in.
    #[error("the last administrator stays")]
    LastAdministrator,
}

impl From<StoreError> for PeopleError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

/// A person as an administrator sees them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Who.
    pub person: Person,
    /// Roles, with the unit as it is today.
    pub roles: Vec<(Role, UnitVersion)>,
}

impl Listed {
    /// Whether each word searched for stands in a name, the address or a unit, with or without its accents.
    #[must_use]
    pub fn answers(&self, words: &str) -> bool {
        let Person { sign_in_name, name, email, .. } = &self.person;
        let units = self.roles.iter().flat_map(|(_, unit)| [unit.name.as_str(), unit.code.as_str()]);
        let own = [sign_in_name.as_str(), name, email.as_deref().unwrap_or_default()];
        let all: Vec<&str> = own.into_iter().chain(units).collect();
        let folded = vanban::text::fold_plain(&all.join(" "));
        vanban::text::fold_plain(words).split_whitespace().all(|word| folded.contains(word))
    }
}

/// Units with nothing above them; the first unit is made when there is none.
///
/// # Errors
/// [`SignInError::BadUnitCode`] and [`SignInError::BadUnitName`]: what was typed is taken as it is, or refused.
pub(crate) fn tops(context: Context<'_>, session: &Session<'_>, first: &FirstUnit) -> Result<Vec<UnitId>, SignInError> {
    let hierarchy = today(context, session).unwrap_or_default();
    if !hierarchy.is_empty() {
        return Ok(hierarchy.roots().to_vec());
    }
    let now = context.now();
    let unit = UnitId::new(now, context.world.random());
    let code = UnitCode::parse(&first.code).ok_or_else(|| SignInError::BadUnitCode(first.code.trim().to_owned()))?;
    let valid = Validity::since(CivilDate::new(context.today().year(), 1, 1).unwrap_or(CivilDate::MIN));
    let name = crate::units::unit_name(&first.name).ok_or(SignInError::BadUnitName)?;
    session.add_unit(&UnitVersion { unit, code, name, kind: first.kind, parent: None, valid }, now)?;
    Ok(vec![unit])
}

/// The hierarchy of today.
///
/// # Errors
/// Those of the store, and a hierarchy that does not hold together.
pub fn today(context: Context<'_>, session: &Session<'_>) -> Result<Arc<Hierarchy>, FindError> {
    Ok(context.memory().directory(session)?.hierarchy(context.today())?)
}

/// Refuses who may do it nowhere.
pub(crate) fn permit_somewhere(context: Context<'_>, hierarchy: &Hierarchy, action: Action) -> Result<(), FindError> {
    let Actor::Person(person) = context.actor else { return Ok(()) };
    let somewhere = |grant: &Grant| context.permit(action, hierarchy, grant.unit) == Access::Allowed;
    if person.grants.iter().any(somewhere) { Ok(()) } else { Err(FindError::Forbidden(action)) }
}

/// Whether the actor may do it to everything: at every unit that has nothing above it.
pub(crate) fn runs_everything(context: Context<'_>, hierarchy: &Hierarchy, action: Action) -> bool {
    let allowed = |unit: &UnitId| context.permit(action, hierarchy, *unit) == Access::Allowed;
    match context.actor {
        Actor::Operator(_) => true,
        Actor::Person(_) => !hierarchy.is_empty() && hierarchy.roots().iter().all(allowed),
    }
}

/// Refuses who may not do it to everything: what concerns the whole installation.
pub(crate) fn permit_everywhere(context: Context<'_>, session: &Session<'_>, action: Action) -> Result<(), FindError> {
    let hierarchy = today(context, session)?;
    if runs_everything(context, &hierarchy, action) { Ok(()) } else { Err(FindError::Forbidden(action)) }
}

/// People with a role at a unit the actor manages people of, and those without any role.
///
/// # Errors
/// When the actor manages people nowhere.
pub fn list(context: Context<'_>) -> Result<Vec<Listed>, PeopleError> {
    context.store.read(|session| {
        let hierarchy = today(context, session)?;
        permit_somewhere(context, &hierarchy, Action::ManagePeople)?;
        let everybody = runs_everything(context, &hierarchy, Action::ManagePeople);
        let names = Names::of(session)?;
        let mut listed = Vec::new();
        for (person, grants) in session.people()? {
            let managed =
                |grant: &Grant| context.permit(Action::ManagePeople, &hierarchy, grant.unit) == Access::Allowed;
            if everybody || grants.is_empty() || grants.iter().any(managed) {
                listed.push(Listed { person, roles: names.roles(&hierarchy, &grants) });
            }
        }
        Ok(listed)
    })
}

/// What units are called: as they are today, or as they were last.
struct Names(HashMap<UnitId, UnitVersion>);

impl Names {
    fn of(session: &Session<'_>) -> Result<Self, StoreError> {
        // By unit and first day: the last one stays.
        Ok(Self(session.unit_versions()?.into_iter().map(|version| (version.unit, version)).collect()))
    }

    fn by_code(&self, hierarchy: &Hierarchy, code: &str) -> Option<UnitId> {
        let folded = vanban::text::fold(code);
        let last = || self.0.values().find(|version| vanban::text::fold(version.code.as_str()) == folded);
        hierarchy.by_code(code).or_else(last).map(|version| version.unit)
    }

    fn roles(&self, hierarchy: &Hierarchy, grants: &[Grant]) -> Vec<(Role, UnitVersion)> {
        let version = |unit: UnitId| hierarchy.get(unit).or_else(|| self.0.get(&unit)).cloned();
        grants.iter().filter_map(|grant| Some((grant.role, version(grant.unit)?))).collect()
    }
}

/// The person of a sign-in name, whom the actor manages.
///
/// # Errors
/// [`PeopleError::UnknownPerson`], and when the actor manages people nowhere.
pub fn by_sign_in_name(context: Context<'_>, sign_in_name: &str) -> Result<Person, PeopleError> {
    let folded = fold_sign_in_name(sign_in_name);
    let found = list(context)?.into_iter().find(|listed| fold_sign_in_name(&listed.person.sign_in_name) == folded);
    found.map(|listed| listed.person).ok_or(PeopleError::UnknownPerson)
}

/// A person with everything an administrator asks about them.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who, with the roles they hold.
    pub listed: Listed,
    /// Roles they held: role, unit as it was last, from when to when, given by whom.
    pub held: Vec<(HeldRole, Option<UnitVersion>)>,
    /// When they were last seen, of the browsers they are signed in with.
    pub last_seen: Option<Instant>,
}

/// A person whom the actor manages.
///
/// # Errors
/// [`PeopleError::UnknownPerson`], and when the actor does not manage them.
pub fn one(context: Context<'_>, person: PersonId) -> Result<Known, PeopleError> {
    context.store.read(|session| {
        manages(context, session, person)?;
        let hierarchy = today(context, session)?;
        let names = Names::of(session)?;
        let roles = names.roles(&hierarchy, &session.grants(person)?);
        let found = session.person(person)?.ok_or(PeopleError::UnknownPerson)?;
        let held = session.role_history(person)?.into_iter().filter(|held| held.ended_at.is_some());
        let held = held.map(|held| {
            let unit = names.0.get(&held.grant.unit).cloned();
            (held, unit)
        });
        let last_seen = session.sign_ins(person, context.now())?.iter().map(|sign_in| sign_in.last_seen_at).max();
        Ok(Known { listed: Listed { person: found, roles }, held: held.collect(), last_seen })
    })
}

/// Sends the link of an invitation by mail. The link is made here and nowhere kept: who reads the database cannot use it.
///
/// # Errors
/// A [`MailError`], also when no mail is set up or the person has no address.
pub fn mail_invitation(
    context: Context<'_>,
    mailer: &dyn Mailer,
    invited: &Invited,
    base: &str,
) -> Result<(), MailError> {
    let found = context
        .store
        .read(|session| Ok::<_, StoreError>((MailSettings::of(session)?, session.person(invited.person)?)));
    let (settings, person) = found.map_err(|_| MailError::Other)?;
    let (settings, person) = (settings.ok_or(MailError::NotSetUp)?, person.ok_or(MailError::Other)?);
    let to = person.email.ok_or(MailError::BadAddress)?;
    let language = Language::of_locale(&person.language);
    let link = format!("{}/welcome/{}", base.trim_end_matches('/'), invited.code);
    let body = text!(language, "mail-invited", name = person.name, sign_in = person.sign_in_name, link = link);
    let subject = text!(language, "mail-invited-subject");
    let id = JobId::new(context.now(), context.world.random()).to_string();
    mailer.send(&settings, &Letter { to, subject, body: format!("{body}\n"), at: context.now(), id })
}

/// Hands an invitation over as far as that can be done from here: by mail. `started_with` is the address the server was started
/// with; otherwise it is the one that was set. A mail names no other: what a request calls us by anybody can write. Gives that
/// address, and whether the mail went out.
///
/// # Errors
/// Those of the store.
pub fn hand_over(
    context: Context<'_>,
    mailer: &dyn Mailer,
    invited: &Invited,
    started_with: Option<String>,
) -> Result<(Option<String>, Result<(), MailError>), StoreError> {
    let base = match started_with {
        Some(base) => Some(base),
        None => crate::installation::known_address(context.store)?,
    };
    let mailed = match &base {
        Some(base) => mail_invitation(context, mailer, invited, base),
        None => Err(MailError::NotSetUp),
    };
    Ok((base, mailed))
}

/// A person invited.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Who.
    pub person: PersonId,
    /// The code of their invitation: shown once, to be handed over.
    pub code: String,
}

/// Adds a person with a first role and an invitation.
///
/// # Errors
/// A [`PeopleError`].
pub fn invite_new(context: Context<'_>, new: &NewPerson, unit_code: &str, role: Role) -> Result<Invited, PeopleError> {
    context.store.write(|session| {
        let hierarchy = today(context, session)?;
        let unit = unit_of(context, &hierarchy, unit_code)?;
        let person = add(context, session, new)?;
        session.add_grant(person, Grant { unit, role }, context.actor.name(), context.now())?;
        let code = invite(context, session, person, CodePurpose::Invitation)?;
        let after = json!({ "sign_in_name": new.sign_in_name, "role": role.name() });
        let subject = person.to_string();
        note(
            context,
            session,
            Note { action: "person.add", unit: Some(unit), subject, before: None, after: Some(after) },
        )?;
        Ok(Invited { person, code })
    })
}

/// A code with which a person chooses a new password; their sign-ins end when it is used. Takes the second factor away when
/// asked to: for somebody who lost their phone.
///
/// # Errors
/// A [`PeopleError`].
pub fn reset(context: Context<'_>, person: PersonId, also_second_factor: bool) -> Result<Invited, PeopleError> {
    context.store.write(|session| {
        let unit = manages(context, session, person)?;
        if also_second_factor {
            session.set_totp(person, None)?;
            session.set_recovery_codes(person, &[])?;
        }
        let code = invite(context, session, person, CodePurpose::Reset)?;
        let after = json!({ "second_factor_dropped": also_second_factor });
        let subject = person.to_string();
        note(context, session, Note { action: "person.reset", unit, subject, before: None, after: Some(after) })?;
        Ok(Invited { person, code })
    })
}

/// Gives a role.
///
/// # Errors
/// A [`PeopleError`].
pub fn grant(context: Context<'_>, person: PersonId, unit_code: &str, role: Role) -> Result<(), PeopleError> {
    context.store.write(|session| {
        let hierarchy = today(context, session)?;
        let unit = unit_of(context, &hierarchy, unit_code)?;
        manages(context, session, person)?;
        if session.add_grant(person, Grant { unit, role }, context.actor.name(), context.now())? {
            let after = Some(json!({ "role": role.name() }));
            let subject = person.to_string();
            note(context, session, Note { action: "role.grant", unit: Some(unit), subject, before: None, after })?;
        }
        Ok(())
    })
}

/// Takes a role away.
///
/// # Errors
/// A [`PeopleError`]; the last administrator of an installation stays.
pub fn end_grant(context: Context<'_>, person: PersonId, unit_code: &str, role: Role) -> Result<(), PeopleError> {
    context.store.write(|session| {
        let hierarchy = today(context, session)?;
        let unit = match unit_of(context, &hierarchy, unit_code) {
            // A unit that has ended: nobody carries its code any more, or somebody else does.
            Err(FindError::UnknownUnit(code)) => ended_unit(context, session, &hierarchy, person, &code)?,
            found => found?,
        };
        if session.end_grant(person, Grant { unit, role }, context.now())? {
            if role == Role::Administrator {
                refuse_no_administrator(session)?;
            }
            let before = Some(json!({ "role": role.name() }));
            let subject = person.to_string();
            note(context, session, Note { action: "role.end", unit: Some(unit), subject, before, after: None })?;
        }
        Ok(())
    })
}

/// Keeps a person out, or lets them in again. Their sign-ins end.
///
/// # Errors
/// A [`PeopleError`]; the last administrator of an installation stays.
pub fn disable(context: Context<'_>, person: PersonId, out: bool) -> Result<(), PeopleError> {
    context.store.write(|session| {
        let unit = manages(context, session, person)?;
        session.disable_person(person, out.then(|| context.now()))?;
        session.end_sign_ins(person, None, context.now())?;
        // An installation run from the terminal has none, and loses none.
        if out && session.grants(person)?.iter().any(|grant| grant.role == Role::Administrator) {
            refuse_no_administrator(session)?;
        }
        let action = if out { "person.disable" } else { "person.enable" };
        note(context, session, Note { action, unit, subject: person.to_string(), before: None, after: None })?;
        Ok(())
    })
}

fn refuse_no_administrator(session: &Session<'_>) -> Result<(), PeopleError> {
    let people = session.people()?;
    let is_left = people.iter().any(|(person, grants)| {
        person.disabled_at.is_none() && grants.iter().any(|grant| grant.role == Role::Administrator)
    });
    if is_left { Ok(()) } else { Err(PeopleError::LastAdministrator) }
}

fn unit_of(context: Context<'_>, hierarchy: &Hierarchy, code: &str) -> Result<UnitId, FindError> {
    let unknown = || FindError::UnknownUnit(code.to_owned());
    let unit = hierarchy.by_code(code).ok_or_else(unknown)?.unit;
    match context.permit(Action::ManagePeople, hierarchy, unit) {
        Access::Allowed => Ok(unit),
        Access::Forbidden => Err(FindError::Forbidden(Action::ManagePeople)),
        Access::Hidden => Err(unknown()),
    }
}

/// The unit without a version today at which a person holds a role, by its last code.
fn ended_unit(
    context: Context<'_>,
    session: &Session<'_>,
    hierarchy: &Hierarchy,
    person: PersonId,
    code: &str,
) -> Result<UnitId, PeopleError> {
    manages(context, session, person)?;
    let names = Names::of(session)?;
    let carried = |unit: &UnitId| {
        let last = names.0.get(unit).map(|version| vanban::text::fold(version.code.as_str()));
        hierarchy.get(*unit).is_none() && last.as_deref() == Some(vanban::text::fold(code).as_str())
    };
    let units = session.grants(person)?.into_iter().map(|grant| grant.unit);
    let found = units.into_iter().find(carried);
    found.ok_or_else(|| FindError::UnknownUnit(code.to_owned()).into())
}

/// Asks whether the actor manages this person: every unit they hold a role at. Units that have ended do not count, as long
/// as there is another.
fn manages(context: Context<'_>, session: &Session<'_>, person: PersonId) -> Result<Option<UnitId>, PeopleError> {
    let hierarchy = today(context, session)?;
    permit_somewhere(context, &hierarchy, Action::ManagePeople)?;
    session.person(person)?.ok_or(PeopleError::UnknownPerson)?;
    let mut grants = session.grants(person)?;
    if runs_everything(context, &hierarchy, Action::ManagePeople) {
        return Ok(grants.first().map(|grant| grant.unit));
    }
    if grants.iter().any(|grant| hierarchy.get(grant.unit).is_some()) {
        grants.retain(|grant| hierarchy.get(grant.unit).is_some());
    }
    let managed = |grant: &Grant| context.permit(Action::ManagePeople, &hierarchy, grant.unit) == Access::Allowed;
    if grants.iter().all(managed) {
        Ok(grants.first().map(|grant| grant.unit))
    } else if grants.iter().any(managed) {
        Err(FindError::Forbidden(Action::ManagePeople).into())
    } else {
        Err(PeopleError::UnknownPerson)
    }
}

/// A page of the audit trail.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// The events, the newest first, each with the code and name of its unit as it was last.
    pub events: Vec<(AuditEvent, Option<UnitVersion>)>,
    /// Where the next page begins, when there is one.
    pub older: Option<(Instant, AuditId)>,
    /// What people call a subject that is noted by its id: people and campaigns.
    pub names: HashMap<String, String>,
}

/// Which events are asked for; what is none does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailFilter {
    /// Done under this name, as written.
    pub actor: Option<String>,
    /// This was done: the noted action (`report.submit`), or words of what people call it.
    pub action: Option<String>,
    /// Done to the unit of this code, as it is today or was last.
    pub unit: Option<String>,
}

/// Events looked at in one go.
const LOOKED_AT: u32 = 200;

/// Events looked at for one page: a filter that matches nearly nothing answers in time all the same.
const MOST_LOOKED_AT: u32 = 20_000;

/// A page of the audit trail, newest first: what was done to units the actor administers; what was done to no unit is for
/// those who administer everything.
///
/// # Errors
/// When the actor administers nothing.
pub fn audit(
    context: Context<'_>,
    filter: &TrailFilter,
    older_than: Option<(Instant, AuditId)>,
    limit: usize,
) -> Result<Trail, PeopleError> {
    context.store.read(|session| {
        let hierarchy = today(context, session)?;
        permit_somewhere(context, &hierarchy, Action::Administer)?;
        let everything = runs_everything(context, &hierarchy, Action::Administer);
        let administers = |unit| context.permit(Action::Administer, &hierarchy, unit) == Access::Allowed;
        let words = filter.action.as_deref().filter(|action| !action.contains('.')).map(vanban::text::fold_plain);
        let is_called = |event: &AuditEvent| words.as_deref().is_none_or(|words| is_called(&event.action, words));
        let shown = |event: &AuditEvent| (everything || event.unit.is_some_and(administers)) && is_called(event);
        let names = Names::of(session)?;
        let unit = match filter.unit.as_deref() {
            // Nobody carries the code, so nothing was done to it; or it is none of theirs, and they do not know of it.
            Some(code) => {
                let unit = names.by_code(&hierarchy, code).filter(|unit| everything || administers(*unit));
                Some(unit.ok_or_else(|| FindError::UnknownUnit(code.to_owned()))?)
            }
            None => None,
        };
        let filter = &AuditFilter {
            unit,
            person: None,
            actor: filter.actor.clone(),
            action: filter.action.clone().filter(|_| words.is_none()),
        };
        let (mut trail, mut from, mut looked_at) = (Trail::default(), older_than, 0);
        trail.names = subjects(session)?;
        loop {
            let page = session.audit(filter, from, LOOKED_AT)?;
            let is_last = page.len() < LOOKED_AT as usize;
            looked_at += LOOKED_AT;
            for event in page {
                if trail.events.len() == limit {
                    trail.older = from;
                    return Ok(trail);
                }
                from = Some((event.at, event.id));
                if shown(&event) {
                    let unit = event.unit.and_then(|unit| names.0.get(&unit).cloned());
                    trail.events.push((event, unit));
                }
            }
            if is_last {
                return Ok(trail);
            }
            if looked_at >= MOST_LOOKED_AT {
                trail.older = from;
                return Ok(trail);
            }
        }
    })
}
