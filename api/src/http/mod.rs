//! What all resources share: extractors that parse at the edge, and the envelope around every answer.

mod blocking;
mod body;
mod context;
pub(crate) mod cursor;
pub mod envelope;
mod idempotency;
mod json;
mod link;
mod paging;
mod params;
mod precondition;
pub(crate) mod routes;
pub(crate) mod scan;
mod trace;
pub(crate) mod turned_away;
mod violations;

pub use blocking::{Gate, blocking, handed_out};
pub use body::BodyLimits;
pub use context::{Language, ROOT, RequestContext};
pub use idempotency::{IdempotencyKey, IdempotencyKeyHeader};
pub use json::{BODY_LIMIT, JsonBody};
pub use link::Link;
pub use paging::{Page, PageMeta};
pub use params::Params;
pub use precondition::{IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, etag, not_modified};
pub use trace::TRACEPARENT;

/// `Cache-Control` of what is open to all; everything else is `no-store` by itself.
pub const PUBLIC_CACHE: (&str, &str) = ("cache-control", "public, max-age=300");
