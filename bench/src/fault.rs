//! What can stop a measurement.

use sip_domain::Refusal;
use sip_persistence::StoreError;

/// Why the bench cannot go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// The made data do not fit the domain.
    #[error("the made data are wrong: {0}")]
    Made(&'static str),
    /// The rules refuse a step of a made case.
    #[error("the rules refuse {kind}: {refusal}")]
    Refused {
        /// Which command.
        kind: String,
        /// Why.
        refusal: Refusal,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file, a process or a connection failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Something that is needed is missing, or answers something else than it should.
    #[error("{0}")]
    Other(String),
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(error.to_string())
    }
}
