//! The portal while the plan is written and runs: own activities, signature, reports, versions, survey.

use serde_json::{Value, json};
use sip_tests::life::{Life, Stage};
use sip_tests::region::{KARIN, MARIA, Region, unit};

/// A plan in which the individual has something to do.
async fn with_own_activity(region: &Region) -> (Life<'_>, String) {
    let mut life = Life::at(region, MARIA, Stage::Drafted).await;
    let mut activity = life.activity(1, "Promenerar varje dag.");
    activity["responsible"] = json!({"kind": "individual"});
    let own = life.by(KARIN, "POST", "/plan/draft/activities", activity).await.made();
    life.go_to(Stage::Agreed).await;
    (life, own)
}

fn status_of<'a>(plan: &'a Value, activity: &str) -> &'a Value {
    let all = plan["activities"].as_array().unwrap();
    &all.iter().find(|held| held["id"] == activity).unwrap()["status"]
}

#[actix_web::test]
async fn i_answer_for_what_i_do_myself_and_for_nothing_else() {
    let region = Region::start().await;
    let (mut life, own) = with_own_activity(&region).await;
    let decision = format!("/activities/{own}/decision");
    let foreign = format!("/activities/{}", life.activities[1]);
    life.by_individual("POST", &decision, json!({"decision": "reject"})).await.refused(400, "FIELD_INVALID");
    life.by_individual("POST", &decision, json!({"decision": "await", "due": "2027-04-01"}))
        .await
        .refused(400, "FIELD_INVALID");
    let no = json!({"decision": "reject", "reason": "Jag orkar inte varje dag."});
    let shown = life.by_individual("POST", &decision, no.clone()).await.ok();
    assert_eq!(status_of(&shown["draft"], &own)["state"], "rejected");
    life.by_individual("POST", &format!("{foreign}/decision"), no).await.refused(403, "NOT_YOUR_ORGANISATION");
    let nowhere = format!("/activities/{}/decision", unit(1));
    life.by_individual("POST", &nowhere, json!({"decision": "accept"})).await.refused(404, "NOT_FOUND");
    life.by_individual("POST", &decision, json!({"decision": "accept"})).await.ok();
    let progress = json!({"state": "ongoing", "note": "Jag har börjat."});
    life.by_individual("PUT", &format!("/activities/{own}/status"), progress.clone())
        .await
        .refused(409, "INVALID_TRANSITION");

    life.go_to(Stage::Active).await;
    let shown = life.by_individual("PUT", &format!("/activities/{own}/status"), progress.clone()).await.ok();
    let plan = &shown["planVersions"][0]["content"];
    assert_eq!(status_of(plan, &own)["state"], "ongoing");
    life.by_individual("PUT", &format!("{foreign}/status"), progress).await.refused(403, "NOT_YOUR_ORGANISATION");
    let hrefs: Vec<&str> = shown["_links"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|link| link["rel"] == "update_activity")
        .map(|link| link["href"].as_str().unwrap())
        .collect();
    assert!(hrefs.len() == 1 && hrefs[0].contains(&own), "{hrefs:?}");
    crate::cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn i_sign_for_myself_or_say_why_not() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Agreed).await;
    life.by_individual("POST", "/signatures", json!({"method": "paper"})).await.refused(400, "FIELD_INVALID");
    life.by_individual("POST", "/signatures", json!({"method": "refused"})).await.refused(400, "FIELD_INVALID");
    let shown = life.by_individual("POST", "/signatures", json!({"method": "electronic"})).await.ok();
    let signed = &shown["signatures"][0];
    assert_eq!(
        (&signed["invitee"], &signed["name"], &signed["method"]["kind"]),
        (&json!(life.invitees[0]), &json!(MARIA.name), &json!("electronic"))
    );
    life.by_individual("POST", "/signatures", json!({"method": "electronic"})).await.refused(422, "ALREADY_DONE");
    crate::cross_checks::hold(&life, KARIN).await;

    let other = Life::at(&region, sip_tests::region::CITIZENS[1], Stage::Agreed).await;
    let no = json!({"method": "refused", "reason": "Jag vill läsa i lugn och ro först."});
    let shown = other.by_individual("POST", "/signatures", no.clone()).await.ok();
    assert_eq!(
        (&shown["signatures"][0]["method"]["kind"], &shown["signatures"][0]["method"]["reason"]),
        (&json!("refused"), &no["reason"])
    );
    region.stop().await;
}

#[actix_web::test]
async fn i_tell_what_goes_wrong_and_what_has_changed() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Signed).await;
    let deviation = json!({"activity": life.activities[1], "text": "Ingen kom i går."});
    life.by_individual("POST", "/deviations", deviation.clone()).await.refused(409, "INVALID_TRANSITION");
    life.by_individual("POST", "/material-changes", json!({"text": "Ny lägenhet."}))
        .await
        .refused(409, "INVALID_TRANSITION");
    life.by_individual("POST", "/survey", json!({"state": "answered"})).await.refused(422, "UNKNOWN_REFERENCE");
    life.go_to(Stage::Active).await;
    let shown = life.by_individual("POST", "/deviations", deviation).await.ok();
    assert_eq!(
        (&shown["deviations"][0]["text"], &shown["deviations"][0]["reportedBy"]["kind"]),
        (&json!("Ingen kom i går."), &json!("citizen"))
    );
    life.by_individual("POST", "/deviations", json!({"activity": unit(1), "text": "?"}))
        .await
        .refused(422, "UNKNOWN_REFERENCE");
    let shown = life.by_individual("POST", "/material-changes", json!({"text": "Ny lägenhet."})).await.ok();
    assert_eq!(shown["materialChanges"][0]["text"], "Ny lägenhet.");

    let mut disagreement = json!({"about": "Vem som kommer på helgerna.", "way": "deliberation", "parties": [unit(1), unit(2)], "due": life.follow_up});
    let shown = life.by_individual("POST", "/disagreements", disagreement.clone()).await.ok();
    assert_eq!(shown["disagreements"][0]["openedBy"]["kind"], "citizen");
    disagreement["due"] = json!("2026-01-01");
    life.by_individual("POST", "/disagreements", disagreement).await.refused(422, "DATE_IN_PAST");

    life.by(KARIN, "POST", "/survey", Value::Null).await.ok();
    life.by_individual("GET", "", Value::Null).await.ok();
    let shown = life.by_individual("POST", "/survey", json!({"state": "declined"})).await.ok();
    assert_eq!(shown["survey"]["state"], "declined");
    life.by_individual("POST", "/survey", json!({"state": "answered"})).await.refused(422, "ALREADY_DONE");
    let trigger = json!({"trigger": {"kind": "material_change", "id": shown["materialChanges"][0]["id"]}});
    life.by(KARIN, "POST", "/plan/revision", trigger).await.ok();
    crate::cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn i_read_my_plan_as_it_is_and_as_it_was() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let list = life.by_individual("GET", "/plan/versions", Value::Null).await.ok();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["number"]), (1, &json!(1)));
    let mine = life.by_individual("GET", "/plan/versions/1", Value::Null).await.ok();
    let theirs = life.by(KARIN, "GET", "/plan/versions/1", Value::Null).await.ok();
    assert_eq!((&mine["contentHash"], &mine["version"]), (&theirs["contentHash"], &list["items"][0]));
    for number in ["2", "0", "x"] {
        life.by_individual("GET", &format!("/plan/versions/{number}"), Value::Null).await.refused(404, "NOT_FOUND");
    }
    let plan = life.by_individual("GET", "/plan", Value::Null).await.ok();
    assert_eq!(
        (&plan["current"], &plan["actingAs"], &plan["about"]),
        (&list["items"][0], &json!("individual"), &json!(MARIA.name))
    );
    region.stop().await;
}
