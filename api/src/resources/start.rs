//! The beginning of a case: taking over, refusal, information, offer (T2-T4).

use super::document::{CaseAnswer, CasePath};
use super::exchange::{Target, act};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, JsonBody, RequestContext};
use crate::problem::Problem;
use crate::wire::requests::build::plain;
use crate::wire::requests::start::{InformationRequest, OfferAnswerRequest, OwnAssessmentRequest, RefusalRequest};
use actix_web::{HttpResponse, post, put, web};
use sip_domain::command::Command;

/// Take over a citizen's request
///
/// The request waits in the unit's inbox (begäran om SIP); whoever takes it over becomes initiator.
#[utoipa::path(
    tag = "cases",
    operation_id = "takeOver",
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    responses(CaseAnswer)
)]
#[post("/cases/{caseId}/taking")]
pub(crate) async fn take_over(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "takeOver", None, plain(Command::TakeOver)).await
}

/// Write down the individual's own assessment
///
/// What the individual or a relative says about the need (egen bedömning).
#[utoipa::path(tag = "cases", operation_id = "putOwnAssessment", params(CasePath, IfMatchHeader),
    request_body(content = OwnAssessmentRequest), responses(CaseAnswer))]
#[put("/cases/{caseId}/own-assessment")]
pub(crate) async fn put_own_assessment(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<OwnAssessmentRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "putOwnAssessment", None, plain(body.value.into())).await
}

/// Refuse a SIP
///
/// Ends the case (nekad SIP, T2): with a reason, and only when the individual has been told. Never deleted, always counted.
#[utoipa::path(tag = "cases", operation_id = "refuseSip", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = RefusalRequest), responses(CaseAnswer))]
#[post("/cases/{caseId}/refusal")]
pub(crate) async fn refuse_sip(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<RefusalRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target.with(body.digest), ctx, "refuseSip", None, plain(body.value.into())).await
}

/// Record that the individual was informed
///
/// Both orally and in writing before an offer (information om SIP). Fields left out stay as they were.
#[utoipa::path(tag = "cases", operation_id = "putInformationGiven", params(CasePath, IfMatchHeader),
    request_body(content = InformationRequest), responses(CaseAnswer))]
#[put("/cases/{caseId}/information-given")]
pub(crate) async fn put_information_given(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<InformationRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "putInformationGiven", None, plain(body.value.into())).await
}

/// Offer a SIP
///
/// The individual is offered a plan (erbjudande om SIP, T3).
#[utoipa::path(
    tag = "cases",
    operation_id = "offerSip",
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    responses(CaseAnswer)
)]
#[post("/cases/{caseId}/offer")]
pub(crate) async fn offer_sip(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "offerSip", None, plain(Command::Offer)).await
}

/// Record the answer to the offer
///
/// Yes or no (svar på erbjudandet); no closes the case (tackat nej, T4) and is never counted as a refusal.
#[utoipa::path(tag = "cases", operation_id = "answerOffer", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = OfferAnswerRequest), responses(CaseAnswer))]
#[post("/cases/{caseId}/offer-answer")]
pub(crate) async fn answer_offer(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<OfferAnswerRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target.with(body.digest), ctx, "answerOffer", None, plain(body.value.into())).await
}
