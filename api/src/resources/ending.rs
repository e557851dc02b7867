//! Follow-up, and the way to the end.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Item, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::aftercare::{FollowUpBody, PartyAssessmentBody};
use crate::wire::common::Items;
use crate::wire::requests::progress::{ClosureRequest, ConsultationRequest, FollowUpRequest, PartyAssessmentRequest};
use actix_web::{HttpResponse, get, post, put};
use sip_domain::ids::FollowUpId;

/// Held follow-ups
///
/// Uppföljningar with goal attainment (måluppfyllelse) and outcome.
#[utoipa::path(tag = "follow-up", operation_id = "listFollowUps", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The follow-ups.", body = Items<FollowUpBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/follow-ups")]
pub(super) async fn follow_ups(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listFollowUps", |view| -> Vec<FollowUpBody> { view.follow_ups.wire() }).await
}

/// Record a follow-up
///
/// Uppföljning at a held follow-up meeting: attainment of every goal, the parties' notes, and the outcome. `revise` opens a revision,
/// `close` lets the case be closed, `new` leads to a new SIP, `continue` needs the next follow-up.
#[utoipa::path(tag = "follow-up", operation_id = "recordFollowUp", request_body = FollowUpRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/follow-ups")]
pub(super) async fn record_follow_up(change: Change, body: JsonBody<FollowUpRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("recordFollowUp", |id| format!("/follow-ups/{id}"), request.command()?).await
}

/// One follow-up
///
/// Uppföljning of one version of the plan.
#[utoipa::path(tag = "follow-up", operation_id = "getFollowUp",
    params(CasePath, ("followUpId" = Uuid, Path, description = "The follow-up."), IfNoneMatchHeader),
    responses((status = 200, description = "The follow-up.", body = FollowUpBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/follow-ups/{followUpId}")]
pub(super) async fn follow_up(look: Look, item: Item<FollowUpId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, FollowUpBody>("getFollowUp", move |view| view.follow_ups.iter().find(|held| held.id == id)).await
}

/// Each party's view on ending the plan
///
/// Parternas bedömning inför avslut.
#[utoipa::path(tag = "follow-up", operation_id = "listPartyAssessments", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The assessments.", body = Items<PartyAssessmentBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/party-assessments")]
pub(super) async fn party_assessments(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listPartyAssessments", |view| -> Vec<PartyAssessmentBody> { view.party_assessments.wire() }).await
}

/// Say whether the plan can end
///
/// The caller's own unit's view (partens bedömning). Sent again, it takes the place of the one before.
#[utoipa::path(tag = "follow-up", operation_id = "assessClosing", request_body = PartyAssessmentRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/party-assessment")]
pub(super) async fn assess(change: Change, body: JsonBody<PartyAssessmentRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("assessClosing", request.command()).await
}

/// Record that the individual was asked about ending the plan
///
/// Den enskilde tillfrågad inför avslut, with the individual's own view.
#[utoipa::path(tag = "follow-up", operation_id = "consultOnClosing", request_body = ConsultationRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/closing-consultation")]
pub(super) async fn consult(change: Change, body: JsonBody<ConsultationRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("consultOnClosing", request.command()).await
}

/// Close the case
///
/// Avslut. After a meeting without a plan (T12): `no_need`, `consent_withdrawn` or `other`. After a follow-up (T17): `goals_met`,
/// `no_longer_needed` or `replaced_by_new`. When the individual has died or moved (T23): `deceased` or `moved`, with the day. When a
/// resting case's consent was not renewed (T21): `consent_expired`; when nothing has happened for long and nothing is planned (T22):
/// `inactive`; both only after an attempt to reach the individual.
#[utoipa::path(tag = "follow-up", operation_id = "closeCase", request_body = ClosureRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/closure")]
pub(super) async fn close(change: Change, body: JsonBody<ClosureRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("closeCase", request.command()?).await
}
