//! An office in a temporary folder: runs the command as a person would, and fills in forms.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use domain::form::CellKey;
use domain::report::{Content, Figure, Value};
use std::path::PathBuf;
use std::process::{Command, Output};

pub(crate) struct Office {
    folder: tempfile::TempDir,
    /// The address of its database, when that is on a server.
    database: String,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: String::new() }
    }

    /// One whose database is on a server.
    pub(crate) fn on_server(address: String) -> Self {
        Self { database: address, ..Self::new() }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = PathBuf::from(self.path(name));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// What the command answered, whatever it was.
    pub(crate) fn output(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_chungtay"))
            .env("CHUNGTAY_DATA", self.path("data"))
            .env("CHUNGTAY_DATABASE", &self.database)
            .env("CHUNGTAY_LANG", "vi")
            .args(words)
            .output()
            .unwrap()
    }

    /// What the command printed; it must have succeeded.
    pub(crate) fn run(&self, words: &[&str]) -> String {
        let output = self.output(words);
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{words:?} failed:\n{out}\n{err}");
        out
    }

    /// What the command said when it refused.
    pub(crate) fn refused(&self, words: &[&str]) -> String {
        let output = self.output(words);
        assert!(!output.status.success(), "{words:?} was not refused");
        String::from_utf8(output.stderr).unwrap()
    }

    pub(crate) fn read_document(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.run(&["read", &self.path(name), "--json"])).unwrap()
    }

    /// Fills in every exported form of a folder with the same figures.
    pub(crate) fn fill(&self, folder: &str, figures: &[(&str, i64)]) {
        let store = store::Store::open(&PathBuf::from(self.path("data"))).unwrap();
        let loaded =
            store.read(|session| app::campaign::load(session, app::campaign::find(session, None)?, None)).unwrap();
        let figure = |number| Figure { value: Value::Number(number), at: None, reason: None };
        let figures = figures.iter().map(|(key, number)| (CellKey::parse(key).unwrap(), figure(*number))).collect();
        let content = Content { figures, ..Content::default() };
        for name in self.names(folder) {
            let unit = loaded.unit(Some(name.trim_end_matches(".xlsx"))).unwrap().unit;
            let bytes = app::form::filled(&loaded, unit, &content, locale::Language::Vi).unwrap();
            std::fs::write(self.path(&format!("{folder}/{name}")), bytes).unwrap();
        }
    }
}
