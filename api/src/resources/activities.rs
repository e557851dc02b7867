//! What the responsible organisations say to their activities (insatser).

use super::document::{CaseAnswer, CasePath};
use super::staff::{Change, Item};
use crate::http::{IfMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::requests::activities::{ActivityDecisionRequest, ActivityStatusRequest};
use actix_web::{HttpResponse, put};
use sip_domain::ids::ActivityId;

/// Answer a proposed activity
///
/// The responsible organisation, and nobody else, accepts, rejects, or tells by when a formal decision comes (inväntar beslut).
#[utoipa::path(tag = "plan", operation_id = "decideActivity", request_body = ActivityDecisionRequest, responses(CaseAnswer),
    params(CasePath, ("activityId" = Uuid, Path, description = "The activity."), IfMatchHeader))]
#[put("/cases/{caseId}/activities/{activityId}/decision")]
pub(super) async fn decide(
    change: Change,
    item: Item<ActivityId>,
    body: JsonBody<ActivityDecisionRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("decideActivity", request.command(item.0)?).await
}

/// Tell how an activity goes
///
/// Planned, ongoing, completed, not done or stopped (planerad, pågår, genomförd, inte genomförd, avbruten), by the responsible
/// organisation, with a note for the follow-up.
#[utoipa::path(tag = "plan", operation_id = "updateActivityStatus", request_body = ActivityStatusRequest, responses(CaseAnswer),
    params(CasePath, ("activityId" = Uuid, Path, description = "The activity."), IfMatchHeader))]
#[put("/cases/{caseId}/activities/{activityId}/status")]
pub(super) async fn status(
    change: Change,
    item: Item<ActivityId>,
    body: JsonBody<ActivityStatusRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("updateActivityStatus", request.command(item.0)?).await
}
