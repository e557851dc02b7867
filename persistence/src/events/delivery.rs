//! Which subscriptions have something to be sent.

use super::Extent;
use super::feed::window;
use crate::StoreError;
use crate::codec::{id, micros};
use crate::schema::{published_events, subscriptions as s};
use crate::store::{Conn, Store};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use sip_domain::ids::OrganisationId;
use uuid::Uuid;

/// Subscriptions looked at in one go.
const BATCH: i64 = 64;
/// So long an organisation that nothing concerns may stay behind: else each event would be a write for each subscription.
const BEHIND: TimeDelta = TimeDelta::hours(1);

#[derive(Queryable, Selectable)]
#[diesel(table_name = s)]
struct Row {
    id: String,
    organisation_id: String,
    position: i64,
}

/// The subscriptions that are due and have something to be sent, whose turn was longest ago first. Blocks the thread; writes
/// nothing.
///
/// # Errors
/// When the database cannot be read.
pub fn due_subscriptions(store: &Store, now: DateTime<Utc>) -> Result<Vec<Uuid>, StoreError> {
    let (at, behind) = (micros(now), micros(now - BEHIND));
    store.read(|conn| {
        let last = Extent::read(conn)?.last;
        let rows: Vec<Row> = s::table
            .filter(s::state.eq("active"))
            .filter(s::due_at.le(at))
            .filter(s::lease_until.le(at))
            .filter(s::position.lt(last))
            .order((s::due_at, s::id))
            .limit(BATCH)
            .select(Row::as_select())
            .load(conn)?;
        let mut due = Vec::new();
        for row in rows {
            if has_something(conn, &row, behind)? {
                due.push(id(&row.id)?);
            }
        }
        Ok(due)
    })
}

/// Whether there is something to send, or much to pass over.
fn has_something(conn: &mut Conn, row: &Row, behind: i64) -> Result<bool, StoreError> {
    let organisation: OrganisationId = id(&row.organisation_id)?;
    let ahead = window(conn, organisation, row.position, 1)?;
    if ahead.more || !ahead.events.is_empty() {
        return Ok(true);
    }
    let next = published_events::table.find(row.position.saturating_add(1)).select(published_events::published_at);
    Ok(next.first::<i64>(conn).optional()?.is_none_or(|published| published <= behind))
}
