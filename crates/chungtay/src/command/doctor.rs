//! `chungtay doctor`: what is wrong with an installation, and how to mend it.

use super::{Outcome, Shell};
use crate::arguments::DoctorArguments;
use crate::output::print_line;
use app::certificate::Authorities;
use app::doctor::{Check, Level, examine};
use app::mail::Smtp;
use app::{Context, Kept, SystemWorld};
use std::process::ExitCode;
use store::{Store, StoreError};

/// Exit code when something is broken.
const BROKEN: u8 = 1;

pub(crate) fn run(shell: &Shell, words: &DoctorArguments) -> Outcome {
    let place = shell.place()?;
    // A place without a database stays as it is: looking must not make one.
    let there = Store::is_at(&place);
    let missing = matches!(there, Ok(false));
    let opened =
        there.and_then(|there| if there { Store::open_at(&place).map(Kept::from) } else { Err(StoreError::ReadOnly) });
    let context = opened.as_ref().map(|store| Context::of_operator(store, &SystemWorld, "chungtay doctor"));
    let authorities = Authorities::of_environment();
    let mut checks = examine(context, &place, &Smtp, authorities.as_ref().map_err(|unread| *unread), shell.language);
    if missing && !place.is_on_server() {
        // Said by the line about the folder already.
        checks.retain(|check| check.name != "database");
    }
    if words.json {
        let lines: Vec<serde_json::Value> = checks.iter().map(json).collect();
        print_line!("{:#}", serde_json::Value::from(lines));
    } else {
        for check in &checks {
            print_line!("{} {}", check.level.mark(), check.found);
            if let Some(mend) = &check.mend {
                print_line!("    {}", shell.as_typed(mend));
            }
        }
    }
    let broken = checks.iter().any(|check| check.level == Level::Broken);
    Ok(if broken { ExitCode::from(BROKEN) } else { ExitCode::SUCCESS })
}

fn json(check: &Check) -> serde_json::Value {
    serde_json::json!({
        "check": check.name,
        "level": check.level.name(),
        "found": check.found,
        "mend": check.mend,
    })
}
