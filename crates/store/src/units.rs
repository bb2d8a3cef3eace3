//! Units, their dated versions, and who succeeded whom.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::succession::Succession;
use domain::time::Validity;
use domain::unit::UnitVersion;
use domain::{CivilDate, Instant, UnitId};

statements! {
    /// What a unit is called, of late.
    NAME = "SELECT name FROM unit_version WHERE unit_id = $1 ORDER BY valid_from DESC LIMIT 1";
    /// The identity of a unit.
    ADD = "INSERT INTO unit (unit_id, recorded_at) VALUES ($1, $2) ON CONFLICT (unit_id) DO NOTHING";
    /// Versions of a unit that hold on a day of [$2, $3).
    OVERLAPPING = "SELECT COUNT(*) FROM unit_version
        WHERE unit_id = $1 AND valid_from < $3 AND (valid_until IS NULL OR valid_until > $2)";
    /// A version.
    ADD_VERSION = "INSERT INTO unit_version (unit_id, valid_from, valid_until, code, name, kind, parent_id, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// A version was stored wrong.
    CORRECT_VERSION = "UPDATE unit_version SET code = $3, name = $4, kind = $5, parent_id = $6, recorded_at = $7
        WHERE unit_id = $1 AND valid_from = $2";
    /// The version in force is no longer from a day on.
    END_VERSION = "UPDATE unit_version SET valid_until = $2
        WHERE unit_id = $1 AND valid_until IS NULL AND valid_from < $2";
    /// Every version of every unit.
    VERSIONS = "SELECT unit_id, code, name, kind, parent_id, valid_from, valid_until FROM unit_version
        ORDER BY unit_id, valid_from";
    /// One unit went into another.
    ADD_SUCCESSION = "INSERT INTO unit_succession (from_unit_id, to_unit_id, happened_on, extent)
        VALUES ($1, $2, $3, $4)";
    /// Every succession.
    SUCCESSIONS = "SELECT from_unit_id, to_unit_id, happened_on, extent FROM unit_succession
        ORDER BY happened_on, from_unit_id, to_unit_id";
}

const WHOLE: &str = "whole";
const PART: &str = "part";

impl Session<'_> {
    /// Every version of every unit, by unit and first day.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn unit_versions(&self) -> Result<Vec<UnitVersion>, StoreError> {
        self.link.rows(&VERSIONS, params![], |row| {
            let valid = Validity::between(row.get(5)?, row.get(6)?).ok_or_else(|| row.damaged())?;
            Ok(UnitVersion {
                unit: row.get(0)?,
                code: row.get(1)?,
                name: row.get(2)?,
                kind: row.get(3)?,
                parent: row.get(4)?,
                valid,
            })
        })
    }

    /// Stores a version of a unit, and the unit when it is new. Units may come before or after their parents: a parent
    /// not seen yet is noted as a unit, to get its version later.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the unit already has a version on one of these days.
    pub fn add_unit(&self, version: &UnitVersion, at: Instant) -> Result<(), StoreError> {
        let UnitVersion { unit, code, name, kind, parent, valid } = version;
        for unit in std::iter::once(unit).chain(parent) {
            self.link.change_later(&ADD, params![*unit, at])?;
        }
        let until = valid.until().unwrap_or(CivilDate::MAX);
        let overlapping = self.link.row(&OVERLAPPING, params![*unit, valid.from(), until], |row| row.get::<u32>(0))?;
        if overlapping != Some(0) {
            return Err(StoreError::Conflict { what: OVERLAPPING.name() });
        }
        let values =
            params![*unit, valid.from(), valid.until(), code.as_str(), name.as_str(), kind.name(), *parent, at];
        self.link.change_later(&ADD_VERSION, values)?;
        self.raise_directory()
    }

    /// Writes a version of a unit anew, in its time: what was stored of it was a mistake.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the unit has no version that begins on that day.
    pub fn correct_unit_version(&self, version: &UnitVersion, at: Instant) -> Result<(), StoreError> {
        let UnitVersion { unit, code, name, kind, parent, valid } = version;
        let values = params![*unit, valid.from(), code.as_str(), name.as_str(), kind.name(), *parent, at];
        self.link.must_change(&CORRECT_VERSION, values)?;
        self.raise_directory()
    }

    /// Ends the version of a unit that is in force: it holds until the day before `until`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the unit has no version without an end that began before that day.
    pub fn end_unit_version(&self, unit: UnitId, until: CivilDate) -> Result<(), StoreError> {
        match self.link.change(&END_VERSION, params![unit, until])? {
            0 => Err(StoreError::Conflict { what: END_VERSION.name() }),
            _ => self.raise_directory(),
        }
    }

    /// Notes that `from` went into `to`, wholly or in part; `on` is the first day of the new.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is noted already, or one of the units is not stored.
    pub fn add_succession(&self, from: UnitId, to: UnitId, on: CivilDate, whole: bool) -> Result<(), StoreError> {
        let extent = if whole { WHOLE } else { PART };
        self.link.change_later(&ADD_SUCCESSION, params![from, to, on, extent])?;
        self.raise_directory()
    }

    /// What a unit is called, by its newest version.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn unit_name(&self, unit: UnitId) -> Result<Option<String>, StoreError> {
        self.link.row(&NAME, params![unit], |row| row.get(0))
    }

    /// Every succession, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn successions(&self) -> Result<Vec<Succession>, StoreError> {
        self.link.rows(&SUCCESSIONS, params![], |row| {
            let whole = row.get::<String>(3)? == WHOLE;
            Ok(Succession { from: row.get(0)?, to: row.get(1)?, on: row.get(2)?, whole })
        })
    }
}
