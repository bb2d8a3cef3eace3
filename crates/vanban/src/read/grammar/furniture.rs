//! What is article and what is page: the headline, the prose, the captions and menus around them.

use super::date;
use crate::date::PartialDate;
use crate::read::layout::Place;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use crate::text::fold;
use std::collections::HashMap;
use std::ops::Range;

/// The parts of an article.
#[derive(Debug, Default)]
pub(super) struct Article {
    /// Headline.
    pub(super) title: Option<Range<usize>>,
    /// Lines above the headline, menus among them.
    pub(super) above: Vec<Range<usize>>,
    /// Lines of prose, the headline not among them.
    pub(super) prose: Vec<usize>,
    /// Day of publication, when the page gives it.
    pub(super) published: Option<PartialDate>,
}

/// Words a headline has at least, when the page offers several lines to choose from.
const HEADLINE_WORDS: usize = 6;

/// Tells the article from the page.
pub(super) fn article(source: &Source<'_>) -> Article {
    let end = (0..source.lines.len()).find(|i| ends_article(source, *i)).unwrap_or(source.lines.len());
    let first_prose = (0..end).find(|i| is_prose(source, *i) && source.words(&source.span(*i)).len() >= 8);
    let headline = headline(source, first_prose.unwrap_or(end).max(1).min(end));
    let counts = line_counts(source, end);
    let captions_from = caption_block(source, end, &counts);
    let prose = (headline.map_or(0, |i| i + 1)..captions_from)
        .filter(|i| is_prose(source, *i) && (i.checked_sub(1) == headline || !is_caption(source, *i, &counts)))
        .collect();
    let above = (0..headline.unwrap_or(0)).map(|i| source.span(i)).collect();
    Article {
        above,
        title: headline.map(|i| source.trim(source.span(i), &['*', '#'])),
        prose,
        published: published(source, end),
    }
}

/// `Đọc thêm`, alone on a line: other articles follow.
fn ends_article(source: &Source<'_>, i: usize) -> bool {
    let low = source.low_line(i).trim_matches(|c: char| !c.is_alphanumeric());
    i > 2 && lexicon().furniture.end.iter().any(|mark| mark == low)
}

/// A sentence or an item of a list, rather than a menu entry, a caption or a byline.
fn is_prose(source: &Source<'_>, i: usize) -> bool {
    let Some(line) = source.lines.get(i) else { return false };
    if !matches!(line.place, Place::Flow) {
        return false;
    }
    let text = source.str(&line.span).trim_end_matches([' ', '"', '”', '’', '\'', ')', '»']);
    let ends = text.ends_with(['.', '!', '?', '…', ':', ';', ',']);
    let splits_abbreviation = text.ends_with("TP");
    ends && source.words(&line.span).len() >= 4 || splits_abbreviation
}

/// Names of photographers, file names, and lines that stand twice are captions.
fn is_caption(source: &Source<'_>, i: usize, counts: &HashMap<String, usize>) -> bool {
    let line = source.span(i);
    let low = source.low(&line);
    lexicon().furniture.caption.iter().any(|mark| low.contains(mark.as_str()))
        || lexicon().furniture.line.iter().any(|mark| low.trim() == mark)
        || counts.get(&fold(source.str(&line))).is_some_and(|count| *count > 1)
        || source.words(&line).len() < 30 && after_picture(source, i, counts)
}

/// A line right after one without an end, with no blank line between, describes the picture above.
fn after_picture(source: &Source<'_>, i: usize, counts: &HashMap<String, usize>) -> bool {
    let Some(line) = source.lines.get(i) else { return false };
    if line.after_blank || i == 0 || is_prose(source, i - 1) {
        return false;
    }
    let before = source.span(i - 1);
    if counts.get(&fold(source.str(&before))).is_some_and(|count| *count > 1) {
        return true;
    }
    // A list's introduction, a headline or a subheading may stand before prose; a picture's text repeats.
    let similar = shared_words(source.low(&before), source.low(&line.span));
    similar * 2 >= source.words(&before).len().min(source.words(&line.span).len()) && similar >= 3
}

fn shared_words(a: &str, b: &str) -> usize {
    let words: Vec<&str> = a.split_whitespace().collect();
    b.split_whitespace().filter(|word| words.contains(word)).count()
}

fn line_counts(source: &Source<'_>, end: usize) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for i in 0..end {
        *counts.entry(fold(source.line(i))).or_insert(0) += 1;
    }
    counts
}

/// Where a closing block of captions starts: after the last blank line, when one of its lines is a caption for sure.
fn caption_block(source: &Source<'_>, end: usize, counts: &HashMap<String, usize>) -> usize {
    let Some(start) = (3..end).rev().find(|i| source.lines.get(*i).is_some_and(|line| line.after_blank)) else {
        return end;
    };
    let blanks = (0..end).filter(|i| source.lines.get(*i).is_some_and(|line| line.after_blank)).count();
    // Where every paragraph is set apart by a blank line, the last one is no block of its own.
    let is_block = blanks <= 4 && end - start <= start;
    if is_block && (start..end).any(|i| is_caption(source, i, counts)) { start } else { end }
}

/// The headline: the first line above the prose with the length of one.
fn headline(source: &Source<'_>, before: usize) -> Option<usize> {
    let candidates: Vec<usize> = (0..before)
        .filter(|i| {
            let line = source.span(*i);
            let low = source.low(&line);
            let words = source.words(&line).len();
            words > 0
                && words <= 40
                && !lexicon().furniture.line.iter().any(|mark| low == mark)
                && date::all(source, &line).iter().all(|found| found.date.full().is_none())
        })
        .collect();
    let words = |i: &usize| source.words(&source.span(*i)).len();
    candidates
        .iter()
        .copied()
        .find(|i| words(i) >= HEADLINE_WORDS)
        .or_else(|| candidates.iter().copied().max_by_key(|i| (words(i), usize::MAX - i)))
}

/// A short line with a full date above the text: `Xã hội 14/11/2031 12:48`.
fn published(source: &Source<'_>, end: usize) -> Option<PartialDate> {
    (0..end.min(12)).find_map(|i| {
        let line = source.span(i);
        let short = source.words(&line).len() <= 14 && !is_prose(source, i);
        let date = date::all(source, &line).into_iter().find(|found| found.date.full().is_some())?.date;
        short.then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::txt;

    #[test]
    fn menus_captions_and_related_news_are_no_prose() {
        let page = "Trang chủ\nXã hội\n\nXã Hòa Lộc phát động Tháng hành động năm 2031\n\nXã hội 14/11/2031 08:30\n\
                    Ngày 14/11, xã Hòa Lộc tổ chức lễ phát động với 120 người.\n\n\
                    Xã Hòa Lộc phát động Tháng hành động năm 2031\nQuang cảnh lễ phát động ở xã Hòa Lộc, có 45 xe.\n\n\
                    Đại biểu trao quà. - Ảnh: MẪU\n\nBan tổ chức đã trao 20 suất quà.\n\nĐọc thêm\n\nHuyện khác tặng 900 suất quà cho dân nghèo.\n";
        let layout = txt::layout(page);
        let source = Source::new(&layout);
        let article = article(&source);
        assert_eq!(source.str(&article.title.unwrap()), "Xã Hòa Lộc phát động Tháng hành động năm 2031");
        let prose: Vec<&str> = article.prose.iter().map(|i| source.line(*i)).collect();
        assert_eq!(
            prose,
            ["Ngày 14/11, xã Hòa Lộc tổ chức lễ phát động với 120 người.", "Ban tổ chức đã trao 20 suất quà."]
        );
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2031-11-14"));
    }
}
