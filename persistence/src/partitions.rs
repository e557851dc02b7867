//! The months into which a server divides access log and outbox. The embedded engine has one table for all time.

use crate::StoreError;
use crate::conn::Conn;
use crate::store::Store;
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;

/// Makes the partitions of this month and of the next three, and lets go of those of the outbox that end before the moment
/// and have nothing left to deliver. The access log's are the owner's to let go (`sip_drop_log`), after five years at the
/// earliest. Blocks the thread.
///
/// # Errors
/// When the database fails.
pub fn tend_partitions(store: &Store, delivered_before: DateTime<Utc>) -> Result<(), StoreError> {
    store.write(move |conn| {
        let Conn::Postgres(conn) = conn else { return Ok(()) };
        conn.batch_execute("SELECT sip_make_partitions(3)")?;
        let before = delivered_before.timestamp();
        Ok(conn.batch_execute(&format!("SELECT sip_drop_outbox(to_timestamp({before}))"))?)
    })
}
