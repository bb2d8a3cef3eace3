//! The development corpus: annotated documents and pages that are kept beside the repository, not in it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use vanban::read::{Reading, read};

/// Formats of originals, before the plain text.
const FORMATS: [&str; 7] = ["docx", "doc", "odt", "pdf", "html", "md", "txt"];

/// Where the corpus is, when it is there.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    folder.join("gold").is_dir().then_some(folder)
}

/// Every annotated text, by id: read from the original where its format is read, from its plain text otherwise.
pub(crate) fn read_all(corpus: &Path) -> io::Result<BTreeMap<String, Reading>> {
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(corpus.join("gold"))? {
        let path = entry?.path();
        let Some(id) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        for path in candidates(corpus, id)? {
            match read(&std::fs::read(&path)?) {
                Ok(reading) => {
                    texts.insert(id.to_owned(), reading);
                    break;
                }
                Err(error) => eprintln!("{id}: {error}: {}", path.display()),
            }
        }
    }
    Ok(texts)
}

/// The files a text may be read from, the best first.
fn candidates(corpus: &Path, id: &str) -> io::Result<Vec<PathBuf>> {
    let Some(number) = id.strip_prefix('S') else {
        let files = ["docs", "pages"].map(|folder| corpus.join(folder).join(id));
        let files = files.iter().flat_map(|file| FORMATS.map(|format| file.with_extension(format)));
        return Ok(files.filter(|file| file.is_file()).collect());
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(corpus.join("../seeds"))? {
        let path = entry?.path();
        if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(number)) {
            found.push(path);
        }
    }
    Ok(found)
}
