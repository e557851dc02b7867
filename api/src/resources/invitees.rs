//! Who comes to the meeting.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Item, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::Items;
use crate::wire::invitee::InviteeBody;
use crate::wire::requests::invitees::{
    InvitationAnswerRequest, InviteeRequest, PreContactRequest, PreparednessRequest, RepresentativeRequest,
    SubstituteRequest, about,
};
use actix_web::{HttpResponse, delete, get, post, put};
use sip_domain::command::Command;
use sip_domain::ids::InviteeId;

/// Who is invited
///
/// All invitees (kallade och inbjudna) as far as the caller may see them.
#[utoipa::path(tag = "invitees", operation_id = "listInvitees", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The invitees.", body = Items<InviteeBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/invitees")]
pub(super) async fn list(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listInvitees", |view| -> Vec<InviteeBody> { view.invitees.wire() }).await
}

/// Put somebody on the list of invitees
///
/// A unit (enhet), a relative (närstående), a support person (stödperson) or somebody else. Relatives and other persons need the
/// individual's approval; a unit is asked whether it has contact with the individual, since without contact it is called by
/// separate contact (särskild kontakt).
#[utoipa::path(tag = "invitees", operation_id = "addInvitee", request_body = InviteeRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/invitees")]
pub(super) async fn add(change: Change, body: JsonBody<InviteeRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addInvitee", |id| format!("/invitees/{id}"), request.command()?).await
}

/// One invitee
///
/// Invitation, answer, representative and attendance of one invitee.
#[utoipa::path(tag = "invitees", operation_id = "getInvitee",
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfNoneMatchHeader),
    responses((status = 200, description = "The invitee.", body = InviteeBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/invitees/{inviteeId}")]
pub(super) async fn one(look: Look, item: Item<InviteeId>) -> Result<HttpResponse, Problem> {
    let invitee = item.0;
    look.at::<_, InviteeBody>("getInvitee", move |view| view.invitees.iter().find(|held| held.id == invitee)).await
}

/// Take an invitee off the list
///
/// Before the summons (kallelse) has been sent to the invitee.
#[utoipa::path(tag = "invitees", operation_id = "removeInvitee", responses(CaseAnswer),
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfMatchHeader))]
#[delete("/cases/{caseId}/invitees/{inviteeId}")]
pub(super) async fn remove(change: Change, item: Item<InviteeId>) -> Result<HttpResponse, Problem> {
    let invitee = item.0;
    change.make("removeInvitee", about(invitee, move |_| Ok(Command::RemoveInvitee { invitee }))).await
}

/// Record the individual's approval of an invitee
///
/// The individual (den enskilde) decides which persons are invited (godkännande).
#[utoipa::path(tag = "invitees", operation_id = "approveInvitee", responses(CaseAnswer),
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/invitees/{inviteeId}/approval")]
pub(super) async fn approve(change: Change, item: Item<InviteeId>) -> Result<HttpResponse, Problem> {
    let invitee = item.0;
    change.make("approveInvitee", about(invitee, move |_| Ok(Command::ApproveInvitee { invitee }))).await
}

/// Note a talk with a unit before the summons
///
/// Förhandskontakt: what was said, and who called.
#[utoipa::path(tag = "invitees", operation_id = "recordPreContact", request_body = PreContactRequest, responses(CaseAnswer),
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/invitees/{inviteeId}/pre-contacts")]
pub(super) async fn pre_contact(
    change: Change,
    item: Item<InviteeId>,
    body: JsonBody<PreContactRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("recordPreContact", request.command(item.0)).await
}

/// Answer a summons or an invitation
///
/// Svar på kallelse. Who has a duty to attend (närvaroplikt) cannot decline, only name another person.
#[utoipa::path(tag = "invitees", operation_id = "answerInvitation", request_body = InvitationAnswerRequest, responses(CaseAnswer),
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfMatchHeader))]
#[put("/cases/{caseId}/invitees/{inviteeId}/answer")]
pub(super) async fn answer(
    change: Change,
    item: Item<InviteeId>,
    body: JsonBody<InvitationAnswerRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("answerInvitation", request.command(item.0)).await
}

/// Name who comes for the unit
///
/// Each organisation names its own representative (representant); the convenor's wish for a profession does not bind it.
#[utoipa::path(tag = "invitees", operation_id = "nameRepresentative", request_body = RepresentativeRequest, responses(CaseAnswer),
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfMatchHeader))]
#[put("/cases/{caseId}/invitees/{inviteeId}/representative")]
pub(super) async fn representative(
    change: Change,
    item: Item<InviteeId>,
    body: JsonBody<RepresentativeRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("nameRepresentative", request.command(item.0)).await
}

/// Name a substitute
///
/// The one who comes instead (ersättare), from the same organisation, and whether that person has been told about the
/// individual's situation. Sent again with `briefed: true` once that is done.
#[utoipa::path(tag = "invitees", operation_id = "nameSubstitute", request_body = SubstituteRequest, responses(CaseAnswer),
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfMatchHeader))]
#[put("/cases/{caseId}/invitees/{inviteeId}/substitute")]
pub(super) async fn substitute(
    change: Change,
    item: Item<InviteeId>,
    body: JsonBody<SubstituteRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("nameSubstitute", request.command(item.0)).await
}

/// State that an invitee has prepared
///
/// Förberedd inför mötet; said by the invited unit itself.
#[utoipa::path(tag = "invitees", operation_id = "recordPreparedness", request_body = PreparednessRequest, responses(CaseAnswer),
    params(CasePath, ("inviteeId" = Uuid, Path, description = "The invitee."), IfMatchHeader))]
#[put("/cases/{caseId}/invitees/{inviteeId}/preparedness")]
pub(super) async fn preparedness(
    change: Change,
    item: Item<InviteeId>,
    body: JsonBody<PreparednessRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("recordPreparedness", request.command(item.0)).await
}
