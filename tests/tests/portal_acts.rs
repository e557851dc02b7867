//! The portal before and at the meeting: what the individual tells, wishes, approves and answers.

use crate::cross_checks::operation;
use reqwest::Method;
use serde_json::{Value, json};
use sip_tests::life::{Life, Stage, TOPIC};
use sip_tests::region::{ANNA, KARIN, MARIA, Region, unit};

fn rels(body: &Value) -> Vec<&str> {
    body["_links"].as_array().unwrap().iter().map(|link| link["rel"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn i_tell_how_i_see_my_need_until_a_sip_is_offered() {
    let region = Region::start().await;
    let request = json!({"unit": unit(3), "name": MARIA.name, "description": "Jag vill ha en plan."});
    let made = region.citizen(MARIA).post("/me/requests", request).await.made();
    let life = Life::of(&region, MARIA, made);
    let own = json!({"text": "Jag orkar inte hålla ihop allt."});
    let told = life.by_individual("PUT", "/own-assessment", own.clone()).await.ok();
    assert_eq!(told["need"]["ownAssessment"], own["text"]);
    life.by_individual("PUT", "/own-assessment", json!({})).await.refused(400, "FIELD_INVALID");
    assert_eq!(life.seen_by(ANNA).await["need"]["ownAssessment"], own["text"]);
    let mut offered = Life::report(&region, sip_tests::region::CITIZENS[1]).await;
    offered.go_to(Stage::Offered).await;
    offered.by_individual("PUT", "/own-assessment", own).await.refused(409, "INVALID_TRANSITION");
    region.stop().await;
}

#[actix_web::test]
async fn i_write_my_wishes_and_staff_reads_them() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Offered).await;
    let wishes = json!({"whatMatters": "Att få ha kvar min katt.", "ownGoals": "Sova.", "ownDescription": "Kvällarna är svåra.",
        "addQuestions": ["Vem matar katten?"], "addExcludedTopics": ["Flodhästen i trapphuset"], "meetingWishes": "På eftermiddagen.",
        "homeMeetingWished": true, "coordinatorWish": "Någon jag känner.", "addCopyToRelatives": ["Rut Testgranne"]});
    life.by_individual("PATCH", "/preparation", wishes.clone()).await.refused(409, "INVALID_TRANSITION");
    life.go_to(Stage::Prepared).await;
    life.by_individual("PATCH", "/preparation", json!({"mapping": "?"})).await.refused(400, "UNKNOWN_FIELD");
    let shown = life.by_individual("PATCH", "/preparation", wishes).await.ok();
    let preparation = &shown["preparation"];
    assert_eq!(
        (&preparation["whatMatters"], &preparation["homeMeetingWished"]),
        (&json!("Att få ha kvar min katt."), &json!(true))
    );
    let asked: Vec<&Value> =
        preparation["questions"].as_array().unwrap().iter().map(|question| &question["text"]).collect();
    assert_eq!(asked, ["Vem ringer jag?", "Vem matar katten?"]);

    // Added to what staff had noted, which the individual cannot see and so not overwrite.
    let seen = life.seen_by(KARIN).await;
    let topics = seen["excludedTopics"].to_string();
    assert!(topics.contains(TOPIC) && topics.contains("Flodhästen i trapphuset"), "{topics}");
    assert_eq!(seen["preparation"]["copyToRelatives"], json!(["Rut Testgranne"]));
    crate::cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn i_say_no_to_an_invitee_before_the_summons_and_answer_my_own_after() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Planned).await;
    let psychiatry = life.invitees[4].clone();
    let no = |invitee: &str| json!({"kind": "invitee", "invitee": invitee, "approve": false});
    life.by_individual("POST", "/approvals", json!({"kind": "revision", "approve": false}))
        .await
        .refused(400, "FIELD_INVALID");
    life.by_individual("POST", "/approvals", no(&unit(1).to_string())).await.refused(404, "NOT_FOUND");
    let left = life.by_individual("POST", "/approvals", no(&psychiatry)).await.ok();
    assert!(!left["invitees"].to_string().contains(&psychiatry));
    let listed = life.by_individual("GET", "/invitees", Value::Null).await.ok();
    assert_eq!((listed["items"].as_array().unwrap().len(), &listed["about"]), (4, &json!(MARIA.name)));
    assert!(!rels(&listed).contains(&"answer_invitation"), "{:?}", rels(&listed));
    let mine = format!("/invitees/{}/answer", life.invitees[0]);
    life.by_individual("POST", &mine, json!({"accept": true})).await.refused(409, "INVALID_TRANSITION");
    life.by_individual("POST", "/approvals", json!({"kind": "invitee", "invitee": life.invitees[1], "approve": true}))
        .await
        .ok();

    life.go_to(Stage::Summoned).await;
    life.by_individual("POST", "/approvals", no(&life.invitees[3])).await.refused(422, "ALREADY_DONE");
    let other = format!("/invitees/{}/answer", life.invitees[3]);
    life.by_individual("POST", &other, json!({"accept": true})).await.refused(403, "NOT_YOUR_ORGANISATION");
    let shown = life.by_individual("GET", "", Value::Null).await.ok();
    let hrefs: Vec<&str> = shown["_links"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|link| link["rel"] == "answer_invitation")
        .map(|link| link["href"].as_str().unwrap())
        .collect();
    assert!(hrefs.len() == 1 && hrefs[0].ends_with(&mine), "{hrefs:?}");
    let answered = life.by_individual("POST", &mine, json!({"accept": false})).await.ok();
    assert_eq!(answered["invitees"][0]["rsvp"]["status"], "declined");

    let papers = life.by_individual("GET", "/summonses", Value::Null).await.ok();
    let sent = papers["items"].as_array().unwrap();
    assert!(sent.len() == 4 && sent.iter().all(|paper| paper["individual"] == MARIA.name), "{papers}");
    let given = life.by_individual("GET", "/disclosures", Value::Null).await.ok();
    let names: Vec<&str> =
        given["items"].as_array().unwrap().iter().map(|row| row["toUnitName"].as_str().unwrap()).collect();
    assert_eq!(names, ["Enheten vid K-SOC", "Enheten vid K-HSL", "Enheten vid R-VC"]);
    crate::cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

/// What is open is a link, what is not says why; each leads to an operation.
#[actix_web::test]
async fn the_portal_knows_what_is_open_and_what_blocks_it() {
    let region = Region::start().await;
    let document: Value = region.server.get("/sip/v1/openapi.json").send().await.unwrap().json().await.unwrap();
    let mut life = Life::report(&region, MARIA).await;
    for stage in [Stage::Reported, Stage::Offered, Stage::Prepared, Stage::Summoned, Stage::Held, Stage::Active] {
        life.go_to(stage).await;
        let shown = life.by_individual("GET", "", Value::Null).await.ok();
        let actions = life.by_individual("GET", "/actions", Value::Null).await.ok();
        let command = |action: &Value| action["command"].as_str().unwrap().to_owned();
        let open: Vec<String> = actions["allowed"].as_array().unwrap().iter().map(command).collect();
        let links: Vec<&str> = rels(&shown).into_iter().filter(|rel| !["self", "actions"].contains(rel)).collect();
        assert!(links.iter().all(|rel| open.contains(&(*rel).to_owned())), "{stage:?} {links:?} {open:?}");
        for action in actions["allowed"].as_array().unwrap().iter().chain(actions["blocked"].as_array().unwrap()) {
            let method = Method::try_from(action["method"].as_str().unwrap()).unwrap();
            let path = action["path"].as_str().unwrap();
            assert!(path.starts_with("/me/cases/") && operation(&document, &method, path).is_some(), "{action}");
        }
        let blocked = actions["blocked"].as_array().unwrap();
        assert!(blocked.iter().all(|action| !action["blockedBy"][0]["text"].as_str().unwrap().is_empty()));
        assert_eq!(open.contains(&"express_wishes".to_owned()), (Stage::Preparing..=Stage::Active).contains(&stage));
        assert_eq!(open.contains(&"report_deviation".to_owned()), stage == Stage::Active);
    }
    region.stop().await;
}
