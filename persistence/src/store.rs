//! The handle to the database, whichever engine it is.

use crate::conn::Conn as Connection;
use crate::database::Database;
use crate::known::Known;
use crate::log::LogRow;
use crate::postgres::{self, Server};
use crate::sealed::{MasterKeys, Vault};
use crate::sqlite::{self, Embedded};
use crate::{StoreError, migrations};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use std::sync::Arc;
use std::time::Duration;

pub use crate::conn::Conn;

/// How moments and days belong together: Europe/Stockholm in operation. Given from outside, because time zones are data.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// The local date of a moment.
    pub local_date: fn(DateTime<Utc>) -> NaiveDate,
    /// The moment at which a local day ends; a deadline on a day falls then.
    pub end_of_day: fn(NaiveDate) -> DateTime<Utc>,
}

/// Where and how to open the store.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// The database. The folder of a file must exist.
    pub database: Database,
    /// Moments and days.
    pub calendar: Calendar,
    /// What the keys in the database are wrapped with.
    pub keys: MasterKeys,
    /// Connections for requests at most: readers of the embedded engine, readers and writers of a server.
    pub connections: u32,
    /// Writes that may wait before [`StoreError::Busy`].
    pub queue: usize,
    /// How long to wait for a lock that another holds, for a free connection, and for a server that does not answer.
    pub patience: Duration,
}

impl StoreOptions {
    /// One reader for each core on the embedded engine, two connections for each core to a server (more only wait for one
    /// another), 1024 waiting writes, five seconds' patience.
    pub fn new(database: Database, calendar: Calendar, keys: MasterKeys) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(1));
        let connections = match database {
            Database::Sqlite(_) => cores,
            Database::Postgres(_) => cores.saturating_mul(2),
        };
        Self { database, calendar, keys, connections, queue: 1024, patience: Duration::from_secs(5) }
    }
}

/// The store. Clones share its connections; the last one to go waits for writes under way.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    engine: Engine,
    vault: Arc<Vault>,
    known: Known,
    options: StoreOptions,
}

enum Engine {
    Embedded(Embedded),
    Server(Server),
}

/// A connection that may write, beside those that serve.
fn connect(options: &StoreOptions) -> Result<Conn, StoreError> {
    match &options.database {
        Database::Sqlite(file) => sqlite::connect_to_write(file, options.patience),
        Database::Postgres(url) => postgres::connect(url, options.patience),
    }
}

impl Store {
    /// Opens the database. Does not migrate.
    ///
    /// # Errors
    /// When it cannot be opened or made, is not of this version, or is closed with other master keys.
    pub fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let mut conn = connect(options)?;
        let vault = Arc::new(Vault::new(options.keys.clone()));
        if !migrations::applied(&mut conn)?.is_empty() {
            vault.check(&mut conn)?;
        }
        drop(conn);
        let StoreOptions { connections, queue, patience, .. } = *options;
        let engine = match &options.database {
            Database::Sqlite(file) => Engine::Embedded(Embedded::start(file, connections, queue, patience)?),
            Database::Postgres(url) => Engine::Server(Server::start(url, connections, queue, patience)?),
        };
        Ok(Self(Arc::new(Inner { engine, vault, known: Known::new(), options: options.clone() })))
    }

    /// Runs every migration that the database lacks, and makes its keys.
    ///
    /// # Errors
    /// When one fails; the database is then as it was before that one.
    pub fn migrate(&self) -> Result<(), StoreError> {
        let mut conn = connect(&self.0.options)?;
        if migrations::missing(&mut conn)?.is_some() {
            migrations::run(&mut conn)?;
        }
        self.0.vault.establish(&mut conn)
    }

    /// Takes every migration back, and with them all data.
    ///
    /// # Errors
    /// When one fails.
    pub fn revert(&self) -> Result<(), StoreError> {
        migrations::revert(&mut connect(&self.0.options)?)?;
        self.0.vault.forget();
        Ok(())
    }

    /// Whether the database answers and has every migration.
    ///
    /// # Errors
    /// When not; says why.
    pub fn ready(&self) -> Result<(), StoreError> {
        match self.read(migrations::missing)? {
            None => Ok(()),
            Some(missing) => Err(StoreError::Migration(format!("{missing} is pending"))),
        }
    }

    /// Reads from one snapshot. Blocks the thread.
    ///
    /// # Errors
    /// What the work returns, or that no connection came free.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        match &self.0.engine {
            Engine::Embedded(engine) => engine.read(work),
            Engine::Server(server) => server.read(work),
        }
    }

    /// Writes in one transaction; on the disk when this returns. Blocks the thread. An error or a panic of the job takes
    /// back all that it did.
    ///
    /// # Errors
    /// What the job returns, or that the database is busy, has stopped or could not commit.
    pub fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.0.engine {
            Engine::Embedded(engine) => engine.write(job),
            Engine::Server(server) => server.write(job),
        }
    }

    /// Asks one thing in one statement, which is a snapshot of its own. Blocks the thread. `question` may be put again.
    pub(crate) fn ask<T>(&self, question: impl Fn(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        match &self.0.engine {
            Engine::Embedded(engine) => engine.ask(question),
            Engine::Server(server) => server.ask(question),
        }
    }

    /// Writes rows of the access log, together with others that wait, and calls `then` once they are on the disk, or cannot
    /// be written. Does not wait for that; `then` is called on another thread and must be quick.
    pub(crate) fn log(&self, rows: Vec<LogRow>, then: impl FnOnce(Result<(), StoreError>) + Send + 'static) {
        let own = self.0.vault.known().map_or_else(|| self.read(|conn| self.0.vault.own(conn)), Ok);
        let rows = own.and_then(|own| rows.into_iter().map(|row| row.finished(&own)).collect::<Result<_, _>>());
        match (rows, &self.0.engine) {
            (Err(error), _) => then(Err(error)),
            (Ok(rows), Engine::Embedded(engine)) => engine.log(rows, Box::new(then)),
            (Ok(rows), Engine::Server(server)) => server.log(rows, Box::new(then)),
        }
    }

    /// What was looked up before.
    pub(crate) fn known(&self) -> &Known {
        &self.0.known
    }

    /// The database's keys.
    pub(crate) fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.0.vault)
    }

    /// Sees to it that what was replaced is not left in the embedded engine's write-ahead log. A server's own archive is
    /// its operator's to end.
    ///
    /// # Errors
    /// When the database does not answer. A log that somebody reads from now is emptied at the next stop.
    pub(crate) fn empty_log(&self) -> Result<(), StoreError> {
        match connect(&self.0.options)? {
            mut conn @ Connection::Sqlite(_) => Ok(conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);")?),
            Connection::Postgres(_) => Ok(()),
        }
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.0.options.database
    }

    /// Moments and days, as given when the store was opened.
    pub fn calendar(&self) -> Calendar {
        self.0.options.calendar
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.0.options.database).finish()
    }
}
