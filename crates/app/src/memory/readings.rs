//! What documents say, so that a plan looked at again is not read again.

use super::locked;
use std::sync::{Arc, Mutex};
use vanban::read::{ReadError, Reading, read};

/// Most readings kept: those of the campaigns under way.
const MOST: usize = 12;

/// Longest text of a reading that is kept, in bytes. A plan is some 50 kB; a reading is several times its text.
const LONGEST: usize = 512 << 10;

/// Readings by the digest of the file, the one used last at the end.
#[derive(Default)]
pub(super) struct Readings(Mutex<Vec<(String, Arc<Reading>)>>);

impl Readings {
    /// What a document says. Its digest stands for its bytes, so what is kept is never wrong.
    pub(super) fn of(&self, digest: &str, bytes: &[u8]) -> Result<Arc<Reading>, ReadError> {
        if let Some(kept) = self.kept(digest) {
            return Ok(kept);
        }
        let reading = Arc::new(read(bytes)?);
        if reading.text.len() <= LONGEST {
            let mut kept = locked(&self.0);
            kept.retain(|(other, _)| other != digest);
            if kept.len() >= MOST {
                kept.remove(0);
            }
            kept.push((digest.to_owned(), Arc::clone(&reading)));
        }
        Ok(reading)
    }

    fn kept(&self, digest: &str) -> Option<Arc<Reading>> {
        let mut kept = locked(&self.0);
        let at = kept.iter().position(|(other, _)| other == digest)?;
        let found = kept.remove(at);
        let reading = Arc::clone(&found.1);
        kept.push(found);
        Some(reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_once_and_the_ones_used_last_stay() {
        let readings = Readings::default();
        let of = |n: usize| readings.of(&n.to_string(), format!("KẾ HOẠCH số {n}\n").as_bytes()).unwrap();
        let first = of(0);
        for n in 1..MOST {
            of(n);
        }
        assert!(Arc::ptr_eq(&first, &of(0)), "still there, and used last now");
        of(MOST);
        assert!(Arc::ptr_eq(&first, &of(0)));
        assert_eq!(locked(&readings.0).len(), MOST);
        assert!(readings.kept("1").is_none(), "the one not used for longest made room");
    }
}
