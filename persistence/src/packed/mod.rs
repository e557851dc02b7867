//! Documents as they are stored, inside their seal: small, and cheap to read (docs/adr/0020). The first byte tells the form;
//! what begins with neither is the plain JSON of before.

mod read;
mod squeeze;
mod tag;
mod write;

use crate::StoreError;
use crate::codec::from_bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use squeeze::Squeeze;
use std::borrow::Cow;
use std::fmt;

/// The form of a value whose fields are named once, squeezed.
const PACKED: u8 = 1;
/// The form of JSON, squeezed.
const TEXT: u8 = 2;

/// That something cannot be written or read. It says no more: the value is about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a packed value")
    }
}

impl std::error::Error for Broken {}

impl serde::ser::Error for Broken {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::de::Error for Broken {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Packs a value. The error names the kind of thing and nothing of it.
pub(crate) fn pack<T: Serialize>(value: &T, what: &'static str) -> Result<Vec<u8>, StoreError> {
    let bytes = write::bytes(value).map_err(|_| StoreError::Unwritable(what))?;
    Squeeze::Case.into(&bytes, vec![PACKED]).ok_or(StoreError::Unwritable(what))
}

/// Reads a packed value, or one that was stored as JSON. The error names the kind of thing and nothing of it.
pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T, StoreError> {
    match bytes.split_first() {
        Some((&PACKED, squeezed)) => {
            let bytes = Squeeze::Case.from(squeezed).ok_or(StoreError::Corrupt(what))?;
            read::value(&bytes).map_err(|_| StoreError::Corrupt(what))
        }
        _ => from_bytes(&text(bytes, what)?, what),
    }
}

/// Packs JSON that has to come back byte for byte.
pub(crate) fn pack_text(json: &str, what: &'static str) -> Result<Vec<u8>, StoreError> {
    Squeeze::Text.into(json.as_bytes(), vec![TEXT]).ok_or(StoreError::Unwritable(what))
}

/// The JSON that was packed, or was stored as it is.
pub(crate) fn text<'a>(bytes: &'a [u8], what: &'static str) -> Result<Cow<'a, [u8]>, StoreError> {
    match bytes.split_first() {
        Some((&TEXT, squeezed)) => Squeeze::Text.from(squeezed).map(Cow::Owned).ok_or(StoreError::Corrupt(what)),
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

#[cfg(test)]
mod tests;
