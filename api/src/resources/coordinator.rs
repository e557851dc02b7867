//! The coordinator (samordnare) of the case.

use super::document::{CaseAnswer, CasePath};
use super::staff::{Change, Look};
use crate::http::{IfMatchHeader, IfNoneMatchHeader, JsonBody, Params};
use crate::problem::Problem;
use crate::wire::plan::CoordinatorBody;
use crate::wire::requests::activities::{CoordinatorEndQuery, CoordinatorRequest};
use actix_web::{HttpResponse, delete, get, put};

/// The coordinator in office
///
/// Samordnare: who holds the plan together, until when, and under which telephone number. 404 while the task is vacant.
#[utoipa::path(tag = "plan", operation_id = "getCoordinator", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The coordinator.", body = CoordinatorBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/coordinator")]
pub(super) async fn coordinator(look: Look) -> Result<HttpResponse, Problem> {
    look.at::<_, CoordinatorBody>("getCoordinator", |view| view.coordinator.as_ref()).await
}

/// Appoint the coordinator
///
/// Samordnare utses, at the meeting or to fill a vacancy. One in office before is replaced. The principal (huvudman) keeps the
/// responsibility.
#[utoipa::path(tag = "plan", operation_id = "appointCoordinator", request_body = CoordinatorRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/coordinator")]
pub(super) async fn appoint(change: Change, body: JsonBody<CoordinatorRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("appointCoordinator", request.command()).await
}

/// End the coordinator's task
///
/// Samordnaren lämnar uppdraget; the administrator of the principal is reminded of the vacancy.
#[utoipa::path(
    tag = "plan",
    operation_id = "endCoordinator",
    responses(CaseAnswer),
    params(CasePath, CoordinatorEndQuery, IfMatchHeader)
)]
#[delete("/cases/{caseId}/coordinator")]
pub(super) async fn end(change: Change, query: Params<CoordinatorEndQuery>) -> Result<HttpResponse, Problem> {
    change.make("endCoordinator", query.0.command()).await
}
