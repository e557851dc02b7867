//! The individual and those who speak for the individual.

use crate::identity::IdentityNumber;
use crate::ids::{GuardianId, PersonId, RepresentativeId};
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Protection of the person's identity (skyddad identitet).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// No protection.
    #[default]
    None,
    /// Sekretessmarkering.
    Marking,
    /// Skyddad folkbokföring.
    ProtectedRegistration,
}

/// Sex in the population register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Kvinna.
    Female,
    /// Man.
    Male,
}

/// How to reach someone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Telephone number.
    pub phone: Option<ShortText>,
    /// E-mail address.
    pub email: Option<ShortText>,
    /// Postal address.
    pub address: Option<ShortText>,
}

/// A natural person as the case knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person in the register.
    pub id: PersonId,
    /// The identity number. Never in a path, a query, a log line or a problem.
    pub identity: IdentityNumber,
    /// Name.
    pub name: PersonName,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Sex in the population register.
    pub sex: Option<Sex>,
    /// Protection of the identity.
    #[serde(default)]
    pub protected: Protection,
    /// How to reach the person.
    pub contact: Option<Contact>,
    /// The person's language, BCP 47.
    pub language: Option<ShortText>,
    /// Date of death.
    pub deceased_on: Option<NaiveDate>,
}

impl Person {
    /// The 18th birthday, when the date of birth is known (FB 9:1).
    pub fn adult_from(&self) -> Option<NaiveDate> {
        self.birth_date?.checked_add_months(Months::new(18 * 12))
    }

    /// Whether the person is under 18 on a day. Without a known date of birth the person counts as an adult.
    pub fn is_minor(&self, on: NaiveDate) -> bool {
        self.adult_from().is_some_and(|day| on < day)
    }
}

/// Whether the child is mature enough to decide on the plan alone (FB 6:11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maturity {
    /// What the assessment came to.
    pub is_mature: bool,
    /// Why.
    pub reason: Text,
    /// Who assessed.
    pub by: PersonName,
    /// When.
    pub at: DateTime<Utc>,
}

/// A child's own part in the planning (S1-18 to S1-21).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// When the child was informed.
    pub informed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub informed_by: Option<PersonName>,
    /// When the child was asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// What the child answered.
    pub answer: Option<Text>,
    /// Whether the child takes part in the meeting.
    pub participates: Option<bool>,
    /// Why or why not: age and maturity.
    pub participation_reason: Option<Text>,
    /// What the child wishes.
    pub wishes: Option<Text>,
    /// Who conveyed the wishes at the meeting.
    pub conveyed_by: Option<PersonName>,
    /// When.
    pub conveyed_at: Option<DateTime<Utc>>,
    /// Whether the child may decide alone; counts only where the local agreement says so.
    pub maturity: Option<Maturity>,
}

/// Why a guardian's consent is not needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ground")]
pub enum ConsentException {
    /// The guardian is prevented and it cannot wait (FB 6:13 second paragraph).
    PreventedFb,
    /// The social board has decided (FB 6:13 a).
    BoardDecision,
    /// Another ground, with its document.
    Other {
        /// The ground in words.
        text: Text,
        /// The document's reference.
        document: ShortText,
    },
}

/// A guardian (vårdnadshavare).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// The link.
    pub id: GuardianId,
    /// The guardian.
    pub person: Person,
    /// From when.
    pub since: NaiveDate,
    /// Until when.
    pub until: Option<NaiveDate>,
    /// Why this guardian's consent is not needed, if so.
    pub consent_exception: Option<ConsentException>,
}

impl Guardian {
    /// Whether the guardianship lasts on a day.
    pub fn is_current(&self, on: NaiveDate) -> bool {
        self.since <= on && self.until.is_none_or(|until| on < until)
    }
}

/// What kind of mandate a representative has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepresentativeKind {
    /// God man (FB 11:4).
    GodMan,
    /// Förvaltare (FB 11:7).
    Forvaltare,
    /// Framtidsfullmakt (lag 2017:310).
    Framtidsfullmakt,
    /// Ombud.
    Ombud,
    /// Another legal ground.
    LegalOther,
}

/// Someone with a mandate to speak for the individual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// The mandate.
    pub id: RepresentativeId,
    /// Who.
    pub person: Person,
    /// What kind of mandate.
    pub kind: RepresentativeKind,
    /// What the mandate covers, in words.
    pub scope_text: Text,
    /// From when.
    pub valid_from: NaiveDate,
    /// Until when.
    pub valid_to: Option<NaiveDate>,
    /// Who saw the document.
    pub document_seen_by: Option<PersonName>,
    /// Whether the representative attends instead of the individual (S1-11).
    pub attends_instead: bool,
    /// Whether the individual agrees to that.
    pub individual_agrees: bool,
}

impl Representative {
    /// Whether the mandate lasts on a day, its last day included.
    pub fn is_current(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }
}
