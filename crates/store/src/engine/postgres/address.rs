//! Where a database server is.

use super::tls::{Guard, Tls};
use crate::error::StoreError;
use percent_encoding::percent_decode_str;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// How long the server may take to answer at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a network may be silent before it is asked whether it is still there, and how long it may take to say so.
const SILENCE: Duration = Duration::from_secs(30);

/// The address of a database on a server; what is shown of it has no password in it.
#[derive(Clone)]
pub(crate) struct Address {
    config: Box<Config>,
    tls: Tls,
}

impl Address {
    /// Whether a text means a server rather than a folder.
    pub(crate) fn is_meant(text: &str) -> bool {
        ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme))
    }

    /// Reads `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=FILE`.
    ///
    /// # Errors
    /// [`StoreError::BadAddress`].
    pub(crate) fn parse(text: &str) -> Result<Self, StoreError> {
        let (text, mut tls) = without_tls(text).ok_or(StoreError::BadAddress)?;
        let mut config = Config::from_str(&text).map_err(|_| StoreError::BadAddress)?;
        if !Self::is_meant(&text) || config.get_hosts().is_empty() {
            return Err(StoreError::BadAddress);
        }
        if config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_))) {
            tls.guard = Guard::Local;
        }
        config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name("chungtay");
        }
        Ok(Self { config: Box::new(config), tls })
    }

    pub(super) fn tls(&self) -> &Tls {
        &self.tls
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }
}

/// An address without what it says of TLS, and that: the client knows neither `verify-full` nor `sslrootcert`.
fn without_tls(text: &str) -> Option<(String, Tls)> {
    let mut tls = Tls { guard: Guard::Preferred, root: None };
    // A password may hold any sign but this one.
    let after_password = text.find('@').map_or(0, |at| at + 1);
    let Some(at) = text.get(after_password..)?.find('?') else { return Some((text.to_owned(), tls)) };
    let (place, asked) = text.split_at(after_password + at);
    let mut kept = Vec::new();
    for pair in asked.trim_start_matches('?').split('&') {
        match pair.split_once('=') {
            Some(("sslmode", word)) => tls.guard = Guard::parse(word)?,
            Some(("sslrootcert", "system")) => tls.root = None,
            Some(("sslrootcert", file)) => {
                let file = percent_decode_str(file).decode_utf8().ok().filter(|file| !file.is_empty())?;
                tls.root = Some(file.into_owned().into());
            }
            _ => kept.push(pair),
        }
    }
    let sign = if kept.is_empty() { "" } else { "?" };
    Some((format!("{place}{sign}{}", kept.join("&")), tls))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        let ports = self.config.get_ports();
        for (at, host) in self.config.get_hosts().iter().enumerate() {
            let between = if at == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(f, "{between}{name}")?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(f, "{between}{}", folder.display())?,
            }
            if let Some(port) = ports.get(at).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (typed, shown) in [
            ("postgres://ct:bi-mat@db.angiao.example:5433/chungtay", "postgres://ct@db.angiao.example:5433/chungtay"),
            ("postgresql://db/chungtay?password=bi-mat", "postgres://db:5432/chungtay"),
            ("postgres://ct:bi-mat@/ct?host=/run/postgresql", "postgres://ct@/run/postgresql/ct"),
        ] {
            let address = Address::parse(typed).unwrap();
            assert_eq!(address.to_string(), shown);
            assert!(!format!("{address:?}").contains("bi-mat"));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_showing_it() {
        for bad in ["postgres://", "postgres://ct:bi-mat@db:x/ct", "mysql://db/ct", "postgres://db/ct?khong=co", "ct"] {
            let refusal = Address::parse(bad).unwrap_err();
            assert!(matches!(refusal, StoreError::BadAddress), "{bad}: {refusal}");
            assert!(!refusal.to_string().contains("bi-mat"));
        }
    }

    #[test]
    fn what_an_address_says_of_tls_is_read_and_the_rest_goes_on() {
        let read = |text: &str| {
            let address = Address::parse(text).unwrap();
            let Tls { guard, root } = address.tls().clone();
            (
                guard,
                root.map(|file| file.display().to_string()),
                address.config().get_application_name().unwrap().to_owned(),
            )
        };
        let file = |name: &str| Some(name.to_owned());
        let ours = || "chungtay".to_owned();
        assert_eq!(read("postgres://db/ct"), (Guard::Preferred, None, ours()));
        assert_eq!(read("postgres://ct:a?b&sslmode=disable@db/ct"), (Guard::Preferred, None, ours()));
        assert_eq!(read("postgres://ct@db/ct?sslmode=disable"), (Guard::Never, None, ours()));
        assert_eq!(read("postgres://ct@db/ct?sslmode=require"), (Guard::Required, None, ours()));
        assert_eq!(
            read(
                "postgres://ct@db/ct?sslmode=verify-full&application_name=thu&sslrootcert=/etc/ch%E1%BB%A9ng%20th%C6%B0.pem"
            ),
            (Guard::Named, file("/etc/chứng thư.pem"), "thu".to_owned())
        );
        assert_eq!(read("postgres://db/ct?sslrootcert=system&sslmode=verify-ca"), (Guard::Vouched, None, ours()));
        assert_eq!(read("postgres://ct@/ct?host=/run/postgresql&sslmode=require").0, Guard::Local);
        for bad in ["sslmode=verify", "sslmode=", "sslrootcert=", "sslmode=require&khong=co"] {
            let refusal = Address::parse(&format!("postgres://ct:bi-mat@db/ct?{bad}")).unwrap_err();
            assert!(matches!(refusal, StoreError::BadAddress), "{bad}: {refusal}");
        }
    }
}
