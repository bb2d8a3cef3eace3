//! Bases: documents and laws cited.

use super::{body, date, number};
use crate::facts::{Fact, LegalBasis};
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// Bytes after a number in which its date is looked for.
const DATE_WITHIN: usize = 90;

/// Bytes before a number in which its issuer is looked for.
const BEFORE_WITHIN: usize = 400;

/// Documents one text cites at most.
const MOST: usize = 500;

/// Every document cited in the lines of an opening, once each.
pub(super) fn in_opening(source: &Source<'_>, opening: Range<usize>) -> Vec<LegalBasis> {
    let mut found: Vec<LegalBasis> = Vec::new();
    for i in opening {
        let line = source.span(i);
        let mut bases = numbered(source, &line, "basis.numbered");
        bases.extend(laws(source, &line));
        bases.sort_by_key(start);
        found.extend(bases);
    }
    dedup(found)
}

/// Numbered documents in an article, where its campaign is run under one.
pub(super) fn in_article(source: &Source<'_>, sentences: &[Range<usize>]) -> Vec<LegalBasis> {
    dedup(sentences.iter().flat_map(|sentence| numbered(source, sentence, "basis.article")).collect())
}

fn start(basis: &LegalBasis) -> usize {
    basis.number.as_ref().or(basis.name.as_ref()).map_or(0, |fact| fact.span.start)
}

fn dedup(bases: Vec<LegalBasis>) -> Vec<LegalBasis> {
    let mut kept: Vec<LegalBasis> = Vec::new();
    for basis in bases {
        if kept.len() >= MOST {
            break;
        }
        let key = |b: &LegalBasis| b.number.as_ref().or(b.name.as_ref()).map(|fact| crate::text::fold(&fact.value));
        match kept.iter_mut().find(|other| key(other) == key(&basis)) {
            Some(other) if other.date.is_none() => *other = basis,
            Some(_) => {}
            None => kept.push(basis),
        }
    }
    kept
}

/// Documents cited by number.
fn numbered(source: &Source<'_>, span: &Range<usize>, rule: &'static str) -> Vec<LegalBasis> {
    let numbers = number::cited(source, span);
    let ends = numbers.iter().skip(1).map(|next| next.start).chain([span.end]);
    numbers
        .iter()
        .zip(ends)
        .filter(|(number, _)| !follows_reference(source, span, number))
        .map(|(at, end)| {
            let after = at.end..end;
            let date = date_after(source, &after);
            let issuer = issuer_after(source, date.as_ref().map_or(at.end, |found| found.span.end), &after)
                .or_else(|| issuer_before(source, span, at));
            LegalBasis {
                number: Some(Fact { value: number::canonical(source.str(at)), span: at.clone(), rule }),
                name: None,
                date: date.map(|found| Fact { value: found.date, span: found.span, rule: "basis.date" }),
                issuer,
            }
        })
        .collect()
}

/// `theo QCVN 12:2031/…` is a standard, not a document with a number of its own.
fn follows_reference(source: &Source<'_>, span: &Range<usize>, number: &Range<usize>) -> bool {
    source.low.get(span.start..number.start).is_some_and(|before| before.ends_with(':') && !before.ends_with("số:"))
}

/// The date of issue right after a number: `ngày …`, perhaps after the issuing body.
fn date_after(source: &Source<'_>, after: &Range<usize>) -> Option<date::Found> {
    let text = source.low(after);
    let stop = text.find([';', '(']).unwrap_or(text.len());
    let at = text.get(..stop)?.find("ngày")?;
    if at > DATE_WITHIN {
        return None;
    }
    date::at(source, after.start + at, after)
}

/// `… của Chính phủ quy định …`.
fn issuer_after(source: &Source<'_>, from: usize, after: &Range<usize>) -> Option<Fact<String>> {
    let rest = source.low_from(from, after);
    let trimmed = rest.trim_start_matches([' ', ',']);
    let inner = trimmed.strip_prefix("của ")?;
    let start = from + (rest.len() - inner.len());
    let span = start..name_end(source, start, after);
    (!span.is_empty()).then(|| source.verbatim(span, "basis.issuer"))
}

/// `đề nghị của Sở Nội vụ tại Tờ trình số …`.
fn issuer_before(source: &Source<'_>, span: &Range<usize>, number: &Range<usize>) -> Option<Fact<String>> {
    let before = source.floor(number.start.saturating_sub(BEFORE_WITHIN)).max(span.start)..number.start;
    let span = &before.clone();
    let at = source.find(&before, "tại").last()?;
    if number.start - at > 60 {
        return None;
    }
    let named = span.start..at;
    let from = source
        .find(&named, "của")
        .last()
        .map_or_else(|| source.low(&named).rfind([';', ':']).map(|i| span.start + i + 1), |i| Some(i + "của".len()))?;
    let issuer = source.trim(from..at, &[',', '-']);
    (!issuer.is_empty()).then(|| source.verbatim(issuer, "basis.issuer"))
}

/// The end of an issuer's name: punctuation, or a word that says what the document does.
fn name_end(source: &Source<'_>, start: usize, within: &Range<usize>) -> usize {
    let documents = &lexicon().documents;
    let punctuation = source.low_from(start, within).find([',', ';', '.', ')', '(', '\n']).map(|at| start + at);
    let limit = body::at(source, start, within).map(|found| found.end).or(punctuation).unwrap_or(within.end);
    let clause = start..limit;
    // In small letters: "tỉnh An Giao" is a name, "giao chỉ tiêu" is not.
    let verb = documents
        .after_issuer
        .iter()
        .flat_map(|word| source.find(&clause, word))
        .filter(|at| !source.is_capital(*at))
        .min()
        .unwrap_or(limit);
    // "của Chính phủ và Quyết định số …": another document follows.
    let next = source.find(&clause, "và").find(|at| {
        let after = at + "và ".len();
        source.at(after, &clause, &documents.cited).is_some()
            || documents.types.iter().any(|kind| source.at(after, &clause, &[kind.name.as_str()]).is_some())
    });
    source.trim(start..verb.min(next.unwrap_or(limit)), &[]).end
}

/// Laws named at the start of a basis: `Căn cứ Luật …`, `; Luật …`.
fn laws(source: &Source<'_>, line: &Range<usize>) -> Vec<LegalBasis> {
    let mut found = Vec::new();
    for law in &lexicon().documents.laws {
        for at in source.find(line, law) {
            let before = source.low.get(line.start..at).unwrap_or_default().trim_end();
            let leads = before.is_empty()
                || before.ends_with([';', '-', ','])
                || ["căn cứ", "và", "thực hiện", "theo", "thi hành", "căn cứ vào"]
                    .iter()
                    .any(|word| before.ends_with(word));
            let nested =
                found.iter().any(|basis: &LegalBasis| basis.name.as_ref().is_some_and(|name| name.span.contains(&at)));
            if leads && source.is_capital(at) && !nested {
                found.extend(law_at(source, at, line));
            }
        }
    }
    found
}

fn law_at(source: &Source<'_>, at: usize, line: &Range<usize>) -> Option<LegalBasis> {
    let rest = source.low_from(at, line);
    let end = rest.find([';', '(', '\n']).map_or(line.end, |stop| at + stop);
    let clause = at..end;
    // "Luật … ngày 29/11", "Luật … số 12", "Luật … năm 2006"; but "Luật … một số điều".
    let numbered = ["ngày", "số", "năm"].iter().flat_map(|word| {
        source.find(&clause, word).filter(|at| {
            let rest = source.low.get(at + word.len()..).unwrap_or_default();
            rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
        })
    });
    let stop = numbered.chain(source.find(&clause, "và luật")).min().unwrap_or(end);
    let name = source.trim(at..stop, &[',', '.', ';']);
    if source.words(&name).len() < 2 || !number::cited(source, &(at..end)).is_empty() {
        return None;
    }
    let date = date_after(source, &(name.end..end)).or_else(|| year_after(source, name.end, &clause));
    Some(LegalBasis {
        number: None,
        name: Some(source.verbatim(name, "basis.law")),
        date: date.map(|found| Fact { value: found.date, span: found.span, rule: "basis.date" }),
        issuer: None,
    })
}

/// `Luật Bình đẳng giới năm 2006`.
fn year_after(source: &Source<'_>, from: usize, within: &Range<usize>) -> Option<date::Found> {
    let rest = source.low_from(from, within);
    let digits = rest.trim_start().strip_prefix("năm ")?;
    let start = from + (rest.len() - digits.len());
    let year = digits.get(..4)?.parse().ok().filter(|year| (1900..2200).contains(year))?;
    Some(date::Found { date: crate::date::PartialDate::Year(year), span: start..start + 4 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Layout;

    fn bases(text: &str) -> Vec<(String, String, String)> {
        let mut layout = Layout::default();
        layout.paragraph(text);
        let source = Source::new(&layout);
        in_opening(&source, 0..source.lines.len())
            .into_iter()
            .map(|basis| {
                (
                    basis.number.or(basis.name).map(|fact| fact.value).unwrap_or_default(),
                    basis.date.map(|fact| fact.value.to_string()).unwrap_or_default(),
                    basis.issuer.map(|fact| fact.value).unwrap_or_default(),
                )
            })
            .collect()
    }

    fn row(number: &str, date: &str, issuer: &str) -> (String, String, String) {
        (number.to_owned(), date.to_owned(), issuer.to_owned())
    }

    #[test]
    fn numbered_documents_with_date_and_issuer() {
        assert_eq!(
            bases(
                "Căn cứ Nghị định số 12/2031/NĐ-CP ngày 05/6/2031 của Chính phủ quy định về hội; Quyết định số 7/QĐ-UBND ngày 8 tháng 7 năm 2031 của UBND tỉnh An Giao về việc giao chỉ tiêu;"
            ),
            [row("12/2031/NĐ-CP", "2031-06-05", "Chính phủ"), row("7/QĐ-UBND", "2031-07-08", "UBND tỉnh An Giao")]
        );
        assert_eq!(
            bases(
                "Triển khai Nghị quyết số 8/NQ-CP ngày 03/3/2031 của Chính phủ và Quyết định số 9/QĐ-TTg của Thủ tướng Chính phủ phê duyệt đề án,"
            ),
            [row("8/NQ-CP", "2031-03-03", "Chính phủ"), row("9/QĐ-TTg", "", "Thủ tướng Chính phủ")]
        );
        assert_eq!(
            bases("Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 33/TTr-SNV ngày 1/2/2031."),
            [row("33/TTr-SNV", "2031-02-01", "Giám đốc Sở Nội vụ")]
        );
    }

    #[test]
    fn laws_by_name() {
        assert_eq!(
            bases("Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006; Luật Trẻ em năm 2016;"),
            [row("Luật Bình đẳng giới", "2006-11-29", ""), row("Luật Trẻ em", "2016", "")]
        );
        assert_eq!(
            bases("Luật sửa đổi, bổ sung một số điều của Luật Hội ngày 22/11/2029;"),
            [row("Luật sửa đổi, bổ sung một số điều của Luật Hội", "2029-11-22", "")]
        );
        assert!(bases("quy định chi tiết một số điều của luật Trẻ em").is_empty());
    }

    #[test]
    fn a_document_cited_twice_counts_once() {
        assert_eq!(bases("Theo Công văn số 5/SNV ngày 1/2/2031 (viết tắt là Công văn số 5/SNV)").len(), 1);
    }
}
