//! Settings that live with the data: the local agreement in force, the demo's clock.

use crate::access::{Trail, logged_write};
use crate::caller::{AccessNote, Caller};
use crate::cases::refresh_deadlines;
use crate::codec::{from_json, json, micros};
use crate::conn::on_engine;
use crate::log::Action;
use crate::postgres::hold_off_writers;
use crate::schema::{idempotency_keys, settings};
use crate::store::Conn;
use crate::{AccessError, Store, StoreError};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::context::{Actor, Duty};
use sip_domain::profile::Profile;

const PROFILE: &str = "profile";

fn get(conn: &mut Conn, key: &str) -> Result<Option<String>, StoreError> {
    Ok(settings::table.find(key).select(settings::value).first(conn).optional()?)
}

fn set(conn: &mut Conn, key: &str, value: &str) -> Result<(), StoreError> {
    let row = diesel::insert_into(settings::table).values((settings::key.eq(key), settings::value.eq(value)));
    let row = row.on_conflict(settings::key).do_update().set(settings::value.eq(value));
    on_engine!(conn, |conn| row.execute(conn))?;
    Ok(())
}

/// The agreement in force.
pub(crate) fn stored_profile(conn: &mut Conn) -> Result<Profile, StoreError> {
    get(conn, PROFILE)?.map_or_else(|| Ok(Profile::default()), |stored| from_json(&stored, "the profile"))
}

/// The local agreement in force; the default when none is stored.
pub fn profile(store: &Store) -> Result<Profile, StoreError> {
    store.read(stored_profile)
}

/// Setting: the principal whose administrators may change the agreement. Nobody may while it is absent or empty.
pub const PROFILE_PRINCIPAL: &str = "profile.principal";

/// Puts another agreement in force, and reckons every deadline anew under it. For administrators of the principal that
/// [`PROFILE_PRINCIPAL`] names: the agreement holds for all.
pub fn put_profile(store: &Store, caller: Caller, profile: Profile, note: AccessNote) -> Result<Profile, AccessError> {
    let kept = logged_write(store, caller, note, Trail::new(Action::Write), move |conn, context, _| {
        let allowed = get(conn, PROFILE_PRINCIPAL)?;
        match context.actor {
            Actor::Staff { staff, duty: Duty::Administrator, .. }
                if allowed.is_some_and(|principal| principal == staff.unit.principal.to_string()) => {}
            _ => return Err(AccessError::Forbidden),
        }
        // A command under way has read the agreement before: its case must be saved before deadlines are reckoned anew.
        hold_off_writers(conn)?;
        set(conn, PROFILE, &json(&profile, "the profile")?)?;
        Ok(profile)
    })?;
    refresh_deadlines(store)?;
    Ok(kept)
}

/// A plain setting.
pub fn setting(store: &Store, key: &str) -> Result<Option<String>, StoreError> {
    store.read(|conn| get(conn, key))
}

/// Writes a plain setting. Not logged: nothing about a person is kept so.
pub fn put_setting(store: &Store, key: &'static str, value: String) -> Result<(), StoreError> {
    store.write(move |conn| set(conn, key, &value))
}

/// Forgets idempotency keys kept before the moment; says how many.
pub fn forget_keys(store: &Store, before: DateTime<Utc>) -> Result<usize, StoreError> {
    store.write(move |conn| {
        let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(conn)?)
    })
}
