//! What administrators and auditors of an organisation see and do in the directory.

use super::{AssignmentRecord, AssignmentView, NewAssignment, OrganisationRecord, UnitRecord, put_assignment};
use super::{staff_where, unit_ref};
use crate::access::{Trail, logged, logged_write};
use crate::caller::{AccessNote, Caller};
use crate::codec::{from_code, id, micros, moment, parsed};
use crate::log::Action;
use crate::schema;
use crate::store::Conn;
use crate::{AccessError, Store, StoreError};
use diesel::prelude::*;
use sip_domain::context::{Actor, Context, Duty};
use sip_domain::ids::{AssignmentId, OrganisationId, UnitId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = schema::assignments)]
struct Row {
    id: String,
    hsa_id: String,
    staff_id: String,
    unit_id: String,
    duty: String,
    valid_from: i64,
    ended_at: Option<i64>,
}

impl Row {
    fn record(self) -> Result<AssignmentRecord, StoreError> {
        Ok(AssignmentRecord {
            id: id(&self.id)?,
            hsa_id: self.hsa_id,
            staff: id(&self.staff_id)?,
            unit: id(&self.unit_id)?,
            duty: from_code(&self.duty)?,
            valid_from: moment(self.valid_from)?,
            ended_at: self.ended_at.map(moment).transpose()?,
        })
    }
}

fn any_staff(context: &Context<'_>) -> Result<(), AccessError> {
    context.actor.staff().map(|_| ()).ok_or(AccessError::Forbidden)
}

/// Whether the actor administers the organisation.
fn administers(actor: &Actor, organisation: OrganisationId) -> bool {
    matches!(actor, Actor::Staff { staff, duty: Duty::Administrator, .. } if staff.unit.organisation == organisation)
}

fn reviews(actor: &Actor, organisation: OrganisationId) -> bool {
    matches!(actor, Actor::Staff { staff, duty: Duty::Auditor, .. } if staff.unit.organisation == organisation)
}

fn organisation_of(conn: &mut Conn, unit: UnitId) -> Result<OrganisationId, AccessError> {
    Ok(unit_ref(conn, unit)?.ok_or(AccessError::NotFound)?.organisation)
}

fn view(conn: &mut Conn, assignment: AssignmentId) -> Result<AssignmentView, AccessError> {
    let row: Option<Row> =
        schema::assignments::table.find(assignment.to_string()).select(Row::as_select()).first(conn).optional()?;
    let record = row.ok_or(AccessError::NotFound)?.record()?;
    let (staff, _) = staff_where(conn, assignment, None)?.ok_or(AccessError::NotFound)?;
    Ok(AssignmentView { record, staff })
}

/// Every organisation, by name. Also for citizens, who have to know whom they can ask (S1-03).
pub fn organisations(
    store: &Store,
    caller: &Caller,
    note: &AccessNote,
) -> Result<Vec<OrganisationRecord>, AccessError> {
    logged(store, caller, note, Trail::new(Action::List), |conn, _, _| {
        use schema::organisations as o;
        let rows: Vec<(String, String, String, String)> =
            o::table.order((o::name, o::id)).select((o::id, o::principal_id, o::name, o::sector)).load(conn)?;
        let records = rows.into_iter().map(|(organisation, principal, name, sector)| {
            Ok(OrganisationRecord {
                id: id(&organisation)?,
                principal: id(&principal)?,
                name: parsed(name, "a name")?,
                sector: from_code(&sector)?,
            })
        });
        records.collect()
    })
}

/// The units of an organisation, by name. Also for citizens, as [`organisations`].
pub fn units(
    store: &Store,
    caller: &Caller,
    organisation: OrganisationId,
    note: &AccessNote,
) -> Result<Vec<UnitRecord>, AccessError> {
    logged(store, caller, note, Trail::new(Action::List), |conn, _, _| {
        use schema::{organisations as o, units as u};
        let known: Option<String> = o::table.find(organisation.to_string()).select(o::id).first(conn).optional()?;
        let known = known.ok_or(AccessError::NotFound)?;
        let rows: Vec<(String, String)> = u::table
            .filter(u::organisation_id.eq(known))
            .order((u::name, u::id))
            .select((u::id, u::name))
            .load(conn)?;
        let records = rows
            .into_iter()
            .map(|(unit, name)| Ok(UnitRecord { id: id(&unit)?, organisation, name: parsed(name, "a name")? }));
        records.collect()
    })
}

/// The assignments at a unit, also ended ones, by HSA id. For any member of staff: who can be named, and who could.
pub fn assignments(
    store: &Store,
    caller: &Caller,
    unit: UnitId,
    note: &AccessNote,
) -> Result<Vec<AssignmentView>, AccessError> {
    logged(store, caller, note, Trail::new(Action::List), |conn, context, _| {
        use schema::assignments as a;
        any_staff(context)?;
        organisation_of(conn, unit)?;
        let found: Vec<String> =
            a::table.filter(a::unit_id.eq(unit.to_string())).order(a::hsa_id).select(a::id).load(conn)?;
        found.iter().map(|assignment| view(conn, id(assignment)?)).collect()
    })
}

/// One assignment. For administrators and auditors of its organisation, and for its holder.
pub fn assignment(
    store: &Store,
    caller: &Caller,
    assignment: AssignmentId,
    note: &AccessNote,
) -> Result<AssignmentView, AccessError> {
    logged(store, caller, note, Trail::new(Action::Read), |conn, context, _| {
        let own = context.actor.staff().ok_or(AccessError::Forbidden)?.id;
        let found = view(conn, assignment)?;
        let organisation = found.staff.unit.organisation;
        let may =
            own == found.staff.id || administers(context.actor, organisation) || reviews(context.actor, organisation);
        if may { Ok(found) } else { Err(AccessError::Forbidden) }
    })
}

/// Makes an assignment that runs from now on; its id is the seed's first. For administrators of the unit's organisation.
///
/// # Errors
/// [`AccessError::NotFound`] for an unknown unit or account, [`AccessError::Conflict`] when the HSA id is taken.
pub fn create_assignment(
    store: &Store,
    caller: Caller,
    new: NewAssignment,
    note: AccessNote,
) -> Result<AssignmentView, AccessError> {
    logged_write(store, caller, note, Trail::new(Action::Write), move |conn, context, _| {
        if !administers(context.actor, organisation_of(conn, new.unit)?) {
            return Err(AccessError::Forbidden);
        }
        let account: Option<String> =
            schema::staff::table.find(new.staff.to_string()).select(schema::staff::id).first(conn).optional()?;
        account.ok_or(AccessError::NotFound)?;
        let record = AssignmentRecord {
            id: AssignmentId(context.seed.nth(0)),
            hsa_id: new.hsa_id,
            staff: new.staff,
            unit: new.unit,
            duty: new.duty,
            valid_from: context.now,
            ended_at: None,
        };
        if !put_assignment(conn, &record)? {
            return Err(AccessError::Conflict);
        }
        view(conn, record.id)
    })
}

/// Ends an assignment now; from the next call on it opens nothing. Ended again, it keeps its first end. For administrators
/// of its organisation.
pub fn end_assignment(
    store: &Store,
    caller: Caller,
    assignment: AssignmentId,
    note: AccessNote,
) -> Result<AssignmentView, AccessError> {
    logged_write(store, caller, note, Trail::new(Action::Write), move |conn, context, _| {
        use schema::assignments as a;
        let found = view(conn, assignment)?;
        if !administers(context.actor, found.staff.unit.organisation) {
            return Err(AccessError::Forbidden);
        }
        // An assignment that has not begun yet ends where it would have begun.
        let end = micros(context.now.max(found.record.valid_from));
        diesel::update(a::table.find(assignment.to_string()).filter(a::ended_at.is_null()))
            .set(a::ended_at.eq(end))
            .execute(conn)?;
        view(conn, assignment)
    })
}
