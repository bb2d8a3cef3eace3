//! From the assignments of a plan to tasks of units.

use crate::Context;
use domain::campaign::Campaign;
use domain::task::{Assignment, ByHand, Resolver, Role, Task, TaskKind};
use domain::unit::Hierarchy;
use domain::{CivilDate, TaskId, UnitId};
use vanban::date::PartialDate;
use vanban::facts;
use vanban::read::Reading;

/// The tasks of a plan: its assignments, then the duty to report, which reaches every unit.
pub(super) fn tasks(
    context: Context<'_>,
    campaign: &Campaign,
    reading: &Reading,
    hierarchy: &Hierarchy,
    reporters: &[UnitId],
) -> Vec<Task> {
    let resolver = Resolver::new(hierarchy, campaign.root);
    let new_id = || TaskId::new(context.now(), context.world.random());
    let duty = reporting_duty(campaign, &reading.facts);
    // The sentence that asks for the reports is no work of its own: it is the duty below, with all its words.
    let for_many =
        |task: &facts::Task| task.lead.as_ref().is_none_or(|lead| resolver.resolve(&lead.value).units.len() > 1);
    let asks = |task: &&facts::Task| duty.is_some_and(|duty| encloses(&task.text, duty)) && for_many(task);
    let asking = reading.facts.tasks.iter().find(asks).map(|task| &task.text).or(duty);
    let mut tasks: Vec<Task> = reading
        .facts
        .tasks
        .iter()
        .filter(|task| !asks(task))
        .map(|task| {
            let (assignments, unresolved) = assign(&resolver, task);
            Task {
                id: new_id(),
                campaign: campaign.id,
                ordinal: 0,
                kind: TaskKind::Work,
                text: task.text.value.clone(),
                span: task.text.span.clone(),
                lead_as_written: task.lead.as_ref().map(|lead| lead.value.clone()),
                due_on: due_on(campaign.year, &reading.facts, task),
                assignments,
                unresolved,
                by_hand: ByHand::default(),
            }
        })
        .collect();
    tasks.push(Task {
        id: new_id(),
        campaign: campaign.id,
        ordinal: 0,
        kind: TaskKind::Report,
        text: asking.map(|fact| fact.value.clone()).unwrap_or_default(),
        span: asking.map_or(0..0, |fact| fact.span.clone()),
        lead_as_written: None,
        due_on: Some(campaign.due_on),
        assignments: reporters.iter().map(|unit| Assignment { unit: *unit, role: Role::Lead }).collect(),
        unresolved: Vec::new(),
        by_hand: ByHand::default(),
    });
    for (task, ordinal) in tasks.iter_mut().zip(1..) {
        task.ordinal = ordinal;
    }
    tasks
}

fn assign(resolver: &Resolver<'_>, task: &facts::Task) -> (Vec<Assignment>, Vec<String>) {
    let mut assignments: Vec<Assignment> = Vec::new();
    let mut unresolved = Vec::new();
    let named = task.lead.iter().map(|lead| (lead, Role::Lead));
    for (body, role) in named.chain(task.coordinating.iter().map(|body| (body, Role::Coordinating))) {
        let found = resolver.resolve(&body.value);
        unresolved.extend(found.unresolved);
        for unit in found.units {
            // A unit that leads does not also join in.
            if !assignments.iter().any(|assignment| assignment.unit == unit) {
                assignments.push(Assignment { unit, role });
            }
        }
    }
    (assignments, unresolved)
}

fn encloses(outer: &facts::Fact<String>, inner: &facts::Fact<String>) -> bool {
    outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}

/// The dated due point that stands inside the task's own text.
pub(crate) fn due_on(year: i16, facts: &facts::Facts, task: &facts::Task) -> Option<CivilDate> {
    let inside = |deadline: &&facts::Deadline| encloses(&task.text, &deadline.what);
    facts
        .deadlines
        .iter()
        .filter(inside)
        .filter_map(|deadline| deadline.date.value.with_year(year).and_then(PartialDate::full))
        .min()
}

fn reporting_duty<'a>(campaign: &Campaign, facts: &'a facts::Facts) -> Option<&'a facts::Fact<String>> {
    let due = |deadline: &&facts::Deadline| {
        deadline.date.value.with_year(campaign.year).and_then(PartialDate::full) == Some(campaign.due_on)
    };
    let reporting = |deadline: &&facts::Deadline| due(deadline) && super::asks_for_reports(&deadline.what.value);
    facts.deadlines.iter().find(reporting).or_else(|| facts.deadlines.iter().find(due)).map(|deadline| &deadline.what)
}
