//! Figures of a report beside last year's and those of units of the same kind.

use super::draw::{cell_name, shown};
use super::thread_address;
use crate::components::badge::tag;
use crate::components::chart::Measure;
use crate::components::figure::change;
use crate::components::table::{Column, Row, Table, table};
use app::review::{Review, Side};
use domain::form::{Cell, Kind};
use domain::report::Revision;
use locale::{Language, text};
use maud::{Markup, html};

/// One table for each group of the form; cells blank in both years are left out.
pub(super) fn table_of(language: Language, review: &Review, latest: &Revision, campaign: Option<&str>) -> Markup {
    let form = &review.form;
    let before = review.before.as_ref().map(|before| before.year.to_string());
    let before = before.map(|year| text!(language, "web-totals-year", year = year));
    let mut columns =
        vec![Column::words(text!(language, "column-item")), Column::numbers(text!(language, "web-review-value"))];
    columns.extend(before.map(Column::numbers));
    let median =
        text!(language, "web-review-median", kind = text!(language, &format!("unit-kind-{}", review.unit.kind.name())));
    columns.push(Column::numbers(median));
    columns.push(Column::words(text!(language, "web-review-remarks")));
    let tables = form.groups().iter().enumerate().filter_map(|(at, group)| {
        let cells = form.cells().iter().enumerate().filter(|(_, cell)| form.item_of(cell).group == at);
        let rows: Vec<Row> =
            cells.filter_map(|(position, cell)| row(language, review, latest, (position, cell), campaign)).collect();
        let caption = format!("{}. {}", group.number, group.title.in_language(language.code()));
        let id = format!("figures-{}", group.id);
        (!rows.is_empty()).then(|| {
            table(language, &Table { id: &id, caption: &caption, columns: columns.clone(), rows, ..Table::default() })
        })
    });
    html! { @for each in tables { (each) } }
}

fn row(
    language: Language,
    review: &Review,
    latest: &Revision,
    (position, cell): (usize, &Cell),
    campaign: Option<&str>,
) -> Option<Row> {
    let item = review.form.item_of(cell);
    let now = latest.content.figures.get(&cell.key);
    let before = review.before.as_ref().map(|before| before.content.figures.get(&cell.key));
    if now.is_none() && before.flatten().is_none() {
        return None;
    }
    let label = match cell.part {
        Some(_) => format!("– {}", review.form.cell_label(cell, language.code())),
        None => format!("{}. {}", item.number, item.label.in_language(language.code())),
    };
    let href = thread_address(review.unit.code.as_str(), Some(cell.key.as_str()), campaign).to_string();
    let value = |figure: Option<&domain::report::Figure>| figure.map(|f| shown(language, item.kind, &f.value));
    let median = review.peers.median(position).filter(|_| item.kind != Kind::Text);
    let mut cells = vec![
        html! { a href=(href) {
            (label)
            @if cell.part.is_some() { span class="unseen" { " (" (cell_name(language, &review.form, &cell.key)) ")" } }
        } },
        html! { (value(now).unwrap_or_default()) },
    ];
    if let Some(before) = before {
        cells.push(html! { (value(before).unwrap_or_default()) });
    }
    cells.push(html! { @if let Some(median) = median { (measure(item.kind).show(language, median)) } });
    cells.push(remarks(language, review, (position, cell), now, before.flatten()));
    Some(Row { id: None, cells })
}

/// What stands out: far from the others, far from last year, explained, asked about.
fn remarks(
    language: Language,
    review: &Review,
    (position, cell): (usize, &Cell),
    now: Option<&domain::report::Figure>,
    before: Option<&domain::report::Figure>,
) -> Markup {
    let kind = review.form.item_of(cell).kind;
    let number = now.and_then(|figure| figure.value.number());
    let side = number.and_then(|number| review.peers.far(position, number));
    let open = review.open_remarks(Some(cell.key.as_str()));
    let last_year = before.and_then(|figure| figure.value.number());
    html! {
        @if let Some(words) = side.and_then(|side| far(language, review, position, side)) { p { (words) } }
        @if let Some(words) = number.and_then(|number| far_from_own(language, review, position, number)) { p { (words) } }
        @if let (Some(_), Some(before), Some(year)) = (number, last_year, review.before.as_ref().map(|before| before.year)) {
            @if doubled(number, before) {
                p { (change(language, measure(kind), number, &text!(language, "web-totals-year", year = year.to_string()), Some(before))) }
            }
        }
        @if let Some(reason) = now.and_then(|figure| figure.reason.as_ref()) {
            p { (text!(language, "web-review-explained", reason = reason)) }
        }
        @if open > 0 { (tag(&text!(language, "web-review-open", count = open))) }
    }
}

/// Far from the figures of the others, in words.
pub(super) fn far(language: Language, review: &Review, position: usize, side: Side) -> Option<String> {
    let median = review.peers.median(position)?;
    let kind = review.form.cells().get(position).map_or(Kind::Count, |cell| review.form.item_of(cell).kind);
    let key = match side {
        Side::High => "web-review-far-high",
        Side::Low => "web-review-far-low",
    };
    let median = measure(kind).show(language, median);
    Some(text!(language, key, median = median, count = review.peers.count(position)))
}

/// Far from the unit's own figures of earlier years, in words.
fn far_from_own(language: Language, review: &Review, position: usize, number: i64) -> Option<String> {
    let own = review.own_history.get(position)?;
    let (side, usual) = (own.far(number)?, own.usual()?);
    let kind = review.form.cells().get(position).map_or(Kind::Count, |cell| review.form.item_of(cell).kind);
    let key = match side {
        Side::High => "web-review-own-high",
        Side::Low => "web-review-own-low",
    };
    let median = measure(kind).show(language, usual.median);
    Some(text!(language, key, median = median, count = own.figures().len()))
}

/// At least twice or at most half of last year's, and not by a handful.
fn doubled(now: Option<i64>, before: i64) -> bool {
    const HANDFUL: u64 = 10;
    let Some(now) = now else { return false };
    let (less, more) = (now.min(before), now.max(before));
    more.abs_diff(less) >= HANDFUL && more >= less.saturating_mul(2)
}

/// How values of a kind are written.
pub(crate) fn measure(kind: Kind) -> Measure {
    if kind == Kind::Percent { Measure::Percent } else { Measure::Count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_compared_with_last_years_when_it_doubled_or_halved_by_more_than_a_handful() {
        assert!(doubled(Some(40), 20) && doubled(Some(20), 40) && doubled(Some(12), 0));
        assert!(!doubled(Some(39), 20) && !doubled(Some(4), 1) && !doubled(None, 100));
    }
}
