//! From a parsed request to a command: what names a unit or a member of staff is looked up in the same transaction.

use crate::problem::{Generic, Problem};
use sip_domain::command::Command;
use sip_domain::context::IdSeed;
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::ids::{AssignmentId, UnitId};
use sip_domain::model::SipCase;
use sip_domain::rules::Rule;
use sip_persistence::{BuildError, Lookup};
use uuid::Uuid;

/// What is left to do once the case and the directory are at hand.
pub(crate) type Build =
    Box<dyn FnOnce(&mut Lookup<'_>, &SipCase, IdSeed) -> Result<Command, BuildError> + Send + 'static>;

/// A command that needs nothing more.
pub(crate) fn plain(command: Command) -> Build {
    Box::new(|_, _, _| Ok(command))
}

/// The unit with this id.
pub(crate) fn unit(lookup: &mut Lookup<'_>, id: Uuid, pointer: &'static str) -> Result<UnitRef, BuildError> {
    lookup.unit(UnitId(id))?.ok_or(BuildError::UnknownReference { pointer })
}

/// The member of staff who works under this assignment.
pub(crate) fn staff(lookup: &mut Lookup<'_>, assignment: Uuid, pointer: &'static str) -> Result<StaffRef, BuildError> {
    lookup.staff_at(AssignmentId(assignment))?.ok_or(BuildError::UnknownReference { pointer })
}

/// 404 when what the path names is not in the case.
pub(crate) fn found(is_there: bool) -> Result<(), BuildError> {
    if is_there { Ok(()) } else { Err(BuildError::Rule(Rule::NotFound)) }
}

/// Takes the field that the chosen kind needs.
pub(crate) fn take<T>(field: &mut Option<T>, pointer: &str) -> Result<T, Problem> {
    field.take().ok_or_else(|| Problem::invalid(pointer, Generic::FIELD_REQUIRED))
}

/// Refuses fields that the chosen kind has no use for, rather than losing what somebody wrote.
pub(crate) fn nothing_left(fields: &[(&str, bool)]) -> Result<(), Problem> {
    let left: Vec<_> = fields.iter().filter(|(_, given)| *given).collect();
    if left.is_empty() {
        return Ok(());
    }
    Err(Problem::invalid_fields(
        left.into_iter().map(|(pointer, _)| ((*pointer).to_owned(), Generic::FIELD_INVALID.into())).collect(),
    ))
}
