//! A document with its facts marked, beside the facts; each leads to its place and back, without a script.

use app::plan::{Block, Marked, Piece};
use locale::{Language, text};
use maud::{Markup, html};

/// What is said of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Read, and likely right.
    Sure,
    /// Read, to be looked at.
    Doubtful,
    /// As a person said.
    Corrected,
    /// Struck out by a person.
    Struck,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Doubtful => "doubtful",
            Self::Corrected => "corrected",
            Self::Struck => "struck",
        }
    }

    /// The word for it, read out and seen beside a fact.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::Sure => None,
            Self::Doubtful => Some("part-mark-doubtful"),
            Self::Corrected => Some("part-mark-corrected"),
            Self::Struck => Some("part-mark-struck"),
        }
    }
}

/// A mark in the text.
pub(crate) struct Mark {
    /// Id of its place.
    pub(crate) id: String,
    /// Where it leads.
    pub(crate) href: String,
    /// What it marks, in a few words.
    pub(crate) title: String,
    /// How it looks.
    pub(crate) look: Look,
}

/// The text, with marks by position.
pub(crate) fn marked_text(text: &Marked, marks: &[Mark]) -> Markup {
    html! {
        div class="document" lang="vi" {
            @for block in &text.blocks {
                @match block {
                    Block::Paragraph(pieces) => p { (line(pieces, marks)) },
                    Block::Table { rows, is_frame } => div class="scroll" tabindex="0" role="group" {
                        // A table of a letter is not always one of data: it is read out as text.
                        table class=(if *is_frame { "frame" } else { "grid" }) role="presentation" {
                            @for row in rows { tr {
                                @for cell in row { td { @for pieces in cell { p { (line(pieces, marks)) } } } }
                            } }
                        }
                    },
                }
            }
        }
    }
}

fn line(pieces: &[Piece], marks: &[Mark]) -> Markup {
    html! {
        @for piece in pieces {
            @for begins in piece.begins.iter().filter_map(|at| marks.get(*at)) { span id=(begins.id) {} }
            @match piece.marks.last().and_then(|at| marks.get(*at)) {
                Some(mark) => mark class=(mark.look.class()) { a href=(mark.href) title=(mark.title) { (piece.text) } },
                None => (piece.text),
            }
        }
    }
}

/// A fact beside the text.
pub(crate) struct Fact {
    /// Id of its line.
    pub(crate) id: String,
    /// What it is.
    pub(crate) label: String,
    /// Its value; none when nothing was read.
    pub(crate) value: Option<String>,
    /// How it looks.
    pub(crate) look: Look,
    /// How sure it is, and who said otherwise.
    pub(crate) note: String,
    /// The sentence it stands in.
    pub(crate) sentence: String,
    /// Where its place in the text is.
    pub(crate) place: Option<String>,
    /// Where it is corrected.
    pub(crate) correct: Option<String>,
}

/// Facts, one below the other.
pub(crate) fn facts(language: Language, facts: &[Fact]) -> Markup {
    html! {
        ul class="facts" {
            @for fact in facts {
                li id=(fact.id) class=(fact.look.class()) {
                    p {
                        span class="fact-label" { (fact.label) }
                        " "
                        @match &fact.value {
                            Some(value) if fact.look == Look::Struck => s lang="vi" { (value) },
                            Some(value) => strong lang="vi" { (value) },
                            None => em { (text!(language, "part-mark-nothing")) },
                        }
                        @if let Some(word) = fact.look.word() {
                            " " span class="fact-word" {
                                @if fact.look == Look::Doubtful { span aria-hidden="true" { "(?) " } }
                                (text!(language, word))
                            }
                        }
                    }
                    @if !fact.sentence.is_empty() { p class="quiet" lang="vi" { "“" (fact.sentence) "”" } }
                    p class="quiet" {
                        (fact.note)
                        @if let Some(place) = &fact.place {
                            " " a href=(place) { (text!(language, "part-mark-place")) span class="unseen" { ": " (fact.label) } }
                        }
                        @if let Some(correct) = &fact.correct {
                            " " a href=(correct) { (text!(language, "part-mark-correct")) span class="unseen" { ": " (fact.label) } }
                        }
                    }
                }
            }
        }
    }
}

/// A long text and what belongs to it, side by side where there is room; the text scrolls by itself there.
pub(crate) fn beside(label: &str, text: Markup, other: Markup) -> Markup {
    html! {
        div class="beside" {
            div class="beside-text" role="region" aria-label=(label) tabindex="0" { (text) }
            div { (other) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_document_is_markup_and_every_place_can_be_gone_to() {
        let piece = |text: &str, marks: &[usize], begins: &[usize]| Piece {
            text: text.to_owned(),
            marks: marks.to_vec(),
            begins: begins.to_vec(),
        };
        let text =
            Marked { blocks: vec![Block::Paragraph(vec![piece("<b>", &[], &[]), piece("\"&", &[0, 1], &[0, 1])])] };
        let mark = |id: &str| Mark {
            id: id.to_owned(),
            href: format!("#f-{id}"),
            title: "a\"b".to_owned(),
            look: Look::Doubtful,
        };
        let drawn = marked_text(&text, &[mark("one"), mark("two")]).into_string();
        assert!(drawn.contains("&lt;b&gt;") && drawn.contains("&quot;&amp;</a>"), "{drawn}");
        assert!(drawn.contains(r#"<span id="one"></span><span id="two"></span>"#), "{drawn}");
        assert!(drawn.contains(r##"href="#f-two""##), "the innermost one is gone to: {drawn}");
    }
}
