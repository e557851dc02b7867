//! The portal on consent: given in one's own name, read, narrowed, withdrawn.

use serde_json::{Value, json};
use sip_tests::life::{Life, Stage, consent};
use sip_tests::region::{ANNA, KARIN, MARIA, Region, unit};

/// What a citizen sends: as staff does, without what staff states of the giver and the form.
pub(crate) fn own(region: &Region) -> Value {
    let mut body = consent(region.now());
    for field in ["giver", "form"] {
        body.as_object_mut().unwrap().remove(field);
    }
    body
}

async fn give(life: &Life<'_>, change: impl FnOnce(&mut Value)) -> sip_tests::client::Answer {
    let mut body = own(life.region);
    change(&mut body);
    life.by_individual("POST", "/consents", body).await
}

#[actix_web::test]
async fn i_consent_in_my_own_name_and_to_what_i_name() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Accepted).await;
    // Nothing general, nothing chosen beforehand, nothing of what only the one who asks can know.
    give(&life, |body| body["scope"] = json!([])).await.refused(422, "CONSENT_GENERAL");
    give(&life, |body| body["scope"][0]["categories"] = json!([])).await.refused(422, "CONSENT_GENERAL");
    give(&life, |body| drop(body["scope"][0].as_object_mut().unwrap().remove("categories")))
        .await
        .refused(400, "FIELD_INVALID");
    give(&life, |body| body["meeting"] = json!(false)).await.refused(422, "CONSENT_PART_MISSING");
    give(&life, |body| body["validTo"] = json!("2029-03-01T08:00:00Z")).await.refused(422, "CONSENT_PERIOD_INVALID");
    give(&life, |body| body["giver"] = json!("individual")).await.refused(400, "UNKNOWN_FIELD");
    let nowhere = unit(99);
    give(&life, |body| body["scope"][0]["recipient"] = json!(nowhere)).await.refused(422, "UNKNOWN_REFERENCE");

    let answer = give(&life, |body| drop(body.as_object_mut().unwrap().remove("validFrom"))).await;
    let given = answer.body["consents"][0].clone();
    assert_eq!((&given["giver"]["kind"], &given["form"]), (&json!("individual"), &json!("electronic")));
    assert_eq!((&answer.body["actingAs"], &answer.body["about"]), (&json!("individual"), &json!(MARIA.name)));
    let made = answer.made();
    let read = life.by_individual("GET", &format!("/consents/{made}"), Value::Null).await.ok();
    assert_eq!((&read["id"], &read["isMine"], &read["givenBy"]), (&json!(made), &json!(true), &json!(MARIA.name)));
    life.by(KARIN, "POST", "/preparation", Value::Null).await.ok();
    crate::cross_checks::hold(&life, KARIN).await;
    life.by_individual("GET", &format!("/consents/{}", unit(1)), Value::Null).await.refused(404, "NOT_FOUND");
    region.stop().await;
}

#[actix_web::test]
async fn no_consent_is_given_before_the_offer() {
    let region = Region::start().await;
    let life = Life::report(&region, MARIA).await;
    give(&life, |_| {}).await.refused(409, "INVALID_TRANSITION");
    region.stop().await;
}

#[actix_web::test]
async fn i_narrow_my_consent_row_by_row_and_read_what_is_left() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let list = life.by_individual("GET", "/consents", Value::Null).await.ok();
    assert_eq!((&list["actingAs"], &list["about"]), (&json!("individual"), &json!(MARIA.name)));
    let held = &list["items"][0];
    assert_eq!((&held["state"], &held["withdrawnAt"]), (&json!("running"), &Value::Null));
    let rows: Vec<&Value> = held["scope"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    assert_eq!((rows.len(), &held["scope"][2]["recipient"]["id"]), (4, &json!(unit(3))));

    // The row of the health centre is taken back; it loses the plan at once, the others keep it.
    let path = format!("/consents/{}/withdrawal", life.consent);
    life.by_individual("POST", &path, json!({"extent": "rows", "rows": [rows[2]]})).await.ok();
    assert_eq!(life.seen_by(ANNA).await["planVersions"], json!([]));
    let list = life.by_individual("GET", "/consents", Value::Null).await.ok();
    let taken: Vec<bool> =
        list["items"][0]["scope"].as_array().unwrap().iter().map(|row| !row["withdrawnAt"].is_null()).collect();
    assert_eq!((taken, &list["items"][0]["state"]), (vec![false, false, true, false], &json!("running")));

    let again = json!({"extent": "rows", "rows": [rows[2]]});
    let refused = life.by_individual("POST", &path, again).await;
    assert!((400..500).contains(&refused.status), "{}", refused.body);
    life.by_individual("POST", &path, json!({"extent": "whole"})).await.ok();
    let held = life.by_individual("GET", "/consents", Value::Null).await.ok()["items"][0].clone();
    assert_eq!((&held["state"], held["withdrawnAt"].is_null()), (&json!("withdrawn"), false));
    let rels: Vec<&Value> = held["_links"].as_array().unwrap().iter().map(|link| &link["rel"]).collect();
    assert_eq!(rels, ["self"]);
    life.by_individual("POST", &path, json!({"extent": "whole"})).await.refused(422, "ALREADY_DONE");
    crate::cross_checks::log(&life).await;
    region.stop().await;
}
