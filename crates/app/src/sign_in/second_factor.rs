//! The second factor: time-based codes (RFC 6238) and recovery codes.

use super::{Entered, Place, REMEMBERED, SignInError, ago, check_own_password, enter, note_own, refuse_haste};
use crate::secret::{code, code_digest, digest};
use crate::{Context, World};
use domain::person::{Person, SecondFactor, SignedIn};
use domain::{Instant, PersonId};
use store::{Session, Store, StoreError};

/// Codes that replace the second factor once each.
const RECOVERY_CODES: usize = 8;

/// Gives the code of the second factor, or a recovery code. The sign-in gets a new secret.
///
/// # Errors
/// [`SignInError::WrongCode`], [`SignInError::Wait`], and those of the store.
pub fn second_factor(
    store: &Store,
    world: &dyn World,
    token: &str,
    typed: &str,
    place: &Place,
) -> Result<Entered, SignInError> {
    let now = world.now();
    let since = ago(now, REMEMBERED);
    let old = digest(token);
    let outcome = store.write(|session| {
        let pending = |signed_in: &SignedIn| signed_in.sign_in.second_factor == SecondFactor::Pending;
        let Some(signed_in) = session.signed_in(&old, now)?.filter(pending) else { return Err(SignInError::StaleCode) };
        let person = &signed_in.person;
        let name = format!("2:{}", person.sign_in_name);
        refuse_haste(session, &name, place, now)?;
        if !takes_code(session, person.id, typed, now)? {
            session.note_failed_sign_in(&name, &place.network, now, since)?;
            return Ok(None);
        }
        session.clear_failed_sign_ins(&name, &place.network)?;
        session.end_sign_in(person.id, &old, now)?;
        enter(session, world, person.id, SecondFactor::Passed, &place.device).map(Some)
    })?;
    outcome.ok_or(SignInError::WrongCode)
}

/// Whether a code is right, and not used before.
fn takes_code(session: &Session<'_>, person: PersonId, typed: &str, now: Instant) -> Result<bool, StoreError> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let secret = session.credentials(person)?.and_then(|kept| kept.totp_secret);
        let step = secret.and_then(|secret| totp(secret)?.check(&digits, seconds(now)));
        return match step {
            Some(step) => session.take_totp_step(person, step),
            None => Ok(false),
        };
    }
    session.use_recovery_code(person, &code_digest(typed), now)
}

fn totp(secret: Vec<u8>) -> Option<totp_rs::Totp> {
    let secret = totp_rs::Secret::new(secret.into_boxed_slice());
    totp_rs::Builder::new().with_secret(secret).with_skew(1).build().ok()
}

fn seconds(at: Instant) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

/// A second factor being set up.
#[derive(Clone, Debug)]
pub struct SecondFactorSetUp {
    /// What an authenticator app reads, as an SVG picture.
    pub picture: String,
    /// The same secret, to be typed.
    pub secret: String,
}

/// Begins to set up the second factor; it counts once [`confirm_second_factor`] got a code made with it.
///
/// # Errors
/// [`SignInError::HasSecondFactor`], and those of the store.
pub fn set_up_second_factor(context: Context<'_>, person: &Person) -> Result<(), SignInError> {
    context.store.write(|session| {
        let kept = session.credentials(person.id)?.unwrap_or_default();
        if kept.totp_confirmed_at.is_some() {
            return Err(SignInError::HasSecondFactor);
        }
        if kept.totp_secret.is_none() {
            session.set_totp(person.id, Some(&context.world.secret()[..20]))?;
        }
        Ok(())
    })
}

/// The second factor somebody is setting up; none when they are not.
///
/// # Errors
/// Those of the store.
pub fn second_factor_begun(store: &Store, person: &Person) -> Result<Option<SecondFactorSetUp>, SignInError> {
    let kept = store.read(|session| session.credentials(person.id))?;
    let begun = kept.filter(|kept| kept.totp_confirmed_at.is_none()).and_then(|kept| kept.totp_secret);
    let Some(secret) = begun else { return Ok(None) };
    let spelled = totp_rs::Secret::new(secret.into_boxed_slice()).to_base32();
    let account: String = person.sign_in_name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
    let address = format!("otpauth://totp/ChungTay:{account}?secret={spelled}&issuer=ChungTay");
    let picture = qrcode::QrCode::new(address.as_bytes())
        .map(|code| code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(200, 200).build())
        .unwrap_or_default();
    Ok(Some(SecondFactorSetUp { picture, secret: spelled }))
}

/// Confirms the second factor with a code made with it; gives the recovery codes, which are shown only now. Every
/// other sign-in ends.
///
/// # Errors
/// [`SignInError::WrongCode`].
pub fn confirm_second_factor(
    context: Context<'_>,
    signed_in: &SignedIn,
    typed: &str,
) -> Result<Vec<String>, SignInError> {
    let now = context.now();
    let person = signed_in.person.id;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| code(context.world)).collect();
    let digests: Vec<String> = codes.iter().map(|code| code_digest(code)).collect();
    context.store.write(|session| {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let kept = session.credentials(person)?.unwrap_or_default();
        if kept.totp_confirmed_at.is_some() {
            return Err(SignInError::HasSecondFactor);
        }
        let step = kept.totp_secret.and_then(|secret| totp(secret)?.check(&digits, seconds(now)));
        let Some(step) = step else { return Err(SignInError::WrongCode) };
        session.confirm_totp(person, now)?;
        session.take_totp_step(person, step)?;
        session.set_recovery_codes(person, &digests)?;
        session.set_second_factor(&signed_in.sign_in.digest, SecondFactor::Passed)?;
        session.end_sign_ins(person, Some(&signed_in.sign_in.digest), now)?;
        note_own(context, session, "account.second-factor", person)?;
        Ok(())
    })?;
    Ok(codes)
}

/// Goes back to the password alone; asks for it.
///
/// # Errors
/// [`SignInError::Wrong`].
pub fn drop_second_factor(context: Context<'_>, person: PersonId, password: &str) -> Result<(), SignInError> {
    check_own_password(context, person, password)?;
    context.store.write(|session| {
        session.set_totp(person, None)?;
        session.set_recovery_codes(person, &[])?;
        note_own(context, session, "account.second-factor-drop", person)
    })?;
    Ok(())
}
