//! What can go wrong with the store itself. No message carries a value from a row.

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
