//! Totals, each opened down to the unit, the revision, the file.

use crate::address::Address;
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, button};
use crate::components::chart::picture as draw_picture;
use crate::components::empty_state::empty_state;
use crate::components::figure::{Figure, figures};
use crate::components::form::filters;
use crate::components::pagination::{Pages, page_of, pagination};
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::components::unit_choice::{UnitChoice, unit_choice as one_of_units};
use crate::failure::Failure;
use crate::pages::day::{DayChoice, asked_day, day_choice};
use crate::pages::report::{address as report_address, cell_name, measure, moment};
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::explain;
use app::totals::{OpenedTotal, TotalsInFull, TotalsView, opened, totals_in_full};
use app::trace::{RevisionTrace, Trace, UnitTrace};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::CivilDate;
use domain::check::Warning;
use domain::form::{Cell, Kind};
use domain::report::Value;
use domain::time::Slashed;
use domain::unit::UnitVersion;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Units that make a total, on a page.
const PARTS: usize = 100;

/// Texts of units shown of each item before "and N more".
const TEXTS: usize = 50;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/totals", get(page)).route("/totals/{*cell}", get(open))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    campaign: Option<String>,
    unit: Option<String>,
    open: Option<String>,
    #[serde(rename = "as-of")]
    as_of: Option<String>,
    page: Option<String>,
}

impl Asked {
    /// An empty choice is none.
    fn unit(&self) -> Option<&str> {
        self.unit.as_deref().filter(|unit| !unit.is_empty())
    }

    fn at(&self, address: Address) -> Address {
        let day = self.as_of.as_deref().filter(|day| !day.is_empty());
        address.maybe("campaign", self.campaign.as_deref()).maybe("unit", self.unit()).maybe("as-of", day)
    }
}

/// Which unit stands at the top: a choice among those within reach, in a campaign and on a day that stay.
pub(crate) fn unit_choice(
    language: Language,
    action: &str,
    (campaign, as_of): (Option<&str>, Option<CivilDate>),
    reach: &[UnitVersion],
    top: &UnitVersion,
) -> Markup {
    if reach.len() < 2 {
        return Markup::default();
    }
    let units: Vec<&UnitVersion> = reach.iter().collect();
    let (label, chosen) = (text!(language, "column-unit"), Some(top.code.as_str()));
    let fields = html! {
        (one_of_units(language, &UnitChoice { name: "unit", id: None, label: &label, units: &units, chosen }))
        @if let Some(campaign) = campaign { input type="hidden" name="campaign" value=(campaign); }
        @if let Some(day) = as_of { input type="hidden" name="as-of" value=(day.to_string()); }
        (button(&Button { label: &text!(language, "web-board-show"), ..Button::default() }))
    };
    filters(action, &text!(language, "web-totals-choose"), fields)
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let (wanted, as_of) = (asked.clone(), asked_day(asked.as_of.as_deref(), visitor.language)?);
    let found = site
        .ask(&visitor, move |context| totals_in_full(context, wanted.campaign.as_deref(), wanted.unit(), as_of))
        .await?;
    let title = text!(
        visitor.language,
        "web-totals-title",
        unit = &found.view.top.name,
        year = found.view.campaign.year.to_string()
    );
    let main = draw(visitor.language, &found, &asked);
    Ok(show(&visitor, Page { title: &title, part: "/totals", main, ..Page::default() }))
}

fn draw(language: Language, full: &TotalsInFull, asked: &Asked) -> Markup {
    let (found, campaign) = (&full.view, asked.campaign.as_deref());
    let choice = unit_choice(language, "/totals", (campaign, found.as_of), &full.reach, &found.top);
    if found.totals.reports() == 0 {
        let empty = empty_state(&text!(language, "web-totals-none"), &text!(language, "web-totals-none-why"), None);
        return html! { (choice) (empty) };
    }
    let uneven = found.uneven();
    html! {
        (choice)
        p { (text!(language, "web-totals-counted", count = found.totals.reports())) }
        p { (completeness(language, &found.totals.counts)) }
        (day_choice(language, &DayChoice {
            address: "/totals", campaign, chosen: found.as_of, summary: &text!(language, "web-totals-as-of-other"),
        }))
        (moved(language, full))
        @for at in 0..found.form.groups().len() { (group(language, found, &uneven, asked, at)) }
        (texts(language, full, campaign))
    }
}

/// How many reports are in, on time, of how many.
fn completeness(language: Language, counts: &domain::live::Counts) -> String {
    text!(
        language,
        "web-totals-completeness",
        expected = counts.expected,
        received = counts.received(),
        on_time = counts.on_time
    )
}

/// Reports that stand elsewhere on the day asked for than at the unit that made them.
fn moved(language: Language, full: &TotalsInFull) -> Markup {
    let (moved, nowhere) = (full.view.moved as usize, full.view.nowhere);
    html! {
        @if nowhere > 0 { p class="hint" { (text!(language, "web-totals-nowhere", count = nowhere)) } }
        @if moved > 0 {
            details {
                summary { (text!(language, "web-totals-moved", count = moved)) }
                ul {
                    @for report in &full.moved {
                        @let key = if report.divided { "web-totals-moved-divided" } else { "web-totals-moved-whole" };
                        li { (text!(language, key, from = &report.from, at = &report.at)) }
                    }
                    @if moved > full.moved.len() {
                        li { (text!(language, "web-totals-moved-more", count = moved - full.moved.len())) }
                    }
                }
            }
        }
    }
}

fn group(language: Language, found: &TotalsView, uneven: &[Warning], asked: &Asked, at: usize) -> Markup {
    let form = &found.form;
    let mut columns = vec![
        Column::words(text!(language, "column-item")),
        Column::words(text!(language, "column-unit-of-count")),
        Column::numbers(text!(language, "web-totals-year", year = found.campaign.year.to_string())),
    ];
    if let Some((year, _)) = &found.before {
        columns.push(Column::numbers(text!(language, "web-totals-year", year = year.to_string())));
    }
    columns.push(Column::numbers(text!(language, "web-totals-units")));
    let cells = form.cells().iter().enumerate();
    let of_group = cells.filter(|(_, cell)| form.item_of(cell).group == at && form.item_of(cell).kind != Kind::Text);
    let rows: Vec<Row> = of_group.map(|at| row(language, found, uneven, asked, at)).collect();
    if rows.is_empty() {
        return Markup::default();
    }
    let group = &form.groups()[at];
    let caption = format!("{}. {}", group.number, group.title.in_language(language.code()));
    let id = format!("totals-{}", group.id);
    table(language, &Table { id: &id, caption: &caption, columns, rows, ..Table::default() })
}

fn row(
    language: Language,
    found: &TotalsView,
    uneven: &[Warning],
    asked: &Asked,
    (position, cell): (usize, &Cell),
) -> Row {
    let form = &found.form;
    let item = form.item_of(cell);
    let shown = |value: Option<i64>| value.map(|value| measure(item.kind).show(language, value)).unwrap_or_default();
    let total = found.totals.cells.get(position);
    let label = match cell.part {
        Some(_) => format!("– {}", form.cell_label(cell, language.code())),
        None => format!("{}. {}", item.number, item.label.in_language(language.code())),
    };
    let href = asked.at(Address::of("/totals").rest(cell.key.as_str())).to_string();
    let reporters = total.map_or(0, |total| total.reporters);
    let mut cells = vec![
        html! { a href=(href) {
            (label)
            @if cell.part.is_some() { span class="unseen" { " (" (cell_name(language, form, &cell.key)) ")" } }
        } @for told in uneven.iter().filter(|told| told.cells.first() == Some(&cell.key)) { p class="hint" { (explain::warning(form, told, language)) } } },
        html! { @if cell.part.is_none() { (item.unit.in_language(language.code())) } },
        html! { (shown(found.totals.value(position))) },
    ];
    if let Some((_, before)) = &found.before {
        cells.push(html! { (shown(before.get(position).copied().flatten())) });
    }
    cells.push(html! { @if reporters > 0 { (reporters) } });
    cells.into()
}

fn texts(language: Language, full: &TotalsInFull, campaign: Option<&str>) -> Markup {
    let found = &full.view;
    html! {
        @if !full.texts.is_empty() { h2 { (text!(language, "web-totals-texts")) } }
        @for cell in &full.texts {
            h3 { (cell_name(language, &found.form, &found.form.cells()[cell.position].key)) }
            ul {
                @for written in cell.written.iter().take(TEXTS) {
                    li { a href=(report_address(written.code.as_str(), campaign).to_string()) { (written.name) } ": " (written.text) }
                }
                @let more = cell.written.len().saturating_sub(TEXTS);
                @if more > 0 { li class="quiet" { (text!(language, "web-and-more-units", count = more)) } }
            }
        }
    }
}

async fn open(
    State(site): State<Site>,
    visitor: Visitor,
    Path(cell): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let (wanted, name) = (asked.clone(), cell);
    let as_of = asked_day(asked.as_of.as_deref(), visitor.language)?;
    let found = site
        .ask(&visitor, move |context| {
            opened(context, wanted.campaign.as_deref(), wanted.unit(), &name, wanted.open.as_deref(), as_of)
        })
        .await?;
    let language = visitor.language;
    let title = cell_name(language, &found.form, &found.form.cells()[found.position].key);
    let totals = asked.at(Address::of("/totals")).to_string();
    let above = [(
        totals.as_str(),
        &*text!(language, "web-totals-title", unit = &found.top.name, year = found.campaign.year.to_string()),
    )];
    Ok(show(
        &visitor,
        Page {
            title: &title,
            part: "/totals",
            breadcrumbs: Some(breadcrumbs(language, &above, &title)),
            main: draw_opened(language, &found, &asked),
            ..Page::default()
        },
    ))
}

fn draw_opened(language: Language, found: &OpenedTotal, asked: &Asked) -> Markup {
    let cell = &found.form.cells()[found.position];
    let item = found.form.item_of(cell);
    let measure = measure(item.kind);
    let before =
        found.years.first().map(|(year, value)| (text!(language, "web-totals-year", year = year.to_string()), *value));
    let label = text!(language, "web-totals-of", unit = &found.top.name);
    let total = Figure {
        label: &label,
        value: found.total,
        measure,
        unit: item.unit.in_language(language.code()),
        before: before.as_ref().map(|(name, value)| (name.as_str(), *value)),
        source: None,
    };
    html! {
        @if let Some(day) = found.as_of { p { (text!(language, "web-totals-by-day", day = Slashed(day).to_string())) } }
        (figures(language, &[total]))
        @if found.years.len() > 1 { (by_year(language, found)) }
        h2 id="parts-title" { (text!(language, "web-totals-made-of")) }
        @if matches!(item.roll_up, domain::form::RollUp::Ratio { .. }) { p { (text!(language, "web-totals-ratio")) } }
        @if found.parts.is_empty() {
            p { (text!(language, "web-totals-no-parts")) }
        } @else { (parts(language, found, asked)) }
        @if found.hidden > 0 { p { (text!(language, "web-totals-hidden", count = found.hidden)) } }
        @if let Some(trace) = &found.opened { (traced(language, trace, asked)) }
    }
}

fn by_year(language: Language, found: &OpenedTotal) -> Markup {
    let mut years: Vec<(i16, Option<i64>)> = found.years.iter().rev().copied().collect();
    years.push((found.campaign.year, found.total));
    let picture = app::picture::by_year(&found.form, found.position, &years, language);
    draw_picture(language, &picture, &|_| String::new()).figure(language, "by-year")
}

fn parts(language: Language, found: &OpenedTotal, asked: &Asked) -> Markup {
    let item = found.form.item_of(&found.form.cells()[found.position]);
    let key = found.form.cells()[found.position].key.as_str();
    let columns = vec![
        Column::words(text!(language, "column-unit")),
        Column::numbers(text!(language, "web-review-value")),
        Column::numbers(text!(language, "column-revision")),
        Column::words(text!(language, "web-totals-source")),
    ];
    let (on_page, current, total) = page_of(&found.parts, asked.page.as_deref(), PARTS);
    let at = |page: usize| {
        let here = asked.at(Address::of("/totals").rest(key));
        format!("{}#parts-title", here.with("page", &page.to_string()))
    };
    let rows = on_page.iter().map(|part| {
        let code = part.code.as_str();
        let open = asked.at(Address::of("/totals").rest(key)).with("open", code).maybe("page", asked.page.as_deref());
        let report = report_address(code, asked.campaign.as_deref()).to_string();
        Row {
            id: Some(format!("u-{code}")),
            cells: vec![
                html! {
                    a href=(report) { (part.name) }
                    @if let Some(at) = &part.stands_at {
                        p class="hint" { (text!(language, "web-totals-stands-at", at = at)) }
                    }
                },
                html! { (measure(item.kind).show(language, part.value)) },
                html! { (part.revision) },
                html! {
                    a href={ (open) "#opened" } {
                        (text!(language, "web-totals-open")) span class="unseen" { " " (part.name) }
                    }
                },
            ],
        }
    });
    let caption = text!(language, "web-totals-made-of");
    let shown = Table {
        id: "parts",
        caption: &caption,
        quiet_caption: true,
        columns,
        rows: rows.collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    html! {
        (table(language, &shown))
        (pagination(language, &Pages { current, total, href: &at }))
    }
}

/// One unit opened: each revision with its file and cell, and what happened.
fn traced(language: Language, trace: &Trace, asked: &Asked) -> Markup {
    html! {
        section id="opened" {
            h2 { (text!(language, "web-totals-opened", unit = &trace.top.name)) }
            @if trace.units.is_empty() { p { (text!(language, "web-totals-no-parts")) } }
            @for unit in &trace.units { (traced_unit(language, trace, unit, asked)) }
        }
    }
}

fn traced_unit(language: Language, trace: &Trace, unit: &UnitTrace, asked: &Asked) -> Markup {
    let kind = trace.form.cell(&trace.cell).map_or(Kind::Count, |cell| trace.form.item_of(cell).kind);
    let value = |revision: &RevisionTrace| match &revision.value {
        Some(Value::Number(number)) => measure(kind).show(language, *number),
        Some(Value::Text(text)) => text.clone(),
        None => text!(language, "web-review-blank"),
    };
    let file = |revision: &RevisionTrace| {
        let file = Address::of("/review").part(unit.code.as_str()).part("file").part(&revision.file_digest);
        file.maybe("campaign", asked.campaign.as_deref()).to_string()
    };
    let keys = [
        "column-revision",
        "web-review-value",
        "web-totals-file",
        "web-totals-cell",
        "column-received",
        "web-event-who",
    ];
    let columns = keys.iter().map(|key| Column::words(text!(language, key))).collect();
    let rows = unit.revisions.iter().map(|revision| {
        vec![
            html! { (revision.number) },
            html! { (value(revision)) @if let Some(reason) = &revision.reason { " (" (reason) ")" } },
            html! { a href=(file(revision)) download { (revision.file_name) } },
            html! { (revision.at.as_deref().unwrap_or_default()) },
            html! { (Slashed(revision.received_on).to_string()) },
            html! { (revision.recorded_by) },
        ]
        .into()
    });
    let caption = format!("{} – {}", unit.name, explain::state(Some(unit.state), language));
    let id = format!("trace-{}", unit.code);
    let shown =
        Table { id: &id, caption: &caption, columns, rows: rows.collect(), narrow: Narrow::Cards, ..Table::default() };
    html! {
        (table(language, &shown))
        ul {
            @for event in &unit.events {
                li {
                    (moment(event.at)) ": " (text!(language, &format!("web-event-{}", event.action.name()), revision = event.revision))
                    ", " (event.by) @if let Some(reason) = &event.reason { ": " (reason) }
                }
            }
        }
    }
}
