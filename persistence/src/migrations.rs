//! The migrations of both engines, compiled in. They have the same names, and come to the same tables.

use crate::StoreError;
use crate::conn::Conn;
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

diesel::table! { __diesel_schema_migrations (version) { version -> Text, } }

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

/// The migrations that the database has; none when it is new. Refuses one that this program does not know.
pub(crate) fn applied(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    // Not diesel's own check: it writes when the table of migrations is missing.
    let tables = match conn {
        Conn::Sqlite(_) => "SELECT count(*) FROM sqlite_schema WHERE name = '__diesel_schema_migrations'",
        Conn::Postgres(_) => {
            "SELECT count(*) FROM (SELECT to_regclass('__diesel_schema_migrations') AS t) x WHERE t IS NOT NULL"
        }
    };
    if diesel::dsl::sql::<BigInt>(tables).get_result::<i64>(conn)? == 0 {
        return Ok(Vec::new());
    }
    let applied = __diesel_schema_migrations::table.select(__diesel_schema_migrations::version);
    let applied: Vec<String> = applied.load(conn)?;
    let known = known(conn)?;
    match applied.iter().find(|version| !known.iter().any(|(known, _)| known == *version)) {
        None => Ok(applied),
        Some(strange) => Err(StoreError::Migration(format!("the database is of another version of sip ({strange})"))),
    }
}

/// The name of the first migration that the database lacks.
pub(crate) fn missing(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    let applied = applied(conn)?;
    Ok(known(conn)?.into_iter().find(|(version, _)| !applied.contains(version)).map(|(_, name)| name))
}

/// Runs every migration that the database lacks.
pub(crate) fn run(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(|_| ()).map_err(failed),
        Conn::Postgres(conn) => {
            conn.run_pending_migrations(POSTGRES).map_err(failed)?;
            Ok(conn.batch_execute(include_str!("grants.sql"))?)
        }
    }
}

/// Takes every migration back.
pub(crate) fn revert(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => conn.revert_all_migrations(SQLITE).map_err(failed)?,
        Conn::Postgres(conn) => conn.revert_all_migrations(POSTGRES).map_err(failed)?,
    };
    Ok(())
}
