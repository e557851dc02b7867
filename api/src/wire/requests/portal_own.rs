//! Who the citizen is in the case, for commands that are given in one's own name: never stated by the caller, always found.

use sip_domain::calendar::local_date;
use sip_domain::context::CitizenRef;
use sip_domain::ids::InviteeId;
use sip_domain::model::{ConsentGiver, InviteeKind, SipCase};
use sip_domain::rules::Rule;
use sip_domain::text::PersonName;
use sip_persistence::{BuildError, Lookup};

fn citizen<'l>(lookup: &'l Lookup<'_>) -> Result<&'l CitizenRef, BuildError> {
    lookup.actor().citizen().ok_or(BuildError::Rule(Rule::RolePermissionMissing))
}

/// In whose name the citizen speaks: as the individual, as a guardian or under a mandate that lasts today.
///
/// # Errors
/// `ROLE_PERMISSION_MISSING` for whoever only asked for a SIP for somebody else.
pub(super) fn voice(lookup: &Lookup<'_>, case: &SipCase) -> Result<ConsentGiver, BuildError> {
    let (own, on) = (citizen(lookup)?.person, local_date(lookup.now()));
    if own == case.person.id {
        return Ok(ConsentGiver::Individual);
    }
    let guardian = case.guardians.iter().find(|held| held.person.id == own && held.is_current(on));
    let mandate = case.representatives.iter().find(|held| held.person.id == own && held.is_current(on));
    guardian
        .map(|held| ConsentGiver::Guardian(held.id))
        .or(mandate.map(|held| ConsentGiver::Representative(held.id)))
        .ok_or(BuildError::Rule(Rule::RolePermissionMissing))
}

/// The name the citizen goes by: the register's, else the one the case has for the voice.
pub(super) fn name(lookup: &Lookup<'_>, case: &SipCase) -> Result<PersonName, BuildError> {
    let (own, known) = (citizen(lookup)?, &case.person);
    if own.person == known.id {
        return Ok(known.name.clone());
    }
    let guardians = case.guardians.iter().map(|held| &held.person);
    let held = guardians.chain(case.representatives.iter().map(|held| &held.person)).find(|held| held.id == own.person);
    Ok(own.name.as_ref().or(held.map(|held| &held.name)).unwrap_or(&known.name).clone())
}

/// The citizen's own row on the list of invitees.
///
/// # Errors
/// `UNKNOWN_REFERENCE` when the citizen is not on it.
pub(super) fn own_row(lookup: &Lookup<'_>, case: &SipCase) -> Result<InviteeId, BuildError> {
    let voice = voice(lookup, case)?;
    let is_own = |kind: &InviteeKind| match (kind, voice) {
        (InviteeKind::Individual, ConsentGiver::Individual) => true,
        (InviteeKind::Guardian { guardian }, ConsentGiver::Guardian(own)) => *guardian == own,
        (InviteeKind::Representative { representative }, ConsentGiver::Representative(own)) => *representative == own,
        _ => false,
    };
    let row = case.invitees.iter().find(|invitee| is_own(&invitee.kind));
    row.map(|invitee| invitee.id).ok_or(BuildError::Rule(Rule::UnknownReference))
}
