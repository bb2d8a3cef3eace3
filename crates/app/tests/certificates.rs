//! What the doctor says of the certificate at the address people type, seen at a real server.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use app::certificate::{Authorities, UnreadAuthorities};
use app::doctor::{Check, Level, examine};
use app::mail::Smtp;
use app::{Context, FixedWorld, Kept, installation};
use locale::Language;
use rustls::ServerConnection;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use store::{Location, Store};
use test_certificates::{Authority, Server};

/// The port of a server on this machine that shows a certificate to whoever comes.
fn server(shown: &Server) -> u16 {
    let config = shown.config();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            while connection.is_handshaking() && connection.complete_io(&mut stream).is_ok() {}
        }
    });
    port
}

/// All that is said of certificates on 1 December 2026, when the site has this address.
fn examined(address: &str, trusted: Result<&Authorities, UnreadAuthorities>) -> Vec<Check> {
    let folder = tempfile::tempdir().unwrap();
    let store = Kept::from(Store::open(folder.path()).unwrap());
    let world = FixedWorld("2026-12-01T00:00:00Z".parse().unwrap());
    let context = Context::of_operator(&store, &world, "thử");
    installation::set_address(context, Some(address)).unwrap();
    let place = Location::in_folder(folder.path());
    let mut checks = examine(Ok(context), &place, &Smtp, trusted, Language::Vi);
    checks.retain(|check| ["certificate", "authorities"].contains(&check.name));
    checks
}

/// The one thing said of an address by whoever trusts an authority.
fn told(address: &str, authority: &Authority) -> Check {
    let trusted = Authorities::from_pem(authority.pem().as_bytes()).unwrap();
    let checks = examined(address, Ok(&trusted));
    assert_eq!(checks.len(), 1, "{checks:?}");
    checks.into_iter().next().unwrap()
}

#[test]
fn each_fault_of_a_certificate_has_its_own_sentence_and_its_own_cure() {
    let ours = Authority::new();
    let of = |from, until| ours.issue_for("localhost", from, until);
    let long = ((2026, 1, 1), (2027, 1, 15));
    let cases = [
        (of(long.0, long.1), Level::Good, "còn hạn đến 15/01/2027", ""),
        (of((2026, 9, 1), (2026, 12, 22)), Level::Good, "còn hạn đến 22/12/2026", ""),
        (of((2026, 9, 1), (2026, 12, 21)), Level::Care, "chỉ còn 20 ngày, đến 21/12/2026", "Gia hạn"),
        (of((2025, 9, 1), (2026, 11, 28)), Level::Broken, "đã hết hạn ngày 28/11/2026", "Gia hạn"),
        (of((2026, 12, 20), (2027, 12, 20)), Level::Broken, "chưa đến ngày có hiệu lực", "đồng hồ"),
        (ours.issue_for("khac.example", long.0, long.1), Level::Broken, "cấp cho tên khác", "đúng tên"),
        (Authority::new().issue("localhost"), Level::Broken, "do nơi không được biết cấp", "fullchain.pem"),
        (Server::self_signed("localhost"), Level::Broken, "do chính máy đó tự cấp", "Let's Encrypt"),
    ];
    for (shown, level, found, mend) in cases {
        let check = told(&format!("https://localhost:{}", server(&shown)), &ours);
        assert_eq!(check.level, level, "{check:?}");
        assert!(check.found.contains(found), "{check:?}, not: {found}");
        assert!(check.mend.unwrap_or_default().contains(mend), "{found}");
    }
}

#[test]
fn a_server_that_is_not_there_or_has_no_tls_is_told_apart() {
    let ours = Authority::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let unguarded = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let check = told(&format!("https://localhost:{port}/thang"), &ours);
    unguarded.join().unwrap();
    assert_eq!(check.level, Level::Broken);
    assert!(check.found.contains("không dùng TLS"), "{check:?}");
    // Nobody listens there any more. It may be known outside only, so it is no fault yet.
    let check = told(&format!("https://localhost:{port}"), &ours);
    assert_eq!(check.level, Level::Care);
    assert!(check.found.contains("không nối được localhost cổng"), "{check:?}");
}

#[test]
fn an_address_without_https_has_no_certificate_and_a_file_of_authorities_that_is_unread_is_told() {
    assert_eq!(examined("http://localhost:1", Ok(&Authorities::default())), []);
    let checks = examined("http://localhost:1", Err(UnreadAuthorities));
    assert_eq!(checks.len(), 1);
    assert_eq!((checks[0].name, checks[0].level), ("authorities", Level::Broken));
    assert!(checks[0].found.contains("SSL_CERT_FILE"));
}
