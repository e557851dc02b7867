//! The black-box tests, in one binary: one link, one process, all in parallel.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test shall fail where it stands")]
#![expect(clippy::print_stdout, reason = "the long forms tell how much they tried and what they measured")]

mod at_the_door;
mod audit;
mod bad_input;
mod cross_checks;
mod cross_cutting;
mod demo;
mod disclosure_case;
mod disclosure_http;
mod docs;
mod events;
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
mod rule_road_sides;
mod same_answer;
mod scenario_a1;
mod scenario_a10;
mod scenario_a2;
mod scenario_a4;
mod scenario_a6;
mod scenario_a9;
mod separate_contact;
mod side_roads_consent;
mod side_roads_doors;
mod side_roads_family;
mod side_roads_plan;
mod subscriptions;
mod subscriptions_failing;
mod tokens;
mod whole_life;
