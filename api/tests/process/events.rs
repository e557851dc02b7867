//! `kill -9` while events are sent: each arrives all the same, at least once, and those of a case in order.

use crate::kill::Write;
use crate::sip::{Caller, Sip, database};
use reqwest::Method;
use serde_json::{Value, json};
use sip_tests::receiver::Receiver;
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;

const ADMIN: &str = "k-soc-admin";
/// One whose cases are the administrator's, and one whose are not.
const WRITERS: [&str; 2] = ["k-soc-karin", "k-hsl-hanna"];
/// Cases that each of them opens in a round at most: so far do the test numbers reach.
const WRITES: usize = 250;

fn start(file: &str, receiver: &Receiver) -> Sip {
    let (host, authority) = (receiver.host(), receiver.authority());
    let settings = [("DATABASE_URL", file), ("SIP_WEBHOOK_HOSTS", &host), ("SIP_WEBHOOK_CA_FILE", authority.as_str())];
    Sip::start(&["serve", "--demo"], &settings)
}

/// The feed from a place on, and the place reached.
async fn walk(caller: &Caller, mut place: String) -> (Vec<Value>, String) {
    let mut items = Vec::new();
    loop {
        let answer = caller.get(ADMIN, &format!("/events?after={place}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let part = answer.json();
        items.extend(part["items"].as_array().unwrap().clone());
        part["cursor"].as_str().unwrap().clone_into(&mut place);
        if part["more"] == false {
            return (items, place);
        }
    }
}

/// Opens cases and changes each of them until the server is gone, or the numbers are used up.
async fn write_on(caller: Caller, writer: &'static str, round: usize) {
    for n in 0..WRITES {
        let write = Write::new(writer, format!("events-{round}-{writer}-{n}"), round * WRITES + n);
        let Some(answer) = write.report(&caller).await else { return };
        assert_eq!(answer.status, 201, "{}", answer.text);
        let case = answer.json()["id"].as_str().unwrap().to_owned();
        let Some(changed) = write.assess(&caller, &case).await else { return };
        assert_eq!(changed.status, 200, "{}", changed.text);
    }
}

/// So that the dead one's lease has run out.
async fn a_minute_passes(caller: &Caller) {
    let now = caller.get(ADMIN, "/demo/clock").await.json()["now"].as_str().unwrap().to_owned();
    let later = now.parse::<chrono::DateTime<chrono::Utc>>().unwrap() + chrono::TimeDelta::minutes(1);
    let moved = caller.try_send(ADMIN, Method::PUT, "/demo/clock", Some(&json!({"now": later})), &[]).await;
    assert_eq!(moved.unwrap().status, 200);
}

fn id(item: &Value) -> String {
    item["id"].as_str().unwrap().to_owned()
}

/// The versions of each case in the order that they came first.
fn first_arrivals(items: &[Value]) -> BTreeMap<String, Vec<i64>> {
    let (mut seen, mut versions) = (BTreeSet::new(), BTreeMap::<String, Vec<i64>>::new());
    for item in items.iter().filter(|item| seen.insert(id(item))) {
        let case = item["caseId"].as_str().unwrap().to_owned();
        versions.entry(case).or_default().push(item["version"].as_i64().unwrap());
    }
    versions
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_while_events_are_sent_passes_none_over() {
    let rounds = std::env::var("SIP_KILLS").map_or(3, |rounds| rounds.parse().unwrap());
    let (folder, mut receiver) = (TempDir::new().unwrap(), Receiver::start());
    let file = database(folder.path());
    let first = start(&file, &receiver);
    let (_, place) = walk(&first.caller(), "AQAAAAAAAAAA".to_owned()).await;
    let body = json!({"url": receiver.url(), "after": place});
    let made = first.caller().try_send(ADMIN, Method::POST, "/subscriptions", Some(&body), &[]).await.unwrap();
    assert_eq!(made.status, 201, "{}", made.text);
    first.kill();
    let mut arrived = Vec::new();
    for round in 0..rounds {
        let server = start(&file, &receiver);
        let caller = server.caller();
        a_minute_passes(&caller).await;
        for writer in WRITERS {
            caller.token(writer).await;
        }
        let writers = WRITERS.map(|writer| tokio::spawn(write_on(caller.clone(), writer, round)));
        // Dies when a delivery has just come: its answer may have been read, and noted, or not.
        for _ in 0..=round % 3 {
            let delivery = receiver.next().await;
            arrived.extend(delivery.items());
        }
        server.kill();
        for writer in writers {
            writer.await.unwrap();
        }
    }
    let server = start(&file, &receiver);
    let caller = server.caller();
    a_minute_passes(&caller).await;
    let (expected, _) = walk(&caller, place).await;
    assert!(expected.len() > 2 * rounds, "nothing was written");
    let missing = |arrived: &[Value]| {
        let ids: BTreeSet<String> = arrived.iter().map(id).collect();
        expected.iter().filter(|item| !ids.contains(&id(item))).count()
    };
    while missing(&arrived) > 0 {
        arrived.extend(receiver.next().await.items());
    }
    assert_eq!(first_arrivals(&arrived), first_arrivals(&expected));
    assert!(first_arrivals(&arrived).values().all(|versions| (1..).zip(versions).all(|(n, version)| n == *version)));
    server.kill();
}
