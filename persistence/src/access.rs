//! Every look leaves a row in the access log, on the disk before anything is shown.

use crate::StoreError;
use crate::caller::{AccessNote, Caller, resolve, resolve_or_register};
use crate::cases;
use crate::events::EventError;
use crate::log::{Action, LogRow, Outcome};
use crate::settings::stored_profile;
use crate::store::{Calendar, Conn, Store};
use crate::transaction::{Failure, in_savepoint};
use sip_domain::context::{Actor, Context};
use sip_domain::ids::{CaseId, PersonId};
use sip_domain::model::SipCase;
use sip_domain::profile::Profile;
use sip_domain::rules::Rule;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// Why something was not shown or not done.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The caller has no such running assignment.
    #[error("no such assignment")]
    NoAssignment,
    /// No such thing, or none that the caller may know of.
    #[error("not found")]
    NotFound,
    /// The caller may know of it, but not do this.
    #[error("forbidden")]
    Forbidden,
    /// Something with the same HSA id is there already.
    #[error("taken already")]
    Conflict,
    /// Refused for a reason that only has to do with events.
    #[error(transparent)]
    Events(#[from] EventError),
    /// The store failed; nothing was shown and nothing done.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for AccessError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

impl AccessError {
    fn outcome(&self) -> Outcome {
        match self {
            Self::NoAssignment => Outcome("no_assignment", None),
            Self::NotFound => Outcome("not_found", None),
            Self::Forbidden | Self::Store(_) => Outcome("forbidden", Some(Rule::RolePermissionMissing.code())),
            Self::Conflict => Outcome("conflict", Some(Rule::AlreadyDone.code())),
            Self::Events(error) => Outcome("refused", Some(error.code())),
        }
    }
}

/// What a call touches, gathered while it runs, for the log.
#[derive(Clone, Debug)]
pub(crate) struct Trail {
    action: Action,
    /// The case that was asked for.
    pub(crate) case: Option<CaseId>,
    /// The person that was asked for.
    pub(crate) subject: Option<PersonId>,
    /// Whether the case that was asked for is about somebody whose details are protected.
    pub(crate) alarm: bool,
    shown: Vec<(CaseId, PersonId, bool)>,
}

impl Trail {
    pub(crate) fn new(action: Action) -> Self {
        Self { action, case: None, subject: None, alarm: false, shown: Vec::new() }
    }

    pub(crate) fn about(action: Action, case: CaseId) -> Self {
        Self { case: Some(case), ..Self::new(action) }
    }

    /// Notes that something of the case is shown.
    pub(crate) fn shows(&mut self, case: &SipCase) {
        let seen = (case.id, case.person.id, case.is_protected());
        if !self.shown.contains(&seen) {
            self.shown.push(seen);
        }
    }

    /// One row for each case shown; a single one when none was.
    fn rows(&self, note: &AccessNote, who: (&Caller, Option<&Actor>), outcome: Outcome) -> Vec<LogRow> {
        let (caller, actor) = who;
        let row = |n, about| LogRow::new(note, n, actor, self.action, about, outcome).through(caller);
        if self.shown.is_empty() {
            return vec![row(0, (self.case, self.subject)).alarmed(self.alarm)];
        }
        let shown = (0..).zip(&self.shown);
        shown.map(|(n, (case, person, alarm))| row(n, (Some(*case), Some(*person))).alarmed(*alarm)).collect()
    }
}

/// What a decision or a look is made with; [`Surroundings::context`] lends it out.
pub(crate) struct Surroundings {
    pub(crate) actor: Actor,
    profile: Arc<Profile>,
    calendar: Calendar,
    note: AccessNote,
}

impl Surroundings {
    pub(crate) fn new(
        conn: &mut Conn,
        actor: Actor,
        calendar: Calendar,
        note: &AccessNote,
    ) -> Result<Self, StoreError> {
        Ok(Self::under(Arc::new(stored_profile(conn)?), actor, calendar, note))
    }

    /// Under this agreement.
    pub(crate) fn under(profile: Arc<Profile>, actor: Actor, calendar: Calendar, note: &AccessNote) -> Self {
        Self { actor, profile, calendar, note: note.clone() }
    }

    pub(crate) fn context(&self) -> Context<'_> {
        let now = self.note.moment();
        Context {
            actor: &self.actor,
            profile: &self.profile,
            now,
            today: (self.calendar.local_date)(now),
            seed: self.note.seed,
        }
    }
}

fn outcome_of<T>(result: &Result<T, AccessError>) -> Outcome {
    result.as_ref().map_or_else(AccessError::outcome, |_| Outcome("done", None))
}

/// What a look has found, with the rows that tell of it: nobody can have it before they are on the disk.
pub struct Looked<T> {
    result: Result<T, AccessError>,
    rows: Vec<LogRow>,
    store: Store,
}

impl<T> Looked<T> {
    /// What came of a look, with the rows of its trail.
    ///
    /// # Errors
    /// When the store failed: then there is nothing to log.
    pub(crate) fn of(
        store: &Store,
        who: (&Caller, Option<&Actor>),
        note: &AccessNote,
        trail: &Trail,
        result: Result<T, AccessError>,
    ) -> Result<Self, AccessError> {
        if let Err(AccessError::Store(error)) = result {
            return Err(error.into());
        }
        let rows = trail.rows(note, who, outcome_of(&result));
        Ok(Self { result, rows, store: store.clone() })
    }
}

impl<T: Send + 'static> Looked<T> {
    /// Hands out what was found once the rows are on the disk. Does not wait for that; `then` is called on another thread and
    /// must be quick.
    pub fn hand_out(self, then: impl FnOnce(Result<T, AccessError>) + Send + 'static) {
        let Self { result, rows, store } = self;
        store.log(rows, move |logged| then(logged.map_err(AccessError::from).and(result)));
    }

    /// As [`Self::hand_out`], and waits. Blocks the thread.
    pub(crate) fn wait(self) -> Result<T, AccessError> {
        let (tell, told) = sync_channel(1);
        // Who waits is here.
        self.hand_out(move |found| drop(tell.send(found)));
        told.recv().unwrap_or(Err(AccessError::Store(StoreError::Stopped)))
    }
}

/// Runs a look in one snapshot and logs it durably. What it found is given out only after that.
pub(crate) fn logged<T: Send + 'static>(
    store: &Store,
    caller: &Caller,
    note: &AccessNote,
    trail: Trail,
    look: impl FnOnce(&mut Conn, &Context<'_>, &mut Trail) -> Result<T, AccessError>,
) -> Result<T, AccessError> {
    looked(store, caller, note, trail, look)?.wait()
}

/// Runs a look in one snapshot.
///
/// # Errors
/// When the store failed: then there is nothing to log.
pub(crate) fn looked<T>(
    store: &Store,
    caller: &Caller,
    note: &AccessNote,
    mut trail: Trail,
    look: impl FnOnce(&mut Conn, &Context<'_>, &mut Trail) -> Result<T, AccessError>,
) -> Result<Looked<T>, AccessError> {
    let (calendar, vault) = (store.calendar(), store.vault());
    register_citizen(store, caller, note)?;
    let (actor, result) = store.read(|conn| {
        let Some(actor) = resolve(conn, &vault, caller, note.moment())? else {
            return Ok((None, Err(AccessError::NoAssignment)));
        };
        let surroundings = Surroundings::new(conn, actor, calendar, note)?;
        let result = look(conn, &surroundings.context(), &mut trail);
        Ok((Some(surroundings.actor), result))
    })?;
    Looked::of(store, (caller, actor.as_ref()), note, &trail, result)
}

/// A citizen becomes known to the register with the first call.
fn register_citizen(store: &Store, caller: &Caller, note: &AccessNote) -> Result<(), StoreError> {
    let Caller::Citizen { .. } = caller else { return Ok(()) };
    let vault = store.vault();
    if store.read(|conn| resolve(conn, &vault, caller, note.moment()))?.is_none() {
        let (caller, note) = (caller.clone(), note.clone());
        store.write(move |conn| resolve_or_register(conn, &vault, &caller, &note).map(|_| ()))?;
    }
    Ok(())
}

/// Runs a change in one write job and logs it in the same one; a change refused is taken back and logged as refused.
pub(crate) fn logged_write<T: Send + 'static>(
    store: &Store,
    caller: Caller,
    note: AccessNote,
    mut trail: Trail,
    change: impl FnOnce(&mut Conn, &Context<'_>, &mut Trail) -> Result<T, AccessError> + Send + 'static,
) -> Result<T, AccessError> {
    let (calendar, vault) = (store.calendar(), store.vault());
    store.write(move |conn| {
        let actor = resolve_or_register(conn, &vault, &caller, &note)?;
        let result = match actor.clone() {
            None => Err(AccessError::NoAssignment),
            Some(actor) => {
                let surroundings = Surroundings::new(conn, actor, calendar, &note)?;
                undoable(conn, |conn| change(conn, &surroundings.context(), &mut trail))?
            }
        };
        if let Err(AccessError::Store(error)) = result {
            return Err(error);
        }
        for row in trail.rows(&note, (&caller, actor.as_ref()), outcome_of(&result)) {
            row.insert(conn, &vault)?;
        }
        Ok(result)
    })?
}

/// Runs the work in a savepoint of its own, so that what is written after its error stays.
pub(crate) fn undoable<T, E>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<Result<T, E>, StoreError> {
    match in_savepoint(conn, "effect", work) {
        Ok(value) => Ok(Ok(value)),
        Err(Failure::Undone(error)) => Ok(Err(error)),
        Err(Failure::Broken(error)) => Err(error.into()),
    }
}

/// Logs a call that was turned away before its operation began: not understood, without a version, by the wrong kind of
/// caller. `code` is what the answer says. Blocks the thread; the row is on the disk when this returns.
///
/// # Errors
/// When the row cannot be written: the refusal must not be told then either.
pub fn log_refusal(
    store: &Store,
    caller: &Caller,
    action: Action,
    case: Option<CaseId>,
    code: &'static str,
    note: AccessNote,
) -> Result<(), StoreError> {
    let (vault, caller) = (store.vault(), caller.clone());
    store.write(move |conn| {
        let actor = resolve_or_register(conn, &vault, &caller, &note)?;
        let alarm = case.map_or(Ok(false), |case| cases::is_alarmed(conn, case))?;
        let not_found = Rule::NotFound.code();
        let outcome = if code == not_found { Outcome("not_found", None) } else { Outcome("refused", Some(code)) };
        let row = LogRow::new(&note, 0, actor.as_ref(), action, (case, None), outcome).through(&caller);
        row.alarmed(alarm).insert(conn, &vault)
    })
}
