//! Where each command is: method and path, for links and for `/actions`.

use super::exchange::{Shown, path_of};
use super::my_own as own;
use crate::http::Link;
use actix_web::http::Method;
use sip_domain::access::{CaseView, Role};
use sip_domain::command::CommandKind;
use sip_domain::context::Actor;
use sip_domain::directory::UnitRef;
use sip_domain::model::{Activity, ActivityStatus, Invitee, RsvpStatus, Withdrawal, WithdrawalExtent};
use uuid::Uuid;

/// Method and path of a command below the case; `{…}` stands for the thing it is about. None where the caller's kind has no
/// operation for it.
pub(crate) fn route(kind: CommandKind, view: &CaseView, actor: &Actor) -> Option<(Method, &'static str)> {
    let writes_plan = [Role::Coordinator, Role::Secretary, Role::PreparationLead];
    match actor {
        // A participant proposes activities of the own organisation, and writes nothing else in the plan (3.4).
        Actor::Staff { .. }
            if kind == CommandKind::EditDraft && !writes_plan.iter().any(|role| view.roles.contains(role)) =>
        {
            Some((Method::POST, "/plan/draft/activities"))
        }
        Actor::Staff { .. } => staff_route(kind),
        Actor::Citizen { .. } => citizen_route(kind),
        Actor::System => None,
    }
}

fn citizen_route(kind: CommandKind) -> Option<(Method, &'static str)> {
    use CommandKind as K;
    let (post, put, patch) = (Method::POST, Method::PUT, Method::PATCH);
    Some(match kind {
        K::RecordOwnAssessment => (put, "/own-assessment"),
        K::AnswerOffer => (post, "/offer-answer"),
        K::GiveConsent => (post, "/consents"),
        K::WithdrawConsent => (post, "/consents/{consentId}/withdrawal"),
        K::ExpressWishes => (patch, "/preparation"),
        // One place for a yes and a no; what the no does to an invitee is the second of these.
        K::ApproveInvitee | K::RemoveInvitee | K::ApproveRevision => (post, "/approvals"),
        K::AnswerInvitation => (post, "/invitees/{inviteeId}/answer"),
        K::DecideActivity => (post, "/activities/{activityId}/decision"),
        K::UpdateActivity => (put, "/activities/{activityId}/status"),
        K::Sign => (post, "/signatures"),
        K::SettleSurvey => (post, "/survey"),
        K::ReportDeviation => (post, "/deviations"),
        K::ReportMaterialChange => (post, "/material-changes"),
        K::OpenDisagreement => (post, "/disagreements"),
        K::Object => (post, "/objections"),
        _ => return None,
    })
}

fn staff_route(kind: CommandKind) -> Option<(Method, &'static str)> {
    use CommandKind as K;
    let (post, put, patch, delete) = (Method::POST, Method::PUT, Method::PATCH, Method::DELETE);
    Some(match kind {
        K::TakeOver => (post, "/taking"),
        K::RecordOwnAssessment => (put, "/own-assessment"),
        K::RefuseSip => (post, "/refusal"),
        K::RecordInformation => (put, "/information-given"),
        K::Offer => (post, "/offer"),
        K::AnswerOffer => (post, "/offer-answer"),
        K::GiveConsent => (post, "/consents"),
        K::WithdrawConsent => (post, "/consents/{consentId}/withdrawal"),
        K::StartPreparation => (post, "/preparation"),
        K::UpdatePreparation => (patch, "/preparation"),
        K::HandOverPreparation => (put, "/preparation/lead"),
        K::SetBasis => (put, "/basis"),
        K::WriteMapping => (put, "/mapping"),
        K::ShareMapping => (post, "/mapping/sharing"),
        K::AddInvitee => (post, "/invitees"),
        K::RemoveInvitee => (delete, "/invitees/{inviteeId}"),
        K::ApproveInvitee => (post, "/invitees/{inviteeId}/approval"),
        K::RecordPreContact => (post, "/invitees/{inviteeId}/pre-contacts"),
        K::AnswerInvitation => (put, "/invitees/{inviteeId}/answer"),
        K::NameRepresentative => (put, "/invitees/{inviteeId}/representative"),
        K::NameSubstitute => (put, "/invitees/{inviteeId}/substitute"),
        K::RecordPreparedness => (put, "/invitees/{inviteeId}/preparedness"),
        K::PlanMeeting => (post, "/meetings"),
        K::UpdateMeeting => (patch, "/meetings/{meetingId}"),
        K::AssignMeetingRoles => (put, "/meetings/{meetingId}/roles"),
        K::SetAgenda => (put, "/meetings/{meetingId}/agenda"),
        K::SendSummons => (post, "/meetings/{meetingId}/summons"),
        K::CancelMeeting => (post, "/meetings/{meetingId}/cancellation"),
        K::RecordMeeting => (put, "/meetings/{meetingId}/record"),
        K::RequireNewMeeting => (post, "/new-meeting"),
        K::AppointCoordinator => (put, "/coordinator"),
        K::EndCoordinator => (delete, "/coordinator"),
        K::EditDraft => (patch, "/plan/draft"),
        K::DecideActivity => (put, "/activities/{activityId}/decision"),
        K::UpdateActivity => (put, "/activities/{activityId}/status"),
        K::Sign => (post, "/signatures"),
        K::Establish => (post, "/plan/establishment"),
        K::OpenRevision => (post, "/plan/revision"),
        K::ApproveRevision => (post, "/plan/revision/approval"),
        K::EstablishRevision => (post, "/plan/revision/establishment"),
        K::DiscardRevision => (post, "/plan/revision/discarding"),
        kind => return side_route(kind).or_else(|| later_route(kind)),
    })
}

fn side_route(kind: CommandKind) -> Option<(Method, &'static str)> {
    use CommandKind as K;
    let (post, put, patch) = (Method::POST, Method::PUT, Method::PATCH);
    Some(match kind {
        K::DeclareUrgency => (put, "/urgency"),
        K::RecordDischarge => (put, "/discharge"),
        K::RecordChild => (patch, "/child"),
        K::AddGuardian => (post, "/guardians"),
        K::ChangeGuardian => (patch, "/guardians/{guardianId}"),
        K::AddRepresentative => (post, "/representatives"),
        K::EndRepresentative => (patch, "/representatives/{representativeId}"),
        K::Protect => (put, "/protection"),
        K::RecordContactAttempt => (post, "/contact-attempts"),
        K::Pause => (post, "/pause"),
        K::Resume => (post, "/resumption"),
        K::CloseExpired | K::CloseInactive => (post, "/closure"),
        K::RequestVoiding => (post, "/voiding"),
        K::ConfirmVoiding => (post, "/voiding/confirmation"),
        _ => return None,
    })
}

fn later_route(kind: CommandKind) -> Option<(Method, &'static str)> {
    use CommandKind as K;
    let (post, put) = (Method::POST, Method::PUT);
    Some(match kind {
        K::RecordFollowUp => (post, "/follow-ups"),
        K::AssessClosing => (put, "/party-assessment"),
        K::ConsultOnClosing => (put, "/closing-consultation"),
        K::Close | K::CloseWithoutPlan | K::CloseByEvent => (post, "/closure"),
        K::ReportDeviation => (post, "/deviations"),
        K::DecideDeviation => (put, "/deviations/{deviationId}/decision"),
        K::ReportMaterialChange => (post, "/material-changes"),
        K::OpenDisagreement => (post, "/disagreements"),
        K::EndDisagreement => (put, "/disagreements/{disagreementId}/outcome"),
        K::SettleRecordTask => (put, "/record-tasks/{taskId}/completion"),
        K::AddDelivery => (post, "/deliveries"),
        K::RecordDelivery => (put, "/deliveries/{deliveryId}/handover"),
        K::ConfirmUnderstanding => (put, "/understanding"),
        K::OfferSurvey => (post, "/survey"),
        K::SettleSurvey => (put, "/survey"),
        _ => return None,
    })
}

/// The case itself, what may be done, and one link for each command that is open to the reader: where a command is about one
/// thing of many, one for each thing it can be about.
pub(crate) fn of(view: &CaseView, shown: &Shown) -> Vec<Link> {
    let case = path_of(view.id, &shown.actor);
    let mut links = vec![shown.request.link("self", &Method::GET, &case)];
    links.push(shown.request.link("actions", &Method::GET, &format!("{case}/actions")));
    for action in shown.actions.iter().filter(|action| action.is_open()) {
        let Some((method, template)) = route(action.kind, view, &shown.actor) else { continue };
        for path in expand(template, subjects(action.kind, view, shown)) {
            links.push(shown.request.link(action.kind.code(), &method, &format!("{case}{path}")));
        }
    }
    links
}

/// The template with each id that can stand in it. None when there is nothing that the command could be about.
fn expand(template: &str, subjects: Option<Vec<Uuid>>) -> Vec<String> {
    let Some(subjects) = subjects else { return vec![template.to_owned()] };
    match template.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
        Some((before, after)) => subjects.into_iter().map(|id| format!("{before}{id}{after}")).collect(),
        None if subjects.is_empty() => Vec::new(),
        None => vec![template.to_owned()],
    }
}

/// What of the case the command can be about now, for commands that are about one thing of many.
fn subjects(kind: CommandKind, view: &CaseView, shown: &Shown) -> Option<Vec<Uuid>> {
    use CommandKind as K;
    Some(match kind {
        K::WithdrawConsent => {
            let whole = |w: &Withdrawal| w.extent == WithdrawalExtent::Whole;
            let left = view.consents.iter().filter(|consent| !consent.withdrawals.iter().any(whole));
            left.filter(|consent| own::may_withdraw(consent, view, shown)).map(|consent| consent.id.0).collect()
        }
        K::ChangeGuardian => view.guardians.iter().map(|guardian| guardian.id.0).collect(),
        K::EndRepresentative => view.representatives.iter().map(|mandate| mandate.id.0).collect(),
        K::RemoveInvitee => invitees(view, |invitee| invitee.rsvp.status == RsvpStatus::Draft),
        K::ApproveInvitee => invitees(view, |invitee| invitee.approved_by_individual_at.is_none()),
        K::RecordPreContact => invitees(view, |invitee| invitee.unit().is_some()),
        K::AnswerInvitation => {
            invitees(view, |invitee| invitee.rsvp.status != RsvpStatus::Draft && may_answer(invitee, view, shown))
        }
        // Staff records signatures of others too; a citizen signs where the citizen is on the list.
        K::Sign if shown.actor.citizen().is_some() => invitees(view, |invitee| own::is_invited(invitee, view, shown)),
        K::NameRepresentative | K::NameSubstitute => invitees(view, |invitee| {
            invitee.unit().is_some() && invitee.rsvp.status != RsvpStatus::Draft && may_answer(invitee, view, shown)
        }),
        K::RecordPreparedness => invitees(view, |invitee| invitee.unit().is_some_and(|unit| is_own(unit, shown))),
        K::UpdateMeeting
        | K::AssignMeetingRoles
        | K::SetAgenda
        | K::SendSummons
        | K::CancelMeeting
        | K::RecordMeeting => {
            let open = view.meetings.iter().rev().find(|meeting| meeting.is_open());
            let held = view.meetings.iter().rev().find(|meeting| meeting.held.is_some());
            open.or(held.filter(|_| kind == K::SetAgenda)).map(|meeting| meeting.id.0).into_iter().collect()
        }
        K::DecideActivity => activities(view, shown, |status| {
            matches!(status, ActivityStatus::Proposed | ActivityStatus::AwaitingDecision { .. })
        }),
        K::UpdateActivity => activities(view, shown, |status| {
            !matches!(status, ActivityStatus::Proposed | ActivityStatus::Rejected { .. })
        }),
        K::DecideDeviation => view.deviations.iter().filter(|d| d.decision.is_none()).map(|d| d.id.0).collect(),
        K::EndDisagreement => view.disagreements.iter().filter(|d| d.outcome.is_none()).map(|d| d.id.0).collect(),
        K::SettleRecordTask => {
            let open = view.record_tasks.iter().filter(|task| task.done.is_none() && is_own(&task.unit, shown));
            open.map(|task| task.id.0).collect()
        }
        K::RecordDelivery => {
            view.deliveries.iter().filter(|delivery| delivery.done.is_none()).map(|d| d.id.0).collect()
        }
        _ => return None,
    })
}

fn invitees(view: &CaseView, fits: impl Fn(&Invitee) -> bool) -> Vec<Uuid> {
    view.invitees.iter().filter(|invitee| fits(invitee)).map(|invitee| invitee.id.0).collect()
}

fn is_own(unit: &UnitRef, shown: &Shown) -> bool {
    shown.actor.staff().is_some_and(|staff| staff.unit.organisation == unit.organisation)
}

/// An organisation answers for itself, a citizen for herself; for those who have no account the one who convenes writes the
/// answer down.
fn may_answer(invitee: &Invitee, view: &CaseView, shown: &Shown) -> bool {
    if shown.actor.citizen().is_some() {
        return own::is_invited(invitee, view, shown);
    }
    let convenes = view.roles.contains(&Role::PreparationLead) || view.roles.contains(&Role::Coordinator);
    invitee.unit().map_or(convenes, |unit| is_own(unit, shown))
}

/// Activities that the reader's organisation answers for, or the individual in the own case.
fn activities(view: &CaseView, shown: &Shown, fits: impl Fn(&ActivityStatus) -> bool) -> Vec<Uuid> {
    let plan = view.draft.as_ref().or(view.versions.last().map(|version| &version.content));
    let answers = |activity: &&Activity| {
        activity.responsible.unit().is_some_and(|unit| is_own(unit, shown)) || own::answers_for(activity, shown)
    };
    let all = plan.map(|plan| plan.activities.as_slice()).unwrap_or_default();
    all.iter().filter(answers).filter(|activity| fits(&activity.status)).map(|activity| activity.id.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use utoipa::openapi::path::{Operation, PathItem};

    fn operation<'a>(item: &'a PathItem, method: &Method) -> Option<&'a Operation> {
        match method.as_str() {
            "POST" => item.post.as_ref(),
            "PUT" => item.put.as_ref(),
            "PATCH" => item.patch.as_ref(),
            "DELETE" => item.delete.as_ref(),
            _ => None,
        }
    }

    #[test]
    fn every_link_leads_to_an_operation() {
        let document = crate::app::document();
        for kind in CommandKind::all() {
            let routes =
                [("/sip/v1/cases/{caseId}", staff_route(kind)), ("/sip/v1/me/cases/{caseId}", citizen_route(kind))];
            for (root, route) in routes {
                let Some((method, path)) = route else { continue };
                let item = document.paths.paths.get(&format!("{root}{path}"));
                assert!(
                    item.is_some_and(|item| operation(item, &method).is_some()),
                    "{} {method} {root}{path}",
                    kind.code()
                );
            }
        }
    }

    #[test]
    fn every_command_can_be_given() {
        let elsewhere = [CommandKind::ReportNeed, CommandKind::LinkSuccessor];
        for kind in CommandKind::all().filter(|kind| !elsewhere.contains(kind)) {
            assert!(staff_route(kind).is_some() || citizen_route(kind).is_some(), "{}", kind.code());
        }
    }
}
