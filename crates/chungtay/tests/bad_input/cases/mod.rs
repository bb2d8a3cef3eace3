//! What can be handed in wrongly, and a word of the answer in each language.

mod decisions;
mod documents;
mod folders;
mod forms;
mod units;
mod workbooks;

use crate::desk::{Desk, RECEIVED};
use locale::Language;

/// Makes the files; returns the words typed.
type Words = Box<dyn Fn(&Desk) -> Vec<String> + Sync>;

/// One thing that goes wrong.
pub(crate) struct Case {
    /// What it is.
    pub(crate) name: String,
    pub(crate) words: Words,
    /// Words that the answer must have, in Vietnamese and in English.
    says: [&'static str; 2],
    /// Sentences: one, or one for each cell, row or file at fault.
    pub(crate) sentences: usize,
    /// Exit code: 1 for a refusal, 2 for a command that cannot be understood.
    pub(crate) code: i32,
}

impl Case {
    fn new<const N: usize>(
        name: impl Into<String>,
        [vi, en]: [&'static str; 2],
        words: impl Fn(&Desk) -> [&'static str; N] + Sync + 'static,
    ) -> Self {
        let words = move |desk: &Desk| words(desk).map(str::to_owned).to_vec();
        Self { name: name.into(), words: Box::new(words), says: [vi, en], sentences: 1, code: 1 }
    }

    fn sentences(self, sentences: usize) -> Self {
        Self { sentences, ..self }
    }

    pub(crate) fn says(&self, language: Language) -> &'static str {
        match language {
            Language::Vi => self.says[0],
            Language::En => self.says[1],
        }
    }
}

/// All of them.
pub(crate) fn all() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("Documents", documents::cases()),
        ("Unit lists and form definitions", units::cases()),
        ("Workbooks that are no form", workbooks::cases()),
        ("Forms filled in wrongly", forms::cases()),
        ("Commands at the wrong time, or about nothing", decisions::cases()),
        ("Folders", folders::cases()),
    ]
}

/// `campaign open` with a plan and the good list of units.
fn open(plan: &'static str) -> [&'static str; 6] {
    ["campaign", "open", "--plan", plan, "--units", "units.csv"]
}

/// `report submit` of one file or folder.
fn submit(file: &'static str) -> [&'static str; 5] {
    ["report", "submit", file, "--received", RECEIVED]
}
