//! After the meeting and while the plan runs.

use super::codes::{
    DeliveryChannel, DeliveryRole, DisagreementWay, FollowUpOutcome, RecipientKind, RecordTaskEndKind, RecordTaskKind,
    SignatureKind, SurveyState,
};
use super::common::{ActorBody, StaffBody, UnitNameBody};
use super::plan::{AttainmentBody, FollowUpPlanBody};
use super::{Wire, shape};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sip_domain::model::{self, DeliveryTo, RecordTaskEnd, SignatureMethod};
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// A signature (underskrift).
    SignatureBody of model::Signature {
        /// The signature.
        id: Uuid,
        /// Who, as invitee of the meeting.
        invitee: Uuid,
        /// Which version of the plan it is for.
        version: u32,
        /// Name as signed.
        name: String,
        /// How.
        method: SignatureMethodBody,
        /// When.
        at: DateTime<Utc>,
    }

    /// What was done about a delivery.
    DeliveryDoneBody of model::DeliveryDone {
        /// How.
        channel: DeliveryChannel,
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: String,
    }

    /// A row of the delivery ledger (utlämnad plan).
    DeliveryBody of model::Delivery {
        /// The row.
        id: Uuid,
        /// Which version of the plan.
        version: u32,
        /// To whom.
        to: RecipientBody,
        /// Original or copy.
        role: DeliveryRole,
        /// When it became due.
        due: NaiveDate,
        /// Once it was handed over.
        done: Option<DeliveryDoneBody>,
    }

    /// When, by whom and how a record-keeping task was settled.
    RecordTaskDoneBody of model::RecordTaskDone {
        /// How.
        end: RecordTaskEndBody,
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: ActorBody,
    }

    /// A record-keeping task (journalföring) of one unit.
    RecordTaskBody of model::RecordTask {
        /// The task.
        id: Uuid,
        /// Whose records.
        unit: UnitNameBody,
        /// About what.
        kind: RecordTaskKind,
        /// By when.
        due: NaiveDate,
        /// Once it is settled.
        done: Option<RecordTaskDoneBody>,
    }

    /// The coordinator's confirmation that the individual understood.
    UnderstandingBody of model::Understanding {
        /// Which version.
        version: u32,
        /// What is to be done was understood.
        what: bool,
        /// Why was understood.
        why: bool,
        /// By whom was understood.
        by_whom: bool,
        /// In words.
        note: Option<String>,
        /// Who confirms.
        by: StaffBody,
        /// When.
        at: DateTime<Utc>,
    }

    /// The survey offered to the individual (enkät). No answers are kept.
    SurveyBody of model::Survey {
        /// When it was offered.
        offered_at: DateTime<Utc>,
        /// Where it stands.
        state: SurveyState,
    }

    /// The coordinator's decision on a deviation.
    DeviationDecisionBody of model::DeviationDecision {
        /// Revise the plan, or leave it.
        revise: bool,
        /// Why.
        reason: String,
        /// Who decided.
        by: StaffBody,
        /// When.
        at: DateTime<Utc>,
    }

    /// A reported deviation from the plan (avsteg).
    DeviationBody of model::Deviation {
        /// The deviation.
        id: Uuid,
        /// The activity it is about.
        activity: Option<Uuid>,
        /// Who reported it.
        reported_by: ActorBody,
        /// When.
        at: DateTime<Utc>,
        /// In words.
        text: String,
        /// The coordinator's decision.
        decision: Option<DeviationDecisionBody>,
    }

    /// A material change of the individual's situation (väsentlig förändring).
    MaterialChangeBody of model::MaterialChange {
        /// The change.
        id: Uuid,
        /// Who reported it.
        reported_by: ActorBody,
        /// When.
        at: DateTime<Utc>,
        /// In words.
        text: String,
    }

    /// How a disagreement ended.
    DisagreementOutcomeBody of model::DisagreementOutcome {
        /// Resolved, or it remains and is noted.
        resolved: bool,
        /// In words.
        text: String,
        /// When.
        at: DateTime<Utc>,
        /// Who recorded it.
        by: String,
    }

    /// A disagreement between parties (oenighet).
    DisagreementBody of model::Disagreement {
        /// The disagreement.
        id: Uuid,
        /// What it is about.
        about: String,
        /// How it is taken up.
        way: DisagreementWay,
        /// Between which units.
        parties: Vec<UnitNameBody>,
        /// By when.
        due: NaiveDate,
        /// What the individual thinks.
        individual_view: Option<String>,
        /// When it was opened.
        opened_at: DateTime<Utc>,
        /// Who opened it.
        opened_by: ActorBody,
        /// How it ended.
        outcome: Option<DisagreementOutcomeBody>,
    }

    /// A party's note at a follow-up.
    OrganisationNoteBody of model::OrganisationNote {
        /// Which unit.
        unit: UnitNameBody,
        /// In words.
        text: String,
    }

    /// A held follow-up (uppföljning) of one version of the plan.
    FollowUpBody of model::FollowUp {
        /// The follow-up.
        id: Uuid,
        /// The meeting at which it was made.
        meeting: Uuid,
        /// The version that was followed up.
        version: u32,
        /// How far each goal was reached.
        attainments: Vec<AttainmentBody>,
        /// The parties' notes.
        organisation_notes: Vec<OrganisationNoteBody>,
        /// Whether coordination is still needed.
        continued_need: bool,
        /// What it led to.
        outcome: FollowUpOutcome,
        /// The next follow-up, when the plan goes on.
        next: Option<FollowUpPlanBody>,
        /// When it was recorded.
        at: DateTime<Utc>,
        /// By whom.
        by: StaffBody,
    }

    /// One party's view on ending the plan.
    PartyAssessmentBody of model::PartyAssessment {
        /// Which unit.
        unit: UnitNameBody,
        /// Whether it agrees that the plan can end.
        agrees: bool,
        /// In words.
        note: Option<String>,
        /// When.
        at: DateTime<Utc>,
        /// Who said so.
        by: String,
    }

    /// The individual was asked about ending the plan.
    ClosingConsultationBody of model::ClosingConsultation {
        /// When.
        at: DateTime<Utc>,
        /// What the individual thinks.
        individual_view: Option<String>,
    }

    /// The individual's approval of the open revision.
    RevisionApprovalBody of model::RevisionApproval {
        /// When.
        at: DateTime<Utc>,
        /// The individual, or the staff who recorded it.
        by: ActorBody,
    }

    /// The individual's objection (avvikande mening), kept with the case.
    ObjectionBody of model::Objection {
        /// The note.
        id: Uuid,
        /// Who objects.
        by: String,
        /// When.
        at: DateTime<Utc>,
        /// In words.
        text: String,
    }
}

/// How a plan was signed.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct SignatureMethodBody {
    /// On paper, electronically, or refused.
    pub(crate) kind: SignatureKind,
    /// Why it was refused.
    pub(crate) reason: Option<String>,
}

impl Wire<SignatureMethodBody> for SignatureMethod {
    fn wire(&self) -> SignatureMethodBody {
        let (kind, reason) = match self {
            Self::Paper => (SignatureKind::Paper, None),
            Self::Electronic => (SignatureKind::Electronic, None),
            Self::Refused { reason } => (SignatureKind::Refused, Some(reason.wire())),
        };
        SignatureMethodBody { kind, reason }
    }
}

/// Who is to have the plan.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct RecipientBody {
    /// The individual, a unit, a relative or another participant.
    pub(crate) kind: RecipientKind,
    /// The unit.
    pub(crate) unit: Option<UnitNameBody>,
    /// The relative or participant.
    pub(crate) name: Option<String>,
}

impl Wire<RecipientBody> for DeliveryTo {
    fn wire(&self) -> RecipientBody {
        let (kind, unit, name) = match self {
            Self::Individual => (RecipientKind::Individual, None, None),
            Self::Unit { unit } => (RecipientKind::Unit, Some(unit.wire()), None),
            Self::Relative { name } => (RecipientKind::Relative, None, Some(name.wire())),
            Self::Participant { name } => (RecipientKind::Participant, None, Some(name.wire())),
        };
        RecipientBody { kind, unit, name }
    }
}

/// How a record-keeping task ended.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct RecordTaskEndBody {
    /// Written down, or not to be written there.
    pub(crate) kind: RecordTaskEndKind,
    /// The note's reference.
    pub(crate) reference: Option<String>,
    /// Why it is not to be written there.
    pub(crate) reason: Option<String>,
}

impl Wire<RecordTaskEndBody> for RecordTaskEnd {
    fn wire(&self) -> RecordTaskEndBody {
        let (kind, reference, reason) = match self {
            Self::Done { reference } => (RecordTaskEndKind::Done, reference.wire(), None),
            Self::NotApplicable { reason } => (RecordTaskEndKind::NotApplicable, None, Some(reason.wire())),
        };
        RecordTaskEndBody { kind, reference, reason }
    }
}
