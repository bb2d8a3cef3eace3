//! The small workbook behind a chart: Word opens it when somebody edits the chart's data.

use super::WriteError;
use super::chart::column_name;
use super::package::{Part, pack};
use super::xml::{Out, Xml, one_line};
use crate::document::Chart;

const SHEET_NAMES: (&str, &str) = ("xmlns", "http://schemas.openxmlformats.org/spreadsheetml/2006/main");

/// An `.xlsx` with the labels in column A and a series in each column after it.
pub(super) fn workbook(chart: &Chart) -> Result<Vec<u8>, WriteError> {
    pack(vec![
        Part::fixed("[Content_Types].xml", include_str!("parts/chart_content_types.xml")),
        Part::fixed("_rels/.rels", include_str!("parts/chart_rels.xml")),
        Part::fixed("xl/workbook.xml", include_str!("parts/chart_workbook.xml")),
        Part::fixed("xl/_rels/workbook.xml.rels", include_str!("parts/chart_workbook_rels.xml")),
        Part::new("xl/worksheets/sheet1.xml", sheet(chart)?),
    ])
}

fn sheet(chart: &Chart) -> std::io::Result<Vec<u8>> {
    Xml::part("worksheet", &[SHEET_NAMES], |xml| {
        xml.node("sheetData", &[], |xml| {
            xml.node("row", &[("r", "1")], |xml| {
                for (index, series) in chart.series.iter().enumerate() {
                    text(xml, index + 1, 1, &series.name)?;
                }
                Ok(())
            })?;
            for (index, label) in chart.labels.iter().enumerate() {
                let row = index + 2;
                xml.node("row", &[("r", &row.to_string())], |xml| {
                    text(xml, 0, row, label)?;
                    for (column, series) in chart.series.iter().enumerate() {
                        let value = series.values.get(index).copied().filter(|value| value.is_finite());
                        if let Some(value) = value {
                            let place = format!("{}{row}", column_name(column + 1));
                            xml.node("c", &[("r", &place)], |xml| xml.leaf("v", &[], &value.to_string()))?;
                        }
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })
    })
}

fn text(xml: &mut Xml, column: usize, row: usize, text: &str) -> Out {
    let place = format!("{}{row}", column_name(column));
    xml.node("c", &[("r", &place), ("t", "inlineStr")], |xml| {
        xml.node("is", &[], |xml| xml.leaf("t", &[("xml:space", "preserve")], &one_line(text)))
    })
}
