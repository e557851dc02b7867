//! The citizen's own plan: as it is and as it was, signed, and what the citizen does in it.

use super::document::{CasePath, CitizenAnswer};
use super::my_access::{MyChange, MyLook};
use super::plan::SealedVersion;
use super::staff::Item;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody, Link};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::citizen::{ActingAs, MyList};
use crate::wire::plan::PlanVersionBody;
use crate::wire::requests::activities::ActivityStatusRequest;
use crate::wire::requests::portal_plan::{OwnActivityDecisionRequest, OwnSignatureRequest};
use actix_web::{HttpRequest, HttpResponse, get, post, put};
use serde::Serialize;
use sip_domain::ids::ActivityId;
use utoipa::ToSchema;

/// The caller's plan.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MyPlanBody {
    /// What the caller is to the case.
    acting_as: ActingAs,
    /// Whom the plan is for.
    about: Option<String>,
    /// The version in force.
    current: Option<PlanVersionBody>,
    /// Earlier versions, the latest first.
    earlier: Vec<PlanVersionBody>,
    /// What may be done.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// My plan
///
/// The established plan (min plan) as it is now, and earlier versions of it.
#[utoipa::path(tag = "portal", operation_id = "getMyPlan", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The plan.", body = MyPlanBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/plan")]
pub(super) async fn plan(look: MyLook) -> Result<HttpResponse, Problem> {
    look.part("getMyPlan", |view, shown| {
        let mut latest_first = view.versions.iter().rev().map(Wire::wire);
        Some(MyPlanBody {
            acting_as: ActingAs::of(view),
            about: view.person.name.wire(),
            current: latest_first.next(),
            earlier: latest_first.collect(),
            links: shown.links(view),
        })
    })
    .await
}

/// All versions of my plan
///
/// Every established version (alla upprättade versioner), the oldest first.
#[utoipa::path(tag = "portal", operation_id = "listMyPlanVersions", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The versions.", body = MyList<PlanVersionBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/plan/versions")]
pub(super) async fn versions(look: MyLook) -> Result<HttpResponse, Problem> {
    look.list("listMyPlanVersions", |view, _| -> Vec<PlanVersionBody> { view.versions.wire() }).await
}

/// One version of my plan
///
/// En upprättad version with the hash of its whole content: the same hash on the paper copy means the same plan.
#[utoipa::path(tag = "portal", operation_id = "getMyPlanVersion",
    params(CasePath, ("number" = u32, Path, description = "Number of the version, from 1.", minimum = 1, example = 1), IfNoneMatchHeader),
    responses((status = 200, description = "The version.", body = SealedVersion, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/plan/versions/{number}")]
pub(super) async fn version(look: MyLook, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let number = request.match_info().get("number").and_then(|number| number.parse().ok());
    let number: u32 = number.ok_or_else(Problem::not_found)?;
    look.version("getMyPlanVersion", number, move |view, content_hash| SealedVersion::of(view, number, content_hash))
        .await
}

/// Sign my plan
///
/// Min underskrift: electronic and for oneself, or that I will not sign and why; nobody's signature is taken for granted. A
/// signature on paper is recorded by staff. The caller has to be on the list of invitees.
#[utoipa::path(tag = "portal", operation_id = "signMyPlan", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = OwnSignatureRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/signatures")]
pub(super) async fn sign(change: MyChange, body: JsonBody<OwnSignatureRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("signMyPlan", request.command()?).await
}

/// Say yes or no to something I shall do
///
/// Mitt svar på en insats that the plan says I do myself, while the plan is being written. Units answer for their own.
#[utoipa::path(tag = "portal", operation_id = "decideMyActivity",
    params(CasePath, ("activityId" = Uuid, Path, description = "The activity."), IfMatchHeader, IdempotencyKeyHeader),
    request_body = OwnActivityDecisionRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/activities/{activityId}/decision")]
pub(super) async fn decide(
    change: MyChange,
    item: Item<ActivityId>,
    body: JsonBody<OwnActivityDecisionRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("decideMyActivity", request.command(item.0)?).await
}

/// Tell how it goes with what I do
///
/// Hur det går med min egen insats: started, done, not done or stopped, and why. Units tell of their own.
#[utoipa::path(tag = "portal", operation_id = "reportOnMyActivity",
    params(CasePath, ("activityId" = Uuid, Path, description = "The activity."), IfMatchHeader),
    request_body = ActivityStatusRequest, responses(CitizenAnswer))]
#[put("/me/cases/{caseId}/activities/{activityId}/status")]
pub(super) async fn status(
    change: MyChange,
    item: Item<ActivityId>,
    body: JsonBody<ActivityStatusRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("reportOnMyActivity", request.command(item.0)?).await
}
