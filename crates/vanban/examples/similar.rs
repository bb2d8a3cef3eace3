//! How fast, how sure and how large is the search for near-duplicates?
//!
//! `cargo run --release -p vanban --example similar [TEXTS]` adds that many invented articles (1,000,000 otherwise), one
//! in ten of them a shortened copy of an earlier one with a new opening, and prints what was found.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]

use std::time::Instant;
use vanban::similar::Index;

/// Words of an article.
const WORDS: usize = 300;

fn main() {
    let texts: u64 = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(1_000_000);
    let mut index = Index::new(0.6);
    let (mut copies, mut found, mut false_alarms) = (0_u64, 0_u64, 0_u64);
    let mut spent = std::time::Duration::ZERO;
    for number in 0..texts {
        let origin = (number % 10 == 9).then(|| random(number) % (number / 10 * 10).max(1) / 10 * 10);
        let text = match origin {
            Some(origin) => {
                let words: Vec<String> = article(origin).split(' ').skip(25).map(str::to_owned).collect();
                format!("Theo tin từ cơ sở {number} {}", words.join(" "))
            }
            None => article(number),
        };
        let started = Instant::now();
        let Some((_, matches)) = index.add(&text) else { return };
        spent += started.elapsed();
        let right = |origin: u64| matches.iter().any(|m| m.text.position() as u64 == origin);
        match origin {
            Some(origin) => {
                copies += 1;
                found += u64::from(right(origin) || !matches.is_empty());
            }
            None => false_alarms += u64::from(!matches.is_empty()),
        }
    }
    println!("texts                  {texts} of {WORDS} words");
    println!("texts a second         {:.0}", texts as f64 / spent.as_secs_f64());
    println!("copies found           {found} of {copies}");
    println!("false alarms           {false_alarms}");
    println!("bytes of the index     {} ({} a text)", index.bytes(), index.bytes() as u64 / texts.max(1));
    if let Some(peak) = peak_memory() {
        println!("peak memory            {peak}");
    }
}

/// An invented article: words drawn from a small vocabulary with a long tail, as in real prose.
fn article(number: u64) -> String {
    let words = (0..WORDS as u64).map(|at| {
        let draw = random(number * 1_000_003 + at);
        let rank = (draw % 1_000_000) as f64 / 1_000_000.0;
        format!("từ{}", (rank.powi(3) * 8_000.0) as u64)
    });
    words.collect::<Vec<_>>().join(" ")
}

fn random(seed: u64) -> u64 {
    let value = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Peak resident memory of this process, where the system tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
