//! What a client may do next, as links.

use serde::Serialize;
use utoipa::ToSchema;

/// One link (HYP.11 of the national REST API profile).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"href": "https://sip.example.se/sip/v1/cases", "rel": "self", "method": "GET"}))]
pub struct Link {
    /// Absolute URL.
    #[schema(format = "uri", max_length = 2000)]
    pub href: String,
    /// Relation: of IANA's registry where one fits, otherwise the name of a command.
    #[schema(example = "self", max_length = 100)]
    pub rel: String,
    /// HTTP method.
    #[schema(example = "GET", max_length = 10)]
    pub method: String,
}
