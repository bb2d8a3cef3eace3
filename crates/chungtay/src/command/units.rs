//! `chungtay units`: those of the installation, and those of Vietnam.

mod places;

use super::{Outcome, Shell};
use crate::arguments::{FindUnitArguments, LoadUnitsCommand, UnitHistoryArguments};
use crate::output::{print_line, table};
use app::file::SourceFile;
use app::units::{self, Effects, Import, Keeps, NewUnit, OtherName, Part, Reform};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use domain::CivilDate;
use domain::time::Slashed;
use domain::unit::{UnitKind, UnitVersion};
use locale::text;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum UnitsCommand {
    List(ListArguments),
    Add(AddArguments),
    Rename(RenameArguments),
    End(EndArguments),
    Merge(MergeArguments),
    Split(SplitArguments),
    Import(ImportArguments),
    #[command(subcommand)]
    Load(LoadUnitsCommand),
    Find(FindUnitArguments),
    History(UnitHistoryArguments),
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<CivilDate>,
}

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    #[arg(value_name = "CODE")]
    code: String,
    #[arg(value_name = "TEXT")]
    name: String,
    #[arg(long, value_name = "KIND", value_parser = kind())]
    kind: UnitKind,
    #[arg(long, value_name = "CODE")]
    parent: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<CivilDate>,
}

#[derive(Debug, Args)]
pub(crate) struct RenameArguments {
    #[arg(value_name = "CODE")]
    unit: String,
    #[arg(value_name = "TEXT")]
    name: Option<String>,
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    #[arg(long, value_name = "KIND", value_parser = kind())]
    kind: Option<UnitKind>,
    #[arg(long, value_name = "CODE")]
    parent: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<CivilDate>,
}

#[derive(Debug, Args)]
pub(crate) struct EndArguments {
    #[arg(value_name = "CODE")]
    unit: String,
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<CivilDate>,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    #[arg(required = true, num_args = 2.., value_name = "CODE")]
    units: Vec<String>,
    #[arg(long, value_name = "CODE=TEXT", value_parser = part)]
    into: CodeAndName,
    #[arg(long, value_name = "KIND", value_parser = kind())]
    kind: Option<UnitKind>,
    #[arg(long, value_name = "CODE")]
    keeps: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: CivilDate,
    #[arg(long)]
    look: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SplitArguments {
    #[arg(value_name = "CODE")]
    unit: String,
    #[arg(long, required = true, value_name = "CODE=TEXT", value_parser = part)]
    into: Vec<CodeAndName>,
    #[arg(long, value_name = "KIND", value_parser = kind())]
    kind: Option<UnitKind>,
    #[arg(long)]
    keeps: bool,
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: CivilDate,
    #[arg(long)]
    look: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<CivilDate>,
    #[arg(long, value_name = "CODE")]
    under: Option<String>,
    #[arg(long)]
    another: bool,
    #[arg(long)]
    look: bool,
}

/// What a unit is to be called.
#[derive(Clone, Debug)]
pub(crate) struct CodeAndName {
    code: String,
    name: String,
}

fn part(typed: &str) -> Result<CodeAndName, &'static str> {
    let (code, name) = typed.split_once('=').ok_or("no code and name")?;
    Ok(CodeAndName { code: code.trim().to_owned(), name: name.trim().to_owned() })
}

/// Reads a kind of unit by its name.
fn kind() -> impl TypedValueParser<Value = UnitKind> {
    PossibleValuesParser::new(UnitKind::ALL.map(UnitKind::name)).try_map(|name| UnitKind::parse(&name).ok_or("no kind"))
}

pub(crate) fn run(shell: &Shell, command: UnitsCommand) -> Outcome {
    match command {
        UnitsCommand::List(words) => list(shell, &words),
        UnitsCommand::Add(words) => add(shell, words),
        UnitsCommand::Rename(words) => rename(shell, words),
        UnitsCommand::End(words) => end(shell, &words),
        UnitsCommand::Merge(words) => merge(shell, words),
        UnitsCommand::Split(words) => split(shell, words),
        UnitsCommand::Import(words) => import(shell, words),
        UnitsCommand::Load(LoadUnitsCommand::Vietnam) => places::load(shell),
        UnitsCommand::Find(words) => places::find(shell, &words),
        UnitsCommand::History(words) => places::history(shell, &words),
    }
}

fn list(shell: &Shell, words: &ListArguments) -> Outcome {
    let tree = shell.with_store(|context| Ok(units::tree(context, words.on)?))?;
    print_line!("{}", text!(shell.language, "units-on", day = Slashed(tree.on).to_string(), count = tree.rows.len()));
    let header = shell.headers(["column-code", "column-unit", "column-kind", "column-from"]);
    let rows = tree.rows.iter().map(|row| {
        let mut told = told(shell, &row.version);
        told[1].insert_str(0, &"  ".repeat(row.depth));
        told
    });
    print_line!("{}", table(&header, &[], rows));
    Ok(ExitCode::SUCCESS)
}

fn told(shell: &Shell, version: &UnitVersion) -> Vec<String> {
    vec![
        version.code.to_string(),
        version.name.clone(),
        shell.say(&format!("unit-kind-{}", version.kind.name())),
        Slashed(version.valid.from()).to_string(),
    ]
}

fn add(shell: &Shell, words: AddArguments) -> Outcome {
    let AddArguments { code, name, kind, parent, on } = words;
    let new = NewUnit { code, name, kind, parent };
    let on = shell.with_store(|context| {
        let on = on.unwrap_or_else(|| context.today());
        units::add(context, &new, on)?;
        Ok(on)
    })?;
    say_from(shell, "units-added", &new.code, &new.name, on)
}

fn say_from(shell: &Shell, key: &str, code: &str, name: &str, on: CivilDate) -> Outcome {
    print_line!("{}", text!(shell.language, key, code = code, name = name, day = Slashed(on).to_string()));
    Ok(ExitCode::SUCCESS)
}

/// What is not said stays as it is.
fn rename(shell: &Shell, words: RenameArguments) -> Outcome {
    let (new, on) = shell.with_store(|context| {
        let on = words.on.unwrap_or_else(|| context.today());
        let was = units::history(context, &words.unit, Some(on))?;
        let new = NewUnit {
            code: words.code.unwrap_or_else(|| was.version.code.to_string()),
            name: words.name.unwrap_or(was.version.name),
            kind: words.kind.unwrap_or(was.version.kind),
            parent: words.parent.or_else(|| was.parent.map(|parent| parent.code.to_string())),
        };
        units::change(context, &words.unit, &new, on)?;
        Ok((new, on))
    })?;
    say_from(shell, "units-changed", &new.code, &new.name, on)
}

fn end(shell: &Shell, words: &EndArguments) -> Outcome {
    let (name, on) = shell.with_store(|context| {
        let on = words.on.unwrap_or_else(|| context.today());
        let was = units::history(context, &words.unit, Some(on))?;
        units::end(context, &words.unit, on)?;
        Ok((was.version.name, on))
    })?;
    say_from(shell, "units-ended", &words.unit, &name, on)
}

fn merge(shell: &Shell, words: MergeArguments) -> Outcome {
    let first = words.units.first().cloned().unwrap_or_default();
    let reform = |kind| Reform::Merge {
        into: named(words.into.clone(), kind),
        units: words.units.clone(),
        keeps: words.keeps.clone().map_or(Keeps::Nothing, Keeps::Unit),
    };
    reformed(shell, &first, words.kind, words.on, words.look, reform)
}

fn split(shell: &Shell, words: SplitArguments) -> Outcome {
    let reform = |kind| Reform::Split {
        unit: words.unit.clone(),
        parts: words.into.iter().map(|part| named(part.clone(), kind)).collect(),
        keeps: words.keeps,
    };
    reformed(shell, &words.unit, words.kind, words.on, words.look, reform)
}

fn named(part: CodeAndName, kind: UnitKind) -> Part {
    Part { code: part.code, name: part.name, kind }
}

/// Looks at a reform, or does it. What comes out is of the kind said, or of that of the old unit.
fn reformed(
    shell: &Shell,
    old: &str,
    kind: Option<UnitKind>,
    on: CivilDate,
    look: bool,
    reform: impl FnOnce(UnitKind) -> Reform,
) -> Outcome {
    let effects = shell.with_store(|context| {
        let kind = match kind {
            Some(kind) => kind,
            None => units::history(context, old, Some(on))?.version.kind,
        };
        let reform = reform(kind);
        let effects = units::preview(context, &reform, on)?;
        // People keep their roles in what becomes of their unit.
        let roles: BTreeSet<String> = effects.people.iter().map(units::RoleMove::key).collect();
        Ok(if look { effects } else { units::reform(context, &reform, on, &roles)? })
    })?;
    print_effects(shell, &effects, look);
    Ok(ExitCode::SUCCESS)
}

fn print_effects(shell: &Shell, effects: &Effects, look: bool) {
    let language = shell.language;
    let key = if look { "units-reform-look" } else { "units-reform-done" };
    print_line!("{}", text!(language, key, day = Slashed(effects.on).to_string()));
    for unit in &effects.ended {
        print_line!("- {}", text!(language, "units-reform-ends", code = unit.code.as_str(), name = &unit.name));
    }
    for unit in &effects.begun {
        print_line!("+ {}", text!(language, "units-reform-begins", code = unit.code.as_str(), name = &unit.name));
    }
    for (unit, to) in &effects.moved {
        print_line!("→ {}", text!(language, "units-reform-moves", unit = &unit.name, to = &to.name));
    }
    for effect in &effects.campaigns {
        let key = if effect.untouched { "units-reform-untouched" } else { "units-reform-campaign" };
        let (name, reports, tasks) = (&effect.campaign.name, effect.reports, effect.tasks);
        print_line!("  {}", text!(language, key, campaign = name, reports = reports, tasks = tasks));
    }
    for role in &effects.people {
        let held = shell.say(&format!("role-{}", role.role.name()));
        print_line!("  {}", text!(language, "units-reform-role", name = &role.name, role = held, unit = &role.to));
    }
}

fn import(shell: &Shell, words: ImportArguments) -> Outcome {
    let file = SourceFile::read(&words.file)?;
    let other_name = if words.another { OtherName::AnotherUnit } else { OtherName::Renamed };
    let imported = shell.with_store(|context| {
        let on = words.on.unwrap_or_else(|| context.today());
        let import = Import { rows: units::read_list(&file)?, on, under: words.under, other_name };
        Ok(if words.look { units::preview_import(context, &import)? } else { units::import(context, &import)? })
    })?;
    let key = if words.look { "units-import-look" } else { "units-import-done" };
    let (added, changed) = (imported.added.len(), imported.changed.len());
    let (replaced, same) = (imported.replaced.len(), imported.same);
    print_line!("{}", text!(shell.language, key, added = added, changed = changed, replaced = replaced, same = same));
    Ok(ExitCode::SUCCESS)
}
