//! The case itself: one sealed document, guarded by its version, and the rows worked out from it.

use crate::codec::{code, from_bytes, hash, id, json, micros};
use crate::derived::{self, DeadlineRow, FactRow, PartyRow};
use crate::schema::{case_deadlines, case_facts, case_keys, case_parties, cases, plan_versions};
use crate::sealed::{CaseKeyRow, Place, SealingKey, Vault, random};
use crate::settings::stored_profile;
use crate::store::{Calendar, Conn};
use crate::{Store, StoreError};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::access::{is_related, rests_at};
use sip_domain::context::{Actor, Context, Duty};
use sip_domain::ids::CaseId;
use sip_domain::model::{PlanVersion, SCHEMA, SipCase};
use sip_domain::profile::Profile;
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
        let document = key.seal(place(&id, case.version), json(case, "a case")?.as_bytes())?;
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
        from_bytes(&document, "a case").map(Some)
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
    // The backend itself has no role in a case; what little it may do, the guards say.
    let is_known =
        |case: &SipCase| matches!(context.actor, Actor::System) || is_related(case, context.actor, context.now);
    Ok(load(conn, vault, id)?.filter(is_known))
}

/// Holds the case until the transaction ends, so that who is second reads it as the first has saved it. The embedded engine
/// has one writer and needs no lock.
pub(crate) fn hold(conn: &mut Conn, id: CaseId) -> Result<(), StoreError> {
    if let Conn::Postgres(conn) = conn {
        let row = cases::table.find(id.to_string()).select(cases::version).for_no_key_update();
        row.first::<i64>(conn).optional()?;
    }
    Ok(())
}

/// Whether a stored row gives the actor a part in the case. The roles have the last word: a row can outlive its role.
pub(crate) fn may_have_part(conn: &mut Conn, id: CaseId, actor: &Actor) -> Result<bool, StoreError> {
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

/// Saves a case with version `before` (0 for a new one) and gives its key; none when it has another version by now.
pub(crate) fn save(
    conn: &mut Conn,
    vault: &Vault,
    case: &SipCase,
    before: i64,
    profile: &Profile,
    calendar: Calendar,
) -> Result<Option<SealingKey>, StoreError> {
    let id = case.id.to_string();
    let (key, row) = if before == 0 {
        let bytes = random()?;
        let key = SealingKey::new(&bytes)?;
        let row = CaseRow::new(case, &key)?;
        diesel::insert_into(cases::table).values(&row).execute(conn)?;
        vault.keep_case_key(conn, &id, &bytes, case.created_at)?;
        (key, row)
    } else {
        let Some(key) = vault.case_key(conn, &id)? else { return Ok(None) };
        let row = CaseRow::new(case, &key)?;
        let same = cases::table.filter(cases::id.eq(&row.id)).filter(cases::version.eq(before));
        if diesel::update(same).set(&row).execute(conn)? != 1 {
            return Ok(None);
        }
        (key, row)
    };
    let id = row.id.as_str();
    diesel::delete(case_parties::table.filter(case_parties::case_id.eq(id))).execute(conn)?;
    for party in derived::parties(case)? {
        diesel::insert_into(case_parties::table).values(&party).execute(conn)?;
    }
    write_deadlines(conn, case, profile, calendar)?;
    diesel::delete(case_facts::table.filter(case_facts::case_id.eq(id))).execute(conn)?;
    for fact in derived::facts(case, profile, calendar) {
        diesel::insert_into(case_facts::table).values(&fact).execute(conn)?;
    }
    Ok(Some(key))
}

fn write_deadlines(conn: &mut Conn, case: &SipCase, profile: &Profile, calendar: Calendar) -> Result<(), StoreError> {
    diesel::delete(case_deadlines::table.filter(case_deadlines::case_id.eq(case.id.to_string()))).execute(conn)?;
    for deadline in derived::deadlines(case, profile, calendar) {
        diesel::insert_into(case_deadlines::table).values(&deadline).execute(conn)?;
    }
    Ok(())
}

/// The rows stored beside a case.
pub(crate) struct Beside {
    pub(crate) parties: Vec<PartyRow>,
    pub(crate) deadlines: Vec<DeadlineRow>,
    pub(crate) facts: Vec<FactRow>,
}

/// The rows stored beside a case, in their order.
pub(crate) fn stored_beside(conn: &mut Conn, case: &str) -> Result<Beside, StoreError> {
    let parties = case_parties::table
        .filter(case_parties::case_id.eq(case))
        .order(case_parties::ordinal)
        .select(PartyRow::as_select())
        .load(conn)?;
    let deadlines = case_deadlines::table
        .filter(case_deadlines::case_id.eq(case))
        .order(case_deadlines::ordinal)
        .select(DeadlineRow::as_select())
        .load(conn)?;
    let facts = case_facts::table
        .filter(case_facts::case_id.eq(case))
        .order(case_facts::ordinal)
        .select(FactRow::as_select())
        .load(conn)?;
    Ok(Beside { parties, deadlines, facts })
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
            plan_versions::content.eq(key.seal(place_of_plan(&case, number), content.as_bytes())?),
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
    /// The content; none when it does not open.
    pub(crate) fn clear(&self, key: &SealingKey) -> Option<Vec<u8>> {
        key.open(place_of_plan(&self.case_id, self.number), &self.content)
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
                save(conn, &vault, &case, case.version, &profile, calendar)?;
            }
            Ok(ids.into_iter().next_back())
        })?;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}
