//! Recipients and signature, side by side: boxes 7 and 9b.

use super::letterhead::COLUMNS;
use super::paragraph::line;
use super::table::borderless;
use super::wording::{capitals, list};
use super::xml::{Out, Xml, one_line};
use crate::document::{Document, Signature};

/// Empty lines between position and name, for the signature and the seal.
const LINES_TO_SIGN_ON: usize = 4;

/// One row that stays on one page.
pub(super) fn signature(xml: &mut Xml, document: &Document) -> Out {
    borderless(xml, &COLUMNS, |xml, cells| {
        cells.row(xml, |xml| recipients(xml, &document.recipients), |xml| signer(xml, &document.signature))
    })
}

fn recipients(xml: &mut Xml, recipients: &[String]) -> Out {
    let lines = list(recipients);
    // A cell holds at least one paragraph.
    let head = if lines.is_empty() { "" } else { "Nơi nhận:" };
    line(xml, "RecipientsHead", head)?;
    lines.iter().try_for_each(|name| line(xml, "Recipient", &format!("- {name}")))
}

fn signer(xml: &mut Xml, signature: &Signature) -> Out {
    for authority in &signature.authority {
        line(xml, "SignatureTitle", &capitals(authority))?;
    }
    line(xml, "SignatureTitle", &capitals(&signature.title))?;
    for _ in 0..LINES_TO_SIGN_ON {
        line(xml, "SignatureName", "")?;
    }
    line(xml, "SignatureName", &one_line(&signature.name))
}
