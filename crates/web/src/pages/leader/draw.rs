//! The leader's screen drawn.

use super::Asked;
use crate::address::Address;
use crate::components::badge::{Status, badge_saying};
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::chart::{MapTile, Measure, Show, TileMap, picture as draw_picture, tile_map};
use crate::components::dialog::{card, disclosure};
use crate::components::empty_state::empty_state;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::figure::{Figure, figures};
use crate::components::form::{Form, filters, form};
use crate::pages::board::{standing, standing_badge, standing_status};
use crate::pages::day::{DayChoice, day_choice};
use crate::pages::report::{address as report_address, cell_name, measure, moment};
use crate::pages::totals::unit_choice;
use app::overview::{Area, Overview};
use app::picture::{self, Picture};
use app::sign_off::SignOffState;
use app::status::{BoardLine, StandingGroup};
use domain::CivilDate;
use domain::draft::Verdict;
use domain::form::Kind;
use domain::time::Slashed;
use domain::unit::{UnitCode, UnitVersion};
use locale::{Language, text};
use maud::{Markup, html};

/// Late units named on the screen; the board has all of them.
const LATE_SHOWN: usize = 12;
/// Units that have a tile each; more are told by the unit above them.
const TILES: usize = 300;

/// The whole screen.
pub(super) fn screen(language: Language, found: &Overview, asked: &Asked) -> Markup {
    let campaign = asked.campaign.as_deref();
    let choice = unit_choice(language, "/overview", (campaign, found.as_of), &found.reach, &found.top);
    if found.lines.is_empty() {
        let (title, why) = (text!(language, "web-board-empty"), text!(language, "web-board-empty-why"));
        return html! { (choice) (empty_state(&title, &why, None)) };
    }
    let other_day = text!(language, "web-totals-as-of-other");
    html! {
        (choice)
        (day_choice(language, &DayChoice { address: "/overview", campaign, chosen: found.as_of, summary: &other_day }))
        @if let Some(day) = found.as_of { (by_day(language, found, campaign, day)) }
        (how_far(language, found, campaign))
        @if found.counts.approved > 0 {
            @if found.as_of.is_none() {
                (sign_off_box(language, &found.sign_off, &found.top, campaign, found.may_sign, "/overview/sign-off"))
            }
            h2 { (text!(language, "web-overview-headlines")) }
            (headlines(language, found, asked))
        }
        (late(language, found, campaign))
        h2 { (text!(language, "web-overview-map")) }
        (map(language, found, campaign))
        @if found.counts.approved > 0 { (pictures(language, found, asked)) }
    }
}

/// That it is by the units of another day, and the consolidated report by them.
fn by_day(language: Language, found: &Overview, campaign: Option<&str>, day: CivilDate) -> Markup {
    let href = |name: &str| {
        let file = Address::of(&format!("/consolidated/{name}")).maybe("campaign", campaign);
        file.with("unit", found.top.code.as_str()).with("as-of", &day.to_string()).to_string()
    };
    html! {
        p { (text!(language, "web-totals-by-day", day = Slashed(day).to_string())) }
        @if found.counts.approved > 0 {
            (actions(&[
                link_button(&href("report.docx"), &text!(language, "web-consolidated-docx"), Weight::Secondary),
                link_button(&href("report.xlsx"), &text!(language, "web-consolidated-xlsx"), Weight::Secondary),
            ]))
        }
    }
}

fn how_far(language: Language, found: &Overview, campaign: Option<&str>) -> Markup {
    html! {
        p { (text!(language, "web-overview-day", day = Slashed(found.on).to_string(), due = Slashed(found.campaign.due_on).to_string())) }
        (standing(language, campaign, &|group| found.count(group), found.lines.len()))
    }
}

fn headlines(language: Language, found: &Overview, asked: &Asked) -> Markup {
    let form = &found.form;
    let year = found.before.map(|year| text!(language, "web-totals-year", year = year.to_string()));
    let as_of = found.as_of.map(|day| day.to_string());
    let sources: Vec<String> = found
        .headlines
        .iter()
        .map(|headline| {
            let totals = Address::of("/totals").rest(form.cells()[headline.position].key.as_str());
            let totals = totals.maybe("campaign", asked.campaign.as_deref()).maybe("unit", asked.unit.as_deref());
            totals.maybe("as-of", as_of.as_deref()).to_string()
        })
        .collect();
    let shown: Vec<Figure<'_>> = found
        .headlines
        .iter()
        .zip(&sources)
        .map(|(headline, source)| {
            let item = form.item_of(&form.cells()[headline.position]);
            Figure {
                label: item.label.in_language(language.code()),
                value: headline.value,
                measure: measure(item.kind),
                unit: if item.kind == Kind::Percent { "" } else { item.unit.in_language(language.code()) },
                before: year.as_deref().map(|year| (year, headline.before)),
                source: Some(source),
            }
        })
        .collect();
    figures(language, &shown)
}

fn late(language: Language, found: &Overview, campaign: Option<&str>) -> Markup {
    let is = |line: &&BoardLine| {
        matches!(line.standing.group(), StandingGroup::Late | StandingGroup::Returned) && line.standing.waits_for_unit()
    };
    let lines: Vec<&BoardLine> = found.lines.iter().filter(is).collect();
    let all = Address::of("/board").maybe("campaign", campaign).with("status", StandingGroup::Late.name()).to_string();
    html! {
        h2 { (text!(language, "web-overview-late")) }
        @if lines.is_empty() { p { (text!(language, "web-overview-none-late")) } } @else {
            ul {
                @for line in lines.iter().take(LATE_SHOWN) {
                    li { (unit_link(line, campaign)) " " (standing_badge(language, line.standing)) }
                }
            }
            p { a href=(all) { (text!(language, "web-overview-all-late", count = lines.len())) } }
        }
    }
}

fn unit_link(line: &BoardLine, campaign: Option<&str>) -> Markup {
    let href = report_address(line.status.code.as_str(), campaign).to_string();
    html! { @if line.may_open { a href=(href) { (line.status.name) } } @else { (line.status.name) } }
}

/// The name without the word for its kind, which all tiles share: "Xã Hòa Lộc" is "Hòa Lộc" on a tile.
fn short(name: &str) -> &str {
    const KINDS: [&str; 8] = ["Xã ", "Phường ", "Thị trấn ", "Đặc khu ", "Huyện ", "Quận ", "Thị xã ", "Thành phố "];
    KINDS.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

fn map(language: Language, found: &Overview, campaign: Option<&str>) -> Markup {
    // A line is of a unit that reports; on another day there are others.
    if found.as_of.is_none() && found.lines.len() <= TILES {
        return map_of_units(language, found, campaign);
    }
    if (2..=TILES).contains(&found.areas.len()) {
        return map_of_areas(language, found, campaign);
    }
    let board = Address::of("/board").maybe("campaign", campaign).to_string();
    html! {
        p { (text!(language, "web-overview-map-too-many", count = found.lines.len())) }
        p { a href=(board) { (text!(language, "web-overview-map-board")) } }
    }
}

/// A tile for each unit directly below, with the share of reports received.
fn map_of_areas(language: Language, found: &Overview, campaign: Option<&str>) -> Markup {
    let percent = |area: &Area| i64::try_from(area.received * 10_000 / area.units.max(1)).ok();
    let day = found.as_of.map(|day| day.to_string());
    let to = |area: &Area| {
        let overview = Address::of("/overview").maybe("campaign", campaign).with("unit", area.code.as_str());
        overview.maybe("as-of", day.as_deref())
    };
    let tile = |area: &Area| MapTile {
        code: area.code.to_string(),
        label: short(&area.name).to_owned(),
        show: Show::Value(percent(area)),
        place: None,
        href: Some(to(area).to_string()),
    };
    let chart = tile_map(
        language,
        &TileMap {
            title: &text!(language, "web-overview-map-areas"),
            of: &text!(language, "column-unit"),
            what: &text!(language, "web-overview-map-areas-what"),
            measure: Measure::Percent,
            tiles: found.areas.iter().map(tile).collect(),
        },
    );
    chart.figure(language, "map")
}

fn map_of_units(language: Language, found: &Overview, campaign: Option<&str>) -> Markup {
    let tile = |line: &BoardLine| MapTile {
        code: line.status.code.to_string(),
        label: short(&line.status.name).to_owned(),
        show: Show::Status(standing_status(line.standing.group())),
        place: None,
        href: line.may_open.then(|| report_address(line.status.code.as_str(), campaign).to_string()),
    };
    let chart = tile_map(
        language,
        &TileMap {
            title: &text!(language, "web-overview-map-title"),
            of: &text!(language, "column-unit"),
            what: &text!(language, "column-state"),
            measure: Measure::Count,
            tiles: found.lines.iter().map(tile).collect(),
        },
    );
    chart.figure(language, "map")
}

fn pictures(language: Language, found: &Overview, asked: &Asked) -> Markup {
    let Some(position) = found.shown else { return Markup::default() };
    let campaign = asked.campaign.as_deref();
    let day = found.as_of.map(|day| day.to_string());
    let href = |code: &UnitCode| match &day {
        None => report_address(code.as_str(), campaign).to_string(),
        // A unit of another day may have several reports, or none of its own.
        Some(day) => {
            let total = Address::of("/totals").rest(found.form.cells()[position].key.as_str());
            total.maybe("campaign", campaign).with("unit", code.as_str()).with("as-of", day).to_string()
        }
    };
    let drawn = |picture: &Picture, id: &str| draw_picture(language, picture, &href).figure(language, id);
    let years = picture::by_year(&found.form, position, &found.by_year, language);
    let units = picture::by_unit(&found.form, position, found.campaign.year, &found.by_unit, language);
    let others = found.headlines.iter().filter(|headline| headline.position != position);
    let through_years: Vec<(usize, Picture)> = others
        .map(|other| (other.position, picture::by_year(&found.form, other.position, &other.by_year, language)))
        .filter(|(_, picture)| picture.compares())
        .collect();
    html! {
        h2 { (text!(language, "web-overview-pictures")) }
        (choose_cell(language, found, asked))
        div class="charts" {
            (drawn(&years, "by-year"))
            @if !units.points.is_empty() { (drawn(&units, "by-unit")) }
        }
        @if !through_years.is_empty() {
            h2 { (text!(language, "web-overview-years")) }
            div class="charts" {
                @for (position, picture) in &through_years { (drawn(picture, &format!("by-year-{position}"))) }
            }
        }
    }
}

fn choose_cell(language: Language, found: &Overview, asked: &Asked) -> Markup {
    let form = &found.form;
    let cells = form.cells().iter().enumerate();
    let totals = cells.filter(|(_, cell)| cell.part.is_none() && form.item_of(cell).kind != Kind::Text);
    let names: Vec<(usize, &str, String)> =
        totals.map(|(at, cell)| (at, cell.key.as_str(), cell_name(language, form, &cell.key))).collect();
    let choices: Vec<Choice<'_>> =
        names.iter().map(|(at, value, label)| Choice { value, label, chosen: Some(*at) == found.shown }).collect();
    let fields = html! {
        (field(language, &Field {
            name: "cell", label: &text!(language, "column-item"), control: Control::Select { choices: &choices },
            ..Field::default()
        }))
        @for (name, value) in [("campaign", &asked.campaign), ("unit", &asked.unit), ("as-of", &asked.as_of)] {
            @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
        }
        (button(&Button { label: &text!(language, "web-board-show"), ..Button::default() }))
    };
    filters("/overview", &text!(language, "web-overview-choose"), fields)
}

/// The leader's word: what it is, whether it still holds, and the form to give it.
pub(crate) fn sign_off_box(
    language: Language,
    state: &SignOffState,
    top: &UnitVersion,
    campaign: Option<&str>,
    may_sign: bool,
    action: &str,
) -> Markup {
    let (status, words) = match state.last() {
        None => (Status::Missing, text!(language, "web-sign-off-none")),
        Some(word) => {
            let when = moment(word.at);
            match (word.verdict, state.changed()) {
                (Verdict::Approved, false) => {
                    (Status::Approved, text!(language, "web-sign-off-approved", by = &word.by, when = when))
                }
                (Verdict::Approved, true) => {
                    (Status::Late, text!(language, "web-sign-off-approved-changed", by = &word.by, when = when))
                }
                (Verdict::Returned, false) => {
                    (Status::Returned, text!(language, "web-sign-off-returned", by = &word.by, when = when))
                }
                (Verdict::Returned, true) => {
                    (Status::Submitted, text!(language, "web-sign-off-returned-changed", by = &word.by, when = when))
                }
            }
        }
    };
    let reason = state.last().and_then(|word| word.reason.as_deref());
    let content = html! {
        p { (badge_saying(status, &text!(language, &format!("web-sign-off-word-{}", status.name())))) " " (words) }
        @if let Some(reason) = reason { p { (text!(language, "web-sign-off-reason", reason = reason)) } }
        @if may_sign { (give(language, state, top, campaign, action)) }
        @if state.words.len() > 1 { (history(language, state)) }
    };
    card("sign-off", &text!(language, "web-sign-off"), content)
}

fn give(language: Language, state: &SignOffState, top: &UnitVersion, campaign: Option<&str>, action: &str) -> Markup {
    let mut hidden = vec![("seen", state.digest.as_str()), ("unit", top.code.as_str())];
    hidden.extend(campaign.map(|campaign| ("campaign", campaign)));
    let document = Address::of("/consolidated/report.docx").maybe("campaign", campaign).with("unit", top.code.as_str());
    let send = |verdict: Verdict, key: &str, weight| {
        let label = text!(language, key);
        button(&Button { label: &label, weight, sends: Some(("verdict", verdict.name())), ..Button::default() })
    };
    let mut buttons = Vec::new();
    if !state.is_approved() {
        buttons.push(send(Verdict::Approved, "web-sign-off-approve", Weight::Primary));
    }
    buttons.push(send(Verdict::Returned, "web-sign-off-return", Weight::Danger));
    let fields = html! {
        (field(language, &Field {
            name: "reason", id: Some("sign-off-words"), label: &text!(language, "web-review-reason"),
            hint: Some(&text!(language, "web-sign-off-hint")), optional: true, sometimes: true, maxlength: Some(2_000),
            control: Control::Lines { value: "", rows: 2 }, ..Field::default()
        }))
        (actions(&buttons))
    };
    html! {
        p { a href=(document.to_string()) { (text!(language, "web-sign-off-read")) } }
        (form(&Form { action, hidden: &hidden, ..Form::default() }, fields))
    }
}

fn history(language: Language, state: &SignOffState) -> Markup {
    let words = html! {
        ul {
            @for word in state.words.iter().rev() {
                @let key = match word.verdict {
                    Verdict::Approved => "web-sign-off-approved",
                    Verdict::Returned => "web-sign-off-returned",
                };
                li {
                    (text!(language, key, by = &word.by, when = moment(word.at)))
                    @if let Some(reason) = &word.reason { " " (text!(language, "web-sign-off-reason", reason = reason)) }
                }
            }
        }
    };
    disclosure(&text!(language, "web-sign-off-history"), false, words)
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_tile_says_the_name_of_its_place_only() {
        assert_eq!(short("Xã Hòa Lộc"), "Hòa Lộc");
        assert_eq!(short("Thị xã Mẫu"), "Mẫu");
        assert_eq!(short("Sở Nội vụ"), "Sở Nội vụ");
    }
}
