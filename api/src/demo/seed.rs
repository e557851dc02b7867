//! Loads the demo region: directory, people, and the cases of [`super::life`]. A second time changes nothing.

use super::clock::Clock;
use super::life::{SCENES, Scene, Script, Step};
use super::{directory, people};
use chrono::{DateTime, TimeDelta, Utc};
use sip_domain::Refusal;
use sip_persistence::directory::{Directory, put};
use sip_persistence::{
    AccessNote, CommandRequest, CreateRequest, ExecuteError, Executed, IdempotencyKey, Store, StoreError, StoredAnswer,
    create, execute, put_setting, setting,
};

/// Setting: the demo has been loaded.
const LOADED: &str = "demo.loaded";
/// Setting: how far the demo's clock is from the system's, in microseconds.
const OFFSET: &str = "demo.clock.offset";
/// What the access log says about the demo's past.
const OPERATION: &str = "seedDemo";

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
    if setting(store, LOADED)?.is_some() {
        return Ok(());
    }
    let directory = Directory { people: people::records()?, ..directory::records()? };
    put(store, directory)?;
    // Side by side, since each answer waits for the disk; the store takes what waits in one go.
    std::thread::scope(|scope| {
        let running: Vec<_> = SCENES.iter().map(|scene| scope.spawn(|| play(store, *scene))).collect();
        running.into_iter().try_for_each(|case| case.join().unwrap_or(Err(SeedError::Fixture("a case"))))
    })?;
    put_setting(store, LOADED, "yes".to_owned())?;
    Ok(())
}

fn play(store: &Store, scene: Scene) -> Result<(), SeedError> {
    let mut version = 0;
    for step in Script::of(scene)?.steps {
        version = carry_out(store, scene, step, version)?;
    }
    Ok(())
}

/// Gives one command to the store; tells the case's version afterwards. The key makes a run that was cut off go on where it
/// stopped.
fn carry_out(store: &Store, scene: Scene, step: Step, version: i64) -> Result<i64, SeedError> {
    let caller = scene.caller(&step)?;
    let number = step.number;
    let idempotency =
        Some(IdempotencyKey { key: format!("demo-{}-{number}", scene.case), body_hash: "demo".to_owned() });
    let note = AccessNote {
        operation: OPERATION,
        purpose: None,
        now: step.at,
        seed: scene.seed(number),
        trace_id: format!("{:032x}", u32::from(scene.case) << 16 | u32::from(number)),
    };
    let command = step.command;
    let answer =
        |version: i64| StoredAnswer { status: 200, headers: Vec::new(), body: version.to_string().into_bytes() };
    let done = if version == 0 {
        let request = CreateRequest { caller, idempotency, note };
        create(store, request, move |_, _, _| Ok(command), move |case, _, _| answer(case.version))
    } else {
        let (case_id, expected_version) = (scene.id(), version);
        let request = CommandRequest { caller, case_id, expected_version, idempotency, note };
        execute(store, request, move |_, _, _| Ok(command), move |case, _, _| answer(case.version))
    };
    let done = done.map_err(|source| SeedError::Command { case: scene.case, step: number, source })?;
    version_of(&done).ok_or(SeedError::Fixture("an answer"))
}

fn version_of(done: &Executed) -> Option<i64> {
    std::str::from_utf8(&done.answer().body).ok()?.parse().ok()
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
