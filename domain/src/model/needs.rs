//! How the need was noticed, what the individual was told, and the offer.

use crate::context::Actor;
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who noticed the need (S4-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedSource {
    /// Personal.
    Staff,
    /// Den enskilde.
    Individual,
    /// Vårdnadshavare.
    Guardian,
    /// Företrädare.
    Representative,
    /// Närstående.
    Relative,
    /// Someone else.
    Other,
}

/// What set the need off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedTrigger {
    /// Things had got stuck.
    Stuck,
    /// A discharge from hospital.
    Discharge,
    /// Foreseen.
    Planned,
    /// Something else.
    Other,
}

/// The report that opened the case (T1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedReport {
    /// Who noticed the need.
    pub source: NeedSource,
    /// More about the source.
    pub source_detail: Option<ShortText>,
    /// When the need was noticed; not in the future.
    pub detected_at: DateTime<Utc>,
    /// The need in words.
    pub description: Text,
    /// The individual's or relatives' own assessment (S1-04).
    pub own_assessment: Option<Text>,
    /// What set it off.
    pub trigger: NeedTrigger,
    /// Who reported it.
    pub reported_by: Actor,
    /// When staff took over a citizen's request (S4-02).
    pub taken_over_at: Option<DateTime<Utc>>,
}

/// Information to the individual; both ways are needed before an offer (S0-03).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationGiven {
    /// When it was told.
    pub oral_at: Option<DateTime<Utc>>,
    /// When it was handed over in writing.
    pub written_at: Option<DateTime<Utc>>,
    /// Who informed.
    pub by: Option<PersonName>,
    /// In which language.
    pub language: Option<ShortText>,
    /// Adapted how (interpreter, easy to read, pictures).
    pub adaptation: Option<ShortText>,
}

/// What the individual answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferAnswer {
    /// Yes.
    Accepted,
    /// No.
    Declined,
}

/// The offer of a SIP (S2-01).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonName,
    /// The answer, once given.
    pub answer: Option<OfferAnswer>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who answered.
    pub answered_by: Option<PersonName>,
}
