//! Who has events sent, and where.

use super::events::place;
use super::exchange::{caller_of, note};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{JsonBody, RequestContext, blocking, cursor};
use crate::problem::Problem;
use crate::wire::common::Items;
use crate::wire::requests::subscriptions::SubscriptionRequest;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, delete, get, post, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_persistence as store;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether anything is sent.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SubscriptionStateBody {
    /// Events are sent.
    Active,
    /// Nothing is sent any more: the receiver failed for five days, or answered 410.
    Disabled,
}

/// A subscription (prenumeration).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionBody {
    /// The subscription.
    id: Uuid,
    /// Where events are sent.
    url: String,
    /// What it is for.
    description: Option<String>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// The staff account of the administrator who made it.
    created_by: Uuid,
    /// Whether anything is sent.
    state: SubscriptionStateBody,
    /// The place in the feed up to which everything was taken.
    cursor: String,
    /// When something was taken last.
    last_delivered_at: Option<DateTime<Utc>>,
    /// Failed attempts since then.
    failures: i64,
    /// Since when attempts fail.
    failing_since: Option<DateTime<Utc>>,
    /// The last failure: `no_answer`, `status_` and the status, `host_not_allowed` or `gone`.
    last_failure: Option<String>,
    /// When it is tried next, while attempts fail.
    retry_at: Option<DateTime<Utc>>,
}

/// A subscription that was just made.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewSubscriptionBody {
    /// The subscription.
    subscription: SubscriptionBody,
    /// What deliveries are signed with (Standard Webhooks, HMAC-SHA-256). Shown here and never again.
    secret: String,
}

impl From<store::Subscription> for SubscriptionBody {
    fn from(held: store::Subscription) -> Self {
        Self {
            id: held.id,
            url: held.url,
            description: held.description.map(|text| text.as_str().to_owned()),
            created_at: held.created_at,
            created_by: held.created_by.0,
            state: match held.state {
                store::SubscriptionState::Active => SubscriptionStateBody::Active,
                store::SubscriptionState::Disabled => SubscriptionStateBody::Disabled,
            },
            cursor: cursor::encode(held.position),
            last_delivered_at: held.delivered_at,
            failures: held.failures,
            failing_since: held.failing_since,
            last_failure: held.last_failure,
            retry_at: held.retry_at,
        }
    }
}

/// Subscriptions
///
/// The own organisation's (prenumerationer), the oldest first, with how it goes for each. For administrators.
#[utoipa::path(tag = "events", operation_id = "listSubscriptions",
    responses((status = 200, description = "The subscriptions.", body = Items<SubscriptionBody>)))]
#[get("/subscriptions")]
pub(crate) async fn list_subscriptions(
    state: web::Data<AppState>,
    caller: Staff,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listSubscriptions"), state.store.clone());
    let found = blocking(&state, move || store::subscriptions(&database, &caller, &note)).await?;
    let items: Vec<SubscriptionBody> = found.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(Items { items, links: Vec::new() }))
}

/// Subscribe
///
/// Has the events of the feed sent to an address (prenumeration): in order, each at least once, signed after Standard Webhooks
/// with the secret in the answer, which is not shown again. An organisation has one subscription to an address, so a repeated
/// request is refused. For administrators, at most 20 for an organisation.
#[utoipa::path(tag = "events", operation_id = "createSubscription", request_body(content = SubscriptionRequest),
    responses((status = 201, description = "The subscription and its secret.", body = NewSubscriptionBody, headers(("Location" = String, description = "The subscription")))))]
#[post("/subscriptions")]
pub(crate) async fn create_subscription(
    state: web::Data<AppState>,
    caller: Staff,
    body: JsonBody<SubscriptionRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let given = body.value;
    let may_send = state.config.webhooks.hosts.allow(&given.address()?);
    let after = given.after.as_deref().map(|text| place(text, "/after")).transpose()?;
    let new = store::NewSubscription { url: given.url, description: given.description, after, may_send };
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "createSubscription"), state.store.clone());
    let (made, secret) = blocking(&state, move || store::add_subscription(&database, caller, new, note)).await?;
    let location = ctx.url(&format!("/subscriptions/{}", made.id));
    let secret = format!("whsec_{}", STANDARD.encode(secret.bytes()));
    let shown = NewSubscriptionBody { subscription: made.into(), secret };
    Ok(HttpResponse::Created().insert_header((LOCATION, location)).json(shown))
}

/// Read a subscription
///
/// Where it stands, and whether its receiver answers (prenumeration). For administrators.
#[utoipa::path(tag = "events", operation_id = "getSubscription",
    params(("subscriptionId" = Uuid, Path, description = "The subscription.", example = "01993b00-5000-7000-8000-000000000001")),
    responses((status = 200, description = "The subscription.", body = SubscriptionBody)))]
#[get("/subscriptions/{subscriptionId}")]
pub(crate) async fn get_subscription(
    state: web::Data<AppState>,
    caller: Staff,
    subscription: web::Path<Uuid>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let subscription = subscription.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "getSubscription"), state.store.clone());
    let found = blocking(&state, move || store::subscription(&database, &caller, subscription, &note)).await?;
    Ok(HttpResponse::Ok().json(SubscriptionBody::from(found)))
}

/// End a subscription
///
/// Takes it away (prenumeration avslutas); nothing more is sent but what is under way. For administrators.
#[utoipa::path(tag = "events", operation_id = "deleteSubscription",
    params(("subscriptionId" = Uuid, Path, description = "The subscription.", example = "01993b00-5000-7000-8000-000000000001")),
    responses((status = 204, description = "It is gone.")))]
#[delete("/subscriptions/{subscriptionId}")]
pub(crate) async fn delete_subscription(
    state: web::Data<AppState>,
    caller: Staff,
    subscription: web::Path<Uuid>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let subscription = subscription.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "deleteSubscription"), state.store.clone());
    blocking(&state, move || store::remove_subscription(&database, caller, subscription, note)).await?;
    Ok(HttpResponse::NoContent().finish())
}
