//! The board drawn: counts, filters, rows, and the form below them.

use super::Asked;
use crate::address::Address;
use crate::components::badge::{Status, badge_saying, tag};
use crate::components::button::{Button, Weight, actions, button};
use crate::components::chart::{Stacked, stacked};
use crate::components::empty_state::empty_state;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, filters, form};
use crate::components::pagination::{Pages, page_of, pagination};
use crate::components::pick::{live_part, live_sentence, pick};
use crate::components::progress::progress;
use crate::components::table::{Column, Direction, Narrow, Row, Table, table};
use crate::components::tabs::{Tab, tabs};
use crate::components::tile::{Tile, tiles};
use app::status::{BoardLine, BoardOrder, LiveBoard, Standing, StandingGroup};
use domain::report::Punctuality;
use domain::time::Slashed;
use domain::unit::UnitKind;
use locale::{Language, text};
use maud::{Markup, html};

/// Units on a page.
const ROWS: usize = 100;

/// Id of the form that remind and approve send.
const FORM: &str = "chosen";

/// The colour and mark of a standing.
pub(crate) fn standing_status(group: StandingGroup) -> Status {
    match group {
        StandingGroup::Late => Status::Late,
        StandingGroup::Returned => Status::Returned,
        StandingGroup::Waiting => Status::Submitted,
        StandingGroup::DueSoon => Status::DueSoon,
        StandingGroup::Awaited => Status::Missing,
        StandingGroup::Approved => Status::Approved,
    }
}

/// Where a unit stands, with its days.
pub(crate) fn standing_badge(language: Language, standing: Standing) -> Markup {
    let status = standing_status(standing.group());
    let words = match standing {
        Standing::Overdue { days } => text!(language, "web-board-overdue", days = days),
        Standing::WaitingLate { days } => text!(language, "web-board-waiting-late", days = days),
        Standing::DueSoon { days: 0 } => text!(language, "web-board-due-today"),
        Standing::DueSoon { days } | Standing::Awaited { days } => text!(language, "web-board-days-left", days = days),
        Standing::Returned | Standing::Waiting | Standing::Approved => status.word(language),
    };
    badge_saying(status, &words)
}

/// The whole board.
pub(super) fn board(language: Language, board: &LiveBoard, asked: &Asked) -> Markup {
    if board.lines.is_empty() {
        return empty_state(&text!(language, "web-board-empty"), &text!(language, "web-board-empty-why"), None);
    }
    html! {
        (views(language, asked, true))
        (live(language, board, asked))
        (act(language, board, asked))
    }
}

/// Links to the two views.
pub(super) fn views(language: Language, asked: &Asked, units: bool) -> Markup {
    let campaign = asked.campaign.as_deref();
    let of_units = String::from(Address::of("/board").maybe("campaign", campaign));
    let of_tasks = String::from(Address::of("/board/tasks").maybe("campaign", campaign));
    let tab = |href, label, current| Tab { href, label, count: None, current };
    tabs(
        &text!(language, "web-board-views"),
        &[
            tab(&of_units, &text!(language, "web-board-units"), units),
            tab(&of_tasks, &text!(language, "web-board-tasks"), !units),
        ],
    )
}

/// The part that changes while it is looked at.
pub(super) fn live(language: Language, board: &LiveBoard, asked: &Asked) -> Markup {
    let events = String::from(Address::of("/board/events").with("campaign", &board.campaign.id.to_string()));
    let fragment = String::from(asked.at("/board/fragment"));
    let filter = asked.filter();
    let (order, descending) = asked.order();
    let shown = board.shown(&filter, order, descending);
    let (on_page, current, total) = page_of(&shown, asked.page.as_deref(), ROWS);
    let content = html! {
        div id="board-counts" data-live-part="yes" { (standing(language, asked.campaign.as_deref(), &|group| board.count(group), board.lines.len())) }
        (narrowing(language, asked))
        (live_sentence("board-summary", &summary(language, board, shown.len())))
        @if shown.is_empty() {
            (empty_state(&text!(language, "web-board-no-match"), &text!(language, "web-board-no-match-why"), None))
        } @else {
            (rows(language, on_page, asked))
            (pagination(language, &Pages { current, total, href: &|page| asked.on_page("/board", page).into() }))
        }
    };
    live_part("board", &events, &fragment, board.counter, content)
}

fn summary(language: Language, board: &LiveBoard, shown: usize) -> String {
    text!(
        language,
        "web-board-summary",
        shown = shown,
        all = board.lines.len(),
        approved = board.count(StandingGroup::Approved),
        waiting = board.lines.iter().filter(|line| line.standing.waits_for_decision()).count(),
        missing = board.lines.iter().filter(|line| line.standing.waits_for_unit()).count(),
        day = Slashed(board.on).to_string(),
        due = Slashed(board.campaign.due_on).to_string()
    )
}

/// How many units are how far: tiles that lead to them on the board, a bar, a picture.
pub(crate) fn standing(
    language: Language,
    campaign: Option<&str>,
    count: &dyn Fn(StandingGroup) -> usize,
    all: usize,
) -> Markup {
    let counted: Vec<(StandingGroup, String, String, String)> = StandingGroup::ALL
        .into_iter()
        .map(|group| {
            let href = Address::of("/board").maybe("campaign", campaign).with("status", group.name());
            let value = language.number(i64::try_from(count(group)).unwrap_or(i64::MAX));
            (group, standing_status(group).word(language), value, String::from(href))
        })
        .collect();
    let each: Vec<Tile<'_>> = counted
        .iter()
        .map(|(group, label, value, href)| Tile {
            label,
            value,
            note: None,
            href: Some(href),
            status: Some(standing_status(*group)),
        })
        .collect();
    let parts = StandingGroup::ALL.into_iter().rev().map(|group| (standing_status(group), count(group))).collect();
    let title = text!(language, "web-board-chart");
    let picture = stacked(language, &Stacked { title: &title, what: &text!(language, "web-board-chart-units"), parts });
    html! {
        (tiles(&each))
        (progress(language, "board-approved", &text!(language, "web-board-progress"), count(StandingGroup::Approved), all))
        (picture.figure(language, "board-standing"))
    }
}

fn narrowing(language: Language, asked: &Asked) -> Markup {
    let any = text!(language, "web-board-any");
    let statuses: Vec<(&str, String)> =
        StandingGroup::ALL.into_iter().map(|group| (group.name(), standing_status(group).word(language))).collect();
    let kinds: Vec<(&str, String)> = UnitKind::ALL
        .into_iter()
        .map(|kind| (kind.name(), text!(language, &format!("unit-kind-{}", kind.name()))))
        .collect();
    let select = |name: &str, key: &str, values: &[(&str, String)], chosen: Option<&str>| {
        let chosen = chosen.unwrap_or_default();
        let none = Choice { value: "", label: &any, chosen: chosen.is_empty() };
        let some = values.iter().map(|(value, label)| Choice { value, label, chosen: *value == chosen });
        let choices: Vec<Choice<'_>> = std::iter::once(none).chain(some).collect();
        let control = Control::Select { choices: &choices };
        // An empty choice is a choice: nothing is required of a filter.
        field(language, &Field { name, label: &text!(language, key), optional: true, control, ..Field::default() })
    };
    let words = Control::Input { kind: "search", value: asked.q.as_deref().unwrap_or_default() };
    let fields = html! {
        (select("status", "column-state", &statuses, asked.status.as_deref()))
        (select("kind", "web-board-kind", &kinds, asked.kind.as_deref()))
        (field(language, &Field {
            name: "q", label: &text!(language, "web-board-search"), optional: true, maxlength: Some(100), control: words,
            ..Field::default()
        }))
        @for (name, value) in [("campaign", &asked.campaign), ("sort", &asked.sort), ("desc", &asked.desc)] {
            @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
        }
        (button(&Button { label: &text!(language, "web-board-show"), ..Button::default() }))
    };
    filters("/board", &text!(language, "web-board-narrow"), fields)
}

fn rows(language: Language, lines: &[&BoardLine], asked: &Asked) -> Markup {
    let (order, descending) = asked.order();
    let sorts = |column: Column, by: BoardOrder| {
        let now = (order == by).then_some(if descending { Direction::Descending } else { Direction::Ascending });
        let turn = order == by && !descending;
        let href = asked.unsorted("/board").with("sort", by.name()).with("desc", if turn { "yes" } else { "" });
        column.sorts(href, now)
    };
    let words = |key: &str| Column::words(text!(language, key));
    let numbers = |key: &str| Column::numbers(text!(language, key));
    let columns = vec![
        sorts(words("column-unit"), BoardOrder::Name),
        sorts(words("column-code"), BoardOrder::Code),
        sorts(words("column-state"), BoardOrder::Standing),
        sorts(words("column-received"), BoardOrder::Received),
        numbers("column-revision"),
        sorts(numbers("web-board-warnings"), BoardOrder::Warnings),
        sorts(numbers("web-board-questions"), BoardOrder::Questions),
    ];
    let title = text!(language, "web-board-units");
    let rows = lines.iter().map(|line| row(language, line, asked)).collect();
    let shown = Table {
        id: "units",
        caption: &title,
        quiet_caption: true,
        columns,
        rows,
        narrow: Narrow::Cards,
        ..Table::default()
    };
    table(language, &shown)
}

fn row(language: Language, line: &BoardLine, asked: &Asked) -> Row {
    let status = &line.status;
    let code = status.code.as_str();
    let href = String::from(Address::of("/review").part(code).maybe("campaign", asked.campaign.as_deref()));
    let name = html! {
        @if line.may_open { a href=(href) { (status.name) } } @else { (status.name) }
    };
    let can_be_chosen =
        line.may_remind && line.standing.waits_for_unit() || line.may_decide && line.standing.waits_for_decision();
    let received = status.received_on.map(|day| Slashed(day).to_string()).unwrap_or_default();
    let late = match status.punctuality {
        Punctuality::Late { days } => Some(text!(language, "punctuality-late", days = days)),
        _ => None,
    };
    Row {
        id: Some(format!("u-{code}")),
        cells: vec![
            html! { @if can_be_chosen { (pick(FORM, "unit", code, name)) } @else { (name) } },
            html! { (code) },
            standing_badge(language, line.standing),
            html! { (received) @if let Some(late) = late { " (" (late) ")" } },
            html! { @if let Some(revision) = status.revision { (revision) } },
            html! {
                @if line.warnings > 0 { (language.number(line.warnings.into())) }
                @if line.unexplained > 0 { " " (tag(&text!(language, "web-board-unexplained", count = line.unexplained))) }
                @if line.unusual > 0 { " " (tag(&text!(language, "web-board-unusual", count = line.unusual))) }
            },
            html! { @if line.questions > 0 { (language.number(line.questions.into())) } },
        ],
    }
}

/// What can be done to the units chosen.
fn act(language: Language, board: &LiveBoard, asked: &Asked) -> Markup {
    let may_remind = board.lines.iter().any(|line| line.may_remind);
    let may_decide = board.lines.iter().any(|line| line.may_decide);
    if !may_remind && !may_decide {
        return Markup::default();
    }
    let hidden: Vec<(&str, &str)> = [
        ("campaign", &asked.campaign),
        ("status", &asked.status),
        ("kind", &asked.kind),
        ("q", &asked.q),
        ("sort", &asked.sort),
        ("desc", &asked.desc),
        ("page", &asked.page),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value.as_deref()?)))
    .collect();
    let mut buttons = Vec::new();
    if may_decide {
        let label = text!(language, "web-board-approve-chosen");
        let (weight, action) = (Weight::Primary, Some("/board/approve"));
        buttons.push(button(&Button { label: &label, weight, action, ..Button::default() }));
    }
    if may_remind {
        let chosen = text!(language, "web-board-remind-chosen");
        buttons.push(button(&Button { label: &chosen, ..Button::default() }));
        let all = text!(language, "web-board-remind-all");
        buttons.push(button(&Button { label: &all, sends: Some(("all", "yes")), ..Button::default() }));
    }
    let fields = html! {
        @if may_remind {
            (field(language, &Field {
                name: "note", label: &text!(language, "web-board-note"), hint: Some(&text!(language, "web-board-note-hint")),
                optional: true, maxlength: Some(1_000), control: Control::Lines { value: "", rows: 2 }, ..Field::default()
            }))
        }
        (actions(&buttons))
    };
    html! {
        h2 { (text!(language, "web-board-act")) }
        p { (text!(language, "web-board-act-how")) }
        (form(&Form { action: "/board/remind", id: Some(FORM), hidden: &hidden, ..Form::default() }, fields))
    }
}
