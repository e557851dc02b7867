//! Principals, organisations, units, staff and assignments.

mod admin;
mod refs;

pub use admin::{assignment, assignments, create_assignment, end_assignment, organisations, units};
pub(crate) use refs::{staff_where, unit_ref};

use crate::codec::{code, micros};
use crate::conn::on_engine;
use crate::people::{self, PersonRecord};
use crate::schema;
use crate::store::Conn;
use crate::{Store, StoreError};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::context::Duty;
use sip_domain::directory::StaffRef;
use sip_domain::ids::{AssignmentId, HumanId, OrganisationId, PrincipalId, StaffId, UnitId};
use sip_domain::profile::Sector;
use sip_domain::text::{PersonName, ShortText};

/// A principal (huvudman).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalRecord {
    /// The principal.
    pub id: PrincipalId,
    /// Its name.
    pub name: ShortText,
}

/// An organisation (verksamhet).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRecord {
    /// The organisation.
    pub id: OrganisationId,
    /// Who answers for it.
    pub principal: PrincipalId,
    /// Its name.
    pub name: ShortText,
    /// Its part of society.
    pub sector: Sector,
}

/// A unit (enhet).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRecord {
    /// The unit.
    pub id: UnitId,
    /// The organisation it belongs to.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: ShortText,
}

/// A staff account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRecord {
    /// The account.
    pub id: StaffId,
    /// The human behind it.
    pub human: HumanId,
    /// The HSA id, the subject of tokens.
    pub hsa_id: String,
    /// Name.
    pub name: PersonName,
    /// Title or profession.
    pub title: ShortText,
}

/// An assignment (medarbetaruppdrag).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentRecord {
    /// The assignment.
    pub id: AssignmentId,
    /// Its HSA id, named in tokens.
    pub hsa_id: String,
    /// Whose.
    pub staff: StaffId,
    /// Where.
    pub unit: UnitId,
    /// What for.
    pub duty: Duty,
    /// From when.
    pub valid_from: DateTime<Utc>,
    /// Until, not including, this moment.
    pub ended_at: Option<DateTime<Utc>>,
}

/// An assignment with the member of staff and the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentView {
    /// The assignment.
    pub record: AssignmentRecord,
    /// Who, and where.
    pub staff: StaffRef,
}

/// An assignment to be made.
#[derive(Clone, Debug)]
pub struct NewAssignment {
    /// Its HSA id.
    pub hsa_id: String,
    /// Whose.
    pub staff: StaffId,
    /// Where.
    pub unit: UnitId,
    /// What for.
    pub duty: Duty,
}

/// A directory to load.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// Principals.
    pub principals: Vec<PrincipalRecord>,
    /// Organisations.
    pub organisations: Vec<OrganisationRecord>,
    /// Units.
    pub units: Vec<UnitRecord>,
    /// Staff accounts.
    pub staff: Vec<StaffRecord>,
    /// Assignments.
    pub assignments: Vec<AssignmentRecord>,
    /// People.
    pub people: Vec<PersonRecord>,
}

/// Loads a directory. What is there already stays as it is, so loading twice changes nothing.
///
/// # Errors
/// When an entry names one that does not exist, or the store fails.
pub fn put(store: &Store, directory: Directory) -> Result<(), StoreError> {
    let vault = store.vault();
    store.write(move |conn| {
        for principal in &directory.principals {
            let row = diesel::insert_into(schema::principals::table).values((
                schema::principals::id.eq(principal.id.to_string()),
                schema::principals::name.eq(principal.name.as_str()),
            ));
            on_engine!(conn, |conn| row.on_conflict_do_nothing().execute(conn))?;
        }
        for organisation in &directory.organisations {
            put_organisation(conn, organisation)?;
        }
        for unit in &directory.units {
            let row = diesel::insert_into(schema::units::table).values((
                schema::units::id.eq(unit.id.to_string()),
                schema::units::organisation_id.eq(unit.organisation.to_string()),
                schema::units::name.eq(unit.name.as_str()),
            ));
            on_engine!(conn, |conn| row.on_conflict_do_nothing().execute(conn))?;
        }
        for person in &directory.staff {
            put_staff(conn, person)?;
        }
        for assignment in &directory.assignments {
            put_assignment(conn, assignment)?;
        }
        directory.people.iter().try_for_each(|person| people::insert(conn, &vault, person).map(|_| ()))
    })
}

fn put_organisation(conn: &mut Conn, organisation: &OrganisationRecord) -> Result<(), StoreError> {
    let row = diesel::insert_into(schema::organisations::table).values((
        schema::organisations::id.eq(organisation.id.to_string()),
        schema::organisations::principal_id.eq(organisation.principal.to_string()),
        schema::organisations::name.eq(organisation.name.as_str()),
        schema::organisations::sector.eq(code(&organisation.sector)?),
    ));
    on_engine!(conn, |conn| row.on_conflict_do_nothing().execute(conn))?;
    Ok(())
}

fn put_staff(conn: &mut Conn, person: &StaffRecord) -> Result<(), StoreError> {
    let row = diesel::insert_into(schema::staff::table).values((
        schema::staff::id.eq(person.id.to_string()),
        schema::staff::human_id.eq(person.human.to_string()),
        schema::staff::hsa_id.eq(&person.hsa_id),
        schema::staff::name.eq(person.name.as_str()),
        schema::staff::title.eq(person.title.as_str()),
    ));
    on_engine!(conn, |conn| row.on_conflict_do_nothing().execute(conn))?;
    Ok(())
}

/// Inserts unless the id or the HSA id is taken; says whether it did.
fn put_assignment(conn: &mut Conn, assignment: &AssignmentRecord) -> Result<bool, StoreError> {
    let row = diesel::insert_into(schema::assignments::table).values((
        schema::assignments::id.eq(assignment.id.to_string()),
        schema::assignments::hsa_id.eq(&assignment.hsa_id),
        schema::assignments::staff_id.eq(assignment.staff.to_string()),
        schema::assignments::unit_id.eq(assignment.unit.to_string()),
        schema::assignments::duty.eq(code(&assignment.duty)?),
        schema::assignments::valid_from.eq(micros(assignment.valid_from)),
        schema::assignments::ended_at.eq(assignment.ended_at.map(micros)),
    ));
    let inserted = on_engine!(conn, |conn| row.on_conflict_do_nothing().execute(conn))?;
    Ok(inserted == 1)
}
