//! `chungtay form export|show`.

use super::{Outcome, Shell};
use crate::arguments::{ExportArguments, ReadFormArguments, ShowArguments};
use crate::output::{print_line, table};
use app::campaign::{find, load};
use app::file::write_whole;
use app::form::{Recipients, draft, export as export_form};
use domain::form::{Form, Kind};
use locale::text;
use std::process::ExitCode;

pub(crate) fn export(shell: &Shell, words: &ExportArguments) -> Outcome {
    let recipients = match &words.unit {
        Some(code) => Recipients::One(code),
        None => Recipients::All,
    };
    let files = shell.with_store(|context| {
        Ok(export_form(context, words.campaign.as_deref(), &recipients, &words.out, shell.language)?)
    })?;
    print_line!(
        "{}",
        text!(shell.language, "form-exported", files = files.len(), place = words.out.display().to_string())
    );
    print_line!("{}", shell.hint("next-after-export"));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn read(shell: &Shell, words: &ReadFormArguments) -> Outcome {
    let draft = draft(&words.file, &words.id)?;
    write_whole(&words.out, draft.source.as_bytes())?;
    let place = words.out.display().to_string();
    print_line!("{}", text!(shell.language, "form-drafted", items = draft.items, place = &place));
    print_line!("{}", shell.as_typed(&text!(shell.language, "next-after-draft", place = &place)));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn show(shell: &Shell, words: &ShowArguments) -> Outcome {
    let form = shell.with_store(|context| {
        let loaded = context.store.read(|session| load(session, find(session, words.campaign.as_deref())?, None))?;
        Ok(loaded.form)
    })?;
    print_line!("{} ({})", form.title().in_language(shell.language.code()), form.version());
    let header = shell.headers(["column-number", "column-item", "column-unit-of-count", "column-cell"]);
    print_line!("{}", table(&header, &[], rows(&form, shell)));
    Ok(ExitCode::SUCCESS)
}

fn rows(form: &Form, shell: &Shell) -> Vec<Vec<String>> {
    let code = shell.language.code();
    let row = |cell: &domain::form::Cell| {
        let item = form.item_of(cell);
        let label = form.cell_label(cell, code);
        let (number, label) = match cell.part {
            None => (item.number.clone(), label.to_owned()),
            Some(_) => (String::new(), format!("  - {label}")),
        };
        let unit = if item.kind == Kind::Percent { "%" } else { item.unit.in_language(code) };
        vec![number, label, unit.to_owned(), cell.key.to_string()]
    };
    form.cells().iter().map(row).collect()
}
