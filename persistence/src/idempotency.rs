//! Keys kept with the effect, so that a request sent twice acts once.
//!
//! Only what names the effect is kept, never the body: a repeated request is answered with the case as its caller may
//! see it then. A kept body would still tell what a consent withdrawn in between no longer lets out.

use crate::StoreError;
use crate::codec::{id, micros};
use crate::schema::idempotency_keys;
use crate::sealed::{Own, Vault};
use crate::store::Conn;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::context::Actor;
use sip_domain::ids::CaseId;

const LOCATION: &str = "location";

diesel::define_sql_function! {
    fn pg_advisory_xact_lock(key: diesel::sql_types::BigInt) -> diesel::sql_types::Bool;
}

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
    body_hash: Vec<u8>,
    pub(crate) case: CaseId,
    status: u16,
    location: Option<String>,
}

impl Kept {
    /// Whether it was this request.
    pub(crate) fn is_of(&self, own: &Own, request: &IdempotencyKey) -> bool {
        self.body_hash == hashed_body(own, &request.body_hash)
    }

    /// The answer of the first time in what names the effect, and of now in what shows the case.
    pub(crate) fn answer(self, now: StoredAnswer) -> StoredAnswer {
        let hidden = now.body.is_empty();
        let others = now.headers.into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case(LOCATION));
        let headers = others.chain(self.location.map(|place| (LOCATION.to_owned(), place))).collect();
        StoredAnswer { status: if hidden { now.status } else { self.status }, headers, body: now.body }
    }
}

/// Caller and acting unit: the same key from another unit is another key.
fn scope(actor: &Actor) -> String {
    match actor {
        Actor::Staff { staff, .. } => format!("staff:{}:{}", staff.id, staff.unit.id),
        Actor::Citizen { citizen } => format!("person:{}", citizen.person),
        Actor::System => "system".to_owned(),
    }
}

/// A key is the client's own text, and a body may be guessed: neither is told by what is kept of it.
fn hashed_key(own: &Own, key: &str) -> Vec<u8> {
    own.index("idempotency key", &[key])
}

fn hashed_body(own: &Own, hash: &str) -> Vec<u8> {
    own.index("idempotency body", &[hash])
}

/// Lets nobody else with this key pass until the transaction ends: a second request waits, and then finds the first. The
/// embedded engine has one writer, which comes to the same.
pub(crate) fn hold(conn: &mut Conn, vault: &Vault, actor: &Actor, key: &str) -> Result<(), StoreError> {
    let own = vault.own(conn)?;
    if let Conn::Postgres(conn) = conn {
        let hash = own.index("idempotency lock", &[&scope(actor), key]);
        let number = hash.first_chunk().copied().map_or(0, i64::from_be_bytes);
        diesel::select(pg_advisory_xact_lock(number)).execute(conn)?;
    }
    Ok(())
}

pub(crate) fn find(conn: &mut Conn, vault: &Vault, actor: &Actor, key: &str) -> Result<Option<Kept>, StoreError> {
    use idempotency_keys as k;
    let own = vault.own(conn)?;
    let row: Option<(Vec<u8>, String, i64, Option<String>)> = k::table
        .find((scope(actor), hashed_key(&own, key)))
        .select((k::body_hash, k::case_id, k::status, k::location))
        .first(conn)
        .optional()?;
    row.map(|(body_hash, case, status, location)| {
        let status = u16::try_from(status).map_err(|_| StoreError::Corrupt("a status"))?;
        Ok(Kept { body_hash, case: id(&case)?, status, location })
    })
    .transpose()
}

pub(crate) fn keep(
    conn: &mut Conn,
    vault: &Vault,
    actor: &Actor,
    key: &IdempotencyKey,
    case: CaseId,
    answer: &StoredAnswer,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    use idempotency_keys as k;
    let own = vault.own(conn)?;
    let location = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(LOCATION)).map(|(_, place)| place);
    diesel::insert_into(k::table)
        .values((
            k::scope.eq(scope(actor)),
            k::key.eq(hashed_key(&own, &key.key)),
            k::body_hash.eq(hashed_body(&own, &key.body_hash)),
            k::case_id.eq(case.to_string()),
            k::status.eq(i64::from(answer.status)),
            k::location.eq(location),
            k::created_at.eq(micros(now)),
        ))
        .execute(conn)?;
    Ok(())
}
