//! What a form file says of itself, on a sheet nobody sees.

use crate::ReadError;
use crate::read::{Book, Cell, CellValue, Wanted};
use domain::CampaignId;
use domain::form::{FormVersion, Slug};
use domain::unit::UnitCode;
use locale::Language;

/// Name of the hidden sheet.
pub(super) const SHEET: &str = "_chungtay";
/// Layout written now. A layout that an older reader cannot read gets the next number.
pub(super) const LAYOUT: u32 = 1;

/// The marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) campaign: CampaignId,
    pub(super) unit_code: UnitCode,
    pub(super) form: FormVersion,
    pub(super) language: Language,
}

impl Marks {
    /// The marks as rows of name and value.
    pub(super) fn rows(&self) -> [(&'static str, String); 6] {
        [
            ("layout", LAYOUT.to_string()),
            ("campaign", self.campaign.to_string()),
            ("unit", self.unit_code.to_string()),
            ("form", self.form.id.to_string()),
            ("version", self.form.version.to_string()),
            ("language", self.language.code().to_owned()),
        ]
    }

    /// Reads the marks of an opened workbook.
    ///
    /// # Errors
    /// [`ReadError::NotAForm`] without the sheet, [`ReadError::FormMarksDamaged`] with one that does not say all.
    pub(super) fn read(book: &mut Book<'_>) -> Result<Self, ReadError> {
        let at = book.sheets().iter().position(|sheet| sheet.name == SHEET).ok_or(ReadError::NotAForm)?;
        let sheet = book.sheet(at)?;
        let mut found: [Option<String>; 6] = Default::default();
        let names = ["layout", "campaign", "unit", "form", "version", "language"];
        book.context().rows(&sheet, |_, cells| {
            if let [name, value, ..] = cells
                && let Some(slot) = names.iter().position(|known| *known == as_text(name))
            {
                found[slot].get_or_insert_with(|| as_text(value));
            }
            Wanted::All
        })?;
        let [layout, campaign, unit, form, version, language] = found;
        let layout = layout.and_then(|layout| layout.parse::<u32>().ok()).ok_or(ReadError::FormMarksDamaged)?;
        if layout > LAYOUT {
            return Err(ReadError::NewerForm { found: layout, known: LAYOUT });
        }
        let read = || {
            Some(Self {
                campaign: CampaignId::parse(&campaign?)?,
                unit_code: UnitCode::parse(&unit?)?,
                form: FormVersion { id: Slug::parse(&form?)?, version: version?.parse().ok()? },
                language: if language? == "en" { Language::En } else { Language::Vi },
            })
        };
        read().ok_or(ReadError::FormMarksDamaged)
    }
}

fn as_text(cell: &Cell<'_>) -> String {
    match &cell.value {
        CellValue::Text(text) => text.trim().to_owned(),
        CellValue::Number(number, _) => number.to_string(),
        _ => String::new(),
    }
}
