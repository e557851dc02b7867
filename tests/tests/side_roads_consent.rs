//! Roads beside the main one: who consents, how far it reaches, and what happens when it does not any more.

use crate::cross_checks;
use chrono::{DateTime, Days, TimeDelta, Utc};
use serde_json::{Value, json};
use sip_tests::citizens::GOSTA;
use sip_tests::life::{Life, Stage, consent};
use sip_tests::region::{ANNA, HANNA, KARIN, LISA, MARIA, OLLE, Region, SOC_ADMIN, moment, unit};

/// Told in the plan to those with consent for the document as a whole.
const OVERALL: &str = "Ett tryggt hem.";
/// Told in a goal about health.
const OF_HEALTH: &str = "En trygg kväll.";

fn status(body: &Value) -> &str {
    body["status"]["code"].as_str().unwrap()
}

async fn reads(life: &Life<'_>, who: u16, text: &str) -> bool {
    life.by(who, "GET", "", Value::Null).await.body.to_string().contains(text)
}

async fn row(region: &Region, who: u16, key: &str) -> Option<Value> {
    region.worklist(who).await.into_iter().find(|row| row["key"] == key)
}

/// Until when the consent that Karin has written down runs.
fn ends(region: &Region) -> DateTime<Utc> {
    region.now() + TimeDelta::days(335)
}

async fn renewed(life: &Life<'_>) -> Value {
    life.by_individual("POST", "/consents", crate::portal_consent::own(life.region)).await.ok()
}

#[actix_web::test]
async fn an_assessment_stands_for_a_consent_that_nobody_can_give() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Accepted).await;
    let asked = |attitude: &str| json!({"name": "Lena Testsson", "relation": "syster", "at": region.now(), "attitude": attitude});
    let given = |contacted: Value| {
        let mut body = consent(region.now());
        body["giver"] = json!("unable_to_consent");
        body["capacity"] = json!({"assessedBy": "Doktor Testsson", "at": region.now(), "contacted": contacted});
        body
    };
    let mut without = given(json!([]));
    life.by(KARIN, "POST", "/consents", without.clone()).await.refused(422, "CAPACITY_ASSESSMENT_MISSING");
    without.as_object_mut().unwrap().remove("capacity");
    life.by(KARIN, "POST", "/consents", without).await.refused(422, "CAPACITY_ASSESSMENT_MISSING");
    let against = given(json!([asked("unknown"), asked("against")]));
    life.by(KARIN, "POST", "/consents", against).await.refused(422, "ATTITUDE_AGAINST");
    life.by(KARIN, "POST", "/preparation", Value::Null).await.refused(422, "CONSENT_NOT_IN_FORCE");
    let stands = life.by(KARIN, "POST", "/consents", given(json!([asked("unknown"), asked("for")]))).await.ok();
    assert_eq!(stands["consents"][0]["giver"]["kind"], "unable_to_consent");
    life.stage = Stage::Consented;
    life.go_to(Stage::Summoned).await;
    assert_eq!(region.measure(SOC_ADMIN, "unable_to_consent").await, Some((None, true)));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_mandate_lasts_to_the_end_of_its_last_day() {
    let region = Region::with_demo_clock().await;
    let mut life = Life::at(&region, MARIA, Stage::Accepted).await;
    let mut mandate = json!({"identity": {"kind": "personnummer", "value": GOSTA.identity}, "name": GOSTA.name,
        "kind": "god_man", "scopeText": "Bevaka rätt och sörja för person.", "validFrom": "2027-03-01",
        "validTo": "2027-03-20", "documentSeen": false});
    life.by(KARIN, "POST", "/representatives", mandate.clone()).await.refused(422, "MANDATE_MISSING");
    life.by_citizen(GOSTA, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    mandate["documentSeen"] = json!(true);
    life.by(KARIN, "POST", "/representatives", mandate).await.made();
    let given = life.by_citizen(GOSTA, "POST", "/consents", crate::portal_consent::own(&region)).await.ok();
    assert_eq!(
        (&given["actingAs"], &given["consents"][0]["giver"]["kind"]),
        (&json!("representative"), &json!("representative"))
    );
    life.stage = Stage::Consented;
    life.go_to(Stage::Summoned).await;
    region.pass_to(moment("2027-03-20T22:59:59Z")).await;
    assert_eq!(status(&life.by_citizen(GOSTA, "GET", "", Value::Null).await.ok()), "summoned");
    // With the mandate goes what was consented under it.
    region.pass_to(moment("2027-03-20T23:00:00Z")).await;
    life.by_citizen(GOSTA, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    let seen = life.seen_by(KARIN).await;
    assert_eq!((status(&seen), &seen["status"]["pause"]["cause"]), ("paused", &json!("consent_expired")));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_consent_is_narrowed_by_kind_of_information() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Accepted).await;
    let mut given = consent(region.now());
    let mut of_health = given["scope"][3].clone();
    of_health["categories"] = json!(["health"]);
    given["scope"][3]["categories"] = json!(["identity_contact", "meeting_logistics", "plan_document"]);
    given["scope"].as_array_mut().unwrap().push(of_health);
    let case = life.by(KARIN, "POST", "/consents", given).await.ok();
    life.stage = Stage::Consented;
    life.go_to(Stage::Active).await;
    assert!(reads(&life, LISA, OF_HEALTH).await && reads(&life, LISA, OVERALL).await);
    let rows = case["consents"][0]["scope"].as_array().unwrap();
    let row = rows.iter().find(|row| row["categories"] == json!(["health"])).unwrap();
    assert_eq!(row["recipient"]["id"], json!(unit(7)));
    let path = format!("/consents/{}/withdrawal", case["consents"][0]["id"].as_str().unwrap());
    life.by_individual("POST", &path, json!({"extent": "rows", "rows": [row["id"]]})).await.ok();
    // Lisa's next request is without it; nobody else's is.
    assert!(!reads(&life, LISA, OF_HEALTH).await && reads(&life, LISA, OVERALL).await);
    let version = life.by(LISA, "GET", "/plan/versions/1", Value::Null).await.ok();
    assert!(!version.to_string().contains(OF_HEALTH), "{version}");
    assert!(reads(&life, ANNA, OF_HEALTH).await && reads(&life, KARIN, OF_HEALTH).await);
    assert_eq!(status(&life.seen_by(KARIN).await), "active");
    assert_eq!(region.measure(SOC_ADMIN, "consents_narrowed").await, Some((None, true)));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn sharing_stops_with_the_consent_and_the_case_comes_to_rest() {
    let region = Region::with_demo_clock().await;
    let end = ends(&region);
    let life = Life::at(&region, MARIA, Stage::Active).await;
    region.pass_to(end - TimeDelta::microseconds(1)).await;
    assert!(reads(&life, LISA, OVERALL).await && reads(&life, ANNA, OVERALL).await);
    assert_eq!(status(&life.seen_by(KARIN).await), "active");
    // At the very moment that it ends, it does not count any more, whoever has noticed.
    region.set(end);
    assert!(!reads(&life, LISA, OVERALL).await && !reads(&life, KARIN, OVERALL).await);
    region.pass_to(end + TimeDelta::microseconds(1)).await;
    let seen = life.seen_by(KARIN).await;
    let pause = &seen["status"]["pause"];
    assert_eq!(
        (status(&seen), &pause["cause"], &pause["resumeTo"]),
        ("paused", &json!("consent_expired"), &json!("active"))
    );
    assert_eq!(row(&region, KARIN, "renew_consent").await.unwrap()["case"], json!(life.case));
    assert_eq!(row(&region, LISA, "renew_consent").await, None);
    // She keeps her plan, and her new consent wakes the case (T20).
    assert!(life.by_individual("GET", "/plan", Value::Null).await.ok().to_string().contains(OVERALL));
    assert_eq!(status(&renewed(&life).await), "active");
    assert!(reads(&life, LISA, OVERALL).await);
    assert_eq!(row(&region, KARIN, "renew_consent").await, None);
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_case_that_rests_is_closed_when_nobody_answers() {
    let region = Region::with_demo_clock().await;
    let end = ends(&region);
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let close = || life.by(KARIN, "POST", "/closure", json!({"reason": "consent_expired"}));
    close().await.refused(409, "INVALID_TRANSITION");
    let attempt = json!({"note": "Ringde två gånger. Inget svar."});
    // An attempt before the pause is none to renew the consent.
    life.by(KARIN, "POST", "/contact-attempts", attempt.clone()).await.ok();
    region.pass_to(end).await;
    life.seen_by(KARIN).await;
    close().await.refused(422, "CONTACT_ATTEMPT_MISSING");
    life.by(HANNA, "POST", "/contact-attempts", attempt.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    let tried = life.by(KARIN, "POST", "/contact-attempts", attempt).await.ok();
    assert_eq!(tried["contactAttempts"].as_array().unwrap().len(), 2);
    let closed = close().await.ok();
    assert_eq!((status(&closed), &closed["status"]["closure"]["reason"]), ("closed", &json!("consent_expired")));
    assert_eq!(row(&region, KARIN, "renew_consent").await, None);
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_withdrawal_told_by_telephone_ends_the_case() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Held).await;
    let path = format!("/consents/{}/withdrawal", life.consent);
    let told = json!({"channel": "phone", "extent": "whole"});
    let closed = life.by(HANNA, "POST", &path, told.clone()).await.ok();
    assert_eq!(status(&closed), "closed");
    let seen = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!((status(&seen), &seen["status"]["closure"]["reason"]), ("closed", &json!("consent_withdrawn")));
    assert!(!reads(&life, LISA, "Alla är överens.").await && !reads(&life, HANNA, "Alla är överens.").await);
    life.by(KARIN, "POST", &path, told).await.refused(422, "ALREADY_DONE");
    assert_eq!(region.measure(SOC_ADMIN, "consents_withdrawn").await, Some((None, true)));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_case_rests_while_the_ability_to_consent_is_assessed() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Held).await;
    let pause =
        |cause: &str, note: Option<&str>| life.by(KARIN, "POST", "/pause", json!({"cause": cause, "note": note}));
    for cause in ["consent_expired", "turned_adult", "guardian_withdrew", "capacity_reassessed"] {
        pause(cause, None).await.refused(422, "SHARING_NOT_STOPPED");
    }
    life.by(KARIN, "POST", "/resumption", Value::Null).await.refused(409, "INVALID_TRANSITION");
    life.by(OLLE, "POST", "/pause", json!({"cause": "capacity_reassessed", "note": "Läkaren ser på det."}))
        .await
        .refused(403, "ROLE_PERMISSION_MISSING");
    region.days(1);
    let rests = pause("capacity_reassessed", Some("Läkaren bedömer på nytt.")).await.ok();
    assert_eq!((status(&rests), &rests["status"]["pause"]["resumeTo"]), ("paused", &json!("meeting_held")));
    for who in [HANNA, LISA, ANNA] {
        assert!(!reads(&life, who, "Alla är överens.").await, "{who}");
    }
    assert_eq!(row(&region, KARIN, "renew_consent").await.unwrap()["overdue"], false);
    // What was consented before does not count; what begins tomorrow counts tomorrow.
    let resume = || life.by(KARIN, "POST", "/resumption", Value::Null);
    resume().await.refused(422, "CONSENT_NOT_IN_FORCE");
    let mut given = consent(region.now());
    given["validFrom"] = json!(region.now() + Days::new(1));
    assert_eq!(status(&life.by(KARIN, "POST", "/consents", given).await.ok()), "paused");
    resume().await.refused(422, "CONSENT_NOT_IN_FORCE");
    region.days(1);
    assert_eq!(status(&resume().await.ok()), "meeting_held");
    assert!(reads(&life, LISA, "Alla är överens.").await);
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}
