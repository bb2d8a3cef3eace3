//! Programs that come in with a key of a person, and what they may know of that person.

use crate::campaign::FindError;
use crate::secret::digest;
use crate::{Actor, Context, Seen};
use domain::Instant;
use domain::access::Role;
use domain::person::TokenHolder;
use domain::unit::UnitVersion;
use jiff::SignedDuration;
use store::{Store, StoreError};

/// How old the note "last used" may be before it is written again: not on every request.
const TOUCH: SignedDuration = SignedDuration::from_mins(5);

/// For whom a token acts, and what they are; none when it is unknown, revoked or over, or its person may not sign in.
///
/// # Errors
/// Those of the store.
pub fn holder(store: &Store, now: Instant, token: &str) -> Result<Option<(TokenHolder, Seen)>, StoreError> {
    let digest = digest(token);
    let found = store.token_holder(&digest, now)?;
    if let Some((found, _)) = &found
        && found.token.last_used_at.is_none_or(|used| now.duration_since(used) > TOUCH)
    {
        // Only a note: whoever looks is not refused for want of room to write it.
        let _ = store.write(|session| session.touch_token(&digest, now));
    }
    Ok(found.map(|(found, directory)| (found, Seen { directory })))
}

/// What the actor is, where, with the units as they are today; nothing for an operator.
///
/// # Errors
/// Those of the store, and a hierarchy that does not hold together.
pub fn own_roles(context: Context<'_>) -> Result<Vec<(Role, UnitVersion)>, FindError> {
    let Actor::Person(person) = context.actor else { return Ok(Vec::new()) };
    let hierarchy = context.store.read(|session| crate::people::today(context, session))?;
    let held = person.grants.iter().filter_map(|grant| Some((grant.role, hierarchy.get(grant.unit)?.clone())));
    Ok(held.collect())
}
