//! Meetings: planned, staffed, held (T7-T9, T11).

use super::Decision;
use super::common::{acting_staff, invitee, misplaced, open_meeting, refuse_unnamed};
use super::excluded::{refuse_excluded, texts_of_minutes};
use crate::access::in_force_for_any;
use crate::command::{AgendaInput, Command, MeetingInput, MeetingPatch, MeetingRecord, MeetingRoleHolder};
use crate::context::Context;
use crate::directory::StaffRef;
use crate::event::Event;
use crate::ids::{AgendaItemId, InviteeId, MeetingId};
use crate::model::{
    AgendaItem, HeldMeeting, Invitee, InviteeKind, Meeting, MeetingType, PlaceType, SipCase, StatusName,
};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use crate::text::Text;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::PlanMeeting(input) => plan(case, *input, ctx)?,
        Command::UpdateMeeting { meeting, patch } => update(case, meeting, patch, ctx)?,
        Command::AssignMeetingRoles { meeting, chair, secretary } => {
            open_meeting(case, meeting)?;
            let (chair, secretary) = (staff_of(case, chair)?, staff_of(case, secretary)?);
            check_roles(case, &chair, &secretary, ctx)?;
            Event::MeetingRolesAssigned { meeting, chair, secretary }
        }
        Command::SetAgenda { meeting, items } => {
            if !case.meetings.iter().any(|held| held.id == meeting) {
                return Err(Violation::about(Rule::UnknownReference, meeting).into());
            }
            Event::AgendaSet { meeting, items: agenda(case, items, ctx)? }
        }
        Command::CancelMeeting { meeting, reason } => {
            open_meeting(case, meeting)?;
            Event::MeetingCancelled { meeting, reason }
        }
        Command::RecordMeeting { meeting, record } => return hold(case, meeting, *record, ctx),
        Command::RequireNewMeeting { reason } => Event::NewMeetingRequired { reason },
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

fn plan(case: &SipCase, input: MeetingInput, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let planning = case.status.name() == StatusName::Preparing;
    let first = matches!(input.kind, MeetingType::Initial | MeetingType::PreMeeting);
    if planning != first {
        return Err(Rule::MeetingKindNotNow.into());
    }
    check_particulars(case, &input.particulars, ctx)?;
    let patch = input.particulars;
    Ok(Event::MeetingPlanned(Box::new(Meeting {
        id: MeetingId(ctx.seed.nth(0)),
        kind: input.kind,
        start: patch.start,
        duration_minutes: patch.duration_minutes,
        form: patch.form,
        place: patch.place,
        room_booked: patch.room_booked.unwrap_or(false),
        purpose: patch.purpose,
        chair: None,
        secretary: None,
        agenda: Vec::new(),
        summoned_at: None,
        held: None,
        cancelled: None,
    })))
}

fn update(case: &SipCase, id: MeetingId, patch: Box<MeetingPatch>, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let meeting = open_meeting(case, id)?;
    check_particulars(case, &patch, ctx)?;
    let moved = patch.start.is_some_and(|start| meeting.start != Some(start));
    let answers_reset = moved && meeting.summoned_at.is_some();
    Ok(Event::MeetingUpdated { meeting: id, patch, answers_reset })
}

fn check_particulars(case: &SipCase, patch: &MeetingPatch, ctx: &Context<'_>) -> Result<(), Refusal> {
    refuse_excluded(case, None, &patch.purpose)?;
    if patch.start.is_some_and(|start| start <= ctx.now) {
        return Err(Rule::DateInPast.into());
    }
    let at_home = patch.place.as_ref().is_some_and(|place| place.kind == PlaceType::Home);
    let wished = case.preparation.as_ref().is_some_and(|p| p.home_meeting_wished);
    if at_home && !wished { Err(Rule::HomeNotWished.into()) } else { Ok(()) }
}

/// Only staff leads or writes a meeting (INV-02, INV-04).
fn staff_of(case: &SipCase, holder: MeetingRoleHolder) -> Result<StaffRef, Refusal> {
    match holder {
        MeetingRoleHolder::Staff(staff) => Ok(staff),
        MeetingRoleHolder::Invitee(id) => {
            let known = invitee(case, id)?;
            let named = known.unit().and_then(|_| known.current_staff()).cloned();
            named.ok_or_else(|| Violation::about(Rule::RoleNotAllowedForParty, id).into())
        }
    }
}

/// Whether a member of staff works for an organisation that takes part in the planning (INV-02): the one that answers
/// for it, or one that the individual has approved and whose unit a consent in force names.
pub(super) fn is_party_staff(case: &SipCase, staff: &StaffRef, ctx: &Context<'_>) -> bool {
    let own = staff.unit.organisation;
    let invited = || {
        let approved = case.invitees.iter().filter(|invitee| invitee.approved_by_individual_at.is_some());
        approved.filter_map(|invitee| invitee.unit()).any(|unit| unit.organisation == own)
    };
    case.responsible_unit.organisation == own
        || case.preparation_lead.as_ref().is_some_and(|lead| lead.unit.organisation == own)
        || case.coordinator().is_some_and(|c| c.staff.unit.organisation == own)
        || (invited() && in_force_for_any(case, Some(staff.unit.id), ctx.now))
}

/// Chair and secretary are two humans of party organisations (S0-19, S4-02), and the coordinator takes such a role
/// only as the profile says (INV-03).
fn check_roles(case: &SipCase, chair: &StaffRef, secretary: &StaffRef, ctx: &Context<'_>) -> Result<(), Refusal> {
    if chair.is_same_human(secretary) {
        return Err(Rule::ChairIsSecretary.into());
    }
    refuse_unnamed(case, chair)?;
    refuse_unnamed(case, secretary)?;
    if !is_party_staff(case, chair, ctx) || !is_party_staff(case, secretary, ctx) {
        return Err(Rule::RoleNotStaff.into());
    }
    let may = ctx.profile.coordinator_may_be;
    let conflict = case.coordinator().is_some_and(|c| {
        (!may.chair && c.staff.is_same_human(chair)) || (!may.secretary && c.staff.is_same_human(secretary))
    });
    if conflict { Err(Rule::CoordinatorRoleConflict.into()) } else { Ok(()) }
}

fn agenda(case: &SipCase, items: Vec<AgendaInput>, ctx: &Context<'_>) -> Result<Vec<AgendaItem>, Refusal> {
    let mut agenda = Vec::new();
    for (item, n) in items.into_iter().zip(0u16..) {
        let title = Text::parse(item.title.as_str()).ok();
        refuse_excluded(case, item.touches_topic, title.iter().chain(&item.note))?;
        agenda.push(AgendaItem {
            id: AgendaItemId(ctx.seed.nth(n)),
            code: item.code,
            title: item.title,
            done: item.done,
            note: item.note,
        });
    }
    Ok(agenda)
}

/// Whether a summons to this meeting, not superseded by a change of its time, has gone to the invitee (S1-29).
pub(super) fn is_summoned(case: &SipCase, meeting: MeetingId, invitee: InviteeId) -> bool {
    let live = case.summonses.iter().filter(|summons| summons.meeting == meeting && summons.superseded_at.is_none());
    live.into_iter().any(|summons| summons.invitee == invitee)
}

/// T9: the meeting was held.
fn hold(case: &SipCase, id: MeetingId, record: MeetingRecord, ctx: &Context<'_>) -> Decision {
    let meeting = open_meeting(case, id)?;
    let incomplete = || Refusal::from(Violation::about(Rule::MeetingIncomplete, id));
    let chair = record.chair.clone().or_else(|| meeting.chair.clone()).ok_or_else(incomplete)?;
    let secretary = record.secretary.clone().or_else(|| meeting.secretary.clone()).ok_or_else(incomplete)?;
    check_roles(case, &chair, &secretary, ctx)?;
    refuse_excluded(case, None, texts_of_minutes(&record))?;
    if !record.roles_present {
        return Err(Rule::AttendanceIncomplete.into());
    }
    let individual_present = check_attendance(case, id, &record, ctx)?;
    if !individual_present && record.individual_absence_reason.is_none() {
        return Err(Rule::IndividualAbsentWithoutReason.into());
    }
    let held = HeldMeeting {
        recorded_at: ctx.now,
        recorded_by: acting_staff(ctx)?.clone(),
        individual_present,
        individual_absence_reason: record.individual_absence_reason,
        secrecy_reminder_done: record.secrecy_reminder_done,
        individual_view: record.individual_view,
        others_view: record.others_view,
        contributions: record.contributions,
        summary: record.summary,
        agreed_text: record.agreed_text,
        understood_and_agreed: record.understood_and_agreed,
        evaluation_note: record.evaluation_note,
        is_urgent: case.status.name() == StatusName::Preparing,
    };
    let attendance = record.attendance;
    Ok(vec![Event::MeetingRecorded { meeting: id, chair, secretary, attendance, held: Box::new(held) }])
}

/// Everybody invited is accounted for, once; a substitute counts only when briefed (S1-32). Tells whether the
/// individual, or somebody who speaks for her, was there.
fn check_attendance(
    case: &SipCase,
    meeting: MeetingId,
    record: &MeetingRecord,
    ctx: &Context<'_>,
) -> Result<bool, Refusal> {
    let mut violations = Vec::new();
    for row in &record.attendance {
        if case.invitees.iter().all(|known| known.id != row.invitee) {
            violations.push(Violation::about(Rule::UnknownReference, row.invitee));
        }
    }
    let mut individual_present = false;
    for known in &case.invitees {
        let mut rows = record.attendance.iter().filter(|row| row.invitee == known.id);
        let (Some(row), None) = (rows.next(), rows.next()) else {
            violations.push(Violation::about(Rule::AttendanceIncomplete, known.id));
            continue;
        };
        let present = row.attendance.is_present();
        let unbriefed = known.substitute.as_ref().is_some_and(|substitute| substitute.briefed_at.is_none());
        // Nobody takes part in the planning meeting who was not summoned to it: what the summons asks was never asked.
        let planning = case.status.name() == StatusName::Summoned;
        if present && planning && !is_summoned(case, meeting, known.id) {
            violations.push(Violation::about(Rule::SummonsNotSent, known.id));
        }
        // Without a summons the consent is the only thing that says who may be there (T9u).
        let urgent = case.status.name() == StatusName::Preparing;
        if present && urgent {
            violations.extend(uninvited(case, known, ctx));
        }
        if present && unbriefed {
            violations.push(Violation::about(Rule::SubstituteNotBriefed, known.id));
        }
        let speaks = matches!(
            known.kind,
            InviteeKind::Individual | InviteeKind::Guardian { .. } | InviteeKind::Representative { .. }
        );
        individual_present |= speaks && row.attendance.is_present();
    }
    Refusal::from_violations(violations).map_or(Ok(individual_present), Err)
}

/// Who came to an urgent meeting has the individual's approval, and a unit a consent in force.
fn uninvited(case: &SipCase, known: &Invitee, ctx: &Context<'_>) -> Option<Violation> {
    if known.approved_by_individual_at.is_none() {
        return Some(Violation::about(Rule::InviteeNotApproved, known.id));
    }
    let is_outside = known.unit().is_some_and(|unit| !in_force_for_any(case, Some(unit.id), ctx.now));
    is_outside.then(|| Violation::about(Rule::InviteeOutsideConsent, known.id))
}
