//! The one check of tokens (RFC 8725, RFC 9068).
//!
//! The library checks the signature and the times; the rest is done here, since it takes a token for good that has no
//! audience or issuer at all, unknown critical headers, claims given twice or any type. Time is the system's, also in demo mode.

use super::issuer::{KeyRing, TrustedIssuer};
use super::keys::IssuerKey;
use super::preset::Assurance;
use super::seen::Seen;
use super::{Identity, claims};
use crate::http::scan::scan;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Validation, decode, get_current_timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

/// Bytes in a token at most.
const SIZE: usize = 8 * 1024;
/// Seconds that clocks may differ.
const LEEWAY: u64 = 30;

/// What tokens must be like beside being signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRules {
    /// This API, as tokens name it in `aud`.
    pub audience: String,
    /// Seconds between `iat` and `exp` at most.
    pub max_seconds: u64,
    /// The least assurance in `acr`.
    pub min_assurance: Assurance,
    /// The claim that names the acting assignment, in the tokens of all issuers.
    pub assignment_claim: String,
    /// The claim that holds a citizen's personnummer, in the tokens of all issuers.
    pub identity_claim: String,
}

/// Checks tokens against the issuers in force. Cheap to clone; clones share the issuers.
#[derive(Clone, Debug)]
pub struct Verifier {
    rules: Arc<TokenRules>,
    rings: Arc<[Arc<KeyRing>]>,
    seen: Arc<Seen>,
}

/// What a look at a token comes to.
enum Verdict {
    /// The bearer, or nobody.
    Known(Option<Identity>),
    /// Its issuer is trusted, and has no key with this id as yet.
    UnknownKey(Arc<KeyRing>),
}

impl Verifier {
    /// A verifier that trusts `issuers`, whose keys were read at `now`.
    pub fn new(rules: TokenRules, issuers: Vec<TrustedIssuer>, now: Instant) -> Self {
        let rings = issuers.into_iter().map(|issuer| Arc::new(KeyRing::new(issuer, now))).collect();
        Self { rules: Arc::new(rules), rings, seen: Arc::default() }
    }

    /// The issuers with their keys.
    pub fn rings(&self) -> &[Arc<KeyRing>] {
        &self.rings
    }

    /// Whether any token could be verified.
    pub fn has_keys(&self, now: Instant) -> bool {
        self.rings.iter().any(|ring| ring.has_keys(now))
    }

    /// Who the bearer of `token` is. There are no reasons for a no: they would help only whoever forges tokens. Waits for the
    /// issuer's keys to be read anew when it has none with the token's key id, within the bounds of [`KeyRing`].
    pub async fn identify(&self, token: &str, now: Instant) -> Option<Identity> {
        if let Some(identity) = self.seen.get(token, now) {
            return Some(identity);
        }
        let ring = match self.verify(token, now)? {
            Verdict::Known(identity) => return identity,
            Verdict::UnknownKey(ring) => ring,
        };
        ring.refresh_for_unknown_key(now).await;
        match self.verify(token, now)? {
            Verdict::Known(identity) => identity,
            Verdict::UnknownKey(_) => None,
        }
    }

    fn verify(&self, token: &str, now: Instant) -> Option<Verdict> {
        if token.len() > SIZE || token.split('.').count() != 3 {
            return None;
        }
        let header = header_of(token)?;
        let kid = header.get("kid")?.as_str()?;
        // Not to be believed yet: it only tells whose keys to try, and those verify tokens of this issuer alone.
        let payload = segment(token, 1)?;
        scan(&payload).ok()?;
        let claimed: Issued = serde_json::from_slice(&payload).ok()?;
        let ring = self.rings.iter().find(|ring| ring.trusted().issuer == claimed.iss)?;
        let Some((key, held)) = ring.key(kid, now) else { return Some(Verdict::UnknownKey(Arc::clone(ring))) };
        let claims = self.claims(token, ring.trusted(), &key)?;
        let identity = claims::identity(&claims, &self.rules, ring.trusted());
        if let (Some(identity), Some(expires)) = (&identity, claims.get("exp").and_then(Value::as_u64)) {
            self.seen.put(token, identity, ring, held, expires.saturating_add(LEEWAY));
        }
        Some(Verdict::Known(identity))
    }

    fn claims(&self, token: &str, issuer: &TrustedIssuer, key: &IssuerKey) -> Option<Map<String, Value>> {
        // The key's algorithm and no other: what the header says must agree with it.
        let mut validation = Validation::new(key.algorithm);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[&issuer.issuer]);
        validation.set_audience(&[&self.rules.audience]);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        let claims: Map<String, Value> = decode(token, &key.key, &validation).ok()?.claims;
        // The library takes a list of issuers.
        let single = claims.get("iss")?.as_str()? == issuer.issuer;
        (single && self.timely(&claims)?).then_some(claims)
    }

    fn timely(&self, claims: &Map<String, Value>) -> Option<bool> {
        let issued = claims.get("iat")?.as_u64()?;
        let expires = claims.get("exp")?.as_u64()?;
        let now = get_current_timestamp();
        let life = expires.checked_sub(issued)?;
        Some(issued <= now + LEEWAY && life <= self.rules.max_seconds)
    }
}

/// The one claim that is read before the signature is checked.
#[derive(Deserialize)]
struct Issued<'a> {
    #[serde(borrow)]
    iss: Cow<'a, str>,
}

/// The header, when it is one that we take. `jku`, `jwk`, `x5u` and `x5c` are never looked at: keys come from the
/// configuration alone.
fn header_of(token: &str) -> Option<Map<String, Value>> {
    let bytes = segment(token, 0)?;
    scan(&bytes).ok()?;
    let header: Map<String, Value> = serde_json::from_slice(&bytes).ok()?;
    let kind = header.get("typ")?.as_str()?.to_ascii_lowercase();
    let right_kind = matches!(kind.as_str(), "at+jwt" | "application/at+jwt");
    let unknown = ["crit", "b64", "zip", "enc"].iter().any(|name| header.contains_key(*name));
    (right_kind && !unknown).then_some(header)
}

fn segment(token: &str, place: usize) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(token.split('.').nth(place)?).ok()
}
