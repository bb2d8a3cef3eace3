//! One's own account: name and address, what mails one wants, keys for programs. How one comes in is in
//! [`crate::sign_in`].

use crate::audit::{Note, note};
use crate::mail::is_address;
use crate::secret::{digest, token};
use crate::sign_in::SignInError;
use crate::{Actor, Context};
use domain::PersonId;
use domain::person::{ApiToken, Person, Scope, SignIn};
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{Session, StoreError};

/// Longest time a token is good, in days.
pub const LONGEST_TOKEN_DAYS: u16 = 400;

/// Longest name of a person or a token, in characters.
const LONGEST_NAME: usize = 120;

/// One's own account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who.
    pub person: Person,
    /// Whether they want reminders by mail.
    pub wants_mail: bool,
    /// Where they are signed in.
    pub sign_ins: Vec<SignIn>,
    /// Keys of their programs that are worth something.
    pub tokens: Vec<ApiToken>,
    /// Recovery codes left.
    pub recovery_codes: u32,
}

/// What a person says of themselves.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Full name.
    pub name: String,
    /// For reminders.
    pub email: Option<String>,
    /// `vi` or `en`.
    pub language: String,
    /// Whether they want reminders by mail.
    pub wants_mail: bool,
}

/// Name of the setting that says whether a person wants mails.
fn mail_setting(person: PersonId) -> String {
    format!("mail-of/{person}")
}

/// Whether a person wants reminders by mail; they do unless they said no.
pub(crate) fn wants_mail(session: &Session<'_>, person: PersonId) -> Result<bool, StoreError> {
    Ok(session.setting(&mail_setting(person))?.and_then(|value| value.as_bool()).unwrap_or(true))
}

/// The person asking; a program with a token that only reads may not change an account.
fn oneself(context: Context<'_>) -> Result<PersonId, SignInError> {
    match context.actor {
        Actor::Person(person) if !person.only_reads => Ok(person.id),
        _ => Err(SignInError::OnlyReads),
    }
}

/// One's own account.
///
/// # Errors
/// Those of the store; [`SignInError::OnlyReads`] for an operator, who has none.
pub fn own(context: Context<'_>) -> Result<Account, SignInError> {
    let person = context.actor.person().ok_or(SignInError::OnlyReads)?;
    let now = context.now();
    context.store.read(|session| {
        let mut tokens = session.tokens(person)?;
        tokens.retain(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|until| until > now));
        Ok(Account {
            person: session.person(person)?.ok_or(SignInError::OnlyReads)?,
            wants_mail: wants_mail(session, person)?,
            sign_ins: session.sign_ins(person, now)?,
            tokens,
            recovery_codes: session.recovery_codes_left(person)?,
        })
    })
}

/// Changes name, address, language and whether mails are wanted.
///
/// # Errors
/// [`SignInError::BadName`], [`SignInError::BadEmail`].
pub fn change(context: Context<'_>, profile: &Profile) -> Result<(), SignInError> {
    let id = oneself(context)?;
    let name = vanban::text::normalise(profile.name.trim());
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(SignInError::BadName);
    }
    let email = profile.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    if email.is_some_and(|email| !is_address(email)) {
        return Err(SignInError::BadEmail);
    }
    let language = locale::Language::of_locale(&profile.language).code();
    context.store.write(|session| {
        let old = session.person(id)?.ok_or(SignInError::OnlyReads)?;
        let old_wants = wants_mail(session, id)?;
        let new = Person { name, email: email.map(str::to_owned), language: language.to_owned(), ..old.clone() };
        if new == old && old_wants == profile.wants_mail {
            return Ok(());
        }
        session.change_person(&new)?;
        if old_wants != profile.wants_mail {
            let value = Value::Bool(profile.wants_mail);
            session.set_setting(&mail_setting(id), &value, context.actor.name(), context.now())?;
        }
        let told = |person: &Person, mail: bool| {
            Some(json!({ "name": person.name, "email": person.email, "language": person.language, "mail": mail }))
        };
        let (before, after) = (told(&old, old_wants), told(&new, profile.wants_mail));
        let subject = id.to_string();
        note(context, session, Note { action: "account.change", unit: None, subject, before, after })?;
        Ok(())
    })
}

/// Makes a key for a program that acts for the actor; it is given only now. `days`: how long it is good, at most
/// [`LONGEST_TOKEN_DAYS`].
///
/// # Errors
/// [`SignInError::NoTokenName`].
pub fn make_token(context: Context<'_>, name: &str, writes: bool, days: u16) -> Result<String, SignInError> {
    let person = oneself(context)?;
    let name: String =
        vanban::text::normalise(name.trim()).chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.is_empty() {
        return Err(SignInError::NoTokenName);
    }
    let secret = token(context.world);
    let days = i64::from(days.clamp(1, LONGEST_TOKEN_DAYS));
    let scopes = if writes { vec![Scope::Read, Scope::Write] } else { vec![Scope::Read] };
    let kept = ApiToken {
        digest: digest(&secret),
        person,
        name: name.clone(),
        scopes,
        created_at: context.now(),
        expires_at: context.now().checked_add(SignedDuration::from_hours(24 * days)).ok(),
        last_used_at: None,
        revoked_at: None,
    };
    context.store.write(|session| {
        session.add_token(&kept)?;
        let after = Some(json!({ "name": name, "writes": writes, "days": days }));
        let subject = person.to_string();
        note(context, session, Note { action: "token.make", unit: None, subject, before: None, after })
    })?;
    Ok(secret)
}

/// Makes one of one's own keys worth nothing; false when there is none such.
///
/// # Errors
/// Those of the store.
pub fn revoke_token(context: Context<'_>, digest: &str) -> Result<bool, SignInError> {
    let person = oneself(context)?;
    context.store.write(|session| {
        let revoked = session.revoke_token(person, digest, context.now())?;
        if revoked {
            let subject = person.to_string();
            note(context, session, Note { action: "token.revoke", unit: None, subject, before: None, after: None })?;
        }
        Ok(revoked)
    })
}
