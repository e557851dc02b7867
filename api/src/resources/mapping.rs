//! The mapping: a working tool of the staff, never in the portal.

use super::document::{CaseAnswer, CasePath};
use super::exchange::{Target, act, read};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, JsonBody, RequestContext};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::preparation::MappingBody;
use crate::wire::requests::build::plain;
use crate::wire::requests::preparation::MappingRequest;
use actix_web::{HttpResponse, get, post, put, web};
use sip_domain::command::Command;
use sip_domain::ids::CaseId;

/// Read the mapping
///
/// The individual's whole situation under twelve headings (kartläggning), cut by consent. 404 until it has been written, or
/// when none of it is for the caller.
#[utoipa::path(tag = "preparation", operation_id = "getMapping", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The mapping.", body = MappingBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/mapping")]
pub(crate) async fn get_mapping(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    fresh: IfNoneMatch,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, Some(fresh), "getMapping", |view, _| {
        let mapping: Option<MappingBody> = view.mapping.wire();
        mapping.ok_or_else(Problem::not_found)
    })
    .await
}

/// Write the mapping
///
/// Whole (kartläggning): what is left out is taken away. Nothing about a topic that the individual does not want raised.
#[utoipa::path(tag = "preparation", operation_id = "putMapping", params(CasePath, IfMatchHeader),
    request_body(content = MappingRequest), responses(CaseAnswer))]
#[put("/cases/{caseId}/mapping")]
pub(crate) async fn put_mapping(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    body: JsonBody<MappingRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "putMapping", None, plain(body.value.into())).await
}

/// Share the mapping
///
/// With those who take part in the planning, each by consent (kartläggningen delas). Never with the portal.
#[utoipa::path(
    tag = "preparation",
    operation_id = "shareMapping",
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader),
    responses(CaseAnswer)
)]
#[post("/cases/{caseId}/mapping/sharing")]
pub(crate) async fn share_mapping(
    state: web::Data<AppState>,
    caller: Staff,
    target: Target,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    act(state, caller, target, ctx, "shareMapping", None, plain(Command::ShareMapping)).await
}
