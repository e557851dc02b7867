//! Answers kept with the effect, so that a request sent twice acts once.

use crate::StoreError;
use crate::codec::{from_json, id, json, micros};
use crate::schema::idempotency_keys;
use crate::store::Conn;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::context::Actor;
use sip_domain::ids::CaseId;

/// A request's `Idempotency-Key` with what tells whether it is the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// As sent.
    pub key: String,
    /// A hash over method, path and body.
    pub body_hash: String,
}

/// An answer as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// Headers that belong to the answer itself, such as `ETag` and `Location`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for StoredAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredAnswer({}, <{} bytes>)", self.status, self.body.len())
    }
}

/// What is kept under a key.
pub(crate) struct Kept {
    pub(crate) body_hash: String,
    pub(crate) case: CaseId,
    pub(crate) answer: StoredAnswer,
}

/// Caller and acting unit: the same key from another unit is another key.
fn scope(actor: &Actor) -> String {
    match actor {
        Actor::Staff { staff, .. } => format!("staff:{}:{}", staff.id, staff.unit.id),
        Actor::Citizen { citizen } => format!("person:{}", citizen.person),
    }
}

pub(crate) fn find(conn: &mut Conn, actor: &Actor, key: &str) -> Result<Option<Kept>, StoreError> {
    use idempotency_keys as k;
    let row: Option<(String, String, i64, String, Vec<u8>)> = k::table
        .find((scope(actor), key))
        .select((k::body_hash, k::case_id, k::status, k::headers, k::body))
        .first(conn)
        .optional()?;
    row.map(|(body_hash, case, status, headers, body)| {
        let status = u16::try_from(status).map_err(|_| StoreError::Corrupt("a status"))?;
        let headers = from_json(&headers, "headers")?;
        Ok(Kept { body_hash, case: id(&case)?, answer: StoredAnswer { status, headers, body } })
    })
    .transpose()
}

pub(crate) fn keep(
    conn: &mut Conn,
    actor: &Actor,
    key: &IdempotencyKey,
    case: CaseId,
    answer: &StoredAnswer,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    use idempotency_keys as k;
    diesel::insert_into(k::table)
        .values((
            k::scope.eq(scope(actor)),
            k::key.eq(&key.key),
            k::body_hash.eq(&key.body_hash),
            k::case_id.eq(case.to_string()),
            k::status.eq(i64::from(answer.status)),
            k::headers.eq(json(&answer.headers, "headers")?),
            k::body.eq(&answer.body),
            k::created_at.eq(micros(now)),
        ))
        .execute(conn)?;
    Ok(())
}
