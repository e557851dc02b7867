//! Loads the demo region: directory, people, and the cases of `life`. A second time changes nothing.

use super::clock::Clock;
use super::life::{SCENES, Scene, Script, Step};
use super::{directory, people, receiver};
use chrono::{DateTime, TimeDelta, Utc};
use sip_domain::Refusal;
use sip_domain::context::IdSeed;
use sip_persistence::directory::{Directory, put};
use sip_persistence::{
    AccessError, AccessNote, CommandRequest, CreateRequest, ExecuteError, Store, StoreError, StoredAnswer, create,
    execute, put_setting, read_case, setting,
};
use uuid::Uuid;

/// Setting: loading the demo has `begun`, or it has been loaded: `yes`.
const LOADED: &str = "demo.loaded";
/// Setting: how far the demo's clock is from the system's, in microseconds.
const OFFSET: &str = "demo.clock.offset";
/// What the access log says about the demo's past.
pub(super) const OPERATION: &str = "seedDemo";

/// The demo could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fixture is wrong.
    #[error("the demo has a wrong fixture: {0}")]
    Fixture(&'static str),
    /// The store did not take a command.
    #[error("case {case} of the demo, command {step}: {source}")]
    Command {
        /// The case's number.
        case: u16,
        /// The command's number.
        step: u16,
        /// Why.
        source: ExecuteError,
    },
    /// The store did not take the subscription.
    #[error("the subscription of the demo: {0}")]
    Subscription(AccessError),
    /// The domain refused a command.
    #[error("case {case} of the demo, command {step}: {refusal}")]
    Refused {
        /// The case's number.
        case: u16,
        /// The command's number.
        step: u16,
        /// Why.
        refusal: Refusal,
    },
}

/// When the demo's clock starts: 2027-03-01T08:00:00Z.
pub fn start() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_803_888_000)
}

/// Loads everything that is not there yet. Blocks the thread.
///
/// # Errors
/// When the store fails, or already holds something else under the demo's identifiers.
pub fn run(store: &Store) -> Result<(), SeedError> {
    let progress = setting(store, LOADED)?;
    if progress.as_deref() == Some("yes") {
        return Ok(());
    }
    put_setting(store, LOADED, "begun".to_owned())?;
    let directory = Directory { people: people::records()?, ..directory::records()? };
    put(store, directory)?;
    let resumed = progress.is_some();
    // Side by side, since each answer waits for the disk; the store takes what waits in one go.
    std::thread::scope(|scope| {
        let running: Vec<_> = SCENES.iter().map(|scene| scope.spawn(move || play(store, *scene, resumed))).collect();
        running.into_iter().try_for_each(|case| case.join().unwrap_or(Err(SeedError::Fixture("a case"))))
    })?;
    receiver::subscribe(store)?;
    put_setting(store, LOADED, "yes".to_owned())?;
    Ok(())
}

/// Gives the commands of one case to the store. A run that was cut off goes on where it stopped.
fn play(store: &Store, scene: Scene, resumed: bool) -> Result<(), SeedError> {
    let steps = Script::of(scene)?.steps;
    let reached = if resumed { reached(store, scene, steps.first())? } else { 0 };
    let mut before = 0;
    for (step, after) in steps.into_iter().zip(scene.versions()?) {
        if after > reached {
            carry_out(store, scene, step, before)?;
        }
        before = after;
    }
    Ok(())
}

/// The version that the case has already; 0 when there is none yet.
fn reached(store: &Store, scene: Scene, first: Option<&Step>) -> Result<i64, SeedError> {
    let step = first.ok_or(SeedError::Fixture("a script"))?;
    let seed = IdSeed(Uuid::now_v7());
    match read_case(store, &scene.caller(step)?, scene.id(), &note(scene, step, seed), |case, _| case.version) {
        Ok(version) => Ok(version),
        Err(AccessError::NotFound) => Ok(0),
        Err(AccessError::Store(error)) => Err(error.into()),
        Err(_) => Err(SeedError::Fixture("who acts")),
    }
}

fn note(scene: Scene, step: &Step, seed: IdSeed) -> AccessNote {
    let trace_id = format!("{:032x}", u32::from(scene.case) << 16 | u32::from(step.number));
    AccessNote { operation: OPERATION, purpose: None, now: step.at, seed, trace_id }
}

fn carry_out(store: &Store, scene: Scene, step: Step, version: i64) -> Result<(), SeedError> {
    let (number, caller) = (step.number, scene.caller(&step)?);
    let note = note(scene, &step, scene.seed(number));
    let command = step.command;
    let answer = StoredAnswer { status: 200, headers: Vec::new(), body: Vec::new() };
    let done = if version == 0 {
        let request = CreateRequest { caller, idempotency: None, note };
        create(store, request, move |_, _, _| Ok(command), move |_, _, _| answer)
    } else {
        let (case_id, expected_version) = (scene.id(), version);
        let request = CommandRequest { caller, case_id, expected_version, idempotency: None, note };
        execute(store, request, move |_, _, _| Ok(command), move |_, _, _| answer)
    };
    done.map(|_| ()).map_err(|source| SeedError::Command { case: scene.case, step: number, source })
}

/// Sets the demo's clock to where it was left, at first to [`start`]. A clock that cannot be moved is left alone.
///
/// # Errors
/// When the store fails.
pub fn wind(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let kept = setting(store, OFFSET)?.and_then(|offset| offset.parse().ok());
    if let Some(offset) = kept {
        clock.resume(offset);
    } else {
        clock.set(start());
        keep(store, clock)?;
    }
    Ok(())
}

/// Keeps how far the clock has been moved, so that it survives a restart.
///
/// # Errors
/// When the store fails.
pub fn keep(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    clock.offset().map_or(Ok(()), |offset| put_setting(store, OFFSET, offset.to_string()))
}
