//! The rows of a stream as a seal sees them.

use super::head::Stream;
use super::merkle::{Hash, leaf};
use crate::StoreError;
use crate::journal::EventRow;
use crate::log::LogRow;
use crate::schema::{access_log, case_events};
use crate::store::Conn;
use diesel::prelude::*;

/// A row: its number in the stream, what it is called in a report, and the hash of what it holds now.
pub(crate) struct Leaf {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) hash: Hash,
    /// Whether the hash that the row carries is this one; true where it carries none.
    pub(crate) agrees: bool,
}

/// The rows behind number `after` in their order, at most so many.
pub(crate) fn behind(conn: &mut Conn, stream: Stream, after: i64, most: i64) -> Result<Vec<Leaf>, StoreError> {
    match stream {
        Stream::AccessLog => {
            let rows: Vec<(i64, LogRow)> = access_log::table
                .filter(access_log::seq.gt(after))
                .order(access_log::seq)
                .limit(most)
                .select((access_log::seq, LogRow::as_select()))
                .load(conn)?;
            Ok(rows.into_iter().map(|(number, row)| of_log(number, row)).collect())
        }
        Stream::CaseEvents => {
            let rows: Vec<(i64, EventRow)> = case_events::table
                .filter(case_events::position.gt(after))
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
    Leaf { number, agrees: row.leaf == hash, name: row.id, hash }
}

fn of_journal(number: i64, row: &EventRow) -> Leaf {
    let name = format!("case {} row {}", row.case_id, row.seq);
    Leaf { number, name, hash: leaf(&row.content()), agrees: true }
}
