//! Messages in the app about a report: to the people of its unit, or to those who decide on it.

use crate::Context;
use crate::campaign::Loaded;
use domain::access::Role;
use domain::job::Notice;
use domain::{NoticeId, PersonId, UnitId};
use serde_json::Value;
use store::{Session, StoreError};

/// People of a unit who hold one of these roles there.
pub(crate) fn holders(session: &Session<'_>, unit: UnitId, roles: &[Role]) -> Result<Vec<PersonId>, StoreError> {
    let holders = session.holders(unit)?.into_iter().filter(|holder| roles.contains(&holder.role));
    let mut people: Vec<PersonId> = holders.map(|holder| holder.person.id).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Those who decide on a unit's report: the agency of the nearest unit above that has one.
pub(crate) fn deciders(session: &Session<'_>, loaded: &Loaded, unit: UnitId) -> Result<Vec<PersonId>, StoreError> {
    for above in loaded.hierarchy.ancestors(unit) {
        let people = holders(session, above, &[Role::Agency])?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

/// A message to several people about a unit of a campaign; who did it is not told of it.
pub(crate) fn tell(
    context: Context<'_>,
    session: &Session<'_>,
    loaded: &Loaded,
    unit: UnitId,
    people: &[PersonId],
    (kind, params): (&str, Value),
) -> Result<(), StoreError> {
    for person in people.iter().filter(|person| context.actor.person() != Some(**person)) {
        session.add_notice(&Notice {
            id: NoticeId::new(context.now(), context.world.random()),
            person: *person,
            kind: kind.to_owned(),
            params: params.clone(),
            campaign: Some(loaded.campaign.id),
            unit: Some(unit),
            at: context.now(),
            read_at: None,
        })?;
    }
    Ok(())
}
