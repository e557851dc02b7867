//! Copies of the whole database while it is in use: a file of its own, or the dump of a server, with the heads of its seals
//! beside. A copy is under its name when it is whole and on the disk, and never before.

use crate::client_tools::Tools;
use crate::conn::Conn;
use crate::database::{Database, PostgresUrl};
use crate::schema::seals;
use crate::seals::{Sealing, heads_up_to};
use crate::store::{Calendar, Store};
use crate::verify::{Report, verify_copy};
use crate::{StoreError, migrations, postgres, sealed::Vault, sqlite};
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something is there that would be lost, or is not there, or is not what it should be.
    #[error("{0}")]
    Refused(String),
    /// A file or a folder.
    #[error("{file}: {error}", file = .0.display(), error = .1)]
    File(PathBuf, io::Error),
    /// A program is not on this machine.
    #[error("{0} is missing: install the client tools of PostgreSQL (Debian: apt-get install postgresql-client)")]
    MissingTool(&'static str),
    /// A program has failed.
    #[error("{0}: {1}")]
    Tool(&'static str, String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for BackupError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A finished backup.
#[derive(Clone, Debug)]
pub struct BackedUp {
    /// The copy of the database.
    pub database: PathBuf,
    /// The copy of the signed heads; none when there were none.
    pub heads: Option<PathBuf>,
    /// What a check of the whole copy found. None when it was only read to its end: a server's dump, or a database that lacks
    /// migrations.
    pub report: Option<Report>,
}

/// A text that a query gives.
#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Writes `sip-<moment>.db` (or `.dump`, of a server) and, where there are signed heads, `sip-<moment>.heads` into a folder
/// that is there. Others may read and write meanwhile; the copy is of one moment. Blocks the thread.
///
/// # Errors
/// When the copy cannot be made, or a file of its name is there. Nothing is left then.
pub fn back_up(
    store: &Store,
    sealing: Option<&Sealing>,
    folder: &Path,
    at: DateTime<Utc>,
) -> Result<BackedUp, BackupError> {
    if !folder.is_dir() {
        return Err(BackupError::Refused(format!("{} is no folder", folder.display())));
    }
    if store.read(migrations::applied)?.is_none() {
        return Err(BackupError::Refused("the database is empty".to_owned()));
    }
    let name = |ending: &str| folder.join(format!("sip-{}.{ending}", at.format("%Y%m%dT%H%M%SZ")));
    let database = Part::new(&name(if store.database().file().is_some() { "db" } else { "dump" }))?;
    let last_seal = match store.database() {
        Database::Sqlite(file) => copy(file, store.patience(), &database)?,
        Database::Postgres(url) => dump(url, store.patience(), &database)?,
    };
    // A head that came after the copy is over rows that are not in it.
    let heads = match sealing {
        Some(sealing) => heads_up_to(&sealing.file, last_seal)?.map(|text| Part::with(&name("heads"), &text)),
        None => None,
    };
    let heads = heads.transpose()?;
    let report = match store.database() {
        Database::Sqlite(_) if store.ready().is_ok() => {
            let own = |heads: &Part| sealing.map(|sealing| Sealing::new(heads.under_way.clone(), sealing.keys.clone()));
            let sealing = heads.as_ref().and_then(own);
            Some(check(&database.under_way, &store.vault(), store.calendar(), sealing.as_ref())?)
        }
        Database::Sqlite(_) | Database::Postgres(_) => None,
    };
    // The database last: where it is, all of the backup is.
    let heads = heads.map(Part::keep).transpose()?;
    Ok(BackedUp { database: database.keep()?, heads, report })
}

fn copy(file: &Path, patience: Duration, to: &Part) -> Result<i64, BackupError> {
    let path = to.under_way.to_str().ok_or_else(|| BackupError::Refused("the path is not UTF-8".to_owned()))?;
    // One reading transaction, which holds up no writer.
    if let Conn::Sqlite(mut conn) = sqlite::connect(file, patience, 16_000)? {
        diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(path).execute(&mut conn)?;
    }
    last_seal(&mut open_copy(&to.under_way)?)
}

fn dump(url: &PostgresUrl, patience: Duration, to: &Part) -> Result<i64, BackupError> {
    let tools = Tools::of(url)?;
    let mut conn = postgres::connect(url, patience)?;
    Tools::check_age(&mut conn)?;
    // The dump is of the snapshot that the seals are counted in.
    conn.batch_execute("SET idle_in_transaction_session_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let snapshot: Line = diesel::sql_query("SELECT pg_export_snapshot() AS line").get_result(&mut conn)?;
    let last = last_seal(&mut conn)?;
    tools.dump(&snapshot.line, to.handle()?)?;
    drop(conn);
    Tools::read_through(&to.under_way)?;
    Ok(last)
}

fn last_seal(conn: &mut Conn) -> Result<i64, BackupError> {
    Ok(seals::table.select(diesel::dsl::max(seals::number)).first::<Option<i64>>(conn)?.unwrap_or(0))
}

/// Opens a copy that nobody else has open, without changing it.
pub(crate) fn open_copy(file: &Path) -> Result<Conn, StoreError> {
    let path = file.to_str().ok_or_else(|| StoreError::Open("the path is not UTF-8".into()))?;
    let mut conn = SqliteConnection::establish(path).map_err(|error| StoreError::Open(error.to_string()))?;
    conn.batch_execute("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
    Ok(Conn::Sqlite(conn))
}

fn check(file: &Path, vault: &Vault, calendar: Calendar, sealing: Option<&Sealing>) -> Result<Report, BackupError> {
    let mut conn = open_copy(file)?;
    conn.batch_execute("BEGIN DEFERRED")?;
    Ok(verify_copy(&mut conn, vault, calendar, sealing)?)
}

/// A file under another name until it is whole. Goes with this value when it is not kept.
pub(crate) struct Part {
    file: PathBuf,
    pub(crate) under_way: PathBuf,
    is_kept: bool,
}

impl Part {
    /// A new empty file that only its owner may read. Refuses when the file or one that is not whole is there.
    pub(crate) fn new(file: &Path) -> Result<Self, BackupError> {
        let part = with_ending(file, ".part");
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&part).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Refused(format!(
                "{} is there: another is at work, or was broken off, and then the file can go",
                part.display()
            )),
            _ => BackupError::File(part.clone(), error),
        })?;
        let made = Self { file: file.to_owned(), under_way: part, is_kept: false };
        // Looked for with the part in hand, so that nobody else of ours is about to put it there.
        if file.exists() {
            return Err(BackupError::Refused(format!("{} is there already", file.display())));
        }
        Ok(made)
    }

    /// As [`Self::new`], with this text in it.
    pub(crate) fn with(file: &Path, text: &str) -> Result<Self, BackupError> {
        let made = Self::new(file)?;
        made.handle()?.write_all(text.as_bytes()).map_err(|error| made.failed(error))?;
        Ok(made)
    }

    fn failed(&self, error: io::Error) -> BackupError {
        BackupError::File(self.under_way.clone(), error)
    }

    /// To write into it from its beginning.
    pub(crate) fn handle(&self) -> Result<File, BackupError> {
        OpenOptions::new().write(true).open(&self.under_way).map_err(|error| self.failed(error))
    }

    /// Gives it its name, on the disk when this returns.
    pub(crate) fn keep(mut self) -> Result<PathBuf, BackupError> {
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let kept = || {
            File::open(&self.under_way)?.sync_all()?;
            std::fs::rename(&self.under_way, &self.file)?;
            File::open(folder)?.sync_all()
        };
        kept().map_err(|error| self.failed(error))?;
        self.is_kept = true;
        Ok(self.file.clone())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be taken away is no backup either, by its name.
            let _ = std::fs::remove_file(&self.under_way);
            for ending in ["-wal", "-shm", "-journal"] {
                let _ = std::fs::remove_file(with_ending(&self.under_way, ending));
            }
        }
    }
}

/// The path with something put behind its name.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
