//! While the plan runs: deviations, changes, disagreements, follow-up, and the way to its end.

use crate::context::Actor;
use crate::directory::{StaffRef, UnitRef};
use crate::ids::{ActivityId, DeviationId, DisagreementId, FollowUpId, MaterialChangeId, MeetingId, ObjectionId};
use crate::model::{Attainment, FollowUpPlan};
use crate::text::{PersonName, Text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The coordinator's decision on a deviation (S0-39).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviationDecision {
    /// Revise the plan, or leave it.
    pub revise: bool,
    /// Why.
    pub reason: Text,
    /// Who decided.
    pub by: StaffRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// A reported deviation from the plan (S0-38).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// The deviation.
    pub id: DeviationId,
    /// The activity it is about, if one.
    pub activity: Option<ActivityId>,
    /// Who reported it.
    pub reported_by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// In words.
    pub text: Text,
    /// The coordinator's decision, once made.
    pub decision: Option<DeviationDecision>,
}

/// A material change of the individual's situation (S1-55).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialChange {
    /// The change.
    pub id: MaterialChangeId,
    /// Who reported it.
    pub reported_by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// In words.
    pub text: Text,
}

/// How a disagreement is taken up (S0-53).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisagreementWay {
    /// Rådrum: time to think it over and ask at home.
    Deliberation,
    /// Samråd: consultation between the parties.
    Consultation,
}

/// How a disagreement ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisagreementOutcome {
    /// Resolved, or it remains and is noted.
    pub resolved: bool,
    /// In words.
    pub text: Text,
    /// When.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub by: PersonName,
}

/// A disagreement between parties; it does not stop the rest of the plan (S0-53).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The disagreement.
    pub id: DisagreementId,
    /// What it is about.
    pub about: Text,
    /// How it is taken up.
    pub way: DisagreementWay,
    /// Between which units.
    pub parties: Vec<UnitRef>,
    /// By when.
    pub due: NaiveDate,
    /// What the individual thinks.
    pub individual_view: Option<Text>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Who opened it.
    pub opened_by: Actor,
    /// How it ended.
    pub outcome: Option<DisagreementOutcome>,
}

/// What a follow-up led to (S0-44, S1-60).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpOutcome {
    /// The plan goes on as it is.
    Continue,
    /// The plan is revised.
    Revise,
    /// A new SIP follows.
    New,
    /// The plan is ended.
    Close,
}

/// A party's note at a follow-up (S0-41).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationNote {
    /// Which unit.
    pub unit: UnitRef,
    /// In words.
    pub text: Text,
}

/// A held follow-up of one version of the plan (S1-59).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The follow-up.
    pub id: FollowUpId,
    /// The meeting at which it was made.
    pub meeting: MeetingId,
    /// The version that was followed up.
    pub version: u32,
    /// How far each goal was reached.
    pub attainments: Vec<Attainment>,
    /// The parties' notes.
    pub organisation_notes: Vec<OrganisationNote>,
    /// Whether coordination is still needed (S4-36).
    pub continued_need: bool,
    /// What it led to.
    pub outcome: FollowUpOutcome,
    /// The next follow-up, when the plan goes on.
    pub next: Option<FollowUpPlan>,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffRef,
}

/// One party's view on ending the plan (S4-38).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAssessment {
    /// Which unit.
    pub unit: UnitRef,
    /// Whether it agrees that the plan can end.
    pub agrees: bool,
    /// In words.
    pub note: Option<Text>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who said so.
    pub by: PersonName,
}

/// The individual was asked about ending the plan (S4-38).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingConsultation {
    /// When.
    pub at: DateTime<Utc>,
    /// What the individual thinks.
    pub individual_view: Option<Text>,
}

/// The individual's approval of a revision (INV-48).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionApproval {
    /// When.
    pub at: DateTime<Utc>,
    /// The individual in the portal, or the staff who recorded it.
    pub by: Actor,
}

/// The individual's objection, kept with the case (2008:355 3:8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The note.
    pub id: ObjectionId,
    /// Who objects.
    pub by: PersonName,
    /// When.
    pub at: DateTime<Utc>,
    /// In words.
    pub text: Text,
}

/// An attempt to reach the individual (INV-47).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAttempt {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonName,
    /// How it went.
    pub note: Text,
}
