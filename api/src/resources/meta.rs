//! What the API tells about itself.

use crate::app::AppState;
use crate::http::{PUBLIC_CACHE, RequestContext};
use crate::problem::Problem;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

/// Facts about the API (VER.07 of the national REST API profile).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"apiName": "SIP API", "apiVersion": "0.1.0", "apiReleased": "2026-11-22",
    "apiDocumentation": "https://sip.example.se/docs/", "apiStatus": "beta"}))]
#[expect(clippy::struct_field_names, reason = "the profile fixes the names")]
pub(super) struct ApiInfo {
    /// Name.
    #[schema(example = "SIP API", max_length = 100)]
    api_name: &'static str,
    /// Semantic version.
    #[schema(example = "0.1.0", max_length = 20)]
    api_version: &'static str,
    /// Date of the release.
    #[schema(format = Date, example = "2026-11-22", max_length = 10)]
    api_released: &'static str,
    /// Where the documentation is.
    #[schema(format = "uri", max_length = 2000)]
    api_documentation: String,
    /// `alpha`, `beta`, `active`, `deprecated`, `retired` or `decommissioned`.
    #[schema(example = "beta", max_length = 20)]
    api_status: &'static str,
}

/// What this API is
///
/// Name, version, status and where the documentation is.
#[utoipa::path(tag = "meta", operation_id = "getApiInfo", security(()),
    responses((status = 200, description = "Facts about the API.", body = ApiInfo)))]
#[get("/api-info")]
pub(super) async fn api_info(context: RequestContext) -> HttpResponse {
    HttpResponse::Ok().insert_header(PUBLIC_CACHE).insert_header(("vary", "forwarded")).json(ApiInfo {
        api_name: "SIP API",
        api_version: env!("CARGO_PKG_VERSION"),
        api_released: "2026-11-22",
        api_documentation: context.outer("/docs/"),
        api_status: "beta",
    })
}

/// The document of the API as YAML
///
/// `OpenAPI` 3.1, made from the routes that this server has.
#[utoipa::path(tag = "meta", operation_id = "getOpenapiYaml", security(()),
    responses((status = 200, description = "The document.", body = String, content_type = "application/yaml", example = "openapi: 3.1.0\n")))]
#[get("/openapi.yaml")]
pub(super) async fn openapi_yaml(state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    let document = state.document.get().await?;
    Ok(HttpResponse::Ok()
        .content_type("application/yaml")
        .insert_header(PUBLIC_CACHE)
        .insert_header(("vary", "forwarded"))
        .body(document.yaml))
}

/// The document of the API as JSON
///
/// The same as the YAML one.
#[utoipa::path(tag = "meta", operation_id = "getOpenapiJson", security(()),
    responses((status = 200, description = "The document.", body = Object, content_type = "application/json", example = json!({"openapi": "3.1.0"}))))]
#[get("/openapi.json")]
pub(super) async fn openapi_json(state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    let document = state.document.get().await?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header(PUBLIC_CACHE)
        .insert_header(("vary", "forwarded"))
        .body(document.json))
}
