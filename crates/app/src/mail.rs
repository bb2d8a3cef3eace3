//! Mail: how the installation sends it, and sending it. A mail holds neither case data nor figures.

use crate::certificate::{Authorities, Problem, UnreadAuthorities};
use crate::explain::{Class, Explain};
use domain::Instant;
use lettre::address::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{SmtpTransport, Transport};
use locale::Language;
use serde_json::{Value, json};
use std::error::Error;
use std::time::{Duration, SystemTime};
use store::{Session, StoreError};

/// Name of the setting.
const SETTING: &str = "mail";

/// How long each step of a conversation with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How the way to the mail server is guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Security {
    /// Not at all: a server on the same machine or in the same room.
    None,
    /// Plain first, then TLS (port 587).
    #[default]
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
}

impl Security {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::None];

    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::StartTls => "starttls",
            Self::Tls => "tls",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.name() == name)
    }
}

/// The mail server of the installation.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MailSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is guarded.
    pub security: Security,
    /// Name to sign in there.
    pub user: Option<String>,
    /// Password to sign in there. Kept as it is, for the server wants it so: guard the data folder and its backups.
    pub password: Option<String>,
    /// Address mails come from.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    /// Says whether there is a password, not which.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { host, port, security, .. } = self;
        f.debug_struct("MailSettings")
            .field("host", host)
            .field("port", port)
            .field("security", security)
            .field("password", &self.password.is_some())
            .finish_non_exhaustive()
    }
}

impl MailSettings {
    /// The settings of the installation; none when no mail is sent.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of(session: &Session<'_>) -> Result<Option<Self>, StoreError> {
        Ok(session.setting(SETTING)?.as_ref().and_then(Self::from_json))
    }

    pub(crate) fn store(this: Option<&Self>, session: &Session<'_>, by: &str, at: Instant) -> Result<(), StoreError> {
        session.set_setting(SETTING, &this.map_or(Value::Null, Self::to_json), by, at)
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            host: text("host")?,
            port: u16::try_from(value.get("port")?.as_u64()?).ok()?,
            security: Security::parse(&text("security")?)?,
            user: text("user"),
            password: text("password"),
            from: text("from")?,
        })
    }

    fn to_json(&self) -> Value {
        let mut value = self.told();
        value["password"] = json!(self.password);
        value
    }

    /// What the audit trail may hold: everything but the password.
    pub(crate) fn told(&self) -> Value {
        let Self { host, port, security, user, from, .. } = self;
        json!({ "host": host, "port": port, "security": security.name(), "user": user, "from": from })
    }
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To which address.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// When it was written.
    pub at: Instant,
    /// What it is, once and for all: a mail sent twice after a crash carries the same, and is shown once.
    pub id: String,
}

/// Why a mail was not sent. Holds no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MailError {
    /// No mail server is set.
    #[error("mail-not-set-up")]
    NotSetUp,
    /// An address that is none.
    #[error("mail-bad-address")]
    BadAddress,
    /// The server does not answer.
    #[error("mail-unreachable")]
    Unreachable,
    /// The server does not answer in time.
    #[error("mail-timeout")]
    Timeout,
    /// No way guarded by TLS could be agreed upon.
    #[error("mail-tls")]
    Tls,
    /// A server asked for STARTTLS does not offer it; nothing was sent.
    #[error("mail-no-starttls")]
    NoStartTls,
    /// The server's certificate is not taken.
    #[error("mail-certificate-{}", .0.name())]
    Certificate(Problem),
    /// The file of authorities of this machine is not readable.
    #[error("mail-authorities")]
    Authorities,
    /// The server does not take the name and password.
    #[error("mail-credentials")]
    Credentials,
    /// The server refuses, with this code (RFC 5321).
    #[error("mail-refused {0}")]
    Refused(u16),
    /// The mail cannot be written.
    #[error("mail-other")]
    Other,
}

impl MailError {
    /// Whether another mail would meet the same: the server is not there.
    #[must_use]
    pub fn is_of_server(self) -> bool {
        !matches!(self, Self::BadAddress | Self::Refused(_) | Self::Other)
    }
}

impl Explain for MailError {
    fn class(&self) -> Class {
        match self {
            Self::NotSetUp | Self::BadAddress => Class::Refused,
            _ => Class::Unavailable,
        }
    }

    fn explain(&self, language: Language) -> String {
        match self {
            Self::Refused(code) => locale::text!(language, "mail-refused", code = code.to_string()),
            other => locale::text(language, &other.to_string(), &[]),
        }
    }
}

/// Whoever carries mails.
pub trait Mailer: Sync {
    /// Hands a mail to the server.
    ///
    /// # Errors
    /// A [`MailError`].
    fn send(&self, settings: &MailSettings, letter: &Letter) -> Result<(), MailError>;

    /// Asks whether the server is there and takes our name.
    ///
    /// # Errors
    /// A [`MailError`].
    fn reach(&self, settings: &MailSettings) -> Result<(), MailError>;
}

impl From<UnreadAuthorities> for MailError {
    fn from(_: UnreadAuthorities) -> Self {
        Self::Authorities
    }
}

/// Mail by SMTP, to servers that the authorities of this machine vouch for ([`Authorities::of_environment`]).
#[derive(Clone, Copy, Debug, Default)]
pub struct Smtp;

impl Mailer for Smtp {
    fn send(&self, settings: &MailSettings, letter: &Letter) -> Result<(), MailError> {
        SmtpTrusting(Authorities::of_environment()?).send(settings, letter)
    }

    fn reach(&self, settings: &MailSettings) -> Result<(), MailError> {
        SmtpTrusting(Authorities::of_environment()?).reach(settings)
    }
}

/// Mail by SMTP, to servers that these authorities vouch for.
#[derive(Clone, Debug, Default)]
pub struct SmtpTrusting(pub Authorities);

impl Mailer for SmtpTrusting {
    fn send(&self, settings: &MailSettings, letter: &Letter) -> Result<(), MailError> {
        let message = message(settings, letter)?;
        transport(settings, &self.0)?.send(&message).map(drop).map_err(|error| refused(&error))
    }

    fn reach(&self, settings: &MailSettings) -> Result<(), MailError> {
        match transport(settings, &self.0)?.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Unreachable),
            Err(error) => Err(refused(&error)),
        }
    }
}

/// Whether a text is an address mails can be sent to.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

fn mailbox(address: &str) -> Result<Mailbox, MailError> {
    address.parse::<Address>().map(|address| Mailbox::new(None, address)).map_err(|_| MailError::BadAddress)
}

fn message(settings: &MailSettings, letter: &Letter) -> Result<Message, MailError> {
    let from = mailbox(&settings.from)?;
    let id = format!("<{}@{}>", letter.id.replace(['/', ' '], "."), from.email.domain());
    let mut message = Message::builder()
        .from(from)
        .to(mailbox(&letter.to)?)
        .subject(&letter.subject)
        .date(SystemTime::from(letter.at))
        .message_id(Some(id))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body.clone())
        .map_err(|_| MailError::Other)?;
    // No holiday notes in answer (RFC 3834).
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
    Ok(message)
}

fn transport(settings: &MailSettings, authorities: &Authorities) -> Result<SmtpTransport, MailError> {
    let guarded = || {
        let mut parameters = TlsParameters::builder(settings.host.clone());
        for named in authorities.named() {
            let named = Certificate::from_der(named.to_vec()).map_err(|_| MailError::Authorities)?;
            parameters = parameters.add_root_certificate(named);
        }
        parameters.build().map_err(|_| MailError::Tls)
    };
    let tls = match settings.security {
        Security::None => Tls::None,
        Security::StartTls => Tls::Required(guarded()?),
        Security::Tls => Tls::Wrapper(guarded()?),
    };
    let mut transport =
        SmtpTransport::builder_dangerous(&settings.host).port(settings.port).tls(tls).timeout(Some(PATIENCE));
    if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
        transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(transport.build())
}

fn refused(error: &lettre::transport::smtp::Error) -> MailError {
    if let Some(error) = of_tls(error) {
        return Problem::of(error).map_or(MailError::Tls, MailError::Certificate);
    }
    match error.status().map(u16::from) {
        Some(530 | 534 | 535 | 538) => MailError::Credentials,
        Some(code) => MailError::Refused(code),
        None if error.is_tls() => MailError::Tls,
        None if error.is_timeout() => MailError::Timeout,
        // A server that offers no way to guard the connection, where one is wanted. The client tells it in words only.
        None if error.is_client() && error.to_string().contains("STARTTLS") => MailError::NoStartTls,
        // A name and password, but no way to give them that the server knows.
        None if error.is_client() => MailError::Credentials,
        None => MailError::Unreachable,
    }
}

/// What TLS itself says: somewhere inside.
fn of_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut inside = Some(error);
    while let Some(error) = inside {
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref()?.downcast_ref());
        if let Some(found) = wrapped.or_else(|| error.downcast_ref()) {
            return Some(found);
        }
        inside = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_are_told_without_the_password() {
        let settings = MailSettings {
            host: "thu.angiao.example".to_owned(),
            port: 587,
            security: Security::StartTls,
            user: Some("nhac-viec".to_owned()),
            password: Some("ba-muoi-bay".to_owned()),
            from: "nhac-viec@angiao.example".to_owned(),
        };
        assert_eq!(MailSettings::from_json(&settings.to_json()), Some(settings.clone()));
        assert!(!settings.told().to_string().contains("ba-muoi-bay"));
        assert!(!format!("{settings:?}").contains("ba-muoi-bay"));
    }

    #[test]
    fn an_address_is_one_person_and_no_header() {
        assert!(is_address("mau@xa-hoa-loc.example"));
        for bad in ["", "mau", "mau@", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
