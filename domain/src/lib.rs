//! The rules of a coordinated individual plan (samordnad individuell plan, SIP).
//!
//! Everything here is pure: no clock, no chance, no file, no socket. A [`command::Command`] meets a
//! [`model::SipCase`] in [`decide()`]; what comes out is a list of [`event::Event`]s or a [`Refusal`] that names the
//! rule, its source and what to do about it. [`evolve()`] adds events up to a case.

pub mod access;
pub mod calendar;
pub mod command;
pub mod context;
pub mod deadlines;
mod decide;
pub mod directory;
pub mod event;
mod evolve;
pub mod identity;
pub mod ids;
pub mod model;
pub mod parties;
pub mod profile;
mod refusal;
pub mod rules;
pub mod statistics;
pub mod text;

pub use deadlines::deadlines;
pub use decide::{Action, Decision, allowed, decide};
pub use evolve::{evolve, rebuild};
pub use parties::parties;
pub use refusal::{Refusal, Violation};
