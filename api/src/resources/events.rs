//! The feed of events.

use super::exchange::{caller_of, note};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{Link, Params, RequestContext, blocking, cursor};
use crate::problem::{Generic, Problem};
use crate::wire::events::EventBody;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use sip_persistence as store;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

const LIMIT: u32 = 100;

/// From where on, and how many.
#[derive(Deserialize, Validate, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventQuery {
    /// The place to go on from: `cursor` of an earlier answer. From the oldest event that is kept when absent.
    #[validate(length(min = 1, max = 40))]
    #[param(required = false, pattern = "^[A-Za-z0-9_-]{12}$", max_length = 12)]
    after: Option<String>,
    /// Items in the answer at most.
    #[validate(range(min = 1, max = 100))]
    #[param(required = false, minimum = 1, maximum = 100, default = 100)]
    limit: Option<u32>,
}

/// A part of the feed.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventFeedBody {
    /// The events, in order: those of a case by its version.
    items: Vec<EventBody>,
    /// The place to go on from, also when there was nothing.
    cursor: String,
    /// Whether there may be more already: go on at once. Else ask again later.
    more: bool,
    /// This part, and the one to go on with.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// Events
///
/// That cases have changed (händelser), from a place in the feed on: of the cases that the own organisation is party to now,
/// without those in which somebody's identity is protected. Ids only; what happened is read in the case, by whoever may. Nothing
/// is left out between two parts. For administrators.
#[utoipa::path(tag = "events", operation_id = "listEvents", params(EventQuery),
    responses((status = 200, description = "A part of the feed.", body = EventFeedBody)))]
#[get("/events")]
pub(crate) async fn list_events(
    state: web::Data<AppState>,
    caller: Staff,
    Params(query): Params<EventQuery>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let limit = query.limit.unwrap_or(LIMIT);
    let after = query.after.as_deref().map(|text| place(text, "?after")).transpose()?;
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listEvents"), state.store.clone());
    let found = blocking(&state, move || store::event_feed(&database, &caller, after, limit, &note)).await?;
    let link = |rel: &str, after: Option<&str>| {
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        ctx.link(rel, &Method::GET, &format!("/events?limit={limit}{after}"))
    };
    let cursor = cursor::encode(found.reached);
    let links = vec![link("self", query.after.as_deref()), link("next", Some(&cursor))];
    let items = found.events.iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(EventFeedBody { items, cursor, more: found.more, links }))
}

/// A place as a client hands it back.
pub(super) fn place(text: &str, pointer: &str) -> Result<i64, Problem> {
    cursor::decode(text).ok_or_else(|| Problem::invalid(pointer, Generic::FIELD_FORMAT))
}
