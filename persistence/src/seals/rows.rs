//! The rows of a stream as a seal sees them.

use super::head::Stream;
use super::merkle::{Hash, leaf};
use crate::StoreError;
use crate::journal::EventRow;
use crate::log::LogRow;
use crate::schema::{access_log, case_events};
use crate::store::Conn;
use diesel::prelude::*;

diesel::define_sql_function! {
    fn sip_settled(stream: diesel::sql_types::Text) -> diesel::sql_types::BigInt;
}

/// A row: its number in the stream, what it is called in a report, and the hash of what it holds now.
pub(crate) struct Leaf {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) hash: Hash,
    /// Whether the hash that the row carries is this one; true where it carries none.
    pub(crate) agrees: bool,
    /// Whether there is no row by this number.
    pub(crate) is_hole: bool,
}

/// Up to which number each row of the stream has come, or never will. On the embedded engine rows come in the order of their
/// numbers, and one that was taken back gives its number back. A server gives numbers before the commit, and does not take
/// them back: they leave holes. Waits there for the writers under way, so it has to be called in a transaction that writes.
pub(crate) fn settled(conn: &mut Conn, stream: Stream) -> Result<i64, StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(i64::MAX),
        Conn::Postgres(conn) => Ok(diesel::select(sip_settled(stream.code())).get_result(conn)?),
    }
}

/// The rows numbered behind `after` up to `last` in their order, at most so many; on a server with a leaf for each hole.
pub(crate) fn between(
    conn: &mut Conn,
    stream: Stream,
    after: i64,
    last: i64,
    most: i64,
) -> Result<Vec<Leaf>, StoreError> {
    let last = last.min(after.saturating_add(most));
    let rows = behind(conn, stream, after, last, most)?;
    Ok(match conn {
        Conn::Sqlite(_) => rows,
        Conn::Postgres(_) => with_holes(rows, after, last),
    })
}

fn with_holes(rows: Vec<Leaf>, after: i64, last: i64) -> Vec<Leaf> {
    let mut rows = rows.into_iter().peekable();
    let numbers = after.saturating_add(1)..=last;
    numbers.map(|number| rows.next_if(|row| row.number == number).unwrap_or_else(|| hole(number))).collect()
}

fn hole(number: i64) -> Leaf {
    Leaf { number, name: "none".to_owned(), hash: leaf(&[]), agrees: true, is_hole: true }
}

/// The rows numbered behind `after` up to `last` in their order, at most so many.
pub(crate) fn behind(
    conn: &mut Conn,
    stream: Stream,
    after: i64,
    last: i64,
    most: i64,
) -> Result<Vec<Leaf>, StoreError> {
    match stream {
        Stream::AccessLog => {
            let rows: Vec<(i64, LogRow)> = access_log::table
                .filter(access_log::seq.gt(after))
                .filter(access_log::seq.le(last))
                .order(access_log::seq)
                .limit(most)
                .select((access_log::seq, LogRow::as_select()))
                .load(conn)?;
            Ok(rows.into_iter().map(|(number, row)| of_log(number, row)).collect())
        }
        Stream::CaseEvents => {
            let rows: Vec<(i64, EventRow)> = case_events::table
                .filter(case_events::position.gt(after))
                .filter(case_events::position.le(last))
                .order(case_events::position)
                .limit(most)
                .select((case_events::position, EventRow::as_select()))
                .load(conn)?;
            Ok(rows.iter().map(|(number, row)| of_journal(*number, row)).collect())
        }
    }
}

fn of_log(number: i64, row: LogRow) -> Leaf {
    let hash = leaf(&row.content());
    Leaf { number, agrees: row.leaf == hash, name: row.id, hash, is_hole: false }
}

fn of_journal(number: i64, row: &EventRow) -> Leaf {
    let name = format!("case {} row {}", row.case_id, row.seq);
    Leaf { number, name, hash: leaf(&row.content()), agrees: true, is_hole: false }
}
