//! The grammar of official documents and of news about them: one module a family of rules.
//!
//! A rule turns a stretch of the text into a fact and gives the fact its name, so that every fact can be explained.

mod basis;
mod body;
mod campaign;
mod date;
mod deadline;
mod event;
mod figure;
mod furniture;
mod host;
mod letterhead;
mod number;
mod numeral;
pub(crate) mod outline;
mod place;
mod sex;
mod signature;
mod task;
mod venue;
pub(crate) mod when;
mod zones;

use crate::date::PartialDate;
use crate::facts::{DocKind, Event, Fact, Facts};
use crate::read::layout::Place;
use crate::read::lexicon::{TypeKind, lexicon};
use crate::read::source::Source;
use crate::text::fold;
use std::collections::HashSet;
use std::ops::Range;
use zones::Zones;

/// Everything the text states.
pub(super) fn facts(source: &Source<'_>) -> Facts {
    if zones::is_official(source) { official(source) } else { news(source) }
}

fn official(source: &Source<'_>) -> Facts {
    let zones = zones::of(source);
    let mut facts = Facts { kind: Some(kind(source, &zones)), ..Facts::default() };
    facts.title = zones.title.clone().map(|span| source.verbatim(span, "title"));
    letterhead(source, &zones, &mut facts);
    facts.addressees = signature::addressees(source, zones.addressees.clone());
    facts.recipients = signature::recipients(source, zones.tail.clone());
    let mut signers = signature::signers(source, zones.tail.clone()).into_iter();
    facts.signer = signers.next();
    facts.co_signers = signers.collect();
    facts.legal_bases = basis::in_opening(source, zones.opening.clone());

    let sentences = sentences(source, zones.opening.start..zones.body.end);
    let with_title: Vec<Range<usize>> = zones.title.iter().cloned().chain(sentences.iter().cloned()).collect();
    campaign(source, &with_title, true, &mut facts);
    let issued = facts.issue_date.as_ref().map(|fact| fact.value);
    let year = facts.year.as_ref().map(|fact| fact.value).or(issued.and_then(PartialDate::year));
    facts.deadlines =
        sentences.iter().flat_map(|sentence| deadline::in_sentence(source, sentence, year, issued)).collect();
    dedup_deadlines(&mut facts);
    let assigned = task::assigned(source, &zones);
    facts.lead_units = assigned.leads;
    if facts.kind.as_ref().is_some_and(|kind| kind.value == DocKind::Plan) {
        facts.tasks = assigned.tasks;
        facts.event = event::in_plan(source, &zones, facts.issuer.as_ref());
        period_is_event(&mut facts);
    }
    due_items(source, &mut facts);
    (facts.figures, facts.money) = figure::all(source, &sentences);
    facts.models = place::models(source, &sentences);
    facts
}

/// What is due on a `Thời gian hoàn thành: …` line is the item above it.
fn due_items(source: &Source<'_>, facts: &mut Facts) {
    let mut items: Vec<(Range<usize>, Fact<String>)> = Vec::new();
    items.extend(facts.tasks.iter().filter_map(|task| Some((task.deadline.as_ref()?.span.clone(), task.text.clone()))));
    items.sort_by_key(|(due, _)| due.start);
    for deadline in &mut facts.deadlines {
        let is_label = lexicon().tasks.label_deadline.iter().any(|label| source.low(&deadline.what.span) == label);
        let after = items.partition_point(|(due, _)| due.start <= deadline.date.span.start);
        let item = after.checked_sub(1).and_then(|i| items.get(i));
        if let Some((_, text)) = item.filter(|(due, _)| is_label && deadline.date.span.end <= due.end) {
            deadline.what = text.clone();
        }
    }
}

/// The days of a plan's one event are no campaign.
fn period_is_event(facts: &mut Facts) {
    let Some(event) = &facts.event else { return };
    let same = |a: Option<&Fact<PartialDate>>, b: Option<&Fact<PartialDate>>| {
        a.is_some_and(|a| b.is_some_and(|b| a.span == b.span))
    };
    if same(event.date.as_ref(), facts.period_start.as_ref())
        && same(event.date_end.as_ref(), facts.period_end.as_ref())
    {
        facts.period_start = None;
        facts.period_end = None;
    }
}

/// Number, date, place and issuer.
fn letterhead(source: &Source<'_>, zones: &Zones, facts: &mut Facts) {
    let number = letterhead::own_number(source, zones.head.clone());
    facts.issuer = letterhead::issuer(source, zones.head.clone(), number.as_ref().map(|(i, _)| *i))
        .or_else(|| letterhead::issuer_in_opening(source, zones.opening.clone()));
    facts.issuer_level = facts.issuer.as_ref().and_then(|issuer| {
        body::level(&issuer.value).map(|level| Fact { value: level, span: issuer.span.clone(), rule: "issuer.level" })
    });
    if let Some((_, own)) = number {
        let fact = |value| Fact { value, span: own.span.clone(), rule: "letterhead.number" };
        match own.number {
            Some(number) => facts.number = Some(fact(number)),
            None => facts.symbol = Some(fact(own.symbol)),
        }
    }
    if let Some((place, date)) = letterhead::issued(source, zones.head.clone()) {
        facts.issue_date = Some(date);
        facts.places = vec![source.verbatim(letterhead::bare_place(source, &place), "letterhead.place")];
    }
}

fn kind(source: &Source<'_>, zones: &Zones) -> Fact<DocKind> {
    let named = zones.kind.map(|(line, kind)| (source.span(line), kind.kind, kind.name.as_str()));
    match named {
        Some((span, TypeKind::Plan, _)) => Fact { value: DocKind::Plan, span, rule: "kind.type" },
        Some((span, TypeKind::Report, _)) => Fact { value: DocKind::Report, span, rule: "kind.type" },
        Some((span, TypeKind::Other, "công văn")) => Fact { value: DocKind::Dispatch, span, rule: "kind.type" },
        Some((span, TypeKind::Other, _)) => Fact { value: DocKind::Other, span, rule: "kind.type" },
        None => kind_by_symbol(source, zones),
    }
}

/// Without a type line, the first group of the symbol tells: `KH-…` a plan; none, an official letter.
fn kind_by_symbol(source: &Source<'_>, zones: &Zones) -> Fact<DocKind> {
    let number = letterhead::own_number(source, zones.head.clone());
    let span = number.as_ref().map_or_else(|| source.lines_span(zones.head.clone()), |(_, own)| own.span.clone());
    let first = number.map(|(_, own)| {
        own.symbol.trim_start_matches(|c: char| !c.is_alphabetic()).split('-').next().unwrap_or_default().to_owned()
    });
    let known = first.and_then(|first| {
        lexicon().documents.types.iter().find(|kind| !kind.abbreviation.is_empty() && kind.abbreviation == first)
    });
    let value = match known.map(|kind| kind.kind) {
        Some(TypeKind::Plan) => DocKind::Plan,
        Some(TypeKind::Report) => DocKind::Report,
        Some(TypeKind::Other) => DocKind::Other,
        None => DocKind::Dispatch,
    };
    Fact { value, span, rule: "kind.symbol" }
}

/// Sentences of the running text in a range of lines.
fn sentences(source: &Source<'_>, lines: Range<usize>) -> Vec<Range<usize>> {
    lines
        .filter(|i| matches!(source.lines.get(*i).map(|line| line.place), Some(Place::Flow)))
        .flat_map(|i| {
            let line = source.span(i);
            let label = outline::label(source.str(&line)).map_or(0, |(_, at)| at);
            source.sentences(&(line.start + label..line.end))
        })
        .collect()
}

/// Name, year, theme and days of the campaign.
fn campaign(source: &Source<'_>, spans: &[Range<usize>], is_document: bool, facts: &mut Facts) {
    facts.campaign = campaign::name(source, spans);
    facts.year = campaign::year(source, spans);
    facts.theme = campaign::theme(source, spans, is_document);
    let year = facts.year.as_ref().map(|fact| fact.value);
    if let Some((start, end)) = campaign::period(source, spans, is_document, year) {
        facts.period_start = Some(start);
        facts.period_end = Some(end);
    }
}

/// One due day told twice is one due point.
fn dedup_deadlines(facts: &mut Facts) {
    let mut seen = HashSet::new();
    facts.deadlines.retain(|deadline| seen.insert((deadline.date.value, fold(&deadline.what.value))));
}

fn news(source: &Source<'_>) -> Facts {
    let article = furniture::article(source);
    let mut facts = Facts::default();
    let Some(title) = article.title.clone() else { return facts };
    if !article.prose.is_empty() {
        facts.kind = Some(Fact { value: DocKind::News, span: title.clone(), rule: "kind.news" });
    }
    facts.title = Some(source.verbatim(title.clone(), "title.headline"));
    let sentences: Vec<Range<usize>> = article.prose.iter().flat_map(|i| source.sentences(&source.span(*i))).collect();
    let with_title: Vec<Range<usize>> = std::iter::once(title.clone()).chain(sentences.iter().cloned()).collect();
    campaign(source, &with_title, false, &mut facts);
    let campaign_year = facts.year.as_ref().map(|fact| fact.value);
    let published = article.published.and_then(PartialDate::year);
    let year = campaign_year.or(published);
    facts.event =
        event::in_article(source, Some(&title), &sentences, event::When { year, published: article.published });
    facts.deadlines = sentences
        .iter()
        .flat_map(|sentence| deadline::in_sentence(source, sentence, year, article.published))
        .collect();
    dedup_deadlines(&mut facts);
    facts.lead_units = task::leads(source, &sentences);
    let cited: Vec<Range<usize>> =
        sentences.iter().filter(|sentence| source.has_any(sentence, &["kế hoạch"])).cloned().collect();
    facts.legal_bases = basis::in_article(source, &cited);
    (facts.figures, facts.money) = figure::all(source, &sentences);
    facts.models = place::models(source, &sentences);
    facts.places = places(source, &article, &with_title, facts.event.as_ref());
    facts
}

/// Places in the headline, the line above it, the first sentences and the sentence that tells of the event. A
/// district told with its kind anywhere counts where its bare name stands in these.
fn places(
    source: &Source<'_>,
    article: &furniture::Article,
    spans: &[Range<usize>],
    event: Option<&Event>,
) -> Vec<Fact<String>> {
    let kicker = article.above.iter().filter(|line| {
        let words = source.words(line).len();
        words <= 10 && (source.has_any(line, &lexicon().places.districts) || source.str(line).ends_with(')'))
    });
    let mut told: Vec<Range<usize>> = kicker.cloned().collect();
    told.extend(spans.iter().take(3).cloned());
    told.extend(event.and_then(|event| event.date.as_ref()).map(|date| source.sentence_at(date.span.start)));
    place::named(source, &told, spans)
}
