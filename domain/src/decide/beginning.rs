//! From the noticed need to the answer of the offer (T1-T4).

use super::Decision;
use super::common::{acting_staff, actor_name, misplaced, refuse_unnamed};
use crate::command::{Command, DischargeInput, InformationInput, ReportNeed};
use crate::context::{Actor, Context, Duty};
use crate::event::{CaseOpened, Event};
use crate::model::{
    Agreement, CaseKind, Discharge, InformationGiven, NeedReport, NeedSource, RefusalOfSip, SipCase, Urgency,
};
use crate::refusal::Refusal;
use crate::rules::Rule;
use crate::text::Text;
use chrono::{DateTime, Utc};

/// T1. Any staff of an allowed sector, or a citizen for herself at a unit (S0-01, S1-03, S4-02).
pub(super) fn report_need(report: ReportNeed, ctx: &Context<'_>) -> Decision {
    let initiator = match ctx.actor {
        Actor::Staff { staff, duty: Duty::Clinical, .. } => Some(staff.clone()),
        Actor::Staff { .. } => return Err(Rule::RolePermissionMissing.into()),
        Actor::Citizen { citizen } if citizen.person == report.person.id => None,
        // A guardian or a representative asks for somebody else; what they are, the unit finds out when it takes over.
        Actor::Citizen { .. } if matches!(report.source, NeedSource::Guardian | NeedSource::Representative) => None,
        Actor::Citizen { .. } | Actor::System => return Err(Rule::NotFound.into()),
    };
    let is_for_another = ctx.actor.citizen().is_some_and(|citizen| citizen.person != report.person.id);
    if !ctx.profile.initiating_sectors.contains(&report.unit.sector) {
        return Err(Rule::SectorMayNotInitiate.into());
    }
    if report.detected_at > ctx.now {
        return Err(Rule::DetectedInFuture.into());
    }
    if report.kind == CaseKind::Discharge && report.compulsory_open_care {
        return Err(Rule::CompulsoryCare.into());
    }
    // To one whose right nobody has looked at, it is not told that there is a case.
    if report.unit_has_open_case && !is_for_another {
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
        agreement: Agreement::of(ctx.profile),
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
        Command::DeclareUrgency { reason } => Event::UrgencyDeclared(Box::new(Urgency {
            reason: reason.filter(|text| !text.as_str().trim().is_empty()).ok_or(Rule::UrgencyReasonMissing)?,
            decided_by: acting_staff(ctx)?.clone(),
            at: ctx.now,
        })),
        Command::RecordDischarge(input) => Event::DischargeRecorded(Box::new(discharge(case, *input, ctx)?)),
        Command::Offer => Event::Offered { by: actor_name(case, ctx) },
        Command::AnswerOffer { answer, answered_by } => Event::OfferAnswered { answer, answered_by },
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

/// What the law on discharge asks for, added to what is known (2017:612).
fn discharge(case: &SipCase, input: DischargeInput, ctx: &Context<'_>) -> Result<Discharge, Refusal> {
    if input.ready_at.is_some_and(|at| at > ctx.now) {
        return Err(Rule::DateInFuture.into());
    }
    input.fast_vardkontakt.as_ref().map_or(Ok(()), |contact| refuse_unnamed(case, contact))?;
    let before = case.discharge.as_ref();
    Ok(Discharge {
        ready_at: input.ready_at.or(before.and_then(|held| held.ready_at)),
        fast_vardkontakt: input.fast_vardkontakt.or(before.and_then(|held| held.fast_vardkontakt.clone())),
        municipal_health_care: input
            .municipal_health_care
            .unwrap_or(before.is_some_and(|held| held.municipal_health_care)),
        recorded_by: acting_staff(ctx)?.clone(),
        recorded_at: ctx.now,
    })
}

/// T2: a refusal is an exception and gives its reason (S1-05).
fn refuse(reason: Text, informed_at: Option<DateTime<Utc>>, ctx: &Context<'_>) -> Result<Event, Refusal> {
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
