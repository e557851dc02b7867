//! What happened to a case, who looked at it, and what was given to whom.

use super::cases::store_page;
use super::document::CasePath;
use super::exchange::{caller_of, note, read};
use crate::app::AppState;
use crate::auth::{Identity, Staff};
use crate::http::{IfNoneMatch, IfNoneMatchHeader, Page, Params, RequestContext, blocking};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::{ActorBody, Items, Paged};
use crate::wire::consent::DisclosureBody;
use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::context::Actor;
use sip_domain::ids::CaseId;
use sip_persistence as store;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that happened; what was written is not repeated here.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"number": 3, "at": "2027-03-01T08:00:00Z", "type": "offered", "hash": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    "by": {"kind": "staff", "name": "Karin Karlsson", "staff": null}}))]
pub(crate) struct HistoryBody {
    /// Place in the journal, from 1.
    number: i64,
    /// When.
    at: DateTime<Utc>,
    /// By whom.
    by: ActorBody,
    /// What kind of event.
    #[serde(rename = "type")]
    kind: String,
    /// The row's hash, which covers all rows before it.
    hash: String,
}

/// What happened to the case
///
/// The journal (händelseförteckning), oldest first: what kind of event, when and by whom, without what was written. Each row's hash
/// covers the rows before it, so that a change afterwards shows.
#[utoipa::path(tag = "audit", operation_id = "listHistory", params(CasePath, Page),
    responses((status = 200, description = "A page of the journal.", body = Paged<HistoryBody>)))]
#[get("/cases/{caseId}/history")]
pub(crate) async fn list_history(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let case = case.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listHistory"), state.store.clone());
    let found = blocking(&state, move || store::history(&database, &caller, case, store_page(page), &note)).await?;
    let items = found.items.into_iter().map(|row| HistoryBody {
        number: row.seq,
        at: row.at,
        by: by(&row.by),
        kind: row.kind,
        hash: row.hash,
    });
    let path = format!("/cases/{case}/history");
    Ok(HttpResponse::Ok().json(Paged::of(items.collect(), found.total, page, &ctx, &path)))
}

/// Who acted. Not by name when it was a citizen: a unit that is contacted separately must not learn it here (S1-33), and
/// those who may know whom the case is about know it from the case.
fn by(actor: &Actor) -> ActorBody {
    match actor {
        Actor::Staff { .. } | Actor::System => actor.wire(),
        Actor::Citizen { .. } => ActorBody { name: None, ..actor.wire() },
    }
}

/// A row of the access log.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogBody {
    /// The row.
    id: Uuid,
    /// When.
    at: DateTime<Utc>,
    /// Staff or citizen.
    actor_kind: String,
    /// The staff account.
    staff: Option<Uuid>,
    /// The citizen.
    person: Option<Uuid>,
    /// The assignment.
    assignment: Option<Uuid>,
    /// The unit.
    unit: Option<Uuid>,
    /// The unit's name.
    unit_name: Option<String>,
    /// The organisation.
    organisation: Option<Uuid>,
    /// The organisation's name.
    organisation_name: Option<String>,
    /// The connected system that called for the member of staff.
    client: Option<String>,
    /// Read or write.
    action: String,
    /// Which operation of the API.
    operation: String,
    /// The case.
    case: Option<Uuid>,
    /// The reason that was stated.
    purpose: Option<String>,
    /// How it went.
    outcome: String,
    /// Code of the refusal.
    code: Option<String>,
    /// Trace id of the request.
    trace_id: String,
    /// Whether the case is about somebody whose identity is protected.
    alarm: bool,
}

impl From<store::LogEntry> for LogBody {
    fn from(row: store::LogEntry) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor_kind: row.actor_kind,
            staff: row.staff.wire(),
            person: row.person.wire(),
            assignment: row.assignment.wire(),
            unit: row.unit.wire(),
            unit_name: row.unit_name,
            organisation: row.organisation.wire(),
            organisation_name: row.organisation_name,
            client: row.client,
            action: row.action,
            operation: row.operation,
            case: row.case.wire(),
            purpose: row.purpose,
            outcome: row.outcome,
            code: row.code,
            trace_id: row.trace_id,
            alarm: row.alarm,
        }
    }
}

/// A page of the case's access log, for staff and citizens alike. `path` is the list's own, below the root.
pub(crate) async fn access_log(
    state: web::Data<AppState>,
    caller: impl Into<Identity>,
    case: CaseId,
    page: Page,
    ctx: RequestContext,
    operation: &'static str,
    path: String,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, operation), state.store.clone());
    let found =
        blocking(&state, move || store::access_log_for_case(&database, &caller, case, store_page(page), &note)).await?;
    let items: Vec<LogBody> = found.items.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(Paged::of(items, found.total, page, &ctx, &path)))
}

/// Who looked at the case
///
/// The access log (åtkomstlogg, PDL 4 kap. 3 §) of the case: for an auditor, the rows of the own organisation.
#[utoipa::path(tag = "audit", operation_id = "listCaseAccess", params(CasePath, Page),
    responses((status = 200, description = "A page of the access log.", body = Paged<LogBody>)))]
#[get("/cases/{caseId}/access-log")]
pub(crate) async fn list_case_access(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let case = case.into_inner();
    access_log(state, caller, case, page, ctx, "listCaseAccess", format!("/cases/{case}/access-log")).await
}

/// What was given to whom
///
/// The disclosure ledger (utlämnanden): what kinds of information went to which unit, when, by which way and on what ground.
#[utoipa::path(tag = "audit", operation_id = "listDisclosures", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The disclosures.", body = Items<DisclosureBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/disclosures")]
pub(crate) async fn list_disclosures(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "listDisclosures", |view, shown| {
        Ok(Items { items: view.disclosures.wire(), links: shown.links(view) })
    })
    .await
}
