//! The citizen's own words for the preparation.

use super::build::{Build, plain};
use serde::Deserialize;
use sip_domain::command::{Command, WishesInput};
use sip_domain::text::{PersonName, Text};
use utoipa::ToSchema;
use validator::Validate;

/// My wishes for the meeting (mina önskemål). What is left out stays as it was; lists are added to.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "whatMatters": "Att få bo kvar hemma och själv bestämma över min vardag.",
    "ownGoals": "Sova hela natten och komma ut varje dag.",
    "addQuestions": ["Vem ringer jag när det blir svårt en kväll?"],
    "addExcludedTopics": ["brytningen med min bror"],
    "meetingWishes": "Gärna på eftermiddagen och inte för många.",
    "homeMeetingWished": true,
    "coordinatorWish": "Någon som jag redan känner.",
    "addCopyToRelatives": ["Rut Testgranne"]
}))]
pub(crate) struct WishesRequest {
    /// What matters to me (det här är viktigt för mig).
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    what_matters: Option<Text>,
    /// My own goals.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    own_goals: Option<Text>,
    /// How I see my situation now.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    own_description: Option<Text>,
    /// Questions to take up, put after those that are there.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(value_type = Vec<String>, max_items = 50)]
    add_questions: Vec<Text>,
    /// What must not be taken up. Can be written here but not read: only those who prepare and lead the meeting see it.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(value_type = Vec<String>, max_items = 50, write_only)]
    add_excluded_topics: Vec<Text>,
    /// Where and how I want to meet.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    meeting_wishes: Option<Text>,
    /// Whether I want to meet at home.
    home_meeting_wished: Option<bool>,
    /// Whom I want as coordinator.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    coordinator_wish: Option<Text>,
    /// Relatives who shall have a copy of the plan.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(value_type = Vec<String>, max_items = 20)]
    add_copy_to_relatives: Vec<PersonName>,
}

impl WishesRequest {
    /// Writes them down.
    pub(crate) fn command(self) -> Build {
        plain(Command::ExpressWishes(Box::new(WishesInput {
            what_matters: self.what_matters,
            own_goals: self.own_goals,
            own_description: self.own_description,
            add_questions: self.add_questions,
            add_excluded_topics: self.add_excluded_topics,
            meeting_wishes: self.meeting_wishes,
            home_meeting_wished: self.home_meeting_wished,
            coordinator_wish: self.coordinator_wish,
            add_copy_to_relatives: self.add_copy_to_relatives,
        })))
    }
}
