//! The way to a database server by TLS: what the address asks for is what is done, or refused with a reason.

use std::path::Path;
use std::sync::OnceLock;
use store::{Distrust, Location, Store, StoreError};
use tempfile::NamedTempFile;
use test_certificates::{Authority, Server};
use test_postgres::{Cluster, name_in};

/// A server with a certificate for `localhost`, and who vouches for it.
struct Guarded {
    cluster: Cluster,
    /// Files of certificates: whoever vouches for the server, and somebody else.
    right: NamedTempFile,
    wrong: NamedTempFile,
}

fn file(text: &str) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

/// Nobody comes to it over the network without TLS.
fn guarded() -> &'static Guarded {
    static GUARDED: OnceLock<Guarded> = OnceLock::new();
    GUARDED.get_or_init(|| {
        let authority = Authority::new();
        let server = authority.issue("localhost");
        let cluster = Cluster::start();
        cluster.offer_tls(&server.certificate_pem(), &server.key_pem());
        cluster.demand_tls();
        Guarded { cluster, right: file(&authority.pem()), wrong: file(&Authority::new().pem()) }
    })
}

/// Opens a database at an address that asks for something of TLS, by a name of the server.
fn opened(address: &str, host: &str, asked: &str) -> Result<Store, StoreError> {
    let address = format!("{}?{asked}", address.replace("127.0.0.1", host));
    Store::open_at(&Location::parse(&address, Path::new("unused"))?)
}

/// Whether each connection to a database is by TLS, as the server sees it.
fn encrypted(cluster: &Cluster, address: &str) -> String {
    let database = name_in(address);
    let sql = format!(
        "SELECT string_agg(DISTINCT ssl::text, ',') FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
         WHERE application_name = 'chungtay' AND datname = '{database}'"
    );
    cluster.ask("postgres", &sql)
}

fn root(file: &NamedTempFile) -> String {
    format!("sslrootcert={}", file.path().display())
}

#[test]
fn the_right_server_is_reached_by_tls_and_keeps_what_is_stored() {
    let Guarded { cluster, right, .. } = guarded();
    let address = cluster.database();
    for asked in ["sslmode=require".to_owned(), String::new(), format!("sslmode=verify-full&{}", root(right))] {
        let store = opened(&address, "localhost", &asked).unwrap();
        store.read(|session| session.campaigns()).unwrap();
        assert_eq!(encrypted(cluster, &address), "true", "{asked}");
    }
    // By another name it is the right authority, not the right server.
    drop(opened(&address, "127.0.0.1", &format!("sslmode=verify-ca&{}", root(right))).unwrap());
    let refusal = opened(&address, "127.0.0.1", &format!("sslmode=verify-full&{}", root(right))).map(drop);
    assert!(matches!(refusal, Err(StoreError::Untrusted(Distrust::OtherName))), "{refusal:?}");
}

#[test]
fn a_server_that_nobody_known_vouches_for_is_refused() {
    let Guarded { cluster, wrong, .. } = guarded();
    let address = cluster.database();
    for asked in [
        format!("sslmode=verify-full&{}", root(wrong)),
        format!("sslmode=verify-ca&{}", root(wrong)),
        // As for libpq: who names an authority wants it looked at.
        format!("sslmode=require&{}", root(wrong)),
        "sslmode=verify-full".to_owned(),
    ] {
        let refusal = opened(&address, "localhost", &asked).map(drop);
        assert!(matches!(refusal, Err(StoreError::Untrusted(Distrust::UnknownIssuer))), "{asked}: {refusal:?}");
    }
    let nothing = file("no certificate");
    for odd in [root(&nothing), "sslrootcert=/no/such/file".to_owned()] {
        let refusal = opened(&address, "localhost", &format!("sslmode=verify-full&{odd}")).map(drop);
        assert!(matches!(refusal, Err(StoreError::BadRootFile)), "{odd}: {refusal:?}");
    }
}

#[test]
fn a_server_that_demands_tls_is_not_reached_in_the_open() {
    let Guarded { cluster, .. } = guarded();
    let refusal = opened(&cluster.database(), "localhost", "sslmode=disable").map(drop);
    assert!(matches!(refusal, Err(StoreError::NotAdmittedInTheOpen)), "{refusal:?}");
}

#[test]
fn a_password_is_bound_to_the_connection() {
    let Guarded { cluster, right, .. } = guarded();
    let address = cluster.database();
    let _ = cluster.ask("postgres", "CREATE ROLE an LOGIN SUPERUSER PASSWORD 'bi-mat'");
    let of = |password: &str| address.replace("postgres@", &format!("an:{password}@"));
    let asked = format!("sslmode=verify-full&channel_binding=require&{}", root(right));
    drop(opened(&of("bi-mat"), "localhost", &asked).unwrap());
    let refusal = opened(&of("sai"), "localhost", &asked).map(drop);
    assert!(matches!(refusal, Err(StoreError::NotLetIn)), "{refusal:?}");
}

#[test]
fn a_server_without_tls_is_reached_only_when_none_is_asked_for() {
    let server = test_postgres::shared();
    let address = server.database();
    let refusal = opened(&address, "localhost", "sslmode=require").map(drop);
    assert!(matches!(refusal, Err(StoreError::NotEncrypted)), "{refusal:?}");
    for asked in ["sslmode=prefer", "sslmode=disable"] {
        let _store = opened(&address, "localhost", asked).unwrap();
        assert_eq!(encrypted(server, &address), "false", "{asked}");
    }
}

#[test]
fn a_certificate_that_is_over_is_refused_and_one_that_vouches_for_itself_is_taken_when_named() {
    let cluster = Cluster::start();
    let authority = Authority::new();
    let over = authority.issue_for("localhost", (2024, 1, 1), (2025, 1, 1));
    cluster.offer_tls(&over.certificate_pem(), &over.key_pem());
    let (address, right) = (cluster.database(), file(&authority.pem()));
    let named = |file: &NamedTempFile| format!("sslmode=verify-full&{}", root(file));
    let refusal = opened(&address, "localhost", &named(&right)).map(drop);
    assert!(matches!(refusal, Err(StoreError::Untrusted(Distrust::Expired))), "{refusal:?}");

    let alone = Server::self_signed("localhost");
    cluster.offer_tls(&alone.certificate_pem(), &alone.key_pem());
    drop(opened(&address, "localhost", &named(&file(&alone.certificate_pem()))).unwrap());
    let another = file(&Server::self_signed("localhost").certificate_pem());
    let refusal = opened(&address, "localhost", &named(&another)).map(drop);
    assert!(matches!(refusal, Err(StoreError::Untrusted(_))), "{refusal:?}");
}
