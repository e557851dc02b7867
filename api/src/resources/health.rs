//! Whether the server lives and can serve, for whatever watches over it.

use crate::app::AppState;
use crate::problem::Problem;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

/// The state of the server.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"status": "ok"}))]
pub(super) struct Health {
    /// Always `ok`; anything else is a problem.
    #[schema(example = "ok", max_length = 10)]
    status: &'static str,
}

/// The process lives
///
/// Says nothing about what it depends on: a supervisor restarts the process when this fails.
#[utoipa::path(tag = "meta", operation_id = "live", security(()),
    responses((status = 200, description = "It lives.", body = Health)))]
#[get("/health/live")]
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// The server can take requests
///
/// Fails with 503 while something that it depends on is missing: a load balancer leaves it out as long.
#[utoipa::path(tag = "meta", operation_id = "ready", security(()),
    responses((status = 200, description = "It can take requests.", body = Health)))]
#[get("/health/ready")]
pub(super) async fn ready(state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    let asked = state.clone();
    state.health.run(move || asked.ready()).await?;
    Ok(HttpResponse::Ok().json(Health { status: "ok" }))
}
