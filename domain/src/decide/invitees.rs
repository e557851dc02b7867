//! Who is invited, and what the invited answer (S0-11, S1-23, S1-30 to S1-34, S3-16, S3-17).

use super::Decision;
use super::common::{actor_name, has_duty, invitee, misplaced, refuse_unnamed, stands_for};
use super::excluded::refuse_excluded;
use crate::access::{Role, roles};
use crate::command::{Command, InviteeInput};
use crate::context::Context;
use crate::directory::{StaffRef, UnitRef};
use crate::event::Event;
use crate::ids::InviteeId;
use crate::model::{
    EstablishedContact, Invitee, InviteeKind, PreContact, Rsvp, RsvpStatus, SipCase, Substitute, SummonsKind,
};
use crate::profile::{NoContactInvitee, SubstituteScope};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::AddInvitee(input) => add(case, *input, ctx)?,
        Command::RemoveInvitee { invitee: id } => {
            let known = invitee(case, id)?;
            // Who was summoned or has attended stays in the case.
            let taken_part = known.attendance.is_some();
            if taken_part || case.summonses.iter().any(|summons| summons.invitee == known.id) {
                return Err(Violation::about(Rule::AlreadyDone, id).into());
            }
            Event::InviteeRemoved { invitee: id }
        }
        Command::ApproveInvitee { invitee: id } => {
            invitee(case, id)?;
            Event::InviteeApproved { invitee: id }
        }
        Command::RecordPreContact { invitee: id, note } => {
            invitee(case, id)?;
            let contact = PreContact { at: ctx.now, by: actor_name(case, ctx), note };
            Event::PreContactRecorded { invitee: id, contact }
        }
        Command::AnswerInvitation { invitee: id, accept } => answer(case, id, accept, ctx)?,
        Command::NameRepresentative { invitee: id, staff } => {
            let unit = own_invitee(case, id, ctx, Rule::NotYourRepresentative)?;
            if staff.unit.organisation != unit.organisation {
                return Err(Violation::about(Rule::NotYourRepresentative, id).into());
            }
            refuse_unnamed(case, &staff)?;
            Event::RepresentativeNamed { invitee: id, staff }
        }
        Command::NameSubstitute { invitee: id, staff, briefed } => substitute(case, id, staff, briefed, ctx)?,
        Command::RecordPreparedness { invitee: id, note } => {
            own_invitee(case, id, ctx, Rule::NotYourOrganisation)?;
            Event::PreparednessRecorded { invitee: id, note }
        }
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

fn add(case: &SipCase, input: InviteeInput, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let same = |held: &Invitee| match (&held.kind, &input.kind) {
        (InviteeKind::Individual, InviteeKind::Individual) => true,
        (InviteeKind::Guardian { guardian: held }, InviteeKind::Guardian { guardian }) => held == guardian,
        (InviteeKind::Representative { representative: held }, InviteeKind::Representative { representative }) => {
            held == representative
        }
        (InviteeKind::Organisation { unit: held }, InviteeKind::Organisation { unit }) => held.id == unit.id,
        _ => false,
    };
    if case.invitees.iter().any(same) {
        return Err(Rule::AlreadyDone.into());
    }
    let is_recorded = match input.kind {
        InviteeKind::Guardian { guardian } => case.guardians.iter().any(|held| held.id == guardian),
        InviteeKind::Representative { representative } => {
            case.representatives.iter().any(|held| held.id == representative)
        }
        _ => true,
    };
    if !is_recorded {
        return Err(Rule::UnknownReference.into());
    }
    if matches!(input.kind, InviteeKind::Support { .. }) && !input.chosen_by_individual {
        return Err(Rule::SupportNotChosenByIndividual.into());
    }
    // People of the individual's own are only put on the list with the individual's yes (S1-10).
    let own_people = matches!(input.kind, InviteeKind::Relative { .. } | InviteeKind::ImportantPerson { .. });
    if own_people && !input.approved_by_individual {
        return Err(Rule::InviteeNotApproved.into());
    }
    refuse_excluded(case, None, input.purpose.iter().chain(&input.to_bring))?;
    let asked = case.preparation.iter().flat_map(|p| &p.questions).map(|q| q.id).collect::<Vec<_>>();
    if let Some(unknown) = input.questions.iter().find(|question| !asked.contains(question)) {
        return Err(Violation::about(Rule::UnknownReference, *unknown).into());
    }
    Ok(Event::InviteeAdded(Box::new(new_invitee(input, ctx))))
}

fn new_invitee(input: InviteeInput, ctx: &Context<'_>) -> Invitee {
    let unit = match &input.kind {
        InviteeKind::Organisation { unit } => Some(unit),
        _ => None,
    };
    let without_contact = input.established_contact == Some(EstablishedContact::No);
    let separate = without_contact && ctx.profile.no_contact_invitee != NoContactInvitee::SummonPrincipal;
    let summons_kind = match unit {
        Some(_) if separate => SummonsKind::SeparateContact,
        Some(unit) if ctx.profile.attendance_duty_sectors.contains(&unit.sector) => SummonsKind::Summons,
        _ => SummonsKind::Invitation,
    };
    let duty = unit.is_some_and(|unit| has_duty(ctx.profile, unit, summons_kind));
    let approved = input.approved_by_individual || matches!(input.kind, InviteeKind::Individual);
    Invitee {
        id: InviteeId(ctx.seed.nth(0)),
        kind: input.kind,
        wished_profession: input.wished_profession,
        purpose: input.purpose,
        questions: input.questions,
        approved_by_individual_at: approved.then_some(ctx.now),
        established_contact: input.established_contact,
        pre_contacts: Vec::new(),
        summons_kind,
        duty,
        to_bring: input.to_bring,
        has_system_access: input.has_system_access,
        rsvp: Rsvp { status: RsvpStatus::Draft, at: None, by: None },
        representative: None,
        substitute: None,
        attendance: None,
        attendance_note: None,
        prepared_at: None,
        prepared_note: None,
    }
}

/// The invited unit, when the actor works in its organisation; `rule` otherwise.
fn own_invitee<'a>(case: &'a SipCase, id: InviteeId, ctx: &Context<'_>, rule: Rule) -> Result<&'a UnitRef, Refusal> {
    let unit = invitee(case, id)?.unit();
    let own = ctx.actor.staff().map(|staff| staff.unit.organisation);
    unit.filter(|unit| Some(unit.organisation) == own).ok_or_else(|| Violation::about(rule, id).into())
}

/// Whether the actor may answer: a unit's own staff for the unit, the individual for herself, the preparer for those
/// who have no account (relatives and others answer by telephone).
fn may_answer(case: &SipCase, invitee: &Invitee, ctx: &Context<'_>) -> bool {
    let held = roles(case, ctx.actor, ctx.now);
    match (invitee.unit(), ctx.actor.citizen()) {
        (Some(unit), _) => ctx.actor.staff().is_some_and(|staff| staff.unit.organisation == unit.organisation),
        (None, Some(citizen)) => stands_for(case, invitee, citizen),
        (None, None) => held.contains(&Role::PreparationLead) || held.contains(&Role::Coordinator),
    }
}

fn answer(case: &SipCase, id: InviteeId, accept: bool, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let known = invitee(case, id)?;
    if !may_answer(case, known, ctx) {
        return Err(Violation::about(Rule::NotYourOrganisation, id).into());
    }
    if known.rsvp.status == RsvpStatus::Draft {
        return Err(Violation::about(Rule::UnknownReference, id).into());
    }
    if known.duty && !accept {
        return Err(Violation::about(Rule::AttendanceDuty, id).into());
    }
    let status = if accept { RsvpStatus::Accepted } else { RsvpStatus::Declined };
    Ok(Event::InvitationAnswered { invitee: id, status, by: actor_name(case, ctx) })
}

fn substitute(
    case: &SipCase,
    id: InviteeId,
    staff: StaffRef,
    briefed: bool,
    ctx: &Context<'_>,
) -> Result<Event, Refusal> {
    let unit = own_invitee(case, id, ctx, Rule::NotYourRepresentative)?;
    let same = match ctx.profile.substitute_scope {
        SubstituteScope::Organisation => staff.unit.organisation == unit.organisation,
        SubstituteScope::Unit => staff.unit.id == unit.id,
    };
    if !same {
        return Err(Violation::about(Rule::SubstituteOtherOrganisation, id).into());
    }
    refuse_unnamed(case, &staff)?;
    let substitute = Substitute { staff, named_at: ctx.now, briefed_at: briefed.then_some(ctx.now) };
    Ok(Event::SubstituteNamed { invitee: id, substitute })
}
