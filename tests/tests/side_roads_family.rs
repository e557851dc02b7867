//! Roads beside the main one with a child: it comes of age, or its guardians do not agree any more.

use crate::cross_checks;
use serde_json::{Value, json};
use sip_tests::citizens::{MONA, PER};
use sip_tests::client::Answer;
use sip_tests::family::Family;
use sip_tests::life::{Life, Stage};
use sip_tests::region::{HANNA, KARIN, LISA, Region, SOC_ADMIN, moment};

/// Told in the plan.
const OVERALL: &str = "Ett tryggt hem.";

async fn agreement(region: &Region, change: impl FnOnce(&mut Value)) {
    let mut profile = region.staff(SOC_ADMIN).get("/profile").await.ok();
    change(&mut profile);
    region.staff(SOC_ADMIN).put("/profile", profile).await.ok();
}

async fn withdrawn(life: &Life<'_>, who: sip_tests::region::Citizen, consent: &str) -> Answer {
    let path = format!("/consents/{consent}/withdrawal");
    life.by_citizen(who, "POST", &path, json!({"extent": "whole"})).await
}

async fn reads(life: &Life<'_>, who: u16) -> bool {
    life.by(who, "GET", "", Value::Null).await.body.to_string().contains(OVERALL)
}

async fn cases_of(region: &Region, who: sip_tests::region::Citizen) -> Value {
    region.citizen(who).get("/me").await.ok()["cases"].clone()
}

#[actix_web::test]
async fn a_child_comes_of_age_while_the_plan_runs() {
    let region = Region::with_demo_clock().await;
    agreement(&region, |profile| profile["guardianPortalMaxAge"] = json!(18)).await;
    // Elsa is born on 2 January 2017.
    region.at("2034-09-01T08:00:00Z");
    let family = Family::at(&region, Stage::Active).await;
    let life = &family.life;
    region.pass_to(moment("2035-01-01T22:59:59Z")).await;
    for guardian in [MONA, PER] {
        assert_eq!(life.by_citizen(guardian, "GET", "", Value::Null).await.ok()["status"]["code"], "active");
    }
    assert!(reads(life, LISA).await);
    let due = region.worklist(KARIN).await;
    let birthday = due.iter().find(|row| row["key"] == "turning_adult").unwrap();
    assert_eq!((&birthday["due"], &birthday["overdue"]), (&json!("2034-11-03T23:00:00Z"), &json!(true)));

    region.pass_to(moment("2035-01-01T23:00:00Z")).await;
    for guardian in [MONA, PER] {
        life.by_citizen(guardian, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
        life.by_citizen(guardian, "GET", "/plan", Value::Null).await.refused(404, "NOT_FOUND");
        assert_eq!(cases_of(&region, guardian).await, json!([]));
    }
    let seen = life.seen_by(KARIN).await;
    assert_eq!(
        (&seen["status"]["code"], &seen["status"]["pause"]["cause"]),
        (&json!("paused"), &json!("turned_adult"))
    );
    assert!(!reads(life, LISA).await && !reads(life, KARIN).await);
    life.by(KARIN, "POST", "/resumption", Value::Null).await.refused(422, "CONSENT_NOT_IN_FORCE");
    // Elsa decides herself from now on, and takes back what others gave for her.
    let own = life.by_individual("POST", "/consents", crate::portal_consent::own(&region)).await.ok();
    assert_eq!(own["status"]["code"], "active");
    assert!(reads(life, LISA).await);
    let path = format!("/consents/{}/withdrawal", family.consents[0]);
    let after = life.by_individual("POST", &path, json!({"extent": "whole"})).await.ok();
    assert_eq!(after["status"]["code"], "active");
    cross_checks::hold(life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn the_case_rests_when_one_guardian_withdraws_and_wakes_when_both_agree() {
    let region = Region::start().await;
    let family = Family::at(&region, Stage::Active).await;
    let life = &family.life;
    withdrawn(life, PER, &family.consents[0]).await.refused(403, "ROLE_PERMISSION_MISSING");
    let rests = withdrawn(life, PER, &family.consents[1]).await.ok();
    assert_eq!(
        (&rests["status"]["code"], &rests["status"]["pause"]["cause"]),
        (&json!("paused"), &json!("guardian_withdrew"))
    );
    assert!(!reads(life, LISA).await && !reads(life, HANNA).await);
    // Mona's yes once more is not Per's.
    let again = life.by_citizen(MONA, "POST", "/consents", crate::portal_consent::own(&region)).await.ok();
    assert_eq!(again["status"]["code"], "paused");
    let both = life.by_citizen(PER, "POST", "/consents", crate::portal_consent::own(&region)).await.ok();
    assert_eq!(both["status"]["code"], "active");
    assert!(reads(life, LISA).await);
    cross_checks::hold(life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_guardian_whose_consent_is_not_needed_does_not_hold_the_case_up() {
    let region = Region::start().await;
    let family = Family::at(&region, Stage::Held).await;
    let life = &family.life;
    assert_eq!(withdrawn(life, PER, &family.consents[1]).await.ok()["status"]["code"], "paused");
    let exception = |ground: Value| {
        let path = format!("/guardians/{}", family.guardians[1]);
        async move { life.by(KARIN, "PATCH", &path, json!({"consentException": ground})).await }
    };
    exception(json!({"ground": "other"})).await.refused(400, "FIELD_INVALID");
    life.by(KARIN, "POST", "/resumption", Value::Null).await.refused(422, "CONSENT_NOT_IN_FORCE");
    exception(json!({"ground": "board_decision"})).await.ok();
    let resumed = life.by(KARIN, "POST", "/resumption", Value::Null).await.ok();
    assert_eq!(resumed["status"]["code"], "meeting_held");
    // The ground is not told in the portal.
    let shown = life.by_citizen(PER, "GET", "", Value::Null).await.ok();
    assert!(!shown.to_string().contains("board_decision"), "{shown}");
    cross_checks::hold(life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn the_case_is_closed_when_one_guardian_withdraws_where_the_agreement_says_so() {
    let region = Region::start().await;
    agreement(&region, |profile| profile["oneGuardianWithdraws"] = json!("close")).await;
    let family = Family::at(&region, Stage::Active).await;
    let life = &family.life;
    let closed = withdrawn(life, PER, &family.consents[1]).await.ok();
    assert_eq!(
        (&closed["status"]["code"], &closed["status"]["closure"]["reason"]),
        (&json!("closed"), &json!("consent_withdrawn"))
    );
    assert!(!reads(life, LISA).await);
    cross_checks::hold(life, KARIN).await;
    region.stop().await;
}
