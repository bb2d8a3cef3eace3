//! Files beside a report, and its workbook to fill in.

use super::open::enter;
use super::save::refuse_unchangeable;
use super::{EntryError, Opened};
use crate::Context;
use crate::audit::{Note, note};
use crate::file::SourceFile;
use crate::form::filled;
use domain::access::Action;
use domain::draft::Attachment;
use locale::Language;
use serde_json::json;

/// Most bytes of a file beside a report: 20 MiB, a dozen photos of a telephone or a long scan.
pub const MOST_BYTES: usize = 20 << 20;

/// Most characters of a file's name.
const MOST_NAME: usize = 150;

/// Kinds of files taken, with the endings their names may have; the first is given to a name that has none of them.
const KINDS: [(&str, &[&str]); 6] = [
    ("application/pdf", &["pdf"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/png", &["png"]),
    ("image/webp", &["webp"]),
];

/// A file that was asked for.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Its name.
    pub name: String,
    /// Its media type, as found by looking at it.
    pub media_type: String,
    /// Its bytes, as they came.
    pub bytes: Vec<u8>,
}

/// What kind of file it is, by its bytes: what its sender or its name says may be anything.
fn kind_of(bytes: &[u8]) -> Option<(&'static str, &'static [&'static str])> {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    let at = match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => 0,
        // The names of the parts stand uncompressed in every .zip.
        [b'P', b'K', 3, 4, ..] if holds(b"word/document.xml") => 1,
        [b'P', b'K', 3, 4, ..] if holds(b"xl/workbook.xml") => 2,
        [0xFF, 0xD8, 0xFF, ..] => 3,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => 4,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => 5,
        _ => return None,
    };
    Some(KINDS[at])
}

/// A name without control characters and signs that no system keeps in a file name, with an ending that is true.
fn safe_name(name: &str, endings: &[&str]) -> String {
    let kept = vanban::text::normalise(name);
    let kept: String = kept.chars().filter(|c| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c)).collect();
    let kept = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let kept: String = kept.chars().take(MOST_NAME).collect();
    let kept = if kept.is_empty() { "tep".to_owned() } else { kept };
    let lower = kept.to_lowercase();
    if endings.iter().any(|ending| lower.ends_with(&format!(".{ending}"))) {
        kept
    } else {
        format!("{kept}.{}", endings.first().copied().unwrap_or_default())
    }
}

/// Lays files beside a report; all of them or none. The same file again is the same attachment.
///
/// # Errors
/// [`EntryError::FileKind`], [`EntryError::FileTooLarge`], [`EntryError::NoFile`] and those of finding the unit.
pub fn attach(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    files: &[SourceFile],
) -> Result<usize, EntryError> {
    if files.is_empty() {
        return Err(EntryError::NoFile);
    }
    let mut ready = Vec::with_capacity(files.len());
    for file in files {
        if file.bytes.len() > MOST_BYTES {
            return Err(EntryError::FileTooLarge);
        }
        let (media_type, endings) = kind_of(&file.bytes).ok_or(EntryError::FileKind)?;
        ready.push(Attachment {
            digest: file.digest(),
            name: safe_name(&file.name, endings),
            media_type: media_type.to_owned(),
            size: file.bytes.len() as u64,
            at: context.now(),
            by: context.actor.name().to_owned(),
            removed: None,
        });
    }
    context.store.write(|session| {
        let (loaded, unit) = enter(context, session, campaign_name, unit_code, Action::EnterReport)?;
        let id = loaded.campaign.id;
        refuse_unchangeable(session, id, None)?;
        for (attachment, file) in ready.iter().zip(files) {
            session.add_file(unit.unit, &attachment.digest, &attachment.name, &file.bytes, context.now())?;
            session.add_attachment(id, unit.unit, attachment)?;
            let after = Some(json!({ "digest": attachment.digest, "bytes": attachment.size }));
            let subject = id.to_string();
            note(
                context,
                session,
                Note { action: "report.attach", unit: Some(unit.unit), subject, before: None, after },
            )?;
        }
        Ok(ready.len())
    })
}

/// Takes a file away from beside a report; its bytes stay stored.
///
/// # Errors
/// [`EntryError::UnknownFile`] and those of finding the unit.
pub fn take_away(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    digest: &str,
) -> Result<(), EntryError> {
    context.store.write(|session| {
        let (loaded, unit) = enter(context, session, campaign_name, unit_code, Action::EnterReport)?;
        let id = loaded.campaign.id;
        refuse_unchangeable(session, id, None)?;
        if !session.remove_attachment(id, unit.unit, digest, context.actor.name(), context.now())? {
            return Err(EntryError::UnknownFile);
        }
        let (subject, before) = (id.to_string(), Some(json!({ "digest": digest })));
        note(context, session, Note { action: "report.detach", unit: Some(unit.unit), subject, before, after: None })?;
        Ok(())
    })
}

/// A file beside a report, for whoever may see the report.
///
/// # Errors
/// [`EntryError::UnknownFile`] and those of finding the unit.
pub fn fetch(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    digest: &str,
) -> Result<Fetched, EntryError> {
    context.store.read(|session| {
        let (loaded, unit) = enter(context, session, campaign_name, unit_code, Action::ViewReport)?;
        let beside = session.attachments(loaded.campaign.id, unit.unit)?;
        let found = beside.into_iter().find(|file| file.digest == digest && file.removed.is_none());
        let found = found.ok_or(EntryError::UnknownFile)?;
        let (_, bytes) = session.file(unit.unit, digest)?.ok_or(EntryError::UnknownFile)?;
        Ok(Fetched { name: found.name, media_type: found.media_type, bytes })
    })
}

/// The workbook of the revision handed in last, for whoever may see the report.
///
/// # Errors
/// [`EntryError::UnknownFile`] and those of finding the unit.
pub fn sent_file(context: Context<'_>, campaign_name: Option<&str>, unit_code: &str) -> Result<Fetched, EntryError> {
    context.store.read(|session| {
        let (loaded, unit) = enter(context, session, campaign_name, unit_code, Action::ViewReport)?;
        let id = loaded.campaign.id;
        let head = session.report(id, unit.unit)?.ok_or(EntryError::UnknownFile)?;
        let revision = session.revision(id, unit.unit, head.latest_revision)?.ok_or(EntryError::UnknownFile)?;
        let (_, bytes) = session.file(unit.unit, &revision.file_digest)?.ok_or(EntryError::UnknownFile)?;
        Ok(Fetched { name: revision.file_name, media_type: KINDS[2].0.to_owned(), bytes })
    })
}

/// The workbook of a unit to fill in: blank, or with what is typed so far.
///
/// # Errors
/// When the unit is not found or the workbook cannot be written.
pub fn form_file(
    context: Context<'_>,
    campaign_name: Option<&str>,
    unit_code: &str,
    blank: bool,
    language: Language,
) -> Result<Fetched, EntryError> {
    let Opened { loaded, unit, mut content, .. } = super::open(context, campaign_name, unit_code)?;
    if blank {
        content = domain::report::Content::default();
    }
    let bytes = filled(&loaded, unit.unit, &content, language)?;
    Ok(Fetched { name: format!("{}.xlsx", unit.code), media_type: KINDS[2].0.to_owned(), bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let kind = |bytes: &[u8]| kind_of(bytes).map(|(_, endings)| endings[0]);
        assert_eq!(kind(b"%PDF-1.7 ..."), Some("pdf"));
        assert_eq!(kind(b"PK\x03\x04........word/document.xml...."), Some("docx"));
        assert_eq!(kind(b"PK\x03\x04........xl/workbook.xml...."), Some("xlsx"));
        assert_eq!(kind(b"PK\x03\x04........malware.exe...."), None);
        assert_eq!(kind(b"\xFF\xD8\xFF\xE0"), Some("jpg"));
        assert_eq!(kind(b"<svg onload=alert(1)>"), None);
        assert_eq!(kind(b"RIFF\0\0\0\0WEBPVP8 "), Some("webp"));
        assert_eq!(kind(b""), None);
    }

    #[test]
    fn a_name_keeps_its_words_and_gets_a_true_ending() {
        assert_eq!(safe_name("Ảnh lễ phát động.JPG", &["jpg", "jpeg"]), "Ảnh lễ phát động.JPG");
        assert_eq!(safe_name("anh.exe", &["png"]), "anh.exe.png");
        assert_eq!(safe_name("a\"b\r\nc/../d.pdf", &["pdf"]), "abc..d.pdf");
        assert_eq!(safe_name(" . ", &["pdf"]), "tep.pdf");
    }
}
