//! More than the server, or one caller's share, has room for: told at once, and nobody else is slower for it.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use reqwest::Response;
use sip_tests::crowd::Crowd;
use sip_tests::{Server, problem};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Calls of people that left rows in the access log: a list leaves one for each case on it.
fn rows(server: &Server) -> i64 {
    let query = "SELECT count(DISTINCT trace_id) AS count FROM access_log WHERE operation <> 'seedDemo' AND actor_kind <> 'system'";
    let store = server.database().store();
    let found: Count = store.read(|conn| Ok(diesel::sql_query(query).get_result(conn)?)).unwrap();
    found.count
}

fn retry_after(answer: &Response) -> Option<u32> {
    answer.headers().get("retry-after")?.to_str().ok()?.parse().ok()
}

/// Refused so, with a moment to come back at.
async fn assert_refused(answer: Response, status: u16, code: &str) {
    let seconds = retry_after(&answer);
    assert!(seconds.is_some_and(|seconds| (1..=60).contains(&seconds)), "{seconds:?}");
    let (found, body) = problem(answer).await;
    assert_eq!((found, body["code"].as_str()), (status, Some(code)), "{body}");
}

#[actix_web::test]
async fn a_caller_beyond_its_share_is_refused_and_nobody_else() {
    // So slowly that the test cannot outlast it: nothing comes back within it.
    let server = Server::with(true, &[("SIP_CALLER_RATE", "1"), ("SIP_CALLER_BURST", "40")]).await;
    let crowd = Crowd::of(&server);
    let (busy, citizen) = (crowd.token("k-soc-karin").await, crowd.token("viola").await);
    let other = crowd.token("g-vc-gunn").await;
    let cases = |token: &str| server.get("/sip/v1/cases").bearer_auth(token).send();
    let mut answered = 0;
    let refused = loop {
        let answer = cases(&busy).await.unwrap();
        if answer.status() != 200 {
            break answer;
        }
        answered += 1;
        assert!(answered < 10_000, "there is no limit");
    };
    assert!(answered >= 40, "{answered}");
    assert_refused(refused, 429, "RATE_LIMITED").await;
    let before = rows(&server);
    assert_eq!(before, answered, "a row for each that was answered");
    // A call that is refused for what is in it counts like any other, and is told the same when there are too many.
    let mut limited = 0;
    while limited < 3 {
        let asked = server.get("/sip/v1/cases?strange=1").bearer_auth(&busy).send().await.unwrap();
        match asked.status().as_u16() {
            429 => limited += 1,
            status => assert_eq!(status, 400),
        }
    }
    let after = rows(&server);
    for token in [&other, &citizen] {
        let path = if token == &other { "/sip/v1/cases" } else { "/sip/v1/me" };
        assert_eq!(server.get(path).bearer_auth(token).send().await.unwrap().status(), 200, "{path}");
    }
    assert_eq!(rows(&server), after + 2);
    for path in ["/health/live", "/health/ready", "/sip/v1/problems/RATE_LIMITED"] {
        assert_eq!(server.get(path).bearer_auth(&busy).send().await.unwrap().status(), 200, "{path}");
    }
    server.stop().await;
}

/// A request whose body is still to come.
async fn begun(server: &Server) -> TcpStream {
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    let head = "POST /sip/v1/test/things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                expect: 100-continue\r\ncontent-length: 17\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    socket.read_exact(&mut go_on).await.unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"), "the handler has the request");
    socket
}

#[actix_web::test]
async fn more_requests_than_may_be_under_way_are_refused_at_once() {
    let server = Server::with(false, &[("SIP_MAX_REQUESTS", "2")]).await;
    let (mut first, second) = (begun(&server).await, begun(&server).await);
    let asked = Instant::now();
    assert_refused(server.get("/sip/v1/api-info").send().await.unwrap(), 503, "UNAVAILABLE").await;
    assert!(asked.elapsed() < Duration::from_secs(5), "it has waited");
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(server.get(path).send().await.unwrap().status(), 200, "{path}");
    }
    first.write_all(br#"{"plainText":"a"}"#).await.unwrap();
    let mut answer = [0; 12];
    first.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 201");
    assert_eq!(server.get("/sip/v1/api-info").send().await.unwrap().status(), 200, "its place is free again");
    drop(second);
    server.stop().await;
}

#[actix_web::test]
async fn an_idle_connection_is_closed() {
    let server = Server::with(false, &[("SIP_IDLE_SECONDS", "1")]).await;
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    socket.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    // Reading ends when the server closes.
    let read = tokio::time::timeout(Duration::from_secs(30), socket.read_to_string(&mut answer)).await;
    assert!(read.is_ok() && answer.starts_with("HTTP/1.1 200"), "{read:?} {answer}");
    server.stop().await;
}
