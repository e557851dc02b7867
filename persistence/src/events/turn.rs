//! One dispatcher's turn with one subscription: it alone sends, in order, and the place moves only when what was sent was
//! taken. Whoever dies in between leaves a lease that runs out, and the next sends the same again.

use super::feed::{EventRecord, window};
use super::subscriptions::{opened, secret_of};
use super::{SubscriptionState, WebhookSecret};
use crate::StoreError;
use crate::codec::{code, id, micros, moment};
use crate::schema::subscriptions as s;
use crate::store::{Conn, Store};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use std::fmt;
use uuid::Uuid;

/// How long a turn stays one's own without a sign of life: more than one attempt to send can take.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// Events in one delivery.
const BATCH: i64 = 100;
/// The pause after the first failure; each further one doubles it.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// The longest pause.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// Failing for so long, a subscription is disabled.
const GIVEN_UP: TimeDelta = TimeDelta::days(5);

/// What is to be sent.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Where to.
    pub url: String,
    /// Signed with this.
    pub secret: WebhookSecret,
    /// These, in this order.
    pub events: Vec<EventRecord>,
    from: i64,
    to: i64,
}

/// Why something was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer, or none in time.
    NoAnswer,
    /// An answer with a status that is no yes.
    Status(u16),
    /// The operator does not let anything be sent there any more.
    Host,
    /// The receiver says that it is gone (410).
    Gone,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => f.write_str("no_answer"),
            Self::Status(status) => write!(f, "status_{status}"),
            Self::Host => f.write_str("host_not_allowed"),
            Self::Gone => f.write_str("gone"),
        }
    }
}

/// The exclusive right to send for a subscription.
#[derive(Debug)]
pub struct Turn {
    store: Store,
    subscription: String,
    holder: String,
}

impl Turn {
    /// Takes the turn as `holder`, which must be another for each turn; none when somebody else has it, or nothing may be sent
    /// now. Blocks the thread, as all of this does.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take(
        store: &Store,
        subscription: Uuid,
        holder: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, StoreError> {
        let turn = Self { store: store.clone(), subscription: subscription.to_string(), holder: holder.to_string() };
        let (row, holder) = (turn.subscription.clone(), turn.holder.clone());
        let taken = store.write(move |conn| {
            let free = s::table
                .find(row)
                .filter(s::state.eq("active"))
                .filter(s::due_at.le(micros(now)))
                .filter(s::lease_until.le(micros(now)));
            Ok(diesel::update(free)
                .set((s::lease_holder.eq(holder), s::lease_until.eq(micros(now + LEASE))))
                .execute(conn)?)
        })?;
        Ok((taken == 1).then_some(turn))
    }

    /// Changes the row while the turn lasts; whether it did.
    fn change<C>(&self, from: Option<i64>, change: C) -> Result<bool, StoreError>
    where
        C: diesel::query_builder::AsChangeset<Target = s::table> + Send + 'static,
        C::Changeset: diesel::query_builder::QueryFragment<<Conn as Connection>::Backend>,
    {
        let (row, holder) = (self.subscription.clone(), self.holder.clone());
        let changed = self.store.write(move |conn| {
            let own = s::table.find(row).filter(s::lease_holder.eq(holder));
            Ok(match from {
                Some(from) => diesel::update(own.filter(s::position.eq(from))).set(change).execute(conn)?,
                None => diesel::update(own).set(change).execute(conn)?,
            })
        })?;
        Ok(changed == 1)
    }

    /// What is to be sent next, and the turn is one's own for long enough to send it; none when there is nothing, or the turn
    /// is another's now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next(&self, now: DateTime<Utc>) -> Result<Option<Batch>, StoreError> {
        let vault = self.store.vault();
        loop {
            if !self.change(None, s::lease_until.eq(micros(now + LEASE)))? {
                return Ok(None);
            }
            let ahead = self.store.read(|conn| {
                let (url, secret, organisation, position): (String, Vec<u8>, String, i64) = s::table
                    .find(&self.subscription)
                    .select((s::url, s::secret, s::organisation_id, s::position))
                    .first(conn)?;
                let ahead = window(conn, id(&organisation)?, position, BATCH)?;
                let clear = vault.own(conn)?.register.open(secret_of(&self.subscription), &secret);
                let secret = opened(clear.ok_or(StoreError::Corrupt("a secret"))?);
                Ok(Batch { url, secret, events: ahead.events, from: position, to: ahead.reached })
            });
            let ahead = match ahead {
                Err(StoreError::Database(diesel::result::Error::NotFound)) => return Ok(None),
                ahead => ahead?,
            };
            if !ahead.events.is_empty() {
                return Ok(Some(ahead));
            }
            if ahead.to <= ahead.from || !self.change(Some(ahead.from), s::position.eq(ahead.to))? {
                return Ok(None);
            }
        }
    }

    /// Notes that the batch was taken; whether the turn was still one's own. If not, another sends the same again.
    ///
    /// # Errors
    /// When the database fails; the same is sent again then.
    pub fn taken(&self, batch: &Batch, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let change = (
            s::position.eq(batch.to),
            s::delivered_at.eq(micros(now)),
            s::due_at.eq(micros(now)),
            s::failures.eq(0),
            s::failing_since.eq(None::<i64>),
            s::last_failure.eq(None::<String>),
        );
        self.change(Some(batch.from), change)
    }

    /// Notes that sending failed and ends the turn: tried again after a pause that doubles each time, given up after five days.
    ///
    /// # Errors
    /// When the database fails; the lease runs out then.
    pub fn failed(self, failure: Failure, now: DateTime<Utc>) -> Result<SubscriptionState, StoreError> {
        let (row, holder) = (self.subscription.clone(), self.holder.clone());
        let state = self.store.write(move |conn| {
            let own = || s::table.find(&row).filter(s::lease_holder.eq(&holder));
            let known: Option<(i64, Option<i64>)> =
                own().select((s::failures, s::failing_since)).first(conn).optional()?;
            let Some((failures, since)) = known else { return Ok(SubscriptionState::Active) };
            let since = since.map(moment).transpose()?.unwrap_or(now);
            let is_over = failure == Failure::Gone || now - since >= GIVEN_UP;
            let state = if is_over { SubscriptionState::Disabled } else { SubscriptionState::Active };
            let change = (
                s::state.eq(code(&state)?),
                s::failures.eq(failures.saturating_add(1)),
                s::failing_since.eq(micros(since)),
                s::last_failure.eq(failure.to_string()),
                s::due_at.eq(micros(now + pause(failures))),
                (s::lease_holder.eq(None::<String>), s::lease_until.eq(0)),
            );
            diesel::update(own()).set(change).execute(conn)?;
            Ok(state)
        })?;
        Ok(state)
    }

    /// Ends the turn; somebody else may have the next one at once.
    ///
    /// # Errors
    /// When the database fails; the lease runs out then.
    pub fn end(self) -> Result<(), StoreError> {
        self.change(None, (s::lease_holder.eq(None::<String>), s::lease_until.eq(0))).map(|_| ())
    }
}

/// The pause after so many failures before this one.
fn pause(failures: i64) -> TimeDelta {
    let doubled = u32::try_from(failures).ok().and_then(|times| 2_i32.checked_pow(times));
    doubled.and_then(|times| FIRST_PAUSE.checked_mul(times)).map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let seconds = |failures| pause(failures).num_seconds();
        assert_eq!([0, 1, 2, 3, 9, 10, 31, 62, i64::MAX].map(seconds), [5, 10, 20, 40, 2560, 3600, 3600, 3600, 3600]);
    }
}
