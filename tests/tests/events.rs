//! The feed of events: what one organisation may know of and another not, from a place on, each event once and in order.

use serde_json::{Value, json};
use sip_persistence::forget_events;
use sip_tests::client::Answer;
use sip_tests::life::{Life, Stage};
use sip_tests::region::{
    CITIZENS, HANNA, HSL_ADMIN, KARIN, MARIA, OLLE, PSY_ADMIN, Region, SJH_ADMIN, SOC_ADMIN, SOC_AUDITOR, VC_ADMIN,
    assignment,
};
use std::collections::{BTreeMap, BTreeSet};

async fn part(region: &Region, admin: u16, query: &str) -> Value {
    region.staff(admin).get(&format!("/events?{query}")).await.ok()
}

/// Everything from a place on, by the links alone.
async fn walk(region: &Region, admin: u16, query: &str) -> (Vec<Value>, String) {
    let (mut items, mut query) = (Vec::new(), query.to_owned());
    loop {
        let part = part(region, admin, &query).await;
        items.extend(part["items"].as_array().unwrap().clone());
        let cursor = part["cursor"].as_str().unwrap().to_owned();
        if part["more"] == false {
            return (items, cursor);
        }
        let links = part["_links"].as_array().unwrap();
        let next = links.iter().find(|link| link["rel"] == "next").unwrap()["href"].as_str().unwrap();
        assert!(next.contains(&cursor), "{next}");
        next.split_once('?').unwrap().1.clone_into(&mut query);
    }
}

/// The versions of each case, in the order that they came.
pub(crate) fn versions(items: &[Value]) -> BTreeMap<String, Vec<i64>> {
    let mut versions = BTreeMap::<String, Vec<i64>>::new();
    for item in items {
        let case = item["caseId"].as_str().unwrap().to_owned();
        versions.entry(case).or_default().push(item["version"].as_i64().unwrap());
    }
    versions
}

/// Every version of the case, from the first to the present one.
pub(crate) async fn all_of(life: &Life<'_>) -> Vec<i64> {
    (1..=life.seen_by(KARIN).await["version"].as_i64().unwrap()).collect()
}

#[actix_web::test]
async fn each_organisation_has_every_event_of_its_own_cases_once_and_in_order() {
    let region = Region::start().await;
    let summoned = Life::at(&region, MARIA, Stage::Summoned).await;
    let begun = Life::at(&region, CITIZENS[1], Stage::Consented).await;
    let both =
        BTreeMap::from([(summoned.case.clone(), all_of(&summoned).await), (begun.case.clone(), all_of(&begun).await)]);
    for limit in [1, 7, 100] {
        let (items, _) = walk(&region, SOC_ADMIN, &format!("limit={limit}")).await;
        assert_eq!(versions(&items), both, "{limit}");
    }
    let (items, _) = walk(&region, SOC_ADMIN, "").await;
    let ids: BTreeSet<_> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len());
    // K-HSL and R-PSY were summoned to the one; they learn nothing of the other. The hospital has nothing at all.
    for admin in [HSL_ADMIN, PSY_ADMIN, VC_ADMIN] {
        let (theirs, _) = walk(&region, admin, "").await;
        assert_eq!(versions(&theirs), BTreeMap::from([(summoned.case.clone(), all_of(&summoned).await)]), "{admin}");
    }
    assert_eq!(walk(&region, SJH_ADMIN, "").await.0, Vec::<Value>::new());
    region.stop().await;
}

#[actix_web::test]
async fn an_event_tells_which_case_and_nothing_of_it() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Informed).await;
    let (items, _) = walk(&region, SOC_ADMIN, "").await;
    let known = json!({"id": items[0]["id"], "type": "case_changed", "caseId": life.case, "version": 1,
        "at": "2027-03-01T08:00:00Z"});
    assert_eq!(items[0], known);
    let fields: BTreeSet<_> = items.iter().flat_map(|item| item.as_object().unwrap().keys()).collect();
    assert_eq!(fields.len(), 5);
    assert!(items.iter().all(|item| item["type"] == "case_changed"), "the kind of an event would tell");
    region.stop().await;
}

#[actix_web::test]
async fn who_goes_on_from_the_place_reached_misses_nothing_and_gets_nothing_twice() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Reported).await;
    let (mut seen, mut place) = walk(&region, SOC_ADMIN, "").await;
    let empty = part(&region, SOC_ADMIN, &format!("after={place}")).await;
    assert_eq!((&empty["items"], &empty["cursor"], &empty["more"]), (&json!([]), &json!(place), &json!(false)));
    // The hospital's place moves on although there is nothing for it.
    let (_, theirs) = walk(&region, SJH_ADMIN, "").await;
    assert_eq!(theirs, place);
    while life.stage < Stage::Summoned {
        life.go_on().await;
        let (more, reached) = walk(&region, SOC_ADMIN, &format!("after={place}&limit=2")).await;
        assert!(!more.is_empty(), "{:?}: what was answered is in the feed", life.stage);
        seen.extend(more);
        place = reached;
    }
    assert_eq!(versions(&seen)[&life.case], all_of(&life).await);
    assert_eq!(walk(&region, SOC_ADMIN, "").await.0, seen);
    region.stop().await;
}

#[actix_web::test]
async fn a_protected_case_is_in_nobodys_feed() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    let (_, place) = walk(&region, SOC_ADMIN, "").await;
    let protect = |level: &str| {
        let readers = if level == "none" { json!([]) } else { json!([assignment(OLLE)]) };
        json!({"level": level, "readers": readers})
    };
    life.by(KARIN, "PUT", "/protection", protect("protected_registration")).await.ok();
    for admin in [SOC_ADMIN, HSL_ADMIN, PSY_ADMIN, VC_ADMIN] {
        let (items, reached) = walk(&region, admin, "").await;
        assert_eq!(items, Vec::<Value>::new(), "{admin}");
        assert_ne!(reached, place);
    }
    life.by(KARIN, "PUT", "/protection", protect("none")).await.ok();
    let (items, _) = walk(&region, HSL_ADMIN, &format!("after={place}")).await;
    assert_eq!(items.last().unwrap()["version"], life.seen_by(KARIN).await["version"], "it comes back with its end");
    region.stop().await;
}

#[actix_web::test]
async fn a_voided_case_is_in_nobodys_feed() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    assert!(!walk(&region, HSL_ADMIN, "").await.0.is_empty());
    life.by(KARIN, "POST", "/voiding", json!({"reason": "Ärendet öppnades för fel person."})).await.ok();
    assert_eq!(life.by(SOC_ADMIN, "POST", "/voiding/confirmation", Value::Null).await.status, 204);
    for admin in [SOC_ADMIN, HSL_ADMIN] {
        assert_eq!(walk(&region, admin, "").await.0, Vec::<Value>::new(), "{admin}");
    }
    region.stop().await;
}

#[actix_web::test]
async fn a_place_that_nobody_was_given_is_refused() {
    let region = Region::start().await;
    Life::at(&region, MARIA, Stage::Informed).await;
    let ask = async |query: &str| -> Answer { region.staff(SOC_ADMIN).get(&format!("/events?{query}")).await };
    for (query, code) in [
        ("after=1", "FIELD_FORMAT"),
        ("after=AgAAAAAAAAAA", "FIELD_FORMAT"),
        ("after=AYAAAAAAAAAA", "FIELD_FORMAT"),
        ("after=AQAAAAAAAAAAAAAA", "FIELD_FORMAT"),
        ("after=%27%20OR%201", "FIELD_FORMAT"),
        ("after=", "FIELD_LENGTH"),
        ("limit=0", "FIELD_RANGE"),
        ("limit=101", "FIELD_RANGE"),
    ] {
        let refused = ask(query).await;
        assert!(refused.names(code), "{query}: {}", refused.body);
        refused.refused(400, "FIELD_INVALID");
    }
    // A place ahead of everything: of another database, or of this one before it was put back.
    ask("after=AQAAAAAAD0JA").await.refused(410, "EVENTS_GONE");
    assert!(!ask("after=AQAAAAAAAAAA").await.ok()["items"].as_array().unwrap().is_empty());
    region.stop().await;
}

#[actix_web::test]
async fn what_is_kept_no_longer_is_gone_and_not_skipped() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Informed).await;
    let first = part(&region, SOC_ADMIN, "limit=1").await;
    let (items, place) = walk(&region, SOC_ADMIN, "").await;
    region.days(31);
    life.go_to(Stage::Offered).await;
    assert_eq!(forget_events(&region.store(), region.now() - chrono::TimeDelta::days(30)).unwrap(), items.len());
    let after = first["cursor"].as_str().unwrap();
    let gone = region.staff(SOC_ADMIN).get(&format!("/events?after={after}")).await.refused(410, "EVENTS_GONE");
    assert!(gone["detail"].as_str().unwrap().contains("Read the cases anew"), "{gone}");
    let (kept, _) = walk(&region, SOC_ADMIN, "").await;
    assert!(!kept.is_empty());
    assert_eq!(walk(&region, SOC_ADMIN, &format!("after={place}")).await.0, kept);
    region.stop().await;
}

#[actix_web::test]
async fn the_feed_is_for_administrators_and_systems_that_act_for_them() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    for staff in [KARIN, HANNA, SOC_AUDITOR] {
        region.staff(staff).get("/events").await.refused(403, "ROLE_PERMISSION_MISSING");
    }
    region.client_of(KARIN).get("/events").await.refused(403, "ROLE_PERMISSION_MISSING");
    region.citizen(MARIA).get("/events").await.refused(403, "CALLER_KIND");
    let through = region.client_of(SOC_ADMIN).get("/events").await.ok();
    assert_eq!(versions(through["items"].as_array().unwrap())[&life.case], all_of(&life).await);
    let log = region.staff(SOC_AUDITOR).get("/access-log?from=2027-01-01&to=2028-12-31&limit=100").await.ok();
    let rows: Vec<_> = log["items"].as_array().unwrap().iter().filter(|row| row["operation"] == "listEvents").collect();
    let told = |outcome: &str| rows.iter().filter(|row| row["outcome"] == outcome).count();
    assert_eq!((told("done"), told("forbidden")), (1, 3), "{rows:?}");
    region.stop().await;
}
