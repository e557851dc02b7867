//! Requests about the preparation, the basis and the mapping.

use super::build::{self, Build};
use crate::wire::codes::{AdaptationKind, LifeArea, MinorsInNetwork, NetworkKind};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sip_domain::command::{Command, MappingInput, PreparationPatch};
use sip_domain::context::IdSeed;
use sip_domain::ids::{ExcludedTopicId, QuestionId};
use sip_domain::model::{Adaptation, ExcludedTopic, NetworkMember, PreparationNeed, Question, SupportPerson};
use sip_domain::text::{PersonName, ShortText, Text};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// A question the individual wants answered.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct QuestionRequest {
    /// The question that is kept; left out for a new one.
    id: Option<Uuid>,
    /// In the individual's words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
    /// Place in the order of priority, 1 first.
    #[validate(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    priority: u16,
}

/// A topic the individual does not want raised.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ExcludedTopicRequest {
    /// The topic that is kept; left out for a new one.
    id: Option<Uuid>,
    /// In the individual's words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
}

/// Somebody in the individual's network.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NetworkMemberRequest {
    /// Who.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// Relation to the individual.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    relation: ShortText,
    /// Private or professional.
    kind: NetworkKind,
    /// The organisation, for a professional.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    organisation: Option<ShortText>,
    /// Whether the member's identity is protected (skyddade personuppgifter); then named staff alone may open the case.
    #[serde(default)]
    is_protected: bool,
}

/// The individual's support at the meeting.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SupportPersonRequest {
    /// Who.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// How to reach the person.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    contact: Option<ShortText>,
    /// Must be true: the individual chooses.
    chosen_by_individual: bool,
}

/// An adaptation.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AdaptationRequest {
    /// What kind.
    kind: AdaptationKind,
    /// What exactly, for example the interpreter's language.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    detail: ShortText,
    /// Whether it is arranged.
    arranged: bool,
}

/// Something to prepare with somebody before the meeting.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PreparationNeedRequest {
    /// With whom.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    with: ShortText,
    /// What.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
    /// Whether it is done.
    done: bool,
}

/// What of the preparation is written. Fields left out stay as they are; lists are replaced whole.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "whatMatters": "Att få bo kvar hemma och orka träffa barnbarnen.",
    "questions": [{"text": "Vem ringer jag när jag mår sämre?", "priority": 1}],
    "excludedTopicsAsked": true,
    "excludedTopics": [{"text": "Min skilsmässa"}],
    "network": [{"name": "Anna Testsson", "relation": "dotter", "kind": "private"}],
    "minors": "no",
    "adaptations": [{"kind": "cognitive", "detail": "Korta pass och skriven dagordning", "arranged": true}],
    "homeMeetingWished": false,
    "doneWithIndividualAt": "2027-03-01T08:00:00Z"
}))]
pub(crate) struct PreparationRequest {
    /// What matters to the individual.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    what_matters: Option<Text>,
    /// The individual's own goals.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    own_goals: Option<Text>,
    /// The individual's own picture of the present.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    own_description: Option<Text>,
    /// Questions.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    questions: Option<Vec<QuestionRequest>>,
    /// Whether the individual was asked about topics to leave out.
    excluded_topics_asked: Option<bool>,
    /// Topics to leave out.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    excluded_topics: Option<Vec<ExcludedTopicRequest>>,
    /// Network.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    network: Option<Vec<NetworkMemberRequest>>,
    /// Children in the network.
    minors: Option<MinorsInNetwork>,
    /// The children's own needs.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    minors_note: Option<Text>,
    /// Support person.
    #[validate(nested)]
    support_person: Option<SupportPersonRequest>,
    /// Adaptations.
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    adaptations: Option<Vec<AdaptationRequest>>,
    /// Preparation needs.
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    preparation_needs: Option<Vec<PreparationNeedRequest>>,
    /// Where and how the individual wants to meet.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    meeting_wishes: Option<Text>,
    /// Whether the individual wants to meet at home.
    home_meeting_wished: Option<bool>,
    /// Whom the individual wants as coordinator.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    coordinator_wish: Option<Text>,
    /// Relatives who shall have a copy of the plan.
    #[validate(length(max = 20))]
    #[schema(value_type = Option<Vec<String>>, max_items = 20)]
    copy_to_relatives: Option<Vec<PersonName>>,
    /// When it was gone through with the individual.
    done_with_individual_at: Option<DateTime<Utc>>,
}

/// Where the numbers of new topics start: below are those of new questions.
const FIRST_TOPIC: u16 = 100;

fn numbered<T, D>(seed: IdSeed, from: u16, items: Vec<T>, make: impl Fn(Uuid, T) -> D) -> Vec<D> {
    (from..).zip(items).map(|(number, item)| make(seed.nth(number), item)).collect()
}

impl PreparationRequest {
    /// Fills the preparation in.
    pub(crate) fn command(self) -> Build {
        Box::new(move |_, _, seed| {
            let question = |fresh, given: QuestionRequest| Question {
                id: QuestionId(given.id.unwrap_or(fresh)),
                text: given.text,
                priority: given.priority,
            };
            let topic = |fresh, given: ExcludedTopicRequest| ExcludedTopic {
                id: ExcludedTopicId(given.id.unwrap_or(fresh)),
                text: given.text,
            };
            Ok(Command::UpdatePreparation(Box::new(PreparationPatch {
                what_matters: self.what_matters,
                own_goals: self.own_goals,
                own_description: self.own_description,
                questions: self.questions.map(|given| numbered(seed, 0, given, question)),
                excluded_topics_asked: self.excluded_topics_asked,
                excluded_topics: self.excluded_topics.map(|given| numbered(seed, FIRST_TOPIC, given, topic)),
                network: self.network.map(all),
                minors: self.minors.map(Into::into),
                minors_note: self.minors_note,
                support_person: self.support_person.map(Into::into),
                adaptations: self.adaptations.map(all),
                preparation_needs: self.preparation_needs.map(all),
                meeting_wishes: self.meeting_wishes,
                home_meeting_wished: self.home_meeting_wished,
                coordinator_wish: self.coordinator_wish,
                copy_to_relatives: self.copy_to_relatives,
                done_with_individual_at: self.done_with_individual_at,
            })))
        })
    }
}

fn all<T: Into<D>, D>(items: Vec<T>) -> Vec<D> {
    items.into_iter().map(Into::into).collect()
}

impl From<NetworkMemberRequest> for NetworkMember {
    fn from(given: NetworkMemberRequest) -> Self {
        Self {
            name: given.name,
            relation: given.relation,
            kind: given.kind.into(),
            organisation: given.organisation,
            is_protected: given.is_protected,
        }
    }
}

impl From<SupportPersonRequest> for SupportPerson {
    fn from(given: SupportPersonRequest) -> Self {
        Self { name: given.name, contact: given.contact, chosen_by_individual: given.chosen_by_individual }
    }
}

impl From<AdaptationRequest> for Adaptation {
    fn from(given: AdaptationRequest) -> Self {
        Self { kind: given.kind.into(), detail: given.detail, arranged: given.arranged }
    }
}

impl From<PreparationNeedRequest> for PreparationNeed {
    fn from(given: PreparationNeedRequest) -> Self {
        Self { with: given.with, text: given.text, done: given.done }
    }
}

/// To whom the preparation goes over.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"assignment": "01993b00-0006-7000-8000-000000000012"}))]
pub(crate) struct LeadRequest {
    /// The assignment of the new preparation lead.
    assignment: Uuid,
}

impl LeadRequest {
    /// Hands the preparation over.
    pub(crate) fn command(self) -> Build {
        Box::new(move |lookup, _, _| {
            Ok(Command::HandOverPreparation { to: build::staff(lookup, self.assignment, "/assignment")? })
        })
    }
}

/// The basis of the planning (underlag).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"purpose": "Samordna hemtjänst, hemsjukvård och psykiatri inför att Maria flyttar hem."}))]
pub(crate) struct BasisRequest {
    /// What the planning is for.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    purpose: Text,
}

impl From<BasisRequest> for Command {
    fn from(given: BasisRequest) -> Self {
        Self::SetBasis { purpose: given.purpose }
    }
}

/// One heading of the mapping.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MappingEntryRequest {
    /// Which life area.
    life_area: LifeArea,
    /// What was found out.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
    /// An excluded topic that the entry touches; such an entry is refused.
    touches_topic: Option<Uuid>,
}

/// The mapping (kartläggning), whole: what is left out is taken away.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "entries": [
        {"lifeArea": "home_life", "text": "Bor i lägenhet på tredje våningen utan hiss; hemtjänst två gånger om dagen."},
        {"lifeArea": "sleep", "text": "Vaknar ofta på natten."}
    ]
}))]
pub(crate) struct MappingRequest {
    /// At most one entry for each life area.
    #[validate(length(max = 12), nested)]
    #[schema(max_items = 12)]
    entries: Vec<MappingEntryRequest>,
}

impl From<MappingRequest> for Command {
    fn from(given: MappingRequest) -> Self {
        let entries = given.entries.into_iter().map(|entry| MappingInput {
            life_area: entry.life_area.into(),
            text: entry.text,
            touches_topic: entry.touches_topic.map(ExcludedTopicId),
        });
        Self::WriteMapping { entries: entries.collect() }
    }
}
