//! Follow-up, deviations, tasks and the end.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::{Command, CommandKind as K, DisagreementInput, FollowUpInput};
use sip_domain::context::Actor;
use sip_domain::model::{ClosureReason, DisagreementWay, FollowUpOutcome, RecordTaskEnd, SignatureMethod, SurveyState};
use sip_domain::rules::Rule;

fn active() -> Life {
    Life::after(K::Establish)
}

fn followed(life: &Life, change: impl FnOnce(&mut FollowUpInput)) -> (Actor, Command) {
    let mut input = follow_up_of(life.meeting(), life.case(), FollowUpOutcome::Close, None);
    change(&mut input);
    (by_karin(), follow(input))
}

fn close(_: &Life) -> (Actor, Command) {
    (by_karin(), Command::Close { reason: ClosureReason::GoalsMet, note: None })
}

fn settle(life: &Life) -> Command {
    let own = |task: &&sip_domain::model::RecordTask| task.unit.id == r_vc().id;
    let task = life.case().record_tasks.iter().find(own).unwrap().id;
    Command::SettleRecordTask { task, end: RecordTaskEnd::Done { reference: None } }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "no follow-up is recorded before it was held",
        rule: Rule::FollowUpNotHeld,
        source: "S1-57",
        given: active,
        when: |life| followed(life, |_| {}),
        leads: true,
    },
    Case {
        name: "a follow-up says how far every goal was reached",
        rule: Rule::AttainmentMissing,
        source: "S4-35",
        given: || Life::before(K::RecordFollowUp),
        when: |life| followed(life, |input| drop(input.attainments.pop())),
        leads: true,
    },
    Case {
        name: "a follow-up has an outcome",
        rule: Rule::OutcomeMissing,
        source: "S0-44",
        given: || Life::before(K::RecordFollowUp),
        when: |life| followed(life, |input| input.outcome = None),
        leads: true,
    },
    Case {
        name: "a plan that goes on is followed up again",
        rule: Rule::FollowUpMissing,
        source: "S0-54",
        given: || Life::before(K::RecordFollowUp),
        when: |life| followed(life, |input| input.outcome = Some(FollowUpOutcome::Continue)),
        leads: true,
    },
    Case {
        name: "a plan is not ended before it was followed up",
        rule: Rule::FollowUpNotHeld,
        source: "S1-57",
        given: active,
        when: close,
        leads: true,
    },
    Case {
        name: "a plan is not ended before each party has said yes",
        rule: Rule::ClosePartyAssessmentMissing,
        source: "S4-38",
        given: || Life::before(K::AssessClosing),
        when: close,
        leads: true,
    },
    Case {
        name: "a party that says no keeps the plan open",
        rule: Rule::ClosePartyAssessmentMissing,
        source: "S4-38",
        given: || Life::before(K::Close).and(&by_lisa(), Command::AssessClosing { agrees: false, note: None }),
        when: close,
        leads: true,
    },
    Case {
        name: "a plan is not ended without asking the individual",
        rule: Rule::CloseIndividualNotConsulted,
        source: "S4-38",
        given: || Life::before(K::ConsultOnClosing),
        when: close,
        leads: true,
    },
    Case {
        name: "a plan is not ended as if nobody had wanted it",
        rule: Rule::ReasonMissing,
        source: "OWN 3.2 T8",
        given: || Life::before(K::Close),
        when: |_| (by_karin(), Command::Close { reason: ClosureReason::Deceased, note: None }),
        leads: true,
    },
    Case {
        name: "a death lies not in the future",
        rule: Rule::DateInFuture,
        source: "OWN 3.2 T23",
        given: active,
        when: |life| {
            (by_karin(), Command::CloseByEvent { reason: ClosureReason::Deceased, happened_on: life.in_days(1) })
        },
        leads: true,
    },
    Case {
        name: "a disagreement is taken up by a day to come",
        rule: Rule::DateInPast,
        source: "OWN 3.2",
        given: active,
        when: |life| {
            let input = DisagreementInput {
                about: text("Vem som tar nätterna"),
                way: DisagreementWay::Deliberation,
                parties: vec![r_vc()],
                due: life.today(),
                individual_view: None,
            };
            (individual(), Command::OpenDisagreement(Box::new(input)))
        },
        leads: true,
    },
    Case {
        name: "an organisation does not tick another's task",
        rule: Rule::NotYourOrganisation,
        source: "S0-37",
        given: active,
        when: |life| (by_lisa(), settle(life)),
        leads: true,
    },
    Case {
        name: "a task is ticked once",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: || active().then(&by_anna(), settle),
        when: |life| (by_anna(), settle(life)),
        leads: true,
    },
    Case {
        name: "nobody signs a version twice",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: active,
        when: |life| {
            let (invitee, method) = (life.invited_individual(), SignatureMethod::Paper);
            (individual(), Command::Sign { invitee, name: name("Maria"), method })
        },
        leads: true,
    },
    Case {
        name: "a survey that was not offered is not answered",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: active,
        when: |_| (individual(), Command::SettleSurvey { state: SurveyState::Answered }),
        leads: true,
    },
    Case {
        name: "an offered survey is not offered by its answer",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: || active().and(&by_karin(), Command::OfferSurvey),
        when: |_| (individual(), Command::SettleSurvey { state: SurveyState::Offered }),
        leads: true,
    },
    Case {
        name: "only a plan that was replaced has a successor",
        rule: Rule::InvalidTransition,
        source: "OWN",
        given: || Life::after(K::Close),
        when: |_| (by_karin(), Command::LinkSuccessor { successor: id(9001) }),
        leads: true,
    },
    Case {
        name: "a deviation that nobody reported is not decided on",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: || active().wait(Duration::days(1)),
        when: |_| (by_karin(), Command::DecideDeviation { deviation: id(1), revise: true, reason: text("Ändras") }),
        leads: true,
    },
];
