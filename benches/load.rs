//! Sends requests at a constant rate, or as fast as they are answered, and tells how long each took: for `./bench web` and
//! `./bench country`. Standard library only; compiled by the script.
//!
//! Request n is due n/rate seconds after the start, whether or not those before it are answered, and its time counts from
//! that moment: a server that stalls is charged for all who would have waited.
//!
//! At rate 0 each connection sends its next request when the one before is answered, until each was sent once; `warm` is then
//! how many of them are not counted. A last line tells the seconds from the first that counts to the last answer.
//!
//! The plan is read from standard input, a line each, fields separated by tabs:
//! ```text
//! address  127.0.0.1:8080
//! rate     200              requests a second
//! seconds  20               for how long, after `warm` seconds that are not counted
//! warm     3
//! connections  48
//! class    12  board        weight and name of a kind of request, followed by its requests, taken in turn
//! request  GET  /board  Cookie: chungtay=…  (headers, separated by U+001F)  file with the body
//! ```
//! Printed: name, requests, failures, median, 90th, 99th percentile and maximum in milliseconds, for each class and for all.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

struct Class {
    weight: usize,
    name: String,
    /// Whole requests, as they go over the wire.
    requests: Vec<Vec<u8>>,
    taken: AtomicUsize,
}

#[derive(Default)]
struct Plan {
    address: String,
    rate: f64,
    seconds: f64,
    warm: f64,
    connections: usize,
    classes: Vec<Class>,
}

fn read_plan() -> Plan {
    let mut plan = Plan::default();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the plan is text");
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| fields[at].parse::<f64>().expect("a number");
        match fields[0] {
            "address" => plan.address = fields[1].to_owned(),
            "rate" => plan.rate = number(1),
            "seconds" => plan.seconds = number(1),
            "warm" => plan.warm = number(1),
            "connections" => plan.connections = number(1) as usize,
            "class" => plan.classes.push(Class {
                weight: number(1) as usize,
                name: fields[2].to_owned(),
                requests: Vec::new(),
                taken: AtomicUsize::new(0),
            }),
            "request" => {
                let body = match fields.get(4).filter(|file| !file.is_empty()) {
                    Some(file) => std::fs::read(file).expect("the body can be read"),
                    None => Vec::new(),
                };
                let mut head = format!("{} {} HTTP/1.1\r\nHost: {}\r\n", fields[1], fields[2], plan.address);
                for header in fields[3].split('\u{1f}').filter(|header| !header.is_empty()) {
                    head.push_str(header);
                    head.push_str("\r\n");
                }
                if !body.is_empty() || fields[1] != "GET" {
                    head.push_str(&format!("Content-Length: {}\r\n", body.len()));
                }
                head.push_str("\r\n");
                let request = [head.into_bytes(), body].concat();
                plan.classes.last_mut().expect("a class before its requests").requests.push(request);
            }
            other => panic!("unknown line {other}"),
        }
    }
    plan
}

/// An answer: its status.
fn exchange(stream: &mut BufReader<TcpStream>, request: &[u8]) -> std::io::Result<u16> {
    stream.get_mut().write_all(request)?;
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let (mut length, mut chunked) = (0, false);
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let header = line.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        chunked |= header.starts_with("transfer-encoding:") && header.ends_with("chunked");
    }
    if chunked {
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
            std::io::copy(&mut stream.by_ref().take(size as u64 + 2), &mut std::io::sink())?;
            if size == 0 {
                break;
            }
        }
    } else {
        std::io::copy(&mut stream.by_ref().take(length), &mut std::io::sink())?;
    }
    Ok(status)
}

/// Which class each request is of: classes by weight, well mixed and the same in every run.
fn order(classes: &[Class], count: usize) -> Vec<usize> {
    let total: usize = classes.iter().map(|class| class.weight).sum();
    let mut credit = vec![0_i64; classes.len()];
    let turn = |_| {
        for (credit, class) in credit.iter_mut().zip(classes) {
            *credit += class.weight as i64;
        }
        let next = (0..classes.len()).max_by_key(|at| credit[*at]).expect("a class");
        credit[next] -= total as i64;
        next
    };
    (0..count).map(turn).collect()
}

struct Sample {
    class: usize,
    micros: u64,
    failed: bool,
    due: Instant,
    answered: Instant,
}

fn connect(address: &str) -> std::io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(BufReader::with_capacity(64 << 10, stream))
}

fn main() {
    let plan = read_plan();
    let closed = plan.rate == 0.0;
    let count = match closed {
        true => plan.classes.iter().map(|class| class.requests.len()).sum(),
        false => ((plan.warm + plan.seconds) * plan.rate) as usize,
    };
    let skipped = if closed { plan.warm as usize } else { (plan.warm * plan.rate) as usize };
    let order = order(&plan.classes, count);
    let (next, samples, told) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(count)), AtomicUsize::new(0));
    let start = Instant::now() + Duration::from_millis(200);
    std::thread::scope(|scope| {
        for _ in 0..plan.connections {
            scope.spawn(|| {
                let mut stream = None;
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(class) = order.get(at).copied() else { break };
                    let due = match closed {
                        true => start.max(Instant::now()),
                        false => start + Duration::from_secs_f64(at as f64 / plan.rate),
                    };
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    let of_class = &plan.classes[class];
                    let turn = of_class.taken.fetch_add(1, Ordering::Relaxed);
                    let request = &of_class.requests[turn % of_class.requests.len()];
                    if stream.is_none() {
                        stream = connect(&plan.address).ok();
                    }
                    let answer = match stream.as_mut() {
                        Some(stream) => exchange(stream, request),
                        None => Err(std::io::ErrorKind::NotConnected.into()),
                    };
                    let micros = due.elapsed().as_micros() as u64;
                    let failed = !matches!(answer, Ok(200..=399));
                    if failed && told.fetch_add(1, Ordering::Relaxed) < 5 {
                        eprintln!("{}: {answer:?}", of_class.name);
                    }
                    if answer.is_err() {
                        stream = None;
                    }
                    if at >= skipped {
                        let sample = Sample { class, micros, failed, due, answered: Instant::now() };
                        samples.lock().unwrap_or_else(PoisonError::into_inner).push(sample);
                    }
                }
            });
        }
    });
    let samples = samples.into_inner().unwrap_or_else(PoisonError::into_inner);
    let line = |name: &str, chosen: Vec<&Sample>| {
        let mut times: Vec<u64> = chosen.iter().map(|sample| sample.micros).collect();
        times.sort_unstable();
        let at = |share: f64| {
            let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1)) - 1;
            times.get(place).map_or(0.0, |micros| *micros as f64 / 1_000.0)
        };
        let failed = chosen.iter().filter(|sample| sample.failed).count();
        println!("{name}\t{}\t{failed}\t{:.2}\t{:.2}\t{:.2}\t{:.2}", times.len(), at(0.5), at(0.9), at(0.99), at(1.0));
    };
    for (at, class) in plan.classes.iter().enumerate() {
        line(&class.name, samples.iter().filter(|sample| sample.class == at).collect());
    }
    line("all", samples.iter().collect());
    let first = samples.iter().map(|sample| sample.due).min();
    let last = samples.iter().map(|sample| sample.answered).max();
    if let (true, Some((first, last))) = (closed, first.zip(last)) {
        println!("seconds\t{:.4}", (last - first).as_secs_f64());
    }
}
