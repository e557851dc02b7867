//! Routes that only the tests have, to see what all handlers share.

use actix_web::{HttpResponse, get, post, put, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sip_api::app::AppState;
use sip_api::auth::{Identity, Staff};
use sip_api::http::{
    IdempotencyKey, IdempotencyKeyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, JsonBody, Page,
    Params, blocking, etag, not_modified,
};
use sip_api::problem::Problem;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use validator::Validate;

/// A body to get wrong.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Thing {
    /// A text.
    #[validate(length(min = 1, max = 300_000))]
    pub plain_text: String,
    /// A number.
    #[validate(range(min = 1, max = 9))]
    pub count: Option<u32>,
    /// Inner things.
    #[validate(nested)]
    #[serde(default)]
    #[schema(no_recursion)]
    pub parts: Vec<Part>,
}

/// An inner thing.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Part {
    /// A name.
    #[validate(length(max = 5))]
    pub short_name: String,
}

/// Registers them.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(create)
        .service(read)
        .service(change)
        .service(who)
        .service(staff_only)
        .service(list)
        .service(fail)
        .service(fail_blocking);
}

/// Takes a body and a key.
#[utoipa::path(params(IdempotencyKeyHeader), request_body = Thing, responses((status = 201, description = "Made.", body = Thing)))]
#[post("/test/things")]
async fn create(key: IdempotencyKey, body: JsonBody<Thing>) -> HttpResponse {
    let digest = body.digest;
    HttpResponse::Created()
        .json(json!({"key": key.as_deref(), "digest": digest, "length": body.value.plain_text.len()}))
}

/// Answers by version.
#[utoipa::path(params(("id" = Uuid, Path, description = "Id."), IfNoneMatchHeader), responses((status = 200, description = "It.", body = Thing)))]
#[get("/test/things/{id}")]
async fn read(id: web::Path<Uuid>, known: IfNoneMatch) -> HttpResponse {
    if known.matches(12) {
        not_modified(12)
    } else {
        HttpResponse::Ok().insert_header(etag(12)).json(json!({"id": *id}))
    }
}

/// Needs a version and a body.
#[utoipa::path(params(("id" = Uuid, Path, description = "Id."), IfMatchHeader), request_body = Thing, responses((status = 200, description = "Changed.", body = Thing)))]
#[put("/test/things/{id}")]
async fn change(id: web::Path<Uuid>, version: IfMatch, _body: JsonBody<Thing>) -> HttpResponse {
    HttpResponse::Ok().insert_header(etag(version.0 + 1)).json(json!({"id": *id}))
}

/// Tells who calls.
#[utoipa::path(responses((status = 200, description = "Who.", body = String)))]
#[get("/test/who")]
async fn who(caller: Identity) -> HttpResponse {
    HttpResponse::Ok().json(match caller {
        Identity::Staff { subject, assignment_hsa_id, client } => {
            let mut who = json!({"subject": subject, "assignment": assignment_hsa_id});
            if let Some(client) = client {
                who["client"] = client.into();
            }
            who
        }
        Identity::Citizen { subject, .. } => json!({"subject": subject}),
    })
}

/// For staff.
#[utoipa::path(responses((status = 200, description = "Staff.", body = String)))]
#[get("/test/staff")]
async fn staff_only(caller: Staff) -> HttpResponse {
    HttpResponse::Ok().json(json!({"subject": caller.subject}))
}

/// Takes a page.
#[utoipa::path(params(Page), responses((status = 200, description = "Page.", body = String)))]
#[get("/test/list")]
async fn list(page: Params<Page>) -> HttpResponse {
    HttpResponse::Ok().json(json!({"offset": page.0.offset()}))
}

/// Panics.
#[utoipa::path(responses((status = 200, description = "Never.", body = String)))]
#[get("/test/panic")]
#[expect(clippy::panic, reason = "that is what it is for")]
async fn fail() -> HttpResponse {
    panic!("secret of the handler")
}

/// Panics on a blocking thread.
#[utoipa::path(responses((status = 200, description = "Never.", body = String)))]
#[get("/test/blocking-panic")]
#[expect(clippy::panic, reason = "that is what it is for")]
async fn fail_blocking(state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    let done: Result<(), Problem> = blocking(&state, || -> Result<(), Problem> { panic!("secret of the work") }).await;
    done.map(|()| HttpResponse::Ok().finish())
}
