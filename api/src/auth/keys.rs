//! The keys that tokens are checked with. Which algorithm a key is for is decided here, when it is read, and never by a
//! token (RFC 8725 section 3.1).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// One public key and the only algorithm it is used with.
#[derive(Clone, Debug)]
pub struct IssuerKey {
    /// Key id.
    pub id: String,
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The key.
    pub key: DecodingKey,
}

/// Why a key set is refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a JWK set (RFC 7517).
    #[error("it is not a JWK set")]
    NotASet,
    /// Private or symmetric key material has no place in it.
    #[error("it holds a private or a symmetric key")]
    Secret,
    /// A usable key has no `kid`.
    #[error("a key has no kid")]
    NoId,
    /// Two keys with the same `kid`.
    #[error("two keys have the same kid")]
    SameId,
    /// A key cannot be read, or is too short.
    #[error("a key is malformed or weaker than 2048 bits")]
    Weak,
    /// Nothing in it can be used.
    #[error("it has no key for signatures with ES256, EdDSA, RS256 or PS256")]
    Empty,
}

/// Reads a JWK set. Keys for encryption and of unknown kinds are passed over, as the standard asks; anything that looks like a
/// mistake refuses the whole set.
pub fn parse_key_set(text: &str) -> Result<Vec<IssuerKey>, KeyError> {
    let set: Value = serde_json::from_str(text).map_err(|_| KeyError::NotASet)?;
    let listed = set.get("keys").and_then(Value::as_array).ok_or(KeyError::NotASet)?;
    let mut ids = HashSet::new();
    let mut keys = Vec::new();
    for jwk in listed {
        let jwk = jwk.as_object().ok_or(KeyError::NotASet)?;
        if ["d", "k", "p", "q"].iter().any(|secret| jwk.contains_key(*secret)) {
            return Err(KeyError::Secret);
        }
        let Some(algorithm) = algorithm_of(jwk) else { continue };
        let id = field(jwk, "kid").filter(|id| !id.is_empty()).ok_or(KeyError::NoId)?;
        if !ids.insert(id.to_owned()) {
            return Err(KeyError::SameId);
        }
        let key = key_of(jwk, algorithm).ok_or(KeyError::Weak)?;
        keys.push(IssuerKey { id: id.to_owned(), algorithm, key });
    }
    if keys.is_empty() { Err(KeyError::Empty) } else { Ok(keys) }
}

fn field<'a>(jwk: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    jwk.get(name).and_then(Value::as_str)
}

/// The algorithm of a key by its kind; `alg` may only choose among those of the kind.
fn algorithm_of(jwk: &Map<String, Value>) -> Option<Algorithm> {
    if field(jwk, "use").is_some_and(|used| used != "sig") {
        return None;
    }
    match (field(jwk, "kty")?, field(jwk, "crv"), field(jwk, "alg")) {
        ("EC", Some("P-256"), None | Some("ES256")) => Some(Algorithm::ES256),
        ("OKP", Some("Ed25519"), None | Some("EdDSA" | "Ed25519")) => Some(Algorithm::EdDSA),
        ("RSA", _, None | Some("RS256")) => Some(Algorithm::RS256),
        ("RSA", _, Some("PS256")) => Some(Algorithm::PS256),
        _ => None,
    }
}

fn key_of(jwk: &Map<String, Value>, algorithm: Algorithm) -> Option<DecodingKey> {
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(field(jwk, name)?).ok();
    let coordinate = |name: &str| field(jwk, name).filter(|_| bytes(name).is_some_and(|bytes| bytes.len() == 32));
    match algorithm {
        Algorithm::ES256 => DecodingKey::from_ec_components(coordinate("x")?, coordinate("y")?).ok(),
        Algorithm::EdDSA => DecodingKey::from_ed_components(coordinate("x")?).ok(),
        _ => {
            let modulus = bytes("n").filter(|modulus| modulus.len() >= 256 && modulus.first() != Some(&0))?;
            Some(DecodingKey::from_rsa_raw_components(&modulus, &bytes("e")?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED: &str = r#"{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    fn set(keys: &str) -> Result<Vec<(String, Algorithm)>, KeyError> {
        let keys = parse_key_set(&format!(r#"{{"keys":[{keys}]}}"#))?;
        Ok(keys.into_iter().map(|key| (key.id, key.algorithm)).collect())
    }

    #[test]
    fn the_kind_of_key_decides_the_algorithm() {
        let rsa = URL_SAFE_NO_PAD.encode([0x81; 256]);
        let keys = format!(
            r#"{ED},{{"kty":"RSA","kid":"b","n":"{rsa}","e":"AQAB"}},{{"kty":"RSA","kid":"c","alg":"PS256","n":"{rsa}","e":"AQAB"}},
            {{"kty":"RSA","use":"enc","n":"{rsa}","e":"AQAB"}},{{"kty":"new"}},{{"kty":"RSA","kid":"d","alg":"RS1","n":"{rsa}","e":"AQAB"}}"#
        );
        let expected = [("a", Algorithm::EdDSA), ("b", Algorithm::RS256), ("c", Algorithm::PS256)];
        assert_eq!(set(&keys), Ok(expected.map(|(id, algorithm)| (id.to_owned(), algorithm)).to_vec()));
    }

    #[test]
    fn mistakes_refuse_the_whole_set() {
        let short = URL_SAFE_NO_PAD.encode([0x81; 128]);
        for (keys, error) in [
            (String::new(), KeyError::Empty),
            ("1".to_owned(), KeyError::NotASet),
            (format!("{ED},{ED}"), KeyError::SameId),
            (ED.replace(r#""kid":"a","#, ""), KeyError::NoId),
            (ED.replace("11qY", ""), KeyError::Weak),
            (ED.replace(r#""kid""#, r#""d":"x","kid""#), KeyError::Secret),
            (r#"{"kty":"oct","kid":"s","k":"AAAA"}"#.to_owned(), KeyError::Secret),
            (format!(r#"{{"kty":"RSA","kid":"b","n":"{short}","e":"AQAB"}}"#), KeyError::Weak),
        ] {
            assert_eq!(set(&keys), Err(error), "{keys}");
        }
        assert!(matches!(parse_key_set("[]"), Err(KeyError::NotASet)));
    }
}
