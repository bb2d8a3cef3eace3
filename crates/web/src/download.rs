//! Files sent to the browser.

use crate::visitor::percent_encoded;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::io::Read;
use std::path::PathBuf;
use tokio_stream::wrappers::ReceiverStream;

/// Bytes of a large file sent in one go.
const PIECE: usize = 256 << 10;

/// Media type of a .xlsx file.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Media type of a .docx file.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A file to be kept, under its name; never opened as a page of this site.
pub(crate) fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = disposition(name);
    ([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// A file that may be larger than the memory, sent piece by piece; none when it cannot be opened.
pub(crate) async fn piece_by_piece(path: PathBuf, name: &str, media_type: &'static str) -> Option<Response> {
    let opened = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::open(path)?;
        let bytes = file.metadata()?.len();
        Ok::<_, std::io::Error>((file, bytes))
    });
    let (mut file, bytes) = opened.await.ok()?.ok()?;
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(4);
    tokio::task::spawn_blocking(move || {
        let mut piece = vec![0; PIECE];
        loop {
            let read = match file.read(&mut piece) {
                Ok(0) => return,
                Ok(read) => Ok(Bytes::copy_from_slice(&piece[..read])),
                Err(error) => Err(error),
            };
            let failed = read.is_err();
            // Whoever fetched it may have gone away.
            if sender.blocking_send(read).is_err() || failed {
                return;
            }
        }
    });
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_LENGTH, bytes.to_string()),
        (CONTENT_DISPOSITION, disposition(name)),
    ];
    Some((headers, Body::from_stream(ReceiverStream::new(receiver))).into_response())
}

/// The header that says a file is to be kept under its name.
pub(crate) fn disposition(name: &str) -> String {
    // RFC 6266: the plain name for old programs, the true one in UTF-8 for the others.
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let encoded = percent_encoded(name).replace('/', "%2F");
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}
