//! Lives the demo's cases on, with a canary in every text: first the example of each operation, which works on the demo as it
//! starts, then every link that an answer offers.

use crate::sip::{Answer, Caller};
use crate::substitute::Document;
use reqwest::Method;
use serde_json::Value;
use sip_api::examples;
use std::collections::{BTreeMap, BTreeSet};

/// Commands that end a case or take something away: left for last.
const ENDINGS: [&str; 9] = [
    "close",
    "close_by_event",
    "close_without_plan",
    "refuse_sip",
    "withdraw_consent",
    "cancel_meeting",
    "discard_revision",
    "require_new_meeting",
    "remove_invitee",
];

/// Where the paths of such operations end; establishing comes late because it closes what is written.
const LATE: [&str; 8] =
    ["establishment", "closure", "refusal", "withdrawal", "cancellation", "discarding", "new-meeting", "lead"];

/// A walk with all that was answered on it.
pub(crate) struct Walk {
    caller: Caller,
    document: Document,
    tried: BTreeSet<String>,
    /// Operations by how many requests of theirs were carried out.
    pub(crate) done: BTreeMap<String, usize>,
    /// Every answer.
    pub(crate) answers: Vec<Answer>,
}

impl Walk {
    pub(crate) async fn new(caller: Caller) -> Self {
        let document = Document(caller.get("", "/openapi.json").await.json());
        Self { caller, document, tried: BTreeSet::new(), done: BTreeMap::new(), answers: Vec::new() }
    }

    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// Sends a request whose body is made from the document; the most telling body that is taken wins.
    pub(crate) async fn send(&mut self, persona: &str, method: &str, path: &str, version: Option<i64>) -> bool {
        let below = path.split_once("/sip/v1").map_or(path, |(_, below)| below);
        let template = format!("/sip/v1{}", below.split('?').next().unwrap_or_default());
        let Some(operation) = self.document.operation(method, &template) else { panic!("{method} {path}") };
        let name = operation["operationId"].as_str().unwrap().to_owned();
        let example = examples::requests().get(&name).and_then(|example| example.body.as_ref());
        let bodies = self.document.bodies(operation, example);
        let headers: Vec<_> = version.iter().map(|version| ("if-match", format!("\"{version}\""))).collect();
        let verb: Method = method.to_uppercase().parse().unwrap();
        let bodies = bodies.map_or(vec![None], |[plain, full]| vec![Some(full), Some(plain)]);
        for body in bodies {
            let answer = self.caller.send(persona, verb.clone(), path, body.as_ref(), &headers).await;
            let is_success = answer.is_success();
            assert!(answer.status < 500, "{method} {path}: {}", answer.text);
            self.answers.push(answer);
            if is_success {
                *self.done.entry(name).or_default() += 1;
                return true;
            }
        }
        false
    }

    /// Sends the example of every operation of the contract.
    pub(crate) async fn examples(&mut self) {
        let named = |(path, method, operation): (&str, &str, &Value)| {
            let name = operation["operationId"].as_str().unwrap();
            let example = examples::requests().get(name)?;
            let below = path.strip_prefix("/sip/v1").filter(|below| !below.starts_with("/demo"))?;
            let path =
                example.path.iter().fold(below.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
            let query: Vec<_> = example.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let case = example
                .path
                .get("caseId")
                .map(|case| format!("{}/{case}", path.split(case).next().unwrap().trim_end_matches('/')));
            let path = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
            Some((example.persona.clone().unwrap_or_default(), method.to_owned(), path, case))
        };
        let mut all: Vec<_> = self.document.operations().filter_map(named).collect();
        // What takes something away or ends it comes after what needs it.
        let is_late = |method: &str, path: &str| {
            let end = path.rsplit('/').next().unwrap_or_default();
            method == "delete" || path.starts_with("/assignments") || LATE.contains(&end)
        };
        all.sort_by_key(|(_, method, path, _)| is_late(method, path));
        for (persona, method, path, case) in all {
            let version = match case.filter(|_| method != "get") {
                Some(case) => self.caller.get(&persona, &case).await.json()["version"].as_i64(),
                None => None,
            };
            self.send(&persona, &method, &path, version).await;
        }
    }

    /// Follows what the case offers the persona until nothing new is left, endings last.
    pub(crate) async fn follow(&mut self, persona: &str, case: &str, endings: bool) {
        loop {
            let answer = self.caller.get(persona, case).await;
            let body = answer.json();
            self.answers.push(answer);
            let links = body["_links"].as_array().cloned().unwrap_or_default();
            let next = links.into_iter().find(|link| {
                let (rel, href) = (link["rel"].as_str().unwrap(), link["href"].as_str().unwrap());
                (endings || !ENDINGS.contains(&rel)) && self.tried.insert(format!("{persona} {rel} {href}"))
            });
            let Some(link) = next else { return };
            let (method, href) = (link["method"].as_str().unwrap().to_lowercase(), link["href"].as_str().unwrap());
            let version = body["version"].as_i64().filter(|_| method != "get");
            self.send(persona, &method, href, version).await;
        }
    }
}

/// Where a persona reads a case.
pub(crate) fn place(kind: &Value, case: &Value) -> String {
    let root = if kind == "citizen" { "/me/cases" } else { "/cases" };
    format!("{root}/{}", case.as_str().unwrap())
}
