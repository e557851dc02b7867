//! Arrows go one way: api -> persistence -> domain.

use crate::metadata::{dependencies, metadata};

fn assert_only(package: &str, allowed: &[&str]) {
    let found = dependencies(&metadata(), package);
    let strange = found.iter().filter(|name| !allowed.contains(&name.as_str())).collect::<Vec<_>>();
    assert!(strange.is_empty(), "{package} depends on {strange:?}; it may use {allowed:?}");
}

#[test]
fn the_domain_depends_on_nothing_that_can_reach_the_world() {
    assert_only("sip-domain", &["chrono", "chrono-tz", "serde", "thiserror", "uuid"]);
}

#[test]
fn persistence_knows_the_domain_but_no_http() {
    let found = dependencies(&metadata(), "sip-persistence");
    for name in ["actix-web", "utoipa", "validator", "jsonwebtoken", "sip-api"] {
        assert!(!found.iter().any(|held| held == name), "sip-persistence uses {name}");
    }
    assert!(found.iter().any(|held| held == "sip-domain"));
}

#[test]
fn only_persistence_knows_diesel() {
    for package in ["sip-api", "sip-domain"] {
        let found = dependencies(&metadata(), package);
        let diesel = found.iter().filter(|name| name.contains("diesel") || name.contains("sqlite")).collect::<Vec<_>>();
        assert!(diesel.is_empty(), "{package} uses {diesel:?}");
    }
}

#[test]
fn the_domain_has_no_clock_in_chrono() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let domain = packages.iter().find(|p| p["name"] == "sip-domain").expect("sip-domain");
    let chrono = domain["dependencies"].as_array().expect("dependencies").iter().find(|d| d["name"] == "chrono");
    let chrono = chrono.expect("chrono");
    assert_eq!(chrono["uses_default_features"], false);
    assert!(!chrono["features"].as_array().expect("features").iter().any(|f| f == "clock" || f == "now"));
}
