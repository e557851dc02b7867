//! How identifiers, moments, days and codes are written in columns.

use crate::StoreError;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as PlainError, StrDeserializer};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use uuid::Uuid;

/// Reads an identifier of any kind.
pub(crate) fn id<T: From<Uuid>>(text: &str) -> Result<T, StoreError> {
    Uuid::try_parse(text).map(T::from).map_err(|_| StoreError::Corrupt("an identifier"))
}

/// Reads an identifier that may be absent.
pub(crate) fn id_if<T: From<Uuid>>(text: Option<&String>) -> Result<Option<T>, StoreError> {
    text.map(|text| id(text)).transpose()
}

/// The moment in whole microseconds; what is finer is cut.
pub(crate) fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// Reads a moment.
pub(crate) fn moment(micros: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(micros).ok_or(StoreError::Corrupt("a moment"))
}

/// Cuts a moment to what the store can hold, so that journal and document agree.
pub(crate) fn cut(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros(at)).unwrap_or(at)
}

/// A unit variant's code, as serde writes it.
pub(crate) fn code<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => Ok(code),
        _ => Err(StoreError::Unwritable("a code")),
    }
}

/// Reads a code.
pub(crate) fn from_code<T: DeserializeOwned>(code: &str) -> Result<T, StoreError> {
    T::deserialize(StrDeserializer::<PlainError>::new(code)).map_err(|_| StoreError::Corrupt("a code"))
}

/// Writes JSON. The error names the kind of thing and nothing of it.
pub(crate) fn json<T: Serialize>(value: &T, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unwritable(what))
}

/// Reads JSON. The error names the kind of thing and nothing of it.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt(what))
}

/// Reads JSON in bytes. The error names the kind of thing and nothing of it.
pub(crate) fn from_bytes<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T, StoreError> {
    // As text: checked once as a whole, not string by string.
    from_json(std::str::from_utf8(bytes).map_err(|_| StoreError::Corrupt(what))?, what)
}

/// Reads a text newtype of the domain.
pub(crate) fn parsed<T: TryFrom<String>>(text: String, what: &'static str) -> Result<T, StoreError> {
    T::try_from(text).map_err(|_| StoreError::Corrupt(what))
}

/// The fields of a row in a row, so that no two rows give the same bytes: 0 for none; 1, the length and the bytes.
pub(crate) fn fields(fields: &[Option<&[u8]>]) -> Vec<u8> {
    fields.iter().fold(Vec::new(), |mut bytes, field| {
        bytes.push(u8::from(field.is_some()));
        if let Some(field) = field {
            bytes.extend(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            bytes.extend_from_slice(field);
        }
        bytes
    })
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// SHA-256 in lower-case hex, over the parts with their lengths, so that no two lists of parts give the same bytes.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    hex(&hasher.finalize())
}
