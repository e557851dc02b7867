//! The keys that tree heads are signed with: Ed25519 (RFC 8032).

use crate::StoreError;
use crate::sealed::{KeyFileError, fresh_line, key_line};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A secret key signs; every public one is believed. `Debug` shows ids only.
#[derive(Clone)]
pub struct SealKeys {
    signer: Option<(String, Arc<Ed25519KeyPair>)>,
    believed: BTreeMap<String, Vec<u8>>,
}

impl std::fmt::Debug for SealKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.believed.keys()).finish()
    }
}

impl SealKeys {
    /// Reads a key file: lines `secret <id>:<base64 of a seed>` and `public <id>:<base64 of a public key>`, 32 bytes each.
    /// The first secret key signs; secret and public keys are believed. Empty lines and `#` are passed over.
    ///
    /// # Errors
    /// See [`KeyFileError`]; an id may stand twice only when the keys belong together.
    pub fn parse(text: &str) -> Result<Self, KeyFileError> {
        let (mut signer, mut believed) = (None, BTreeMap::new());
        let lines = (1..).zip(text.lines().map(str::trim));
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let wrong = KeyFileError::Line(number);
            let (kind, rest) = line.split_once(' ').ok_or(wrong)?;
            let (id, bytes) = key_line(rest).ok_or(wrong)?;
            let public = match kind {
                "public" => bytes.to_vec(),
                "secret" => {
                    let pair = Ed25519KeyPair::from_seed_unchecked(bytes.as_slice()).map_err(|_| wrong)?;
                    let public = pair.public_key().as_ref().to_vec();
                    signer = signer.or_else(|| Some((id.to_owned(), Arc::new(pair))));
                    public
                }
                _ => return Err(wrong),
            };
            match believed.insert(id.to_owned(), public.clone()) {
                Some(other) if other != public => return Err(KeyFileError::Twice(number)),
                _ => {}
            }
        }
        if believed.is_empty() { Err(KeyFileError::Empty) } else { Ok(Self { signer, believed }) }
    }

    /// Whether there is a key to sign with.
    pub fn can_sign(&self) -> bool {
        self.signer.is_some()
    }

    /// The signing key's id and its signature in base64; none when there is no such key.
    pub(crate) fn sign(&self, text: &str) -> Option<(String, String)> {
        let (id, pair) = self.signer.as_ref()?;
        Some((id.clone(), STANDARD.encode(pair.try_sign(text.as_bytes()).ok()?)))
    }

    /// Whether the key with this id, which is believed, has signed the text.
    pub(crate) fn has_signed(&self, id: &str, text: &str, signature: &str) -> bool {
        let (Some(public), Ok(signature)) = (self.believed.get(id), STANDARD.decode(signature)) else { return false };
        UnparsedPublicKey::new(&ED25519, public).verify(text.as_bytes(), &signature).is_ok()
    }
}

/// Two lines for a file of seal keys, with a fresh key: the secret one, and the public one for whoever checks.
///
/// # Errors
/// When the system gives no chance.
pub fn new_seal_key() -> Result<Zeroizing<String>, StoreError> {
    let (seed, line) = fresh_line("s")?;
    let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).map_err(|_| StoreError::Unwritable("a key"))?;
    let id = line.split(':').next().unwrap_or_default();
    let public = STANDARD.encode(pair.public_key());
    Ok(Zeroizing::new(format!("secret {}\npublic {id}:{public}\n", *line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_the_public_line_can_check_and_not_sign() {
        let lines = new_seal_key().unwrap();
        let public = lines.lines().find(|line| line.starts_with("public ")).unwrap();
        let (signer, checker) = (SealKeys::parse(&lines).unwrap(), SealKeys::parse(public).unwrap());
        let (id, signature) = signer.sign("huvud").unwrap();
        assert!(checker.has_signed(&id, "huvud", &signature) && checker.sign("huvud").is_none());
        assert!(!checker.has_signed(&id, "annat", &signature) && !checker.has_signed("annan", "huvud", &signature));
        let other = SealKeys::parse(&new_seal_key().unwrap()).unwrap();
        assert!(!other.has_signed(&id, "huvud", &signature));
    }

    #[test]
    fn a_file_that_will_not_do_is_refused_by_its_line() {
        let key = "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        for (text, error) in [
            (String::new(), KeyFileError::Empty),
            (key.to_owned(), KeyFileError::Line(1)),
            (format!("private {key}"), KeyFileError::Line(1)),
            (format!("secret {key}\npublic {key}"), KeyFileError::Twice(2)),
        ] {
            assert_eq!(SealKeys::parse(&text).map(|_| ()), Err(error), "{text}");
        }
        assert_eq!(format!("{:?}", SealKeys::parse(&format!("secret {key}")).unwrap()), r#"["a"]"#);
    }
}
