//! The migrations of both engines, compiled in. They have the same names, and come to the same tables.
//!
//! A database may be of a newer release than the program: each migration says in `schema_compatibility` how far back a
//! program may be and still run on it.

use crate::StoreError;
use crate::conn::Conn;
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

diesel::table! { __diesel_schema_migrations (version) { version -> Text, } }

diesel::table! { schema_compatibility (version) { version -> Text, oldest -> Text, } }

/// The migrations that a database has.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    versions: Vec<String>,
    /// Those that this program does not know, and may run beside.
    pub(crate) newer: Vec<String>,
}

impl Applied {
    /// Whether it has none: the database is new.
    pub(crate) fn is_none(&self) -> bool {
        self.versions.is_empty()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that map_err asks for")]
fn failed<E: ToString>(error: E) -> StoreError {
    StoreError::Migration(error.to_string())
}

fn names<DB: Backend>(source: &EmbeddedMigrations) -> Result<Vec<(String, String)>, StoreError> {
    let known = MigrationSource::<DB>::migrations(source).map_err(failed)?;
    Ok(known.iter().map(|m| (m.name().version().to_string(), m.name().to_string())).collect())
}

/// Version and name of every migration that there is for this engine.
fn known(conn: &Conn) -> Result<Vec<(String, String)>, StoreError> {
    match conn {
        Conn::Sqlite(_) => names::<diesel::sqlite::Sqlite>(&SQLITE),
        Conn::Postgres(_) => names::<diesel::pg::Pg>(&POSTGRES),
    }
}

/// The migrations that the database has; none when it is new. Refuses one that this program does not know, unless that
/// migration says that this program may run.
pub(crate) fn applied(conn: &mut Conn) -> Result<Applied, StoreError> {
    // Not diesel's own check: it writes when the table of migrations is missing.
    let tables = match conn {
        Conn::Sqlite(_) => "SELECT count(*) FROM sqlite_schema WHERE name = '__diesel_schema_migrations'",
        Conn::Postgres(_) => {
            "SELECT count(*) FROM (SELECT to_regclass('__diesel_schema_migrations') AS t) x WHERE t IS NOT NULL"
        }
    };
    if diesel::dsl::sql::<BigInt>(tables).get_result::<i64>(conn)? == 0 {
        return Ok(Applied::default());
    }
    let versions: Vec<String> = __diesel_schema_migrations::table
        .select(__diesel_schema_migrations::version)
        .order(__diesel_schema_migrations::version)
        .load(conn)?;
    let known = known(conn)?;
    // The table came before all that may be unknown. A database without it is none of ours, or older than all of them.
    let states = versions.iter().any(|version| version == COMPATIBILITY);
    let oldest = |version: &str| {
        let found = schema_compatibility::table.find(version).select(schema_compatibility::oldest);
        if states { found.first(conn).optional() } else { Ok(None) }
    };
    accepted(&known, versions, oldest)
}

/// The versions as they are applied somewhere, where `oldest` says how far back a program may be for one of them.
pub(crate) fn accepted(
    known: &[(String, String)],
    versions: Vec<String>,
    mut oldest: impl FnMut(&str) -> QueryResult<Option<String>>,
) -> Result<Applied, StoreError> {
    let is_known = |version: &String| known.iter().any(|(known, _)| known == version);
    let newer: Vec<String> = versions.iter().filter(|version| !is_known(version)).cloned().collect();
    let newest = known.iter().map(|(version, _)| version.as_str()).max().unwrap_or_default();
    for version in &newer {
        if oldest(version)?.is_none_or(|oldest| oldest.as_str() > newest) {
            return Err(StoreError::Migration(format!("the database is of another version of sip ({version})")));
        }
    }
    Ok(Applied { versions, newer })
}

/// Version and name of every migration that there is for a server.
pub(crate) fn known_to_servers() -> Result<Vec<(String, String)>, StoreError> {
    names::<diesel::pg::Pg>(&POSTGRES)
}

/// The migration that brought the table which [`applied`] asks.
const COMPATIBILITY: &str = "20261127000000";

/// The name of the first migration that the database lacks.
pub(crate) fn missing(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    let applied = applied(conn)?;
    Ok(known(conn)?.into_iter().find(|(version, _)| !applied.versions.contains(version)).map(|(_, name)| name))
}

/// Runs every migration that the database lacks.
pub(crate) fn run(conn: &mut Conn) -> Result<(), StoreError> {
    while run_next(conn)?.is_some() {}
    Ok(())
}

/// Runs the first migration that the database lacks, and says which; none when it has all.
pub(crate) fn run_next(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    let Some(missing) = missing(conn)? else { return Ok(None) };
    match conn {
        Conn::Sqlite(conn) => conn.run_next_migration(SQLITE).map(|_| ()).map_err(failed)?,
        Conn::Postgres(conn) => conn.run_next_migration(POSTGRES).map(|_| ()).map_err(failed)?,
    }
    if self::missing(conn)?.is_none() {
        grant(conn)?;
    }
    Ok(Some(missing))
}

/// Gives the roles of a server what they may do, where they are. The schema must be whole.
pub(crate) fn grant(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => Ok(conn.batch_execute(include_str!("grants.sql"))?),
    }
}

/// Takes the newest migration back, and says which; none when there is none left.
pub(crate) fn revert_last(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    if applied(conn)?.is_none() {
        return Ok(None);
    }
    let version = |version: MigrationVersion<'static>| version.to_string();
    let reverted = match conn {
        Conn::Sqlite(conn) => conn.revert_last_migration(SQLITE).map(version),
        Conn::Postgres(conn) => conn.revert_last_migration(POSTGRES).map(version),
    };
    reverted.map(Some).map_err(failed)
}

/// Takes every migration back.
pub(crate) fn revert(conn: &mut Conn) -> Result<(), StoreError> {
    while revert_last(conn)?.is_some() {}
    Ok(())
}
