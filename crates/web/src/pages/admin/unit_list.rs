//! Taking in a list of units: the file, what it comes to, done.

use super::{Typed, below, day_field};
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::guard::UPLOAD_LIMIT;
use crate::site::Site;
use crate::upload::Upload;
use crate::visitor::Visitor;
use app::units::{self, Import, Imported, OtherName, UnitsError};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Form as Sent, Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::time::Slashed;
use domain::unit::UnitVersion;
use domain::unit_list::UnitRow;
use locale::{Language, text};
use maud::{Markup, html};

/// Units of a kind shown before "and N more".
const SHOWN: usize = 50;

/// Bytes of a confirmed list: some thousands of units.
const CONFIRMED_LIMIT: usize = 8 << 20;

pub(super) fn routes() -> Router<Site> {
    let upload = get(ask).post(look).layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    let confirm = post(take_in).layer(DefaultBodyLimit::max(CONFIRMED_LIMIT));
    Router::new().route("/admin/units/import", upload).route("/admin/units/import/confirm", confirm)
}

async fn ask(State(site): State<Site>, visitor: Visitor) -> Markup {
    draw_ask(&visitor, &Typed(vec![super::units::today(&site)]), None)
}

fn draw_ask(visitor: &Visitor, typed: &Typed, refusal: Option<&str>) -> Markup {
    let language = visitor.language;
    let (renamed, another) = (text!(language, "web-import-renamed"), text!(language, "web-import-another"));
    let is_another = typed.one("other_name") == "another";
    let choices = [
        Choice { value: "renamed", label: &renamed, chosen: !is_another },
        Choice { value: "another", label: &another, chosen: is_another },
    ];
    let main = form(
        &Form { action: "/admin/units/import", files: true, ..Form::default() },
        html! {
            p { (text!(language, "web-import-what")) }
            (field(language, &Field {
                name: "file", label: &text!(language, "web-import-file"),
                control: Control::Files { accept: ".csv,.xlsx", multiple: false }, ..Field::default()
            }))
            (day_field(language, "on", "web-units-from", typed.one("on"), Some("web-units-from-hint")))
            (field(language, &Field {
                name: "under", label: &text!(language, "web-import-under"), maxlength: Some(40), optional: true, sometimes: true,
                hint: Some(&text!(language, "web-import-under-hint")),
                control: Control::Input { kind: "text", value: typed.one("under") }, ..Field::default()
            }))
            (field(language, &Field {
                name: "other_name", label: &text!(language, "web-import-other-name"),
                control: Control::Radios { choices: &choices }, ..Field::default()
            }))
            (button(&Button { label: &text!(language, "web-reform-look"), weight: Weight::Primary, ..Button::default() }))
        },
    );
    let title = text!(language, "web-units-import");
    below(visitor, "/admin/units", &title, refusal.map(|refusal| Alert::new(Kind::Error, refusal)), main)
}

fn import_of(typed: &Typed, rows: Vec<UnitRow>) -> Result<Import, UnitsError> {
    let other_name = if typed.one("other_name") == "another" { OtherName::AnotherUnit } else { OtherName::Renamed };
    Ok(Import { rows, on: super::units::day(typed)?, under: typed.maybe("under"), other_name })
}

async fn look(State(site): State<Site>, visitor: Visitor, parts: Multipart) -> Result<Response, Failure> {
    let mut upload = Upload::read(parts, visitor.language).await?;
    let kept = |name: &str| (name.to_owned(), upload.text(name).unwrap_or_default().to_owned());
    let typed = Typed(vec![kept("on"), kept("under"), kept("other_name")]);
    let Some(file) = upload.take_file("file") else {
        let told = text!(visitor.language, "web-import-no-file");
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, draw_ask(&visitor, &typed, Some(&told))).into_response());
    };
    let asked = typed.clone();
    let found = site
        .try_ask(&visitor, move |context| {
            let rows = units::read_list(&file)?;
            let import = import_of(&asked, rows.clone())?;
            Ok::<_, UnitsError>((units::preview_import(context, &import)?, rows))
        })
        .await?;
    match found {
        Ok((imported, rows)) => Ok(draw_look(&visitor, &typed, &imported, &rows).into_response()),
        Err(error) => Ok(refused(&visitor, &typed, &error)),
    }
}

fn refused(visitor: &Visitor, typed: &Typed, error: &UnitsError) -> Response {
    let failure = Failure::told(error, visitor.language);
    (failure.status, draw_ask(visitor, typed, Some(&failure.message))).into_response()
}

fn draw_look(visitor: &Visitor, typed: &Typed, imported: &Imported, rows: &[UnitRow]) -> Markup {
    let language = visitor.language;
    let rows = written(rows);
    let hidden = [
        ("rows", rows.as_str()),
        ("on", typed.one("on")),
        ("under", typed.one("under")),
        ("other_name", typed.one("other_name")),
    ];
    let on = typed.day("on").map(|day| Slashed(day).to_string()).unwrap_or_default();
    let pair = |(before, after): &(UnitVersion, UnitVersion)| {
        text!(language, "web-import-pair", before = &before.name, after = &after.name, code = after.code.as_str())
    };
    let one = |unit: &UnitVersion| format!("{} ({})", unit.name, unit.code);
    let main = html! {
        p { (text!(language, "web-reform-step-2", day = on)) }
        (group(language, "added", "web-import-added", imported.added.iter().map(one).collect()))
        (group(language, "changed", "web-import-changed", imported.changed.iter().map(pair).collect()))
        (group(language, "replaced", "web-import-replaced", imported.replaced.iter().map(pair).collect()))
        p { (text!(language, "web-import-same", count = imported.same)) }
        (form(&Form { action: "/admin/units/import/confirm", hidden: &hidden, ..Form::default() }, actions(&[
            button(&Button { label: &text!(language, "web-import-do"), weight: Weight::Primary, ..Button::default() }),
            link_button("/admin/units/import", &text!(language, "web-reform-back"), Weight::Secondary),
        ])))
    };
    below(visitor, "/admin/units", &text!(language, "web-units-import"), None, main)
}

fn group(language: Language, id: &str, heading: &str, lines: Vec<String>) -> Markup {
    html! {
        @if !lines.is_empty() {
            (card(id, &text!(language, heading, count = lines.len()), html! {
                ul { @for line in lines.iter().take(SHOWN) { li { (line) } } }
                @if lines.len() > SHOWN { p { (text!(language, "web-import-more", count = lines.len() - SHOWN)) } }
            }))
        }
    }
}

/// Rows as the page keeps them between two steps: a line for each, its cells behind tabs.
fn written(rows: &[UnitRow]) -> String {
    let cell = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let line = |row: &UnitRow| {
        [row.line.to_string(), cell(&row.code), cell(&row.name), cell(&row.kind), cell(&row.parent)].join("\t")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read(written: &str) -> Vec<UnitRow> {
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        let number = cells.next().and_then(|number| number.parse().ok()).unwrap_or_default();
        let mut next = || cells.next().unwrap_or_default();
        UnitRow { line: number, code: next(), name: next(), kind: next(), parent: next() }
    };
    written.lines().filter(|line| !line.trim().is_empty()).map(row).collect()
}

async fn take_in(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed(sent);
    let asked = typed.clone();
    let done = site
        .try_ask(&visitor, move |context| {
            // Not trimmed: the last cell of the last row may be empty.
            let rows = asked.0.iter().find(|(name, _)| name == "rows").map(|(_, rows)| read(rows)).unwrap_or_default();
            units::import(context, &import_of(&asked, rows)?)
        })
        .await?;
    match done {
        Ok(_) => Ok(Redirect::to(&super::units::listed_on(&typed, "units-imported")).into_response()),
        Err(error) => Ok(refused(&visitor, &typed, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_from_the_page() {
        let row = |line, code: &str, parent: &str| UnitRow {
            line,
            code: code.to_owned(),
            name: "Xã\tHòa Lộc".to_owned(),
            kind: "xã".to_owned(),
            parent: parent.to_owned(),
        };
        let back = read(&written(&[row(2, "A", ""), row(3, "B", "A")]));
        assert_eq!(
            back,
            [
                UnitRow { name: "Xã Hòa Lộc".to_owned(), ..row(2, "A", "") },
                UnitRow { name: "Xã Hòa Lộc".to_owned(), ..row(3, "B", "A") }
            ]
        );
    }
}
