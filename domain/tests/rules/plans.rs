//! What a plan has to hold before it is established, and who writes it.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::{
    ActivityDecision, ActivityProgress, Command, CommandKind as K, DraftChange, DraftPatch, MeetingRecord,
    PreparationPatch,
};
use sip_domain::context::Actor;
use sip_domain::model::{
    Activity, ExcludedTopic, FollowUpPlan, GoalTerm, Responsible, RevisionTrigger, SignatureMethod,
};
use sip_domain::profile::{Profile, SignaturePolicy};
use sip_domain::rules::Rule;

fn ready() -> Life {
    Life::before(K::Establish)
}

/// Ready, but for one change of the plan.
fn ready_but(change: Command) -> Life {
    ready().and(&by_karin(), change)
}

/// The meeting was held, the coordinator appointed, and not a word of the plan is written.
fn empty() -> Life {
    let mut life = Life::before(K::AppointCoordinator);
    life.go();
    life
}

fn establish(_: &Life) -> (Actor, Command) {
    (by_karin(), Command::Establish)
}

fn patch(patch: DraftPatch) -> Command {
    draft(DraftChange::Patch(patch))
}

fn decide(decision: ActivityDecision) -> Command {
    Command::DecideActivity { activity: id(722), decision }
}

fn held_without_reminder() -> Life {
    Life::before(K::RecordMeeting)
        .then(&by_olle(), |life| {
            record(life.meeting(), MeetingRecord { secrecy_reminder_done: false, ..minutes(life.case()) })
        })
        .and(&by_karin(), Command::AppointCoordinator { staff: karin(), until: None, phone: None })
}

fn active() -> Life {
    Life::after(K::Establish)
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "no plan before secrecy and agreement were gone through",
        rule: Rule::MeetingDutiesMissing,
        source: "S0-26",
        given: held_without_reminder,
        when: establish,
        leads: true,
    },
    Case {
        name: "no plan that does not say what matters",
        rule: Rule::WhatMattersMissing,
        source: "S1-39",
        given: empty,
        when: establish,
        leads: true,
    },
    Case {
        name: "no plan without a long and a short goal",
        rule: Rule::GoalsIncomplete,
        source: "S1-41",
        given: || ready_but(put_goal(712, GoalTerm::Long, &[701])),
        when: establish,
        leads: true,
    },
    Case {
        name: "every need has a goal",
        rule: Rule::NeedWithoutGoal,
        source: "S4-21",
        given: || ready_but(put_need(799)),
        when: establish,
        leads: true,
    },
    Case {
        name: "every goal has an activity",
        rule: Rule::GoalWithoutActivity,
        source: "S1-42",
        given: || ready_but(put_goal(799, GoalTerm::Short, &[701])),
        when: establish,
        leads: true,
    },
    Case {
        name: "an activity that was said no to carries no goal",
        rule: Rule::GoalWithoutActivity,
        source: "S1-42",
        given: || ready().and(&by_anna(), decide(ActivityDecision::Reject { reason: text("Inte vårt uppdrag") })),
        when: establish,
        leads: true,
    },
    Case {
        name: "an activity says when, how often and where",
        rule: Rule::ActivityIncomplete,
        source: "S2-11",
        given: || ready_but(put_activity(Activity { how_often: None, ..scheduled(721, &[711], &k_soc()) })),
        when: establish,
        leads: true,
    },
    Case {
        name: "nobody is given work unasked",
        rule: Rule::ActivityNotAccepted,
        source: "S0-55",
        given: || ready_but(put_activity(scheduled(723, &[711], &k_hsl()))),
        when: establish,
        leads: true,
    },
    Case {
        name: "an activity that waits for a decision is not reported on",
        rule: Rule::ActivityNotAccepted,
        source: "S0-55",
        given: || {
            ready()
                .then(&by_anna(), |life| decide(ActivityDecision::Await { due: life.in_days(10) }))
                .until_established()
        },
        when: |_| {
            (by_anna(), Command::UpdateActivity { activity: id(722), progress: ActivityProgress::Ongoing, note: None })
        },
        leads: true,
    },
    Case {
        name: "no plan without a coordinator",
        rule: Rule::NoCoordinator,
        source: "S0-31",
        given: || ready_but(Command::EndCoordinator { reason: sip_domain::model::CoordinatorEndReason::Ended }),
        when: establish,
        leads: true,
    },
    Case {
        name: "no plan that another principal than the coordinator's answers for",
        rule: Rule::NoResponsiblePrincipal,
        source: "S1-44",
        given: || {
            let other = Some(r_vc().principal);
            ready_but(patch(DraftPatch { principal_responsible: other, ..DraftPatch::default() }))
        },
        when: establish,
        leads: true,
    },
    Case {
        name: "no plan that is to be followed up today",
        rule: Rule::FollowUpMissing,
        source: "S0-54",
        given: || {
            ready().then(&by_karin(), |life| {
                let today = FollowUpPlan::Planned { date: life.today(), place: place() };
                patch(DraftPatch { follow_up: Some(today), ..DraftPatch::default() })
            })
        },
        when: establish,
        leads: true,
    },
    Case {
        name: "where the agreement demands a follow-up no reason replaces it",
        rule: Rule::FollowUpMissing,
        source: "S0-54",
        given: || {
            let profile = Profile { follow_up_exception_allowed: false, ..Profile::default() };
            Life::under(profile).until(K::Establish).then(&by_karin(), exception)
        },
        when: establish,
        leads: true,
    },
    Case {
        name: "no plan that does not think of what may happen",
        rule: Rule::ContingencyMissing,
        source: "S1-40",
        given: || ready_but(patch(DraftPatch { no_contingency_foreseen: Some(false), ..DraftPatch::default() })),
        when: establish,
        leads: true,
    },
    Case {
        name: "no plan before all who were there have signed",
        rule: Rule::SignatureMissing,
        source: "S0-33",
        given: || Life::before(K::Sign),
        when: establish,
        leads: true,
    },
    Case {
        name: "no plan about what the individual has come to exclude",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || {
            let topics = vec![ExcludedTopic { id: id(412), text: text("behov") }];
            ready_but(prepare(PreparationPatch { excluded_topics: Some(topics), ..PreparationPatch::default() }))
        },
        when: establish,
        leads: true,
    },
    Case {
        name: "the secretary writes the plan but does not establish it",
        rule: Rule::RolePermissionMissing,
        source: "OWN 3.4",
        given: ready,
        when: |_| (by_olle(), Command::Establish),
        leads: true,
    },
    Case {
        name: "a participant writes its own activities only",
        rule: Rule::RolePermissionMissing,
        source: "OWN 3.4",
        given: ready,
        when: |_| (by_lisa(), put_need(799)),
        leads: true,
    },
    Case {
        name: "nobody accepts an activity for another",
        rule: Rule::NotYourOrganisation,
        source: "S0-37",
        given: ready,
        when: |_| (by_lisa(), decide(ActivityDecision::Accept)),
        leads: true,
    },
    Case {
        name: "a decision is not awaited until yesterday",
        rule: Rule::DateInPast,
        source: "OWN 3.2",
        given: ready,
        when: |life| (by_anna(), decide(ActivityDecision::Await { due: life.today() })),
        leads: true,
    },
    Case {
        name: "a goal is not tied to a need that is not there",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: ready,
        when: |_| (by_karin(), put_goal(799, GoalTerm::Short, &[1])),
        leads: true,
    },
    Case {
        name: "a coordinator comes from a party",
        rule: Rule::RoleNotStaff,
        source: "S4-02",
        given: || Life::before(K::AppointCoordinator),
        when: |_| (by_karin(), Command::AppointCoordinator { staff: outsider(), until: None, phone: None }),
        leads: true,
    },
    Case {
        name: "another principal's administrator appoints no coordinator",
        rule: Rule::RolePermissionMissing,
        source: "OWN 3.4",
        given: active,
        when: |_| (administrator(&r_vc()), Command::AppointCoordinator { staff: anna(), until: None, phone: None }),
        leads: true,
    },
    Case {
        name: "a revision has a cause",
        rule: Rule::RevisionTriggerMissing,
        source: "S0-39",
        given: active,
        when: |_| (by_karin(), Command::OpenRevision { trigger: RevisionTrigger::Deviation(id(1)) }),
        leads: true,
    },
    Case {
        name: "a follow-up after which the plan goes on is no cause to revise it",
        rule: Rule::RevisionTriggerMissing,
        source: "S0-39",
        given: || Life::after(K::RecordFollowUp),
        when: |life| {
            let trigger = RevisionTrigger::FollowUp(life.case().follow_ups[0].id);
            (by_karin(), Command::OpenRevision { trigger })
        },
        leads: true,
    },
    Case {
        name: "a revision needs the individual's approval",
        rule: Rule::IndividualApprovalMissing,
        source: "S4-24",
        given: || Life::before(K::ApproveRevision),
        when: |_| (by_karin(), Command::EstablishRevision),
        leads: true,
    },
    Case {
        name: "what is changed after the approval has to be approved anew",
        rule: Rule::IndividualApprovalMissing,
        source: "S4-24",
        given: || Life::before(K::EstablishRevision).and(&by_karin(), put_goal(711, GoalTerm::Long, &[701])),
        when: |_| (by_karin(), Command::EstablishRevision),
        leads: true,
    },
    Case {
        name: "a plan is established once",
        rule: Rule::InvalidTransition,
        source: "OWN",
        given: active,
        when: |_| (by_karin(), Command::Establish),
        leads: true,
    },
];

/// A reason instead of a follow-up, with the end of the mandate.
fn exception(life: &Life) -> Command {
    let follow_up = FollowUpPlan::None { reason: text("Flyttar utomlands"), mandate_until: life.in_days(30) };
    patch(DraftPatch { follow_up: Some(follow_up), ..DraftPatch::default() })
}

/// What was signed before the last change no longer counts: everybody signs what is now written.
fn signed_anew(life: Life) -> Life {
    assert!(life.refused(&by_karin(), Command::Establish).violations().any(|v| v.rule == Rule::SignatureMissing));
    let present = life.case().invitees.iter().filter(|row| row.attended()).map(|row| row.id).collect::<Vec<_>>();
    present.into_iter().fold(life, |life, invitee| {
        life.and(&by_karin(), Command::Sign { invitee, name: name("N"), method: SignatureMethod::Paper })
    })
}

impl Life {
    fn until_established(self) -> Self {
        self.and(&by_karin(), Command::Establish)
    }
}

#[test]
fn a_plan_may_do_without_follow_up_for_a_reason_by_the_default_agreement() {
    let life = signed_anew(ready().then(&by_karin(), exception));
    assert!(life.decide(&by_karin(), Command::Establish).is_ok());
}

#[test]
fn an_activity_that_awaits_a_decision_does_not_stop_the_plan() {
    let life = ready().then(&by_anna(), |life| decide(ActivityDecision::Await { due: life.in_days(10) }));
    assert!(life.decide(&by_karin(), Command::Establish).is_ok());
}

#[test]
fn a_participant_writes_its_own_activity_and_has_thereby_said_yes() {
    let life = signed_anew(ready().and(&by_lisa(), put_activity(scheduled(723, &[711], &r_psy()))));
    assert!(life.decide(&by_karin(), Command::Establish).is_ok());
}

#[test]
fn what_the_individual_does_needs_nobody_elses_yes() {
    let own = Activity { responsible: Responsible::Individual, ..scheduled(723, &[711], &k_soc()) };
    let life = signed_anew(ready_but(put_activity(own)));
    assert!(life.decide(&by_karin(), Command::Establish).is_ok());
}

#[test]
fn a_plan_needs_no_signature_where_the_agreement_asks_for_none() {
    let profile = Profile { signature_policy: SignaturePolicy::None, ..Profile::default() };
    assert!(Life::under(profile).until(K::Sign).decide(&by_karin(), Command::Establish).is_ok());
}

#[test]
fn everything_that_lacks_is_told_at_once() {
    let life = empty().wait(Duration::minutes(1));
    let rules = life.refused(&by_karin(), Command::Establish).violations().map(|v| v.rule).collect::<Vec<_>>();
    for rule in [
        Rule::WhatMattersMissing,
        Rule::GoalsIncomplete,
        Rule::FollowUpMissing,
        Rule::ContingencyMissing,
        Rule::SignatureMissing,
    ] {
        assert!(rules.contains(&rule), "{rule} of {rules:?}");
    }
}
