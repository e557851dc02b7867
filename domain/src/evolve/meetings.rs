//! Invitees, meetings and summonses.

use super::beginning::{take, take_some};
use crate::command::{AttendanceRecord, MeetingPatch};
use crate::event::{Event, Recorded};
use crate::ids::{InviteeId, MeetingId};
use crate::model::{Cancellation, Invitee, Meeting, MeetingType, Rsvp, RsvpStatus, SipCase, Status, StatusName};
use crate::text::PersonName;
use chrono::{DateTime, Utc};

pub(super) fn apply(case: &mut SipCase, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::InviteeAdded(invitee) => case.invitees.push(invitee.as_ref().clone()),
        Event::InviteeRemoved { invitee } => case.invitees.retain(|i| i.id != *invitee),
        Event::InviteeApproved { invitee } => {
            change(case, *invitee, |i| i.approved_by_individual_at = Some(at));
        }
        Event::PreContactRecorded { invitee, contact } => {
            change(case, *invitee, |i| i.pre_contacts.push(contact.clone()));
        }
        Event::InvitationAnswered { invitee, status, by } => {
            change(case, *invitee, |i| i.rsvp = Rsvp { status: *status, at: Some(at), by: Some(by.clone()) });
        }
        Event::RepresentativeNamed { invitee, staff } => change(case, *invitee, |i| {
            i.representative = Some(staff.clone());
            i.substitute = None;
            answered(i, RsvpStatus::RepresentativeNamed, at, &staff.name);
        }),
        Event::SubstituteNamed { invitee, substitute } => change(case, *invitee, |i| {
            answered(i, RsvpStatus::SubstituteNamed, at, &substitute.staff.name);
            i.substitute = Some(substitute.clone());
        }),
        Event::PreparednessRecorded { invitee, note } => change(case, *invitee, |i| {
            i.prepared_at = Some(at);
            i.prepared_note.clone_from(note);
        }),
        Event::NewMeetingRequired { .. } => case.status = Status::Preparing,
        _ => apply_to_meeting(case, recorded),
    }
}

fn apply_to_meeting(case: &mut SipCase, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::MeetingPlanned(meeting) => {
            case.meetings.push(meeting.as_ref().clone());
            // Answers are to one meeting: to the next everybody is summoned anew.
            case.invitees.iter_mut().for_each(reset_answer);
        }
        Event::MeetingUpdated { meeting, patch, answers_reset } => {
            change_meeting(case, *meeting, |m| fill(m, patch));
            if *answers_reset {
                supersede(case, *meeting, at);
                case.invitees.iter_mut().for_each(reset_answer);
            }
        }
        Event::MeetingRolesAssigned { meeting, chair, secretary } => change_meeting(case, *meeting, |m| {
            m.chair = Some(chair.clone());
            m.secretary = Some(secretary.clone());
        }),
        Event::AgendaSet { meeting, items } => change_meeting(case, *meeting, |m| m.agenda.clone_from(items)),
        Event::SummonsSent { meeting, summonses, disclosures } => {
            send(case, *meeting, at);
            case.summonses.extend(summonses.iter().cloned());
            case.disclosures.extend(disclosures.iter().cloned());
        }
        Event::MeetingCancelled { meeting, reason } => {
            change_meeting(case, *meeting, |m| m.cancelled = Some(Cancellation { reason: reason.clone(), at }));
            supersede(case, *meeting, at);
            case.invitees.iter_mut().for_each(reset_answer);
            if case.status.name() == StatusName::Summoned {
                case.status = Status::Preparing;
            }
        }
        Event::MeetingRecorded { meeting, chair, secretary, attendance, held } => {
            change_meeting(case, *meeting, |m| {
                m.chair = Some(chair.clone());
                m.secretary = Some(secretary.clone());
                m.held = Some(held.as_ref().clone());
            });
            case.invitees.iter_mut().for_each(|i| attend(i, attendance));
            if matches!(case.status.name(), StatusName::Preparing | StatusName::Summoned) {
                go_on_from(case, *meeting);
            }
        }
        _ => {}
    }
}

/// After the planning meeting the plan is written (T9, T9u). A meeting before it leads back to the preparation: no plan comes
/// of it, and everybody is summoned anew (S1-36).
fn go_on_from(case: &mut SipCase, meeting: MeetingId) {
    let before = case.meetings.iter().any(|held| held.id == meeting && held.kind == MeetingType::PreMeeting);
    if before {
        case.status = Status::Preparing;
        case.invitees.iter_mut().for_each(reset_answer);
    } else {
        case.status = Status::MeetingHeld { meeting };
        case.draft.get_or_insert_default();
    }
}

fn change(case: &mut SipCase, id: InviteeId, with: impl FnOnce(&mut Invitee)) {
    if let Some(invitee) = case.invitees.iter_mut().find(|i| i.id == id) {
        with(invitee);
    }
}

fn change_meeting(case: &mut SipCase, id: MeetingId, with: impl FnOnce(&mut Meeting)) {
    if let Some(meeting) = case.meetings.iter_mut().find(|m| m.id == id) {
        with(meeting);
    }
}

/// Naming somebody answers a summons that was sent; before that it only tells who would come.
fn answered(invitee: &mut Invitee, status: RsvpStatus, at: DateTime<Utc>, by: &PersonName) {
    if invitee.rsvp.status == RsvpStatus::Draft {
        return;
    }
    invitee.rsvp = Rsvp { status, at: Some(at), by: Some(by.clone()) };
}

fn reset_answer(invitee: &mut Invitee) {
    if invitee.rsvp.status != RsvpStatus::Draft {
        invitee.rsvp = Rsvp { status: RsvpStatus::Draft, at: None, by: None };
    }
}

fn supersede(case: &mut SipCase, meeting: MeetingId, at: DateTime<Utc>) {
    for summons in case.summonses.iter_mut().filter(|s| s.meeting == meeting && s.superseded_at.is_none()) {
        summons.superseded_at = Some(at);
    }
}

fn send(case: &mut SipCase, meeting: MeetingId, at: DateTime<Utc>) {
    change_meeting(case, meeting, |m| m.summoned_at = Some(at));
    for invitee in &mut case.invitees {
        if invitee.rsvp.status == RsvpStatus::Draft {
            invitee.rsvp = Rsvp { status: RsvpStatus::Sent, at: None, by: None };
        }
    }
    if case.status.name() == StatusName::Preparing {
        case.status = Status::Summoned { meeting };
    }
}

fn attend(invitee: &mut Invitee, attendance: &[AttendanceRecord]) {
    let record = attendance.iter().find(|record| record.invitee == invitee.id);
    invitee.attendance = record.map(|r| r.attendance);
    invitee.attendance_note = record.and_then(|r| r.note.clone());
}

fn fill(meeting: &mut Meeting, patch: &MeetingPatch) {
    take_some(&mut meeting.start, patch.start.as_ref());
    take_some(&mut meeting.duration_minutes, patch.duration_minutes.as_ref());
    take_some(&mut meeting.form, patch.form.as_ref());
    take_some(&mut meeting.place, patch.place.as_ref());
    take(&mut meeting.room_booked, patch.room_booked.as_ref());
    take_some(&mut meeting.purpose, patch.purpose.as_ref());
}
