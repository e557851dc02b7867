//! Who looked at what is about a citizen, for that citizen.

use crate::access::{Trail, logged};
use crate::caller::{AccessNote, Caller};
use crate::cases;
use crate::log::{Action, LogEntry, StoredRow};
use crate::reads::unit_names;
use crate::schema::{access_log, cases as stored};
use crate::store::{Conn, Store};
use crate::{AccessError, Listed, Page};
use diesel::prelude::*;
use sip_domain::access::{Role, roles};
use sip_domain::context::Actor;
use sip_domain::ids::{CaseId, PersonId};

type Rows = access_log::BoxedQuery<'static, <Conn as Connection>::Backend>;

/// Roles in which a citizen reads the log of a case. Whoever only asked for a SIP for somebody else is not told who works
/// with that person.
const READERS: [Role; 3] = [Role::Individual, Role::Guardian, Role::Representative];

/// Every row about the caller: those of the caller's own cases, and those of looks that named the caller without coming to
/// a case. Newest first. A case that was voided is in it too, for who looked is not undone.
///
/// # Errors
/// [`AccessError::Forbidden`] for staff.
pub fn access_log_for_person(
    store: &Store,
    caller: &Caller,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<LogEntry>, AccessError> {
    logged(store, caller, note, Trail::new(Action::List), |conn, context, trail| {
        let person = context.actor.citizen().ok_or(AccessError::Forbidden)?.person;
        trail.subject = Some(person);
        let own = cases_about(conn, person)?;
        list(conn, || about(person, &own), page, context.actor)
    })
}

/// Who looked at a case and wrote in it, newest first: for the individual and for whoever speaks for the individual now.
///
/// # Errors
/// [`AccessError::NotFound`] for a case the caller may not know of, [`AccessError::Forbidden`] for others who may.
pub fn access_log_for_own_case(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<LogEntry>, AccessError> {
    logged(store, caller, note, Trail::about(Action::Read, case), |conn, context, trail| {
        let known = cases::load(conn, case)?.ok_or(AccessError::NotFound)?;
        let held = roles(&known, context.actor, context.now);
        if held.is_empty() {
            return Err(AccessError::NotFound);
        }
        trail.shows(&known);
        if READERS.iter().all(|role| !held.contains(role)) {
            return Err(AccessError::Forbidden);
        }
        let rows = || access_log::table.filter(access_log::case_id.eq(case.to_string())).into_boxed();
        list(conn, rows, page, context.actor)
    })
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

fn list(conn: &mut Conn, rows: impl Fn() -> Rows, page: Page, actor: &Actor) -> Result<Listed<LogEntry>, AccessError> {
    let total = rows().count().get_result(conn)?;
    let found: Vec<StoredRow> = rows()
        .order((access_log::at.desc(), access_log::id.desc()))
        .limit(page.size())
        .offset(page.skip())
        .select(StoredRow::as_select())
        .load(conn)?;
    let names = unit_names(conn, &found)?;
    let items = found.into_iter().map(|row| row.entry(&names)).collect::<Result<_, _>>()?;
    Ok(Listed { total, items, actor: actor.clone() })
}
