//! Secrets: made, kept as digests, compared.

use crate::World;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Letters and digits that are not taken for one another when read aloud or typed (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A secret of 160 bits that goes into cookies, tokens and links.
pub(crate) fn token(world: &dyn World) -> String {
    spelled(&world.secret())
}

/// A code of 50 bits in two groups, to be typed: `7k3f9-mm2qa`.
pub(crate) fn code(world: &dyn World) -> String {
    let letters = spelled(&world.secret());
    let (first, second) = (&letters[..5], &letters[5..10]);
    format!("{first}-{second}")
}

/// A typed code as it is kept: without case, spaces and dashes, with letters that look like digits read as digits.
pub(crate) fn code_digest(typed: &str) -> String {
    let read = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    let kept: String = typed.chars().filter(char::is_ascii_alphanumeric).map(read).collect();
    digest(&kept)
}

/// What is kept of a token: who reads the database cannot sign in with it.
pub(crate) fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn spelled(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// A password hashed with Argon2id, its accents in one form whichever keyboard typed them, at the parameters OWASP recommends (19 MiB, two passes); none when the system has
/// no randomness for the salt.
pub(crate) fn password_hash(password: &str) -> Option<String> {
    let password = vanban::text::normalise(password);
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Whether a password is the one hashed. Takes as long when there is no hash, so that nobody learns which names exist.
pub(crate) fn password_is(password: &str, hash: Option<&str>) -> bool {
    static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| password_hash("nobody's password"));
    let Some(kept) = hash.or(NOBODY.as_deref()) else { return false };
    let Ok(parsed) = PasswordHash::new(kept) else { return false };
    let password = vanban::text::normalise(password);
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemWorld;

    #[test]
    fn a_password_is_known_by_its_hash_only() {
        let hash = password_hash("mật khẩu dài hơn").unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(password_is("mật khẩu dài hơn", Some(&hash)));
        assert!(!password_is("mật khẩu khác", Some(&hash)));
        assert!(!password_is("nobody's password", None), "the stand-in lets nobody in");
    }

    #[test]
    fn a_code_is_taken_however_it_is_typed() {
        let code = code(&SystemWorld);
        let typed = code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l");
        assert_eq!(code_digest(&code), code_digest(&typed));
        assert_ne!(code_digest(&code), code_digest(&super::code(&SystemWorld)));
    }

    #[test]
    fn tokens_differ_and_are_long() {
        let (one, other) = (token(&SystemWorld), token(&SystemWorld));
        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
    }
}
