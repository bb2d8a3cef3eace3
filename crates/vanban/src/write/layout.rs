//! Measures of the page, in twips (a twentieth of a point) unless said otherwise.

use super::xml::{Out, Xml};

/// A4, short side: 210 mm.
const A4_SHORT: u32 = 11_906;
/// A4, long side: 297 mm.
const A4_LONG: u32 = 16_838;
/// 20 mm; the decree allows 20 to 25.
const MARGIN_TOP_BOTTOM: u32 = 1134;
/// 30 mm; the decree allows 30 to 35.
const MARGIN_LEFT: u32 = 1701;
/// 15 mm; the decree allows 15 to 20.
const MARGIN_RIGHT: u32 = 851;
/// From the edge of the paper to the page number: it stands inside the top margin.
const HEADER_DISTANCE: u32 = 567;

/// English metric units in a twip; drawings are measured in them.
pub(super) const EMU_PER_TWIP: u32 = 635;
/// Twips in a centimetre.
pub(super) const CENTIMETRE: u32 = 567;

/// Which way the paper lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    Portrait,
    Landscape,
}

impl Paper {
    const fn size(self) -> (u32, u32) {
        match self {
            Self::Portrait => (A4_SHORT, A4_LONG),
            Self::Landscape => (A4_LONG, A4_SHORT),
        }
    }

    /// Width between the margins.
    pub(super) const fn text_width(self) -> u32 {
        self.size().0 - MARGIN_LEFT - MARGIN_RIGHT
    }

    /// Height between the margins.
    pub(super) const fn text_height(self) -> u32 {
        self.size().1 - 2 * MARGIN_TOP_BOTTOM
    }
}

/// The properties of a section that starts on a new page with page number 1, not shown on that first page.
pub(super) fn section(xml: &mut Xml, paper: Paper) -> Out {
    let (width, height) = paper.size();
    let (width, height) = (width.to_string(), height.to_string());
    let margin = MARGIN_TOP_BOTTOM.to_string();
    xml.node("w:sectPr", &[], |xml| {
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rIdHeader")])?;
        xml.empty("w:headerReference", &[("w:type", "first"), ("r:id", "rIdHeaderFirst")])?;
        xml.w("w:type", "nextPage")?;
        match paper {
            Paper::Portrait => xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)])?,
            Paper::Landscape => {
                xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", "landscape")])?;
            }
        }
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &margin),
                ("w:right", &MARGIN_RIGHT.to_string()),
                ("w:bottom", &margin),
                ("w:left", &MARGIN_LEFT.to_string()),
                ("w:header", &HEADER_DISTANCE.to_string()),
                ("w:footer", &HEADER_DISTANCE.to_string()),
                ("w:gutter", "0"),
            ],
        )?;
        xml.empty("w:pgNumType", &[("w:start", "1")])?;
        xml.empty("w:titlePg", &[])
    })
}
