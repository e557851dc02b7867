//! From a command to what happens, or to the rule that stands in the way.
//!
//! Two steps, so that nothing is written twice: [`guards`] looks at the case alone and is also what [`allowed`] tells a
//! client beforehand; the functions below look at what was sent.

mod aftercare;
mod allowed;
mod beginning;
mod common;
mod completeness;
mod consent;
mod disclosing;
mod ending;
mod excluded;
mod guards;
mod invitees;
mod meetings;
mod persons;
mod plan;
mod preparation;
mod progress;
mod standing;
mod summons;

pub use allowed::{Action, allowed};

use crate::access::is_related;
use crate::command::{Command, CommandKind};
use crate::context::Context;
use crate::event::{Event, Recorded};
use crate::evolve;
use crate::model::SipCase;
use crate::refusal::Refusal;
use crate::rules::Rule;

/// What a decision comes to.
pub type Decision = Result<Vec<Event>, Refusal>;

/// Decides on a command: the events it leads to, or every rule that stands in the way.
///
/// `case` is absent for [`Command::ReportNeed`] only. No clock, no chance: the same input gives the same answer.
pub fn decide(case: Option<&SipCase>, command: Command, ctx: &Context<'_>) -> Decision {
    let kind = command.kind();
    let (case, command) = match (case, command) {
        (None, Command::ReportNeed(report)) => return beginning::report_need(*report, ctx),
        (None, _) => return Err(Rule::NotFound.into()),
        (Some(case), Command::ReportNeed(_)) if !is_related(case, ctx.actor, ctx.now) => {
            return Err(Rule::NotFound.into());
        }
        (Some(case), Command::ReportNeed(_)) => return Err(with_allowed(Rule::InvalidTransition.into(), case, ctx)),
        (Some(case), command) => (case, command),
    };
    if let Some(refusal) = Refusal::from_violations(guards::blockers(case, kind, ctx)) {
        return Err(with_allowed(refusal, case, ctx));
    }
    let events = dispatch(case, command, ctx).map_err(|refusal| with_allowed(refusal, case, ctx))?;
    Ok(with_ledger(case, events, ctx))
}

/// Notes what the events open to other units, in the same decision (3.5).
fn with_ledger(case: &SipCase, mut events: Vec<Event>, ctx: &Context<'_>) -> Vec<Event> {
    let opens = |event: &Event| {
        matches!(
            event,
            Event::PlanEstablished { .. } | Event::MappingShared | Event::ConsentGiven(_) | Event::SummonsSent { .. }
        )
    };
    if events.iter().any(opens) {
        events.extend(disclosing::opened(&after(case, &events, ctx), ctx));
    }
    events
}

/// The case as it is once the events have happened.
fn after(case: &SipCase, events: &[Event], ctx: &Context<'_>) -> SipCase {
    let recorded = events.iter().map(|event| Recorded { at: ctx.now, by: ctx.actor.clone(), event: event.clone() });
    recorded.fold(case.clone(), |case, entry| evolve(Some(case.clone()), &entry).unwrap_or(case))
}

/// A command in the wrong state is told what may be done instead (INV-51).
fn with_allowed(mut refusal: Refusal, case: &SipCase, ctx: &Context<'_>) -> Refusal {
    if refusal.primary() == Rule::InvalidTransition {
        refusal.allowed = open_commands(case, ctx).collect();
    }
    refusal
}

fn open_commands(case: &SipCase, ctx: &Context<'_>) -> impl Iterator<Item = CommandKind> {
    CommandKind::all().filter(move |kind| guards::blockers(case, *kind, ctx).is_empty())
}

fn dispatch(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    use Command as C;
    match command {
        C::ReportNeed(_) => Err(Rule::InvalidTransition.into()),
        command @ (C::TakeOver
        | C::RecordOwnAssessment { .. }
        | C::RefuseSip { .. }
        | C::RecordInformation(_)
        | C::Offer
        | C::DeclareUrgency { .. }
        | C::RecordDischarge(_)
        | C::AnswerOffer { .. }) => beginning::decide(case, command, ctx),
        C::Person(command) => persons::decide(case, *command, ctx),
        C::Standing(command) => standing::decide(case, command, ctx),
        C::GiveConsent(input) => consent::give(case, *input, ctx),
        C::WithdrawConsent { consent, channel, extent } => consent::withdraw(case, consent, channel, extent, ctx),
        command @ (C::StartPreparation
        | C::UpdatePreparation(_)
        | C::ExpressWishes(_)
        | C::HandOverPreparation { .. }
        | C::SetBasis { .. }
        | C::WriteMapping { .. }
        | C::ShareMapping) => preparation::decide(case, command, ctx),
        command @ (C::AddInvitee(_)
        | C::RemoveInvitee { .. }
        | C::ApproveInvitee { .. }
        | C::RecordPreContact { .. }
        | C::AnswerInvitation { .. }
        | C::NameRepresentative { .. }
        | C::NameSubstitute { .. }
        | C::RecordPreparedness { .. }) => invitees::decide(case, command, ctx),
        C::SendSummons { meeting } => summons::send(case, meeting, ctx),
        command @ (C::PlanMeeting(_)
        | C::UpdateMeeting { .. }
        | C::AssignMeetingRoles { .. }
        | C::SetAgenda { .. }
        | C::CancelMeeting { .. }
        | C::RecordMeeting { .. }
        | C::RequireNewMeeting { .. }) => meetings::decide(case, command, ctx),
        command => dispatch_plan(case, command, ctx),
    }
}

fn dispatch_plan(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    use Command as C;
    match command {
        command @ (C::AppointCoordinator { .. }
        | C::EndCoordinator { .. }
        | C::EditDraft(_)
        | C::DecideActivity { .. }
        | C::UpdateActivity { .. }
        | C::Establish
        | C::OpenRevision { .. }
        | C::ApproveRevision
        | C::EstablishRevision
        | C::DiscardRevision { .. }) => plan::decide(case, command, ctx),
        command @ (C::ReportDeviation { .. }
        | C::DecideDeviation { .. }
        | C::ReportMaterialChange { .. }
        | C::OpenDisagreement(_)
        | C::EndDisagreement { .. }
        | C::RecordFollowUp(_)) => progress::decide(case, command, ctx),
        command @ (C::CloseWithoutPlan { .. }
        | C::AssessClosing { .. }
        | C::ConsultOnClosing { .. }
        | C::Close { .. }
        | C::CloseByEvent { .. }
        | C::Object { .. }
        | C::LinkSuccessor { .. }) => ending::decide(case, command, ctx),
        command => aftercare::decide(case, command, ctx),
    }
}
