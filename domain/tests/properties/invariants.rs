//! What holds of a case at every moment.

use crate::life::*;
use crate::support::*;
use chrono::{DateTime, Utc};
use sip_domain::access::{in_force_for_any, view};
use sip_domain::command::{Command, CommandKind as K};
use sip_domain::context::Actor;
use sip_domain::event::{Event, Recorded};
use sip_domain::model::*;
use sip_domain::rebuild;

/// Every fault found in the case after one command, in words.
pub(crate) fn faults(before: Option<&SipCase>, life: &Life, news: &[Recorded]) -> Vec<String> {
    let case = life.case();
    let mut faults = Vec::new();
    let mut claim = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    claim(case.version == i64::try_from(life.journal.len()).unwrap(), "the version counts the journal's rows");
    claim(case.meetings.iter().all(has_two_heads), "chair and secretary are two humans");
    claim(versions_are_in_order(case), "versions are numbered from 1 and only the last is in force");
    claim(is_followed_up(case), "a plan in force says when it is followed up, or why not");
    claim(is_shared_on_consent(before, case), "nothing is given out without a consent in force");
    claim(
        plans_are_whole(news),
        "an established plan has a goal for every need, an activity for every goal, and a follow-up to come",
    );
    claim(before.is_none_or(|before| rests(before, case)), "an ended case stays as it ended");
    claim(sees_no_working_tools(case, life.now), "the individual sees neither mapping nor excluded topics");
    claim(is_hidden(life), "an outsider sees nothing");
    claim(is_readable_by_the_individual(life), "the individual sees every case but a voided one");
    faults.extend(crate::relations::faults(life));
    let mut claim = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    for recorded in news {
        let json = serde_json::to_string(recorded).unwrap();
        claim(serde_json::from_str::<Recorded>(&json).unwrap() == *recorded, "an event is read back as it was written");
    }
    faults
}

/// The faults of a whole life: what is stored is what was.
pub(crate) fn faults_of_storage(life: &Life) -> Vec<&'static str> {
    let json = serde_json::to_string(life.case()).unwrap();
    let read_back = serde_json::from_str::<SipCase>(&json).unwrap() == *life.case();
    let rebuilt = rebuild(&life.journal).as_ref() == life.case.as_ref();
    [(read_back, "the case is read back as it was written"), (rebuilt, "the journal adds up to the case")]
        .into_iter()
        .filter_map(|(holds, what)| (!holds).then_some(what))
        .collect()
}

fn has_two_heads(meeting: &Meeting) -> bool {
    match (&meeting.chair, &meeting.secretary) {
        (Some(chair), Some(secretary)) => !chair.is_same_human(secretary),
        _ => meeting.held.is_none(),
    }
}

fn versions_are_in_order(case: &SipCase) -> bool {
    let last = case.versions.len();
    (1..).zip(&case.versions).all(|(n, version)| {
        usize::try_from(version.number).unwrap() == n && (version.superseded_at.is_none() == (n == last))
    })
}

fn is_followed_up(case: &SipCase) -> bool {
    let runs = matches!(case.status.name(), StatusName::Active | StatusName::UnderRevision);
    !runs || case.current_version().is_some_and(|version| version.content.follow_up.is_some())
}

/// Each new row of the ledger rests on a consent that is in force for its unit at its time, and names that one.
fn is_shared_on_consent(before: Option<&SipCase>, case: &SipCase) -> bool {
    let known = before.map_or(0, |before| before.disclosures.len());
    case.disclosures.iter().skip(known).all(|row| {
        let DisclosureGround::Consent { consent } = &row.ground else { return false };
        let holds = |held: &Consent| held.id == *consent && held.valid_from <= row.at && row.at < held.valid_to;
        in_force_for_any(case, Some(row.to_unit), row.at) && case.consents.iter().any(holds)
    })
}

fn plans_are_whole(news: &[Recorded]) -> bool {
    news.iter().all(|recorded| {
        let Event::PlanEstablished { version, .. } = &recorded.event else { return true };
        let plan = &version.content;
        let carried = |goal: &Goal| {
            let alive = |activity: &&Activity| !matches!(activity.status, ActivityStatus::Rejected { .. });
            plan.activities.iter().filter(alive).any(|activity| activity.goals.contains(&goal.id))
        };
        let aimed = |need: &Need| plan.goals.iter().any(|goal| goal.needs.contains(&need.id));
        let followed = match &plan.follow_up {
            Some(FollowUpPlan::Planned { date, .. } | FollowUpPlan::None { mandate_until: date, .. }) => {
                *date > recorded.at.date_naive()
            }
            None => false,
        };
        followed && plan.needs.iter().all(aimed) && plan.goals.iter().all(carried)
    })
}

/// Whether a command may still be taken after the end.
pub(crate) fn is_for_the_ended(command: &Command) -> bool {
    matches!(
        command.kind(),
        K::WithdrawConsent
            | K::SettleRecordTask
            | K::AddDelivery
            | K::RecordDelivery
            | K::SettleSurvey
            | K::Object
            | K::LinkSuccessor
    )
}

fn rests(before: &SipCase, case: &SipCase) -> bool {
    !before.status.name().is_final() || (before.status == case.status && before.versions == case.versions)
}

fn sees_no_working_tools(case: &SipCase, now: DateTime<Utc>) -> bool {
    // To nobody is a voided case shown.
    view(case, &individual(), now).is_none_or(|shown| {
        let topics = shown
            .preparation
            .as_ref()
            .is_none_or(|shown| shown.excluded_topics.is_none() && shown.preparation.excluded_topics.is_empty());
        shown.mapping.is_none() && topics
    })
}

fn is_hidden(life: &Life) -> bool {
    let stranger: Actor = clinical(&staff(398, "Främling", &unit(998, 9980, sip_domain::profile::Sector::Health)));
    view(life.case(), &stranger, life.now).is_none() && life.allowed(&stranger).is_empty()
}

fn is_readable_by_the_individual(life: &Life) -> bool {
    let is_shown = view(life.case(), &individual(), life.now).is_some();
    is_shown == (life.case().status.name() != StatusName::Voided)
}
