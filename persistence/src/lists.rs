//! Several cases at once: a caller's cases, the work list, search by person, counts.

use crate::access::{Trail, logged};
use crate::caller::{AccessNote, Caller};
use crate::cases::SealedCase;
use crate::codec::{code, from_code, id, id_if, micros, moment};
use crate::log::Action;
use crate::schema::{case_deadlines, case_facts, case_keys, case_parties, cases};
use crate::sealed::{CaseKeyRow, Vault};
use crate::store::{Conn, Store};
use crate::{AccessError, StoreError, people};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};
use sip_domain::access::{Role, brief, is_related};
use sip_domain::context::{Actor, Context, Duty};
use sip_domain::deadlines::DeadlineKey;
use sip_domain::identity::IdentityNumber;
use sip_domain::ids::CaseId;
use sip_domain::model::{SipCase, StatusName};
use std::collections::HashMap;
use uuid::Uuid;

type Db = <Conn as Connection>::Backend;

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub page: u32,
    /// Items on a page, at most 100.
    pub limit: u32,
}

impl Page {
    pub(crate) fn size(self) -> i64 {
        i64::from(self.limit.min(100))
    }

    pub(crate) fn skip(self) -> i64 {
        i64::from(self.page.saturating_sub(1)).saturating_mul(self.size())
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// Items on all pages.
    pub total: i64,
    /// Those on this page.
    pub items: Vec<T>,
    /// For whom.
    pub actor: Actor,
}

/// Which of the actor's cases.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseFilter {
    /// In this state.
    pub status: Option<StatusName>,
    /// Where the actor or the actor's unit has this role.
    pub role: Option<Role>,
}

/// Something due.
#[derive(Clone, Debug)]
pub struct WorklistRow {
    /// In which case.
    pub case: SipCase,
    /// What.
    pub key: DeadlineKey,
    /// When.
    pub due: DateTime<Utc>,
    /// About which thing of the case.
    pub subject: Option<Uuid>,
    /// Whether it should have been done by now.
    pub overdue: bool,
}

/// A sum of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactSum {
    /// The measure's code.
    pub measure: String,
    /// How many.
    pub count: i64,
}

/// The cases that a row of [`case_parties`] gives the actor a part in, in one role or all.
fn parts<'a>(actor: &Actor, role: Option<Role>) -> Result<cases::BoxedQuery<'a, Db>, AccessError> {
    use case_parties as p;
    let role = role.map(|role| code(&role)).transpose()?;
    let any = role.is_none();
    let in_role = p::role.eq(role.unwrap_or_default()).or(any.into_sql::<Bool>());
    match actor {
        Actor::Citizen { citizen } => {
            let own = p::table.filter(p::person_id.eq(citizen.person.to_string())).filter(in_role);
            Ok(cases::table.filter(cases::id.eq_any(own.select(p::case_id))).into_boxed())
        }
        Actor::Staff { staff, duty: Duty::Clinical, .. } => {
            let own = p::table
                .filter(p::unit_id.eq(staff.unit.id.to_string()))
                .filter(p::staff_id.is_null().or(p::staff_id.eq(staff.id.to_string())))
                .filter(in_role);
            Ok(cases::table.filter(cases::id.eq_any(own.select(p::case_id))).into_boxed())
        }
        // Those of the organisation, see `sip_domain::access::roles`.
        Actor::Staff { staff, duty: Duty::Administrator, .. } => {
            let organisation = staff.unit.organisation.to_string();
            let own = p::table
                .filter(p::organisation_id.eq(organisation.clone()))
                .filter(p::role.eq_any([code(&Role::Coordinator)?, code(&Role::InvitedUnit)?]));
            let part = cases::id.eq_any(own.select(p::case_id));
            let own = cases::table.filter(part.or(cases::responsible_organisation.eq(organisation)));
            Ok(own.filter(cases::alarm.eq(0)).into_boxed())
        }
        Actor::Staff { duty: Duty::Auditor, .. } | Actor::System => Err(AccessError::Forbidden),
    }
}

/// The actor's cases, of one state or all, in one role or all.
fn own_cases<'a>(actor: &Actor, filter: CaseFilter) -> Result<cases::BoxedQuery<'a, Db>, AccessError> {
    // Nobody finds a case that was destroyed or voided.
    let query = parts(actor, filter.role)?
        .filter(cases::document.is_not_null())
        .filter(cases::status.ne(StatusName::Voided.code()));
    Ok(match filter.status {
        Some(status) => query.filter(cases::status.eq(status.code())),
        None => query,
    })
}

/// How many rows there are on all pages, told with each row of one.
const ALL: &str = "COUNT(*) OVER ()";

/// The cases as they lie in the database. Not looked up together with the order of a page: to sort, an engine would carry
/// every document of all pages along.
fn by_id<'a>(
    conn: &mut Conn,
    ids: impl Iterator<Item = &'a String>,
) -> Result<HashMap<String, (SealedCase, CaseKeyRow)>, StoreError> {
    let rows: Vec<(String, SealedCase, CaseKeyRow)> = cases::table
        .inner_join(case_keys::table)
        .filter(cases::id.eq_any(ids))
        .select((cases::id, SealedCase::as_select(), CaseKeyRow::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, case, key)| (id, (case, key))).collect())
}

/// The rows' cases, without any that the actor may not open after all.
fn opened(
    vault: &Vault,
    rows: Vec<(SealedCase, CaseKeyRow)>,
    context: &Context<'_>,
    trail: &mut Trail,
) -> Result<Vec<SipCase>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for (row, key) in rows {
        let Some(case) = row.open(vault, &key)? else { continue };
        if is_related(&case, context.actor, context.now) {
            trail.shows(&case);
            found.push(case);
        } else {
            tracing::warn!(case = %case.id, "a party row points to a case that its holder may not open");
        }
    }
    Ok(found)
}

/// The actor's cases, what happened last first; an administrator's are those that the organisation is party to, in whatever
/// role. Must be reduced for the actor before anything is shown.
///
/// # Errors
/// [`AccessError::Forbidden`] for auditors.
pub fn cases_for(
    store: &Store,
    caller: &Caller,
    filter: &CaseFilter,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<SipCase>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::new(Action::List), |conn, context, trail| {
        let rows: Vec<(String, i64)> = own_cases(context.actor, *filter)?
            .order((cases::updated_at.desc(), cases::id.desc()))
            .limit(page.size())
            .offset(page.skip())
            .select((cases::id, sql::<BigInt>(ALL)))
            .load(conn)?;
        let total = match rows.first() {
            Some((_, total)) => *total,
            None => own_cases(context.actor, *filter)?.count().get_result(conn)?,
        };
        let mut found = by_id(conn, rows.iter().map(|(id, _)| id))?;
        let rows = rows.into_iter().filter_map(|(id, _)| found.remove(&id)).collect();
        Ok(Listed { total, items: opened(&vault, rows, context, trail)?, actor: context.actor.clone() })
    })
}

/// The actor's own cases about one person; the reason is in the note. Never tells whether there are others.
///
/// # Errors
/// [`AccessError::Forbidden`] for anyone but clinical staff.
pub fn search_by_person(
    store: &Store,
    caller: &Caller,
    number: &IdentityNumber,
    note: &AccessNote,
) -> Result<Listed<SipCase>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::new(Action::Search), |conn, context, trail| {
        context.actor.clinical().ok_or(AccessError::Forbidden)?;
        let actor = context.actor.clone();
        let Some((person, _)) = people::find(conn, &vault, number)? else {
            return Ok(Listed { total: 0, items: Vec::new(), actor });
        };
        trail.subject = Some(person);
        let rows = own_cases(context.actor, CaseFilter::default())?
            .filter(cases::person_id.eq(person.to_string()))
            .inner_join(case_keys::table)
            .order((cases::updated_at.desc(), cases::id.desc()))
            .limit(100)
            .select((SealedCase::as_select(), CaseKeyRow::as_select()))
            .load(conn)?;
        let mut items = opened(&vault, rows, context, trail)?;
        // Who was asked without being told whom it is about is not told here either (S1-33).
        items.retain(|case| brief(case, context.actor, context.now).is_some_and(|seen| seen.name.is_some()));
        let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
        Ok(Listed { total, items, actor })
    })
}

/// Deadlines that remind the actor: by name, through the unit, or as administrator of the organisation.
fn due_to<'a>(actor: &Actor) -> Result<case_deadlines::BoxedQuery<'a, Db>, AccessError> {
    use case_deadlines as d;
    match actor {
        Actor::Staff { staff, duty: Duty::Clinical, .. } => Ok(d::table
            .filter(d::administrators.eq(0))
            .filter(d::unit_id.eq(staff.unit.id.to_string()))
            .filter(d::staff_id.is_null().or(d::staff_id.eq(staff.id.to_string())))
            .into_boxed()),
        Actor::Staff { staff, duty: Duty::Administrator, .. } => Ok(d::table
            .filter(d::administrators.eq(1))
            .filter(d::organisation_id.eq(staff.unit.organisation.to_string()))
            .into_boxed()),
        Actor::Staff { duty: Duty::Auditor, .. } | Actor::Citizen { .. } | Actor::System => Err(AccessError::Forbidden),
    }
}

#[derive(Queryable)]
struct DueRow {
    key: String,
    due_at: i64,
    subject: Option<String>,
    case: String,
    total: i64,
}

/// What is due for the actor under this assignment, the most urgent first. Cases must be reduced before they are shown.
///
/// # Errors
/// [`AccessError::Forbidden`] for auditors and citizens.
pub fn worklist(
    store: &Store,
    caller: &Caller,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<WorklistRow>, AccessError> {
    use case_deadlines as d;
    let vault = store.vault();
    logged(store, caller, note, Trail::new(Action::List), |conn, context, trail| {
        let rows: Vec<DueRow> = due_to(context.actor)?
            .order((d::due_at, d::case_id, d::ordinal))
            .limit(page.size())
            .offset(page.skip())
            .select((d::key, d::due_at, d::subject, d::case_id, sql::<BigInt>(ALL)))
            .load(conn)?;
        let total = match rows.first() {
            Some(row) => row.total,
            None => due_to(context.actor)?.count().get_result(conn)?,
        };
        // What is due in one case may stand on the page several times.
        let sealed = by_id(conn, rows.iter().map(|row| &row.case))?.into_values().collect();
        let known: HashMap<CaseId, SipCase> =
            opened(&vault, sealed, context, trail)?.into_iter().map(|case| (case.id, case)).collect();
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(case) = known.get(&id(&row.case)?) else { continue };
            items.push(WorklistRow {
                case: case.clone(),
                key: from_code(&row.key)?,
                due: moment(row.due_at)?,
                subject: id_if(row.subject.as_ref())?,
                overdue: row.due_at < micros(context.now),
            });
        }
        Ok(Listed { total, items, actor: context.actor.clone() })
    })
}

/// Counts of the actor's organisation from one local day to another, both included. For administrators. Small cells are
/// not suppressed here.
pub fn statistics(
    store: &Store,
    caller: &Caller,
    from: NaiveDate,
    to: NaiveDate,
    note: &AccessNote,
) -> Result<Vec<FactSum>, AccessError> {
    use case_facts as f;
    logged(store, caller, note, Trail::new(Action::List), |conn, context, _| {
        let Actor::Staff { staff, duty: Duty::Administrator, .. } = context.actor else {
            return Err(AccessError::Forbidden);
        };
        let rows: Vec<(String, Option<i64>)> = f::table
            .filter(f::organisation_id.eq(staff.unit.organisation.to_string()))
            .filter(f::on_day.between(from.to_string(), to.to_string()))
            .group_by(f::measure)
            .order(f::measure)
            // The engines' sums are of different types.
            .select((f::measure, sql::<Nullable<BigInt>>("CAST(SUM(count) AS BIGINT)")))
            .load(conn)?;
        Ok(rows.into_iter().map(|(measure, sum)| FactSum { measure, count: sum.unwrap_or(0) }).collect())
    })
}
