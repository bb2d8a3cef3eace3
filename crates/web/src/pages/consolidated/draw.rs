//! The consolidated report drawn.

use super::{Asked, Refused};
use crate::address::Address;
use crate::components::alert::{Alert, Kind, alert};
use crate::components::badge::tag;
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, actions, button, link_button, one_button_form};
use crate::components::definition_list::definition_list;
use crate::components::dialog::{card, disclosure};
use crate::components::empty_state::empty_state;
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, form};
use crate::pages::day::{DayChoice, day_choice};
use crate::pages::leader::sign_off_box;
use crate::pages::report::{address as report_address, moment, thread_address};
use crate::pages::totals::unit_choice;
use app::explain::warning;
use app::prose::{LONGEST_PROSE, NamedUnit, ProseView, SectionView};
use domain::draft::NarrativeText;
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};

/// Units named before "and N more".
const NAMED: usize = 6;
/// Passages of a section shown on the page of the whole report; its own page has all of them.
const PASSAGES: usize = 10;
/// Warnings shown; report.docx has all of them.
const WARNINGS: usize = 50;

/// The whole page.
pub(super) fn report(language: Language, found: &ProseView, asked: &Asked) -> Markup {
    let campaign = asked.campaign.as_deref();
    let choice = unit_choice(language, "/consolidated", (campaign, None), &found.reach, &found.top);
    if found.approved == 0 {
        let (title, why) = (text!(language, "web-totals-none"), text!(language, "web-totals-none-why"));
        return html! { (choice) (empty_state(&title, &why, None)) };
    }
    html! {
        (choice)
        (files(language, found, asked))
        (sign_off_box(language, &found.sign_off, &found.top, campaign, found.may_sign, "/consolidated/sign-off"))
        @if found.may_edit && !found.sign_off.is_approved() { (submit_box(language, found, campaign)) }
        @for view in &found.sections { (section(language, found, view, asked)) }
        (letterhead(language, found, asked))
        (warnings(language, found, campaign))
    }
}

/// Submitting the report to the leader, or that it waits there.
fn submit_box(language: Language, found: &ProseView, campaign: Option<&str>) -> Markup {
    let state = &found.sign_off;
    let mut hidden = vec![("unit", found.top.code.as_str())];
    hidden.extend(campaign.map(|campaign| ("campaign", campaign)));
    let send = |label: &str, weight| {
        let label = text!(language, label);
        one_button_form("/consolidated/ask", &hidden, &Button { label: &label, weight, ..Button::default() })
    };
    let content = html! {
        @match &state.asked {
            Some(asked) => {
                p { (text!(language, "web-ask-leader-asked", by = &asked.by, when = moment(asked.at))) }
                @if asked.digest != state.digest { (actions(&[send("web-ask-leader-again", Weight::Secondary)])) }
            },
            None => {
                p { (text!(language, "web-ask-leader-hint", unit = &found.top.name)) }
                (actions(&[send("web-ask-leader", Weight::Secondary)]))
            },
        }
    };
    card("ask-leader", &text!(language, "web-ask-leader"), content)
}

/// Where the page lies.
pub(super) fn way(language: Language, found: &ProseView, asked: &Asked, here: &str) -> Markup {
    let href = asked.at(Address::of("/consolidated")).to_string();
    let year = found.campaign.year.to_string();
    let title = text!(language, "web-consolidated-title", unit = &found.top.name, year = year);
    breadcrumbs(language, &[(href.as_str(), title.as_str())], here)
}

fn files(language: Language, found: &ProseView, asked: &Asked) -> Markup {
    let href = |name: &str| asked.at(Address::of(&format!("/consolidated/{name}"))).to_string();
    html! {
        p { (text!(language, "web-consolidated-counted", count = found.approved, all = found.expected)) }
        (actions(&[
            link_button(&href("report.docx"), &text!(language, "web-consolidated-docx"), Weight::Primary),
            link_button(&href("report.xlsx"), &text!(language, "web-consolidated-xlsx"), Weight::Secondary),
            link_button(&asked.at(Address::of("/totals")).to_string(), &text!(language, "web-nav-totals"), Weight::Secondary),
        ]))
        // The overview of that day offers its units, and the report by them.
        (day_choice(language, &DayChoice {
            address: "/overview", campaign: asked.campaign.as_deref(), chosen: None,
            summary: &text!(language, "web-consolidated-as-of"),
        }))
    }
}

/// Names of units, each a link to its report.
fn sources(language: Language, units: &[NamedUnit], campaign: Option<&str>) -> Markup {
    let (named, rest) = units.split_at(units.len().min(NAMED));
    let each = |units: &[NamedUnit]| {
        html! {
            @for (at, unit) in units.iter().enumerate() {
                @if at > 0 { ", " }
                a href=(report_address(unit.code.as_str(), campaign).to_string()) { (unit.name) }
            }
        }
    };
    html! {
        (each(named))
        @if !rest.is_empty() {
            (disclosure(&text!(language, "web-consolidated-more", count = rest.len()), false, each(rest)))
        }
    }
}

fn passages(language: Language, view: &SectionView, campaign: Option<&str>, most: usize) -> Markup {
    html! {
        @for passage in view.passages.iter().take(most) {
            p { em { (sources(language, &passage.units, campaign)) } ": " (passage.sentences.join(" ")) }
        }
    }
}

fn section(language: Language, found: &ProseView, view: &SectionView, asked: &Asked) -> Markup {
    let campaign = asked.campaign.as_deref();
    let title = found.form.sections().iter().find(|section| section.id == view.id);
    let title = title.map_or("", |section| section.title.in_language(language.code()));
    let edit = asked.at(Address::of("/consolidated/sections").part(view.id.as_str())).to_string();
    let content = html! {
        @match &view.edited {
            Some(edited) => {
                p { (tag(&text!(language, "web-prose-edited", by = &edited.by, when = moment(edited.at)))) }
                (newer(language, view, campaign))
                @for line in edited.text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
                (disclosure(&text!(language, "web-prose-sources"), false, passages(language, view, campaign, PASSAGES)))
            },
            None => {
                @if view.passages.is_empty() { p class="quiet" { (text!(language, "web-prose-nobody")) } }
                (passages(language, view, campaign, PASSAGES))
            },
        }
        @if found.may_edit {
            (actions(&[html! {
                a class="button" href=(edit) { (text!(language, "web-prose-edit")) span class="unseen" { " " (title) } }
            }]))
        } @else if view.passages.len() > PASSAGES || view.edited.is_some() {
            p { a href=(edit) { (text!(language, "web-prose-all")) span class="unseen" { " " (title) } } }
        }
    };
    card(&format!("section-{}", view.id), title, content)
}

/// Reports that came after the section was edited.
fn newer(language: Language, view: &SectionView, campaign: Option<&str>) -> Markup {
    if view.newer.is_empty() {
        return Markup::default();
    }
    let message = text!(language, "web-prose-newer", count = view.newer.len());
    let more = html! { p { (sources(language, &view.newer, campaign)) } };
    alert(language, &Alert { kind: Kind::Warning, message: &message, more: Some(more) })
}

/// The merged prose as text to begin from.
fn as_text(view: &SectionView) -> String {
    let line = |passage: &app::prose::SourcedPassage| {
        let units: Vec<&str> = passage.units.iter().map(|unit| unit.name.as_str()).collect();
        format!("{}: {}", units.join(", "), passage.sentences.join(" "))
    };
    view.passages.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A section being edited, its sources beside it.
pub(super) fn editing(
    language: Language,
    found: &ProseView,
    view: &SectionView,
    history: &[NarrativeText],
    asked: &Asked,
    refused: Option<&Refused>,
) -> Markup {
    let campaign = asked.campaign.as_deref();
    html! {
        (newer(language, view, campaign))
        @if let (Some(_), Some(edited)) = (refused, &view.edited) {
            // Somebody else's words beside one's own: nothing is lost, the person chooses.
            (card("theirs", &text!(language, "web-prose-theirs", by = &edited.by, when = moment(edited.at)), html! {
                p class="lines" { (edited.text) }
            }))
        }
        @if found.may_edit { (words_form(language, found, view, asked, refused)) }
        @else if let Some(edited) = &view.edited { p class="lines" { (edited.text) } }
        h2 { (text!(language, "web-prose-sources")) }
        (passages(language, view, campaign, usize::MAX))
        @if !history.is_empty() {
            h2 { (text!(language, "web-prose-history")) }
            @for edit in history {
                (disclosure(&text!(language, "web-prose-edit-of", number = edit.number, by = &edit.by, when = moment(edit.at)), false, html! {
                    @if edit.text.is_empty() { p { (text!(language, "web-prose-was-merged")) } } @else { p class="lines" { (edit.text) } }
                }))
            }
        }
    }
}

fn words_form(
    language: Language,
    found: &ProseView,
    view: &SectionView,
    asked: &Asked,
    refused: Option<&Refused>,
) -> Markup {
    let campaign = asked.campaign.as_deref();
    let action = Address::of("/consolidated/sections").part(view.id.as_str()).to_string();
    let seen = view.number.to_string();
    let mut hidden = vec![("seen", seen.as_str()), ("unit", found.top.code.as_str())];
    hidden.extend(campaign.map(|campaign| ("campaign", campaign)));
    let words = match (refused, &view.edited) {
        (Some(refused), _) => refused.words.clone(),
        (None, Some(edited)) => edited.text.clone(),
        (None, None) => as_text(view),
    };
    let rows = u8::try_from((words.chars().count() / 80 + words.lines().count() + 4).min(30)).unwrap_or(30);
    let back = asked.at(Address::of("/consolidated")).to_string();
    let mut buttons = vec![button(&Button {
        label: &text!(language, "web-prose-save"),
        weight: Weight::Primary,
        ..Button::default()
    })];
    if view.edited.is_some() {
        let label = text!(language, "web-prose-back");
        buttons.push(button(&Button {
            label: &label,
            sends: Some(("merged", "yes")),
            unchecked: true,
            ..Button::default()
        }));
    }
    buttons.push(link_button(&back, &text!(language, "part-cancel"), Weight::Secondary));
    let fields = html! {
        (field(language, &Field {
            name: "words", label: &text!(language, "web-prose-words"),
            hint: Some(&text!(language, "web-prose-hint", limit = LONGEST_PROSE)), optional: true,
            control: Control::Lines { value: &words, rows }, ..Field::default()
        }))
        (actions(&buttons))
    };
    form(&Form { action: &action, hidden: &hidden, ..Form::default() }, fields)
}

fn letterhead(language: Language, found: &ProseView, asked: &Asked) -> Markup {
    let letter = found.printed(language);
    let blank = || html! { span class="quiet" { (text!(language, "web-letter-blank")) } };
    let shown = |value: Option<String>| value.map_or_else(blank, |value| html! { (value) });
    let lines = [
        ("web-letter-parent-body", letter.parent_body),
        ("web-letter-issuer", letter.issuer),
        ("web-letter-number", letter.number.map(|number| number.to_string())),
        ("web-letter-symbol", letter.symbol),
        ("web-letter-place", letter.place),
        ("web-letter-date", letter.date.map(|date| Slashed(date).to_string())),
        ("web-letter-authority", (!letter.authority.is_empty()).then(|| letter.authority.join("; "))),
        ("web-letter-signer-title", letter.signer_title),
        ("web-letter-signer", letter.signer_name),
    ];
    let entries: Vec<(String, Markup)> =
        lines.into_iter().map(|(key, value)| (text!(language, key), shown(value))).collect();
    let entries: Vec<(&str, Markup)> = entries.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let edit = asked.at(Address::of("/consolidated/letter")).to_string();
    let content = html! {
        p class="hint" { (text!(language, "web-letter-printed")) }
        (definition_list(&entries))
        @if found.may_edit { (actions(&[link_button(&edit, &text!(language, "web-letter-edit"), Weight::Secondary)])) }
    };
    card("letter", &text!(language, "web-letter"), content)
}

fn warnings(language: Language, found: &ProseView, campaign: Option<&str>) -> Markup {
    if found.warnings.is_empty() {
        return Markup::default();
    }
    // Those that wait for an explanation come first.
    let mut shown: Vec<_> = found.warnings.iter().collect();
    shown.sort_by_key(|each| each.warning.reason.is_some());
    let more = shown.len().saturating_sub(WARNINGS);
    let unexplained = found.warnings.iter().filter(|each| each.warning.reason.is_none()).count();
    let content = html! {
        p { (text!(language, "web-consolidated-warnings-why", count = unexplained)) }
        ul {
            @for each in shown.iter().take(WARNINGS) {
                @let code = each.unit.code.as_str();
                li {
                    a href=(report_address(code, campaign).to_string()) { (each.unit.name) } ": "
                    (warning(&found.form, &each.warning, language)) " "
                    @match &each.warning.reason {
                        Some(reason) => (text!(language, "web-review-explained", reason = reason)),
                        None => {
                            strong { (text!(language, "web-review-unexplained")) } " "
                            @if let Some(cell) = each.warning.cells.first() {
                                a href=(thread_address(code, Some(cell.as_str()), campaign).to_string()) {
                                    (text!(language, "web-review-ask")) span class="unseen" { " " (each.unit.name) }
                                }
                            }
                        },
                    }
                }
            }
        }
        @if more > 0 { p { (text!(language, "web-consolidated-warnings-more", count = more)) } }
    };
    card("warnings", &text!(language, "web-review-warnings", count = found.warnings.len()), content)
}
