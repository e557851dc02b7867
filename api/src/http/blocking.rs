//! The one hop to a blocking thread that a request makes.

use crate::app::AppState;
use crate::problem::{Generic, Problem};
use actix_web::web;
use sip_persistence::Looked;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

/// Lets so many requests at a time through to the store, first come first served, and so many wait. The framework's own pool
/// of blocking threads has no such bound: it would queue without end in front of the database.
#[derive(Clone, Debug)]
pub struct Gate {
    places: Arc<Semaphore>,
    permits: Arc<Semaphore>,
    wait: Duration,
    patience: Duration,
}

impl Gate {
    /// `width` requests at a time, and `waiting` that wait for them; more are refused at once, and who has waited `wait`
    /// too. A request whose work takes longer than `patience` is answered without it.
    pub fn new(width: usize, waiting: usize, wait: Duration, patience: Duration) -> Self {
        let places = Arc::new(Semaphore::new(width.saturating_add(waiting).min(Semaphore::MAX_PERMITS)));
        Self { places, permits: Arc::new(Semaphore::new(width)), wait, patience }
    }

    /// Runs `work` on a blocking thread.
    ///
    /// # Errors
    /// What `work` refuses; 503 with `Retry-After` when there is no place, none came free in time, or the work has not ended
    /// in time; 500 when it panicked.
    pub async fn run<T, E, F>(&self, work: F) -> Result<T, Problem>
    where
        F: FnOnce() -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let busy = || Problem::of(Generic::UNAVAILABLE).with_retry_after(2);
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| busy())?;
        let Ok(Ok(permit)) = timeout(self.wait, Arc::clone(&self.permits).acquire_owned()).await else {
            return Err(busy());
        };
        // Both go along: when the client leaves or is answered without it, the work runs on and still counts.
        let span = tracing::Span::current();
        let done = web::block(move || {
            let done = span.in_scope(work);
            drop((permit, place));
            done
        });
        let Ok(done) = timeout(self.patience, done).await else {
            tracing::warn!(target: "sip::store", "the store has not answered in time; what was begun goes on");
            // Of a read nothing is unknown: the envelope says so, which knows the method.
            return Err(Problem::of(Generic::OUTCOME_UNKNOWN).with_retry_after(5));
        };
        done.map_err(Problem::internal)?.map_err(Into::into)
    }
}

/// Runs `work`, which is to meet the store, on a blocking thread.
///
/// # Errors
/// As [`Gate::run`].
pub async fn blocking<T, E, F>(state: &AppState, work: F) -> Result<T, Problem>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    state.gate.run(work).await
}

/// What was looked at, once its rows are in the access log. Holds neither a thread nor a place at the gate while it waits, so
/// that many rows can be written together.
///
/// # Errors
/// What the look refused; 503 when the rows could not be written, or not in time.
pub async fn handed_out<T: Send + 'static>(state: &AppState, looked: Looked<T>) -> Result<T, Problem> {
    let (tell, told) = oneshot::channel();
    // The client may have gone by then.
    looked.hand_out(move |found| drop(tell.send(found)));
    match timeout(state.gate.patience, told).await {
        Ok(Ok(found)) => found.map_err(Into::into),
        Ok(Err(_)) | Err(_) => Err(Problem::of(Generic::UNAVAILABLE).with_retry_after(2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Sender, channel};
    use tokio::task::spawn_local;

    const LONG: Duration = Duration::from_mins(1);

    /// Work that says when it has begun, and ends when the other end of `end` is gone.
    fn held(begun: Sender<()>) -> (Sender<()>, impl FnOnce() -> Result<(), Problem> + Send + 'static) {
        let (end, ended) = channel::<()>();
        let work = move || {
            begun.send(()).unwrap();
            let _ = ended.recv();
            Ok(())
        };
        (end, work)
    }

    #[expect(clippy::unnecessary_wraps, reason = "work may fail")]
    fn nothing() -> Result<(), Problem> {
        Ok(())
    }

    #[actix_web::test]
    async fn who_finds_no_place_is_refused_at_once_and_who_has_one_waits() {
        let gate = Gate::new(1, 1, LONG, LONG);
        let (tell, told) = channel();
        let (end, work) = held(tell);
        let (first, second) = (gate.clone(), gate.clone());
        let first = spawn_local(async move { first.run(work).await });
        web::block(move || told.recv()).await.unwrap().unwrap();
        let second = spawn_local(async move { second.run(nothing).await });
        while gate.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = gate.run(nothing).await.unwrap_err();
        assert_eq!((refused.code(), refused.retry_after), ("UNAVAILABLE", Some(2)));
        assert!(!second.is_finished());
        drop(end);
        assert_eq!((first.await.unwrap(), second.await.unwrap()), (Ok(()), Ok(())));
        assert_eq!(gate.run(nothing).await, Ok(()));
    }

    #[actix_web::test]
    async fn work_that_hangs_is_answered_and_keeps_its_place() {
        let gate = Gate::new(1, 0, LONG, Duration::from_millis(20));
        let (tell, told) = channel();
        let (end, work) = held(tell);
        let late = gate.run(work).await.unwrap_err();
        assert_eq!((late.code(), late.retry_after), ("OUTCOME_UNKNOWN", Some(5)));
        told.recv().unwrap();
        assert_eq!(gate.run(nothing).await.unwrap_err().code(), "UNAVAILABLE", "the place was given away");
        drop(end);
        let _all = Arc::clone(&gate.places).acquire_many_owned(1).await.unwrap();
    }
}
