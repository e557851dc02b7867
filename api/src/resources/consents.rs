//! Consents.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::exchange::{Target, act, read};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, JsonBody, RequestContext};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::Items;
use crate::wire::consent::ConsentBody;
use crate::wire::requests::consents::{ConsentRequest, WithdrawalRequest};
use actix_web::{HttpResponse, get, post, web};
use sip_domain::ids::{CaseId, ConsentId};

/// The consents of a case
///
/// All of them (samtycken) for those who prepare and coordinate; for others what is given to their own unit.
#[utoipa::path(tag = "consent", operation_id = "listConsents", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The consents.", body = Items<ConsentBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/consents")]
pub(crate) async fn list_consents(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "listConsents", |view, shown| {
        Ok(Items { items: view.consents.wire(), links: shown.links(view) })
    })
    .await
}

/// Record a consent
///
/// To units named, about kinds of information named, for a time (samtycke). There is no general consent; an oral one has to
/// be written down in a record. An adult consents alone, or through a representative with a mandate; for a child every guardian
/// who is not excepted (`GUARDIAN_CONSENT_MISSING` until then). With `unable_to_consent` nobody consents: who assessed the ability,
/// and who was asked about the individual's attitude, stands in `capacity`; nobody may have said that the individual is against it
/// (`ATTITUDE_AGAINST`). A case that rested for want of a consent goes on.
#[utoipa::path(tag = "consent", operation_id = "giveConsent", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = ConsentRequest), responses(CaseCreated))]
#[post("/cases/{caseId}/consents")]
pub(crate) async fn give_consent(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<ConsentRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let build = body.value.command()?;
    // Consents have no page of their own: the list is where the new one is found.
    act(state, caller, target.with(body.digest), ctx, "giveConsent", Some(|_| "/consents".to_owned()), build).await
}

/// Record a withdrawal of consent
///
/// Acts at once (återkallelse av samtycke). Of all of it or of some rows; no reason is asked. When nothing is left that the
/// plan can rest on, the case is closed (T18).
#[utoipa::path(tag = "consent", operation_id = "withdrawConsent",
    params(("caseId" = Uuid, Path, description = "The case."), ("consentId" = Uuid, Path, description = "The consent."), IfMatchHeader, IdempotencyKeyHeader),
    request_body(content = WithdrawalRequest), responses(CaseAnswer))]
#[post("/cases/{caseId}/consents/{consentId}/withdrawal")]
pub(crate) async fn withdraw_consent(
    state: web::Data<AppState>,
    caller: Staff,
    path: web::Path<(CaseId, ConsentId)>,
    target: Target,
    body: JsonBody<WithdrawalRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let build = body.value.command(path.into_inner().1)?;
    act(state, caller, target.with(body.digest), ctx, "withdrawConsent", None, build).await
}
