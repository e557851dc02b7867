//! One case at a time: the case, its history, its frozen versions.

use crate::access::{Looked, Trail, logged, looked};
use crate::caller::{AccessNote, Caller};
use crate::cases;
use crate::codec::moment;
use crate::glance::glance;
use crate::journal;
use crate::log::Action;
use crate::schema::{case_events, plan_versions};
use crate::sealed::Vault;
use crate::store::{Conn, Store};
use crate::{AccessError, Listed, Page};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::access::reads_whole;
use sip_domain::context::{Actor, Context};
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;

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

/// The case, if there is one and the actor may know of it; noted as shown.
pub(crate) fn related(
    conn: &mut Conn,
    vault: &Vault,
    id: CaseId,
    context: &Context<'_>,
    trail: &mut Trail,
) -> Result<SipCase, AccessError> {
    let Some(case) = cases::known_to(conn, vault, id, context)? else {
        trail.alarm = cases::is_alarmed(conn, id)?;
        return Err(AccessError::NotFound);
    };
    trail.shows(&case);
    Ok(case)
}

/// Lends the case to `look`, which reduces it for the actor. The log row is on the disk before its answer is given out.
///
/// # Errors
/// [`AccessError::NotFound`] for a case the actor may not know of, and for one that does not exist.
pub fn read_case<T: Send + 'static>(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    note: &AccessNote,
    look: impl FnOnce(&SipCase, &Context<'_>) -> T,
) -> Result<T, AccessError> {
    read_part(store, caller, case, note, |case, context| Ok(look(case, context)))
}

/// As [`read_case`], for a part that the case may lack or the actor may not see: the log then says that it was not found.
///
/// # Errors
/// What `look` refuses, and as [`read_case`].
pub fn read_part<T: Send + 'static>(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    note: &AccessNote,
    look: impl FnOnce(&SipCase, &Context<'_>) -> Result<T, AccessError>,
) -> Result<T, AccessError> {
    look_at(store, caller, case, note, look)?.wait()
}

/// As [`read_part`], without the wait for the log row: what was found is handed out by [`Looked::hand_out`].
///
/// # Errors
/// When the store failed.
pub fn look_at<T>(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    note: &AccessNote,
    look: impl FnOnce(&SipCase, &Context<'_>) -> Result<T, AccessError>,
) -> Result<Looked<T>, AccessError> {
    let mut trail = Trail::about(Action::Read, case);
    if let Some(seen) = glance(store, caller, note, case)? {
        trail.shows(&seen.case);
        let context = seen.surroundings.context();
        let result = look(&seen.case, &context);
        return Looked::of(store, (caller, Some(context.actor)), note, &trail, result);
    }
    let vault = store.vault();
    looked(store, caller, note, trail, |conn, context, trail| {
        look(&related(conn, &vault, case, context, trail)?, context)
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

/// As [`read_part`], with the hash of a frozen version's content, SHA-256 in hex.
///
/// # Errors
/// [`AccessError::NotFound`] also when there is no such version.
pub fn read_plan_version<T: Send + 'static>(
    store: &Store,
    caller: &Caller,
    case: CaseId,
    number: u32,
    note: &AccessNote,
    look: impl FnOnce(&SipCase, &Context<'_>, String) -> Result<T, AccessError>,
) -> Result<T, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::about(Action::Read, case), |conn, context, trail| {
        let known = related(conn, &vault, case, context, trail)?;
        let found: Option<String> = plan_versions::table
            .find((case.to_string(), i64::from(number)))
            .select(plan_versions::content_hash)
            .first(conn)
            .optional()?;
        look(&known, context, found.ok_or(AccessError::NotFound)?)
    })
}
