//! Configuration from the environment: read once at start, refused whole when anything in it is wrong.
//!
//! Nothing that is missing means open: without `--demo` the issuer and its keys must be given.

mod events;
mod identity;
mod storage;

pub use storage::{KeyFiles, Storage, storage_from_env};

use crate::auth::{TokenRules, TrustedIssuer};
use crate::http::BodyLimits;
use crate::webhooks::Webhooks;
use chrono::TimeDelta;
use sip_domain::ids::PrincipalId;
use sip_persistence::Database;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Every variable with its default and its meaning; the table of the documentation and of `sip --help`.
pub const VARIABLES: &[(&str, &str, &str)] = &[
    ("SIP_LISTEN", "127.0.0.1:8080", "address and port to serve on; port 0 takes a free one"),
    (
        "DATABASE_URL",
        "sqlite:data/sip.db",
        "the database: sqlite:<path>, or postgres://<user>@<host>/<database>?<parameters of libpq>",
    ),
    (
        "SIP_MASTER_KEY_FILE",
        "<database>.key",
        "file with the master keys that the data are sealed under, the current one first; required without --demo",
    ),
    (
        "SIP_SEAL_FILE",
        "<database>.heads",
        "file that signed heads of the access log and the journals are put into each minute; none without --demo when absent",
    ),
    (
        "SIP_SEAL_KEY_FILE",
        "<database>.seal-key",
        "file with the keys that heads are signed and checked with; goes together with SIP_SEAL_FILE",
    ),
    ("SIP_BASE_URL", "http://<SIP_LISTEN>", "outer address of the API, without a path, for links"),
    ("SIP_ISSUER", "", "iss of the identity provider's tokens; required without --demo"),
    ("SIP_JWKS_FILE", "", "file with the identity provider's public keys (JWK set), read again each minute"),
    ("SIP_JWKS_URL", "", "https address of the keys instead of the file; one of the two is required without --demo"),
    ("SIP_JWKS_CA_FILE", "", "certificate authorities (PEM) to trust at SIP_JWKS_URL; the machine's when absent"),
    (
        "SIP_TOKEN_PRESET",
        "both, or inera-idp beside SIP_CITIZEN_ISSUER",
        "what SIP_ISSUER's tokens are like: inera-idp (staff) or oidc-sweden (citizens)",
    ),
    ("SIP_CITIZEN_ISSUER", "", "iss of the citizens' identity provider, when it is another; oidc-sweden"),
    ("SIP_CITIZEN_JWKS_FILE", "", "as SIP_JWKS_FILE, for SIP_CITIZEN_ISSUER"),
    ("SIP_CITIZEN_JWKS_URL", "", "as SIP_JWKS_URL, for SIP_CITIZEN_ISSUER"),
    ("SIP_CITIZEN_JWKS_CA_FILE", "", "as SIP_JWKS_CA_FILE, for SIP_CITIZEN_JWKS_URL"),
    ("SIP_CLIENTS", "", "ids of the integration clients that may act for staff, with commas between; none when absent"),
    ("SIP_AUDIENCE", "sip-api", "aud that tokens must name"),
    ("SIP_TOKEN_MAX_SECONDS", "3600", "life of a token at most, 60 to 86400"),
    ("SIP_MIN_ACR", "3", "least level of assurance (LoA), 2 to 4"),
    (
        "SIP_ASSIGNMENT_CLAIM",
        "commissionHsaId",
        "claim with the HSA-id of the acting assignment, in place of the preset's",
    ),
    (
        "SIP_IDENTITY_CLAIM",
        "https://id.oidc.se/claim/personalIdentityNumber",
        "claim with a citizen's personnummer, in place of the preset's",
    ),
    (
        "SIP_PROFILE_PRINCIPAL",
        "",
        "principal (UUID) whose administrators may change the region profile; nobody may when absent",
    ),
    (
        "SIP_WEBHOOK_HOSTS",
        "none; this machine with --demo",
        "hosts that subscriptions may have events sent to, with commas between: host, host:port or host:*",
    ),
    ("SIP_WEBHOOK_CA_FILE", "", "certificate authorities (PEM) to trust at those hosts; the machine's when absent"),
    ("SIP_EVENT_DAYS", "30", "days that events can be read for, 7 to 3650"),
    ("SIP_WORKERS", "number of cores", "threads that serve, 1 to 64"),
    ("SIP_MAX_CONNECTIONS", "1000", "open connections for each worker at most, 1 to 25000"),
    ("SIP_BODY_IDLE_MS", "10000", "milliseconds between two pieces of a body at most, 10 to 60000"),
    ("SIP_BODY_TOTAL_MS", "30000", "milliseconds for a whole body at most, 10 to 300000"),
    ("SIP_LOG", "info", "what to log: a filter of the tracing crate, such as info or sip=debug"),
    ("SIP_LOG_FORMAT", "json", "json or text"),
    ("SIP_DEMO_ANYWHERE", "no", "yes lets --demo listen beyond this machine"),
];

/// One thing that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {reason}")]
pub struct ConfigError {
    /// The variable.
    pub variable: String,
    /// What is wrong with it; never its value, which could be a secret.
    pub reason: String,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// The whole configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Whether demo mode is on.
    pub demo: bool,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The database and its keys.
    pub storage: Storage,
    /// Outer address, when it differs from where the server listens.
    pub base_url: Option<String>,
    /// Whose tokens are taken; empty only in demo mode.
    pub issuers: Vec<TrustedIssuer>,
    /// What tokens must be like.
    pub tokens: TokenRules,
    /// The principal whose administrators may change the region profile; nobody when absent.
    pub profile_principal: Option<PrincipalId>,
    /// Where events may be sent, and how.
    pub webhooks: Webhooks,
    /// How long events are kept.
    pub event_life: TimeDelta,
    /// Threads that serve; the number of cores when absent.
    pub workers: Option<usize>,
    /// Open connections for each worker at most.
    pub max_connections: usize,
    /// How slowly bodies may come.
    pub body_limits: BodyLimits,
    /// Filter of the log.
    pub log: String,
    /// Form of the log.
    pub log_format: LogFormat,
}

impl Config {
    /// Reads `variables`. All that is wrong is reported at once; variables of ours that do not exist are refused, since a
    /// misspelt setting is one that silently does not hold.
    pub fn from_env(
        variables: impl IntoIterator<Item = (String, String)>,
        demo: bool,
    ) -> Result<Self, Vec<ConfigError>> {
        let mut reader = Reader::new(variables);
        let config = Self {
            demo,
            listen: reader.listen(demo),
            storage: reader.storage(if demo { KeyFiles::Made } else { KeyFiles::Given }),
            base_url: reader.base_url(),
            issuers: reader.issuers(demo),
            tokens: reader.tokens(),
            profile_principal: reader.principal("SIP_PROFILE_PRINCIPAL"),
            webhooks: reader.webhooks(demo),
            event_life: reader.event_life(),
            workers: reader.optional_number("SIP_WORKERS", 1, 64),
            max_connections: reader.number("SIP_MAX_CONNECTIONS", 1000, 1, 25_000),
            body_limits: BodyLimits {
                idle: Duration::from_millis(reader.number("SIP_BODY_IDLE_MS", 10_000, 10, 60_000)),
                total: Duration::from_millis(reader.number("SIP_BODY_TOTAL_MS", 30_000, 10, 300_000)),
                least_rate: 512,
            },
            log: reader.text("SIP_LOG", "info"),
            log_format: reader.log_format(),
        };
        if reader.errors.is_empty() { Ok(config) } else { Err(reader.errors) }
    }
}

struct Reader {
    given: BTreeMap<String, String>,
    errors: Vec<ConfigError>,
}

impl Reader {
    fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let given = variables.into_iter().filter(|(name, _)| name.starts_with("SIP_") || name == "DATABASE_URL");
        let mut reader = Self { given: given.collect(), errors: Vec::new() };
        reader.refuse_unknown();
        reader
    }

    fn refuse(&mut self, variable: &str, reason: impl Into<String>) {
        self.errors.push(ConfigError { variable: variable.to_owned(), reason: reason.into() });
    }

    fn refuse_unknown(&mut self) {
        let known = |name: &str| VARIABLES.iter().any(|(variable, ..)| *variable == name);
        let unknown: Vec<String> = self.given.keys().filter(|name| !known(name)).cloned().collect();
        for name in unknown {
            self.refuse(&name, "there is no such setting");
        }
    }

    fn get(&mut self, variable: &str) -> Option<String> {
        let value = self.given.get(variable)?.trim().to_owned();
        if value.is_empty() {
            self.refuse(variable, "is set but empty");
            return None;
        }
        Some(value)
    }

    fn text(&mut self, variable: &str, default: &str) -> String {
        self.get(variable).unwrap_or_else(|| default.to_owned())
    }

    fn optional_number<T: TryFrom<u64>>(&mut self, variable: &str, least: u64, most: u64) -> Option<T> {
        let value = self.get(variable)?;
        let number = value
            .parse()
            .ok()
            .filter(|number| (least..=most).contains(number))
            .and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.refuse(variable, format!("must be a whole number from {least} to {most}"));
        }
        number
    }

    fn number<T: TryFrom<u64>>(&mut self, variable: &str, default: T, least: u64, most: u64) -> T {
        self.optional_number(variable, least, most).unwrap_or(default)
    }

    fn listen(&mut self, demo: bool) -> SocketAddr {
        let fallback = SocketAddr::from(([127, 0, 0, 1], 8080));
        let Some(value) = self.get("SIP_LISTEN") else { return fallback };
        let Ok(listen) = value.parse::<SocketAddr>() else {
            self.refuse("SIP_LISTEN", "must be an address and a port, such as 127.0.0.1:8080");
            return fallback;
        };
        let anywhere = match self.get("SIP_DEMO_ANYWHERE").as_deref() {
            None | Some("no") => false,
            Some("yes") => true,
            Some(_) => {
                self.refuse("SIP_DEMO_ANYWHERE", "must be yes or no");
                false
            }
        };
        if demo && !listen.ip().is_loopback() && !anywhere {
            self.refuse(
                "SIP_LISTEN",
                "demo mode signs anyone in, so it listens on this machine only unless SIP_DEMO_ANYWHERE=yes",
            );
        }
        listen
    }

    fn database(&mut self) -> Database {
        let url = self.text("DATABASE_URL", "sqlite:data/sip.db");
        Database::parse(&url).unwrap_or_else(|reason| {
            self.refuse("DATABASE_URL", reason);
            Database::Sqlite(PathBuf::new())
        })
    }

    fn principal(&mut self, variable: &str) -> Option<PrincipalId> {
        let value = self.get(variable)?;
        let principal = uuid::Uuid::try_parse(&value).ok().map(PrincipalId);
        if principal.is_none() {
            self.refuse(variable, "must be a UUID");
        }
        principal
    }

    fn base_url(&mut self) -> Option<String> {
        let url = self.get("SIP_BASE_URL")?;
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let plain = rest.is_some_and(|host| {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
        });
        if !plain {
            self.refuse("SIP_BASE_URL", "must be http or https and a host, without a path or a slash at the end");
        }
        plain.then_some(url)
    }

    fn log_format(&mut self) -> LogFormat {
        match self.get("SIP_LOG_FORMAT").as_deref() {
            None | Some("json") => LogFormat::Json,
            Some("text") => LogFormat::Text,
            Some(_) => {
                self.refuse("SIP_LOG_FORMAT", "must be json or text");
                LogFormat::Json
            }
        }
    }
}

#[cfg(test)]
mod tests;
