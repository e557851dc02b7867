//! From the noticed need to the answer of the offer (T1-T4).

use super::Decision;
use super::common::{acting_staff, actor_name, misplaced};
use crate::command::{Command, InformationInput, ReportNeed};
use crate::context::{Actor, Context, Duty};
use crate::event::{CaseOpened, Event};
use crate::model::{InformationGiven, NeedReport, RefusalOfSip, SipCase};
use crate::rules::Rule;
use crate::text::Text;
use chrono::{DateTime, Utc};

/// T1. Any staff of an allowed sector, or a citizen for herself at a unit (S0-01, S1-03, S4-02).
pub(super) fn report_need(report: ReportNeed, ctx: &Context<'_>) -> Decision {
    let initiator = match ctx.actor {
        Actor::Staff { staff, duty: Duty::Clinical } => Some(staff.clone()),
        Actor::Staff { .. } => return Err(Rule::RolePermissionMissing.into()),
        Actor::Citizen { citizen } if citizen.person == report.person.id => None,
        Actor::Citizen { .. } => return Err(Rule::NotFound.into()),
    };
    if !ctx.profile.initiating_sectors.contains(&report.unit.sector) {
        return Err(Rule::SectorMayNotInitiate.into());
    }
    if report.detected_at > ctx.now {
        return Err(Rule::DetectedInFuture.into());
    }
    if report.unit_has_open_case {
        return Err(Rule::DuplicateCase.into());
    }
    let need = NeedReport {
        source: report.source,
        source_detail: report.source_detail,
        detected_at: report.detected_at,
        description: report.description,
        own_assessment: report.own_assessment,
        trigger: report.trigger,
        reported_by: ctx.actor.clone(),
        taken_over_at: None,
    };
    Ok(vec![Event::CaseOpened(Box::new(CaseOpened {
        case: report.case,
        kind: report.kind,
        person: report.person,
        need,
        legal_basis: report.legal_basis,
        unit: report.unit,
        initiator,
        predecessor: report.predecessor,
    }))])
}

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::TakeOver => Event::TakenOver { initiator: acting_staff(ctx)?.clone() },
        Command::RecordOwnAssessment { text } => Event::OwnAssessmentRecorded { text },
        Command::RefuseSip { reason, individual_informed_at } => refuse(reason, individual_informed_at, ctx)?,
        Command::RecordInformation(input) if input.oral_at.max(input.written_at).is_some_and(|at| at > ctx.now) => {
            return Err(Rule::DateInFuture.into());
        }
        Command::RecordInformation(input) => Event::InformationRecorded(informed(case, input, ctx)),
        Command::Offer => Event::Offered { by: actor_name(case, ctx) },
        Command::AnswerOffer { answer, answered_by } => Event::OfferAnswered { answer, answered_by },
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

/// T2: a refusal is an exception and gives its reason (S1-05).
fn refuse(
    reason: Text,
    informed_at: Option<DateTime<Utc>>,
    ctx: &Context<'_>,
) -> Result<Event, crate::refusal::Refusal> {
    if reason.as_str().trim().chars().count() < ctx.profile.refusal_reason_min_chars {
        return Err(Rule::RefusalReasonMissing.into());
    }
    let individual_informed_at = informed_at.filter(|at| *at <= ctx.now).ok_or(Rule::IndividualNotInformed)?;
    let decided_by = acting_staff(ctx)?.clone();
    let refusal = RefusalOfSip { reason, decided_by, decided_at: ctx.now, individual_informed_at };
    Ok(Event::SipRefused(Box::new(refusal)))
}

fn informed(case: &SipCase, input: InformationInput, ctx: &Context<'_>) -> InformationGiven {
    let before = &case.information;
    InformationGiven {
        oral_at: input.oral_at.or(before.oral_at),
        written_at: input.written_at.or(before.written_at),
        by: Some(actor_name(case, ctx)),
        language: input.language.or_else(|| before.language.clone()),
        adaptation: input.adaptation.or_else(|| before.adaptation.clone()),
    }
}
