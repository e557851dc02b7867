//! What commands carry about the persons in a case: the child, guardians, representatives, the individual's own words.

use crate::directory::StaffRef;
use crate::ids::{GuardianId, RepresentativeId};
use crate::model::{ConsentException, Person, Protection, RepresentativeKind};
use crate::text::{PersonName, Text};
use chrono::{DateTime, NaiveDate, Utc};

/// A change of who is who in the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonCommand {
    /// The child was informed, asked, heard (S1-18 to S1-21).
    RecordChild(ChildPatch),
    /// A guardian is put on the list (S1-19).
    AddGuardian(GuardianInput),
    /// A guardianship ends, or the guardian's consent is not needed (FB 6:13, 6:13 a).
    ChangeGuardian {
        /// Whose.
        guardian: GuardianId,
        /// The day from which it no longer lasts.
        until: Option<NaiveDate>,
        /// Why the consent is not needed.
        exception: Option<ConsentException>,
        /// Whether the guardian's own identity is protected.
        protected: Option<Protection>,
    },
    /// A representative is recorded (S1-09).
    AddRepresentative(RepresentativeInput),
    /// A mandate ends.
    EndRepresentative {
        /// Whose.
        representative: RepresentativeId,
        /// Its last day.
        until: NaiveDate,
    },
    /// The individual's identity is protected, and named staff alone may open the case (INV-49).
    Protect {
        /// How; none lifts it.
        level: Protection,
        /// Who may open the case beside the one who says so.
        readers: Vec<StaffRef>,
    },
}

/// What is recorded of the child's part; absent fields leave what stands (S1-18 to S1-21).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChildPatch {
    /// When the child was informed; not in the future.
    pub informed_at: Option<DateTime<Utc>>,
    /// When the child was asked; not in the future.
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
    /// When; not in the future.
    pub conveyed_at: Option<DateTime<Utc>>,
    /// Whether the child is mature enough to decide alone, and why.
    pub maturity: Option<(bool, Text)>,
}

/// A guardian to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardianInput {
    /// Who.
    pub person: Person,
    /// From when.
    pub since: NaiveDate,
}

/// A representative to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepresentativeInput {
    /// Who.
    pub person: Person,
    /// What kind of mandate.
    pub kind: RepresentativeKind,
    /// What the mandate covers, in words.
    pub scope_text: Text,
    /// From when.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// Whether the one who records has seen the document.
    pub document_seen: bool,
    /// Whether the representative attends instead of the individual (S1-11).
    pub attends_instead: bool,
    /// Whether the individual agrees to that.
    pub individual_agrees: bool,
}

/// What is known of a discharge; absent fields leave what stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DischargeInput {
    /// When the notice came that the patient is ready to leave; not in the future.
    pub ready_at: Option<DateTime<Utc>>,
    /// The fast vårdkontakt of regional open care.
    pub fast_vardkontakt: Option<StaffRef>,
    /// Whether municipal health care takes part.
    pub municipal_health_care: Option<bool>,
}

/// Own wishes, written in the portal. Lists are added to, never read back or replaced; absent fields stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WishesInput {
    /// What matters.
    pub what_matters: Option<Text>,
    /// Own goals.
    pub own_goals: Option<Text>,
    /// Own picture of the present.
    pub own_description: Option<Text>,
    /// Questions to take up.
    pub add_questions: Vec<Text>,
    /// Topics to leave out.
    pub add_excluded_topics: Vec<Text>,
    /// Where and how to meet.
    pub meeting_wishes: Option<Text>,
    /// Whether to meet at home.
    pub home_meeting_wished: Option<bool>,
    /// Whom as coordinator.
    pub coordinator_wish: Option<Text>,
    /// Relatives who shall have a copy of the plan.
    pub add_copy_to_relatives: Vec<PersonName>,
}
