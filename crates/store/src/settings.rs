//! Settings of the installation: each a JSON text under a name.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{Param, params, statements};
use domain::Instant;
use serde_json::Value;

statements! {
    /// A setting has a value from now on.
    SET = "INSERT INTO setting (name, changed_at, changed_by, value) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO UPDATE SET changed_at = $2, changed_by = $3, value = $4";
    /// A setting.
    ONE = "SELECT value FROM setting WHERE name = $1";
}

impl Session<'_> {
    /// The value of a setting.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<Value>, StoreError> {
        self.link.row(&ONE, params![name], |row| row.get(0))
    }

    /// Gives a setting a value. What it was before is for the audit trail to keep.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn set_setting(&self, name: &str, value: &Value, by: &str, at: Instant) -> Result<(), StoreError> {
        let json = value.to_string();
        self.link.change(&SET, &[name.into(), at.into(), by.into(), Param::Json(&json)]).map(drop)
    }
}
