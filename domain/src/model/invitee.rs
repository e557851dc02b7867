//! Who comes to the meeting: invitation, answer, representative, substitute, attendance.

use crate::directory::{StaffRef, UnitRef};
use crate::ids::{GuardianId, InviteeId, QuestionId, RepresentativeId};
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What kind of invitee (S2-04).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum InviteeKind {
    /// The individual.
    Individual,
    /// A guardian.
    Guardian {
        /// Which.
        guardian: GuardianId,
    },
    /// A representative.
    Representative {
        /// Which.
        representative: RepresentativeId,
    },
    /// The individual's support person.
    Support {
        /// Who.
        name: PersonName,
    },
    /// A relative (närstående).
    Relative {
        /// Who.
        name: PersonName,
        /// Relation to the individual.
        relation: ShortText,
    },
    /// Another important person.
    ImportantPerson {
        /// Who.
        name: PersonName,
        /// Relation to the individual.
        relation: ShortText,
    },
    /// An organisation's unit; the unit names its person (S3-17).
    Organisation {
        /// The unit.
        unit: UnitRef,
    },
}

/// Whether a unit already has contact with the individual (S4-07).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EstablishedContact {
    /// Yes.
    Yes,
    /// No: contacted separately (S1-33).
    No,
}

/// How an invitee is called (C5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SummonsKind {
    /// Kallelse: with duty to attend.
    Summons,
    /// Inbjudan: free choice.
    Invitation,
    /// Separate contact, without personal details (S1-33).
    SeparateContact,
}

/// A talk with a unit before the summons (S4-09).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreContact {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonName,
    /// What was said.
    pub note: Text,
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RsvpStatus {
    /// Not sent yet.
    Draft,
    /// Sent, no answer.
    Sent,
    /// Yes.
    Accepted,
    /// The unit has named who comes.
    RepresentativeNamed,
    /// The unit has named a substitute.
    SubstituteNamed,
    /// No; only without duty.
    Declined,
}

/// The answer to a summons (S1-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rsvp {
    /// Where it stands.
    pub status: RsvpStatus,
    /// When it was answered.
    pub at: Option<DateTime<Utc>>,
    /// Who answered.
    pub by: Option<PersonName>,
}

/// Who comes instead (S1-31, S1-32).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitute {
    /// Who.
    pub staff: StaffRef,
    /// When named.
    pub named_at: DateTime<Utc>,
    /// When the substitute was briefed on the individual's situation.
    pub briefed_at: Option<DateTime<Utc>>,
}

/// How someone attended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// In the room.
    InPerson,
    /// Through a link or by telephone.
    Digital,
    /// Absent, told beforehand.
    AbsentNotified,
    /// Absent without a word.
    AbsentUnnotified,
}

impl Attendance {
    /// Whether the person took part.
    pub fn is_present(self) -> bool {
        matches!(self, Self::InPerson | Self::Digital)
    }
}

/// An invitee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitee {
    /// The invitee.
    pub id: InviteeId,
    /// What kind, and who.
    pub kind: InviteeKind,
    /// The profession the convenor wishes; the unit decides (S3-17).
    pub wished_profession: Option<ShortText>,
    /// What the invitee is wanted for (S0-11).
    pub purpose: Option<Text>,
    /// The questions that concern the invitee.
    pub questions: Vec<QuestionId>,
    /// When the individual approved the invitation (S1-23).
    pub approved_by_individual_at: Option<DateTime<Utc>>,
    /// Whether the unit has contact with the individual; unanswered when absent.
    pub established_contact: Option<EstablishedContact>,
    /// Talks before the summons.
    pub pre_contacts: Vec<PreContact>,
    /// How the invitee is called.
    pub summons_kind: SummonsKind,
    /// Whether the invitee must attend (S3-16).
    pub duty: bool,
    /// What to bring (S4-13).
    pub to_bring: Option<Text>,
    /// Whether the invitee reads the plan in a system (S1-50).
    pub has_system_access: bool,
    /// The answer.
    pub rsvp: Rsvp,
    /// Whom the unit has named.
    pub representative: Option<StaffRef>,
    /// Who comes instead.
    pub substitute: Option<Substitute>,
    /// How the invitee attended the last meeting.
    pub attendance: Option<Attendance>,
    /// What kept the invitee away, or how the absence was told.
    pub attendance_note: Option<Text>,
    /// When the invitee had prepared (S0-20).
    pub prepared_at: Option<DateTime<Utc>>,
    /// A note on the preparation.
    pub prepared_note: Option<Text>,
}

impl Invitee {
    /// The unit, when the invitee is one.
    pub fn unit(&self) -> Option<&UnitRef> {
        match &self.kind {
            InviteeKind::Organisation { unit } => Some(unit),
            _ => None,
        }
    }

    /// The member of staff who takes part for the unit now: the substitute when there is one.
    pub fn current_staff(&self) -> Option<&StaffRef> {
        self.substitute.as_ref().map(|s| &s.staff).or(self.representative.as_ref())
    }

    /// Whether the invitee took part in the last meeting.
    pub fn attended(&self) -> bool {
        self.attendance.is_some_and(Attendance::is_present)
    }
}
