//! A key and what it seals: AES-256-GCM (NIST SP 800-38D), each value bound to its place.

use crate::StoreError;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand;
use zeroize::Zeroizing;

/// Bytes of a key.
pub(crate) const KEY_BYTES: usize = 32;
/// The first byte of what is sealed, so that another way of sealing can be told from this one.
const FORMAT: u8 = 1;
const TAG_BYTES: usize = 16;

/// Where a value stands. It opens nowhere else: not in another row, and not under another version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The table.
    pub(crate) table: &'static str,
    /// The column.
    pub(crate) column: &'static str,
    /// What the row is known by: a case's or a person's id, a key's name.
    pub(crate) row: &'a str,
    /// Its number under that: version, number in the journal; 0 where there is only one.
    pub(crate) number: i64,
}

impl Place<'_> {
    /// Every part with its length, so that no two places give the same bytes.
    fn bytes(self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        for part in [self.table, self.column, self.row] {
            bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes.extend(self.number.to_be_bytes());
        bytes
    }
}

/// A key that seals. Its bytes are wiped when it goes: the library does so with its own copy.
pub(crate) struct SealingKey(LessSafeKey);

impl SealingKey {
    pub(crate) fn new(bytes: &[u8; KEY_BYTES]) -> Result<Self, StoreError> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| StoreError::Unwritable("a key"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// The format byte, a random nonce, the ciphertext and its tag.
    pub(crate) fn seal(&self, place: Place<'_>, clear: &[u8]) -> Result<Vec<u8>, StoreError> {
        let unwritable = |_| StoreError::Unwritable("a sealed value");
        let nonce = random::<NONCE_LEN>()?;
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + clear.len() + TAG_BYTES);
        sealed.push(FORMAT);
        sealed.extend_from_slice(nonce.as_slice());
        let mut text = clear.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0.seal_in_place_append_tag(nonce, Aad::from(place.bytes()), &mut text).map_err(unwritable)?;
        sealed.append(&mut text);
        Ok(sealed)
    }

    /// What was sealed at this place with this key. None when it was not, or when a bit of it has changed since.
    pub(crate) fn open(&self, place: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (FORMAT, rest) = sealed.split_first().map(|(first, rest)| (*first, rest))? else { return None };
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>()?;
        let (text, tag) = rest.split_last_chunk::<TAG_BYTES>()?;
        let mut clear = vec![0; text.len()];
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0.open_separate_gather(nonce, Aad::from(place.bytes()), text, tag, &mut clear).ok()?;
        Some(clear)
    }
}

/// Bytes from the system's source of chance.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, StoreError> {
    let mut bytes = Zeroizing::new([0; N]);
    rand::fill(bytes.as_mut_slice()).map_err(|_| StoreError::Unwritable("chance"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'_> = Place { table: "cases", column: "document", row: "a", number: 7 };

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let key = SealingKey::new(&[7; KEY_BYTES]).unwrap();
        let sealed = key.seal(HERE, b"hemligt").unwrap();
        assert_eq!(key.open(HERE, &sealed).unwrap(), b"hemligt");
        assert!(SealingKey::new(&[8; KEY_BYTES]).unwrap().open(HERE, &sealed).is_none());
        for other in [
            Place { table: "case_events", ..HERE },
            Place { column: "content", ..HERE },
            Place { row: "b", ..HERE },
            Place { number: 8, ..HERE },
            Place { table: "case", column: "sdocument", ..HERE },
        ] {
            assert!(key.open(other, &sealed).is_none(), "{other:?}");
        }
    }

    #[test]
    fn a_changed_bit_opens_nothing() {
        let key = SealingKey::new(&[7; KEY_BYTES]).unwrap();
        let sealed = key.seal(HERE, b"hemligt").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(key.open(HERE, &changed).is_none(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(key.open(HERE, &sealed[..length]).is_none(), "{length} bytes");
        }
    }

    #[test]
    fn the_same_value_is_never_sealed_twice_alike() {
        let key = SealingKey::new(&[7; KEY_BYTES]).unwrap();
        assert_ne!(key.seal(HERE, b"hemligt").unwrap(), key.seal(HERE, b"hemligt").unwrap());
    }
}
