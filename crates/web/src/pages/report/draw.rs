//! The report drawn, from what is most needed to what is looked up.

use super::{Asked, address, thread_address};
use crate::address::Address;
use crate::components::badge::tag;
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::comment::Comment as Remark;
use crate::components::definition_list::definition_list;
use crate::components::dialog::{card, disclosure};
use crate::components::empty_state::empty_state;
use crate::components::field::{Control, Field, field};
use crate::components::file_list::{File, file_list};
use crate::components::form::{Form, form};
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::pages::board::standing_badge;
use app::explain::warning;
use app::review::{Change, Difference, Review};
use domain::draft::Comment;
use domain::form::{CellKey, Form as ReportForm, Kind};
use domain::report::{State, Value};
use domain::time::{Slashed, clock_in_vietnam};
use domain::{Instant, PersonId};
use locale::{Language, text};
use maud::{Markup, html};

/// A moment as people read it: `14:05 22/11/2026`.
pub(crate) fn moment(at: Instant) -> String {
    let at = clock_in_vietnam(at);
    format!("{:02}:{:02} {}", at.hour(), at.minute(), Slashed(at.date()))
}

/// A moment for machines.
pub(super) fn stamp(at: Instant) -> String {
    format!("{}+07:00", clock_in_vietnam(at))
}

/// A value as people read it.
pub(super) fn shown(language: Language, kind: Kind, value: &Value) -> String {
    match (value, kind) {
        (Value::Text(text), _) => text.clone(),
        (Value::Number(number), Kind::Percent) => format!("{}%", language.percent(*number)),
        (Value::Number(number), _) => language.number(*number),
    }
}

/// Number, label of the item, and the part: `2.3. Người dự (Nữ)`.
pub(crate) fn cell_name(language: Language, form: &ReportForm, key: &CellKey) -> String {
    let Some(cell) = form.cell(key) else { return key.to_string() };
    let item = form.item_of(cell);
    let label = item.label.in_language(language.code());
    match cell.part {
        Some(_) => format!("{}. {label} ({})", item.number, form.cell_label(cell, language.code())),
        None => format!("{}. {label}", item.number),
    }
}

/// The whole page.
pub(super) fn report(language: Language, review: &Review, asked: &Asked, typed: &str) -> Markup {
    let campaign = asked.campaign.as_deref();
    let Some(latest) = review.latest() else {
        return html! {
            (heading(language, review, campaign))
            (empty_state(&text!(language, "web-review-nothing"), &text!(language, "web-review-nothing-why"), None))
            (questions(language, review, campaign))
        };
    };
    html! {
        (heading(language, review, campaign))
        (decision(language, review, campaign, typed))
        (warnings(language, review, campaign))
        (questions(language, review, campaign))
        h2 id="figures" { (text!(language, "web-review-figures")) }
        (super::figures::table_of(language, review, latest, campaign))
        (prose(language, review, campaign))
        (differences(language, review, campaign))
        (files(language, review, campaign))
        (events(language, review))
    }
}

fn heading(language: Language, review: &Review, campaign: Option<&str>) -> Markup {
    let year = review.campaign.year.to_string();
    let mut entries: Vec<(String, Markup)> = vec![
        (text!(language, "web-campaign"), html! { (review.campaign.name) " " (year) }),
        (text!(language, "column-due"), html! { (Slashed(review.campaign.due_on).to_string()) }),
    ];
    if let Some(standing) = review.standing {
        entries.push((text!(language, "column-state"), standing_badge(language, standing)));
    }
    if let Some(latest) = review.latest() {
        let received = Slashed(latest.received_on).to_string();
        let told =
            text!(language, "web-review-revision", number = latest.number, day = received, by = &latest.recorded_by);
        entries.push((text!(language, "column-revision"), html! { (told) }));
    }
    let entries: Vec<(&str, Markup)> = entries.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    html! {
        (definition_list(&entries))
        @if review.may_enter {
            @let entry = Address::of("/report").part(review.unit.code.as_str()).part("entry").maybe("campaign", campaign);
            (actions(&[link_button(&entry.to_string(), &text!(language, "web-review-enter"), Weight::Secondary)]))
        }
    }
}

/// What can be decided now, in one form: the reason goes with whichever button is pressed.
fn decision(language: Language, review: &Review, campaign: Option<&str>, typed: &str) -> Markup {
    let Some(head) = review.head.filter(|_| review.may_decide) else { return Markup::default() };
    let buttons: &[(&str, &str, Weight)] = match head.state {
        State::Submitted => {
            &[("approve", "web-review-approve", Weight::Primary), ("return", "web-review-return", Weight::Danger)]
        }
        State::Approved => &[("reopen", "web-review-reopen", Weight::Danger)],
        State::Returned => {
            return card(
                "decision",
                &text!(language, "web-review-decision"),
                html! {
                    p { (text!(language, "web-review-waits")) }
                },
            );
        }
    };
    let buttons: Vec<Markup> = buttons
        .iter()
        .map(|(action, key, weight)| {
            let label = text!(language, key);
            button(&Button { label: &label, weight: *weight, sends: Some(("action", action)), ..Button::default() })
        })
        .collect();
    let hint = text!(
        language,
        if head.state == State::Approved { "web-review-reopen-hint" } else { "web-review-reason-hint" }
    );
    let seen = head.events.to_string();
    let mut hidden = vec![("seen", seen.as_str())];
    hidden.extend(campaign.map(|campaign| ("campaign", campaign)));
    let action = Address::of("/review").part(review.unit.code.as_str()).part("decide").to_string();
    let fields = html! {
        (field(language, &Field {
            name: "reason", label: &text!(language, "web-review-reason"), hint: Some(&hint), optional: true, sometimes: true,
            maxlength: Some(2_000), control: Control::Lines { value: typed, rows: 2 }, ..Field::default()
        }))
        (actions(&buttons))
    };
    let open = review.comments.iter().filter(|comment| comment.resolved.is_none()).count();
    let content = html! {
        @if open > 0 { p { (text!(language, "web-review-open-questions", count = open)) } }
        (form(&Form { action: &action, hidden: &hidden, ..Form::default() }, fields))
    };
    card("decision", &text!(language, "web-review-decision"), content)
}

fn warnings(language: Language, review: &Review, campaign: Option<&str>) -> Markup {
    if review.warnings.is_empty() {
        return html! { p { (text!(language, "web-review-adds-up")) } };
    }
    let unit = review.unit.code.as_str();
    let content = html! {
        ul {
            @for each in &review.warnings {
                li {
                    (warning(&review.form, each, language)) " "
                    @match &each.reason {
                        Some(reason) => (text!(language, "web-review-explained", reason = reason)),
                        None => strong { (text!(language, "web-review-unexplained")) },
                    }
                    @if let Some(cell) = each.cells.first() {
                        " " a href=(thread_address(unit, Some(cell.as_str()), campaign).to_string()) {
                            (text!(language, "web-review-ask"))
                            span class="unseen" { " " (cell_name(language, &review.form, cell)) }
                        }
                    }
                }
            }
        }
    };
    card("warnings", &text!(language, "web-review-warnings", count = review.warnings.len()), content)
}

/// Threads that are open, and the way to ask about the whole report.
fn questions(language: Language, review: &Review, campaign: Option<&str>) -> Markup {
    let unit = review.unit.code.as_str();
    let mut names: Vec<Option<&str>> = Vec::new();
    for comment in review.comments.iter().filter(|comment| comment.resolved.is_none()) {
        if !names.contains(&comment.cell.as_deref()) {
            names.push(comment.cell.as_deref());
        }
    }
    let settled = review.comments.len() - review.comments.iter().filter(|comment| comment.resolved.is_none()).count();
    let content = html! {
        @if names.is_empty() { p { (text!(language, "web-review-no-questions")) } }
        ul {
            @for name in &names {
                @let last = review.comments.iter().rev().find(|comment| comment.cell.as_deref() == *name);
                li {
                    a href=(thread_address(unit, *name, campaign).to_string()) { (subject_name(language, &review.form, *name)) }
                    @if let Some(last) = last { ": " (last.by) " – " (last.text) }
                }
            }
        }
        @if settled > 0 { p { (text!(language, "web-review-settled", count = settled)) } }
        @if !names.contains(&None) {
            p { a href=(thread_address(unit, None, campaign).to_string()) { (text!(language, "web-review-ask-report")) } }
        }
    };
    card("questions", &text!(language, "web-board-questions"), content)
}

/// The figure, section or report that a thread is about.
pub(super) fn subject_name(language: Language, form: &ReportForm, name: Option<&str>) -> String {
    let Some(name) = name else { return text!(language, "web-thread-report") };
    let section = || form.sections().iter().find(|section| section.id.as_str() == name);
    match CellKey::parse(name).filter(|key| form.cell(key).is_some()) {
        Some(key) => cell_name(language, form, &key),
        None => {
            section().map_or_else(|| name.to_owned(), |section| section.title.in_language(language.code()).to_owned())
        }
    }
}

fn prose(language: Language, review: &Review, campaign: Option<&str>) -> Markup {
    let Some(latest) = review.latest() else { return Markup::default() };
    let unit = review.unit.code.as_str();
    let before = review.before.as_ref();
    html! {
        h2 { (text!(language, "web-review-prose")) }
        @for section in review.form.sections() {
            @let now = latest.content.prose.get(&section.id);
            @let then = before.and_then(|before| before.content.prose.get(&section.id));
            h3 { (section.title.in_language(language.code())) }
            @match now {
                Some(words) => p class="lines" { (words) },
                None => p class="quiet" { (text!(language, "web-review-no-prose")) },
            }
            @if let (Some(then), Some(before)) = (then, before) {
                (disclosure(&text!(language, "web-review-prose-before", year = before.year.to_string()), false, html! {
                    p class="lines" { (then) }
                }))
            }
            p {
                a href=(thread_address(unit, Some(section.id.as_str()), campaign).to_string()) {
                    (text!(language, "web-review-ask"))
                    span class="unseen" { " " (section.title.in_language(language.code())) }
                }
                @let open = review.open_remarks(Some(section.id.as_str()));
                @if open > 0 { " " (tag(&text!(language, "web-review-open", count = open))) }
            }
        }
    }
}

fn differences(language: Language, review: &Review, campaign: Option<&str>) -> Markup {
    let Some((from, to, found)) = &review.compared else { return Markup::default() };
    let columns = ["column-item", "web-review-before-change", "web-review-after-change"];
    let columns: Vec<Column> = columns.iter().map(|key| Column::words(text!(language, key))).collect();
    let caption = text!(language, "web-review-differences", from = *from, to = *to);
    let rows = found.iter().map(|difference| difference_row(language, &review.form, difference)).collect();
    let shown =
        Table { id: "differences", caption: &caption, columns, rows, narrow: Narrow::Cards, ..Table::default() };
    let code = review.unit.code.as_str();
    let latest = review.head.map_or(0, |head| head.latest_revision);
    html! {
        h2 { (text!(language, "web-review-revisions")) }
        @if found.is_empty() { p { (text!(language, "web-review-same", from = *from, to = *to)) } } @else { (table(language, &shown)) }
        @if latest > 2 {
            ul {
                @for number in 1..latest {
                    @let href = address(code, campaign).with("from", &number.to_string()).with("to", &(number + 1).to_string());
                    li { a href=(href.to_string()) { (text!(language, "web-review-compare", from = number, to = number + 1)) } }
                }
            }
        }
    }
}

fn difference_row(language: Language, form: &ReportForm, difference: &Difference) -> Row {
    let none = || text!(language, "web-review-blank");
    let words = |change: &Change<String>| {
        let side = |side: &Option<String>| side.clone().unwrap_or_else(none);
        (side(&change.before), side(&change.after))
    };
    let (name, (before, after)) = match difference {
        Difference::Figure { cell, change } => {
            let kind = form.cell(cell).map_or(Kind::Count, |cell| form.item_of(cell).kind);
            let side = |side: &Option<Value>| side.as_ref().map_or_else(none, |value| shown(language, kind, value));
            (cell_name(language, form, cell), (side(&change.before), side(&change.after)))
        }
        Difference::Reason { cell, change } => {
            (text!(language, "web-review-reason-of", cell = cell_name(language, form, cell)), words(change))
        }
        Difference::Prose { section, change } => (subject_name(language, form, Some(section.as_str())), words(change)),
    };
    vec![html! { (name) }, html! { (before) }, html! { (after) }].into()
}

fn files(language: Language, review: &Review, campaign: Option<&str>) -> Markup {
    let unit = review.unit.code.as_str();
    // The same file handed in twice is one file.
    let of_revision = review.revisions.iter().rev().map(|revision| {
        let href =
            Address::of("/review").part(unit).part("file").part(&revision.file_digest).maybe("campaign", campaign);
        let day = Slashed(revision.received_on).to_string();
        let note =
            text!(language, "web-review-revision", number = revision.number, day = day, by = &revision.recorded_by);
        (revision.file_name.clone(), String::from(href), note)
    });
    let revisions: Vec<(String, String, String)> = of_revision.collect();
    let beside: Vec<(&domain::draft::Attachment, String, String)> = review
        .attachments
        .iter()
        .filter(|file| file.removed.is_none())
        .map(|file| {
            let href =
                Address::of("/report").part(unit).part("attachments").part(&file.digest).maybe("campaign", campaign);
            (file, String::from(href), format!("{}, {}", file.by, moment(file.at)))
        })
        .collect();
    let attached: Vec<File<'_>> = beside
        .iter()
        .map(|(file, href, note)| File { name: &file.name, href, bytes: file.size, note, action: None })
        .collect();
    html! {
        h2 { (text!(language, "web-review-files")) }
        ul {
            @for (name, href, note) in &revisions {
                li { a href=(href) download { (name) } " – " (note) }
            }
        }
        h3 { (text!(language, "web-review-attachments")) }
        (file_list(language, &attached))
    }
}

fn events(language: Language, review: &Review) -> Markup {
    let rows = review.events.iter().rev().map(|event| {
        let what = text!(language, &format!("web-event-{}", event.action.name()), revision = event.revision);
        vec![
            html! { (moment(event.at)) },
            html! { (what) },
            html! { (event.by) },
            html! { (event.reason.as_deref().unwrap_or_default()) },
        ]
        .into()
    });
    let columns = ["web-event-when", "web-event-what", "web-event-who", "web-event-why"];
    let columns = columns.iter().map(|key| Column::words(text!(language, key))).collect();
    let caption = text!(language, "web-review-events");
    let shown = Table {
        id: "events",
        caption: &caption,
        quiet_caption: true,
        columns,
        rows: rows.collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    html! { h2 { (caption) } (table(language, &shown)) }
}

/// A remark in the words of the page.
pub(super) struct Told {
    id: String,
    note: String,
    datetime: String,
    when: String,
}

/// Remarks in the words of the page, each with what it says of its settling.
pub(super) fn told(language: Language, comments: &[Comment], open: &str) -> Vec<Told> {
    let one = |comment: &Comment| {
        let settled = comment.resolved.as_ref();
        let settled = settled.map(|(at, by)| text!(language, "web-thread-settled", by = by, when = moment(*at)));
        Told {
            id: format!("c{}", comment.sequence),
            note: settled.unwrap_or_else(|| open.to_owned()),
            datetime: stamp(comment.at),
            when: moment(comment.at),
        }
    };
    comments.iter().map(one).collect()
}

/// The same as the component takes them.
pub(super) fn remarks<'a>(comments: &'a [Comment], told: &'a [Told], reader: PersonId) -> Vec<Remark<'a>> {
    let remark = |(comment, told): (&'a Comment, &'a Told)| Remark {
        id: &told.id,
        author: &comment.by,
        unit: &told.note,
        datetime: &told.datetime,
        when: &told.when,
        body: &comment.text,
        own: comment.person == Some(reader),
    };
    comments.iter().zip(told).map(remark).collect()
}
