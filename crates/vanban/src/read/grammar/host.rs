//! Who holds an event.

use super::{body, venue};
use crate::facts::Fact;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// Who holds the event: `do … tổ chức`, or the body before the verb.
pub(super) fn hosts(source: &Source<'_>, sentence: &Range<usize>) -> Vec<Fact<String>> {
    let by = source.find(sentence, "do").find_map(|at| {
        let (bodies, end) = body::list(source, at + "do".len(), sentence, "event.host");
        let with = joint_host(source, end, sentence);
        let after = with.last().map_or(end, |fact: &Fact<String>| fact.span.end);
        let rest = source.low_from(after, sentence);
        // The rest of a partner's name can stand before the verb; another clause cannot.
        let clause = rest.get(..rest.find([',', ';', '.', ':']).unwrap_or(rest.len())).unwrap_or_default();
        let within = if with.is_empty() { 60 } else { HOLDS_WITHIN };
        let held = ["tổ chức", "phát động"]
            .iter()
            .any(|verb| rest.find(verb).is_some_and(|at| at < 60) || clause.find(verb).is_some_and(|at| at < within))
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
        .map(|start| start..venue::end(source, start, sentence))
        .collect();
    for word in source.words(sentence) {
        let Some(found) = body::at(source, word.start, sentence) else { continue };
        let before = source.low.get(sentence.start..found.start).unwrap_or_default().trim_end();
        let is_partner = ["phối hợp với", "phối hợp cùng", "cùng với"].iter().any(|word| before.ends_with(word));
        let in_venue = venues.iter().any(|venue| venue.contains(&found.start));
        if is_partner || in_venue || is_person_of(source, found.start, sentence) {
            continue;
        }
        let (mut bodies, mut end) = body::list(source, found.start, sentence, "event.host");
        if let Some(longer) = goes_on_to_verb(source, end, sentence)
            && let Some(last) = bodies.last_mut()
        {
            *last = source.verbatim(last.span.start..longer, "event.host");
            end = longer;
        }
        let with = joint_host(source, end, sentence);
        let after = with.last().map_or(end, |fact| fact.span.end);
        let gap = after_aside(source.low_from(after, sentence).trim_start_matches([' ', ',']));
        let gap = ["đã", "vừa", "sẽ", "cũng", "long trọng", "chính thức", "trọng thể", "trang trọng"]
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

/// Past `(thành phố Minh Hải)` and `, tỉnh An Giao` after the name of a host.
fn after_aside(gap: &str) -> &str {
    let past = gap.strip_prefix('(').and_then(|inner| inner.split_once(')')).map_or(gap, |(_, rest)| rest);
    past.trim_start_matches([' ', ','])
}

/// `… phối hợp với …` between a host and the verb.
fn joint_host(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> Vec<Fact<String>> {
    let rest = source.low_from(at, sentence);
    let trimmed = after_aside(rest.trim_start_matches([' ', ',']));
    let trimmed =
        ["đã", "vừa", "sẽ"].iter().fold(trimmed, |gap, word| gap.strip_prefix(word).map_or(gap, str::trim_start));
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

/// Bytes after the first words of a partner's name in which the verb stands.
const HOLDS_WITHIN: usize = 140;

/// `Ủy ban phòng, chống AIDS, ma túy tổ chức`: where a name that was taken to end at a comma goes on, in a few small
/// words, to the verb.
fn goes_on_to_verb(source: &Source<'_>, end: usize, sentence: &Range<usize>) -> Option<usize> {
    let rest = source.low_from(end, sentence);
    let inner = rest.strip_prefix(", ")?;
    let verb = source.first_of(&(end + 2..sentence.end), &["tổ chức", "phối hợp", "phát động"])?;
    let words = source.words(&(end + 2..verb.start));
    let plain = (1..=6).contains(&words.len())
        && words.iter().all(|word| source.char_at(word.start).is_some_and(char::is_lowercase))
        && !inner.get(..verb.start - end - 2)?.contains([',', '(', ';', '.'])
        && !source.has_any(
            &(end..verb.start),
            &[
                "đã",
                "vừa",
                "sẽ",
                "hôm",
                "sáng",
                "chiều",
                "tối",
                "ngày",
                "cũng",
                "đang",
                "tiếp tục",
                "được",
                "tỉnh",
                "huyện",
                "xã",
                "thành phố",
            ],
        );
    plain.then(|| source.trim(end..verb.start, &[',']).end)
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

/// `phối hợp với … tổ chức`: a host even where the first could not be read.
pub(super) fn partner(source: &Source<'_>, sentence: &Range<usize>) -> Vec<Fact<String>> {
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
