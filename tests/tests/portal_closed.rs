//! A region can switch the portal off: nothing is read any more, but a consent can be withdrawn and an objection made.

use reqwest::Method;
use serde_json::{Value, json};
use sip_tests::client::Caller;
use sip_tests::life::{Life, Stage};
use sip_tests::region::{KARIN, MARIA, Region, SOC_ADMIN, unit};

async fn switch(region: &Region, open: bool) {
    let admin = region.staff(SOC_ADMIN);
    let mut profile = admin.get("/profile").await.ok();
    profile["portalEnabled"] = json!(open);
    admin.put("/profile", profile).await.ok();
}

/// Follows a link of `/me` with the version told there.
async fn follow(region: &Region, maria: &Caller<'_>, rel: &str, body: Value) -> sip_tests::client::Answer {
    let me = maria.get("/me").await.ok();
    let case = &me["cases"][0];
    let link = case["_links"].as_array().unwrap().iter().find(|link| link["rel"] == rel).unwrap();
    let path = link["href"].as_str().unwrap().strip_prefix(&region.server.url("/sip/v1")).unwrap().to_owned();
    let version = format!("\"{}\"", case["version"]);
    maria.send(Method::POST, &path, body, &[("if-match", version.as_str())]).await
}

#[actix_web::test]
async fn with_the_portal_off_nothing_is_read_and_two_rights_remain() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let maria = life.individual();
    life.by_individual("GET", "", Value::Null).await.ok();
    switch(&region, false).await;
    for below in [
        "",
        "/actions",
        "/consents",
        "/invitees",
        "/summonses",
        "/plan",
        "/plan/versions",
        "/plan/versions/1",
        "/disclosures",
        "/access-log",
    ] {
        life.by_individual("GET", below, Value::Null).await.refused(403, "PORTAL_CLOSED");
    }
    for path in ["/me/cases", "/me/access-log"] {
        maria.get(path).await.refused(403, "PORTAL_CLOSED");
    }
    let request = json!({"unit": unit(3), "name": MARIA.name, "description": "Jag vill ha en plan."});
    maria.post("/me/requests", request).await.refused(403, "PORTAL_CLOSED");
    life.by_individual("POST", "/deviations", json!({"text": "Ingen kom."})).await.refused(403, "PORTAL_CLOSED");
    life.by_individual("POST", "/consents", crate::portal_consent::own(&region)).await.refused(403, "PORTAL_CLOSED");

    // What remains can be found, and tells nothing of what is in the case.
    let me = maria.get("/me").await.ok();
    assert_eq!(
        (&me["portalOpen"], &me["cases"][0]["about"], &me["cases"][0]["status"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    let rels: Vec<&Value> = me["cases"][0]["_links"].as_array().unwrap().iter().map(|link| &link["rel"]).collect();
    assert_eq!(rels, ["withdraw_consent", "object"]);
    for (rel, body) in
        [("object", json!({"text": "Jag vill kunna läsa min plan."})), ("withdraw_consent", json!({"extent": "whole"}))]
    {
        let done = follow(&region, &maria, rel, body).await;
        assert_eq!((done.status, &done.body), (204, &Value::Null), "{rel}");
        assert!(!done.header("etag").is_empty());
    }
    assert_eq!(life.seen_by(KARIN).await["status"]["code"], "closed");

    switch(&region, true).await;
    let shown = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!(
        (&shown["objections"][0]["text"], &shown["status"]["closure"]["reason"]),
        (&json!("Jag vill kunna läsa min plan."), &json!("consent_withdrawn"))
    );
    region.stop().await;
}

#[actix_web::test]
async fn staff_is_not_touched_by_it() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    switch(&region, false).await;
    life.seen_by(KARIN).await;
    let done = life.by(KARIN, "POST", "/survey", Value::Null).await;
    assert_eq!((done.status, &done.body["id"]), (200, &json!(life.case)));
    region.stop().await;
}
