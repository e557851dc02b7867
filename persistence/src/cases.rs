//! The case itself: one sealed document, guarded by its version, and the rows worked out from it.

use crate::codec::{code, hash, id, json, micros};
use crate::derived::Beside;
use crate::packed::{pack, pack_text, text, unpack};
use crate::schema::{case_keys, case_parties, cases, plan_versions};
use crate::sealed::{CaseKeyRow, Place, SealingKey, Vault, random};
use crate::settings::stored_profile;
use crate::store::{Calendar, Conn};
use crate::{Store, StoreError, beside};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::access::{is_related, rests_at};
use sip_domain::context::{Actor, Context, Duty};
use sip_domain::ids::CaseId;
use sip_domain::model::{PlanVersion, SCHEMA, SipCase};
use sip_domain::profile::Profile;
use std::borrow::Cow;
use std::sync::Arc;

/// Cases whose deadlines are reckoned anew in one write job.
const CHUNK: i64 = 100;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = cases, treat_none_as_null = true)]
struct CaseRow {
    id: String,
    version: i64,
    status: &'static str,
    kind: String,
    person_id: String,
    responsible_unit: String,
    responsible_organisation: String,
    created_at: i64,
    updated_at: i64,
    schema_number: i64,
    document: Vec<u8>,
    alarm: i64,
    lapses_at: Option<i64>,
}

impl CaseRow {
    fn new(case: &SipCase, key: &SealingKey) -> Result<Self, StoreError> {
        let id = case.id.to_string();
        let document = key.seal(place(&id, case.version), &pack(case, "a case")?)?;
        Ok(Self {
            id,
            version: case.version,
            status: case.status.name().code(),
            kind: code(&case.kind)?,
            person_id: case.person.id.to_string(),
            responsible_unit: case.responsible_unit.id.to_string(),
            responsible_organisation: case.responsible_unit.organisation.to_string(),
            created_at: micros(case.created_at),
            updated_at: micros(case.last_event_at),
            schema_number: i64::from(case.schema),
            document,
            alarm: i64::from(case.is_protected()),
            lapses_at: rests_at(case).map(micros),
        })
    }
}

fn place(case: &str, version: i64) -> Place<'_> {
    Place { table: "cases", column: "document", row: case, number: version }
}

fn place_of_plan(case: &str, number: i64) -> Place<'_> {
    Place { table: "plan_versions", column: "content", row: case, number }
}

/// A case as it lies in the file.
#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
pub(crate) struct SealedCase {
    id: String,
    version: i64,
    schema_number: i64,
    document: Option<Vec<u8>>,
}

impl SealedCase {
    pub(crate) fn new(id: String, version: i64, schema_number: i64, document: Option<Vec<u8>>) -> Self {
        Self { id, version, schema_number, document }
    }

    /// The case's document; none when the case was destroyed.
    pub(crate) fn clear(&self, key: &SealingKey) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(sealed) = &self.document else { return Ok(None) };
        let clear = key.open(place(&self.id, self.version), sealed);
        clear.ok_or(StoreError::Corrupt("a sealed case")).map(Some)
    }

    /// Opens and reads the case; none when it was destroyed.
    pub(crate) fn open(&self, vault: &Vault, key: &CaseKeyRow) -> Result<Option<SipCase>, StoreError> {
        let Some(key) = vault.open_case_key(key)? else { return Ok(None) };
        let Some(document) = self.clear(&key)? else { return Ok(None) };
        if self.schema_number != i64::from(SCHEMA) {
            return Err(StoreError::Corrupt("a case of another schema number"));
        }
        unpack(&document, "a case").map(Some)
    }
}

/// The case, if there is one and the actor may know of it.
///
/// Who has no part in a case is told so from the index alone: a case that exists costs such a caller no more time than
/// one that does not, so that the clock does not tell either (INV-52).
pub(crate) fn known_to(
    conn: &mut Conn,
    vault: &Vault,
    id: CaseId,
    context: &Context<'_>,
) -> Result<Option<SipCase>, StoreError> {
    if !may_have_part(conn, id, context.actor)? {
        return Ok(None);
    }
    load_known(conn, vault, id, context)
}

/// As [`known_to`], and held until the transaction ends.
pub(crate) fn held_for(
    conn: &mut Conn,
    vault: &Vault,
    id: CaseId,
    context: &Context<'_>,
) -> Result<Option<SipCase>, StoreError> {
    if !may_have_part(conn, id, context.actor)? {
        return Ok(None);
    }
    hold(conn, id)?;
    load_known(conn, vault, id, context)
}

fn load_known(
    conn: &mut Conn,
    vault: &Vault,
    id: CaseId,
    context: &Context<'_>,
) -> Result<Option<SipCase>, StoreError> {
    // The backend itself has no role in a case; what little it may do, the guards say.
    let is_known =
        |case: &SipCase| matches!(context.actor, Actor::System) || is_related(case, context.actor, context.now);
    Ok(load(conn, vault, id)?.filter(is_known))
}

/// Holds the case until the transaction ends, so that who is second reads it as the first has saved it. The embedded engine
/// has one writer and needs no lock.
fn hold(conn: &mut Conn, id: CaseId) -> Result<(), StoreError> {
    if let Conn::Postgres(conn) = conn {
        let row = cases::table.find(id.to_string()).select(cases::version).for_no_key_update();
        row.first::<i64>(conn).optional()?;
    }
    Ok(())
}

/// Whether a stored row gives the actor a part in the case. The roles have the last word: a row can outlive its role.
fn may_have_part(conn: &mut Conn, id: CaseId, actor: &Actor) -> Result<bool, StoreError> {
    use case_parties as p;
    let rows = p::table.filter(p::case_id.eq(id.to_string())).into_boxed();
    let rows = match actor {
        Actor::Citizen { citizen } => rows.filter(p::person_id.eq(citizen.person.to_string())),
        Actor::Staff { staff, duty: Duty::Clinical, .. } => rows
            .filter(p::unit_id.eq(staff.unit.id.to_string()))
            .filter(p::staff_id.is_null().or(p::staff_id.eq(staff.id.to_string()))),
        // Their part lies in the organisation or in the principal, which the case tells; few ask.
        Actor::Staff { duty: Duty::Administrator, .. } | Actor::System => return Ok(true),
        Actor::Staff { duty: Duty::Auditor, .. } => return Ok(false),
    };
    Ok(rows.select(p::ordinal).first::<i64>(conn).optional()?.is_some())
}

/// Whether somebody in the case is protected, so that each access to it is marked in the log.
pub(crate) fn is_alarmed(conn: &mut Conn, id: CaseId) -> Result<bool, StoreError> {
    let alarm: Option<i64> = cases::table.find(id.to_string()).select(cases::alarm).first(conn).optional()?;
    Ok(alarm == Some(1))
}

/// Cases whose consents have lapsed by `now`, with their versions, the longest ago first.
pub(crate) fn lapsed(conn: &mut Conn, now: DateTime<Utc>, limit: i64) -> Result<Vec<(CaseId, i64)>, StoreError> {
    let rows: Vec<(String, i64)> = cases::table
        .filter(cases::lapses_at.le(micros(now)))
        .order(cases::lapses_at)
        .limit(limit)
        .select((cases::id, cases::version))
        .load(conn)?;
    rows.into_iter().map(|(case, version)| Ok((id(&case)?, version))).collect()
}

/// The case, if there is one and it was not destroyed.
pub(crate) fn load(conn: &mut Conn, vault: &Vault, case: CaseId) -> Result<Option<SipCase>, StoreError> {
    let row: Option<(SealedCase, CaseKeyRow)> = cases::table
        .inner_join(case_keys::table)
        .filter(cases::id.eq(case.to_string()))
        .select((SealedCase::as_select(), CaseKeyRow::as_select()))
        .first(conn)
        .optional()?;
    row.map_or(Ok(None), |(case, key)| case.open(vault, &key))
}

/// What is stored of a case before it is saved.
pub(crate) struct Before {
    /// Its version; 0 for a new one.
    pub(crate) version: i64,
    /// The rows beside it; none when they are not known.
    beside: Option<Beside>,
}

impl Before {
    /// What was saved when the case was as it is here, under the same profile.
    pub(crate) fn of(case: Option<&SipCase>, profile: &Profile, calendar: Calendar) -> Result<Self, StoreError> {
        let version = case.map_or(0, |case| case.version);
        let beside = case.map_or_else(|| Ok(Beside::default()), |case| Beside::of(case, profile, calendar))?;
        Ok(Self { version, beside: Some(beside) })
    }
}

/// Saves a case in the place of what is there and gives its key; none when that has another version by now.
pub(crate) fn save(
    conn: &mut Conn,
    vault: &Vault,
    case: &SipCase,
    before: &Before,
    profile: &Profile,
    calendar: Calendar,
) -> Result<Option<SealingKey>, StoreError> {
    let id = case.id.to_string();
    let key = if before.version == 0 {
        let bytes = random()?;
        let key = SealingKey::new(&bytes)?;
        diesel::insert_into(cases::table).values(&CaseRow::new(case, &key)?).execute(conn)?;
        vault.keep_case_key(conn, &id, &bytes, case.created_at)?;
        key
    } else {
        let Some(key) = vault.case_key(conn, &id)? else { return Ok(None) };
        let same = cases::table.filter(cases::id.eq(&id)).filter(cases::version.eq(before.version));
        if diesel::update(same).set(&CaseRow::new(case, &key)?).execute(conn)? != 1 {
            return Ok(None);
        }
        key
    };
    beside::write(conn, &id, before.beside.as_ref(), &Beside::of(case, profile, calendar)?)?;
    Ok(Some(key))
}

/// The hash of a version's frozen content.
pub(crate) fn content_hash(content: &[u8]) -> String {
    hash(&[content])
}

/// Freezes an established version.
pub(crate) fn freeze(conn: &mut Conn, key: &SealingKey, case: CaseId, version: &PlanVersion) -> Result<(), StoreError> {
    let (case, number) = (case.to_string(), i64::from(version.number));
    let content = json(&version.content, "a plan")?;
    diesel::insert_into(plan_versions::table)
        .values((
            plan_versions::content.eq(key.seal(place_of_plan(&case, number), &pack_text(&content, "a plan")?)?),
            plan_versions::case_id.eq(case),
            plan_versions::number.eq(number),
            plan_versions::content_hash.eq(content_hash(content.as_bytes())),
            plan_versions::established_at.eq(micros(version.established_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A frozen version as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = plan_versions)]
pub(crate) struct FrozenRow {
    case_id: String,
    pub(crate) number: i64,
    content: Vec<u8>,
    pub(crate) content_hash: String,
}

impl FrozenRow {
    /// The content, the JSON that was frozen; none when it does not open.
    pub(crate) fn clear(&self, key: &SealingKey) -> Option<Vec<u8>> {
        let clear = key.open(place_of_plan(&self.case_id, self.number), &self.content)?;
        text(&clear, "a plan").ok().map(Cow::into_owned)
    }
}

/// A case's frozen versions, oldest first.
pub(crate) fn frozen(conn: &mut Conn, case: &str) -> Result<Vec<FrozenRow>, StoreError> {
    Ok(plan_versions::table
        .filter(plan_versions::case_id.eq(case))
        .order(plan_versions::number)
        .select(FrozenRow::as_select())
        .load(conn)?)
}

/// The ids behind `after`, in order, at most a chunk.
pub(crate) fn next_ids(conn: &mut Conn, after: &str) -> Result<Vec<String>, StoreError> {
    Ok(cases::table.filter(cases::id.gt(after)).order(cases::id).limit(CHUNK).select(cases::id).load(conn)?)
}

/// Reckons every case's deadlines and counts anew, some cases to a job, so that others can write in between.
pub(crate) fn refresh_deadlines(store: &Store) -> Result<(), StoreError> {
    let calendar = store.calendar();
    let vault = store.vault();
    let mut after = String::new();
    loop {
        let (from, vault) = (after.clone(), Arc::clone(&vault));
        let last = store.write(move |conn| {
            let profile = stored_profile(conn)?;
            let ids = next_ids(conn, &from)?;
            for id in &ids {
                let Some(case) = load(conn, &vault, crate::codec::id(id)?)? else { continue };
                // What stands beside it was reckoned under another profile.
                let before = Before { version: case.version, beside: None };
                save(conn, &vault, &case, &before, &profile, calendar)?;
            }
            Ok(ids.into_iter().next_back())
        })?;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_frozen_as_plain_json_keeps_its_hash() {
        let key = SealingKey::new(&[7; 32]).unwrap();
        let json = br#"{"goals":[]}"#;
        let row = |content: &[u8]| FrozenRow {
            case_id: "a".into(),
            number: 1,
            content: key.seal(place_of_plan("a", 1), content).unwrap(),
            content_hash: content_hash(json),
        };
        let packed = pack_text(r#"{"goals":[]}"#, "a plan").unwrap();
        for row in [row(json), row(&packed)] {
            assert_eq!(content_hash(&row.clear(&key).unwrap()), row.content_hash);
        }
        assert!(row(&packed[..packed.len() - 1]).clear(&key).is_none());
    }
}
