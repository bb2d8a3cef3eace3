//! OpenDocument text.

use super::layout::Layout;
use super::{Limits, ReadError};

pub(super) fn layout(_bytes: &[u8], _limits: Limits) -> Result<Layout, ReadError> {
    Err(ReadError::UnknownFormat)
}
