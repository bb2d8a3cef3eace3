//! Work given to named bodies: assignment sentences, assignment tables, and items with a line for who leads.

use super::outline::{self, Rank};
use super::zones::Zones;
use super::{body, deadline, when};
use crate::facts::{Fact, Task};
use crate::read::layout::{Cell, Place, Table};
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use crate::text::fold;
use std::collections::HashSet;
use std::ops::Range;

/// How far into a sentence a preface such as `Căn cứ Kế hoạch này,` may reach.
const PREFACE: usize = 140;

/// How far after a body `chủ trì` still speaks of it: `là cơ quan thường trực, có trách nhiệm chủ trì`.
const LEADS_WITHIN: usize = 70;

/// What a plan hands out, and who is told to lead.
#[derive(Debug, Default)]
pub(super) struct Assigned {
    pub(super) tasks: Vec<Task>,
    pub(super) leads: Vec<Fact<String>>,
}

/// Who a sentence gives work to, and how plainly.
struct Assignment {
    bodies: Vec<Fact<String>>,
    /// Byte after the last body.
    end: usize,
    /// Told to lead in so many words.
    told_to_lead: bool,
}

/// A body that leads everything listed under it.
struct Heading {
    rank: Option<Rank>,
    lead: Vec<Fact<String>>,
    /// Label of the first item under it: the others are like it, and what is set deeper belongs to them.
    child: Option<Option<Rank>>,
}

/// Reads the assignments of an official document.
pub(super) fn assigned(source: &Source<'_>, zones: &Zones) -> Assigned {
    let mut out = Assigned::default();
    let mut in_section = false;
    let mut heading: Option<Heading> = None;
    let mut labelled = Labelled::default();
    for i in zones.body.clone() {
        let line = source.span(i);
        if !matches!(source.lines.get(i).map(|l| l.place), Some(Place::Flow)) {
            continue;
        }
        let text = source.str(&line);
        let label = outline::label(text);
        let rank = label.map(|(rank, _)| rank);
        let item = source.trim(line.start + label.map_or(0, |(_, at)| at)..line.end, &['*']);
        if rank.is_some_and(|rank| rank <= Rank::Roman) {
            in_section = source.has_any(&line, &lexicon().tasks.sections);
            heading = None;
            if !in_section {
                continue;
            }
        }
        if let Some(parent) = &heading
            && rank.is_some_and(|rank| {
                parent.rank.is_none_or(|parent| rank <= parent) && !(parent.rank.is_none() && rank >= Rank::Arabic)
            })
        {
            heading = None;
        }
        if apply_label(source, &item, &mut labelled, &mut out) {
            continue;
        }
        line_item(source, &item, rank, in_section, &mut heading, &mut out);
    }
    tables(source, &mut out);
    dedup(&mut out.leads);
    out
}

/// Reads one item of the body.
fn line_item(
    source: &Source<'_>,
    item: &Range<usize>,
    rank: Option<Rank>,
    in_section: bool,
    heading: &mut Option<Heading>,
    out: &mut Assigned,
) {
    let Some(found) = assignment(source, item, in_section) else {
        let Some(parent) = heading.as_mut() else { return };
        let child = *parent.child.get_or_insert(rank);
        if child.is_some() && rank.is_none() || is_closing(source.low(item)) {
            *heading = None;
        } else if child == rank {
            let lead = parent.lead.clone();
            if source.has_any(item, &lexicon().tasks.lead) {
                out.leads.extend(lead.iter().cloned());
            }
            push_task(source, item, &lead, item.start, out);
        }
        return;
    };
    let rest = source.trim(found.end..item.end, &[':', '*', '.']);
    let ends_open = source.str(item).trim_end().ends_with(':');
    if source.words(&rest).is_empty() || ends_open {
        if found.told_to_lead {
            out.leads.extend(found.bodies.iter().cloned());
        }
        *heading = Some(Heading { rank, lead: found.bodies, child: None });
        return;
    }
    if found.told_to_lead {
        out.leads.extend(found.bodies.iter().cloned());
    }
    push_task(source, item, &found.bodies, found.end, out);
}

/// The formula that ends a document: no task.
fn is_closing(low: &str) -> bool {
    ["trên đây là", "trong quá trình", "trân trọng", "kế hoạch này"].iter().any(|word| low.starts_with(word))
}

/// Who a sentence that starts here gives work to.
fn assignment(source: &Source<'_>, item: &Range<usize>, in_section: bool) -> Option<Assignment> {
    let tasks = &lexicon().tasks;
    let start = after_preface(source, item);
    if let Some(end) = source.at(start, item, &tasks.assign) {
        let (bodies, end) = body::list(source, end, item, "lead.assigned");
        return (!bodies.is_empty()).then_some(Assignment { bodies, end, told_to_lead: true });
    }
    let requested = source.at(start, item, &tasks.request);
    let from = requested.unwrap_or(start);
    let (bodies, end) = body::list(source, from, item, "lead.named");
    if let Some(lead) = before_lead(source, from, end, item, in_section || requested.is_some()) {
        let end = lead.span.end;
        return Some(Assignment { bodies: vec![lead], end, told_to_lead: true });
    }
    if bodies.is_empty() {
        return None;
    }
    if requested.is_none()
        && let Some(told) = by_issuer(source, end, item)
    {
        return Some(told);
    }
    let rest = source.low_from(end, item).trim_start_matches([',', ' ', '*']);
    let said = rest.trim_start_matches([':', ' ', '-']);
    let chairs =
        said.find("chủ trì").filter(|at| *at < LEADS_WITHIN && !said.get(..*at).is_some_and(|s| s.contains('.')));
    let told_to_lead = tasks.lead.iter().any(|word| rest.starts_with(word.as_str())) || in_section && chairs.is_some();
    let next = end + (source.low_from(end, item).len() - rest.len());
    let has_verb = rest.is_empty()
        || rest.starts_with(':')
        || source.at(next, item, &lexicon().bodies.ends).is_some()
        || does_something(source, next, item);
    (told_to_lead || in_section && has_verb).then_some(Assignment { bodies, end, told_to_lead })
}

/// `Ủy ban nhân dân tỉnh giao Sở Nội vụ …`: the body that speaks hands the work to another.
fn by_issuer(source: &Source<'_>, end: usize, item: &Range<usize>) -> Option<Assignment> {
    let tasks = &lexicon().tasks;
    let rest = source.low_from(end, item);
    let at = end + (rest.len() - rest.trim_start_matches([' ', ',']).len());
    let assigned = source.at(at, item, &tasks.assign);
    let from = assigned.or_else(|| source.at(at, item, &tasks.request))?;
    let (bodies, end) = body::list(source, from, item, "lead.assigned");
    (!bodies.is_empty()).then_some(Assignment { bodies, end, told_to_lead: assigned.is_some() })
}

/// A verb the lexicon does not know after the name of a body: words in small letters that do not join on to it.
fn does_something(source: &Source<'_>, at: usize, item: &Range<usize>) -> bool {
    const JOINS: [&str; 16] = [
        "của",
        "và",
        "tại",
        "thuộc",
        "hoặc",
        "cùng",
        "các",
        "cấp",
        "trực thuộc",
        "ở",
        "theo",
        "với",
        "nêu",
        "có tên",
        "về",
        "này",
    ];
    source.char_at(at).is_some_and(char::is_lowercase)
        && source.at(at, item, &JOINS).is_none()
        && source.words(&(at..item.end)).len() >= 3
}

/// The noun phrase between the start of an item and `chủ trì`, where it is more than the bodies the lexicon knows:
/// `Báo và Phát thanh, Truyền hình An Giao chủ trì, …`. `known` is the end of the bodies that are known.
fn before_lead(
    source: &Source<'_>,
    from: usize,
    known: usize,
    item: &Range<usize>,
    in_section: bool,
) -> Option<Fact<String>> {
    let lead = source.first(item, "chủ trì")?;
    let phrase = source.trim(from..lead.max(from), &[',', '*', ' ', ':', '-']);
    let with_others =
        source.low_from(lead + "chủ trì".len(), item).trim_start_matches([',', ' ']).starts_with("phối hợp");
    let gap = source.trim(known.max(phrase.start)..phrase.end.max(known.max(phrase.start)), &[',', ' ']);
    let plain = !source.str(&phrase).contains(['.', ';', ':', '"', '“']);
    let words = source.words(&phrase).len();
    // "Đơn vị chủ trì", "… do Sở chủ trì", "Sở là cơ quan thường trực, có trách nhiệm chủ trì": another wording.
    let other = [
        "do",
        "là",
        "được",
        "có",
        "đơn vị",
        "cơ quan",
        "giao",
        "phân công",
        "của",
        "về",
        "theo",
        "cho",
        "việc",
        "tổ chức",
        "thực hiện",
        "trách nhiệm",
        "phối hợp",
        "trực tiếp",
        "để",
    ];
    let is_name = !gap.is_empty()
        && plain
        && (in_section || with_others)
        && (1..=25).contains(&words)
        && source.is_capital(phrase.start)
        && !source.has_any(&gap, &other);
    is_name.then(|| source.verbatim(phrase, "lead.phrase"))
}

/// Past `Căn cứ Kế hoạch này,` and the like.
fn after_preface(source: &Source<'_>, item: &Range<usize>) -> usize {
    let low = source.low(item);
    // "Định kỳ hằng tháng trước ngày 25, các sở …".
    if let Some(time) = when::first(source, item).filter(|found| found.span.start == item.start) {
        let rest = source.low_from(time.span.end, item);
        if let Some(inner) = rest.strip_prefix(',') {
            return time.span.end + (rest.len() - inner.trim_start().len());
        }
    }
    if let Some(end) = source.at(item.start, item, &["trách nhiệm của", "nhiệm vụ của", "đối với"]) {
        return end + 1;
    }
    if !["căn cứ ", "trên cơ sở ", "theo ", "để "].iter().any(|word| low.starts_with(word)) {
        return item.start;
    }
    let limit = low.char_indices().map(|(at, _)| at).find(|at| *at >= PREFACE).unwrap_or(low.len());
    let head = low.get(..limit).unwrap_or_default();
    let this = head.find(" này").map(|at| at + " này".len());
    let comma = head.match_indices(',').map(|(at, _)| at + 1).find(|at| {
        let next = item.start + at + 1;
        body::head_at(source, next, item).is_some()
            || source.at(next, item, &lexicon().tasks.request).is_some()
            || source.at(next, item, &lexicon().tasks.assign).is_some()
    });
    let Some(end) = comma.or(this) else { return item.start };
    let rest = low.get(end..).unwrap_or_default();
    item.start + end + (rest.len() - rest.trim_start_matches([',', ' ', ':', ';']).len())
}

fn push_task(source: &Source<'_>, item: &Range<usize>, lead: &[Fact<String>], from: usize, out: &mut Assigned) {
    let text = source.trim(item.clone(), &['/', '*']);
    out.tasks.push(Task {
        text: source.verbatim(text, "task.sentence"),
        lead: joined(source, lead),
        coordinating: coordinating(source, &(from..item.end)),
        deadline: deadline::as_written(source, item),
    });
}

/// Several leading bodies as one phrase of the text.
fn joined(source: &Source<'_>, bodies: &[Fact<String>]) -> Option<Fact<String>> {
    match bodies {
        [] => None,
        [one] => Some(one.clone()),
        [first, .., last] => Some(source.verbatim(first.span.start..last.span.end, first.rule)),
    }
}

/// The bodies after `phối hợp với`.
fn coordinating(source: &Source<'_>, span: &Range<usize>) -> Vec<Fact<String>> {
    let first_sentence = source.sentences(span).into_iter().next().unwrap_or_else(|| span.clone());
    source
        .first_of(&first_sentence, &lexicon().tasks.coordinate)
        .map_or_else(Vec::new, |word| body::list(source, word.end, &first_sentence, "task.coordinating").0)
}

/// The item a `Đơn vị chủ trì: …` line under it belongs to, and a deadline told before who leads.
#[derive(Default)]
struct Labelled {
    item: Option<Range<usize>>,
    deadline: Option<Fact<String>>,
}

/// `Đơn vị chủ trì: …` under an item: who leads, joins in, by when.
fn apply_label(source: &Source<'_>, item: &Range<usize>, labelled: &mut Labelled, out: &mut Assigned) -> bool {
    let tasks = &lexicon().tasks;
    let Some((name, value)) = label_and_value(source, item) else {
        *labelled = Labelled { item: Some(item.clone()), deadline: None };
        return false;
    };
    let is = |list: &[String]| list.contains(&name);
    let of_item = |task: &&mut Task| labelled.item.as_ref().is_some_and(|item| item.contains(&task.text.span.start));
    if is(&tasks.label_lead) {
        if name.contains("chủ trì") {
            out.leads.extend(body::list(source, value.start, &value, "task.label.lead").0);
        }
        let lead = Some(source.verbatim(value, "task.label.lead"));
        if let Some(task) = out.tasks.last_mut().filter(of_item) {
            task.lead = lead;
        } else if let Some(item) = &labelled.item {
            let text = source.verbatim(source.trim(item.clone(), &['/', '*']), "task.label");
            let deadline = labelled.deadline.take();
            out.tasks.push(Task { text, lead, coordinating: Vec::new(), deadline });
        }
    } else if is(&tasks.label_coordinate) {
        let (bodies, end) = body::list(source, value.start, &value, "task.label.coordinating");
        let bodies = if bodies.is_empty() || end + 3 < value.end { split_list(source, &value) } else { bodies };
        if let Some(task) = out.tasks.last_mut().filter(of_item) {
            task.coordinating = bodies;
        }
    } else if is(&tasks.label_deadline) {
        let deadline = Some(source.verbatim(value, "task.label.deadline"));
        match out.tasks.last_mut().filter(of_item) {
            Some(task) => task.deadline = deadline,
            None => labelled.deadline = deadline,
        }
    }
    true
}

/// The label of a `name: value` line, when it is one that describes the item above.
fn label_and_value(source: &Source<'_>, item: &Range<usize>) -> Option<(String, Range<usize>)> {
    let tasks = &lexicon().tasks;
    let colon = item.start + source.str(item).find(':')?;
    let name = source.low(&source.trim(item.start..colon, &['*', '-', '+'])).to_owned();
    let value = source.trim(colon + 1..item.end, &['.', ';', '*', '-']);
    let lists = [&tasks.label_lead, &tasks.label_coordinate, &tasks.label_deadline, &tasks.label_other];
    (!value.is_empty() && lists.iter().any(|list| list.contains(&name))).then_some((name, value))
}

fn split_list(source: &Source<'_>, span: &Range<usize>) -> Vec<Fact<String>> {
    let mut start = span.start;
    let mut items = Vec::new();
    for (at, c) in source.str(span).char_indices().chain([(span.len(), ';')]) {
        if matches!(c, ';' | ',') {
            let item = source.trim(start..span.start + at, &[',', ';', '.', '-']);
            if !item.is_empty() {
                items.push(source.verbatim(item, "task.label.coordinating"));
            }
            start = (span.start + at + 1).min(span.end);
        }
    }
    items
}

/// Where the columns of an assignment table stand.
struct Columns {
    task: usize,
    lead: usize,
    coordinate: Option<usize>,
    deadline: Option<usize>,
    /// The header says `chủ trì`.
    told_to_lead: bool,
}

fn tables(source: &Source<'_>, out: &mut Assigned) {
    for table in source.tables.iter().filter(|table| !table.is_frame) {
        let Some((header, columns)) = header(source, table) else { continue };
        for row in table.rows.iter().skip(header + 1) {
            let cell = |column: usize| row.cells.iter().find(|cell| cell.column == column);
            let (Some(task), Some(lead)) =
                (cell(columns.task).and_then(Cell::span), cell(columns.lead).filter(|cell| cell.span().is_some()))
            else {
                continue;
            };
            let coordinating = columns
                .coordinate
                .and_then(cell)
                .and_then(Cell::span)
                .map(|span| split_list(source, &span))
                .unwrap_or_default();
            let deadline = columns
                .deadline
                .and_then(cell)
                .and_then(Cell::span)
                .map(|span| source.verbatim(span, "task.table.deadline"));
            let label = outline::label(source.str(&task)).map_or(0, |(_, at)| at);
            if columns.told_to_lead {
                out.leads.extend(lead_cell(source, lead));
            }
            out.tasks.push(Task {
                text: source.verbatim(task.start + label..task.end, "task.table"),
                lead: lead_cell(source, lead),
                coordinating,
                deadline,
            });
        }
    }
}

/// Names in a cell, one a paragraph, as one list.
fn lead_cell(source: &Source<'_>, cell: &Cell) -> Option<Fact<String>> {
    let names: Vec<String> = cell
        .paragraphs
        .iter()
        .map(|span| source.clean(&source.trim(span.clone(), &['-', ';', ',', '+'])))
        .filter(|name| !name.is_empty())
        .collect();
    Some(Fact { value: names.join(", "), span: cell.span()?, rule: "task.table.lead" })
}

/// The header row of an assignment table.
fn header(source: &Source<'_>, table: &Table) -> Option<(usize, Columns)> {
    let tasks = &lexicon().tasks;
    table.rows.iter().enumerate().take(3).find_map(|(i, row)| {
        let find = |words: &[String], not: &[usize]| {
            words.iter().find_map(|word| {
                row.cells
                    .iter()
                    .filter(|cell| !not.contains(&cell.column))
                    .find(|cell| cell.span().is_some_and(|span| source.low(&span).contains(word.as_str())))
                    .map(|cell| cell.column)
            })
        };
        let deadline = find(&tasks.column_deadline, &[]);
        let task = find(&tasks.column_task, &deadline.into_iter().collect::<Vec<_>>())?;
        let coordinate = find(&tasks.column_coordinate, &[task]);
        let not: Vec<usize> = [Some(task), coordinate, deadline].into_iter().flatten().collect();
        let lead = find(&tasks.column_lead, &not)?;
        let header = row.cells.iter().find(|cell| cell.column == lead).and_then(Cell::span)?;
        let told_to_lead = source.first(&header, "chủ trì").is_some();
        Some((i, Columns { task, lead, coordinate, deadline, told_to_lead }))
    })
}

/// Bodies told to lead anywhere in a text: `Giao …`, `… chủ trì`.
pub(super) fn leads(source: &Source<'_>, sentences: &[Range<usize>]) -> Vec<Fact<String>> {
    let mut found = Vec::new();
    for sentence in sentences {
        let label = outline::label(source.str(sentence)).map_or(0, |(_, at)| at);
        let item = sentence.start + label..sentence.end;
        let tasks = &lexicon().tasks;
        if let Some(end) = source.at(item.start, &item, &tasks.assign) {
            found.extend(body::list(source, end, &item, "lead.assigned").0);
        } else if let Some(lead) = body_before_lead(source, &item) {
            found.push(lead);
        }
    }
    dedup(&mut found);
    found
}

/// `Phòng Nội vụ là cơ quan thường trực, chủ trì …`.
fn body_before_lead(source: &Source<'_>, item: &Range<usize>) -> Option<Fact<String>> {
    let lead = source.first(item, "chủ trì, phối hợp")?;
    let first = body::at(source, item.start, item)?;
    if first.end > lead {
        return None;
    }
    if let Some(told) = by_issuer(source, first.end, item) {
        return told.bodies.into_iter().next();
    }
    (lead - first.end < 60).then(|| source.verbatim(first, "lead.named"))
}

fn dedup(facts: &mut Vec<Fact<String>>) {
    let mut seen = HashSet::new();
    facts.retain(|fact| seen.insert(fold(&fact.value)));
}
