//! Swagger UI at `/docs/`, from the binary alone: nothing is fetched from elsewhere.

use crate::app::AppState;
use crate::problem::Problem;
use actix_web::http::header;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, get};
use std::sync::Arc;

/// The paths that are not in the document.
pub(crate) const PATHS: &[&str] = &["/docs", "/docs/{file:.*}"];

/// Scripts and styles of our own origin only; the page's own pictures are inline data.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Registers the page.
pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(redirect).service(file);
}

/// To the page.
#[get("/docs")]
async fn redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}

/// A file of the page.
#[get("/docs/{file:.*}")]
async fn file(state: web::Data<AppState>, path: web::Path<String>) -> Result<HttpResponse, Problem> {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if path.as_str() == "swagger-initializer.js" {
        let script = if state.config.demo { DEMO_SCRIPT } else { SCRIPT };
        return Ok(answer.content_type("text/javascript; charset=utf-8").body(script));
    }
    let config = Arc::new(utoipa_swagger_ui::Config::from("/sip/v1/openapi.json"));
    let found = utoipa_swagger_ui::serve(&path, config).map_err(Problem::internal)?.ok_or_else(Problem::not_found)?;
    if found.gzpipped {
        answer.insert_header(header::ContentEncoding::Gzip);
    }
    Ok(answer.content_type(found.content_type).body(found.bytes.into_owned()))
}

const SCRIPT: &str = include_str!("docs_ui/initializer.js");
const DEMO_SCRIPT: &str = concat!(include_str!("docs_ui/demo.js"), include_str!("docs_ui/initializer.js"));
