//! Tables: dense, sorted by links, readable at 360 px.

use locale::{Language, text};
use maud::{Markup, html};

/// What becomes of a table on a narrow screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Narrow {
    /// It scrolls sideways, its first column stays.
    #[default]
    Scroll,
    /// Each row becomes a card, each cell with the label of its column.
    Cards,
}

/// Direction of sorting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A column.
#[derive(Clone, Default)]
pub(crate) struct Column {
    /// Its label.
    pub(crate) label: String,
    /// Numbers: to the right, digits of one width.
    pub(crate) number: bool,
    /// Address that sorts by it (or turns the direction round).
    pub(crate) sort: Option<String>,
    /// The table is sorted by it now.
    pub(crate) sorted: Option<Direction>,
}

impl Column {
    /// A column of words.
    pub(crate) fn words(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of numbers.
    pub(crate) fn numbers(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: true, ..Self::default() }
    }

    /// The same, sorted by a link.
    #[must_use]
    pub(crate) fn sorts(mut self, href: impl Into<String>, sorted: Option<Direction>) -> Self {
        self.sort = Some(href.into());
        self.sorted = sorted;
        self
    }
}

/// A row: the first cell is its header.
#[derive(Default)]
pub(crate) struct Row {
    /// Id, for links and for live boards.
    pub(crate) id: Option<String>,
    /// Cells, one for each column.
    pub(crate) cells: Vec<Markup>,
}

impl From<Vec<Markup>> for Row {
    fn from(cells: Vec<Markup>) -> Self {
        Self { id: None, cells }
    }
}

/// A table.
#[derive(Default)]
pub(crate) struct Table<'a> {
    /// Id, unique on the page.
    pub(crate) id: &'a str,
    /// What the table shows; its name.
    pub(crate) caption: &'a str,
    /// The caption is read out only, as a heading says the same.
    pub(crate) quiet_caption: bool,
    /// Columns.
    pub(crate) columns: Vec<Column>,
    /// Rows.
    pub(crate) rows: Vec<Row>,
    /// A row of totals.
    pub(crate) total: Option<Row>,
    /// On a narrow screen.
    pub(crate) narrow: Narrow,
}

/// A table in a region that scrolls by keyboard as well.
pub(crate) fn table(language: Language, table: &Table<'_>) -> Markup {
    let cards = table.narrow == Narrow::Cards;
    // Rows shown as blocks lose their meaning to screen readers in some browsers; roles give it back.
    let role = |role: &'static str| cards.then_some(role);
    let caption = format!("{}-caption", table.id);
    html! {
        div class="scroll" role="region" aria-labelledby=(caption) tabindex="0" {
            table id=(table.id) class=(if cards { "table cards" } else { "table" }) role=[role("table")] {
                caption id=(caption) class=[table.quiet_caption.then_some("unseen")] { (table.caption) }
                thead role=[role("rowgroup")] {
                    tr role=[role("row")] {
                        @for column in &table.columns { (heading(language, column, role("columnheader"))) }
                    }
                }
                tbody role=[role("rowgroup")] {
                    @for each in &table.rows { (row(&table.columns, each, cards)) }
                }
                @if let Some(total) = &table.total {
                    tfoot role=[role("rowgroup")] { (row(&table.columns, total, cards)) }
                }
            }
        }
    }
}

fn heading(language: Language, column: &Column, role: Option<&str>) -> Markup {
    let sorted = column.sorted.map(|direction| match direction {
        Direction::Ascending => "ascending",
        Direction::Descending => "descending",
    });
    html! {
        th scope="col" role=[role] class=[column.number.then_some("number")] aria-sort=[sorted] {
            @if let Some(href) = &column.sort {
                a class="sort" href=(href) {
                    (column.label)
                    svg class="mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false" {
                        path d=(match column.sorted {
                            Some(Direction::Ascending) => "M6 2 10 9H2Z",
                            Some(Direction::Descending) => "M6 10 2 3H10Z",
                            None => "M6 0.5 9 5H3ZM6 11.5 3 7H9Z",
                        }) fill="currentColor" {}
                    }
                    @if column.sorted.is_none() { span class="unseen" { " " (text!(language, "part-table-sort")) } }
                }
            } @else { (column.label) }
        }
    }
}

fn row(columns: &[Column], row: &Row, cards: bool) -> Markup {
    let role = |role: &'static str| cards.then_some(role);
    html! {
        tr id=[row.id.as_deref()] role=[role("row")] {
            @for (at, cell) in row.cells.iter().enumerate() {
                @let column = columns.get(at);
                @let class = column.filter(|column| column.number).map(|_| "number");
                @if at == 0 {
                    th scope="row" role=[role("rowheader")] class=[class] { (cell) }
                } @else {
                    @let label = column.filter(|_| cards).map(|column| column.label.as_str());
                    td role=[role("cell")] class=[class] data-label=[label] { (cell) }
                }
            }
        }
    }
}
