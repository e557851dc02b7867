//! What the citizen tells while the plan runs, and the objection that is always taken.

use super::document::{CasePath, CitizenAnswer};
use super::my_access::MyChange;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::requests::aftercare::SurveyRequest;
use crate::wire::requests::build::plain;
use crate::wire::requests::portal::ObjectionRequest;
use crate::wire::requests::progress::{DeviationRequest, DisagreementRequest, MaterialChangeRequest};
use actix_web::{HttpResponse, post};

/// Tell that something did not go as planned
///
/// Avsteg från planen: about one activity or the plan as a whole. The coordinator takes a stand on it.
#[utoipa::path(tag = "portal", operation_id = "reportMyDeviation", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = DeviationRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/deviations")]
pub(super) async fn deviation(change: MyChange, body: JsonBody<DeviationRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("reportMyDeviation", request.command()).await
}

/// Tell that my situation has changed
///
/// Något viktigt har ändrats i mitt liv. The plan can then be revised.
#[utoipa::path(tag = "portal", operation_id = "reportMyMaterialChange", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = MaterialChangeRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/material-changes")]
pub(super) async fn material_change(
    change: MyChange,
    body: JsonBody<MaterialChangeRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("reportMyMaterialChange", request.command()).await
}

/// Tell that we do not agree
///
/// Oenighet about something in the plan: which units it is between, and by when they shall have talked. It does not stop the
/// rest of the plan.
#[utoipa::path(tag = "portal", operation_id = "openMyDisagreement", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = DisagreementRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/disagreements")]
pub(super) async fn disagreement(
    change: MyChange,
    body: JsonBody<DisagreementRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("openMyDisagreement", request.command()).await
}

/// Note that I answered the survey, or that I will not
///
/// Enkäten om mötet: besvarad eller avböjd. No answers are stored here.
#[utoipa::path(tag = "portal", operation_id = "settleMySurvey", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = SurveyRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/survey")]
pub(super) async fn survey(change: MyChange, body: JsonBody<SurveyRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("settleMySurvey", request.command()).await
}

/// Object
///
/// A note of another opinion (avvikande mening, lag 2008:355 3 kap. 8 §), kept with the case for ever. Open also while the
/// portal is switched off: then 204 without a body.
#[utoipa::path(tag = "portal", operation_id = "objectInMyCase", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = ObjectionRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/objections")]
pub(super) async fn object(change: MyChange, body: JsonBody<ObjectionRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.always("objectInMyCase", plain(request.into())).await
}
