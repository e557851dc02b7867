//! Meetings: planned, summoned to, held.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Item, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::Items;
use crate::wire::meeting::{MeetingBody, SummonsBody};
use crate::wire::requests::meetings::{
    AgendaRequest, MeetingPatchRequest, MeetingReasonRequest, MeetingRecordRequest, MeetingRequest,
    MeetingRolesRequest, about,
};
use actix_web::{HttpResponse, get, patch, post, put};
use sip_domain::command::Command;
use sip_domain::ids::MeetingId;

/// Meetings of the case
///
/// Planned, held and cancelled meetings (möten), in the order they were planned.
#[utoipa::path(tag = "meetings", operation_id = "listMeetings", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The meetings.", body = Items<MeetingBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/meetings")]
pub(super) async fn list(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listMeetings", |view| -> Vec<MeetingBody> { view.meetings.wire() }).await
}

/// Plan a meeting
///
/// One meeting at a time is to come. What is not known yet may be left out and filled in later; it must be complete before the
/// summons (kallelse) goes out. A meeting at home only if the individual wishes it.
#[utoipa::path(tag = "meetings", operation_id = "planMeeting", request_body = MeetingRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/meetings")]
pub(super) async fn plan(change: Change, body: JsonBody<MeetingRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("planMeeting", |id| format!("/meetings/{id}"), request.command()).await
}

/// One meeting
///
/// Time, place, roles, agenda, and what was written down once it was held.
#[utoipa::path(tag = "meetings", operation_id = "getMeeting",
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfNoneMatchHeader),
    responses((status = 200, description = "The meeting.", body = MeetingBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/meetings/{meetingId}")]
pub(super) async fn one(look: Look, item: Item<MeetingId>) -> Result<HttpResponse, Problem> {
    let meeting = item.0;
    look.at::<_, MeetingBody>("getMeeting", move |view| view.meetings.iter().find(|held| held.id == meeting)).await
}

/// Change a planned meeting
///
/// Absent fields stay as they are. When the time changes after the summons, the answers start anew and a new summons is needed
/// (ny kallelse).
#[utoipa::path(tag = "meetings", operation_id = "updateMeeting", request_body = MeetingPatchRequest, responses(CaseAnswer),
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfMatchHeader))]
#[patch("/cases/{caseId}/meetings/{meetingId}")]
pub(super) async fn update(
    change: Change,
    item: Item<MeetingId>,
    body: JsonBody<MeetingPatchRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("updateMeeting", request.command(item.0)).await
}

/// Appoint chair and secretary
///
/// Mötesledare and sekreterare are staff, and never the same human, also under two accounts.
#[utoipa::path(tag = "meetings", operation_id = "assignMeetingRoles", request_body = MeetingRolesRequest, responses(CaseAnswer),
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfMatchHeader))]
#[put("/cases/{caseId}/meetings/{meetingId}/roles")]
pub(super) async fn roles(
    change: Change,
    item: Item<MeetingId>,
    body: JsonBody<MeetingRolesRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("assignMeetingRoles", request.command(item.0)?).await
}

/// Set the agenda
///
/// The whole agenda (dagordning) in order; replaces the one before. A topic that the individual does not want raised is refused.
#[utoipa::path(tag = "meetings", operation_id = "setAgenda", request_body = AgendaRequest, responses(CaseAnswer),
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfMatchHeader))]
#[put("/cases/{caseId}/meetings/{meetingId}/agenda")]
pub(super) async fn agenda(
    change: Change,
    item: Item<MeetingId>,
    body: JsonBody<AgendaRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("setAgenda", request.command(item.0)).await
}

/// Send the summons
///
/// Kallelse to units with a duty to attend, inbjudan to those free to choose, and separate contact without personal details to
/// units that do not know the individual. Goes to everybody on the list who has none for this time; each is frozen as sent.
#[utoipa::path(tag = "meetings", operation_id = "sendSummons", responses(CaseAnswer),
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/meetings/{meetingId}/summons")]
pub(super) async fn send_summons(change: Change, item: Item<MeetingId>) -> Result<HttpResponse, Problem> {
    let meeting = item.0;
    change.make("sendSummons", about(meeting, move |_| Ok(Command::SendSummons { meeting }))).await
}

/// The summonses as they were sent
///
/// An invited unit sees its own (kallelse), who convenes sees all; superseded ones remain.
#[utoipa::path(tag = "meetings", operation_id = "listSummonses",
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfNoneMatchHeader),
    responses((status = 200, description = "The summonses.", body = Items<SummonsBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/meetings/{meetingId}/summons")]
pub(super) async fn summonses(look: Look, item: Item<MeetingId>) -> Result<HttpResponse, Problem> {
    let meeting = item.0;
    look.list("listSummonses", move |view| -> Vec<SummonsBody> {
        view.summonses.iter().filter(|summons| summons.meeting == meeting).map(Wire::wire).collect()
    })
    .await
}

/// Cancel a meeting
///
/// Inställt möte. The case goes back to being prepared, or on with the plan in force.
#[utoipa::path(tag = "meetings", operation_id = "cancelMeeting", request_body = MeetingReasonRequest, responses(CaseAnswer),
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/meetings/{meetingId}/cancellation")]
pub(super) async fn cancel(
    change: Change,
    item: Item<MeetingId>,
    body: JsonBody<MeetingReasonRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("cancelMeeting", request.cancel(item.0)).await
}

/// Record that the meeting was held
///
/// Mötesanteckning: who attended and how, that secrecy was gone through, the individual's picture first, and what was agreed.
/// Once the meeting has begun; one row of attendance for each invitee.
#[utoipa::path(tag = "meetings", operation_id = "recordMeeting", request_body = MeetingRecordRequest, responses(CaseAnswer),
    params(CasePath, ("meetingId" = Uuid, Path, description = "The meeting."), IfMatchHeader))]
#[put("/cases/{caseId}/meetings/{meetingId}/record")]
pub(super) async fn record(
    change: Change,
    item: Item<MeetingId>,
    body: JsonBody<MeetingRecordRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("recordMeeting", request.command(item.0)).await
}

/// Ask for another meeting before there is a plan
///
/// Nytt möte behövs: the meeting was held, but the plan could not be agreed. The case goes back to being prepared.
#[utoipa::path(tag = "meetings", operation_id = "requireNewMeeting", request_body = MeetingReasonRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/new-meeting")]
pub(super) async fn new_meeting(change: Change, body: JsonBody<MeetingReasonRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("requireNewMeeting", request.new_meeting()).await
}
