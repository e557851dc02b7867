//! The case itself: one document, guarded by its version, and the rows worked out from it.

use crate::codec::{code, from_json, hash, json, micros};
use crate::derived::{self, DeadlineRow, FactRow, PartyRow};
use crate::schema::{case_deadlines, case_facts, case_parties, cases, plan_versions};
use crate::settings::stored_profile;
use crate::store::{Calendar, Conn};
use crate::{Store, StoreError};
use diesel::prelude::*;
use sip_domain::ids::CaseId;
use sip_domain::model::{PlanVersion, SCHEMA, SipCase};
use sip_domain::profile::Profile;

/// Cases whose deadlines are reckoned anew in one write job.
const CHUNK: i64 = 100;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = cases)]
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
    document: String,
}

impl CaseRow {
    fn new(case: &SipCase) -> Result<Self, StoreError> {
        Ok(Self {
            id: case.id.to_string(),
            version: case.version,
            status: case.status.name().code(),
            kind: code(&case.kind)?,
            person_id: case.person.id.to_string(),
            responsible_unit: case.responsible_unit.id.to_string(),
            responsible_organisation: case.responsible_unit.organisation.to_string(),
            created_at: micros(case.created_at),
            updated_at: micros(case.last_event_at),
            schema_number: i64::from(case.schema),
            document: json(case, "a case")?,
        })
    }
}

/// Reads a stored document.
pub(crate) fn parse(schema: i64, document: &str) -> Result<SipCase, StoreError> {
    if schema != i64::from(SCHEMA) {
        return Err(StoreError::Corrupt("a case of another schema number"));
    }
    from_json(document, "a case")
}

/// The case, if there is one.
pub(crate) fn load(conn: &mut Conn, case: CaseId) -> Result<Option<SipCase>, StoreError> {
    let row: Option<(i64, String)> =
        cases::table.find(case.to_string()).select((cases::schema_number, cases::document)).first(conn).optional()?;
    row.map(|(schema, document)| parse(schema, &document)).transpose()
}

/// Saves a case with version `before` (0 for a new one); false when it has another version by now.
pub(crate) fn save(
    conn: &mut Conn,
    case: &SipCase,
    before: i64,
    profile: &Profile,
    calendar: Calendar,
) -> Result<bool, StoreError> {
    let row = CaseRow::new(case)?;
    let written = if before == 0 {
        diesel::insert_into(cases::table).values(&row).execute(conn)?
    } else {
        let same = cases::table.filter(cases::id.eq(&row.id)).filter(cases::version.eq(before));
        diesel::update(same).set(&row).execute(conn)?
    };
    if written != 1 {
        return Ok(false);
    }
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
    Ok(true)
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
pub(crate) fn content_hash(content: &str) -> String {
    hash(&[content.as_bytes()])
}

/// Freezes an established version.
pub(crate) fn freeze(conn: &mut Conn, case: CaseId, version: &PlanVersion) -> Result<(), StoreError> {
    let content = json(&version.content, "a plan")?;
    diesel::insert_into(plan_versions::table)
        .values((
            plan_versions::case_id.eq(case.to_string()),
            plan_versions::number.eq(i64::from(version.number)),
            plan_versions::content_hash.eq(content_hash(&content)),
            plan_versions::content.eq(content),
            plan_versions::established_at.eq(micros(version.established_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A frozen version as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = plan_versions)]
pub(crate) struct FrozenRow {
    pub(crate) number: i64,
    pub(crate) content: String,
    pub(crate) content_hash: String,
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
    let mut after = String::new();
    loop {
        let from = after.clone();
        let last = store.write(move |conn| {
            let profile = stored_profile(conn)?;
            let ids = next_ids(conn, &from)?;
            for id in &ids {
                let case = load(conn, crate::codec::id(id)?)?.ok_or(StoreError::Corrupt("a case"))?;
                save(conn, &case, case.version, &profile, calendar)?;
            }
            Ok(ids.into_iter().next_back())
        })?;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}
