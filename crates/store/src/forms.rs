//! Report forms: the TOML source of each version.

use crate::error::StoreError;
use crate::session::Session;
use crate::sql::{params, statements};
use domain::Instant;
use domain::form::FormVersion;

statements! {
    /// A version of a form.
    ADD = "INSERT INTO form (form_id, version, digest, recorded_at, source) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (form_id, version) DO NOTHING";
    /// What a version was when it was stored.
    DIGEST = "SELECT digest FROM form WHERE form_id = $1 AND version = $2";
    /// The text of a version.
    SOURCE = "SELECT source FROM form WHERE form_id = $1 AND version = $2";
}

impl Session<'_> {
    /// Stores a version of a form; nothing happens when it is stored already with the same digest.
    ///
    /// # Errors
    /// [`StoreError::FormChanged`] when it is stored with another digest.
    pub fn add_form(&self, form: &FormVersion, source: &str, digest: &str, at: Instant) -> Result<(), StoreError> {
        let values = params![form.id.as_str(), form.version, digest, at, source];
        if self.link.change(&ADD, values)? > 0 {
            return self.raise_directory();
        }
        let stored = self.link.row(&DIGEST, params![form.id.as_str(), form.version], |row| row.get::<String>(0))?;
        if stored.as_deref() == Some(digest) {
            return Ok(());
        }
        Err(StoreError::FormChanged { form: form.id.to_string(), version: form.version })
    }

    /// The TOML source of a version of a form.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn form_source(&self, form: &FormVersion) -> Result<Option<String>, StoreError> {
        self.link.row(&SOURCE, params![form.id.as_str(), form.version], |row| row.get(0))
    }
}
