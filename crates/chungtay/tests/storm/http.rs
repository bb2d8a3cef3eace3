//! A plain client of HTTP/1.1, one connection a request, that knows what it does not know.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// Nobody was there: nothing was asked.
    NobodyThere,
    /// The connection broke before the answer was whole: it may have been done or not.
    Broke,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The cookie of somebody signed in, if one was given.
    pub(crate) fn cookie(&self) -> Option<&str> {
        let set = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut set = set.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).map(|(_, value)| value);
        set.find(|value| value.starts_with("chungtay="))?.split(';').next()
    }
}

/// Asks a server of this machine.
pub(crate) fn ask(port: u16, request: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer, Unanswered> {
    let mut stream = send(port, request, headers, body)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(|_| Unanswered::Broke)?;
    whole(&bytes).ok_or(Unanswered::Broke)
}

/// Asks as somebody whose network goes away after a while, whatever was answered by then.
pub(crate) fn ask_and_be_gone(
    port: u16,
    request: &str,
    headers: &[(&str, &str)],
    body: &[u8],
    after: Duration,
) -> Unanswered {
    match send(port, request, headers, body) {
        Ok(_open) => {
            std::thread::sleep(after);
            Unanswered::Broke
        }
        Err(unanswered) => unanswered,
    }
}

fn send(port: u16, request: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<TcpStream, Unanswered> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut stream =
        TcpStream::connect_timeout(&address, Duration::from_secs(5)).map_err(|_| Unanswered::NobodyThere)?;
    let mut sent = format!("{request} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n");
    for (name, value) in headers {
        sent.push_str(&format!("{name}: {value}\r\n"));
    }
    sent.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let broke = |_| Unanswered::Broke;
    stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(broke)?;
    stream.write_all(&[sent.as_bytes(), body].concat()).map_err(broke)?;
    Ok(stream)
}

/// The answer, unless a part of it is missing.
fn whole(bytes: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let lengths = head.lines().filter_map(|line| line.split_once(": "));
    let mut lengths = lengths.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let promised = lengths.next().and_then(|(_, length)| length.parse::<usize>().ok());
    let arrived = bytes.len() - (head.len() + 4);
    promised.is_none_or(|promised| promised == arrived).then(|| Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}
