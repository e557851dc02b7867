//! What operations on one case begin with, as extractors, so that a handler only says what is its own. Staff is the caller
//! unless another is named; citizens come in through [`super::my_access`].

use super::exchange::{Shown, Target, act, caller_of, note, read};
use super::slice::Slice;
use crate::app::AppState;
use crate::auth::{Identity, Staff};
use crate::http::{IfNoneMatch, JsonBody, RequestContext, blocking};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::common::Items;
use crate::wire::requests::build::Build;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use sip_domain::access::CaseView;
use sip_domain::ids::CaseId;
use sip_persistence::read_plan_version;
use std::future::{Ready, ready};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is in the headers, without a body.
pub(super) fn now<T: FromRequest<Future = Ready<Result<T, E>>, Error = E>, E>(req: &HttpRequest) -> Result<T, E> {
    T::from_request(req, &mut Payload::None).into_inner()
}

pub(super) fn state_of(req: &HttpRequest) -> Result<web::Data<AppState>, Problem> {
    req.app_data().cloned().ok_or_else(|| Problem::internal("no application state"))
}

/// A change of one case.
pub(super) struct Change<C = Staff> {
    pub(super) state: web::Data<AppState>,
    caller: C,
    target: Target,
    ctx: RequestContext,
}

impl<C: FromRequest<Error = Problem> + 'static> FromRequest for Change<C> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let caller = C::extract(&req).await?;
            let Ok(ctx) = now(&req);
            Ok(Self { caller, target: now(&req)?, state: state_of(&req)?, ctx })
        })
    }
}

impl<C: Into<Identity>> Change<C> {
    /// Adds the body to what a repeated request is known by, and gives its content.
    pub(super) fn with<T>(mut self, body: JsonBody<T>) -> (Self, T) {
        self.target = self.target.with(body.digest);
        (self, body.value)
    }

    /// 200 with the whole case.
    pub(super) async fn make(self, operation: &'static str, build: Build) -> Result<HttpResponse, Problem> {
        act(self.state, self.caller, self.target, self.ctx, operation, None, build).await
    }

    /// 201 with the whole case; `path` leads from the case to the new thing.
    pub(super) async fn add(
        self,
        operation: &'static str,
        path: fn(Uuid) -> String,
        build: Build,
    ) -> Result<HttpResponse, Problem> {
        act(self.state, self.caller, self.target, self.ctx, operation, Some(path), build).await
    }
}

/// The one thing below the case that the path names; 404 when it is no id.
pub(super) struct Item<I>(pub(super) I);

impl<I: From<Uuid>> FromRequest for Item<I> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let named = req.match_info().iter().find(|(name, _)| *name != "caseId");
        let id = named.and_then(|(_, id)| Uuid::try_parse(id).ok());
        ready(id.map(|id| Self(id.into())).ok_or_else(Problem::not_found))
    }
}

/// A look at a part of one case.
pub(super) struct Look<C = Staff> {
    pub(super) state: web::Data<AppState>,
    caller: C,
    case: CaseId,
    fresh: IfNoneMatch,
    ctx: RequestContext,
}

impl<C: FromRequest<Error = Problem> + 'static> FromRequest for Look<C> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let caller = C::extract(&req).await?;
            let case = req.match_info().get("caseId").and_then(|id| Uuid::try_parse(id).ok());
            let case = CaseId(case.ok_or_else(Problem::not_found)?);
            let (Ok(fresh), Ok(ctx)) = (now(&req), now(&req));
            Ok(Self { state: state_of(&req)?, caller, case, fresh, ctx })
        })
    }
}

impl<C: Into<Identity>> Look<C> {
    /// What is made of the case and of what its reader may do; 404 when it is nothing.
    pub(super) async fn seen<W: Serialize + 'static>(
        self,
        operation: &'static str,
        make: impl FnOnce(&CaseView, &Shown) -> Option<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        read(self.state, self.caller, self.case, self.ctx, Some(self.fresh), operation, move |view, shown| {
            make(view, shown).ok_or_else(Problem::not_found)
        })
        .await
    }

    /// As [`Self::seen`], with the hash of an established version's whole content; 404 when there is no such version.
    pub(super) async fn version<W: Serialize + 'static>(
        self,
        operation: &'static str,
        number: u32,
        make: impl FnOnce(&CaseView, String) -> Option<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        let Self { state, caller, case, fresh, ctx } = self;
        let (store, caller, noted) = (state.store.clone(), caller_of(caller)?, note(&state, &ctx, operation));
        let found = blocking(&state, move || -> Result<_, Problem> {
            read_plan_version(&store, &caller, case, number, &noted, |case, domain, hash| {
                Slice::of(case, domain, Some(fresh), ctx, |view, _| make(view, hash).ok_or_else(Problem::not_found))
            })?
        });
        Ok(found.await?.respond())
    }
}

impl Look {
    /// One thing of the case; 404 when the caller may not see it or it is not there.
    pub(super) async fn at<D: Wire<W>, W: Serialize + 'static>(
        self,
        operation: &'static str,
        find: impl for<'a> FnOnce(&'a CaseView) -> Option<&'a D> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.part(operation, move |view| find(view).map(Wire::wire)).await
    }

    /// What is made of the case; 404 when it is nothing.
    pub(super) async fn part<W: Serialize + 'static>(
        self,
        operation: &'static str,
        make: impl FnOnce(&CaseView) -> Option<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.seen(operation, move |view, _| make(view)).await
    }

    /// Many things of the case.
    pub(super) async fn list<W: Serialize + ToSchema + 'static>(
        self,
        operation: &'static str,
        items: impl FnOnce(&CaseView) -> Vec<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.seen(operation, move |view, shown: &Shown| Some(Items { items: items(view), links: shown.links(view) }))
            .await
    }
}
