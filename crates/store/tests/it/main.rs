//! The store as its users see it: one data folder, read and written.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

#[macro_use]
mod common;

mod backup;
mod commits;
mod durable;
mod encrypted;
mod folder;
mod later;
mod moving;
mod people;
mod reports;
mod server;
mod stored;
mod working;
