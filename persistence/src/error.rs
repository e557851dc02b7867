//! What can go wrong with the store itself. No message carries a value from a row.

use diesel::result::{DatabaseErrorKind, Error};

/// The store could not do what was asked. The caller's input is never the reason.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Too many writes wait already; try again shortly (503).
    #[error("too many writes are waiting")]
    Busy,
    /// The writer has stopped, the process is going down.
    #[error("the writer has stopped")]
    Stopped,
    /// The job panicked; nothing of it was kept.
    #[error("the job panicked")]
    Panicked,
    /// The batch that the job was part of could not be committed; nothing of it was kept.
    #[error("the batch could not be committed")]
    Commit,
    /// The database was lost while it committed: all of it was kept, or nothing; nobody knows which until it is asked.
    #[error("it is not known whether it was committed")]
    Unknown,
    /// A row of the access log could not be written; nothing was shown and nothing done.
    #[error("the access log could not be written: {0}")]
    Log(diesel::result::Error),
    /// The database refused a statement.
    #[error("the database refused a statement: {0}")]
    Database(#[from] diesel::result::Error),
    /// No reading connection came free in time.
    #[error("no connection came free")]
    Pool,
    /// The database file could not be opened.
    #[error("the database could not be opened: {0}")]
    Open(String),
    /// A migration failed or is missing.
    #[error("the schema is not in place: {0}")]
    Migration(String),
    /// The master keys are not those that the database needs.
    #[error("the master keys do not open it: {0}")]
    Keys(&'static str),
    /// The rows of the log and the journals could not be sealed.
    #[error("not sealed: {0}")]
    Seal(String),
    /// A stored value cannot be read back.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(&'static str),
    /// A value cannot be written as JSON.
    #[error("a value cannot be written: {0}")]
    Unwritable(&'static str),
}

impl StoreError {
    /// Whether it passes by itself, or with the operator's help, and nothing was done and nothing shown: the same request can
    /// be sent again. The database is down, starting, read-only, full or overloaded, or two transactions were in each
    /// other's way. A statement that no database would take is an error of ours, and not among them.
    pub fn is_passing(&self) -> bool {
        use DatabaseErrorKind::{
            ClosedConnection, ReadOnlyTransaction, SerializationFailure, UnableToSendCommand, Unknown,
        };
        match self {
            Self::Busy
            | Self::Stopped
            | Self::Pool
            | Self::Commit
            | Self::Log(_)
            | Self::Open(_)
            | Self::Database(Error::BrokenTransactionManager) => true,
            Self::Database(Error::DatabaseError(kind, _)) => matches!(
                kind,
                ClosedConnection | ReadOnlyTransaction | SerializationFailure | UnableToSendCommand | Unknown
            ),
            _ => false,
        }
    }
}
