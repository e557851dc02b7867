//! Cases: the own list, reporting a need, reading one.

use super::document::{CaseCreated, CasePath};
use super::exchange::{Retry, caller_of, note, open, path_of, read};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{
    IdempotencyKeyHeader, IfNoneMatch, IfNoneMatchHeader, JsonBody, Page, Params, RequestContext, blocking,
};
use crate::problem::Problem;
use crate::wire::case::{CaseBody, CaseSummary};
use crate::wire::codes::{Role, StatusName};
use crate::wire::common::Paged;
use crate::wire::requests::start::ReportNeedRequest;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sip_domain::access;
use sip_domain::context::Actor;
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_persistence as store;
use utoipa::IntoParams;
use validator::Validate;

/// Filters of the list of cases.
#[derive(Deserialize, Validate, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseQuery {
    /// Only cases in this state.
    status: Option<StatusName>,
    /// Only cases in which the caller has this role.
    role: Option<Role>,
    /// Page, counted from 1.
    #[param(minimum = 1, maximum = 1_000_000, default = 1)]
    page: Option<u32>,
    /// Items on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
}

#[derive(Serialize)]
struct Filters {
    status: Option<StatusName>,
    role: Option<Role>,
}

impl CaseQuery {
    /// The list's path with its filters.
    fn path(&self) -> Result<String, Problem> {
        let filters = Filters { status: self.status, role: self.role };
        let query = serde_urlencoded::to_string(filters).map_err(Problem::internal)?;
        Ok(if query.is_empty() { "/cases".to_owned() } else { format!("/cases?{query}") })
    }
}

/// A page as the store counts it.
pub(crate) fn store_page(page: Page) -> store::Page {
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let limit = number(page.limit());
    store::Page { page: number(page.offset()) / limit.max(1) + 1, limit }
}

/// The cases as the reader may see them, each with a link to itself.
pub(crate) fn summaries(
    cases: &[SipCase],
    actor: &Actor,
    now: DateTime<Utc>,
    ctx: &RequestContext,
) -> Vec<CaseSummary> {
    let briefs = cases.iter().filter_map(|case| access::brief(case, actor, now));
    briefs.map(|case| CaseSummary::of(&case, ctx.link("self", &Method::GET, &path_of(case.id, actor)))).collect()
}

/// The caller's cases
///
/// Cases (ärenden) in which the caller has a role under the acting assignment, the latest first.
#[utoipa::path(tag = "cases", operation_id = "listCases", params(CaseQuery),
    responses((status = 200, description = "A page of cases.", body = Paged<CaseSummary>)))]
#[get("/cases")]
pub(crate) async fn list_cases(
    state: web::Data<AppState>,
    caller: Staff,
    Params(query): Params<CaseQuery>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let page = Page::new(query.page, query.limit)?;
    let filter = store::CaseFilter { status: query.status.map(Into::into), role: query.role.map(Into::into) };
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listCases"), state.store.clone());
    let now = note.now;
    let found =
        blocking(&state, move || store::cases_for(&database, &caller, &filter, store_page(page), &note)).await?;
    let items = summaries(&found.items, &found.actor, now, &ctx);
    Ok(HttpResponse::Ok().json(Paged::of(items, found.total, page, &ctx, &query.path()?)))
}

/// Report a need
///
/// Opens a case: somebody noticed that a person's efforts need to be coordinated (behov uppmärksammat, T1). The reporter
/// becomes initiator and the reporter's unit answers for the case. With `predecessor` the new case follows an earlier one.
#[utoipa::path(tag = "cases", operation_id = "reportNeed", params(IdempotencyKeyHeader), request_body(content = ReportNeedRequest),
    responses(CaseCreated))]
#[post("/cases")]
pub(crate) async fn report_need(
    state: web::Data<AppState>,
    caller: Staff,
    retry: Retry,
    body: JsonBody<ReportNeedRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let opening = body.value.command()?;
    open(state, caller, retry.with(body.digest), ctx, "reportNeed", opening).await
}

/// Read a case
///
/// The whole case (ärende) as the caller may see it: cut down by role and by the consents in force now. `_links` names what
/// the caller may do.
#[utoipa::path(tag = "cases", operation_id = "getCase", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The case.", body = CaseBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}")]
pub(crate) async fn get_case(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "getCase", |view, shown| Ok(CaseBody::of(view, shown)))
        .await
}
