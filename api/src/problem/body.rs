//! A problem as it is sent.

use super::{Problem, Violation};
use crate::http::{Language, RequestContext};
use actix_web::HttpResponse;
use actix_web::http::{Method, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The media type of RFC 9457.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// One field that is wrong, or one rule that is broken.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"pointer": "/reason", "code": "FIELD_REQUIRED", "message": "A required field is missing."}))]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901) into the request body, or `?name` for a query parameter; absent when it is about the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/reason", max_length = 500)]
    pub pointer: Option<String>,
    /// The need, goal, invitee … of the case that it is about; absent when it is about the case or the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
    /// Stable code; its page is `/sip/v1/problems/{code}`.
    #[schema(example = "FIELD_REQUIRED", max_length = 100)]
    pub code: &'static str,
    /// What is wrong, in the caller's language; never a value that was sent.
    #[schema(example = "A required field is missing.", max_length = 1000)]
    pub message: &'static str,
}

/// A refusal or a failure (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// The page of the code.
    #[serde(rename = "type")]
    #[schema(format = "uri", example = "https://sip.example.se/sip/v1/problems/NOT_FOUND", max_length = 2000)]
    pub type_uri: String,
    /// Short title in Swedish or English.
    #[schema(example = "Not found", max_length = 200)]
    pub title: &'static str,
    /// HTTP status.
    #[schema(example = 404, minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong and what can be done about it.
    #[schema(max_length = 2000)]
    pub detail: String,
    /// This occurrence: the trace id as a URN.
    #[schema(format = "uri", example = "urn:uuid:4bf92f35-77b3-4da6-a3ce-929d0e0e4736", max_length = 45)]
    pub instance: String,
    /// Stable code.
    #[schema(example = "NOT_FOUND", max_length = 100)]
    pub code: &'static str,
    /// Trace id (W3C Trace Context), to be named when reporting the problem.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736", min_length = 32, max_length = 32)]
    pub trace_id: String,
    /// What is wrong in detail, when there is more than one thing or a place to point at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub errors: Vec<FieldProblem>,
    /// On 409: the commands that the caller may give now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 200)]
    pub allowed: Option<Vec<String>>,
    /// On 412: the present version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 13)]
    pub version: Option<i64>,
}

impl ProblemBody {
    /// Renders `problem` for one request.
    pub fn of(problem: &Problem, context: &RequestContext) -> Self {
        let language = context.language();
        let entry = problem.entry;
        Self {
            type_uri: context.url(&format!("/problems/{}", entry.code())),
            title: entry.title(language),
            status: entry.status().as_u16(),
            detail: format!("{} {}", entry.text(language), entry.cure(language)),
            instance: context.instance(),
            code: entry.code(),
            trace_id: context.trace_id().to_owned(),
            errors: problem.violations.iter().map(|violation| field_problem(violation, language)).collect(),
            allowed: problem.allowed.clone(),
            version: problem.version,
        }
    }
}

fn field_problem(violation: &Violation, language: Language) -> FieldProblem {
    FieldProblem {
        pointer: violation.pointer.clone(),
        subject: violation.subject,
        code: violation.entry.code(),
        message: violation.entry.text(language),
    }
}

impl Problem {
    /// The whole answer for one request, with the headers that its status asks for.
    pub(crate) fn render(&self, context: &RequestContext) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status());
        answer
            .insert_header((header::CONTENT_TYPE, CONTENT_TYPE))
            .insert_header((header::CONTENT_LANGUAGE, context.language_tag()));
        if self.status() == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if !self.methods.is_empty() {
            answer.insert_header((header::ALLOW, allow(&self.methods)));
        }
        answer.json(ProblemBody::of(self, context))
    }
}

/// The value of `Allow`.
pub(crate) fn allow(methods: &[Method]) -> String {
    methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
}
