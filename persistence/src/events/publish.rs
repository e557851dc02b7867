//! The sequencer: gives rows of the outbox the next numbers.
//!
//! Rows come into the outbox in the order that their transactions commit, which neither their moments nor any number drawn
//! inside those transactions tells. So a second step numbers what is there, one transaction at a time: when a number can be
//! read, every smaller one can.

use super::{Extent, FEED, lock_sequencer};
use crate::StoreError;
use crate::codec::micros;
use crate::schema::{event_feed, outbox, published_events};
use crate::store::{Conn, Store};
use chrono::{DateTime, Utc};
use diesel::dsl::min;
use diesel::prelude::*;
use std::collections::{BTreeMap, VecDeque};

/// Rows numbered in one write job: others wait for it.
const BATCH: i64 = 500;

/// A row of the outbox that has no number yet.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct Waiting {
    case_id: String,
    seq: i64,
    at: i64,
    trace_id: String,
}

/// Numbers what waits in the outbox, at most 500 rows; says how many. Blocks the thread. Nothing is written when nothing
/// waits.
///
/// # Errors
/// When the database fails; nothing is numbered then.
pub fn publish_events(store: &Store, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let waits = |conn: &mut Conn| -> Result<Option<i64>, StoreError> {
        let first = outbox::table.filter(outbox::delivered_at.is_null()).order(outbox::at).select(outbox::seq);
        Ok(first.first(conn).optional()?)
    };
    match store.read(waits)? {
        None => Ok(0),
        Some(_) => store.write(move |conn| number(conn, micros(now))),
    }
}

fn number(conn: &mut Conn, now: i64) -> Result<usize, StoreError> {
    let Extent { last, .. } = lock_sequencer(conn)?;
    let slots: Vec<Waiting> = outbox::table
        .filter(outbox::delivered_at.is_null())
        .order((outbox::at, outbox::case_id, outbox::seq))
        .limit(BATCH)
        .select(Waiting::as_select())
        .load(conn)?;
    let mut reached = last;
    for row in in_order(conn, slots)? {
        reached = reached.saturating_add(1);
        diesel::insert_into(published_events::table)
            .values((
                published_events::position.eq(reached),
                published_events::case_id.eq(&row.case_id),
                published_events::seq.eq(row.seq),
                published_events::at.eq(row.at),
                published_events::trace_id.eq(&row.trace_id),
                published_events::published_at.eq(now),
            ))
            .execute(conn)?;
        let own = outbox::table
            .filter(outbox::case_id.eq(&row.case_id))
            .filter(outbox::seq.eq(row.seq))
            .filter(outbox::at.eq(row.at));
        diesel::update(own).set(outbox::delivered_at.eq(now)).execute(conn)?;
    }
    diesel::update(event_feed::table.find(FEED)).set(event_feed::last.eq(reached)).execute(conn)?;
    Ok(usize::try_from(reached.saturating_sub(last)).unwrap_or_default())
}

/// The rows by moment, but those of a case by their number in it: where a moment says otherwise, because a clock was put
/// back, the case's first row comes in the place of its later one.
fn in_order(conn: &mut Conn, slots: Vec<Waiting>) -> Result<Vec<Waiting>, StoreError> {
    let mut queues = BTreeMap::<String, VecDeque<Waiting>>::new();
    for row in &slots {
        queues.entry(row.case_id.clone()).or_default().push_back(row.clone());
    }
    let firsts = firsts(conn, queues.keys())?;
    for (case, queue) in &mut queues {
        queue.make_contiguous().sort_by_key(|row| row.seq);
        let first = firsts.get(case).copied();
        if !queue.iter().zip(first.into_iter().flat_map(|first| first..)).all(|(row, seq)| row.seq == seq) {
            *queue = first_of(conn, case, queue.len())?;
        }
    }
    let next = |slot: Waiting| queues.get_mut(&slot.case_id).and_then(VecDeque::pop_front);
    Ok(slots.into_iter().filter_map(next).collect())
}

/// The first row of each case that has no number yet.
fn firsts<'a>(conn: &mut Conn, cases: impl Iterator<Item = &'a String>) -> Result<BTreeMap<String, i64>, StoreError> {
    let found: Vec<(String, Option<i64>)> = outbox::table
        .filter(outbox::delivered_at.is_null())
        .filter(outbox::case_id.eq_any(cases))
        .group_by(outbox::case_id)
        .select((outbox::case_id, min(outbox::seq)))
        .load(conn)?;
    Ok(found.into_iter().filter_map(|(case, first)| Some((case, first?))).collect())
}

fn first_of(conn: &mut Conn, case: &str, count: usize) -> Result<VecDeque<Waiting>, StoreError> {
    let rows: Vec<Waiting> = outbox::table
        .filter(outbox::delivered_at.is_null())
        .filter(outbox::case_id.eq(case))
        .order(outbox::seq)
        .limit(i64::try_from(count).unwrap_or(BATCH))
        .select(Waiting::as_select())
        .load(conn)?;
    Ok(rows.into())
}
