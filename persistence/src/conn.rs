//! The connection that all queries are written for: one of two engines, told apart only where a statement differs.

use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// The embedded database.
    Sqlite(SqliteConnection),
    /// A database server.
    Postgres(PgConnection),
}

/// Runs one text of a statement on the engine at hand, compiled for each: for what the enum cannot carry, such as
/// `ON CONFLICT`, and where each call counts.
macro_rules! on_engine {
    ($conn:expr, |$engine:ident| $work:expr) => {
        match $conn {
            $crate::conn::Conn::Sqlite($engine) => $work,
            $crate::conn::Conn::Postgres($engine) => $work,
        }
    };
}

pub(crate) use on_engine;
