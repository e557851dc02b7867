//! Whether the case goes on: it rests, resumes, ends for want of consent or of life, or was a mistake.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::CommandKind as K;
use sip_domain::context::{Actor, Duty};
use sip_domain::directory::StaffRef;
use sip_domain::model::PauseCause;
use sip_domain::rules::Rule;

fn active() -> Life {
    Life::after(K::Establish)
}

/// The consent has run out, and the case rests since then.
pub(crate) fn resting() -> Life {
    active().wait(Duration::days(200)).and(&Actor::System, pause_by_itself())
}

fn reassessed() -> Life {
    active().and(&by_karin(), pause(PauseCause::CapacityReassessed, Some("Läkaren har bedömt på nytt")))
}

/// Nothing has happened for so long; the follow-up was to be after two months.
fn quiet(days: i64) -> Life {
    active().wait(Duration::days(days))
}

/// The administrator of K-SOC, who is this human.
pub(crate) fn administrator_who_is(staff: &StaffRef) -> Actor {
    let account = StaffRef { id: id(390), assignment: id(390), ..staff.clone() };
    Actor::Staff { staff: account, duty: Duty::Administrator, client: None }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a case does not rest while the consent holds",
        rule: Rule::SharingNotStopped,
        source: "S1-16",
        given: active,
        when: |_| (by_karin(), pause(PauseCause::ConsentExpired, None)),
        leads: true,
    },
    Case {
        name: "the system lets no case rest while the consent holds",
        rule: Rule::SharingNotStopped,
        source: "S1-16",
        given: active,
        when: |_| (Actor::System, pause_by_itself()),
        leads: true,
    },
    Case {
        name: "an adult has not turned adult",
        rule: Rule::SharingNotStopped,
        source: "S1-16",
        given: || quiet(200),
        when: |_| (by_karin(), pause(PauseCause::TurnedAdult, None)),
        leads: true,
    },
    Case {
        name: "a new assessment is told in words",
        rule: Rule::SharingNotStopped,
        source: "S1-16",
        given: active,
        when: |_| (by_karin(), pause(PauseCause::CapacityReassessed, None)),
        leads: true,
    },
    Case {
        name: "that a guardian withdrew is recorded as a withdrawal",
        rule: Rule::SharingNotStopped,
        source: "OWN",
        given: || quiet(200),
        when: |_| (by_karin(), pause(PauseCause::GuardianWithdrew, Some("Gun ringde"))),
        leads: true,
    },
    Case {
        name: "a resting case does not go on without a renewed consent",
        rule: Rule::ConsentNotInForce,
        source: "S1-16",
        given: resting,
        when: |_| (by_karin(), RESUME),
        leads: true,
    },
    Case {
        name: "after a new assessment the old consent does not count",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: reassessed,
        when: |_| (by_karin(), RESUME),
        leads: true,
    },
    Case {
        name: "nobody loses a plan for want of a consent without being asked",
        rule: Rule::ContactAttemptMissing,
        source: "S3-05",
        given: resting,
        when: |_| (by_karin(), close_expired()),
        leads: true,
    },
    Case {
        name: "an attempt from before the pause does not count",
        rule: Rule::ContactAttemptMissing,
        source: "S3-05",
        given: || quiet(200).and(&by_karin(), contact_attempt()).and(&Actor::System, pause_by_itself()),
        when: |_| (by_karin(), close_expired()),
        leads: true,
    },
    Case {
        name: "half a year less a day is not inactive",
        rule: Rule::NotInactive,
        source: "S3-05",
        given: || quiet(180).and(&by_karin(), contact_attempt()),
        when: |_| (by_karin(), close_inactive()),
        leads: true,
    },
    Case {
        name: "a case whose follow-up is booked is not inactive",
        rule: Rule::NotInactive,
        source: "S3-05",
        given: || {
            let mut life = quiet(181).and(&by_karin(), contact_attempt());
            let follow_up = sip_domain::model::FollowUpPlan::Planned { date: life.today(), place: place() };
            life.case.as_mut().unwrap().versions[0].content.follow_up = Some(follow_up);
            life
        },
        when: |_| (by_karin(), close_inactive()),
        leads: true,
    },
    Case {
        name: "nobody loses a plan as inactive without being asked",
        rule: Rule::ContactAttemptMissing,
        source: "S3-05",
        given: || quiet(181),
        when: |_| (by_karin(), close_inactive()),
        leads: true,
    },
    Case {
        name: "nobody voids what nobody has asked to void",
        rule: Rule::SecondPersonRequired,
        source: "OWN",
        given: active,
        when: |_| (administrator(&k_soc()), CONFIRM_VOIDING),
        leads: true,
    },
    Case {
        name: "two accounts of one human are one person",
        rule: Rule::SecondPersonRequired,
        source: "OWN",
        given: || active().and(&by_karin(), request_voiding()),
        when: |_| (administrator_who_is(&karin()), CONFIRM_VOIDING),
        leads: true,
    },
    Case {
        name: "another principal's administrator voids nothing",
        rule: Rule::RolePermissionMissing,
        source: "OWN",
        given: || active().and(&by_karin(), request_voiding()),
        when: |_| (administrator(&r_vc()), CONFIRM_VOIDING),
        leads: true,
    },
    Case {
        name: "the second person is of the principal of the first",
        rule: Rule::SecondPersonRequired,
        source: "OWN",
        given: || {
            let mut life = active().and(&by_karin(), request_voiding());
            let request = life.case.as_mut().unwrap().voiding_request.as_mut().unwrap();
            request.by.unit.principal = r_vc().principal;
            life
        },
        when: |_| (administrator(&k_soc()), CONFIRM_VOIDING),
        leads: true,
    },
    Case {
        name: "a voiding is asked for once",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: || active().and(&by_karin(), request_voiding()),
        when: |_| (by_karin(), request_voiding()),
        leads: true,
    },
];
