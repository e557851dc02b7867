//! Tokens, good and bad, signed with real keys by hand: a library would refuse to make most of the bad ones.

use crate::ISSUER;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaEncoding,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sip_api::auth::{COMMISSION, CONFIRMED, COORDINATION_LEVEL, COORDINATION_NUMBER, PERSONAL_NUMBER};
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

/// What a token is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Ed25519, trusted.
    Ed,
    /// P-256, trusted.
    Ec,
    /// RSA with PKCS #1, trusted.
    Rsa,
    /// RSA with PSS, trusted.
    Pss,
    /// The RSA key that is for PKCS #1, used with PSS.
    RsaAsPss,
    /// Ed25519, nobody's.
    Stranger,
    /// HMAC with the public RSA modulus, and with the Ed25519 public key.
    HmacOfPublic,
    /// No signature.
    None,
}

struct Keys {
    ed: Ed25519KeyPair,
    stranger: Ed25519KeyPair,
    ec: EcdsaKeyPair,
    rsa: RsaKeyPair,
    pss: RsaKeyPair,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys {
        ed: Ed25519KeyPair::generate().unwrap(),
        stranger: Ed25519KeyPair::generate().unwrap(),
        ec: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
        rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
        pss: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
    })
}

/// Base64url without padding.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The public key of a stranger, as it would come in a header.
pub fn stranger_jwk() -> Value {
    json!({"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": encode(keys().stranger.public_key())})
}

/// The key set that the server trusts.
pub fn key_set() -> Value {
    let keys = keys();
    let point = keys.ec.public_key().as_ref();
    let (x, y) = point[1..].split_at(32);
    let rsa = |id: &str, algorithm: &str, pair: &RsaKeyPair| {
        let modulus = pair.public_key().modulus().big_endian_without_leading_zero().to_vec();
        json!({"kty": "RSA", "kid": id, "alg": algorithm, "use": "sig", "n": encode(modulus), "e": "AQAB"})
    };
    json!({"keys": [
        {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": encode(keys.ed.public_key())},
        {"kty": "EC", "crv": "P-256", "kid": "ec", "x": encode(x), "y": encode(y)},
        rsa("rsa", "RS256", &keys.rsa),
        rsa("pss", "PS256", &keys.pss),
    ]})
}

/// Those of the trusted keys that have these ids.
pub fn keys_named(ids: &[&str]) -> Value {
    let mut set = key_set();
    set["keys"].as_array_mut().unwrap().retain(|key| ids.contains(&key["kid"].as_str().unwrap()));
    set
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A token in the making. Starts as a good one.
#[derive(Clone, Debug)]
pub struct Token {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    key: Key,
}

impl Token {
    fn new(subject: &str, acr: &str) -> Self {
        let claims =
            json!({"iss": ISSUER, "aud": "sip-api", "sub": subject, "iat": now(), "exp": now() + 600, "acr": acr});
        let header = json!({"typ": "at+jwt", "alg": "EdDSA", "kid": "ed"});
        Self { header: header.as_object().unwrap().clone(), claims: claims.as_object().unwrap().clone(), key: Key::Ed }
    }

    /// For staff under one assignment.
    pub fn staff(subject: &str, assignment_hsa_id: &str) -> Self {
        Self::new(subject, "http://id.sambi.se/loa/loa3").claim(COMMISSION, assignment_hsa_id)
    }

    /// For a citizen with a personnummer, or with a samordningsnummer, whose day of birth is raised by 60.
    pub fn citizen(subject: &str, identity_number: &str) -> Self {
        let token = Self::new(subject, "http://id.elegnamnden.se/loa/1.0/loa3");
        if identity_number.get(6..8).is_some_and(|day| day > "60") {
            token.claim(COORDINATION_NUMBER, identity_number).claim(COORDINATION_LEVEL, CONFIRMED)
        } else {
            token.claim(PERSONAL_NUMBER, identity_number)
        }
    }

    /// Sets a header parameter.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name.to_owned(), value.into());
        self
    }

    /// Leaves a header parameter out.
    #[must_use]
    pub fn no_header(mut self, name: &str) -> Self {
        self.header.remove(name);
        self
    }

    /// Sets a claim.
    #[must_use]
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    /// Leaves a claim out.
    #[must_use]
    pub fn no_claim(mut self, name: &str) -> Self {
        self.claims.remove(name);
        self
    }

    /// Signs with another key, and says so in the header.
    #[must_use]
    pub fn key(self, key: Key) -> Self {
        let (algorithm, id) = match key {
            Key::Ed | Key::Stranger => ("EdDSA", "ed"),
            Key::Ec => ("ES256", "ec"),
            Key::Rsa => ("RS256", "rsa"),
            Key::Pss => ("PS256", "pss"),
            Key::RsaAsPss => ("PS256", "rsa"),
            Key::HmacOfPublic => ("HS256", "ed"),
            Key::None => ("none", "ed"),
        };
        Self { key, ..self.header("alg", algorithm).header("kid", id) }
    }

    /// The compact form.
    pub fn sign(&self) -> String {
        let header = serde_json::to_string(&self.header).unwrap();
        self.sign_parts(&header, &serde_json::to_string(&self.claims).unwrap())
    }

    /// The compact form with `extra` members written into the claims, also such as are there already.
    pub fn sign_with_claims(&self, extra: &str) -> String {
        let claims = serde_json::to_string(&self.claims).unwrap();
        self.sign_parts(&serde_json::to_string(&self.header).unwrap(), &claims.replacen('{', &format!("{{{extra},"), 1))
    }

    /// The compact form with `extra` members written into the header.
    pub fn sign_with_header(&self, extra: &str) -> String {
        let header = serde_json::to_string(&self.header).unwrap().replacen('{', &format!("{{{extra},"), 1);
        self.sign_parts(&header, &serde_json::to_string(&self.claims).unwrap())
    }

    fn sign_parts(&self, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", encode(header), encode(claims));
        let signature = sign(self.key, message.as_bytes());
        format!("{message}.{}", encode(signature))
    }
}

fn sign(key: Key, message: &[u8]) -> Vec<u8> {
    let (keys, random) = (keys(), SystemRandom::new());
    let rsa = |pair: &RsaKeyPair, padding: &'static dyn RsaEncoding| {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(padding, &random, message, &mut signature).unwrap();
        signature
    };
    match key {
        Key::Ed => keys.ed.sign(message).as_ref().to_vec(),
        Key::Stranger => keys.stranger.sign(message).as_ref().to_vec(),
        Key::Ec => keys.ec.sign(&random, message).unwrap().as_ref().to_vec(),
        Key::Rsa => rsa(&keys.rsa, &RSA_PKCS1_SHA256),
        Key::RsaAsPss => rsa(&keys.rsa, &RSA_PSS_SHA256),
        Key::Pss => rsa(&keys.pss, &RSA_PSS_SHA256),
        Key::HmacOfPublic => {
            let secret = hmac::Key::new(hmac::HMAC_SHA256, keys.ed.public_key().as_ref());
            hmac::sign(&secret, message).as_ref().to_vec()
        }
        Key::None => Vec::new(),
    }
}
