//! The meeting: who leads it, who was there, what was done.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::{AgendaInput, Command, CommandKind as K, MeetingRecord, MeetingRoleHolder as By};
use sip_domain::context::Actor;
use sip_domain::directory::StaffRef;
use sip_domain::model::{Attendance, InviteeKind};
use sip_domain::profile::{CoordinatorMayBe, Profile};
use sip_domain::rules::Rule;

fn planned() -> Life {
    Life::after(K::PlanMeeting)
}

fn ready() -> Life {
    Life::before(K::RecordMeeting)
}

fn lead_by(life: &Life, chair: StaffRef, secretary: StaffRef) -> (Actor, Command) {
    (by_karin(), assign(life.meeting(), By::Staff(chair), By::Staff(secretary)))
}

fn held_as(life: &Life, change: impl FnOnce(&mut MeetingRecord)) -> (Actor, Command) {
    let mut minutes = minutes(life.case());
    change(&mut minutes);
    (by_olle(), record(life.meeting(), minutes))
}

/// Olle under another account.
fn olle_again() -> StaffRef {
    StaffRef { id: id(999), ..olle() }
}

fn coordinator_keeps_out() -> Profile {
    Profile { coordinator_may_be: CoordinatorMayBe { secretary: false, chair: false }, ..Profile::default() }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "nobody is both chair and secretary",
        rule: Rule::ChairIsSecretary,
        source: "S0-19",
        given: planned,
        when: |life| lead_by(life, olle(), olle()),
        leads: true,
    },
    Case {
        name: "two accounts of one human do not make two people",
        rule: Rule::ChairIsSecretary,
        source: "S0-19",
        given: planned,
        when: |life| lead_by(life, olle_again(), olle()),
        leads: true,
    },
    Case {
        name: "a chair who steps in for another is not the secretary either",
        rule: Rule::ChairIsSecretary,
        source: "S0-19",
        given: ready,
        when: |life| held_as(life, |minutes| minutes.chair = Some(olle_again())),
        leads: true,
    },
    Case {
        name: "a chair comes from a party",
        rule: Rule::RoleNotStaff,
        source: "S4-02",
        given: planned,
        when: |life| lead_by(life, outsider(), olle()),
        leads: true,
    },
    Case {
        name: "a relative does not lead the meeting",
        rule: Rule::RoleNotAllowedForParty,
        source: "OWN",
        given: || {
            let relative = InviteeKind::Relative { name: name("Bror"), relation: short("bror") };
            planned().and(&by_karin(), invite(wished(relative)))
        },
        when: |life| {
            let relative = life.case().invitees.last().unwrap().id;
            (by_karin(), assign(life.meeting(), By::Invitee(relative), By::Staff(olle())))
        },
        leads: true,
    },
    Case {
        name: "the individual does not write the minutes",
        rule: Rule::RoleNotAllowedForParty,
        source: "OWN",
        given: planned,
        when: |life| (by_karin(), assign(life.meeting(), By::Staff(anna()), By::Invitee(life.invited_individual()))),
        leads: true,
    },
    Case {
        name: "where the agreement says so the secretary does not become coordinator",
        rule: Rule::CoordinatorRoleConflict,
        source: "S4-17",
        given: || Life::under(coordinator_keeps_out()).until(K::AppointCoordinator),
        when: |_| (by_karin(), Command::AppointCoordinator { staff: olle(), until: None, phone: None }),
        leads: true,
    },
    Case {
        name: "where the agreement says so the coordinator does not chair",
        rule: Rule::CoordinatorRoleConflict,
        source: "S4-17",
        given: || {
            let mut life = Life::under(coordinator_keeps_out()).until(K::Establish);
            life.go();
            life.go();
            life
        },
        when: |life| lead_by(life, karin(), olle()),
        leads: true,
    },
    Case {
        name: "an excluded topic is not put on the agenda",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: planned,
        when: |life| {
            let items = vec![agenda_point("Presentation"), agenda_point("Om SKILSMÄSSAN i våras")];
            (by_karin(), Command::SetAgenda { meeting: life.meeting(), items })
        },
        leads: true,
    },
    Case {
        name: "an excluded topic is not put on the agenda under another name",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: planned,
        when: |life| {
            let point = AgendaInput { touches_topic: Some(id(411)), ..agenda_point("Familjen") };
            (by_karin(), Command::SetAgenda { meeting: life.meeting(), items: vec![point] })
        },
        leads: true,
    },
    Case {
        name: "a meeting is not planned into the past",
        rule: Rule::DateInPast,
        source: "OWN 3.2",
        given: planned,
        when: |life| (by_karin(), change_meeting(life.meeting(), moved(life.now))),
        leads: true,
    },
    Case {
        name: "a meeting is not written down before it begins",
        rule: Rule::MeetingNotStarted,
        source: "OWN 3.2 T9",
        given: || ready().wait(Duration::hours(-3)),
        when: |life| held_as(life, |_| {}),
        leads: true,
    },
    Case {
        name: "everybody invited is accounted for",
        rule: Rule::AttendanceIncomplete,
        source: "S4-16",
        given: ready,
        when: |life| held_as(life, |minutes| drop(minutes.attendance.pop())),
        leads: true,
    },
    Case {
        name: "nobody is accounted for twice",
        rule: Rule::AttendanceIncomplete,
        source: "S4-16",
        given: ready,
        when: |life| held_as(life, |minutes| minutes.attendance.push(minutes.attendance[0].clone())),
        leads: true,
    },
    Case {
        name: "without chair or secretary in the room there are no minutes",
        rule: Rule::AttendanceIncomplete,
        source: "S4-16",
        given: ready,
        when: |life| held_as(life, |minutes| minutes.roles_present = false),
        leads: true,
    },
    Case {
        name: "who was not invited was not there",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: ready,
        when: |life| held_as(life, |minutes| minutes.attendance[0].invitee = id(1)),
        leads: true,
    },
    Case {
        name: "the individual's absence has a reason",
        rule: Rule::IndividualAbsentWithoutReason,
        source: "S4-12",
        given: ready,
        when: |life| {
            let me = life.invited_individual();
            held_as(life, |minutes| {
                let row = minutes.attendance.iter_mut().find(|row| row.invitee == me).unwrap();
                row.attendance = Attendance::AbsentNotified;
            })
        },
        leads: true,
    },
    Case {
        name: "a substitute who was not briefed does not stand in",
        rule: Rule::SubstituteNotBriefed,
        source: "S1-32",
        given: || with_substitute(false),
        when: |life| held_as(life, |_| {}),
        leads: true,
    },
];

fn with_substitute(briefed: bool) -> Life {
    ready().then(&by_lisa(), |life| Command::NameSubstitute { invitee: life.invited(&r_psy()), staff: eva(), briefed })
}

#[test]
fn a_briefed_substitute_stands_in() {
    let life = with_substitute(true);
    let (by, command) = held_as(&life, |_| {});
    assert!(life.decide(&by, command).is_ok());
}

#[test]
fn an_unbriefed_substitute_who_stayed_away_is_no_hindrance() {
    let life = with_substitute(false);
    let invitee = life.invited(&r_psy());
    let (by, command) = held_as(&life, |minutes| {
        let row = minutes.attendance.iter_mut().find(|row| row.invitee == invitee).unwrap();
        row.attendance = Attendance::AbsentUnnotified;
    });
    assert!(life.decide(&by, command).is_ok());
}

#[test]
fn the_meeting_is_held_without_the_individual_for_a_stated_reason() {
    let life = ready();
    let me = life.invited_individual();
    let (by, command) = held_as(&life, |minutes| {
        minutes.attendance.iter_mut().find(|row| row.invitee == me).unwrap().attendance = Attendance::AbsentNotified;
        minutes.individual_absence_reason = Some(text("Orkade inte, ville att mötet hölls"));
    });
    let life = life.and(&by, command);
    assert!(!life.case().held_meeting().unwrap().held.as_ref().unwrap().individual_present);
}

#[test]
fn the_meeting_may_be_written_down_from_its_very_first_moment() {
    let mut life = ready();
    life.now = life.case().open_meeting().unwrap().start.unwrap();
    let (by, command) = held_as(&life, |_| {});
    assert!(life.decide(&by, command).is_ok());
}

#[test]
fn the_coordinator_may_be_secretary_by_the_default_agreement() {
    let life = Life::before(K::AppointCoordinator);
    let appoint = Command::AppointCoordinator { staff: olle(), until: None, phone: None };
    assert!(life.decide(&by_karin(), appoint).is_ok());
}
