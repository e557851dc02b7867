//! What the citizen does before the plan: tells, answers, wishes, approves. And who comes to the meeting, with the papers.

use super::document::{CasePath, CitizenAnswer};
use super::my_access::{MyChange, MyLook};
use super::staff::Item;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::citizen::MyList;
use crate::wire::invitee::InviteeBody;
use crate::wire::meeting::SummonsBody;
use crate::wire::requests::build::plain;
use crate::wire::requests::invitees::InvitationAnswerRequest;
use crate::wire::requests::portal::{ApprovalRequest, OwnOfferAnswerRequest};
use crate::wire::requests::portal_wishes::WishesRequest;
use crate::wire::requests::start::OwnAssessmentRequest;
use actix_web::{HttpResponse, get, patch, post, put};
use sip_domain::ids::InviteeId;

/// Tell how I see my need
///
/// My own assessment (egen bedömning), written down before the unit answers a request or offers a SIP.
#[utoipa::path(tag = "portal", operation_id = "putMyOwnAssessment", params(CasePath, IfMatchHeader),
    request_body = OwnAssessmentRequest, responses(CitizenAnswer))]
#[put("/me/cases/{caseId}/own-assessment")]
pub(super) async fn own_assessment(
    change: MyChange,
    body: JsonBody<OwnAssessmentRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("putMyOwnAssessment", plain(request.into())).await
}

/// Answer the offer
///
/// Yes or no to a SIP (svar på erbjudandet); no closes the case (T4).
#[utoipa::path(tag = "portal", operation_id = "answerMyOffer", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = OwnOfferAnswerRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/offer-answer")]
pub(super) async fn answer_offer(
    change: MyChange,
    body: JsonBody<OwnOfferAnswerRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("answerMyOffer", request.command()).await
}

/// Write my wishes
///
/// Inför mötet: what matters to me, my own goals and questions, where and how I want to meet, whom I want as coordinator, and
/// what must not be taken up. What is left out stays as it was; questions, topics and relatives are added to those that are
/// there. Topics to leave out (`addExcludedTopics`) can be written here but never read in the portal, so that nobody who looks
/// over one's shoulder sees them; neither is the staff's mapping ever shown. To have one taken away, ask the one who prepares.
#[utoipa::path(tag = "portal", operation_id = "expressMyWishes", params(CasePath, IfMatchHeader),
    request_body = WishesRequest, responses(CitizenAnswer))]
#[patch("/me/cases/{caseId}/preparation")]
pub(super) async fn wishes(change: MyChange, body: JsonBody<WishesRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("expressMyWishes", request.command()).await
}

/// Who is invited
///
/// Everybody on the list (inbjudna till mötet), with what each is wanted for, whether I have approved, and what was answered.
#[utoipa::path(tag = "portal", operation_id = "listMyInvitees", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The invitees.", body = MyList<InviteeBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/invitees")]
pub(super) async fn invitees(look: MyLook) -> Result<HttpResponse, Problem> {
    look.list("listMyInvitees", |view, _| -> Vec<InviteeBody> { view.invitees.wire() }).await
}

/// Answer my own invitation
///
/// Jag kommer eller kommer inte. Only for one's own row on the list; units answer for themselves.
#[utoipa::path(tag = "portal", operation_id = "answerMyInvitation",
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The own row on the list."), IfMatchHeader, IdempotencyKeyHeader),
    request_body = InvitationAnswerRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/invitees/{inviteeId}/answer")]
pub(super) async fn answer_invitation(
    change: MyChange,
    item: Item<InviteeId>,
    body: JsonBody<InvitationAnswerRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("answerMyInvitation", request.command(item.0)).await
}

/// Summonses and papers about me
///
/// Every summons and invitation (kallelser) as it was sent: to whom, with which purpose and questions, when and where. What
/// was sent later takes the place of what was sent before, which is kept with the moment it was replaced.
#[utoipa::path(tag = "portal", operation_id = "listMySummonses", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The summonses.", body = MyList<SummonsBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/summonses")]
pub(super) async fn summonses(look: MyLook) -> Result<HttpResponse, Problem> {
    look.list("listMySummonses", |view, _| -> Vec<SummonsBody> { view.summonses.wire() }).await
}

/// Approve or say no
///
/// Yes or no (godkännande) to an invitee before the summons goes out: `{"kind": "invitee", "invitee": "…", "approve": false}`
/// takes the invitee off the list. Or yes to the open revision of the plan.
#[utoipa::path(tag = "portal", operation_id = "approveInMyCase", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = ApprovalRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/approvals")]
pub(super) async fn approve(change: MyChange, body: JsonBody<ApprovalRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("approveInMyCase", request.command()?).await
}
