//! Whether and how the case goes on: urgency, discharge, attempts to reach the individual, pause, voiding.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::Items;
use crate::wire::requests::build::plain;
use crate::wire::requests::standing::{
    ContactAttemptRequest, DischargeRequest, PauseRequest, UrgencyRequest, VoidingRequest,
};
use crate::wire::standing::ContactAttemptBody;
use actix_web::{HttpResponse, get, post, put};
use sip_domain::command::{Command, StandingCommand};

/// Declare the case urgent
///
/// Brådskande: the work starts sooner, and a planned meeting may be held and recorded without a summons in writing. Consent and the
/// individual's approval of those who come are needed all the same.
#[utoipa::path(tag = "standing", operation_id = "declareUrgency", request_body = UrgencyRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/urgency")]
pub(super) async fn declare_urgency(change: Change, body: JsonBody<UrgencyRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("declareUrgency", plain(request.into())).await
}

/// Record the discharge
///
/// Utskrivning från sluten vård (lag 2017:612), in cases of kind `discharge` (`NOT_A_DISCHARGE` otherwise): the notice that the
/// patient is ready to leave, from which the three days to the summons run; the fast vårdkontakt, who alone sends it; and whether
/// municipal health care takes part. Fields left out stay as they were.
#[utoipa::path(tag = "standing", operation_id = "recordDischarge", request_body = DischargeRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/discharge")]
pub(super) async fn record_discharge(
    change: Change,
    body: JsonBody<DischargeRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("recordDischarge", request.command()).await
}

/// Attempts to reach the individual
///
/// Kontaktförsök, for those who answer for the case.
#[utoipa::path(tag = "standing", operation_id = "listContactAttempts", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The attempts.", body = Items<ContactAttemptBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/contact-attempts")]
pub(super) async fn contact_attempts(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listContactAttempts", |view| -> Vec<ContactAttemptBody> { view.contact_attempts.wire() }).await
}

/// Record an attempt to reach the individual
///
/// Kontaktförsök. Without one a case is not closed because its consent ran out or nothing has happened (`CONTACT_ATTEMPT_MISSING`).
#[utoipa::path(tag = "standing", operation_id = "recordContactAttempt", request_body = ContactAttemptRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/contact-attempts")]
pub(super) async fn record_contact_attempt(
    change: Change,
    body: JsonBody<ContactAttemptRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    // Attempts have no page of their own: the list is where the new one is found.
    change.add("recordContactAttempt", |_| "/contact-attempts".to_owned(), plain(request.into())).await
}

/// Let the case rest
///
/// Vilande (T19): sharing stops, what each unit wrote itself stays readable to it. The cause has to hold now
/// (`SHARING_NOT_STOPPED`): the consent has run out, the child has turned 18, or the ability to consent is assessed anew.
#[utoipa::path(tag = "standing", operation_id = "pauseCase", request_body = PauseRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/pause")]
pub(super) async fn pause(change: Change, body: JsonBody<PauseRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("pauseCase", plain(request.into())).await
}

/// Let the case go on
///
/// Återupptas (T20) in the state it rested in, once a consent is in force again. A new consent from all who are needed does it by
/// itself; this is for one that has begun to run since, or for a guardian whose consent is not needed any more.
#[utoipa::path(
    tag = "standing",
    operation_id = "resumeCase",
    responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader)
)]
#[post("/cases/{caseId}/resumption")]
pub(super) async fn resume(change: Change) -> Result<HttpResponse, Problem> {
    change.make("resumeCase", plain(Command::Standing(StandingCommand::Resume))).await
}

/// Ask for the case to be voided
///
/// Makulering (T24), for a case opened by mistake. Nothing happens until a second person confirms.
#[utoipa::path(tag = "standing", operation_id = "requestVoiding", request_body = VoidingRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/voiding")]
pub(super) async fn request_voiding(change: Change, body: JsonBody<VoidingRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("requestVoiding", plain(request.into())).await
}

/// Confirm that the case is voided
///
/// Makulerad (T24), by an administrator of the same principal who is another person than the one who asked
/// (`SECOND_PERSON_REQUIRED`). From then on nobody sees the case any more, nor does the caller: 204, and 404 when sent again.
/// Journal and access log are kept.
#[utoipa::path(tag = "standing", operation_id = "confirmVoiding",
    responses((status = 204, description = "Voided; nobody sees the case any more.", headers(("ETag" = String, description = "Version of the case")))),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/voiding/confirmation")]
pub(super) async fn confirm_voiding(change: Change) -> Result<HttpResponse, Problem> {
    change.make("confirmVoiding", plain(Command::Standing(StandingCommand::ConfirmVoiding))).await
}
