//! Bad input never gives 500, never closes a connection that can be kept, and never comes back in the answer.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sip_tests::{Server, problem};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const THINGS: &str = "/sip/v1/test/things";
const MARK: &str = "hemligt";

#[actix_web::test]
async fn bad_bodies_are_pointed_at_and_not_repeated() {
    let server = Server::start().await;
    let deep = format!(r#"{{"plainText":"a","parts":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    let one = |pointer: &str, code: &str| vec![json!([pointer, code])];
    let cases: Vec<(String, &str, Vec<Value>)> = vec![
        (String::new(), "MALFORMED_JSON", vec![]),
        (format!(r#"{{"plainText":"{MARK}""#), "MALFORMED_JSON", vec![]),
        (format!("{MARK}=1"), "MALFORMED_JSON", vec![]),
        (format!(r#"{{"plainText":"{MARK}\ud800"}}"#), "MALFORMED_JSON", vec![]),
        (format!(r#"{{"plainText":"{MARK}\udc00\ud800"}}"#), "MALFORMED_JSON", vec![]),
        (format!(r#"{{"plainText":"a","plainText":"{MARK}"}}"#), "MALFORMED_JSON", vec![]),
        (deep, "MALFORMED_JSON", vec![]),
        (r#"{"plainText":"a","count":1e400}"#.to_owned(), "MALFORMED_JSON", vec![]),
        (format!(r#"{{"plainText":"{MARK}\u0000"}}"#), "FIELD_INVALID", one("/plainText", "FIELD_CHARACTERS")),
        (format!(r#"{{"plainText":"{MARK}\u001b[2J"}}"#), "FIELD_INVALID", one("/plainText", "FIELD_CHARACTERS")),
        (
            r#"{"plainText":"a","parts":[{"shortName":"\u0007"}]}"#.to_owned(),
            "FIELD_INVALID",
            one("/parts/0/shortName", "FIELD_CHARACTERS"),
        ),
        ("{}".to_owned(), "FIELD_INVALID", one("/plainText", "FIELD_REQUIRED")),
        (format!(r#"{{"plainText":["{MARK}"]}}"#), "FIELD_INVALID", one("/plainText", "FIELD_TYPE")),
        (format!(r#"{{"plainText":"a","count":"{MARK}"}}"#), "FIELD_INVALID", one("/count", "FIELD_TYPE")),
        (format!(r#"{{"plainText":"a","{MARK}":1}}"#), "UNKNOWN_FIELD", vec![json!([null, "UNKNOWN_FIELD"])]),
        (
            format!(r#"{{"plainText":"a","parts":[{{"shortName":"a","{MARK}":1}}]}}"#),
            "UNKNOWN_FIELD",
            one("/parts/0", "UNKNOWN_FIELD"),
        ),
        (
            format!(r#"{{"plainText":"","count":10,"parts":[{{"shortName":"{MARK}"}}]}}"#),
            "FIELD_INVALID",
            vec![
                json!(["/count", "FIELD_RANGE"]),
                json!(["/parts/0/shortName", "FIELD_LENGTH"]),
                json!(["/plainText", "FIELD_LENGTH"]),
            ],
        ),
        (format!(r#""{MARK}""#), "FIELD_INVALID", vec![json!([null, "FIELD_TYPE"])]),
    ];
    for (body, code, errors) in cases {
        let (status, answer) = problem(server.post(THINGS, body.clone()).send().await.unwrap()).await;
        assert_eq!((status, answer["code"].as_str()), (400, Some(code)), "{body}");
        let empty = Vec::new();
        let found = answer["errors"].as_array().unwrap_or(&empty);
        let found: Vec<_> = found.iter().map(|error| json!([error["pointer"], error["code"]])).collect();
        assert_eq!(found, errors, "{body}");
        assert!(!answer.to_string().contains(MARK), "{answer}");
    }
    let not_text: &[u8] = b"{\"plainText\":\"\xff\xfe\"}";
    assert_eq!(problem(server.post(THINGS, not_text).send().await.unwrap()).await.0, 400);
    server.stop().await;
}

#[actix_web::test]
async fn good_bodies_pass() {
    let server = Server::start().await;
    let body = r#"{"plainText":"Å\n\t😀"}"#;
    let answer =
        server.post(THINGS, body).header("content-type", "application/json; charset=UTF-8").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    server.stop().await;
}

#[actix_web::test]
async fn large_bodies_are_refused_and_the_answer_can_be_read() {
    let server = Server::start().await;
    let text = |size: usize| format!(r#"{{"plainText":"{}"}}"#, "x".repeat(size));
    assert_eq!(server.post(THINGS, text(260_000)).send().await.unwrap().status(), 201);
    for size in [262_144, 1_000_000] {
        let (status, answer) = problem(server.post(THINGS, text(size)).send().await.unwrap()).await;
        assert_eq!((status, answer["code"].as_str()), (413, Some("PAYLOAD_TOO_LARGE")), "{size}");
    }
    // Without a length the limit holds while reading.
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    socket.write_all(format!("POST {THINGS} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n").as_bytes()).await.unwrap();
    for _ in 0..70 {
        socket.write_all(format!("1000\r\n{}\r\n", "x".repeat(4096)).as_bytes()).await.unwrap();
    }
    socket.write_all(b"0\r\n\r\n").await.unwrap();
    assert!(read_head(&mut socket).await.starts_with("HTTP/1.1 413"));
    server.stop().await;
}

#[actix_web::test]
async fn other_content_types_are_refused() {
    let server = Server::start().await;
    for kind in [
        "text/plain",
        "application/xml",
        "application/json; charset=latin1",
        "application/jsonx",
        "multipart/form-data; boundary=x",
    ] {
        let request = server.client.post(server.url(THINGS)).header("content-type", kind).body(r#"{"plainText":"a"}"#);
        let (status, answer) = problem(request.send().await.unwrap()).await;
        assert_eq!((status, answer["code"].as_str()), (415, Some("UNSUPPORTED_MEDIA_TYPE")), "{kind}");
    }
    let none = server.client.post(server.url(THINGS)).body("{}").send().await.unwrap();
    assert_eq!(none.status(), 415);
    let coded = server.post(THINGS, "{}").header("content-encoding", "gzip").send().await.unwrap();
    assert_eq!(coded.status(), 415);
    server.stop().await;
}

#[actix_web::test]
async fn wrong_methods_are_told_the_right_ones() {
    let server = Server::start().await;
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let thing = format!("{THINGS}/{id}");
    for (path, allow) in [
        (THINGS, "POST, OPTIONS"),
        (&thing, "GET, PUT, HEAD, OPTIONS"),
        ("/sip/v1/problems", "GET, HEAD, OPTIONS"),
        ("/health/live", "GET, HEAD, OPTIONS"),
        ("/docs/", "GET, HEAD, OPTIONS"),
    ] {
        for method in ["DELETE", "PATCH", "TRACE", "QUERY", "PROPFIND", "get"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let answer = server.client.request(method.clone(), server.url(path)).send().await.unwrap();
            assert_eq!(
                answer.headers().get("allow").map(|value| value.to_str().unwrap()),
                Some(allow),
                "{method} {path}"
            );
            let (status, body) = problem(answer).await;
            assert_eq!((status, body["code"].as_str()), (405, Some("METHOD_NOT_ALLOWED")), "{method} {path}");
        }
        let options = server.client.request(Method::OPTIONS, server.url(path)).send().await.unwrap();
        assert_eq!((options.status().as_u16(), options.headers()["allow"].to_str().unwrap()), (204, allow));
    }
    let get = server.get(&thing).send().await.unwrap();
    let head = server.client.head(server.url(&thing)).send().await.unwrap();
    assert_eq!((head.status(), head.headers()["etag"].clone()), (get.status(), get.headers()["etag"].clone()));
    assert!(head.bytes().await.unwrap().is_empty());
    server.stop().await;
}

#[actix_web::test]
async fn unknown_paths_and_ids_are_not_found_alike() {
    let server = Server::start().await;
    let mut answers = Vec::new();
    for path in [
        "/",
        "/sip/v1",
        "/sip/v1/hemligt",
        "/sip/v2/problems",
        "/sip/v1/test/things/hemligt",
        "/sip/v1/problems/hemligt",
        "/docs/hemligt",
        "//",
        "/%00",
        "/sip/v1/%ff",
    ] {
        let (status, mut body) = problem(server.get(path).send().await.unwrap()).await;
        assert_eq!((status, body["code"].as_str()), (404, Some("NOT_FOUND")), "{path}");
        body["traceId"].take();
        body["instance"].take();
        assert!(!body.to_string().contains(MARK));
        answers.push(body);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    let long = format!("/sip/v1/problems?x={}", "a".repeat(5000));
    assert_eq!(problem(server.get(&long).send().await.unwrap()).await.0, 414);
    server.stop().await;
}

#[actix_web::test]
async fn preconditions_and_keys_are_parsed_strictly() {
    let server = Server::start().await;
    let thing = format!("{THINGS}/01890a5d-ac96-774b-bcce-b302099a8057");
    let put = || {
        server.client.put(server.url(&thing)).header("content-type", "application/json").body(r#"{"plainText":"a"}"#)
    };
    assert_eq!(problem(put().send().await.unwrap()).await.0, 428);
    for bad in ["*", "12", "W/\"12\"", "\"a\"", "\"12\", \"13\""] {
        let (status, body) = problem(put().header("if-match", bad).send().await.unwrap()).await;
        assert_eq!((status, body["code"].as_str()), (400, Some("IF_MATCH_INVALID")), "{bad}");
    }
    let done = put().header("if-match", "\"12\"").send().await.unwrap();
    assert_eq!((done.status().as_u16(), done.headers()["etag"].to_str().unwrap()), (200, "\"13\""));
    for (known, status) in
        [("\"12\"", 304), ("W/\"12\"", 304), ("\"11\", \"12\"", 304), ("*", 304), ("\"11\"", 200), ("x", 200)]
    {
        assert_eq!(server.get(&thing).header("if-none-match", known).send().await.unwrap().status(), status, "{known}");
    }
    for (key, status) in
        [("12345678", 201), ("1234567", 400), (&"x".repeat(129), 400), ("with a space", 400), ("åäöåäöåäö", 400)]
    {
        let answer = server.post(THINGS, r#"{"plainText":"a"}"#).header("idempotency-key", key).send().await.unwrap();
        assert_eq!(answer.status(), status, "{key}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn queries_are_parsed_strictly() {
    let server = Server::start().await;
    let list = |query: &str| server.get(&format!("/sip/v1/test/list?{query}")).send();
    assert_eq!(list("page=3&limit=50").await.unwrap().json::<Value>().await.unwrap(), json!({"offset": 100}));
    for (query, pointer, code) in [
        ("page=0", "?page", "FIELD_RANGE"),
        ("limit=101", "?limit", "FIELD_RANGE"),
        ("page=hemligt", "?page", "FIELD_FORMAT"),
        ("page=1&page=2", "", "FIELD_INVALID"),
        ("hemligt=1", "", "UNKNOWN_FIELD"),
    ] {
        let (status, body) = problem(list(query).await.unwrap()).await;
        let error = &body["errors"][0];
        assert_eq!(
            (status, error["pointer"].as_str().unwrap_or_default(), error["code"].as_str()),
            (400, pointer, Some(code)),
            "{query}"
        );
        assert!(!body.to_string().contains(MARK));
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_panic_is_a_problem_and_the_connection_is_kept() {
    let server = Server::start().await;
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    for path in ["/sip/v1/test/panic", "/sip/v1/test/blocking-panic", "/sip/v1/test/panic"] {
        socket.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
        let answer = read_answer(&mut socket).await;
        assert!(answer.starts_with("HTTP/1.1 500") && answer.contains("application/problem+json"), "{answer}");
        assert!(answer.contains("INTERNAL") && !answer.contains("secret"), "{answer}");
    }
    socket.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert!(read_answer(&mut socket).await.starts_with("HTTP/1.1 200"));
    server.stop().await;
}

#[actix_web::test]
async fn a_body_that_comes_too_slowly_is_cut() {
    let server = Server::with(false, &[("SIP_BODY_IDLE_MS", "200"), ("SIP_BODY_TOTAL_MS", "600")]).await;
    let head =
        format!("POST {THINGS} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n");
    // Nothing at all, and a drop now and then: the first stops at the idle limit, the second at the least rate.
    for drip in [false, true] {
        let mut socket = TcpStream::connect(server.address).await.unwrap();
        let started = Instant::now();
        socket.write_all(head.as_bytes()).await.unwrap();
        let (mut reader, mut writer) = socket.into_split();
        let dripping = tokio::spawn(async move {
            while drip && writer.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            writer
        });
        let mut answer = String::new();
        // The server closes: reading ends by itself. A reset after the answer is a close too.
        let _ = tokio::time::timeout(Duration::from_secs(8), reader.read_to_string(&mut answer)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("REQUEST_TIMEOUT"), "{drip} {answer}");
        assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
        assert!(started.elapsed() < Duration::from_secs(7));
        drop(dripping);
    }
    server.stop().await;
}

#[actix_web::test]
async fn an_unread_body_does_not_hold_the_connection() {
    let server = Server::with(false, &[("SIP_BODY_IDLE_MS", "200")]).await;
    for framing in ["content-length: 1000", "transfer-encoding: chunked"] {
        let mut socket = TcpStream::connect(server.address).await.unwrap();
        socket
            .write_all(format!("POST /sip/v1/nothing HTTP/1.1\r\nhost: x\r\n{framing}\r\n\r\n").as_bytes())
            .await
            .unwrap();
        let mut answer = String::new();
        let read = tokio::time::timeout(Duration::from_secs(9), socket.read_to_string(&mut answer)).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{framing} {answer}");
        assert!(read.is_ok(), "{framing}: the connection stays open");
    }
    server.stop().await;
}

#[actix_web::test]
async fn traces_are_continued_and_texts_are_in_the_readers_language() {
    let server = Server::start().await;
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let given = format!("00-{trace}-00f067aa0ba902b7-01");
    let answer = server
        .get("/sip/v1/nothing")
        .header("traceparent", &given)
        .header("accept-language", "sv")
        .send()
        .await
        .unwrap();
    let returned = answer.headers()["traceparent"].to_str().unwrap().to_owned();
    assert_ne!(returned, given);
    let (_, body) = problem(answer).await;
    assert_eq!((body["traceId"].as_str(), body["title"].as_str()), (Some(trace), Some("Finns inte")));
    let malformed = server.get("/health/live").header("traceparent", "00-x").send().await.unwrap();
    assert_eq!(malformed.status(), 200);
    assert_eq!(malformed.headers()["traceparent"].len(), 55);
    server.stop().await;
}

async fn read_head(socket: &mut TcpStream) -> String {
    let mut bytes = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(9), socket.read(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8_lossy(&bytes[..read]).into_owned()
}

/// One answer with a content length.
async fn read_answer(socket: &mut TcpStream) -> String {
    let mut answer = read_head(socket).await;
    loop {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let length = head
            .to_ascii_lowercase()
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.lines().next()?.trim().parse::<usize>().ok());
        if length.is_some_and(|length| body.len() >= length) {
            return answer;
        }
        answer.push_str(&read_head(socket).await);
    }
}
