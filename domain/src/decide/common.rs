//! What several decisions share.

use crate::command::CommandKind;
use crate::context::{Actor, CitizenRef, Context};
use crate::directory::{StaffRef, UnitRef};
use crate::ids::{InviteeId, MeetingId, RecordTaskId};
use crate::model::{ClosureReason, Invitee, InviteeKind, Meeting, RecordTask, RecordTaskKind, SipCase, SummonsKind};
use crate::profile::Profile;
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use crate::text::PersonName;
use chrono::{Days, NaiveDate};

/// The name an act is recorded under.
pub(super) fn actor_name(case: &SipCase, ctx: &Context<'_>) -> PersonName {
    match ctx.actor {
        Actor::Staff { staff, .. } => staff.name.clone(),
        Actor::Citizen { citizen } => citizen.name.clone().unwrap_or_else(|| {
            let guardians = case.guardians.iter().map(|held| &held.person);
            let others = guardians.chain(case.representatives.iter().map(|held| &held.person));
            others.into_iter().find(|person| person.id == citizen.person).unwrap_or(&case.person).name.clone()
        }),
        Actor::System => PersonName::parse("SIP").unwrap_or_else(|_| case.person.name.clone()),
    }
}

/// The acting member of staff; a citizen never gets here, since the guards have looked at the roles.
pub(super) fn acting_staff<'a>(ctx: &Context<'a>) -> Result<&'a StaffRef, Refusal> {
    ctx.actor.staff().ok_or_else(|| Rule::RolePermissionMissing.into())
}

/// Whether the invitee is this citizen: the individual, a guardian or a representative.
pub(super) fn stands_for(case: &SipCase, invitee: &Invitee, citizen: &CitizenRef) -> bool {
    match invitee.kind {
        InviteeKind::Individual => citizen.person == case.person.id,
        InviteeKind::Guardian { guardian } => {
            case.guardians.iter().any(|held| held.id == guardian && held.person.id == citizen.person)
        }
        InviteeKind::Representative { representative } => {
            case.representatives.iter().any(|held| held.id == representative && held.person.id == citizen.person)
        }
        _ => false,
    }
}

/// In a protected case nobody gets a role who may not open it (INV-49).
pub(super) fn refuse_unnamed(case: &SipCase, staff: &StaffRef) -> Result<(), Refusal> {
    let is_named = case.reader_list.as_ref().is_none_or(|list| list.names(staff));
    if is_named { Ok(()) } else { Err(Violation::about(Rule::ReaderNotNamed, staff.id).into()) }
}

pub(super) fn invitee(case: &SipCase, id: InviteeId) -> Result<&Invitee, Refusal> {
    case.invitees.iter().find(|i| i.id == id).ok_or_else(|| Violation::about(Rule::UnknownReference, id).into())
}

/// The meeting that is still to come, when it is the one that was meant.
pub(super) fn open_meeting(case: &SipCase, id: MeetingId) -> Result<&Meeting, Refusal> {
    case.open_meeting()
        .filter(|meeting| meeting.id == id)
        .ok_or_else(|| Violation::about(Rule::UnknownReference, id).into())
}

/// `today` plus a number of days, in Europe/Stockholm.
pub(super) fn days_from(today: NaiveDate, days: u32) -> NaiveDate {
    today.checked_add_days(Days::new(u64::from(days))).unwrap_or(today)
}

/// Whether the profile lays a duty to attend on the unit when it is summoned (S3-16).
pub(super) fn has_duty(profile: &Profile, unit: &UnitRef, kind: SummonsKind) -> bool {
    kind == SummonsKind::Summons && profile.attendance_duty_sectors.contains(&unit.sector)
}

/// The units that are parties to the planning: those summoned or there, and the coordinator's or the responsible one. In
/// a separate contact a unit is party once it has taken part.
pub(super) fn party_units(case: &SipCase) -> Vec<&UnitRef> {
    let own = case.coordinator().map_or(&case.responsible_unit, |c| &c.staff.unit);
    let mut units = vec![own];
    let is_summoned = |i: &Invitee| case.summonses.iter().any(|s| s.invitee == i.id);
    let is_called = |i: &Invitee| i.summons_kind != SummonsKind::SeparateContact && is_summoned(i);
    // To an urgent meeting nobody is summoned in writing (T9u).
    let called = case.invitees.iter().filter(|i| i.attended() || is_called(i)).filter_map(Invitee::unit);
    for unit in called {
        if units.iter().all(|held| held.id != unit.id) {
            units.push(unit);
        }
    }
    units
}

/// One record-keeping task for each party (S0-45, S4-26, S4-37). `offset` keeps identifiers apart in one decision.
pub(super) fn record_tasks(case: &SipCase, kind: RecordTaskKind, offset: u16, ctx: &Context<'_>) -> Vec<RecordTask> {
    let due = days_from(ctx.today, ctx.profile.record_task_days);
    let numbers = (0u16..).map(|n| offset.saturating_add(n));
    party_units(case)
        .into_iter()
        .zip(numbers)
        .map(|(unit, n)| RecordTask { id: RecordTaskId(ctx.seed.nth(n)), unit: unit.clone(), kind, due, done: None })
        .collect()
}

/// Refuses a closing reason that the command does not take.
pub(super) fn reason_among(reason: ClosureReason, taken: &[ClosureReason]) -> Result<(), Refusal> {
    if taken.contains(&reason) { Ok(()) } else { Err(Rule::ReasonMissing.into()) }
}

/// For a command that reached a group it does not belong to: impossible by the dispatch, answered as the wrong state.
pub(super) fn misplaced(_: CommandKind) -> Refusal {
    Rule::InvalidTransition.into()
}
