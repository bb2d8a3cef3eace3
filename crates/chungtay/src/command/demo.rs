//! `chungtay demo`: the sample campaign, from plan to consolidated report.

use super::serve;
use super::{Outcome, Shell};
use crate::arguments::DemoArguments;
use crate::output::{print_line, table};
use app::sample::{self, Outcome as Played, SampleSignIn, Step};
use app::{Kept, ShiftedWorld};
use domain::form::Kind;
use domain::report::Punctuality;
use indicatif::{ProgressBar, ProgressStyle};
use locale::text;
use std::path::PathBuf;
use std::process::ExitCode;
use store::Store;

/// The sample's folder when none is named.
const FOLDER: &str = "chungtay-demo";

/// Items whose totals are shown at the end.
const HEADLINES: [&str; 6] =
    ["talks", "talk_attendees", "gift_recipients", "honoured_people", "cases_detected", "protected_share"];

pub(crate) fn run(shell: &Shell, words: &DemoArguments) -> Outcome {
    let folder = shell.data.clone().unwrap_or_else(|| PathBuf::from(FOLDER));
    let place = shell.place_in(folder.clone())?;
    print_line!("{}", text!(shell.language, "demo-heading", folder = folder.display().to_string()));
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("  {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    let played = sample::play(&place, shell.language, &mut |step| show(shell, &bar, step));
    bar.finish_and_clear();
    let played = played?;
    summary(shell, &played);
    print_line!("{}", shell.as_typed(&text!(shell.language, "next-after-demo", folder = folder.display().to_string())));
    if words.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    let store = Kept::from(Store::open_at(&place)?);
    let world = ShiftedWorld::starting_at(sample::evening());
    let people = sample::furnish(&store, shell.language)?;
    let options = web::Options { language: shell.language, folder: Some(folder), ..web::Options::default() };
    serve::serve(shell, store, world, words.listen, &options, |address| {
        let header = shell.headers(["demo-column-role", "demo-column-sign-in", "demo-column-password"]);
        let row = |person: &SampleSignIn| {
            let role = shell.say(&format!("role-{}", person.role.name()));
            vec![format!("{role}, {}", person.unit), person.sign_in_name.to_owned(), person.password.to_owned()]
        };
        print_line!("{}", text!(shell.language, "demo-served", address = address));
        print_line!("{}", table(&header, &[], people.iter().map(row)));
    })
}

fn show(shell: &Shell, bar: &ProgressBar, step: Step) {
    let line = match step {
        Step::Plan => shell.say("demo-plan"),
        Step::Open { tasks, units } => text!(shell.language, "demo-open", tasks = tasks, units = units),
        Step::Reports { done, all } => {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            match done == all {
                true => text!(shell.language, "demo-reports", reports = all),
                false => return,
            }
        }
        Step::Decide => shell.say("demo-decide"),
        Step::Consolidate => shell.say("demo-consolidate"),
    };
    bar.suspend(|| print_line!("  ✓ {line}"));
}

fn summary(shell: &Shell, played: &Played) {
    let board = &played.board;
    let report = &played.consolidated.gathered.consolidation;
    let number = |count: usize| shell.language.number(i64::try_from(count).unwrap_or(i64::MAX));
    let row = |key: &str, value: String| vec![shell.say(key), value];
    let explained = report.warnings.iter().filter(|(_, warning)| warning.reason.is_some()).count();
    let mut rows = vec![
        row("demo-row-tasks", number(played.opened.tasks.len())),
        row("demo-row-on-time", number(board.count(|p| p == Punctuality::OnTime))),
        row("demo-row-late", number(board.count(|p| matches!(p, Punctuality::Late { .. })))),
        row("demo-row-missing", number(board.count(|p| p == Punctuality::Missing))),
        row(
            "demo-row-warnings",
            text!(shell.language, "demo-warnings", warnings = report.warnings.len(), explained = explained),
        ),
    ];
    for key in HEADLINES {
        let Some(cell) = report.form.find(key) else { continue };
        let item = report.form.item_of(cell);
        let Some(value) = report.totals.value(&report.form, key) else { continue };
        let amount = match item.kind {
            Kind::Percent => format!("{}%", shell.language.percent(value)),
            _ => format!("{} {}", shell.language.number(value), item.unit.in_language(shell.language.code())),
        };
        rows.push(vec![item.label.in_language(shell.language.code()).to_owned(), amount]);
    }
    rows.push(row("demo-row-document", played.consolidated.document.display().to_string()));
    rows.push(row("demo-row-workbook", played.consolidated.workbook.display().to_string()));
    rows.push(row("demo-row-plan", played.plan.display().to_string()));
    rows.push(row("demo-row-reports", played.reports.display().to_string()));
    print_line!("{}", table(&[shell.say("demo-column-what"), shell.say("demo-column-result")], &[], rows));
    if played.again {
        print_line!("{}", shell.say("demo-again"));
    }
}
