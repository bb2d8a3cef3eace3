//! What every target does: read, and hold the reader to what it promises.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Reads bytes as a document; every fact must stand in the text it was read from.
///
/// # Panics
/// When the reader breaks a promise.
pub fn read(bytes: &[u8]) {
    let Ok(reading) = vanban::read::read(bytes) else { return };
    for fact in reading.facts_in_order() {
        assert!(reading.text.get(fact.span.clone()).is_some(), "{} is not in the text", fact.path);
        assert!((0.0..=1.0).contains(&fact.confidence), "{} has no confidence", fact.path);
    }
}

/// A container of parts, stored without compression.
///
/// # Panics
/// Never: the container is written to memory.
#[must_use]
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        file.start_file(*name, options).and_then(|()| Ok(file.write_all(bytes)?)).expect("memory takes it");
    }
    file.finish().expect("memory takes it").into_inner()
}
