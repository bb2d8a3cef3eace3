//! Where a database server is.

use crate::error::StoreError;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// How long the server may take to answer at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a network may be silent before it is asked whether it is still there, and how long it may take to say so.
const SILENCE: Duration = Duration::from_secs(30);

/// The address of a database on a server; what is shown of it has no password in it.
#[derive(Clone)]
pub(crate) struct Address {
    config: Box<Config>,
}

impl Address {
    /// Whether a text means a server rather than a folder.
    pub(crate) fn is_meant(text: &str) -> bool {
        ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme))
    }

    /// Reads `postgres://user:password@host:port/database`.
    ///
    /// # Errors
    /// [`StoreError::BadAddress`], and [`StoreError::NoEncryption`] when it asks for TLS.
    pub(crate) fn parse(text: &str) -> Result<Self, StoreError> {
        // These two are not known to the client, which must not say what it did not understand: the password is in it.
        if ["sslmode=verify-ca", "sslmode=verify-full"].iter().any(|asked| text.contains(asked)) {
            return Err(StoreError::NoEncryption);
        }
        let mut config = Config::from_str(text).map_err(|_| StoreError::BadAddress)?;
        if !Self::is_meant(text) || config.get_hosts().is_empty() {
            return Err(StoreError::BadAddress);
        }
        if config.get_ssl_mode() == SslMode::Require {
            return Err(StoreError::NoEncryption);
        }
        config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name("chungtay");
        }
        Ok(Self { config: Box::new(config) })
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }
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
        for mode in ["require", "verify-ca", "verify-full"] {
            let refusal = Address::parse(&format!("postgres://db/ct?sslmode={mode}")).unwrap_err();
            assert!(matches!(refusal, StoreError::NoEncryption), "{mode}: {refusal}");
        }
        Address::parse("postgres://db/ct?sslmode=prefer").unwrap();
    }
}
