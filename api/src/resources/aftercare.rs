//! After the meeting: signatures, copies, the organisations' own records, understanding, survey.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Item, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::aftercare::{DeliveryBody, RecordTaskBody, SignatureBody, SurveyBody, UnderstandingBody};
use crate::wire::common::Items;
use crate::wire::requests::aftercare::{
    CompletionRequest, DeliveryRequest, HandoverRequest, SignatureRequest, SurveyRequest, UnderstandingRequest,
};
use crate::wire::requests::build::plain;
use actix_web::{HttpResponse, get, post, put};
use sip_domain::command::Command;
use sip_domain::ids::{DeliveryId, RecordTaskId, SignatureId};

/// Signatures
///
/// Underskrifter of the plan, also those declined, with the reason.
#[utoipa::path(tag = "aftercare", operation_id = "listSignatures", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The signatures.", body = Items<SignatureBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/signatures")]
pub(super) async fn signatures(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listSignatures", |view| -> Vec<SignatureBody> { view.signatures.wire() }).await
}

/// Record a signature
///
/// Underskrift by an invitee of the meeting, on paper or electronically, or that somebody declined to sign: noted, never faked.
#[utoipa::path(tag = "aftercare", operation_id = "signPlan", request_body = SignatureRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/signatures")]
pub(super) async fn sign(change: Change, body: JsonBody<SignatureRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("signPlan", |id| format!("/signatures/{id}"), request.command()?).await
}

/// One signature
///
/// Underskrift: who, how and for which version.
#[utoipa::path(tag = "aftercare", operation_id = "getSignature",
    params(CasePath, ("signatureId" = Uuid, Path, description = "The signature."), IfNoneMatchHeader),
    responses((status = 200, description = "The signature.", body = SignatureBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/signatures/{signatureId}")]
pub(super) async fn signature(look: Look, item: Item<SignatureId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, SignatureBody>("getSignature", move |view| view.signatures.iter().find(|held| held.id == id)).await
}

/// Delivery ledger
///
/// Who is to have the plan (original och kopior), by when, and what was done about it.
#[utoipa::path(tag = "aftercare", operation_id = "listDeliveries", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The rows of the ledger.", body = Items<DeliveryBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/deliveries")]
pub(super) async fn deliveries(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listDeliveries", |view| -> Vec<DeliveryBody> { view.deliveries.wire() }).await
}

/// Put somebody on the delivery ledger
///
/// Besides those who are on it by rule. A relative (närstående) only with the individual's recorded wish.
#[utoipa::path(tag = "aftercare", operation_id = "addDelivery", request_body = DeliveryRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/deliveries")]
pub(super) async fn add_delivery(change: Change, body: JsonBody<DeliveryRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addDelivery", |id| format!("/deliveries/{id}"), request.command()?).await
}

/// One row of the delivery ledger
///
/// Original or copy (kopia), to whom, and whether it was handed over.
#[utoipa::path(tag = "aftercare", operation_id = "getDelivery",
    params(CasePath, ("deliveryId" = Uuid, Path, description = "The row."), IfNoneMatchHeader),
    responses((status = 200, description = "The row.", body = DeliveryBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/deliveries/{deliveryId}")]
pub(super) async fn delivery(look: Look, item: Item<DeliveryId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, DeliveryBody>("getDelivery", move |view| view.deliveries.iter().find(|held| held.id == id)).await
}

/// Record that the plan was handed over
///
/// Utlämnad plan; what a unit gets is put on the ledger of disclosures too.
#[utoipa::path(tag = "aftercare", operation_id = "recordHandover", request_body = HandoverRequest, responses(CaseAnswer),
    params(CasePath, ("deliveryId" = Uuid, Path, description = "The row."), IfMatchHeader))]
#[put("/cases/{caseId}/deliveries/{deliveryId}/handover")]
pub(super) async fn handover(
    change: Change,
    item: Item<DeliveryId>,
    body: JsonBody<HandoverRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("recordHandover", request.command(item.0)).await
}

/// Record-keeping tasks
///
/// What each organisation has to write in its own records (journal, akt): one's own, or all for the coordinator.
#[utoipa::path(tag = "aftercare", operation_id = "listRecordTasks", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The tasks.", body = Items<RecordTaskBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/record-tasks")]
pub(super) async fn record_tasks(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listRecordTasks", |view| -> Vec<RecordTaskBody> { view.record_tasks.wire() }).await
}

/// Settle a record-keeping task
///
/// Dokumenterat i den egna journalen, or not applicable with a reason; only by the organisation whose records it is.
#[utoipa::path(tag = "aftercare", operation_id = "completeRecordTask", request_body = CompletionRequest, responses(CaseAnswer),
    params(CasePath, ("taskId" = Uuid, Path, description = "The task."), IfMatchHeader))]
#[put("/cases/{caseId}/record-tasks/{taskId}/completion")]
pub(super) async fn complete(
    change: Change,
    item: Item<RecordTaskId>,
    body: JsonBody<CompletionRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("completeRecordTask", request.command(item.0)?).await
}

/// Confirmations that the individual understood
///
/// For each version: what, why and by whom (vad, varför, av vem).
#[utoipa::path(tag = "aftercare", operation_id = "listUnderstanding", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The confirmations.", body = Items<UnderstandingBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/understanding")]
pub(super) async fn understanding(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listUnderstanding", |view| -> Vec<UnderstandingBody> { view.understanding.wire() }).await
}

/// Confirm that the individual understood
///
/// The coordinator has made sure that the individual (den enskilde) understood what will be done, why and by whom.
#[utoipa::path(tag = "aftercare", operation_id = "confirmUnderstanding", request_body = UnderstandingRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/understanding")]
pub(super) async fn confirm(change: Change, body: JsonBody<UnderstandingRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("confirmUnderstanding", request.command()).await
}

/// The survey
///
/// Enkät till den enskilde: when it was offered and how that ended. 404 before it was offered. No answers are stored here.
#[utoipa::path(tag = "aftercare", operation_id = "getSurvey", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The survey.", body = SurveyBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/survey")]
pub(super) async fn survey(look: Look) -> Result<HttpResponse, Problem> {
    look.at::<_, SurveyBody>("getSurvey", |view| view.survey.as_ref()).await
}

/// Offer the survey
///
/// Enkäten erbjuds den enskilde, the same day as the meeting.
#[utoipa::path(
    tag = "aftercare",
    operation_id = "offerSurvey",
    responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader)
)]
#[post("/cases/{caseId}/survey")]
pub(super) async fn offer_survey(change: Change) -> Result<HttpResponse, Problem> {
    change.make("offerSurvey", plain(Command::OfferSurvey)).await
}

/// Note how the survey ended
///
/// Besvarad eller avböjd.
#[utoipa::path(tag = "aftercare", operation_id = "settleSurvey", request_body = SurveyRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/survey")]
pub(super) async fn settle_survey(change: Change, body: JsonBody<SurveyRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("settleSurvey", request.command()).await
}
