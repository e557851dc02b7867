//! The real `sip` process: how it starts and stops, what it survives, and what it never tells.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test shall fail where it stands"
)]
#![expect(clippy::print_stdout, reason = "the long forms tell how much they tried")]

mod backup;
mod backup_place;
mod cut;
mod events;
mod faults;
mod file_faults;
mod first_case;
mod keys;
mod kill;
mod leaks;
mod on_disk;
mod place;
mod postgres;
mod raw;
mod seals;
mod sip;
mod small_disk;
mod startup;
mod stop;
mod substitute;
mod walk;
mod writes;
