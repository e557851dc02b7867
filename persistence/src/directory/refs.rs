//! The snapshots that a case keeps of the directory.

use crate::StoreError;
use crate::codec::{from_code, id, parsed};
use crate::schema::{assignments, organisations, principals, staff, units};
use crate::store::Conn;
use diesel::prelude::*;
use sip_domain::context::Duty;
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::ids::{AssignmentId, UnitId};

#[derive(Queryable)]
struct UnitRow {
    id: String,
    name: String,
    organisation: String,
    organisation_name: String,
    sector: String,
    principal: String,
    principal_name: String,
}

#[derive(Queryable)]
struct StaffRow {
    id: String,
    human: String,
    name: String,
    title: String,
    assignment: String,
    duty: String,
    unit: String,
}

/// The unit with its organisation and principal.
pub(crate) fn unit_ref(conn: &mut Conn, unit: UnitId) -> Result<Option<UnitRef>, StoreError> {
    let row: Option<UnitRow> = units::table
        .inner_join(organisations::table.inner_join(principals::table))
        .filter(units::id.eq(unit.to_string()))
        .select((
            units::id,
            units::name,
            organisations::id,
            organisations::name,
            organisations::sector,
            principals::id,
            principals::name,
        ))
        .first(conn)
        .optional()?;
    row.map(|row| {
        Ok(UnitRef {
            id: id(&row.id)?,
            name: parsed(row.name, "a name")?,
            organisation: id(&row.organisation)?,
            organisation_name: parsed(row.organisation_name, "a name")?,
            principal: id(&row.principal)?,
            principal_name: parsed(row.principal_name, "a name")?,
            sector: from_code(&row.sector)?,
        })
    })
    .transpose()
}

/// The member of staff under an assignment; with `at`, only while the assignment runs.
pub(crate) fn staff_where(
    conn: &mut Conn,
    assignment: AssignmentId,
    at: Option<i64>,
) -> Result<Option<(StaffRef, Duty)>, StoreError> {
    let mut query = assignments::table
        .inner_join(staff::table)
        .filter(assignments::id.eq(assignment.to_string()))
        .select((
            staff::id,
            staff::human_id,
            staff::name,
            staff::title,
            assignments::id,
            assignments::duty,
            assignments::unit_id,
        ))
        .into_boxed();
    if let Some(at) = at {
        query = query
            .filter(assignments::valid_from.le(at))
            .filter(assignments::ended_at.is_null().or(assignments::ended_at.gt(at)));
    }
    let Some(row): Option<StaffRow> = query.first(conn).optional()? else { return Ok(None) };
    let unit = unit_ref(conn, id(&row.unit)?)?.ok_or(StoreError::Corrupt("an assignment's unit"))?;
    let staff = StaffRef {
        id: id(&row.id)?,
        human: id(&row.human)?,
        assignment: id(&row.assignment)?,
        name: parsed(row.name, "a name")?,
        title: parsed(row.title, "a title")?,
        unit,
    };
    Ok(Some((staff, from_code(&row.duty)?)))
}
