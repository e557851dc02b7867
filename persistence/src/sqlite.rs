//! The embedded engine: one file, readers that see a snapshot each, and one writer.

use crate::StoreError;
use crate::conn::Conn;
use crate::log::LogRow;
use crate::pool::Links;
use crate::writer::{Then, Writer};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An open database file.
pub(crate) struct Embedded {
    readers: Links,
    writer: Writer,
}

/// Opens the file; made when absent.
pub(crate) fn connect(file: &Path, patience: Duration, cache_kib: u32) -> Result<Conn, StoreError> {
    let path = file.to_str().ok_or_else(|| StoreError::Open("the path is not UTF-8".into()))?;
    let mut conn = SqliteConnection::establish(path).map_err(|error| StoreError::Open(error.to_string()))?;
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -{cache_kib}; PRAGMA mmap_size = 268435456; PRAGMA trusted_schema = OFF;",
        patience.as_millis()
    ))?;
    Ok(Conn::Sqlite(conn))
}

/// As [`connect`], for who writes: what is deleted or put another way leaves no trace in the file's free space.
pub(crate) fn connect_to_write(file: &Path, patience: Duration) -> Result<Conn, StoreError> {
    let mut conn = connect(file, patience, 16_000)?;
    conn.batch_execute("PRAGMA secure_delete = ON;")?;
    Ok(conn)
}

fn connect_to_read(file: &Path, patience: Duration) -> Result<Conn, StoreError> {
    let mut conn = connect(file, patience, 8_000)?;
    conn.batch_execute("PRAGMA query_only = ON;")?;
    Ok(conn)
}

impl Embedded {
    /// Starts readers and writer on a file that is there.
    pub(crate) fn start(file: &Path, readers: u32, queue: usize, patience: Duration) -> Result<Self, StoreError> {
        let writer = Writer::start(connect_to_write(file, patience)?, queue)?;
        let file = PathBuf::from(file);
        let readers = Links::open(move || connect_to_read(&file, patience), readers, patience)?;
        Ok(Self { readers, writer })
    }

    /// Reads from one snapshot.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut link = self.readers.take()?;
        link.conn.batch_execute("BEGIN DEFERRED")?;
        let result = work(&mut link.conn);
        // There is nothing to keep or to take back; it only ends.
        if let Err(error) = link.conn.batch_execute("COMMIT") {
            tracing::warn!(%error, "a reading transaction did not end");
            link.broken = true;
        }
        result
    }

    /// Writes in the next batch.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(job)
    }

    /// Asks one thing in one statement.
    pub(crate) fn ask<T>(&self, question: impl Fn(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        question(&mut self.readers.take()?.conn)
    }

    /// Writes rows of the access log in the next batch.
    pub(crate) fn log(&self, rows: Vec<LogRow>, then: Then) {
        self.writer.log(rows, then);
    }
}
