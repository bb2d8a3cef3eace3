//! Plans looked at before a campaign is opened, and what people corrected in the facts read from them.

use crate::engine::Row;
use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::UnitId;
use domain::draft::{Correction, Document, FactCorrection};

statements! {
    /// A document; the same again is the same.
    ADD = "INSERT INTO document (unit_id, digest, name, media_type, size, recorded_at, recorded_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (unit_id, digest) DO NOTHING";
    /// One document.
    ONE = "SELECT digest, name, media_type, size, recorded_at, recorded_by FROM document
        WHERE unit_id = $1 AND digest = $2";
    /// The documents of a unit.
    OF_UNIT = "SELECT digest, name, media_type, size, recorded_at, recorded_by FROM document
        WHERE unit_id = $1 ORDER BY recorded_at DESC, digest";
    /// What somebody said about a fact, after what was said before.
    CORRECT = "INSERT INTO fact_correction (unit_id, digest, fact, number, correction, corrected_at, corrected_by, value)
        SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $4, $5, $6, $7
        FROM fact_correction WHERE unit_id = $1 AND digest = $2 AND fact = $3";
    /// What was said last about each fact.
    CORRECTIONS = "SELECT c.fact, c.correction, c.value, c.corrected_at, c.corrected_by FROM fact_correction c
        WHERE c.unit_id = $1 AND c.digest = $2 AND c.number = (SELECT MAX(l.number) FROM fact_correction l
            WHERE l.unit_id = $1 AND l.digest = $2 AND l.fact = c.fact)
        ORDER BY c.fact";
}

fn document(row: &Row<'_>) -> Result<Document, StoreError> {
    Ok(Document {
        digest: row.get(0)?,
        name: row.get(1)?,
        media_type: row.get(2)?,
        size: row.get(3)?,
        at: row.get(4)?,
        by: row.get(5)?,
    })
}

impl Session<'_> {
    /// Stores a document of a unit; its bytes are stored before ([`Session::add_file`]). The same bytes again are the
    /// same document, with its corrections.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the file is not stored.
    pub fn add_document(&self, unit: UnitId, document: &Document) -> Result<(), StoreError> {
        let Document { digest, name, media_type, size, at, by } = document;
        self.link.change(&ADD, params![unit, digest, name, media_type, *size, *at, by]).map(drop)
    }

    /// A document of a unit.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn document(&self, unit: UnitId, digest: &str) -> Result<Option<Document>, StoreError> {
        self.link.row(&ONE, params![unit, digest], document)
    }

    /// The documents of a unit, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn documents(&self, unit: UnitId) -> Result<Vec<Document>, StoreError> {
        self.link.rows(&OF_UNIT, params![unit], document)
    }

    /// Adds what somebody said about a fact of a document.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the document is not stored.
    pub fn correct_fact(&self, unit: UnitId, digest: &str, said: &FactCorrection) -> Result<(), StoreError> {
        let FactCorrection { fact, correction, at, by } = said;
        let value = match correction {
            Correction::Value(value) => Some(value),
            Correction::Struck | Correction::AsRead => None,
        };
        self.link.change(&CORRECT, params![unit, digest, fact, correction.name(), *at, by, value]).map(drop)
    }

    /// What was said last about each fact of a document, by fact; facts nobody said anything about are absent.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn corrections(&self, unit: UnitId, digest: &str) -> Result<Vec<FactCorrection>, StoreError> {
        self.link.rows(&CORRECTIONS, params![unit, digest], |row| {
            let name: String = row.get(1)?;
            let correction = Correction::parse(&name, row.get(2)?).ok_or_else(|| row.damaged())?;
            Ok(FactCorrection { fact: row.get(0)?, correction, at: row.get(3)?, by: row.get(4)? })
        })
    }
}
