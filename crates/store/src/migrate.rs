//! The schema: which migrations there are, and how they are applied. See `migrations/README.md`.

use crate::engine::Link;
use crate::error::StoreError;
use crate::sql::{params, statements};

statements! {
    /// The newest migration applied.
    VERSION = "SELECT MAX(version) FROM schema_migration";
    /// A migration was applied.
    RECORD = "INSERT INTO schema_migration (version, name) VALUES ($1, $2)";
}

/// A step of the schema. Released ones are never edited.
struct Migration {
    version: u32,
    name: &'static str,
    ddl: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "spine", ddl: include_str!("../migrations/0001_spine.sql") },
    Migration { version: 2, name: "people", ddl: include_str!("../migrations/0002_people.sql") },
    Migration { version: 3, name: "country", ddl: include_str!("../migrations/0003_country.sql") },
    Migration { version: 4, name: "tasks", ddl: include_str!("../migrations/0004_tasks.sql") },
];

const HISTORY: &str = "CREATE TABLE schema_migration (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)";

/// What an engine calls the types that differ.
pub(crate) struct Types {
    pub(crate) id: &'static str,
    pub(crate) json: &'static str,
    pub(crate) date: &'static str,
    pub(crate) timestamp: &'static str,
    pub(crate) blob: &'static str,
    /// Text, compared byte by byte.
    pub(crate) text: &'static str,
}

impl Types {
    fn fill(&self, ddl: &str) -> String {
        ddl.replace("{id}", self.id)
            .replace("{json}", self.json)
            .replace("{date}", self.date)
            .replace("{timestamp}", self.timestamp)
            .replace("{blob}", self.blob)
            .replace(" TEXT", &format!(" {}", self.text))
    }
}

/// The definitions of every migration, in their order, as they are written.
pub(crate) fn definitions() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|migration| migration.ddl)
}

/// The newest schema this release knows.
pub(crate) fn known_version() -> u32 {
    MIGRATIONS.last().map_or(0, |newest| newest.version)
}

/// The schema version of a database of ours.
pub(crate) fn version(link: &Link<'_>) -> Result<u32, StoreError> {
    let newest = link.row(&VERSION, params![], |row| row.get::<Option<u32>>(0))?;
    Ok(newest.flatten().unwrap_or(0))
}

/// Refuses a schema newer than this release.
pub(crate) fn refuse_newer(found: u32) -> Result<(), StoreError> {
    let known = known_version();
    if found > known { Err(StoreError::NewerSchema { found, known }) } else { Ok(()) }
}

/// Applies what is missing, inside the transaction of `link`. `found` is `None` for an empty database.
pub(crate) fn apply(link: &Link<'_>, found: Option<u32>, types: &Types) -> Result<(), StoreError> {
    if found.is_none() {
        link.define(&types.fill(HISTORY))?;
    }
    for migration in MIGRATIONS.iter().filter(|migration| Some(migration.version) > found) {
        link.define(&types.fill(migration.ddl))?;
        link.change(&RECORD, params![migration.version, migration.name])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_numbered_from_one_without_gaps() {
        assert!(MIGRATIONS.iter().zip(1..).all(|(migration, number)| migration.version == number));
    }

    #[test]
    fn every_token_of_the_schema_has_a_type() {
        let types =
            Types { id: "UUID", json: "JSON", date: "DATE", timestamp: "TIMESTAMPTZ", blob: "BYTEA", text: "TEXT" };
        for migration in MIGRATIONS {
            let ddl = types.fill(migration.ddl);
            assert!(!ddl.contains(['{', '}']), "{}", migration.name);
            assert!(ddl.contains("unit_id UUID NOT NULL"));
        }
    }
}
