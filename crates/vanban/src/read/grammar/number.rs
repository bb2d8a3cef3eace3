//! Numbers and symbols of documents: `144/KH-UBND`, and the ways they come broken.

use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// The number and symbol on the `Số:` line of a letterhead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Own {
    /// Number with symbol, when the serial is filled in.
    pub(super) number: Option<String>,
    /// Symbol with its slash.
    pub(super) symbol: String,
    pub(super) span: Range<usize>,
}

/// Whether a line is the `Số:` line of a letterhead.
pub(super) fn own(source: &Source<'_>, line: &Range<usize>) -> Option<Own> {
    let low = source.low(line);
    let rest = low.strip_prefix("số")?;
    let mark = rest.trim_start();
    if !(mark.starts_with(':') || mark.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | '…' | '_')))
    {
        return None;
    }
    let body = rest.trim_start_matches([' ', ':', '\t']);
    let start = line.start + (low.len() - body.len());
    let text = source.str_from(start, line);
    let serial_len = serial_length(text);
    let serial: String = text.get(..serial_len)?.chars().filter(|c| !c.is_whitespace()).collect();
    let serial = serial.as_str();
    let after = text.get(serial_len..)?;
    let gap = after.len() - after.trim_start_matches([' ', '.', '_', '…', '\t', '-']).len();
    let tail = after.get(gap..)?;
    if let Some(own) = party(source, start, serial, after, line) {
        return Some(own);
    }
    let lost = !tail.starts_with('/');
    let symbol = tail.trim_start_matches('/').trim_start();
    let symbol_len = symbol_length(symbol);
    let symbol_text = symbol.get(..symbol_len)?;
    // With the slash lost, the symbol must follow the serial at once and start with a known type.
    let known = || {
        lexicon()
            .documents
            .types
            .iter()
            .any(|t| !t.abbreviation.is_empty() && symbol_text.starts_with(&format!("{}-", t.abbreviation)))
    };
    if symbol_text.chars().filter(|c| c.is_uppercase()).count() < 1 || lost && (serial.is_empty() || !known()) {
        return None;
    }
    let end = start + text.len() - symbol.len() + symbol_len;
    let symbol = canonical(symbol_text);
    let number = (!serial.is_empty()).then(|| format!("{serial}/{symbol}"));
    let from = if number.is_some() { start } else { start + serial_len + gap };
    Some(Own { number, symbol: format!("/{symbol}"), span: from..end })
}

/// Length of a serial number; its digits can be spread out: `Số: 5 0 2 3 /BNV`.
fn serial_length(text: &str) -> usize {
    let plain = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let spread = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').len();
    let run = text.get(..spread).unwrap_or_default().trim_end();
    let single = run.split(' ').all(|part| !part.is_empty());
    let ends = text.get(spread..).is_some_and(|rest| rest.starts_with('/'));
    if plain > 0 && single && ends && run.len() <= 11 { run.len() } else { plain }
}

/// `15-KH/ĐU`, as offices of the party number: the type stands before the slash.
fn party(source: &Source<'_>, start: usize, serial: &str, after: &str, line: &Range<usize>) -> Option<Own> {
    let rest = after.trim_start_matches([' ', '.', '_', '…', '\t']).strip_prefix(['-', '–'])?.trim_start();
    let (kind, body) = rest.split_once('/')?;
    let kind = kind.trim();
    let known = (1..=5).contains(&kind.chars().count())
        && kind.chars().all(char::is_alphabetic)
        && kind.starts_with(char::is_uppercase);
    let length = symbol_length(body.trim_start());
    if !known || length == 0 {
        return None;
    }
    let end = line.end - (body.trim_start().len() - length);
    let symbol = format!("-{}", canonical(source.str(&(line.end - rest.len()..end))));
    let number = (!serial.is_empty()).then(|| format!("{serial}{symbol}"));
    Some(Own { number, symbol, span: start..end })
}

/// Every numbered document a span cites, as the place of its number.
pub(super) fn cited(source: &Source<'_>, span: &Range<usize>) -> Vec<Range<usize>> {
    let text = source.str(span);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let start = at + offset;
        let before = text.get(..start).and_then(|s| s.chars().next_back());
        let length = if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.')) {
            None
        } else {
            cited_length(text.get(start..).unwrap_or_default())
        };
        if let Some(length) = length {
            found.push(span.start + start..span.start + start + length);
            at = start + length;
        } else {
            let rest = text.get(start..).unwrap_or_default();
            at = start + (rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric()).len()).max(1);
        }
    }
    found
}

/// Length of a cited number that starts the text: digits, a slash, a symbol with a capital letter.
fn cited_length(text: &str) -> Option<usize> {
    let serial = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.').len();
    if serial > 9 {
        return None;
    }
    let after = text.get(serial..)?;
    // "15-KH/ĐU".
    if let Some(kind) = after.strip_prefix(['-', '–']) {
        let mark = after.len() - kind.len();
        let letters = kind.len() - kind.trim_start_matches(char::is_alphabetic).len();
        let capital = kind.starts_with(char::is_uppercase) && kind.get(letters..)?.starts_with('/');
        let symbol = symbol_length(kind.get(letters + 1..).unwrap_or_default());
        return (capital && symbol > 0 && letters <= 8).then_some(serial + mark + letters + 1 + symbol);
    }
    let gap = after.len() - after.trim_start_matches(' ').len();
    if gap > 2 || !after.get(gap..)?.starts_with('/') {
        return None;
    }
    let slash = serial + gap + 1;
    let inner = text.get(slash..)?;
    let gap = inner.len() - inner.trim_start_matches(' ').len();
    if gap > 1 {
        return None;
    }
    let symbol = text.get(slash + gap..)?;
    let mut length = symbol_length(symbol);
    if !symbol.get(..length)?.chars().any(char::is_uppercase) {
        return None;
    }
    length += broken_part(symbol, length);
    Some(slash + gap + length)
}

/// Length of a symbol: letters, digits, `-`, `&`, `/`, dots between, a dash at the end of a line joined again.
fn symbol_length(text: &str) -> usize {
    let run = text.len()
        - text
            .trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '&' | '/' | '.' | '_' | ','))
            .len();
    let run_text = text.get(..run).unwrap_or_default();
    // A comma or a lower-case word ends it: "UBND-VX,ngày".
    let run_text = run_text.split(',').next().unwrap_or_default();
    if run_text.ends_with(['-', '–'])
        && text
            .get(run_text.len()..)
            .is_some_and(|rest| rest.strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_uppercase)))
    {
        let rest = text.get(run_text.len() + 1..).unwrap_or_default();
        let more = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '&')).len();
        return run_text.len() + 1 + more;
    }
    run_text.trim_end_matches(['.', '/', '-', '–', '_']).len()
}

/// A symbol typed with a space in it: the next word, when it is capitals like a symbol and the date follows.
fn broken_part(symbol: &str, length: usize) -> usize {
    let Some(rest) = symbol.get(length..).and_then(|rest| rest.strip_prefix(' ')) else { return 0 };
    let word_len = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '-').len();
    let (word, after) = rest.split_at(word_len);
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let followed = after.trim_start().starts_with("ngày") || after.starts_with(['.', ';']);
    if capitals >= 2 && word.chars().count() <= 8 && followed { 1 + word_len } else { 0 }
}

/// One spelling of a number: no spaces, plain hyphens.
pub(super) fn canonical(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '–' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn own_of(line: &str) -> Option<(Option<String>, String)> {
        let mut layout = Layout::default();
        layout.paragraph(line);
        let source = Source::new(&layout);
        own(&source, &source.span(0)).map(|own| (own.number, own.symbol))
    }

    fn cited_in(text: &str) -> Vec<String> {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        cited(&source, &source.span(0)).iter().map(|span| canonical(source.str(span))).collect()
    }

    #[test]
    fn the_own_number_in_every_broken_spelling() {
        let some = |n: &str, s: &str| Some((Some(n.to_owned()), s.to_owned()));
        assert_eq!(own_of("Số: 45 /KH-UBND"), some("45/KH-UBND", "/KH-UBND"));
        assert_eq!(own_of("Số:45/KH-UBND"), some("45/KH-UBND", "/KH-UBND"));
        assert_eq!(own_of("Số: 5 0 2 3 /BNV-BĐG"), some("5023/BNV-BĐG", "/BNV-BĐG"));
        assert_eq!(own_of("Số : 245KH-UBND"), some("245/KH-UBND", "/KH-UBND"));
        assert_eq!(own_of("Số: 7/BVSTBPN"), some("7/BVSTBPN", "/BVSTBPN"));
        assert_eq!(own_of("Số: 07/SNV-CTTN&BĐG"), some("07/SNV-CTTN&BĐG", "/SNV-CTTN&BĐG"));
        assert_eq!(own_of("Số: 31/2031/QĐ-UBND"), some("31/2031/QĐ-UBND", "/2031/QĐ-UBND"));
        assert_eq!(own_of("Số 15-KH/ĐU"), some("15-KH/ĐU", "-KH/ĐU"));
        assert_eq!(own_of("Số:           /KH-SNV"), Some((None, "/KH-SNV".to_owned())));
        assert_eq!(own_of("Số: ...../BC-UBND"), Some((None, "/BC-UBND".to_owned())));
        assert_eq!(own_of("Số người tham dự: 45"), None);
        assert_eq!(own_of("Số 165 đường Hoa Mai"), None);
    }

    #[test]
    fn cited_numbers() {
        assert_eq!(
            cited_in("Căn cứ Nghị định số 12/2031/NĐ-CP ngày 01/02/2031 và Công văn số 03/HND AGi ngày 7/1/2031"),
            ["12/2031/NĐ-CP", "03/HNDAGi"]
        );
        assert_eq!(cited_in("Văn bản số 02.9/GM/HTX, Công văn 812 /SNV-BĐG."), ["02.9/GM/HTX", "812/SNV-BĐG"]);
        assert_eq!(cited_in("Chỉ thị số 21-CT/TW ngày 20/01/2031"), ["21-CT/TW"]);
        assert!(cited_in("ngày 15/11/2031 có 21/21 xã, 9 kg/người/năm").is_empty());
    }
}
