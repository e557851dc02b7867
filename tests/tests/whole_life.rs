//! One case from the noticed need to the closed plan, with everything that belongs to it on the way.

use crate::cross_checks;
use serde_json::{Value, json};
use sip_tests::life::{COMING, Life, Stage};
use sip_tests::region::{HANNA, KARIN, LISA, MARIA, OLLE, Region, SOC_ADMIN, unit};

#[actix_web::test]
async fn a_case_from_need_to_closure() {
    let region = Region::start().await;
    let mut life = Life::report(&region, MARIA).await;
    for (stage, status) in [
        (Stage::Reported, "need_identified"),
        (Stage::Offered, "offered"),
        (Stage::Preparing, "preparing"),
        (Stage::Summoned, "summoned"),
        (Stage::Held, "meeting_held"),
        (Stage::Active, "active"),
    ] {
        life.go_to(stage).await;
        assert_eq!(life.seen_by(KARIN).await["status"]["code"], status, "{stage:?}");
        let mine = life.by_individual("GET", "", Value::Null).await.ok();
        assert_eq!((&mine["status"]["code"], &mine["roles"]), (&json!(status), &json!(["individual"])), "{stage:?}");
    }
    handed_over(&life).await;
    runs(&life).await;
    life.follow_up_meeting().await;
    ends(&life).await;
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

/// Copies, the organisations' own records, understanding and survey.
async fn handed_over(life: &Life<'_>) {
    let case = life.seen_by(KARIN).await;
    assert_eq!(case["deliveries"].as_array().unwrap().len(), 5);
    for row in case["deliveries"].as_array().unwrap() {
        let path = format!("/deliveries/{}/handover", row["id"].as_str().unwrap());
        life.by(OLLE, "PUT", &path, json!({"channel": "hand"})).await.ok();
        life.by(KARIN, "PUT", &path, json!({"channel": "hand"})).await.refused(422, "ALREADY_DONE");
    }
    for (place, who) in COMING {
        let own = life.seen_by(who).await;
        let tasks = own["recordTasks"].as_array().unwrap();
        let task = tasks.iter().find(|task| task["unit"]["id"] == json!(unit(place))).unwrap();
        let path = format!("/record-tasks/{}/completion", task["id"].as_str().unwrap());
        let done = json!({"kind": "done", "reference": "Anteckning 12"});
        if place != 1 {
            life.by(KARIN, "PUT", &path, done.clone()).await.refused(403, "NOT_YOUR_ORGANISATION");
        }
        life.by(who, "PUT", &path, done).await.ok();
    }
    let understood = json!({"what": true, "why": true, "byWhom": true});
    life.by(KARIN, "PUT", "/understanding", understood).await.ok();
    assert!((200..300).contains(&life.by(OLLE, "POST", "/survey", Value::Null).await.status));
    life.by(KARIN, "PUT", "/survey", json!({"state": "answered"})).await.ok();
    let due = life.region.worklist(KARIN).await;
    for settled in ["deliver_copies", "record_task", "confirm_understanding", "survey", "document_plan"] {
        assert!(due.iter().all(|row| row["key"] != settled), "{settled}");
    }
    // What was given to other units is in the ledger, with the consent it rests on.
    let given = life.by(KARIN, "GET", "/disclosures", Value::Null).await.ok();
    let copies = given["items"].as_array().unwrap().iter().filter(|row| row["via"] == "copy").count();
    assert_eq!(copies, 4);
}

/// Activities go on, something goes wrong, somebody disagrees.
async fn runs(life: &Life<'_>) {
    let hsl = &life.activities[1];
    let ongoing = json!({"state": "ongoing", "note": "Började i måndags."});
    let status = format!("/activities/{hsl}/status");
    life.by(LISA, "PUT", &status, ongoing.clone()).await.refused(403, "NOT_YOUR_ORGANISATION");
    let seen = life.by(HANNA, "PUT", &status, ongoing).await.ok();
    assert_eq!(seen["planVersions"][0]["content"]["activities"][1]["status"]["state"], "ongoing");
    let deviation = json!({"activity": hsl, "text": "Besöken uteblev en vecka."});
    let deviation = life.by(HANNA, "POST", "/deviations", deviation).await.made();
    let decision = json!({"revise": false, "reason": "Det är löst."});
    let path = format!("/deviations/{deviation}/decision");
    life.by(HANNA, "PUT", &path, decision.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    life.by(KARIN, "PUT", &path, decision).await.ok();
    let about = json!({"about": "Vem som kommer på helgerna.", "way": "deliberation", "parties": [unit(1), unit(2)],
        "due": life.follow_up});
    let disagreement = life.by(HANNA, "POST", "/disagreements", about).await.made();
    let outcome = json!({"resolved": true, "text": "Hemsjukvården kommer."});
    life.by(KARIN, "PUT", &format!("/disagreements/{disagreement}/outcome"), outcome).await.ok();
    let mine = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!(
        (&mine["deviations"][0]["decision"]["revise"], &mine["disagreements"][0]["outcome"]["resolved"]),
        (&json!(false), &json!(true))
    );
}

/// The follow-up ends it, with everybody's yes and the individual's view.
async fn ends(life: &Life<'_>) {
    let region = life.region;
    let recorded = life.by(KARIN, "POST", "/follow-ups", life.followed_up("close")).await;
    assert_eq!(recorded.status, 201);
    let close = json!({"reason": "goals_met", "note": "Alla mål är nådda."});
    life.by(KARIN, "POST", "/closure", close.clone()).await.refused(422, "CLOSE_PARTY_ASSESSMENT_MISSING");
    life.assess_closing().await;
    life.by(OLLE, "POST", "/closure", close.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    let body = life.by(KARIN, "POST", "/closure", close.clone()).await.ok();
    assert_eq!(
        (&body["status"]["code"], &body["status"]["closure"]["reason"]),
        (&json!("closed"), &json!("goals_met"))
    );
    let again = life.by(KARIN, "POST", "/closure", close).await;
    assert!([409, 422].contains(&again.status), "{}", again.body);
    // The plan can still be read, and she still has her say; nothing is due but record-keeping.
    let plan = life.by_individual("GET", "/plan", Value::Null).await.ok();
    assert_eq!(plan["current"]["number"], 1);
    let keys: Vec<Value> = region.worklist(KARIN).await.into_iter().map(|row| row["key"].clone()).collect();
    assert!(keys.iter().all(|key| key == "record_task"), "{keys:?}");
    assert!(!keys.is_empty());
    assert_eq!(region.measure(SOC_ADMIN, "closed_goals_met").await, Some((None, true)));
    // Another need may be reported by the same unit now.
    let new = region.staff(KARIN).post("/cases", sip_tests::life::need(MARIA, region.now())).await;
    assert_eq!(new.status, 201, "{}", new.body);
}
