//! Who wants to be told, and where: subscriptions of an organisation, kept by its administrators.

use super::{EventError, Extent, administered, publish_events};
use crate::access::{Trail, logged, logged_write};
use crate::caller::{AccessNote, Caller};
use crate::codec::{from_code, id, micros, moment, parsed};
use crate::log::Action;
use crate::schema::subscriptions as s;
use crate::sealed::{Place, random};
use crate::store::{Conn, Store};
use crate::{AccessError, StoreError};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sip_domain::ids::StaffId;
use sip_domain::text::ShortText;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Subscriptions of one organisation at most.
const MOST: i64 = 20;
/// Bytes of a secret.
const SECRET_BYTES: usize = 32;

/// What deliveries are signed with: 32 bytes.
#[derive(Clone)]
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

impl WebhookSecret {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookSecret")
    }
}

/// Whether anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    /// Events are sent.
    Active,
    /// Nothing is sent any more: the receiver failed for days, or said that it is gone.
    Disabled,
}

/// A subscription to be made.
#[derive(Clone, Debug)]
pub struct NewSubscription {
    /// Where events are sent: an absolute https address.
    pub url: String,
    /// What it is for.
    pub description: Option<ShortText>,
    /// The number to begin after; from now on when absent.
    pub after: Option<i64>,
    /// Whether the operator lets anything be sent there.
    pub may_send: bool,
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The subscription.
    pub id: Uuid,
    /// Where events are sent.
    pub url: String,
    /// What it is for.
    pub description: Option<ShortText>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By which administrator.
    pub created_by: StaffId,
    /// Whether anything is sent.
    pub state: SubscriptionState,
    /// The number of the last event that was taken or passed over.
    pub position: i64,
    /// When something was taken last.
    pub delivered_at: Option<DateTime<Utc>>,
    /// Failed attempts since then.
    pub failures: i64,
    /// Since when attempts fail; none when the last one did not.
    pub failing_since: Option<DateTime<Utc>>,
    /// What the last failure was, as a code.
    pub last_failure: Option<String>,
    /// When it is tried next; only while attempts fail.
    pub retry_at: Option<DateTime<Utc>>,
}

/// A row of `subscriptions`, without the secret and the lease.
#[derive(Queryable, Selectable)]
#[diesel(table_name = s)]
struct Row {
    id: String,
    url: String,
    description: Option<String>,
    created_at: i64,
    created_by: String,
    state: String,
    position: i64,
    delivered_at: Option<i64>,
    failures: i64,
    failing_since: Option<i64>,
    last_failure: Option<String>,
    due_at: i64,
}

impl Row {
    fn read(self) -> Result<Subscription, StoreError> {
        let state = from_code(&self.state)?;
        let is_retried = state == SubscriptionState::Active && self.failing_since.is_some();
        Ok(Subscription {
            id: id(&self.id)?,
            url: self.url,
            description: self.description.map(|text| parsed(text, "a description")).transpose()?,
            created_at: moment(self.created_at)?,
            created_by: id(&self.created_by)?,
            state,
            position: self.position,
            delivered_at: self.delivered_at.map(moment).transpose()?,
            failures: self.failures,
            failing_since: self.failing_since.map(moment).transpose()?,
            last_failure: self.last_failure,
            retry_at: is_retried.then(|| moment(self.due_at)).transpose()?,
        })
    }
}

/// Where a subscription's secret stands.
pub(super) fn secret_of(subscription: &str) -> Place<'_> {
    Place { table: "subscriptions", column: "secret", row: subscription, number: 0 }
}

/// The secret as it was sealed.
pub(super) fn opened(clear: Vec<u8>) -> WebhookSecret {
    WebhookSecret(Zeroizing::new(clear))
}

fn own(conn: &mut Conn, organisation: &str, subscription: Uuid) -> Result<Subscription, AccessError> {
    let row: Option<Row> = s::table
        .find(subscription.to_string())
        .filter(s::organisation_id.eq(organisation))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.ok_or(AccessError::NotFound)?.read()?)
}

/// Makes a subscription; its id is the seed's first. The secret is given here and never again. For administrators.
///
/// # Errors
/// [`AccessError::Forbidden`] for others, [`AccessError::Conflict`] when the organisation has one to this address already,
/// and every [`EventError`].
pub fn add_subscription(
    store: &Store,
    caller: Caller,
    new: NewSubscription,
    note: AccessNote,
) -> Result<(Subscription, WebhookSecret), AccessError> {
    publish_events(store, note.moment())?;
    let vault = store.vault();
    logged_write(store, caller, note, Trail::new(Action::Write), move |conn, context, _| {
        let organisation = administered(context.actor).ok_or(AccessError::Forbidden)?.to_string();
        let staff = context.actor.staff().ok_or(AccessError::Forbidden)?;
        if !new.may_send {
            return Err(EventError::Host.into());
        }
        let mine = || s::table.filter(s::organisation_id.eq(&organisation));
        if mine().filter(s::url.eq(&new.url)).count().get_result::<i64>(conn)? > 0 {
            return Err(AccessError::Conflict);
        }
        if mine().count().get_result::<i64>(conn)? >= MOST {
            return Err(EventError::TooMany.into());
        }
        let extent = Extent::read(conn)?;
        let position = new.after.unwrap_or(extent.last);
        if !extent.reaches(position) {
            return Err(EventError::Gone.into());
        }
        let subscription = context.seed.nth(0);
        let row = subscription.to_string();
        let secret = random::<SECRET_BYTES>()?;
        let now = micros(context.now);
        diesel::insert_into(s::table)
            .values((
                s::id.eq(&row),
                s::organisation_id.eq(&organisation),
                s::url.eq(&new.url),
                s::description.eq(new.description.as_ref().map(ShortText::as_str)),
                s::secret.eq(vault.own(conn)?.register.seal(secret_of(&row), secret.as_slice())?),
                (s::created_at.eq(now), s::created_by.eq(staff.id.to_string()), s::state.eq("active")),
                (s::position.eq(position), s::failures.eq(0), s::due_at.eq(now), s::lease_until.eq(0)),
            ))
            .execute(conn)?;
        Ok((own(conn, &organisation, subscription)?, opened(secret.to_vec())))
    })
}

/// The organisation's subscriptions, the oldest first. For administrators.
///
/// # Errors
/// [`AccessError::Forbidden`] for others.
pub fn subscriptions(store: &Store, caller: &Caller, note: &AccessNote) -> Result<Vec<Subscription>, AccessError> {
    logged(store, caller, note, Trail::new(Action::List), |conn, context, _| {
        let organisation = administered(context.actor).ok_or(AccessError::Forbidden)?.to_string();
        let rows: Vec<Row> = s::table
            .filter(s::organisation_id.eq(organisation))
            .order((s::created_at, s::id))
            .limit(MOST)
            .select(Row::as_select())
            .load(conn)?;
        Ok(rows.into_iter().map(Row::read).collect::<Result<_, _>>()?)
    })
}

/// One subscription of the organisation. For administrators.
///
/// # Errors
/// [`AccessError::Forbidden`] for others, [`AccessError::NotFound`] for one that is not there or another organisation's.
pub fn subscription(
    store: &Store,
    caller: &Caller,
    subscription: Uuid,
    note: &AccessNote,
) -> Result<Subscription, AccessError> {
    logged(store, caller, note, Trail::new(Action::Read), |conn, context, _| {
        let organisation = administered(context.actor).ok_or(AccessError::Forbidden)?;
        own(conn, &organisation.to_string(), subscription)
    })
}

/// Takes a subscription away; nothing more is sent but what is under way. For administrators.
///
/// # Errors
/// As [`subscription`].
pub fn remove_subscription(
    store: &Store,
    caller: Caller,
    subscription: Uuid,
    note: AccessNote,
) -> Result<(), AccessError> {
    logged_write(store, caller, note, Trail::new(Action::Write), move |conn, context, _| {
        let organisation = administered(context.actor).ok_or(AccessError::Forbidden)?.to_string();
        let row = s::table.find(subscription.to_string()).filter(s::organisation_id.eq(organisation));
        if diesel::delete(row).execute(conn)? == 0 { Err(AccessError::NotFound) } else { Ok(()) }
    })
}
