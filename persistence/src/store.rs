//! The handle to the database: a pool of readers and one writer.

use crate::StoreError;
use crate::sealed::{MasterKeys, Vault};
use crate::writer::Writer;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::sql_types::BigInt;
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
    /// What the keys in the database are wrapped with.
    pub keys: MasterKeys,
    /// Reading connections.
    pub readers: u32,
    /// Writes that may wait before [`StoreError::Busy`].
    pub queue: usize,
    /// How long to wait for a lock held by another process, and for a reading connection.
    pub busy: Duration,
}

impl StoreOptions {
    /// One reader for each core, 1024 waiting writes, five seconds' patience.
    pub fn new(path: impl Into<PathBuf>, calendar: Calendar, keys: MasterKeys) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(1));
        Self { path: path.into(), calendar, keys, readers: cores, queue: 1024, busy: Duration::from_secs(5) }
    }
}

/// The store. Clones share one pool and one writer; the last one to go waits for writes under way.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    readers: Pool<ConnectionManager<Conn>>,
    writer: Writer,
    vault: Arc<Vault>,
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
    // What is deleted or put another way leaves no trace in the file's free space.
    conn.batch_execute(&settings(options.busy, 16_000))?;
    conn.batch_execute("PRAGMA secure_delete = ON;")?;
    Ok(conn)
}

/// Version and name of every migration that there is.
fn known() -> Result<Vec<(String, String)>, StoreError> {
    let known = MigrationSource::<<Conn as Connection>::Backend>::migrations(&MIGRATIONS)
        .map_err(|error| StoreError::Migration(error.to_string()))?;
    Ok(known.iter().map(|m| (m.name().version().to_string(), m.name().to_string())).collect())
}

/// The migrations that the database has; none when it is new. Refuses one that this program does not know.
fn applied(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    // Not diesel's own check: it writes when the table of migrations is missing.
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = '__diesel_schema_migrations'";
    if diesel::dsl::sql::<BigInt>(tables).get_result::<i64>(conn)? == 0 {
        return Ok(Vec::new());
    }
    let applied = __diesel_schema_migrations::table.select(__diesel_schema_migrations::version);
    let applied: Vec<String> = applied.load(conn)?;
    let known = known()?;
    match applied.iter().find(|version| !known.iter().any(|(known, _)| known == *version)) {
        None => Ok(applied),
        Some(strange) => Err(StoreError::Migration(format!("the database is of another version of sip ({strange})"))),
    }
}

impl Store {
    /// Opens the database file and starts the writer. Does not migrate.
    ///
    /// # Errors
    /// When the file cannot be opened or made, is not of this version, or is closed with other master keys.
    pub fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let mut writing = connect(options)?;
        let vault = Arc::new(Vault::new(options.keys.clone()));
        if !applied(&mut writing)?.is_empty() {
            vault.check(&mut writing)?;
        }
        let readers = Pool::builder()
            .max_size(options.readers.max(1))
            .connection_timeout(options.busy)
            .test_on_check_out(false)
            .connection_customizer(Box::new(Configure { busy: options.busy }))
            .build(ConnectionManager::new(url(options)?))
            .map_err(|error| StoreError::Open(error.to_string()))?;
        let writer = Writer::start(writing, options.queue)?;
        Ok(Self(Arc::new(Inner { readers, writer, vault, options: options.clone() })))
    }

    /// Runs every migration that the database lacks, and makes its keys.
    ///
    /// # Errors
    /// When one fails; the database is then as it was before that one.
    pub fn migrate(&self) -> Result<(), StoreError> {
        let mut conn = connect(&self.0.options)?;
        applied(&mut conn)?;
        conn.run_pending_migrations(MIGRATIONS).map_err(|error| StoreError::Migration(error.to_string()))?;
        self.0.vault.establish(&mut conn)
    }

    /// Takes every migration back, and with them all data.
    ///
    /// # Errors
    /// When one fails.
    pub fn revert(&self) -> Result<(), StoreError> {
        let mut conn = connect(&self.0.options)?;
        conn.revert_all_migrations(MIGRATIONS).map_err(|error| StoreError::Migration(error.to_string()))?;
        self.0.vault.forget();
        Ok(())
    }

    /// Whether the database answers and has every migration.
    ///
    /// # Errors
    /// When not; says why.
    pub fn ready(&self) -> Result<(), StoreError> {
        let known = known()?;
        let applied = self.read(applied)?;
        match known.iter().find(|(version, _)| !applied.contains(version)) {
            None => Ok(()),
            Some((_, missing)) => Err(StoreError::Migration(format!("{missing} is pending"))),
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

    /// The database's keys.
    pub(crate) fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.0.vault)
    }

    /// Puts the write-ahead log into the file and empties it, so that what was replaced is not left in it.
    ///
    /// # Errors
    /// When the database does not answer. A log that somebody reads from now is emptied at the next stop.
    pub(crate) fn empty_log(&self) -> Result<(), StoreError> {
        Ok(connect(&self.0.options)?.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);")?)
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
