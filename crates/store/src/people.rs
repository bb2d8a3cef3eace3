//! People who may sign in, without their secrets.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::access::Grant;
use domain::person::{Person, fold_sign_in_name};
use domain::{Instant, PersonId};

statements! {
    /// A person.
    ADD = "INSERT INTO person (person_id, sign_in_name, folded_sign_in_name, name, email, language, created_at,
            disabled_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Other names, address, language.
    CHANGE = "UPDATE person SET sign_in_name = $2, folded_sign_in_name = $3, name = $4, email = $5, language = $6
        WHERE person_id = $1";
    /// From when on somebody may not sign in, or that they may again.
    DISABLE = "UPDATE person SET disabled_at = $2 WHERE person_id = $1";
    /// One person.
    ONE = "SELECT person_id, sign_in_name, name, email, language, created_at, disabled_at,
            CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END
        FROM person WHERE person_id = $1";
    /// Who signs in with a name.
    BY_SIGN_IN_NAME = "SELECT person_id, sign_in_name, name, email, language, created_at, disabled_at,
            CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END
        FROM person WHERE folded_sign_in_name = $1";
    /// Everybody.
    ALL = "SELECT person_id, sign_in_name, name, email, language, created_at, disabled_at,
            CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END
        FROM person ORDER BY folded_sign_in_name";
    /// Somebody, if there is anybody.
    ANY = "SELECT person_id FROM person LIMIT 1";
}

/// How many columns a person has in a row.
pub(crate) const PERSON_COLUMNS: usize = 9;

/// A person whose columns begin at `first`.
pub(crate) fn person(row: &Row<'_>, first: usize) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.get(first)?,
        sign_in_name: row.get(first + 1)?,
        name: row.get(first + 2)?,
        email: row.get(first + 3)?,
        language: row.get(first + 4)?,
        created_at: row.get(first + 5)?,
        disabled_at: row.get(first + 6)?,
        has_password: row.get::<u32>(first + 7)? == 1,
        has_second_factor: row.get::<u32>(first + 8)? == 1,
    })
}

impl Session<'_> {
    /// Stores a person. Password and second factor are set on their own ([`Session::set_password`]).
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody has that sign-in name (ask [`Session::person_by_sign_in_name`] in the same
    /// write to tell that apart).
    pub fn add_person(&self, person: &Person) -> Result<(), StoreError> {
        let Person { id, sign_in_name, name, email, language, created_at, disabled_at, .. } = person;
        let folded = fold_sign_in_name(sign_in_name);
        let values = params![*id, sign_in_name, &folded, name, email.as_ref(), language, *created_at, *disabled_at];
        self.link.change(&ADD, values).map(drop)
    }

    /// Stores other names, address and language of a person; everything else of `person` is left as it is stored.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person, or another one has that sign-in name.
    pub fn change_person(&self, person: &Person) -> Result<(), StoreError> {
        let Person { id, sign_in_name, name, email, language, .. } = person;
        let folded = fold_sign_in_name(sign_in_name);
        self.link.must_change(&CHANGE, params![*id, sign_in_name, &folded, name, email.as_ref(), language])
    }

    /// Says from when on a person may not sign in; with none they may again. Their sign-ins and tokens find nobody
    /// meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is no such person.
    pub fn disable_person(&self, person: PersonId, at: Option<Instant>) -> Result<(), StoreError> {
        self.link.must_change(&DISABLE, params![person, at])
    }

    /// A person.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.link.row(&ONE, params![id], |row| person(row, 0))
    }

    /// Who signs in with a name, in whatever case and spelling it is typed.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn person_by_sign_in_name(&self, name: &str) -> Result<Option<Person>, StoreError> {
        self.link.row(&BY_SIGN_IN_NAME, params![&fold_sign_in_name(name)], |row| person(row, 0))
    }

    /// Everybody with the roles they hold now, by sign-in name.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn people(&self) -> Result<Vec<(Person, Vec<Grant>)>, StoreError> {
        let mut held = self.all_grants()?;
        self.link.rows(&ALL, params![], |row| {
            let person = person(row, 0)?;
            let grants = held.remove(&person.id).unwrap_or_default();
            Ok((person, grants))
        })
    }

    /// Whether there is anybody yet; a new installation asks for its first administrator.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn has_people(&self) -> Result<bool, StoreError> {
        Ok(self.link.row(&ANY, params![], |row| row.get::<PersonId>(0))?.is_some())
    }
}
