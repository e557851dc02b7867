//! What holds when many write at once: one winner, nothing lost, one effect for one key, no forbidden state, and no reading
//! past a withdrawal.

mod withdrawal;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use sip_tests::Server;
use sip_tests::crowd::{Answer, Call, Crowd, assignment, case};
use sip_tests::region::{KARIN, KARIN_AT_VC, Region};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How often each race is run, on as many cases as that needs.
const ROUNDS: &str = "SIP_RACE_ROUNDS";

/// So often; `short` when nothing is set.
fn rounds(short: usize) -> usize {
    std::env::var(ROUNDS).map_or(short, |rounds| rounds.parse().unwrap())
}

/// How often each status came.
fn tally(answers: &[Answer]) -> BTreeMap<u16, usize> {
    let mut counted = BTreeMap::new();
    for answer in answers {
        *counted.entry(answer.status).or_default() += 1;
    }
    counted
}

fn assess(case: &str, version: i64, text: &str) -> Call {
    Call::put(format!("{case}/own-assessment"), json!({"text": text})).version(version)
}

/// What a report of a need of Nils's holds, who has no case in the demo.
fn need(description: &str) -> Value {
    let nils = json!({"identity": {"kind": "personnummer", "value": "189001149815"}, "name": "Nils Skissmark"});
    json!({"kind": "open_care", "individual": nils, "source": "staff", "detectedAt": "2027-02-26T08:00:00Z",
        "description": description, "trigger": "stuck", "legalBasis": ["hsl", "sol"]})
}

fn report(description: &str) -> Call {
    Call::post("/cases", need(description))
}

async fn count(crowd: &Crowd, persona: &str) -> i64 {
    crowd.see(persona, "/cases?limit=1").await["_meta"]["totalRecords"].as_i64().unwrap()
}

#[actix_web::test]
async fn of_two_writers_one_wins_and_one_is_told() {
    let server = Server::demo().await;
    let (crowd, case) = (Crowd::of(&server), case(1));
    for round in 0..20 {
        let version = crowd.version("k-soc-karin", &case).await;
        let texts = [format!("a{round}"), format!("b{round}")];
        let calls = texts.iter().map(|text| ("k-soc-karin", assess(&case, version, text))).collect();
        let answers = crowd.together(calls).await;
        assert_eq!(tally(&answers), BTreeMap::from([(200, 1), (412, 1)]), "{answers:?}");
        let (winner, loser) = if answers[0].status == 200 { (0, 1) } else { (1, 0) };
        assert_eq!(answers[loser].code(), "VERSION_CONFLICT");
        let now = crowd.send("k-soc-karin", Call::get(&case)).await;
        assert_eq!(now.json()["need"]["ownAssessment"], texts[winner]);
        assert_eq!(now.json()["version"], version + 1);
        assert_eq!(now.header("etag"), answers[winner].header("etag"));
        // The one that lost reads, and can then write.
        let again = crowd.send("k-soc-karin", assess(&case, version + 1, &texts[loser])).await;
        assert_eq!(again.status, 200, "{}", again.text);
    }
    server.stop().await;
}

#[actix_web::test]
async fn of_sixteen_writers_one_wins_and_nothing_is_lost() {
    let server = Server::demo().await;
    let (crowd, case) = (Crowd::of(&server), case(1));
    let before = crowd.version("k-soc-karin", &case).await;
    let calls = (0..16).map(|n| ("k-soc-karin", assess(&case, before, &format!("Text {n}")))).collect();
    let answers = crowd.together(calls).await;
    assert_eq!(tally(&answers), BTreeMap::from([(200, 1), (412, 15)]));
    let winner = answers.iter().position(|answer| answer.status == 200).unwrap();
    let now = crowd.see("k-soc-karin", &case).await;
    assert_eq!(
        (&now["need"]["ownAssessment"], &now["version"]),
        (&json!(format!("Text {winner}")), &json!(before + 1))
    );
    let history = crowd.see("k-soc-karin", &format!("{case}/history?limit=100")).await;
    assert_eq!(history["_meta"]["totalRecords"], before + 1, "one event, from the winner");
    server.stop().await;
}

#[actix_web::test]
async fn writers_on_many_cases_do_not_hinder_each_other() {
    let server = Server::demo().await;
    let crowd = Crowd::of(&server);
    let mut calls = Vec::new();
    for n in [1, 3] {
        let version = crowd.version("k-soc-karin", &case(n)).await;
        calls.push(("k-soc-karin", assess(&case(n), version, "Samtidigt")));
    }
    let answers = crowd.together(calls).await;
    assert_eq!(tally(&answers), BTreeMap::from([(200, 2)]), "{answers:?}");
    server.stop().await;
}

#[actix_web::test]
async fn a_write_without_a_version_is_not_tried() {
    let server = Server::demo().await;
    let (crowd, case) = (Crowd::of(&server), case(1));
    let before = crowd.version("k-soc-karin", &case).await;
    let write = || Call::put(format!("{case}/own-assessment"), json!({"text": "Utan version"}));
    let missing = crowd.send("k-soc-karin", write()).await;
    assert_eq!((missing.status, missing.code().as_str()), (428, "PRECONDITION_REQUIRED"));
    for bad in ["*", "1", "W/\"1\"", "\"x\"", "\"1\", \"2\"", "\"-1\"", "\"0\"", "\"01\"", "\"99999999999999999999\""] {
        let answer = crowd.send("k-soc-karin", write().header("if-match", bad)).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "IF_MATCH_INVALID"), "{bad}");
    }
    for other in [before + 1, before + 9, i64::MAX] {
        let answer = crowd.send("k-soc-karin", write().version(other)).await;
        assert_eq!((answer.status, answer.code().as_str()), (412, "VERSION_CONFLICT"), "{other} {answer:?}");
    }
    // Who may not know of the case learns nothing of its version.
    let stranger = crowd.send("g-vc-gunn", write().version(before + 5)).await;
    assert_eq!((stranger.status, stranger.code().as_str()), (404, "NOT_FOUND"));
    assert_eq!(crowd.version("k-soc-karin", &case).await, before);
    server.stop().await;
}

/// An answer as far as a replay must repeat it.
fn told(answer: &Answer) -> (u16, Option<&str>, Option<&str>, &str) {
    (answer.status, answer.header("etag"), answer.header("location"), &answer.text)
}

#[actix_web::test]
async fn one_key_sent_fifty_times_at_once_acts_once() {
    let server = Server::demo().await;
    let crowd = Crowd::of(&server);
    let before = count(&crowd, "k-soc-karin").await;
    let answers = crowd.together(vec![("k-soc-karin", report("Ett behov").key("fifty-reports")); 50]).await;
    assert_eq!(tally(&answers), BTreeMap::from([(201, 50)]), "{:?}", answers.iter().find(|a| a.status != 201));
    assert!(answers.iter().all(|answer| told(answer) == told(&answers[0])));
    let replayed = answers.iter().filter(|answer| answer.header("idempotent-replayed") == Some("true")).count();
    assert_eq!(replayed, 49);
    assert_eq!(count(&crowd, "k-soc-karin").await, before + 1);

    // The same on a case that is there: one offer.
    let (case, key) = (case(3), "fifty-offers");
    let version = crowd.version("k-soc-karin", &case).await;
    let offer = Call::new(Method::POST, format!("{case}/offer")).version(version).key(key);
    let answers = crowd.together(vec![("k-soc-karin", offer.clone()); 50]).await;
    assert_eq!(tally(&answers), BTreeMap::from([(200, 50)]), "{:?}", answers.iter().find(|a| a.status != 200));
    assert!(answers.iter().all(|answer| told(answer) == told(&answers[0])));
    assert_eq!(answers.iter().filter(|answer| answer.header("idempotent-replayed").is_none()).count(), 1);
    assert_eq!(crowd.version("k-soc-karin", &case).await, version + 1);
    // Later, with a version that is long past, the answer is still that of then.
    let late = crowd.send("k-soc-karin", offer).await;
    assert_eq!(told(&late), told(&answers[0]));
    server.stop().await;
}

#[actix_web::test]
async fn a_key_belongs_to_one_request_of_one_caller() {
    let server = Server::demo().await;
    let crowd = Crowd::of(&server);
    let first = crowd.send("k-soc-karin", report("Ett behov").key("one-and-only")).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let before = count(&crowd, "k-soc-karin").await;
    let other_body = crowd.send("k-soc-karin", report("Ett annat behov").key("one-and-only")).await;
    assert_eq!((other_body.status, other_body.code().as_str()), (422, "IDEMPOTENCY_KEY_REUSED"));
    let version = crowd.version("k-soc-karin", &case(3)).await;
    let offer = Call::new(Method::POST, format!("{}/offer", case(3))).version(version).key("one-and-only");
    let other_path = crowd.send("k-soc-karin", offer).await;
    assert_eq!((other_path.status, other_path.code().as_str()), (422, "IDEMPOTENCY_KEY_REUSED"));
    assert_eq!((count(&crowd, "k-soc-karin").await, crowd.version("k-soc-karin", &case(3)).await), (before, version));
    // A colleague's key of the same name is another key: the unit is told that it has a case for Nils already.
    let colleague = crowd.send("k-soc-olle", report("Ett behov").key("one-and-only")).await;
    assert_eq!((colleague.status, colleague.code().as_str()), (409, "DUPLICATE_CASE"));
    // What was refused is not kept: the key is free for the right request.
    let offer = Call::new(Method::POST, format!("{}/offer", case(3))).key("free-again");
    assert_eq!(crowd.send("k-soc-karin", offer.clone().version(version - 1)).await.status, 412);
    assert_eq!(crowd.send("k-soc-karin", offer.version(version)).await.status, 200);
    server.stop().await;
}

#[actix_web::test]
async fn a_key_sent_under_another_assignment_is_another_key() {
    let region = Region::start().await;
    let key = [("idempotency-key", "both-my-units")];
    let [here, there] = [region.staff(KARIN), region.staff_under(KARIN, KARIN_AT_VC, 3)];
    let first = here.send(Method::POST, "/cases", need("Ett behov"), &key).await;
    let other = there.send(Method::POST, "/cases", need("Ett behov"), &key).await;
    assert_eq!((first.status, other.status, other.header("idempotent-replayed")), (201, 201, ""), "{}", other.body);
    assert_ne!(first.body["id"], other.body["id"]);
    for (caller, known) in [(&here, &first), (&there, &other)] {
        let again = caller.send(Method::POST, "/cases", need("Ett behov"), &key).await;
        assert_eq!((&again.body, again.header("idempotent-replayed")), (&known.body, "true"));
    }
    region.stop().await;
}

#[actix_web::test]
async fn reports_of_one_person_at_once_make_one_case() {
    let server = Server::demo().await;
    let crowd = Crowd::of(&server);
    let calls = (0..20).map(|n| (if n % 2 == 0 { "k-soc-karin" } else { "k-soc-olle" }, report(&format!("Behov {n}"))));
    let answers = crowd.together(calls.collect()).await;
    assert_eq!(tally(&answers), BTreeMap::from([(201, 1), (409, 19)]), "one open case for a person at a unit");
    server.stop().await;
}

#[actix_web::test]
async fn nobody_becomes_chair_and_secretary_in_a_race() {
    let server = Server::demo().await;
    let (crowd, case) = (Crowd::of(&server), case(7));
    let meeting = crowd.see("k-soc-karin", &case).await["meetings"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("{case}/meetings/{meeting}/roles");
    let roles = |chair: u16, secretary: u16, version: i64| {
        let body =
            json!({"chair": {"assignment": assignment(chair)}, "secretary": {"assignment": assignment(secretary)}});
        ("k-soc-karin", Call::put(&path, body).version(version))
    };
    let other = crowd.apart();
    for round in 0..rounds(50) {
        let version = crowd.version("k-soc-karin", &case).await;
        // Karin as chair on the one connection and as secretary on the other; at times somebody also asks for both at once.
        let mut calls = vec![(&crowd, roles(11, 12, version)), (&other, roles(12, 11, version))];
        if round % 3 == 0 {
            calls.push((&other, roles(11, 11, version)));
        }
        calls.rotate_right(round % 2);
        let answers = join_all(calls.into_iter().map(|(by, (who, call))| by.send(who, call))).await;
        let done = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(done, 1, "round {round} {answers:?}");
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 412 | 422)), "{answers:?}");
        let now = crowd.see("k-soc-karin", &case).await;
        let (chair, secretary) =
            (&now["meetings"][0]["chair"]["assignment"], &now["meetings"][0]["secretary"]["assignment"]);
        assert!(chair.is_string() && secretary.is_string() && chair != secretary, "round {round}: {chair} {secretary}");
        assert_eq!(now["version"], version + 1);
    }
    server.stop().await;
}

/// What only a consent lets the other parties see.
fn shared(body: &Value) -> BTreeSet<&'static str> {
    let is_there = |field: &Value| !field.is_null() && field.as_array().is_none_or(|items| !items.is_empty());
    let fields =
        ["preparation", "basis", "mapping", "draft", "meetings", "survey", "excludedTopics", "materialChanges"];
    let mut found: BTreeSet<_> = fields.into_iter().filter(|field| is_there(&body[field])).collect();
    if is_there(&body["person"]["identity"]) {
        found.insert("identity");
    }
    found
}

#[actix_web::test]
async fn nobody_reads_on_after_a_withdrawal_is_answered() {
    let server = Server::demo().await;
    let crowd = Crowd::of(&server);
    let (case, mine) = (case(12), format!("/me{}", case(12)));
    let readers = ["k-hsl-hanna", "r-vc-anna", "r-psy-lisa"];
    for reader in readers {
        let before = crowd.see(reader, &case).await;
        assert!(shared(&before).contains("identity"), "{reader} reads before: {:?}", shared(&before));
    }
    let withdrawn = Arc::new(AtomicBool::new(false));
    let reading: Vec<_> = (0..6)
        .map(|n| {
            let (crowd, withdrawn, case) = (crowd.clone(), Arc::clone(&withdrawn), case.clone());
            tokio::spawn(async move {
                let mut after = 0;
                while after < 10 {
                    // Looked at before the request leaves: such a read began after the answer had come.
                    let is_after = withdrawn.load(Ordering::SeqCst);
                    let path = if n % 2 == 0 { case.clone() } else { format!("{case}/meetings") };
                    let answer = crowd.send(readers[n % readers.len()], Call::get(path)).await;
                    let body = answer.json();
                    let seen =
                        if n % 2 == 0 { shared(&body).len() } else { body["items"].as_array().map_or(0, Vec::len) };
                    assert!(
                        !is_after || !answer.is_success() || seen == 0,
                        "{} after the withdrawal: {body}",
                        readers[n % 3]
                    );
                    after += usize::from(is_after);
                }
            })
        })
        .collect();
    let seen = crowd.see("maria", &mine).await;
    let consent = seen["consents"][0]["id"].as_str().unwrap();
    let withdrawal = Call::post(format!("{mine}/consents/{consent}/withdrawal"), json!({"extent": "whole"}));
    // The readers change nothing, so the version holds.
    let answer = crowd.send("maria", withdrawal.version(seen["version"].as_i64().unwrap())).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    withdrawn.store(true, Ordering::SeqCst);
    for reader in reading {
        reader.await.unwrap();
    }
    server.stop().await;
}
