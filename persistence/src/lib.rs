//! The store: state and journal of every SIP case, in one transaction, in one database file.
//!
//! A case is one JSON document guarded by its version; beside it lie an append-only journal with a hash chain, rows worked
//! out from the case for lists and deadlines, frozen plan versions, and the access log. All calls block: an asynchronous
//! caller makes one hop to a blocking thread for each.
//!
//! Identifiers are stored as hyphenated text and moments as whole microseconds: readable with any tool, sorted as they are.

mod access;
mod caller;
mod cases;
mod codec;
mod commands;
mod derived;
pub mod directory;
mod error;
mod idempotency;
mod journal;
mod lists;
mod log;
mod lookup;
mod my_log;
mod people;
mod reads;
mod schema;
mod settings;
mod store;
mod verify;
mod writer;

pub use access::AccessError;
pub use caller::{AccessNote, Caller};
pub use commands::{CommandRequest, CreateRequest, ExecuteError, Executed, create, execute};
pub use error::StoreError;
pub use idempotency::{IdempotencyKey, StoredAnswer};
pub use lists::{CaseFilter, FactSum, Listed, Page, WorklistRow, cases_for, search_by_person, statistics, worklist};
pub use log::LogEntry;
pub use lookup::{BuildError, Lookup};
pub use my_log::{access_log_for_own_case, access_log_for_person};
pub use people::PersonRecord;
pub use reads::{
    HistoryEntry, access_log_for_case, access_log_for_organisation, history, read_case, read_plan_version, whoami,
};
pub use settings::{PROFILE_PRINCIPAL, forget_keys, profile, put_profile, put_setting, setting};
pub use store::{Calendar, Conn, Store, StoreOptions};
pub use verify::{Finding, Report, verify};
