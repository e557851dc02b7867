//! Protected identity, and what a system may do for the one it acts for.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use sip_domain::command::{Command, CommandKind as K, MeetingRecord, MeetingRoleHolder as By};
use sip_domain::context::Actor;
use sip_domain::model::{ClosureReason, Protection};
use sip_domain::rules::Rule;

/// A colleague of Karin's who is not named.
fn unnamed() -> sip_domain::directory::StaffRef {
    staff(342, "Onämnd", &k_soc())
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "to staff who are not named a protected case does not exist",
        rule: Rule::NotFound,
        source: "F17",
        given: || Life::before(K::RecordMeeting).and(&by_karin(), protect(Protection::Marking, &[olle(), anna()])),
        when: |life| {
            let invitee = life.invited(&r_psy());
            (by_lisa(), Command::RecordPreparedness { invitee, note: None })
        },
        leads: true,
    },
    Case {
        name: "to a system a protected case does not exist",
        rule: Rule::NotFound,
        source: "F17",
        given: Life::protected,
        when: |life| (client_of(&karin()), give(consent_from(life.now))),
        leads: true,
    },
    Case {
        name: "the preparation is not handed to one who may not open the case",
        rule: Rule::ReaderNotNamed,
        source: "F17",
        given: || Life::protected().until(K::SendSummons),
        when: |_| (by_karin(), Command::HandOverPreparation { to: unnamed() }),
        leads: true,
    },
    Case {
        name: "nobody chairs who may not open the case",
        rule: Rule::ReaderNotNamed,
        source: "F17",
        given: || Life::protected().until(K::SendSummons),
        when: |life| (by_karin(), assign(life.meeting(), By::Staff(unnamed()), By::Staff(olle()))),
        leads: true,
    },
    Case {
        name: "nobody has been secretary who may not open the case",
        rule: Rule::ReaderNotNamed,
        source: "F17",
        given: || Life::protected().until(K::RecordMeeting),
        when: |life| {
            let minutes = MeetingRecord { secretary: Some(unnamed()), ..minutes(life.case()) };
            (by_olle(), record(life.meeting(), minutes))
        },
        leads: true,
    },
    Case {
        name: "nobody coordinates who may not open the case",
        rule: Rule::ReaderNotNamed,
        source: "F17",
        given: || Life::protected().until(K::AppointCoordinator),
        when: |_| (by_karin(), Command::AppointCoordinator { staff: unnamed(), until: None, phone: None }),
        leads: true,
    },
    Case {
        name: "a unit sends nobody who may not open the case",
        rule: Rule::ReaderNotNamed,
        source: "F17",
        given: || Life::protected().until(K::RecordMeeting),
        when: |life| {
            let invitee = life.invited(&r_psy());
            (by_lisa(), Command::NameRepresentative { invitee, staff: eva() })
        },
        leads: true,
    },
    Case {
        name: "a unit sends no substitute who may not open the case",
        rule: Rule::ReaderNotNamed,
        source: "F17",
        given: || Life::protected().until(K::RecordMeeting),
        when: |life| {
            let invitee = life.invited(&r_psy());
            (by_lisa(), Command::NameSubstitute { invitee, staff: eva(), briefed: true })
        },
        leads: true,
    },
    Case {
        name: "nobody convenes at a discharge who may not open the case",
        rule: Rule::ReaderNotNamed,
        source: "F17",
        given: || Life::at_discharge().and(&by_karin(), protect(Protection::Marking, &[])),
        when: |life| (by_karin(), record_discharge(discharge(life.now))),
        leads: true,
    },
    Case {
        name: "a system takes no decision that a human being answers for",
        rule: Rule::ClientNotAllowed,
        source: "OWN",
        given: || Life::before(K::Establish),
        when: |_| (client_of(&karin()), Command::Establish),
        leads: true,
    },
    Case {
        name: "a system ends no case",
        rule: Rule::ClientNotAllowed,
        source: "OWN",
        given: || Life::before(K::Close),
        when: |_| (client_of(&karin()), Command::Close { reason: ClosureReason::GoalsMet, note: None }),
        leads: true,
    },
    Case {
        name: "a system gains no role by acting for somebody",
        rule: Rule::RolePermissionMissing,
        source: "OWN",
        given: || Life::before(K::Establish),
        when: |_| (client_of(&lisa()), Command::Establish),
        leads: true,
    },
    Case {
        name: "to the backend itself a case is nobody's to read or write",
        rule: Rule::NotFound,
        source: "OWN",
        given: || Life::before(K::Establish),
        when: |_| (Actor::System, Command::Establish),
        leads: true,
    },
];
