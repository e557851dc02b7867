//! What holds at the end of every scenario: the log (L), the history (H), the portal (M), and those who have no part in it.

use reqwest::Method;
use serde_json::{Value, json};
use sip_tests::client::{Call, ROOT, Who, case_of};
use sip_tests::life::{Life, MAPPED, TOPIC};
use sip_tests::region::{FRIDA, GUNN, SELMA};
use std::collections::HashMap;
use uuid::Uuid;

/// All four, with the history read by somebody of the case's own.
pub(crate) async fn hold(life: &Life<'_>, reader: u16) {
    strangers(life).await;
    history(life, reader).await;
    log(life).await;
    portal(life).await;
    numbers(life);
}

/// The identity number is in no address, neither one called nor one given, and in no refusal.
pub(crate) fn numbers(life: &Life<'_>) {
    for call in life.region.calls() {
        assert!(!call.path.contains(life.person.identity), "{}", call.path);
        let links = call.body["_links"].to_string();
        assert!(!links.contains(life.person.identity), "{links}");
        assert!(call.status < 400 || !call.body.to_string().contains(life.person.identity), "{}", call.body);
    }
}

/// Of the rows of the access log there is one for each call about the case, which tells who, at which unit, what and when.
pub(crate) async fn log(life: &Life<'_>) {
    let calls = life.region.calls();
    let document: Value = life.region.server.get("/sip/v1/openapi.json").send().await.unwrap().json().await.unwrap();
    let (mut rows, mut page) = (HashMap::new(), 1);
    loop {
        let found = life.by_individual("GET", &format!("/access-log?limit=100&page={page}"), Value::Null).await.ok();
        let items = found["items"].as_array().unwrap();
        // Each look pushes the rows on by one, so that some are seen twice and none is missed.
        rows.extend(items.iter().map(|row| (row["id"].as_str().unwrap().to_owned(), row.clone())));
        if items.len() < 100 {
            break;
        }
        page += 1;
    }
    let mut by_trace: HashMap<&str, Vec<&Value>> = HashMap::new();
    for row in rows.values() {
        by_trace.entry(row["traceId"].as_str().unwrap()).or_default().push(row);
    }
    for call in &calls {
        if let Some(made) = call.location.split_once(ROOT).map(|(_, path)| path) {
            assert!(operation(&document, &Method::GET, made).is_some(), "{made} cannot be read");
        }
        let found = by_trace.remove(call.trace.as_str()).unwrap_or_default();
        let expected = usize::from(is_logged(call, &life.case));
        assert_eq!(found.len(), expected, "{} {} {}: {found:?}", call.method, call.path, call.status);
        for row in found {
            check_row(call, row, &document);
        }
    }
    // What is left are the looks at the log itself, and what the backend did by itself.
    let is_backend = |row: &Value| {
        (row["actorKind"] == "system") && row["operation"] == "restLapsedCase" && row["outcome"] == "done"
    };
    let is_known = |row: &&Value| row["operation"] == "listMyCaseAccess" || is_backend(row);
    assert!(by_trace.values().flatten().all(is_known), "{by_trace:?}");
}

/// Whether the call was about the case, understood or not, by somebody who had signed in.
fn is_logged(call: &Call, case: &str) -> bool {
    let shows = |value: &Value| value["id"] == case || value["case"] == case;
    match case_of(&call.path) {
        Some(about) => about == case && !matches!(call.status, 401 | 405),
        None if call.method == Method::POST && call.status == 201 => {
            call.body["id"] == case || call.sent["predecessor"] == case
        }
        None => {
            ["items", "cases"].iter().any(|list| call.body[*list].as_array().is_some_and(|rows| rows.iter().any(shows)))
        }
    }
}

fn check_row(call: &Call, row: &Value, document: &Value) {
    let told = format!("{} {} {}: {row}", call.method, call.path, call.status);
    let id = |value: &Value| value.as_str().map(|id| Uuid::try_parse(id).unwrap());
    let who = match call.who {
        Who::Staff { staff, assignment, unit } => (Some(staff), Some(assignment), Some(unit), None),
        Who::Citizen { person } => (None, None, None, Some(person)),
    };
    assert_eq!((id(&row["staff"]), id(&row["assignment"]), id(&row["unit"]), id(&row["person"])), who, "{told}");
    assert_eq!(row["at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap(), call.at, "{told}");
    let outcome = match call.status {
        200..=399 if call.replayed => "replayed",
        200..=399 => "done",
        404 => "not_found",
        412 => "conflict",
        403 if call.method == Method::GET && call.body["code"] == "ROLE_PERMISSION_MISSING" => "forbidden",
        _ => "refused",
    };
    assert_eq!(row["outcome"], outcome, "{told}");
    if ["refused", "forbidden", "conflict"].contains(&outcome) {
        assert_eq!(row["code"], call.body["code"], "{told}");
    }
    let action = match (&call.method, case_of(&call.path)) {
        (_, None) if call.path.starts_with("/cases/search") => "search",
        (&Method::GET, None) => "list",
        (&Method::GET, Some(_)) => "read",
        _ => "write",
    };
    assert_eq!(row["action"], action, "{told}");
    let operation =
        operation(document, &call.method, &call.path).unwrap_or_else(|| panic!("{told}: no such operation"));
    assert_eq!(row["operation"], operation["operationId"], "{told}");
}

/// The operation of the document that a method and a path below the root lead to.
pub(crate) fn operation<'a>(document: &'a Value, method: &Method, path: &str) -> Option<&'a Value> {
    let path = path.split('?').next().unwrap();
    let fits = |template: &str| {
        let (mut known, mut given) = (template.split('/'), path.split('/'));
        let mut pairs = known.by_ref().zip(given.by_ref());
        let same = pairs.all(|(known, given)| known == given || (known.starts_with('{') && !given.is_empty()));
        same && template.split('/').count() == path.split('/').count()
    };
    let paths = document["paths"].as_object().unwrap();
    // A written-out segment is meant before one that stands for an id.
    let mut found: Vec<_> =
        paths.iter().filter(|(template, _)| template.strip_prefix("/sip/v1").is_some_and(fits)).collect();
    found.sort_by_key(|(template, _)| template.matches('{').count());
    found.first().and_then(|(_, item)| item.get(method.as_str().to_lowercase()))
}

/// The journal is numbered without gaps, in the order of time, only ever added to, and the store finds nothing wrong with it.
pub(crate) async fn history(life: &Life<'_>, reader: u16) {
    let before = journal(life, reader).await;
    life.by_individual("POST", "/objections", json!({"text": "Jag vill att det här står kvar."})).await.ok();
    let after = journal(life, reader).await;
    assert_eq!(after[..before.len()], before[..]);
    let version = &life.seen_by(reader).await["version"];
    if *version == after.len() {
        assert_eq!(after.last().unwrap()["type"], "objection_noted");
        assert!(after.iter().zip(1..).all(|(row, number)| row["number"] == number));
    } else {
        // Who may not have the whole case any more is told what the own unit did, and nothing else.
        assert_eq!(after.len(), before.len());
        let unit = |row: &Value| row["by"]["staff"]["unit"]["id"].clone();
        assert!(after.iter().all(|row| unit(row) == unit(&after[0]) && !unit(row).is_null()), "{after:?}");
        assert!(after.iter().map(|row| row["number"].as_i64()).is_sorted());
    }
    let times: Vec<&str> = after.iter().map(|row| row["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let report = life.region.verified();
    assert!(report.is_clean(), "{:?}", report.problems);
    assert!(report.events >= u64::try_from(after.len()).unwrap());
}

/// Every row of the case's journal.
pub(crate) async fn journal(life: &Life<'_>, reader: u16) -> Vec<Value> {
    let (mut rows, mut page) = (Vec::new(), 1);
    loop {
        let found = life.by(reader, "GET", &format!("/history?limit=100&page={page}"), Value::Null).await.ok();
        rows.extend(found["items"].as_array().unwrap().iter().cloned());
        if found["_meta"]["totalRecords"] == rows.len() {
            return rows;
        }
        page += 1;
    }
}

/// No answer that a citizen got in the whole run has the mapping, a topic to leave out, or a word of them.
pub(crate) async fn portal(life: &Life<'_>) {
    for below in ["", "/plan", "/access-log"] {
        life.by_individual("GET", below, Value::Null).await.ok();
    }
    life.individual().get("/me/cases").await.ok();
    life.by_individual("GET", "/mapping", Value::Null).await.refused(404, "NOT_FOUND");
    let path = format!("/cases/{}/mapping", life.case);
    life.individual().get(&path).await.refused(403, "CALLER_KIND");
    let calls = life.region.calls();
    let mut answers = calls.iter().filter(|call| matches!(call.who, Who::Citizen { .. })).peekable();
    assert!(answers.peek().is_some());
    for call in answers {
        let text = call.body.to_string();
        for word in [TOPIC, MAPPED, "\"mapping\"", "/mapping", "\"excludedTopics\""] {
            assert!(!text.contains(word), "{word} in {} {}: {text}", call.method, call.path);
        }
    }
}

/// Who has no part in the case is told the same as of a case that does not exist.
pub(crate) async fn strangers(life: &Life<'_>) {
    strangers_among(life, &[GUNN, FRIDA, SELMA]).await;
}

/// The same of others, where the school takes part.
pub(crate) async fn strangers_among(life: &Life<'_>, others: &[u16]) {
    for &stranger in others {
        for below in ["", "/history", "/plan/versions", "/actions"] {
            let there = life.by(stranger, "GET", below, Value::Null).await.refused(404, "NOT_FOUND");
            let nowhere = format!("/cases/{}{below}", Uuid::now_v7());
            let nowhere = life.region.staff(stranger).get(&nowhere).await.refused(404, "NOT_FOUND");
            assert_eq!(without_trace(there), without_trace(nowhere));
        }
        let write = life.by(stranger, "PUT", "/basis", json!({"purpose": "Nyfikenhet."})).await;
        assert_eq!(write.refused(404, "NOT_FOUND")["version"], Value::Null);
    }
}

/// A problem without what differs in each answer.
pub(crate) fn without_trace(mut problem: Value) -> Value {
    for field in ["traceId", "instance"] {
        assert!(problem.as_object_mut().unwrap().remove(field).is_some(), "{problem}");
    }
    problem
}
