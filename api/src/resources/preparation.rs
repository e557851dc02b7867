//! The preparation with the individual (T5).

use super::document::{CaseAnswer, CasePath};
use super::exchange::{Target, act, read};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{
    IdempotencyKeyHeader, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, JsonBody, Link, RequestContext,
};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::preparation::{ExcludedTopicsBody, PreparationBody};
use crate::wire::requests::build::plain;
use crate::wire::requests::preparation::{LeadRequest, PreparationRequest};
use actix_web::{HttpResponse, get, patch, post, put, web};
use serde::Serialize;
use sip_domain::command::Command;
use sip_domain::ids::CaseId;
use utoipa::ToSchema;

/// The preparation as the caller may see it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PreparationAnswer {
    /// The preparation.
    preparation: PreparationBody,
    /// Topics the individual does not want raised; only for those who prepare and lead.
    excluded_topics: Option<ExcludedTopicsBody>,
    /// What may be done.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// Read the preparation
///
/// What was prepared with the individual (förberedelse). 404 until it has been started, or when none of it is for the caller.
#[utoipa::path(tag = "preparation", operation_id = "getPreparation", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The preparation.", body = PreparationAnswer, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/preparation")]
pub(crate) async fn get_preparation(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "getPreparation", |view, shown| {
        let kept = view.preparation.as_ref().ok_or_else(Problem::not_found)?;
        Ok(PreparationAnswer {
            preparation: kept.preparation.wire(),
            excluded_topics: ExcludedTopicsBody::of(kept),
            links: shown.links(view),
        })
    })
    .await
}

/// Start the preparation
///
/// Once the offer is accepted and a consent is in force (förberedelsen påbörjas, T5). The caller becomes preparation lead
/// unless the agreement says otherwise.
#[utoipa::path(tag = "preparation", operation_id = "startPreparation", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    responses((status = 201, description = "The whole case as the caller may see it now.", body = crate::wire::case::CaseBody,
        headers(("ETag" = String, description = "Version of the case"), ("Location" = String, description = "The preparation")))))]
#[post("/cases/{caseId}/preparation")]
pub(crate) async fn start_preparation(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let created: fn(uuid::Uuid) -> String = |_| "/preparation".to_owned();
    act(state, caller, target, ctx, "startPreparation", Some(created), plain(Command::StartPreparation)).await
}

/// Fill the preparation in
///
/// Fields left out stay as they are; lists are replaced whole (förberedelsen fylls i).
#[utoipa::path(tag = "preparation", operation_id = "updatePreparation", params(CasePath, IfMatchHeader),
    request_body(content = PreparationRequest), responses(CaseAnswer))]
#[patch("/cases/{caseId}/preparation")]
pub(crate) async fn update_preparation(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<PreparationRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "updatePreparation", None, body.value.command()).await
}

/// Hand the preparation over
///
/// Somebody else prepares and convenes from now on (samordningsansvaret går över). 204 when the caller has no part in the
/// case any more.
#[utoipa::path(tag = "preparation", operation_id = "putPreparationLead", params(CasePath, IfMatchHeader),
    request_body(content = LeadRequest), responses(CaseAnswer, (status = 204, description = "Handed over; the caller may not see the case any more.")))]
#[put("/cases/{caseId}/preparation/lead")]
pub(crate) async fn put_preparation_lead(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<LeadRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "putPreparationLead", None, body.value.command()).await
}
