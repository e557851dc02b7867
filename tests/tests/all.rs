//! The black-box tests, in one binary: one link, one process, all in parallel.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test shall fail where it stands")]

mod audit;
mod bad_input;
mod cross_checks;
mod cross_cutting;
mod demo;
mod docs;
mod examples;
mod identity_providers;
mod key_rotation;
mod links_agree;
mod other_roads;
mod permissions;
mod permissions_asking;
mod permissions_table;
mod portal_acts;
mod portal_closed;
mod portal_consent;
mod portal_log;
mod portal_others;
mod portal_plan;
mod portal_secrets;
mod races;
mod rule_road;
mod scenario_a10;
mod scenario_a4;
mod scenario_a9;
mod separate_contact;
mod tokens;
mod whole_life;
