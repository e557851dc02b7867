//! The one check of tokens (RFC 8725, RFC 9068).
//!
//! The library checks the signature and the times; the rest is done here, since it takes a token for good that has no
//! audience or issuer at all, unknown critical headers or any type. Time is the system's, also in demo mode.

use super::Identity;
use super::keys::{IssuerKey, TrustedIssuer};
use crate::http::scan::scan;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Validation, decode, get_current_timestamp};
use secrecy::SecretString;
use serde_json::{Map, Value};
use std::sync::{Arc, RwLock};

/// Bytes in a token at most.
const SIZE: usize = 8 * 1024;
/// Seconds that clocks may differ.
const LEEWAY: u64 = 30;

/// How sure the identity provider is of whom it signed in, from 1 to 4 (tillitsnivå).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assurance(u8);

impl Assurance {
    /// The highest level.
    pub const HIGHEST: Self = Self(4);

    /// Level `level`, when there is such a one.
    pub fn new(level: u8) -> Option<Self> {
        (1..=4).contains(&level).then_some(Self(level))
    }

    /// The level of an `acr` value of Sambi or of Sweden Connect; anything else is worth nothing.
    fn of_acr(acr: &str) -> Option<Self> {
        ["http://id.sambi.se/loa/loa", "http://id.elegnamnden.se/loa/1.0/loa"]
            .iter()
            .find_map(|prefix| acr.strip_prefix(prefix))
            .and_then(|level| match level {
                "1" => Some(Self(1)),
                "2" => Some(Self(2)),
                "3" => Some(Self(3)),
                "4" => Some(Self(4)),
                _ => None,
            })
    }
}

/// What tokens must be like beside being signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRules {
    /// This API, as tokens name it in `aud`.
    pub audience: String,
    /// Seconds between `iat` and `exp` at most.
    pub max_seconds: u64,
    /// The least assurance in `acr`.
    pub min_assurance: Assurance,
    /// The claim that names the acting assignment.
    pub assignment_claim: String,
    /// The claim that holds a citizen's identity number.
    pub identity_claim: String,
}

/// Checks tokens against the issuers in force. Cheap to clone; clones share the issuers.
#[derive(Clone, Debug)]
pub struct Verifier {
    rules: Arc<TokenRules>,
    issuers: Arc<RwLock<Arc<Vec<TrustedIssuer>>>>,
}

impl Verifier {
    /// A verifier that trusts `issuers`.
    pub fn new(rules: TokenRules, issuers: Vec<TrustedIssuer>) -> Self {
        Self { rules: Arc::new(rules), issuers: Arc::new(RwLock::new(Arc::new(issuers))) }
    }

    /// Puts the keys of one issuer in place of those it had: a key that is no longer there stops at once.
    pub fn replace(&self, issuer: &TrustedIssuer) {
        let mut issuers = self.issuers.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let others = issuers.iter().filter(|known| known.issuer != issuer.issuer).cloned();
        *issuers = Arc::new(others.chain([issuer.clone()]).collect());
    }

    /// Whether any token could be verified.
    pub fn has_keys(&self) -> bool {
        let issuers = self.issuers.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        issuers.iter().any(|issuer| !issuer.keys.is_empty())
    }

    /// Who the bearer of `token` is. There are no reasons for a no: they would help only whoever forges tokens.
    pub fn verify(&self, token: &str) -> Option<Identity> {
        if token.len() > SIZE || token.split('.').count() != 3 {
            return None;
        }
        let header = header_of(token)?;
        let kid = header.get("kid")?.as_str()?;
        let issuers = Arc::clone(&*self.issuers.read().unwrap_or_else(std::sync::PoisonError::into_inner));
        let claims = issuers
            .iter()
            .flat_map(|issuer| issuer.keys.iter().map(move |key| (issuer, key)))
            .filter(|(_, key)| key.id == kid)
            .find_map(|(issuer, key)| self.claims(token, issuer, key))?;
        self.identity(&claims)
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
        // The library takes a list of issuers, and reads the claims once more on its own: a claim given twice is refused here.
        let single = claims.get("iss")?.as_str()? == issuer.issuer;
        let unambiguous = scan(&segment(token, 1)?).is_ok();
        (single && unambiguous && self.timely(&claims)?).then_some(claims)
    }

    fn timely(&self, claims: &Map<String, Value>) -> Option<bool> {
        let issued = claims.get("iat")?.as_u64()?;
        let expires = claims.get("exp")?.as_u64()?;
        let now = get_current_timestamp();
        let life = expires.checked_sub(issued)?;
        Some(issued <= now + LEEWAY && life <= self.rules.max_seconds)
    }

    fn identity(&self, claims: &Map<String, Value>) -> Option<Identity> {
        let assurance = Assurance::of_acr(claims.get("acr")?.as_str()?)?;
        let subject = claims.get("sub")?.as_str().filter(|subject| (1..=255).contains(&subject.len()))?.to_owned();
        if assurance < self.rules.min_assurance {
            return None;
        }
        if let Some(assignment) = claims.get(&self.rules.assignment_claim) {
            let hsa_id = assignment
                .as_str()
                .filter(|id| (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()))?;
            return Some(Identity::Staff { subject, assignment_hsa_id: hsa_id.to_owned() });
        }
        let number = claims.get(&self.rules.identity_claim)?.as_str()?;
        let digits = number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Identity::Citizen { subject, identity_number: SecretString::from(number) })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_ladders_count() {
        for (acr, level) in [
            ("http://id.sambi.se/loa/loa3", Some(3)),
            ("http://id.elegnamnden.se/loa/1.0/loa2", Some(2)),
            ("http://id.sambi.se/loa/loa5", None),
            ("http://id.sambi.se/loa/loa33", None),
            ("loa4", None),
            ("", None),
        ] {
            assert_eq!(Assurance::of_acr(acr), level.and_then(Assurance::new), "{acr}");
        }
    }
}
