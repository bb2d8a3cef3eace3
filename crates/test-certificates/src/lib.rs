//! Certificates for tests: an authority of one's own, and servers it vouches for.
//!
//! ```
//! let authority = test_certificates::Authority::new();
//! let server = authority.issue("localhost");
//! assert!(server.certificate_pem().contains("BEGIN CERTIFICATE"));
//! ```

#![expect(clippy::unwrap_used, reason = "support of tests, which may panic like the tests")]

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyIdMethod, PKCS_ECDSA_P256_SHA256, PublicKeyData,
    SignatureAlgorithm, SigningKey,
};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A day: year, month, day.
pub type Day = (i32, u8, u8);

/// Days between which every test runs.
const ALWAYS: (Day, Day) = ((2020, 1, 1), (2120, 1, 1));

/// A key that signs. Ours rather than that of `rcgen`, whose own brings a parser of certificates and a score of crates into
/// the lock file.
struct Key {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
}

impl Key {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap().as_ref().to_vec();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8, &random).unwrap();
        Self { pair, pkcs8 }
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec())
    }
}

/// Who vouches for servers.
pub struct Authority {
    issuer: Issuer<'static, Key>,
    certificate: CertificateDer<'static>,
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Authority {
    /// A new one, whom nobody knows yet.
    #[must_use]
    pub fn new() -> Self {
        let mut wanted = wanted("Authority of a test", &[], ALWAYS);
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = Key::new();
        let certificate = wanted.self_signed(&key).unwrap().der().clone();
        Self { issuer: Issuer::new(wanted, key), certificate }
    }

    /// Its certificate, in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        in_pem("CERTIFICATE", &self.certificate)
    }

    /// A server of that name (or address of the network) which it vouches for, always.
    #[must_use]
    pub fn issue(&self, name: &str) -> Server {
        self.issue_for(name, ALWAYS.0, ALWAYS.1)
    }

    /// The same, vouched for from the beginning of a day to the beginning of another.
    #[must_use]
    pub fn issue_for(&self, name: &str, from: Day, until: Day) -> Server {
        let key = Key::new();
        let certificate = wanted(name, &[name], (from, until)).signed_by(&key, &self.issuer).unwrap();
        Server { certificate: certificate.der().clone(), key: key.pkcs8 }
    }
}

/// What a server shows and proves itself with.
pub struct Server {
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Server {
    /// A server of that name which vouches for itself, as most made by hand do: they call themselves an authority.
    #[must_use]
    pub fn self_signed(name: &str) -> Self {
        let mut wanted = wanted(name, &[name], ALWAYS);
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = Key::new();
        let certificate = wanted.self_signed(&key).unwrap().der().clone();
        Self { certificate, key: key.pkcs8 }
    }

    /// Its certificate, in PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> String {
        in_pem("CERTIFICATE", &self.certificate)
    }

    /// Its key, in PEM.
    #[must_use]
    pub fn key_pem(&self) -> String {
        in_pem("PRIVATE KEY", &self.key)
    }

    /// What a server of this process is set up with.
    #[must_use]
    pub fn config(&self) -> Arc<ServerConfig> {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.clone()));
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], key)
            .unwrap();
        Arc::new(config)
    }
}

/// The next number of a certificate.
static NUMBER: AtomicU64 = AtomicU64::new(1);

fn wanted(subject: &str, names: &[&str], (from, until): (Day, Day)) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut wanted = CertificateParams::new(names).unwrap();
    wanted.serial_number = Some(NUMBER.fetch_add(1, Ordering::Relaxed).into());
    wanted.distinguished_name.push(DnType::CommonName, subject);
    wanted.not_before = rcgen::date_time_ymd(from.0, from.1, from.2);
    wanted.not_after = rcgen::date_time_ymd(until.0, until.1, until.2);
    wanted.key_identifier_method = KeyIdMethod::PreSpecified(subject.as_bytes().to_vec());
    wanted
}

fn in_pem(label: &str, der: &[u8]) -> String {
    let lines = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new(label, der), lines)
}
