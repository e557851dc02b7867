//! A case that the caller may not know of is answered as one that does not exist: the same bytes, the same headers. How long
//! both take is measured, not asserted.

use diesel::prelude::*;
use diesel::sql_types::Text;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use sip_api::examples::requests;
use sip_tests::Server;
use sip_tests::crowd::Crowd;
use sip_tests::reads::contract;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// One trace for all, so that answers need not differ in it.
const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// Those who have no part in any of the cases asked for: staff elsewhere, the administrator there, an auditor, a citizen.
const STRANGERS: [&str; 4] = ["g-vc-gunn", "g-vc-admin", "auditor", "viola"];

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Text)]
    id: String,
}

/// A case of the demo of this kind.
fn one(server: &Server, condition: &str) -> String {
    let store = server.database().store();
    let query = format!("SELECT id FROM cases WHERE {condition} ORDER BY id LIMIT 1");
    let found: Id = store.read(|conn| Ok(diesel::sql_query(query).get_result(conn)?)).unwrap();
    found.id
}

/// An operation about a case: its id, method, path below the root with the example's other ids, and the example's body.
struct Operation {
    id: String,
    method: Method,
    path: String,
    body: Option<&'static Value>,
}

fn operations() -> Vec<Operation> {
    let contract = contract();
    let mut found = Vec::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, shown) in item.as_object().unwrap().iter().filter(|_| path.contains("{caseId}")) {
            let id = shown["operationId"].as_str().unwrap().to_owned();
            let example = &requests()[&id];
            let others = example.path.iter().filter(|(name, _)| *name != "caseId");
            let path = others.fold(path.clone(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
            found.push(Operation {
                id,
                method: method.to_uppercase().parse().unwrap(),
                path,
                body: example.body.as_ref(),
            });
        }
    }
    found
}

impl Operation {
    fn request(&self, server: &Server, token: &str, case: &str, version: u32) -> RequestBuilder {
        let url = server.url(&self.path.replace("{caseId}", case));
        let request = server.client.request(self.method.clone(), url).bearer_auth(token).header("traceparent", TRACE);
        let request =
            if self.method == Method::GET { request } else { request.header("if-match", format!("\"{version}\"")) };
        match self.body {
            Some(body) => request.json(body),
            None => request,
        }
    }
}

/// Status, headers and bytes, without what is the moment's own.
async fn told(request: RequestBuilder) -> (u16, BTreeMap<String, String>, String) {
    let answer = request.send().await.unwrap();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let headers = headers.filter(|(name, _)| !["date", "traceparent"].contains(&name.as_str())).collect();
    (answer.status().as_u16(), headers, answer.text().await.unwrap())
}

#[actix_web::test]
async fn a_foreign_case_and_none_at_all_are_told_alike() {
    let server = Server::demo().await;
    let crowd = Crowd::of(&server);
    let kinds = ["status = 'active' AND alarm = 0", "alarm = 1", "status = 'closed'", "version = 1"];
    let cases = kinds.map(|kind| one(&server, kind));
    let operations = operations();
    for stranger in STRANGERS {
        let token = crowd.token(stranger).await;
        // What the auditor's own organisation tried is told, of whatever case; it is no answer about the case.
        let asked = operations.iter().filter(|operation| stranger != "auditor" || operation.id != "listCaseAccess");
        for operation in asked {
            let unknown = told(operation.request(&server, &token, &Uuid::now_v7().to_string(), 1)).await;
            assert!(matches!(unknown.0, 403 | 404), "{stranger} {}: {unknown:?}", operation.id);
            for case in &cases {
                let foreign = told(operation.request(&server, &token, case, 1)).await;
                assert_eq!(foreign, unknown, "{stranger} {} {case}", operation.id);
            }
        }
    }
    assert!(operations.len() > 150, "{}", operations.len());
    server.stop().await;
}

/// Median and quartiles.
fn spread(mut taken: Vec<Duration>) -> [Duration; 3] {
    taken.sort_unstable();
    [2, 1, 3].map(|quarter| taken[taken.len() * quarter / 4])
}

#[actix_web::test]
async fn how_long_a_foreign_case_and_none_at_all_take() {
    // A measurement, not a test: SIP_TIMING=yes cargo test --release -p sip-tests --test all -- --nocapture how_long
    if std::env::var_os("SIP_TIMING").is_none() {
        return;
    }
    let server = Server::demo().await;
    let token = Crowd::of(&server).token("g-vc-gunn").await;
    let foreign = one(&server, "status = 'active' AND alarm = 0");
    let protected = one(&server, "alarm = 1");
    let operations = operations();
    for name in ["getCase", "putOwnAssessment"] {
        let operation = operations.iter().find(|operation| operation.id == name).unwrap();
        let mut taken: [Vec<Duration>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        for round in 0..2_200 {
            let unknown = Uuid::now_v7().to_string();
            let asked = [unknown.as_str(), foreign.as_str(), protected.as_str()];
            // Each in each place, so that no kind always follows the same other one.
            for turn in 0..3 {
                let kind = (round + turn) % 3;
                let request = operation.request(&server, &token, asked[kind], 1);
                let started = Instant::now();
                let (status, ..) = told(request).await;
                assert_eq!(status, 404);
                if round >= 200 {
                    taken[kind].push(started.elapsed());
                }
            }
        }
        for (kind, taken) in ["unknown", "foreign", "protected"].into_iter().zip(taken) {
            let [median, low, high] = spread(taken);
            println!("{name} {kind}: median {median:?}, quartiles {low:?} to {high:?}");
        }
    }
    server.stop().await;
}
