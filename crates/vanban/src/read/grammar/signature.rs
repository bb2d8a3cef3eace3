//! The end of a document: recipients and signature block (Decree 30/2020/NĐ-CP, appendix I, boxes 7 and 9), and the
//! addressees at its start.

use super::body;
use crate::facts::{Fact, Signer};
use crate::read::layout::Place;
use crate::read::lexicon::lexicon;
use crate::read::source::{Source, shadow};
use std::ops::Range;

/// `Nơi nhận:`.
pub(super) fn is_recipients_label(low: &str) -> bool {
    let low = low.trim_start_matches(['*', ' ']);
    low.starts_with("nơi nhận") && low.len() < 24 || low.starts_with("nơi nhận:")
}

/// What a line of capitals is in a signature block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authority {
    /// `TM. ỦY BAN NHÂN DÂN`: in whose name.
    InName,
    /// `PHÓ CHỦ TỊCH`: the position.
    Position,
}

/// Whether a line is in capitals and names an authority or a position.
pub(super) fn authority(line: &str) -> Option<Authority> {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    if line.is_empty() || line.chars().count() > 90 {
        return None;
    }
    let documents = &lexicon().documents;
    if line.chars().any(char::is_lowercase) {
        // "Hiệu trưởng" in small letters, and nothing else on the line.
        let is_position = line.starts_with(char::is_uppercase)
            && line.chars().count() < 30
            && documents.positions.iter().any(|position| *position == shadow(line));
        return is_position.then_some(Authority::Position);
    }
    let low = shadow(line);
    let in_name = documents.authority.iter().filter(|word| word.as_str() != "q").any(|word| {
        let rest = low.strip_prefix(word.as_str());
        let mark = if word.contains('/') { [' ', '.'].as_slice() } else { ['.'].as_slice() };
        rest.is_some_and(|rest| rest.trim_start().starts_with(mark) || word.contains('/') && rest.starts_with(' '))
    });
    if in_name && low.chars().filter(|c| c.is_alphabetic()).count() > 4 {
        return Some(Authority::InName);
    }
    // "Q. GIÁM ĐỐC" acts as director: it is the position.
    let low = low.strip_prefix("q.").map_or(low.as_str(), str::trim_start);
    let is_position = documents.positions.iter().any(|position| {
        low.strip_prefix(position.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    is_position.then_some(Authority::Position)
}

/// The name of a person alone on a line, after ranks and degrees.
fn person(source: &Source<'_>, line: &Range<usize>) -> Option<Range<usize>> {
    let span = after_degree(source, source.trim(line.clone(), &['*', '.', ',', '_', '(', ')']));
    let words = source.words(&span);
    let text = source.str(&span);
    let is_name = (2..=6).contains(&words.len())
        && text.chars().all(|c| c.is_alphabetic() || c == ' ')
        && words.iter().all(|word| source.is_capital(word.start))
        && authority(text).is_none()
        // "CÔNG AN TỈNH" above a position is a body.
        && (text.chars().any(char::is_lowercase) || body::head_at(source, span.start, &span).is_none());
    is_name.then_some(span)
}

/// Past ranks and degrees before a name: `Đại tá`, `BSCKII.`, `PGS.TS.`
fn after_degree(source: &Source<'_>, mut span: Range<usize>) -> Range<usize> {
    while let Some(end) = source.at(span.start, &span, &lexicon().documents.degrees) {
        let rest = source.trim(end..span.end, &['.', ',']);
        if source.words(&rest).len() < 2 {
            break;
        }
        span = rest;
    }
    span
}

/// The two halves of a line that holds a recipient and, spaces apart, a line of the signature block:
/// `- Như trên;  PHÓ GIÁM ĐỐC`. The second is empty where the line is whole.
fn halves(source: &Source<'_>, line: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let text = source.str(&line);
    let gaps = text.match_indices("  ").chain(text.match_indices('\t'));
    for (at, gap) in gaps {
        let left = source.trim(line.start..line.start + at, &[]);
        let right = source.trim(line.start + at + gap.len()..line.end, &[]);
        let low = source.low(&left);
        let is_left = low.starts_with(['-', '–', '+', '•']) || is_recipients_label(low);
        if is_left && (authority(source.str(&right)).is_some() || person(source, &right).is_some()) {
            return (left, Some(right));
        }
    }
    (line, None)
}

/// `(Đã ký)`, `[Ký số]`, `(Ký, ghi rõ họ tên)` in place of a signature.
fn is_signature_note(low: &str) -> bool {
    let low = low.trim_start_matches(['(', '[', '*', ' ']);
    ["đã ký", "ký số", "ký tên", "ký, ", "ký và", "chữ ký", "ký bởi", "được ký"]
        .iter()
        .any(|note| low.starts_with(note))
        && low.len() < 60
}

/// Whether a line in running text still belongs to the end of the document that started at `from`.
pub(super) fn belongs(source: &Source<'_>, i: usize, from: usize) -> bool {
    let Some(line) = source.lines.get(i) else { return false };
    if !matches!(line.place, Place::Flow) {
        return false;
    }
    let text = source.str(&line.span);
    let low = source.low(&line.span);
    let is_item = text.starts_with(['-', '–', '+', '•']) || is_recipients_label(low);
    let is_note = is_signature_note(low) || text.chars().all(|c| !c.is_alphanumeric());
    let goes_on = !line.after_blank
        && i > from
        && source.line(i - 1).starts_with('-')
        && text.chars().count() < 100
        && !text.ends_with(':')
        && !source.line(i - 1).trim_end().ends_with([';', '.']);
    is_item
        || is_note
        || goes_on
        || authority(text).is_some()
        || person(source, &line.span).is_some()
        || is_signing_body(source, i)
}

/// `SỞ NỘI VỤ` over `GIÁM ĐỐC`: one of the bodies that sign together.
fn is_signing_body(source: &Source<'_>, i: usize) -> bool {
    let line = source.span(i);
    let text = source.str(&line);
    text.chars().count() < 80
        && !text.chars().any(char::is_lowercase)
        && body::head_at(source, line.start, &line).is_some()
        && (i + 1..i + 3).any(|next| authority(source.line(next)).is_some())
}

/// The lines of `Nơi nhận`, without dash and end mark.
pub(super) fn recipients(source: &Source<'_>, tail: Range<usize>) -> Vec<Fact<String>> {
    let Some(label) = tail.clone().find(|i| is_recipients_label(source.low_line(*i))) else { return Vec::new() };
    let place = source.lines.get(label).map(|line| line.place);
    let mut items: Vec<Range<usize>> = Vec::new();
    let (label_span, _) = halves(source, source.span(label));
    let after_colon = source.str(&label_span).find(':').map_or(label_span.end, |at| label_span.start + at + 1);
    let on_label = source.trim(after_colon..label_span.end, &['*', '-']);
    if source.str(&on_label).chars().any(char::is_alphabetic) {
        items.extend(parts(source, &on_label));
    }
    for i in label + 1..tail.end {
        let (line, _) = halves(source, source.span(i));
        let text = source.str(&line);
        if source.lines.get(i).map(|line| line.place) != place || authority(text).is_some() {
            break;
        }
        let is_item = text.starts_with(['-', '–', '+', '•']);
        let last_ended = items.last().is_some_and(|last| source.str(last).trim_end().ends_with([';', '.', '/']));
        let is_name = person(source, &line).is_some() && last_ended;
        match items.last_mut() {
            _ if is_item => items.push(line),
            Some(last) if !is_name && !last_ended => last.end = line.end,
            None => items.push(line),
            Some(_) if is_name => break,
            Some(_) => items.push(line),
        }
    }
    items
        .into_iter()
        .map(|item| source.trim(item, &['-', '–', '+', '•', '*', ';', '.', '/', ',']))
        .filter(|item| !item.is_empty())
        .map(|item| source.verbatim(item, "recipients.line"))
        .collect()
}

/// Names told on one line with `;` between them.
fn parts(source: &Source<'_>, line: &Range<usize>) -> Vec<Range<usize>> {
    let text = source.str(line);
    let ends = text.match_indices(';').map(|(at, _)| at).chain([text.len()]);
    let mut start = 0;
    let mut found = Vec::new();
    for end in ends {
        // With its mark, which tells that the item has ended.
        let part = source.trim(line.start + start..line.start + (end + 1).min(text.len()), &[]);
        if source.str(&part).chars().any(char::is_alphanumeric) {
            found.push(part);
        }
        start = (end + 1).min(text.len());
    }
    found
}

/// Who signed, in the order of the text: one, or each of those who issue a document together.
pub(super) fn signers(source: &Source<'_>, tail: Range<usize>) -> Vec<Signer> {
    let of = |i: usize| {
        let (line, right) = halves(source, source.span(i));
        right.unwrap_or(line)
    };
    let mut signers: Vec<Signer> = Vec::new();
    for i in tail {
        let line = of(i);
        let role = authority(source.str(&line));
        // A signature ends with its name; the next authority or position starts another.
        if role.is_some() && signers.last().is_none_or(|signer| signer.name.is_some()) {
            signers.push(Signer::default());
        }
        let Some(signer) = signers.last_mut().filter(|signer| signer.name.is_none()) else { continue };
        match role {
            Some(Authority::InName) => {
                signer.authority.push(source.verbatim(trimmed(source, line), "signer.authority"));
                signer.title = None;
            }
            Some(Authority::Position) if signer.title.is_none() => {
                signer.title = Some(source.verbatim(trimmed(source, line), "signer.position"));
            }
            Some(Authority::Position) => {}
            None => {
                if let Some(name) = person(source, &line) {
                    signer.name = Some(source.verbatim(name, "signer.name"));
                }
            }
        }
    }
    // Without a name only the first is a signature: what stands after it may be anything.
    let mut is_first = true;
    signers.retain(|signer| std::mem::take(&mut is_first) || signer.name.is_some() && signer.title.is_some());
    signers
}

fn trimmed(source: &Source<'_>, line: Range<usize>) -> Range<usize> {
    source.trim(line, &['*', ',', ';', '_'])
}

/// The bodies a letter is addressed to, one a line; a name can run over lines.
pub(super) fn addressees(source: &Source<'_>, lines: Range<usize>) -> Vec<Fact<String>> {
    let first = lines.start;
    let mut found: Vec<Range<usize>> = Vec::new();
    for i in lines {
        let line = source.span(i);
        let from = if i == first {
            let text = source.str(&line);
            line.start + text.find(':').map_or("Kính gửi".len(), |at| at + 1)
        } else {
            line.start
        };
        let span = source.trim(from.min(line.end)..line.end, &['*']);
        match found.last_mut().filter(|_| continues_item(source, i)) {
            Some(last) => last.end = span.end,
            None => found.extend(parts(source, &span)),
        }
    }
    found
        .into_iter()
        .map(|span| source.trim(span, &['-', '–', '+', '•', '*', ';', '.', ',']))
        .filter(|span| !span.is_empty())
        .map(|span| source.verbatim(span, "addressees.line"))
        .collect()
}

/// A line that goes on with the item of the line before: no mark ended that one, none starts this one.
pub(super) fn continues_item(source: &Source<'_>, i: usize) -> bool {
    let Some(line) = source.lines.get(i).filter(|line| i > 0 && !line.after_blank) else { return false };
    let text = source.str(&line.span);
    let before = source.line(i - 1).trim_end();
    let is_item = |text: &str| text.starts_with(['-', '–', '+', '•']);
    is_item(before) | text.starts_with(char::is_lowercase)
        && !before.ends_with([';', '.', ':'])
        && !is_item(text)
        && text.chars().count() < 90
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn layout(lines: &[&str]) -> Layout {
        let mut layout = Layout::default();
        lines.iter().for_each(|line| layout.paragraph(line));
        layout
    }

    #[test]
    fn recipients_and_signature() {
        let lines = [
            "Nơi nhận:",
            "- Như Điều 3;",
            "- Các sở, ban, ngành tỉnh;",
            "- Lưu: VT, VX (05b).",
            "",
            "TM. ỦY BAN NHÂN DÂN",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "(Đã ký)",
            "Nguyễn Thị Mẫu",
        ];
        let layout = layout(&lines);
        let source = Source::new(&layout);
        let all = 0..source.lines.len();
        let recipients: Vec<String> = recipients(&source, all.clone()).into_iter().map(|fact| fact.value).collect();
        assert_eq!(recipients, ["Như Điều 3", "Các sở, ban, ngành tỉnh", "Lưu: VT, VX (05b)"]);
        let signer = signers(&source, all).remove(0);
        let authority: Vec<&str> = signer.authority.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(authority, ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"]);
        assert_eq!(signer.title.unwrap().value, "PHÓ CHỦ TỊCH");
        assert_eq!(signer.name.unwrap().value, "Nguyễn Thị Mẫu");
    }

    #[test]
    fn two_sign_a_joint_document() {
        let lines = [
            "CÔNG AN TỈNH",
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            "Đại tá Vũ Văn Thí Dụ",
            "SỞ NỘI VỤ",
            "GIÁM ĐỐC",
            "Bùi Thị Minh Họa",
        ];
        let layout = layout(&lines);
        let source = Source::new(&layout);
        let names: Vec<(String, String)> = signers(&source, 0..lines.len())
            .into_iter()
            .map(|signer| (signer.title.unwrap().value, signer.name.unwrap().value))
            .collect();
        let pair = |title: &str, name: &str| (title.to_owned(), name.to_owned());
        assert_eq!(names, [pair("PHÓ GIÁM ĐỐC", "Vũ Văn Thí Dụ"), pair("GIÁM ĐỐC", "Bùi Thị Minh Họa")]);
    }

    #[test]
    fn recipients_and_signature_on_the_same_lines() {
        let layout = layout(&["Nơi nhận:  KT. GIÁM ĐỐC", "- Như trên;  PHÓ GIÁM ĐỐC", "- Lưu: VT.  Lâm Thị Mẫu"]);
        let source = Source::new(&layout);
        let recipients: Vec<String> = recipients(&source, 0..3).into_iter().map(|fact| fact.value).collect();
        assert_eq!(recipients, ["Như trên", "Lưu: VT"]);
        let signer = signers(&source, 0..3).remove(0);
        assert_eq!(signer.name.unwrap().value, "Lâm Thị Mẫu");
        assert_eq!(signer.title.unwrap().value, "PHÓ GIÁM ĐỐC");
    }

    #[test]
    fn a_recipient_wrapped_over_two_lines_is_one() {
        let layout =
            layout(&["Nơi nhận:", "- Các hội: Hội Hoa, Hội Cây cảnh tỉnh,", "Hội Cá cảnh tỉnh;", "- Lưu: VT."]);
        let source = Source::new(&layout);
        let recipients = recipients(&source, 0..4);
        assert_eq!(recipients.len(), 2);
        assert_eq!(recipients[0].value, "Các hội: Hội Hoa, Hội Cây cảnh tỉnh, Hội Cá cảnh tỉnh");
    }

    #[test]
    fn addressees_on_one_line_or_listed() {
        let layout = layout(&["Kính gửi:", "- Sở Nội vụ;", "- UBND các xã,", "phường."]);
        let source = Source::new(&layout);
        let names: Vec<String> = addressees(&source, 0..4).into_iter().map(|fact| fact.value).collect();
        assert_eq!(names, ["Sở Nội vụ", "UBND các xã, phường"]);
    }
}
