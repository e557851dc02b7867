//! What a decision is made with beside the case: who acts, under which agreement, and when.

use crate::directory::StaffRef;
use crate::ids::PersonId;
use crate::profile::Profile;
use crate::text::{PersonName, ShortText};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an assignment lets a member of staff be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Works with individuals; rights come from the roles in each case.
    Clinical,
    /// Manages staff and units of the organisation; no content (3.4 note a).
    Administrator,
    /// Reviews the access log; no content (3.4 note b).
    Auditor,
}

/// A citizen: the individual, a guardian or a representative. Which one, the case tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitizenRef {
    /// The person in the register.
    pub person: PersonId,
    /// Name, when the register has it.
    pub name: Option<PersonName>,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(clippy::large_enum_variant, reason = "there is one for each request and each event")]
pub enum Actor {
    /// A member of staff under one assignment.
    Staff {
        /// The account, assignment and unit.
        staff: StaffRef,
        /// What the assignment is for.
        duty: Duty,
        /// The system that acts for the member of staff, when it is not the person's own hand (integration client).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client: Option<ShortText>,
    },
    /// A citizen in the portal.
    Citizen {
        /// The person.
        citizen: CitizenRef,
    },
    /// The backend itself, for what falls due without anybody's hand: a consent that runs out, an 18th birthday (T19).
    System,
}

impl Actor {
    /// The staff account, when staff acts with a clinical assignment.
    pub fn clinical(&self) -> Option<&StaffRef> {
        match self {
            Self::Staff { staff, duty: Duty::Clinical, .. } => Some(staff),
            _ => None,
        }
    }

    /// The staff account, whatever the assignment is for.
    pub fn staff(&self) -> Option<&StaffRef> {
        match self {
            Self::Staff { staff, .. } => Some(staff),
            Self::Citizen { .. } | Self::System => None,
        }
    }

    /// The person, when a citizen acts.
    pub fn citizen(&self) -> Option<&CitizenRef> {
        match self {
            Self::Citizen { citizen } => Some(citizen),
            Self::Staff { .. } | Self::System => None,
        }
    }

    /// Whether a system acts for the member of staff.
    pub fn is_client(&self) -> bool {
        matches!(self, Self::Staff { client: Some(_), .. })
    }
}

/// The surroundings of a decision.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who acts.
    pub actor: &'a Actor,
    /// The local agreement in force (S3-15).
    pub profile: &'a Profile,
    /// The moment of the decision.
    pub now: DateTime<Utc>,
    /// The same moment's date in Europe/Stockholm, from which days are counted.
    pub today: NaiveDate,
    /// A fresh identifier made by the shell, from which the decision derives those it needs.
    pub seed: IdSeed,
}

/// A fresh UUID version 7, and the row of identifiers that follow from it. Deterministic, so that a decision stays pure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdSeed(pub Uuid);

impl IdSeed {
    /// The n-th identifier; the 0th is the seed itself. Differs in the random part only, so the version stays 7.
    pub fn nth(self, n: u16) -> Uuid {
        Uuid::from_u128(self.0.as_u128() ^ u128::from(n))
    }
}
