//! Which database: a file of our own, or a server that others run.

use std::fmt;
use std::path::PathBuf;

/// A database. `Debug` and `Display` show neither name nor password of whoever signs in.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// `SQLite` in this file; made when absent.
    Sqlite(PathBuf),
    /// `PostgreSQL` at this address.
    Postgres(PostgresUrl),
}

/// The address of a `PostgreSQL` database as libpq takes it, with what is needed for it to be safe and to end in time.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    url: String,
    hosts: String,
    is_sure: bool,
}

/// Parameters that hold unless the address says otherwise: a server that is gone is noticed within seconds, and only one
/// that takes writes is signed in to.
const DEFAULTS: [(&str, &str); 7] = [
    ("application_name", "sip"),
    ("connect_timeout", "5"),
    ("keepalives_idle", "30"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
    ("target_session_attrs", "read-write"),
];

impl Database {
    /// Reads `sqlite:<path>` or `postgres://<user>:<password>@<host>/<database>?<parameters of libpq>`.
    ///
    /// Away from this machine `sslmode=verify-full` holds unless the address has another `sslmode`.
    ///
    /// # Errors
    /// What is wrong with it, without the value.
    pub fn parse(url: &str) -> Result<Self, &'static str> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() { Err(WANTED) } else { Ok(Self::Sqlite(PathBuf::from(path))) };
        }
        match url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://")) {
            Some(rest) => PostgresUrl::parse(rest).map(Self::Postgres),
            None => Err(WANTED),
        }
    }

    /// The file; none when a server has the data.
    pub fn file(&self) -> Option<&std::path::Path> {
        match self {
            Self::Sqlite(file) => Some(file),
            Self::Postgres(_) => None,
        }
    }
}

const WANTED: &str = "must be sqlite:<path> or postgres://<user>@<host>/<database>";

impl PostgresUrl {
    fn parse(rest: &str) -> Result<Self, &'static str> {
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts).to_owned();
        if database.is_empty() {
            return Err("names no database");
        }
        let mut parameters: Vec<(&str, &str)> = Vec::new();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            parameters.push(parameter.split_once('=').ok_or("has a parameter without a value")?);
        }
        let given = |parameters: &[(&str, &str)], name: &str| {
            parameters.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let is_near = given(&parameters, "host").map_or_else(|| is_near(&hosts), |hosts| is_near(&hosts));
        let mode = given(&parameters, "sslmode");
        let is_sure = is_near || mode.as_deref().is_none_or(|mode| matches!(mode, "verify-full" | "verify-ca"));
        if mode.is_none() && !is_near {
            parameters.push(("sslmode", "verify-full"));
        }
        for (name, value) in DEFAULTS {
            if given(&parameters, name).is_none() {
                parameters.push((name, value));
            }
        }
        let query: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(Self { url: format!("postgres://{place}?{}", query.join("&")), hosts, is_sure })
    }

    /// As libpq takes it. Secret when a password stands in it.
    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    /// Whether the server is this machine, or has to show a certificate that is trusted.
    pub fn is_sure(&self) -> bool {
        self.is_sure
    }
}

/// Whether all hosts are this machine: a socket, or the loopback.
fn is_near(hosts: &str) -> bool {
    let bare = |host: &str| match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default().to_owned(),
        None => host.split(':').next().unwrap_or_default().to_owned(),
    };
    let is_socket =
        |host: &str| host.is_empty() || host.starts_with('/') || host.to_ascii_lowercase().starts_with("%2f");
    hosts.split(',').all(|host| {
        is_socket(host) || matches!(bare(host).as_str(), "localhost" | "::1" | "") || bare(host).starts_with("127.")
    })
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "{}", file.display()),
            Self::Postgres(url) => {
                write!(f, "the database at {}", if url.hosts.is_empty() { "a socket" } else { &url.hosts })
            }
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({self})")
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({})", self.hosts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> PostgresUrl {
        match Database::parse(text) {
            Ok(Database::Postgres(url)) => url,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_server_elsewhere_has_to_prove_itself_unless_told_otherwise() {
        for (text, mode, is_sure) in [
            ("postgres://sip:secret@db.example.se/sip", Some("verify-full"), true),
            ("postgresql://sip@10.0.0.5:5432,10.0.0.6:5432/sip", Some("verify-full"), true),
            ("postgres://sip@db.example.se/sip?sslmode=verify-ca", Some("verify-ca"), true),
            ("postgres://sip@db.example.se/sip?sslmode=require", Some("require"), false),
            ("postgres://sip@localhost,db.example.se/sip?sslmode=disable", Some("disable"), false),
            ("postgres://sip@127.0.0.1:5433/sip", None, true),
            ("postgres://sip@[::1]:5433/sip", None, true),
            ("postgres:///sip?host=/var/run/postgresql", None, true),
            ("postgres:///sip?host=db.example.se", Some("verify-full"), true),
            ("postgres://%2Frun%2Fpostgresql/sip", None, true),
        ] {
            let url = url(text);
            let found = url.as_str().split(['?', '&']).find_map(|part| part.strip_prefix("sslmode="));
            assert_eq!((found, url.is_sure()), (mode, is_sure), "{text}");
        }
    }

    #[test]
    fn what_the_address_says_stands_and_the_rest_is_filled_in() {
        let url = url("postgres://sip:p%40ss@localhost/sip?connect_timeout=2");
        assert!(url.as_str().starts_with("postgres://sip:p%40ss@localhost/sip?connect_timeout=2&application_name=sip"));
        assert_eq!(url.as_str().matches("connect_timeout").count(), 1);
        assert!(url.as_str().contains("target_session_attrs=read-write"));
    }

    #[test]
    fn nothing_secret_is_shown() {
        let database = Database::parse("postgres://sip:hemligt@db.example.se:5432/sip").unwrap();
        assert_eq!(format!("{database}"), "the database at db.example.se:5432");
        assert_eq!(format!("{database:?}"), "Database(the database at db.example.se:5432)");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "sqlite:", "sqlite://", "mysql://a/b", "postgres://host", "postgres://host/", "/a/file"] {
            assert!(Database::parse(text).is_err(), "{text}");
        }
        assert!(Database::parse("postgres://host/sip?sslmode").is_err());
    }
}
