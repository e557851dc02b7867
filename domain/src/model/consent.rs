//! Consent: always to someone named, about something named, for a time (S1-12 to S1-17).

use crate::directory::UnitRef;
use crate::ids::{ConsentId, DisclosureId, GuardianId, OrganisationId, RepresentativeId, ScopeRowId, UnitId};
use crate::model::LifeArea;
use crate::profile::ConsentForm;
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A kind of information that consent is given for (3.5). There is none for "everything" (S1-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Hemliv.
    HomeLife,
    /// Fritid.
    Leisure,
    /// Socialt liv.
    SocialLife,
    /// Samhällsgemenskap.
    CommunityLife,
    /// Hälsa.
    Health,
    /// Kommunikation.
    Communication,
    /// Sysselsättning.
    Occupation,
    /// Ekonomi.
    Economy,
    /// Personlig hygien.
    PersonalHygiene,
    /// Matsituation.
    Meals,
    /// Sömn.
    Sleep,
    /// Rörelse.
    Mobility,
    /// Identity and how to reach the person.
    IdentityContact,
    /// Diagnoses and health record.
    DiagnosisHealthRecord,
    /// Medication.
    Medication,
    /// Functional ability.
    FunctionalAbility,
    /// Measures by social services.
    SocialServicesMeasures,
    /// School.
    School,
    /// Housing.
    Housing,
    /// Violence and threat; never preselected.
    ViolenceThreat,
    /// Substance use; never preselected.
    SubstanceUse,
    /// Family and network.
    FamilyNetwork,
    /// Time, place and participants of meetings.
    MeetingLogistics,
    /// The plan document.
    PlanDocument,
}

impl Category {
    /// Every category: the twelve life areas first.
    pub const ALL: [Self; 24] = [
        Self::HomeLife,
        Self::Leisure,
        Self::SocialLife,
        Self::CommunityLife,
        Self::Health,
        Self::Communication,
        Self::Occupation,
        Self::Economy,
        Self::PersonalHygiene,
        Self::Meals,
        Self::Sleep,
        Self::Mobility,
        Self::IdentityContact,
        Self::DiagnosisHealthRecord,
        Self::Medication,
        Self::FunctionalAbility,
        Self::SocialServicesMeasures,
        Self::School,
        Self::Housing,
        Self::ViolenceThreat,
        Self::SubstanceUse,
        Self::FamilyNetwork,
        Self::MeetingLogistics,
        Self::PlanDocument,
    ];
}

impl From<LifeArea> for Category {
    fn from(area: LifeArea) -> Self {
        match area {
            LifeArea::HomeLife => Self::HomeLife,
            LifeArea::Leisure => Self::Leisure,
            LifeArea::SocialLife => Self::SocialLife,
            LifeArea::CommunityLife => Self::CommunityLife,
            LifeArea::Health => Self::Health,
            LifeArea::Communication => Self::Communication,
            LifeArea::Occupation => Self::Occupation,
            LifeArea::Economy => Self::Economy,
            LifeArea::PersonalHygiene => Self::PersonalHygiene,
            LifeArea::Meals => Self::Meals,
            LifeArea::Sleep => Self::Sleep,
            LifeArea::Mobility => Self::Mobility,
        }
    }
}

/// Who gave the consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum ConsentGiver {
    /// The individual.
    Individual,
    /// A guardian, for a person under 18.
    Guardian(GuardianId),
    /// A representative within the mandate.
    Representative(RepresentativeId),
    /// Nobody: the individual cannot consent, and the attitude was assessed (S4-04).
    UnableToConsent,
}

/// One row of the scope: what may go to which unit, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeRow {
    /// The row.
    pub id: ScopeRowId,
    /// Whose information it is about; any party's when absent.
    pub from_organisation: Option<OrganisationId>,
    /// Who may have it.
    pub recipient: UnitRef,
    /// What kinds of information, at least one (S1-13).
    pub categories: Vec<Category>,
    /// What for (S1-14).
    pub purpose: Text,
}

/// Where an oral consent stands in a record (S1-08).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalNote {
    /// Whose record.
    pub organisation: OrganisationId,
    /// The note's reference or a statement that it was written.
    pub reference: ShortText,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// What a contacted person understood of the individual's attitude (S4-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attitude {
    /// For it.
    For,
    /// Unknown.
    Unknown,
    /// Against it: no plan is made.
    Against,
}

/// Someone asked about the individual's attitude.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactedPerson {
    /// Who.
    pub name: PersonName,
    /// Relation to the individual.
    pub relation: ShortText,
    /// When.
    pub at: DateTime<Utc>,
    /// What was understood.
    pub attitude: Attitude,
}

/// The assessment that the individual cannot consent (INV-16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityAssessment {
    /// Who assessed.
    pub assessed_by: PersonName,
    /// When.
    pub at: DateTime<Utc>,
    /// Who was asked.
    pub contacted: Vec<ContactedPerson>,
}

/// How a withdrawal came in (S1-17: any channel).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalChannel {
    /// In the portal.
    Portal,
    /// By telephone.
    Phone,
    /// Face to face.
    InPerson,
    /// In writing.
    Letter,
}

/// What was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "extent")]
pub enum WithdrawalExtent {
    /// All of it.
    Whole,
    /// Some rows of the scope.
    Rows {
        /// Which.
        rows: Vec<ScopeRowId>,
    },
}

/// A withdrawal of consent. No reason is asked (S1-17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When; acts at once.
    pub at: DateTime<Utc>,
    /// Who withdrew, in words (the individual, a guardian, the staff member who recorded it).
    pub by: PersonName,
    /// How it came in.
    pub channel: WithdrawalChannel,
    /// What was withdrawn.
    pub extent: WithdrawalExtent,
}

/// A consent (samtycke).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The consent.
    pub id: ConsentId,
    /// Who gave it.
    pub giver: ConsentGiver,
    /// Oral, written or electronic (S1-07).
    pub form: ConsentForm,
    /// Covers the meeting and the planning (S1-06).
    pub meeting: bool,
    /// Covers the transfer of information (S1-06).
    pub information_transfer: bool,
    /// Who received it.
    pub received_by: Option<PersonName>,
    /// When it was given.
    pub received_at: DateTime<Utc>,
    /// Where an oral consent is written down (S1-08).
    pub journal_note: Option<JournalNote>,
    /// What to whom, at least one row (S1-12).
    pub scope: Vec<ScopeRow>,
    /// What the consent shall not cover: categories taken out for every recipient.
    pub excluded_categories: Vec<Category>,
    /// What the consent shall not cover, in the individual's words.
    pub exclusions: Vec<Text>,
    /// From this moment.
    pub valid_from: DateTime<Utc>,
    /// Until, not including, this moment (S1-16).
    pub valid_to: DateTime<Utc>,
    /// Withdrawals, whole or in part.
    pub withdrawals: Vec<Withdrawal>,
    /// The assessment, when the individual cannot consent.
    pub capacity: Option<CapacityAssessment>,
    /// Another legal ground than consent, in words.
    pub other_ground: Option<Text>,
}

/// On what ground something was given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DisclosureGround {
    /// A consent in force.
    Consent {
        /// Which.
        consent: ConsentId,
    },
    /// Another legal ground, decided by the disclosing organisation.
    Other {
        /// In words.
        text: Text,
    },
}

/// By which way something was given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureWay {
    /// Shown in the system.
    System,
    /// In a summons.
    Summons,
    /// As a copy of the plan.
    Copy,
    /// In an export.
    Export,
}

/// A row of the disclosure ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// The row.
    pub id: DisclosureId,
    /// Who gave it out.
    pub from_organisation: OrganisationId,
    /// Who got it.
    pub to_unit: UnitId,
    /// What kinds of information.
    pub categories: Vec<Category>,
    /// On what ground.
    pub ground: DisclosureGround,
    /// When.
    pub at: DateTime<Utc>,
    /// By which way.
    pub via: DisclosureWay,
}
