//! JSON bodies, read under limits and parsed strictly.

use super::body::timed_out;
use super::scan::{Fault, scan};
use super::violations;
use crate::problem::{Generic, Problem, Violation};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use validator::Validate;

/// Bytes in a body at most.
pub const BODY_LIMIT: usize = 256 * 1024;

/// A body that has been parsed and checked against its schema.
///
/// Refusals: 415 for another content type, 413 above [`BODY_LIMIT`], 408 when it comes too slowly, 400 for all that does not
/// fit the schema, with JSON pointers.
#[derive(Debug)]
pub struct JsonBody<T> {
    /// What was sent.
    pub value: T,
    /// SHA-256 of the bytes as they were sent, to tell a repeated request from another one with the same key.
    pub digest: [u8; 32],
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for JsonBody<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let checked = check_headers(req.headers());
        let payload = payload.take();
        Box::pin(async move {
            checked?;
            let bytes = read(payload).await?;
            Ok(Self { value: parse(&bytes)?, digest: Sha256::digest(&bytes).into() })
        })
    }
}

fn check_headers(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let mut kind = text(CONTENT_TYPE).unwrap_or_default().split(';').map(str::trim);
    let json = kind.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    let utf8 =
        kind.all(|part| part.eq_ignore_ascii_case("charset=utf-8") || part.eq_ignore_ascii_case("charset=\"utf-8\""));
    let coded = text(CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"));
    if !json || !utf8 || coded {
        return Err(Problem::of(Generic::UNSUPPORTED_MEDIA_TYPE));
    }
    let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_LIMIT) {
        return Err(Problem::of(Generic::PAYLOAD_TOO_LARGE));
    }
    Ok(())
}

async fn read(mut payload: Payload) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| unreadable(&error))?;
        if bytes.len() + chunk.len() > BODY_LIMIT {
            return Err(Problem::of(Generic::PAYLOAD_TOO_LARGE));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn unreadable(error: &PayloadError) -> Problem {
    Problem::of(if timed_out(error) { Generic::REQUEST_TIMEOUT } else { Generic::MALFORMED_REQUEST })
}

fn parse<T: DeserializeOwned + Validate>(bytes: &[u8]) -> Result<T, Problem> {
    scan(bytes).map_err(|fault| match fault {
        Fault::Malformed => Problem::of(Generic::MALFORMED_JSON),
        Fault::Characters(pointer) => Problem::invalid(&pointer, Generic::FIELD_CHARACTERS),
    })?;
    let value: T =
        serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes)).map_err(|error| {
            let found = violations::of_message(&error.inner().to_string());
            let pointer = violations::pointer(error.path(), &found);
            violations::problem(vec![Violation { pointer, subject: None, entry: found.entry }])
        })?;
    value.validate().map_err(|errors| violations::of_validation(&errors, "/"))?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, Validate)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Row {
        #[validate(length(min = 1, max = 3))]
        short_name: String,
    }

    #[derive(Debug, Deserialize, Validate)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Body {
        #[validate(range(min = 1))]
        count: u32,
        #[validate(nested)]
        all_rows: Vec<Row>,
    }

    fn refused(body: &str) -> (&'static str, Vec<(String, &'static str)>) {
        let problem = parse::<Body>(body.as_bytes()).unwrap_err();
        let errors = problem.violations.iter().map(|v| (v.pointer.clone().unwrap_or_default(), v.entry.code()));
        (problem.code(), errors.collect())
    }

    #[test]
    fn every_fault_is_pointed_at_and_none_repeated() {
        let one = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        assert_eq!(refused("{"), ("MALFORMED_JSON", vec![]));
        assert_eq!(refused("[]"), ("FIELD_INVALID", one("", "FIELD_LENGTH")));
        assert_eq!(refused(r#"{"count":1}"#), ("FIELD_INVALID", one("/allRows", "FIELD_REQUIRED")));
        assert_eq!(refused(r#"{"count":"x","allRows":[]}"#), ("FIELD_INVALID", one("/count", "FIELD_TYPE")));
        assert_eq!(refused(r#"{"count":-1,"allRows":[]}"#), ("FIELD_INVALID", one("/count", "FIELD_FORMAT")));
        assert_eq!(refused(r#"{"count":1,"allRows":[],"zzz":1}"#), ("UNKNOWN_FIELD", one("", "UNKNOWN_FIELD")));
        let nested = r#"{"count":1,"allRows":[{"shortName":"a"},{"shortName":"a","zzz":1}]}"#;
        assert_eq!(refused(nested), ("UNKNOWN_FIELD", one("/allRows/1", "UNKNOWN_FIELD")));
        let lengths = r#"{"count":0,"allRows":[{"shortName":"a"},{"shortName":"abcd"}]}"#;
        let both = vec![("/allRows/1/shortName".to_owned(), "FIELD_LENGTH"), ("/count".to_owned(), "FIELD_RANGE")];
        assert_eq!(refused(lengths), ("FIELD_INVALID", both));
    }
}
