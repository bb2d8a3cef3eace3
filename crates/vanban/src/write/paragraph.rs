//! Paragraphs and runs.

use super::xml::{Out, Xml, clean};
use crate::document::Run;

/// What a paragraph adds to its style.
#[derive(Clone, Copy, Default)]
pub(super) struct Placing {
    /// Stay on the page of the next paragraph.
    pub(super) keep_next: bool,
    /// Indents from the left and right, and hanging indent of the first line, in twips.
    pub(super) indents: Option<(u32, u32, u32)>,
    /// Alignment, in the words of WordprocessingML.
    pub(super) align: Option<&'static str>,
}

impl Placing {
    /// Nothing but the style.
    pub(super) const STYLE: Self = Self { keep_next: false, indents: None, align: None };
    /// The style, on the page of the next paragraph.
    pub(super) const KEPT: Self = Self { keep_next: true, indents: None, align: None };
}

/// A paragraph of one look, that of its style.
pub(super) fn line(xml: &mut Xml, style: &str, text: &str) -> Out {
    paragraph(xml, style, Placing::STYLE, |xml| run(xml, text, "", None))
}

/// A paragraph in a style.
pub(super) fn paragraph(xml: &mut Xml, style: &str, placing: Placing, content: impl FnOnce(&mut Xml) -> Out) -> Out {
    xml.node("w:p", &[], |xml| {
        xml.node("w:pPr", &[], |xml| {
            xml.w("w:pStyle", style)?;
            if placing.keep_next {
                xml.empty("w:keepNext", &[])?;
            }
            if let Some((left, right, hanging)) = placing.indents {
                let [left, right, hanging] = [left, right, hanging].map(|twips| twips.to_string());
                xml.empty("w:ind", &[("w:left", &left), ("w:right", &right), ("w:hanging", &hanging)])?;
            }
            if let Some(align) = placing.align {
                xml.w("w:jc", align)?;
            }
            Ok(())
        })?;
        content(xml)
    })
}

/// The runs of a paragraph.
pub(super) fn runs(xml: &mut Xml, runs: &[Run]) -> Out {
    for part in runs {
        let look = match (part.bold, part.italic) {
            (false, false) => "",
            (true, false) => "b",
            (false, true) => "i",
            (true, true) => "bi",
        };
        run(xml, &part.text, look, None)?;
    }
    Ok(())
}

/// One run: `look` holds `b` for bold and `i` for italic, `half_points` departs from the size of the style.
pub(super) fn run(xml: &mut Xml, text: &str, look: &str, half_points: Option<u32>) -> Out {
    let text = clean(text);
    if text.is_empty() {
        return Ok(());
    }
    xml.node("w:r", &[], |xml| {
        if !look.is_empty() || half_points.is_some() {
            xml.node("w:rPr", &[], |xml| {
                for (mark, names) in [('b', ["w:b", "w:bCs"]), ('i', ["w:i", "w:iCs"])] {
                    if look.contains(mark) {
                        xml.empty(names[0], &[])?;
                        xml.empty(names[1], &[])?;
                    }
                }
                if let Some(size) = half_points {
                    xml.w("w:sz", &size.to_string())?;
                    xml.w("w:szCs", &size.to_string())?;
                }
                Ok(())
            })?;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                xml.empty("w:br", &[])?;
            }
            for (index, stretch) in line.split('\t').enumerate() {
                if index > 0 {
                    xml.empty("w:tab", &[])?;
                }
                if !stretch.is_empty() {
                    xml.leaf("w:t", &[("xml:space", "preserve")], stretch)?;
                }
            }
        }
        Ok(())
    })
}

/// A drawn line of `length` twips, centred in a column of `width` twips.
pub(super) fn rule(xml: &mut Xml, width: u32, length: u32) -> Out {
    let side = (width.saturating_sub(length) / 2).to_string();
    xml.node("w:p", &[], |xml| {
        xml.node("w:pPr", &[], |xml| {
            xml.w("w:pStyle", "Rule")?;
            xml.empty("w:ind", &[("w:left", &side), ("w:right", &side), ("w:firstLine", "0")])
        })
    })
}

/// An all but invisible paragraph. Word needs one after a table, or two tables in a row become one.
pub(super) fn spacer(xml: &mut Xml, properties: impl FnOnce(&mut Xml) -> Out) -> Out {
    xml.node("w:p", &[], |xml| {
        xml.node("w:pPr", &[], |xml| {
            xml.w("w:pStyle", "Spacer")?;
            properties(xml)
        })
    })
}
