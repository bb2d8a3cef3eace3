//! Any markup, packed as the main part of a file; the container itself is a matter of the zip crate.

#![no_main]

libfuzzer_sys::fuzz_target!(|markup: &[u8]| vanban_fuzz::read(&vanban_fuzz::packed(&[("word/document.xml", markup)])));
