//! What somebody sees who opens a written document: layout, wording, and that every part of the file holds together.

mod behaviour;
mod laws;
mod parts;
mod samples;
mod xml;
