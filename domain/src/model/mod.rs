//! The aggregate: one SIP case with all that belongs to it (3.6).

mod aftermath;
mod agreement;
mod consent;
mod discharge;
mod invitee;
mod meeting;
mod needs;
mod people;
mod plan;
mod preparation;
mod progress;
mod protection;
mod status;

pub use aftermath::*;
pub use agreement::*;
pub use consent::*;
pub use discharge::*;
pub use invitee::*;
pub use meeting::*;
pub use needs::*;
pub use people::*;
pub use plan::*;
pub use preparation::*;
pub use progress::*;
pub use protection::*;
pub use status::*;

use crate::directory::{StaffRef, UnitRef};
use crate::ids::{CaseId, PrincipalId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The number of the stored shape. Raised when a stored case must be read differently.
pub const SCHEMA: u32 = 1;

/// What a case is about in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// Planning in open care (HSL 16:4, `SoL` 2025:400 10:8-9).
    OpenCare,
    /// Planning at discharge (lag 2017:612 4:1).
    Discharge,
    /// Linked to an individual plan by LSS 10 §.
    LssLinked,
}

/// The law or agreement a case rests on (S3-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// Hälso- och sjukvårdslagen 16 kap. 4 §.
    Hsl,
    /// Socialtjänstlagen (2025:400) 10 kap. 8 §.
    Sol,
    /// Lag (2017:612) 4 kap. 1 §.
    Discharge,
    /// LSS 10 §.
    Lss,
    /// A local agreement.
    Agreement,
}

/// One coordinated individual plan's whole case. Changed only by events, see [`crate::evolve`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SipCase {
    /// The stored shape's number, see [`SCHEMA`].
    pub schema: u32,
    /// The case.
    pub id: CaseId,
    /// How many events the case has lived through; the journal's length and the `ETag` (INV-50).
    pub version: i64,
    /// What the case is about in law.
    pub kind: CaseKind,
    /// Where in the process the case stands (3.2).
    pub status: Status,
    /// Why the case is urgent, when it is (S1-27).
    pub urgent: Option<Urgency>,
    /// The person the plan is for (den enskilde).
    pub person: Person,
    /// The principal with overall responsibility for the plan (S1-44, S4-33).
    pub principal_responsible: Option<PrincipalId>,
    /// The law or agreement the case rests on.
    pub legal_basis: Vec<LegalBasis>,
    /// The case this one follows (S1-60).
    pub predecessor: Option<CaseId>,
    /// The case that follows this one.
    pub successor: Option<CaseId>,
    /// When the case was opened.
    pub created_at: DateTime<Utc>,
    /// How the need was noticed.
    pub need: NeedReport,
    /// The staff member who took the initiative; none while a citizen's request waits in a unit's inbox (S4-02).
    pub initiator: Option<StaffRef>,
    /// The unit that answers for the case until a coordinator does.
    pub responsible_unit: UnitRef,
    /// Who prepares and convenes (samordningsansvarig), one at a time (C13).
    pub preparation_lead: Option<StaffRef>,
    /// Information given to the individual (S0-03).
    pub information: InformationGiven,
    /// The offer and its answer (S2-01).
    pub offer: Option<Offer>,
    /// The child's part, for a person under 18.
    pub child: Option<Child>,
    /// Guardians of a person under 18.
    pub guardians: Vec<Guardian>,
    /// Those who may speak for the individual.
    pub representatives: Vec<Representative>,
    /// What of the local agreement the case was opened under.
    #[serde(default)]
    pub agreement: Agreement,
    /// Who alone may open the case, once somebody in it is protected (INV-49).
    #[serde(default)]
    pub reader_list: Option<ReaderList>,
    /// What a planning at discharge rests on (2017:612).
    #[serde(default)]
    pub discharge: Option<Discharge>,
    /// When the ability to consent was last assessed anew; the individual's own consents from before do not count (S4-04).
    #[serde(default)]
    pub reassessed_at: Option<DateTime<Utc>>,
    /// A voiding that waits for the second person (T24).
    #[serde(default)]
    pub voiding_request: Option<VoidingRequest>,
    /// Every consent, also ended ones.
    pub consents: Vec<Consent>,
    /// The preparation, once begun.
    pub preparation: Option<Preparation>,
    /// The basis (underlag) of the planning.
    pub basis: Option<Basis>,
    /// The mapping (kartläggning). Never shown in the portal (S3-28).
    pub mapping: Option<Mapping>,
    /// Who is invited.
    pub invitees: Vec<Invitee>,
    /// Meetings, in the order they were planned.
    pub meetings: Vec<Meeting>,
    /// Each summons as it was sent; frozen, superseded ones remain (S0-18).
    pub summonses: Vec<Summons>,
    /// The plan being written, if any.
    pub draft: Option<PlanContent>,
    /// Established versions, oldest first.
    pub versions: Vec<PlanVersion>,
    /// Coordinators, the current one last (S0-31).
    pub coordinators: Vec<CoordinatorAssignment>,
    /// Signatures of the plan.
    pub signatures: Vec<Signature>,
    /// What is to be handed to whom (S0-34).
    pub deliveries: Vec<Delivery>,
    /// What each organisation has to write in its own records (S0-45).
    pub record_tasks: Vec<RecordTask>,
    /// The coordinator's confirmation that the individual understood, newest last (S0-35).
    pub understanding: Vec<Understanding>,
    /// The survey offered to the individual (S0-36).
    pub survey: Option<Survey>,
    /// Reported deviations (S0-38).
    pub deviations: Vec<Deviation>,
    /// Material changes of the individual's situation (S1-55).
    pub material_changes: Vec<MaterialChange>,
    /// Disagreements between parties (S0-53).
    pub disagreements: Vec<Disagreement>,
    /// Held follow-ups (S0-44).
    pub follow_ups: Vec<FollowUp>,
    /// Each party's view on ending the plan (S4-38).
    pub party_assessments: Vec<PartyAssessment>,
    /// The individual was consulted on ending the plan (S4-38).
    pub closing_consultation: Option<ClosingConsultation>,
    /// The individual's approval of the open revision (INV-48).
    pub revision_approval: Option<RevisionApproval>,
    /// The individual's objections, kept for ever (2008:355 3:8).
    pub objections: Vec<Objection>,
    /// What was given to whom on which ground.
    pub disclosures: Vec<Disclosure>,
    /// Attempts to reach the individual (S3-05).
    pub contact_attempts: Vec<ContactAttempt>,
    /// When anything last happened.
    pub last_event_at: DateTime<Utc>,
    /// When anything last happened beside attempts to reach the individual; inactivity is counted from here (S3-05).
    #[serde(default)]
    pub last_activity_at: DateTime<Utc>,
}

impl SipCase {
    /// The coordinator in office now, if any.
    pub fn coordinator(&self) -> Option<&CoordinatorAssignment> {
        self.coordinators.last().filter(|c| c.ended.is_none())
    }

    /// The newest established version.
    pub fn current_version(&self) -> Option<&PlanVersion> {
        self.versions.last()
    }

    /// The number the next established version gets.
    pub fn next_version_number(&self) -> u32 {
        self.versions.last().map_or(1, |version| version.number.saturating_add(1))
    }

    /// The meeting that is planned and not yet held or cancelled, if any.
    pub fn open_meeting(&self) -> Option<&Meeting> {
        self.meetings.iter().rev().find(|m| m.is_open())
    }

    /// The last meeting that was held.
    pub fn held_meeting(&self) -> Option<&Meeting> {
        self.meetings.iter().rev().find(|m| m.held.is_some())
    }

    /// Invitees that stand for an organisation and take part in the planning (not superseded).
    pub fn organisation_invitees(&self) -> impl Iterator<Item = &Invitee> {
        self.invitees.iter().filter(|i| i.unit().is_some())
    }
}
