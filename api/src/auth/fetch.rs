//! Key sets over HTTP: one request, bounded in time and size, over TLS, and never to anywhere but the configured address.

use super::keys::KeyError;
use crate::outbound::{Trust, TrustError, agent};
use std::io;
use std::net::IpAddr;
use std::time::Duration;
use ureq::Agent;
use ureq::http::header::CACHE_CONTROL;
use ureq::http::{HeaderMap, Uri};

/// What one fetch may take, from the name's look-up to the last byte.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes in a key set at most.
const SIZE: u64 = 256 * 1024;

/// Why an address or its certificates are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Not an address, or one with a user in it.
    #[error("must be an https address without a user in it")]
    Address,
    /// Plain HTTP would let anyone on the way put keys of their own in.
    #[error("must be https; http is for an address of this machine (127.0.0.0/8 or [::1])")]
    Plain,
    /// Nothing in it can be trusted.
    #[error("must hold certificates of certificate authorities (PEM)")]
    Certificates,
    /// The machine has no trust store.
    #[error("this machine trusts no certificate authority, so the one of this address must be configured")]
    NoTrust,
}

impl From<TrustError> for EndpointError {
    fn from(error: TrustError) -> Self {
        match error {
            TrustError::Certificates => Self::Certificates,
            TrustError::NoTrust => Self::NoTrust,
        }
    }
}

/// Why keys could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    File(io::ErrorKind),
    /// It took too long, or broke off.
    #[error("it takes too long, or broke off")]
    Slow,
    /// Any status but 200; redirects are not followed.
    #[error("the answer has the status {0}")]
    Status(u16),
    /// No whole answer.
    #[error("no answer: {0}")]
    Transport(#[from] ureq::Error),
    /// The keys will not do.
    #[error(transparent)]
    Keys(#[from] KeyError),
}

/// A key set as it came.
pub(super) struct Fetched {
    /// The body.
    pub(super) text: String,
    /// `max-age` of `Cache-Control` (RFC 9111).
    pub(super) max_age: Option<Duration>,
}

/// An address with a key set (`jwks_uri`).
#[derive(Clone, Debug)]
pub struct KeyEndpoint {
    address: Uri,
    agent: Agent,
}

impl KeyEndpoint {
    /// The endpoint at `address`, whose certificate must come from one of `authorities` (PEM), or from one that the machine
    /// trusts. A fetch is given up after `patience`.
    ///
    /// # Errors
    /// When the address is not https, and not this machine's either, or there is nobody to trust.
    pub fn new(address: &str, authorities: Option<&str>, patience: Duration) -> Result<Self, EndpointError> {
        let address: Uri = address.parse().map_err(|_| EndpointError::Address)?;
        let host = address.host().ok_or(EndpointError::Address)?;
        if address.authority().is_none_or(|authority| authority.as_str().contains('@')) {
            return Err(EndpointError::Address);
        }
        let secure = match address.scheme_str() {
            Some("https") => true,
            Some("http") if is_this_machine(host) => false,
            Some("http") => return Err(EndpointError::Plain),
            _ => return Err(EndpointError::Address),
        };
        let trust = match (authorities, secure) {
            (Some(pem), _) => Trust::only(pem)?,
            (None, true) => Trust::machine()?,
            (None, false) => Trust::nobody(),
        };
        let agent = agent(trust, secure, "application/jwk-set+json, application/json", patience);
        Ok(Self { address, agent })
    }

    /// Asks once. Blocks the thread.
    pub(super) fn fetch(&self) -> Result<Fetched, FetchError> {
        let mut answer = self.agent.get(&self.address).call()?;
        if answer.status() != 200 {
            return Err(FetchError::Status(answer.status().as_u16()));
        }
        let max_age = max_age(answer.headers());
        let text = answer.body_mut().with_config().limit(SIZE).read_to_string()?;
        Ok(Fetched { text, max_age })
    }
}

/// Names do not count, not even `localhost`: where they lead is not for this configuration to say.
fn is_this_machine(host: &str) -> bool {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let given = headers.get_all(CACHE_CONTROL).into_iter().filter_map(|value| value.to_str().ok());
    let seconds = given
        .flat_map(|value| value.split(','))
        .filter_map(|directive| directive.trim().split_once('='))
        .find(|(name, _)| name.eq_ignore_ascii_case("max-age"))
        .and_then(|(_, seconds)| seconds.trim_matches('"').parse().ok())?;
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_never_leaves_the_machine() {
        let asked = |address: &str| KeyEndpoint::new(address, None, PATIENCE).err();
        for address in ["http://127.0.0.1:9/keys", "http://127.8.9.1/keys", "http://[::1]:9/keys"] {
            assert_eq!(asked(address), None, "{address}");
        }
        for address in ["http://idp.example.se/keys", "http://localhost/keys", "http://10.0.0.1/", "http://[::2]/"] {
            assert_eq!(asked(address), Some(EndpointError::Plain), "{address}");
        }
        for address in ["ftp://idp.example.se/keys", "/keys", "keys", "https://u:p@idp.example.se/keys", "https://", ""]
        {
            assert_eq!(asked(address), Some(EndpointError::Address), "{address}");
        }
    }

    #[test]
    fn only_authorities_make_a_trust_store() {
        let asked = |pem: &str| KeyEndpoint::new("https://idp.example.se/keys", Some(pem), PATIENCE).err();
        let not_one = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in ["", "keys", not_one] {
            assert_eq!(asked(pem), Some(EndpointError::Certificates), "{pem}");
        }
    }

    #[test]
    fn the_age_comes_from_cache_control() {
        for (value, age) in [
            ("max-age=600", Some(600)),
            ("public, Max-Age=\"90\", must-revalidate", Some(90)),
            ("no-store", None),
            ("s-maxage=5", None),
            ("max-age=-1", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CACHE_CONTROL, value.parse().unwrap());
            assert_eq!(max_age(&headers), age.map(Duration::from_secs), "{value}");
        }
    }
}
