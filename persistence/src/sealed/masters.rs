//! The master keys: from a file outside the database, they wrap the keys inside it.

use super::key::{KEY_BYTES, Place, SealingKey, random};
use crate::StoreError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Why a key file was refused. Never carries a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// No key in it.
    #[error("there is no key in it")]
    Empty,
    /// A line that is no key; counted from 1.
    #[error("line {0} is no key: <id>:<base64 of 32 bytes>, the id of at most 40 letters, digits, '.', '-' and '_'")]
    Line(usize),
    /// An id that stands there twice; the line, counted from 1.
    #[error("line {0} has an id that stands there already")]
    Twice(usize),
}

struct MasterKey {
    id: String,
    key: SealingKey,
}

/// The master keys: the first wraps, all open. `Debug` shows their ids only.
#[derive(Clone)]
pub struct MasterKeys(Arc<Vec<MasterKey>>);

impl std::fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

/// A key of the database, wrapped.
pub(crate) struct Wrapped {
    pub(crate) master_id: String,
    pub(crate) bytes: Vec<u8>,
}

impl MasterKeys {
    /// Reads a key file: a key a line, `<id>:<base64 of 32 bytes>`, the current one first. Empty lines and lines that begin
    /// with `#` are passed over.
    ///
    /// # Errors
    /// See [`KeyFileError`].
    pub fn parse(text: &str) -> Result<Self, KeyFileError> {
        let mut keys: Vec<MasterKey> = Vec::new();
        for (number, id, bytes) in key_lines(text)? {
            if keys.iter().any(|key| key.id == id) {
                return Err(KeyFileError::Twice(number));
            }
            let key = SealingKey::new(&bytes).map_err(|_| KeyFileError::Line(number))?;
            keys.push(MasterKey { id: id.to_owned(), key });
        }
        if keys.is_empty() { Err(KeyFileError::Empty) } else { Ok(Self(Arc::new(keys))) }
    }

    /// Wraps a key under the current master key.
    pub(crate) fn wrap(&self, place: Place<'_>, key: &[u8; KEY_BYTES]) -> Result<Wrapped, StoreError> {
        let master = self.0.first().ok_or(StoreError::Keys("there is no master key"))?;
        Ok(Wrapped { master_id: master.id.clone(), bytes: master.key.seal(place, key)? })
    }

    /// Opens a wrapped key.
    pub(crate) fn unwrap(
        &self,
        place: Place<'_>,
        id: &str,
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; KEY_BYTES]>, StoreError> {
        let master = self.0.iter().find(|key| key.id == id);
        let master = master.ok_or(StoreError::Keys("the master key that the database was closed with is not given"))?;
        let wrong = StoreError::Keys("the master key is not the one that the database was closed with");
        let bytes = Zeroizing::new(master.key.open(place, wrapped).ok_or(wrong)?);
        let bytes = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map_err(|_| StoreError::Corrupt("a key"))?;
        Ok(Zeroizing::new(bytes))
    }

    /// The id of the key that wraps.
    pub(crate) fn current(&self) -> Option<&str> {
        self.0.first().map(|key| key.id.as_str())
    }
}

/// A line of a key file: number from 1, id, key.
type KeyLine<'a> = (usize, &'a str, Zeroizing<[u8; KEY_BYTES]>);

/// The lines of a key file.
fn key_lines(text: &str) -> Result<Vec<KeyLine<'_>>, KeyFileError> {
    let lines = (1..).zip(text.lines().map(str::trim));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(number, line)| key_line(line).map(|(id, key)| (number, id, key)).ok_or(KeyFileError::Line(number)))
        .collect()
}

/// Id and key of `<id>:<base64 of 32 bytes>`.
pub(crate) fn key_line(line: &str) -> Option<(&str, Zeroizing<[u8; KEY_BYTES]>)> {
    let (id, key) = line.split_once(':')?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !(1..=40).contains(&id.len()) || !id.chars().all(is_plain) {
        return None;
    }
    let bytes = Zeroizing::new(STANDARD.decode(key).ok()?);
    Some((id, Zeroizing::new(<[u8; KEY_BYTES]>::try_from(bytes.as_slice()).ok()?)))
}

/// A fresh key and its id, as they stand in a key file.
pub(crate) fn fresh_line(prefix: &str) -> Result<(Zeroizing<[u8; KEY_BYTES]>, Zeroizing<String>), StoreError> {
    let (id, key) = (random::<4>()?, random::<KEY_BYTES>()?);
    let mut line = Zeroizing::new(prefix.to_owned());
    for byte in id.iter() {
        // Writing to a String cannot fail.
        let _ = write!(line, "{byte:02x}");
    }
    line.push(':');
    line.push_str(&Zeroizing::new(STANDARD.encode(key.as_slice())));
    Ok((key, line))
}

/// A line for a file of master keys, with a fresh key. Secret.
///
/// # Errors
/// When the system gives no chance.
pub fn new_master_key() -> Result<Zeroizing<String>, StoreError> {
    Ok(fresh_line("m")?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'_> = Place { table: "case_keys", column: "wrapped", row: "a", number: 0 };

    #[test]
    fn the_first_key_wraps_and_all_open() {
        let (old, new) = (new_master_key().unwrap(), new_master_key().unwrap());
        let before = MasterKeys::parse(&old).unwrap();
        let both = MasterKeys::parse(&format!("# keys\n\n{}\n{}\n", *new, *old)).unwrap();
        let wrapped = before.wrap(HERE, &[9; KEY_BYTES]).unwrap();
        assert_eq!(*both.unwrap(HERE, &wrapped.master_id, &wrapped.bytes).unwrap(), [9; KEY_BYTES]);
        let wrapped = both.wrap(HERE, &[9; KEY_BYTES]).unwrap();
        assert!(matches!(before.unwrap(HERE, &wrapped.master_id, &wrapped.bytes), Err(StoreError::Keys(_))));
        // Another key under the same id.
        let id = before.current().unwrap();
        let forged = MasterKeys::parse(&new.replace(both.current().unwrap(), id)).unwrap();
        let wrapped = before.wrap(HERE, &[9; KEY_BYTES]).unwrap();
        assert!(matches!(forged.unwrap(HERE, id, &wrapped.bytes), Err(StoreError::Keys(_))));
    }

    #[test]
    fn a_file_that_will_not_do_is_refused_by_its_line() {
        let good = "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        for (text, error) in [
            (String::new(), KeyFileError::Empty),
            ("# nothing".to_owned(), KeyFileError::Empty),
            (format!("{good}\nb:AAAA"), KeyFileError::Line(2)),
            (format!("\n:{good}"), KeyFileError::Line(2)),
            (good.replace('a', "å"), KeyFileError::Line(1)),
            (good.replace(':', " "), KeyFileError::Line(1)),
            (format!("{good}\n\n{good}"), KeyFileError::Twice(3)),
        ] {
            assert_eq!(MasterKeys::parse(&text).map(|_| ()), Err(error), "{text}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let keys = MasterKeys::parse("a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap();
        assert_eq!(format!("{keys:?}"), r#"["a"]"#);
    }
}
