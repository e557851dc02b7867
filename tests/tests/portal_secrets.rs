//! What the portal never tells: the mapping, the topics to leave out, and that somebody else has a case.

use crate::cross_checks::without_trace;
use serde_json::{Value, json};
use sip_tests::client::Who;
use sip_tests::life::{Life, MAPPED, Stage, TOPIC};
use sip_tests::region::{CITIZENS, KARIN, MARIA, Region};
use uuid::Uuid;

/// What the individual herself wrote that must not be taken up.
const OWN_TOPIC: &str = "Flodhästen i trapphuset";

/// Every GET of the contract under `/me`, with the ids of this case.
async fn reads(region: &Region, case: &str, consent: &str) -> Vec<String> {
    let document: Value = region.server.get("/sip/v1/openapi.json").send().await.unwrap().json().await.unwrap();
    let paths = document["paths"].as_object().unwrap().iter().filter(|(_, item)| item.get("get").is_some());
    let own =
        paths.filter_map(|(path, _)| path.strip_prefix("/sip/v1")).filter(|path| path.split('/').nth(1) == Some("me"));
    let filled =
        own.map(|path| path.replace("{caseId}", case).replace("{consentId}", consent).replace("{number}", "1"));
    filled.collect()
}

/// (M)
#[actix_web::test]
async fn no_answer_of_the_portal_has_the_mapping_or_a_topic_to_leave_out() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Mapped).await;
    life.by_individual("PATCH", "/preparation", json!({"addExcludedTopics": [OWN_TOPIC]})).await.ok();
    let seen = life.seen_by(KARIN).await.to_string();
    assert!([TOPIC, OWN_TOPIC, MAPPED].iter().all(|word| seen.contains(word)), "the canaries are not in the case");
    for stage in [Stage::Mapped, Stage::Summoned, Stage::Active] {
        life.go_to(stage).await;
        let paths = reads(&region, &life.case, &life.consent).await;
        assert!(paths.len() >= 14 && paths.iter().all(|path| !path.contains('{')), "{paths:?}");
        for path in paths {
            let answer = life.individual().get(&path).await;
            let is_there = stage == Stage::Active || !path.ends_with("/plan/versions/1");
            assert_eq!(answer.status, if is_there { 200 } else { 404 }, "{path} {}", answer.body);
        }
    }
    let calls = region.calls();
    let answers: Vec<_> = calls.iter().filter(|call| matches!(call.who, Who::Citizen { .. })).collect();
    assert!(answers.len() > 40);
    for call in answers {
        let text = call.body.to_string();
        for word in [TOPIC, OWN_TOPIC, MAPPED, "\"mapping\"", "/mapping", "\"excludedTopics\""] {
            assert!(!text.contains(word), "{word} in {} {}: {text}", call.method, call.path);
        }
    }
    region.stop().await;
}

#[actix_web::test]
async fn the_case_of_another_is_no_case() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let stranger = region.citizen(CITIZENS[1]);
    let unknown = Uuid::now_v7().to_string();
    let paths = reads(&region, &life.case, &life.consent).await;
    let below = paths.iter().filter(|path| path.contains(&life.case));
    let mut asked = 0;
    for path in below {
        let there = stranger.get(path).await.refused(404, "NOT_FOUND");
        let nowhere = stranger.get(&path.replace(&life.case, &unknown)).await.refused(404, "NOT_FOUND");
        assert_eq!(without_trace(there), without_trace(nowhere), "{path}");
        asked += 1;
    }
    assert!(asked >= 11, "{asked}");
    let version = [("if-match", "\"1\"")];
    let writes = [
        ("POST", "/objections", json!({"text": "Nyfiken."})),
        ("POST", "/consents", crate::portal_consent::own(&region)),
        ("PATCH", "/preparation", json!({"whatMatters": "Mitt."})),
        ("POST", "/signatures", json!({"method": "electronic"})),
        ("POST", "/deviations", json!({"text": "Nyfiken."})),
    ];
    for (method, below, body) in writes {
        let method: reqwest::Method = method.parse().unwrap();
        let mut answers = Vec::new();
        for case in [&life.case, &unknown] {
            let path = format!("/me/cases/{case}{below}");
            let answer = stranger.send(method.clone(), &path, body.clone(), &version).await;
            answers.push(without_trace(answer.refused(404, "NOT_FOUND")));
        }
        assert_eq!(answers[0], answers[1], "{below}");
    }
    let mine = stranger.get("/me").await.ok();
    assert_eq!(mine["cases"], json!([]));
    assert!(!stranger.get("/me/access-log").await.ok().to_string().contains(&life.case));
    region.stop().await;
}
