//! What a person has told appears in answers to those who may have it, and nowhere else: no log, no address, no problem, and
//! nothing that lies on the disk.

use crate::on_disk::assert_tells_nothing;
use crate::sip::{Answer, Sip, database};
use crate::substitute::{CANARY, NUMBER};
use crate::walk::{Walk, place};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Who takes part in the walk: one for each kind of role.
const PEOPLE: [&str; 6] = ["k-soc-karin", "k-soc-olle", "k-hsl-hanna", "r-psy-lisa", "k-soc-admin", "maria"];

/// Asserts that nothing personal stands where it would spread: headers, links, problems.
fn assert_discreet(answer: &Answer) {
    let is_told = |text: &str| [CANARY, NUMBER].iter().any(|secret| text.contains(secret));
    for (name, value) in &answer.headers {
        assert!(!is_told(&String::from_utf8_lossy(value.as_bytes())), "{name}: {value:?}");
    }
    if !answer.is_success() {
        assert!(!is_told(&answer.text), "{}: {}", answer.status, answer.text);
    }
    let mut addresses = Vec::new();
    collect(&answer.json(), &mut addresses);
    assert!(addresses.iter().all(|address| !is_told(address)), "{addresses:?}");
}

/// Every address in a body.
fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "href" {
                    found.extend(value.as_str().map(str::to_owned));
                }
                collect(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// The region lives on, all words a canary.
async fn live(walk: &mut Walk, server: &Sip) {
    walk.examples().await;
    // The canary's own case, from the very beginning.
    assert!(walk.send("r-vc-anna", "post", "/cases", None).await, "{}", walk.answers.last().unwrap().text);
    let own = walk.answers.last().unwrap().json();
    assert_eq!(own["person"]["identity"]["value"], NUMBER, "the number is in the case");
    let personas = server.caller().get("", "/demo/personas").await.json()["items"].as_array().unwrap().clone();
    for endings in [false, true] {
        for _ in 0..2 {
            walk.follow("r-vc-anna", &place(&json!("staff"), &own["id"]), endings).await;
            walk.follow("lena", &place(&json!("citizen"), &own["id"]), endings).await;
        }
        for persona in personas.iter().filter(|persona| PEOPLE.contains(&persona["key"].as_str().unwrap())) {
            for case in persona["cases"].as_array().unwrap() {
                walk.follow(persona["key"].as_str().unwrap(), &place(&persona["kind"], &case["case"]), endings).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_personal_is_logged_or_stands_in_an_address_a_problem_or_a_file() {
    let folder = TempDir::new().unwrap();
    let file = database(folder.path());
    let server = Sip::start(&["serve", "--demo"], &[("DATABASE_URL", &file), ("SIP_LOG", "trace")]);
    let mut walk = Walk::new(server.caller()).await;
    live(&mut walk, &server).await;
    // Somebody puts the number where it does not belong.
    let caller = server.caller();
    for path in
        [format!("/cases/{NUMBER}"), format!("/cases?identityNumber={NUMBER}"), format!("/me/cases/{NUMBER}/plan")]
    {
        let persona = if path.starts_with("/me") { "lena" } else { "k-soc-karin" };
        let answer = caller.get(persona, &path).await;
        assert!(matches!(answer.status, 400 | 404), "{path} {}", answer.status);
        walk.answers.push(answer);
    }
    let told = walk.answers.iter().filter(|answer| answer.text.contains(CANARY)).count();
    assert!(told > 100, "the canary is in {told} answers only: the walk did not write it");
    let operations = walk.document().operations().count();
    assert!(walk.done.len() * 10 > operations * 8, "only these of {operations} were carried out: {:?}", walk.done);
    walk.answers.iter().for_each(assert_discreet);

    let token = caller.token("lena").await;
    // The staff directory is in clear; the write-ahead log holds what came last.
    let known = "SE2321000016-";
    let files = assert_tells_nothing(folder.path(), known);
    assert!(
        ["sip.db", "sip.db-wal", "sip.db-shm"].iter().all(|name| files.iter().any(|file| file == name)),
        "{files:?}"
    );
    let log = server.log();
    let files = assert_tells_nothing(folder.path(), known);
    assert!(files.iter().any(|file| file == "sip.db.heads"), "{files:?}");
    assert!(log.lines().count() > walk.answers.len() && log.contains("TRACE"), "the log was captured");
    for secret in [CANARY, NUMBER, "20030202-2389", token.rsplit('.').next().unwrap()] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "the log tells {secret}");
    }
}

/// A report of a need of somebody with this number.
fn report(kind: &str, value: &str) -> Value {
    json!({
        "kind": "open_care", "individual": {"identity": {"kind": kind, "value": value}, "name": "Tova Testkontroll"},
        "source": "staff", "detectedAt": "2027-02-26T08:00:00Z", "description": "Behov av samordning.",
        "trigger": "stuck", "legalBasis": ["hsl"],
    })
}

#[tokio::test]
async fn only_valid_numbers_are_taken_and_none_is_repeated() {
    let folder = TempDir::new().unwrap();
    let server = Sip::demo(&database(folder.path()));
    let caller = server.caller();
    let search =
        |kind: &str, value: &str| json!({"identity": {"kind": kind, "value": value}, "reason": "Den enskilde ringde."});
    for (kind, value) in [
        ("personnummer", "196101182804"),
        ("personnummer", "196102302803"),
        ("personnummer", "196101180005"),
        ("personnummer", "6101182803"),
        ("personnummer", "19610118+2803"),
        ("personnummer", "19610118280å"),
        ("personnummer", "196109732393"),
        ("samordningsnummer", "196101182803"),
        ("samordningsnummer", "198001613294"),
        ("reservnummer", "98240301AA07"),
        ("reservnummer", "99240301AA06"),
        ("reservnummer", "196101182803"),
    ] {
        for (path, body, pointer) in [
            ("/cases", report(kind, value), "/individual/identity/value"),
            ("/cases/search", search(kind, value), "/identity/value"),
        ] {
            let answer = caller.send("k-soc-karin", Method::POST, path, Some(&body), &[]).await;
            let problem = answer.json();
            assert!(matches!(answer.status, 400 | 422), "{path} {kind} {value}: {}", answer.status);
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{path} {kind} {value} {problem}");
            assert!(!answer.text.contains(value) && !answer.text.contains(&value[2..]), "{problem}");
        }
    }
    for (kind, value) in [
        ("personnummer", "19610118-2803"),
        ("samordningsnummer", "196109732393"),
        ("samordningsnummer", "197010632391"),
        ("reservnummer", "98240301AA06"),
        ("reservnummer", "00342145BZ31"),
    ] {
        let answer = caller.send("g-vc-gustav", Method::POST, "/cases", Some(&report(kind, value)), &[]).await;
        assert_eq!(answer.status, 201, "{kind} {}", answer.text);
        let kept = answer.json()["person"]["identity"].clone();
        assert_eq!(kept, json!({"kind": kind, "value": value.replace('-', "")}));
        let found = caller.send("g-vc-gustav", Method::POST, "/cases/search", Some(&search(kind, value)), &[]).await;
        assert_eq!(found.json()["items"].as_array().unwrap().len(), 1, "{kind} {}", found.text);
    }
}

/// Parameters that are words, and why none of them can be about a person.
const WORDS: [&str; 3] = ["code (of a problem)", "name (of a code list)", "Idempotency-Key (made by the client)"];

#[tokio::test]
async fn no_operation_takes_anything_personal_in_its_address() {
    let folder = TempDir::new().unwrap();
    let server = Sip::demo(&database(folder.path()));
    let walk = Walk::new(server.caller()).await;
    let document = walk.document();
    let mut seen = 0;
    for (path, method, operation) in document.operations() {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            seen += 1;
            let parameter = document.resolve(parameter);
            let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
            let schema = document.plain(&parameter["schema"]).to_string();
            let is_closed =
                ["\"uuid\"", "\"integer\"", "\"boolean\"", "\"date\"", "\"date-time\"", "\"enum\"", "\"pattern\""];
            let is_closed = place == "header" || is_closed.iter().any(|closed| schema.contains(closed));
            let is_known = WORDS.iter().any(|word| word.split(' ').next() == Some(name));
            assert!(is_closed || is_known, "{method} {path}: {name} in {place} takes any words: {schema}");
            for personal in ["personal", "identity", "personnummer", "patient", "ssn", "birth"] {
                assert!(!name.to_lowercase().contains(personal), "{method} {path}: {name} in {place}");
            }
        }
    }
    assert!(seen > 100, "{seen} parameters only");
}
