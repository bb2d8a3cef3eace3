//! Where an event is held.

use super::date;
use crate::facts::Fact;
use crate::read::lexicon::lexicon;
use crate::read::source::Source;
use std::ops::Range;

/// Where the event is held, as written: after `tại`, next to the day.
pub(super) fn place(source: &Source<'_>, sentence: &Range<usize>, date: Option<&date::Found>) -> Option<Fact<String>> {
    let venues: Vec<usize> = lexicon()
        .places
        .venues
        .iter()
        .flat_map(|word| source.find(sentence, word).map(move |at| at + word.len()))
        .collect();
    let near = |at: &usize| date.map_or(*at, |found| at.abs_diff(found.span.start));
    let at = venues.into_iter().filter(|at| is_venue(source, *at, sentence)).min_by_key(near)?;
    let start = at + 1;
    let end = end(source, start, sentence);
    let span = source.trim(start..end, &[',', '.', ';', '*']);
    (!span.is_empty()).then(|| source.verbatim(span, "event.place"))
}

/// A place has a name: a capital letter within its first few words, and is no gathering.
fn is_venue(source: &Source<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let start = at + 1;
    let end = end(source, start.min(sentence.end), sentence);
    let span = start.min(end)..end;
    let named = source.words(&span).iter().take(8).any(|word| source.is_capital(word.start));
    // "ấp 3", "hội trường tỉnh": places without a name of their own.
    let numbered = source
        .at(start, &span, &["ấp", "thôn", "khóm", "xóm", "khu phố", "tổ dân phố", "phường", "quận", "số"])
        .is_some_and(|end| source.str_from(end, &span).trim_start().starts_with(|c: char| c.is_ascii_digit()));
    let building = source.at(start, &span, &BUILDINGS).is_some();
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
    (named || numbered || building) && source.at(start, sentence, &not).is_none()
}

/// Where things are held; these are places even without a name.
const BUILDINGS: [&str; 16] = [
    "hội trường",
    "nhà văn hóa",
    "quảng trường",
    "sân vận động",
    "nhà thi đấu",
    "trung tâm văn hóa",
    "trung tâm hội nghị",
    "công viên",
    "trụ sở",
    "nhà thiếu nhi",
    "sân trường",
    "trung tâm hành chính",
    "nhà sinh hoạt cộng đồng",
    "bảo tàng",
    "thư viện",
    "trung tâm chính trị",
];

/// A place ends at the next clause; a bracket and `, quận 1` belong to it.
pub(super) fn end(source: &Source<'_>, start: usize, sentence: &Range<usize>) -> usize {
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
        "dưới",
        "thu hút",
        "quy tụ",
        "nhân dịp",
        "nhân kỷ niệm",
        "nhân ngày",
        "trưa",
        "cùng",
        "bằng",
        "gồm",
        "bao gồm",
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
