//! The main event a text tells of: what, when, where, and who holds it.

use super::zones::Zones;
use super::{body, date, outline};
use crate::date::PartialDate;
use crate::facts::{Event, EventKind, Fact};
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// What is known of the time of an article.
#[derive(Clone, Copy, Default)]
pub(super) struct When {
    /// Year of the campaign.
    pub(super) year: Option<i16>,
}

/// A sentence that tells of an event, with how well it does.
struct Candidate {
    sentence: Range<usize>,
    kind: Fact<EventKind>,
    date: Option<date::Found>,
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
        .filter_map(|(i, sentence)| candidate(source, sentence, i, title_kind.as_ref()))
        .max_by_key(|candidate| (candidate.score, usize::MAX - candidate.sentence.start))?;
    let hosts = hosts(source, &best.sentence);
    let hosts = if hosts.is_empty() { hosts_around(source, title, sentences, &best) } else { hosts };
    if best.date.is_none() && hosts.is_empty() {
        return None;
    }
    let fill = |date: PartialDate| when.year.and_then(|year| date.with_year(year)).unwrap_or(date);
    Some(Event {
        place: place(source, &best.sentence, best.date.as_ref()),
        kind: best.kind,
        date: best.date.map(|found| Fact { value: fill(found.date), span: found.span, rule: "event.date" }),
        date_end: None,
        hosts,
    })
}

fn candidate(
    source: &Source<'_>,
    sentence: &Range<usize>,
    index: usize,
    title_kind: Option<&Fact<EventKind>>,
) -> Option<Candidate> {
    let date = day_in(source, sentence);
    let own = kind_in(source, sentence);
    let announces = ["diễn ra", "được tổ chức", "khai mạc"];
    let kind = match (own, title_kind) {
        (Some(own), _) => own,
        (None, Some(kind)) if date.is_some() && source.has_any(sentence, &announces) => kind.clone(),
        _ => return None,
    };
    let held = date.is_some();
    let named = source.has_any(sentence, &lexicon().campaigns.names);
    let has_verb = source.has_any(
        sentence,
        &["tổ chức", "phát động", "khai mạc", "diễn ra", "được tổ chức", "mở", "khởi động", "chủ trì"],
    );
    let met = source.has_any(sentence, &["làm việc với", "tham gia chương trình"]);
    if !held && !met {
        return None;
    }
    let early = 12 - i32::try_from(index.min(12)).unwrap_or(12);
    let past =
        source.has_any(sentence, &["trước đó", "hưởng ứng ngày", "sau đó", "ký ban hành", "hàng năm", "hằng năm"]);
    let score = i32::from(held) * 20 + i32::from(named) * 12 + i32::from(has_verb) * 6 + early - i32::from(past) * 15;
    Some(Candidate { sentence: sentence.clone(), kind, date, score })
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
    let mut best: Option<(usize, usize, EventKind)> = None;
    for words in &lexicon().events.kinds {
        let Some(kind) = kind_named(&words.kind) else { continue };
        let found = words
            .words
            .iter()
            .filter_map(|word| {
                source.find(span, word).find(|at| !names_venue(source, *at, span)).map(|at| at..at + word.len())
            })
            .min_by_key(|found| (found.start, usize::MAX - found.end));
        if let Some(found) = found {
            let better =
                best.is_none_or(|(start, end, _)| found.start < start || found.start == start && found.end > end);
            if better {
                best = Some((found.start, found.end, kind));
            }
        }
    }
    best.map(|(start, end, kind)| Fact { value: kind, span: start..end, rule: "event.kind" })
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

/// Who holds the event: `do … tổ chức`, or the body before the verb.
fn hosts(source: &Source<'_>, sentence: &Range<usize>) -> Vec<Fact<String>> {
    let by = source.find(sentence, "do").find_map(|at| {
        let (bodies, end) = body::list(source, at + "do".len(), sentence, "event.host");
        let with = joint_host(source, end, sentence);
        let after = with.last().map_or(end, |fact: &Fact<String>| fact.span.end);
        let rest = source.low_from(after, sentence);
        let held = rest.find("tổ chức").is_some_and(|at| at < 60)
            || rest.find("phát động").is_some_and(|at| at < 60)
            || rest.trim_start().starts_with("chủ trì");
        (held && !bodies.is_empty()).then(|| bodies.into_iter().chain(with).collect::<Vec<_>>())
    });
    if let Some(hosts) = by {
        return hosts;
    }
    let venues: Vec<Range<usize>> = lexicon()
        .places
        .venues
        .iter()
        .flat_map(|word| source.find(sentence, word).map(move |at| at + word.len() + 1))
        .filter(|start| *start < sentence.end)
        .map(|start| start..venue_end(source, start, sentence))
        .collect();
    for word in source.words(sentence) {
        let Some(found) = body::at(source, word.start, sentence) else { continue };
        let before = source.low.get(sentence.start..found.start).unwrap_or_default().trim_end();
        let is_partner = ["phối hợp với", "phối hợp cùng", "cùng với"].iter().any(|word| before.ends_with(word));
        let in_venue = venues.iter().any(|venue| venue.contains(&found.start));
        if is_partner || in_venue || is_person_of(source, found.start, sentence) {
            continue;
        }
        let (bodies, end) = body::list(source, found.start, sentence, "event.host");
        let with = joint_host(source, end, sentence);
        let after = with.last().map_or(end, |fact| fact.span.end);
        let gap = source.low_from(after, sentence).trim_start_matches([' ', ',']);
        let gap = ["đã", "vừa", "sẽ", "long trọng", "chính thức"]
            .iter()
            .fold(gap, |gap, word| gap.strip_prefix(word).map_or(gap, str::trim_start));
        let verb =
            lexicon().events.verbs.iter().any(|verb| gap.starts_with(verb.as_str())) || gap.starts_with(", phối hợp");
        if verb || gap.starts_with("phối hợp") && source.has_any(&(after..sentence.end), &["tổ chức"]) {
            return bodies.into_iter().chain(with).collect();
        }
    }
    Vec::new()
}

/// `… phối hợp với …` between a host and the verb.
fn joint_host(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Vec<Fact<String>> {
    let rest = source.low_from(at, sentence);
    let trimmed = rest.trim_start();
    let start = at + (rest.len() - trimmed.len());
    ["phối hợp với", "phối hợp cùng", "cùng với", "phối hợp"]
        .iter()
        .find_map(|word| source.at(start, sentence, &[word]))
        .map_or_else(Vec::new, |end| {
            let (bodies, _) = body::list(source, end, sentence, "event.host");
            if bodies.is_empty() { named_partner(source, end, sentence).into_iter().collect() } else { bodies }
        })
}

/// What stands between `phối hợp với` and the verb, where no body is known in it: a company, a chain of shops.
fn named_partner(source: &Source<'_>, from: usize, sentence: &Range<usize>) -> Option<Fact<String>> {
    let after = from..sentence.end;
    let verb = source.first_of(&after, &["tổ chức", "phát động", "khai mạc", "đã", "vừa"])?;
    let span = source.trim(from..verb.start, &[',']);
    let words = source.words(&span);
    let named = words.iter().any(|word| source.is_capital(word.start));
    let plain = !source.str(&span).contains([',', ';', ':', '(', '“', '"']);
    (named && plain && words.len() <= 12).then(|| source.verbatim(span, "event.host"))
}

/// `Phó Chủ tịch UBND …`: the body after a position is not the host.
fn is_person_of(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> bool {
    if source.at(at, sentence, &["chủ tịch", "giám đốc", "trưởng phòng", "thủ trưởng", "trưởng các phòng"]).is_some()
    {
        return true;
    }
    let before = source.low.get(sentence.start..at).unwrap_or_default().trim_end();
    [
        "chủ tịch",
        "giám đốc",
        "trưởng",
        "bí thư",
        "lãnh đạo",
        "thứ trưởng",
        "cán bộ",
        "đại diện",
        "chuyên viên",
        "thành viên",
        "của",
        "tại",
        "trưởng ban",
        "ủy viên",
    ]
    .iter()
    .any(|word| before.ends_with(word))
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
        found = hosts(source, next);
    }
    let same = |span: &Range<usize>| kind_in(source, span).is_some_and(|kind| kind.value == best.kind.value);
    if found.is_empty()
        && let Some(before) = at.checked_sub(1).and_then(|i| sentences.get(i)).filter(|before| same(before))
    {
        found = hosts(source, before);
    }
    if found.is_empty()
        && let Some(title) = title.filter(|title| same(title))
    {
        found = hosts(source, title);
    }
    found.extend(partner(source, &best.sentence));
    found
}

/// `phối hợp với … tổ chức`: a host even where the first could not be read.
fn partner(source: &Source<'_>, sentence: &Range<usize>) -> Vec<Fact<String>> {
    source
        .find(sentence, "phối hợp với")
        .find_map(|at| {
            let from = at + "phối hợp với".len();
            let (bodies, end) = body::list(source, from, sentence, "event.host");
            if bodies.is_empty() {
                return named_partner(source, from, sentence).map(|partner| vec![partner]);
            }
            let rest = source.low_from(end, sentence).trim_start();
            lexicon().events.verbs.iter().any(|verb| rest.starts_with(verb.as_str())).then_some(bodies)
        })
        .unwrap_or_default()
}

/// Where the event is held, as written: after `tại`, next to the day.
fn place(source: &Source<'_>, sentence: &Range<usize>, date: Option<&date::Found>) -> Option<Fact<String>> {
    let venues: Vec<usize> = lexicon()
        .places
        .venues
        .iter()
        .flat_map(|word| source.find(sentence, word).map(move |at| at + word.len()))
        .collect();
    let near = |at: &usize| date.map_or(*at, |found| at.abs_diff(found.span.start));
    let at = venues.into_iter().filter(|at| is_venue(source, *at, sentence)).min_by_key(near)?;
    let start = at + 1;
    let end = venue_end(source, start, sentence);
    let span = source.trim(start..end, &[',', '.', ';', '*']);
    (!span.is_empty()).then(|| source.verbatim(span, "event.place"))
}

/// A place has a name: a capital letter within its first few words, and is no gathering.
fn is_venue(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let start = at + 1;
    let end = venue_end(source, start.min(sentence.end), sentence);
    let named = source.words(&(start.min(end)..end)).iter().take(6).any(|word| source.is_capital(word.start));
    let not = [
        "lễ",
        "buổi",
        "hội nghị",
        "hội thảo",
        "việt nam",
        "sự kiện",
        "hội thi",
        "kế hoạch",
        "văn bản",
        "công văn",
        "ngày hội",
        "chương trình",
        "điểm",
        "khoản",
        "điều",
        "tờ trình",
        "quyết định",
    ];
    named && source.at(start, sentence, &not).is_none()
}

/// A place ends at the next clause; a bracket and `, quận 1` belong to it.
fn venue_end(source: &Source<'_>, start: usize, sentence: &Range<usize>) -> usize {
    let mut end = start;
    let text = source.str_from(start, sentence);
    let mut depth = 0_u32;
    let stops = [
        "với",
        "do",
        "vào",
        "để",
        "sáng",
        "chiều",
        "tối",
        "ngày",
        "hôm",
        "trong",
        "từ",
        "nhằm",
        "khai mạc",
        "đã",
        "sẽ",
        "cho",
        "theo",
        "của",
        "có",
        "được",
        "bắt đầu",
        "diễn ra",
    ];
    for (offset, c) in text.char_indices() {
        let at = start + offset;
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' | ':' | '"' | '“' | '\n' if depth == 0 => {
                let rest = source.low_from(at + 1, sentence);
                let next = at + 1 + (rest.len() - rest.trim_start().len());
                let areas = ["quận", "huyện", "phường", "xã", "thị trấn", "thị xã", "tỉnh", "thành phố", "tp"];
                if c != ',' || source.at(next, sentence, &areas).is_none() {
                    return end;
                }
            }
            ' ' if depth == 0 && source.at(at + 1, sentence, &stops).is_some() && !source.is_capital(at + 1) => {
                return end;
            }
            _ => {}
        }
        end = at + c.len_utf8();
    }
    end
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
        .flat_map(|span| date::all(source, span))
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
