//! The preparation with the individual, the basis and the mapping.

use crate::directory::StaffRef;
use crate::ids::{ExcludedTopicId, QuestionId};
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The twelve headings for the individual's whole situation (S3-29).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeArea {
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
}

impl LifeArea {
    /// All twelve, in the order of the source.
    pub const ALL: [Self; 12] = [
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
    ];
}

/// A question the individual wants answered (S0-06).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub id: QuestionId,
    /// In the individual's words.
    pub text: Text,
    /// Place in the order of priority, 1 first (S0-07).
    pub priority: u16,
}

/// A topic the individual does not want raised (S0-08). Restricted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedTopic {
    /// The topic.
    pub id: ExcludedTopicId,
    /// In the individual's words.
    pub text: Text,
}

/// Whether someone is in the private or the professional network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// Private.
    Private,
    /// Professional.
    Professional,
}

/// Someone in the individual's network (S0-09).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkMember {
    /// Who.
    pub name: PersonName,
    /// Relation to the individual.
    pub relation: ShortText,
    /// Private or professional.
    pub kind: NetworkKind,
    /// The organisation, for a professional.
    pub organisation: Option<ShortText>,
    /// Whether this person's identity is protected; it protects the case too (3.4 note f).
    #[serde(default)]
    pub is_protected: bool,
}

/// Whether there are children under 18 in the individual's network (S0-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinorsInNetwork {
    /// Yes: mind the children's own needs.
    Yes,
    /// No.
    No,
    /// Asked, but not answered.
    NotAnswered,
}

/// The individual's support at the meeting (S0-13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportPerson {
    /// Who.
    pub name: PersonName,
    /// How to reach the person.
    pub contact: Option<ShortText>,
    /// Must be true: the individual chooses.
    pub chosen_by_individual: bool,
}

/// What is adapted for the individual (S0-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdaptationKind {
    /// Tolk.
    Interpreter,
    /// Communicative.
    Communicative,
    /// Cognitive.
    Cognitive,
    /// Physical.
    Physical,
}

/// An adaptation and whether it is arranged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adaptation {
    /// What kind.
    pub kind: AdaptationKind,
    /// What exactly, for example the interpreter's language.
    pub detail: ShortText,
    /// Whether it is arranged.
    pub arranged: bool,
}

/// Something to prepare with someone before the meeting (S0-14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparationNeed {
    /// With whom.
    pub with: ShortText,
    /// What.
    pub text: Text,
    /// Whether it is done.
    pub done: bool,
}

/// The preparation, made together with the individual (S0-05 to S0-15, S1-22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preparation {
    /// When it was started; the consent clock runs from here.
    pub started_at: DateTime<Utc>,
    /// What matters to the individual, in the individual's words.
    pub what_matters: Option<Text>,
    /// The individual's own goals.
    pub own_goals: Option<Text>,
    /// The individual's own picture of the present (S0-27).
    pub own_description: Option<Text>,
    /// Questions, by priority.
    pub questions: Vec<Question>,
    /// Whether the individual was asked about topics to leave out.
    pub excluded_topics_asked: bool,
    /// Topics the individual does not want raised. Restricted.
    pub excluded_topics: Vec<ExcludedTopic>,
    /// Private and professional network.
    pub network: Vec<NetworkMember>,
    /// Children in the network.
    pub minors: Option<MinorsInNetwork>,
    /// The children's own needs.
    pub minors_note: Option<Text>,
    /// Support person.
    pub support_person: Option<SupportPerson>,
    /// Adaptations.
    pub adaptations: Vec<Adaptation>,
    /// Preparation needs.
    pub preparation_needs: Vec<PreparationNeed>,
    /// Where and how the individual wants to meet.
    pub meeting_wishes: Option<Text>,
    /// Whether the individual wants the meeting at home (S2-05).
    pub home_meeting_wished: bool,
    /// Whom the individual wants as coordinator (S1-46).
    pub coordinator_wish: Option<Text>,
    /// Relatives whom the individual wants to have a copy of the plan (S1-49).
    pub copy_to_relatives: Vec<PersonName>,
    /// When it was gone through with the individual.
    pub done_with_individual_at: Option<DateTime<Utc>>,
}

/// The basis (underlag) that opens the mapping (S3-21).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What the planning is for.
    pub purpose: Text,
    /// Who wrote it.
    pub created_by: StaffRef,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// One heading of the mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingEntry {
    /// Which life area.
    pub life_area: LifeArea,
    /// What was found out.
    pub text: Text,
}

/// The mapping (kartläggning): a working tool of the staff, never shown in the portal (S3-20, S3-28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// At most one entry for each life area; headings are optional (C15).
    pub entries: Vec<MappingEntry>,
    /// Who wrote it last.
    pub author: StaffRef,
    /// When.
    pub updated_at: DateTime<Utc>,
    /// When it was shared with the participants (S3-26).
    pub shared_at: Option<DateTime<Utc>>,
}
