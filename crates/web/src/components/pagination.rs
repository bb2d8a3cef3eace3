//! Pages of a long list.

use locale::{Language, text};
use maud::{Markup, html};

/// Which page of how many.
pub(crate) struct Pages<'a> {
    /// The page shown, from 1.
    pub(crate) current: usize,
    /// How many there are.
    pub(crate) total: usize,
    /// Address of a page.
    pub(crate) href: &'a dyn Fn(usize) -> String,
}

/// Links to the pages around the current one; nothing when all is on one page.
pub(crate) fn pagination(language: Language, pages: &Pages<'_>) -> Markup {
    if pages.total < 2 {
        return Markup::default();
    }
    let current = pages.current.clamp(1, pages.total);
    html! {
        nav class="pagination" aria-label=(text!(language, "part-pages")) {
            ul {
                @if current > 1 {
                    li { a rel="prev" href=((pages.href)(current - 1)) { (text!(language, "part-pages-before")) } }
                }
                @for shown in shown(current, pages.total) {
                    @match shown {
                        Some(page) if page == current => li {
                            a aria-current="page" href=((pages.href)(page)) { (number(language, page)) }
                        },
                        Some(page) => li { a href=((pages.href)(page)) { (number(language, page)) } },
                        None => li class="gap" { "…" },
                    }
                }
                @if current < pages.total {
                    li { a rel="next" href=((pages.href)(current + 1)) { (text!(language, "part-pages-after")) } }
                }
            }
        }
    }
}

/// The part of a list that is on a page: those shown, the page, and how many pages there are. A page that is not there is
/// the nearest that is.
pub(crate) fn page_of<'a, T>(all: &'a [T], asked: Option<&str>, size: usize) -> (&'a [T], usize, usize) {
    let total = all.len().div_ceil(size).max(1);
    let current = asked.and_then(|page| page.parse().ok()).unwrap_or(1_usize).clamp(1, total);
    let from = (current - 1) * size;
    (&all[from..(from + size).min(all.len())], current, total)
}

fn number(language: Language, page: usize) -> Markup {
    html! { span class="unseen" { (text!(language, "part-pages-page")) " " } (page) }
}

/// The first, the last, and those around the current one; `None` for a gap of two or more.
fn shown(current: usize, total: usize) -> Vec<Option<usize>> {
    let mut shown: Vec<Option<usize>> = Vec::new();
    let mut last = 0;
    for page in (1..=total).filter(|&page| page == 1 || page == total || page.abs_diff(current) <= 1) {
        match page - last {
            1 => {}
            2 => shown.push(Some(page - 1)),
            _ => shown.push(None),
        }
        shown.push(Some(page));
        last = page;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_nearest() {
        let all = [1, 2, 3, 4, 5];
        assert_eq!(page_of(&all, None, 2), (&all[..2], 1, 3));
        assert_eq!(page_of(&all, Some("3"), 2), (&all[4..], 3, 3));
        assert_eq!(page_of(&all, Some("99"), 2), (&all[4..], 3, 3));
        assert_eq!(page_of(&all, Some("0"), 2).1, 1);
        assert_eq!(page_of(&all, Some("x"), 2).1, 1);
        assert_eq!(page_of::<u8>(&[], Some("2"), 2), (&[][..], 1, 1));
    }

    #[test]
    fn every_page_is_near_and_no_gap_hides_a_single_page() {
        assert_eq!(shown(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(shown(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(shown(4, 7), [Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7)]);
    }
}
