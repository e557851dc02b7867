//! What holds across the scenarios: whose data is shown under which assignment, when a consent ends, how days are counted.

use crate::cross_checks::without_trace;
use reqwest::Method;
use serde_json::{Value, json};
use sip_tests::life::{Life, Stage, consent, need};
use sip_tests::region::{
    ANNA, CITIZENS, GUNN, HANNA, KARIN, KARIN_AT_VC, MARIA, OLLE, Region, SOC_ADMIN, VC_ADMIN, assignment, moment,
};

fn ids(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

fn search(citizen: &str) -> Value {
    json!({"identity": {"kind": "personnummer", "value": citizen}, "reason": "Personen är här."})
}

#[actix_web::test]
async fn under_each_assignment_only_its_own_is_seen() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Mapped).await;
    let there = region.staff_under(KARIN, KARIN_AT_VC, 3);
    let other = there.post("/cases", need(CITIZENS[1], region.now())).await.made();
    let here = region.staff(KARIN);
    for (caller, own, foreign) in [(&here, &life.case, &other), (&there, &other, &life.case)] {
        assert_eq!(ids(&caller.get("/cases").await.ok()), [own]);
        let due = caller.get("/worklist").await.ok();
        assert!(
            due["items"].as_array().unwrap().iter().all(|row| row["case"] == **own) && due["items"][0]["case"] == **own
        );
        caller.get(&format!("/cases/{foreign}")).await.refused(404, "NOT_FOUND");
        caller
            .put(&format!("/cases/{foreign}/basis"), json!({"purpose": "Fel uppdrag."}))
            .await
            .refused(404, "NOT_FOUND");
    }
    assert_eq!(ids(&there.post("/cases/search", search(MARIA.identity)).await.ok()), Vec::<&str>::new());
    assert_eq!(ids(&here.post("/cases/search", search(MARIA.identity)).await.ok()), [&life.case]);
    region.stop().await;
}

#[actix_web::test]
async fn another_regions_staff_finds_nothing() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let gunn = region.staff(GUNN);
    let there = life.by(GUNN, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    let nowhere = gunn.get(&format!("/cases/{}", assignment(1))).await.refused(404, "NOT_FOUND");
    assert_eq!(without_trace(there), without_trace(nowhere));
    for list in ["/cases", "/worklist"] {
        assert_eq!(gunn.get(list).await.ok()["_meta"]["totalRecords"], 0);
    }
    assert_eq!(ids(&gunn.post("/cases/search", search(MARIA.identity)).await.ok()), Vec::<&str>::new());
    region.stop().await;
}

#[actix_web::test]
async fn a_consent_ends_at_its_last_moment_exactly() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let end = life.seen_by(KARIN).await["consents"][0]["validTo"].as_str().unwrap().to_owned();
    let change = life.by(HANNA, "POST", "/material-changes", json!({"text": "Ny lägenhet."})).await.made();
    let trigger = json!({"trigger": {"kind": "material_change", "id": change}});
    region.set(moment(&end) - chrono::TimeDelta::microseconds(1));
    let before = life.seen_by(HANNA).await;
    assert!(before["planVersions"].as_array().unwrap().len() == 1 && !before["person"]["identity"].is_null());
    let open = life.by(KARIN, "GET", "/actions", Value::Null).await.ok();
    assert!(open["allowed"].as_array().unwrap().iter().any(|action| action["command"] == "open_revision"));
    region.at(&end);
    let after = life.seen_by(HANNA).await;
    // What remains is what K-HSL itself does and has written.
    assert_eq!(
        (&after["person"]["identity"], &after["need"], &after["preparation"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert!(!after.to_string().contains("Att få bo kvar hemma."), "{after}");
    life.by(KARIN, "POST", "/plan/revision", trigger.clone()).await.refused(422, "CONSENT_NOT_IN_FORCE");
    // A new consent opens it again, at once.
    life.by(KARIN, "POST", "/consents", consent(region.now())).await.ok();
    assert!(life.seen_by(HANNA).await.to_string().contains("Att få bo kvar hemma."));
    life.by(KARIN, "POST", "/plan/revision", trigger).await.ok();
    region.stop().await;
}

#[actix_web::test]
async fn a_consent_begins_at_its_first_moment_exactly() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Accepted).await;
    let begin = region.now() + chrono::TimeDelta::days(2);
    life.by(KARIN, "POST", "/consents", consent(begin)).await.made();
    for before in [chrono::TimeDelta::days(2), chrono::TimeDelta::microseconds(1)] {
        region.set(begin - before);
        life.by(KARIN, "POST", "/preparation", Value::Null).await.refused(422, "CONSENT_NOT_IN_FORCE");
    }
    region.set(begin);
    life.by(KARIN, "POST", "/preparation", Value::Null).await.ok();
    region.stop().await;
}

/// The meeting ends on the 24th, 25th and 25th of March in Sweden; the clocks go forward in the night to the 28th.
#[actix_web::test]
async fn days_are_counted_in_sweden_when_the_clocks_change() {
    let region = Region::start().await;
    let cases = [
        ("2027-03-24T21:30:00Z", "2027-03-27T23:00:00Z"),
        ("2027-03-24T22:30:00Z", "2027-03-28T22:00:00Z"),
        ("2027-03-25T09:00:00Z", "2027-03-28T22:00:00Z"),
    ];
    for ((start, due), person) in cases.into_iter().zip(CITIZENS) {
        let mut life = Life::report(&region, person).await;
        life.meets = moment(start);
        life.go_to(Stage::Held).await;
        let end = moment(due);
        for (at, overdue) in [(end, false), (end + chrono::TimeDelta::microseconds(1), true)] {
            region.set(at);
            let rows = region.worklist(OLLE).await;
            let row = rows.iter().find(|row| row["key"] == "document_plan" && row["case"] == life.case).unwrap();
            assert_eq!((&row["due"], &row["overdue"]), (&json!(due), &json!(overdue)), "{start}");
        }
        region.at("2027-03-01T08:00:00Z");
    }
    region.stop().await;
}

#[actix_web::test]
async fn ten_thousand_swedish_characters_fit_and_not_one_more() {
    let region = Region::start().await;
    let mut body = need(MARIA, region.now());
    let text = "åäöÅÄÖ é€𝄞 ".chars().cycle().take(9_999).collect::<String>() + "ö";
    body["description"] = json!(text);
    body["ownAssessment"] = json!(text);
    let made = region.staff(KARIN).post("/cases", body.clone()).await;
    let case = made.made();
    let life = Life::of(&region, MARIA, case);
    for seen in [life.seen_by(KARIN).await, life.by_individual("GET", "", Value::Null).await.ok()] {
        assert_eq!((&seen["need"]["description"], &seen["need"]["ownAssessment"]), (&json!(text), &json!(text)));
    }
    body["description"] = json!(text + "å");
    let refused = region.staff(ANNA).post("/cases", body).await.refused(400, "FIELD_INVALID");
    assert_eq!(
        refused["errors"],
        json!([{"pointer": "/description", "code": "FIELD_LENGTH", "message": refused["errors"][0]["message"]}])
    );
    region.stop().await;
}

#[actix_web::test]
async fn the_same_key_twice_gives_the_same_answer() {
    let region = Region::start().await;
    let karin = region.staff(KARIN);
    let key = [("idempotency-key", "5f0c7c1e-5c1f-4f0b-9a52-8a5f0c7b1d11")];
    let body = need(MARIA, region.now());
    let first = karin.send(Method::POST, "/cases", body.clone(), &key).await;
    let again = karin.send(Method::POST, "/cases", body.clone(), &key).await;
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    for header in ["etag", "location", "content-type"] {
        assert_eq!(first.header(header), again.header(header));
    }
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    let mut other = body;
    other["description"] = json!("Något helt annat.");
    karin.send(Method::POST, "/cases", other, &key).await.refused(422, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(karin.get("/cases").await.ok()["_meta"]["totalRecords"], 1);

    // On a case, too, though it has gone on since; and a key belongs to the one who used it.
    let mut life = Life::of(&region, MARIA, first.made());
    life.go_to(Stage::Consented).await;
    let path = format!("/cases/{}/preparation", life.case);
    let before = life.seen_by(KARIN).await["version"].to_string();
    let version = format!("\"{before}\"");
    let retry = [("idempotency-key", "start-1234"), ("if-match", version.as_str())];
    let done = karin.send(Method::POST, &path, Value::Null, &retry).await;
    let again = karin.send(Method::POST, &path, Value::Null, &retry).await;
    assert!(done.body == again.body && (200..300).contains(&done.status));
    assert_eq!((again.status, again.header("idempotent-replayed")), (done.status, "true"));
    region.staff(GUNN).send(Method::POST, &path, Value::Null, &retry).await.refused(404, "NOT_FOUND");
    crate::cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn two_cases_at_units_that_do_not_know_of_each_other() {
    let region = Region::start().await;
    let ours = Life::at(&region, MARIA, Stage::Mapped).await;
    let made = region.staff(ANNA).post("/cases", need(MARIA, region.now())).await;
    assert_eq!(made.status, 201);
    let theirs = Life::of(&region, MARIA, made.made());
    theirs.by(ANNA, "GET", "/actions", Value::Null).await.ok();
    for (own, foreign, who, admin) in [(&ours, &theirs, KARIN, SOC_ADMIN), (&theirs, &ours, ANNA, VC_ADMIN)] {
        let caller = region.staff(who);
        let mut answers = vec![own.seen_by(who).await, caller.post("/cases/search", search(MARIA.identity)).await.ok()];
        for list in ["/cases", "/worklist"] {
            answers.push(caller.get(list).await.ok());
        }
        answers.push(region.staff(admin).get("/cases").await.ok());
        for answer in answers {
            assert!(
                answer.to_string().contains(&own.case) && !answer.to_string().contains(&foreign.case),
                "{who}: {answer}"
            );
        }
        let due = region.staff(admin).get("/worklist").await.ok();
        assert!(!due.to_string().contains(&foreign.case), "{due}");
        foreign.by(who, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
        foreign.by(admin, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    }
    let mine = region.citizen(MARIA).get("/me/cases").await.ok();
    assert_eq!(ids(&mine).len(), 2);
    region.stop().await;
}

#[actix_web::test]
async fn an_ended_assignment_stops_at_once() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Mapped).await;
    let (karin, path) = (region.staff(KARIN), format!("/assignments/{}", assignment(KARIN)));
    for who in [KARIN, OLLE, VC_ADMIN] {
        region.staff(who).patch(&path, json!({"ended": true})).await.refused(403, "ROLE_PERMISSION_MISSING");
    }
    life.seen_by(KARIN).await;
    let ended = region.staff(SOC_ADMIN).patch(&path, json!({"ended": true})).await.ok();
    assert_eq!(ended["endedAt"].as_str().map(moment), Some(region.now()));
    // The token is as good as before; what it stands for is not.
    life.by(KARIN, "GET", "", Value::Null).await.refused(401, "UNAUTHENTICATED");
    life.by(KARIN, "PUT", "/basis", json!({"purpose": "För sent."})).await.refused(401, "UNAUTHENTICATED");
    for list in ["/cases", "/worklist"] {
        karin.get(list).await.refused(401, "UNAUTHENTICATED");
    }
    // Her other assignment goes on, and so does everybody else's; the attempts are in the log.
    region.staff_under(KARIN, KARIN_AT_VC, 3).get("/cases").await.ok();
    region.staff(OLLE).get("/cases").await.ok();
    let log = life.by_individual("GET", "/access-log?limit=100", Value::Null).await.ok();
    let turned_away = log["items"].as_array().unwrap().iter().filter(|row| row["outcome"] == "no_assignment").count();
    assert_eq!(turned_away, 2);
    region.stop().await;
}
