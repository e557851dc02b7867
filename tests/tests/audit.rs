//! The access log: a row for each call that reached a case or a person, done or refused, and no answer without its row.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use reqwest::Method;
use serde_json::{Value, json};
use sip_api::config::Storage;
use sip_persistence::Store;
use sip_tests::Server;
use sip_tests::crowd::{Answer, Call, Crowd, case};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::sync_channel;

/// A row of the log.
#[derive(Clone, Debug, QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    trace_id: String,
    #[diesel(sql_type = Text)]
    operation: String,
    #[diesel(sql_type = Text)]
    actor_kind: String,
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Nullable<Text>)]
    case_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    actor: Option<String>,
}

/// A second connection to the server's database, as another process would have it.
fn beside(server: &Server) -> Store {
    Storage::beside(&server.database()).unwrap().open().unwrap()
}

/// All rows but those of the demo's past, by trace.
fn rows(store: &Store) -> BTreeMap<String, Vec<Row>> {
    let query = "SELECT trace_id, operation, actor_kind, outcome, case_id, coalesce(assignment_id, person_id) AS actor \
                 FROM access_log WHERE operation <> 'seedDemo'";
    let rows: Vec<Row> = store.read(|conn| Ok(diesel::sql_query(query).load(conn)?)).unwrap();
    let mut by_trace = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        by_trace.entry(row.trace_id.clone()).or_default().push(row);
    }
    by_trace
}

fn trace(answer: &Answer) -> String {
    answer.header("traceparent").unwrap().split('-').nth(1).unwrap().to_owned()
}

/// Numbers that look random and are the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        from[usize::try_from(self.0 % u64::try_from(from.len()).unwrap()).unwrap()]
    }
}

/// Callers of all kinds, also ones that no assignment belongs to.
const CALLERS: [&str; 12] = [
    "k-soc-karin",
    "k-soc-olle",
    "k-hsl-hanna",
    "r-psy-lisa",
    "r-psy-eva",
    "r-vc-admin",
    "g-vc-gunn",
    "auditor",
    "maria",
    "viola",
    "mona",
    "dismissed",
];

/// One step: the operation it reaches, and the request.
fn step(dice: &mut Dice, version: i64, number: u16) -> (&'static str, Call) {
    let (case, bare) = (case(number), case(number).replace("/cases/", ""));
    let version = dice.pick(&[version, version, 1, 99]);
    let reads: [(&'static str, String); 12] = [
        ("getCase", case.clone()),
        ("listActions", format!("{case}/actions")),
        ("listConsents", format!("{case}/consents")),
        ("getPreparation", format!("{case}/preparation")),
        ("listMeetings", format!("{case}/meetings")),
        ("listPlanVersions", format!("{case}/plan/versions")),
        ("listHistory", format!("{case}/history")),
        ("listCaseAccess", format!("{case}/access-log")),
        ("listCases", "/cases".to_owned()),
        ("listWork", "/worklist".to_owned()),
        ("getMyCase", format!("/me/cases/{bare}")),
        ("getCase", "/cases/01993b00-1000-7000-8000-00000000dead".to_owned()),
    ];
    let identity = json!({"kind": "personnummer", "value": "200001252386"});
    let writes: [(&'static str, Call); 6] = [
        ("putOwnAssessment", Call::put(format!("{case}/own-assessment"), json!({"text": "Nytt"})).version(version)),
        ("offerSip", Call::new(Method::POST, format!("{case}/offer")).version(version)),
        ("startPreparation", Call::new(Method::POST, format!("{case}/preparation")).version(version)),
        (
            "reportMaterialChange",
            Call::post(format!("{case}/material-changes"), json!({"text": "Flytt"})).version(version),
        ),
        ("searchCases", Call::post("/cases/search", json!({"identity": identity, "reason": "Ringde hit"}))),
        ("objectInMyCase", Call::post(format!("/me/cases/{bare}/objections"), json!({"text": "Nej"})).version(version)),
    ];
    if dice.pick(&[true, true, false]) {
        let (operation, path) = reads[dice.pick(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])].clone();
        (operation, Call::get(path))
    } else {
        writes[dice.pick(&[0, 1, 2, 3, 4, 5])].clone()
    }
}

/// Refused before the operation begins: not understood, or not for this kind of caller.
fn is_turned_away(answer: &Answer) -> bool {
    matches!(answer.status, 400 | 413 | 415 | 428) || answer.code() == "CALLER_KIND"
}

/// How many cases an answer shows: a list has a row for each.
fn shown(operation: &str, answer: &Answer) -> usize {
    let body = answer.json();
    let items = body["items"].as_array().cloned().unwrap_or_default();
    match operation {
        "listCases" | "searchCases" => items.len().max(1),
        "listWork" => {
            let cases: BTreeSet<_> = items.iter().map(|item| item["case"].to_string()).collect();
            cases.len().max(1)
        }
        _ => 1,
    }
}

#[actix_web::test]
async fn every_call_of_a_long_walk_leaves_its_rows() {
    let server = Server::demo().await;
    let (crowd, store) = (Crowd::of(&server), beside(&server));
    crowd.know("dismissed", &server.staff_token("SE2321000016-P011", "SE2321000016-A099"));
    let mut dice = Dice(0x0a0d_1720_2703_0108);
    let mut walked = Vec::new();
    for _ in 0..300 {
        let number = dice.pick(&[1, 3, 4, 5, 8, 11, 12, 12, 12]);
        let version = crowd.send("k-soc-karin", Call::get(case(number))).await;
        let caller = dice.pick(&CALLERS);
        let (operation, call) = step(&mut dice, version.json()["version"].as_i64().unwrap_or(1), number);
        walked.push((caller, operation, crowd.send(caller, call).await));
    }
    let rows = rows(&store);
    let mut statuses = BTreeSet::new();
    for (caller, operation, answer) in &walked {
        let told = format!("{caller} {operation} {} {}", answer.status, answer.code());
        assert!(answer.status < 500, "{told} {}", answer.text);
        statuses.insert(answer.status);
        let found = rows.get(&trace(answer)).cloned().unwrap_or_default();
        if is_turned_away(answer) {
            assert!(found.is_empty(), "{told}: {found:?}");
            continue;
        }
        assert_eq!(found.len(), shown(operation, answer), "{told}: {found:?}");
        for row in &found {
            assert_eq!(row.operation, *operation, "{told}");
            let done = matches!(row.outcome.as_str(), "done" | "replayed");
            // A part of a case may be missing though the case was read.
            assert!(done == answer.is_success() || (done && answer.status == 404), "{told}: {row:?}");
            let kind = match *caller {
                "dismissed" => "unknown",
                "maria" | "viola" | "mona" => "citizen",
                _ => "staff",
            };
            assert_eq!((row.actor_kind.as_str(), row.actor.is_some()), (kind, kind != "unknown"), "{told}: {row:?}");
            let is_about_a_case = !["listCases", "searchCases", "listWork"].contains(operation);
            assert!(row.case_id.is_some() || !is_about_a_case, "{told}: {row:?}");
        }
    }
    assert!(statuses.is_superset(&BTreeSet::from([200, 401, 403, 404, 409, 412])), "too tame a walk: {statuses:?}");
    server.stop().await;
}

#[actix_web::test]
async fn nothing_is_shown_when_it_cannot_be_logged() {
    let server = Server::demo().await;
    let (crowd, other) = (Crowd::of(&server), beside(&server));
    let before: usize = rows(&other).values().map(Vec::len).sum();
    let version = crowd.version("k-soc-karin", &case(1)).await;
    let identity = json!({"kind": "personnummer", "value": "200001252386"});
    let calls = || {
        vec![
            ("k-soc-karin", Call::get(case(1))),
            ("k-soc-karin", Call::get(format!("{}/history", case(1)))),
            ("k-soc-karin", Call::get("/cases")),
            ("k-soc-karin", Call::get("/worklist")),
            ("maria", Call::get("/me")),
            ("maria", Call::get(format!("/me{}", case(12)))),
            ("k-soc-karin", Call::post("/cases/search", json!({"identity": identity, "reason": "Ringde hit"}))),
            ("k-soc-karin", Call::put(format!("{}/own-assessment", case(1)), json!({"text": "Nytt"})).version(version)),
        ]
    };
    // Tokens are had before; they are no business of the log.
    for persona in ["k-soc-karin", "maria"] {
        crowd.send(persona, Call::get("/api-info")).await;
    }
    // Another process holds the database for writing, for longer than the server waits.
    let (held, is_held) = sync_channel(1);
    let (free, is_freed) = sync_channel::<()>(1);
    let blocker = other.clone();
    let holding = std::thread::spawn(move || {
        blocker.write(move |_| {
            held.send(()).unwrap();
            // Ends too when the test fails and the other end is gone.
            let _ = is_freed.recv();
            Ok(())
        })
    });
    is_held.recv().unwrap();
    let answers = crowd.together(calls()).await;
    free.send(()).unwrap();
    holding.join().unwrap().unwrap();
    for answer in &answers {
        let body: Value = answer.json();
        assert_eq!((answer.status, answer.code().as_str()), (503, "UNAVAILABLE"), "{}", answer.text);
        assert!(answer.header("retry-after").is_some() && body["id"].is_null() && body["items"].is_null(), "{body}");
    }
    let after: usize = rows(&other).values().map(Vec::len).sum();
    assert_eq!(after, before + 1, "only the reading of the version");
    assert_eq!(crowd.version("k-soc-karin", &case(1)).await, version, "the write was not done");
    // Once the log can be written all is well again.
    let again = crowd.together(calls()).await;
    assert!(again.iter().all(Answer::is_success), "{again:?}");
    server.stop().await;
}
