//! Sealing: what the access log and the journals hold is signed, a batch at a time, and the signature put where the
//! database's owner cannot reach it. A row changed, taken out or cut off afterwards no longer fits.

mod file;
mod head;
mod keys;
mod merkle;
mod rows;

pub(crate) use file::{Lines, read as read_heads};
pub(crate) use head::{Head, START, Stream};
pub use keys::{SealKeys, new_seal_key};
pub(crate) use merkle::{Hash, leaf, root};
use rows::settled;
pub(crate) use rows::{Leaf, behind, between};

use crate::StoreError;
use crate::codec::micros;
use crate::schema::seals;
use crate::store::{Conn, Store};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Rows under one seal at most.
pub(crate) const BATCH: i64 = 8192;

/// The last head, and how long the file is with it.
#[derive(Clone)]
struct Tail {
    number: i64,
    hash: String,
    length: u64,
}

/// Where heads go, and the keys for them. Clones share one turn: only one seals at a time.
#[derive(Clone, Debug)]
pub struct Sealing {
    pub(crate) file: PathBuf,
    pub(crate) keys: SealKeys,
    tail: Arc<Mutex<Option<Tail>>>,
}

impl std::fmt::Debug for Tail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tail({})", self.number)
    }
}

/// A row of `seals`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = seals)]
pub(crate) struct SealRow {
    pub(crate) number: i64,
    pub(crate) stream: String,
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) root: String,
    pub(crate) previous: String,
    pub(crate) at: i64,
    pub(crate) head: String,
    pub(crate) leaves: Vec<u8>,
}

impl SealRow {
    fn new(head: &Head, leaves: &[Leaf]) -> Self {
        Self {
            number: head.number,
            stream: head.stream.code().to_owned(),
            first: head.first,
            last: head.last,
            root: head.root.clone(),
            previous: head.previous.clone(),
            at: micros(head.at),
            head: head.hash(),
            leaves: leaves.iter().flat_map(|leaf| leaf.hash).collect(),
        }
    }

    fn insert(self, store: &Store) -> Result<(), StoreError> {
        store.write(move |conn| {
            diesel::insert_into(seals::table).values(&self).execute(conn)?;
            Ok(())
        })
    }
}

impl Sealing {
    /// Heads go to the end of this file. It should lie on another machine or medium than the database.
    pub fn new(file: PathBuf, keys: SealKeys) -> Self {
        Self { file, keys, tail: Arc::default() }
    }
}

/// Seals every row that is in the database and not sealed yet; says how many heads came of it. Blocks the thread. The head is
/// in the file before the database tells of it: if the process dies in between, the next call takes it over from the file.
///
/// # Errors
/// When file and database do not belong together: then nothing more is sealed until somebody has looked (`sip verify`). When
/// either cannot be written, or there is no key to sign with.
pub fn seal(store: &Store, sealing: &Sealing, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut turn = sealing.tail.lock().unwrap_or_else(PoisonError::into_inner);
    let is_known = |tail: &Tail, database: &(i64, String)| {
        tail.length == file::length(&sealing.file) && (tail.number, &tail.hash) == (database.0, &database.1)
    };
    let database = last_known(store)?;
    let mut tail = match turn.take().filter(|tail| is_known(tail, &database)) {
        Some(tail) => tail,
        None => reconcile(store, sealing)?,
    };
    let mut sealed = 0_u64;
    for stream in Stream::ALL {
        let last = store.write(move |conn| settled(conn, stream))?;
        // What a reader sees is committed: a head is never over a row that could still be taken back.
        while let Some((head, leaves)) = store.read(|conn| next(conn, stream, last, &tail, now))? {
            let row = SealRow::new(&head, &leaves);
            let signed =
                head.sign(&sealing.keys).ok_or(StoreError::Seal("there is no secret key to sign with".into()))?;
            file::append(&sealing.file, &signed.line()?)?;
            tail = Tail { number: row.number, hash: row.head.clone(), length: file::length(&sealing.file) };
            row.insert(store)?;
            sealed = sealed.saturating_add(1);
        }
    }
    *turn = Some(tail);
    Ok(sealed)
}

/// Brings file and database together where the process died between the two.
///
/// # Errors
/// As [`seal`].
pub fn take_over(store: &Store, sealing: &Sealing) -> Result<(), StoreError> {
    let mut turn = sealing.tail.lock().unwrap_or_else(PoisonError::into_inner);
    *turn = Some(reconcile(store, sealing)?);
    Ok(())
}

fn next(
    conn: &mut Conn,
    stream: Stream,
    last: i64,
    tail: &Tail,
    now: DateTime<Utc>,
) -> Result<Option<(Head, Vec<Leaf>)>, StoreError> {
    let sealed: Option<i64> =
        seals::table.filter(seals::stream.eq(stream.code())).select(diesel::dsl::max(seals::last)).first(conn)?;
    let sealed = sealed.unwrap_or(0);
    let leaves = between(conn, stream, sealed, last, BATCH)?;
    let Some(last) = leaves.last() else { return Ok(None) };
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf.hash).collect();
    let head = Head::new(
        stream,
        (sealed.saturating_add(1), last.number),
        &root(&hashes),
        (tail.number, tail.hash.clone()),
        now,
    );
    if head.size() != Some(leaves.len()) {
        return Err(StoreError::Seal(format!("rows of {} are missing", stream.code())));
    }
    Ok(Some((head, leaves)))
}

fn disagree(why: &str) -> StoreError {
    StoreError::Seal(format!("{why}; run sip verify"))
}

/// Number and hash of the last head that the database tells of.
fn last_known(store: &Store) -> Result<(i64, String), StoreError> {
    store.read(|conn| {
        let last = seals::table.order(seals::number.desc()).select((seals::number, seals::head));
        Ok(last.first(conn).optional()?.unwrap_or_else(|| (0, START.to_owned())))
    })
}

/// Reads the file, and takes over heads that only the file has, if the rows they are over are there as they were.
fn reconcile(store: &Store, sealing: &Sealing) -> Result<Tail, StoreError> {
    let lines = file::read(&sealing.file)?;
    if lines.whole < file::length(&sealing.file) {
        file::cut(&sealing.file, lines.whole)?;
    }
    let known = last_known(store)?;
    let (mut number, mut hash) = (0, START.to_owned());
    for signed in lines.heads {
        let signed = signed.filter(|signed| signed.holds(&sealing.keys));
        let head = signed.ok_or_else(|| disagree("a line of the file of heads does not hold"))?.head;
        if (head.number, &head.previous) != (number + 1, &hash) {
            return Err(disagree("the file of heads has a gap"));
        }
        (number, hash) = (head.number, head.hash());
        if number == known.0 && hash != known.1 {
            return Err(disagree("the file of heads is not this database's"));
        }
        if number > known.0 {
            adopt(store, &head)?;
        }
    }
    if known.0 > number {
        return Err(disagree("the database tells of heads that the file does not have"));
    }
    Ok(Tail { number, hash, length: lines.whole })
}

fn adopt(store: &Store, head: &Head) -> Result<(), StoreError> {
    let size = head.size().and_then(|size| i64::try_from(size).ok()).unwrap_or(0);
    let leaves =
        store.read(|conn| between(conn, head.stream, head.first.saturating_sub(1), head.last, size.min(BATCH)))?;
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf.hash).collect();
    let is_whole = leaves.last().map(|leaf| leaf.number) == Some(head.last);
    if !is_whole || crate::codec::hex(&root(&hashes)) != head.root {
        return Err(disagree("the file of heads tells of rows that the database does not have"));
    }
    tracing::warn!(target: "sip::seal", head = head.number, "a head was in the file only, and is taken over");
    SealRow::new(head, &leaves).insert(store)
}
