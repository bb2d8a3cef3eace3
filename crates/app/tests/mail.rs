//! Mail over a guarded connection, against a real server: STARTTLS, TLS from the first byte, and servers that are refused.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use app::certificate::{Authorities, Problem, UnreadAuthorities};
use app::doctor::{Check, Level, examine};
use app::explain::Explain;
use app::installation::{self, NewMail};
use app::mail::{Letter, MailError, MailSettings, Mailer, Security, Smtp, SmtpTrusting};
use app::{Context, FixedWorld, Kept};
use locale::Language;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use store::{Location, Store};
use test_certificates::{Authority, Server};

/// How a client gives the name `nhac-viec` and the password `bi-mat` (RFC 4616).
const CREDENTIALS: &str = "AUTH PLAIN AG5oYWMtdmllYwBiaS1tYXQ=";

/// A mail server on this machine.
struct MailServer {
    port: u16,
    /// The letters it took.
    letters: Receiver<String>,
    /// What was said in the open.
    overheard: Arc<Mutex<String>>,
}

impl MailServer {
    /// One that shows a certificate, and takes letters of whoever knows the password.
    fn start(security: Security, shown: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, letters) = channel();
        let overheard = Arc::new(Mutex::new(String::new()));
        let (config, open) = (shown.config(), Arc::clone(&overheard));
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                serve(stream, security, &config, &sender, &open);
            }
        });
        Self { port, letters, overheard }
    }

    fn settings(&self, host: &str, security: Security) -> MailSettings {
        MailSettings {
            host: host.to_owned(),
            port: self.port,
            security,
            user: Some("nhac-viec".to_owned()),
            password: Some("bi-mat".to_owned()),
            from: "nhac-viec@angiao.example".to_owned(),
        }
    }
}

/// One conversation. Who goes away in the middle of it is no fault of the server.
fn serve(
    mut stream: TcpStream,
    security: Security,
    config: &Arc<ServerConfig>,
    letters: &Sender<String>,
    overheard: &Mutex<String>,
) {
    let guarded = |stream| StreamOwned::new(ServerConnection::new(Arc::clone(config)).unwrap(), stream);
    if security == Security::Tls {
        let mut stream = guarded(stream);
        return if say(&mut stream, "220 thu.angiao.example") {
            converse(&mut stream, letters, |_| {})
        };
    }
    if !say(&mut stream, "220 thu.angiao.example") {
        return;
    }
    let hear = |line: &str| overheard.lock().unwrap().push_str(line);
    if security == Security::None {
        return converse(&mut stream, letters, hear);
    }
    while let Some(line) = line(&mut stream) {
        hear(&line);
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => "250-thu.angiao.example\r\n250-SIZE 1000000\r\n250 STARTTLS",
            "STARTTLS" => "220 go on",
            _ => "530 guard the connection first",
        };
        if !say(&mut stream, answer) {
            return;
        }
        if answer.starts_with("220") {
            return converse(&mut guarded(stream), letters, |_| {});
        }
    }
}

fn say(stream: &mut impl Write, text: &str) -> bool {
    stream.write_all(format!("{text}\r\n").as_bytes()).and_then(|()| stream.flush()).is_ok()
}

/// A line, byte by byte: what follows STARTTLS belongs to the guarded connection.
fn line(stream: &mut impl Read) -> Option<String> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while !line.ends_with(b"\n") {
        stream.read_exact(&mut byte).ok()?;
        line.extend(byte);
    }
    Some(String::from_utf8_lossy(&line).into_owned())
}

/// Takes letters of whoever has given the password.
fn converse(stream: &mut (impl Read + Write), letters: &Sender<String>, hear: impl Fn(&str)) {
    let (mut letter, mut let_in) = (None::<String>, false);
    while let Some(line) = line(stream) {
        hear(&line);
        let answer = match (&mut letter, line.trim_end()) {
            (Some(text), ".") => {
                let _ = letters.send(std::mem::take(text));
                letter = None;
                "250 taken"
            }
            (Some(text), _) => {
                text.push_str(&line);
                continue;
            }
            (None, CREDENTIALS) => {
                let_in = true;
                "235 welcome"
            }
            (None, command) => match command.split_whitespace().next().unwrap_or_default() {
                "EHLO" => "250-thu.angiao.example\r\n250 AUTH PLAIN",
                "AUTH" => "535 no",
                "MAIL" if !let_in => "530 who are you?",
                "DATA" => {
                    letter = Some(String::new());
                    "354 go on"
                }
                _ => "250 fine",
            },
        };
        if !say(stream, answer) {
            return;
        }
    }
}

fn letter() -> Letter {
    Letter {
        to: "canbo@xa-hoa-loc.example".to_owned(),
        subject: "Nhac gui bao cao".to_owned(),
        body: "Xin gui bao cao.\n".to_owned(),
        at: "2026-12-17T03:00:00Z".parse().unwrap(),
        id: "thu-1".to_owned(),
    }
}

fn trusting(pem: &str) -> SmtpTrusting {
    SmtpTrusting(Authorities::from_pem(pem.as_bytes()).unwrap())
}

#[test]
fn a_letter_and_the_password_go_over_a_guarded_connection_only() {
    let authority = Authority::new();
    for security in [Security::StartTls, Security::Tls] {
        let server = MailServer::start(security, &authority.issue("localhost"));
        let mailer = trusting(&authority.pem());
        let settings = server.settings("localhost", security);
        assert_eq!(mailer.reach(&settings), Ok(()), "{security:?}");
        assert_eq!(mailer.send(&settings, &letter()), Ok(()), "{security:?}");
        let taken = server.letters.recv().unwrap();
        assert!(taken.contains("Subject: Nhac gui bao cao") && taken.contains("Xin gui bao cao."), "{taken}");
        let overheard = server.overheard.lock().unwrap().clone();
        assert_eq!(overheard.contains("STARTTLS"), security == Security::StartTls, "{overheard}");
        assert!(!overheard.contains("AUTH") && !overheard.contains("canbo"), "{overheard}");

        let mut wrong = settings;
        wrong.password = Some("sai".to_owned());
        assert_eq!(mailer.send(&wrong, &letter()), Err(MailError::Credentials), "{security:?}");
    }
}

#[test]
fn a_server_whose_certificate_is_wrong_gets_nothing_and_the_fault_is_told() {
    let authority = Authority::new();
    let over = authority.issue_for("localhost", (2024, 1, 1), (2025, 1, 1));
    let cases = [
        (authority.issue("localhost"), "localhost", Authority::new(), Problem::UnknownIssuer, "SSL_CERT_FILE"),
        (authority.issue("localhost"), "127.0.0.1", Authority::new(), Problem::UnknownIssuer, "tin cậy"),
        (authority.issue("thu.angiao.example"), "localhost", authority, Problem::OtherName, "tên khác"),
        (Server::self_signed("localhost"), "localhost", Authority::new(), Problem::SelfSigned, "tự cấp"),
    ];
    let mut refused: Vec<_> = Vec::new();
    for security in [Security::StartTls, Security::Tls] {
        for (shown, host, trusted, problem, told) in &cases {
            let server = MailServer::start(security, shown);
            let outcome = trusting(&trusted.pem()).send(&server.settings(host, security), &letter());
            assert_eq!(outcome, Err(MailError::Certificate(*problem)), "{security:?}");
            let sentence = MailError::Certificate(*problem).explain(Language::Vi);
            assert!(sentence.contains(told), "{sentence}");
            refused.push(server);
        }
        let server = MailServer::start(security, &over);
        let outcome = trusting(&cases[2].2.pem()).send(&server.settings("localhost", security), &letter());
        assert_eq!(outcome, Err(MailError::Certificate(Problem::Expired)), "{security:?}");
        refused.push(server);
    }
    for server in refused {
        assert!(server.letters.try_recv().is_err(), "a letter was handed over");
        assert!(!server.overheard.lock().unwrap().contains("AUTH"), "the password was said in the open");
    }
}

#[test]
fn a_server_that_offers_no_tls_gets_nothing_when_tls_is_asked_for() {
    let authority = Authority::new();
    let server = MailServer::start(Security::None, &authority.issue("localhost"));
    let mailer = trusting(&authority.pem());
    let refusal = mailer.send(&server.settings("localhost", Security::StartTls), &letter()).unwrap_err();
    assert_eq!(refusal, MailError::NoStartTls);
    assert!(refusal.explain(Language::Vi).contains("không có STARTTLS"));
    assert_eq!(mailer.send(&server.settings("localhost", Security::Tls), &letter()), Err(MailError::Tls));
    assert!(server.letters.try_recv().is_err());
    assert!(!server.overheard.lock().unwrap().contains("AUTH"));
    // Asked for without TLS, it takes the letter.
    assert_eq!(mailer.send(&server.settings("localhost", Security::None), &letter()), Ok(()));
    assert!(server.letters.recv().unwrap().contains("Xin gui bao cao."));
}

#[test]
fn who_is_trusted_is_read_from_a_file_that_holds_somebody() {
    let authority = Authority::new();
    let among_others = format!("# Của cơ quan\n{}{}", Authority::new().pem(), authority.pem());
    let server = MailServer::start(Security::Tls, &authority.issue("localhost"));
    let settings = server.settings("localhost", Security::Tls);
    assert_eq!(trusting(&among_others).reach(&settings), Ok(()));
    assert_eq!(Authorities::from_pem(b"nothing of use").map(drop), Err(UnreadAuthorities));
    // Whom this machine trusts does not include somebody made up a moment ago.
    assert_eq!(Smtp.reach(&settings), Err(MailError::Certificate(Problem::UnknownIssuer)));
}

/// What is said of the mail server on a day.
fn examined(server: &MailServer, security: Security, authority: &Authority, now: &str) -> Vec<Check> {
    let folder = tempfile::tempdir().unwrap();
    let store = Kept::from(Store::open(folder.path()).unwrap());
    let world = FixedWorld(now.parse().unwrap());
    let context = Context::of_operator(&store, &world, "thử");
    let settings = server.settings("localhost", security);
    installation::set_mail(context, Some(&NewMail { password: settings.password.clone(), settings })).unwrap();
    let mailer = trusting(&authority.pem());
    let place = Location::in_folder(folder.path());
    let mut checks = examine(Ok(context), &place, &mailer, Ok(&mailer.0), Language::Vi);
    checks.retain(|check| check.name.starts_with("mail"));
    checks
}

#[test]
fn the_doctor_warns_before_mail_ends_with_the_certificate() {
    let authority = Authority::new();
    for security in [Security::StartTls, Security::Tls] {
        let server = MailServer::start(security, &authority.issue_for("localhost", (2024, 1, 1), (2119, 1, 20)));
        let levels = |checks: &[Check]| -> Vec<(&'static str, Level)> {
            checks.iter().map(|check| (check.name, check.level)).collect()
        };
        let well = examined(&server, security, &authority, "2118-12-20T00:00:00Z");
        assert_eq!(levels(&well), [("mail", Level::Good), ("mail-certificate", Level::Good)], "{well:?}");
        let soon = examined(&server, security, &authority, "2119-01-10T00:00:00Z");
        assert_eq!(levels(&soon), [("mail", Level::Good), ("mail-certificate", Level::Care)], "{soon:?}");
        assert!(soon[1].found.contains("10 ngày") && soon[1].mend.is_some(), "{soon:?}");
        let unknown = examined(&server, security, &Authority::new(), "2118-12-20T00:00:00Z");
        assert_eq!(levels(&unknown), [("mail", Level::Broken)]);
        assert!(unknown[0].found.contains("tin cậy"), "{unknown:?}");
    }
}
