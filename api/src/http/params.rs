//! Query parameters, parsed as strictly as bodies.

use super::violations;
use crate::problem::{Entry, Generic, Problem, Violation};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};
use validator::Validate;

/// The query as `T`, which should have `deny_unknown_fields`: an unknown, repeated or wrong parameter is 400.
#[derive(Clone, Debug)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Params<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(req.query_string()).map(Self))
    }
}

fn parse<T: DeserializeOwned + Validate>(query: &str) -> Result<T, Problem> {
    let parser = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    let value: T = serde_path_to_error::deserialize(parser).map_err(|error| {
        let what = violations::of_message(&error.inner().to_string());
        let pointer = (what.entry != Entry::from(Generic::UNKNOWN_FIELD))
            .then(|| what.field.or_else(|| violations::plain(&error.path().to_string())))
            .flatten()
            .map(|name| format!("?{name}"));
        violations::problem(vec![Violation { pointer, subject: None, entry: what.entry }])
    })?;
    value.validate().map_err(|errors| violations::of_validation(&errors, "?"))?;
    Ok(value)
}
