//! The server engine: a bounded pool, a transaction for each command, and one connection that writes the access log of reads
//! for all who wait.

use crate::StoreError;
use crate::conn::Conn;
use crate::database::PostgresUrl;
use crate::log::LogRow;
use crate::log_writer::LogWriter;
use crate::pool::{Link, Links, Opener};
use crate::writer::{Then, unpanicked};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::PooledConnection;
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::Bool;
use std::time::{Duration, Instant};

/// A snapshot of its own for each read.
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// The server may cancel a statement that takes too long, but never a commit: one cancelled while it waits for the standby is
/// reported as done, and no standby may have it. Also fails where an error was passed over, which a lone COMMIT would not.
const COMMIT: &str = "SET LOCAL statement_timeout = 0; COMMIT";
/// A commit that is done sooner has not been cancelled by anybody who saw it wait.
const PROMPT: Duration = Duration::from_secs(1);

/// A database server that is signed in to.
pub(crate) struct Server {
    links: Links,
    log: LogWriter,
    patience: Duration,
}

/// Signs in.
pub(crate) fn connect(url: &PostgresUrl, patience: Duration) -> Result<Conn, StoreError> {
    // libpq's message names host and user, never the password.
    let mut conn = PgConnection::establish(url.as_str()).map_err(|error| StoreError::Open(error.to_string()))?;
    let (statement, lock) = (patience.saturating_mul(2).as_millis(), patience.as_millis());
    // A standby that must have each commit can ask for more than `on`, and nobody for less.
    conn.batch_execute(&format!(
        "SET statement_timeout = {statement}; SET lock_timeout = {lock}; SET idle_in_transaction_session_timeout = '60s';
         SET timezone = 'UTC'; SET client_min_messages = warning;
         SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');"
    ))?;
    Ok(Conn::Postgres(conn))
}

impl Server {
    /// Signs in with the first connections.
    pub(crate) fn start(url: &PostgresUrl, size: u32, queue: usize, patience: Duration) -> Result<Self, StoreError> {
        let (one, other) = (url.clone(), url.clone());
        let links = Links::open(move || connect(&one, patience), size, patience)?;
        let log = LogWriter::start(move || connect(&other, patience), queue, patience)?;
        Ok(Self { links, log, patience })
    }

    /// A connection in a new transaction. Nothing has been done yet, so one whose server has gone is let go and another
    /// tried, for as long as patience lasts.
    fn begun(&self, how: &str) -> Result<PooledConnection<Opener>, StoreError> {
        let until = Instant::now() + self.patience;
        loop {
            let mut link = self.links.take()?;
            match link.conn.batch_execute(how) {
                Ok(()) => return Ok(link),
                Err(error) => {
                    link.broken = true;
                    tracing::warn!(%error, "a transaction could not begin");
                    if Instant::now() >= until {
                        return Err(error.into());
                    }
                }
            }
        }
    }

    /// Reads from one snapshot.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut link = self.begun(BEGIN_READ)?;
        let result = work(&mut link.conn);
        if let Err(error) = link.conn.batch_execute("COMMIT") {
            tracing::warn!(%error, "a reading transaction did not end");
            link.broken = true;
        }
        result
    }

    /// Writes in a transaction of its own.
    pub(crate) fn write<T>(&self, job: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut link = self.begun(writing())?;
        match unpanicked(|| job(&mut link.conn)) {
            Ok(value) => commit(&mut link).map(|()| value),
            Err(error) => {
                link.broken = matches!(error, StoreError::Panicked) || is_lost(&error);
                if !link.broken && link.conn.batch_execute("ROLLBACK").is_err() {
                    link.broken = true;
                }
                Err(error)
            }
        }
    }

    /// Asks one thing in one statement. It changes nothing, so where the server was lost it is put again on another
    /// connection, for as long as patience lasts.
    pub(crate) fn ask<T>(&self, question: impl Fn(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let until = Instant::now() + self.patience;
        loop {
            let mut link = self.links.take()?;
            match question(&mut link.conn) {
                Err(error) if is_lost(&error) => {
                    link.broken = true;
                    if Instant::now() >= until {
                        return Err(error);
                    }
                }
                answer => return answer,
            }
        }
    }

    /// Writes rows of the access log together with all others that wait.
    pub(crate) fn log(&self, rows: Vec<LogRow>, then: Then) {
        self.log.write(rows, then);
    }
}

/// What begins a command. Not said to be READ WRITE: a server that was told to take no writes is obeyed. The shared lock is against [`hold_off_writers`]: taken together with it in one message.
fn writing() -> &'static str {
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock_shared(1397311537)"
}

/// Waits until no other write is under way, and lets none begin before this one has ended: for what holds for all cases at
/// once. The embedded engine has one writer, where this is always so.
pub(crate) fn hold_off_writers(conn: &mut Conn) -> Result<(), StoreError> {
    if let Conn::Postgres(conn) = conn {
        conn.batch_execute("SELECT pg_advisory_xact_lock(1397311537)")?;
    }
    Ok(())
}

fn commit(link: &mut Link) -> Result<(), StoreError> {
    let began = Instant::now();
    let error = match (link.conn.batch_execute(COMMIT), &mut link.conn) {
        (Ok(()), Conn::Postgres(conn)) => return is_everywhere(conn, began),
        (Ok(()), Conn::Sqlite(_)) => return Ok(()),
        (Err(error), _) => error,
    };
    link.broken = true;
    tracing::error!(%error, "a write was not committed, or it is not known whether it was");
    // The server said no: nothing was kept. Where it said nothing any more, nobody knows.
    Err(match error {
        Error::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::Unknown,
            _,
        ) => StoreError::Unknown,
        _ => StoreError::Commit,
    })
}

/// Holds a commit that was said to be done, and began then, against the standbys that must have it. When somebody cancels
/// the wait for them the server says that it is done all the same, with a warning that the driver does not pass on. So one
/// that took long is not believed where standbys are waited for.
///
/// # Errors
/// That it is not known whether they have it.
pub(crate) fn is_everywhere(conn: &mut PgConnection, began: Instant) -> Result<(), StoreError> {
    if began.elapsed() < PROMPT {
        return Ok(());
    }
    let asked = diesel::dsl::sql::<Bool>("SELECT current_setting('synchronous_standby_names') <> ''");
    if let Ok(false) = asked.get_result::<bool>(conn) {
        return Ok(());
    }
    tracing::warn!("a commit took long; it is not known whether the standbys have it");
    Err(StoreError::Unknown)
}

/// Whether the database takes writes; a standby does not, nor one that was told not to.
pub(crate) fn takes_writes(conn: &mut Conn) -> Result<bool, StoreError> {
    let Conn::Postgres(conn) = conn else { return Ok(true) };
    let asked = "SELECT NOT pg_is_in_recovery() AND NOT current_setting('default_transaction_read_only')::boolean";
    Ok(diesel::dsl::sql::<Bool>(asked).get_result(conn)?)
}

/// Whether the connection is of no more use: its server is gone, or takes no writes any more.
fn is_lost(error: &StoreError) -> bool {
    use DatabaseErrorKind::{ClosedConnection, ReadOnlyTransaction, UnableToSendCommand, Unknown};
    matches!(
        error,
        StoreError::Database(Error::DatabaseError(
            ClosedConnection | ReadOnlyTransaction | UnableToSendCommand | Unknown,
            _
        ))
    )
}
