//! After the meeting: signatures, deliveries, record-keeping, understanding, survey.

use crate::context::Actor;
use crate::directory::{StaffRef, UnitRef};
use crate::ids::{DeliveryId, InviteeId, RecordTaskId, SignatureId};
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How a plan was signed. A refusal is noted, never faked (C3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum SignatureMethod {
    /// On paper.
    Paper,
    /// Electronically.
    Electronic,
    /// Refused or absent, with the reason.
    Refused {
        /// Why.
        reason: Text,
    },
}

/// Who signs: an invitee of the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The signature.
    pub id: SignatureId,
    /// Who.
    pub invitee: InviteeId,
    /// Which version it is for.
    pub version: u32,
    /// Name as signed.
    pub name: PersonName,
    /// How.
    pub method: SignatureMethod,
    /// When.
    pub at: DateTime<Utc>,
}

/// Original or copy (S0-34).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryRole {
    /// ORIGINAL.
    Original,
    /// KOPIA.
    Copy,
}

/// How the plan was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryChannel {
    /// In the hand.
    Hand,
    /// By post.
    Post,
    /// In the portal.
    Portal,
    /// In the organisation's system.
    System,
}

/// Who is to have the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DeliveryTo {
    /// The individual.
    Individual,
    /// A unit that takes part.
    Unit {
        /// The unit.
        unit: UnitRef,
    },
    /// A relative; only with the individual's recorded wish (S1-49).
    Relative {
        /// Who.
        name: PersonName,
    },
    /// Somebody else who attended.
    Participant {
        /// Who.
        name: PersonName,
    },
}

/// What was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryDone {
    /// How.
    pub channel: DeliveryChannel,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonName,
}

/// A row of the delivery ledger (S0-34, S4-25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The row.
    pub id: DeliveryId,
    /// Which version of the plan.
    pub version: u32,
    /// To whom.
    pub to: DeliveryTo,
    /// Original or copy.
    pub role: DeliveryRole,
    /// When it became due.
    pub due: NaiveDate,
    /// Once it was handed over.
    pub done: Option<DeliveryDone>,
}

/// What an organisation has to write in its own records (S0-45, S4-26, S4-37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordTaskKind {
    /// The oral consent (S1-08).
    ConsentOral,
    /// The plan (S4-26).
    Plan,
    /// The follow-up (S4-37).
    FollowUp,
    /// The closure (S0-45).
    Closure,
}

/// How a record-keeping task ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RecordTaskEnd {
    /// Written down.
    Done {
        /// The note's reference.
        reference: Option<ShortText>,
    },
    /// Not to be written there.
    NotApplicable {
        /// Why.
        reason: Text,
    },
}

/// A record-keeping task of one unit. Only that unit's organisation ticks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordTask {
    /// The task.
    pub id: RecordTaskId,
    /// Whose records.
    pub unit: UnitRef,
    /// About what.
    pub kind: RecordTaskKind,
    /// By when.
    pub due: NaiveDate,
    /// Once it is settled.
    pub done: Option<RecordTaskDone>,
}

/// When, by whom and how a record-keeping task was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordTaskDone {
    /// How.
    pub end: RecordTaskEnd,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Actor,
}

/// The coordinator has made sure that the individual understood what, why and by whom (S0-35).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understanding {
    /// Which version.
    pub version: u32,
    /// What is to be done was understood.
    pub what: bool,
    /// Why was understood.
    pub why: bool,
    /// By whom was understood.
    pub by_whom: bool,
    /// In words.
    pub note: Option<Text>,
    /// Who confirms.
    pub by: StaffRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where the survey stands (S0-36). No answers are stored here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyState {
    /// Offered.
    Offered,
    /// Answered.
    Answered,
    /// Declined.
    Declined,
}

/// The survey offered to the individual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// Where it stands.
    pub state: SurveyState,
}
