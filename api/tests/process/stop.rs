//! SIGTERM under load: no answer is cut, what was answered is there, and the process ends in time.

use crate::place::Place;
use crate::postgres::Postgres;
use crate::raw::{Heard, Raw};
use crate::writes::{WRITERS, Write, check, sign_in, total};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpStream;

/// What whoever stops a process mostly gives it.
const IN_TIME: Duration = Duration::from_secs(30);
const WRITES: usize = 400;

/// Writes over one connection until the server takes no more.
async fn write_on(address: SocketAddr, token: String, place: usize, answered: Arc<AtomicUsize>) -> Vec<Write> {
    let mut begun = Vec::new();
    let mut connection = Raw::to(address).await;
    for n in 0..WRITES {
        let mut write = Write::new(WRITERS[place], format!("stop-{place}-{n}"), n);
        match connection.post("/cases", &token, &write.key, &write.body.to_string()).await {
            Heard::Whole(201, body) => {
                let case: serde_json::Value = serde_json::from_str(&body).unwrap();
                write.case = case["id"].as_str().map(str::to_owned);
                answered.fetch_add(1, Ordering::Relaxed);
                begun.push(write);
            }
            Heard::Whole(status, body) => panic!("{status} {body}"),
            Heard::Cut(part) => panic!("an answer was cut: {part}"),
            Heard::Nothing => {
                begun.push(write);
                return begun;
            }
        }
    }
    panic!("the server outlived {WRITES} writes of each client");
}

async fn stopped_under_load(place: &Place) {
    let mut server = place.serve();
    let caller = server.caller();
    sign_in(&caller).await;
    let before = total(&caller).await;
    let answered = Arc::new(AtomicUsize::new(0));
    // One that is open and silent does not hold the stop up.
    let _idle = TcpStream::connect(server.address()).await.unwrap();
    let mut clients = Vec::new();
    for (n, writer) in WRITERS.into_iter().enumerate() {
        let token = caller.token(writer).await;
        clients.push(tokio::spawn(write_on(server.address(), token, n, Arc::clone(&answered))));
    }
    while answered.load(Ordering::Relaxed) < 40 && clients.iter().all(|client| !client.is_finished()) {
        tokio::task::yield_now().await;
    }
    let asked = Instant::now();
    server.terminate();
    let mut writes = Vec::new();
    for client in clients {
        writes.extend(client.await.unwrap());
    }
    let status = tokio::task::block_in_place(|| server.ended());
    assert!(status.success() && asked.elapsed() < IN_TIME, "{status} after {:?}", asked.elapsed());
    assert!(answered.load(Ordering::Relaxed) >= 40, "nothing was written");
    place.assert_sound();
    let server = place.serve();
    let caller = server.caller();
    let cases = check(&caller, &writes).await;
    assert_eq!(total(&caller).await - before, cases.len(), "cases that nobody asked for, or lost ones");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_under_load_cuts_no_answer() {
    let folder = TempDir::new().unwrap();
    stopped_under_load(&Place::file(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_under_load_on_a_database_server_cuts_no_answer() {
    let (folder, database) = (TempDir::new().unwrap(), Postgres::start());
    stopped_under_load(&Place::on(&database, folder.path())).await;
}

/// What hangs at the database does not keep the process alive.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_ends_in_time_although_the_database_hangs() {
    let (folder, database) = (TempDir::new().unwrap(), Postgres::start());
    let mut server = Place::on(&database, folder.path()).serve();
    let caller = server.caller();
    sign_in(&caller).await;
    let _waiting = database.lose_standby();
    let write = Write::new(WRITERS[0], "hanging-write".to_owned(), 0);
    let stop = async {
        tokio::task::block_in_place(|| {
            database.wait_for("EXISTS (SELECT FROM pg_stat_activity WHERE usename = 'app' AND wait_event = 'SyncRep')");
            let asked = Instant::now();
            server.terminate();
            (server.ended(), asked.elapsed())
        })
    };
    let (answer, (status, took)) = tokio::join!(write.report(&caller), stop);
    assert!(took < IN_TIME, "{took:?}");
    assert!(status.code().is_some(), "{status}");
    assert!(answer.is_none_or(|answer| answer.status == 503), "it was told as done");
}
