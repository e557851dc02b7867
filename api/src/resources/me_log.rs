//! Who looked at what is about the citizen, and what was given to whom.

use super::cases::store_page;
use super::document::CasePath;
use super::exchange::{caller_of, note};
use super::history::LogBody;
use super::my_access::{MyLook, enter};
use crate::app::AppState;
use crate::auth::Citizen;
use crate::http::{IfNoneMatchHeader, Page, Params, RequestContext, blocking};
use crate::problem::Problem;
use crate::wire::citizen::MyList;
use crate::wire::citizen_consent::MyDisclosureBody;
use crate::wire::common::Paged;
use actix_web::{HttpResponse, get, web};
use sip_domain::access::CaseView;
use sip_domain::ids::CaseId;
use sip_persistence as store;

fn page_of(found: store::Listed<store::LogEntry>, page: Page, ctx: &RequestContext, path: &str) -> HttpResponse {
    let items: Vec<LogBody> = found.items.into_iter().map(Into::into).collect();
    HttpResponse::Ok().json(Paged::of(items, found.total, page, ctx, path))
}

/// Who looked at anything about me
///
/// Every row of the access log (åtkomstlogg, PDL 8 kap. 5 §) about the caller, from all own cases and from searches by the
/// caller's number: which unit, when, and for which operation. Rows of a child's case, or of a person the caller represents,
/// are with that case.
#[utoipa::path(tag = "portal", operation_id = "listMyAccess", params(Page),
    responses((status = 200, description = "A page of the access log.", body = Paged<LogBody>)))]
#[get("/me/access-log")]
pub(super) async fn list_my_access(
    state: web::Data<AppState>,
    caller: Citizen,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    enter(&state).await?;
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listMyAccess"), state.store.clone());
    let found = blocking(&state, move || store::access_log_for_person(&database, &caller, store_page(page), &note));
    Ok(page_of(found.await?, page, &ctx, "/me/access-log"))
}

/// Who looked at my case
///
/// Every row of the access log of the case (åtkomstlogg): which unit, when, and for which operation. For the individual and
/// for who speaks for the individual; not for somebody who only asked for a SIP for another.
#[utoipa::path(tag = "portal", operation_id = "listMyCaseAccess", params(CasePath, Page),
    responses((status = 200, description = "A page of the access log.", body = Paged<LogBody>)))]
#[get("/me/cases/{caseId}/access-log")]
pub(super) async fn list_my_case_access(
    state: web::Data<AppState>,
    caller: Citizen,
    case: web::Path<CaseId>,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    enter(&state).await?;
    let case = case.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listMyCaseAccess"), state.store.clone());
    let found = blocking(&state, move || store::access_log_for_case(&database, &caller, case, store_page(page), &note));
    Ok(page_of(found.await?, page, &ctx, &format!("/me/cases/{case}/access-log")))
}

/// What was given to whom
///
/// The disclosure ledger of my case (vad som har lämnats ut om mig): what kinds of information went to which unit, when, by
/// which way and on what ground. What was given out before a withdrawal stays in it.
#[utoipa::path(tag = "portal", operation_id = "listMyDisclosures", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The disclosures.", body = MyList<MyDisclosureBody>, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/disclosures")]
pub(super) async fn list_my_disclosures(look: MyLook) -> Result<HttpResponse, Problem> {
    let rows = |view: &CaseView| view.disclosures.iter().map(|row| MyDisclosureBody::of(row, view)).collect();
    look.list("listMyDisclosures", move |view, _| -> Vec<MyDisclosureBody> { rows(view) }).await
}
