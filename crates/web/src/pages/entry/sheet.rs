//! The entry page: the sheet, the prose, what lies beside it.

use super::{address, beside, conflict, moment};
use crate::components::alert::{Alert, Kind, alert};
use crate::components::badge::{Status, badge_saying};
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::definition_list::definition_list;
use crate::components::dialog::disclosure;
use crate::components::field::{Control, Field, field};
use crate::components::sheet::{Cell, Line, Sheet, data, save_bar, sheet};
use crate::pages::shell::{Page, show};
use crate::visitor::Visitor;
use app::entry::{Fields, Opened, figure_field, lines, prose_field, reason_field, show_value, warned_cell};
use app::explain;
use domain::form::{Kind as ValueKind, RollUp};
use domain::report::State;
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};
use serde_json::json;
use std::collections::HashMap;

/// Sentences that the script says.
const SAID: [&str; 23] = [
    "saving",
    "saved",
    "unsaved",
    "away",
    "signed-out",
    "sign-in",
    "refused",
    "elsewhere",
    "restored",
    "pasted",
    "pasted-several",
    "pasted-none",
    "understood",
    "undone",
    "not-a-number",
    "not-whole",
    "ambiguous",
    "negative",
    "queue",
    "queue-ask",
    "queued",
    "unqueue",
    "unstored",
];

/// Draws the page. `typed` is what was sent and not taken, to be shown instead of what is stored.
pub(super) fn draw(visitor: &Visitor, opened: &Opened, typed: Option<&Fields>, happened: Option<Alert<'_>>) -> Markup {
    let language = visitor.language;
    let title = format!("{} – {}", text!(language, "web-entry"), opened.unit.name);
    let fields = match typed {
        Some(typed) => typed.clone(),
        None => app::entry::show(&opened.loaded.form, &opened.content, language),
    };
    let main = html! {
        (notices(language, opened))
        (facts(language, opened))
        (entry_form(language, opened, &fields))
        @if opened.editable {
            (conflict::for_script(language))
            (data("entry-data", &script_data(visitor, opened)))
        }
        (beside::files(language, opened))
        (beside::threads(visitor, opened))
        (beside::history(language, opened))
    };
    let scripts: &[&str] = if opened.editable { &["entry.js"] } else { &[] };
    show(visitor, Page { title: &title, part: "/report", alert: happened, scripts, main, ..Page::default() })
}

/// What the person must know before typing.
fn notices(language: Language, opened: &Opened) -> Markup {
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let say = |kind, sentence: String, more| alert(language, &Alert { kind, message: &sentence, more });
    html! {
        @if let Some(reason) = opened.returned_because() {
            (say(Kind::Warning, text!(language, "web-entry-returned", reason = reason), None))
        }
        @if let Some(reason) = opened.reopened_because() {
            (say(Kind::Warning, text!(language, "web-entry-reopened", reason = reason), None))
        }
        @if opened.closed {
            (say(Kind::Info, text!(language, "web-entry-closed"), None))
        } @else if opened.head.is_some_and(|head| head.state == State::Approved) {
            (say(Kind::Info, text!(language, "web-entry-approved"), None))
        } @else if opened.draft.is_some() && opened.outdated {
            (say(Kind::Warning, text!(language, "web-entry-outdated"), Some(html! {
                p { a href=(address(code, "discard", &campaign)) { (text!(language, "web-entry-discard")) } }
            })))
        } @else if opened.reopened_because().is_some() {
            // Said above.
        } @else if opened.draft.is_none() && opened.head.is_some_and(|head| head.state == State::Submitted) {
            (say(Kind::Info, text!(language, "web-entry-sent-note"), None))
        }
    }
}

/// How many days are left, in words.
pub(crate) fn days_left(language: Language, days: i32) -> String {
    match days {
        0 => text!(language, "web-due-today"),
        1.. => text!(language, "web-due-in-days", days = days),
        _ => text!(language, "web-due-past", days = days.saturating_neg()),
    }
}

/// The badge of a report.
pub(crate) fn state_badge(language: Language, state: Option<State>, days_left: i32) -> Markup {
    let status = match state {
        Some(State::Approved) => Status::Approved,
        Some(State::Returned) => Status::Returned,
        Some(State::Submitted) => Status::Submitted,
        None if days_left < 0 => Status::Late,
        None if days_left <= 7 => Status::DueSoon,
        None => Status::Missing,
    };
    badge_saying(status, &explain::state(state, language))
}

fn facts(language: Language, opened: &Opened) -> Markup {
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let due = format!("{} ({})", Slashed(opened.loaded.campaign.due_on), days_left(language, opened.days_left));
    let state = opened.head.map(|head| head.state);
    html! {
        (definition_list(&[
            (&text!(language, "web-entry-state"), state_badge(language, state, opened.days_left)),
            (&text!(language, "web-entry-due"), html! { (due) }),
        ]))
        @if opened.editable {
            (actions(&[link_button(
                &address(code, "upload", &campaign), &text!(language, "web-entry-upload-link"), Weight::Secondary,
            )]))
        }
    }
}

fn entry_form(language: Language, opened: &Opened, fields: &Fields) -> Markup {
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let said = match &opened.draft {
        Some((at, by)) => text!(language, "web-entry-draft-of", when = moment(language, *at), by = by),
        None if opened.sent.is_some() => String::new(),
        None => text!(language, "web-entry-nothing-yet"),
    };
    let buttons = [
        button(&Button { label: &text!(language, "web-entry-save"), sends: Some(("do", "save")), ..Button::default() }),
        button(&Button {
            label: &text!(language, "web-entry-review"),
            weight: Weight::Primary,
            sends: Some(("do", "review")),
            ..Button::default()
        }),
    ];
    let content = html! {
        h2 { (text!(language, "web-entry-figures")) }
        p class="hint" { (text!(language, "web-entry-figures-hint")) }
        (figures(language, opened, fields))
        @if !opened.loaded.form.sections().is_empty() {
            h2 { (text!(language, "web-entry-prose")) }
            (prose(language, opened, fields))
        }
    };
    if !opened.editable {
        return content;
    }
    html! {
        form id="entry-form" method="post" action=(address(code, "draft", &campaign)) novalidate {
            input type="hidden" name="version" value=(opened.version);
            (content)
            (save_bar("entry-status", &said, &buttons))
        }
    }
}

fn figures(language: Language, opened: &Opened, fields: &Fields) -> Markup {
    let form = &opened.loaded.form;
    let mut warned: HashMap<&str, Vec<String>> = HashMap::new();
    for warning in &opened.warnings {
        if let Some(key) = warned_cell(warning, &opened.content) {
            warned.entry(key.as_str()).or_default().push(explain::warning(form, warning, language));
        }
    }
    let mut threads: HashMap<&str, usize> = HashMap::new();
    for comment in &opened.comments {
        *threads.entry(comment.cell.as_deref().unwrap_or_default()).or_default() += 1;
    }
    let line = |line: app::entry::Line| match line {
        app::entry::Line::Group(group) => {
            let number = &form.groups()[group].number;
            Line::Title { title: format!("{number}. {}", line.label(form, language)), part: false }
        }
        app::entry::Line::Breakdown(_) => Line::Title { title: line.label(form, language), part: true },
        app::entry::Line::Total(at) | app::entry::Line::Part { cell: at, .. } => {
            Line::Cell(Box::new(cell(language, opened, fields, &mut warned, &threads, at, line.label(form, language))))
        }
    };
    let lines = lines(form).into_iter().map(line).collect();
    let before = opened.previous.as_ref().map(|previous| year_before(language, previous.year));
    sheet(
        language,
        &Sheet {
            id: "figures",
            caption: form.title().in_language(language.code()),
            before: before.as_deref(),
            locked: !opened.editable,
            lines,
        },
    )
}

fn year_before(language: Language, year: i16) -> String {
    text!(language, "web-entry-year-before", year = year.to_string())
}

fn cell(
    language: Language,
    opened: &Opened,
    fields: &Fields,
    warned: &mut HashMap<&str, Vec<String>>,
    threads: &HashMap<&str, usize>,
    at: usize,
    label: String,
) -> Cell {
    let form = &opened.loaded.form;
    let cell = &form.cells()[at];
    let item = form.item_of(cell);
    let (figure, reason) = (figure_field(&cell.key), reason_field(&cell.key));
    let before = opened.previous.as_ref().and_then(|previous| previous.content.figures.get(&cell.key));
    let warnings = warned.remove(cell.key.as_str()).unwrap_or_default();
    let faults = opened.faults.iter().filter(|fault| fault.field == figure || fault.field == reason);
    let faults: Vec<String> = faults.map(|fault| fault.sentence(language)).collect();
    let given = fields.get(&reason).cloned();
    let asked = given.is_some() || !warnings.is_empty();
    Cell {
        number: cell.part.is_none().then(|| item.number.clone()),
        name: app::entry::field_label(form, &figure, language),
        unit: item.unit.in_language(language.code()).to_owned(),
        part: cell.part.is_some(),
        words: item.kind == ValueKind::Text,
        computed: cell.part.is_none() && matches!(item.roll_up, RollUp::Ratio { .. }),
        value: fields.get(&figure).cloned().unwrap_or_default(),
        before: before.map(|figure| show_value(item.kind, &figure.value, language)),
        questions: threads.get(cell.key.as_str()).map(|count| (format!("#t:{}", cell.key), *count)),
        reason: asked.then(|| (reason, given.unwrap_or_default())),
        field: figure,
        label,
        warnings,
        faults,
    }
}

fn prose(language: Language, opened: &Opened, fields: &Fields) -> Markup {
    let section = |section: &domain::form::Section| {
        let name = prose_field(&section.id);
        let written = fields.get(&name).map_or("", String::as_str);
        let title = section.title.in_language(language.code());
        let before = opened.previous.as_ref().and_then(|p| p.content.prose.get(&section.id).map(|text| (p.year, text)));
        let fault = opened.faults.iter().find(|fault| fault.field == name).map(|fault| fault.sentence(language));
        html! {
            @if opened.editable {
                (field(language, &Field {
                    name: &name,
                    label: title,
                    hint: section.hint.as_ref().map(|hint| hint.in_language(language.code())),
                    error: fault.as_deref(),
                    optional: true,
                    maxlength: Some(32_767),
                    control: Control::Lines { value: written, rows: 5 },
                    ..Field::default()
                }))
            } @else {
                h3 { (title) }
                p class="lines" { (written) }
            }
            @if let Some((year, text)) = before {
                @let summary = text!(language, "web-entry-text-before", year = year.to_string());
                (disclosure(&summary, false, html! { p class="lines" { (text) } }))
            }
        }
    };
    html! { @for each in opened.loaded.form.sections() { (section(each)) } }
}

/// What the script must know: who, what, from which version on, and the sentences it says.
fn script_data(visitor: &Visitor, opened: &Opened) -> serde_json::Value {
    let language = visitor.language;
    let form = &opened.loaded.form;
    let (code, campaign) = (opened.unit.code.as_str(), opened.loaded.campaign.id.to_string());
    let ratios = form.items().iter().filter_map(|item| match &item.roll_up {
        RollUp::Ratio { part, whole } => {
            Some(json!([format!("f:{}", item.id), format!("f:{part}"), format!("f:{whole}")]))
        }
        _ => None,
    });
    let percents = form.cells().iter().filter(|cell| form.item_of(cell).kind == ValueKind::Percent);
    let said: serde_json::Map<String, serde_json::Value> = SAID
        .iter()
        .map(|key| {
            // Places to be filled by the script stand as they are named.
            let sentence = text!(
                language,
                &format!("web-live-{key}"),
                time = "{time}",
                why = "{why}",
                count = "{count}",
                number = "{number}"
            );
            ((*key).to_owned(), sentence.into())
        })
        .collect();
    json!({
        "person": visitor.signed_in.person.id.to_string(),
        "campaign": campaign,
        "unit": code,
        "version": opened.version,
        "hasDraft": opened.draft.is_some(),
        "draft": address(code, "draft", &campaign),
        "send": address(code, "send", &campaign),
        "handIn": address(code, "hand-in", &campaign),
        "entry": address(code, "entry", &campaign),
        "ratios": ratios.collect::<Vec<_>>(),
        "percents": percents.map(|cell| figure_field(&cell.key)).collect::<Vec<_>>(),
        "reason": text!(language, "part-sheet-reason"),
        "blank": text!(language, "web-conflict-blank"),
        "mine": text!(language, "web-conflict-mine"),
        "theirs": text!(language, "web-conflict-theirs"),
        "said": said,
    })
}
