//! A form typed like a spreadsheet: a line for each figure, with what belongs to it beside it.

use locale::{Language, text};
use maud::{Markup, html};

/// A sheet.
pub(crate) struct Sheet<'a> {
    /// Id, unique on the page.
    pub(crate) id: &'a str,
    /// What it asks for; its name.
    pub(crate) caption: &'a str,
    /// Heading of the column of the year before, when there is one.
    pub(crate) before: Option<&'a str>,
    /// Nothing can be typed.
    pub(crate) locked: bool,
    /// Its lines.
    pub(crate) lines: Vec<Line>,
}

/// A line.
pub(crate) enum Line {
    /// Title of a group, or of a breakdown.
    Title {
        /// Words.
        title: String,
        /// Of a breakdown.
        part: bool,
    },
    /// A figure.
    Cell(Box<Cell>),
}

/// A figure to type.
#[derive(Default)]
pub(crate) struct Cell {
    /// Name of its field.
    pub(crate) field: String,
    /// Number as printed: `2.3`.
    pub(crate) number: Option<String>,
    /// Label.
    pub(crate) label: String,
    /// Its full name, for those who do not see the lines above it.
    pub(crate) name: String,
    /// Unit of count.
    pub(crate) unit: String,
    /// It is part of another.
    pub(crate) part: bool,
    /// It is words.
    pub(crate) words: bool,
    /// It is worked out from others.
    pub(crate) computed: bool,
    /// What stands in it.
    pub(crate) value: String,
    /// What stood there the year before.
    pub(crate) before: Option<String>,
    /// What does not add up.
    pub(crate) warnings: Vec<String>,
    /// What is wrong.
    pub(crate) faults: Vec<String>,
    /// Name of the field of the reason, and what stands in it; the field is shown where one is asked for or given.
    pub(crate) reason: Option<(String, String)>,
    /// Address of the questions about it, and how many there are.
    pub(crate) questions: Option<(String, usize)>,
}

/// A sheet in a region that scrolls.
pub(crate) fn sheet(language: Language, sheet: &Sheet<'_>) -> Markup {
    let caption = format!("{}-caption", sheet.id);
    let columns = if sheet.before.is_some() { 5 } else { 4 };
    html! {
        div class="scroll" role="region" aria-labelledby=(caption) tabindex="0" {
            table id=(sheet.id) class="table sheet" {
                caption id=(caption) class="unseen" { (sheet.caption) }
                thead { tr {
                    th scope="col" { (text!(language, "part-sheet-label")) }
                    th scope="col" class="number" { (text!(language, "part-sheet-figure")) }
                    th scope="col" { (text!(language, "part-sheet-unit")) }
                    @if let Some(before) = sheet.before { th scope="col" class="number" { (before) } }
                    th scope="col" { (text!(language, "part-sheet-notes")) }
                } }
                tbody {
                    @for line in &sheet.lines {
                        @match line {
                            Line::Title { title, part } => tr class=(if *part { "part" } else { "group" }) {
                                th scope=(if *part { "row" } else { "rowgroup" }) colspan=(columns) { (title) }
                            },
                            Line::Cell(cell) => (line_of(language, sheet, cell)),
                        }
                    }
                }
            }
        }
    }
}

fn line_of(language: Language, sheet: &Sheet<'_>, cell: &Cell) -> Markup {
    let notes = format!("n:{}", cell.field);
    html! {
        tr class=[cell.part.then_some("part")] {
            th scope="row" {
                @if let Some(number) = &cell.number { span class="sheet-title" { (number) } }
                @if sheet.locked { (cell.label) } @else { label for=(cell.field) { (cell.label) } }
            }
            td class=[(!cell.words).then_some("number")] {
                @if sheet.locked { span class="lines" { (cell.value) } } @else { (control(cell, &notes)) }
            }
            td { (cell.unit) }
            @if let Some(before) = sheet.before {
                @let said = cell.before.as_deref().unwrap_or_default();
                td class=[(!cell.words).then_some("number")] data-label=[(!said.is_empty()).then_some(before)] { (said) }
            }
            td id=(notes) {
                @for fault in &cell.faults { p class="sheet-note wrong" { (fault) } }
                @for warning in &cell.warnings { p class="sheet-note" { (warning) } }
                @if let Some((name, reason)) = &cell.reason {
                    @if sheet.locked { span class="lines" { (reason) } } @else {
                        input id=(name) name=(name) value=(reason) maxlength="4000" autocomplete="off"
                            placeholder=(text!(language, "part-sheet-reason"))
                            aria-label=(text!(language, "part-sheet-reason-of", name = &cell.name));
                    }
                }
                @if let Some((href, count)) = &cell.questions {
                    a href=(href) { (text!(language, "part-sheet-questions", count = *count)) }
                }
            }
        }
    }
}

fn control(cell: &Cell, notes: &str) -> Markup {
    let invalid = (!cell.faults.is_empty()).then_some("true");
    html! {
        @if cell.words {
            textarea id=(cell.field) name=(cell.field) rows="2" maxlength="4000" aria-describedby=(notes)
                aria-invalid=[invalid] { "\n" (cell.value) }
        } @else {
            input id=(cell.field) name=(cell.field) value=(cell.value) inputmode="decimal" autocomplete="off"
                readonly[cell.computed] aria-describedby=(notes) aria-invalid=[invalid];
        }
    }
}

/// What happens to what is typed, with what can be done: stays in view while the sheet is scrolled. `id` is that of the words.
pub(crate) fn save_bar(id: &str, words: &str, buttons: &[Markup]) -> Markup {
    html! {
        div class="save-bar" {
            p id=(id) role="status" aria-live="polite" { (words) }
            @for button in buttons { (button) }
        }
    }
}

/// Things to do, in order.
pub(crate) fn duties(duties: &[Markup]) -> Markup {
    html! { ol class="duties" { @for duty in duties { li { (duty) } } } }
}

/// Data for a script: not run, so the content security policy lets it stand.
pub(crate) fn data(id: &str, json: &serde_json::Value) -> Markup {
    // "</script>" in a text would end the element.
    let escaped = json.to_string().replace('<', "\\u003c");
    html! { script type="application/json" id=(id) { (maud::PreEscaped(escaped)) } }
}

/// Two versions side by side: a row for each field in which they differ.
pub(crate) fn choice_table(headings: &[String; 3], rows: Markup) -> Markup {
    html! {
        div class="scroll" role="region" aria-label=(headings[0]) tabindex="0" {
            table class="table" {
                thead { tr { @for heading in headings { th scope="col" { (heading) } } } }
                tbody { (rows) }
            }
        }
    }
}

/// A row of [`choice_table`]: the value of each version, one to be picked.
pub(crate) fn choices(
    field: &str,
    label: &str,
    headings: &[String; 3],
    values: &[(&str, &str)],
    blank: &str,
) -> Markup {
    html! {
        tr {
            th scope="row" { (label) }
            @for ((pick, value), heading) in values.iter().zip(&headings[1..]) {
                td {
                    label class="choice" {
                        input type="radio" name={ "pick:" (field) } value=(pick) required
                            aria-label={ (label) ": " (heading) };
                        @if value.is_empty() { span class="quiet" { (blank) } } @else { span class="lines" { (value) } }
                    }
                }
            }
        }
    }
}
