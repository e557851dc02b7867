//! The handle to the database: a pool of readers and one writer.

use crate::StoreError;
use crate::writer::Writer;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The connection that all queries are written for.
pub type Conn = SqliteConnection;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");

diesel::table! { __diesel_schema_migrations (version) { version -> Text, } }

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
    /// The database file; made when absent. Its folder must exist.
    pub path: PathBuf,
    /// Moments and days.
    pub calendar: Calendar,
    /// Reading connections.
    pub readers: u32,
    /// Writes that may wait before [`StoreError::Busy`].
    pub queue: usize,
    /// How long to wait for a lock held by another process, and for a reading connection.
    pub busy: Duration,
}

impl StoreOptions {
    /// One reader for each core, 1024 waiting writes, five seconds' patience.
    pub fn new(path: impl Into<PathBuf>, calendar: Calendar) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(1));
        Self { path: path.into(), calendar, readers: cores, queue: 1024, busy: Duration::from_secs(5) }
    }
}

/// The store. Clones share one pool and one writer; the last one to go waits for writes under way.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    readers: Pool<ConnectionManager<Conn>>,
    writer: Writer,
    options: StoreOptions,
}

#[derive(Debug)]
struct Configure {
    busy: Duration,
}

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Configure {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        conn.batch_execute(&settings(self.busy, 8_000))
            .and_then(|()| conn.batch_execute("PRAGMA query_only = ON;"))
            .map_err(diesel::r2d2::Error::QueryError)
    }
}

fn settings(busy: Duration, cache_kib: u32) -> String {
    format!(
        "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -{cache_kib}; PRAGMA mmap_size = 268435456; PRAGMA trusted_schema = OFF;",
        busy.as_millis()
    )
}

fn url(options: &StoreOptions) -> Result<&str, StoreError> {
    options.path.to_str().ok_or_else(|| StoreError::Open("the path is not UTF-8".into()))
}

fn connect(options: &StoreOptions) -> Result<Conn, StoreError> {
    let mut conn = Conn::establish(url(options)?).map_err(|error| StoreError::Open(error.to_string()))?;
    conn.batch_execute(&settings(options.busy, 16_000))?;
    Ok(conn)
}

impl Store {
    /// Opens the database file and starts the writer. Does not migrate.
    ///
    /// # Errors
    /// When the file cannot be opened or made.
    pub fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let writing = connect(options)?;
        let readers = Pool::builder()
            .max_size(options.readers.max(1))
            .connection_timeout(options.busy)
            .test_on_check_out(false)
            .connection_customizer(Box::new(Configure { busy: options.busy }))
            .build(ConnectionManager::new(url(options)?))
            .map_err(|error| StoreError::Open(error.to_string()))?;
        let writer = Writer::start(writing, options.queue)?;
        Ok(Self(Arc::new(Inner { readers, writer, options: options.clone() })))
    }

    /// Runs every migration that the database lacks.
    ///
    /// # Errors
    /// When one fails; the database is then as it was before that one.
    pub fn migrate(&self) -> Result<(), StoreError> {
        let mut conn = connect(&self.0.options)?;
        conn.run_pending_migrations(MIGRATIONS).map_err(|error| StoreError::Migration(error.to_string()))?;
        Ok(())
    }

    /// Takes every migration back, and with them all data.
    ///
    /// # Errors
    /// When one fails.
    pub fn revert(&self) -> Result<(), StoreError> {
        let mut conn = connect(&self.0.options)?;
        conn.revert_all_migrations(MIGRATIONS).map_err(|error| StoreError::Migration(error.to_string()))?;
        Ok(())
    }

    /// Whether the database answers and has every migration.
    ///
    /// # Errors
    /// When not; says why.
    pub fn ready(&self) -> Result<(), StoreError> {
        // Not diesel's own check: it writes when the table of migrations is missing.
        let known = MigrationSource::<<Conn as Connection>::Backend>::migrations(&MIGRATIONS)
            .map_err(|error| StoreError::Migration(error.to_string()))?;
        let applied: Vec<String> = self
            .read(|conn| {
                Ok(__diesel_schema_migrations::table.select(__diesel_schema_migrations::version).load(conn)?)
            })
            .map_err(|error| match error {
                StoreError::Database(error) => StoreError::Migration(error.to_string()),
                other => other,
            })?;
        match known.iter().find(|m| !applied.contains(&m.name().version().to_string())) {
            None => Ok(()),
            Some(missing) => Err(StoreError::Migration(format!("{} is pending", missing.name()))),
        }
    }

    /// Reads from one snapshot. Blocks the thread.
    ///
    /// # Errors
    /// What the work returns, or that no connection came free.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut conn = self.0.readers.get().map_err(|error| {
            tracing::warn!(%error, "no reading connection");
            StoreError::Pool
        })?;
        conn.transaction(|conn| work(conn))
    }

    /// Writes in the next batch; on the disk when this returns. Blocks the thread. An error or a panic of the job takes back
    /// all that it did.
    ///
    /// # Errors
    /// What the job returns, or that the writer is busy, has stopped or could not commit.
    pub fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.0.writer.write(job)
    }

    /// The database file.
    pub fn path(&self) -> &std::path::Path {
        &self.0.options.path
    }

    /// Moments and days, as given when the store was opened.
    pub fn calendar(&self) -> Calendar {
        self.0.options.calendar
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.0.options.path).finish()
    }
}
