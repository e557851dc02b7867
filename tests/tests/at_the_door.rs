//! What holds for every request and every answer, whatever they are about: headers, other origins, tokens, framing.

use reqwest::{Method, Response};
use serde_json::Value;
use sip_tests::Server;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const THINGS: &str = "/sip/v1/test/things";

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[actix_web::test]
async fn every_answer_has_the_headers_that_keep_it_where_it_belongs() {
    let server = Server::start().await;
    let thing = format!("{THINGS}/01890a5d-ac96-774b-bcce-b302099a8057");
    let made = server.post(THINGS, r#"{"plainText":"a"}"#);
    let answers = [
        (200, server.get("/sip/v1/test/list").send().await.unwrap()),
        (201, made.send().await.unwrap()),
        (204, server.client.request(Method::OPTIONS, server.url(&thing)).send().await.unwrap()),
        (304, server.get(&thing).header("if-none-match", "\"12\"").send().await.unwrap()),
        (400, server.post(THINGS, "{").send().await.unwrap()),
        (401, server.get("/sip/v1/test/who").send().await.unwrap()),
        (404, server.get("/sip/v1/nothing").send().await.unwrap()),
        (405, server.client.delete(server.url(&thing)).send().await.unwrap()),
        (414, server.get(&format!("/sip/v1/problems?x={}", "a".repeat(5000))).send().await.unwrap()),
        (500, server.get("/sip/v1/test/panic").send().await.unwrap()),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status(), status);
        assert_eq!(header(&answer, "cache-control"), "no-store", "{status}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{status}");
        assert_eq!(header(&answer, "referrer-policy"), "no-referrer", "{status}");
        assert_eq!(header(&answer, "cross-origin-resource-policy"), "same-origin", "{status}");
        let policy = header(&answer, "content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{status} {policy}"
        );
        let kind = header(&answer, "content-type").to_owned();
        let expected = match status {
            204 | 304 => "",
            200 | 201 => "application/json",
            _ => "application/problem+json",
        };
        assert_eq!(kind, expected, "{status}");
    }
    // The page loads what it needs from here, and is framed by nobody either.
    let page = server.get("/docs/").send().await.unwrap();
    assert!(header(&page, "content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!((header(&page, "x-content-type-options"), header(&page, "referrer-policy")), ("nosniff", "no-referrer"));
    server.stop().await;
}

#[actix_web::test]
async fn no_other_origin_is_let_in() {
    let server = Server::start().await;
    for origin in ["https://evil.test", "null", "http://127.0.0.1:8080"] {
        let asked = server
            .client
            .request(Method::OPTIONS, server.url(THINGS))
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization, content-type");
        for request in [asked, server.get("/sip/v1/test/list"), server.get("/sip/v1/api-info")] {
            let answer = request.header("origin", origin).send().await.unwrap();
            let told: Vec<_> =
                answer.headers().keys().filter(|name| name.as_str().starts_with("access-control")).collect();
            assert!(told.is_empty(), "{origin}: {told:?}");
        }
    }
    server.stop().await;
}

/// Something that can stand in the place of the parameter.
fn any_id(parameter: &str) -> &'static str {
    if parameter.ends_with("Id}") { "01890a5d-ac96-774b-bcce-b302099a8057" } else { "1" }
}

#[actix_web::test]
async fn every_operation_but_the_open_ones_asks_for_a_token() {
    let server = Server::demo().await;
    let document: Value = server.get("/sip/v1/openapi.json").send().await.unwrap().json().await.unwrap();
    let (mut open, mut closed) = (Vec::new(), 0);
    // The tests' own routes are beside the point.
    let paths = document["paths"].as_object().unwrap().iter().filter(|(path, _)| !path.contains("/test/"));
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            if operation["security"] == serde_json::json!([]) {
                open.push(path.strip_prefix("/sip/v1").unwrap_or(path).split('/').nth(1).unwrap().to_owned());
                continue;
            }
            let filled: Vec<&str> =
                path.split('/').map(|part| if part.starts_with('{') { any_id(part) } else { part }).collect();
            let request = server.client.request(method.to_uppercase().parse().unwrap(), server.url(&filled.join("/")));
            let answer = request.header("content-type", "application/json").body("{}").send().await.unwrap();
            assert_eq!(answer.status(), 401, "{method} {path}");
            closed += 1;
        }
    }
    open.sort();
    open.dedup();
    let known = ["api-info", "code-lists", "demo", "health", "information", "openapi.json", "openapi.yaml", "problems"];
    assert!(open.iter().all(|name| known.contains(&name.as_str())), "{open:?}");
    assert!(closed > 100, "{closed} operations asked for a token");
    server.stop().await;
}

/// Two parties that read one message differently see two messages (RFC 9112 section 11.2).
#[actix_web::test]
async fn a_request_with_two_lengths_is_not_taken() {
    let server = Server::start().await;
    let inner = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
    for framing in [
        "content-length: 4\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked\r\ncontent-length: 4",
        "content-length: 4\r\ncontent-length: 5",
        "content-length: 4, 5",
        "content-length: +4",
        "transfer-encoding: xchunked",
        "transfer-encoding: chunked, identity",
    ] {
        let mut socket = TcpStream::connect(server.address).await.unwrap();
        let head = format!("POST {THINGS} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{framing}\r\n\r\n");
        socket.write_all(format!("{head}0\r\n\r\n{inner}").as_bytes()).await.unwrap();
        let mut answer = String::new();
        // The end comes when the server closes; a reset after the answer is a close too.
        let read = tokio::time::timeout(Duration::from_secs(9), socket.read_to_string(&mut answer)).await;
        assert!(read.is_ok(), "{framing}: the connection stays open");
        assert!(answer.starts_with("HTTP/1.1 400") && answer.matches("HTTP/1.1 ").count() == 1, "{framing}: {answer}");
    }
    server.stop().await;
}
