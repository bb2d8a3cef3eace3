//! The campaign a text belongs to: its name, year, theme and days.

use super::{date, outline};
use crate::date::PartialDate;
use crate::facts::Fact;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// Bytes after the name of a campaign in which its year is looked for.
const YEAR_WITHIN: usize = 200;

/// The first campaign named.
pub(super) fn name(source: &Source<'_>, spans: &[Range<usize>]) -> Option<Fact<String>> {
    let found = spans.iter().find_map(|span| source.first(span, "tháng hành động").map(|at| (at, span)))?;
    let (start, span) = found;
    let stops = [
        "năm",
        "do",
        "tại",
        "được",
        "từ",
        "với",
        "là",
        "trên địa bàn",
        "sẽ",
        "cần",
        "diễn ra",
        "lần",
        "ở",
        "cho",
        "để",
        "tập trung",
        "hưởng ứng",
        "quốc gia năm",
    ];
    let mut end = span.end;
    for (at, c) in source.low_from(start, span).char_indices() {
        let place = start + at;
        let after_prevent =
            source.low.get(start..place).is_some_and(|s| s.ends_with("phòng") || s.ends_with("phòng ngừa"));
        // A headline can run over a line break: the name goes on in small letters.
        let breaks = c == '\n' && !source.char_at(place + 1).is_some_and(char::is_lowercase);
        if breaks
            || matches!(c, '.' | ';' | ':' | '"' | '”' | '“' | ')' | '(' | '-' | '–')
            || c == ',' && !after_prevent
        {
            end = place;
            break;
        }
        if matches!(c, ' ' | '\n') && stops.iter().any(|stop| source.at(place + 1, span, &[stop]).is_some()) {
            // "ứng phó với bạo lực" is part of a name.
            let is_object = source.low.get(..place).is_some_and(|s| s.ends_with("ứng phó") || s.ends_with("đối"));
            if !is_object {
                end = place;
                break;
            }
        }
    }
    Some(source.verbatim(start..end, "campaign.name"))
}

/// The year written after the name of a campaign.
pub(super) fn year(source: &Source<'_>, sentences: &[Range<usize>]) -> Option<Fact<i16>> {
    let names = &lexicon().campaigns.names;
    sentences.iter().find_map(|sentence| {
        let mut places: Vec<usize> = names.iter().flat_map(|name| source.find(sentence, name)).collect();
        places.sort_unstable();
        places.into_iter().find_map(|at| {
            let window = at..sentence.end.min(source.floor(at + YEAR_WITHIN));
            source.find(&window, "năm").find_map(|at| year_at(source, at + "năm".len(), &window))
        })
    })
}

fn year_at(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<Fact<i16>> {
    let rest = source.low_from(at, within);
    let digits = rest.trim_start();
    let start = at + (rest.len() - digits.len());
    let number = digits.get(..4)?;
    let next = digits.get(4..)?.chars().next();
    let value: i16 = number.parse().ok().filter(|year| (1990..2200).contains(year))?;
    let is_year = !next.is_some_and(char::is_alphanumeric) && !digits.get(4..)?.starts_with('-');
    is_year.then_some(Fact { value, span: start..start + 4, rule: "campaign.year" })
}

/// What the text calls the theme of its campaign.
pub(super) fn theme(source: &Source<'_>, spans: &[Range<usize>], is_document: bool) -> Option<Fact<String>> {
    spans.iter().find_map(|span| {
        let found: Vec<usize> = source.find(span, "chủ đề").collect();
        found.into_iter().find_map(|at| theme_at(source, at, span, is_document))
    })
}

fn theme_at(source: &Source<'_>, at: usize, span: &Range<usize>, is_document: bool) -> Option<Fact<String>> {
    let line = source.line_at(at)?;
    let line_span = source.span(line);
    let after = at + "chủ đề".len();
    if let Some(theme) = theme_before(source, at, &line_span) {
        return Some(theme);
    }
    let is_own = is_document && (is_heading(source, line) || is_label(source, line, at));
    if !(of_campaign(source, at, &line_span) || is_own) {
        return None;
    }
    // A quotation can run over a line break, where a page puts each sentence on a line.
    let reach = after..span.end.max(source.span(line + 1).end);
    if let Some(quoted) = quoted_near(source, &(after..line_span.end), &reach) {
        return Some(source.verbatim(quoted, "theme.quoted"));
    }
    if let Some(theme) = after_colon(source, after, &line_span) {
        return Some(theme);
    }
    if is_heading(source, line) {
        let next = source.span(line + 1);
        let label = outline::label(source.str(&next)).map_or(0, |(_, at)| at);
        let whole = next.start + label..next.end;
        let theme = quoted_near(source, &whole, &whole)
            .unwrap_or_else(|| source.trim(whole.clone(), &['.', ';', '*', '"', '“', '”']));
        return (source.words(&theme).len() >= 4).then(|| source.verbatim(theme, "theme.heading"));
    }
    None
}

/// `Chủ đề: …` without quotes, to the end of the sentence.
fn after_colon(source: &Source<'_>, after: usize, line: &Range<usize>) -> Option<Fact<String>> {
    let rest = source.str_from(after, line);
    let colon = rest.find(':').filter(|at| *at < 80)?;
    let start = after + colon + 1;
    let end = source.str_from(start, line).find(['.', ';']).map_or(line.end, |at| start + at);
    let theme = source.trim(start..end, &['*', ',']);
    (source.words(&theme).len() >= 4).then(|| source.verbatim(theme, "theme.colon"))
}

/// `1. Chủ đề: “…”`: the line is there for the theme, and not for that of a gathering.
fn is_label(source: &Source<'_>, line: usize, at: usize) -> bool {
    let span = source.span(line);
    let text = source.str(&span);
    let start = span.start + outline::label(text).map_or(0, |(_, at)| at);
    let Some(colon) = source.low_from(at, &span).find(':').filter(|colon| *colon < 80) else { return false };
    let name = at..at + colon;
    source.trim(start..at, &['*', '-', '+']).is_empty()
        && !source.str(&name).contains(['“', '"'])
        && !source.has_any(&name, &lexicon().campaigns.gatherings)
}

/// A heading such as `II. CHỦ ĐỀ`.
fn is_heading(source: &Source<'_>, line: usize) -> bool {
    let text = source.line(line);
    let short = text.chars().count() < 90 && !text.contains(['“', '"']);
    let starts = text.get(outline::label(text).map_or(0, |(_, at)| at)..).unwrap_or_default();
    short && crate::read::source::shadow(starts).trim_start_matches(['*', ' ']).starts_with("chủ đề")
}

/// The noun nearest before `chủ đề` is a campaign, not a seminar; or the campaign follows: `Chủ đề Tháng hành động`.
fn of_campaign(source: &Source<'_>, at: usize, line: &Range<usize>) -> bool {
    let campaigns = &lexicon().campaigns;
    let before = line.start..at;
    let last = |words: &[String]| words.iter().filter_map(|word| source.find(&before, word).last()).max();
    let campaign = last(&campaigns.names);
    let gathering = last(&campaigns.gatherings);
    let after = at..line.end.min(source.floor(at + 60));
    source.has_any(&after, &campaigns.names) || campaign.is_some() && campaign >= gathering
}

/// `… là chủ đề của hội nghị`.
fn theme_before(source: &Source<'_>, at: usize, line: &Range<usize>) -> Option<Fact<String>> {
    let campaigns = &lexicon().campaigns;
    let rest = source.low_from(at + "chủ đề".len(), line).trim_start().strip_prefix("của ")?;
    if !campaigns.names.iter().chain(&campaigns.series).any(|word| rest.starts_with(word.as_str())) {
        return None;
    }
    let sentence = source.sentence_at(at);
    let head = source.low.get(sentence.start..at)?.trim_end().strip_suffix("là")?;
    let theme = source.trim(sentence.start..sentence.start + head.len(), &[',', '“', '”', '"']);
    (source.words(&theme).len() >= 4).then(|| source.verbatim(theme, "theme.before"))
}

/// A quotation that starts in `near` and ends in `reach`, without its quotes.
fn quoted_near(source: &Source<'_>, near: &Range<usize>, reach: &Range<usize>) -> Option<Range<usize>> {
    let text = source.str(near);
    let open = text.char_indices().find(|(_, c)| matches!(c, '“' | '"' | '«' | '‘'))?;
    let between = text.get(..open.0)?;
    if between.contains(['.', ';']) || between.split_whitespace().count() > 22 {
        return None;
    }
    let start = near.start + open.0 + open.1.len_utf8();
    let close = match open.1 {
        '“' => '”',
        '«' => '»',
        '‘' => '’',
        _ => '"',
    };
    let rest = source.text.get(start..reach.end)?;
    let inner = rest.trim_start_matches(['“', '"']);
    let start = start + (rest.len() - inner.len());
    let end = inner.find(|c| c == close || c == '"' && close == '”').map(|at| start + at)?;
    let theme = source.trim(start..end, &['.', ',', ';', '*']);
    (source.words(&theme).len() >= 3).then_some(theme)
}

/// The days of the campaign, from the first sentence that gives them.
pub(super) fn period(
    source: &Source<'_>,
    sentences: &[Range<usize>],
    is_document: bool,
    year: Option<i16>,
) -> Option<(Fact<PartialDate>, Fact<PartialDate>)> {
    let campaigns = &lexicon().campaigns;
    sentences.iter().find_map(|sentence| {
        let froms: Vec<usize> = source.find(sentence, "từ").collect();
        // "… vì trẻ em (1/6 - 30/6)".
        let bracketed = bracketed(source, sentence);
        let stretches = froms.into_iter().filter_map(|from| Some((from, date::stretch(source, from, sentence)?)));
        bracketed.into_iter().chain(stretches).find_map(|(from, stretch)| {
            let line = source.line_at(from).unwrap_or(0);
            let named = source.has_any(sentence, &campaigns.names) || source.has_any(sentence, &campaigns.series);
            let under_time = is_document
                && (source.low_line(line.saturating_sub(1)).contains("thời gian")
                    || source.low(sentence).contains("thời gian"));
            let of_month = source.first(sentence, "tháng hành động").is_some();
            if !named && !under_time || of_month && days(&stretch).is_some_and(|days| days < SHORTEST_MONTH) {
                return None;
            }
            let fill = |date: PartialDate| year.and_then(|year| date.with_year(year)).unwrap_or(date);
            let fact = |found: date::Found, rule| Fact { value: fill(found.date), span: found.span, rule };
            Some((fact(stretch.from, "period.start"), fact(stretch.to, "period.end")))
        })
    })
}

/// Days under which a stretch is not that of a campaign called a month.
const SHORTEST_MONTH: i32 = 10;

/// How long a stretch is, in days, whatever its year.
fn days(stretch: &date::Stretch) -> Option<i32> {
    let day = |date: PartialDate| date.with_year(2000).and_then(PartialDate::full);
    let days = day(stretch.to.date)?.since(day(stretch.from.date)?).ok()?.get_days();
    Some(if days < 0 { days + 366 } else { days })
}

/// The days in brackets right after the name of a campaign: `(15/4 - 15/5)`.
fn bracketed(source: &Source<'_>, sentence: &Range<usize>) -> Option<(usize, date::Stretch)> {
    let name = source.first_of(sentence, &lexicon().campaigns.names)?;
    let rest = source.low_from(name.end, sentence);
    let open = rest.find('(').filter(|at| *at < YEAR_WITHIN)?;
    let at = name.end + open + 1;
    let stretch = date::bare_stretch(source, at, sentence)?;
    Some((at, stretch))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn source_of<T>(lines: &[&str], read: impl Fn(&Source<'_>, &[Range<usize>]) -> T) -> T {
        let mut layout = Layout::default();
        lines.iter().for_each(|line| layout.paragraph(line));
        let source = Source::new(&layout);
        let spans: Vec<Range<usize>> = (0..source.lines.len()).map(|i| source.span(i)).collect();
        read(&source, &spans)
    }

    fn theme_of(lines: &[&str]) -> Option<String> {
        source_of(lines, |source, spans| theme(source, spans, true).map(|fact| fact.value))
    }

    #[test]
    fn a_theme_in_quotes_under_a_heading_or_before() {
        let theme = Some("Cùng nhau vun đắp gia đình không bạo lực".to_owned());
        assert_eq!(theme_of(&["Tháng hành động có chủ đề “Cùng nhau vun đắp gia đình không bạo lực”, diễn ra"]), theme);
        assert_eq!(theme_of(&["II. CHỦ ĐỀ", "“Cùng nhau vun đắp gia đình không bạo lực”."]), theme);
        assert_eq!(theme_of(&["Cùng nhau vun đắp gia đình không bạo lực là chủ đề của tháng hành động."]), theme);
        assert_eq!(theme_of(&["Tổ chức diễn đàn trẻ em với chủ đề \"Em nói điều em nghĩ\"."]), None);
    }

    #[test]
    fn year_and_days() {
        let lines = ["Tháng hành động vì bình đẳng giới năm 2031 diễn ra từ 15/11 đến 15/12."];
        source_of(&lines, |source, spans| {
            assert_eq!(year(source, spans).map(|fact| fact.value), Some(2031));
            let (from, to) = period(source, spans, false, Some(2031)).unwrap();
            assert_eq!((from.value.to_string(), to.value.to_string()), ("2031-11-15".into(), "2031-12-15".into()));
            assert_eq!(name(source, spans).unwrap().value, "Tháng hành động vì bình đẳng giới");
        });
    }
}
