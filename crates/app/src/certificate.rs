//! The certificate that a server shows: who vouches for it, until when, and whether a browser would take it.

use domain::Instant;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long each step with a server may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Most that a mail server says before TLS.
const LONGEST_GREETING: usize = 16 << 10;

/// Names the file of certificates of further authorities, as for other programs: an office's mail server often has a
/// certificate of the office's own.
const VARIABLE: &str = "SSL_CERT_FILE";

/// Whom servers are vouched for by: those that browsers know, and those named on this machine.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    named: Vec<CertificateDer<'static>>,
}

/// The file of authorities cannot be read, or holds no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file named by {VARIABLE} cannot be read or holds no certificate in PEM")]
pub struct UnreadAuthorities;

impl Authorities {
    /// Those that browsers know, and those in the file that `SSL_CERT_FILE` names.
    ///
    /// # Errors
    /// [`UnreadAuthorities`].
    pub fn of_environment() -> Result<Self, UnreadAuthorities> {
        match std::env::var_os(VARIABLE) {
            Some(file) if !file.is_empty() => Self::from_pem(&std::fs::read(file).map_err(|_| UnreadAuthorities)?),
            _ => Ok(Self::default()),
        }
    }

    /// Those that browsers know, and those whose certificates these are.
    ///
    /// # Errors
    /// [`UnreadAuthorities`] when there is none among them.
    pub fn from_pem(pem: &[u8]) -> Result<Self, UnreadAuthorities> {
        // A system's own file may hold one that is of no use here; the others are.
        let of_use = |found: &CertificateDer<'_>| RootCertStore::empty().add(found.clone().into_owned()).is_ok();
        let named: Vec<_> = CertificateDer::pem_slice_iter(pem).filter_map(Result::ok).filter(of_use).collect();
        if named.is_empty() { Err(UnreadAuthorities) } else { Ok(Self { named }) }
    }

    /// Their certificates, without those that browsers know.
    pub(crate) fn named(&self) -> impl Iterator<Item = &[u8]> {
        self.named.iter().map(AsRef::as_ref)
    }

    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(self.named.iter().cloned());
        roots
    }
}

/// Why a certificate is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Its last day is over.
    Expired,
    /// Its first day is to come.
    NotYet,
    /// It is for another name.
    OtherName,
    /// Only itself vouches for it.
    SelfSigned,
    /// Nobody known vouches for it.
    UnknownIssuer,
    /// Something else about it.
    Odd,
}

impl Problem {
    /// The end of the keys of its sentences.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYet => "not-yet",
            Self::OtherName => "other-name",
            Self::SelfSigned => "self-signed",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Odd => "odd",
        }
    }

    /// What kept a connection from coming about; none when it was no certificate.
    pub(crate) fn of(error: &rustls::Error) -> Option<Self> {
        let rustls::Error::InvalidCertificate(why) = error else { return None };
        Some(match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYet,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Self::OtherName,
            // A signature that is not its issuer's: the authority known is another of the same name.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Self::UnknownIssuer,
            // Made by hand, as an authority: what vouches for itself mostly is.
            CertificateError::Other(why) if why.0.downcast_ref() == Some(&webpki::Error::CaUsedAsEndEntity) => {
                Self::SelfSigned
            }
            _ => Self::Odd,
        })
    }
}

/// A certificate that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Until when it holds; none when that cannot be read.
    pub(crate) until: Option<Instant>,
    /// Why it is not taken.
    pub(crate) problem: Option<Problem>,
}

/// What comes of looking at a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It does not answer.
    Nothing,
    /// It answers, but not by TLS.
    Unguarded,
    /// Its certificate.
    Certificate(Shown),
}

/// How TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// With the first byte.
    AtOnce,
    /// When a mail server is asked for it (`STARTTLS`).
    AskedByMail,
}

/// Looks at the certificate that a server shows for a name.
pub(crate) fn look(host: &str, port: u16, beginning: Beginning, authorities: &Authorities, now: Instant) -> Seen {
    let Some(mut stream) = reached(host, port) else { return Seen::Nothing };
    if beginning == Beginning::AskedByMail {
        match asked_by_mail(&mut stream) {
            Ok(true) => {}
            Ok(false) => return Seen::Unguarded,
            Err(_) => return Seen::Nothing,
        }
    }
    let Some((mut connection, onlooker)) = begun(host, authorities, now) else { return Seen::Unguarded };
    while connection.is_handshaking() && connection.complete_io(&mut stream).is_ok() {}
    let shown = onlooker.shown.lock().unwrap_or_else(PoisonError::into_inner).take();
    shown.map_or(Seen::Unguarded, Seen::Certificate)
}

/// A connection to the first address of the server that takes one.
fn reached(host: &str, port: u16) -> Option<TcpStream> {
    let stream =
        (host, port).to_socket_addrs().ok()?.find_map(|address| TcpStream::connect_timeout(&address, PATIENCE).ok())?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    Some(stream)
}

/// Asks a mail server to go on by TLS (RFC 3207); false when it will not.
fn asked_by_mail(stream: &mut TcpStream) -> std::io::Result<bool> {
    reply(stream)?;
    stream.write_all(b"EHLO chungtay\r\n")?;
    if !reply(stream)?.to_ascii_uppercase().contains("STARTTLS") {
        return Ok(false);
    }
    stream.write_all(b"STARTTLS\r\n")?;
    Ok(reply(stream)?.starts_with("220"))
}

/// All lines of one reply; byte by byte, for what follows the last may be TLS already.
fn reply(stream: &mut TcpStream) -> std::io::Result<String> {
    let (mut said, mut line, mut byte) = (Vec::new(), 0, [0]);
    while said.len() < LONGEST_GREETING {
        stream.read_exact(&mut byte)?;
        said.extend(byte);
        if byte == *b"\n" {
            // `250-` goes on, `250 ` is the last.
            if said.get(line + 3) != Some(&b'-') {
                return Ok(String::from_utf8_lossy(&said).into_owned());
            }
            line = said.len();
        }
    }
    Err(std::io::ErrorKind::InvalidData.into())
}

fn begun(host: &str, authorities: &Authorities, now: Instant) -> Option<(ClientConnection, Arc<Onlooker>)> {
    let name = ServerName::try_from(host.to_owned()).ok()?;
    let provider = Arc::new(ring::default_provider());
    let onlooker = Arc::new(Onlooker::new(authorities.roots(), &provider, now)?);
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::<Onlooker>::clone(&onlooker))
        .with_no_client_auth();
    Some((ClientConnection::new(Arc::new(config), name).ok()?, onlooker))
}

/// Looks at a certificate and lets the connection go on, whatever it is: nothing is sent over it.
#[derive(Debug)]
struct Onlooker {
    judge: Arc<WebPkiServerVerifier>,
    now: UnixTime,
    shown: Mutex<Option<Shown>>,
}

impl Onlooker {
    fn new(roots: RootCertStore, provider: &Arc<CryptoProvider>, now: Instant) -> Option<Self> {
        let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build().ok()?;
        let now = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now.as_second()).ok()?));
        Some(Self { judge, now, shown: Mutex::new(None) })
    }

    fn examine(&self, shown: &CertificateDer<'_>, between: &[CertificateDer<'_>], name: &ServerName<'_>) -> Shown {
        let judged = |on| self.judge.verify_server_cert(shown, between, name, &[], on);
        // Its last moment is told by who refuses it: asked about the end of all days, its own days are looked at first.
        let until = match judged(UnixTime::since_unix_epoch(Duration::from_secs(u64::MAX))) {
            Err(rustls::Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
                i64::try_from(not_after.as_secs()).ok().and_then(|second| Instant::from_second(second).ok())
            }
            _ => None,
        };
        let problem = judged(self.now).err().map(|error| match Problem::of(&error).unwrap_or(Problem::Odd) {
            Problem::UnknownIssuer | Problem::Odd if vouches_for_itself(shown) => Problem::SelfSigned,
            problem => problem,
        });
        Shown { until, problem }
    }
}

fn vouches_for_itself(certificate: &CertificateDer<'_>) -> bool {
    webpki::EndEntityCert::try_from(certificate).is_ok_and(|read| read.issuer() == read.subject())
}

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown = self.examine(end_entity, intermediates, server_name);
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}
