//! Fonts of `.docx` styles, as far as they stand for a legacy encoding.

use super::ReadError;
use super::container::Metered;
use super::docx::{attribute, each_event};
use super::legacy::{self, Charset};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::BufRead;

/// Longest chain of styles that stand on one another.
const CHAIN: usize = 32;

/// What a font stands for: `Some(None)` for a Unicode font, `None` where none is named.
pub(super) type Named = Option<Option<Charset>>;

/// A style by itself.
#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    font: Named,
}

/// The fonts of all styles.
#[derive(Clone, Debug, Default)]
pub(super) struct Fonts {
    styles: HashMap<String, Style>,
    /// The style of a paragraph that names none.
    normal: Option<String>,
    /// The font where no style names one.
    document: Named,
}

impl Fonts {
    /// Reads `word/styles.xml`.
    ///
    /// # Errors
    /// Those of damaged or hostile XML.
    pub(super) fn read<R: BufRead + Metered>(part: R, depth: usize) -> Result<Self, ReadError> {
        let mut fonts = Self::default();
        let mut open: Option<String> = None;
        // Conditional formats of a table style hold fonts of their own, which are not those of the style.
        let mut conditional = false;
        each_event(part, depth, |event| {
            match event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "style" => {
                        let id = attribute(start, "styleId").unwrap_or_default();
                        let is_default = matches!(attribute(start, "default").as_deref(), Some("1" | "true" | "on"));
                        if is_default && attribute(start, "type").as_deref() == Some("paragraph") {
                            fonts.normal = Some(id.clone());
                        }
                        fonts.styles.insert(id.clone(), Style::default());
                        open = Some(id);
                    }
                    "tblStylePr" => conditional = true,
                    "basedOn" => {
                        if let Some(style) = open.as_ref().and_then(|id| fonts.styles.get_mut(id)) {
                            style.based_on = attribute(start, "val");
                        }
                    }
                    "rFonts" if !conditional => match open.as_ref() {
                        Some(id) => {
                            if let Some(style) = fonts.styles.get_mut(id) {
                                style.font = named(start);
                            }
                        }
                        None => fonts.document = fonts.document.or(named(start)),
                    },
                    _ => {}
                },
                Event::End(end) => match end.local_name().as_ref() {
                    "style" => open = None,
                    "tblStylePr" => conditional = false,
                    _ => {}
                },
                _ => {}
            }
            Ok(())
        })?;
        Ok(fonts)
    }

    /// The encoding of a paragraph by its style, or by that of a paragraph without one.
    pub(super) fn paragraph(&self, style: Option<&str>) -> Option<Charset> {
        style.or(self.normal.as_deref()).and_then(|id| self.style(id)).or(self.document).flatten()
    }

    /// The font of a style and those it stands on.
    pub(super) fn style(&self, id: &str) -> Named {
        let mut id = id;
        for _ in 0..CHAIN {
            let style = self.styles.get(id)?;
            if style.font.is_some() {
                return style.font;
            }
            id = style.based_on.as_deref()?;
        }
        None
    }
}

/// What an `rFonts` element names: the font of letters beyond ASCII, or else that of ASCII. A font of the theme is a
/// Unicode font.
pub(super) fn named(start: &BytesStart<'_>) -> Named {
    for (font, theme) in [("hAnsi", "hAnsiTheme"), ("ascii", "asciiTheme")] {
        if attribute(start, theme).is_some() {
            return Some(None);
        }
        if let Some(name) = attribute(start, font) {
            return Some(legacy::of_font(&name));
        }
    }
    None
}
