//! What falls due without anybody's hand: a case whose consents have run out, or whose individual has turned 18, comes to
//! rest (T19). Sharing has stopped at that moment already; this makes it seen.

use crate::app::IdSource;
use crate::demo::Clock;
use sip_domain::command::{Command, StandingCommand};
use sip_domain::context::{Context, IdSeed};
use sip_domain::event::Event;
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_persistence::{AccessNote, Caller, CommandRequest, ExecuteError, Page, Store, StoredAnswer, execute, lapsed};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often is looked.
const INTERVAL: Duration = Duration::from_mins(1);
/// Cases taken at once, so that requests get their turn in between.
const BATCH: Page = Page { page: 1, limit: 100 };

/// Looks each minute, for as long as the server runs.
pub(crate) async fn run(store: Store, clock: Clock, ids: IdSource) {
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (store, clock, ids) = (store.clone(), clock.clone(), ids.clone());
        let done = tokio::task::spawn_blocking(move || sweep(&store, &clock, &ids)).await;
        if done.is_err() {
            tracing::error!(target: "sip::resting", "the look for lapsed consents panicked");
        }
    }
}

/// Lets every case rest that has to by now. Blocks the thread.
pub(crate) fn sweep(store: &Store, clock: &Clock, ids: &IdSource) {
    loop {
        let found = match lapsed(store, clock.now(), BATCH) {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(target: "sip::resting", %error, "lapsed consents were not looked for");
                return;
            }
        };
        let rested = found.iter().filter(|(case, version)| rest(store, clock, ids, *case, *version)).count();
        if rested > 0 {
            tracing::info!(target: "sip::resting", cases = rested, "cases rest for want of a consent");
        }
        // What could not be done now is tried again in a minute, not at once.
        if rested < found.len() || found.is_empty() {
            return;
        }
    }
}

/// The answer that is given to nobody.
fn nobody_waits(_: &SipCase, _: &Context<'_>, _: &[Event]) -> StoredAnswer {
    StoredAnswer { status: 204, headers: Vec::new(), body: Vec::new() }
}

fn rest(store: &Store, clock: &Clock, ids: &IdSource, case: CaseId, version: i64) -> bool {
    let note = AccessNote {
        operation: "restLapsedCase",
        purpose: None,
        now: clock.now(),
        seed: IdSeed(ids.next()),
        trace_id: ids.next().simple().to_string(),
    };
    let request =
        CommandRequest { caller: Caller::System, case_id: case, expected_version: version, idempotency: None, note };
    let pause = Command::Standing(StandingCommand::Pause { cause: None, note: None });
    match execute(store, request, move |_, _, _| Ok(pause), nobody_waits) {
        Ok(_) => true,
        // Somebody was faster; the next look finds the case as it is then.
        Err(ExecuteError::VersionConflict { .. }) => false,
        Err(error) => {
            tracing::warn!(target: "sip::resting", %error, "a case could not be put to rest");
            false
        }
    }
}
