//! The way to the server: in the open or by TLS, and whom to take for the server. The words are those of libpq.

use super::Address;
use super::connection::failure;
use crate::error::{Distrust, StoreError};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, Connection, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

const CONNECTING: &str = "connecting";

/// How the way to the server is guarded: `sslmode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    /// A socket of this machine, whatever is said: nobody listens there, and servers offer no TLS on it.
    Local,
    /// `disable`: never by TLS.
    Never,
    /// `prefer`, also where nothing is said: by TLS where the server offers it, whoever it is.
    Preferred,
    /// `require`: by TLS, whoever the server is. This keeps out who listens, not who pretends to be the server.
    Required,
    /// `verify-ca`: by TLS, to a server somebody known vouches for, whatever its name.
    Vouched,
    /// `verify-full`: by TLS, to the server of that name.
    Named,
}

impl Guard {
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "disable" => Self::Never,
            "prefer" => Self::Preferred,
            "require" => Self::Required,
            "verify-ca" => Self::Vouched,
            "verify-full" => Self::Named,
            _ => return None,
        })
    }

    fn mode(self) -> SslMode {
        match self {
            Self::Local | Self::Never => SslMode::Disable,
            Self::Preferred => SslMode::Prefer,
            Self::Required | Self::Vouched | Self::Named => SslMode::Require,
        }
    }
}

/// What an address says of TLS.
#[derive(Clone, Debug)]
pub(super) struct Tls {
    pub(super) guard: Guard,
    /// `sslrootcert`: who vouches for the server; without it, those that browsers know.
    pub(super) root: Option<PathBuf>,
}

/// What drives a connection; it ends with it.
pub(super) type Traffic = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How a connection ends, every statement learns for itself.
fn traffic<S, T>(connection: Connection<S, T>) -> Traffic
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    Box::pin(async { drop(connection.await) })
}

/// Connects to a server.
pub(super) async fn connect(address: &Address) -> Result<(Client, Traffic), StoreError> {
    let Tls { guard, root } = address.tls();
    let with = |mode| {
        let mut config = address.config().clone();
        config.ssl_mode(mode);
        config
    };
    if matches!(guard, Guard::Local | Guard::Never) {
        return in_the_open(&with(SslMode::Disable)).await.map_err(|e| refusal(*guard, e));
    }
    let connector = connector(*guard, root.as_deref())?;
    match with(guard.mode()).connect(connector).await {
        // Preferred only: as libpq, once more in the open when the guarded way fails, or is not for this user.
        Err(error) if *guard == Guard::Preferred && (of_tls(&error) || is_not_admitted(&error)) => {
            in_the_open(&with(SslMode::Disable)).await.map_err(|e| refusal(*guard, e))
        }
        outcome => outcome.map(|(client, guarded)| (client, traffic(guarded))).map_err(|e| refusal(*guard, e)),
    }
}

async fn in_the_open(config: &Config) -> Result<(Client, Traffic), tokio_postgres::Error> {
    config.connect(NoTls).await.map(|(client, open)| (client, traffic(open)))
}

fn connector(guard: Guard, root: Option<&Path>) -> Result<MakeRustlsConnect, StoreError> {
    let provider = Arc::new(ring::default_provider());
    let odd = |e: Box<dyn Error + Send + Sync>| StoreError::Engine { during: CONNECTING, source: e };
    let judge = Judge::new(guard, root, &provider)?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| odd(e.into()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(judge))
        .with_no_client_auth();
    // Wanted by servers asked for TLS from the first byte (`sslnegotiation=direct`).
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

/// Whom to take for the server. Ours, for rustls has no word for `require` and `verify-ca`; what is looked at is judged by rustls.
#[derive(Debug)]
struct Judge {
    provider: Arc<CryptoProvider>,
    /// Who vouches for servers; none when anybody is taken.
    roots: Option<RootCertStore>,
    /// Certificates named by hand: a server may show one of them itself, which is how one that vouches for itself is known.
    named: Vec<CertificateDer<'static>>,
    with_name: bool,
}

impl Judge {
    fn new(guard: Guard, root: Option<&Path>, provider: &Arc<CryptoProvider>) -> Result<Self, StoreError> {
        let judge = |roots, named| {
            let provider = Arc::clone(provider);
            Self { provider, roots, named, with_name: guard == Guard::Named }
        };
        let Some(file) = root else {
            let known = || RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
            let roots = matches!(guard, Guard::Vouched | Guard::Named).then(known);
            return Ok(judge(roots, Vec::new()));
        };
        // With a root named, `require` means `verify-ca`, as for libpq.
        if guard == Guard::Preferred {
            return Ok(judge(None, Vec::new()));
        }
        let named: Vec<_> =
            CertificateDer::pem_file_iter(file).and_then(Iterator::collect).map_err(|_| StoreError::BadRootFile)?;
        let mut roots = RootCertStore::empty();
        let (added, _) = roots.add_parsable_certificates(named.iter().cloned());
        if added == 0 {
            return Err(StoreError::BadRootFile);
        }
        Ok(judge(Some(roots), named))
    }

    fn judge(
        &self,
        roots: &RootCertStore,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), rustls::Error> {
        let parsed = ParsedCertificate::try_from(shown)?;
        let algorithms = self.provider.signature_verification_algorithms.all;
        match verify_server_cert_signed_by_trust_anchor(&parsed, roots, between, now, algorithms) {
            // What made it no end of a chain; its days were looked at before.
            Err(rustls::Error::InvalidCertificate(CertificateError::Other(_) | CertificateError::UnknownIssuer))
                if self.named.contains(shown) => {}
            outcome => outcome?,
        }
        if self.with_name { verify_server_name(&parsed, name) } else { Ok(()) }
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Some(roots) = &self.roots {
            self.judge(roots, end_entity, intermediates, server_name, now)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        // Where anybody is taken for the server, a signature of anybody proves nothing, and old forms of certificates pass.
        if self.roots.is_none() {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls12_signature(message, cert, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if self.roots.is_none() {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls13_signature(message, cert, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Whether the guarded way failed, rather than the server's own answer. The client tells it in words only.
fn of_tls(error: &tokio_postgres::Error) -> bool {
    error.to_string().starts_with("error performing TLS handshake")
}

/// Whether the server does not admit this user from here in this way (`pg_hba.conf`); a wrong password has another code.
fn is_not_admitted(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
}

/// What it means that no connection came about.
fn refusal(guard: Guard, error: tokio_postgres::Error) -> StoreError {
    if guard == Guard::Never && is_not_admitted(&error) {
        return StoreError::NotAdmittedInTheOpen;
    }
    if !of_tls(&error) {
        return failure(CONNECTING, error);
    }
    let source = error.source();
    let inside = source.and_then(|source| source.downcast_ref::<std::io::Error>());
    match (inside, inside.and_then(|inside| inside.get_ref()?.downcast_ref::<rustls::Error>())) {
        (_, Some(rustls::Error::InvalidCertificate(why))) => StoreError::Untrusted(distrust(why)),
        (_, Some(_)) => StoreError::NotEncrypted,
        // The connection broke on the way.
        (Some(_), None) => StoreError::NoServer { during: CONNECTING },
        (None, None) => StoreError::NotEncrypted,
    }
}

fn distrust(why: &CertificateError) -> Distrust {
    match why {
        // A signature that is not its issuer's: the authority known is another of the same name.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => Distrust::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Distrust::OtherName,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Distrust::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Distrust::NotYet,
        _ => Distrust::Odd,
    }
}
