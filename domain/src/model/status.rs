//! Where a case stands. A state holds what belongs to it alone; what outlives it lies on the case.

use crate::context::Actor;
use crate::directory::StaffRef;
use crate::ids::{DeviationId, FollowUpId, MaterialChangeId, MeetingId};
use crate::text::Text;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The state of a case with what belongs to it (3.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Status {
    /// Behov uppmärksammat.
    NeedIdentified,
    /// Erbjuden, samtycke inväntas.
    Offered,
    /// Förbereds och kartläggs.
    Preparing,
    /// Kallad.
    Summoned {
        /// The meeting that is summoned to.
        meeting: MeetingId,
    },
    /// Möte genomfört, dokumenteras.
    MeetingHeld {
        /// The held meeting.
        meeting: MeetingId,
    },
    /// Upprättad.
    Active,
    /// Revideras; the established version stays in force.
    UnderRevision {
        /// Why the plan is revised (T13).
        trigger: RevisionTrigger,
    },
    /// Vilande: sharing has stopped.
    Paused(Pause),
    /// Avslutad. Final.
    Closed(Closure),
    /// Nekad. Final.
    Refused(RefusalOfSip),
    /// Tackat nej. Final.
    Declined {
        /// When the individual said no.
        at: DateTime<Utc>,
    },
    /// Makulerad. Final.
    Voided(Voiding),
}

/// The name of a state without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusName {
    /// Behov uppmärksammat.
    NeedIdentified,
    /// Erbjuden.
    Offered,
    /// Förbereds.
    Preparing,
    /// Kallad.
    Summoned,
    /// Möte genomfört.
    MeetingHeld,
    /// Upprättad.
    Active,
    /// Revideras.
    UnderRevision,
    /// Vilande.
    Paused,
    /// Avslutad.
    Closed,
    /// Nekad.
    Refused,
    /// Tackat nej.
    Declined,
    /// Makulerad.
    Voided,
}

impl StatusName {
    /// All states, in the order of the process.
    pub const ALL: [Self; 12] = [
        Self::NeedIdentified,
        Self::Offered,
        Self::Preparing,
        Self::Summoned,
        Self::MeetingHeld,
        Self::Active,
        Self::UnderRevision,
        Self::Paused,
        Self::Closed,
        Self::Refused,
        Self::Declined,
        Self::Voided,
    ];

    /// The code used in the API and in the index.
    pub fn code(self) -> &'static str {
        match self {
            Self::NeedIdentified => "need_identified",
            Self::Offered => "offered",
            Self::Preparing => "preparing",
            Self::Summoned => "summoned",
            Self::MeetingHeld => "meeting_held",
            Self::Active => "active",
            Self::UnderRevision => "under_revision",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Refused => "refused",
            Self::Declined => "declined",
            Self::Voided => "voided",
        }
    }

    /// Whether information passes between units in it: from the start of the preparation, not while it rests (T19).
    pub fn shares(self) -> bool {
        matches!(self, Self::Preparing | Self::Summoned | Self::MeetingHeld | Self::Active | Self::UnderRevision)
    }

    /// Whether the case has ended.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Refused | Self::Declined | Self::Voided)
    }
}

impl Status {
    /// The state's name.
    pub fn name(&self) -> StatusName {
        match self {
            Self::NeedIdentified => StatusName::NeedIdentified,
            Self::Offered => StatusName::Offered,
            Self::Preparing => StatusName::Preparing,
            Self::Summoned { .. } => StatusName::Summoned,
            Self::MeetingHeld { .. } => StatusName::MeetingHeld,
            Self::Active => StatusName::Active,
            Self::UnderRevision { .. } => StatusName::UnderRevision,
            Self::Paused(_) => StatusName::Paused,
            Self::Closed(_) => StatusName::Closed,
            Self::Refused(_) => StatusName::Refused,
            Self::Declined { .. } => StatusName::Declined,
            Self::Voided(_) => StatusName::Voided,
        }
    }
}

/// Why a revision was opened (T13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum RevisionTrigger {
    /// A follow-up whose outcome was to revise.
    FollowUp(FollowUpId),
    /// A deviation on which the coordinator decided to revise.
    Deviation(DeviationId),
    /// A material change of the individual's situation.
    MaterialChange(MaterialChangeId),
}

/// Why sharing is stopped while the case lives (T19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseCause {
    /// The consent's time ran out.
    ConsentExpired,
    /// One of two guardians withdrew.
    GuardianWithdrew,
    /// The individual's capacity was assessed anew.
    CapacityReassessed,
    /// The individual turned 18.
    TurnedAdult,
}

/// A pause and where to go on (T19, T20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub cause: PauseCause,
    /// Since when.
    pub since: DateTime<Utc>,
    /// More about why, in words.
    #[serde(default)]
    pub note: Option<Text>,
    /// The state to return to.
    pub resume_to: Box<Status>,
}

/// Why a case was closed (S1-61, T12, T17, T18, T22, T23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosureReason {
    /// The goals are met.
    GoalsMet,
    /// Coordination is no longer needed.
    NoLongerNeeded,
    /// The individual withdrew the consent.
    ConsentWithdrawn,
    /// The consent ran out and was not renewed.
    ConsentExpired,
    /// A new SIP follows.
    ReplacedByNew,
    /// Nothing had happened for long.
    Inactive,
    /// The individual has died.
    Deceased,
    /// The individual has moved out of the area.
    Moved,
    /// The meeting showed that no plan was needed.
    NoNeed,
    /// Another reason, in words.
    Other,
}

/// The end of a case (S1-61).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// Why.
    pub reason: ClosureReason,
    /// More about why, in words.
    pub note: Option<Text>,
    /// When it was closed in the system.
    pub at: DateTime<Utc>,
    /// The day it happened, for a death or a move.
    pub happened_on: Option<NaiveDate>,
    /// Who closed it.
    pub by: Actor,
    /// What the individual thinks of it.
    pub individual_view: Option<Text>,
}

/// A refusal to make a SIP (S1-05). Never deleted, always counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalOfSip {
    /// Why, in words.
    pub reason: Text,
    /// Who decided.
    pub decided_by: StaffRef,
    /// When.
    pub decided_at: DateTime<Utc>,
    /// When the individual was told.
    pub individual_informed_at: DateTime<Utc>,
}

/// A voiding asked for by one person, waiting for another (T24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidingRequest {
    /// Why.
    pub reason: Text,
    /// Who asks.
    pub by: StaffRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// A case that was opened by mistake (T24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voiding {
    /// Why.
    pub reason: Text,
    /// Who asked for it.
    pub first: StaffRef,
    /// Who confirmed it; another person.
    pub second: StaffRef,
    /// When it was confirmed.
    pub at: DateTime<Utc>,
}

/// Why a case is urgent (S1-27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urgency {
    /// Why.
    pub reason: Text,
    /// Who decided.
    pub decided_by: StaffRef,
    /// When.
    pub at: DateTime<Utc>,
}
