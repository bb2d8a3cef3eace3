//! The first page: what is due, in what order.

use super::campaign::part_badge;
use super::entry::{address, days_left, moment, state_badge};
use crate::address::Address;
use crate::components::badge::{Status, badge_saying, tag};
use crate::components::button::{Weight, actions, link_button};
use crate::components::dialog::card;
use crate::components::empty_state::empty_state;
use crate::components::progress::progress;
use crate::components::sheet::duties;
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::entry::{Due, DueTask, Question, Waiting, Work, due, see_tasks};
use app::sign_off::ToSign;
use app::status::UnitStatus;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::campaign::Campaign;
use domain::report::State as ReportState;
use domain::task::Role;
use domain::time::Slashed;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// Units shown before "see all".
const SHOWN: usize = 8;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/", get(page))
}

#[derive(Deserialize)]
struct Asked {
    campaign: Option<String>,
}

async fn page(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Markup, Failure> {
    let campaign = asked.campaign.clone();
    let found = site.ask(&visitor, move |context| due(context, campaign.as_deref())).await?;
    let page = draw(&visitor, &found);
    // Shown as new once; a token that only reads leaves them so.
    if !visitor.only_reads && found.work.iter().any(|work| work.tasks.iter().any(|task| task.new)) {
        site.ask(&visitor, move |context| see_tasks(context, asked.campaign.as_deref())).await?;
    }
    Ok(page)
}

fn draw(visitor: &Visitor, found: &Due) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-due");
    let main = html! {
        @match &found.campaign {
            None => (empty_state(&text!(language, "web-due-none"), &text!(language, "web-due-none-more"), None)),
            Some(campaign) => {
                p {
                    strong { (campaign.name) } " · "
                    (text!(language, "web-due-report-day", day = Slashed(campaign.due_on).to_string()))
                    " (" (days_left(language, found.days_left)) ")"
                }
                @if !found.to_sign.is_empty() { (sign_card(language, campaign, &found.to_sign)) }
                @for work in &found.work { (work_card(language, campaign, found, work)) }
                @if let Some(waiting) = &found.waiting { (waiting_card(language, campaign, waiting)) }
                @if found.work.is_empty() && found.waiting.is_none() && found.to_sign.is_empty() && !found.administers {
                    p { (text!(language, "web-due-all-done")) }
                }
            }
        }
        @if found.administers { (administration(language)) }
    };
    show(visitor, Page { title: &title, part: "/", main, ..Page::default() })
}

/// What waits at a unit: what was sent back, what is asked, the report, then the tasks by day.
fn work_card(language: Language, campaign: &Campaign, found: &Due, work: &Work) -> Markup {
    let mut things = Vec::new();
    let report = report_duty(language, campaign, found, work);
    let is_handed_in = matches!(work.state, Some(ReportState::Submitted | ReportState::Approved));
    let is_done = is_handed_in && work.draft.is_none() && work.reopened_because.is_none();
    if !is_done {
        things.push(report.clone());
    }
    things.extend(work.questions.iter().map(|question| question_duty(language, campaign, work, question)));
    if is_done {
        things.push(report);
    }
    let id = format!("unit-{}", work.unit.code);
    let content = html! {
        (duties(&things))
        h3 { (text!(language, "web-due-tasks")) }
        @if work.tasks.is_empty() {
            p class="quiet" { (text!(language, "web-due-tasks-none")) }
        } @else {
            (duties(&work.tasks.iter().map(|task| task_duty(language, campaign, task)).collect::<Vec<_>>()))
        }
    };
    card(&id, &work.unit.name, content)
}

fn report_duty(language: Language, campaign: &Campaign, found: &Due, work: &Work) -> Markup {
    let to = address(work.unit.code.as_str(), "entry", &campaign.id.to_string());
    let is_returned = work.state == Some(ReportState::Returned);
    let (heading, label) = match (work.state, &work.draft) {
        _ if work.reopened_because.is_some() => {
            (text!(language, "web-due-reopened"), text!(language, "web-due-fix-do"))
        }
        (Some(ReportState::Returned), _) => (text!(language, "web-due-fix"), text!(language, "web-due-fix-do")),
        (Some(ReportState::Submitted | ReportState::Approved), None) => {
            let day = work.received_on.map(|day| Slashed(day).to_string()).unwrap_or_default();
            (text!(language, "web-due-sent", day = day), text!(language, "web-due-open"))
        }
        (_, Some(_)) => (text!(language, "web-due-report"), text!(language, "web-due-report-continue")),
        (None, None) => (text!(language, "web-due-report"), text!(language, "web-due-report-start")),
    };
    let weight = match work.state {
        Some(ReportState::Submitted | ReportState::Approved)
            if work.draft.is_none() && work.reopened_because.is_none() =>
        {
            Weight::Secondary
        }
        _ => Weight::Primary,
    };
    html! {
        p { strong { (heading) } " " (state_badge(language, work.state, found.days_left)) }
        @if let Some(reason) = work.returned_because.as_deref().filter(|_| is_returned).or(work.reopened_because.as_deref()) {
            p { (text!(language, "web-due-fix-why", reason = reason)) }
        }
        @if work.state.is_none() {
            p { (text!(language, "web-due-report-day", day = Slashed(campaign.due_on).to_string()))
                " (" (days_left(language, found.days_left)) ")" }
        }
        @if let Some((at, by)) = &work.draft {
            p class="quiet" { (text!(language, "web-due-report-draft", when = moment(language, *at), by = by)) }
        }
        (actions(&[link_button(&to, &label, weight)]))
    }
}

fn question_duty(language: Language, campaign: &Campaign, work: &Work, question: &Question) -> Markup {
    let label = &question.label[language as usize];
    let heading = match &question.cell {
        Some(_) => text!(language, "web-due-question", cell = label),
        None => text!(language, "web-due-question-whole"),
    };
    let entry = address(work.unit.code.as_str(), "entry", &campaign.id.to_string());
    let to = format!("{entry}#t:{}", question.cell.as_deref().unwrap_or_default());
    let by = text!(language, "web-due-question-by", by = &question.last.by, when = moment(language, question.last.at));
    html! {
        p { strong { (heading) } }
        p { span class="quiet" { (by) } " " span class="lines" { (question.last.text) } }
        (actions(&[link_button(&to, &text!(language, "web-due-question-do"), Weight::Secondary)]))
    }
}

fn task_duty(language: Language, campaign: &Campaign, task: &DueTask) -> Markup {
    let role = match task.role {
        Role::Lead => text!(language, "web-due-task-lead"),
        Role::Coordinating => text!(language, "web-due-task-joins"),
    };
    let to = format!("/campaign/tasks/{}?campaign={}", task.task.ordinal, campaign.id);
    let waits = task.standing.waits_for_unit();
    html! {
        p {
            (tag(&role)) " "
            @if task.new { (badge_saying(Status::Submitted, &text!(language, "web-due-task-new"))) " " }
            @if !waits || task.returned_because.is_some() { (part_badge(language, task.standing, None)) " " }
            @if let (Some(day), Some(days), true) = (task.task.due_on, task.days_left, waits) {
                @let status = match days { ..0 => Status::Late, 0..=7 => Status::DueSoon, _ => Status::Missing };
                @let words = text!(language, "web-due-task-day", day = Slashed(day).to_string());
                (badge_saying(status, &format!("{words} ({})", days_left(language, days))))
            }
        }
        p {
            @if task.task.is_in_plan() && task.task.by_hand.reworded.is_none() {
                q { (task.task.text) }
            } @else { span lang="vi" { (task.task.text) } }
            @if task.task.by_hand.added.is_some() { " " (tag(&text!(language, "web-task-added"))) }
        }
        @if let Some(reason) = &task.returned_because {
            p { (text!(language, "web-progress-returned-why", reason = reason)) }
        }
        p {
            a href=(to) {
                (text!(language, if waits { "web-due-task-open" } else { "web-due-task-see" }))
                span class="unseen" { " " (task.task.ordinal) }
            }
            @if task.task.is_in_plan() {
                @let plan = format!("/campaign/plan?campaign={}#task-{}", campaign.id, task.task.ordinal);
                " · " a href=(plan) { (text!(language, "web-due-task-source")) span class="unseen" { " " (task.task.ordinal) } }
            }
        }
    }
}

/// Consolidated reports that wait for the leader's word.
fn sign_card(language: Language, campaign: &Campaign, waiting: &[ToSign]) -> Markup {
    let duty = |waits: &ToSign| {
        let (unit, by) = (&waits.unit.name, &waits.asked.by);
        let code = waits.unit.code.as_str();
        let to = Address::of("/overview").with("campaign", &campaign.id.to_string()).with("unit", code).to_string();
        html! {
            p { (text!(language, "web-due-to-sign-of", unit = unit, by = by, when = moment(language, waits.asked.at))) }
            (actions(&[link_button(&to, &text!(language, "web-due-to-sign-do"), Weight::Primary)]))
        }
    };
    card("to-sign", &text!(language, "web-due-to-sign"), duties(&waiting.iter().map(duty).collect::<Vec<_>>()))
}

/// What waits for those who decide or lead.
fn waiting_card(language: Language, campaign: &Campaign, waiting: &Waiting) -> Markup {
    let to_board = format!("/board?campaign={}", campaign.id);
    let approved = text!(language, "web-due-approved");
    let unit = |status: &UnitStatus| {
        let to = crate::pages::report::address(status.code.as_str(), Some(&campaign.id.to_string()));
        let day = status.received_on.map(|day| Slashed(day).to_string());
        html! {
            li {
                a href=(to) { (status.name) }
                @if let Some(day) = day { " – " (text!(language, "web-due-received", day = day)) }
            }
        }
    };
    let content = html! {
        (progress(language, "approved", &approved, waiting.approved, waiting.units))
        h3 { (text!(language, "web-due-to-decide")) " (" (waiting.to_decide.len()) ")" }
        @if waiting.to_decide.is_empty() {
            p class="quiet" { (text!(language, "web-due-to-decide-none")) }
        } @else {
            ul { @for status in waiting.to_decide.iter().take(SHOWN) { (unit(status)) } }
        }
        @if !waiting.late.is_empty() {
            h3 { (text!(language, "web-due-late")) " (" (waiting.late.len()) ")" }
            ul {
                @for status in waiting.late.iter().take(SHOWN) {
                    @let to = crate::pages::report::address(status.code.as_str(), Some(&campaign.id.to_string()));
                    li { a href=(to) { (status.name) } }
                }
            }
        }
        p { a href=(to_board) { (text!(language, "web-due-more")) } }
    };
    card("waiting", &text!(language, "web-due-waiting"), content)
}

fn administration(language: Language) -> Markup {
    let links = [
        ("/admin/units", "web-due-administer-units"),
        ("/admin/people", "web-due-administer-people"),
        ("/admin/audit", "web-due-administer-audit"),
    ];
    let content = html! {
        ul { @for (href, key) in links { li { a href=(href) { (text!(language, key)) } } } }
    };
    card("administration", &text!(language, "web-due-administer"), content)
}
