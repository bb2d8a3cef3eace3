//! The objects of a PDF file, found by looking through the bytes, and read one at a time when they are asked for.
//!
//! The cross-reference table is not used: it may be wrong, and a hostile one makes a reader load one large object
//! many times. Where an object is written more than once, the last one counts, as in a file that was updated.

use super::object::{Lexer, is_space};
use crate::read::{Limits, ReadError};
use lopdf::{Dictionary, Document, EncryptionState, Object, ObjectId, Stream, encryption};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// Steps of work a file may cost: about one for a byte read, expanded or compared. A page of text costs some 50,000.
const WORK: u64 = 192 << 20;

/// Bytes one stream may expand to.
const STREAM: usize = 32 << 20;

/// Filters one after the other on a stream.
const FILTERS: usize = 4;

/// Bytes that all object streams together may expand to.
const OBJECT_STREAMS: usize = 32 << 20;

/// Objects in a file.
const OBJECTS: usize = 1_000_000;

/// References that lead to references.
const HOPS: usize = 16;

/// Where an object is written.
#[derive(Clone, Copy)]
enum Place {
    /// At this byte of the file, behind `n g obj`.
    Plain(usize),
    /// At this byte of an expanded object stream.
    Packed { stream: usize, at: usize },
}

/// A PDF in memory.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    places: HashMap<u32, Place>,
    packed: Vec<Rc<[u8]>>,
    pub(super) trailer: Dictionary,
    decryption: Option<EncryptionState>,
    /// The dictionary of the encryption itself is never encrypted.
    encryption_id: Option<ObjectId>,
    work: Cell<u64>,
    expanded: Cell<u64>,
    /// Set once the work is used up, so that every later step ends at once.
    pub(super) spent: Cell<bool>,
    lengths: RefCell<HashMap<u32, usize>>,
}

impl<'a> File<'a> {
    /// Finds the objects of a file and opens it with the empty password where it is encrypted.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] without objects or a catalog, [`ReadError::PasswordProtected`], [`ReadError::Bomb`].
    pub(super) fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, ReadError> {
        let scan = Scan::run(bytes)?;
        let mut file = File {
            bytes,
            places: HashMap::new(),
            packed: Vec::new(),
            trailer: Dictionary::new(),
            decryption: None,
            encryption_id: None,
            work: Cell::new(WORK),
            expanded: Cell::new(limits.expanded_bytes),
            spent: Cell::new(false),
            lengths: RefCell::default(),
        };
        for (number, at) in &scan.objects {
            file.places.insert(*number, Place::Plain(*at));
        }
        file.find_trailer(&scan);
        file.decrypt()?;
        file.unpack(&scan)?;
        if file.trailer.get(b"Root").is_err() {
            file.find_catalog();
        }
        file.check()?;
        Ok(file)
    }

    /// Fails once the work is used up.
    ///
    /// # Errors
    /// [`ReadError::Bomb`].
    pub(super) fn check(&self) -> Result<(), ReadError> {
        if self.spent.get() { Err(ReadError::Bomb) } else { Ok(()) }
    }

    /// Notes work done; false once there is none left.
    pub(super) fn charge(&self, steps: usize) -> bool {
        let left = self.work.get().checked_sub(steps as u64);
        self.work.set(left.unwrap_or(0));
        if left.is_none() {
            self.spent.set(true);
        }
        !self.spent.get()
    }

    /// An object by its number, after all references; null where there is none.
    pub(super) fn get(&self, number: u32) -> Object {
        let mut number = number;
        for _ in 0..HOPS {
            match self.read(number) {
                Some(Object::Reference((next, _))) => number = next,
                Some(object) => return object,
                None => return Object::Null,
            }
        }
        Object::Null
    }

    /// An object itself, or what it refers to.
    pub(super) fn resolve(&self, object: &Object) -> Object {
        match object {
            Object::Reference((number, _)) => self.get(*number),
            other => {
                self.charge(16);
                other.clone()
            }
        }
    }

    /// An entry of a dictionary, after all references.
    pub(super) fn entry(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Object> {
        let object = self.resolve(dictionary.get(key).ok()?);
        (!object.is_null()).then_some(object)
    }

    /// An entry that is a dictionary.
    pub(super) fn dictionary(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        match self.entry(dictionary, key)? {
            Object::Dictionary(found) => Some(found),
            Object::Stream(stream) => Some(stream.dict),
            _ => None,
        }
    }

    /// Numbers of all objects, lowest first.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.places.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    fn read(&self, number: u32) -> Option<Object> {
        if !self.charge(64) {
            return None;
        }
        match *self.places.get(&number)? {
            Place::Plain(at) => {
                let mut object = self.plain(number, at)?;
                let id = (number, 0);
                if let Some(state) = &self.decryption
                    && self.encryption_id != Some(id)
                {
                    // What cannot be decrypted stays as it is and reads as noise at worst.
                    let _ = encryption::decrypt_object(state, id, &mut object);
                }
                Some(object)
            }
            Place::Packed { stream, at } => {
                let mut lexer = Lexer::new(self.packed.get(stream)?, at);
                let object = lexer.object();
                self.charge(lexer.at - at.min(lexer.at));
                object
            }
        }
    }

    /// The object behind `n g obj`, with the bytes of its stream.
    fn plain(&self, number: u32, at: usize) -> Option<Object> {
        let mut lexer = Lexer::new(self.bytes, at);
        let object = lexer.object();
        self.charge(lexer.at - at);
        let Object::Dictionary(dictionary) = object? else { return Lexer::new(self.bytes, at).object() };
        lexer.space();
        let rest = self.bytes.get(lexer.at..).unwrap_or_default();
        let Some(data) = rest.strip_prefix(b"stream") else { return Some(Object::Dictionary(dictionary)) };
        let data = data.strip_prefix(b"\r\n").or(data.strip_prefix(b"\n")).or(data.strip_prefix(b"\r")).unwrap_or(data);
        let length = self.stream_length(number, &dictionary, data)?;
        if !self.charge(length) {
            return None;
        }
        Some(Object::Stream(Stream { start_position: None, ..Stream::new(dictionary, data.get(..length)?.to_vec()) }))
    }

    /// Bytes of a stream: what it states where `endstream` follows, otherwise up to `endstream`.
    fn stream_length(&self, number: u32, dictionary: &Dictionary, data: &[u8]) -> Option<usize> {
        if let Some(known) = self.lengths.borrow().get(&number) {
            return Some(*known);
        }
        let stated = match dictionary.get(b"Length") {
            Ok(Object::Integer(length)) => usize::try_from(*length).ok(),
            // The length of a stream is never a stream: one step, no recursion.
            Ok(Object::Reference((at, _))) => match self.places.get(at) {
                Some(Place::Plain(at)) => Lexer::new(self.bytes, *at)
                    .object()
                    .and_then(|o| o.as_i64().ok())
                    .and_then(|l| usize::try_from(l).ok()),
                _ => None,
            },
            _ => None,
        };
        let ends = |length: usize| {
            data.get(length..).is_some_and(|rest| {
                let spaces = rest.iter().take(4).take_while(|b| is_space(**b)).count();
                rest.get(spaces..).is_some_and(|rest| rest.starts_with(b"endstream"))
            })
        };
        let length = match stated.filter(|length| ends(*length)) {
            Some(length) => length,
            None => {
                let length = find(data, b"endstream").unwrap_or(data.len());
                self.charge(length);
                length
            }
        };
        self.lengths.borrow_mut().insert(number, length);
        Some(length)
    }

    /// The bytes of a stream after its filters; `None` for one that cannot be expanded, such as a picture.
    pub(super) fn expand(&self, mut stream: Stream) -> Option<Vec<u8>> {
        for key in [b"Filter".as_slice(), b"DecodeParms"] {
            if let Some(value) = self.entry(&stream.dict, key) {
                let value = match value {
                    Object::Array(items) => Object::Array(items.iter().map(|item| self.resolve(item)).collect()),
                    other => other,
                };
                stream.dict.set(key, value);
            }
        }
        if stream.filters().is_ok_and(|filters| filters.len() > FILTERS) {
            return None;
        }
        let left = usize::try_from(self.expanded.get().min(self.work.get())).unwrap_or(usize::MAX).min(STREAM);
        match stream.decompressed_content_with_limit(left) {
            Ok(content) => {
                self.expanded.set(self.expanded.get().saturating_sub(content.len() as u64));
                self.charge(content.len());
                Some(content)
            }
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                self.spent.set(true);
                None
            }
            Err(_) => None,
        }
    }

    fn find_trailer(&mut self, scan: &Scan) {
        for at in scan.trailers.iter().rev().take(64) {
            let mut lexer = Lexer::new(self.bytes, *at);
            if let Some(Object::Dictionary(trailer)) = lexer.object() {
                self.merge_trailer(trailer);
            }
        }
        // Files with cross-reference streams have no trailer: the dictionary of the stream is one.
        for (_, at) in scan.objects.iter().rev().filter(|(_, at)| mentions(self.bytes, *at, b"XRef")).take(64) {
            if let Some(Object::Dictionary(trailer)) = Lexer::new(self.bytes, *at).object()
                && trailer.has_type(b"XRef")
            {
                self.merge_trailer(trailer);
            }
        }
    }

    /// Keeps the entries of the newest trailer that has them.
    fn merge_trailer(&mut self, trailer: Dictionary) {
        for key in [b"Root".as_slice(), b"Encrypt", b"ID"] {
            if self.trailer.get(key).is_err()
                && let Ok(value) = trailer.get(key)
            {
                self.trailer.set(key, value.clone());
            }
        }
    }

    /// Looks for the catalog itself, when no trailer names it.
    fn find_catalog(&mut self) {
        for number in self.numbers() {
            let is_likely = match self.places.get(&number) {
                Some(Place::Plain(at)) => mentions(self.bytes, *at, b"Catalog"),
                _ => true,
            };
            if is_likely && self.get(number).as_dict().is_ok_and(|found| found.has_type(b"Catalog")) {
                self.trailer.set("Root", Object::Reference((number, 0)));
            }
        }
    }

    /// Opens an encrypted file with the empty password, which is what files closed only to changes have.
    fn decrypt(&mut self) -> Result<(), ReadError> {
        let Ok(encrypt) = self.trailer.get(b"Encrypt").cloned() else { return Ok(()) };
        let id = encrypt.as_reference().unwrap_or((u32::MAX, 0));
        let Object::Dictionary(dictionary) = self.resolve(&encrypt) else { return Ok(()) };
        let mut document = Document::new();
        let file_id = self.entry(&self.trailer, b"ID").unwrap_or(Object::Array(Vec::new()));
        document.trailer.set("ID", file_id);
        document.trailer.set("Encrypt", Object::Reference(id));
        document.objects.insert(id, Object::Dictionary(dictionary));
        if document.authenticate_password("").is_err() {
            return Err(ReadError::PasswordProtected);
        }
        let state = EncryptionState::decode(&document, b"").map_err(|_| ReadError::PasswordProtected)?;
        self.decryption = Some(state);
        self.encryption_id = Some(id);
        Ok(())
    }

    /// Expands the object streams and notes the objects in them.
    fn unpack(&mut self, scan: &Scan) -> Result<(), ReadError> {
        let mut total = 0;
        for (number, at) in scan.objects.iter().filter(|(_, at)| mentions(self.bytes, *at, b"ObjStm")) {
            // Only the last writing of an object counts.
            if !matches!(self.places.get(number), Some(Place::Plain(place)) if place == at) {
                continue;
            }
            let Some(Object::Stream(stream)) = self.read(*number) else { continue };
            if !stream.dict.has_type(b"ObjStm") {
                continue;
            }
            let dictionary = stream.dict.clone();
            let Some(content) = self.expand(stream) else { continue };
            total += content.len();
            if total > OBJECT_STREAMS {
                return Err(ReadError::Bomb);
            }
            self.note_packed(*at, &dictionary, content)?;
        }
        self.check()
    }

    fn note_packed(&mut self, container: usize, dictionary: &Dictionary, content: Vec<u8>) -> Result<(), ReadError> {
        let first = self.entry(dictionary, b"First").and_then(|o| o.as_i64().ok());
        let first = first.and_then(|first| usize::try_from(first).ok()).unwrap_or(0).min(content.len());
        let stream = self.packed.len();
        let mut lexer = Lexer::new(&content, 0);
        loop {
            lexer.space();
            if lexer.at >= first {
                break;
            }
            let Some(number) = lexer.digits() else { break };
            lexer.space();
            let (Some(offset), Ok(number)) = (lexer.digits(), u32::try_from(number)) else { break };
            let at = first.saturating_add(usize::try_from(offset).unwrap_or(usize::MAX));
            // A plain object further down the file is newer than this stream.
            let is_newer = matches!(self.places.get(&number), Some(Place::Plain(place)) if *place > container);
            if at < content.len() && !is_newer {
                self.places.insert(number, Place::Packed { stream, at });
            }
            if self.places.len() > OBJECTS {
                return Err(ReadError::Bomb);
            }
        }
        self.packed.push(content.into());
        Ok(())
    }
}

/// What one look through the bytes finds.
struct Scan {
    /// Number of each object and where it starts behind `obj`, in the order of the file.
    objects: Vec<(u32, usize)>,
    /// Where each trailer dictionary starts.
    trailers: Vec<usize>,
}

impl Scan {
    fn run(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut scan = Scan { objects: Vec::new(), trailers: Vec::new() };
        let mut at = 0;
        let mut has_end = true;
        while let Some(byte) = bytes.get(at) {
            let rest = bytes.get(at..).unwrap_or_default();
            match byte {
                b'o' if rest.starts_with(b"obj") => {
                    if let Some(number) = number_before(bytes, at) {
                        scan.objects.push((number, at + 3));
                    }
                    if scan.objects.len() > OBJECTS {
                        return Err(ReadError::Bomb);
                    }
                    at += 3;
                }
                // The bytes of a stream may look like objects.
                b's' if has_end && matches!(rest, [b's', b't', b'r', b'e', b'a', b'm', b'\r' | b'\n', ..]) => {
                    match find(rest, b"endstream") {
                        Some(end) => at += end + 9,
                        None => {
                            has_end = false;
                            at += 6;
                        }
                    }
                }
                b't' if rest.starts_with(b"trailer") => {
                    scan.trailers.push(at + 7);
                    at += 7;
                }
                _ => at += 1,
            }
        }
        if scan.objects.is_empty() { Err(ReadError::Damaged) } else { Ok(scan) }
    }
}

/// The `n` of the `n g ` that ends at a place.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let head = bytes.get(at.saturating_sub(24)..at)?;
    let spaces = |head: &[u8]| head.iter().rev().take_while(|b| is_space(**b)).count();
    let digits = |head: &[u8]| head.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let head = head.get(..head.len() - spaces(head))?;
    let generation = digits(head);
    let head = head.get(..head.len() - generation)?;
    let gap = spaces(head);
    let head = head.get(..head.len() - gap)?;
    let length = digits(head);
    if generation == 0 || gap == 0 || length == 0 {
        return None;
    }
    std::str::from_utf8(head.get(head.len() - length..)?).ok()?.parse().ok()
}

/// Whether a word stands near the start of the object at a place.
fn mentions(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let head = bytes.get(at..bytes.len().min(at + 400)).unwrap_or_default();
    let end = find(head, b"stream").or_else(|| find(head, b"endobj")).unwrap_or(head.len());
    head.get(..end).is_some_and(|head| find(head, word).is_some())
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    while let Some(next) = bytes.get(at..)?.iter().position(|b| *b == first) {
        at += next;
        if bytes.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}
