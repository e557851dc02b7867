//! A consent is withdrawn while another party reads or is being invited: once the withdrawal is answered nothing that it
//! covered is shown, and nobody is summoned on it.

use super::{rounds, shared};
use futures_util::future::join_all;
use serde_json::{Value, json};
use sip_tests::client::{Answer, Caller};
use sip_tests::life::{Life, Stage};
use sip_tests::reads::{contract, filled, is_portal, templates};
use sip_tests::region::{CITIZENS, HANNA, KARIN, LISA, MARIA, Region, assignment, unit};
use std::cell::Cell;
use std::collections::BTreeSet;

/// Rounds on one case: each leaves a consent behind.
const ON_ONE_CASE: usize = 25;

/// A consent to these units.
fn consent_to(region: &Region, units: &[u16]) -> Value {
    let mut body = sip_tests::life::consent(region.now());
    let row = |place: &u16| {
        json!({"recipient": unit(*place), "purpose": "För att kunna delta i planeringen.",
            "categories": ["identity_contact", "health", "meeting_logistics", "plan_document", "family_network", "sleep"]})
    };
    body["scope"] = units.iter().map(row).collect();
    body
}

/// Karin records a consent to these units; its id.
async fn give(life: &Life<'_>, units: &[u16]) -> String {
    let case = life.by(KARIN, "POST", "/consents", consent_to(life.region, units)).await.ok();
    case["consents"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
}

async fn withdraw(life: &Life<'_>, consent: &str) -> Answer {
    life.by_individual("POST", &format!("/consents/{consent}/withdrawal"), json!({"extent": "whole"})).await
}

/// A plan in force, of whose consent K-HSL has no row any more.
async fn without_hanna(region: &Region) -> Life<'_> {
    let life = Life::at(region, MARIA, Stage::Active).await;
    life.by(HANNA, "POST", "/deviations", json!({"text": "Besöket blev inte av."})).await.made();
    let rows = life.seen_by(KARIN).await["consents"][0]["scope"].clone();
    let own = rows.as_array().unwrap().iter().find(|row| row["recipient"]["id"] == json!(unit(2))).unwrap();
    let taken = json!({"extent": "rows", "rows": [own["id"]]});
    life.by_individual("POST", &format!("/consents/{}/withdrawal", life.consent), taken).await.ok();
    assert_eq!(shared(&life.seen_by(HANNA).await), BTreeSet::new());
    life
}

/// Reads on until some reads have begun after the withdrawal was answered. None of those may show anything.
async fn read_on(reader: &Caller<'_>, path: &str, withdrawn: &Cell<bool>, before: &Cell<usize>) {
    let mut after = 0;
    while after < 3 {
        // Looked at before the request leaves.
        let is_after = withdrawn.get();
        let body = reader.get(path).await.ok();
        let seen = shared(&body).len() + body["items"].as_array().map_or(0, Vec::len);
        assert!(!is_after || seen == 0, "{path} after the withdrawal: {body}");
        before.set(before.get() + usize::from(!is_after));
        after += usize::from(is_after);
    }
}

#[actix_web::test]
async fn no_read_that_begins_after_the_answer_shows_anything() {
    let mut left = rounds(40);
    while left > 0 {
        let region = Region::start().await;
        let life = without_hanna(&region).await;
        let (whole, meetings) = (format!("/cases/{}", life.case), format!("/cases/{}/meetings", life.case));
        for round in 0..left.min(ON_ONE_CASE) {
            let consent = give(&life, &[2]).await;
            assert!(shared(&life.seen_by(HANNA).await).contains("identity"), "the consent shows nothing");
            let (withdrawn, before, hanna) = (Cell::new(false), Cell::new(0), region.staff(HANNA));
            let withdrawal = async {
                // At times the reading has come some way already.
                while before.get() < round % 5 {
                    tokio::task::yield_now().await;
                }
                let answer = withdraw(&life, &consent).await;
                assert_eq!(answer.status, 200, "{}", answer.body);
                withdrawn.set(true);
            };
            tokio::join!(
                withdrawal,
                read_on(&hanna, &whole, &withdrawn, &before),
                read_on(&hanna, &meetings, &withdrawn, &before)
            );
        }
        left -= left.min(ON_ONE_CASE);
        region.stop().await;
    }
}

/// All words in an answer: texts with a space, and the person's number.
fn words(body: &Value, found: &mut BTreeSet<String>) {
    match body {
        Value::String(text) if text.contains(' ') || text == MARIA.identity => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| words(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| words(field, found)),
        _ => {}
    }
}

/// What Hanna is told at all these paths.
async fn told(region: &Region, paths: &[String]) -> Vec<(Answer, BTreeSet<String>)> {
    let hanna = region.staff(HANNA);
    let answers = join_all(paths.iter().map(|path| hanna.get(path))).await;
    let words_of = |answer: Answer| {
        let mut found = BTreeSet::new();
        words(&answer.body, &mut found);
        (answer, found)
    };
    answers.into_iter().map(words_of).collect()
}

fn all(told: Vec<(Answer, BTreeSet<String>)>) -> BTreeSet<String> {
    told.into_iter().filter(|(answer, _)| answer.status == 200).flat_map(|(_, words)| words).collect()
}

#[actix_web::test]
async fn no_operation_shows_anything_after_the_answer() {
    let templates: Vec<String> = templates(&contract()).into_iter().filter(|path| !is_portal(path)).collect();
    let mut left = rounds(10);
    while left > 0 {
        let region = Region::start().await;
        let life = without_hanna(&region).await;
        let paths = filled(&templates, &life.seen_by(KARIN).await, 1);
        let own = all(told(&region, &paths).await);
        for _ in 0..left.min(ON_ONE_CASE) {
            let consent = give(&life, &[2]).await;
            let with = told(&region, &paths).await;
            let lifted = with.iter().filter(|(_, words)| !words.is_subset(&own)).count();
            let secret: BTreeSet<String> = all(with).difference(&own).cloned().collect();
            assert!(lifted > 10 && secret.contains(MARIA.identity), "{lifted} answers with {secret:?}");
            withdraw(&life, &consent).await.ok();
            for ((answer, words), path) in told(&region, &paths).await.iter().zip(&paths) {
                let shown: Vec<_> = words.intersection(&secret).collect();
                assert!(shown.is_empty(), "{path}: {shown:?} in {}", answer.body);
            }
        }
        left -= left.min(ON_ONE_CASE);
        region.stop().await;
    }
}

/// Sends the request until nobody was faster.
async fn insist(life: &Life<'_>, caller: &Caller<'_>, path: &str, body: &Value) -> Answer {
    loop {
        let answer = caller.post(path, body.clone()).await;
        if answer.status != 412 {
            return answer;
        }
        // The refusal told the version: a look brings it.
        life.by(KARIN, "GET", "", Value::Null).await.ok();
    }
}

/// A case that is ready to summon R-PSY, which only the second consent covers. At times R-PSY is not on the list yet.
async fn ready(life: &mut Life<'_>, is_listed: bool) -> String {
    life.go_to(Stage::Accepted).await;
    life.consent = give(life, &[1, 2, 3]).await;
    let second = give(life, &[7]).await;
    life.stage = Stage::Consented;
    life.go_to(Stage::Planned).await;
    if !is_listed {
        life.by(KARIN, "DELETE", &format!("/invitees/{}", life.invitees[4]), Value::Null).await.ok();
    }
    second
}

/// Karin puts R-PSY on the list, unless it is there, and summons all.
async fn convene(life: &Life<'_>, is_listed: bool) -> Answer {
    let karin = life.region.staff(KARIN);
    let below = |path: &str| format!("/cases/{}{path}", life.case);
    if !is_listed {
        let psychiatry = json!({"kind": "organisation", "unit": unit(7), "purpose": "Berätta vad ni kan bidra med.",
            "approvedByIndividual": true, "establishedContact": "yes", "hasSystemAccess": true});
        let added = insist(life, &karin, &below("/invitees"), &psychiatry).await;
        assert!(matches!(added.status, 201 | 422), "{}", added.body);
    }
    insist(life, &karin, &below(&format!("/meetings/{}/summons", life.meeting)), &Value::Null).await
}

/// What holds when both are done.
async fn check(life: &Life<'_>, summons: &Answer) -> bool {
    let journal = crate::cross_checks::journal(life, KARIN).await;
    let number = |kind: &str| journal.iter().find(|row| row["type"] == kind).and_then(|row| row["number"].as_i64());
    let withdrawn = number("consent_withdrawn").unwrap();
    let sent = number("summons_sent").filter(|sent| *sent < withdrawn);
    let case = life.seen_by(KARIN).await;
    let list = case["invitees"].as_array().unwrap();
    let own =
        list.iter().find(|row| row["kind"]["unit"]["id"] == json!(unit(7))).map_or(&Value::Null, |row| &row["id"]);
    let summonses = case["summonses"].as_array().unwrap();
    let is_summoned = summonses.iter().any(|sent| !own.is_null() && sent["invitee"] == *own);
    assert_eq!(is_summoned, sent.is_some(), "{} {withdrawn} {:?}", summons.status, number("summons_sent"));
    // The unit learns nothing: of the case when it was too late, of the content when it was not.
    let seen = life.by(LISA, "GET", "", Value::Null).await;
    assert_eq!(seen.status, if is_summoned { 200 } else { 404 });
    assert_eq!(shared(&seen.body), BTreeSet::new());
    let due = life.region.worklist(LISA).await;
    assert_eq!(due.iter().any(|row| row["case"] == json!(life.case)), is_summoned);
    if is_summoned {
        let named = json!({"assignment": assignment(LISA)});
        life.by(LISA, "PUT", &format!("/invitees/{}/representative", own.as_str().unwrap()), named).await.ok();
        assert_eq!(shared(&life.seen_by(LISA).await), BTreeSet::new(), "a name brings no consent");
    }
    is_summoned
}

#[actix_web::test]
async fn nobody_is_summoned_on_a_withdrawn_consent() {
    let (rounds, mut summoned) = (rounds(16), 0);
    let mut made = 0;
    while made < rounds {
        let region = Region::start().await;
        for person in CITIZENS {
            let is_listed = made % 2 == 0;
            let mut life = Life::report(&region, person).await;
            let second = ready(&mut life, is_listed).await;
            let maria = life.individual();
            let path = format!("/me/cases/{}/consents/{second}/withdrawal", life.case);
            let extent = json!({"extent": "whole"});
            let withdrawal = insist(&life, &maria, &path, &extent);
            let (withdrawn, sent) = if made % 4 < 2 {
                tokio::join!(withdrawal, convene(&life, is_listed))
            } else {
                let (sent, withdrawn) = tokio::join!(convene(&life, is_listed), withdrawal);
                (withdrawn, sent)
            };
            assert_eq!(withdrawn.status, 200, "{}", withdrawn.body);
            summoned += usize::from(check(&life, &sent).await);
            made += 1;
        }
        region.stop().await;
    }
    println!("{summoned} of {made} were summoned before the withdrawal");
    assert!(summoned > 0 && summoned < made, "no race: {summoned} of {made} were summoned");
}
