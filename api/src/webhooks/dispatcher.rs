//! The task that numbers events and sends them. Any number of servers can run it on one database: what must be done by one at
//! a time is guarded there.

use super::Webhooks;
use super::sending::send;
use crate::demo::Clock;
use sip_persistence::{Store, StoreError, SubscriptionState, Turn, due_subscriptions, publish_events};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

/// How often is looked: so long an event waits at most, if nothing else holds it up.
const INTERVAL: Duration = Duration::from_secs(1);
/// Subscriptions that are sent to at the same time: one that hangs must not hold the others up.
const AT_ONCE: usize = 8;
/// Deliveries in one turn, so that others get theirs.
const DELIVERIES: usize = 20;

/// What is needed to dispatch.
#[derive(Clone, Debug)]
pub(crate) struct Dispatcher {
    store: Store,
    clock: Clock,
    webhooks: Webhooks,
    stopped: Arc<AtomicBool>,
}

impl Dispatcher {
    pub(crate) fn new(store: Store, clock: Clock, webhooks: Webhooks) -> Self {
        Self { store, clock, webhooks, stopped: Arc::default() }
    }

    /// Begins nothing more.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// Dispatches for as long as it is polled.
    pub(crate) async fn run(self) {
        let permits = Arc::new(Semaphore::new(AT_ONCE));
        let mut turns = JoinSet::new();
        let mut ticks = interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            while let Some(ended) = turns.try_join_next() {
                if ended.is_err() {
                    tracing::error!(target: "sip::webhook", "a delivery panicked");
                }
            }
            let own = self.clone();
            let due = match tokio::task::spawn_blocking(move || own.due()).await {
                Ok(Ok(due)) => due,
                Ok(Err(error)) => {
                    tracing::warn!(target: "sip::webhook", %error, "events were not looked for");
                    continue;
                }
                Err(_) => {
                    tracing::error!(target: "sip::webhook", "the look for events panicked");
                    continue;
                }
            };
            for subscription in due {
                let Ok(permit) = Arc::clone(&permits).try_acquire_owned() else { break };
                let own = self.clone();
                turns.spawn_blocking(move || {
                    own.serve(subscription);
                    drop(permit);
                });
            }
        }
    }

    /// Numbers what waits, and tells to whom something has to be sent.
    fn due(&self) -> Result<Vec<Uuid>, StoreError> {
        while !self.is_stopped() && publish_events(&self.store, self.clock.now())? > 0 {}
        due_subscriptions(&self.store, self.clock.now())
    }

    fn serve(&self, subscription: Uuid) {
        if let Err(error) = self.turn(subscription) {
            tracing::warn!(target: "sip::webhook", %subscription, %error, "a delivery broke off");
        }
    }

    fn turn(&self, subscription: Uuid) -> Result<(), StoreError> {
        let Some(turn) = Turn::take(&self.store, subscription, Uuid::now_v7(), self.clock.now())? else {
            return Ok(());
        };
        for _ in 0..DELIVERIES {
            if self.is_stopped() {
                break;
            }
            let Some(batch) = turn.next(self.clock.now())? else { break };
            if let Err(failure) = send(&self.webhooks, subscription, &batch) {
                let state = turn.failed(failure, self.clock.now())?;
                let disabled = state == SubscriptionState::Disabled;
                tracing::warn!(target: "sip::webhook", %subscription, %failure, disabled, "events were not taken");
                return Ok(());
            }
            if !turn.taken(&batch, self.clock.now())? {
                return Ok(());
            }
        }
        turn.end()
    }
}
