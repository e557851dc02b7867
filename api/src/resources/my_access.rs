//! What operations of citizens on one case begin with, as extractors, and the door that a region can close: with the portal
//! switched off a citizen reads nothing, and may still withdraw a consent and object.

use super::exchange::Shown;
use super::staff::{Change, Look};
use crate::app::AppState;
use crate::auth::Citizen;
use crate::http::{JsonBody, blocking};
use crate::problem::{Generic, Problem};
use crate::wire::citizen::MyList;
use crate::wire::requests::build::Build;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use futures_util::TryFutureExt;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use sip_domain::access::CaseView;
use sip_persistence::profile;
use utoipa::ToSchema;
use uuid::Uuid;

/// 403 while the portal is switched off. Before anything is looked at, so it tells nothing of any case.
pub(super) async fn enter(state: &web::Data<AppState>) -> Result<(), Problem> {
    let store = state.store.clone();
    let kept = blocking(state, move || profile(&store)).await?;
    if kept.portal_enabled { Ok(()) } else { Err(Problem::of(Generic::PORTAL_CLOSED)) }
}

/// A change of one case by a citizen.
pub(super) struct MyChange(Change<Citizen>);

impl FromRequest for MyChange {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, body: &mut Payload) -> Self::Future {
        Box::pin(Change::from_request(req, body).map_ok(Self))
    }
}

impl MyChange {
    /// Adds the body to what a repeated request is known by, and gives its content.
    pub(super) fn with<T>(self, body: JsonBody<T>) -> (Self, T) {
        let (change, value) = self.0.with(body);
        (Self(change), value)
    }

    /// 200 with the caller's case.
    pub(super) async fn make(self, operation: &'static str, build: Build) -> Result<HttpResponse, Problem> {
        enter(&self.0.state).await?;
        self.always(operation, build).await
    }

    /// 201 with the caller's case; `path` leads from the case to the new thing.
    pub(super) async fn add(
        self,
        operation: &'static str,
        path: fn(Uuid) -> String,
        build: Build,
    ) -> Result<HttpResponse, Problem> {
        enter(&self.0.state).await?;
        self.0.add(operation, path, build).await
    }

    /// As [`Self::make`], and open also while the portal is switched off: then 204, since nothing is shown.
    pub(super) async fn always(self, operation: &'static str, build: Build) -> Result<HttpResponse, Problem> {
        self.0.make(operation, build).await
    }
}

/// A look by a citizen at a part of one case.
pub(super) struct MyLook(Look<Citizen>);

impl FromRequest for MyLook {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, body: &mut Payload) -> Self::Future {
        Box::pin(Look::from_request(req, body).map_ok(Self))
    }
}

impl MyLook {
    /// What is made of the case; 404 when it is nothing.
    pub(super) async fn part<W: Serialize + 'static>(
        self,
        operation: &'static str,
        make: impl FnOnce(&CaseView, &Shown) -> Option<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        enter(&self.0.state).await?;
        self.0.seen(operation, make).await
    }

    /// As [`Self::part`], with the hash of an established version's whole content; 404 when there is no such version.
    pub(super) async fn version<W: Serialize + 'static>(
        self,
        operation: &'static str,
        number: u32,
        make: impl FnOnce(&CaseView, String) -> Option<W> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        enter(&self.0.state).await?;
        self.0.version(operation, number, make).await
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
