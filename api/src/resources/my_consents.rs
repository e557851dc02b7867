//! The citizen's own consents: what was agreed to, a new one, narrowing and withdrawal.

use super::document::{CasePath, CitizenAnswer, CitizenCreated};
use super::exchange::Shown;
use super::my_access::{MyChange, MyLook};
use super::my_own::{gave, may_withdraw};
use super::staff::Item;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::citizen::MyList;
use crate::wire::citizen_consent::{MyConsentBody, whole};
use crate::wire::requests::consents::OwnWithdrawalRequest;
use crate::wire::requests::portal_consent::OwnConsentRequest;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, post};
use sip_domain::access::CaseView;
use sip_domain::ids::ConsentId;
use sip_domain::model::Consent;

fn body(consent: &Consent, view: &CaseView, shown: &Shown) -> MyConsentBody {
    let path = format!("/me/cases/{}/consents/{}", view.id, consent.id);
    let mut links = vec![shown.request.link("self", &Method::GET, &path)];
    if whole(consent).is_none() && may_withdraw(consent, view, shown) {
        links.push(shown.request.link("withdraw_consent", &Method::POST, &format!("{path}/withdrawal")));
    }
    MyConsentBody::of(consent, gave(consent, view, shown), links, view, shown)
}

/// What I have agreed to
///
/// Every consent of the case (mina samtycken): who may read what, for what, until when, and what has been taken back. For a
/// child each guardian's consent is listed with its giver.
#[utoipa::path(tag = "portal", operation_id = "listMyConsents", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The consents.", body = MyList<MyConsentBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/consents")]
pub(super) async fn list(look: MyLook) -> Result<HttpResponse, Problem> {
    look.list("listMyConsents", |view, shown| view.consents.iter().map(|held| body(held, view, shown)).collect()).await
}

/// One of my consents
///
/// Who may read what (ett samtycke), for what, until when, and what of it has been taken back.
#[utoipa::path(tag = "portal", operation_id = "getMyConsent",
    params(CasePath, ("consentId" = Uuid, Path, description = "The consent."), IfNoneMatchHeader),
    responses((status = 200, description = "The consent.", body = MyConsentBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/consents/{consentId}")]
pub(super) async fn one(look: MyLook, item: Item<ConsentId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    let find = move |view: &CaseView, shown: &Shown| {
        view.consents.iter().find(|held| held.id == id).map(|held| body(held, view, shown))
    };
    look.part("getMyConsent", find).await
}

/// Give my consent
///
/// Jag samtycker: to the planning, and to what each unit may read about me, for what, and until when. Each row names one unit
/// and the kinds of information it may have; nothing is chosen beforehand, and there is no consent to everything. Who gives it
/// is whoever calls: the individual, a guardian for the child, a representative under a mandate. Always electronic. For a child
/// nothing is shared until every guardian whose consent is needed has agreed to the same.
#[utoipa::path(tag = "portal", operation_id = "giveMyConsent", params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    request_body = OwnConsentRequest, responses(CitizenCreated))]
#[post("/me/cases/{caseId}/consents")]
pub(super) async fn give(change: MyChange, body: JsonBody<OwnConsentRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("giveMyConsent", |id| format!("/consents/{id}"), request.command()).await
}

/// Narrow or withdraw my consent
///
/// At once and without a reason (återkallelse av samtycke): all of it, or some rows. To narrow it (begränsa samtycket) is to
/// take back the rows that shall no longer hold: `{"extent": "rows", "rows": ["01993b00-2012-7000-8000-000000050004"]}` stops
/// sharing with the unit of that row and leaves the others. To let fewer kinds of information go to a unit, give a new consent
/// with the narrower row first and then take the wider row back. When the last row is taken back the whole has been. Open also
/// while the portal is switched off: then 204 without a body.
#[utoipa::path(tag = "portal", operation_id = "withdrawMyConsent",
    params(CasePath, ("consentId" = Uuid, Path, description = "The consent."), IfMatchHeader, IdempotencyKeyHeader),
    request_body = OwnWithdrawalRequest, responses(CitizenAnswer))]
#[post("/me/cases/{caseId}/consents/{consentId}/withdrawal")]
pub(super) async fn withdraw(
    change: MyChange,
    item: Item<ConsentId>,
    body: JsonBody<OwnWithdrawalRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.always("withdrawMyConsent", request.command(item.0)?).await
}
