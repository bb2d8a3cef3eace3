//! Near-duplicates: the same release on several sites, a letter forwarded with a line changed.
//!
//! Texts are cut into shingles of [`SHINGLE`] words and kept as MinHash signatures (Broder 1997; one permutation with
//! densification, Shrivastava 2017), found again through banded buckets. Memory does not depend on the length of the
//! texts: [`Index::bytes`] tells it, about [`BYTES_PER_TEXT`] bytes a text.

use crate::text::fold;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Words in a shingle. Vietnamese words here are syllables; four of them make a phrase.
pub const SHINGLE: usize = 4;

/// Minima kept for each text.
const BINS: usize = 60;
/// Rows of a band: all must agree for two texts to meet in a bucket.
const ROWS: usize = 5;
/// Bands: one must agree.
const BANDS: usize = BINS / ROWS;

/// Memory for one text that is like no other, in bytes, the buckets included: what a million texts took divided by a
/// million, rounded up (`cargo run --release -p vanban --example similar`).
pub const BYTES_PER_TEXT: usize = 480;

/// From this similarity on a text counts as a copy: it joins the group of the first and takes no bucket of its own,
/// so that ten thousand copies of one release cost no more than one to look through.
const COPY: f32 = 0.95;

/// No text.
const NONE: u32 = u32::MAX;

/// A text of the index, numbered in the order it was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(u32);

impl TextId {
    /// Its place in the order of adding, from 0.
    #[must_use]
    pub fn position(self) -> usize {
        self.0 as usize
    }
}

/// A text found to be like another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The earlier text.
    pub text: TextId,
    /// Estimated share of shingles in common, 0 to 1.
    pub similarity: f32,
}

/// Texts seen so far.
#[derive(Debug)]
pub struct Index {
    threshold: f32,
    signatures: Vec<[u16; BINS]>,
    /// Latest text in each bucket.
    heads: HashMap<u64, u32, BuildHasherDefault<AlreadyHashed>>,
    /// For each text and band, the text before it in its bucket.
    before: Vec<[u32; BANDS]>,
}

impl Index {
    /// An empty index that reports matches from a similarity on; 0.6 finds releases that were shortened or
    /// got a new opening. Values below 0.4 are found only by luck.
    #[must_use]
    pub fn new(threshold: f32) -> Self {
        Self { threshold, signatures: Vec::new(), heads: HashMap::default(), before: Vec::new() }
    }

    /// Adds a text and tells the earlier ones it is like, most alike first. A text of fewer words than a shingle is
    /// like nothing. `None` once 4,294,967,294 texts are in.
    pub fn add(&mut self, text: &str) -> Option<(TextId, Vec<Match>)> {
        let id = u32::try_from(self.signatures.len()).ok().filter(|id| *id != NONE)?;
        let signature = signature(text);
        let mut matches = Vec::new();
        let mut before = [NONE; BANDS];
        if let Some(signature) = &signature {
            matches = self.matches(signature);
            if matches.first().is_none_or(|best| best.similarity < COPY) {
                for (band, before) in before.iter_mut().enumerate() {
                    *before = self.heads.insert(bucket(signature, band), id).unwrap_or(NONE);
                }
            }
        }
        self.signatures.push(signature.unwrap_or([u16::MAX; BINS]));
        self.before.push(before);
        Some((TextId(id), matches))
    }

    fn matches(&self, signature: &[u16; BINS]) -> Vec<Match> {
        let mut found: Vec<u32> = Vec::new();
        for band in 0..BANDS {
            let mut at = self.heads.get(&bucket(signature, band)).copied().unwrap_or(NONE);
            while at != NONE {
                found.push(at);
                at = self.before[at as usize][band];
            }
        }
        found.sort_unstable();
        found.dedup();
        let mut matches: Vec<Match> = found
            .into_iter()
            .map(|at| Match { text: TextId(at), similarity: similarity(signature, &self.signatures[at as usize]) })
            .filter(|found| found.similarity >= self.threshold)
            .collect();
        matches.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.text.cmp(&b.text)));
        matches
    }

    /// How many texts were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.signatures.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.signatures.is_empty()
    }

    /// Memory held, in bytes, spare room included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let text = size_of::<[u16; BINS]>() * self.signatures.capacity();
        let chain = size_of::<[u32; BANDS]>() * self.before.capacity();
        // A bucket is a key, a value and a byte of control; one in eight stays free.
        let buckets = (size_of::<(u64, u32)>() + 1) * (self.heads.capacity() * 8).div_ceil(7);
        text + chain + buckets
    }
}

#[expect(clippy::cast_precision_loss, reason = "60 at most")]
fn similarity(a: &[u16; BINS], b: &[u16; BINS]) -> f32 {
    a.iter().zip(b).filter(|(a, b)| a == b).count() as f32 / BINS as f32
}

fn bucket(signature: &[u16; BINS], band: usize) -> u64 {
    let rows = &signature[band * ROWS..(band + 1) * ROWS];
    rows.iter().fold(mix(band as u64 + 1), |hash, row| mix(hash ^ u64::from(*row)))
}

/// The minima of a text's shingles; `None` for a text shorter than one.
fn signature(text: &str) -> Option<[u16; BINS]> {
    let folded = fold(text);
    let words: Vec<u64> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(word_hash).collect();
    let mut minima = [u64::MAX; BINS];
    for shingle in words.windows(SHINGLE) {
        let hash = shingle.iter().fold(0, |hash, word| mix(hash ^ *word));
        let bin = (hash % BINS as u64) as usize;
        minima[bin] = minima[bin].min(hash / BINS as u64);
    }
    if minima.iter().all(|minimum| *minimum == u64::MAX) {
        return None;
    }
    let mut signature = [0; BINS];
    for (bin, kept) in signature.iter_mut().enumerate() {
        *kept = (mix(borrowed(&minima, bin)) & 0xffff) as u16;
    }
    Some(signature)
}

/// An empty bin takes the minimum of another, chosen by its own number alone, so that two texts choose alike.
fn borrowed(minima: &[u64; BINS], bin: usize) -> u64 {
    let mut at = bin;
    let mut tries = 0;
    while minima[at] == u64::MAX {
        tries += 1;
        at = (mix(bin as u64 * 1_000 + tries) % BINS as u64) as usize;
    }
    minima[at]
}

/// FNV-1a, 64 bits.
fn word_hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of SplitMix64: spreads every bit over all.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An invented release of `words` words, of `seed`'s own making.
    fn release(seed: u64, words: u64) -> Vec<String> {
        (0..words).map(|at| format!("t{}", mix(seed * 10_007 + at) % 3_000)).collect()
    }

    #[test]
    fn the_same_release_with_another_opening_is_found() {
        let mut index = Index::new(0.6);
        let original = release(1, 300);
        let (first, none) = index.add(&original.join(" ")).unwrap();
        assert!(none.is_empty());
        for other in 2..50 {
            assert!(index.add(&release(other, 300).join(" ")).unwrap().1.is_empty(), "{other} is like nothing");
        }
        let copied = [vec!["Theo phóng viên tại hiện trường cho biết".to_owned()], original[20..].to_vec()].concat();
        let (_, matches) = index.add(&copied.join(" ")).unwrap();
        assert_eq!(matches.iter().map(|found| found.text).collect::<Vec<_>>(), [first]);
    }

    #[test]
    fn spelling_of_tone_marks_and_case_does_not_matter() {
        let mut index = Index::new(0.6);
        index.add("Lễ phát động tại nhà văn hoá xã Hoà Lộc sáng nay đã diễn ra trang trọng").unwrap();
        let (_, matches) =
            index.add("LỄ PHÁT ĐỘNG tại nhà văn hóa xã Hòa Lộc, sáng nay đã diễn ra trang trọng.").unwrap();
        assert_eq!(matches.len(), 1);
    }

    #[test]
    fn a_text_too_short_for_a_shingle_is_like_nothing() {
        let mut index = Index::new(0.1);
        for text in ["", "một hai ba", "một hai ba"] {
            assert!(index.add(text).unwrap().1.is_empty());
        }
        assert_eq!(index.len(), 3);
    }

    #[test]
    fn ten_thousand_copies_are_looked_through_as_one() {
        let mut index = Index::new(0.6);
        let text = release(7, 200).join(" ");
        for _ in 0..10_000 {
            index.add(&text).unwrap();
        }
        let (_, matches) = index.add(&text).unwrap();
        assert_eq!(matches.len(), 1, "the first stands for all");
    }

    proptest! {
        #[test]
        fn the_estimate_is_near_the_true_share(seed in 0_u64..1_000, kept in 20_u64..=300) {
            // Two releases that share their first `kept` words of 300: the true Jaccard similarity is known.
            let first = release(seed + 1, 300);
            let second = [first[..kept as usize].to_vec(), release(seed + 5_000, 300 - kept)].concat();
            let shared = kept.saturating_sub(SHINGLE as u64 - 1) as f32;
            let all = 2.0 * (300 - SHINGLE as u64 + 1) as f32 - shared;
            let estimate = similarity(&signature(&first.join(" ")).unwrap(), &signature(&second.join(" ")).unwrap());
            prop_assert!((estimate - shared / all).abs() < 0.3, "{estimate} for {}", shared / all);
        }
    }
}
