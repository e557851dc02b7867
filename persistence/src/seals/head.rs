//! A signed tree head: which rows were sealed, and what they were. One line of JSON in a file outside the database.

use super::keys::SealKeys;
use super::merkle::Hash;
use crate::StoreError;
use crate::codec::{hex, json, micros};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What stands in the place of a hash before the first head.
pub(crate) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stream {
    /// The access log, by `seq`.
    AccessLog,
    /// The journals of all cases, by `position`.
    CaseEvents,
}

impl Stream {
    pub(crate) const ALL: [Self; 2] = [Self::AccessLog, Self::CaseEvents];

    /// The table.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::AccessLog => "access_log",
            Self::CaseEvents => "case_events",
        }
    }
}

/// A head, not signed: its rows are those numbered `first` to `last`, all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Counted from 1 over both streams.
    pub(crate) number: i64,
    pub(crate) stream: Stream,
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// The root of the tree over the rows, in hex.
    pub(crate) root: String,
    /// The hash of the head before, in hex.
    pub(crate) previous: String,
    pub(crate) at: DateTime<Utc>,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignedHead {
    #[serde(flatten)]
    pub(crate) head: Head,
    key: String,
    signature: String,
}

impl Head {
    pub(crate) fn new(stream: Stream, rows: (i64, i64), root: &Hash, after: (i64, String), at: DateTime<Utc>) -> Self {
        let (number, previous) = (after.0.saturating_add(1), after.1);
        Self { number, stream, first: rows.0, last: rows.1, root: hex(root), previous, at }
    }

    /// What is hashed and signed: the same for the same head, however the line is spelt.
    fn text(&self) -> String {
        let Self { number, stream, first, last, root, previous, at } = self;
        let (stream, at) = (stream.code(), micros(*at));
        format!("sip-seal/1\n{number}\n{stream}\n{first}\n{last}\n{root}\n{previous}\n{at}\n")
    }

    /// SHA-256, in hex.
    pub(crate) fn hash(&self) -> String {
        hex(&Sha256::digest(self.text()))
    }

    /// How many rows it is over; none when its numbers make no sense.
    pub(crate) fn size(&self) -> Option<usize> {
        let size = self.last.checked_sub(self.first)?.checked_add(1)?;
        usize::try_from(size).ok().filter(|size| *size > 0 && self.first > 0)
    }

    pub(crate) fn sign(self, keys: &SealKeys) -> Option<SignedHead> {
        let (key, signature) = keys.sign(&self.text())?;
        Some(SignedHead { head: self, key, signature })
    }
}

impl SignedHead {
    /// Whether a believed key has signed it.
    pub(crate) fn holds(&self, keys: &SealKeys) -> bool {
        keys.has_signed(&self.key, &self.head.text(), &self.signature)
    }

    pub(crate) fn line(&self) -> Result<String, StoreError> {
        json(self, "a head").map(|line| line + "\n")
    }
}
