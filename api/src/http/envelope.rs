//! Around every request: trace, time limits of the body, panics, problem bodies, headers, and one line in the log.
//!
//! One layer, because the parts need each other: the log line and the problem need the trace, a panic must become a
//! problem, and every answer needs the headers.

use super::body::Body;
use super::context::RequestContext;
use super::trace::TRACEPARENT;
use super::turned_away;
use crate::app::AppState;
use crate::problem::{Generic, Problem};
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Instant;
use tracing::Instrument;

/// Bytes in path and query at most.
const URI_LIMIT: usize = 4096;

/// Headers of every answer that has none of its own by the name. API answers are never to be framed, guessed or kept.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
];

/// The middleware.
///
/// # Errors
/// Only such errors as hold their whole answer already: what fails before routing has no request to be attached to.
pub async fn envelope<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let Some(state) = req.app_data::<web::Data<AppState>>().cloned() else {
        return Err(Problem::internal("the application has no state").into());
    };
    let context = RequestContext::of(req.headers(), &state.base_url);
    req.extensions_mut().insert(context.clone());
    let method = req.method().clone();
    let body = Body::watch(&mut req, state.config.body_limits);
    if method == Method::HEAD {
        // A HEAD is a GET whose body the connection leaves out.
        req.head_mut().method = Method::GET;
    }
    // All that is logged on the way, also on blocking threads, can be found by the trace id.
    let span = tracing::info_span!(target: "sip::request", "request", trace_id = context.trace_id());
    let place = state.under_way.take(req.path());
    let (request, answer) = match place {
        Some(_) => run(req, next).instrument(span.clone()).await,
        None => (Some(req.into_parts().0), Err(Problem::of(Generic::UNAVAILABLE).with_retry_after(2).into())),
    };
    let route = request.as_ref().and_then(HttpRequest::match_pattern);
    let refusal = refusal_of(&answer).map(|problem| as_read(problem, &method));
    let refusal = logged(request.as_ref(), refusal, &context).instrument(span.clone()).await;
    let mut answer = span.in_scope(|| finish(answer, refusal, &context));
    if !body.drain().await {
        answer.head_mut().set_connection_type(ConnectionType::Close);
        answer = answer.map_body(|_, sent| BoxBody::new(Holding { sent, _unread: body }));
    }
    tracing::info!(
        target: "sip::request",
        method = %method,
        route = route.as_deref().unwrap_or("-"),
        status = answer.status().as_u16(),
        duration_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        trace_id = context.trace_id(),
        "request"
    );
    match request {
        Some(request) => Ok(ServiceResponse::new(request, answer)),
        None => Err(InternalError::from_response("answered before routing", answer).into()),
    }
}

/// The handler's answer, whatever it did.
async fn run<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> (Option<HttpRequest>, Result<HttpResponse, Error>) {
    if req.uri().to_string().len() > URI_LIMIT {
        return (Some(req.into_parts().0), Err(Problem::of(Generic::URI_TOO_LONG).into()));
    }
    match AssertUnwindSafe(next.call(req)).catch_unwind().await {
        Ok(Ok(answered)) => {
            let (request, answer) = answered.into_parts();
            (Some(request), Ok(answer.map_into_boxed_body()))
        }
        Ok(Err(error)) => (None, Err(error)),
        // The panic hook has logged the message and the place.
        Err(_) => (None, Err(Problem::of(Generic::INTERNAL).into())),
    }
}

/// What the answer refuses with, if it does.
fn refusal_of(answer: &Result<HttpResponse, Error>) -> Option<Problem> {
    match answer {
        Err(error) => Some(problem_of(error)),
        Ok(answer) if answer.status().is_client_error() || answer.status().is_server_error() => {
            Some(answer.error().map_or_else(|| Problem::for_status(answer.status()), problem_of))
        }
        Ok(_) => None,
    }
}

/// What a read comes to when it cannot be known what became of its work: nothing was shown, and nothing else matters.
fn as_read(problem: Problem, method: &Method) -> Problem {
    if problem.code() == Generic::OUTCOME_UNKNOWN.code && matches!(*method, Method::GET | Method::HEAD) {
        return Problem { retry_after: problem.retry_after, ..Problem::of(Generic::UNAVAILABLE) };
    }
    problem
}

/// The refusal, in the access log by now; another one when it cannot be written there.
async fn logged(request: Option<&HttpRequest>, refusal: Option<Problem>, context: &RequestContext) -> Option<Problem> {
    let (Some(request), Some(problem)) = (request, &refusal) else { return refusal };
    turned_away::log(request, context, problem).await.err().or(refusal)
}

/// The answer as it leaves: refusals as problems, and the headers that all have.
fn finish(answer: Result<HttpResponse, Error>, problem: Option<Problem>, context: &RequestContext) -> HttpResponse {
    let mut answer = match (problem, answer) {
        (None, Ok(answer)) => answer,
        (problem, _) => problem.unwrap_or_else(|| Problem::of(Generic::INTERNAL)).render(context),
    };
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Ok(value) = HeaderValue::from_str(&context.traceparent()) {
        headers.insert(HeaderName::from_static(TRACEPARENT), value);
    }
    answer
}

/// Our own problems as they are; the framework's errors by their status only, since their texts repeat the input.
fn problem_of(error: &Error) -> Problem {
    if let Some(problem) = error.as_error::<Problem>() {
        return problem.clone();
    }
    let status = error.as_response_error().status_code();
    if status.is_server_error() { Problem::internal(error) } else { Problem::for_status(status) }
}

/// An answer that keeps the unread rest of its request until it has been sent. The connection layer closes when somebody
/// still holds the rest; when nobody does, it goes on reading a chunked body for as long as the client likes to send one.
struct Holding {
    sent: BoxBody,
    _unread: Rc<Body>,
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.sent.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.sent).poll_next(cx)
    }
}
