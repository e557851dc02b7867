//! The one hop to a blocking thread that a request makes.

use crate::app::AppState;
use crate::problem::{Generic, Problem};
use actix_web::web;
use sip_persistence::Looked;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

/// Lets so many requests at a time through to the store, first come first served. The framework's own pool of blocking
/// threads has no such bound: it would queue without end in front of the database.
#[derive(Clone, Debug)]
pub struct Gate {
    permits: Arc<Semaphore>,
    wait: Duration,
}

impl Gate {
    /// `width` requests at a time; who has waited `wait` is refused.
    pub fn new(width: usize, wait: Duration) -> Self {
        Self { permits: Arc::new(Semaphore::new(width)), wait }
    }
}

/// Runs `work` on a blocking thread.
///
/// # Errors
/// What `work` refuses; 503 with `Retry-After` when no place came free in time; 500 when `work` panicked.
pub async fn blocking<T, E, F>(state: &AppState, work: F) -> Result<T, Problem>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    let waiting = Arc::clone(&state.gate.permits).acquire_owned();
    let Ok(Ok(permit)) = tokio::time::timeout(state.gate.wait, waiting).await else {
        return Err(Problem::of(Generic::UNAVAILABLE).with_retry_after(2));
    };
    // The permit goes along: when the client leaves, the work runs on and still counts.
    let span = tracing::Span::current();
    let done = web::block(move || {
        let done = span.in_scope(work);
        drop(permit);
        done
    });
    done.await.map_err(Problem::internal)?.map_err(Into::into)
}

/// What was looked at, once its rows are in the access log. Holds neither a thread nor a place at the gate while it waits, so
/// that many rows can be written together.
///
/// # Errors
/// What the look refused; 503 when the rows could not be written.
pub async fn handed_out<T: Send + 'static>(looked: Looked<T>) -> Result<T, Problem> {
    let (tell, told) = oneshot::channel();
    // The client may have gone by then.
    looked.hand_out(move |found| drop(tell.send(found)));
    match told.await {
        Ok(found) => found.map_err(Into::into),
        Err(_) => Err(Problem::of(Generic::UNAVAILABLE).with_retry_after(2)),
    }
}
