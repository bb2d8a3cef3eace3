//! The store as its users see it: one data folder, read and written.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

mod backup;
mod common;
mod durable;
mod folder;
mod later;
mod people;
mod reports;
mod stored;
mod working;
