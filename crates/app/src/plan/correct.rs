//! What a person says about a fact, kept; and a reading with what was said put into its facts.

use super::claim::{KINDS, LEVELS, date, money, quantity, year};
use super::{Claim, PlanError, Stored, stored};
use crate::Context;
use crate::audit::{Note, note};
use domain::draft::{Correction, FactCorrection};
use serde_json::{Value, json};
use vanban::date::PartialDate;
use vanban::facts::{DocKind, Fact, Facts, Figure, Level, Quantity};
use vanban::read::Reading;

/// Facts of which there is one in a plan; they can be filled in where nothing was read.
pub(super) const SINGLE: [&str; 11] = [
    "doc_kind",
    "title",
    "number",
    "issue_date",
    "issuer",
    "issuer_level",
    "year",
    "campaign",
    "theme",
    "period_start",
    "period_end",
];

/// The rule of a fact that a person filled in.
const BY_A_PERSON: &str = "person";

/// Says something about a fact of a plan: another value, no fact at all, or what was read after all. What was said before
/// stays, the last word counts.
///
/// # Errors
/// [`PlanError::NotThat`] for a value that is not what the fact claims to be, [`PlanError::UnknownFact`],
/// [`PlanError::Settled`], and those of finding the plan.
pub fn correct(context: Context<'_>, digest: &str, path: &str, said: &Correction) -> Result<(), PlanError> {
    let found = context.store.read(|session| stored(context, session, digest))?;
    let reading = found.reading(context)?;
    let before = reading.facts_in_order().into_iter().find(|fact| fact.path == path);
    if before.is_none() && !SINGLE.contains(&path) {
        return Err(PlanError::UnknownFact(path.chars().take(80).collect()));
    }
    let said = match said {
        Correction::Value(typed) => {
            let claim = Claim::of(path);
            Correction::Value(claim.canonical(typed).ok_or(PlanError::NotThat(claim))?)
        }
        other => other.clone(),
    };
    context.store.write(|session| {
        let Stored { home, campaign, corrections, .. } = stored(context, session, digest)?;
        if campaign.is_some() {
            return Err(PlanError::Settled);
        }
        let last = corrections.iter().find(|correction| correction.fact == path).map(|last| &last.correction);
        // Said twice is said once: a double click.
        if last == Some(&said) || (last.is_none() && said == Correction::AsRead) {
            return Ok(());
        }
        let said_so = FactCorrection {
            fact: path.to_owned(),
            correction: said.clone(),
            at: context.now(),
            by: context.actor.name().to_owned(),
        };
        session.correct_fact(home.unit, digest, &said_so)?;
        let (before, after) = (last.map_or(Value::Null, told), told(&said));
        let note_of = Note {
            action: "plan.correct",
            unit: Some(home.unit),
            subject: format!("{digest} {path}"),
            before: Some(before),
            after: Some(after),
        };
        note(context, session, note_of)?;
        Ok(())
    })
}

fn told(said: &Correction) -> Value {
    match said {
        Correction::Value(value) => json!({ "value": value }),
        Correction::Struck | Correction::AsRead => json!(said.name()),
    }
}

/// The steps of a path: `tasks[3].lead` is `tasks` at 3, then `lead`.
fn steps(path: &str) -> Vec<(&str, Option<usize>)> {
    let step = |step: &'_ str| -> Option<(usize, usize)> {
        let open = step.find('[')?;
        Some((open, step.get(open + 1..step.len().checked_sub(1)?)?.parse().ok()?))
    };
    path.split('.')
        .map(|part| match step(part) {
            Some((open, at)) => (&part[..open], Some(at)),
            None => (part, None),
        })
        .collect()
}

/// The place of a fact that can be changed.
enum Slot<'a> {
    Text(&'a mut Fact<String>),
    OptionalText(&'a mut Option<Fact<String>>),
    Date(&'a mut Fact<PartialDate>),
    OptionalDate(&'a mut Option<Fact<PartialDate>>),
    Year(&'a mut Option<Fact<i16>>),
    Kind(&'a mut Option<Fact<DocKind>>),
    Level(&'a mut Option<Fact<Level>>),
    Quantity(&'a mut Fact<Quantity>),
    OptionalQuantity(&'a mut Option<Fact<Quantity>>),
    Money(&'a mut Fact<i64>),
}

fn slot<'a>(facts: &'a mut Facts, path: &str) -> Option<Slot<'a>> {
    Some(match steps(path)[..] {
        [("doc_kind", None)] => Slot::Kind(&mut facts.kind),
        [("title", None)] => Slot::OptionalText(&mut facts.title),
        [("number", None)] => Slot::OptionalText(&mut facts.number),
        [("symbol", None)] => Slot::OptionalText(&mut facts.symbol),
        [("issue_date", None)] => Slot::OptionalDate(&mut facts.issue_date),
        [("issuer", None)] => Slot::OptionalText(&mut facts.issuer),
        [("issuer_level", None)] => Slot::Level(&mut facts.issuer_level),
        [("year", None)] => Slot::Year(&mut facts.year),
        [("campaign", None)] => Slot::OptionalText(&mut facts.campaign),
        [("theme", None)] => Slot::OptionalText(&mut facts.theme),
        [("period_start", None)] => Slot::OptionalDate(&mut facts.period_start),
        [("period_end", None)] => Slot::OptionalDate(&mut facts.period_end),
        [(list, Some(at))] => Slot::Text(words(facts, list)?.get_mut(at)?),
        [("event", None), (part, at)] => {
            let event = facts.event.as_mut()?;
            match (part, at) {
                ("date", None) => Slot::OptionalDate(&mut event.date),
                ("date_end", None) => Slot::OptionalDate(&mut event.date_end),
                ("place", None) => Slot::OptionalText(&mut event.place),
                ("host", Some(at)) => Slot::Text(event.hosts.get_mut(at)?),
                _ => return None,
            }
        }
        [("signer", None), (part, at)] => {
            let signer = facts.signer.as_mut()?;
            match (part, at) {
                ("authority", Some(at)) => Slot::Text(signer.authority.get_mut(at)?),
                ("title", None) => Slot::OptionalText(&mut signer.title),
                ("name", None) => Slot::OptionalText(&mut signer.name),
                _ => return None,
            }
        }
        [(list, Some(at)), (part, within)] => part_of_item(facts, list, at, part, within)?,
        [("figures", Some(at)), ("sex_disaggregated", None), (sex, None)] => {
            let Figure { female, male, .. } = facts.figures.get_mut(at)?;
            Slot::OptionalQuantity(if sex == "nữ" { female } else { male })
        }
        _ => return None,
    })
}

fn words<'a>(facts: &'a mut Facts, list: &str) -> Option<&'a mut Vec<Fact<String>>> {
    Some(match list {
        "place" => &mut facts.places,
        "lead_units" => &mut facts.lead_units,
        "recipients" => &mut facts.recipients,
        "addressees" => &mut facts.addressees,
        "models" => &mut facts.models,
        _ => return None,
    })
}

fn part_of_item<'a>(
    facts: &'a mut Facts,
    list: &str,
    at: usize,
    part: &str,
    within: Option<usize>,
) -> Option<Slot<'a>> {
    Some(match (list, part, within) {
        ("legal_bases", _, None) => {
            let basis = facts.legal_bases.get_mut(at)?;
            match part {
                "number" => Slot::OptionalText(&mut basis.number),
                "name" => Slot::OptionalText(&mut basis.name),
                "date" => Slot::OptionalDate(&mut basis.date),
                "issuer" => Slot::OptionalText(&mut basis.issuer),
                _ => return None,
            }
        }
        ("deadlines", "date", None) => Slot::Date(&mut facts.deadlines.get_mut(at)?.date),
        ("deadlines", "what", None) => Slot::Text(&mut facts.deadlines.get_mut(at)?.what),
        ("tasks", "text_start", None) => Slot::Text(&mut facts.tasks.get_mut(at)?.text),
        ("tasks", "lead", None) => Slot::OptionalText(&mut facts.tasks.get_mut(at)?.lead),
        ("tasks", "coordinating", Some(within)) => Slot::Text(facts.tasks.get_mut(at)?.coordinating.get_mut(within)?),
        ("tasks", "deadline", None) => Slot::OptionalText(&mut facts.tasks.get_mut(at)?.deadline),
        ("figures", "value", None) => Slot::Quantity(&mut facts.figures.get_mut(at)?.value),
        ("figures", "unit", None) => Slot::OptionalText(&mut facts.figures.get_mut(at)?.unit),
        ("figures", "what", None) => Slot::Text(&mut facts.figures.get_mut(at)?.what),
        ("money", "vnd", None) => Slot::Money(&mut facts.money.get_mut(at)?.vnd),
        ("money", "what", None) => Slot::Text(&mut facts.money.get_mut(at)?.what),
        _ => return None,
    })
}

fn put<T>(place: &mut Option<Fact<T>>, value: Option<T>) {
    match (place.as_mut(), value) {
        (Some(fact), Some(value)) => fact.value = value,
        (None, Some(value)) => *place = Some(Fact { value, span: 0..0, rule: BY_A_PERSON }),
        (_, None) => {}
    }
}

fn replace<T>(place: &mut Fact<T>, value: Option<T>) {
    if let Some(value) = value {
        place.value = value;
    }
}

fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

impl Slot<'_> {
    /// Puts a kept value in; one that is no such value changes nothing.
    fn set(self, kept: &str) {
        match self {
            Self::Text(place) => replace(place, Some(kept.to_owned())),
            Self::OptionalText(place) => put(place, Some(kept.to_owned())),
            Self::Date(place) => replace(place, date(kept)),
            Self::OptionalDate(place) => put(place, date(kept)),
            Self::Year(place) => put(place, year(kept)),
            Self::Kind(place) => put(place, named(&KINDS, kept)),
            Self::Level(place) => put(place, named(&LEVELS, kept)),
            Self::Quantity(place) => replace(place, quantity(kept)),
            Self::OptionalQuantity(place) => put(place, quantity(kept)),
            Self::Money(place) => replace(place, money(kept)),
        }
    }
}

/// Whether a person can say another value for the fact at a path.
pub(super) fn is_correctable(facts: &Facts, path: &str) -> bool {
    slot(&mut facts.clone(), path).is_some()
}

/// Puts the values that were said into the facts; positions in lists stay as they are.
pub(super) fn put_values(facts: &mut Facts, corrections: &[FactCorrection]) {
    for said in corrections {
        if let (Correction::Value(kept), Some(slot)) = (&said.correction, slot(facts, &said.fact)) {
            slot.set(kept);
        }
    }
}

/// What goes when a fact is struck: without its day a due point is none, without its words a task is none.
fn struck_with(path: &str) -> &str {
    let whole = path.split_once("].").filter(|(list, part)| {
        let list = list.split('[').next().unwrap_or_default();
        matches!(
            (list, *part),
            ("deadlines", _) | ("tasks", "text_start") | ("figures", "value" | "what") | ("money", _)
        )
    });
    whole.map_or(path, |(list, _)| &path[..=list.len()])
}

/// Takes out of the facts what was struck; positions in lists change.
pub(super) fn strike(facts: &mut Facts, corrections: &[FactCorrection]) {
    let struck = corrections.iter().filter(|said| said.correction == Correction::Struck);
    let mut paths: Vec<&str> = struck.map(|said| struck_with(&said.fact)).collect();
    // Parts before the whole, later items before earlier ones, so that each path still leads to what it named.
    paths.sort_by_key(|path| {
        let steps = steps(path);
        let places: Vec<usize> = steps.iter().filter_map(|(_, at)| *at).collect();
        (std::cmp::Reverse(steps.len()), std::cmp::Reverse(places), path.to_owned())
    });
    paths.dedup();
    for path in paths {
        strike_one(facts, path);
    }
}

fn strike_one(facts: &mut Facts, path: &str) {
    match steps(path)[..] {
        [("deadlines", Some(at))] => remove(&mut facts.deadlines, at),
        [("tasks", Some(at))] => remove(&mut facts.tasks, at),
        [("figures", Some(at))] => remove(&mut facts.figures, at),
        [("money", Some(at))] => remove(&mut facts.money, at),
        [(list, Some(at))] => {
            if let Some(list) = words(facts, list) {
                remove(list, at);
            }
        }
        [("tasks", Some(at)), ("coordinating", Some(within))] => {
            if let Some(task) = facts.tasks.get_mut(at) {
                remove(&mut task.coordinating, within);
            }
        }
        [("event", None), ("type", None)] => facts.event = None,
        [("event", None), ("host", Some(at))] => {
            if let Some(event) = &mut facts.event {
                remove(&mut event.hosts, at);
            }
        }
        [("signer", None), ("authority", Some(at))] => {
            if let Some(signer) = &mut facts.signer {
                remove(&mut signer.authority, at);
            }
        }
        _ => match slot(facts, path) {
            Some(Slot::OptionalText(place)) => *place = None,
            Some(Slot::OptionalDate(place)) => *place = None,
            Some(Slot::Year(place)) => *place = None,
            Some(Slot::Kind(place)) => *place = None,
            Some(Slot::Level(place)) => *place = None,
            Some(Slot::OptionalQuantity(place)) => *place = None,
            _ => {}
        },
    }
}

fn remove<T>(list: &mut Vec<T>, at: usize) {
    if at < list.len() {
        list.remove(at);
    }
}

/// A reading with everything that was said about its facts.
pub(super) fn corrected(mut reading: Reading, corrections: &[FactCorrection]) -> Reading {
    put_values(&mut reading.facts, corrections);
    strike(&mut reading.facts, corrections);
    reading
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Instant;

    const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 7/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm 2026\n\n\
        KẾ HOẠCH\n\nTriển khai Tháng hành động vì bình đẳng giới năm 2026\n\n\
        Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006;\n\n\
        Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\nI. TỔ CHỨC THỰC HIỆN\n\n\
        1. Sở Nội vụ chủ trì, phối hợp với Công an tỉnh, Sở Y tế tổ chức lễ phát động trước ngày 12/11/2026.\n\n\
        2. Sở Mộng Mơ chủ trì tổ chức hội thi trước ngày 01/12/2026.\n\n\
        3. Công an tỉnh chủ trì xử lý các vụ việc trước ngày 10/12/2026.\n\n\
        Các đơn vị báo cáo kết quả về Sở Nội vụ trước ngày 20/12/2026; kinh phí 20.000.000 đồng cho 1.200 người dự.\n\n\
        Nơi nhận:\n- Như trên;\n- Sở Y tế;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n";

    fn said(fact: &str, correction: Correction) -> FactCorrection {
        FactCorrection { fact: fact.to_owned(), correction, at: Instant::UNIX_EPOCH, by: "thử".to_owned() }
    }

    fn reading() -> Reading {
        vanban::read::read(PLAN.as_bytes()).unwrap()
    }

    #[test]
    fn every_fact_that_can_be_typed_in_has_its_place_and_takes_its_own_value() {
        let reading = reading();
        for fact in reading.facts_in_order() {
            let claim = Claim::of(&fact.path);
            let can = claim != Claim::Fixed;
            assert_eq!(is_correctable(&reading.facts, &fact.path), can, "{}", fact.path);
            if !can || fact.path.ends_with("text_start") {
                continue;
            }
            let read = fact.value.as_str().map_or_else(|| fact.value.to_string(), str::to_owned);
            let kept = claim.canonical(&read).unwrap_or_else(|| panic!("{}: {read}", fact.path));
            let mut facts = reading.facts.clone();
            put_values(&mut facts, &[said(&fact.path, Correction::Value(kept))]);
            assert_eq!(facts, reading.facts, "{}: what was read, said again, changes nothing", fact.path);
        }
    }

    #[test]
    fn striking_takes_out_what_was_named_and_nothing_else() {
        let read = reading();
        let tasks = read.facts.tasks.len();
        let third = read.facts.tasks[2].text.value.clone();
        let coordinating = read.facts.tasks[0].coordinating[1].value.clone();
        let struck = [
            said("tasks[1].text_start", Correction::Struck),
            said("tasks[0].coordinating[0]", Correction::Struck),
            said("deadlines[1].date", Correction::Struck),
            said("deadlines[1].what", Correction::Struck),
            said("deadlines[0].what", Correction::Struck),
            said("theme", Correction::Struck),
            said("number", Correction::Struck),
            said("tasks[2].lead", Correction::Value("Sở Y tế".into())),
        ];
        let third_day = read.facts.deadlines[2].date.value;
        let after = corrected(read, &struck).facts;
        assert_eq!(after.tasks.len(), tasks - 1);
        assert_eq!(after.tasks[1].text.value, third);
        assert_eq!(after.tasks[1].lead.as_ref().unwrap().value, "Sở Y tế");
        assert_eq!(after.tasks[0].coordinating[0].value, coordinating);
        assert_eq!(after.deadlines[0].date.value, third_day, "both parts of one due point strike it once");
        assert!(after.number.is_none());
    }

    #[test]
    fn a_path_that_leads_nowhere_changes_nothing() {
        let facts = reading().facts;
        for path in
            ["", "tasks", "tasks[99].lead", "tasks[0]", "x[0].y", "tasks[-1].lead", "number[0]", "tasks[0", "a.b.c.d"]
        {
            let mut changed = facts.clone();
            put_values(&mut changed, &[said(path, Correction::Value("x".into()))]);
            if path != "tasks[0]" {
                strike(&mut changed, &[said(path, Correction::Struck)]);
            }
            assert_eq!(changed, facts, "{path}");
        }
    }

    #[test]
    fn a_fact_that_was_not_read_is_filled_in() {
        let mut reading = reading();
        reading.facts.theme = None;
        let filled = corrected(reading, &[said("theme", Correction::Value("Mái nhà không bạo lực".into()))]);
        assert_eq!(filled.facts.theme.unwrap().value, "Mái nhà không bạo lực");
    }
}
