//! The one road by which a case changes: resolve the caller, check the version, decide, save with journal, rows and log,
//! all in one write job.

use crate::access::{Surroundings, undoable};
use crate::caller::{AccessNote, Caller, resolve_or_register};
use crate::cases::Before;
use crate::idempotency::{self, IdempotencyKey, Kept, StoredAnswer};
use crate::journal::{append, entry};
use crate::log::{Action, LogRow, Outcome};
use crate::lookup::{BuildError, Lookup};
use crate::sealed::Vault;
use crate::store::{Calendar, Conn};
use crate::{Store, StoreError, cases};
use sip_domain::command::Command;
use sip_domain::context::{Actor, Context, IdSeed};
use sip_domain::event::{Event, Recorded};
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_domain::rules::{Rule, RuleClass};
use sip_domain::{Refusal, decide, evolve};
use std::sync::Arc;

/// A command on an existing case.
#[derive(Clone, Debug)]
pub struct CommandRequest {
    /// Who.
    pub caller: Caller,
    /// Which case.
    pub case_id: CaseId,
    /// The version the caller has seen (`If-Match`).
    pub expected_version: i64,
    /// The key, when one was sent.
    pub idempotency: Option<IdempotencyKey>,
    /// What is written down of the call.
    pub note: AccessNote,
}

/// A command that opens a case.
#[derive(Clone, Debug)]
pub struct CreateRequest {
    /// Who.
    pub caller: Caller,
    /// The key, when one was sent.
    pub idempotency: Option<IdempotencyKey>,
    /// What is written down of the call.
    pub note: AccessNote,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Executed {
    /// It was done now.
    Done(StoredAnswer),
    /// It was done before, under the same key; status and place of that time, the case as it may be seen now.
    Replayed(StoredAnswer),
}

impl Executed {
    /// The answer, new or old.
    pub fn answer(&self) -> &StoredAnswer {
        match self {
            Self::Done(answer) | Self::Replayed(answer) => answer,
        }
    }
}

/// Why a command was not done. Nothing of it was kept but the row in the access log.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// The caller has no such running assignment.
    #[error("no such assignment")]
    NoAssignment,
    /// No such case, or none that the caller may know of.
    #[error("not found")]
    NotFound,
    /// The key was used for another request.
    #[error("the key was used for another request")]
    KeyReused,
    /// The case has changed since the caller read it.
    #[error("the case has version {current}")]
    VersionConflict {
        /// The version it has.
        current: i64,
    },
    /// The domain said no.
    #[error(transparent)]
    Refused(Refusal),
    /// The command could not be put together.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ExecuteError {
    fn outcome(&self) -> Outcome {
        let by_rule = |rule: Rule| match rule.class() {
            RuleClass::NotFound => Outcome("not_found", Some(rule.code())),
            _ => Outcome("refused", Some(rule.code())),
        };
        match self {
            Self::NoAssignment => Outcome("no_assignment", None),
            Self::NotFound => Outcome("not_found", None),
            Self::KeyReused => Outcome("conflict", Some("IDEMPOTENCY_KEY_REUSED")),
            Self::VersionConflict { .. } => Outcome("conflict", Some(Rule::VersionConflict.code())),
            Self::Refused(refusal) => by_rule(refusal.primary()),
            Self::Build(BuildError::Rule(rule)) => by_rule(*rule),
            Self::Build(_) | Self::Store(_) => by_rule(Rule::UnknownReference),
        }
    }
}

struct Job {
    caller: Caller,
    target: Option<(CaseId, i64)>,
    idempotency: Option<IdempotencyKey>,
    note: AccessNote,
    calendar: Calendar,
    vault: Arc<Vault>,
}

/// Carries out a command on a case. Blocks the thread; the effect, its log row and the answer are on the disk when it
/// returns.
///
/// `build` puts the command together with look-ups in the same transaction; `answer` makes what is sent from the case as it
/// is afterwards, and from the events. Both see only a case that the actor is related to.
///
/// # Errors
/// See [`ExecuteError`]; that the case exists is told to nobody who is not related to it.
pub fn execute<B, A>(store: &Store, request: CommandRequest, build: B, answer: A) -> Result<Executed, ExecuteError>
where
    B: FnOnce(&mut Lookup<'_>, Option<&SipCase>, IdSeed) -> Result<Command, BuildError> + Send + 'static,
    A: FnOnce(&SipCase, &Context<'_>, &[Event]) -> StoredAnswer + Send + 'static,
{
    let job = Job {
        caller: request.caller,
        target: Some((request.case_id, request.expected_version)),
        idempotency: request.idempotency,
        note: request.note,
        calendar: store.calendar(),
        vault: store.vault(),
    };
    store.write(move |conn| run(conn, &job, build, answer))?
}

/// Opens a case. As [`execute`], without a version. When the new case follows another, that one is linked to it in the
/// same transaction.
///
/// # Errors
/// See [`ExecuteError`].
pub fn create<B, A>(store: &Store, request: CreateRequest, build: B, answer: A) -> Result<Executed, ExecuteError>
where
    B: FnOnce(&mut Lookup<'_>, Option<&SipCase>, IdSeed) -> Result<Command, BuildError> + Send + 'static,
    A: FnOnce(&SipCase, &Context<'_>, &[Event]) -> StoredAnswer + Send + 'static,
{
    let job = Job {
        caller: request.caller,
        target: None,
        idempotency: request.idempotency,
        note: request.note,
        calendar: store.calendar(),
        vault: store.vault(),
    };
    store.write(move |conn| run(conn, &job, build, answer))?
}

/// The whole job: what is refused is taken back, and the row that tells of it stays.
fn run<B, A>(conn: &mut Conn, job: &Job, build: B, answer: A) -> Result<Result<Executed, ExecuteError>, StoreError>
where
    B: FnOnce(&mut Lookup<'_>, Option<&SipCase>, IdSeed) -> Result<Command, BuildError>,
    A: FnOnce(&SipCase, &Context<'_>, &[Event]) -> StoredAnswer,
{
    let actor = resolve_or_register(conn, &job.vault, &job.caller, &job.note)?;
    let result = match actor.clone() {
        None => Err(ExecuteError::NoAssignment),
        Some(actor) => {
            let surroundings = Surroundings::new(conn, actor, job.calendar, &job.note)?;
            undoable(conn, |conn| attempt(conn, job, surroundings.context(), build, answer))?
        }
    };
    match result {
        Ok(executed) => Ok(Ok(executed)),
        Err(ExecuteError::Store(error) | ExecuteError::Build(BuildError::Store(error))) => Err(error),
        Err(refused) => {
            let case = job.target.map(|(case, _)| case);
            let alarm = case.map_or(Ok(false), |case| cases::is_alarmed(conn, case))?;
            LogRow::new(&job.note, 0, actor.as_ref(), Action::Write, (case, None), refused.outcome())
                .through(&job.caller)
                .alarmed(alarm)
                .insert(conn, &job.vault)?;
            Ok(Err(refused))
        }
    }
}

fn attempt<B, A>(
    conn: &mut Conn,
    job: &Job,
    context: Context<'_>,
    build: B,
    answer: A,
) -> Result<Executed, ExecuteError>
where
    B: FnOnce(&mut Lookup<'_>, Option<&SipCase>, IdSeed) -> Result<Command, BuildError>,
    A: FnOnce(&SipCase, &Context<'_>, &[Event]) -> StoredAnswer,
{
    if let Some((kept, case)) = replay(conn, job, &context)? {
        return Ok(Executed::Replayed(kept.answer(answer(&case, &context, &[]))));
    }
    let case = match job.target {
        None => None,
        Some((id, expected)) => {
            let case = related(conn, &job.vault, id, &context)?;
            if case.version != expected {
                return Err(ExecuteError::VersionConflict { current: case.version });
            }
            Some(case)
        }
    };
    let command = build(&mut Lookup::new(conn, &job.vault, context), case.as_ref(), context.seed)?;
    let predecessor = match &command {
        Command::ReportNeed(report) => report.predecessor,
        _ => None,
    };
    let (case, events) = apply(conn, job, context, case, command)?;
    log_done(conn, job, 0, &case, context.actor, "done")?;
    if let Some(predecessor) = predecessor {
        let before = related(conn, &job.vault, predecessor, &context)?;
        if before.person.id != case.person.id {
            return Err(BuildError::UnknownReference { pointer: "/predecessor" }.into());
        }
        let link = Command::LinkSuccessor { successor: case.id };
        let (before, _) = apply(conn, job, context, Some(before), link)?;
        log_done(conn, job, 1, &before, context.actor, "done")?;
    }
    let answer = answer(&case, &context, &events);
    if let Some(key) = &job.idempotency {
        idempotency::keep(conn, &job.vault, context.actor, key, case.id, &answer, context.now)?;
    }
    Ok(Executed::Done(answer))
}

/// What is kept under the request's key, with the case it acted on, if the caller may still see that.
fn replay(conn: &mut Conn, job: &Job, context: &Context<'_>) -> Result<Option<(Kept, SipCase)>, ExecuteError> {
    let Some(key) = &job.idempotency else { return Ok(None) };
    idempotency::hold(conn, &job.vault, context.actor, &key.key)?;
    let Some(kept) = idempotency::find(conn, &job.vault, context.actor, &key.key)? else { return Ok(None) };
    if !kept.is_of(&*job.vault.own(conn)?, key) {
        return Err(ExecuteError::KeyReused);
    }
    let case = related(conn, &job.vault, kept.case, context)?;
    log_done(conn, job, 0, &case, context.actor, "replayed")?;
    Ok(Some((kept, case)))
}

/// The case, if there is one and the actor may know of it. The backend itself has a part in none: what it may do with one is
/// for the domain to say.
fn related(conn: &mut Conn, vault: &Vault, id: CaseId, context: &Context<'_>) -> Result<SipCase, ExecuteError> {
    cases::held_for(conn, vault, id, context)?.ok_or(ExecuteError::NotFound)
}

/// Decides, adds the events up, and saves all that follows from them.
fn apply(
    conn: &mut Conn,
    job: &Job,
    context: Context<'_>,
    case: Option<SipCase>,
    command: Command,
) -> Result<(SipCase, Vec<Event>), ExecuteError> {
    let before = Before::of(case.as_ref(), context.profile, job.calendar)?;
    let events = decide(case.as_ref(), command, &context).map_err(ExecuteError::Refused)?;
    let entries: Vec<Recorded> = events.iter().map(|event| entry(context.now, context.actor, event.clone())).collect();
    let case = entries.iter().fold(case, evolve).ok_or(StoreError::Corrupt("a journal without its opening"))?;
    if entries.is_empty() {
        return Ok((case, events));
    }
    // First, because it is this statement that tells whether somebody was faster.
    let Some(key) = cases::save(conn, &job.vault, &case, &before, context.profile, job.calendar)? else {
        return Err(ExecuteError::VersionConflict { current: case.version });
    };
    append(conn, &key, case.id, before.version, &entries, &job.note.trace_id)?;
    for event in &events {
        if let Event::PlanEstablished { version, .. } = event {
            cases::freeze(conn, &key, case.id, version)?;
        }
    }
    Ok((case, events))
}

fn log_done(
    conn: &mut Conn,
    job: &Job,
    n: u16,
    case: &SipCase,
    actor: &Actor,
    how: &'static str,
) -> Result<(), StoreError> {
    let about = (Some(case.id), Some(case.person.id));
    LogRow::new(&job.note, n, Some(actor), Action::Write, about, Outcome(how, None))
        .through(&job.caller)
        .alarmed(case.is_protected())
        .insert(conn, &job.vault)
}
