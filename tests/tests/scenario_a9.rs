//! Scenario A9: a SIP is refused.

use crate::cross_checks;
use serde_json::{Value, json};
use sip_tests::life::{Life, Stage, need};
use sip_tests::region::{ANNA, KARIN, MARIA, Region, SOC_ADMIN, VC_ADMIN, VIDAR, unit};

const REASON: &str = "Behovet tillgodoses helt av vårdcentralen; ingen insats från kommunen är aktuell.";

fn request() -> Value {
    json!({"unit": unit(3), "name": MARIA.name, "description": "Jag vill att ni gör en gemensam plan."})
}

async fn asked(region: &Region) -> Life<'_> {
    let answer = region.citizen(MARIA).post("/me/requests", request()).await;
    assert!(answer.header("location").contains("/sip/v1/me/cases/"), "{}", answer.header("location"));
    let (status, receipt) = (answer.status, answer.body.clone());
    assert_eq!((status, &receipt["status"]["code"]), (201, &json!("need_identified")));
    assert_eq!(
        (&receipt["need"]["source"], &receipt["responsibleUnit"]["id"]),
        (&json!("individual"), &json!(unit(3)))
    );
    Life::of(region, MARIA, answer.made())
}

#[actix_web::test]
async fn a_sip_is_refused() {
    let region = Region::start().await;
    // 1: everyone at the unit has the request in the worklist, to be answered within three days.
    let life = asked(&region).await;
    for who in [ANNA, VIDAR, VC_ADMIN] {
        let due = region.worklist(who).await;
        let row = due.iter().find(|row| row["key"] == "answer_citizen_request").unwrap();
        assert_eq!((&row["case"], &row["due"]), (&json!(life.case), &json!("2027-03-04T23:00:00Z")));
        assert_eq!(row["overdue"], false);
    }

    // 2 and 3: never without a reason, nor before the individual's own assessment is known and she has been told.
    let refusal = |reason: &str| json!({"reason": reason, "individualInformedAt": region.now()});
    let pointed = life.by(ANNA, "POST", "/refusal", json!({})).await.refused(400, "FIELD_INVALID");
    assert_eq!(pointed["errors"][0]["pointer"], "/reason");
    life.by(ANNA, "POST", "/refusal", refusal(REASON)).await.refused(422, "OWN_ASSESSMENT_MISSING");
    let own = json!({"text": "Jag orkar inte hålla ihop allt själv."});
    life.by(ANNA, "PUT", "/own-assessment", own).await.ok();
    life.by(ANNA, "POST", "/refusal", refusal("Nej.")).await.refused(422, "REFUSAL_REASON_MISSING");
    let padded = format!("Nej.{}", " ".repeat(30));
    life.by(ANNA, "POST", "/refusal", refusal(&padded)).await.refused(422, "REFUSAL_REASON_MISSING");
    life.by(ANNA, "POST", "/refusal", json!({"reason": REASON})).await.refused(422, "INDIVIDUAL_NOT_INFORMED");
    assert_eq!(life.by(ANNA, "POST", "/refusal", refusal(REASON)).await.ok()["status"]["code"], "refused");

    // 4 and 5: she reads the reason and objects; what she said cannot be taken away.
    let seen = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!(
        (&seen["status"]["refusal"]["reason"], &seen["status"]["refusal"]["decidedBy"]["name"]),
        (&json!(REASON), &json!("Anna Exempelin"))
    );
    let objection = json!({"text": "Jag håller inte med."});
    let objected = life.by_individual("POST", "/objections", objection).await.ok();
    assert_eq!(objected["objections"][0]["text"], "Jag håller inte med.");
    let gone = life.by_individual("DELETE", "/objections", Value::Null).await;
    assert_eq!(gone.header("allow"), "POST, OPTIONS");
    gone.refused(405, "METHOD_NOT_ALLOWED");
    life.by_individual("DELETE", "", Value::Null).await.refused(405, "METHOD_NOT_ALLOWED");
    life.by(ANNA, "DELETE", "", Value::Null).await.refused(405, "METHOD_NOT_ALLOWED");
    assert_eq!(life.seen_by(ANNA).await["objections"][0]["text"], "Jag håller inte med.");
    let again = life.by(ANNA, "POST", "/refusal", refusal(REASON)).await.refused(409, "INVALID_TRANSITION");
    assert!(again["allowed"].as_array().unwrap().iter().all(|command| command != "refuse_sip"));

    // 6
    assert_eq!(region.measure(VC_ADMIN, "refused").await, Some((None, true)));
    later_need(&region, &life).await;
    cross_checks::hold(&life, ANNA).await;
    region.stop().await;
}

/// 7: another unit may try again, and does not learn of the refusal.
async fn later_need(region: &Region, refused: &Life<'_>) {
    region.days(30);
    let later = Life::report(region, MARIA).await;
    let karin = region.staff(KARIN);
    let search = json!({"identity": {"kind": "personnummer", "value": MARIA.identity}, "reason": "Hon är här."});
    for list in [karin.post("/cases/search", search).await.ok(), karin.get("/cases").await.ok()] {
        let ids: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
        assert_eq!(ids, [&json!(later.case)]);
        assert!(!list.to_string().contains(&refused.case));
    }
    refused.by(KARIN, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    let twin = karin.post("/cases", need(MARIA, region.now())).await;
    twin.refused(409, "DUPLICATE_CASE");
    // She herself has both.
    let mine = region.citizen(MARIA).get("/me/cases").await.ok();
    assert_eq!(mine["_meta"]["totalRecords"], 2);
}

#[actix_web::test]
async fn to_decline_is_not_to_be_refused() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Offered).await;
    let declined = life.by_individual("POST", "/offer-answer", json!({"answer": "declined"})).await.ok();
    assert_eq!(declined["status"]["code"], "declined");
    assert_eq!(region.measure(SOC_ADMIN, "offers_declined").await, Some((None, true)));
    assert_eq!(region.measure(SOC_ADMIN, "refused").await, None);
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn no_answer_in_three_days_goes_to_the_administrator() {
    let region = Region::start().await;
    let life = asked(&region).await;
    for (at, overdue) in [("2027-03-04T22:59:59Z", false), ("2027-03-04T23:00:01Z", true)] {
        region.at(at);
        for who in [VC_ADMIN, ANNA] {
            let due = region.worklist(who).await;
            let row = due.iter().find(|row| row["key"] == "answer_citizen_request").unwrap();
            assert_eq!((&row["case"], &row["overdue"]), (&json!(life.case), &json!(overdue)), "{at} {who}");
        }
    }
    // Taken over, it is answered for; the clock for the answer is gone.
    life.by(ANNA, "POST", "/taking", Value::Null).await.ok();
    life.by(VIDAR, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    assert!(region.worklist(VC_ADMIN).await.iter().all(|row| row["key"] != "answer_citizen_request"));
    cross_checks::hold(&life, ANNA).await;
    region.stop().await;
}
