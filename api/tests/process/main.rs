//! The real `sip` process: how it starts and stops, what it survives, and what it never tells.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test shall fail where it stands")]

mod events;
mod first_case;
mod keys;
mod kill;
mod leaks;
mod on_disk;
mod seals;
mod sip;
mod startup;
mod substitute;
mod walk;
