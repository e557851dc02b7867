//! Requests about persons and units: search and assignments.

use super::start::IdentityRequest;
use crate::wire::codes::Duty;
use serde::Deserialize;
use sip_domain::text::ShortText;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// A search for a person's cases.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "identity": {"kind": "personnummer", "value": "199002222397"},
    "reason": "Patienten är här och vill tala om sin plan."
}))]
pub(crate) struct SearchRequest {
    /// Whose cases.
    #[validate(nested)]
    pub(crate) identity: IdentityRequest,
    /// Why; kept in the access log.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    pub(crate) reason: ShortText,
}

/// A new assignment (medarbetaruppdrag).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "hsaId": "SE2321000016-A013",
    "staff": "01993b00-0005-7000-8000-000000000012",
    "duty": "clinical"
}))]
pub(crate) struct AssignmentRequest {
    /// HSA-id of the assignment.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub(crate) hsa_id: String,
    /// The staff account.
    pub(crate) staff: Uuid,
    /// What it is for.
    pub(crate) duty: Duty,
}

/// A change of an assignment.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"ended": true}))]
pub(crate) struct AssignmentPatch {
    /// True ends the assignment now. An ended assignment cannot be taken up again; make a new one.
    pub(crate) ended: bool,
}
