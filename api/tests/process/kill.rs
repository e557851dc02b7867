//! `kill -9` under load, of the server and of its database: every answered write is there afterwards, none twice, and the
//! store holds together.

use crate::place::Place;
use crate::postgres::Postgres;
use crate::sip::{Answer, Caller};
use crate::writes::{Dice, WRITERS, WRITES, Write, check, sign_in, total};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// Rounds at most: so far do the test numbers reach.
const ROUNDS: usize = 24;

/// Writes until the server is gone, or its database; gives all that it began, answered or not.
async fn write_on(
    caller: Caller,
    writer: &'static str,
    round: usize,
    place: usize,
    answered: Arc<AtomicUsize>,
) -> Vec<Write> {
    // No answer, or one that says that there is none.
    let heard = |answer: Option<Answer>| answer.filter(|answer| answer.status != 503);
    let mut begun = Vec::new();
    for n in 0..WRITES {
        let mut write = Write::new(writer, format!("kill-{round}-{place}-{n}"), round * WRITES + n);
        let Some(answer) = heard(write.report(&caller).await) else {
            begun.push(write);
            return begun;
        };
        assert_eq!(answer.status, 201, "{}", answer.text);
        answered.fetch_add(1, Ordering::Relaxed);
        let case = answer.json()["id"].as_str().unwrap().to_owned();
        write.case = Some(case.clone());
        let assessed = heard(write.assess(&caller, &case).await);
        write.assessed = Some(assessed.as_ref().is_some_and(Answer::is_success));
        begun.push(write);
        let Some(assessed) = assessed else { return begun };
        assert_eq!(assessed.status, 200, "{}", assessed.text);
    }
    panic!("the server outlived {WRITES} writes of each client");
}

/// Lets all write until so many writes were answered, and strikes while others are under way.
async fn struck(caller: &Caller, round: usize, after: usize, blow: impl FnOnce()) -> Vec<Write> {
    let answered = Arc::new(AtomicUsize::new(0));
    sign_in(caller).await;
    let clients: Vec<_> = WRITERS
        .into_iter()
        .enumerate()
        .map(|(place, writer)| tokio::spawn(write_on(caller.clone(), writer, round, place, Arc::clone(&answered))))
        .collect();
    while answered.load(Ordering::Relaxed) < after && clients.iter().all(|client| !client.is_finished()) {
        tokio::task::yield_now().await;
    }
    blow();
    let mut writes = Vec::new();
    for client in clients {
        writes.extend(client.await.unwrap());
    }
    assert!(writes.iter().any(|write| write.case.is_some() && write.assessed.is_some()), "nothing was written");
    writes
}

/// Holds what is there against all that was written so far.
async fn count(caller: &Caller, before: usize, cases: &mut BTreeSet<String>, writes: &[Write]) {
    let found = check(caller, writes).await;
    assert_eq!(found.len(), writes.len());
    cases.extend(found);
    assert_eq!(total(caller).await - before, cases.len(), "cases that nobody asked for, or lost ones");
}

fn rounds() -> usize {
    let rounds = std::env::var("SIP_KILLS").map_or(2, |rounds| rounds.parse().unwrap());
    assert!(rounds <= ROUNDS, "at most {ROUNDS} rounds");
    rounds
}

/// Kills the server in each round, and starts another.
async fn server_is_killed(place: &Place) {
    let (mut dice, mut cases) = (Dice::new(), BTreeSet::new());
    let mut server = place.serve();
    let before = total(&server.caller()).await;
    for round in 0..rounds() {
        let caller = server.caller();
        let writes = struck(&caller, round, 5 + dice.below(120), || server.kill()).await;
        place.assert_sound();
        server = place.serve();
        count(&server.caller(), before, &mut cases, &writes).await;
    }
    server.kill();
    place.assert_sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_loses_nothing_and_doubles_nothing() {
    let folder = TempDir::new().unwrap();
    server_is_killed(&Place::file(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_on_a_database_server_loses_nothing_and_doubles_nothing() {
    let (folder, database) = (TempDir::new().unwrap(), Postgres::start());
    server_is_killed(&Place::on(&database, folder.path())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_of_the_database_under_load_loses_nothing_and_doubles_nothing() {
    let (folder, database) = (TempDir::new().unwrap(), Postgres::start());
    let place = Place::on(&database, folder.path());
    let (mut dice, mut cases) = (Dice::new(), BTreeSet::new());
    let server = place.serve();
    let caller = server.caller();
    let before = total(&caller).await;
    for round in 0..rounds() {
        let writes = struck(&caller, round, 5 + dice.below(120), || database.kill()).await;
        database.again();
        place.assert_sound();
        count(&caller, before, &mut cases, &writes).await;
    }
    let log = server.log();
    assert!(!log.contains("sip::internal") && !log.contains("sip::panic"), "{log}");
    place.assert_sound();
}
