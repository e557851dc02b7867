//! The finishing pass over the document: what holds for every operation is added here, once, from what the operation is.

mod served;

pub use served::ServedDocument;

use crate::examples;
use crate::http::{Language, RequestContext, TRACEPARENT};
use crate::problem::{CONTENT_TYPE, Entry, Generic, Problem, ProblemBody};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use sip_domain::rules::{Rule, RuleClass};
use utoipa::openapi::info::{ContactBuilder, InfoBuilder, LicenseBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, ContentBuilder, HeaderBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
    SecurityRequirement, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};

/// Name of the security scheme; the page's script knows it too.
const BEARER: &str = "bearer";
const EXAMPLE_TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const EXAMPLE_BASE: &str = "https://sip.example.se";

const DESCRIPTION: &str = "Samordnad individuell plan (SIP): ett ärende från det att ett behov uppmärksammas till dess att planen avslutas, \
med samtycke, kallelse, möte, plan, uppföljning och logg enligt svensk lag. Personuppgifter lämnar tjänsten bara efter att ha skurits \
ner till vad den som frågar får se.\n\n\
Coordinated individual plan (SIP): a case from the moment a need is noticed until the plan is closed, with consent, summons, meeting, \
plan, follow-up and log under Swedish law. Personal data leaves the service only after it has been cut down to what the reader may see.\n\n\
Errors are `application/problem+json` with a stable `code`; `GET /sip/v1/problems/{code}` tells what it means, what to do and where the \
rule comes from, in Swedish or English by `Accept-Language` (English unless Swedish is preferred).";

const TAGS: &[(&str, &str)] = &[
    ("meta", "What the API is, its document, its problem codes, code lists and health. Open to all."),
    ("demo", "Personas, tokens and the clock of the demo. Only with --demo."),
    ("cases", "From the noticed need to the answered offer (behov, erbjudande), and what may be done next."),
    (
        "persons",
        "Who is who: the child, guardians, representatives, and who may open a case with a protected identity.",
    ),
    ("standing", "Whether and how the case goes on: urgency, discharge, attempts to reach, pause, voiding."),
    ("consent", "Consent (samtycke): to whom, about what, for how long; narrowed and withdrawn."),
    ("preparation", "Preparation with the individual (förberedelser), basis (underlag) and mapping (kartläggning)."),
    ("invitees", "Who is invited, and what they answer: representative, substitute, duty to attend."),
    ("meetings", "Meetings: time and place, chair and secretary, agenda, summons (kallelse), what was written down."),
    ("plan", "The plan (SIP): needs, goals, activities, coordinator; established, revised, kept in versions."),
    ("aftercare", "After the meeting: signatures, deliveries, record-keeping, understanding, survey."),
    ("follow-up", "While the plan runs: deviations, changes, disagreements, follow-up and the end."),
    ("worklist", "What waits for the caller, and counts over cases."),
    ("portal", "The individual's own view (1177-style): read, answer, object, withdraw. Never the mapping."),
    ("directory", "Organisations, units, assignments (medarbetaruppdrag) and the region's profile."),
    ("audit", "What happened, who looked, what was given to whom."),
    (
        "events",
        "That cases have changed (händelser), for other systems: a feed to read on, and deliveries to subscribers.",
    ),
];

/// A refusal that operations share.
struct Refusal {
    status: u16,
    name: &'static str,
    entry: Entry,
}

fn refusals() -> Vec<Refusal> {
    let unprocessable =
        Rule::ALL.iter().copied().find(|rule| rule.class() == RuleClass::Unprocessable).unwrap_or(Rule::ReasonMissing);
    let generic = |name, generic: Generic| Refusal { status: generic.status, name, entry: generic.into() };
    let rule = |name, rule: Rule| Refusal { status: Entry::from(rule).status().as_u16(), name, entry: rule.into() };
    vec![
        generic("BadRequest", Generic::FIELD_INVALID),
        generic("Unauthorized", Generic::UNAUTHENTICATED),
        rule("Forbidden", Rule::RolePermissionMissing),
        rule("NotFound", Rule::NotFound),
        generic("RequestTimeout", Generic::REQUEST_TIMEOUT),
        rule("Conflict", Rule::InvalidTransition),
        rule("PreconditionFailed", Rule::VersionConflict),
        generic("Gone", Generic::EVENTS_GONE),
        generic("PayloadTooLarge", Generic::PAYLOAD_TOO_LARGE),
        generic("UnsupportedMediaType", Generic::UNSUPPORTED_MEDIA_TYPE),
        rule("Unprocessable", unprocessable),
        generic("PreconditionRequired", Generic::PRECONDITION_REQUIRED),
        generic("TooManyRequests", Generic::RATE_LIMITED),
        generic("InternalError", Generic::INTERNAL),
        generic("Unavailable", Generic::UNAVAILABLE),
    ]
}

/// Adds to the document of the routes all that holds for the whole.
pub(crate) fn finish(mut document: OpenApi) -> OpenApi {
    describe(&mut document);
    let shared = refusals();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete(operation, path, method, &shared);
            examples::show(operation);
        }
    }
    add_components(document.components.get_or_insert_default(), &shared);
    document.security = Some(vec![SecurityRequirement::new(BEARER, Vec::<String>::new())]);
    tags(&mut document);
    examples::share(&mut document);
    document
}

fn describe(document: &mut OpenApi) {
    document.info = InfoBuilder::new()
        .title("SIP API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .terms_of_service(Some("https://sip.example.se/terms"))
        .contact(Some(
            ContactBuilder::new()
                .name(Some("SIP API"))
                .url(Some("https://sip.example.se"))
                .email(Some("sip@example.se"))
                .build(),
        ))
        .license(Some(
            LicenseBuilder::new()
                .name("EUPL-1.2")
                .url(Some(
                    "https://interoperable-europe.ec.europa.eu/licence/european-union-public-licence-version-12-eupl",
                ))
                .build(),
        ))
        .build();
    document.servers = Some(vec![
        ServerBuilder::new().url(EXAMPLE_BASE).description(Some("Production, as each region sets it up")).build(),
    ]);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let slots = [
        ("get", &mut item.get),
        ("post", &mut item.post),
        ("put", &mut item.put),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ];
    slots.into_iter().filter_map(|(method, slot)| slot.as_mut().map(|operation| (method, operation)))
}

/// The statuses that an operation can refuse with, by what it takes.
fn refused_with(operation: &Operation, path: &str, method: &str) -> Vec<u16> {
    let has = |wanted: &str| parameters(operation).any(|known| known.name.eq_ignore_ascii_case(wanted));
    let open = is_open(operation);
    let write = method != "get";
    let body = operation.request_body.is_some();
    let query = parameters(operation).any(|known| known.parameter_in == ParameterIn::Query);
    let rules = [
        (400, body || query || has("If-Match") || has("Idempotency-Key")),
        (401, !open),
        (403, !open),
        (404, path.contains('{')),
        (408, body),
        (409, write && !open),
        // Where a place in the feed of events can be named.
        (410, has("after") || (write && path.ends_with("/subscriptions"))),
        (412, has("If-Match")),
        (413, body),
        (415, body),
        (422, write && !open),
        (428, has("If-Match")),
        (429, !open),
        (500, true),
        (503, !path.ends_with("/live")),
    ];
    rules.into_iter().filter(|(_, applies)| *applies).map(|(status, _)| status).collect()
}

fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

/// `security(())` says that no token is needed.
fn is_open(operation: &Operation) -> bool {
    let nothing = SecurityRequirement::default();
    operation.security.as_ref().is_some_and(|listed| listed.contains(&nothing))
}

fn complete(operation: &mut Operation, path: &str, method: &str, shared: &[Refusal]) {
    if is_open(operation) {
        // An empty list says it without naming an empty requirement.
        operation.security = Some(Vec::new());
    }
    let mut statuses = refused_with(operation, path, method);
    if operation.security.as_ref().is_some_and(Vec::is_empty) {
        statuses.retain(|status| !matches!(status, 401 | 403 | 409 | 422 | 429));
    }
    let trace = RefOr::Ref(Ref::new("#/components/headers/Traceparent"));
    for answer in operation.responses.responses.values_mut() {
        if let RefOr::T(answer) = answer {
            answer.headers.insert(TRACEPARENT.to_owned(), trace.clone());
        }
    }
    for refusal in shared.iter().filter(|refusal| statuses.contains(&refusal.status)) {
        let reference = RefOr::Ref(Ref::new(format!("#/components/responses/{}", refusal.name)));
        operation.responses.responses.entry(refusal.status.to_string()).or_insert(reference);
    }
    if parameters(operation).any(|known| known.name.eq_ignore_ascii_case("If-None-Match")) {
        let unchanged = ResponseBuilder::new().description("Nothing has changed since the version in If-None-Match.");
        let unchanged = RefOr::T(with_trace(unchanged.build()));
        operation.responses.responses.entry("304".to_owned()).or_insert(unchanged);
    }
    let parameter = RefOr::Ref(Ref::new("#/components/parameters/Traceparent"));
    operation.parameters.get_or_insert_default().push(parameter);
}

fn with_trace(mut response: Response) -> Response {
    response.headers.insert(TRACEPARENT.to_owned(), RefOr::Ref(Ref::new("#/components/headers/Traceparent")));
    response
}

fn add_components(components: &mut Components, shared: &[Refusal]) {
    let mut schemas = Vec::new();
    ProblemBody::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    for refusal in shared {
        components.responses.insert(refusal.name.to_owned(), RefOr::T(shared_response(refusal)));
    }
    let text = || {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"))
            .max_length(Some(55))
    };
    let description = "W3C Trace Context. A malformed value is ignored and a new trace begun.";
    let parameter = ParameterBuilder::new()
        .name(TRACEPARENT)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(text()))
        .example(Some(EXAMPLE_TRACE.into()));
    components.parameters.insert("Traceparent".to_owned(), RefOr::T(parameter.build()));
    let header = HeaderBuilder::new()
        .schema(Some(text()))
        .description(Some("The trace of this request (W3C Trace Context)."))
        .example(Some(EXAMPLE_TRACE.into()));
    components.headers.insert("Traceparent".to_owned(), RefOr::T(header.build()));
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").description(Some(
        "Access token of the identity provider (RFC 9068), checked as RFC 8725 asks: typ at+jwt, one iss, aud, sub, iat, exp and an acr \
         of at least level 3. Staff tokens name one acting assignment; citizens' tokens an identity number.",
    ));
    components.security_schemes.insert(BEARER.to_owned(), RefOr::T(SecurityScheme::Http(scheme.build())));
}

/// A shared response with an example that is rendered by the same code as real answers.
fn shared_response(refusal: &Refusal) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(HeaderName::from_static(TRACEPARENT), HeaderValue::from_static(EXAMPLE_TRACE));
    let context = RequestContext::of(&headers, EXAMPLE_BASE);
    let problem = match refusal.status {
        400 => Problem::invalid("/reason", Generic::FIELD_REQUIRED),
        409 => Problem::from_entry(refusal.entry).with_allowed(vec!["information_given".to_owned()]),
        412 => Problem::from_entry(refusal.entry).with_version(13),
        _ => Problem::from_entry(refusal.entry),
    };
    let example = serde_json::to_value(ProblemBody::of(&problem, &context)).unwrap_or_default();
    let media = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemBody::name()))).example(Some(example));
    let mut response =
        ResponseBuilder::new().description(refusal.entry.title(Language::English)).content(CONTENT_TYPE, media.build());
    for (name, description) in extra_headers(refusal.status) {
        let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(100));
        response =
            response.header(*name, HeaderBuilder::new().schema(Some(text)).description(Some(*description)).build());
    }
    with_trace(response.build())
}

fn extra_headers(status: u16) -> &'static [(&'static str, &'static str)] {
    match status {
        401 => &[("WWW-Authenticate", "Always Bearer.")],
        429 | 503 => &[("Retry-After", "Seconds to wait.")],
        _ => &[],
    }
}

fn tags(document: &mut OpenApi) {
    let used = |name: &str| {
        let mut items = document.paths.paths.values();
        items.any(|item| {
            let all = [&item.get, &item.post, &item.put, &item.patch, &item.delete];
            all.into_iter().flatten().any(|operation| operation.tags.iter().flatten().any(|tag| tag == name))
        })
    };
    let listed = TAGS.iter().filter(|(name, _)| used(name));
    document.tags =
        Some(listed.map(|(name, text)| TagBuilder::new().name(*name).description(Some(*text)).build()).collect());
}

/// The document as YAML. Words that are truth values to readers of YAML 1.1 are quoted: `yes` is a code here.
///
/// # Errors
/// When the document cannot be written.
pub fn yaml(document: &OpenApi) -> Result<String, String> {
    let text = document.to_yaml().map_err(|error| error.to_string())?;
    let quoted = text.lines().map(|line| {
        let (before, last) = line.rsplit_once(' ').unwrap_or(("", line));
        let is_value = before.ends_with(':') || before.trim_start().ends_with('-');
        if is_value && matches!(last, "yes" | "no" | "on" | "off" | "y" | "n") {
            format!("{before} '{last}'\n")
        } else {
            format!("{line}\n")
        }
    });
    Ok(quoted.collect())
}
