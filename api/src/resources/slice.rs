//! The answer to a look at one case: its version, and what the reader may have of it.

use super::exchange::{Shown, json};
use crate::http::{IfNoneMatch, RequestContext, etag, not_modified};
use crate::problem::Problem;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;
use sip_domain::access::{self, CaseView};
use sip_domain::context::Context;
use sip_domain::model::SipCase;
use sip_persistence::AccessError;

/// What [`super::exchange::read`] answers: the case's version, and a body unless the caller has that version already.
pub(super) struct Slice {
    version: i64,
    body: Option<Vec<u8>>,
}

impl Slice {
    /// What `body` makes of the case as the caller may see it. A part that is not there is told to the store too, so that
    /// the access log says what the answer says.
    pub(super) fn of<T: Serialize>(
        case: &SipCase,
        domain: &Context<'_>,
        fresh: Option<IfNoneMatch>,
        ctx: RequestContext,
        body: impl FnOnce(&CaseView, &Shown) -> Result<T, Problem>,
    ) -> Result<Result<Self, Problem>, AccessError> {
        match Self::made(case, domain, fresh, ctx, body) {
            Err(problem) if problem.status() == StatusCode::NOT_FOUND => Err(AccessError::NotFound),
            made => Ok(made),
        }
    }

    fn made<T: Serialize>(
        case: &SipCase,
        domain: &Context<'_>,
        fresh: Option<IfNoneMatch>,
        ctx: RequestContext,
        body: impl FnOnce(&CaseView, &Shown) -> Result<T, Problem>,
    ) -> Result<Self, Problem> {
        let view = access::view(case, domain.actor, domain.now).ok_or_else(Problem::not_found)?;
        let version = case.version;
        // A consent that has run out since leaves the case as it is, but not what its reader may keep.
        let is_fresh = fresh.is_some_and(|fresh| fresh.matches(version));
        if is_fresh && access::sees_the_same(case, domain.actor, case.last_event_at, domain.now) {
            return Ok(Self { version, body: None });
        }
        Ok(Self { version, body: Some(json(&body(&view, &Shown::of(case, domain, ctx))?)?) })
    }

    /// 200, or 304 when there is nothing new.
    pub(super) fn respond(self) -> HttpResponse {
        let tag = etag(self.version);
        match self.body {
            None => not_modified(self.version),
            Some(body) => HttpResponse::Ok().insert_header(tag).content_type("application/json").body(body),
        }
    }
}
