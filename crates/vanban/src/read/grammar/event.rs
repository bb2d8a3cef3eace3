//! The main event a text tells of: what, when, where, and who holds it.

use super::zones::Zones;
use super::{date, host, outline, venue};
use crate::date::PartialDate;
use crate::facts::{Event, EventKind, Fact};
use crate::read::lexicon::{GATHERING, lexicon};
use crate::read::source::Source;
use std::ops::Range;

/// What is known of the time of an article.
#[derive(Clone, Copy, Default)]
pub(super) struct When {
    /// Year of the campaign.
    pub(super) year: Option<i16>,
    /// Day of publication: `sáng nay` is that day.
    pub(super) published: Option<PartialDate>,
}

/// Sentences from the start of an article in which an event without a day or a plain kind is looked for.
const LEAD: usize = 5;

/// Days an event lasts at most; what is longer is a campaign.
const LONGEST: i32 = 20;

/// A sentence that tells of an event, with how well it does.
struct Candidate {
    sentence: Range<usize>,
    kind: Fact<EventKind>,
    day: Option<Day>,
    score: i32,
}

/// The main event of an article: the sentence with a kind of event, a day, a place and a host, the earlier the
/// better.
pub(super) fn in_article(
    source: &Source<'_>,
    title: Option<&Range<usize>>,
    sentences: &[Range<usize>],
    when: When,
) -> Option<Event> {
    let title_kind = title.and_then(|title| kind_in(source, title));
    let best = sentences
        .iter()
        .enumerate()
        .filter_map(|(i, sentence)| candidate(source, sentence, i, title_kind.as_ref(), when))
        .max_by_key(|candidate| (candidate.score, usize::MAX - candidate.sentence.start))
        .or_else(|| weak(source, title_kind.as_ref(), sentences, when))?;
    let hosts = host::hosts(source, &best.sentence);
    let hosts = if hosts.is_empty() { hosts_around(source, title, sentences, &best) } else { hosts };
    if best.day.is_none() && hosts.is_empty() {
        return None;
    }
    let fill = |date: PartialDate| when.year.and_then(|year| date.with_year(year)).unwrap_or(date);
    let fact = |found: date::Found| Fact { value: fill(found.date), span: found.span, rule: "event.date" };
    let (date, last) = best.day.map_or((None, None), |day| (Some(day.first), day.last));
    Some(Event {
        place: venue::place(source, &best.sentence, date.as_ref()),
        kind: best.kind,
        date: date.map(fact),
        date_end: last.map(fact),
        hosts,
    })
}

fn candidate(
    source: &Source<'_>,
    sentence: &Range<usize>,
    index: usize,
    title_kind: Option<&Fact<EventKind>>,
    when: When,
) -> Option<Candidate> {
    let day = day_of(source, sentence, when);
    let met = source.has_any(sentence, &["làm việc với", "tham gia chương trình"]);
    if day.is_none() && !met {
        return None;
    }
    let own = kind_in(source, sentence);
    let announces = ["diễn ra", "được tổ chức", "khai mạc"];
    let kind = match (own, title_kind) {
        (Some(own), _) => own,
        (None, Some(kind)) if day.is_some() && source.has_any(sentence, &announces) => kind.clone(),
        _ => return None,
    };
    let held = day.is_some();
    let named = source.has_any(sentence, &lexicon().campaigns.names);
    let has_verb = source.has_any(
        sentence,
        &["tổ chức", "phát động", "khai mạc", "diễn ra", "được tổ chức", "mở", "khởi động", "chủ trì"],
    );
    let early = 12 - i32::try_from(index.min(12)).unwrap_or(12);
    let past =
        source.has_any(sentence, &["trước đó", "hưởng ứng ngày", "sau đó", "ký ban hành", "hàng năm", "hằng năm"]);
    let score = i32::from(held) * 20 + i32::from(named) * 12 + i32::from(has_verb) * 6 + early - i32::from(past) * 15;
    Some(Candidate { sentence: sentence.clone(), kind, day, score })
}

/// An event told less plainly, in the first sentences: a host that holds something on a day, whatever it is called,
/// or a kind of event lately, on a day that is not told.
fn weak(
    source: &Source<'_>,
    title_kind: Option<&Fact<EventKind>>,
    sentences: &[Range<usize>],
    when: When,
) -> Option<Candidate> {
    sentences.iter().take(LEAD).find_map(|sentence| {
        let own = kind_in(source, sentence);
        let day = day_of(source, sentence, when);
        let holds = source.first_of(sentence, &["tổ chức", "diễn ra", "khai mạc"]);
        let lately = source.has_any(sentence, &LATELY);
        if day.is_none() && !(lately && own.is_some()) || host::hosts(source, sentence).is_empty() {
            return None;
        }
        let gathering = || holds.and_then(|holds| gathering_in(source, sentence, holds));
        let kind = own.or_else(|| title_kind.cloned()).or_else(gathering)?;
        Some(Candidate { sentence: sentence.clone(), kind, day, score: 0 })
    })
}

/// Words for a day that is not told.
const LATELY: [&str; 16] = [
    "vừa qua",
    "mới đây",
    "cuối tuần qua",
    "hôm qua",
    "hôm nay",
    "sáng nay",
    "chiều nay",
    "tối nay",
    "sáng qua",
    "chiều qua",
    "tối qua",
    "những ngày qua",
    "cuối tuần này",
    "đêm qua",
    "trưa nay",
    "vừa",
];

/// What is held, told by a word for a gathering; at least that it is held.
fn gathering_in(source: &Source<'_>, sentence: &Range<usize>, holds: Range<usize>) -> Option<Fact<EventKind>> {
    let words = &lexicon().events.kinds.iter().find(|words| words.kind == GATHERING)?.words;
    let span = source.first_of(sentence, words).unwrap_or(holds);
    Some(Fact { value: EventKind::Other, span, rule: "event.kind" })
}

/// The day or days an event is held.
#[derive(Clone)]
struct Day {
    first: date::Found,
    last: Option<date::Found>,
}

/// The day a sentence gives, a stretch of days, or `sáng nay`.
fn day_of(source: &Source<'_>, sentence: &Range<usize>, when: When) -> Option<Day> {
    if let Some(first) = day_in(source, sentence) {
        let last = date::last_of(source, &first);
        return Some(Day { first, last });
    }
    stretch_in(source, sentence).or_else(|| relative_day(source, sentence, when.published))
}

/// `từ ngày 18 đến 25/10`, when it is short enough for an event and not the days of a campaign.
fn stretch_in(source: &Source<'_>, sentence: &Range<usize>) -> Option<Day> {
    if !source.has_any(sentence, &["tổ chức", "diễn ra", "khai mạc"])
        || source.has_any(sentence, &lexicon().campaigns.names)
    {
        return None;
    }
    source.find(sentence, "từ").find_map(|from| {
        let stretch = date::stretch(source, from, sentence)?;
        // A leap year, so that 29 February is a day.
        let day = |date: PartialDate| date.with_year(2000).and_then(PartialDate::full);
        let (first, last) = (day(stretch.from.date)?, day(stretch.to.date)?);
        let days = last.since(first).ok()?.get_days();
        (1..=LONGEST).contains(&days).then_some(Day { first: stretch.from, last: Some(stretch.to) })
    })
}

/// `sáng nay`, `hôm qua`: counted from the day of publication.
fn relative_day(source: &Source<'_>, sentence: &Range<usize>, published: Option<PartialDate>) -> Option<Day> {
    const TODAY: [&str; 6] = ["sáng nay", "chiều nay", "tối nay", "hôm nay", "trưa nay", "đêm nay"];
    const YESTERDAY: [&str; 6] = ["sáng qua", "chiều qua", "tối qua", "hôm qua", "trưa qua", "đêm qua"];
    let published = published?.full()?;
    let today = source.first_of(sentence, &TODAY).map(|span| (span, published));
    let yesterday = || Some((source.first_of(sentence, &YESTERDAY)?, published.yesterday().ok()?));
    let (span, date) = today.or_else(yesterday)?;
    Some(Day { first: date::Found { date: PartialDate::Full(date), span }, last: None })
}

/// The day an event is held: not a day an event is named after, nor the end of a stretch.
fn day_in(source: &Source<'_>, sentence: &Range<usize>) -> Option<date::Found> {
    date::all(source, sentence).into_iter().find(|found| {
        let has_day = matches!(found.date, PartialDate::Full(_) | PartialDate::DayMonth { .. });
        let before = source.low.get(sentence.start..found.span.start).unwrap_or_default().trim_end();
        let before = before.strip_suffix("ngày").unwrap_or(before).trim_end();
        let is_name = [
            "thế giới",
            "quốc tế",
            "việt nam",
            "hiv/aids",
            "từ",
            "đến",
            "tới",
            "dịp",
            "mừng",
            "số",
            "ubnd",
            "trước",
            "hết",
            "vào các",
        ]
        .iter()
        .any(|word| before.ends_with(word));
        has_day && !is_name
    })
}

/// The kind of event named first in a span; at one place the longest wording wins.
fn kind_in(source: &Source<'_>, span: &Range<usize>) -> Option<Fact<EventKind>> {
    let events = &lexicon().events;
    source.words(span).into_iter().find_map(|word| {
        let found = word.start..source.at(word.start, span, &events.named)?;
        if names_venue(source, found.start, span) {
            return None;
        }
        let low = source.low(&found);
        // Two kinds with one wording: the first of them.
        let value = events.kinds.iter().filter(|kind| kind.words.iter().any(|known| known == low));
        let value = value.filter_map(|kind| kind_named(&kind.kind)).next()?;
        Some(Fact { value, span: found, rule: "event.kind" })
    })
}

/// `Trung tâm Hội nghị`, `Nhà Triển lãm`: the name of a building.
fn names_venue(source: &Source<'_>, at: usize, span: &Range<usize>) -> bool {
    let before = source.low.get(span.start..at).unwrap_or_default().trim_end();
    source.is_capital(at)
        && ["trung tâm", "nhà", "phòng", "cung", "quảng trường"].iter().any(|word| before.ends_with(word))
}

fn kind_named(name: &str) -> Option<EventKind> {
    Some(match name {
        "launch" => EventKind::Launch,
        "rally" => EventKind::Rally,
        "conference" => EventKind::Conference,
        "training" => EventKind::Training,
        "parade" => EventKind::Parade,
        "exhibition" => EventKind::Exhibition,
        "visit" => EventKind::Visit,
        "press_conference" => EventKind::PressConference,
        "inspection" => EventKind::Inspection,
        "award" => EventKind::Award,
        "signing" => EventKind::Signing,
        "festival" => EventKind::Festival,
        "other" => EventKind::Other,
        _ => return None,
    })
}

/// Hosts named in the sentences around the one with the day, or in the headline, where they tell of the same kind of
/// event.
fn hosts_around(
    source: &Source<'_>,
    title: Option<&Range<usize>>,
    sentences: &[Range<usize>],
    best: &Candidate,
) -> Vec<Fact<String>> {
    let at = sentences.iter().position(|sentence| *sentence == best.sentence).unwrap_or(0);
    let mut found = Vec::new();
    if let Some(next) = sentences.get(at + 1).filter(|next| source.first(next, "do").is_some()) {
        found = host::hosts(source, next);
    }
    let same = |span: &Range<usize>| kind_in(source, span).is_some_and(|kind| kind.value == best.kind.value);
    if found.is_empty()
        && let Some(before) = at.checked_sub(1).and_then(|i| sentences.get(i)).filter(|before| same(before))
    {
        found = host::hosts(source, before);
    }
    if found.is_empty()
        && let Some(title) = title.filter(|title| same(title))
    {
        found = host::hosts(source, title);
    }
    found.extend(host::partner(source, &best.sentence));
    found
}

/// The event a plan sets up: its `Thời gian` and `Địa điểm` lines.
pub(super) fn in_plan(source: &Source<'_>, zones: &Zones, issuer: Option<&Fact<String>>) -> Option<Event> {
    let lines: Vec<Range<usize>> = zones.body.clone().map(|i| source.span(i)).collect();
    let named = |span: &Range<usize>, word: &str| {
        let label = outline::label(source.str(span)).map_or(0, |(_, at)| at);
        source.low_from(span.start + label, span).trim_start_matches(['*', ' ']).starts_with(word)
    };
    let place_at = lines.iter().position(|span| named(span, "địa điểm") && source.str(span).contains(':'))?;
    let place_line = lines.get(place_at)?;
    let time_at = lines.iter().take(place_at + 1).rposition(|span| named(span, "thời gian"))?;
    let days: Vec<date::Found> = lines
        .get(time_at..=place_at)?
        .iter()
        .flat_map(|span| {
            let stretches = source.find(span, "từ").filter_map(|from| date::stretch(source, from, span));
            let ends: Vec<date::Found> = stretches.flat_map(|stretch| [stretch.from, stretch.to]).collect();
            ends.into_iter().chain(date::all(source, span))
        })
        .filter(|found| found.date.full().is_some())
        .collect();
    let first = days.iter().min_by_key(|found| found.date.full())?.clone();
    let last = days.iter().max_by_key(|found| found.date.full()).filter(|last| last.date != first.date).cloned();
    let colon = source.str(place_line).find(':').map_or(place_line.end, |at| place_line.start + at + 1);
    let place = source.trim(colon..place_line.end, &['.', ';', '*']);
    let fact = |found: date::Found, rule| Fact { value: found.date, span: found.span, rule };
    let kind = plan_kind(source, zones.title.as_ref())
        .or_else(|| time_at.checked_sub(1).and_then(|i| lines.get(i)).and_then(|item| item_kind(source, item)))
        .unwrap_or(Fact { value: EventKind::Other, span: first.span.clone(), rule: "event.plan" });
    Some(Event {
        kind,
        date: Some(fact(first, "event.plan.date")),
        date_end: last.map(|found| fact(found, "event.plan.date")),
        place: Some(source.verbatim(place, "event.plan.place")),
        hosts: issuer.cloned().into_iter().collect(),
    })
}

/// The kind of event the item above a `Thời gian` line names.
fn item_kind(source: &Source<'_>, item: &Range<usize>) -> Option<Fact<EventKind>> {
    (source.words(item).len() < 30).then(|| kind_in(source, item)).flatten()
}

/// The kind of event a plan's title starts with.
fn plan_kind(source: &Source<'_>, title: Option<&Range<usize>>) -> Option<Fact<EventKind>> {
    let title = title?;
    let kind = kind_in(source, title)?;
    // "Xét duyệt hồ sơ lớp tập huấn": what comes first names the event.
    let lead = source.words(&(title.start..kind.span.start)).len();
    (lead <= 3).then_some(kind)
}
