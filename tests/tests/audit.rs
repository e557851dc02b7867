//! The access log: a row for each call of somebody known to an operation that needs a token, done or refused, and no answer
//! without its row.

mod walk;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use reqwest::Method;
use serde_json::{Value, json};
use sip_persistence::{Conn, Store};
use sip_tests::Server;
use sip_tests::crowd::{Answer, Call, Crowd, case};
use sip_tests::dice::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::sync_channel;
use uuid::Uuid;
use walk::{Bearer, Ground, Step, operations, walkers};

/// How many calls the walk makes.
const CALLS: &str = "SIP_AUDIT_CALLS";

/// The demo's region, whose administrators keep the profile.
const REGION: &str = "01993b00-0001-7000-8000-000000000002";

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
    action: String,
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Nullable<Text>)]
    code: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    case_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    assignment_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    unit_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    person_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    client: Option<String>,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = BigInt)]
    version: i64,
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = Text)]
    id: String,
}

/// A second connection to the server's database, as another process would have it.
fn beside(server: &Server) -> Store {
    server.database().store()
}

/// All rows but those of the demo's past and of the backend itself, by trace.
fn rows(store: &Store) -> BTreeMap<String, Vec<Row>> {
    let query = "SELECT * FROM access_log WHERE operation <> 'seedDemo' AND actor_kind <> 'system'";
    let rows: Vec<Row> = store.read(|conn| Ok(diesel::sql_query(query).load(conn)?)).unwrap();
    let mut by_trace = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        by_trace.entry(row.trace_id.clone()).or_default().push(row);
    }
    by_trace
}

fn version_of(store: &Store, case: Uuid) -> Option<i64> {
    let query = format!("SELECT version FROM cases WHERE id = '{case}'");
    let found: Option<Version> = store.read(|conn| Ok(diesel::sql_query(query).get_result(conn).optional()?)).unwrap();
    found.map(|found| found.version)
}

/// Assignments that have been ended on the way: who calls under one is unknown.
fn ended(store: &Store) -> BTreeSet<String> {
    let query = "SELECT id FROM assignments WHERE ended_at IS NOT NULL";
    let found: Vec<Ended> = store.read(|conn| Ok(diesel::sql_query(query).load(conn)?)).unwrap();
    found.into_iter().map(|found| found.id).collect()
}

/// A call that was made, as far as the log has to tell of it.
struct Made {
    told: String,
    operation: String,
    method: Method,
    /// None when nothing of it belongs into the log: of nobody known, or to an operation open to all.
    known: Option<Bearer>,
    key: String,
    case: Option<Uuid>,
    answer: walk::Answer,
}

async fn make(step: Step<'_>) -> Made {
    let (operation, walker) = (step.operation, step.walker);
    let (method, case, id) = (operation.method.clone(), step.case, operation.id.clone());
    let known = Some(walker.bearer.clone()).filter(|held| operation.needs_token && *held != Bearer::Nobody);
    let key = walker.key.clone();
    let answer = step.go().await;
    let told = format!("{key} {id} {} {}", answer.status, answer.code);
    assert!(answer.status < 500, "{told}");
    Made { told, operation: id, method, known, key, case, answer }
}

impl Made {
    /// What the log has to say of how it ended: the outcome, and the code unless the outcome says all.
    fn outcome(&self) -> (&'static str, Option<&str>) {
        let code = self.answer.code.as_str();
        match (self.answer.status, code) {
            (200..=399, _) if self.answer.replayed => ("replayed", None),
            (200..=399, _) => ("done", None),
            (401, _) => ("no_assignment", None),
            (404, _) => ("not_found", None),
            (_, "ALREADY_DONE") if ["createAssignment", "createSubscription"].contains(&self.operation.as_str()) => {
                ("conflict", Some(code))
            }
            (_, "VERSION_CONFLICT" | "IDEMPOTENCY_KEY_REUSED") => ("conflict", Some(code)),
            _ => ("refused", Some(code)),
        }
    }

    fn check(&self, rows: &[Row], ended: &BTreeSet<String>) {
        let told = &self.told;
        assert!(!rows.is_empty(), "{told}: no row");
        let (outcome, code) = self.outcome();
        for row in rows {
            assert_eq!(row.operation, self.operation, "{told}: {row:?}");
            let told_code = row.code.as_deref().filter(|_| code.is_some() || row.outcome != "not_found");
            // A body is not sent to a HEAD, so neither is its code.
            let is_head = self.answer.status >= 400 && self.answer.code.is_empty();
            // What no command was needed for to refuse is called so.
            let how = row.outcome.as_str().replace("forbidden", "refused");
            let is_same = is_head || (how.as_str(), told_code) == (outcome, code);
            assert!(is_same, "{told}: {row:?}");
            self.check_actor(row, ended);
            assert!(self.case.is_none() || row.case_id == self.case.map(|case| case.to_string()), "{told}: {row:?}");
            let is_write = self.method != Method::GET && self.operation != "searchCases";
            assert_eq!(row.action == "write", is_write, "{told}: {row:?}");
            assert_eq!(row.action == "search", self.operation == "searchCases", "{told}: {row:?}");
        }
    }

    fn check_actor(&self, row: &Row, ended: &BTreeSet<String>) {
        let actor =
            (row.actor_kind.as_str(), row.assignment_id.as_ref(), row.unit_id.as_ref(), row.person_id.is_some());
        let unknown = ("unknown", None, None, false);
        let expected = match self.known.as_ref().unwrap() {
            Bearer::Staff { assignment, .. } if ended.contains(assignment) && actor == unknown => unknown,
            Bearer::Staff { assignment, unit, .. } => ("staff", Some(assignment), Some(unit), false),
            Bearer::Citizen => ("citizen", None, None, true),
            Bearer::Dismissed | Bearer::Nobody => unknown,
        };
        assert_eq!(actor, expected, "{}: {row:?}", self.told);
        let is_client = matches!(self.known, Some(Bearer::Staff { is_client: true, .. }));
        assert_eq!(row.client.is_some(), is_client, "{}: {row:?}", self.told);
    }
}

#[actix_web::test]
async fn every_call_of_somebody_known_leaves_its_rows_and_no_other_does() {
    let calls: usize = std::env::var(CALLS).map_or(400, |calls| calls.parse().unwrap());
    let server = Server::with(true, &[("SIP_PROFILE_PRINCIPAL", REGION)]).await;
    let (crowd, store, operations) = (Crowd::of(&server), beside(&server), operations());
    let walkers = walkers(&server, &crowd).await;
    let version = |case| version_of(&store, case);
    let ground = Ground { server: &server, operations: &operations, walkers: &walkers, version: &version };
    let (mut dice, mut made) = (Dice(0x0a0d_1720_2703_0108), Vec::new());
    for number in 0..calls {
        // The portal is closed for a while every now and then.
        if number % 100 == 60 || number % 100 == 80 {
            made.push(make(ground.portal(number % 100 == 80)).await);
        }
        made.push(make(ground.step(&mut dice)).await);
    }
    let (rows, ended) = (rows(&store), ended(&store));
    let known = || made.iter().filter(|made| made.known.is_some());
    for made in known() {
        made.check(rows.get(&made.answer.trace).map_or(&[], Vec::as_slice), &ended);
    }
    // As many traces in the log as such calls, and none of anybody else.
    let traces: BTreeSet<_> = known().map(|made| &made.answer.trace).collect();
    let others: Vec<_> = rows.iter().filter(|(trace, _)| !traces.contains(trace)).collect();
    assert!(others.is_empty(), "rows of nobody's calls: {others:?}");
    assert_eq!(traces.len(), known().count());
    assert!((made.len() - known().count()) * 50 > calls, "too few calls of nobody");
    // A citizen is one person in all rows.
    let mut people = BTreeMap::<_, BTreeSet<_>>::new();
    for made in known().filter(|made| made.known == Some(Bearer::Citizen)) {
        people.entry(&made.key).or_default().extend(rows[&made.answer.trace].iter().map(|row| row.person_id.clone()));
    }
    assert!(people.values().all(|found| found.len() == 1), "{people:?}");
    tame(&made, calls, operations.len());
    server.stop().await;
}

/// Asserts that the walk met all that it is to meet.
fn tame(made: &[Made], calls: usize, operations: usize) {
    let reached: BTreeSet<_> = made.iter().map(|made| &made.operation).collect();
    assert!(reached.len() * 10 > operations * if calls < 1000 { 8 } else { 9 }, "{} of {operations}", reached.len());
    let statuses: BTreeSet<_> = made.iter().map(|made| made.answer.status).collect();
    let all = BTreeSet::from([200, 201, 304, 400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 428]);
    assert!(statuses.is_superset(&all), "too tame a walk: {statuses:?}");
    for code in ["PORTAL_CLOSED", "CALLER_KIND", "ROLE_PERMISSION_MISSING"] {
        assert!(made.iter().any(|made| made.answer.code == code), "{code} was not met");
    }
    if std::env::var_os(CALLS).is_some() {
        let mut counted = BTreeMap::<_, usize>::new();
        for made in made {
            *counted.entry(made.answer.status).or_default() += 1;
        }
        println!("{} calls to {} of {operations} operations: {counted:?}", made.len(), reached.len());
    }
}

/// Calls of each kind that show something, and a write.
fn looks(version: i64) -> Vec<(&'static str, Call)> {
    let identity = json!({"kind": "personnummer", "value": "200001252386"});
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
}

/// Calls that are turned away before their operation begins, and what they are told when the log can be written.
fn turned_away() -> Vec<(&'static str, Call, (u16, &'static str))> {
    let wishes = json!({"text": "Nytt"});
    vec![
        ("k-soc-karin", Call::get("/me"), (403, "CALLER_KIND")),
        ("maria", Call::get(case(12)), (403, "CALLER_KIND")),
        ("k-soc-karin", Call::get("/cases/inget-id"), (404, "NOT_FOUND")),
        ("k-soc-karin", Call::get("/cases?limit=0"), (400, "FIELD_INVALID")),
        ("k-soc-karin", Call::get(format!("/cases?x={}", "x".repeat(4100))), (414, "URI_TOO_LONG")),
        ("k-soc-karin", Call::post("/cases/search", json!([])), (400, "FIELD_INVALID")),
        ("k-soc-karin", Call::put(format!("{}/own-assessment", case(1)), wishes), (428, "PRECONDITION_REQUIRED")),
    ]
}

/// Nothing told but to come again.
#[track_caller]
fn assert_untold(answer: &Answer) {
    let body: Value = answer.json();
    assert_eq!((answer.status, answer.code().as_str()), (503, "UNAVAILABLE"), "{}", answer.text);
    assert!(answer.header("retry-after").is_some() && answer.header("etag").is_none(), "{:?}", answer.headers);
    assert!(["id", "items", "cases", "version", "errors"].iter().all(|field| body[field].is_null()), "{body}");
}

#[actix_web::test]
async fn nothing_is_shown_when_the_log_cannot_be_written() {
    let server = Server::demo().await;
    let crowd = Crowd::of(&server);
    let version = crowd.version("k-soc-karin", &case(1)).await;
    server.database().run_either(
        "CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END;",
        "CREATE TRIGGER filled BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION sip_append_only('full');",
    );
    for (persona, call) in looks(version).into_iter().chain(turned_away().into_iter().map(|(who, call, _)| (who, call)))
    {
        assert_untold(&crowd.send(persona, call).await);
    }
    // Who has no token is nobody, and is told so all the same.
    assert_eq!(server.get("/sip/v1/cases").send().await.unwrap().status(), 401);
    server.database().run_either("DROP TRIGGER full", "DROP TRIGGER filled ON access_log");
    assert_eq!(crowd.version("k-soc-karin", &case(1)).await, version, "the write was not done");
    for (persona, call, expected) in turned_away() {
        let answer = crowd.send(persona, call).await;
        assert_eq!((answer.status, answer.code().as_str()), expected);
    }
    let again = crowd.together(looks(version)).await;
    assert!(again.iter().all(Answer::is_success), "{again:?}");
    server.stop().await;
}

#[actix_web::test]
async fn nothing_is_shown_while_the_log_waits() {
    let server = Server::demo().await;
    let (crowd, other) = (Crowd::of(&server), beside(&server));
    let before: usize = rows(&other).values().map(Vec::len).sum();
    let version = crowd.version("k-soc-karin", &case(1)).await;
    let calls = || looks(version);
    // Tokens are had before; they are no business of the log.
    for persona in ["k-soc-karin", "maria"] {
        crowd.send(persona, Call::get("/api-info")).await;
    }
    // Another process holds the log for writing, for longer than the server waits; of a file that is all of it.
    let (held, is_held) = sync_channel(1);
    let (free, is_freed) = sync_channel::<()>(1);
    let database = server.database();
    // Who serves may not lock the log.
    let blocker = if database.is_on_server() { database.store_as("sip") } else { other.clone() };
    let holding = std::thread::spawn(move || {
        blocker.write(move |conn| {
            if let Conn::Postgres(conn) = conn {
                conn.batch_execute("LOCK TABLE access_log IN ACCESS EXCLUSIVE MODE")?;
            }
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
    answers.iter().for_each(assert_untold);
    let after: usize = rows(&other).values().map(Vec::len).sum();
    assert_eq!(after, before + 1, "only the reading of the version");
    assert_eq!(crowd.version("k-soc-karin", &case(1)).await, version, "the write was not done");
    // Once the log can be written all is well again.
    let again = crowd.together(calls()).await;
    assert!(again.iter().all(Answer::is_success), "{again:?}");
    server.stop().await;
}
