//! An issuer of tokens for testers. Its key is made at start and never leaves the process, so that no token outlives it.

use crate::auth::{
    CONFIRMED, COORDINATION_LEVEL, COORDINATION_NUMBER, IssuerKey, KeySource, Preset, TokenRules, TrustedIssuer,
};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Map, Value, json};
use sip_domain::identity::{IdentityKind, IdentityNumber};
use std::fmt;

const KEY_ID: &str = "demo";
const LIFE_SECONDS: u64 = 3600;
const STAFF_LEVEL: &str = "http://id.sambi.se/loa/loa4";
const CITIZEN_LEVEL: &str = "http://id.elegnamnden.se/loa/1.0/loa4";

/// The client of a hospital's journal system. Demo tokens alone may name it: a real issuer's clients are configured.
pub(super) const JOURNAL_CLIENT: &str = "cosmic-link";
/// The clients that may act for the demo's staff.
const CLIENTS: &[&str] = &[JOURNAL_CLIENT];

/// Issues tokens for the personas of the demo.
pub struct Issuer {
    name: String,
    rules: TokenRules,
    signing: EncodingKey,
    public: DecodingKey,
}

/// A token and how long it is good for.
#[derive(Clone)]
pub struct IssuedToken {
    /// The bearer token.
    pub access_token: String,
    /// Seconds until it expires.
    pub expires_in: u64,
}

/// A key or a token could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the demo issuer failed: {0}")]
pub struct IssuerError(&'static str);

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedToken").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

impl Issuer {
    /// A new issuer with a new key, whose tokens fit `rules`.
    pub fn new(name: &str, rules: TokenRules) -> Result<Self, IssuerError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| IssuerError("no key"))?;
        let document = pair.to_pkcs8v1().map_err(|_| IssuerError("no key document"))?;
        Ok(Self {
            name: name.to_owned(),
            rules,
            signing: EncodingKey::from_ed_der(document.as_ref()),
            public: DecodingKey::from_ed_der(pair.public_key().as_ref()),
        })
    }

    /// The issuer as the verifier trusts it.
    pub fn trusted(&self) -> TrustedIssuer {
        let key = IssuerKey { id: KEY_ID.to_owned(), algorithm: Algorithm::EdDSA, key: self.public.clone() };
        TrustedIssuer {
            issuer: self.name.clone(),
            presets: vec![Preset::IneraIdp, Preset::OidcSweden],
            clients: CLIENTS.iter().map(|client| (*client).to_owned()).collect(),
            source: KeySource::Fixed(vec![key]),
        }
    }

    /// A token for staff acting under the assignment with this HSA-id, by way of `client` when there is one.
    pub fn staff(
        &self,
        subject: &str,
        assignment_hsa_id: &str,
        client: Option<&str>,
    ) -> Result<IssuedToken, IssuerError> {
        let mut claims = self.claims(subject, STAFF_LEVEL);
        claims.insert(self.rules.assignment_claim.clone(), assignment_hsa_id.into());
        if let Some(client) = client {
            claims.insert("act".to_owned(), json!({"sub": client}));
        }
        self.issue(&claims)
    }

    /// A token for a citizen with this personnummer or samordningsnummer.
    pub fn citizen(&self, subject: &str, identity: &IdentityNumber) -> Result<IssuedToken, IssuerError> {
        let mut claims = self.claims(subject, CITIZEN_LEVEL);
        if identity.kind() == IdentityKind::Samordningsnummer {
            claims.insert(COORDINATION_NUMBER.to_owned(), identity.value().into());
            claims.insert(COORDINATION_LEVEL.to_owned(), CONFIRMED.into());
        } else {
            claims.insert(self.rules.identity_claim.clone(), identity.value().into());
        }
        self.issue(&claims)
    }

    fn life(&self) -> u64 {
        LIFE_SECONDS.min(self.rules.max_seconds)
    }

    fn claims(&self, subject: &str, acr: &str) -> Map<String, Value> {
        let now = get_current_timestamp();
        let claims = [
            ("iss", json!(self.name)),
            ("aud", json!(self.rules.audience)),
            ("sub", json!(subject)),
            ("iat", json!(now)),
            ("exp", json!(now + self.life())),
            ("acr", json!(acr)),
        ];
        claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn issue(&self, claims: &Map<String, Value>) -> Result<IssuedToken, IssuerError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(KEY_ID.to_owned());
        let access_token = encode(&header, claims, &self.signing).map_err(|_| IssuerError("no signature"))?;
        Ok(IssuedToken { access_token, expires_in: self.life() })
    }
}

impl From<IssuerError> for crate::problem::Problem {
    fn from(error: IssuerError) -> Self {
        Self::internal(error)
    }
}
