//! The citizen's own consent.

use super::build::Build;
use super::consents::{ScopeRowRequest, scope};
use super::portal_own::voice;
use crate::wire::codes::Category;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sip_domain::command::{Command, ConsentInput};
use sip_domain::profile::ConsentForm;
use sip_domain::text::Text;
use utoipa::ToSchema;
use validator::Validate;

/// My consent (mitt samtycke). Who gives it is whoever calls; nothing is chosen beforehand.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "meeting": true,
    "informationTransfer": true,
    "scope": [{
        "recipient": "01993b00-0003-7000-8000-000000000003",
        "categories": ["identity_contact", "health", "meeting_logistics", "plan_document"],
        "purpose": "Vårdcentralen ska kunna delta i planeringen och göra sin del av planen."
    }],
    "excludedCategories": [],
    "exclusions": ["Inget om mina syskon."],
    "validFrom": "2027-03-01T08:00:00Z",
    "validTo": "2028-02-29T23:00:00Z"
}))]
pub(crate) struct OwnConsentRequest {
    /// Yes to the meeting and the planning.
    meeting: bool,
    /// Yes to handing over information.
    information_transfer: bool,
    /// What to whom. There is no general consent: each row names a unit, the kinds of information and what for.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    scope: Vec<ScopeRowRequest>,
    /// Categories taken out for every recipient.
    #[serde(default)]
    #[validate(length(max = 24))]
    #[schema(max_items = 24)]
    excluded_categories: Vec<Category>,
    /// What the consent shall not cover, in one's own words.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(value_type = Vec<String>, max_items = 20)]
    exclusions: Vec<Text>,
    /// From this moment; now when absent.
    valid_from: Option<DateTime<Utc>>,
    /// Until, not including, this moment.
    valid_to: DateTime<Utc>,
}

impl OwnConsentRequest {
    /// Gives the consent in the caller's own name.
    pub(crate) fn command(self) -> Build {
        Box::new(move |lookup, case, _| {
            Ok(Command::GiveConsent(Box::new(ConsentInput {
                giver: voice(lookup, case)?,
                form: ConsentForm::Electronic,
                meeting: self.meeting,
                information_transfer: self.information_transfer,
                received_by: None,
                received_at: Some(lookup.now()),
                journal_note: None,
                scope: scope(lookup, self.scope)?,
                excluded_categories: self.excluded_categories.into_iter().map(Into::into).collect(),
                exclusions: self.exclusions,
                valid_from: self.valid_from.unwrap_or(lookup.now()),
                valid_to: self.valid_to,
                capacity: None,
                other_ground: None,
            })))
        })
    }
}
