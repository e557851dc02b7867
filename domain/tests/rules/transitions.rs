//! The transitions of a case that are built (3.2), each on its straight way.

use crate::life::*;
use crate::support::*;
use sip_domain::command::{Command, CommandKind as K, ReportNeed};
use sip_domain::context::Actor;
use sip_domain::model::*;
use sip_domain::rules::Rule;

#[track_caller]
fn comes_to(life: &Life, status: StatusName) {
    assert_eq!(life.case().status.name(), status);
    assert_eq!(life.case().version, i64::try_from(life.journal.len()).unwrap());
}

#[track_caller]
fn closed_as(life: &Life, reason: ClosureReason) {
    let Status::Closed(closure) = &life.case().status else { panic!("{:?}", life.case().status.name()) };
    assert_eq!(closure.reason, reason);
}

fn deviation(life: &Life) -> Command {
    let deviation = life.case().deviations.last().unwrap().id;
    Command::DecideDeviation { deviation, revise: true, reason: text("Insatsen ändras") }
}

fn deviated() -> Life {
    Life::after(K::Establish).and(&individual(), Command::ReportDeviation { activity: None, text: text("Ingen kom") })
}

#[test]
fn t1_a_reported_need_opens_a_case() {
    comes_to(&Life::after(K::ReportNeed), StatusName::NeedIdentified);
}

#[test]
fn t1_a_citizens_request_waits_until_somebody_takes_it() {
    let life = Life::default().then(&individual(), |life| report_need(ReportNeed { ..report(life.now) }));
    assert_eq!(life.case().initiator, None);
    let life = life.and(&by_karin(), Command::TakeOver);
    assert_eq!(life.case().initiator, Some(karin()));
    comes_to(&life, StatusName::NeedIdentified);
}

#[test]
fn t2_a_refusal_ends_the_case() {
    let life = Life::after(K::ReportNeed)
        .and(&individual(), Command::RecordOwnAssessment { text: text("Jag vill ha hjälp") })
        .then(&by_karin(), |life| refuse("Behovet kan mötas av en verksamhet", Some(life.now)));
    comes_to(&life, StatusName::Refused);
}

#[test]
fn t3_an_informed_individual_is_offered_a_plan() {
    comes_to(&Life::after(K::Offer), StatusName::Offered);
}

#[test]
fn t4_a_no_ends_the_case() {
    let life = Life::after(K::Offer).and(&individual(), answer_offer(OfferAnswer::Declined));
    comes_to(&life, StatusName::Declined);
}

#[test]
fn t5_the_initiator_prepares() {
    let life = Life::after(K::StartPreparation);
    comes_to(&life, StatusName::Preparing);
    assert_eq!(life.case().preparation_lead, Some(karin()));
}

#[test]
fn t6_the_summons_goes_to_everybody_on_the_list() {
    let life = Life::after(K::SendSummons);
    comes_to(&life, StatusName::Summoned);
    assert_eq!(life.case().summonses.len(), life.case().invitees.len());
    assert_eq!(life.case().disclosures.len(), 3, "one for each unit");
}

#[test]
fn t7_a_new_time_takes_back_every_answer_and_is_summoned_to_anew() {
    let life = Life::before(K::RecordMeeting).wait(chrono::Duration::days(-10));
    let life = life.then(&by_karin(), |life| change_meeting(life.meeting(), particulars(life.now)));
    assert!(life.case().invitees.iter().all(|invitee| invitee.rsvp.status == RsvpStatus::Draft));
    assert!(life.case().summonses.iter().all(|summons| summons.superseded_at.is_some()));
    let life = life.then(&by_karin(), |life| Command::SendSummons { meeting: life.meeting() });
    comes_to(&life, StatusName::Summoned);
    assert_eq!(life.case().summonses.iter().filter(|summons| summons.superseded_at.is_none()).count(), 4);
}

#[test]
fn t7_an_invitee_added_later_is_summoned_alone() {
    let brother = InviteeKind::Relative { name: name("Bror"), relation: short("bror") };
    let life = Life::after(K::SendSummons)
        .and(&by_karin(), invite(wished(brother)))
        .then(&by_karin(), |life| Command::SendSummons { meeting: life.meeting() });
    assert_eq!(life.case().summonses.len(), 5);
}

#[test]
fn t8_a_cancelled_meeting_leads_back_to_the_preparation() {
    let cancel = |life: &Life| Command::CancelMeeting { meeting: life.meeting(), reason: text("Sjukdom") };
    let life = Life::after(K::SendSummons).then(&by_karin(), cancel);
    comes_to(&life, StatusName::Preparing);
    comes_to(&life.until(K::RecordMeeting), StatusName::Summoned);
}

#[test]
fn t9_the_secretary_writes_the_meeting_down() {
    comes_to(&Life::after(K::RecordMeeting), StatusName::MeetingHeld);
}

#[test]
fn t10_the_coordinator_establishes_the_plan() {
    let life = Life::after(K::Establish);
    comes_to(&life, StatusName::Active);
    let case = life.case();
    assert_eq!((case.versions.len(), case.versions[0].number, &case.draft), (1, 1, &None));
    let to = case.deliveries.iter().map(|delivery| (&delivery.to, delivery.role)).collect::<Vec<_>>();
    assert_eq!(to[0], (&DeliveryTo::Individual, DeliveryRole::Original));
    assert_eq!(to.len(), 4, "a copy for each of the three units");
    let units = case.record_tasks.iter().map(|task| task.unit.id).collect::<Vec<_>>();
    assert_eq!(units, [k_soc().id, r_vc().id, k_hsl().id, r_psy().id]);
}

#[test]
fn t11_another_meeting_is_needed_and_everybody_is_summoned_again() {
    let again = Command::RequireNewMeeting { reason: text("Frågor återstår") };
    let life = Life::after(K::RecordMeeting).and(&by_karin(), again);
    comes_to(&life, StatusName::Preparing);
    let life = life.until(K::SendSummons).then(&by_karin(), |life| Command::SendSummons { meeting: life.meeting() });
    assert_eq!(life.case().summonses.len(), 8);
    comes_to(&life.until(K::AppointCoordinator), StatusName::MeetingHeld);
}

#[test]
fn t12_a_meeting_may_show_that_no_plan_is_needed() {
    let close = Command::CloseWithoutPlan { reason: ClosureReason::NoNeed, note: text("Behovet är löst") };
    closed_as(&Life::after(K::RecordMeeting).and(&by_karin(), close), ClosureReason::NoNeed);
}

#[test]
fn t13_each_of_the_three_causes_opens_a_revision() {
    comes_to(&Life::before(K::ApproveRevision), StatusName::UnderRevision);
    comes_to(&deviated().then(&by_karin(), deviation), StatusName::UnderRevision);
    let changed = Command::ReportMaterialChange { text: text("Flyttat till ny lägenhet") };
    let life = Life::after(K::Establish).and(&individual(), changed).then(&by_karin(), |life| {
        let trigger = RevisionTrigger::MaterialChange(life.case().material_changes[0].id);
        Command::OpenRevision { trigger }
    });
    comes_to(&life, StatusName::UnderRevision);
    assert_eq!(life.case().draft.as_ref(), Some(&life.case().versions[0].content));
}

#[test]
fn t14_an_approved_revision_becomes_the_next_version() {
    let life = Life::after(K::EstablishRevision);
    comes_to(&life, StatusName::Active);
    let versions = &life.case().versions;
    assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [1, 2]);
    assert!(versions[0].superseded_at.is_some() && versions[1].superseded_at.is_none());
}

#[test]
fn t15_a_discarded_revision_leaves_the_plan_as_it_was() {
    let discard = Command::DiscardRevision { reason: text("Behövs inte") };
    let life = deviated().then(&by_karin(), deviation).and(&by_karin(), discard);
    comes_to(&life, StatusName::Active);
    assert_eq!((life.case().versions.len(), &life.case().draft), (1, &None));
}

#[test]
fn t16_a_follow_up_lets_the_plan_go_on() {
    let life = Life::after(K::RecordFollowUp);
    comes_to(&life, StatusName::Active);
    assert!(life.case().follow_ups[0].next.is_some());
}

#[test]
fn t17_a_plan_ends_after_its_follow_up() {
    let life = Life::after(K::Close);
    closed_as(&life, ClosureReason::GoalsMet);
    assert!(life.case().record_tasks.iter().any(|task| task.kind == RecordTaskKind::Closure));
}

#[test]
fn t17_a_plan_that_is_replaced_names_its_successor() {
    let close = Command::Close { reason: ClosureReason::ReplacedByNew, note: None };
    let life = Life::before(K::Close).and(&by_karin(), close);
    let life = life.and(&by_karin(), Command::LinkSuccessor { successor: id(9001) });
    assert_eq!(life.case().successor, Some(id(9001)));
}

#[test]
fn t18_a_withdrawal_ends_the_case_from_every_state_after_the_consent() {
    let states = [
        K::StartPreparation,
        K::SendSummons,
        K::RecordMeeting,
        K::AppointCoordinator,
        K::RecordFollowUp,
        K::ApproveRevision,
    ];
    for kind in states {
        let life = Life::before(kind).then(&individual(), |life| withdraw(life.case(), WithdrawalExtent::Whole));
        closed_as(&life, ClosureReason::ConsentWithdrawn);
        assert!(!sip_domain::access::in_force_for_any(life.case(), None, life.now));
    }
}

#[test]
fn t18_the_last_rows_withdrawn_are_the_whole() {
    let life = Life::before(K::SendSummons).then(&by_karin(), |life| {
        let rows = life.case().consents[0].scope.iter().map(|row| row.id).collect();
        withdraw(life.case(), WithdrawalExtent::Rows { rows })
    });
    closed_as(&life, ClosureReason::ConsentWithdrawn);
}

#[test]
fn t18_one_of_two_consents_withdrawn_leaves_the_summons_of_the_other_to_be_answered() {
    let life = Life::after(K::SendSummons)
        .then(&individual(), |life| give(consent_from(life.now)))
        .then(&individual(), |life| withdraw(life.case(), WithdrawalExtent::Whole));
    comes_to(&life, StatusName::Summoned);
    let answer = Command::AnswerInvitation { invitee: life.invited(&r_vc()), accept: true };
    assert!(life.decide(&by_anna(), answer).is_ok());
}

#[test]
fn t23_a_death_or_a_move_ends_the_case_from_every_state() {
    let by: [(K, Actor); 7] = [
        (K::Offer, by_karin()),
        (K::StartPreparation, by_karin()),
        (K::SendSummons, by_karin()),
        (K::RecordMeeting, administrator(&k_soc())),
        (K::AppointCoordinator, by_karin()),
        (K::RecordFollowUp, administrator(&k_soc())),
        (K::ApproveRevision, by_karin()),
    ];
    for (kind, actor) in by {
        for reason in [ClosureReason::Deceased, ClosureReason::Moved] {
            let end = |life: &Life| Command::CloseByEvent { reason, happened_on: life.today() };
            closed_as(&Life::before(kind).then(&actor, end), reason);
        }
    }
}

/// S4-33: it is for the principal that answers for the plan, not for every organisation that was once summoned.
#[test]
fn another_principals_administrator_ends_neither_case_nor_coordinator() {
    let life = Life::before(K::RecordFollowUp);
    let end = Command::CloseByEvent { reason: ClosureReason::Moved, happened_on: life.today() };
    let dismiss = Command::EndCoordinator { reason: CoordinatorEndReason::Changed };
    for command in [end, dismiss] {
        assert_eq!(life.refused(&administrator(&r_vc()), command.clone()).primary(), Rule::RolePermissionMissing);
        assert!(life.decide(&administrator(&k_soc()), command).is_ok());
    }
}
