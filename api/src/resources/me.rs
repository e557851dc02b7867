//! The citizen's own cases (1177-style portal): who I am, my requests, my cases.

use super::cases::{store_page, summaries};
use super::document::{CasePath, CitizenCreated};
use super::exchange::{Retry, caller_of, note, open, read};
use super::history::{LogBody, access_log};
use crate::app::AppState;
use crate::auth::Citizen;
use crate::http::{
    IdempotencyKeyHeader, IfNoneMatch, IfNoneMatchHeader, JsonBody, Link, Page, Params, RequestContext, blocking,
};
use crate::problem::{Generic, Problem};
use crate::wire::Wire;
use crate::wire::case::CaseSummary;
use crate::wire::citizen::CitizenCaseBody;
use crate::wire::common::Paged;
use crate::wire::plan::PlanVersionBody;
use crate::wire::requests::start::SipRequest;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, post, web};
use serde::Serialize;
use sip_domain::context::Actor;
use sip_domain::ids::CaseId;
use sip_persistence as store;
use sip_persistence::Caller;
use utoipa::ToSchema;
use uuid::Uuid;

/// The caller.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"person": "01993b00-0007-7000-8000-000000000001", "name": "Maria Testsson", "_links": []}))]
pub(crate) struct MeBody {
    /// The person in the register.
    person: Uuid,
    /// Name, when the register has it.
    name: Option<String>,
    /// What a citizen can do.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// Who I am
///
/// The person behind the token, and where to go on (min sida).
#[utoipa::path(tag = "portal", operation_id = "getMe", responses((status = 200, description = "The caller.", body = MeBody)))]
#[get("/me")]
pub(crate) async fn get_me(
    state: web::Data<AppState>,
    caller: Citizen,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "getMe"), state.store.clone());
    let actor = blocking(&state, move || store::whoami(&database, &caller, &note)).await?;
    let Actor::Citizen { citizen } = actor else { return Err(Problem::of(Generic::CALLER_KIND)) };
    let links = vec![
        ctx.link("self", &Method::GET, "/me"),
        ctx.link("cases", &Method::GET, "/me/cases"),
        ctx.link("report_need", &Method::POST, "/me/requests"),
    ];
    Ok(HttpResponse::Ok().json(MeBody { person: citizen.person.0, name: citizen.name.wire(), links }))
}

/// Ask for a SIP
///
/// A unit is asked to make a plan (begäran om SIP). The request waits in the unit's inbox until staff takes it over.
#[utoipa::path(tag = "portal", operation_id = "requestSip", params(IdempotencyKeyHeader),
    request_body(content = SipRequest), responses(CitizenCreated))]
#[post("/me/requests")]
pub(crate) async fn request_sip(
    state: web::Data<AppState>,
    caller: Citizen,
    retry: Retry,
    body: JsonBody<SipRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let Caller::Citizen { identity, .. } = caller_of(caller.clone())? else {
        return Err(Problem::of(Generic::CALLER_KIND));
    };
    open(state, caller, retry.with(body.digest), ctx, "requestSip", body.value.command(identity)).await
}

/// My cases
///
/// The caller's own cases (mina ärenden), the latest first.
#[utoipa::path(tag = "portal", operation_id = "listMyCases", params(Page),
    responses((status = 200, description = "A page of cases.", body = Paged<CaseSummary>)))]
#[get("/me/cases")]
pub(crate) async fn list_my_cases(
    state: web::Data<AppState>,
    caller: Citizen,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listMyCases"), state.store.clone());
    let now = note.now;
    let found = blocking(&state, move || {
        store::cases_for(&database, &caller, &store::CaseFilter::default(), store_page(page), &note)
    })
    .await?;
    let items = summaries(&found.items, &found.actor, now, &ctx);
    Ok(HttpResponse::Ok().json(Paged::of(items, found.total, page, &ctx, "/me/cases")))
}

/// One of my cases
///
/// All that the individual may see (mitt ärende); never the staff's mapping.
#[utoipa::path(tag = "portal", operation_id = "getMyCase", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The case.", body = CitizenCaseBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}")]
pub(crate) async fn get_my_case(
    state: web::Data<AppState>,
    caller: Citizen,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "getMyCase", |view, shown| {
        Ok(CitizenCaseBody::of(view, shown))
    })
    .await
}

/// The caller's plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyPlanBody {
    /// The version in force.
    current: Option<PlanVersionBody>,
    /// Earlier versions, the latest first.
    earlier: Vec<PlanVersionBody>,
    /// What may be done.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// My plan
///
/// The established plan (min plan) as it is now, and earlier versions of it.
#[utoipa::path(tag = "portal", operation_id = "getMyPlan", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The plan.", body = MyPlanBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/plan")]
pub(crate) async fn get_my_plan(
    state: web::Data<AppState>,
    caller: Citizen,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "getMyPlan", |view, shown| {
        let mut versions = view.versions.iter().rev().map(Wire::wire);
        Ok(MyPlanBody { current: versions.next(), earlier: versions.collect(), links: shown.links(view) })
    })
    .await
}

/// Who looked at my case
///
/// Every row of the access log of the case (åtkomstlogg): which unit, when, and for which operation.
#[utoipa::path(tag = "portal", operation_id = "listMyCaseAccess", params(CasePath, Page),
    responses((status = 200, description = "A page of the access log.", body = Paged<LogBody>)))]
#[get("/me/cases/{caseId}/access-log")]
pub(crate) async fn list_my_case_access(
    state: web::Data<AppState>,
    caller: Citizen,
    case: web::Path<CaseId>,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let case = case.into_inner();
    access_log(state, caller, case, page, ctx, "listMyCaseAccess", format!("/me/cases/{case}/access-log")).await
}
