//! The parts of an official document: letterhead, title, addressees, opening, body, end, appendices.

use super::outline::{self, Rank};
use super::{body, letterhead, number, signature};
use crate::read::layout::Place;
use crate::read::lexicon::{DocumentType, document_type, lexicon};
use crate::read::source::Source;
use std::ops::Range;

/// Lines of the parts of an official document.
#[derive(Debug, Default)]
pub(super) struct Zones {
    /// Letterhead.
    pub(super) head: Range<usize>,
    /// The line of the type and what it names; `None` for an official letter.
    pub(super) kind: Option<(usize, &'static DocumentType)>,
    /// Summary of the content: bytes, since it can share a line with the type.
    pub(super) title: Option<Range<usize>>,
    /// The `Kính gửi` line and those that belong to it.
    pub(super) addressees: Range<usize>,
    /// From the first basis to before the numbered content.
    pub(super) opening: Range<usize>,
    /// The content, opening not included.
    pub(super) body: Range<usize>,
    /// Recipients and signature.
    /// What stands after it are appendices.
    pub(super) tail: Range<usize>,
}

/// Lines from the top in which a letterhead ends.
const HEAD_LINES: usize = 45;

/// Whether the text is an official document: two marks of one are enough.
pub(super) fn is_official(source: &Source<'_>) -> bool {
    let mut marks = 0;
    let mut has = [false; 6];
    for i in 0..source.lines.len() {
        let low = source.low_line(i);
        let is_head = i < HEAD_LINES;
        let found = [
            is_head && letterhead::is_national_title(low),
            is_head && number::own(source, &source.span(i)).is_some(),
            is_head && letterhead::place_and_date(source, &source.span(i)).is_some(),
            is_head && type_line(source, i).is_some(),
            low.starts_with("nơi nhận") && low.len() < 20,
            is_head && low.starts_with("kính gửi"),
        ];
        for (seen, found) in has.iter_mut().zip(found) {
            if found && !*seen {
                *seen = true;
                marks += 1;
            }
        }
    }
    marks >= 2
}

/// Finds the parts.
pub(super) fn of(source: &Source<'_>) -> Zones {
    let count = source.lines.len();
    let near = count.min(HEAD_LINES);
    let kind = (0..near).find_map(|i| type_line(source, i).map(|kind| (i, kind)));
    let salutation = (0..count.min(HEAD_LINES + 15)).find(|i| source.low_line(*i).starts_with("kính gửi"));
    let letterhead_end = kind.map_or_else(|| letterhead_end(source, near, salutation), |(i, _)| i);
    let (title, title_end) = match kind {
        Some((i, kind)) => title_after(source, i, kind),
        None => (letterhead::subject(source, 0..letterhead_end), letterhead_end),
    };
    let (addressees, addressees_end) = match salutation {
        Some(at) => {
            let end = addressees_end(source, at);
            (at..end, end)
        }
        None => (title_end..title_end, title_end),
    };
    let start = title_end.max(addressees_end);
    let tail = tail(source, start);
    let opening = start..opening_end(source, start, tail.start);
    Zones { head: 0..letterhead_end, kind, title, addressees, body: opening.end..tail.start, opening, tail }
}

/// The type of document a line names, alone or followed by the summary.
fn type_line(source: &Source<'_>, i: usize) -> Option<&'static DocumentType> {
    let line = source.line(i);
    if matches!(source.lines.get(i)?.place, Place::Row(_)) {
        return None;
    }
    if let Some(kind) = document_type(line.trim_matches(|c: char| !c.is_alphabetic())) {
        return Some(kind);
    }
    // "KẾ HOẠCH Triển khai …": capitals for the type, then the summary in small letters.
    lexicon().documents.types.iter().find(|kind| {
        let length = kind.name.len();
        source.low_line(i).starts_with(&kind.name)
            && line.get(..length).is_some_and(|name| !name.chars().any(char::is_lowercase))
            && line
                .get(length..)
                .is_some_and(|rest| rest.starts_with(' ') && rest.chars().filter(|c| c.is_lowercase()).count() > 10)
    })
}

/// The first line after a letterhead without a type line.
fn letterhead_end(source: &Source<'_>, near: usize, salutation: Option<usize>) -> usize {
    if let Some(at) = salutation {
        return at;
    }
    (0..near)
        .rev()
        .find(|i| {
            let low = source.low_line(*i);
            letterhead::is_national_title(low)
                || number::own(source, &source.span(*i)).is_some()
                || letterhead::place_and_date(source, &source.span(*i)).is_some()
        })
        .map_or(0, |i| i + 1)
}

/// The summary after the type line, and the line after it.
fn title_after(source: &Source<'_>, at: usize, kind: &DocumentType) -> (Option<Range<usize>>, usize) {
    let line = source.span(at);
    let rest = line.start + kind.name.len()..line.end;
    let same_line = source.trim(rest, &['*', ':', '.', '-', '_']);
    let alone = document_type(source.str(&line).trim_matches(|c: char| !c.is_alphabetic())).is_some();
    let mut span =
        (!alone && !same_line.is_empty() && source.str(&same_line).chars().filter(|c| c.is_alphabetic()).count() > 5)
            .then_some(same_line);
    let mut next = at + 1;
    while let Some(line) = source.lines.get(next) {
        let text = source.str(&line.span);
        let low = source.low(&line.span);
        let is_rule = text.chars().all(|c| !c.is_alphanumeric());
        let starts_lower = text.starts_with(char::is_lowercase);
        let goes_on = match &span {
            None => true,
            Some(_) if is_rule || line.after_blank && !starts_lower => false,
            Some(_) if starts_lower => true,
            Some(_) => {
                text.chars().count() < 150
                    && !starts_opening(low)
                    && outline::label(text).is_none()
                    && !text.ends_with([';', ':', '.'])
                    && next - at <= 5
            }
        };
        // A note stands between them.
        let apart = span.as_ref().is_some_and(|span| {
            source.text.get(span.end..line.span.start).is_some_and(|between| !between.trim().is_empty())
        });
        let names_issuer = span.is_some() && is_issuing_line(source, &line.span, kind);
        if !goes_on || apart || names_issuer || matches!(line.place, Place::Row(_)) || low.starts_with("kính gửi") {
            break;
        }
        if is_rule && span.is_none() {
            next += 1;
            continue;
        }
        let start = span.as_ref().map_or(line.span.start, |span| span.start);
        span = Some(start..line.span.end);
        next += 1;
    }
    let title = span.map(|span| source.trim(span, &['*', '.', ';', '_']));
    // A note under the title: "(Kèm theo Quyết định số …)".
    if source.low_line(next).starts_with("(kèm theo") || source.low_line(next).starts_with("(ban hành kèm") {
        next += 1;
    }
    (title, next)
}

/// `CHỦ TỊCH ỦY BAN NHÂN DÂN …`, `HỘI ĐỒNG NHÂN DÂN …` under the title of a decision or resolution.
fn is_issuing_line(source: &Source<'_>, line: &Range<usize>, kind: &DocumentType) -> bool {
    let text = source.str(line);
    lexicon().documents.decisions.contains(&kind.name)
        && !text.chars().any(char::is_lowercase)
        && (signature::authority(text).is_some() || body::head_at(source, line.start, line).is_some())
}

fn starts_opening(low: &str) -> bool {
    lexicon().documents.bases.iter().any(|word| {
        low.trim_start_matches(['-', ' ', '*']).strip_prefix(word.as_str()).is_some_and(|r| r.starts_with(' '))
    })
}

/// The line after the last addressee.
fn addressees_end(source: &Source<'_>, at: usize) -> usize {
    let named_on_line =
        source.line(at).split_once(':').is_some_and(|(_, names)| names.chars().any(char::is_alphabetic));
    let mut next = at + 1;
    while let Some(line) = source.lines.get(next) {
        let text = source.str(&line.span);
        let is_item = text.starts_with(['-', '–', '+', '•']);
        let same_frame = matches!((line.place, source.lines.get(at).map(|l| l.place)), (Place::Frame { table: a, .. }, Some(Place::Frame { table: b, .. })) if a == b);
        let first_name = next == at + 1 && !named_on_line && text.chars().count() < 120;
        let goes_on = next > at + 1 && signature::continues_item(source, next);
        if !(is_item || same_frame || first_name || goes_on) {
            break;
        }
        next += 1;
    }
    next
}

/// Where the numbered content starts; without any, where the bases end.
fn opening_end(source: &Source<'_>, start: usize, tail: usize) -> usize {
    let numbered = (start..tail).find(|i| {
        outline::label(source.line(*i)).is_some_and(|(rank, _)| rank < Rank::Letter)
            || matches!(source.lines.get(*i).map(|l| l.place), Some(Place::Row(_)))
    });
    if let Some(end) = numbered {
        return end;
    }
    let last_basis =
        (start..tail).filter(|i| starts_opening(source.low_line(*i))).take_while(|i| *i < start + 15).last();
    last_basis.map_or(start, |i| i + 1).max((start + 2).min(tail))
}

/// Recipients and signature; without any, an empty range before the first appendix.
fn tail(source: &Source<'_>, start: usize) -> Range<usize> {
    let count = source.lines.len();
    let recipients = (start..count).find(|i| signature::is_recipients_label(source.low_line(*i)));
    let authority = (start..recipients.unwrap_or(count)).find(|i| {
        recipients.is_none_or(|at| i + 8 >= at)
            && signature::authority(source.line(*i)).is_some()
            && !content_follows(source, *i, recipients.unwrap_or(count))
    });
    let appendix = (start..count).find(|i| is_appendix_label(source, *i));
    let Some(from) = authority.or(recipients).filter(|from| appendix.is_none_or(|a| *from < a)) else {
        let end = appendix.unwrap_or(count);
        return end..end;
    };
    let frame = |i: usize| match source.lines.get(i).map(|line| line.place) {
        Some(Place::Frame { table, .. }) => Some(table),
        _ => None,
    };
    let mut end = from + 1;
    while end < count
        && (frame(end).is_some() || signature::belongs(source, end, from))
        && !is_appendix_label(source, end)
    {
        end += 1;
    }
    from..end
}

/// Numbered content or a basis between a line and another: what stands before is no signature.
fn content_follows(source: &Source<'_>, from: usize, to: usize) -> bool {
    (from + 1..to.min(from + 12)).any(|i| {
        starts_opening(source.low_line(i))
            || outline::label(source.line(i)).is_some_and(|(rank, _)| rank <= Rank::Arabic)
    })
}

/// `Phụ lục II`, alone on its line.
fn is_appendix_label(source: &Source<'_>, i: usize) -> bool {
    let low = source.low_line(i);
    let Some(rest) = low.strip_prefix("phụ lục").or_else(|| low.strip_prefix("biểu mẫu")) else { return false };
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    rest.len() <= 5 && !low.ends_with([';', ','])
}
