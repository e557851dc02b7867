//! The preparation with the individual, the basis and the mapping.

use super::codes::{AdaptationKind, LifeArea, MinorsInNetwork, NetworkKind};
use super::common::StaffBody;
use super::{Wire, shape};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::access::PreparationView;
use sip_domain::model;
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// A question the individual wants answered.
    QuestionBody of model::Question {
        /// The question.
        id: Uuid,
        /// In the individual's words.
        text: String,
        /// Place in the order of priority, 1 first.
        priority: u16,
    }

    /// A topic the individual does not want raised. Shown to few.
    ExcludedTopicBody of model::ExcludedTopic {
        /// The topic.
        id: Uuid,
        /// In the individual's words.
        text: String,
    }

    /// Somebody in the individual's network.
    NetworkMemberBody of model::NetworkMember {
        /// Who.
        name: String,
        /// Relation to the individual.
        relation: String,
        /// Private or professional.
        kind: NetworkKind,
        /// The organisation, for a professional.
        organisation: Option<String>,
        /// Whether the member's identity is protected; then the case is, too.
        is_protected: bool,
    }

    /// The individual's support at the meeting (stödperson).
    SupportPersonBody of model::SupportPerson {
        /// Who.
        name: String,
        /// How to reach the person.
        contact: Option<String>,
        /// The individual chose the person.
        chosen_by_individual: bool,
    }

    /// An adaptation (anpassning).
    AdaptationBody of model::Adaptation {
        /// What kind.
        kind: AdaptationKind,
        /// What exactly.
        detail: String,
        /// Whether it is arranged.
        arranged: bool,
    }

    /// Something to prepare with somebody before the meeting.
    PreparationNeedBody of model::PreparationNeed {
        /// With whom.
        with: String,
        /// What.
        text: String,
        /// Whether it is done.
        done: bool,
    }

    /// The preparation (förberedelse), made together with the individual.
    PreparationBody of model::Preparation {
        /// When it was started.
        started_at: DateTime<Utc>,
        /// What matters to the individual.
        what_matters: Option<String>,
        /// The individual's own goals.
        own_goals: Option<String>,
        /// The individual's own picture of the present.
        own_description: Option<String>,
        /// Questions, by priority.
        questions: Vec<QuestionBody>,
        /// Network.
        network: Vec<NetworkMemberBody>,
        /// Children in the network.
        minors: Option<MinorsInNetwork>,
        /// The children's own needs.
        minors_note: Option<String>,
        /// Support person.
        support_person: Option<SupportPersonBody>,
        /// Adaptations.
        adaptations: Vec<AdaptationBody>,
        /// Preparation needs.
        preparation_needs: Vec<PreparationNeedBody>,
        /// Where and how the individual wants to meet.
        meeting_wishes: Option<String>,
        /// Whether the individual wants to meet at home.
        home_meeting_wished: bool,
        /// Whom the individual wants as coordinator.
        coordinator_wish: Option<String>,
        /// Relatives whom the individual wants to have a copy of the plan.
        copy_to_relatives: Vec<String>,
        /// When it was gone through with the individual.
        done_with_individual_at: Option<DateTime<Utc>>,
    }

    /// The basis of the planning (underlag).
    BasisBody of model::Basis {
        /// What the planning is for.
        purpose: String,
        /// Who wrote it.
        created_by: StaffBody,
        /// When.
        created_at: DateTime<Utc>,
    }

    /// One heading of the mapping.
    MappingEntryBody of model::MappingEntry {
        /// Which life area.
        life_area: LifeArea,
        /// What was found out.
        text: String,
    }

    /// The mapping (kartläggning): a working tool of the staff, never in the portal.
    MappingBody of model::Mapping {
        /// Its entries.
        entries: Vec<MappingEntryBody>,
        /// Who wrote it last.
        author: StaffBody,
        /// When.
        updated_at: DateTime<Utc>,
        /// When it was shared with the participants.
        shared_at: Option<DateTime<Utc>>,
    }
}

/// Topics the individual does not want raised.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ExcludedTopicsBody {
    /// Whether the individual was asked.
    pub(crate) asked: bool,
    /// The topics.
    pub(crate) topics: Vec<ExcludedTopicBody>,
}

impl ExcludedTopicsBody {
    /// The topics, for a reader who may see them.
    pub(crate) fn of(view: &PreparationView) -> Option<Self> {
        let topics = view.excluded_topics.as_ref()?;
        Some(Self { asked: view.preparation.excluded_topics_asked, topics: topics.wire() })
    }
}
