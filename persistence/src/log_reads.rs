//! Who looked: the access log as the individual reads it, and as an auditor does. Every such look leaves a row of its own.

use crate::StoreError;
use crate::access::{Trail, logged};
use crate::caller::{AccessNote, Caller};
use crate::codec::micros;
use crate::log::{Action, LogEntry, LogRow, UnitNames};
use crate::reads::related;
use crate::schema::{access_log, cases as stored};
use crate::sealed::Vault;
use crate::store::{Conn, Store};
use crate::{AccessError, Listed, Page};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::access::{Part, may_see};
use sip_domain::context::{Actor, Duty};
use sip_domain::ids::{CaseId, OrganisationId, PersonId, StaffId, UnitId};
use std::collections::BTreeSet;

type Rows = access_log::BoxedQuery<'static, <Conn as Connection>::Backend>;

/// Which rows an auditor asks for; what is absent narrows nothing.
#[derive(Clone, Copy, Debug)]
pub struct LogQuery {
    /// From this moment to, not including, that one.
    pub period: (DateTime<Utc>, DateTime<Utc>),
    /// Of one member of staff.
    pub staff: Option<StaffId>,
    /// Of one unit.
    pub unit: Option<UnitId>,
    /// About one case.
    pub case: Option<CaseId>,
    /// Only accesses to cases of protected persons.
    pub alarms: bool,
    /// Only what was refused or not found.
    pub refused: bool,
}

/// The organisation whose accesses the actor reviews.
pub(crate) fn audited(actor: &Actor) -> Option<OrganisationId> {
    match actor {
        Actor::Staff { staff, duty: Duty::Auditor, .. } => Some(staff.unit.organisation),
        _ => None,
    }
}

/// Every row about the citizen: those of the own cases, and those of looks that named the person without coming to a case.
/// Newest first. A case that was voided is in it too, for who looked is not undone.
///
/// # Errors
/// [`AccessError::Forbidden`] for staff.
pub fn access_log_for_person(
    store: &Store,
    caller: &Caller,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<LogEntry>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::new(Action::List), |conn, context, trail| {
        let person = context.actor.citizen().ok_or(AccessError::Forbidden)?.person;
        trail.subject = Some(person);
        let own = cases_about(conn, person)?;
        list(conn, &vault, || about(person, &own), page, context.actor)
    })
}

/// Who looked at a case and wrote in it, newest first: all of it for the individual and whoever speaks for the individual
/// now (2008:355 8:5), the own organisation's rows for its auditor.
///
/// # Errors
/// [`AccessError::NotFound`] for a case the caller may not know of, [`AccessError::Forbidden`] for others who may.
pub fn access_log_for_case(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<LogEntry>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::about(Action::Read, case), |conn, context, trail| {
        let organisation = audited(context.actor);
        if organisation.is_none() {
            let known = related(conn, &vault, case, context, trail)?;
            if !may_see(&known, context.actor, context.now, Part::AccessLog) {
                return Err(AccessError::Forbidden);
            }
        }
        let rows = || {
            let rows = access_log::table.filter(access_log::case_id.eq(case.to_string())).into_boxed();
            match organisation {
                Some(own) => rows.filter(access_log::organisation_id.eq(own.to_string())),
                None => rows,
            }
        };
        list(conn, &vault, rows, page, context.actor)
    })
}

/// What an organisation's staff did, newest first. For its auditors.
///
/// # Errors
/// [`AccessError::Forbidden`] for others.
pub fn access_log_for_organisation(
    store: &Store,
    caller: &Caller,
    query: &LogQuery,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<LogEntry>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::new(Action::List), |conn, context, trail| {
        let organisation = audited(context.actor).ok_or(AccessError::Forbidden)?;
        trail.case = query.case;
        list(conn, &vault, || asked_for(organisation, query), page, context.actor)
    })
}

fn asked_for(organisation: OrganisationId, query: &LogQuery) -> Rows {
    use access_log as l;
    let (from, to) = query.period;
    let mut rows = l::table
        .filter(l::organisation_id.eq(organisation.to_string()))
        .filter(l::at.ge(micros(from)))
        .filter(l::at.lt(micros(to)))
        .into_boxed();
    if let Some(staff) = query.staff {
        rows = rows.filter(l::staff_id.eq(staff.to_string()));
    }
    if let Some(unit) = query.unit {
        rows = rows.filter(l::unit_id.eq(unit.to_string()));
    }
    if let Some(case) = query.case {
        rows = rows.filter(l::case_id.eq(case.to_string()));
    }
    if query.alarms {
        rows = rows.filter(l::alarm.eq(1));
    }
    if query.refused {
        rows = rows.filter(l::outcome.ne_all(["done", "replayed"]));
    }
    rows
}

/// A person has few cases, so their ids go along in the query.
fn cases_about(conn: &mut Conn, person: PersonId) -> Result<Vec<String>, AccessError> {
    Ok(stored::table.filter(stored::person_id.eq(person.to_string())).select(stored::id).load(conn)?)
}

fn about(person: PersonId, own: &[String]) -> Rows {
    let own = own.to_vec();
    access_log::table
        .filter(access_log::subject_id.eq(person.to_string()).or(access_log::case_id.eq_any(own)))
        .into_boxed()
}

/// Newest first.
fn list(
    conn: &mut Conn,
    vault: &Vault,
    rows: impl Fn() -> Rows,
    page: Page,
    actor: &Actor,
) -> Result<Listed<LogEntry>, AccessError> {
    let total = rows().count().get_result(conn)?;
    let found: Vec<LogRow> = rows()
        .order((access_log::at.desc(), access_log::id.desc()))
        .limit(page.size())
        .offset(page.skip())
        .select(LogRow::as_select())
        .load(conn)?;
    let (names, own) = (unit_names(conn, &found)?, vault.own(conn)?);
    let items = found.into_iter().map(|row| row.entry(&own, &names)).collect::<Result<_, _>>()?;
    Ok(Listed { total, items, actor: actor.clone() })
}

fn unit_names(conn: &mut Conn, rows: &[LogRow]) -> Result<UnitNames, StoreError> {
    use crate::schema::{organisations as o, units as u};
    let ids = rows.iter().filter_map(LogRow::unit_id).collect::<BTreeSet<_>>();
    let found: Vec<(String, String, String)> =
        u::table.inner_join(o::table).filter(u::id.eq_any(ids)).select((u::id, u::name, o::name)).load(conn)?;
    Ok(found.into_iter().map(|(unit, name, organisation)| (unit, (name, organisation))).collect())
}
