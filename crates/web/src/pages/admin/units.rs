//! Units of a day as a tree; one unit with its past; added, changed, ended.

use super::{Typed, below, day_field, kind_field, line, view};
use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::definition_list::definition_list;
use crate::components::dialog::{card, disclosure};
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, filters, form};
use crate::components::pagination::{Pages, page_of, pagination};
use crate::components::table::{Column, Row, Table, table};
use crate::failure::Failure;
use crate::pages::shell::{done, done_alert};
use crate::site::Site;
use crate::visitor::Visitor;
use app::units::{self, NewUnit, Tree, TreeRow, UnitHistory, UnitsError};
use axum::Router;
use axum::extract::{Form as Sent, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::CivilDate;
use domain::time::{Slashed, Validity, day_in_vietnam};
use domain::unit::UnitKind;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Units on a page.
const ROWS: usize = 200;

/// Days of change shown as links.
const DAYS_SHOWN: usize = 12;

/// More units than this are shown one level at a time.
const ALL_SHOWN: usize = 400;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/admin/units", get(tree))
        .route("/admin/units/new", get(ask_new).post(add))
        .route("/admin/units/unit/{code}", get(one))
        .route("/admin/units/unit/{code}/change", post(change))
        .route("/admin/units/unit/{code}/end", post(end))
}

#[derive(Deserialize)]
struct Asked {
    on: Option<String>,
    parent: Option<String>,
    under: Option<String>,
    done: Option<String>,
    page: Option<String>,
    q: Option<String>,
}

impl Asked {
    fn day(&self) -> Option<CivilDate> {
        self.on.as_deref().and_then(|on| on.parse().ok())
    }
}

async fn tree(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let on = asked.day();
    let tree = site.ask(&visitor, move |context| units::tree(context, on)).await?;
    let sentence = done(&visitor, asked.done.as_deref());
    let language = visitor.language;
    let main = html! {
        (actions(&[
            link_button("/admin/units/new", &text!(language, "web-units-add"), Weight::Primary),
            link_button("/admin/units/import", &text!(language, "web-units-import"), Weight::Secondary),
            link_button("/units", &text!(language, "web-units-places"), Weight::Secondary),
        ]))
        (filters("/admin/units", &text!(language, "web-units-day"), html! {
            (day_field(language, "on", "web-units-day", &tree.on.to_string(), Some("web-units-day-hint")))
            (field(language, &Field {
                name: "q", label: &text!(language, "web-board-search"), optional: true, maxlength: Some(100),
                control: Control::Input { kind: "search", value: asked.q.as_deref().unwrap_or_default() }, ..Field::default()
            }))
            (button(&Button { label: &text!(language, "web-units-show"), ..Button::default() }))
        }))
        (days(language, &tree))
        form method="get" action="/admin/units/merge" class="form" {
            (listed(language, &tree, &asked))
            (actions(&[button(&Button { label: &text!(language, "web-units-merge-chosen"), ..Button::default() })]))
        }
    };
    Ok(view(&visitor, "/admin/units", done_alert(sentence.as_ref()), main))
}

/// Days on which something changed: to step through the past.
fn days(language: Language, tree: &Tree) -> Markup {
    let links = html! {
        ul {
            @for day in tree.days.iter().take(DAYS_SHOWN) {
                li { a href=(Address::of("/admin/units").with("on", &day.to_string())) { (Slashed(*day)) } }
            }
        }
    };
    disclosure(&text!(language, "web-units-days", count = tree.days.len()), false, links)
}

/// The rows shown, each with how deep it stands on the page; of many units those of one level, below `under` or at the
/// top, with the rows above.
fn shown<'a>(tree: &'a Tree, under: Option<&str>) -> Vec<(usize, &'a TreeRow)> {
    if tree.rows.len() <= ALL_SHOWN {
        return tree.rows.iter().map(|row| (row.depth, row)).collect();
    }
    let chosen = under.and_then(|code| tree.rows.iter().position(|row| row.version.code.as_str() == code));
    let Some(at) = chosen else {
        let deepest = match tree.rows.iter().filter(|row| row.depth == 0).count() {
            1 => 1,
            _ => 0,
        };
        return tree.rows.iter().filter(|row| row.depth <= deepest).map(|row| (row.depth, row)).collect();
    };
    let chosen = &tree.rows[at];
    let below = tree.rows[at + 1..].iter().take_while(|row| row.depth > chosen.depth);
    let below = below.filter(|row| row.depth == chosen.depth + 1).map(|row| (1, row));
    std::iter::once((0, chosen)).chain(below).collect()
}

/// Where many units are shown one level at a time: what to do, and the way up.
fn levels(language: Language, tree: &Tree, under: Option<&str>) -> Markup {
    let parent_of = |code: &str| {
        let chosen = tree.rows.iter().find(|row| row.version.code.as_str() == code)?;
        tree.rows.iter().find(|row| Some(row.version.unit) == chosen.version.parent)
    };
    let up = under.map(|code| level_address(tree, parent_of(code).map(|row| row.version.code.as_str())));
    html! {
        @if tree.rows.len() > ALL_SHOWN {
            p { (text!(language, "web-units-too-many", count = tree.rows.len())) }
            @if let Some(up) = up { p { a href=(up) { (text!(language, "web-units-up")) } } }
        }
    }
}

fn level_address(tree: &Tree, under: Option<&str>) -> String {
    Address::of("/admin/units").with("on", &tree.on.to_string()).maybe("under", under).into()
}

fn listed(language: Language, tree: &Tree, asked: &Asked) -> Markup {
    let under = asked.under.as_deref();
    let columns = ["web-units-name", "web-units-code", "web-units-kind", "web-units-since", "web-units-choose"];
    let columns = columns.map(|key| Column::words(text!(language, key))).to_vec();
    let in_levels = tree.rows.len() > ALL_SHOWN;
    let row = |(depth, row): (usize, &TreeRow)| -> Row {
        let version = &row.version;
        let (code, href) = (version.code.as_str(), address(version.code.as_str(), Some(tree.on)));
        let opens = in_levels && row.children > 0 && under != Some(code);
        vec![
            html! {
                ("\u{2003}".repeat(depth)) a href=(href) { (version.name) }
                @if opens {
                    " " a class="quiet" href=(level_address(tree, Some(code))) {
                        (text!(language, "web-units-open-below", count = row.children))
                        span class="unseen" { ": " (version.name) }
                    }
                }
            },
            html! { (version.code) },
            html! { (text!(language, &format!("unit-kind-{}", version.kind.name()))) },
            html! { (span(version.valid)) },
            html! {
                input type="checkbox" name="unit" value=(version.code)
                    aria-label=(text!(language, "web-units-choose-one", unit = &version.name));
            },
        ]
        .into()
    };
    let caption = text!(language, "web-units-count", count = tree.rows.len(), day = Slashed(tree.on).to_string());
    let words = asked.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    // Who searches gets what was found, wherever it stands.
    let rows: Vec<(usize, &TreeRow)> = match words {
        Some(words) => tree.with_words(words).into_iter().map(|row| (0, row)).collect(),
        None => shown(tree, under),
    };
    let (here, current, total) = page_of(&rows, asked.page.as_deref(), ROWS);
    let at = |page: usize| {
        let address = Address::of("/admin/units").with("on", &tree.on.to_string());
        address.maybe("q", words).maybe("under", under).with("page", &page.to_string()).into()
    };
    let rows = here.iter().map(|found| row(*found)).collect();
    html! {
        @if words.is_none() { (levels(language, tree, under)) }
        (table(language, &Table { id: "units", caption: &caption, columns, rows, ..Table::default() }))
        (pagination(language, &Pages { current, total, href: &at }))
    }
}

/// Address of a unit on a day.
fn address(code: &str, on: Option<CivilDate>) -> String {
    Address::of("/admin/units/unit").part(code).maybe("on", on.map(|on| on.to_string()).as_deref()).into()
}

/// `01/07/2025 –`, `01/01/2020 – 30/06/2025`: the last day is the one before it ends.
fn span(valid: Validity) -> String {
    let until = valid.until().and_then(|until| until.yesterday().ok());
    format!("{} – {}", Slashed(valid.from()), until.map(|day| Slashed(day).to_string()).unwrap_or_default())
}

/// Fields of a unit.
fn unit_fields(language: Language, typed: &Typed, kind: UnitKind) -> Markup {
    html! {
        (line(language, "name", "web-units-name", typed.one("name"), None, false))
        (line(language, "code", "web-units-code", typed.one("code"), Some("web-units-code-hint"), false))
        (kind_field(language, "kind", kind))
        (line(language, "parent", "web-units-parent", typed.one("parent"), Some("web-units-parent-hint"), true))
        (day_field(language, "on", "web-units-from", typed.one("on"), Some("web-units-from-hint")))
    }
}

fn new_unit(typed: &Typed) -> NewUnit {
    NewUnit {
        code: typed.one("code").to_owned(),
        name: typed.one("name").to_owned(),
        kind: typed.kind("kind"),
        parent: typed.maybe("parent"),
    }
}

async fn ask_new(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Markup {
    let pairs = vec![("parent".to_owned(), asked.parent.clone().unwrap_or_default()), today(&site)];
    draw_new(&visitor, &Typed(pairs), None)
}

fn draw_new(visitor: &Visitor, typed: &Typed, refusal: Option<&str>) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-units-add");
    let main = form(
        &Form { action: "/admin/units/new", ..Form::default() },
        html! {
            (unit_fields(language, typed, typed.kind("kind")))
            (button(&Button { label: &title, weight: Weight::Primary, ..Button::default() }))
        },
    );
    below(visitor, "/admin/units", &title, refusal.map(|refusal| Alert::new(Kind::Error, refusal)), main)
}

/// The day proposed for a change: today.
pub(super) fn today(site: &Site) -> (String, String) {
    ("on".to_owned(), day_in_vietnam(site.world().now()).to_string())
}

/// The day a change takes effect, or the refusal that it is none.
pub(super) fn day(typed: &Typed) -> Result<CivilDate, UnitsError> {
    typed.day("on").ok_or(UnitsError::BadDay)
}

async fn add(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let (new, on) = (new_unit(&typed), day(&typed));
    match site.try_ask(&visitor, move |context| units::add(context, &new, on?)).await? {
        Ok(_) => Ok(Redirect::to(&listed_on(&typed, "unit-added")).into_response()),
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            Ok((failure.status, draw_new(&visitor, &typed, Some(&failure.message))).into_response())
        }
    }
}

/// The tree on the day that was typed.
pub(super) fn listed_on(typed: &Typed, done: &str) -> String {
    Address::of("/admin/units").with("on", typed.one("on")).with("done", done).into()
}

async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    draw_one(&site, &visitor, &code, asked.day(), None, None).await
}

async fn draw_one(
    site: &Site,
    visitor: &Visitor,
    code: &str,
    on: Option<CivilDate>,
    typed: Option<&Typed>,
    refusal: Option<&str>,
) -> Result<Markup, Failure> {
    let asked = code.to_owned();
    let history = site.ask(visitor, move |context| units::history(context, &asked, on)).await?;
    let language = visitor.language;
    let version = &history.version;
    let stored = Typed(vec![
        ("name".to_owned(), version.name.clone()),
        ("code".to_owned(), version.code.to_string()),
        ("parent".to_owned(), history.parent.as_ref().map(|parent| parent.code.to_string()).unwrap_or_default()),
        today(site),
    ]);
    let shown = typed.unwrap_or(&stored);
    let kind = typed.map_or(version.kind, |typed| typed.kind("kind"));
    let base = Address::of("/admin/units/unit").part(code).to_string();
    // The day asked for goes along, so that a refused form comes back to the same unit.
    let as_of = on.map(|on| on.to_string()).unwrap_or_default();
    let hidden = [("as_of", as_of.as_str())];
    let change_form = form(
        &Form { action: &format!("{base}/change"), hidden: &hidden, ..Form::default() },
        html! {
            p { (text!(language, "web-units-change-what")) }
            (unit_fields(language, shown, kind))
            (button(&Button { label: &text!(language, "web-units-change"), weight: Weight::Primary, ..Button::default() }))
        },
    );
    let end_form = form(
        &Form { action: &format!("{base}/end"), hidden: &hidden, ..Form::default() },
        html! {
            p { (text!(language, "web-units-end-what")) }
            (line_day(language))
            (button(&Button { label: &text!(language, "web-units-end"), weight: Weight::Danger, ..Button::default() }))
        },
    );
    let split = Address::of("/admin/units/split").with("unit", code).to_string();
    let main = html! {
        (past(language, &history))
        (card("change", &text!(language, "web-units-change"), change_form))
        (card("split", &text!(language, "web-units-split"), html! {
            p { (text!(language, "web-units-split-what")) }
            (actions(&[link_button(&split, &text!(language, "web-units-split"), Weight::Secondary)]))
        }))
        (card("end", &text!(language, "web-units-end"), end_form))
    };
    Ok(below(visitor, "/admin/units", &version.name, refusal.map(|refusal| Alert::new(Kind::Error, refusal)), main))
}

fn line_day(language: Language) -> Markup {
    let label = text!(language, "web-units-end-on");
    let control = crate::components::field::Control::Input { kind: "date", value: "" };
    let own = crate::components::field::Field {
        name: "on",
        id: Some("end-on"),
        label: &label,
        control,
        ..crate::components::field::Field::default()
    };
    crate::components::field::field(language, &own)
}

fn past(language: Language, history: &UnitHistory) -> Markup {
    let version = &history.version;
    let (code, kind, parent) =
        (text!(language, "web-units-code"), text!(language, "web-units-kind"), text!(language, "web-units-above"));
    let facts = [
        (code.as_str(), html! { (version.code) }),
        (kind.as_str(), html! { (text!(language, &format!("unit-kind-{}", version.kind.name()))) }),
        (parent.as_str(), html! { (history.parent.as_ref().map_or("–", |parent| parent.name.as_str())) }),
    ];
    html! {
        (definition_list(&facts))
        (card("past", &text!(language, "web-units-past"), html! {
            ul {
                @for (version, above) in &history.versions {
                    li {
                        (span(version.valid)) ": " (version.name) " (" (version.code) ")"
                        @if let Some(above) = above { ", " (text!(language, "web-units-under", unit = above)) }
                    }
                }
                @for (succession, from, to) in &history.successions {
                    @let key = if succession.whole { "web-units-went-whole" } else { "web-units-went-part" };
                    li { (text!(language, key, day = Slashed(succession.on).to_string(), from = from, to = to)) }
                }
            }
        }))
    }
}

async fn change(
    State(site): State<Site>,
    visitor: Visitor,
    Path(code): Path<String>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let (new, on, of) = (new_unit(&typed), day(&typed), code.clone());
    let changed = site.try_ask(&visitor, move |context| units::change(context, &of, &new, on?)).await?;
    settled(&site, &visitor, &code, &typed, changed, "unit-changed").await
}

async fn end(
    State(site): State<Site>,
    visitor: Visitor,
    Path(code): Path<String>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let (on, of) = (day(&typed), code.clone());
    let ended = site.try_ask(&visitor, move |context| units::end(context, &of, on?)).await?;
    settled(&site, &visitor, &code, &typed, ended, "unit-ended").await
}

async fn settled(
    site: &Site,
    visitor: &Visitor,
    code: &str,
    typed: &Typed,
    outcome: Result<(), UnitsError>,
    key: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&listed_on(typed, key)).into_response()),
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            let kept = Some(typed).filter(|typed| !typed.one("name").is_empty());
            let page = draw_one(site, visitor, code, typed.day("as_of"), kept, Some(&failure.message)).await?;
            Ok((failure.status, page).into_response())
        }
    }
}
