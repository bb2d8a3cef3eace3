//! Names of public bodies: where they start and where they end.

use crate::facts::{Fact, Level};
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// Characters a bracketed name after a body may have.
const BRACKET: usize = 120;

/// Bytes after which a name that does not end is cut.
const LONGEST: usize = 240;

/// Bodies a list names at most.
const MOST: usize = 60;

/// The end of the words that start a body here, if any do.
pub(super) fn head_at(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<usize> {
    let bodies = &lexicon().bodies;
    if let Some(end) = source.at(at, within, &bodies.heads) {
        return Some(end);
    }
    let end = source.at(at, within, &bodies.capital_heads)?;
    let next = end + 1;
    if source.text.as_bytes().get(end) != Some(&b' ') || next >= within.end {
        return None;
    }
    // In a line of capitals a capital says nothing: "TỔ CHỨC THỰC HIỆN".
    let shouted = source.str(&(at..end)).chars().skip(1).any(char::is_uppercase);
    if source.at(next, within, &bodies.not_after_head).is_some() && (shouted || !source.is_capital(next)) {
        return None;
    }
    if source.is_capital(next) {
        return (source.is_capital(at) || !is_second_part(source, at, end)).then_some(end);
    }
    // "Đơn vị chủ trì" is no body.
    let named = source.is_capital(at)
        && source.char_at(next).is_some_and(char::is_alphabetic)
        && (source.at(next, within, &bodies.ends).is_none() || source.at(next, within, &bodies.name_verbs).is_some());
    named.then_some(end)
}

/// `hội trường UBND`: the head belongs to the word before.
fn is_second_part(source: &Source<'_>, at: usize, end: usize) -> bool {
    let before = source.low.get(..end).unwrap_or_default();
    let words = &lexicon().bodies.not_before_head;
    words.iter().any(|word| before.ends_with(word.as_str()) && word.len() > end - at)
}

/// The body whose name starts here.
pub(super) fn at(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<Range<usize>> {
    let end = name_end(source, head_at(source, at, within)?, within);
    Some(at..end)
}

/// Where a name that has started goes on to.
fn name_end(source: &Source<'_>, from: usize, within: &Range<usize>) -> usize {
    let bodies = &lexicon().bodies;
    let mut end = from;
    let mut last_word = "";
    // After a known field or a kind of area only a place's name goes on.
    let mut closed = false;
    loop {
        if end - from > LONGEST {
            return end;
        }
        let rest = source.low_from(end, within);
        let next = end + (rest.len() - rest.trim_start_matches([' ', '*', '\t']).len());
        // A field is a name: "Sở Xây dựng", but "phường, xã xây dựng kế hoạch".
        if source.is_capital(next)
            && let Some(field) = source.at(next, within, &bodies.fields)
        {
            last_word = "";
            end = field;
            closed = true;
            continue;
        }
        let Some(c) = source.low_from(next, within).chars().next() else { return end };
        let step = match c {
            '(' => bracket(source, next, within),
            '&' | '+' => Some(next + 1),
            '-' | '–' => dash(source, next, within),
            ',' => listed(source, next, within),
            '.' => dotted(source, next, last_word, within),
            '/' => slashed(source, end, next, within),
            c if c.is_alphanumeric() => {
                // "… tỉnh, thành viên Ban Vì sự tiến bộ của phụ nữ": another body starts in the name.
                closed &= !(source.is_capital(next) && head_at(source, next, within).is_some());
                // "Trung tâm Công tác xã hội tỉnh": no commune.
                let compound = source.at(next, within, &bodies.compounds);
                let area = source
                    .at(next, within, &bodies.areas)
                    .filter(|end| !source.is_capital(next) && compound.is_none_or(|compound| compound <= *end));
                // "Trung tâm tư vấn": right after its head a verb can be part of a name.
                let named_so = source.at(next, within, &bodies.name_verbs).filter(|_| end == from);
                let step = area.or(named_so).or_else(|| word(source, next, last_word, within));
                let after_area = source.at(next, within, &bodies.after_area).filter(|_| closed);
                let step = step.map(|step| after_area.map_or(step, |end| end.max(step)));
                let step = step.filter(|_| !closed || goes_on(source, next, within));
                closed |= area.is_some() && last_word != "các";
                step
            }
            _ => None,
        };
        let Some(step) = step.filter(|step| *step > end) else { return end };
        last_word = source.low.get(next..step).unwrap_or_default().trim();
        end = step;
    }
}

/// Whether the word here can follow an area or a field in a name.
fn goes_on(source: &Source<'_>, at: usize, within: &Range<usize>) -> bool {
    let bodies = &lexicon().bodies;
    source.is_capital(at)
        || source.char_at(at).is_some_and(|c| c.is_ascii_digit())
        || source.at(at, within, &bodies.compounds).is_some()
        || source.at(at, within, &bodies.after_area).is_some()
}

/// `(UBND)`, `(Phòng Nội vụ)`.
fn bracket(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<usize> {
    let text = source.str_from(at, within);
    let close = text.find(')')?;
    let inner = text.get(1..close)?;
    let name =
        inner.trim_start_matches('*').starts_with(char::is_uppercase) || head_at(source, at + 1, within).is_some();
    (close <= BRACKET && name).then_some(at + close + 1)
}

/// A dash joins two parts of a name when a capital follows.
fn dash(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<usize> {
    let mark = source.char_at(at)?.len_utf8();
    let after = source.str_from(at + mark, within);
    let next = after.trim_start();
    let space = after.len() - next.len();
    (space <= 1 && next.starts_with(char::is_uppercase)).then_some(at + mark + space)
}

/// `các sở, ban, ngành`, `phường, xã`: a list of kinds goes on.
fn listed(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<usize> {
    let rest = source.low_from(at + 1, within);
    let next = at + 1 + (rest.len() - rest.trim_start().len());
    if source.is_capital(next) {
        return None;
    }
    source.at(next, within, &lexicon().bodies.listed)
}

/// `TP.HCM`, `Q.3`.
fn dotted(source: &Source<'_>, at: usize, last: &str, within: &Range<usize>) -> Option<usize> {
    let short = matches!(last, "tp" | "q" | "p" | "tx" | "tt" | "h" | "x");
    let rest = source.str_from(at + 1, within);
    let next = at + 1 + (rest.len() - rest.trim_start_matches(' ').len());
    (short && source.char_at(next).is_some_and(char::is_alphanumeric)).then_some(next)
}

/// `HIV/AIDS`: letters on both sides, and no other body after it.
fn slashed(source: &Source<'_>, end: usize, at: usize, within: &Range<usize>) -> Option<usize> {
    let next = at + 1;
    let is_letter = |at: usize| source.low_from(at, within).starts_with(char::is_alphabetic);
    (end == at && is_letter(next) && head_at(source, next, within).is_none()).then_some(next)
}

fn word(source: &Source<'_>, at: usize, last: &str, within: &Range<usize>) -> Option<usize> {
    let bodies = &lexicon().bodies;
    let rest = source.low_from(at, within);
    let end = at + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    if let Some(end) = source.at(at, within, &bodies.compounds) {
        return Some(end);
    }
    if source.is_capital(at) {
        return Some(end);
    }
    let low = rest.get(..end - at).unwrap_or_default();
    if low == "và" {
        let after = end + 1;
        let stops = head_at(source, after, within).is_some()
            || source.at(after, within, &bodies.ends).is_some() && !source.is_capital(after)
            || after >= within.end;
        return (!stops).then_some(end);
    }
    if last == "các" {
        return Some(end);
    }
    source.at(at, within, &bodies.ends).is_none().then_some(end)
}

/// Bodies named one after another, and where the list ends. `Các sở: A, B và C` is spelled out as `Sở A`, `Sở B`,
/// `Sở C`.
pub(super) fn list(
    source: &Source<'_>,
    from: usize,
    within: &Range<usize>,
    rule: &'static str,
) -> (Vec<Fact<String>>, usize) {
    let mut found = Vec::new();
    let mut cursor = skip_spaces(source, from, within);
    let mut end = from;
    while let Some(body) = at(source, cursor, within) {
        end = body.end;
        if let Some((items, items_end)) = spelled_out(source, &body, within, rule) {
            found.extend(items);
            end = items_end;
        } else {
            found.push(source.verbatim(source.trim(body, &['*']), rule));
        }
        let Some(next) = separator(source, end, within).filter(|_| found.len() < MOST) else { break };
        cursor = next;
    }
    (found, end)
}

fn skip_spaces(source: &Source<'_>, at: usize, within: &Range<usize>) -> usize {
    let rest = source.low_from(at, within);
    at + (rest.len() - rest.trim_start_matches([' ', '*', ':']).len())
}

/// After `,`, `;` or `và`: where the next body would start.
fn separator(source: &Source<'_>, at: usize, within: &Range<usize>) -> Option<usize> {
    let rest = source.low_from(at, within);
    let trimmed = rest.trim_start();
    let start = at + (rest.len() - trimmed.len());
    let mark = ["và ", ", và ", "; ", ", ", "cùng ", "với "].iter().find(|mark| trimmed.starts_with(**mark))?;
    Some(skip_spaces(source, start + mark.len(), within))
}

/// `các sở: Nội vụ, Tài chính và Y tế`.
fn spelled_out(
    source: &Source<'_>,
    body: &Range<usize>,
    within: &Range<usize>,
    rule: &'static str,
) -> Option<(Vec<Fact<String>>, usize)> {
    let low = source.low(body);
    let prefix = match low.strip_prefix("các ")? {
        "sở" => "Sở",
        "phòng" => "Phòng",
        "bộ" => "Bộ",
        "ban" => "Ban",
        _ => "",
    };
    let rest = source.low_from(body.end, within);
    if !rest.trim_start().starts_with(':') {
        return None;
    }
    let mut items = Vec::new();
    let mut cursor = skip_spaces(source, body.end, within);
    let mut end = body.end;
    while source.is_capital(cursor) {
        let is_body = head_at(source, cursor, within).is_some_and(|head| head < within.end)
            && source.at(cursor, within, &lexicon().bodies.fields).is_none();
        let item = if is_body { at(source, cursor, within)? } else { cursor..name_end(source, cursor, within) };
        if item.is_empty() || prefix.is_empty() && !is_body {
            break;
        }
        end = item.end;
        let mut fact = source.verbatim(item, rule);
        if !is_body && !prefix.is_empty() {
            fact.value = format!("{prefix} {}", fact.value);
        }
        items.push(fact);
        let Some(next) = separator(source, end, within).filter(|_| items.len() < MOST) else { break };
        cursor = next;
    }
    (!items.is_empty()).then_some((items, end))
}

/// The level of government of a body, by its name.
pub(super) fn level(name: &str) -> Option<Level> {
    let lexicon = lexicon();
    let low = crate::read::source::shadow(name);
    let starts = |list: &[String]| {
        list.iter().any(|head| low.strip_prefix(head.as_str()).is_some_and(|r| !r.starts_with(char::is_alphanumeric)))
    };
    let is_government = starts(&lexicon.bodies.governments);
    if !is_government && starts(&lexicon.bodies.central) && !low.starts_with("bộ chỉ huy") {
        return Some(Level::Central);
    }
    if !is_government {
        return Some(Level::Agency);
    }
    let words: Vec<&str> = low.split(|c: char| !c.is_alphanumeric()).collect();
    let padded = format!(" {} ", words.join(" "));
    let has = |kinds: &[String]| kinds.iter().any(|kind| padded.contains(&format!(" {kind} ")));
    if has(&lexicon.places.communal) {
        return Some(Level::Commune);
    }
    if has(&lexicon.places.districts)
        || low.starts_with("huyện ủy")
        || low.starts_with("quận ủy")
        || low.starts_with("thị ủy")
    {
        return Some(Level::District);
    }
    if has(&lexicon.places.provincial) || low.starts_with("tỉnh ủy") {
        return Some(Level::Province);
    }
    if lexicon.places.central_cities.iter().any(|city| low.ends_with(city.as_str())) {
        return Some(Level::Province);
    }
    (low.contains("thành phố") || low.contains(" tp")).then_some(Level::District)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn first_in(source: &Source<'_>, span: &Range<usize>) -> Option<Range<usize>> {
        source.words(span).into_iter().find_map(|word| at(source, word.start, span))
    }

    fn first(text: &str) -> Option<String> {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        let span = source.span(0);
        first_in(&source, &span).map(|span| source.clean(&span))
    }

    fn all(text: &str) -> Vec<String> {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        let span = source.span(0);
        list(&source, span.start, &span, "test").0.into_iter().map(|fact| fact.value).collect()
    }

    #[test]
    fn a_name_ends_at_its_verb() {
        let table = [
            ("Sở Nội vụ chủ trì", "Sở Nội vụ"),
            (
                "Phòng Lao động - Thương binh và Xã hội huyện Minh Lâm tham mưu",
                "Phòng Lao động - Thương binh và Xã hội huyện Minh Lâm",
            ),
            ("Ủy ban nhân dân phường, xã xây dựng kế hoạch", "Ủy ban nhân dân phường, xã"),
            ("Hội Liên hiệp Phụ nữ tỉnh và Sở Y tế", "Hội Liên hiệp Phụ nữ tỉnh"),
            ("Thường trực Ban Vì sự tiến bộ (*Phòng Nội vụ*) chủ trì", "Thường trực Ban Vì sự tiến bộ (Phòng Nội vụ)"),
            ("Sở Văn hóa, Thể thao và Du lịch TP.Minh Hải đã", "Sở Văn hóa, Thể thao và Du lịch TP.Minh Hải"),
            ("Trung tâm Công tác xã hội tỉnh tổ chức", "Trung tâm Công tác xã hội tỉnh"),
            ("Trung tâm Phòng, chống HIV/AIDS tỉnh tổ chức", "Trung tâm Phòng, chống HIV/AIDS tỉnh"),
            ("Sở Tư pháp nghiệm thu đề tài", "Sở Tư pháp"),
            ("Hội Làm vườn tỉnh An Giao mừng thọ hội viên", "Hội Làm vườn tỉnh An Giao"),
            ("các sở, ban, ngành có liên quan thực hiện", "các sở, ban, ngành có liên quan"),
        ];
        for (text, expected) in table {
            assert_eq!(first(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(first("công tác phòng, chống bạo lực và ban hành văn bản"), None);
    }

    #[test]
    fn a_list_of_departments_is_spelled_out() {
        assert_eq!(
            all("các sở: Nội vụ, Tài nguyên và Môi trường và Văn phòng Ủy ban nhân dân tỉnh theo dõi"),
            ["Sở Nội vụ", "Sở Tài nguyên và Môi trường", "Văn phòng Ủy ban nhân dân tỉnh"]
        );
        assert_eq!(
            all("Công an tỉnh, Hội Nông dân và các địa phương tổ chức"),
            ["Công an tỉnh", "Hội Nông dân", "các địa phương"]
        );
    }

    #[test]
    fn levels() {
        let table = [
            ("UBND tỉnh An Giao", Level::Province),
            ("ỦY BAN NHÂN DÂN XÃ HÒA LỘC", Level::Commune),
            ("UBND thành phố Minh Hải", Level::District),
            ("UBND thành phố Hà Nội", Level::Province),
            ("SỞ NỘI VỤ", Level::Agency),
            ("BỘ NỘI VỤ", Level::Central),
            ("ỦY BAN NHÂN DÂN XÃ", Level::Commune),
            ("Trường Tiểu học Hòa Lộc", Level::Agency),
        ];
        for (name, expected) in table {
            assert_eq!(level(name), Some(expected), "{name}");
        }
    }
}
