//! Scenario A6: K-SOC and R-PSY do not agree on who gives the support at home.

use crate::cross_checks;
use chrono::Days;
use serde_json::{Value, json};
use sip_tests::life::{Life, Stage, room};
use sip_tests::region::{
    ANNA, BO, EVA, HANNA, KARIN, LISA, MARIA, OLLE, PSY_ADMIN, Region, SOC_ADMIN, organisation, unit,
};

async fn due(region: &Region, who: u16) -> Option<Value> {
    region.worklist(who).await.into_iter().find(|row| row["key"] == "disagreement_due")
}

#[actix_web::test]
async fn a_disagreement_does_not_stop_the_plan() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Agreed).await;
    let disagreement = opened(&life).await;
    let housing = nobody_decides_for_another(&mut life).await;
    established(&mut life, &disagreement, &housing).await;
    overdue(&life, &disagreement).await;
    settled(&life, &disagreement).await;
    revised(&life, &housing).await;
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

/// 1: the secretary writes down who disagrees on what, and what Maria thinks of it.
async fn opened(life: &Life<'_>) -> String {
    let about = json!({"about": "Vem som ger boendestödet.", "way": "deliberation", "parties": [unit(1), unit(7)],
        "due": life.region.now().date_naive() + Days::new(14), "individualView": "Jag vill bara veta vem jag ska ringa."});
    life.by(OLLE, "POST", "/disagreements", about).await.made()
}

/// 3 and 4: K-SOC does not say yes for R-PSY; when R-PSY says no the goal has nobody, until it is known who decides.
async fn nobody_decides_for_another(life: &mut Life<'_>) -> String {
    let need = json!({"text": "Stöd i bostaden.", "kind": "social", "lifeArea": "health"});
    let need = life.by(OLLE, "POST", "/plan/draft/needs", need).await.made();
    let goal = json!({"needs": [need], "term": "short", "text": "Klarar sin lägenhet.", "lifeArea": "health"});
    let goal = life.by(OLLE, "POST", "/plan/draft/goals", goal).await.made();
    let mut housing = life.activity(7, "Boendestöd två gånger i veckan.");
    housing["goals"] = json!([goal]);
    let housing = life.by(OLLE, "POST", "/plan/draft/activities", housing).await.made();
    life.go_to(Stage::Signed).await;
    let decides = |who: u16, decision: Value| {
        let (life, path) = (&*life, format!("/activities/{housing}/decision"));
        async move { life.by(who, "PUT", &path, decision).await }
    };
    let establish = || life.by(KARIN, "POST", "/plan/establishment", Value::Null);
    for who in [KARIN, HANNA] {
        decides(who, json!({"decision": "accept"})).await.refused(403, "NOT_YOUR_ORGANISATION");
    }
    assert_eq!(establish().await.refused(422, "ACTIVITY_NOT_ACCEPTED")["errors"][0]["subject"], housing);
    decides(LISA, json!({"decision": "reject", "reason": "Boendestöd är socialtjänstens."})).await.ok();
    assert_eq!(establish().await.refused(422, "GOAL_WITHOUT_ACTIVITY")["errors"][0]["subject"], goal);
    decides(LISA, json!({"decision": "await", "due": life.region.now().date_naive() + Days::new(20)})).await.ok();
    housing
}

/// 2: the rest of the plan begins, with what is open in full sight.
async fn established(life: &mut Life<'_>, disagreement: &str, housing: &str) {
    life.go_to(Stage::Active).await;
    let mine = life.by_individual("GET", "", Value::Null).await.ok();
    for seen in [life.seen_by(KARIN).await, life.seen_by(LISA).await, mine] {
        let open = &seen["disagreements"][0];
        assert_eq!((&open["id"], &open["outcome"]), (&json!(disagreement), &Value::Null));
        assert_eq!(
            (&open["individualView"], &open["way"]),
            (&json!("Jag vill bara veta vem jag ska ringa."), &json!("deliberation"))
        );
        let status = status_of(&seen["planVersions"][0]["content"], housing);
        assert_eq!(
            (&status["state"], &status["organisation"]),
            (&json!("awaiting_decision"), &json!(organisation(7))),
            "{status}"
        );
    }
}

fn status_of(plan: &Value, activity: &str) -> Value {
    plan["activities"].as_array().unwrap().iter().find(|held| held["id"] == activity).unwrap()["status"].clone()
}

/// 5: when the day has passed the parties and the coordinator are reminded, and nobody else.
async fn overdue(life: &Life<'_>, disagreement: &str) {
    for (days, is_overdue) in [(0, false), (15, true)] {
        life.region.days(days);
        for who in [KARIN, OLLE, BO, LISA, EVA] {
            let row = due(life.region, who).await.unwrap();
            assert_eq!((&row["subject"], &row["overdue"]), (&json!(disagreement), &json!(is_overdue)), "{who}");
        }
        for who in [HANNA, ANNA, SOC_ADMIN, PSY_ADMIN] {
            assert_eq!(due(life.region, who).await, None, "{who}");
        }
    }
}

/// 6: the outcome is written down once, by one who took part.
async fn settled(life: &Life<'_>, disagreement: &str) {
    let outcome = json!({"resolved": true, "text": "Socialtjänsten ger boendestödet, psykiatrin handleder."});
    let path = format!("/disagreements/{disagreement}/outcome");
    life.by(BO, "PUT", &path, outcome.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    let told = life.by(KARIN, "PUT", &path, outcome.clone()).await.ok();
    assert_eq!(told["disagreements"][0]["outcome"]["resolved"], true);
    life.by(KARIN, "PUT", &path, outcome).await.refused(422, "ALREADY_DONE");
    for who in [KARIN, OLLE, LISA] {
        assert_eq!(due(life.region, who).await, None, "{who}");
    }
    assert_eq!(life.region.measure(SOC_ADMIN, "disagreements_opened").await, Some((None, true)));
}

/// 6: what was decided takes a revision; the first version stays as it was, and the second goes out anew.
async fn revised(life: &Life<'_>, housing: &str) {
    let deviation = json!({"activity": housing, "text": "Boendestödet går över till socialtjänsten."});
    let deviation = life.by(LISA, "POST", "/deviations", deviation).await.made();
    let decision = json!({"revise": true, "reason": "Enligt överenskommelsen."});
    let path = format!("/deviations/{deviation}/decision");
    assert_eq!(life.by(KARIN, "PUT", &path, decision).await.ok()["status"]["code"], "under_revision");
    let first = life.by(KARIN, "GET", "/plan/versions/1", Value::Null).await.ok();
    let mut moved = life.activity(1, "Boendestöd två gånger i veckan.");
    moved["goals"] = first["version"]["content"]["activities"]
        .as_array()
        .unwrap()
        .iter()
        .find(|held| held["id"] == housing)
        .unwrap()["goals"]
        .clone();
    life.by(KARIN, "PUT", &format!("/plan/draft/activities/{housing}"), moved).await.ok();
    let next = json!({"followUp": {"kind": "planned", "date": life.follow_up + Days::new(30), "place": room()}});
    life.by(KARIN, "PATCH", "/plan/draft", next).await.ok();
    life.by_individual("POST", "/approvals", json!({"kind": "revision"})).await.ok();
    let second = life.by(KARIN, "POST", "/plan/revision/establishment", Value::Null).await.ok();
    assert_eq!(second["status"]["code"], "active");
    let versions = second["planVersions"].as_array().unwrap();
    assert_eq!((versions.len(), versions[0]["supersededAt"].is_null()), (2, false));
    assert_eq!(status_of(&versions[0]["content"], housing)["state"], "awaiting_decision");
    assert_eq!(status_of(&versions[1]["content"], housing)["state"], "accepted");
    let old = life.by(KARIN, "GET", "/plan/versions/1", Value::Null).await.ok();
    assert_eq!(
        (&old["contentHash"], &old["version"]["content"]),
        (&first["contentHash"], &first["version"]["content"])
    );
    let rows = second["deliveries"].as_array().unwrap();
    for version in [1, 2] {
        assert_eq!(rows.iter().filter(|row| row["version"] == version).count(), 5, "{version}");
    }
}
