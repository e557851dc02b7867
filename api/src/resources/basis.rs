//! The basis of the planning.

use super::document::{CaseAnswer, CasePath};
use super::exchange::{Target, act, read};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, JsonBody, RequestContext};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::preparation::BasisBody;
use crate::wire::requests::build::plain;
use crate::wire::requests::preparation::BasisRequest;
use actix_web::{HttpResponse, get, put, web};
use sip_domain::ids::CaseId;

/// Read the basis
///
/// What the planning is for (underlag). 404 until it has been written, or when it is not for the caller.
#[utoipa::path(tag = "preparation", operation_id = "getBasis", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The basis.", body = BasisBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/basis")]
pub(crate) async fn get_basis(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "getBasis", |view, _| {
        let basis: Option<BasisBody> = view.basis.wire();
        basis.ok_or_else(Problem::not_found)
    })
    .await
}

/// Write the basis
///
/// What the planning is for (underlag); opens the mapping.
#[utoipa::path(tag = "preparation", operation_id = "putBasis", params(CasePath, IfMatchHeader),
    request_body(content = BasisRequest), responses(CaseAnswer))]
#[put("/cases/{caseId}/basis")]
pub(crate) async fn put_basis(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<BasisRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "putBasis", None, plain(body.value.into())).await
}
