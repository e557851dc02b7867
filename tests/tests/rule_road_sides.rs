//! The rules of the side roads, each met over HTTP with its code.

use super::rule_road::named;
use chrono::TimeDelta;
use serde_json::{Value, json};
use sip_tests::citizens::{ELSA, GOSTA, MONA, SVEN};
use sip_tests::family::{add_guardian, consent_of};
use sip_tests::life::{Life, Stage, consent, need};
use sip_tests::region::{ANNA, CITIZENS, HANNA, KARIN, Region, SOC_ADMIN, assignment};

pub(crate) async fn walk(region: &Region) {
    who_speaks(region).await;
    a_child(region).await;
    a_discharge(region).await;
    an_end(region).await;
}

/// An adult, for whom others would speak; a connected system that would offer; an urgency without a reason.
async fn who_speaks(region: &Region) {
    let mut life = Life::report(region, CITIZENS[6]).await;
    life.by(KARIN, "PUT", "/urgency", json!({})).await.refused(422, "URGENCY_REASON_MISSING");
    life.by(KARIN, "PUT", "/discharge", json!({"readyAt": region.now()})).await.refused(422, "NOT_A_DISCHARGE");
    let offer = format!("/cases/{}/offer", life.case);
    region.client_of(KARIN).post(&offer, Value::Null).await.refused(403, "CLIENT_NOT_ALLOWED");
    let unseen = json!({"identity": {"kind": "personnummer", "value": GOSTA.identity}, "name": GOSTA.name, "kind": "god_man",
        "scopeText": "Sörja för person.", "validFrom": region.now().date_naive(), "documentSeen": false});
    life.by(KARIN, "POST", "/representatives", unseen).await.refused(422, "MANDATE_MISSING");
    life.go_to(Stage::Accepted).await;
    let mut assessed = consent(region.now());
    assessed["giver"] = json!("unable_to_consent");
    life.by(KARIN, "POST", "/consents", assessed.clone()).await.refused(422, "CAPACITY_ASSESSMENT_MISSING");
    let against = json!({"name": "Lena Testsson", "relation": "syster", "at": region.now(), "attitude": "against"});
    assessed["capacity"] = json!({"assessedBy": "Doktor Testsson", "at": region.now(), "contacted": [against]});
    life.by(KARIN, "POST", "/consents", assessed).await.refused(422, "ATTITUDE_AGAINST");
}

async fn a_child(region: &Region) {
    let mut life = Life::report(region, ELSA).await;
    let mona = add_guardian(&life, KARIN, MONA).await;
    life.go_to(Stage::Informed).await;
    life.by(KARIN, "POST", "/offer", Value::Null).await.refused(422, "CHILD_NOT_INFORMED");
    let tells = |told: Value| life.by(KARIN, "PATCH", "/child", told);
    tells(json!({"informedAt": region.now()})).await.ok();
    life.by(KARIN, "POST", "/offer", Value::Null).await.ok();
    life.by_citizen(MONA, "POST", "/offer-answer", json!({"answer": "accepted"})).await.ok();
    let start = life.by(KARIN, "POST", "/preparation", Value::Null).await;
    named(&start, &["GUARDIAN_CONSENT_MISSING", "CHILD_NOT_ASKED"]);
    life.by(KARIN, "POST", "/consents", consent_of(&mona, region.now())).await.ok();
    tells(json!({"askedAt": region.now()})).await.ok();
    life.stage = Stage::Consented;
    life.go_to(Stage::Held).await;
    let establish = life.by(KARIN, "POST", "/plan/establishment", Value::Null).await;
    named(&establish, &["CHILD_WISHES_NOT_CONVEYED"]);
}

async fn a_discharge(region: &Region) {
    let mut body = need(SVEN, region.now());
    (body["kind"], body["compulsoryOpenCare"]) = (json!("discharge"), json!(true));
    region.staff(ANNA).post("/cases", body.clone()).await.refused(422, "COMPULSORY_CARE");
    body["compulsoryOpenCare"] = json!(false);
    let case = region.staff(KARIN).post("/cases", body).await.made();
    let mut life = Life::of(region, SVEN, case);
    life.by(KARIN, "PUT", "/discharge", json!({"municipalHealthCare": true})).await.ok();
    life.go_to(Stage::Planned).await;
    let summons = life.by(KARIN, "POST", &format!("/meetings/{}/summons", life.meeting), Value::Null).await;
    named(&summons, &["NOT_FAST_VARDKONTAKT", "PRIMARY_CARE_REQUIRED"]);
}

/// A plan that somebody would let rest, close, void or hand to one who may not read it.
async fn an_end(region: &Region) {
    let life = Life::at(region, CITIZENS[7], Stage::Active).await;
    region.set(region.now() + TimeDelta::days(1));
    let inactive = life.by(KARIN, "POST", "/closure", json!({"reason": "inactive"})).await;
    named(&inactive, &["NOT_INACTIVE", "CONTACT_ATTEMPT_MISSING"]);
    life.by(KARIN, "POST", "/pause", json!({"cause": "consent_expired"})).await.refused(422, "SHARING_NOT_STOPPED");
    life.by(SOC_ADMIN, "POST", "/voiding/confirmation", Value::Null).await.refused(422, "SECOND_PERSON_REQUIRED");
    life.by(KARIN, "PUT", "/protection", json!({"level": "marking", "readers": []})).await.ok();
    let hanna = json!({"assignment": assignment(HANNA)});
    life.by(KARIN, "PUT", "/coordinator", hanna).await.refused(422, "READER_NOT_NAMED");
}
