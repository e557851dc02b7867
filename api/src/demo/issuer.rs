//! An issuer of tokens for testers. Its key is made at start and never leaves the process, so that no token outlives it.

use crate::auth::{IssuerKey, TokenRules, TrustedIssuer};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::json;
use std::fmt;

const KEY_ID: &str = "demo";
const LIFE_SECONDS: u64 = 3600;

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
        TrustedIssuer { issuer: self.name.clone(), keys: vec![key] }
    }

    /// A token for staff acting under the assignment with this HSA-id.
    pub fn staff(&self, subject: &str, assignment_hsa_id: &str) -> Result<IssuedToken, IssuerError> {
        self.issue(subject, &self.rules.assignment_claim, assignment_hsa_id)
    }

    /// A token for a citizen with this identity number (twelve digits).
    pub fn citizen(&self, subject: &str, identity_number: &str) -> Result<IssuedToken, IssuerError> {
        self.issue(subject, &self.rules.identity_claim, identity_number)
    }

    fn issue(&self, subject: &str, claim: &str, value: &str) -> Result<IssuedToken, IssuerError> {
        let now = get_current_timestamp();
        let life = LIFE_SECONDS.min(self.rules.max_seconds);
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(KEY_ID.to_owned());
        let claims = json!({
            "iss": self.name,
            "aud": self.rules.audience,
            "sub": subject,
            "iat": now,
            "exp": now + life,
            "acr": "http://id.sambi.se/loa/loa4",
            claim: value,
        });
        let access_token = encode(&header, &claims, &self.signing).map_err(|_| IssuerError("no signature"))?;
        Ok(IssuedToken { access_token, expires_in: life })
    }
}

impl From<IssuerError> for crate::problem::Problem {
    fn from(error: IssuerError) -> Self {
        Self::internal(error)
    }
}
