//! The demo's people, tokens for them, and its clock. Registered with `--demo` only.

use crate::app::AppState;
use crate::demo::personas::{self, Part, Persona};
use crate::demo::seed;
use crate::http::{JsonBody, Link, RequestContext, blocking};
use crate::problem::{Generic, Problem};
use crate::resting;
use crate::wire::codes::{Role, StatusName};
use actix_web::http::Method;
use actix_web::{HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// What a persona is.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PersonaKind {
    /// Signs in under an assignment.
    Staff,
    /// Signs in with an identity number, and uses what is below `/me`.
    Citizen,
}

/// A persona's part in one case when the demo starts.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonaCaseBody {
    /// The case.
    case: Uuid,
    /// The persona's roles in it.
    #[schema(max_items = 14)]
    roles: Vec<Role>,
    /// Where the case stands.
    status: StatusName,
    /// What has been done and what can be done next.
    #[schema(max_length = 200)]
    stage: &'static str,
    /// Where the persona reads it.
    #[serde(rename = "_links")]
    #[schema(max_items = 1)]
    links: Vec<Link>,
}

/// Somebody a tester can sign in as.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonaBody {
    /// What to sign in with.
    #[schema(max_length = 50)]
    key: String,
    /// Name.
    #[schema(max_length = 200)]
    name: &'static str,
    /// Staff or citizen.
    kind: PersonaKind,
    /// What the persona is.
    #[schema(max_length = 200)]
    about: String,
    /// The organisation; staff only.
    #[schema(max_length = 200)]
    organisation: Option<String>,
    /// The unit; staff only.
    unit: Option<Uuid>,
    /// The assignment; staff only.
    assignment: Option<Uuid>,
    /// The cases the persona has a part in, as they are when the demo starts.
    #[schema(max_items = 100)]
    cases: Vec<PersonaCaseBody>,
}

/// Everybody.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonaList {
    /// The personas.
    #[schema(max_items = 100)]
    items: Vec<PersonaBody>,
    /// Where to sign in.
    #[serde(rename = "_links")]
    #[schema(max_items = 5)]
    links: Vec<Link>,
}

fn part(part: &Part, kind: PersonaKind, ctx: &RequestContext) -> PersonaCaseBody {
    let path = match kind {
        PersonaKind::Staff => format!("/cases/{}", part.case),
        PersonaKind::Citizen => format!("/me/cases/{}", part.case),
    };
    PersonaCaseBody {
        case: part.case.0,
        roles: part.roles.iter().copied().map(Role::from).collect(),
        status: part.status.into(),
        stage: part.stage,
        links: vec![ctx.link("case", &Method::GET, &path)],
    }
}

fn body(persona: &Persona, ctx: &RequestContext) -> PersonaBody {
    let place = persona.place();
    let kind = if place.is_some() { PersonaKind::Staff } else { PersonaKind::Citizen };
    PersonaBody {
        key: persona.key.clone(),
        name: persona.name(),
        kind,
        about: persona.about(),
        organisation: place.as_ref().map(|staff| staff.unit.organisation_name.as_str().to_owned()),
        unit: place.as_ref().map(|staff| staff.unit.id.0),
        assignment: place.as_ref().map(|staff| staff.assignment.0),
        cases: persona.cases.iter().map(|held| part(held, kind, ctx)).collect(),
    }
}

/// Who a tester can be
///
/// Two members of staff and an administrator for each organisation, an auditor, integration clients and citizens, with the
/// cases each of them has a part in when the demo starts. Exists in demo mode only.
#[utoipa::path(tag = "demo", operation_id = "listPersonas", security(()),
    responses((status = 200, description = "Everybody.", body = PersonaList)))]
#[get("/demo/personas")]
pub(super) async fn list(ctx: RequestContext) -> Result<HttpResponse, Problem> {
    let items = personas::all().map_err(Problem::internal)?.iter().map(|persona| body(persona, &ctx)).collect();
    let links = vec![ctx.link("sign_in", &Method::POST, "/demo/tokens")];
    Ok(HttpResponse::Ok().json(PersonaList { items, links }))
}

/// Whom to sign in as.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"persona": "k-soc-karin"}))]
pub(super) struct TokenRequest {
    /// The persona's key.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "k-soc-karin")]
    persona: String,
}

/// An access token.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokenBody {
    /// The token, for `Authorization: Bearer`.
    #[schema(max_length = 8192)]
    access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 10)]
    token_type: &'static str,
    /// Seconds until it expires.
    #[schema(minimum = 1, maximum = 86400)]
    expires_in: u64,
}

/// Sign in as a persona
///
/// A token like those of an identity provider, good for an hour and for this server only. Executed in Swagger UI it signs the
/// page in. Exists in demo mode only.
#[utoipa::path(tag = "demo", operation_id = "createDemoToken", security(()), request_body = TokenRequest,
    responses((status = 200, description = "The token.", body = TokenBody)))]
#[post("/demo/tokens")]
pub(super) async fn sign_in(state: web::Data<AppState>, body: JsonBody<TokenRequest>) -> Result<HttpResponse, Problem> {
    let everybody = personas::all().map_err(Problem::internal)?;
    let persona = everybody.iter().find(|persona| persona.key == body.value.persona);
    let persona = persona.ok_or_else(|| Problem::invalid("/persona", Generic::FIELD_INVALID))?;
    let issued = persona.token(state.issuer.as_ref().ok_or_else(Problem::not_found)?)?;
    Ok(HttpResponse::Ok().json(TokenBody {
        access_token: issued.access_token,
        token_type: "Bearer",
        expires_in: issued.expires_in,
    }))
}

/// What the demo's clock shows.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClockBody {
    /// The moment that all rules and deadlines go by.
    now: DateTime<Utc>,
}

/// Where to set the demo's clock.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"now": "2027-03-08T08:00:00Z"}))]
pub(super) struct ClockRequest {
    /// A later moment than the clock shows, before the year 2100.
    now: DateTime<Utc>,
}

/// What the demo's clock shows
///
/// The demo starts on 1 March 2027 at 08:00 UTC and goes on from there. Exists in demo mode only.
#[utoipa::path(tag = "demo", operation_id = "getDemoClock", security(()),
    responses((status = 200, description = "The moment.", body = ClockBody)))]
#[get("/demo/clock")]
pub(super) async fn read_clock(state: web::Data<AppState>) -> HttpResponse {
    HttpResponse::Ok().json(ClockBody { now: state.clock.now() })
}

/// Move the demo's clock forward
///
/// To see deadlines fall due, consents run out and meetings begin. It never goes back, since what has happened has happened.
/// Exists in demo mode only.
#[utoipa::path(tag = "demo", operation_id = "setDemoClock", security(()), request_body = ClockRequest,
    responses((status = 200, description = "The moment.", body = ClockBody)))]
#[put("/demo/clock")]
pub(super) async fn set_clock(
    state: web::Data<AppState>,
    body: JsonBody<ClockRequest>,
) -> Result<HttpResponse, Problem> {
    const YEAR_2100: i64 = 4_102_444_800;
    let to = body.value.now;
    if to <= state.clock.now() || to.timestamp() >= YEAR_2100 {
        return Err(Problem::invalid("/now", Generic::FIELD_RANGE));
    }
    if !state.clock.set(to) {
        return Err(Problem::not_found());
    }
    let (store, clock) = (state.store.clone(), state.clock.clone());
    let ids = state.ids.clone();
    // What falls due by the new time happens before the answer, so that a tester sees it.
    blocking(&state, move || seed::keep(&store, &clock).map(|()| resting::sweep(&store, &clock, &ids))).await?;
    Ok(HttpResponse::Ok().json(ClockBody { now: state.clock.now() }))
}
