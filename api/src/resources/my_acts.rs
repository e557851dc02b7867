//! What the individual does in the own case: answers, withdraws, approves, objects.

use super::document::{CasePath, CitizenAnswer};
use super::exchange::{Target, act};
use crate::app::AppState;
use crate::auth::Citizen;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, JsonBody, RequestContext};
use crate::problem::Problem;
use crate::wire::requests::build::plain;
use crate::wire::requests::consents::OwnWithdrawalRequest;
use crate::wire::requests::portal::{ApprovalRequest, ObjectionRequest, OwnOfferAnswerRequest};
use actix_web::{HttpResponse, post, web};
use sip_domain::ids::{CaseId, ConsentId};

/// Answer the offer
///
/// Yes or no to a SIP (svar på erbjudandet); no closes the case (T4).
#[utoipa::path(tag = "portal", operation_id = "answerMyOffer", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = OwnOfferAnswerRequest), responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/offer-answer")]
pub(crate) async fn answer_my_offer(
    state: web::Data<AppState>,
    caller: Citizen,
    target: Target,
    body: JsonBody<OwnOfferAnswerRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target.with(body.digest), ctx, "answerMyOffer", None, body.value.command()).await
}

/// Withdraw my consent
///
/// At once, of all of it or of some rows, without a reason (återkallelse av samtycke).
#[utoipa::path(tag = "portal", operation_id = "withdrawMyConsent",
    params(("caseId" = Uuid, Path, description = "The case."), ("consentId" = Uuid, Path, description = "The consent."), IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = OwnWithdrawalRequest), responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/consents/{consentId}/withdrawal")]
pub(crate) async fn withdraw_my_consent(
    state: web::Data<AppState>,
    caller: Citizen,
    path: web::Path<(CaseId, ConsentId)>,
    target: Target,
    body: JsonBody<OwnWithdrawalRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let build = body.value.command(path.into_inner().1)?;
    act(state, caller, target.with(body.digest), ctx, "withdrawMyConsent", None, build).await
}

/// Approve
///
/// An invitee before the summons goes out, or the open revision of the plan (godkännande).
#[utoipa::path(tag = "portal", operation_id = "approveInMyCase", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = ApprovalRequest), responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/approvals")]
pub(crate) async fn approve_in_my_case(
    state: web::Data<AppState>,
    caller: Citizen,
    target: Target,
    body: JsonBody<ApprovalRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let build = body.value.command()?;
    act(state, caller, target.with(body.digest), ctx, "approveInMyCase", None, build).await
}

/// Object
///
/// A note of another opinion (avvikande mening, lag 2008:355 3 kap. 8 §), kept with the case for ever.
#[utoipa::path(tag = "portal", operation_id = "objectInMyCase", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = ObjectionRequest), responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/objections")]
pub(crate) async fn object_in_my_case(
    state: web::Data<AppState>,
    caller: Citizen,
    target: Target,
    body: JsonBody<ObjectionRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target.with(body.digest), ctx, "objectInMyCase", None, plain(body.value.into())).await
}
