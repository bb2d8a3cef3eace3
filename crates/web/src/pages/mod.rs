//! Pages: each file holds the addresses, the handlers and the markup of what it shows.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod board;
pub(crate) mod campaign;
pub(crate) mod consolidated;
mod day;
pub(crate) mod design;
pub(crate) mod entry;
pub(crate) mod home;
pub(crate) mod leader;
pub(crate) mod notices;
pub(crate) mod places;
pub(crate) mod plan;
pub(crate) mod report;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod totals;
