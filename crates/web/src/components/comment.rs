//! Questions and answers about a figure.

use locale::{Language, text};
use maud::{Markup, html};

/// One thing somebody wrote.
pub(crate) struct Comment<'a> {
    /// Id on the page.
    pub(crate) id: &'a str,
    /// Who wrote it.
    pub(crate) author: &'a str,
    /// Their unit.
    pub(crate) unit: &'a str,
    /// When, for machines: `2026-11-20T08:30:00+07:00`.
    pub(crate) datetime: &'a str,
    /// When, for people.
    pub(crate) when: &'a str,
    /// What they wrote; line breaks are kept.
    pub(crate) body: &'a str,
    /// The person reading wrote it.
    pub(crate) own: bool,
}

/// A thread: what was written, then a form to answer with.
pub(crate) fn thread(
    language: Language,
    id: &str,
    heading: &str,
    comments: &[Comment<'_>],
    answer: Option<Markup>,
) -> Markup {
    html! {
        section class="thread" aria-labelledby=(id) {
            h3 id=(id) { (heading) }
            @if comments.is_empty() {
                p class="quiet" { (text!(language, "part-comments-none")) }
            } @else {
                ol {
                    @for comment in comments {
                        li id=(comment.id) class=(if comment.own { "comment own" } else { "comment" }) {
                            p class="comment-by" {
                                strong { (comment.author) }
                                @if !comment.unit.is_empty() { " · " (comment.unit) }
                                " · "
                                time datetime=(comment.datetime) { (comment.when) }
                                @if comment.own { " · " (text!(language, "part-comments-own")) }
                            }
                            p class="lines" { (comment.body) }
                        }
                    }
                }
            }
            @if let Some(answer) = answer { (answer) }
        }
    }
}
