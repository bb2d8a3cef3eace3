//! A plan beside its facts, the tasks as they would be handed out, and the button that opens the campaign.

use super::confirm::{Typed, confirm};
use super::{Asked, address, label};
use crate::address::Address;
use crate::components::alert::{Alert, Kind, alert};
use crate::components::badge::tag;
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Weight, actions, link_button};
use crate::components::definition_list::definition_list;
use crate::components::dialog::disclosure;
use crate::components::marked_text::{Fact, Look, Mark, beside, facts, marked_text};
use crate::components::table::{Column, Narrow, Table, table};
use crate::failure::Failure;
use crate::pages::shell::{Page, done, done_alert, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::plan::{self, FactView, Named, PlanView, Proposal, Standing, TaskView, obstacle};
use axum::extract::{Path, Query, State};
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};

/// Kinds of fact that matter less for a campaign: closed at first.
const ASIDE: [&str; 7] = ["figures", "money", "models", "place", "event", "lead_units", "addressees"];

/// Names of units shown for a class of them ("các xã").
const NAMES: usize = 3;

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(digest): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    let view = site.ask(&visitor, move |context| plan::view(context, &digest)).await?;
    let sentence = done(&visitor, asked.done.as_deref());
    Ok(draw(&visitor, &view, done_alert(sentence.as_ref()), &Typed::default()))
}

pub(super) fn draw(visitor: &Visitor, view: &PlanView, happened: Option<Alert<'_>>, typed: &Typed) -> Markup {
    let language = visitor.language;
    let title = &view.document.name;
    let doubtful = view.facts.iter().filter(|fact| fact.is_doubtful && matters(fact)).count();
    let main = html! {
        (standing(language, view, doubtful))
        (tasks(language, view))
        h2 id="text" { (text!(language, "web-plan-text")) }
        p class="hint" { (text!(language, "web-plan-text-hint")) }
        (beside(&text!(language, "web-plan-text"), marked_text(&view.text, &marks(language, view)), fact_groups(language, view)))
        @if view.campaign.is_none() { (confirm(language, view, typed)) }
    };
    let crumbs = breadcrumbs(language, &[("/plans", &text!(language, "web-plans"))], title);
    show(visitor, Page { title, part: "/plans", breadcrumbs: Some(crumbs), alert: happened, main, ..Page::default() })
}

fn matters(fact: &FactView) -> bool {
    !ASIDE.contains(&fact.group)
}

/// What the plan is, what it would open, and what can be done with it.
fn standing(language: Language, view: &PlanView, doubtful: usize) -> Markup {
    let own = address(&view.document.digest).to_string() + "/own";
    let file = address(&view.document.digest).to_string() + "/file";
    html! {
        @if let Some(campaign) = &view.campaign {
            @let open = text!(language, "web-plan-open-already", name = &campaign.name);
            @let to = Address::of("/campaign").with("campaign", &campaign.id.to_string());
            (alert(language, &Alert { kind: Kind::Info, message: &open, more: Some(html! {
                p { a href=(to) { (text!(language, "web-plan-to-campaign")) } }
            }) }))
        } @else {
            @match &view.proposal {
                Ok(proposal) => (definition_list(&proposed(language, view, proposal).iter().map(|(name, value)| (name.as_str(), value.clone())).collect::<Vec<_>>())),
                Err(error) => (alert(language, &Alert::new(Kind::Warning, &obstacle(error, language)))),
            }
            @if view.units == 0 { (nobody_below(language, view)) }
            @if doubtful > 0 {
                (alert(language, &Alert {
                    kind: Kind::Warning,
                    message: &text!(language, "web-plan-doubtful", count = doubtful),
                    more: first_doubtful(view).map(|fact| html! {
                        p { a href={ "#f-" (fact.anchor) } { (text!(language, "web-plan-to-doubtful")) } }
                    }),
                }))
            }
        }
        (actions(&[
            // What is left to do stands at the end of a long page.
            html! { @if view.campaign.is_none() { (link_button("#confirm", &text!(language, "web-plan-to-confirm"), Weight::Primary)) } },
            link_button(&own, &text!(language, "web-plan-own"), Weight::Secondary),
            link_button(&file, &text!(language, "web-plan-file"), Weight::Secondary),
        ]))
    }
}

fn first_doubtful(view: &PlanView) -> Option<&FactView> {
    view.facts.iter().find(|fact| fact.is_doubtful && matters(fact))
}

/// Why nobody would report, and what to do: the role is held at the wrong unit, or the units are not there yet.
fn nobody_below(language: Language, view: &PlanView) -> Markup {
    let role = text!(language, "role-agency");
    let more = html! {
        ul {
            @if let Some(above) = &view.above {
                li { (text!(language, "web-plan-nobody-below-above", above = &above.name, role = role)) }
            }
            li { (text!(language, "web-plan-nobody-below-list")) }
        }
    };
    let message = text!(language, "web-plan-nobody-below", unit = &view.root.name);
    alert(language, &Alert { kind: Kind::Warning, message: &message, more: Some(more) })
}

fn proposed(language: Language, view: &PlanView, proposal: &Proposal) -> Vec<(String, Markup)> {
    let period = (Slashed(proposal.period.0).to_string(), Slashed(proposal.period.1).to_string());
    let other: Vec<String> = proposal.other_days.iter().map(|day| Slashed(*day).to_string()).collect();
    vec![
        (text!(language, "web-campaign-name"), html! { (proposal.name) }),
        (text!(language, "web-campaign-year"), html! { (proposal.year) }),
        (
            text!(language, "web-campaign-period"),
            html! {
                (text!(language, "web-campaign-from-to", from = period.0, to = period.1))
                @if proposal.is_period_assumed { " " span class="quiet" { (text!(language, "web-plan-period-assumed")) } }
            },
        ),
        (
            text!(language, "web-campaign-due"),
            html! {
                @match proposal.due_on {
                    Some(day) => (Slashed(day)),
                    None => em { (text!(language, "web-plan-no-due")) },
                }
                @if !other.is_empty() { " " span class="quiet" { (text!(language, "web-plan-other-days", days = other.join(", "))) } }
            },
        ),
        (text!(language, "web-plan-runs"), html! { (view.root.name) }),
        (text!(language, "web-plan-units"), html! { (text!(language, "web-plan-units-count", count = view.units)) }),
    ]
}

fn tasks(language: Language, view: &PlanView) -> Markup {
    let title = text!(language, "web-plan-tasks", count = view.tasks.iter().filter(|task| !task.is_struck).count());
    let columns = [
        Column::words(text!(language, "web-task-number")),
        Column::words(text!(language, "web-task-words")),
        Column::words(text!(language, "web-task-lead")),
        Column::words(text!(language, "web-task-joining")),
        Column::words(text!(language, "web-task-due")),
    ];
    let settled = view.campaign.is_some();
    let row = |task: &TaskView| {
        let place = format!("#t-{}", anchor_of(view, &task.path));
        let cells = vec![
            html! { a href=(place) { (task.number) } },
            html! { @if task.is_struck { s lang="vi" { (task.text) } } @else { span lang="vi" { (task.text) } } },
            html! { @if let Some(lead) = &task.lead { (named(language, view, lead, settled)) } },
            html! { @for body in &task.coordinating { div { (named(language, view, body, settled)) } } },
            html! { @if let Some(day) = task.due_on { (Slashed(day)) } },
        ];
        together(cells).into()
    };
    let table_of = Table {
        id: "tasks",
        caption: &title,
        quiet_caption: true,
        columns: columns.to_vec(),
        rows: view.tasks.iter().map(row).collect(),
        narrow: Narrow::Cards,
        ..Table::default()
    };
    html! {
        h2 { (title) }
        @if view.tasks.is_empty() { p class="quiet" { (text!(language, "web-plan-no-tasks")) } } @else { (table(language, &table_of)) }
    }
}

/// Cells whose parts stay together where a row becomes a card.
pub(in crate::pages) fn together(cells: Vec<Markup>) -> Vec<Markup> {
    cells.into_iter().map(|cell| html! { div { (cell) } }).collect()
}

fn anchor_of<'a>(view: &'a PlanView, path: &str) -> &'a str {
    view.facts.iter().find(|fact| fact.path == path).map_or("", |fact| fact.anchor.as_str())
}

/// A body named in a task, and who is meant.
fn named(language: Language, view: &PlanView, named: &Named, settled: bool) -> Markup {
    let choose = address(&view.document.digest).to_string() + "/facts/" + &crate::visitor::percent_encoded(&named.path);
    let names: Vec<&str> = named.units.iter().take(NAMES).map(|unit| unit.name.as_str()).collect();
    let more = named.units.len().saturating_sub(names.len());
    html! {
        @if named.is_struck {
            s lang="vi" { (named.phrase) }
        } @else if named.units.is_empty() {
            span lang="vi" { (named.phrase) }
            " " (tag(&text!(language, "web-plan-unresolved")))
            @if !settled {
                " " a href=(choose) { (text!(language, "web-plan-choose-unit")) span class="unseen" { ": " (named.phrase) } }
            }
        } @else {
            (names.join(", "))
            @if more > 0 { " " (text!(language, "web-plan-more-units", count = more)) }
            @if names.len() != 1 || names.first() != Some(&named.phrase.as_str()) {
                p class="quiet" lang="vi" { "“" (named.phrase) "”" }
            }
        }
    }
}

pub(super) fn look(fact: &FactView) -> Look {
    match fact.standing {
        Standing::Corrected { .. } => Look::Corrected,
        Standing::Struck { .. } => Look::Struck,
        Standing::Missing => Look::Doubtful,
        Standing::AsRead if fact.is_doubtful => Look::Doubtful,
        Standing::AsRead => Look::Sure,
    }
}

/// Marks in the order of the facts: their positions are the ones the text names.
fn marks(language: Language, view: &PlanView) -> Vec<Mark> {
    let mark = |fact: &FactView| Mark {
        id: format!("t-{}", fact.anchor),
        href: format!("#f-{}", fact.anchor),
        title: format!("{}: {}", label::fact(language, &fact.path), fact.shown(language)),
        look: look(fact),
    };
    view.facts.iter().map(mark).collect()
}

fn fact_groups(language: Language, view: &PlanView) -> Markup {
    let groups = view.facts.chunk_by(|one, next| one.group == next.group || (is_head(one) && is_head(next)));
    html! {
        @for group in groups {
            @let Some(first) = group.first() else { continue };
            @let name = if is_head(first) { text!(language, "web-plan-facts-head") } else { label::group(language, first.group) };
            @let listed: Vec<Fact> = group.iter().map(|fact| line(language, view, fact)).collect();
            (disclosure(&text!(language, "web-plan-facts-group", name = name, count = group.len()), matters(first), facts(language, &listed)))
        }
    }
}

/// Facts of which there is one: they stand together.
fn is_head(fact: &FactView) -> bool {
    !fact.path.contains(['[', '.'])
}

fn line(language: Language, view: &PlanView, fact: &FactView) -> Fact {
    let correct = address(&view.document.digest).to_string() + "/facts/" + &crate::visitor::percent_encoded(&fact.path);
    Fact {
        id: format!("f-{}", fact.anchor),
        label: label::fact(language, &fact.path),
        value: (!fact.value.is_empty()).then(|| fact.shown(language)),
        look: look(fact),
        note: note(language, fact),
        sentence: fact.sentence.clone(),
        place: fact.read.as_ref().map(|_| format!("#t-{}", fact.anchor)),
        correct: (view.campaign.is_none()).then_some(correct),
    }
}

/// How sure a fact is, or who said otherwise.
pub(super) fn note(language: Language, fact: &FactView) -> String {
    match (&fact.standing, fact.confidence) {
        (Standing::Corrected { by }, _) => match &fact.read {
            Some(read) => {
                text!(language, "web-fact-corrected-by", by = by, read = fact.claim.shown(read, language))
            }
            None => text!(language, "web-fact-filled-by", by = by),
        },
        (Standing::Struck { by }, _) => text!(language, "web-fact-struck-by", by = by),
        (_, Some(percent)) => text!(language, "web-fact-confidence", percent = u32::from(percent)),
        (_, None) => String::new(),
    }
}
