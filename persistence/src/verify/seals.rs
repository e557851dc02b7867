//! The streams against their seals, and the seals against the signed heads in the file outside.

use super::Report;
use crate::StoreError;
use crate::codec::{from_code, hex, moment};
use crate::schema::{log_retention, seals};
use crate::seals::{BATCH, Hash, Head, Leaf, Lines, START, Sealing, Stream, behind, between, read_heads, root};
use crate::store::{Conn, Store};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The signed heads that the file has, by their number.
pub(super) struct Outside {
    heads: BTreeMap<i64, Head>,
}

/// Reads the file. To be called before the database is read, so that all that a head is over is in there.
pub(super) fn outside(sealing: &Sealing, report: &mut Report) -> Result<Outside, StoreError> {
    let Lines { heads: lines, .. } = read_heads(&sealing.file)?;
    let mut heads = BTreeMap::new();
    for (line, signed) in (1..).zip(lines) {
        match signed {
            None => report.add(None, None, format!("heads file: line {line} cannot be read")),
            Some(signed) if !signed.holds(&sealing.keys) => {
                report.add(None, None, format!("heads file: no believed key has signed line {line}"));
            }
            Some(signed) => {
                if heads.insert(signed.head.number, signed.head).is_some() {
                    report.add(None, None, format!("heads file: line {line} has the number of another"));
                }
            }
        }
    }
    Ok(Outside { heads })
}

/// Checks every row under a seal, and those behind the last one. What the file says counts before what the database says.
pub(super) fn check(conn: &mut Conn, outside: Option<&Outside>, report: &mut Report) -> Result<(), StoreError> {
    let mut claims = inside(conn, report)?;
    for (number, head) in outside.iter().flat_map(|outside| &outside.heads) {
        let other = claims.insert(*number, head.clone()).filter(|known| known.hash() != head.hash());
        if other.is_some() {
            report.add(None, None, format!("seal {number}: the database has another head than the file"));
        }
    }
    check_chain(&claims, report);
    for stream in Stream::ALL {
        if let Some(bad) = first_bad(conn, stream, &claims)? {
            report.add(None, None, format!("{}: {bad}", stream.code()));
        }
    }
    Ok(())
}

/// Heads that only one side has. A head is in the file before it is in the database, and while the server runs either may
/// get one more at any time: so the file was read before the database for one direction, and the database before the file
/// for the other.
pub(super) fn compare(
    store: &Store,
    sealing: &Sealing,
    before: &Outside,
    report: &mut Report,
) -> Result<(), StoreError> {
    let known = store.read(|conn| inside(conn, &mut Report::default()))?;
    for number in before.heads.keys().filter(|number| !known.contains_key(number)) {
        report.add(None, None, format!("seal {number}: the file has it, and the database does not"));
    }
    let after = outside(sealing, &mut Report::default())?;
    for number in known.keys().filter(|number| !after.heads.contains_key(number)) {
        report.add(None, None, format!("seal {number}: the database has it, and the file does not"));
    }
    Ok(())
}

/// The heads that the database tells of, by their number.
fn inside(conn: &mut Conn, report: &mut Report) -> Result<BTreeMap<i64, Head>, StoreError> {
    type Row = (i64, String, i64, i64, String, String, i64, String);
    let rows: Vec<Row> = seals::table
        .order(seals::number)
        .select((
            seals::number,
            seals::stream,
            seals::first,
            seals::last,
            seals::root,
            seals::previous,
            seals::at,
            seals::head,
        ))
        .load(conn)?;
    let mut heads = BTreeMap::new();
    for (number, stream, first, last, root, previous, at, hash) in rows {
        let stream: Stream = from_code(&stream)?;
        let head = Head { number, stream, first, last, root, previous, at: moment(at)? };
        if head.hash() != hash {
            report.add(None, None, format!("seal {number}: its hash is not that of its content"));
        }
        heads.insert(number, head);
    }
    Ok(heads)
}

/// Each head names the one before, and in each stream begins where the one before ended.
fn check_chain(claims: &BTreeMap<i64, Head>, report: &mut Report) {
    let (mut before, mut ends) = ((0, START.to_owned()), BTreeMap::new());
    for (number, head) in claims {
        if (*number, &head.previous) != (before.0 + 1, &before.1) {
            report.add(None, None, format!("seal {number}: it does not follow the one before"));
        }
        let end: i64 = ends.insert(head.stream, head.last).unwrap_or(0);
        if head.first != end + 1 {
            report.add(None, None, format!("seal {number}: it does not begin where the one before ended"));
        }
        before = (*number, head.hash());
    }
}

/// What is wrong with the first row of a stream with which something is.
fn first_bad(conn: &mut Conn, stream: Stream, claims: &BTreeMap<i64, Head>) -> Result<Option<String>, StoreError> {
    let leaves_holes = matches!(conn, Conn::Postgres(_));
    let gone = let_go(conn, stream)?;
    let mut end = gone;
    for head in claims.values().filter(|head| head.stream == stream) {
        let size = head.size().and_then(|size| i64::try_from(size).ok()).filter(|size| *size <= BATCH);
        let Some(size) = size else { return Ok(Some(format!("seal {} is over no rows", head.number))) };
        if head.first <= gone {
            // Rows of this batch have been kept long enough, and its root cannot be reckoned without them.
            end = end.max(head.last);
            continue;
        }
        let rows = between(conn, stream, head.first.saturating_sub(1), head.last, size)?;
        let sealed = sealed_leaves(conn, head)?;
        if let Some(bad) = bad_in_batch(head, &rows, sealed.as_deref()) {
            return Ok(Some(bad));
        }
        end = head.last;
    }
    loop {
        let rows = behind(conn, stream, end, i64::MAX, BATCH)?;
        let Some(last) = rows.last() else { return Ok(None) };
        // A server leaves holes, and only the seals tell which of them have always been there.
        let number = |place: i64, row: &Leaf| if leaves_holes { row.number } else { place };
        let mut numbered = (end.saturating_add(1)..).zip(&rows);
        if let Some(bad) = numbered.find_map(|(place, row)| bad_row(number(place, row), Some(row), None)) {
            return Ok(Some(bad));
        }
        end = last.number;
    }
}

/// The last row of the stream that was let go because it had been kept long enough; 0 for none.
fn let_go(conn: &mut Conn, stream: Stream) -> Result<i64, StoreError> {
    match (conn, stream) {
        (Conn::Postgres(conn), Stream::AccessLog) => {
            let last: Option<i64> =
                log_retention::table.select(diesel::dsl::max(log_retention::last_seq)).first(conn)?;
            Ok(last.unwrap_or(0))
        }
        _ => Ok(0),
    }
}

/// The leaves as they were sealed, if they are those of the root: then it can be told which row is another.
fn sealed_leaves(conn: &mut Conn, head: &Head) -> Result<Option<Vec<Hash>>, StoreError> {
    let stored: Option<Vec<u8>> = seals::table.find(head.number).select(seals::leaves).first(conn).optional()?;
    let leaves: Vec<Hash> = stored.unwrap_or_default().as_chunks().0.to_vec();
    Ok((hex(&root(&leaves)) == head.root).then_some(leaves))
}

fn bad_in_batch(head: &Head, rows: &[Leaf], sealed: Option<&[Hash]>) -> Option<String> {
    let bad = (head.first..=head.last)
        .enumerate()
        .find_map(|(place, number)| bad_row(number, rows.get(place), sealed.and_then(|leaves| leaves.get(place))));
    let hashes: Vec<Hash> = rows.iter().map(|row| row.hash).collect();
    let other = || {
        let Head { first, last, number, .. } = head;
        format!("rows {first} to {last} are not those under seal {number}; which one cannot be told")
    };
    bad.or_else(|| (hex(&root(&hashes)) != head.root).then(other))
}

fn bad_row(number: i64, row: Option<&Leaf>, sealed: Option<&Hash>) -> Option<String> {
    let Some(row) = row.filter(|row| row.number == number) else { return Some(format!("row {number} is missing")) };
    let why = match sealed {
        Some(sealed) if row.is_hole && *sealed != row.hash => return Some(format!("row {number} is missing")),
        Some(sealed) if *sealed != row.hash => "is not what was sealed",
        _ if !row.agrees => "carries a hash that is not that of its content",
        _ => return None,
    };
    Some(format!("row {number} ({}) {why}", row.name))
}
