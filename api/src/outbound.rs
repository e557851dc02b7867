//! How the server calls others: over TLS, bounded in time, never by way of a redirect or a proxy, and with a known idea of whom
//! to trust.

use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{Certificate, TlsConfig, TlsProvider};

/// Why nobody can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TrustError {
    /// Nothing in it can be trusted.
    #[error("must hold certificates of certificate authorities (PEM)")]
    Certificates,
    /// The machine has no trust store.
    #[error("this machine trusts no certificate authority, so the one of this address must be configured")]
    NoTrust,
}

/// The authorities whose certificates are believed.
pub(crate) struct Trust(Vec<Certificate<'static>>);

impl Trust {
    /// Nobody: for what is not asked over TLS.
    pub(crate) fn nobody() -> Self {
        Self(Vec::new())
    }

    /// Those in a PEM text, and no others.
    pub(crate) fn only(pem: &str) -> Result<Self, TrustError> {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let found = found.map_err(|_| TrustError::Certificates)?;
        let mut store = RootCertStore::empty();
        for certificate in &found {
            store.add(certificate.clone()).map_err(|_| TrustError::Certificates)?;
        }
        if found.is_empty() {
            return Err(TrustError::Certificates);
        }
        Ok(Self::of(&found))
    }

    /// Those that the machine trusts.
    pub(crate) fn machine() -> Result<Self, TrustError> {
        let found = rustls_native_certs::load_native_certs().certs;
        if found.is_empty() { Err(TrustError::NoTrust) } else { Ok(Self::of(&found)) }
    }

    fn of(found: &[CertificateDer<'_>]) -> Self {
        Self(found.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect())
    }
}

/// A client that gives up after `patience`, from the name's look-up to the last byte; every status is an answer.
pub(crate) fn agent(trust: Trust, https_only: bool, accept: &'static str, patience: Duration) -> Agent {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
        .root_certs(trust.0.into_iter().into());
    let config = Agent::config_builder()
        .tls_config(tls.build())
        .https_only(https_only)
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_idle_connections(0)
        .accept(accept)
        .user_agent(concat!("sip/", env!("CARGO_PKG_VERSION")))
        .timeout_global(Some(patience));
    config.build().new_agent()
}
