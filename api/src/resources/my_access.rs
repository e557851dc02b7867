//! What operations of citizens on one case begin with, as extractors, and the door that a region can close: with the portal
//! switched off a citizen reads nothing, and may still withdraw a consent and object.

use super::exchange::{Shown, Target, act, caller_of, note, read};
use super::slice::Slice;
use super::staff::{now, state_of};
use crate::app::AppState;
use crate::auth::Citizen;
use crate::http::{IfNoneMatch, JsonBody, RequestContext, blocking};
use crate::problem::{Generic, Problem};
use crate::wire::citizen::MyList;
use crate::wire::requests::build::Build;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use sip_domain::access::CaseView;
use sip_domain::ids::CaseId;
use sip_persistence::{profile, read_plan_version};
use utoipa::ToSchema;
use uuid::Uuid;

/// 403 while the portal is switched off. Before anything is looked at, so it tells nothing of any case.
pub(super) async fn enter(state: &web::Data<AppState>) -> Result<(), Problem> {
    let store = state.store.clone();
    let kept = blocking(state, move || profile(&store)).await?;
    if kept.portal_enabled { Ok(()) } else { Err(Problem::of(Generic::PORTAL_CLOSED)) }
}

/// A change of one case by a citizen.
pub(super) struct MyChange {
    state: web::Data<AppState>,
    caller: Citizen,
    target: Target,
    ctx: RequestContext,
}

impl FromRequest for MyChange {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let caller = Citizen::extract(&req).await?;
            let Ok(ctx) = now(&req);
            Ok(Self { caller, target: now(&req)?, state: state_of(&req)?, ctx })
        })
    }
}

impl MyChange {
    /// Adds the body to what a repeated request is known by, and gives its content.
    pub(super) fn with<T>(mut self, body: JsonBody<T>) -> (Self, T) {
        self.target = self.target.with(body.digest);
        (self, body.value)
    }

    /// 200 with the caller's case.
    pub(super) async fn make(self, operation: &'static str, build: Build) -> Result<HttpResponse, Problem> {
        enter(&self.state).await?;
        self.always(operation, build).await
    }

    /// 201 with the caller's case; `path` leads from the case to the new thing.
    pub(super) async fn add(
        self,
        operation: &'static str,
        path: fn(Uuid) -> String,
        build: Build,
    ) -> Result<HttpResponse, Problem> {
        enter(&self.state).await?;
        act(self.state, self.caller, self.target, self.ctx, operation, Some(path), build).await
    }

    /// As [`Self::make`], and open also while the portal is switched off: then 204, since nothing is shown.
    pub(super) async fn always(self, operation: &'static str, build: Build) -> Result<HttpResponse, Problem> {
        act(self.state, self.caller, self.target, self.ctx, operation, None, build).await
    }
}

/// A look by a citizen at a part of one case.
pub(super) struct MyLook {
    state: web::Data<AppState>,
    caller: Citizen,
    case: CaseId,
    fresh: IfNoneMatch,
    ctx: RequestContext,
}

impl FromRequest for MyLook {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let caller = Citizen::extract(&req).await?;
            let case = req.match_info().get("caseId").and_then(|id| Uuid::try_parse(id).ok());
            let case = CaseId(case.ok_or_else(Problem::not_found)?);
            let (Ok(fresh), Ok(ctx)) = (now(&req), now(&req));
            Ok(Self { state: state_of(&req)?, caller, case, fresh, ctx })
        })
    }
}

impl MyLook {
    /// What is made of the case; 404 when it is nothing.
    pub(super) async fn part<W: Serialize + 'static>(
        self,
        operation: &'static str,
        make: impl FnOnce(&CaseView, &Shown) -> Option<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        enter(&self.state).await?;
        read(self.state, self.caller, self.case, self.ctx, Some(self.fresh), operation, move |view, shown| {
            make(view, shown).ok_or_else(Problem::not_found)
        })
        .await
    }

    /// As [`Self::part`], with the hash of an established version's whole content; 404 when there is no such version.
    pub(super) async fn version<W: Serialize + 'static>(
        self,
        operation: &'static str,
        number: u32,
        make: impl FnOnce(&CaseView, String) -> Option<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        let Self { state, caller, case, fresh, ctx } = self;
        enter(&state).await?;
        let (store, caller, noted) = (state.store.clone(), caller_of(caller)?, note(&state, &ctx, operation));
        let found = blocking(&state, move || -> Result<_, Problem> {
            read_plan_version(&store, &caller, case, number, &noted, |case, domain, hash| {
                Slice::of(case, domain, Some(fresh), ctx, |view, _| make(view, hash).ok_or_else(Problem::not_found))
            })?
        });
        Ok(found.await?.respond())
    }

    /// Many things of the case, with what the caller is to it and whom it is about.
    pub(super) async fn list<W: Serialize + ToSchema + 'static>(
        self,
        operation: &'static str,
        items: impl FnOnce(&CaseView, &Shown) -> Vec<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.part(operation, move |view, shown| Some(MyList::of(items(view, shown), view, shown))).await
    }
}
