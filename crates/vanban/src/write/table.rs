//! Tables: those of the text, with borders, and the ones that only hold two columns side by side.

use super::paragraph::{Placing, paragraph, run, spacer};
use super::xml::{Out, Xml, one_line};
use crate::document::{Align, Row, Table};

/// From this many columns on the type is 12 points rather than 13.
const MANY_COLUMNS: usize = 6;
/// Space between border and text at the sides of a cell.
const CELL_PADDING: u32 = 70;

/// A table without borders and with two columns.
pub(super) fn borderless(xml: &mut Xml, columns: &[u32; 2], rows: impl FnOnce(&mut Xml, TwoCells) -> Out) -> Out {
    xml.node("w:tbl", &[], |xml| {
        properties(xml, columns, None, 0)?;
        rows(xml, TwoCells { widths: *columns })
    })
}

/// Writes the rows of a [`borderless`] table.
pub(super) struct TwoCells {
    widths: [u32; 2],
}

impl TwoCells {
    /// A row that stays on one page.
    pub(super) fn row(
        &self,
        xml: &mut Xml,
        left: impl FnOnce(&mut Xml) -> Out,
        right: impl FnOnce(&mut Xml) -> Out,
    ) -> Out {
        xml.node("w:tr", &[], |xml| {
            xml.node("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]))?;
            cell(xml, self.widths[0], 1, "top", left)?;
            cell(xml, self.widths[1], 1, "top", right)
        })
    }
}

/// A table of the text, `width` twips wide: caption, header row repeated on every page, rows that do not break.
pub(super) fn table(xml: &mut Xml, table: &Table, width: u32) -> Out {
    if let Some(caption) = &table.caption {
        paragraph(xml, "Caption", Placing::KEPT, |xml| run(xml, &one_line(caption), "", None))?;
    }
    if table.columns.is_empty() {
        return Ok(());
    }
    let grid = Grid {
        widths: shares(table.columns.iter().map(|column| column.width), width),
        aligns: table.columns.iter().map(|column| column.align).collect(),
        size: (table.columns.len() >= MANY_COLUMNS).then_some(24),
    };
    xml.node("w:tbl", &[], |xml| {
        properties(xml, &grid.widths, Some("4"), CELL_PADDING)?;
        grid.header(xml, table.columns.iter().map(|column| column.header.as_str()))?;
        table.rows.iter().try_for_each(|row| match row {
            Row::Group(title) => grid.group(xml, title),
            Row::Cells(cells) => grid.cells(xml, cells, ""),
            Row::Total(cells) => grid.cells(xml, cells, "b"),
        })
    })?;
    spacer(xml, |_| Ok(()))
}

/// How the cells of a table are set.
struct Grid {
    widths: Vec<u32>,
    aligns: Vec<Align>,
    /// Half points, where it departs from the style.
    size: Option<u32>,
}

impl Grid {
    fn header<'t>(&self, xml: &mut Xml, texts: impl Iterator<Item = &'t str>) -> Out {
        row(xml, true, |xml| {
            self.widths.iter().zip(texts).try_for_each(|(&width, text)| {
                cell(xml, width, 1, "center", |xml| {
                    paragraph(xml, "TableHeader", Placing::KEPT, |xml| run(xml, text, "", self.size))
                })
            })
        })
    }

    fn group(&self, xml: &mut Xml, title: &str) -> Out {
        row(xml, false, |xml| {
            cell(xml, self.widths.iter().sum(), self.widths.len(), "center", |xml| {
                paragraph(xml, "TableText", Placing::KEPT, |xml| run(xml, title, "b", self.size))
            })
        })
    }

    /// A missing cell stays empty; cells beyond the last column are set in that column, so that nothing is lost.
    fn cells(&self, xml: &mut Xml, texts: &[String], look: &str) -> Out {
        let last = self.widths.len() - 1;
        row(xml, false, |xml| {
            self.widths.iter().zip(&self.aligns).enumerate().try_for_each(|(index, (&width, &align))| {
                let text = if index == last {
                    texts.get(last..).unwrap_or_default().join("\n")
                } else {
                    texts.get(index).cloned().unwrap_or_default()
                };
                cell(xml, width, 1, "center", |xml| {
                    let align = match align {
                        Align::Left => None,
                        Align::Centre => Some("center"),
                        Align::Right => Some("right"),
                    };
                    let placing = Placing { align, ..Placing::STYLE };
                    paragraph(xml, "TableText", placing, |xml| run(xml, &text, look, self.size))
                })
            })
        })
    }
}

fn row(xml: &mut Xml, header: bool, cells: impl FnOnce(&mut Xml) -> Out) -> Out {
    xml.node("w:tr", &[], |xml| {
        xml.node("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[])?;
            if header { xml.empty("w:tblHeader", &[]) } else { Ok(()) }
        })?;
        cells(xml)
    })
}

fn cell(xml: &mut Xml, width: u32, span: usize, vertical: &str, content: impl FnOnce(&mut Xml) -> Out) -> Out {
    xml.node("w:tc", &[], |xml| {
        xml.node("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            if span > 1 {
                xml.w("w:gridSpan", &span.to_string())?;
            }
            xml.w("w:vAlign", vertical)
        })?;
        content(xml)
    })
}

/// Properties and grid. `border` is the weight of all borders in eighths of a point.
fn properties(xml: &mut Xml, widths: &[u32], border: Option<&str>, padding: u32) -> Out {
    let width = widths.iter().sum::<u32>().to_string();
    xml.node("w:tblPr", &[], |xml| {
        xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")])?;
        xml.w("w:jc", "center")?;
        if let Some(weight) = border {
            xml.node("w:tblBorders", &[], |xml| {
                ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"].iter().try_for_each(|side| {
                    let line = [("w:val", "single"), ("w:sz", weight), ("w:space", "0"), ("w:color", "000000")];
                    xml.empty(side, &line)
                })
            })?;
        }
        xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        xml.node("w:tblCellMar", &[], |xml| {
            ["w:left", "w:right"]
                .iter()
                .try_for_each(|side| xml.empty(side, &[("w:w", &padding.to_string()), ("w:type", "dxa")]))
        })
    })?;
    xml.node("w:tblGrid", &[], |xml| {
        widths.iter().try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
    })
}

/// Shares scaled so that they add up to `total` exactly. A share of 0 counts as 1: a column must be seen.
fn shares(parts: impl Iterator<Item = u32>, total: u32) -> Vec<u32> {
    let parts: Vec<u64> = parts.map(|part| u64::from(part.max(1))).collect();
    let sum: u64 = parts.iter().sum();
    let at = |reached: u64| u32::try_from(u64::from(total) * reached / sum).unwrap_or(total);
    let mut reached = 0;
    parts
        .iter()
        .map(|part| {
            let from = at(reached);
            reached += part;
            at(reached) - from
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::shares;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_fill_the_width_exactly(parts in prop::collection::vec(any::<u32>(), 1..80)) {
            prop_assert_eq!(shares(parts.iter().copied(), 9354).iter().sum::<u32>(), 9354);
        }
    }

    #[test]
    fn shares_keep_proportion() {
        assert_eq!(shares([1, 3, 6].into_iter(), 1000), [100, 300, 600]);
        assert_eq!(shares([0, 0].into_iter(), 1000), [500, 500]);
    }
}
