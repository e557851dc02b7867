//! Transactions and savepoints as plain SQL, the same on both engines. Not diesel's transaction manager: a panic would leave
//! that manager counting savepoints that are gone.

use crate::StoreError;
use crate::conn::Conn;
use diesel::connection::SimpleConnection;

/// Why a savepoint's effects did not stay.
pub(crate) enum Failure<E> {
    /// The work said so; its effects are rolled back and the transaction goes on.
    Undone(E),
    /// The database lost the savepoint; the whole transaction is lost.
    Broken(diesel::result::Error),
}

/// Runs the work between `SAVEPOINT` and `RELEASE`; an error from it rolls back to the savepoint.
pub(crate) fn in_savepoint<T, E>(
    conn: &mut Conn,
    name: &'static str,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, Failure<E>> {
    conn.batch_execute(&format!("SAVEPOINT {name}")).map_err(Failure::Broken)?;
    let result = work(conn);
    let end = match result {
        Ok(_) => format!("RELEASE {name}"),
        Err(_) => format!("ROLLBACK TO {name}; RELEASE {name}"),
    };
    conn.batch_execute(&end).map_err(Failure::Broken)?;
    result.map_err(Failure::Undone)
}

/// What begins a transaction that writes.
pub(crate) fn begin(conn: &Conn) -> &'static str {
    match conn {
        // A deferred one would fail at its first write when somebody else has written since, whatever the patience.
        Conn::Sqlite(_) => "BEGIN IMMEDIATE",
        // A row that is held is read anew as it is then, and not as it was when the transaction began.
        Conn::Postgres(_) => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    }
}

/// Runs the work in a transaction of its own.
pub(crate) fn in_transaction<T>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let begin = begin(conn);
    conn.batch_execute(begin)?;
    match work(conn) {
        Ok(value) => {
            conn.batch_execute("COMMIT")?;
            Ok(value)
        }
        Err(error) => {
            // An error here only says that the database has rolled back already.
            let _ = conn.batch_execute("ROLLBACK");
            Err(error)
        }
    }
}
