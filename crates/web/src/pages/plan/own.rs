//! One's own plan, drafted from a superior's: a form to edit, then a .docx to keep. Nothing of it is stored.

use super::address;
use crate::components::alert::{Alert, Kind, error_summary};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, button};
use crate::components::dialog::card;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::form::{Form, filters, form};
use crate::download;
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::plan::own::{self, Draft, MOST_DAYS, OwnPlan, OwnTask};
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::CivilDate;
use domain::unit::UnitVersion;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Days earlier to choose from.
const EARLIER: [u8; 7] = [0, 2, 3, 5, 7, 10, 15];

/// Most tasks of a plan that is sent back: a hostile form can claim any number.
const MOST_TASKS: usize = 400;

/// Id of the list of units proposed.
const UNITS: &str = "own-units";

/// What stands in the fields, by name.
type Typed = BTreeMap<String, String>;

#[derive(Deserialize)]
pub(super) struct Earlier {
    earlier: Option<u8>,
}

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(digest): Path<String>,
    Query(asked): Query<Earlier>,
) -> Result<Markup, Failure> {
    let earlier = asked.earlier.unwrap_or(3).min(MOST_DAYS);
    let of = digest.clone();
    let draft = site.ask(&visitor, move |context| own::propose(context, &of, earlier)).await?;
    Ok(draw(&visitor, &digest, &draft, earlier, &typed_of(&draft.plan), &[], None))
}

fn typed_of(plan: &OwnPlan) -> Typed {
    let mut typed = Typed::new();
    let mut put = |name: &str, value: &str| typed.insert(name.to_owned(), value.to_owned());
    let day = |day: Option<CivilDate>| day.map(|day| day.to_string()).unwrap_or_default();
    for (name, value) in [
        ("parent_body", &plan.parent_body),
        ("issuer", &plan.issuer),
        ("symbol", &plan.symbol),
        ("place", &plan.place),
        ("title", &plan.title),
        ("theme", &plan.theme),
        ("period", &plan.period),
        ("signer_title", &plan.signer_title),
        ("signer_name", &plan.signer_name),
    ] {
        put(name, value);
    }
    put("date", &day(plan.date));
    put("report_on", &day(plan.report_on));
    put("bases", &plan.bases.join("\n"));
    put("recipients", &plan.recipients.join("\n"));
    put("authority", &plan.authority.join("\n"));
    put("tasks", &plan.tasks.len().to_string());
    for (at, task) in plan.tasks.iter().enumerate() {
        if task.is_taken {
            put(&format!("take-{at}"), "yes");
        }
        put(&format!("text-{at}"), &task.text);
        put(&format!("lead-{at}"), &task.lead);
        put(&format!("joins-{at}"), &task.coordinating);
        put(&format!("due-{at}"), &day(task.due_on));
    }
    typed
}

/// Reads the fields back; names fields whose day is none.
fn plan_of(typed: &Typed) -> (OwnPlan, Vec<String>) {
    let mut wrong = Vec::new();
    let text = |name: &str| typed.get(name).map(|value| value.trim().to_owned()).unwrap_or_default();
    let lines = |name: &str| -> Vec<String> {
        text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let mut day = |name: &str| {
        let typed = text(name);
        let day = typed.parse::<CivilDate>().ok();
        if day.is_none() && !typed.is_empty() {
            wrong.push(name.to_owned());
        }
        day
    };
    let count = text("tasks").parse::<usize>().unwrap_or(0).min(MOST_TASKS);
    let tasks = (0..count)
        .map(|at| OwnTask {
            is_taken: typed.contains_key(&format!("take-{at}")),
            text: text(&format!("text-{at}")),
            lead: text(&format!("lead-{at}")),
            coordinating: text(&format!("joins-{at}")),
            due_on: day(&format!("due-{at}")),
        })
        .collect();
    let (date, report_on) = (day("date"), day("report_on"));
    let plan = OwnPlan {
        parent_body: text("parent_body"),
        issuer: text("issuer"),
        symbol: text("symbol"),
        place: text("place"),
        date,
        title: text("title"),
        bases: lines("bases"),
        theme: text("theme"),
        period: text("period"),
        tasks,
        report_on,
        recipients: lines("recipients"),
        authority: lines("authority"),
        signer_title: text("signer_title"),
        signer_name: text("signer_name"),
    };
    (plan, wrong)
}

fn draw(
    visitor: &Visitor,
    digest: &str,
    draft: &Draft,
    earlier: u8,
    typed: &Typed,
    wrong: &[String],
    refusal: Option<&str>,
) -> Markup {
    let language = visitor.language;
    let title = text!(language, "web-own-title");
    let at = address(digest).to_string();
    let bad_day = text!(language, "web-bad-day");
    let errors: Vec<(&str, &str)> = wrong.iter().map(|name| (name.as_str(), bad_day.as_str())).collect();
    let main = html! {
        p { (text!(language, "web-own-hint", plan = &draft.from)) }
        (error_summary(language, &errors))
        (earlier_form(language, &at, earlier))
        (form(&Form { action: &format!("{at}/own"), ..Form::default() }, fields(language, draft, typed, wrong)))
    };
    let crumbs = breadcrumbs(language, &[("/plans", &text!(language, "web-plans")), (&at, &draft.from)], &title);
    let alert = refusal.map(|refusal| Alert::new(Kind::Error, refusal));
    show(visitor, Page { title: &title, part: "/plans", breadcrumbs: Some(crumbs), alert, main, ..Page::default() })
}

fn earlier_form(language: Language, at: &str, earlier: u8) -> Markup {
    let words: Vec<(String, String, bool)> = EARLIER
        .iter()
        .map(|days| {
            (days.to_string(), text!(language, "web-own-earlier-days", days = u32::from(*days)), *days == earlier)
        })
        .collect();
    let choices: Vec<Choice<'_>> =
        words.iter().map(|(value, label, chosen)| Choice { value, label, chosen: *chosen }).collect();
    let label = text!(language, "web-own-earlier");
    let fields = html! {
        (field(language, &Field { name: "earlier", label: &label, control: Control::Select { choices: &choices }, ..Field::default() }))
        (button(&Button { label: &text!(language, "web-own-again"), ..Button::default() }))
    };
    filters(&format!("{at}/own"), &label, fields)
}

fn fields(language: Language, draft: &Draft, typed: &Typed, wrong: &[String]) -> Markup {
    let value = |name: &str| typed.get(name).map_or("", String::as_str);
    let bad_day = text!(language, "web-bad-day");
    let draw = |name: &str, key: &str, optional: bool, control: Control<'_>| {
        let error = wrong.iter().any(|field| field == name).then_some(bad_day.as_str());
        let label = text!(language, key);
        field(language, &Field { name, label: &label, optional, error, control, ..Field::default() })
    };
    let line = |name: &str, key: &str, optional| {
        draw(name, key, optional, Control::Input { kind: "text", value: value(name) })
    };
    let day = |name: &str, key: &str| draw(name, key, true, Control::Input { kind: "date", value: value(name) });
    let lines = |name: &str, key: &str, rows| draw(name, key, true, Control::Lines { value: value(name), rows });
    let count = value("tasks").parse::<usize>().unwrap_or(0).min(MOST_TASKS);
    html! {
        (card("head", &text!(language, "web-own-head"), html! {
            (line("parent_body", "web-own-parent", true))
            (line("issuer", "web-own-issuer", false))
            (line("symbol", "web-own-symbol", false))
            (line("place", "web-own-place", false))
            (day("date", "web-own-date"))
            (draw("title", "web-own-about", false, Control::Lines { value: value("title"), rows: 3 }))
        }))
        (card("grounds", &text!(language, "web-own-grounds"), html! {
            (lines("bases", "web-own-bases", 6))
            (lines("theme", "web-own-theme", 2))
            (line("period", "web-own-period", true))
        }))
        input type="hidden" name="tasks" value=(count);
        datalist id=(UNITS) { @for UnitVersion { name, .. } in &draft.units { option value=(name) {} } }
        @for at in 0..count { (task(language, typed, wrong, at)) }
        (card("foot", &text!(language, "web-own-foot"), html! {
            (day("report_on", "web-own-report-on"))
            (lines("recipients", "web-own-recipients", 4))
            (lines("authority", "web-own-authority", 2))
            (line("signer_title", "web-own-signer-title", true))
            (line("signer_name", "web-own-signer-name", true))
        }))
        (button(&Button { label: &text!(language, "web-own-write"), weight: Weight::Primary, ..Button::default() }))
    }
}

fn task(language: Language, typed: &Typed, wrong: &[String], at: usize) -> Markup {
    let name = |part: &str| format!("{part}-{at}");
    let value = |part: &str| typed.get(&name(part)).map_or("", String::as_str);
    let bad_day = text!(language, "web-bad-day");
    let draw = |part: &str, key: &str, control: Control<'_>| {
        let (name, label) = (name(part), text!(language, key));
        let error = wrong.contains(&name).then_some(bad_day.as_str());
        let list = matches!(part, "lead" | "joins").then_some(UNITS);
        field(language, &Field { name: &name, label: &label, optional: true, error, list, control, ..Field::default() })
    };
    let content = html! {
        (draw("take", "web-own-take", Control::Check { checked: typed.contains_key(&name("take")) }))
        (draw("text", "web-task-words", Control::Lines { value: value("text"), rows: 4 }))
        (draw("lead", "web-task-lead", Control::Input { kind: "text", value: value("lead") }))
        (draw("joins", "web-task-joining", Control::Input { kind: "text", value: value("joins") }))
        (draw("due", "web-task-due", Control::Input { kind: "date", value: value("due") }))
    };
    card(&format!("task-{at}"), &text!(language, "web-own-task", number = at + 1), content)
}

pub(super) async fn write(
    State(site): State<Site>,
    visitor: Visitor,
    Path(digest): Path<String>,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Failure> {
    let (plan, wrong) = plan_of(&typed);
    let of = digest.clone();
    let refusal = if wrong.is_empty() {
        match site.try_ask(&visitor, move |context| own::write(context, &of, &plan)).await? {
            Ok(bytes) => return Ok(download::file("ke-hoach.docx", download::DOCX, bytes)),
            Err(app::plan::PlanError::Open(_)) => Some(text!(visitor.language, "web-own-incomplete")),
            Err(error) => return Err(Failure::told(&error, visitor.language)),
        }
    } else {
        None
    };
    let of = digest.clone();
    let draft = site.ask(&visitor, move |context| own::propose(context, &of, 0)).await?;
    let page = draw(&visitor, &digest, &draft, 0, &typed, &wrong, refusal.as_deref());
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drafted_comes_back_from_its_fields() {
        let plan = OwnPlan {
            issuer: "Ủy ban nhân dân xã Hòa Lộc".to_owned(),
            bases: vec!["Căn cứ một".to_owned(), "Thực hiện hai".to_owned()],
            report_on: "2026-12-15".parse().ok(),
            tasks: vec![
                OwnTask { is_taken: true, text: "Tổ chức hội thi".to_owned(), ..OwnTask::default() },
                OwnTask { due_on: "2026-11-30".parse().ok(), ..OwnTask::default() },
            ],
            ..OwnPlan::default()
        };
        assert_eq!(plan_of(&typed_of(&plan)), (plan, Vec::new()));
        let typed: Typed = [("tasks", "1"), ("due-0", "mai"), ("date", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        assert_eq!(plan_of(&typed).1, ["due-0"]);
    }
}
