//! The store: state and journal of every SIP case, in one transaction, in a database file or on a server.
//!
//! A case is one JSON document guarded by its version; beside it lie an append-only journal with a hash chain, rows worked
//! out from the case for lists and deadlines, frozen plan versions, and the access log. What people have told lies sealed,
//! with a key of its own for each case. All calls block: an asynchronous caller makes one hop to a blocking thread for each.
//!
//! Identifiers are stored as hyphenated text and moments as whole microseconds: readable with any tool, sorted as they are.

mod access;
mod backup;
mod beside;
mod caller;
mod cases;
mod client_tools;
mod codec;
mod commands;
mod conn;
mod database;
mod derived;
mod destroy;
pub mod directory;
mod error;
mod events;
mod glance;
mod idempotency;
mod journal;
mod known;
mod lapses;
mod lists;
mod log;
mod log_insert;
mod log_reads;
mod log_reviews;
mod log_writer;
mod lookup;
mod migrations;
mod packed;
mod partitions;
mod people;
mod pool;
mod postgres;
mod reads;
mod restore;
mod schema;
mod sealed;
mod seals;
mod settings;
mod sqlite;
mod store;
#[cfg(feature = "take-in")]
mod take_in;
mod transaction;
mod verify;
mod writer;

pub use access::{AccessError, Looked, log_refusal};
pub use backup::{BackedUp, BackupError, back_up};
pub use caller::{AccessNote, Caller};
pub use commands::{CommandRequest, CreateRequest, ExecuteError, Executed, create, execute};
pub use database::{Database, PostgresUrl};
pub use destroy::{DestroyError, destroy_case};
pub use error::StoreError;
pub use events::{
    Batch, EventError, EventRecord, Failure, Feed, NewSubscription, Subscription, SubscriptionState, Turn,
    WebhookSecret, add_subscription, due_subscriptions, event_feed, forget_events, publish_events, remove_subscription,
    subscription, subscriptions,
};
pub use idempotency::{IdempotencyKey, StoredAnswer};
pub use lapses::lapsed;
pub use lists::{CaseFilter, FactSum, Listed, Page, WorklistRow, cases_for, search_by_person, statistics, worklist};
pub use log::{Action, LogEntry};
pub use log_reads::{LogQuery, access_log_for_case, access_log_for_organisation, access_log_for_person};
pub use log_reviews::{ReviewEntry, ReviewInput, add_log_review, log_reviews};
pub use lookup::{BuildError, Lookup};
pub use partitions::tend_partitions;
pub use people::PersonRecord;
pub use reads::{HistoryEntry, history, look_at, read_case, read_part, read_plan_version, whoami};
pub use restore::{HeadsPut, restore};
pub use sealed::{KeyFileError, MasterKeys, new_master_key, rewrap};
pub use seals::{SealKeys, Sealing, new_seal_key, seal, take_over};
pub use settings::{PROFILE_PRINCIPAL, forget_keys, profile, put_profile, put_setting, setting};
pub use store::{Calendar, Conn, Store, StoreOptions};
#[cfg(feature = "take-in")]
pub use take_in::{Told, take_in};
pub use verify::{Finding, Report, verify, verify_sealed};
