//! The only place where case operations meet the store: who asks, what for, and what an answer is made of.
//!
//! [`read`] answers a slice of the case as the caller may see it; [`act`] hands one command over and answers with the
//! whole case as the caller may see it afterwards. Refusals of the domain and the store become problems in [`super::failures`].

use super::links;
use super::slice::Slice;
use crate::app::AppState;
use crate::auth::{Citizen, Identity, Staff};
use crate::http::{IdempotencyKey, IfMatch, IfNoneMatch, Link, RequestContext, blocking, etag, handed_out};
use crate::problem::{Generic, Problem};
use crate::wire::case::CaseBody;
use crate::wire::citizen::CitizenCaseBody;
use crate::wire::requests::build::Build;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sip_domain::access::{self, CaseView};
use sip_domain::command::Command;
use sip_domain::context::{Actor, Context, IdSeed};
use sip_domain::identity::{IdentityKind, IdentityNumber};
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_domain::rules::Rule;
use sip_domain::{Action, allowed};
use sip_persistence as store;
use sip_persistence::{AccessNote, BuildError, Caller, Executed, Lookup, StoredAnswer};
use std::fmt::Write;
use std::future::{Ready, ready};
use uuid::Uuid;

impl From<Staff> for Identity {
    fn from(staff: Staff) -> Self {
        Self::Staff { subject: staff.subject, assignment_hsa_id: staff.assignment_hsa_id, client: staff.client }
    }
}

impl From<Citizen> for Identity {
    fn from(citizen: Citizen) -> Self {
        Self::Citizen { subject: citizen.subject, identity_number: citizen.identity_number }
    }
}

/// The caller as the store looks it up.
pub(crate) fn caller_of(identity: impl Into<Identity>) -> Result<Caller, Problem> {
    match identity.into() {
        Identity::Staff { subject, assignment_hsa_id, client } => {
            Ok(Caller::Staff { assignment: assignment_hsa_id, subject, client })
        }
        Identity::Citizen { identity_number, .. } => {
            let given = identity_number.expose_secret();
            let number = IdentityNumber::parse(IdentityKind::Personnummer, given)
                .or_else(|_| IdentityNumber::parse(IdentityKind::Samordningsnummer, given));
            let identity = number.map_err(|_| Problem::of(Generic::UNAUTHENTICATED))?;
            Ok(Caller::Citizen { identity, name: None })
        }
    }
}

/// What the access log says about a call, and the moment and ids it works with.
pub(crate) fn note(state: &AppState, ctx: &RequestContext, operation: &'static str) -> AccessNote {
    ctx.set_noted();
    AccessNote {
        operation,
        purpose: None,
        now: state.clock.now(),
        seed: IdSeed(state.ids.next()),
        trace_id: ctx.trace_id().to_owned(),
    }
}

/// What a write is aimed at, as an extractor: the case of the path, `If-Match`, and for POST the `Idempotency-Key`.
pub(crate) struct Target {
    case: CaseId,
    version: i64,
    retry: Retry,
}

impl Target {
    /// Adds the digest of the body, which belongs to what a repeated request is known by.
    pub(crate) fn with(mut self, body: [u8; 32]) -> Self {
        self.retry.bodies.push(body);
        self
    }
}

impl FromRequest for Target {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let target = || {
            let id = req.match_info().get("caseId").and_then(|id| Uuid::try_parse(id).ok());
            Ok(Self {
                case: CaseId(id.ok_or_else(Problem::not_found)?),
                version: IfMatch::from_request(req, &mut Payload::None).into_inner()?.0,
                retry: Retry::from_request(req, &mut Payload::None).into_inner()?,
            })
        };
        ready(target())
    }
}

/// By what a repeated POST is known again: the key, and method, path and body of the first request. An extractor.
pub(crate) struct Retry {
    key: Option<String>,
    request: String,
    bodies: Vec<[u8; 32]>,
}

impl Retry {
    /// Adds the digest of the body.
    pub(crate) fn with(mut self, body: [u8; 32]) -> Self {
        self.bodies.push(body);
        self
    }

    fn key(self) -> Option<store::IdempotencyKey> {
        let mut hash = Sha256::new_with_prefix(&self.request);
        for body in self.bodies {
            hash.update(body);
        }
        let body_hash = hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        self.key.map(|key| store::IdempotencyKey { key, body_hash })
    }
}

impl FromRequest for Retry {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = if req.method() == Method::POST {
            IdempotencyKey::from_request(req, &mut Payload::None).into_inner().map(IdempotencyKey::into_inner)
        } else {
            Ok(None)
        };
        ready(key.map(|key| Self { key, request: format!("{} {}\n", req.method(), req.path()), bodies: Vec::new() }))
    }
}

/// What an answer about a case needs beside the view.
pub(crate) struct Shown {
    /// Who reads.
    pub(crate) actor: Actor,
    /// What the reader may do, and what is blocked.
    pub(crate) actions: Vec<Action>,
    /// The moment of the look, by which consents and mandates are judged.
    pub(crate) now: DateTime<Utc>,
    /// The request.
    pub(crate) request: RequestContext,
}

impl Shown {
    pub(super) fn of(case: &SipCase, domain: &Context<'_>, request: RequestContext) -> Self {
        Self { actor: domain.actor.clone(), actions: allowed(case, domain), now: domain.now, request }
    }

    /// `_links`: the case, and one for each command that the reader may use now.
    pub(crate) fn links(&self, view: &CaseView) -> Vec<Link> {
        links::of(view, self)
    }
}

pub(super) fn json<T: Serialize>(body: &T) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(body).map_err(Problem::internal)
}

fn whole(view: &CaseView, shown: &Shown) -> Result<Vec<u8>, Problem> {
    match shown.actor {
        Actor::Staff { .. } | Actor::System => json(&CaseBody::of(view, shown)),
        Actor::Citizen { .. } => json(&CitizenCaseBody::of(view, shown)),
    }
}

/// Answers with what `body` makes of the case as the caller may see it: 404 when the caller may not know of it, 304 when the
/// caller has this version.
pub(crate) async fn read<T: Serialize>(
    state: web::Data<AppState>,
    caller: impl Into<Identity>,
    case: CaseId,
    ctx: RequestContext,
    fresh: Option<IfNoneMatch>,
    operation: &'static str,
    body: impl FnOnce(&CaseView, &Shown) -> Result<T, Problem> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let caller = caller_of(caller)?;
    let note = note(&state, &ctx, operation);
    let store = state.store.clone();
    let looked = blocking(&state, move || {
        store::look_at(&store, &caller, case, &note, |case, domain| Slice::of(case, domain, fresh, ctx, body))
    });
    Ok(handed_out(looked.await?).await??.respond())
}

/// Gives one command to the case. 200 with the whole case, or 201 with `Location` when `created` names the new thing's path
/// below the case; 204 when the caller has handed the case over and may not see it any more.
pub(crate) async fn act(
    state: web::Data<AppState>,
    caller: impl Into<Identity>,
    target: Target,
    ctx: RequestContext,
    operation: &'static str,
    created: Option<fn(Uuid) -> String>,
    build: Build,
) -> Result<HttpResponse, Problem> {
    let request = store::CommandRequest {
        caller: caller_of(caller)?,
        case_id: target.case,
        expected_version: target.version,
        idempotency: target.retry.key(),
        note: note(&state, &ctx, operation),
    };
    let store = state.store.clone();
    let done = blocking(&state, move || -> Result<_, Problem> {
        let build = move |lookup: &mut Lookup<'_>, case: Option<&SipCase>, seed: IdSeed| match case {
            Some(case) => build(lookup, case, seed),
            None => Err(BuildError::Rule(Rule::NotFound)),
        };
        Ok(store::execute(&store, request, build, move |case, domain, _| {
            let location =
                created.map(|path| format!("{}{}", path_of(case.id, domain.actor), path(domain.seed.nth(0))));
            answer(case, domain, ctx, location)
        })?)
    })
    .await?;
    Ok(respond(done))
}

/// Opens a case. 201 with `Location` and the whole case.
pub(crate) async fn open<F>(
    state: web::Data<AppState>,
    caller: impl Into<Identity>,
    retry: Retry,
    ctx: RequestContext,
    operation: &'static str,
    build: F,
) -> Result<HttpResponse, Problem>
where
    F: FnOnce(&mut Lookup<'_>, IdSeed) -> Result<Command, BuildError> + Send + 'static,
{
    let request = store::CreateRequest {
        caller: caller_of(caller)?,
        idempotency: retry.key(),
        note: note(&state, &ctx, operation),
    };
    let store = state.store.clone();
    let done = blocking(&state, move || -> Result<_, Problem> {
        let build = move |lookup: &mut Lookup<'_>, _: Option<&SipCase>, seed: IdSeed| build(lookup, seed);
        Ok(store::create(&store, request, build, move |case, domain, _| {
            answer(case, domain, ctx, Some(path_of(case.id, domain.actor)))
        })?)
    })
    .await?;
    Ok(respond(done))
}

/// The path of the case for this kind of caller, below the root.
pub(crate) fn path_of(case: CaseId, actor: &Actor) -> String {
    match actor {
        Actor::Staff { .. } | Actor::System => format!("/cases/{case}"),
        Actor::Citizen { .. } => format!("/me/cases/{case}"),
    }
}

fn answer(case: &SipCase, domain: &Context<'_>, ctx: RequestContext, location: Option<String>) -> StoredAnswer {
    let mut headers = vec![("etag".to_owned(), etag(case.version).1)];
    let status = if location.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    headers.extend(location.map(|path| (LOCATION.to_string(), ctx.url(&path))));
    // What happened has happened: who may not see the case any more, or cannot be shown it, is told so without it.
    let is_readable = domain.actor.citizen().is_none() || domain.profile.portal_enabled;
    let view = access::view(case, domain.actor, domain.now).filter(|_| is_readable);
    match view.and_then(|view| whole(&view, &Shown::of(case, domain, ctx)).ok()) {
        None => StoredAnswer { status: StatusCode::NO_CONTENT.as_u16(), headers, body: Vec::new() },
        Some(body) => {
            headers.push((CONTENT_TYPE.to_string(), "application/json".to_owned()));
            StoredAnswer { status: status.as_u16(), headers, body }
        }
    }
}

fn respond(done: Executed) -> HttpResponse {
    let (answer, replayed) = match done {
        Executed::Done(answer) => (answer, false),
        Executed::Replayed(answer) => (answer, true),
    };
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK));
    for (name, value) in answer.headers {
        response.insert_header((name, value));
    }
    if replayed {
        response.insert_header(("idempotent-replayed", "true"));
    }
    response.body(answer.body)
}
