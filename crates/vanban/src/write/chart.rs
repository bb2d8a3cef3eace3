//! Charts as native DrawingML parts: the program that opens the document draws them, and can edit them.

use super::layout::{CENTIMETRE, EMU_PER_TWIP, Paper};
use super::paragraph::{Placing, line, paragraph, run};
use super::xml::{Out, Xml, one_line};
use crate::document::{Chart, ChartKind};

/// Fill and label colours of the series: calm blues that stay apart when printed in grey. The first is the blue of the
/// pictures on pages.
const PALETTE: [(&str, &str); 5] =
    [("1F5A96", "FFFFFF"), ("A9C4DD", "000000"), ("5B8DB8", "FFFFFF"), ("E1E8EF", "000000"), ("7F7F7F", "FFFFFF")];
/// Most labels whose values are told in the alternative text.
const LABELS_IN_WORDS: usize = 20;
/// Type size in the chart, in hundredths of a point.
const TYPE_SIZE: &str = "1100";

/// A chart with nothing to draw is told in words: Word refuses some empty charts.
pub(super) fn has_data(chart: &Chart) -> bool {
    !chart.labels.is_empty() && chart.series.iter().any(|series| !series.values.is_empty())
}

/// Title, unit and frame of the chart whose part has the number `number`, in the running text.
pub(super) fn place(xml: &mut Xml, chart: &Chart, number: usize, paper: Paper) -> Out {
    let (title, unit) = (one_line(&chart.title), one_line(&chart.unit));
    if !title.is_empty() {
        paragraph(xml, "Caption", Placing::KEPT, |xml| run(xml, &title, "", None))?;
    }
    if !unit.is_empty() {
        line(xml, "ChartUnit", &format!("Đơn vị tính: {unit}"))?;
    }
    if !has_data(chart) {
        return line(xml, "ChartUnit", "Không có số liệu");
    }
    let width = (paper.text_width() * EMU_PER_TWIP).to_string();
    let height = (height(chart, paper) * EMU_PER_TWIP).to_string();
    let id = number.to_string();
    xml.node("w:p", &[], |xml| {
        xml.node("w:pPr", &[], |xml| xml.w("w:pStyle", "Figure"))?;
        xml.node("w:r", &[], |xml| {
            xml.node("w:drawing", &[], |xml| {
                let no_distance = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
                xml.node("wp:inline", &no_distance, |xml| {
                    xml.empty("wp:extent", &[("cx", &width), ("cy", &height)])?;
                    xml.empty("wp:effectExtent", &[("l", "0"), ("t", "0"), ("r", "0"), ("b", "0")])?;
                    let name = format!("Biểu đồ {number}");
                    xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", &in_words(chart))])?;
                    xml.empty("wp:cNvGraphicFramePr", &[])?;
                    xml.node("a:graphic", &[], |xml| {
                        let chart_uri = "http://schemas.openxmlformats.org/drawingml/2006/chart";
                        xml.node("a:graphicData", &[("uri", chart_uri)], |xml| {
                            xml.empty("c:chart", &[("r:id", &format!("rIdChart{number}"))])
                        })
                    })
                })
            })
        })
    })
}

/// Characters of a name that fit on a line beside bars.
const LONG_NAME: usize = 26;

/// Height in twips: bars grow with the number of labels, up to what a page holds beside title and unit.
fn height(chart: &Chart, paper: Paper) -> u32 {
    let most = paper.text_height() - 4 * CENTIMETRE;
    let labels = u32::try_from(chart.labels.len()).unwrap_or(u32::MAX);
    // Names stand in a third of the width; a long one takes two lines.
    let long = chart.labels.iter().any(|label| label.chars().count() > LONG_NAME);
    let name = if long { 520 } else { 0 };
    let series = u32::try_from(chart.series.len()).unwrap_or(u32::MAX);
    // A bar is half a centimetre, the gap between two labels a third of one; the legend needs a line.
    let bars =
        |for_each_label: u32| labels.saturating_mul(for_each_label.saturating_mul(280).max(name).saturating_add(190));
    let height = match chart.kind {
        ChartKind::Bars => bars(series.max(1)),
        ChartKind::StackedBars => bars(1),
        ChartKind::Columns => 7 * CENTIMETRE,
    };
    let legend = if chart.series.len() > 1 { CENTIMETRE } else { 0 };
    height.saturating_add(legend).clamp(3 * CENTIMETRE, most.max(3 * CENTIMETRE))
}

/// What somebody who cannot see the chart is told.
fn in_words(chart: &Chart) -> String {
    let mut text = one_line(&chart.title);
    let unit = one_line(&chart.unit);
    if !unit.is_empty() {
        text.push_str(&format!(" ({unit})"));
    }
    for series in &chart.series {
        let values: Vec<String> = (chart.labels.iter().zip(&series.values))
            .take(LABELS_IN_WORDS)
            .map(|(label, value)| format!("{}: {}", one_line(label), value.to_string().replace('.', ",")))
            .collect();
        text.push_str(&format!(". {}: {}", one_line(&series.name), values.join("; ")));
    }
    text
}

/// The part `word/charts/chartN.xml`.
pub(super) fn part(chart: &Chart) -> std::io::Result<Vec<u8>> {
    let names = [
        ("xmlns:c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
        ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ];
    Xml::part("c:chartSpace", &names, |xml| {
        xml.val("c:date1904", "0")?;
        xml.val("c:lang", "vi-VN")?;
        xml.val("c:roundedCorners", "0")?;
        xml.node("c:chart", &[], |xml| {
            xml.val("c:autoTitleDeleted", "1")?;
            xml.node("c:plotArea", &[], |xml| {
                xml.empty("c:layout", &[])?;
                bars(xml, chart)?;
                axes(xml, chart)
            })?;
            if chart.series.len() > 1 {
                xml.node("c:legend", &[], |xml| {
                    xml.val("c:legendPos", "b")?;
                    xml.val("c:overlay", "0")
                })?;
            }
            xml.val("c:plotVisOnly", "1")?;
            xml.val("c:dispBlanksAs", "gap")
        })?;
        xml.node("c:spPr", &[], |xml| {
            xml.empty("a:noFill", &[])?;
            outline(xml, None)
        })?;
        type_face(xml, "000000", &[])?;
        xml.node("c:externalData", &[("r:id", "rIdWorkbook")], |xml| xml.val("c:autoUpdate", "0"))
    })
}

fn bars(xml: &mut Xml, chart: &Chart) -> Out {
    let stacked = chart.kind == ChartKind::StackedBars;
    xml.node("c:barChart", &[], |xml| {
        xml.val("c:barDir", if chart.kind == ChartKind::Columns { "col" } else { "bar" })?;
        xml.val("c:grouping", if stacked { "stacked" } else { "clustered" })?;
        xml.val("c:varyColors", "0")?;
        for index in 0..chart.series.len() {
            series(xml, chart, index)?;
        }
        xml.val("c:gapWidth", "60")?;
        if stacked {
            xml.val("c:overlap", "100")?;
        }
        xml.val("c:axId", "1")?;
        xml.val("c:axId", "2")
    })
}

fn series(xml: &mut Xml, chart: &Chart, index: usize) -> Out {
    let Some(series) = chart.series.get(index) else { return Ok(()) };
    let stacked = chart.kind == ChartKind::StackedBars;
    let (fill, on_fill) = PALETTE[index % PALETTE.len()];
    let number = index.to_string();
    let column = column_name(index + 1);
    let last_row = chart.labels.len() + 1;
    xml.node("c:ser", &[], |xml| {
        xml.val("c:idx", &number)?;
        xml.val("c:order", &number)?;
        xml.node("c:tx", &[], |xml| texts(xml, &format!("Sheet1!${column}$1"), std::slice::from_ref(&series.name)))?;
        xml.node("c:spPr", &[], |xml| {
            solid(xml, fill)?;
            outline(xml, Some("404040"))
        })?;
        xml.val("c:invertIfNegative", "0")?;
        labels(xml, chart, if stacked { ("ctr", on_fill) } else { ("outEnd", "000000") })?;
        xml.node("c:cat", &[], |xml| texts(xml, &format!("Sheet1!$A$2:$A${last_row}"), &chart.labels))?;
        xml.node("c:val", &[], |xml| {
            let values: Vec<f64> = series.values.iter().copied().take(chart.labels.len()).collect();
            numbers(xml, &format!("Sheet1!${column}$2:${column}${last_row}"), chart, &values)
        })
    })
}

/// The value written at each bar.
fn labels(xml: &mut Xml, chart: &Chart, (position, colour): (&str, &str)) -> Out {
    xml.node("c:dLbls", &[], |xml| {
        xml.empty("c:numFmt", &[("formatCode", &number_format(chart)), ("sourceLinked", "0")])?;
        xml.node("c:spPr", &[], |xml| {
            xml.empty("a:noFill", &[])?;
            outline(xml, None)
        })?;
        // A number broken over two lines reads as two numbers.
        type_face(xml, colour, &[("wrap", "none")])?;
        xml.val("c:dLblPos", position)?;
        xml.val("c:showLegendKey", "0")?;
        xml.val("c:showVal", "1")?;
        xml.val("c:showCatName", "0")?;
        xml.val("c:showSerName", "0")?;
        xml.val("c:showPercent", "0")?;
        xml.val("c:showBubbleSize", "0")
    })
}

/// How values are written at the bars. Whole numbers are grouped by dots whatever the settings of the reader's
/// computer, as in the text beside the chart; a format has room for two sizes of number that need dots.
/// Zeros in a stacked bar have no place of their own and are not labelled.
fn number_format(chart: &Chart) -> String {
    let values = || chart.series.iter().flat_map(|series| &series.values).copied().filter(|value| value.is_finite());
    let zero = if chart.kind == ChartKind::StackedBars { "#" } else { "0" };
    if values().any(|value| value.fract() != 0.0) {
        return if zero == "#" { "#,##0.0;-#,##0.0;" } else { "#,##0.0" }.to_owned();
    }
    if values().any(|value| value <= -1000.0) {
        return "#,##0".to_owned();
    }
    if values().any(|value| value >= 1e9) {
        return format!("[>=1000000000]0\\.000\\.000\\.000;[>=1000000]0\\.000\\.000;{zero}");
    }
    format!("[>=1000000]0\\.000\\.000;[>=1000]0\\.000;{zero}")
}

/// Names along one axis; the other is not drawn, since every bar says its value.
fn axes(xml: &mut Xml, chart: &Chart) -> Out {
    let upright = chart.kind == ChartKind::Columns;
    xml.node("c:catAx", &[], |xml| {
        xml.val("c:axId", "1")?;
        // Horizontal bars are drawn from the bottom up unless told otherwise.
        let order = if upright { "minMax" } else { "maxMin" };
        xml.node("c:scaling", &[], |xml| xml.val("c:orientation", order))?;
        xml.val("c:delete", "0")?;
        xml.val("c:axPos", if upright { "b" } else { "l" })?;
        xml.empty("c:numFmt", &[("formatCode", "General"), ("sourceLinked", "0")])?;
        xml.val("c:majorTickMark", "none")?;
        xml.val("c:minorTickMark", "none")?;
        xml.val("c:tickLblPos", "low")?;
        xml.node("c:spPr", &[], |xml| outline(xml, Some("7F7F7F")))?;
        xml.val("c:crossAx", "2")?;
        xml.val("c:crosses", "autoZero")?;
        xml.val("c:auto", "0")?;
        xml.val("c:lblAlgn", "ctr")?;
        xml.val("c:lblOffset", "100")?;
        if !upright {
            // Every bar is named, also where a program would leave some names out.
            xml.val("c:tickLblSkip", "1")?;
        }
        xml.val("c:noMultiLvlLbl", "1")
    })?;
    xml.node("c:valAx", &[], |xml| {
        xml.val("c:axId", "2")?;
        xml.node("c:scaling", &[], |xml| {
            xml.val("c:orientation", "minMax")?;
            // A bar whose axis does not begin at nought lies about its length.
            let negative = chart.series.iter().flat_map(|series| &series.values).any(|&value| value < 0.0);
            if negative { Ok(()) } else { xml.val("c:min", "0") }
        })?;
        xml.val("c:delete", "1")?;
        xml.val("c:axPos", if upright { "l" } else { "b" })?;
        xml.empty("c:numFmt", &[("formatCode", "General"), ("sourceLinked", "0")])?;
        xml.val("c:majorTickMark", "none")?;
        xml.val("c:minorTickMark", "none")?;
        xml.val("c:tickLblPos", "nextTo")?;
        xml.val("c:crossAx", "1")?;
        xml.val("c:crosses", "autoZero")?;
        xml.val("c:crossBetween", "between")
    })
}

/// A reference into the workbook with the texts found there.
fn texts(xml: &mut Xml, reference: &str, texts: &[String]) -> Out {
    xml.node("c:strRef", &[], |xml| {
        xml.leaf("c:f", &[], reference)?;
        xml.node("c:strCache", &[], |xml| {
            xml.val("c:ptCount", &texts.len().to_string())?;
            texts.iter().enumerate().try_for_each(|(index, text)| {
                xml.node("c:pt", &[("idx", &index.to_string())], |xml| xml.leaf("c:v", &[], &one_line(text)))
            })
        })
    })
}

/// A reference into the workbook with the numbers found there. What is not a number is a gap.
fn numbers(xml: &mut Xml, reference: &str, chart: &Chart, values: &[f64]) -> Out {
    xml.node("c:numRef", &[], |xml| {
        xml.leaf("c:f", &[], reference)?;
        xml.node("c:numCache", &[], |xml| {
            xml.leaf("c:formatCode", &[], "General")?;
            xml.val("c:ptCount", &chart.labels.len().to_string())?;
            values.iter().enumerate().filter(|(_, value)| value.is_finite()).try_for_each(|(index, value)| {
                xml.node("c:pt", &[("idx", &index.to_string())], |xml| xml.leaf("c:v", &[], &value.to_string()))
            })
        })
    })
}

fn type_face(xml: &mut Xml, colour: &str, body: &[(&str, &str)]) -> Out {
    xml.node("c:txPr", &[], |xml| {
        xml.empty("a:bodyPr", body)?;
        xml.empty("a:lstStyle", &[])?;
        xml.node("a:p", &[], |xml| {
            xml.node("a:pPr", &[], |xml| {
                xml.node("a:defRPr", &[("sz", TYPE_SIZE), ("b", "0")], |xml| {
                    solid(xml, colour)?;
                    xml.empty("a:latin", &[("typeface", "Times New Roman")])?;
                    xml.empty("a:cs", &[("typeface", "Times New Roman")])
                })
            })?;
            xml.empty("a:endParaRPr", &[("lang", "vi-VN")])
        })
    })
}

fn solid(xml: &mut Xml, colour: &str) -> Out {
    xml.node("a:solidFill", &[], |xml| xml.val("a:srgbClr", colour))
}

/// A hair line, or none.
fn outline(xml: &mut Xml, colour: Option<&str>) -> Out {
    match colour {
        Some(colour) => xml.node("a:ln", &[("w", "6350")], |xml| solid(xml, colour)),
        None => xml.node("a:ln", &[], |xml| xml.empty("a:noFill", &[])),
    }
}

/// Name of a column of a sheet, `A` for 0, `AA` for 26.
pub(super) fn column_name(index: usize) -> String {
    let mut name = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::column_name;

    #[test]
    fn columns_are_named_as_in_a_sheet() {
        assert_eq!([0, 1, 25, 26, 27, 701, 702].map(column_name), ["A", "B", "Z", "AA", "AB", "ZZ", "AAA"]);
    }
}
