//! Use cases: one function for each thing a person can do. Each one authorises, loads, decides and saves.
//!
//! Pages, API and command line call the same functions.

pub mod account;
mod audit;
mod body_name;
pub mod campaign;
pub mod campaign_desk;
pub mod campaign_list;
pub mod certificate;
pub mod consolidate;
mod consolidated_document;
mod context;
pub mod doctor;
pub mod document;
pub mod entry;
pub mod explain;
pub mod figures;
pub mod file;
pub mod form;
pub mod history;
pub mod inbox;
pub mod installation;
pub mod jobs;
mod letterhead;
pub mod mail;
pub mod memory;
pub mod overview;
pub mod people;
pub mod picture;
pub mod places;
pub mod plan;
pub mod prose;
pub mod remind;
pub mod report;
pub mod review;
pub mod sample;
mod secret;
pub mod sign_in;
pub mod sign_off;
pub mod status;
mod tell;
mod together;
pub mod tokens;
pub mod totals;
pub mod trace;
pub mod units;

pub use context::{Actor, Context, FixedWorld, Person, Seen, ShiftedWorld, SystemWorld, World};
pub use memory::Kept;
