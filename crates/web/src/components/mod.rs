//! The design system: the parts pages are made of. Each is a function from a typed struct and a [`locale::Language`]
//! to markup; none reads the clock, a store or a request. Pages hold no class names of their own.
//!
//! Rules every part keeps, tested in `tests.rs` and shown on the page `pages::design`:
//! no inline style and no inline script (the content security policy forbids both), a meaning never by colour alone,
//! everything reachable by keyboard, nothing wider than 360 px except inside a region that scrolls.

pub(crate) mod alert;
pub(crate) mod assets;
pub(crate) mod badge;
pub(crate) mod breadcrumbs;
pub(crate) mod button;
pub(crate) mod chart;
pub(crate) mod comment;
pub(crate) mod definition_list;
pub(crate) mod dialog;
pub(crate) mod empty_state;
pub(crate) mod field;
pub(crate) mod figure;
pub(crate) mod file_list;
pub(crate) mod form;
pub(crate) mod layout;
pub(crate) mod marked_text;
pub(crate) mod pagination;
pub(crate) mod pick;
pub(crate) mod progress;
pub(crate) mod sheet;
pub(crate) mod table;
pub(crate) mod tabs;
pub(crate) mod tile;
pub(crate) mod unit_choice;

#[cfg(test)]
mod tests;
