//! Versions over HTTP: `ETag`, `If-Match`, `If-None-Match` (RFC 9110 section 13).
//!
//! The entity tag is the version of the case, always strong: `"12"`.

use crate::problem::{Generic, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderName};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use std::convert::Infallible;
use std::future::{Ready, ready};
use utoipa::IntoParams;

/// The `ETag` header of a version.
pub fn etag(version: i64) -> (HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

/// 304 for a version that the client has.
pub fn not_modified(version: i64) -> HttpResponse {
    HttpResponse::NotModified().insert_header(etag(version)).finish()
}

/// The version that a change is made to. Missing is 428, malformed or `*` is 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut given = req.headers().get_all(header::IF_MATCH);
        ready(match (given.next(), given.next()) {
            (None, _) => Err(Problem::of(Generic::PRECONDITION_REQUIRED)),
            (Some(value), None) => {
                value.to_str().ok().and_then(strong).map(Self).ok_or_else(|| Problem::of(Generic::IF_MATCH_INVALID))
            }
            _ => Err(Problem::of(Generic::IF_MATCH_INVALID)),
        })
    }
}

/// What the client has already; anything that cannot be read counts as nothing, since a full answer is always right.
#[derive(Clone, Debug, Default)]
pub struct IfNoneMatch {
    versions: Vec<i64>,
    any: bool,
}

impl IfNoneMatch {
    /// Whether the client has `version`, so that 304 will do. Weak comparison, as the standard asks.
    pub fn matches(&self, version: i64) -> bool {
        self.any || self.versions.contains(&version)
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = req.headers().get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
        let mut found = Self::default();
        for tag in given.flat_map(|value| value.split(',')).map(str::trim) {
            found.any |= tag == "*";
            found.versions.extend(strong(tag.strip_prefix("W/").unwrap_or(tag)));
        }
        ready(Ok(found))
    }
}

/// The version of a tag written exactly as [`etag`] writes it; tags are compared as texts, so `"07"` is not `"7"`.
fn strong(tag: &str) -> Option<i64> {
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    let version: i64 = digits.parse().ok()?;
    (version > 0 && etag(version).1 == tag).then_some(version)
}

/// `If-Match` in the document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchHeader {
    /// The `ETag` of the version that the change is made to. Missing gives 428, stale gives 412.
    #[param(rename = "If-Match", pattern = "^\"[1-9][0-9]{0,17}\"$", max_length = 20, example = "\"12\"")]
    pub version: String,
}

/// `If-None-Match` in the document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfNoneMatchHeader {
    /// The `ETag` that the client has; gives 304 when nothing changed.
    #[param(rename = "If-None-Match", required = false, max_length = 200, example = "\"11\"")]
    pub version: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::strong;

    #[test]
    fn only_strong_tags_of_our_own_form() {
        assert_eq!(strong("\"12\""), Some(12));
        for bad in [
            "12",
            "\"\"",
            "\"0\"",
            "\"01\"",
            "\"-1\"",
            "\"+1\"",
            "W/\"12\"",
            "*",
            "\"12\",\"13\"",
            "\"99999999999999999999\"",
            "\" 1\"",
        ] {
            assert_eq!(strong(bad), None, "{bad}");
        }
    }
}
