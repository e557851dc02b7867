//! What is kept for a time only, taken away when that is over: keys of requests, and events.

use crate::demo::Clock;
use chrono::TimeDelta;
use sip_persistence::{Store, StoreError, forget_events, forget_keys, tend_partitions};
use std::time::Duration;

/// How long a repeated request gets the answer of the first.
const IDEMPOTENCY_LIFE: TimeDelta = TimeDelta::hours(24);
/// How often is looked.
const INTERVAL: Duration = Duration::from_hours(1);

/// Forgets at start and then hourly, for as long as it is polled.
pub(crate) async fn run(store: Store, clock: Clock, event_life: TimeDelta) {
    loop {
        let (store, now) = (store.clone(), clock.now());
        let forgotten = tokio::task::spawn_blocking(move || {
            tell("old keys cannot be forgotten", forget_keys(&store, now - IDEMPOTENCY_LIFE).map(|_| ()));
            tell("old events cannot be forgotten", forget_all_events(&store, now - event_life));
            tell("partitions cannot be made or let go", tend_partitions(&store, now - event_life));
        });
        if forgotten.await.is_err() {
            tracing::error!(target: "sip::forgetting", "the look for what is old panicked");
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

fn forget_all_events(store: &Store, before: chrono::DateTime<chrono::Utc>) -> Result<(), StoreError> {
    while forget_events(store, before)? > 0 {}
    Ok(())
}

fn tell(what: &'static str, done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::error!(target: "sip::forgetting", %error, what);
    }
}
