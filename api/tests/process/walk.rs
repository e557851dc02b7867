//! Lives the demo's cases on: follows every link that an answer offers, with a canary in every text.

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

/// A walk with all that was answered on it.
pub(crate) struct Walk {
    caller: Caller,
    document: Document,
    /// Operations by how many requests of theirs were carried out.
    pub(crate) done: BTreeMap<String, usize>,
    /// Every answer.
    pub(crate) answers: Vec<Answer>,
}

impl Walk {
    pub(crate) async fn new(caller: Caller) -> Self {
        let document = Document(caller.get("", "/openapi.json").await.json());
        Self { caller, document, done: BTreeMap::new(), answers: Vec::new() }
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

    /// Follows what the case offers the persona until nothing new is left, endings last.
    pub(crate) async fn follow(&mut self, persona: &str, case: &str, endings: bool) {
        let mut tried = BTreeSet::new();
        for _ in 0..60 {
            let answer = self.caller.get(persona, case).await;
            let body = answer.json();
            self.answers.push(answer);
            let links = body["_links"].as_array().cloned().unwrap_or_default();
            let next = links.into_iter().find(|link| {
                let rel = link["rel"].as_str().unwrap();
                (endings || !ENDINGS.contains(&rel)) && tried.insert(link["href"].as_str().unwrap().to_owned() + rel)
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
