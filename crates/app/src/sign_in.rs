//! Coming in: passwords, second factors, sign-ins that can be listed and ended.
//!
//! Guesses are slowed down for the pair of a name and the network they come from, so that nobody can lock somebody
//! else out by guessing on their name from elsewhere. OpenID Connect and passkeys would begin a sign-in here too.

mod second_factor;

pub use second_factor::{
    SecondFactorSetUp, confirm_second_factor, drop_second_factor, second_factor, second_factor_begun,
    set_up_second_factor,
};

use crate::audit::{Note, note};
use crate::secret::{code, code_digest, digest, password_hash, password_is, token};
use crate::{Actor, Context, World};
use domain::access::{Grant, Role};
use domain::person::{CodePurpose, OneTimeCode, Person, SecondFactor, SignIn, SignedIn, fold_sign_in_name};
use domain::{Instant, PersonId};
use jiff::SignedDuration;
use store::{Session, Store, StoreError};

/// How long a sign-in lasts without being used.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// A sign-in in use is prolonged not more often than this, to spare the disk.
const TOUCH: SignedDuration = SignedDuration::from_mins(10);
/// How long the second factor may take.
const PENDING: SignedDuration = SignedDuration::from_mins(10);
/// How long failures are remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
/// Failures before guessing slows down.
const FREE_FAILURES: u32 = 4;
/// The longest wait between guesses.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// How long an invitation is good.
const INVITED: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Shortest password, in characters (NIST SP 800-63B: length, not composition).
pub const SHORTEST_PASSWORD: usize = 10;
/// Longest password, in bytes: hashing must not be made slow from outside.
const LONGEST_PASSWORD: usize = 512;

/// Where somebody signs in.
#[derive(Clone, Debug)]
pub struct Place {
    /// Network they come from, as text; what failures are counted by.
    pub network: String,
    /// Browser and system, as the browser says.
    pub device: String,
}

/// Somebody has come in, or nearly.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The secret of the sign-in, for the cookie.
    pub token: String,
    /// The code of the second factor is still awaited.
    pub second_factor: bool,
}

/// Why somebody cannot come in, or an account cannot be changed so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// No such name, or another password: which one is not told.
    #[error("name or password is wrong")]
    Wrong,
    /// The code of the second factor is not right, or was used.
    #[error("the code is wrong or was used")]
    WrongCode,
    /// Too many failures with this name from this network.
    #[error("too many failures; wait {0} seconds")]
    Wait(i64),
    /// The one-time code is wrong, used or too old.
    #[error("the one-time code is wrong, used or too old")]
    StaleCode,
    /// Too short.
    #[error("a password has at least {SHORTEST_PASSWORD} characters")]
    ShortPassword,
    /// Too long.
    #[error("a password has at most {LONGEST_PASSWORD} bytes")]
    LongPassword,
    /// The password is the name, or one everybody tries first.
    #[error("the password is too easy to guess")]
    EasyPassword,
    /// No name to sign in with, or one with spaces.
    #[error("a sign-in name has 3 to 60 letters, digits, dots or dashes")]
    BadName,
    /// Somebody else has it.
    #[error("the sign-in name is taken")]
    NameTaken,
    /// The e-mail address is none.
    #[error("not an e-mail address")]
    BadEmail,
    /// The code of the first unit is none: what was typed.
    #[error("`{0}` is not a code of a unit")]
    BadUnitCode(String),
    /// The first unit has no name, or one far too long.
    #[error("no name of the unit")]
    BadUnitName,
    /// There is a second factor already: drop it first, with the password.
    #[error("the second factor is set up already")]
    HasSecondFactor,
    /// A token may only look, or the actor is no person.
    #[error("only somebody signed in may do this")]
    OnlyReads,
    /// A token needs a name.
    #[error("a token needs a name")]
    NoTokenName,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs in with a name and a password.
///
/// # Errors
/// [`SignInError::Wrong`], [`SignInError::Wait`], and those of the store.
pub fn begin(
    store: &Store,
    world: &dyn World,
    name: &str,
    password: &str,
    place: &Place,
) -> Result<Entered, SignInError> {
    let now = world.now();
    let since = ago(now, REMEMBERED);
    let (person, hash) = store.read(|session| {
        refuse_haste(session, name, place, now)?;
        let person = session.person_by_sign_in_name(name)?.filter(|person| person.disabled_at.is_none());
        let hash = match &person {
            Some(person) => session.credentials(person.id)?.and_then(|kept| kept.password_hash),
            None => None,
        };
        Ok::<_, SignInError>((person, hash))
    })?;
    let right = password.len() <= LONGEST_PASSWORD && password_is(password, hash.as_deref());
    let Some(person) = person.filter(|_| right) else {
        store.write(|session| session.note_failed_sign_in(name, &place.network, now, since))?;
        return Err(SignInError::Wrong);
    };
    let factor = if person.has_second_factor { SecondFactor::Pending } else { SecondFactor::None };
    store.write(|session| {
        session.clear_failed_sign_ins(name, &place.network)?;
        enter(session, world, person.id, factor, &place.device)
    })
}

/// After so many failures, each further guess waits twice as long.
fn refuse_haste(session: &Session<'_>, name: &str, place: &Place, now: Instant) -> Result<(), SignInError> {
    let failures = session.failed_sign_ins(name, &place.network, ago(now, REMEMBERED))?.here;
    let Some(doubled) = failures.checked_sub(FREE_FAILURES).filter(|over| *over > 0) else { return Ok(()) };
    let wait = SignedDuration::from_secs(1 << doubled.min(16)).min(LONGEST_WAIT);
    match session.failed_sign_ins(name, &place.network, ago(now, wait))?.here {
        0 => Ok(()),
        _ => Err(SignInError::Wait(wait.as_secs())),
    }
}

fn enter<E: From<StoreError>>(
    session: &Session<'_>,
    world: &dyn World,
    person: PersonId,
    factor: SecondFactor,
    device: &str,
) -> Result<Entered, E> {
    let now = world.now();
    let token = token(world);
    let lasts = if factor == SecondFactor::Pending { PENDING } else { IDLE };
    session.begin_sign_in(&SignIn {
        digest: digest(&token),
        person,
        began_at: now,
        last_seen_at: now,
        expires_at: later(now, lasts),
        device: device.chars().take(120).collect(),
        second_factor: factor,
    })?;
    Ok(Entered { token, second_factor: factor == SecondFactor::Pending })
}

/// Somebody inside, with what every page shows of them.
#[derive(Clone, Debug)]
pub struct Inside {
    /// Who.
    pub signed_in: SignedIn,
    /// Notices they have not read.
    pub notices: usize,
    /// Name of the unit they belong to: of the first role they hold.
    pub unit: Option<String>,
}

/// Who is signed in with a cookie. A sign-in that is used lasts on.
///
/// # Errors
/// Those of the store.
pub fn of_cookie(store: &Store, now: Instant, token: &str) -> Result<Option<Inside>, StoreError> {
    let digest = digest(token);
    let found = store.read(|session| {
        let Some(signed_in) = session.signed_in(&digest, now)? else { return Ok::<_, StoreError>(None) };
        if signed_in.sign_in.second_factor == SecondFactor::Pending {
            return Ok(None);
        }
        let notices = session.unread_notices(signed_in.person.id)?;
        let home = signed_in.grants.first().map(|grant| grant.unit);
        let unit = match home {
            Some(unit) => session.unit_name(unit)?,
            None => None,
        };
        Ok(Some(Inside { signed_in, notices: usize::try_from(notices).unwrap_or(usize::MAX), unit }))
    })?;
    if let Some(Inside { signed_in, .. }) = &found
        && now.duration_since(signed_in.sign_in.last_seen_at) > TOUCH
    {
        // A sign-in that cannot be made to last on is one all the same: on a full disk people can still look.
        let _ = store.write(|session| session.touch_sign_in(&digest, now, later(now, IDLE)));
    }
    Ok(found)
}

/// Signs out.
///
/// # Errors
/// Those of the store.
pub fn end(store: &Store, now: Instant, token: &str) -> Result<(), StoreError> {
    let digest = digest(token);
    store.write(|session| match session.signed_in(&digest, now)? {
        Some(signed_in) => session.end_sign_in(signed_in.person.id, &digest, now).map(drop),
        None => Ok(()),
    })
}

/// Whether the installation has nobody yet: the first to come becomes administrator.
///
/// # Errors
/// Those of the store.
pub fn is_empty(store: &Store) -> Result<bool, StoreError> {
    store.read(|session| session.has_people()).map(|has| !has)
}

/// A code for the first administrator, to be printed on the terminal; a code made before is worth nothing then.
///
/// # Errors
/// Those of the store.
pub fn first_code(store: &Store, world: &dyn World) -> Result<String, StoreError> {
    let code = code(world);
    let expires_at = later(world.now(), SignedDuration::from_hours(24));
    let kept =
        OneTimeCode { digest: code_digest(&code), person: None, purpose: CodePurpose::FirstAdministrator, expires_at };
    store.write(|session| session.add_code(&kept))?;
    Ok(code)
}

/// What somebody new is called.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// What they type to sign in.
    pub sign_in_name: String,
    /// Full name.
    pub name: String,
    /// For reminders.
    pub email: Option<String>,
    /// `vi` or `en`.
    pub language: String,
}

/// Makes the first administrator, with the code from the terminal, at every unit that has nothing above it, or at a unit
/// of that name made for them when there is none yet.
///
/// # Errors
/// [`SignInError::StaleCode`] and those about names, passwords and the unit.
pub fn first_administrator(
    store: &crate::Kept,
    world: &dyn World,
    typed: &str,
    person: &NewPerson,
    password: &str,
    unit: &crate::people::FirstUnit,
    device: &str,
) -> Result<Entered, SignInError> {
    check_password(password, &person.sign_in_name)?;
    let hash = password_hash(password).ok_or(SignInError::EasyPassword)?;
    let now = world.now();
    store.write(|session| {
        let code = session.use_code(&code_digest(typed), now)?;
        if code.is_none_or(|code| code.purpose != CodePurpose::FirstAdministrator) || session.has_people()? {
            return Err(SignInError::StaleCode);
        }
        let context = Context { store, world, actor: Actor::Operator(&person.name), seen: None };
        let id = add(context, session, person)?;
        session.set_password(id, &hash)?;
        for top in crate::people::tops(context, session, unit)? {
            session.add_grant(id, Grant { unit: top, role: Role::Administrator }, &person.name, now)?;
        }
        enter(session, world, id, SecondFactor::None, device)
    })
}

/// Adds a person, without a password and without a role.
pub(crate) fn add(context: Context<'_>, session: &Session<'_>, person: &NewPerson) -> Result<PersonId, SignInError> {
    let name = person.sign_in_name.trim();
    let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if !(3..=60).contains(&name.chars().count()) || !name.chars().all(good) || person.name.trim().is_empty() {
        return Err(SignInError::BadName);
    }
    if session.person_by_sign_in_name(name)?.is_some() {
        return Err(SignInError::NameTaken);
    }
    let email = person.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    if email.is_some_and(|email| !crate::mail::is_address(email)) {
        return Err(SignInError::BadEmail);
    }
    let now = context.now();
    let id = PersonId::new(now, context.world.random());
    session.add_person(&Person {
        id,
        sign_in_name: name.to_owned(),
        name: vanban::text::normalise(person.name.trim()),
        email: email.map(str::to_owned),
        language: person.language.clone(),
        created_at: now,
        disabled_at: None,
        has_password: false,
        has_second_factor: false,
    })?;
    Ok(id)
}

/// A code with which a person chooses a password, once.
pub(crate) fn invite(
    context: Context<'_>,
    session: &Session<'_>,
    person: PersonId,
    purpose: CodePurpose,
) -> Result<String, StoreError> {
    let code = token(context.world);
    let expires_at = later(context.now(), INVITED);
    session.add_code(&OneTimeCode { digest: code_digest(&code), person: Some(person), purpose, expires_at })?;
    Ok(code)
}

/// Whose invitation a code is.
///
/// # Errors
/// [`SignInError::StaleCode`].
pub fn invited(store: &Store, now: Instant, typed: &str) -> Result<Person, SignInError> {
    store.read(|session| {
        let code = session.code(&code_digest(typed), now)?.and_then(|code| code.person);
        match code {
            Some(person) => session.person(person)?.ok_or(SignInError::StaleCode),
            None => Err(SignInError::StaleCode),
        }
    })
}

/// Chooses a password with an invitation; every sign-in of before ends.
///
/// # Errors
/// [`SignInError::StaleCode`] and those about passwords.
pub fn accept(
    store: &Store,
    world: &dyn World,
    typed: &str,
    password: &str,
    device: &str,
) -> Result<Entered, SignInError> {
    let now = world.now();
    let person = invited(store, now, typed)?;
    check_password(password, &person.sign_in_name)?;
    let hash = password_hash(password).ok_or(SignInError::EasyPassword)?;
    store.write(|session| {
        let code = session.use_code(&code_digest(typed), now)?;
        if code.is_none_or(|code| code.person != Some(person.id)) {
            return Err(SignInError::StaleCode);
        }
        session.set_password(person.id, &hash)?;
        session.end_sign_ins(person.id, None, now)?;
        let factor = if person.has_second_factor { SecondFactor::Pending } else { SecondFactor::None };
        enter(session, world, person.id, factor, device)
    })
}

/// Changes one's own password; every other sign-in ends.
///
/// # Errors
/// [`SignInError::Wrong`] when the old one is, and those about passwords.
pub fn change_password(context: Context<'_>, signed_in: &SignedIn, old: &str, new: &str) -> Result<(), SignInError> {
    let person = &signed_in.person;
    check_password(new, &person.sign_in_name)?;
    check_own_password(context, person.id, old)?;
    let hash = password_hash(new).ok_or(SignInError::EasyPassword)?;
    context.store.write(|session| {
        session.set_password(person.id, &hash)?;
        session.end_sign_ins(person.id, Some(&signed_in.sign_in.digest), context.now())?;
        note_own(context, session, "account.password", person.id)
    })?;
    Ok(())
}

fn check_own_password(context: Context<'_>, person: PersonId, typed: &str) -> Result<(), SignInError> {
    let kept = context.store.read(|session| session.credentials(person))?.and_then(|kept| kept.password_hash);
    let right = typed.len() <= LONGEST_PASSWORD && password_is(typed, kept.as_deref());
    if right { Ok(()) } else { Err(SignInError::Wrong) }
}

/// Notes that somebody changed how they come in, without what it is.
fn note_own(context: Context<'_>, session: &Session<'_>, action: &str, person: PersonId) -> Result<(), StoreError> {
    note(context, session, Note { action, unit: None, subject: person.to_string(), before: None, after: None })
}

fn check_password(password: &str, name: &str) -> Result<(), SignInError> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(SignInError::ShortPassword);
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(SignInError::LongPassword);
    }
    let folded = vanban::text::fold_plain(password);
    let name = vanban::text::fold_plain(&fold_sign_in_name(name));
    let first = folded.chars().next();
    let monotonous = folded.chars().all(|c| Some(c) == first);
    let tried_first = ["1234567890", "0123456789", "password", "matkhau", "qwertyuiop", "chungtay"];
    if monotonous || folded.contains(&name) || tried_first.iter().any(|easy| folded.starts_with(easy)) {
        return Err(SignInError::EasyPassword);
    }
    Ok(())
}

/// The browsers somebody is signed in with, newest first.
///
/// # Errors
/// Those of the store.
pub fn list(store: &Store, now: Instant, person: PersonId) -> Result<Vec<SignIn>, StoreError> {
    store.read(|session| session.sign_ins(person, now))
}

/// Ends one of one's own sign-ins, by its digest.
///
/// # Errors
/// Those of the store.
pub fn revoke(context: Context<'_>, person: PersonId, digest: &str) -> Result<bool, StoreError> {
    context.store.write(|session| {
        let ended = session.end_sign_in(person, digest, context.now())?;
        if ended {
            note_own(context, session, "account.sign-in-end", person)?;
        }
        Ok(ended)
    })
}

fn ago(now: Instant, span: SignedDuration) -> Instant {
    now.checked_sub(span).unwrap_or(Instant::MIN)
}

fn later(now: Instant, span: SignedDuration) -> Instant {
    now.checked_add(span).unwrap_or(Instant::MAX)
}
