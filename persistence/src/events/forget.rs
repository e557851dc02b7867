//! Events are kept for a time; after that the cases tell.

use super::{FEED, lock_sequencer};
use crate::StoreError;
use crate::codec::micros;
use crate::schema::{event_feed, outbox, published_events, subscriptions};
use crate::store::{Conn, Store};
use chrono::{DateTime, Utc};
use diesel::dsl::min;
use diesel::prelude::*;

/// Events forgotten in one write job: others wait for it.
const BATCH: i64 = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = published_events)]
struct Old {
    position: i64,
    case_id: String,
    seq: i64,
    at: i64,
    published_at: i64,
}

/// Forgets events that were numbered before the moment, at most 500 in one call, the oldest first; says how many. What an
/// active subscription has not been sent yet stays.
///
/// # Errors
/// When the database fails; nothing is forgotten then.
pub fn forget_events(store: &Store, before: DateTime<Utc>) -> Result<usize, StoreError> {
    store.write(move |conn| {
        let extent = lock_sequencer(conn)?;
        let active = subscriptions::table.filter(subscriptions::state.eq("active"));
        let needed: Option<i64> = active.select(min(subscriptions::position)).first(conn)?;
        let rows: Vec<Old> = published_events::table
            .filter(published_events::position.le(needed.unwrap_or(extent.last)))
            .order(published_events::position)
            .limit(BATCH)
            .select(Old::as_select())
            .load(conn)?;
        // From the beginning on and without a hole, whatever the clock has done.
        let old: Vec<Old> = rows.into_iter().take_while(|row| row.published_at < micros(before)).collect();
        if let Some(last) = old.last().map(|row| row.position) {
            forget_outbox(conn, &old)?;
            diesel::delete(published_events::table.filter(published_events::position.le(last))).execute(conn)?;
            diesel::update(event_feed::table.find(FEED)).set(event_feed::forgotten.eq(last)).execute(conn)?;
        }
        Ok(old.len())
    })
}

/// Takes the rows out of the outbox too. A server drops a month's partition, once all of it is old (`tend_partitions`).
fn forget_outbox(conn: &mut Conn, old: &[Old]) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn {
        return Ok(());
    }
    for row in old {
        let own = outbox::table
            .filter(outbox::case_id.eq(&row.case_id))
            .filter(outbox::seq.eq(row.seq))
            .filter(outbox::at.eq(row.at));
        diesel::delete(own).execute(conn)?;
    }
    Ok(())
}
