//! `chungtay units load|find|history`: the units of Vietnam.

use crate::arguments::{FindUnitArguments, UnitHistoryArguments};
use crate::command::{Outcome, REFUSED, Shell};
use crate::output::{complain, print_line, table};
use app::places::{
    FoundPlace, OnTheDay, PlaceHistory, PlaceName, PlaceShare, Reason, find as find_places, history as history_of,
};
use app::units::load_vietnam;
use app::{SystemWorld, World};
use domain::CivilDate;
use domain::time::{Slashed, day_in_vietnam};
use locale::text;
use std::process::ExitCode;

pub(super) fn load(shell: &Shell) -> Outcome {
    let loaded = shell.with_new_store(|context| Ok(load_vietnam(context)?))?;
    let language = shell.language;
    if loaded.is_nothing() {
        print_line!("{}", text!(language, "places-loaded-nothing", units = loaded.same));
    } else {
        let (added, continued) = (loaded.added, loaded.continued);
        let successions = loaded.successions;
        print_line!(
            "{}",
            text!(
                language,
                "places-loaded",
                added = added,
                continued = continued,
                same = loaded.same,
                successions = successions
            )
        );
    }
    if !loaded.kept.is_empty() {
        let codes: Vec<&str> = loaded.kept.iter().take(20).map(domain::unit::UnitCode::as_str).collect();
        let more = if loaded.kept.len() > codes.len() { ", …" } else { "" };
        complain!(
            "{}",
            text!(
                language,
                "places-loaded-kept",
                count = loaded.kept.len(),
                codes = format!("{}{more}", codes.join(", "))
            )
        );
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn find(shell: &Shell, words: &FindUnitArguments) -> Outcome {
    let name = words.name.join(" ");
    let found = find_places(&name, words.on);
    if found.places.is_empty() {
        complain!("{}", text!(shell.language, "places-unknown", name = &name));
        return Ok(ExitCode::from(REFUSED));
    }
    let header = shell.headers(["places-key", "column-code", "column-unit", "places-days", "places-reasons"]);
    print_line!("{}", table(&header, &[], found.places.iter().map(|place| found_row(shell, place))));
    if found.more > 0 {
        print_line!("{}", text!(shell.language, "places-more", count = found.more));
    }
    if !found.unread.is_empty() {
        print_line!("{}", text!(shell.language, "places-unread", text = found.unread.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

fn found_row(shell: &Shell, found: &FoundPlace) -> Vec<String> {
    let mut why: Vec<String> = found.reasons.iter().map(|reason| shell.say(reason_key(*reason))).collect();
    if !found.stands_as.is_empty() {
        why.push(text!(shell.language, "places-now", units = shares(shell, &found.stands_as)));
    }
    vec![
        found.place.key.to_owned(),
        found.place.version.code.to_owned(),
        found.place.whole_name(shell.language).to_owned(),
        span(&found.place),
        why.join("; "),
    ]
}

/// The text of a reason.
fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::OtherKind => "places-reason-other-kind",
        Reason::OtherMarks => "places-reason-other-marks",
        Reason::OtherName => "places-reason-other-name",
        Reason::OtherTime => "places-reason-other-time",
        Reason::ParentOfAnotherTime => "places-reason-parent-of-another-time",
        Reason::OtherParent => "places-reason-other-parent",
    }
}

fn span(place: &PlaceName) -> String {
    let valid = place.version.valid;
    let until = valid.until().and_then(|until| until.yesterday().ok());
    format!("{} – {}", Slashed(valid.from()), until.map(|day| Slashed(day).to_string()).unwrap_or_default())
}

fn shares(shell: &Shell, shares: &[PlaceShare]) -> String {
    let one = |share: &PlaceShare| {
        let name = share.place.whole_name(shell.language);
        if share.whole { name.to_owned() } else { text!(shell.language, "places-a-part", unit = name) }
    };
    shares.iter().map(one).collect::<Vec<_>>().join("; ")
}

pub(super) fn history(shell: &Shell, words: &UnitHistoryArguments) -> Outcome {
    let on = words.on.unwrap_or_else(|| day_in_vietnam(SystemWorld.now()));
    let found = history_of(&words.unit.join(" "), on)?;
    print_line!("{} ({})", found.place.whole_name(shell.language), found.place.key);
    for version in &found.versions {
        print_line!("  {}  {}  {}", span(version), version.version.code, version.whole_name(shell.language));
    }
    for (key, list) in [("places-came-from", &found.came_from), ("places-went-into", &found.went_into)] {
        if !list.is_empty() {
            print_line!("{}", shell.say(key));
            for share in list {
                print_line!("  {}", shares(shell, std::slice::from_ref(share)));
            }
        }
    }
    print_line!("{}", on_the_day(shell, &found, on));
    Ok(ExitCode::SUCCESS)
}

fn on_the_day(shell: &Shell, found: &PlaceHistory, on: CivilDate) -> String {
    let day = Slashed(on).to_string();
    let units = shares(shell, &found.stands_as);
    match found.standing {
        OnTheDay::There => text!(shell.language, "places-there", day = day, unit = found.place.name(shell.language)),
        OnTheDay::Became => text!(shell.language, "places-became", day = day, units = units),
        OnTheDay::NotYet => text!(shell.language, "places-not-yet", day = day, units = units),
        OnTheDay::Unknown => text!(shell.language, "places-not-known", day = day),
    }
}
