//! Look-up by person, with a reason.

use super::cases::summaries;
use super::exchange::{caller_of, note};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{JsonBody, RequestContext, blocking};
use crate::problem::Problem;
use crate::wire::case::CaseSummary;
use crate::wire::common::Items;
use crate::wire::requests::directory::SearchRequest;
use actix_web::{HttpResponse, post, web};
use sip_persistence as store;
use sip_persistence::AccessNote;

/// Find a person's cases
///
/// By identity number, which is never in an address. Gives only cases in which the caller has a role; an empty list says
/// nothing about whether there are others. The reason is kept in the access log (åtkomstlogg).
#[utoipa::path(tag = "cases", operation_id = "searchCases", request_body(content = SearchRequest),
    responses((status = 200, description = "The cases that the caller may know of.", body = Items<CaseSummary>)))]
#[post("/cases/search")]
pub(crate) async fn search_cases(
    state: web::Data<AppState>,
    caller: Staff,
    body: JsonBody<SearchRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let number = body.value.identity.parse("/identity/value")?;
    let purpose = Some(body.value.reason.into_string());
    let note = AccessNote { purpose, ..note(&state, &ctx, "searchCases") };
    let (caller, now, database) = (caller_of(caller)?, note.now, state.store.clone());
    let found = blocking(&state, move || store::search_by_person(&database, &caller, &number, &note)).await?;
    let items = summaries(&found.items, &found.actor, now, &ctx);
    Ok(HttpResponse::Ok().json(Items { items, links: Vec::new() }))
}
