//! One case at a time: the case, its history, its frozen versions, and who looked at it.

use crate::StoreError;
use crate::access::{Trail, logged};
use crate::caller::{AccessNote, Caller};
use crate::cases;
use crate::codec::{micros, moment};
use crate::journal;
use crate::log::{Action, LogEntry, LogRow, UnitNames};
use crate::schema::{access_log, case_events, plan_versions};
use crate::sealed::Vault;
use crate::store::{Conn, Store};
use crate::{AccessError, Listed, Page};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::access::{is_related, reads_whole};
use sip_domain::context::{Actor, Context, Duty};
use sip_domain::ids::{CaseId, OrganisationId};
use sip_domain::model::SipCase;
use std::collections::BTreeSet;

/// A line of a case's history: that something happened, not what it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number in the case, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Actor,
    /// The event's stored name.
    pub kind: String,
    /// The row's hash in the chain, SHA-256 in hex.
    pub hash: String,
}

/// Resolves the caller and does nothing more.
pub fn whoami(store: &Store, caller: &Caller, note: &AccessNote) -> Result<Actor, AccessError> {
    logged(store, caller, note, Trail::new(Action::Read), |_, context, _| Ok(context.actor.clone()))
}

fn related(
    conn: &mut Conn,
    vault: &Vault,
    id: CaseId,
    context: &Context<'_>,
    trail: &mut Trail,
) -> Result<SipCase, AccessError> {
    let case = cases::load(conn, vault, id)?
        .inspect(|case| trail.alarm = case.is_protected())
        .filter(|case| is_related(case, context.actor, context.now))
        .ok_or(AccessError::NotFound)?;
    trail.shows(&case);
    Ok(case)
}

/// Lends the case to `look`, which reduces it for the actor. The log row is on the disk before its answer is given out.
///
/// # Errors
/// [`AccessError::NotFound`] for a case the actor may not know of, and for one that does not exist.
pub fn read_case<T>(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    note: &AccessNote,
    look: impl FnOnce(&SipCase, &Context<'_>) -> T,
) -> Result<T, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::about(Action::Read, case), |conn, context, trail| {
        Ok(look(&related(conn, &vault, case, context, trail)?, context))
    })
}

/// What happened in the case, oldest first: all of it for whoever may have the whole case now, for others what their own
/// unit did.
pub fn history(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<HistoryEntry>, AccessError> {
    use case_events as e;
    let vault = store.vault();
    logged(store, caller, note, Trail::about(Action::Read, case), |conn, context, trail| {
        let whole = reads_whole(&related(conn, &vault, case, context, trail)?, context.actor, context.now);
        let own = context.actor.staff().map(|staff| staff.unit.id);
        let key = vault.case_key(conn, &case.to_string())?.ok_or(AccessError::NotFound)?;
        let rows: Vec<(i64, i64, Vec<u8>, String, String)> = e::table
            .filter(e::case_id.eq(case.to_string()))
            .order(e::seq)
            .select((e::seq, e::at, e::sealed, e::kind, e::hash))
            .load(conn)?;
        let mut entries = Vec::new();
        for (seq, at, sealed, kind, hash) in rows {
            let by = journal::by(&key, &case.to_string(), seq, &sealed)?;
            if whole || by.staff().is_some_and(|staff| Some(staff.unit.id) == own) {
                entries.push(HistoryEntry { seq, at: moment(at)?, by, kind, hash });
            }
        }
        let total = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        let (skip, size) = (usize::try_from(page.skip()), usize::try_from(page.size()));
        let items = entries.into_iter().skip(skip.unwrap_or(usize::MAX)).take(size.unwrap_or(0)).collect();
        Ok(Listed { total, items, actor: context.actor.clone() })
    })
}

/// As [`read_case`], with the hash of a frozen version's content, SHA-256 in hex.
///
/// # Errors
/// [`AccessError::NotFound`] also when there is no such version.
pub fn read_plan_version<T>(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    number: u32,
    note: &AccessNote,
    look: impl FnOnce(&SipCase, &Context<'_>, String) -> T,
) -> Result<T, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::about(Action::Read, case), |conn, context, trail| {
        let known = related(conn, &vault, case, context, trail)?;
        let found: Option<String> = plan_versions::table
            .find((case.to_string(), i64::from(number)))
            .select(plan_versions::content_hash)
            .first(conn)
            .optional()?;
        Ok(look(&known, context, found.ok_or(AccessError::NotFound)?))
    })
}

fn auditor(actor: &Actor) -> Option<OrganisationId> {
    match actor {
        Actor::Staff { staff, duty: Duty::Auditor, .. } => Some(staff.unit.organisation),
        _ => None,
    }
}

/// Which rows of the log are asked for.
struct LogFilter {
    case: Option<CaseId>,
    organisation: Option<OrganisationId>,
    period: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl LogFilter {
    fn rows(&self) -> access_log::BoxedQuery<'static, <Conn as Connection>::Backend> {
        use access_log as l;
        let mut query = l::table.into_boxed();
        if let Some(case) = self.case {
            query = query.filter(l::case_id.eq(case.to_string()));
        }
        if let Some(organisation) = self.organisation {
            query = query.filter(l::organisation_id.eq(organisation.to_string()));
        }
        if let Some((from, to)) = self.period {
            query = query.filter(l::at.ge(micros(from))).filter(l::at.lt(micros(to)));
        }
        query
    }

    /// Newest first.
    fn list(&self, conn: &mut Conn, vault: &Vault, page: Page, actor: &Actor) -> Result<Listed<LogEntry>, AccessError> {
        let total = self.rows().count().get_result(conn)?;
        let rows: Vec<LogRow> = self
            .rows()
            .order((access_log::at.desc(), access_log::seq.desc()))
            .limit(page.size())
            .offset(page.skip())
            .select(LogRow::as_select())
            .load(conn)?;
        let (names, own) = (unit_names(conn, &rows)?, vault.own(conn)?);
        let items = rows.into_iter().map(|row| row.entry(&own, &names)).collect::<Result<_, _>>()?;
        Ok(Listed { total, items, actor: actor.clone() })
    }
}

fn unit_names(conn: &mut Conn, rows: &[LogRow]) -> Result<UnitNames, StoreError> {
    use crate::schema::{organisations as o, units as u};
    let ids = rows.iter().filter_map(LogRow::unit_id).collect::<BTreeSet<_>>();
    let found: Vec<(String, String, String)> =
        u::table.inner_join(o::table).filter(u::id.eq_any(ids)).select((u::id, u::name, o::name)).load(conn)?;
    Ok(found.into_iter().map(|(unit, name, organisation)| (unit, (name, organisation))).collect())
}

/// Who looked at a case and wrote in it, newest first. The individual sees all; an auditor the own organisation's rows.
///
/// # Errors
/// [`AccessError::Forbidden`] for others who may know of the case.
pub fn access_log_for_case(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<LogEntry>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::about(Action::Read, case), |conn, context, trail| {
        let organisation = auditor(context.actor);
        if organisation.is_none() {
            related(conn, &vault, case, context, trail)?;
            context.actor.citizen().ok_or(AccessError::Forbidden)?;
        }
        LogFilter { case: Some(case), organisation, period: None }.list(conn, &vault, page, context.actor)
    })
}

/// What an organisation's staff did from one moment to (not including) another, newest first. For its auditors.
pub fn access_log_for_organisation(
    store: &Store,
    caller: &Caller,
    period: (DateTime<Utc>, DateTime<Utc>),
    page: Page,
    note: &AccessNote,
) -> Result<Listed<LogEntry>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::new(Action::List), |conn, context, _| {
        let organisation = Some(auditor(context.actor).ok_or(AccessError::Forbidden)?);
        LogFilter { case: None, organisation, period: Some(period) }.list(conn, &vault, page, context.actor)
    })
}
