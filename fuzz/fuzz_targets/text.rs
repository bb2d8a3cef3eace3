//! Any bytes, as a file of this format would come in; see ../README.md.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vanban_fuzz::read(bytes));
