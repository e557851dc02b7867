//! The region profile.

use super::exchange::{caller_of, note};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{JsonBody, RequestContext, blocking};
use crate::problem::Problem;
use crate::wire::profile::ProfileBody;
use actix_web::{HttpResponse, get, put, web};
use sip_persistence as store;

/// Read the region profile
///
/// What the local agreement decides (lokal överenskommelse): deadlines, who may start, who signs.
#[utoipa::path(tag = "directory", operation_id = "getProfile",
    responses((status = 200, description = "The profile in force.", body = ProfileBody)))]
#[get("/profile")]
pub(crate) async fn get_profile(
    state: web::Data<AppState>,
    caller: Staff,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "getProfile"), state.store.clone());
    let kept = blocking(&state, move || -> Result<_, Problem> {
        store::whoami(&database, &caller, &note)?;
        Ok(store::profile(&database)?)
    })
    .await?;
    Ok(HttpResponse::Ok().json(ProfileBody::from(kept)))
}

/// Replace the region profile
///
/// Whole, by an administrator of the principal that keeps it (lokal överenskommelse, `SIP_PROFILE_PRINCIPAL`); it holds for all
/// organisations from now on, also for cases under way.
#[utoipa::path(tag = "directory", operation_id = "putProfile", request_body(content = ProfileBody),
    responses((status = 200, description = "The profile in force.", body = ProfileBody)))]
#[put("/profile")]
pub(crate) async fn put_profile(
    state: web::Data<AppState>,
    caller: Staff,
    body: JsonBody<ProfileBody>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let profile = body.value.into_profile()?;
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "putProfile"), state.store.clone());
    let kept = blocking(&state, move || store::put_profile(&database, caller, profile, note)).await?;
    Ok(HttpResponse::Ok().json(ProfileBody::from(kept)))
}
