//! `sip serve` with a few routes beside the real ones: what an answer costs at the least.

use crate::{Fault, say};
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, put, web};
use chrono::{TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;
use sip_api::app::{AppState, Options, start_with};
use sip_api::config::{Config, LogFormat};
use sip_api::demo::Clock;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use tracing_subscriber::EnvFilter;
use utoipa_actix_web::service_config::ServiceConfig;

/// The answer that the ceilings give: as bytes, and as a value to be written anew each time.
static ANSWER: RwLock<Option<Arc<(web::Bytes, Value)>>> = RwLock::new(None);

/// Serves until a signal comes.
///
/// # Errors
/// When the configuration is refused or the server cannot start.
pub(crate) async fn serve() -> Result<(), Fault> {
    let refused = |errors: Vec<_>| Fault::Other(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
    let config = Config::from_env(std::env::vars(), false).map_err(refused)?;
    start_log(&config)?;
    let running = start_with(config, options(true)).await.map_err(|error| Fault::Other(error.to_string()))?;
    say(&format!("http://{}", running.address))?;
    Ok(running.finished().await?)
}

/// The real application with the routes beside, and a clock that can be moved.
pub(crate) fn options(signals: bool) -> Options {
    Options { extra: Some(routes), clock: Some(Clock::demo()), signals, ..Options::default() }
}

fn start_log(config: &Config) -> Result<(), Fault> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| Fault::Other(error.to_string()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match config.log_format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.try_init(),
    };
    started.map_err(|error| Fault::Other(error.to_string()))
}

fn routes(cfg: &mut ServiceConfig) {
    cfg.service(keep).service(constant).service(serialised).service(ahead);
}

fn kept() -> Option<Arc<(web::Bytes, Value)>> {
    ANSWER.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Keeps the answer that the other two give.
#[utoipa::path(request_body = String, responses((status = 204, description = "Kept.")))]
#[put("/bench/answer")]
async fn keep(body: web::Bytes) -> HttpResponse {
    match serde_json::from_slice(&body) {
        Ok(value) => {
            *ANSWER.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new((body, value)));
            HttpResponse::NoContent().finish()
        }
        Err(_) => HttpResponse::BadRequest().finish(),
    }
}

/// The answer as bytes.
#[utoipa::path(responses((status = 200, description = "The answer.", body = String)))]
#[get("/bench/constant")]
async fn constant() -> HttpResponse {
    kept().map_or_else(
        || HttpResponse::NotFound().finish(),
        |kept| HttpResponse::Ok().content_type(ContentType::json()).body(kept.0.clone()),
    )
}

/// The answer written from memory.
#[utoipa::path(responses((status = 200, description = "The answer.", body = String)))]
#[get("/bench/serialised")]
async fn serialised() -> HttpResponse {
    kept().map_or_else(|| HttpResponse::NotFound().finish(), |kept| HttpResponse::Ok().json(&kept.1))
}

/// How far ahead of the system's clock business is done.
#[derive(Deserialize)]
struct Ahead {
    /// Seconds.
    ahead: i64,
}

/// Moves the clock.
#[utoipa::path(request_body = String, responses((status = 204, description = "Moved.")))]
#[put("/bench/clock")]
async fn ahead(state: web::Data<AppState>, body: web::Json<Ahead>) -> HttpResponse {
    state.clock.set(Utc::now() + TimeDelta::seconds(body.ahead));
    HttpResponse::NoContent().finish()
}
