//! Calls that are turned away before their operation begins: not understood, without a version, by the wrong kind of
//! caller. The operation has not logged them, so this does; who has no token is nobody and is in the request log only.

use super::blocking;
use super::context::RequestContext;
use crate::app::AppState;
use crate::auth::Identity;
use crate::problem::{Generic, Problem};
use crate::resources::exchange::{caller_of, note};
use actix_web::http::Method;
use actix_web::{FromRequest, HttpRequest, web};
use sip_domain::ids::CaseId;
use sip_persistence::{Action, log_refusal};
use std::collections::HashMap;
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::Operation;
use uuid::Uuid;

/// The operations of the document that need a token, by method and path.
#[derive(Debug)]
pub(crate) struct Operations(HashMap<(Method, String), &'static str>);

impl Operations {
    /// Those of `document` that need a token.
    pub(crate) fn of(document: &OpenApi) -> Self {
        let mut found = HashMap::new();
        for (path, item) in &document.paths.paths {
            let methods = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in methods {
                // An operation open to all says so with an empty list.
                let needs_token = |held: &&Operation| held.security.as_ref().is_none_or(|asked| !asked.is_empty());
                if let Some(operation) = operation.as_ref().filter(needs_token)
                    && let Some(id) = operation.operation_id.clone()
                {
                    // A few names, once for the life of the process.
                    found.insert((method, path.clone()), &*id.leak());
                }
            }
        }
        Self(found)
    }

    fn named(&self, request: &HttpRequest) -> Option<&'static str> {
        let pattern = request.match_pattern()?;
        self.0.get(&(request.method().clone(), pattern)).copied()
    }
}

/// What stands in the path for the case, also when the request was refused before it was routed.
fn case_of(request: &HttpRequest) -> Option<String> {
    let routed = request.match_info().get("caseId").map(str::to_owned);
    routed.or_else(|| {
        let pattern = request.match_pattern()?;
        let mut places = pattern.split('/').zip(request.path().split('/'));
        places.find(|(place, _)| *place == "{caseId}").map(|(_, id)| id.to_owned())
    })
}

/// As the operation itself would have logged it.
fn action_of(method: &Method, operation: &str, is_about_a_case: bool) -> Action {
    match (method, operation) {
        (_, "searchCases") => Action::Search,
        (&Method::GET, name) if name.starts_with("list") && !is_about_a_case => Action::List,
        (&Method::GET, _) => Action::Read,
        _ => Action::Write,
    }
}

/// Logs the refusal when nothing has logged the call yet. The refusal is told only once its row is on the disk.
pub(crate) async fn log(request: &HttpRequest, context: &RequestContext, problem: &Problem) -> Result<(), Problem> {
    let Some(state) = request.app_data::<web::Data<AppState>>() else { return Ok(()) };
    let Some(operation) = request.app_data::<web::Data<Operations>>().and_then(|known| known.named(request)) else {
        return Ok(());
    };
    if context.is_noted() || !problem.status().is_client_error() {
        return Ok(());
    }
    let is_limited = |problem: &Problem| problem.code() == Generic::RATE_LIMITED.code;
    let identity = match Identity::extract(request).await {
        // Calls beyond the caller's share get no row each: they would fill the log faster than anybody reads it.
        Ok(_) if is_limited(problem) => return Ok(()),
        Ok(identity) => identity,
        Err(limited) if is_limited(&limited) => return Err(limited),
        Err(_) => return Ok(()),
    };
    let caller = caller_of(identity)?;
    let case = case_of(request);
    let action = action_of(request.method(), operation, case.is_some());
    let case = case.and_then(|id| Uuid::try_parse(&id).ok()).map(CaseId);
    let (note, store, code) = (note(state, context, operation), state.store.clone(), problem.code());
    let written =
        blocking(state, move || log_refusal(&store, &caller, action, case, code, note).map_err(Problem::from));
    written.await.map_err(|_| Problem::of(Generic::UNAVAILABLE).with_retry_after(2))
}
