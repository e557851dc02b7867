//! The document as a running server gives it. It is made when it is first asked for: few servers ever are, and making it takes
//! longer than all else of a start, and more memory.

use super::yaml;
use crate::app::registered;
use crate::problem::Problem;
use actix_web::web::{self, Bytes};
use std::fmt;
use tokio::sync::OnceCell;
use utoipa::openapi::Server;
use utoipa_actix_web::service_config::ServiceConfig;

/// The document in both forms, with the server itself as the one to try things on.
#[derive(Clone)]
pub(crate) struct Served {
    /// YAML.
    pub(crate) yaml: Bytes,
    /// JSON.
    pub(crate) json: Bytes,
}

/// What the server registers, and the document of it once somebody has asked.
pub struct ServedDocument {
    demo: bool,
    extra: Option<fn(&mut ServiceConfig)>,
    made: OnceCell<Served>,
}

impl ServedDocument {
    pub(crate) fn of(demo: bool, extra: Option<fn(&mut ServiceConfig)>) -> Self {
        Self { demo, extra, made: OnceCell::new() }
    }

    /// The document.
    ///
    /// # Errors
    /// 500 when it cannot be written.
    pub(crate) async fn get(&self) -> Result<Served, Problem> {
        let (demo, extra) = (self.demo, self.extra);
        let made = self.made.get_or_try_init(|| async move {
            web::block(move || made(demo, extra)).await.map_err(Problem::internal)?.map_err(Problem::internal)
        });
        Ok(made.await?.clone())
    }
}

fn made(demo: bool, extra: Option<fn(&mut ServiceConfig)>) -> Result<Served, String> {
    let mut document = registered(demo, extra);
    document.servers = Some(vec![Server::builder().url("/").description(Some("This server")).build()]);
    let json = document.to_json().map_err(|error| error.to_string())?;
    Ok(Served { yaml: yaml(&document)?.into(), json: json.into() })
}

impl fmt::Debug for ServedDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServedDocument")
    }
}
