//! Every operation of the document has an example, and every example does what it says on the demo as it is when it starts.

use reqwest::{Client, Method};
use serde_json::{Map, Value};
use sip_api::app::{IdSource, Options, Running, registered, start_with};
use sip_api::config::Config;
use sip_api::demo::{Clock, seed};
use sip_api::examples::{answers, requests};
use sip_tests::database::TestDatabase;
use sip_tests::template::Template;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use tempfile::TempDir;

/// Set to write the answers anew instead of comparing them.
const RECORD: &str = "SIP_RECORD_EXAMPLES";
const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// An operation as the document shows it.
struct Operation {
    id: String,
    method: Method,
    path: String,
    shown: Value,
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, shown) in item.as_object().unwrap() {
            operations.push(Operation {
                id: shown["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                shown: shown.clone(),
            });
        }
    }
    operations
}

fn demo_document() -> Value {
    serde_json::to_value(registered(true, None)).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Operation {
    fn parameters(&self, place: &str) -> Vec<(String, String)> {
        let listed = self.shown["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let shown = listed.iter().filter(|parameter| parameter["in"] == place && !parameter["example"].is_null());
        shown.map(|parameter| (text(&parameter["name"]), text(&parameter["example"]))).collect()
    }

    fn body(&self) -> Option<&Value> {
        self.shown.pointer("/requestBody/content/application~1json/example")
    }

    /// The name of the schema of the answer.
    fn schema(&self, status: u16) -> Option<&str> {
        let content = self.shown["responses"][status.to_string()]["content"].as_object()?;
        content.values().next()?["schema"]["$ref"].as_str()?.rsplit('/').next()
    }

    /// Sends it just as the page would: what the document shows, signed in as the persona that it names.
    async fn send(&self, server: &Demo) -> (u16, String) {
        let mut path = self.path.clone();
        for (name, value) in self.parameters("path") {
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        // No value of ours needs to be escaped.
        let query: Vec<_> = self.parameters("query").iter().map(|(name, value)| format!("{name}={value}")).collect();
        let url = server.url(&format!("{path}?{}", query.join("&")));
        let mut request = server.client.request(self.method.clone(), url).header("traceparent", TRACE);
        for (name, value) in self.parameters("header") {
            request = request.header(name, value);
        }
        if let Some(persona) = self.shown["x-demo-persona"].as_str() {
            request = request.bearer_auth(server.sign_in(persona).await);
        }
        if let Some(body) = self.body() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

/// A demo server whose answers are the same in each run.
struct Demo {
    client: Client,
    running: Running,
    database: TestDatabase,
    folder: TempDir,
}

impl Demo {
    /// On a copy of the seeded database.
    async fn on(template: &Template) -> Self {
        let folder = TempDir::new().unwrap();
        let database = template.copy_to(folder.path());
        let settings = [
            ("SIP_LISTEN", "127.0.0.1:0".to_owned()),
            ("SIP_BASE_URL", "https://sip.example.se".to_owned()),
            ("SIP_WORKERS", "1".to_owned()),
            ("DATABASE_URL", database.url().to_owned()),
            ("SIP_MASTER_KEY_FILE", database.key_file().display().to_string()),
        ];
        let config = Config::from_env(settings.map(|(name, value)| (name.to_owned(), value)), true).unwrap();
        let options = Options {
            clock: Some(Clock::still(seed::start())),
            ids: Some(IdSource::Counted(Arc::new(AtomicU64::new(1)))),
            ..Options::default()
        };
        Self { client: Client::new(), running: start_with(config, options).await.unwrap(), database, folder }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    async fn sign_in(&self, persona: &str) -> String {
        let body = serde_json::json!({"persona": persona});
        let answer = self.client.post(self.url("/sip/v1/demo/tokens")).json(&body).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["accessToken"].as_str().unwrap().to_owned()
    }

    async fn stop(self) {
        self.running.stop().await;
        drop((self.database, self.folder));
    }
}

/// The seeded database, made once and copied for each operation.
fn template(folder: &TempDir) -> Template {
    let database = TestDatabase::new_in(folder.path());
    let store = database.store();
    store.migrate().unwrap();
    seed::run(&store).unwrap();
    assert!(sip_persistence::verify(&store).unwrap().is_clean());
    drop(store);
    Template::of(&database, seed::start())
}

#[test]
fn every_operation_has_an_example_and_every_example_an_operation() {
    let operations = operations(&demo_document());
    let there: BTreeSet<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    let shown: BTreeSet<&str> = requests().keys().map(String::as_str).collect();
    assert_eq!(there.difference(&shown).collect::<Vec<_>>(), Vec::<&&str>::new(), "operations without an example");
    assert_eq!(shown.difference(&there).collect::<Vec<_>>(), Vec::<&&str>::new(), "examples without an operation");
    for operation in &operations {
        let example = &requests()[&operation.id];
        let (id, placeholders) = (&operation.id, operation.path.matches('{').count());
        assert_eq!(operation.parameters("path").len(), placeholders, "{id}: path parameters without an example");
        assert!(
            operation.shown["responses"].get(example.status.to_string()).is_some(),
            "{id}: {} not stated",
            example.status
        );
        assert_eq!(operation.body(), example.body.as_ref(), "{id}: body");
        assert_eq!(operation.shown["x-demo-persona"].as_str(), example.persona.as_deref(), "{id}: persona");
    }
}

#[test]
fn every_body_fits_the_schema_that_the_document_states() {
    let document = demo_document();
    for operation in operations(&document) {
        let Some(body) = operation.body() else { continue };
        let reference = operation.shown.pointer("/requestBody/content/application~1json/schema/$ref");
        let schema = document.pointer(reference.unwrap().as_str().unwrap().trim_start_matches('#')).unwrap();
        let (id, fields) = (&operation.id, body.as_object().unwrap());
        let known = schema["properties"].as_object().unwrap();
        for field in fields.keys() {
            assert!(known.contains_key(field), "{id}: {field} is not in the schema; do two schemas share a name?");
        }
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(required.as_str().unwrap()), "{id}: {required} is missing");
        }
    }
}

#[actix_web::test]
async fn every_example_is_answered_as_it_says() {
    let folder = TempDir::new().unwrap();
    let template = template(&folder);
    let (mut wrong, mut recorded) = (Vec::new(), BTreeMap::new());
    // Reading first, so that a shared example comes from a reading operation where there is one.
    let mut operations = operations(&demo_document());
    operations.sort_by_key(|operation| operation.method != Method::GET);
    // What only reads leaves nothing behind but rows in the access log.
    let reader = Demo::on(&template).await;
    for operation in &operations {
        let (status, body) = if operation.method == Method::GET && !operation.path.ends_with("/access-log") {
            operation.send(&reader).await
        } else {
            let server = Demo::on(&template).await;
            let answer = operation.send(&server).await;
            server.stop().await;
            answer
        };
        if status != requests()[&operation.id].status {
            wrong.push(format!("{} {} {}: {status} {body}", operation.id, operation.method, operation.path));
        } else if let Some(name) = operation.schema(status) {
            recorded.entry(name.to_owned()).or_insert_with(|| reproducible(&body));
        }
    }
    reader.stop().await;
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
    if std::env::var_os(RECORD).is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/examples/responses.json");
        std::fs::write(file, serde_json::to_string_pretty(&recorded).unwrap() + "\n").unwrap();
        return;
    }
    let stale: Vec<_> =
        recorded.iter().filter(|(name, body)| answers().get(*name) != Some(*body)).map(|(name, _)| name).collect();
    assert!(stale.is_empty(), "recorded answers differ for {stale:?}; run this test with {RECORD}=1 and build again");
    assert_eq!(recorded.len(), answers().len(), "recorded answers that nothing gives any more");
}

/// A token is another one each time, and so are the secret of a subscription and the hash of a journal row: it is over what
/// is sealed.
fn reproducible(body: &str) -> Value {
    let mut value: Value = serde_json::from_str(body).unwrap();
    if let Some(token) = value.as_object_mut().and_then(|fields: &mut Map<String, Value>| fields.get_mut("accessToken"))
    {
        *token = "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImRlbW8ifQ.e30.c2lnbmF0dXJl".into();
    }
    if value["secret"].is_string() {
        value["secret"] = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=".into();
    }
    let items = value.get_mut("items").and_then(Value::as_array_mut);
    for item in items.into_iter().flatten().filter(|item| item["hash"].is_string()) {
        item["hash"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into();
    }
    value
}
