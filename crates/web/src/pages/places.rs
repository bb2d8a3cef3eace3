//! Units of Vietnam: found by a name as people write it, and what became of one, on any day.

#[cfg(test)]
mod tests;

use crate::address::Address;
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, button};
use crate::components::definition_list::definition_list;
use crate::components::dialog::{card, disclosure};
use crate::components::empty_state::empty_state;
use crate::components::field::{Control, Field, field};
use crate::components::form::filters;
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::places::{Found, FoundPlace, OnTheDay, PlaceHistory, PlaceName, PlaceShare, Reason, find, history};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::CivilDate;
use domain::time::{Slashed, day_in_vietnam};
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/units", get(search)).route("/units/{unit}", get(one))
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
    on: Option<String>,
}

impl Asked {
    fn name(&self) -> &str {
        self.q.as_deref().unwrap_or_default().trim()
    }

    fn day(&self) -> Option<CivilDate> {
        self.on.as_deref().and_then(|on| on.parse().ok())
    }
}

async fn search(visitor: Visitor, Query(asked): Query<Asked>) -> Markup {
    let language = visitor.language;
    let found = (!asked.name().is_empty()).then(|| find(asked.name(), asked.day()));
    let title = text!(language, "web-places");
    let main = html! {
        p { (text!(language, "web-places-lead")) }
        (search_form(language, &asked))
        @if let Some(found) = &found { (results(language, &asked, found)) }
    };
    show(&visitor, Page { title: &title, part: "/units", main, ..Page::default() })
}

fn search_form(language: Language, asked: &Asked) -> Markup {
    let name = (text!(language, "web-places-name"), text!(language, "web-places-name-hint"));
    let on = (text!(language, "web-places-on"), text!(language, "web-places-on-any"));
    let day = asked.day().map(|day| day.to_string()).unwrap_or_default();
    let (typed, date) =
        (Control::Input { kind: "search", value: asked.name() }, Control::Input { kind: "date", value: &day });
    let label = text!(language, "web-places-search");
    filters(
        "/units",
        &label,
        html! {
            (field(language, &Field {
                name: "q", label: &name.0, hint: Some(&name.1), maxlength: Some(300), control: typed, ..Field::default()
            }))
            (field(language, &Field {
                name: "on", label: &on.0, hint: Some(&on.1), optional: true, control: date, ..Field::default()
            }))
            (button(&Button { label: &label, weight: Weight::Primary, ..Button::default() }))
        },
    )
}

fn results(language: Language, asked: &Asked, found: &Found) -> Markup {
    let unread = (!found.unread.is_empty()).then(|| found.unread.join(", "));
    html! {
        @if let Some(unread) = unread { p { (text!(language, "places-unread", text = unread)) } }
        @if found.places.is_empty() {
            (empty_state(
                &text!(language, "web-places-nobody"), &text!(language, "places-unknown", name = asked.name()), None
            ))
        } @else {
            (found_table(language, asked.day(), found))
            @if found.more > 0 { p { (text!(language, "places-more", count = found.more)) } }
        }
    }
}

fn found_table(language: Language, on: Option<CivilDate>, found: &Found) -> Markup {
    let columns = ["web-places-unit", "web-places-code", "web-places-days", "web-places-notes"];
    let columns = columns.map(|key| Column::words(text!(language, key))).to_vec();
    let row = |found: &FoundPlace| -> Row {
        vec![
            link(language, &found.place, on),
            html! { (found.place.version.code) },
            html! { (span(&found.place)) },
            notes(language, on, found),
        ]
        .into()
    };
    let caption = text!(language, "web-places-found", count = found.places.len() + found.more);
    let rows = found.places.iter().map(row).collect();
    let narrow = Narrow::Cards;
    table(language, &Table { id: "found", caption: &caption, columns, rows, narrow, ..Table::default() })
}

fn notes(language: Language, on: Option<CivilDate>, found: &FoundPlace) -> Markup {
    html! {
        @for (at, reason) in found.reasons.iter().enumerate() {
            @if at > 0 { "; " }
            (text!(language, reason_key(*reason)))
        }
        @if !found.stands_as.is_empty() { (share_list(language, &found.stands_as, on)) }
    }
}

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

/// A unit with what is above it; it leads to its page.
fn link(language: Language, place: &PlaceName, on: Option<CivilDate>) -> Markup {
    html! { a href=(address(place, on)) { (place.whole_name(language)) } }
}

fn address(place: &PlaceName, on: Option<CivilDate>) -> String {
    Address::of("/units").part(place.key).maybe("on", on.map(|on| on.to_string()).as_deref()).into()
}

/// `01/07/2025 –`, `01/01/2020 – 30/06/2025`.
fn span(place: &PlaceName) -> String {
    let valid = place.version.valid;
    let until = valid.until().and_then(|until| until.yesterday().ok());
    format!("{} – {}", Slashed(valid.from()), until.map(|day| Slashed(day).to_string()).unwrap_or_default())
}

fn share_list(language: Language, shares: &[PlaceShare], on: Option<CivilDate>) -> Markup {
    html! {
        ul {
            @for share in shares {
                @let extent = if share.whole { "web-places-whole" } else { "web-places-part" };
                li { (link(language, &share.place, on)) " (" (text!(language, extent)) ")" }
            }
        }
    }
}

async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let on = asked.day().unwrap_or_else(|| day_in_vietnam(site.world().now()));
    let language = visitor.language;
    let found = history(&unit, on).map_err(|error| Failure::told(&error, language))?;
    let title = found.place.name(language);
    let way = breadcrumbs(language, &[("/units", &text!(language, "web-places"))], &title);
    let main = html! {
        (day_form(language, &found))
        (that_day(language, &found))
        (past(language, &found))
        (changes(language, &found))
    };
    Ok(show(
        &visitor,
        Page {
            title: &title,
            part: "/units",
            breadcrumbs: Some(way),
            scripts: &["places.js"],
            main,
            ..Page::default()
        },
    ))
}

/// The day, typed; the script adds a slider to it.
fn day_form(language: Language, found: &PlaceHistory) -> Markup {
    let label = text!(language, "web-places-on");
    let day = found.on.to_string();
    let control = Control::Input { kind: "date", value: &day };
    let days: Vec<String> = found.days.iter().map(ToString::to_string).collect();
    html! {
        div data-slider=(text!(language, "web-places-slide")) data-days=(days.join(" ")) {
            (filters(&Address::of("/units").part(found.place.key).to_string(), &label, html! {
                (field(language, &Field { name: "on", label: &label, control, ..Field::default() }))
                (button(&Button { label: &text!(language, "web-places-show"), ..Button::default() }))
            }))
        }
    }
}

fn that_day(language: Language, found: &PlaceHistory) -> Markup {
    let on = Some(found.on);
    let version = found.place.version;
    let (code, whole, centre) =
        (text!(language, "web-places-code"), text!(language, "web-places-unit"), text!(language, "web-places-centre"));
    let mut facts =
        vec![(whole.as_str(), html! { (found.place.whole_name(language)) }), (code.as_str(), html! { (version.code) })];
    if let Some(point) = version.centre {
        facts.push((centre.as_str(), html! { (format!("{:.4}, {:.4}", point.latitude, point.longitude)) }));
    }
    let heading = text!(language, "web-places-day", day = Slashed(found.on).to_string());
    card(
        "that-day",
        &heading,
        html! {
            @match found.standing {
                OnTheDay::There => {
                    p { strong { (text!(language, "web-places-there", unit = found.place.name(language))) } }
                    (definition_list(&facts))
                    @if found.below > 0 { p { (text!(language, "web-places-below", count = found.below)) } }
                },
                OnTheDay::Became => {
                    p { strong { (text!(language, "web-places-became")) } }
                    (share_list(language, &found.stands_as, on))
                },
                OnTheDay::NotYet => {
                    p { strong { (text!(language, "web-places-not-yet")) } }
                    (share_list(language, &found.stands_as, on))
                },
                OnTheDay::Unknown => p { (text!(language, "web-places-not-known")) },
            }
        },
    )
}

fn past(language: Language, found: &PlaceHistory) -> Markup {
    html! {
        (card("past", &text!(language, "web-places-past"), html! {
            ul {
                @for version in &found.versions {
                    li { (span(version)) ": " (version.whole_name(language)) " (" (version.version.code) ")" }
                }
            }
        }))
        @if !found.came_from.is_empty() {
            (card("came-from", &text!(language, "web-places-came-from"), kin(language, &found.came_from)))
        }
        @if !found.went_into.is_empty() {
            (card("went-into", &text!(language, "web-places-went-into"), kin(language, &found.went_into)))
        }
    }
}

/// Units of another time: each leads to itself on a day when it was there.
fn kin(language: Language, shares: &[PlaceShare]) -> Markup {
    html! {
        ul {
            @for share in shares {
                @let valid = share.place.version.valid;
                @let day = valid.until().and_then(|until| until.yesterday().ok()).unwrap_or(valid.from());
                @let extent = if share.whole { "web-places-whole" } else { "web-places-part" };
                li { (link(language, &share.place, Some(day))) " (" (text!(language, extent)) ")" }
            }
        }
    }
}

fn changes(language: Language, found: &PlaceHistory) -> Markup {
    let links = html! {
        ul {
            @for day in &found.days {
                li { a href=(address(&found.place, Some(*day))) { (Slashed(*day)) } }
            }
        }
    };
    html! {
        (disclosure(&text!(language, "web-places-changes"), false, links))
        @if let Some(first) = found.days.first() {
            p class="quiet" { (text!(language, "web-places-since-data", day = Slashed(*first).to_string())) }
        }
    }
}
