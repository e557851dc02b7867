//! The demo: there only when asked for, loaded once, with people to be and a clock that goes forward.

use reqwest::Client;
use serde_json::{Value, json};
use sip_api::app::{Options, Running, start_with};
use sip_api::config::Config;
use sip_tests::database::TestDatabase;
use sip_tests::{Server, problem};
use tempfile::TempDir;

async fn demo_on(database: &TestDatabase) -> (Running, Client, String) {
    let keys = database.key_file().to_str().unwrap();
    let settings = [
        ("SIP_LISTEN", "127.0.0.1:0"),
        ("SIP_WORKERS", "1"),
        ("DATABASE_URL", database.url()),
        ("SIP_MASTER_KEY_FILE", keys),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let running = start_with(Config::from_env(settings, true).unwrap(), Options::default()).await.unwrap();
    let root = format!("http://{}/sip/v1", running.address);
    (running, Client::new(), root)
}

async fn sign_in(client: &Client, root: &str, persona: &str) -> String {
    let answer = client.post(format!("{root}/demo/tokens")).json(&json!({"persona": persona})).send().await.unwrap();
    let body: Value = answer.json().await.unwrap();
    assert_eq!((&body["tokenType"], &body["expiresIn"]), (&json!("Bearer"), &json!(3600)));
    body["accessToken"].as_str().unwrap().to_owned()
}

async fn get(client: &Client, url: String, token: &str) -> (u16, Value) {
    let answer = client.get(url).bearer_auth(token).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[actix_web::test]
async fn without_the_flag_there_is_no_demo() {
    let server = Server::start().await;
    for path in ["/sip/v1/demo/personas", "/sip/v1/demo/clock", "/sip/v1/demo/tokens"] {
        let (status, body) = problem(server.get(path).send().await.unwrap()).await;
        assert_eq!((status, &body["code"]), (404, &json!("NOT_FOUND")), "{path}");
    }
    let token = server.post("/sip/v1/demo/tokens", json!({"persona": "k-soc-karin"}).to_string());
    assert_eq!(token.send().await.unwrap().status(), 404);
    server.stop().await;
}

#[actix_web::test]
async fn every_persona_can_sign_in_and_finds_the_cases_it_is_told_of() {
    let folder = TempDir::new().unwrap();
    let database = TestDatabase::new_in(folder.path());
    let (running, client, root) = demo_on(&database).await;
    let personas: Value = client.get(format!("{root}/demo/personas")).send().await.unwrap().json().await.unwrap();
    let personas = personas["items"].as_array().unwrap();
    assert!(personas.len() > 40);
    for persona in personas {
        let token = sign_in(&client, &root, persona["key"].as_str().unwrap()).await;
        for case in persona["cases"].as_array().unwrap() {
            let path = if persona["kind"] == "staff" { "cases" } else { "me/cases" };
            let url = format!("{root}/{path}/{}", case["case"].as_str().unwrap());
            let (status, body) = get(&client, url, &token).await;
            assert_eq!(
                (status, &body["status"]["code"]),
                (200, &case["status"]),
                "{} {}",
                persona["key"],
                case["case"]
            );
        }
    }
    let token = client.post(format!("{root}/demo/tokens")).json(&json!({"persona": "nobody"})).send().await.unwrap();
    let (status, body) = problem(token).await;
    assert_eq!((status, &body["errors"][0]["pointer"]), (400, &json!("/persona")));
    running.stop().await;
}

#[actix_web::test]
async fn a_second_start_leaves_the_data_alone_and_the_clock_where_it_was() {
    let folder = TempDir::new().unwrap();
    let database = TestDatabase::new_in(folder.path());
    let (running, client, root) = demo_on(&database).await;
    let clock = format!("{root}/demo/clock");
    let shown: Value = client.get(&clock).send().await.unwrap().json().await.unwrap();
    assert!(shown["now"].as_str().unwrap().starts_with("2027-03-01T08:"), "{shown}");
    for refused in ["2027-03-01T07:59:59Z", "2100-01-01T00:00:00Z"] {
        let answer = client.put(&clock).json(&json!({"now": refused})).send().await.unwrap();
        let (status, body) = problem(answer).await;
        assert_eq!((status, &body["errors"][0]["code"]), (400, &json!("FIELD_RANGE")), "{refused}");
    }
    let moved = client.put(&clock).json(&json!({"now": "2027-03-11T12:00:00Z"})).send().await.unwrap();
    assert_eq!(moved.status(), 200);

    let karin = sign_in(&client, &root, "k-soc-karin").await;
    let case = format!("{root}/cases/01993b00-1000-7000-8000-000000000003");
    let offered = client.post(format!("{case}/offer")).bearer_auth(&karin).header("if-match", "\"2\"");
    assert_eq!(offered.send().await.unwrap().status(), 200);
    running.stop().await;

    let (running, client, root) = demo_on(&database).await;
    let shown: Value = client.get(format!("{root}/demo/clock")).send().await.unwrap().json().await.unwrap();
    assert!(shown["now"].as_str().unwrap().starts_with("2027-03-11T12:"), "{shown}");
    let karin = sign_in(&client, &root, "k-soc-karin").await;
    let case = format!("{root}/cases/01993b00-1000-7000-8000-000000000003");
    let (_, body) = get(&client, case, &karin).await;
    assert_eq!((&body["status"]["code"], &body["version"]), (&json!("offered"), &json!(3)));
    running.stop().await;
}
