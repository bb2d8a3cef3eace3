//! Styles and fonts ([MS-DOC] 2.9.271, 2.9.286): which lists and which legacy encodings a paragraph or a run has through
//! its style.

use super::super::legacy::{self, Charset};
use super::file::{Part, WordFile, u16_at};
use super::properties::sprms;

/// Longest chain of styles that stand on one another.
const CHAIN: usize = 32;

/// What a style says, itself and through the styles it stands on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// List and level, both from 0 for none.
    pub(super) list: Option<u16>,
    pub(super) level: Option<u8>,
    /// Font, by its index.
    pub(super) font: Option<u16>,
}

/// The style sheet with the fonts.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
    fonts: Vec<Option<Charset>>,
    default_font: Option<u16>,
}

impl Styles {
    /// Reads the style sheet and the fonts, as far as they can be followed.
    pub(super) fn read(file: &WordFile) -> Self {
        let sheet = file.part(Part::Stshf);
        let mut own = Vec::new();
        read_styles(sheet, &mut own);
        let styles = (0..own.len()).map(|i| resolve(&own, i)).collect();
        Self { styles, fonts: fonts(file.part(Part::SttbfFfn)), default_font: u16_at(sheet, 2 + 12) }
    }

    /// What a style says; nothing for an unknown one.
    pub(super) fn style(&self, index: u16) -> Style {
        self.styles.get(usize::from(index)).copied().unwrap_or_default()
    }

    /// The legacy encoding of a font, or of the font of a document that names none.
    pub(super) fn charset(&self, font: Option<u16>) -> Option<Charset> {
        font.or(self.default_font).and_then(|font| self.fonts.get(usize::from(font)).copied().flatten())
    }
}

fn resolve(own: &[(Style, u16)], index: usize) -> Style {
    let mut style = Style::default();
    let mut at = index;
    for _ in 0..CHAIN {
        let Some((this, base)) = own.get(at) else { break };
        style.list = style.list.or(this.list);
        style.level = style.level.or(this.level);
        style.font = style.font.or(this.font);
        at = usize::from(*base);
    }
    style
}

/// Each style by itself, with the index of the one it stands on.
fn read_styles(sheet: &[u8], styles: &mut Vec<(Style, u16)>) -> Option<()> {
    let head = usize::from(u16_at(sheet, 0)?);
    let base_size = usize::from(u16_at(sheet, 4)?);
    let mut rest = sheet.get(2 + head..)?;
    // A style sheet has at most 4,094 styles.
    while styles.len() < 4_095 {
        let length = usize::from(u16_at(rest, 0)?);
        let definition = rest.get(2..2 + length)?;
        styles.push(style(definition, base_size).unwrap_or((Style::default(), 0x0FFF)));
        rest = rest.get(2 + length + (length & 1)..)?;
    }
    Some(())
}

fn style(definition: &[u8], base_size: usize) -> Option<(Style, u16)> {
    let kind_and_base = u16_at(definition, 2)?;
    let base = kind_and_base >> 4;
    let name = usize::from(u16_at(definition, base_size)?);
    let mut at = base_size + 2 + 2 * name + 2;
    let mut next = || -> Option<&[u8]> {
        let length = usize::from(u16_at(definition, at)?);
        let found = definition.get(at + 2..at + 2 + length)?;
        at += 2 + length + (length & 1);
        Some(found)
    };
    let mut style = Style::default();
    let kind = kind_and_base & 0xF;
    if kind == 1
        && let Some(paragraph) = next().and_then(|paragraph| paragraph.get(2..))
    {
        for (code, operand) in sprms(paragraph) {
            match code {
                0x460B => style.list = u16_at(operand, 0),
                0x260A => style.level = operand.first().copied(),
                _ => {}
            }
        }
    }
    if matches!(kind, 1 | 2)
        && let Some(run) = next()
    {
        style.font = font(run);
    }
    Some((style, base))
}

/// The font that modifiers of a run give to letters beyond ASCII, or else to ASCII.
pub(super) fn font(modifiers: &[u8]) -> Option<u16> {
    let mut ascii = None;
    let mut other = None;
    for (code, operand) in sprms(modifiers) {
        match code {
            0x4A4F => ascii = u16_at(operand, 0),
            0x4A51 => other = u16_at(operand, 0),
            _ => {}
        }
    }
    other.or(ascii)
}

/// The legacy encoding of each font.
fn fonts(table: &[u8]) -> Vec<Option<Charset>> {
    let mut found = Vec::new();
    let mut rest = table.get(4..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        let Some(font) = after.get(..length) else { break };
        let name: String = char::decode_utf16(
            (39..font.len()).step_by(2).map_while(|at| u16_at(font, at)).take_while(|unit| *unit != 0),
        )
        .filter_map(Result::ok)
        .collect();
        found.push(legacy::of_font(&name));
        rest = after.get(length..).unwrap_or_default();
    }
    found
}
