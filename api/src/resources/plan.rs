//! The plan in force: establishing, revising, versions.

use super::document::{CaseAnswer, CasePath};
use super::staff::{Change, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::Items;
use crate::wire::plan::PlanVersionBody;
use crate::wire::requests::activities::{DiscardingRequest, RevisionRequest};
use crate::wire::requests::build::plain;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Serialize;
use sip_domain::access::CaseView;
use sip_domain::command::Command;
use utoipa::ToSchema;

/// Establish the plan
///
/// Planen upprättas (T10): version 1 is frozen, the original and the copies are to be handed over, and each organisation has a
/// note to write in its own records. Refused, with all that is missing, until the plan is complete by law and agreement.
#[utoipa::path(
    tag = "plan",
    operation_id = "establishPlan",
    responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader)
)]
#[post("/cases/{caseId}/plan/establishment")]
pub(super) async fn establish(change: Change) -> Result<HttpResponse, Problem> {
    change.make("establishPlan", plain(Command::Establish)).await
}

/// Open a revision
///
/// Revidering (T13), founded on a follow-up, a deviation or a material change. The version in force stays in force meanwhile.
#[utoipa::path(tag = "plan", operation_id = "openRevision", request_body = RevisionRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/plan/revision")]
pub(super) async fn open_revision(change: Change, body: JsonBody<RevisionRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("openRevision", request.command()).await
}

/// Record the individual's approval of the revision
///
/// Den enskildes godkännande; the individual can give it in the portal too.
#[utoipa::path(
    tag = "plan",
    operation_id = "approveRevision",
    responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader)
)]
#[post("/cases/{caseId}/plan/revision/approval")]
pub(super) async fn approve_revision(change: Change) -> Result<HttpResponse, Problem> {
    change.make("approveRevision", plain(Command::ApproveRevision)).await
}

/// Establish the revision
///
/// Den reviderade planen upprättas (T14): the next version is frozen and takes the place of the one before.
#[utoipa::path(
    tag = "plan",
    operation_id = "establishRevision",
    responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader)
)]
#[post("/cases/{caseId}/plan/revision/establishment")]
pub(super) async fn establish_revision(change: Change) -> Result<HttpResponse, Problem> {
    change.make("establishRevision", plain(Command::EstablishRevision)).await
}

/// Throw the revision away
///
/// Revideringen avbryts (T15); the version in force goes on.
#[utoipa::path(tag = "plan", operation_id = "discardRevision", request_body = DiscardingRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/plan/revision/discarding")]
pub(super) async fn discard_revision(
    change: Change,
    body: JsonBody<DiscardingRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("discardRevision", request.command()).await
}

/// Established versions
///
/// Alla upprättade versioner, the oldest first, as far as the caller may see them.
#[utoipa::path(tag = "plan", operation_id = "listPlanVersions", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The versions.", body = Items<PlanVersionBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/versions")]
pub(super) async fn versions(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listPlanVersions", |view| -> Vec<PlanVersionBody> { view.versions.wire() }).await
}

/// One established version with its seal.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SealedVersion {
    /// The version, as far as the caller may see it.
    version: PlanVersionBody,
    /// SHA-256 of the whole frozen content, in hexadecimal; the same on every copy.
    #[schema(min_length = 64, max_length = 64)]
    content_hash: String,
}

impl SealedVersion {
    /// The version with this number; none when the reader may see nothing of it.
    pub(super) fn of(view: &CaseView, number: u32, content_hash: String) -> Option<Self> {
        let sealed = view.versions.iter().find(|held| held.number == number)?;
        Some(Self { version: sealed.wire(), content_hash })
    }
}

/// One established version
///
/// En upprättad version with the hash of its whole content, by which two copies can be known to be the same.
#[utoipa::path(tag = "plan", operation_id = "getPlanVersion",
    params(CasePath, ("number" = u32, Path, description = "Number of the version, from 1.", minimum = 1, example = 1), IfNoneMatchHeader),
    responses((status = 200, description = "The version.", body = SealedVersion, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/versions/{number}")]
pub(super) async fn version(look: Look, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let number = request.match_info().get("number").and_then(|number| number.parse().ok());
    let number: u32 = number.ok_or_else(Problem::not_found)?;
    look.version("getPlanVersion", number, move |view, content_hash| SealedVersion::of(view, number, content_hash))
        .await
}
