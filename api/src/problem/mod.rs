//! The one error answer (RFC 9457).
//!
//! A [`Problem`] is made without the request: handlers return it and [`crate::http::envelope`] renders it with the trace
//! id and in the caller's language, so that no path can forget either. It holds codes and pointers, never a value that
//! was sent.

mod body;
mod catalogue;
mod entry;
mod event_catalogue;
mod generic;

pub(crate) use body::allow;
pub use body::{CONTENT_TYPE, FieldProblem, ProblemBody};
pub use entry::Entry;
pub use generic::{Generic, Text};

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, ResponseError};
use sip_domain::Refusal;
use sip_domain::rules::Rule;
use std::fmt;
use uuid::Uuid;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer (RFC 6901) into the body, or `?name` for a parameter; none when it is about the whole.
    pub pointer: Option<String>,
    /// The need, goal, invitee … of the case that it is about; none when it is about the case.
    pub subject: Option<Uuid>,
    /// What is wrong.
    pub entry: Entry,
}

impl From<sip_domain::Violation> for Violation {
    fn from(found: sip_domain::Violation) -> Self {
        Self { pointer: None, subject: found.subject, entry: found.rule.into() }
    }
}

/// A refusal on its way to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(crate) entry: Entry,
    pub(crate) violations: Vec<Violation>,
    pub(crate) allowed: Option<Vec<String>>,
    pub(crate) version: Option<i64>,
    pub(crate) retry_after: Option<u32>,
    pub(crate) methods: Vec<Method>,
}

impl Problem {
    pub(crate) fn from_entry(entry: Entry) -> Self {
        Self { entry, violations: Vec::new(), allowed: None, version: None, retry_after: None, methods: Vec::new() }
    }

    /// A refusal from the generic catalogue.
    pub fn of(generic: Generic) -> Self {
        Self::from_entry(generic.into())
    }

    /// 404: not there, or not for the caller to know of. The same answer in both cases, down to the words.
    pub fn not_found() -> Self {
        Self::from_rule(Rule::NotFound)
    }

    /// A refusal by one rule of the domain.
    pub fn from_rule(rule: Rule) -> Self {
        Self::from_entry(rule.into())
    }

    /// A refusal by the domain: the first rule gives code and status, all are listed in `errors`.
    pub fn refused(refusal: &Refusal) -> Self {
        let violations = refusal.violations().map(Violation::from).collect();
        Self { violations, ..Self::from_rule(refusal.primary()) }
    }

    /// 422 for an identifier in the body that names nothing: `pointer` is a JSON pointer into the body.
    pub fn unknown_reference(pointer: &str) -> Self {
        let rule = Rule::UnknownReference;
        let violation = Violation { pointer: Some(pointer.to_owned()), subject: None, entry: rule.into() };
        Self { violations: vec![violation], ..Self::from_rule(rule) }
    }

    /// 400 for one field: `pointer` is a JSON pointer into the body.
    pub fn invalid(pointer: &str, what: impl Into<Entry>) -> Self {
        Self::invalid_fields(vec![(pointer.to_owned(), what.into())])
    }

    /// 400 for several fields.
    pub fn invalid_fields(fields: Vec<(String, Entry)>) -> Self {
        let violations =
            fields.into_iter().map(|(pointer, entry)| Violation { pointer: Some(pointer), subject: None, entry });
        Self { violations: violations.collect(), ..Self::of(Generic::FIELD_INVALID) }
    }

    /// 500. The cause goes to the log here, once; the client only gets the trace id to name it by.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(target: "sip::internal", cause = %cause, "internal error");
        Self::of(Generic::INTERNAL)
    }

    /// Names the commands that are allowed now (409).
    #[must_use]
    pub fn with_allowed(self, allowed: Vec<String>) -> Self {
        Self { allowed: Some(allowed), ..self }
    }

    /// Names the present version (412).
    #[must_use]
    pub fn with_version(self, version: i64) -> Self {
        Self { version: Some(version), ..self }
    }

    /// Sends `Retry-After`, in seconds (429, 503).
    #[must_use]
    pub fn with_retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// Sends `Allow` (405).
    #[must_use]
    pub(crate) fn with_methods(self, methods: Vec<Method>) -> Self {
        Self { methods, ..self }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.entry.status()
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.entry.code()
    }

    /// The generic refusal that stands for a bare status of the framework.
    pub(crate) fn for_status(status: StatusCode) -> Self {
        let found = match status {
            StatusCode::UNAUTHORIZED => Generic::UNAUTHENTICATED,
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::REQUEST_TIMEOUT => Generic::REQUEST_TIMEOUT,
            StatusCode::PAYLOAD_TOO_LARGE => Generic::PAYLOAD_TOO_LARGE,
            StatusCode::SERVICE_UNAVAILABLE => Generic::UNAVAILABLE,
            other if other.is_client_error() => Generic::MALFORMED_REQUEST,
            _ => Generic::INTERNAL,
        };
        Self::of(found)
    }
}

impl From<Rule> for Problem {
    fn from(rule: Rule) -> Self {
        Self::from_rule(rule)
    }
}

impl From<Generic> for Problem {
    fn from(generic: Generic) -> Self {
        Self::of(generic)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Bare: the envelope puts the body in.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}
