//! Who is who in the case: the child, guardians, representatives, and who may open a protected one.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Item, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::Items;
use crate::wire::persons::{ChildBody, GuardianBody, MandateBody, ProtectionBody};
use crate::wire::requests::build::plain;
use crate::wire::requests::persons::{
    ChildRequest, GuardianPatch, GuardianRequest, MandatePatch, MandateRequest, ProtectionRequest,
};
use actix_web::{HttpResponse, get, patch, post, put};
use sip_domain::ids::{GuardianId, RepresentativeId};

/// The child's own part
///
/// Barnets delaktighet: informed, asked, heard, and what the child wishes. 404 before anything of it is recorded, and for those
/// whom it is not for.
#[utoipa::path(tag = "persons", operation_id = "getChild", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The child's part.", body = ChildBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/child")]
pub(super) async fn child(look: Look) -> Result<HttpResponse, Problem> {
    look.at::<_, ChildBody>("getChild", |view| view.child.as_ref()).await
}

/// Record the child's part
///
/// Barnet informerat, tillfrågat, hört. A child is informed before an offer (`CHILD_NOT_INFORMED`), asked before the preparation
/// (`CHILD_NOT_ASKED`), and its wishes are conveyed at the meeting before a plan is established (`CHILD_WISHES_NOT_CONVEYED`). Fields
/// left out stay as they were.
#[utoipa::path(tag = "persons", operation_id = "recordChild", request_body = ChildRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[patch("/cases/{caseId}/child")]
pub(super) async fn record_child(change: Change, body: JsonBody<ChildRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("recordChild", plain(request.into())).await
}

/// Guardians
///
/// Vårdnadshavare, former ones too. Number and contact only for those who have to reach the guardian, and never the contact of
/// somebody protected.
#[utoipa::path(tag = "persons", operation_id = "listGuardians", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The guardians.", body = Items<GuardianBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/guardians")]
pub(super) async fn guardians(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listGuardians", |view| -> Vec<GuardianBody> { view.guardians.wire() }).await
}

/// Record a guardian
///
/// Vårdnadshavare. From then on the guardian's consent is needed as long as the individual is under 18 and the guardianship lasts,
/// and the guardian finds the case in the portal up to the age that the local agreement names. Somebody who is on the list already
/// is refused (`ALREADY_DONE`).
#[utoipa::path(tag = "persons", operation_id = "addGuardian", request_body = GuardianRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/guardians")]
pub(super) async fn add_guardian(change: Change, body: JsonBody<GuardianRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addGuardian", |id| format!("/guardians/{id}"), request.command()?).await
}

/// One guardian
///
/// Vårdnadshavare: who, since when, and whether the consent is not needed.
#[utoipa::path(tag = "persons", operation_id = "getGuardian",
    params(CasePath, ("guardianId" = Uuid, Path, description = "The guardian."), IfNoneMatchHeader),
    responses((status = 200, description = "The guardian.", body = GuardianBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/guardians/{guardianId}")]
pub(super) async fn guardian(look: Look, item: Item<GuardianId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, GuardianBody>("getGuardian", move |view| view.guardians.iter().find(|held| held.id == id)).await
}

/// Change a guardian
///
/// The guardianship ends, or the guardian's consent is not needed (FB 6:13, beslut enligt FB 6:13 a, or another ground with its
/// document). Fields left out stay as they were.
#[utoipa::path(tag = "persons", operation_id = "changeGuardian", request_body = GuardianPatch, responses(CaseAnswer),
    params(CasePath, ("guardianId" = Uuid, Path, description = "The guardian."), IfMatchHeader))]
#[patch("/cases/{caseId}/guardians/{guardianId}")]
pub(super) async fn change_guardian(
    change: Change,
    item: Item<GuardianId>,
    body: JsonBody<GuardianPatch>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("changeGuardian", request.command(item.0)?).await
}

/// Representatives
///
/// Företrädare: god man, förvaltare, framtidsfullmakt, ombud, with their mandates, those that have ended too.
#[utoipa::path(tag = "persons", operation_id = "listRepresentatives", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The representatives.", body = Items<MandateBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/representatives")]
pub(super) async fn representatives(look: Look) -> Result<HttpResponse, Problem> {
    look.list("listRepresentatives", |view| -> Vec<MandateBody> { view.representatives.wire() }).await
}

/// Record a representative
///
/// Företrädare with a mandate that the caller has seen the document of (`MANDATE_MISSING` otherwise). As long as it lasts the
/// representative can consent for the individual and use the portal; nobody is an ombud for a person with a protected identity.
#[utoipa::path(tag = "persons", operation_id = "addRepresentative", request_body = MandateRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/representatives")]
pub(super) async fn add_representative(
    change: Change,
    body: JsonBody<MandateRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addRepresentative", |id| format!("/representatives/{id}"), request.command()?).await
}

/// One representative
///
/// Företrädare: who, and with what mandate.
#[utoipa::path(tag = "persons", operation_id = "getRepresentative",
    params(CasePath, ("representativeId" = Uuid, Path, description = "The representative."), IfNoneMatchHeader),
    responses((status = 200, description = "The representative.", body = MandateBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/representatives/{representativeId}")]
pub(super) async fn representative(look: Look, item: Item<RepresentativeId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, MandateBody>("getRepresentative", move |view| view.representatives.iter().find(|held| held.id == id))
        .await
}

/// End a mandate
///
/// Uppdraget upphör: the last day on which the representative speaks for the individual.
#[utoipa::path(tag = "persons", operation_id = "endRepresentative", request_body = MandatePatch, responses(CaseAnswer),
    params(CasePath, ("representativeId" = Uuid, Path, description = "The representative."), IfMatchHeader))]
#[patch("/cases/{caseId}/representatives/{representativeId}")]
pub(super) async fn end_representative(
    change: Change,
    item: Item<RepresentativeId>,
    body: JsonBody<MandatePatch>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("endRepresentative", request.command(item.0)).await
}

/// Who may open the case
///
/// Whether somebody in the case has a protected identity (skyddade personuppgifter), and for those who lead it the list of those
/// who alone may open it.
#[utoipa::path(tag = "persons", operation_id = "getProtection", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The protection.", body = ProtectionBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/protection")]
pub(super) async fn protection(look: Look) -> Result<HttpResponse, Problem> {
    look.part("getProtection", |view| Some(ProtectionBody::of(view))).await
}

/// Protect the individual's identity
///
/// Sekretessmarkering or skyddad folkbokföring. At once named staff alone may open the case, the caller among them; it does not
/// exist for anybody else, and nobody else can be given a role in it (`READER_NOT_NAMED`). `none` lifts it. A protected guardian or
/// network member protects the case too, and stays.
#[utoipa::path(tag = "persons", operation_id = "putProtection", request_body = ProtectionRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[put("/cases/{caseId}/protection")]
pub(super) async fn protect(change: Change, body: JsonBody<ProtectionRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("putProtection", request.command()).await
}
