//! `chungtay people add|list|role|disable|reset`.

use super::{Outcome, Refused, Shell};
use crate::output::{print_line, table};
use app::Context;
use app::people::{self, Invited, Listed};
use app::sign_in::NewPerson;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use domain::PersonId;
use domain::access::Role;
use locale::text;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum PeopleCommand {
    Add(AddArguments),
    List(ListArguments),
    Role(RoleArguments),
    Disable(DisableArguments),
    Reset(ResetArguments),
}

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    #[arg(value_name = "SIGN-IN-NAME")]
    sign_in: String,
    #[arg(long, value_name = "TEXT")]
    name: String,
    #[arg(long, value_name = "CODE")]
    unit: String,
    #[arg(long, value_name = "ROLE", value_parser = role())]
    role: Role,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    #[arg(value_name = "TEXT")]
    words: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RoleArguments {
    #[arg(value_name = "SIGN-IN-NAME")]
    sign_in: String,
    #[arg(long, value_name = "CODE")]
    unit: String,
    #[arg(long, value_name = "ROLE", value_parser = role())]
    role: Role,
    #[arg(long)]
    end: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DisableArguments {
    #[arg(value_name = "SIGN-IN-NAME")]
    sign_in: String,
    #[arg(long)]
    undo: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ResetArguments {
    #[arg(value_name = "SIGN-IN-NAME")]
    sign_in: String,
    #[arg(long)]
    second_factor: bool,
}

/// Reads a role by its name.
fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).try_map(|name| Role::parse(&name).ok_or("no role"))
}

pub(crate) fn run(shell: &Shell, command: PeopleCommand) -> Outcome {
    match command {
        PeopleCommand::Add(words) => add(shell, words),
        PeopleCommand::List(words) => list(shell, &words),
        PeopleCommand::Role(words) => give_or_take(shell, &words),
        PeopleCommand::Disable(words) => disable(shell, &words),
        PeopleCommand::Reset(words) => reset(shell, &words),
    }
}

fn add(shell: &Shell, words: AddArguments) -> Outcome {
    let AddArguments { sign_in, name, unit, role, email } = words;
    let new = NewPerson { sign_in_name: sign_in, name, email, language: shell.language.code().to_owned() };
    let (invited, base) = shell.with_store(|context| {
        let invited = people::invite_new(context, &new, &unit, role)?;
        Ok((invited, app::installation::known_address(context.store)?))
    })?;
    print_link(shell, &new.name, &invited, base);
    Ok(ExitCode::SUCCESS)
}

/// The link with which somebody chooses a password, told once.
fn print_link(shell: &Shell, name: &str, invited: &Invited, base: Option<String>) {
    let link = format!("{}/welcome/{}", base.unwrap_or_default(), invited.code);
    print_line!("{}", text!(shell.language, "people-link", name = name, link = link));
}

fn list(shell: &Shell, words: &ListArguments) -> Outcome {
    let mut listed = shell.with_store(|context| Ok(people::list(context)?))?;
    let wanted = words.words.join(" ");
    listed.retain(|person| person.answers(&wanted));
    if listed.is_empty() {
        print_line!("{}", shell.say("people-none"));
        return Ok(ExitCode::SUCCESS);
    }
    let header =
        shell.headers(["column-sign-in-name", "column-person", "column-roles", "column-email", "column-person-state"]);
    print_line!("{}", table(&header, &[], listed.iter().map(|person| row(shell, person))));
    Ok(ExitCode::SUCCESS)
}

fn row(shell: &Shell, listed: &Listed) -> Vec<String> {
    let person = &listed.person;
    let role = |(role, unit): &(Role, domain::unit::UnitVersion)| {
        format!("{}: {} {}", shell.say(&format!("role-{}", role.name())), unit.code, unit.name)
    };
    let state = match (person.disabled_at, person.has_password) {
        (Some(_), _) => "people-state-out",
        (None, false) => "people-state-invited",
        (None, true) => "people-state-in",
    };
    vec![
        person.sign_in_name.clone(),
        person.name.clone(),
        listed.roles.iter().map(role).collect::<Vec<_>>().join("; "),
        person.email.clone().unwrap_or_else(|| "-".to_owned()),
        shell.say(state),
    ]
}

/// Runs something for the person of a sign-in name; gives their name.
fn with_person<T>(
    shell: &Shell,
    sign_in_name: &str,
    work: impl FnOnce(Context<'_>, PersonId) -> Result<T, Refused>,
) -> Result<(String, T), Refused> {
    shell.with_store(|context| {
        let person = people::by_sign_in_name(context, sign_in_name)?;
        let done = work(context, person.id)?;
        Ok((person.name, done))
    })
}

fn give_or_take(shell: &Shell, words: &RoleArguments) -> Outcome {
    let (name, ()) = with_person(shell, &words.sign_in, |context, person| match words.end {
        true => Ok(people::end_grant(context, person, &words.unit, words.role)?),
        false => Ok(people::grant(context, person, &words.unit, words.role)?),
    })?;
    let key = if words.end { "people-role-ended" } else { "people-role-given" };
    let role = shell.say(&format!("role-{}", words.role.name()));
    print_line!("{}", text!(shell.language, key, name = name, role = role, unit = &words.unit));
    Ok(ExitCode::SUCCESS)
}

fn disable(shell: &Shell, words: &DisableArguments) -> Outcome {
    let (name, ()) =
        with_person(shell, &words.sign_in, |context, person| Ok(people::disable(context, person, !words.undo)?))?;
    let key = if words.undo { "people-let-in" } else { "people-kept-out" };
    print_line!("{}", text!(shell.language, key, name = name));
    Ok(ExitCode::SUCCESS)
}

fn reset(shell: &Shell, words: &ResetArguments) -> Outcome {
    let (name, (invited, base)) = with_person(shell, &words.sign_in, |context, person| {
        let invited = people::reset(context, person, words.second_factor)?;
        Ok((invited, app::installation::known_address(context.store)?))
    })?;
    print_link(shell, &name, &invited, base);
    Ok(ExitCode::SUCCESS)
}
