//! People who sign in: what is known of them, and the ways in they hold. Secrets are kept apart from the person.

use crate::access::{Grant, Role};
use crate::id::PersonId;
use crate::time::Instant;
use std::fmt;

/// A sign-in name folded for comparison: two names that fold alike are one.
#[must_use]
pub fn fold_sign_in_name(name: &str) -> String {
    vanban::text::fold(name)
}

/// Somebody who may sign in, without their secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their own id.
    pub id: PersonId,
    /// What they type to sign in, as they write it.
    pub sign_in_name: String,
    /// Full name.
    pub name: String,
    /// Address for reminders.
    pub email: Option<String>,
    /// Language of pages and mails: `vi` or `en`.
    pub language: String,
    /// When they were added.
    pub created_at: Instant,
    /// Since when they may not sign in.
    pub disabled_at: Option<Instant>,
    /// Whether they have chosen a password: not before they used their invitation.
    pub has_password: bool,
    /// Whether they sign in with a second factor.
    pub has_second_factor: bool,
}

/// What a person proves themselves with.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// Argon2id hash in PHC form.
    pub password_hash: Option<String>,
    /// Secret of the time-based codes (RFC 6238).
    pub totp_secret: Option<Vec<u8>>,
    /// When the first code made with that secret was typed in; until then it does not count.
    pub totp_confirmed_at: Option<Instant>,
    /// Time step of the last code taken: it and those before it are not taken again.
    pub last_totp_step: Option<u64>,
}

impl fmt::Debug for Credentials {
    /// Says what there is, not what it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("password", &self.password_hash.is_some())
            .field("totp", &self.totp_secret.is_some())
            .field("totp_confirmed_at", &self.totp_confirmed_at)
            .finish_non_exhaustive()
    }
}

/// A role as given to a person, also when it is taken again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// As what, where.
    pub grant: Grant,
    /// Since when.
    pub granted_at: Instant,
    /// Who gave it.
    pub granted_by: String,
    /// When it was taken.
    pub ended_at: Option<Instant>,
}

/// Somebody who holds a role at a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: Person,
    /// As what.
    pub role: Role,
}

/// A code that lets somebody in once, sent or printed. Only its digest is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    /// SHA-256 of the code, in hexadecimal.
    pub digest: String,
    /// For whom; none for the first administrator, who is nobody yet.
    pub person: Option<PersonId>,
    /// What it lets them do.
    pub purpose: CodePurpose,
    /// From when on it is worth nothing.
    pub expires_at: Instant,
}

/// What a one-time code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodePurpose {
    /// Becoming the first administrator of an installation.
    FirstAdministrator,
    /// Choosing the first password.
    Invitation,
    /// Choosing another password.
    Reset,
}

impl CodePurpose {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstAdministrator => "first-administrator",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::FirstAdministrator, Self::Invitation, Self::Reset].into_iter().find(|purpose| purpose.name() == name)
    }
}

/// A browser in which a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// SHA-256 of the cookie, in hexadecimal.
    pub digest: String,
    /// Who.
    pub person: PersonId,
    /// When they signed in.
    pub began_at: Instant,
    /// When they were last seen, give or take some minutes.
    pub last_seen_at: Instant,
    /// From when on it is worth nothing.
    pub expires_at: Instant,
    /// Browser and system, shortened.
    pub device: String,
    /// How far the second factor is.
    pub second_factor: SecondFactor,
}

/// How far the second factor of a sign-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecondFactor {
    /// The person has none.
    None,
    /// The password was right, the code is awaited: nothing else is allowed yet.
    Pending,
    /// The code was right.
    Passed,
}

impl SecondFactor {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pending => "pending",
            Self::Passed => "passed",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::None, Self::Pending, Self::Passed].into_iter().find(|factor| factor.name() == name)
    }
}

/// A sign-in with the person and what they may do: what every request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The sign-in.
    pub sign_in: SignIn,
    /// The person.
    pub person: Person,
    /// Roles held now.
    pub grants: Vec<Grant>,
}

/// A key with which a program acts for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// SHA-256 of the token, in hexadecimal.
    pub digest: String,
    /// For whom it acts.
    pub person: PersonId,
    /// What the person calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Instant,
    /// From when on it is worth nothing.
    pub expires_at: Option<Instant>,
    /// When it was last used, give or take some minutes.
    pub last_used_at: Option<Instant>,
    /// Since when it is worth nothing because the person said so.
    pub revoked_at: Option<Instant>,
}

/// What a token may do of what its person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// What changes nothing.
    Read,
    /// Everything else.
    Write,
}

impl Scope {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Read, Self::Write].into_iter().find(|scope| scope.name() == name)
    }
}

/// A token with the person it acts for and what they may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHolder {
    /// The token.
    pub token: ApiToken,
    /// The person.
    pub person: Person,
    /// Roles held now.
    pub grants: Vec<Grant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let credentials = Credentials {
            password_hash: Some("$argon2id$v=19$m=1$muoi$bam".to_owned()),
            totp_secret: Some(vec![77; 20]),
            ..Credentials::default()
        };
        let shown = format!("{credentials:?}");
        assert!(!shown.contains("argon2id") && !shown.contains("77"), "{shown}");
    }

    #[test]
    fn names_typed_on_a_telephone_are_the_same() {
        assert_eq!(fold_sign_in_name(" Thu.Hoà "), fold_sign_in_name("thu.hòa"));
        assert_ne!(fold_sign_in_name("thu.hoa"), fold_sign_in_name("thu.hòa"));
    }

    #[test]
    fn stored_names_come_back() {
        for purpose in [CodePurpose::FirstAdministrator, CodePurpose::Invitation, CodePurpose::Reset] {
            assert_eq!(CodePurpose::parse(purpose.name()), Some(purpose));
        }
        for factor in [SecondFactor::None, SecondFactor::Pending, SecondFactor::Passed] {
            assert_eq!(SecondFactor::parse(factor.name()), Some(factor));
        }
        for scope in [Scope::Read, Scope::Write] {
            assert_eq!(Scope::parse(scope.name()), Some(scope));
        }
        assert_eq!(Scope::parse("all"), None);
    }
}
