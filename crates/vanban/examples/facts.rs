//! Reads documents and writes their facts as JSON, one file each: `facts OUT FILE_OR_DIR…`.
//!
//! The name of the output is the stem of the input; a file named `NNN_….txt` gives `SNNN.json`, as the scorer of the
//! development corpus expects. Of a document there in several formats, the first that can be read is: see [`FORMATS`].

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Formats taken, the best first.
const FORMATS: [&str; 8] = ["docx", "doc", "odt", "pdf", "html", "htm", "md", "txt"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().ok_or("usage: facts OUT FILE_OR_DIR…")?;
    std::fs::create_dir_all(&out)?;
    let mut inputs = BTreeMap::new();
    for path in arguments {
        collect(&path, &mut inputs)?;
    }
    for (id, files) in inputs {
        for path in files.values() {
            match vanban::read::read(&std::fs::read(path)?) {
                Ok(reading) => {
                    let json = serde_json::to_string_pretty(&reading.to_json())?;
                    std::fs::write(out.join(format!("{id}.json")), json)?;
                    break;
                }
                Err(error) => eprintln!("{}: {error}", path.display()),
            }
        }
    }
    Ok(())
}

/// Adds the documents under a path: by id, the files of each by rank of their format.
fn collect(path: &Path, inputs: &mut BTreeMap<String, BTreeMap<usize, PathBuf>>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), inputs)?;
        }
        return Ok(());
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let Some(rank) = FORMATS.iter().position(|format| *format == extension) else { return Ok(()) };
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let id = match stem.split_once('_') {
        Some((number, _)) if number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit()) => format!("S{number}"),
        _ => stem.to_owned(),
    };
    inputs.entry(id).or_default().entry(rank).or_insert_with(|| path.to_owned());
    Ok(())
}
