//! The requests that are under way in the whole process, at most so many: each costs memory while it waits.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Where health is told, which is answered however much there is to do.
const HEALTH: &str = "/health/";

/// Places for requests.
#[derive(Clone, Debug)]
pub struct UnderWay(Arc<Semaphore>);

/// A request's place; free again when this goes.
#[derive(Debug)]
pub(crate) struct Place {
    _held: Option<OwnedSemaphorePermit>,
}

impl UnderWay {
    /// At most `most` at a time.
    pub fn new(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))))
    }

    /// A place for a request to `path`; none when all are taken.
    pub(crate) fn take(&self, path: &str) -> Option<Place> {
        if path.starts_with(HEALTH) {
            return Some(Place { _held: None });
        }
        Arc::clone(&self.0).try_acquire_owned().ok().map(|permit| Place { _held: Some(permit) })
    }
}
