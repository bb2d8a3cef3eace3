//! The text proper and the appendices.

use super::chart;
use super::layout::{Paper, section};
use super::letterhead;
use super::paragraph::{Placing, line, paragraph, run, runs, spacer};
use super::signature;
use super::table;
use super::wording::{END_MARK, capitals, enclosed_with, with_end_mark};
use super::xml::{Out, Xml, one_line};
use crate::document::{Appendix, Block, Chart, Document, Run};

/// Writes the whole of `w:body`; the charts met on the way are returned in the order of their parts.
pub(super) fn body<'d>(xml: &mut Xml, document: &'d Document) -> std::io::Result<Vec<&'d Chart>> {
    let mut charts = Vec::new();
    xml.node("w:body", &[], |xml| {
        letterhead::letterhead(xml, document)?;
        spacer(xml, |_| Ok(()))?;
        letterhead::title(xml, document)?;
        letterhead::addressees(xml, &document.addressees)?;
        letterhead::bases(xml, &document.bases)?;
        text(xml, &document.body, &mut charts)?;
        signature::signature(xml, document)?;

        let mut open = Paper::Portrait;
        for appendix in &document.appendices {
            spacer(xml, |xml| section(xml, open))?;
            open = if appendix.landscape { Paper::Landscape } else { Paper::Portrait };
            self::appendix(xml, document, appendix, open, &mut charts)?;
        }
        spacer(xml, |_| Ok(()))?;
        section(xml, open)
    })?;
    Ok(charts)
}

/// The blocks of the text, ended by `./.`: after the last words, or on a line of its own after a table or chart.
fn text<'d>(xml: &mut Xml, blocks: &'d [Block], charts: &mut Vec<&'d Chart>) -> Out {
    let Some((last, before)) = blocks.split_last() else { return Ok(()) };
    before.iter().try_for_each(|block| self::block(xml, block, Paper::Portrait, charts))?;
    let marked = match last {
        Block::Paragraph(runs) => with_end_mark(runs).map(|runs| ("BodyText", runs)),
        Block::Item(runs) => with_end_mark(runs).map(|runs| ("ListItem", dashed(&runs))),
        Block::Heading { .. } | Block::Table(_) | Block::Chart(_) => None,
    };
    if let Some((style, marked)) = marked {
        // The signature must not stand alone on a page.
        return paragraph(xml, style, Placing::KEPT, |xml| runs(xml, &marked));
    }
    block(xml, last, Paper::Portrait, charts)?;
    paragraph(xml, "BodyText", Placing::KEPT, |xml| run(xml, END_MARK, "", None))
}

fn block<'d>(xml: &mut Xml, block: &'d Block, paper: Paper, charts: &mut Vec<&'d Chart>) -> Out {
    match block {
        Block::Heading { level, text } => heading(xml, *level, text),
        Block::Paragraph(text) => paragraph(xml, "BodyText", Placing::STYLE, |xml| runs(xml, text)),
        Block::Item(text) => paragraph(xml, "ListItem", Placing::STYLE, |xml| runs(xml, &dashed(text))),
        Block::Table(table) => table::table(xml, table, paper.text_width()),
        Block::Chart(chart) => {
            if chart::has_data(chart) {
                charts.push(chart);
            }
            chart::place(xml, chart, charts.len(), paper)
        }
    }
}

fn heading(xml: &mut Xml, level: u8, text: &str) -> Out {
    match level {
        0 | 1 => line(xml, "Heading1", &capitals(text)),
        2 => line(xml, "Heading2", &one_line(text)),
        _ => line(xml, "Heading3", &one_line(text)),
    }
}

/// The runs of a list item with its dash, unless one was typed.
fn dashed(runs: &[Run]) -> Vec<Run> {
    let typed = runs.first().is_some_and(|run| run.text.starts_with(['-', '–', '+']));
    let dash = (!typed).then(|| Run::plain("- "));
    dash.into_iter().chain(runs.iter().cloned()).collect()
}

fn appendix<'d>(
    xml: &mut Xml,
    document: &Document,
    appendix: &'d Appendix,
    paper: Paper,
    charts: &mut Vec<&'d Chart>,
) -> Out {
    line(xml, "AppendixLabel", &one_line(&appendix.label))?;
    line(xml, "AppendixTitle", &capitals(&appendix.title))?;
    line(xml, "AppendixOrigin", &enclosed_with(document.kind.as_deref(), &document.letterhead))?;
    appendix.body.iter().try_for_each(|block| self::block(xml, block, paper, charts))
}
