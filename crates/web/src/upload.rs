//! Forms that carry files: read part by part, within limits.

use crate::failure::Failure;
use app::file::SourceFile;
use axum::extract::Multipart;
use axum::http::StatusCode;
use locale::{Language, text};
use std::collections::HashMap;

/// Most files in one form.
const MOST_FILES: usize = 200;

/// A form that was read: its files by field, its texts by field.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    files: Vec<(String, SourceFile)>,
    texts: HashMap<String, String>,
}

impl Upload {
    /// Reads a form. A file field left empty is no file.
    pub(crate) async fn read(mut parts: Multipart, language: Language) -> Result<Self, Failure> {
        let mut upload = Self::default();
        loop {
            let part = parts.next_field().await.map_err(|error| refused(&error, language))?;
            let Some(part) = part else { return Ok(upload) };
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = part.bytes().await.map_err(|error| refused(&error, language))?;
                    if !(file.is_empty() && bytes.is_empty()) && upload.files.len() < MOST_FILES {
                        upload.files.push((name, SourceFile { name: base_name(&file), bytes: bytes.into() }));
                    }
                }
                None => {
                    let text = part.text().await.map_err(|error| refused(&error, language))?;
                    upload.texts.insert(name, text);
                }
            }
        }
    }

    /// The files of a field.
    pub(crate) fn take_files(&mut self, field: &str) -> Vec<SourceFile> {
        let (taken, left) = std::mem::take(&mut self.files).into_iter().partition(|(name, _)| name == field);
        self.files = left;
        let taken: Vec<(String, SourceFile)> = taken;
        taken.into_iter().map(|(_, file)| file).collect()
    }

    /// The one file of a field.
    pub(crate) fn take_file(&mut self, field: &str) -> Option<SourceFile> {
        self.take_files(field).into_iter().next()
    }

    /// The text of a field; none when it is blank.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.texts.get(field).map(|text| text.trim()).filter(|text| !text.is_empty())
    }
}

fn refused(error: &axum::extract::multipart::MultipartError, language: Language) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            let limit = crate::guard::UPLOAD_LIMIT >> 20;
            Failure::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                text!(language, "web-upload-too-large", limit = limit),
                language,
            )
        }
        _ => Failure::bad_request(language),
    }
}

/// The last part of a name: some browsers send the whole path.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
}
