//! A subscription to be made.

use crate::problem::{Generic, Problem};
use crate::webhooks::Address;
use serde::Deserialize;
use sip_domain::text::ShortText;
use utoipa::ToSchema;
use validator::Validate;

/// A new subscription (prenumeration).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "url": "https://127.0.0.1:8444/sip-events",
    "description": "Journalsystemets mottagare",
    "after": "AQAAAAAAAAAA"
}))]
pub(crate) struct SubscriptionRequest {
    /// Where events are sent: https, at a host that the operator has listed, without a user and a fragment in it.
    #[validate(length(min = 1, max = 1000))]
    #[schema(format = "uri", min_length = 1, max_length = 1000)]
    pub(crate) url: String,
    /// What it is for.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub(crate) description: Option<ShortText>,
    /// The place in the feed to begin after: `cursor` of the feed, or of a subscription before this one. From now on when absent.
    #[validate(length(min = 1, max = 40))]
    #[schema(pattern = "^[A-Za-z0-9_-]{12}$", max_length = 12)]
    pub(crate) after: Option<String>,
}

impl SubscriptionRequest {
    /// The address, if it is one that anything could be sent to.
    pub(crate) fn address(&self) -> Result<Address, Problem> {
        Address::parse(&self.url).ok_or_else(|| Problem::invalid("/url", Generic::FIELD_FORMAT))
    }
}
