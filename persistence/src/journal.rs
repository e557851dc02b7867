//! The journal: one row for each event, numbered per case, each carrying the hash of the row before. Who did it and what it
//! held are sealed; the chain is over the sealed bytes, so that it can be followed without a key.

use crate::StoreError;
use crate::codec::{fields, from_bytes, from_json, hash, json, micros, moment};
use crate::packed::{pack_text, text};
use crate::schema::{case_events, outbox};
use crate::sealed::{Place, SealingKey};
use crate::store::Conn;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sip_domain::context::Actor;
use sip_domain::event::{Event, Recorded};
use sip_domain::ids::CaseId;

/// What stands in the place of a hash before the first row.
pub(crate) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A row of `case_events`, exactly as hashed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_events)]
pub(crate) struct EventRow {
    pub(crate) case_id: String,
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) kind: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) trace_id: String,
    pub(crate) prev_hash: String,
    pub(crate) hash: String,
}

/// An event as serde writes it, taken apart without reading what it holds.
#[derive(Deserialize)]
struct Split {
    #[serde(rename = "type")]
    kind: String,
    data: Option<Box<RawValue>>,
}

/// What is sealed of a row.
#[derive(Serialize)]
struct Inside<'a> {
    by: &'a Actor,
    data: Option<&'a RawValue>,
}

/// What was sealed of a row.
#[derive(Deserialize)]
struct Opened {
    by: Actor,
    data: Option<Box<RawValue>>,
}

fn place(case: &str, seq: i64) -> Place<'_> {
    Place { table: "case_events", column: "sealed", row: case, number: seq }
}

/// Who did what a row tells of.
pub(crate) fn by(key: &SealingKey, case: &str, seq: i64, sealed: &[u8]) -> Result<Actor, StoreError> {
    open(key, case, seq, sealed).map(|opened| opened.by)
}

fn open(key: &SealingKey, case: &str, seq: i64, sealed: &[u8]) -> Result<Opened, StoreError> {
    let clear = key.open(place(case, seq), sealed).ok_or(StoreError::Corrupt("a sealed event"))?;
    from_bytes(&text(&clear, "an event")?, "an event")
}

impl EventRow {
    fn new(
        key: &SealingKey,
        case: &str,
        seq: i64,
        recorded: &Recorded,
        trace_id: &str,
        prev_hash: String,
    ) -> Result<Self, StoreError> {
        let split: Split = from_json(&json(&recorded.event, "an event")?, "an event")?;
        let inside = json(&Inside { by: &recorded.by, data: split.data.as_deref() }, "an event")?;
        let mut row = Self {
            case_id: case.to_owned(),
            seq,
            at: micros(recorded.at),
            kind: split.kind,
            sealed: key.seal(place(case, seq), &pack_text(&inside, "an event")?)?,
            trace_id: trace_id.to_owned(),
            prev_hash,
            hash: String::new(),
        };
        row.hash = row.expected_hash();
        Ok(row)
    }

    /// The hash that the row must carry: over the hash before it and all else that stands in it.
    pub(crate) fn expected_hash(&self) -> String {
        hash(&[
            self.prev_hash.as_bytes(),
            self.case_id.as_bytes(),
            &self.seq.to_be_bytes(),
            &self.at.to_be_bytes(),
            self.kind.as_bytes(),
            &self.sealed,
            self.trace_id.as_bytes(),
        ])
    }

    /// What a seal is over: all that stands in the row but its position.
    pub(crate) fn content(&self) -> Vec<u8> {
        fields(&[
            Some(self.case_id.as_bytes()),
            Some(&self.seq.to_be_bytes()),
            Some(&self.at.to_be_bytes()),
            Some(self.kind.as_bytes()),
            Some(&self.sealed),
            Some(self.trace_id.as_bytes()),
            Some(self.prev_hash.as_bytes()),
            Some(self.hash.as_bytes()),
        ])
    }

    /// The entry as the domain knows it.
    pub(crate) fn recorded(&self, key: &SealingKey) -> Result<Recorded, StoreError> {
        let kind = json(&self.kind, "an event")?;
        let opened = open(key, &self.case_id, self.seq, &self.sealed)?;
        let event: Event = match opened.data {
            None => from_json(&format!(r#"{{"type":{kind}}}"#), "an event")?,
            Some(data) => from_json(&format!(r#"{{"type":{kind},"data":{data}}}"#), "an event")?,
        };
        Ok(Recorded { at: moment(self.at)?, by: opened.by, event })
    }
}

/// Writes the entries behind row number `length`, and an outbox row for each.
pub(crate) fn append(
    conn: &mut Conn,
    key: &SealingKey,
    case: CaseId,
    length: i64,
    entries: &[Recorded],
    trace_id: &str,
) -> Result<(), StoreError> {
    let case = case.to_string();
    let mut before = if length == 0 {
        START.to_owned()
    } else {
        case_events::table
            .filter(case_events::case_id.eq(&case))
            .filter(case_events::seq.eq(length))
            .select(case_events::hash)
            .first(conn)?
    };
    for (seq, recorded) in (length.saturating_add(1)..).zip(entries) {
        let row = EventRow::new(key, &case, seq, recorded, trace_id, before)?;
        diesel::insert_into(case_events::table).values(&row).execute(conn)?;
        diesel::insert_into(outbox::table)
            .values((
                outbox::case_id.eq(&case),
                outbox::seq.eq(seq),
                outbox::kind.eq(&row.kind),
                outbox::at.eq(row.at),
                outbox::trace_id.eq(trace_id),
            ))
            .execute(conn)?;
        before = row.hash;
    }
    Ok(())
}

/// One case's rows in order.
pub(crate) fn rows(conn: &mut Conn, case: &str) -> Result<Vec<EventRow>, StoreError> {
    Ok(case_events::table
        .filter(case_events::case_id.eq(case))
        .order(case_events::seq)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// The moment of an entry cut to what a row can hold.
pub(crate) fn entry(at: DateTime<Utc>, by: &Actor, event: Event) -> Recorded {
    Recorded { at: crate::codec::cut(at), by: by.clone(), event }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_before_is_read_as_it_was_written() {
        let key = SealingKey::new(&[7; 32]).unwrap();
        let entry = Recorded { at: moment(1).unwrap(), by: Actor::System, event: Event::CaseResumed };
        let row = EventRow::new(&key, "a", 3, &entry, "trace", START.to_owned()).unwrap();
        assert!(row.recorded(&key).unwrap() == entry);
        let plain = br#"{"by":{"kind":"system"},"data":null}"#;
        assert!(row.sealed.len() < plain.len() + 29, "it is squeezed");
        let before = EventRow { sealed: key.seal(place("a", 3), plain).unwrap(), ..row };
        assert!(before.recorded(&key).unwrap() == entry);
        assert!(by(&key, "a", 3, &before.sealed).unwrap() == Actor::System);
    }
}
