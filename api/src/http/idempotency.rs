//! `Idempotency-Key`: a repeated POST has its effect once.

use crate::problem::{Generic, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::HeaderValue;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use utoipa::IntoParams;

const NAME: &str = "Idempotency-Key";

/// The key of the request, when it has one. Use this and not `Option<…>`, which would swallow a malformed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    /// The key: 8 to 128 visible ASCII characters.
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The same, owned.
    pub fn into_inner(self) -> Option<String> {
        self.0
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut given = req.headers().get_all(NAME);
        let key = match (given.next().map(HeaderValue::as_bytes), given.next()) {
            (None, _) => Ok(None),
            (Some(bytes), None) if (8..=128).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic) => {
                Ok(Some(String::from_utf8_lossy(bytes).into_owned()))
            }
            _ => Err(Problem::of(Generic::IDEMPOTENCY_KEY_INVALID)),
        };
        ready(key.map(Self))
    }
}

/// The header in the document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKeyHeader {
    /// A value made by the client, new for every new effect: a repeated request with the same key gives the same answer
    /// with `Idempotent-Replayed: true` and no second effect.
    #[param(
        rename = "Idempotency-Key",
        required = false,
        min_length = 8,
        max_length = 128,
        example = "5f0c7c1e-5c1f-4f0b-9a52-8a5f0c7b1d11"
    )]
    pub key: Option<String>,
}
