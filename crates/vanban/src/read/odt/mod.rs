//! OpenDocument text (ISO/IEC 26300): paragraphs, tables, text boxes, computed list numbers, tracked deletions left
//! out.
//!
//! Notes come after the paragraph they belong to; the header of the first page and the footer of the last, which stand
//! among the styles, before and after the text. Comments are not read. The reader walks the events of the XML with a
//! stack of its own: nothing recurses on the input.

mod lists;
mod margins;
mod styles;
mod walk;

use super::container::Container;
use super::docx::each_event;
use super::layout::Layout;
use super::{Limits, ReadError};
use std::io::Read;
use styles::Styles;
use walk::Walk;

const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Bytes of the manifest looked at.
const MANIFEST_BYTES: u64 = 1 << 20;

/// Reads a text document from a zip container.
///
/// # Errors
/// [`ReadError::PasswordProtected`], [`ReadError::UnknownFormat`] when the container holds no OpenDocument text, and
/// the errors of damaged or hostile files.
pub(super) fn layout(bytes: &[u8], limits: Limits) -> Result<Layout, ReadError> {
    let mut container = Container::open(bytes, limits)?;
    if container.has(MANIFEST) {
        let mut manifest = Vec::new();
        let part = container.part(MANIFEST)?;
        part.take(MANIFEST_BYTES).read_to_end(&mut manifest).map_err(|_| ReadError::Damaged)?;
        if String::from_utf8_lossy(&manifest).contains(":encryption-data") {
            return Err(ReadError::PasswordProtected);
        }
    }
    if !container.has(CONTENT) {
        return Err(ReadError::UnknownFormat);
    }
    let mut styles = Styles::default();
    if container.has(STYLES) {
        each_event(container.part(STYLES)?, limits.depth, |event| {
            styles.event(event);
            Ok(())
        })?;
    }
    let mut walk = Walk::new(styles, limits);
    if container.has(STYLES) {
        each_event(container.side_part(STYLES)?, limits.depth, |event| walk.event(event))?;
    }
    each_event(container.part(CONTENT)?, limits.depth, |event| walk.event(event))?;
    walk.finish()
}
