//! Roles that people hold at units, now and before.

use crate::engine::Row;
use crate::error::StoreError;
use crate::people::{PERSON_COLUMNS, person};
use crate::session::Session;
use crate::sql::{params, statements};
use domain::access::{Grant, Role};
use domain::person::{HeldRole, Holder};
use domain::{Instant, PersonId, UnitId};
use std::collections::HashMap;

statements! {
    /// A role is given.
    ADD = "INSERT INTO person_role (person_id, unit_id, role, granted_at, granted_by) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (person_id, unit_id, role) WHERE ended_at IS NULL DO NOTHING";
    /// A role is taken.
    END = "UPDATE person_role SET ended_at = $4 WHERE person_id = $1 AND unit_id = $2 AND role = $3 AND ended_at IS NULL";
    /// The roles of a person.
    HELD = "SELECT unit_id, role FROM person_role WHERE person_id = $1 AND ended_at IS NULL ORDER BY unit_id, role";
    /// The roles of everybody.
    ALL_HELD = "SELECT person_id, unit_id, role FROM person_role WHERE ended_at IS NULL
        ORDER BY person_id, unit_id, role";
    /// Roles a person holds and held.
    HISTORY = "SELECT unit_id, role, granted_at, granted_by, ended_at FROM person_role WHERE person_id = $1
        ORDER BY granted_at, unit_id, role";
    /// Who holds a role at a unit and may sign in.
    HOLDERS = "SELECT p.person_id, p.sign_in_name, p.name, p.email, p.language, p.created_at, p.disabled_at,
            CASE WHEN p.password_hash IS NULL THEN 0 ELSE 1 END,
            CASE WHEN p.totp_confirmed_at IS NULL THEN 0 ELSE 1 END, r.role
        FROM person_role r JOIN person p ON p.person_id = r.person_id
        WHERE r.unit_id = $1 AND r.ended_at IS NULL AND p.disabled_at IS NULL
        ORDER BY r.role, p.folded_sign_in_name";
}

/// A role whose columns begin at `first`.
pub(crate) fn grant(row: &Row<'_>, first: usize) -> Result<Grant, StoreError> {
    Ok(Grant { unit: row.get(first)?, role: row.get(first + 1)? })
}

impl Session<'_> {
    /// Gives a person a role at a unit; false when they hold it already.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the person or the unit is not stored.
    pub fn add_grant(&self, person: PersonId, grant: Grant, by: &str, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&ADD, params![person, grant.unit, grant.role.name(), at, by])? > 0)
    }

    /// Takes a role from a person; false when they do not hold it.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn end_grant(&self, person: PersonId, grant: Grant, at: Instant) -> Result<bool, StoreError> {
        Ok(self.link.change(&END, params![person, grant.unit, grant.role.name(), at])? > 0)
    }

    /// Roles a person holds now.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn grants(&self, person: PersonId) -> Result<Vec<Grant>, StoreError> {
        self.link.rows(&HELD, params![person], |row| grant(row, 0))
    }

    /// Roles a person holds and held, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn role_history(&self, person: PersonId) -> Result<Vec<HeldRole>, StoreError> {
        self.link.rows(&HISTORY, params![person], |row| {
            Ok(HeldRole {
                grant: grant(row, 0)?,
                granted_at: row.get(2)?,
                granted_by: row.get(3)?,
                ended_at: row.get(4)?,
            })
        })
    }

    /// Who holds a role at the unit itself and may sign in: to whom a message for the unit goes.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn holders(&self, unit: UnitId) -> Result<Vec<Holder>, StoreError> {
        self.link.rows(&HOLDERS, params![unit], |row| {
            Ok(Holder { person: person(row, 0)?, role: row.get::<Role>(PERSON_COLUMNS)? })
        })
    }

    /// The roles of everybody, by person.
    pub(crate) fn all_grants(&self) -> Result<HashMap<PersonId, Vec<Grant>>, StoreError> {
        let rows = self.link.rows(&ALL_HELD, params![], |row| Ok((row.get(0)?, grant(row, 1)?)))?;
        let mut held: HashMap<PersonId, Vec<Grant>> = HashMap::new();
        for (person, grant) in rows {
            held.entry(person).or_default().push(grant);
        }
        Ok(held)
    }
}
