//! While the plan runs: deviations, material changes, disagreements.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Item, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::aftercare::{DeviationBody, DisagreementBody, MaterialChangeBody};
use crate::wire::common::Items;
use crate::wire::requests::progress::{
    DeviationDecisionRequest, DeviationRequest, DisagreementRequest, MaterialChangeRequest, OutcomeRequest,
};
use actix_web::{HttpResponse, get, post, put};
use sip_domain::ids::{DeviationId, DisagreementId, MaterialChangeId};

/// Deviations from the plan
///
/// Avsteg, reported by staff or the individual, with the coordinator's decision.
#[utoipa::path(tag = "follow-up", operation_id = "listDeviations", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The deviations.", body = Items<DeviationBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/deviations")]
pub(super) async fn deviations(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listDeviations", |view| -> Vec<DeviationBody> { view.deviations.wire() }).await
}

/// Report a deviation from the plan
///
/// Avsteg från planen. The coordinator decides whether the plan is to be revised.
#[utoipa::path(tag = "follow-up", operation_id = "reportDeviation", request_body = DeviationRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/deviations")]
pub(super) async fn report_deviation(
    change: Change,
    body: JsonBody<DeviationRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("reportDeviation", |id| format!("/deviations/{id}"), request.command()).await
}

/// One deviation
///
/// Avsteg, with the coordinator's decision once made.
#[utoipa::path(tag = "follow-up", operation_id = "getDeviation",
    params(CasePath, ("deviationId" = Uuid, Path, description = "The deviation."), IfNoneMatchHeader),
    responses((status = 200, description = "The deviation.", body = DeviationBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/deviations/{deviationId}")]
pub(super) async fn deviation(look: Look, item: Item<DeviationId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, DeviationBody>("getDeviation", move |view| view.deviations.iter().find(|held| held.id == id)).await
}

/// Decide on a deviation
///
/// Samordnaren beslutar: revise the plan, or leave it, with the reason.
#[utoipa::path(tag = "follow-up", operation_id = "decideDeviation", request_body = DeviationDecisionRequest, responses(CaseAnswer),
    params(CasePath, ("deviationId" = Uuid, Path, description = "The deviation."), IfMatchHeader))]
#[put("/cases/{caseId}/deviations/{deviationId}/decision")]
pub(super) async fn decide_deviation(
    change: Change,
    item: Item<DeviationId>,
    body: JsonBody<DeviationDecisionRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("decideDeviation", request.command(item.0)).await
}

/// Material changes
///
/// Väsentliga förändringar of the individual's situation; each can found a revision.
#[utoipa::path(tag = "follow-up", operation_id = "listMaterialChanges", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The changes.", body = Items<MaterialChangeBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/material-changes")]
pub(super) async fn material_changes(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listMaterialChanges", |view| -> Vec<MaterialChangeBody> { view.material_changes.wire() }).await
}

/// Report a material change
///
/// Väsentlig förändring of the individual's situation.
#[utoipa::path(tag = "follow-up", operation_id = "reportMaterialChange", request_body = MaterialChangeRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/material-changes")]
pub(super) async fn report_material_change(
    change: Change,
    body: JsonBody<MaterialChangeRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("reportMaterialChange", |id| format!("/material-changes/{id}"), request.command()).await
}

/// One material change
///
/// Väsentlig förändring: what, when and by whom it was reported.
#[utoipa::path(tag = "follow-up", operation_id = "getMaterialChange",
    params(CasePath, ("changeId" = Uuid, Path, description = "The change."), IfNoneMatchHeader),
    responses((status = 200, description = "The change.", body = MaterialChangeBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/material-changes/{changeId}")]
pub(super) async fn material_change(look: Look, item: Item<MaterialChangeId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, MaterialChangeBody>("getMaterialChange", move |view| {
        view.material_changes.iter().find(|held| held.id == id)
    })
    .await
}

/// Disagreements
///
/// Oenigheter between parties, open and ended. They do not stop the rest of the plan.
#[utoipa::path(tag = "follow-up", operation_id = "listDisagreements", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The disagreements.", body = Items<DisagreementBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/disagreements")]
pub(super) async fn disagreements(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listDisagreements", |view| -> Vec<DisagreementBody> { view.disagreements.wire() }).await
}

/// Open a disagreement
///
/// Oenighet, taken up as deliberation (rådrum) or consultation (samråd), between which units and by when.
#[utoipa::path(tag = "follow-up", operation_id = "openDisagreement", request_body = DisagreementRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/disagreements")]
pub(super) async fn open_disagreement(
    change: Change,
    body: JsonBody<DisagreementRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("openDisagreement", |id| format!("/disagreements/{id}"), request.command()).await
}

/// One disagreement
///
/// Oenighet, with its outcome once it has ended.
#[utoipa::path(tag = "follow-up", operation_id = "getDisagreement",
    params(CasePath, ("disagreementId" = Uuid, Path, description = "The disagreement."), IfNoneMatchHeader),
    responses((status = 200, description = "The disagreement.", body = DisagreementBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/disagreements/{disagreementId}")]
pub(super) async fn disagreement(look: Look, item: Item<DisagreementId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, DisagreementBody>("getDisagreement", move |view| view.disagreements.iter().find(|held| held.id == id))
        .await
}

/// End a disagreement
///
/// Utfall: resolved, or it remains and is noted.
#[utoipa::path(tag = "follow-up", operation_id = "endDisagreement", request_body = OutcomeRequest, responses(CaseAnswer),
    params(CasePath, ("disagreementId" = Uuid, Path, description = "The disagreement."), IfMatchHeader))]
#[put("/cases/{caseId}/disagreements/{disagreementId}/outcome")]
pub(super) async fn end_disagreement(
    change: Change,
    item: Item<DisagreementId>,
    body: JsonBody<OutcomeRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("endDisagreement", request.command(item.0)).await
}
