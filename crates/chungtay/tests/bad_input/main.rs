//! Whatever is handed in wrongly gets one clear sentence in the person's language, an exit code other than 0, a quick
//! answer, and loses nothing of what was there.
//!
//! All sentences stand in one snapshot, to be read as a page.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

mod again;
mod cases;
mod desk;
mod disk;
mod files;

use cases::Case;
use desk::{Desk, Told};
use locale::{Language, text};
use std::fmt::Write as _;
use std::time::Duration;

/// The longest a refusal may take, the machine being busy with other tests.
const PATIENCE: Duration = Duration::from_secs(5);

#[test]
fn each_gives_one_clear_sentence_and_loses_nothing() {
    let groups = cases::all();
    let [vi, en] = std::thread::scope(|scope| {
        let speakers = Language::ALL.map(|language| {
            let groups = &groups;
            scope.spawn(move || {
                let desk = Desk::set_up(language);
                let stored = desk.what_is_stored();
                let all = |cases: &Vec<Case>| cases.iter().map(|case| refused(&desk, &stored, case)).collect();
                groups.iter().map(|(_, cases)| all(cases)).collect()
            })
        });
        speakers.map(|speaker| speaker.join().unwrap())
    });
    let _: (&Answers, &Answers) = (&vi, &en);
    let faults: Vec<&String> = [&vi, &en].into_iter().flatten().flatten().flat_map(|answer| &answer.faults).collect();
    insta::assert_snapshot!("sentences", page(&groups, &vi, &en));
    assert!(faults.is_empty(), "{faults:#?}");
}

type Answers = Vec<Vec<Answer>>;

/// What was typed, what was answered, and what is wrong with the answer.
struct Answer {
    typed: String,
    told: Told,
    faults: Vec<String>,
}

fn refused(desk: &Desk, stored: &str, case: &Case) -> Answer {
    let desk = desk.copy();
    let words = (case.words)(&desk);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let names = desk.names();
    let told = desk.run(&words);
    let mut faults = faults(&told, case, desk.language);
    if desk.what_is_stored() != stored {
        faults.push("what was stored has changed".to_owned());
    }
    if desk.names().into_iter().filter(|name| name != "/other").ne(names) {
        faults.push(format!("something was left behind: {:?}", desk.names()));
    }
    let faults = faults.into_iter().map(|fault| format!("{} ({}): {fault}", case.name, desk.language.code())).collect();
    let quoted = |word: &&str| if word.trim() == *word { (*word).to_owned() } else { format!("{word:?}") };
    Answer { typed: words.iter().map(quoted).collect::<Vec<_>>().join(" "), told, faults }
}

fn faults(told: &Told, case: &Case, language: Language) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |is: bool, what: &str| {
        if is {
            faults.push(format!("{what}: {told:?}"));
        }
    };
    fault(told.code != Some(case.code), "not the exit code of a refusal");
    fault(!told.err.contains(case.says(language)), case.says(language));
    fault(told.took > PATIENCE, "too slow");
    for debris in ["panicked", "RUST_BACKTRACE", "Error {", "Error(", "Err(", "Some(", "{", "\u{2068}", "os error"] {
        fault(told.err.contains(debris), "text for programmers");
    }
    fault(told.err.split_whitespace().any(is_key), "a key without its text");
    // A first line that ends in a colon is about the file; the sentences stand below it. The usage line is no sentence.
    let usage = text!(language, "help-heading-usage");
    let lines = told.err.lines().filter(|line| !line.ends_with(':') && !line.starts_with(&usage)).count();
    fault(lines != case.sentences, "not one sentence for each fault");
    faults
}

/// Whether a word is the name of a text instead of the text.
fn is_key(word: &str) -> bool {
    const FIRST: [&str; 12] = [
        "and-",
        "consolidate-",
        "decide-",
        "file-",
        "find-",
        "hierarchy-",
        "open-",
        "read-",
        "refusal-",
        "store-",
        "units-",
        "workbook-",
    ];
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    FIRST.iter().any(|first| word.starts_with(first)) && !word.contains('.')
}

/// Every case with its two answers.
fn page(groups: &[(&str, Vec<Case>)], vi: &Answers, en: &Answers) -> String {
    let mut page = String::new();
    for (((heading, cases), vi), en) in groups.iter().zip(vi).zip(en) {
        let _ = writeln!(page, "\n=== {heading} ===");
        for ((case, vi), en) in cases.iter().zip(vi).zip(en) {
            let _ = writeln!(page, "\n{}\n    chungtay {}", case.name, vi.typed);
            for (language, answer) in [("vi", vi), ("en", en)] {
                for (at, line) in answer.told.err.lines().enumerate() {
                    let _ = writeln!(page, "{} | {line}", if at == 0 { language } else { "  " });
                }
            }
        }
    }
    page
}
