//! Tokens as an identity provider makes them, signed with a key that exists only while the bench runs.

use crate::Fault;
use crate::fill::world;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sip_api::auth::{COMMISSION, PERSONAL_NUMBER};

/// `iss` of the bench's tokens; a name that no real issuer can have (RFC 2606).
pub(crate) const ISSUER: &str = "https://idp.bench.invalid";

/// Signs tokens.
pub(crate) struct Issuer(Ed25519KeyPair);

impl Issuer {
    /// One with a new key.
    ///
    /// # Errors
    /// When there is no randomness.
    pub(crate) fn new() -> Result<Self, Fault> {
        Ed25519KeyPair::generate().map(Self).map_err(|_| Fault::Made("a key"))
    }

    /// The key set that the server trusts.
    pub(crate) fn key_set(&self) -> String {
        let x = URL_SAFE_NO_PAD.encode(self.0.public_key());
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "bench", "x": x}]}).to_string()
    }

    fn sign(&self, subject: &str, acr: &str, (claim, value): (&str, &str)) -> String {
        let now = chrono::Utc::now().timestamp();
        let claims = json!({"iss": ISSUER, "aud": "sip-api", "sub": subject, "iat": now, "exp": now + 3600,
            "acr": acr, claim: value});
        let header = json!({"typ": "at+jwt", "alg": "EdDSA", "kid": "bench"});
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let message = format!("{}.{}", encode(&header), encode(&claims));
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }

    /// For a member of staff of a block, good for an hour.
    pub(crate) fn staff(&self, block: u32, staff: u32) -> String {
        let assignment = world::assignment(block, staff);
        let commission = (COMMISSION, assignment.as_str());
        self.sign(&world::account(block, staff), "http://id.sambi.se/loa/loa3", commission)
    }

    /// For the n-th made person, good for an hour.
    ///
    /// # Errors
    /// When there is no such person.
    pub(crate) fn citizen(&self, person: u32) -> Result<String, Fault> {
        let number = world::identity(person)?;
        let claim = (PERSONAL_NUMBER, number.value());
        Ok(self.sign(&format!("citizen-{person}"), "http://id.elegnamnden.se/loa/1.0/loa3", claim))
    }
}
