//! How the process starts, what it refuses to start with, and how it stops.

use crate::sip::{Sip, command, database, key_file, run};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const KEYS: &str =
    r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

/// A server as in production, with a key that nobody has.
fn production(folder: &Path) -> Sip {
    let keys = folder.join("keys.json");
    std::fs::write(&keys, KEYS).unwrap();
    let variables = [
        ("DATABASE_URL", database(folder)),
        ("SIP_ISSUER", "https://idp.test".to_owned()),
        ("SIP_JWKS_FILE", keys.display().to_string()),
        ("SIP_MASTER_KEY_FILE", folder.join("sip.db.key").display().to_string()),
    ];
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Sip::start(&["serve"], &variables)
}

#[test]
fn a_wrong_configuration_is_refused_with_everything_that_is_wrong() {
    let folder = TempDir::new().unwrap();
    let wrong = [
        ("DATABASE_URL", "postgres://u:hemligt@db"),
        ("SIP_LISTEN", "hemligt"),
        ("SIP_WORKERS", "0"),
        ("SIP_LOG_FORMAT", "xml"),
        ("SIP_LISTN", "127.0.0.1:0"),
    ];
    let ended = run(&["serve"], &wrong);
    assert_eq!(ended.code, Some(78), "{ended:?}");
    for name in [
        "DATABASE_URL",
        "SIP_MASTER_KEY_FILE",
        "SIP_LISTEN",
        "SIP_WORKERS",
        "SIP_LOG_FORMAT",
        "SIP_LISTN",
        "SIP_ISSUER",
        "SIP_JWKS_FILE",
    ] {
        assert!(ended.err.contains(&format!("sip: {name}: ")), "{name} is not named: {}", ended.err);
    }
    assert!(!ended.err.contains("hemligt") && ended.out.is_empty(), "{ended:?}");
    let file = database(folder.path());
    for command in ["migrate", "seed", "verify"] {
        let ended = run(&[command], &[("DATABASE_URL", &file), ("SIP_LISTN", "x")]);
        assert_eq!((ended.code, ended.err.contains("SIP_LISTN")), (Some(78), true), "{command} {ended:?}");
    }
    assert!(!folder.path().join("sip.db").exists(), "a refused start has made a database");
}

#[test]
fn an_unknown_log_filter_is_refused() {
    let ended = run(&["serve", "--demo"], &[("SIP_LOG", "sip=loud"), ("SIP_LISTEN", "127.0.0.1:0")]);
    assert_eq!(ended.code, Some(78), "{ended:?}");
    assert!(ended.err.contains("SIP_LOG"), "{}", ended.err);
}

#[test]
fn demo_mode_is_refused_beyond_this_machine() {
    let folder = TempDir::new().unwrap();
    let file = database(folder.path());
    let ended = run(&["serve", "--demo"], &[("DATABASE_URL", &file), ("SIP_LISTEN", "0.0.0.0:0")]);
    assert_eq!(ended.code, Some(78), "{ended:?}");
    assert!(ended.err.contains("SIP_LISTEN") && ended.err.contains("SIP_DEMO_ANYWHERE"), "{}", ended.err);
}

#[test]
fn what_cannot_be_understood_is_refused() {
    for arguments in [&["serve", "--dmeo"][..], &[], &["verify", "now"]] {
        let ended = run(arguments, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?} {ended:?}");
    }
    let help = run(&["--help"], &[]);
    assert!(help.code == Some(0) && help.out.contains("SIP_JWKS_FILE"), "{help:?}");
}

#[tokio::test]
async fn without_the_flag_there_is_no_demo() {
    let folder = TempDir::new().unwrap();
    let demo = Sip::demo(&database(folder.path()));
    let token = demo.caller().token("k-soc-karin").await;
    assert_eq!(demo.caller().get("k-soc-karin", "/cases").await.status, 200);
    demo.kill();

    // The same database, with the demo's people and cases in it.
    let server = production(folder.path());
    let caller = server.caller();
    let with_token = [("authorization", format!("Bearer {token}"))];
    for (method, path) in
        [("GET", "/demo/personas"), ("POST", "/demo/tokens"), ("GET", "/demo/clock"), ("PUT", "/demo/clock")]
    {
        let answer = caller.send("", method.parse().unwrap(), path, None, &[]).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (404, Some("NOT_FOUND")), "{method} {path}");
    }
    let answer = caller.send("", reqwest::Method::GET, "/cases", None, &with_token).await;
    assert_eq!((answer.status, answer.json()["code"].as_str()), (401, Some("UNAUTHENTICATED")));
    let document = caller.get("", "/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    assert!(!paths.is_empty() && paths.keys().all(|path| !path.contains("demo")), "{:?}", paths.keys());
}

#[tokio::test]
async fn a_demo_token_ends_with_its_process() {
    let folder = TempDir::new().unwrap();
    let file = database(folder.path());
    let first = Sip::demo(&file);
    let token = first.caller().token("k-soc-karin").await;
    first.kill();
    let second = Sip::demo(&file);
    let headers = [("authorization", format!("Bearer {token}"))];
    let answer = second.caller().send("", reqwest::Method::GET, "/cases", None, &headers).await;
    assert_eq!(answer.status, 401);
}

#[test]
fn migrate_makes_the_database_and_verify_reads_it() {
    let folder = TempDir::new().unwrap();
    let (file, key) = (database(&folder.path().join("new/folder")), key_file(folder.path()));
    let variables = [("DATABASE_URL", file.as_str()), ("SIP_MASTER_KEY_FILE", key.as_str())];
    let before = run(&["verify"], &variables);
    assert_eq!(before.code, Some(1), "a database without tables: {before:?}");
    for _ in 0..2 {
        let migrated = run(&["migrate"], &variables);
        assert!(migrated.code == Some(0) && migrated.out.contains("up to date"), "{migrated:?}");
    }
    let verified = run(&["verify"], &variables);
    assert_eq!((verified.code, verified.out.trim()), (Some(0), "0 cases, 0 events, 0 findings"), "{verified:?}");
}

/// The demo's case 17: refused with its third event.
const REFUSED_CASE: &str = "01993b00-1000-7000-8000-000000000017";

/// Where in the file a row of the refused case lies whose columns behind the id are these; the place behind them.
fn place_of(whole: &[u8], number: u8, skip: usize, text: &str) -> usize {
    let id = REFUSED_CASE.as_bytes();
    let begins = |at: &usize| {
        let rest = &whole[*at..];
        rest.starts_with(id)
            && rest.get(id.len()) == Some(&number)
            && rest[id.len() + 1 + skip..].starts_with(text.as_bytes())
    };
    let found: Vec<usize> = (0..whole.len() - 200).filter(begins).collect();
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0] + id.len() + 1 + skip + text.len()
}

#[test]
fn verify_finds_a_changed_byte_and_names_case_and_row() {
    let folder = TempDir::new().unwrap();
    let file = database(folder.path());
    let variables = [("DATABASE_URL", file.as_str())];
    for _ in 0..2 {
        let seeded = run(&["seed"], &variables);
        assert_eq!(seeded.code, Some(0), "{seeded:?}");
    }
    let sound = run(&["verify"], &variables);
    assert!(sound.code == Some(0) && sound.out.contains("31 cases"), "{sound:?}");
    assert!(!folder.path().join("sip.db-wal").exists(), "the write-ahead log would hide the change");

    let path = folder.path().join("sip.db");
    let whole = std::fs::read(&path).unwrap();
    // Behind the number of the event lie moment (8 bytes) and type; behind the version the status, and after the kind
    // three ids and two moments. Then what is sealed.
    let event = place_of(&whole, 3, 8, "sip_refused") + 20;
    let document = place_of(&whole, 3, 0, "refusedopen_care") + 3 * 36 + 2 * 8 + 20;
    for (at, named) in [
        (event, format!("case {REFUSED_CASE}: row 3: ")),
        (document, format!("case {REFUSED_CASE}: the document cannot be opened")),
    ] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        let found = run(&["verify"], &variables);
        assert_eq!(found.code, Some(1), "byte {at}: {found:?}");
        assert!(found.out.contains(&named), "byte {at}: {found:?}");
        let other = found.out.lines().filter(|line| line.starts_with("case ") && !line.contains(REFUSED_CASE));
        assert_eq!(other.count(), 0, "{found:?}");
    }
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(run(&["verify"], &variables).code, Some(0));
}

#[test]
fn the_committed_document_is_that_of_the_code() {
    let written = run(&["openapi"], &[]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    let differs = committed.lines().zip(written.out.lines()).position(|(old, new)| old != new);
    let differs =
        differs.or((committed != written.out).then(|| committed.lines().count().min(written.out.lines().count())));
    assert_eq!(
        differs, None,
        "openapi.yaml is not that of the code (first line that differs, from 0): run `make openapi`"
    );
    let json = run(&["openapi", "--json"], &[]);
    assert!(serde_json::from_str::<Value>(&json.out).unwrap()["openapi"].is_string());
}

#[test]
fn a_stop_answers_what_was_begun() {
    let folder = TempDir::new().unwrap();
    let mut server = Sip::demo(&database(folder.path()));
    let body = r#"{"persona":"k-soc-karin"}"#;
    let mut begun = TcpStream::connect(server.address()).unwrap();
    begun.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    write!(
        begun,
        "POST /sip/v1/demo/tokens HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    let mut go_on = [0; 25];
    begun.read_exact(&mut go_on).unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"), "the handler has the request");

    server.terminate();
    let until = Instant::now() + Duration::from_mins(1);
    while TcpStream::connect(server.address()).is_ok() {
        assert!(Instant::now() < until, "it still takes connections");
        std::thread::sleep(Duration::from_millis(20));
    }
    begun.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    begun.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("accessToken"), "{answer}");
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_taken_address_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = TempDir::new().unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = command(&["serve", "--demo"], &[("DATABASE_URL", &database(folder.path())), ("SIP_LISTEN", &address)]);
    let output = { output }.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), told.contains(&address)), (Some(1), true), "{told}");
}
