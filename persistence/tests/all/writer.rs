//! Jobs share a commit and nothing else.

use crate::common::*;
use sip_persistence::*;
use std::sync::{Arc, Barrier, mpsc};
use std::thread;

fn setting_job(store: &Store, key: String) -> Result<(), StoreError> {
    store.write(move |conn| {
        diesel::connection::SimpleConnection::batch_execute(
            conn,
            &format!("INSERT INTO settings (key, value) VALUES ('{key}', 'kept')"),
        )?;
        Ok(())
    })
}

/// Holds the writer back until `gate` speaks, so that what is sent meanwhile makes one batch.
fn hold(store: &Store) -> (mpsc::Sender<()>, thread::JoinHandle<Result<(), StoreError>>) {
    let (open, gate) = mpsc::channel::<()>();
    let (holding, held) = mpsc::channel();
    let store = store.clone();
    let job = move || {
        store.write(move |_| {
            holding.send(()).unwrap();
            gate.recv().unwrap();
            Ok(())
        })
    };
    let thread = thread::spawn(job);
    held.recv().unwrap();
    (open, thread)
}

#[test]
fn a_failing_or_panicking_job_spoils_no_other() {
    let world = world();
    let (open, held) = hold(&world.store);
    let jobs: Vec<_> = (0..60)
        .map(|i| {
            let store = world.store.clone();
            thread::spawn(move || match i % 3 {
                0 => setting_job(&store, format!("k{i}")),
                1 => store.write(move |conn| {
                    diesel::connection::SimpleConnection::batch_execute(
                        conn,
                        &format!("INSERT INTO settings (key, value) VALUES ('k{i}', 'lost')"),
                    )?;
                    Err(StoreError::Corrupt("made up"))
                }),
                _ => store.write(move |conn| {
                    let conn: &mut Conn = conn;
                    diesel::connection::SimpleConnection::batch_execute(
                        conn,
                        &format!("INSERT INTO settings (key, value) VALUES ('k{i}', 'lost'); SAVEPOINT left_open"),
                    )?;
                    panic!("made up")
                }),
            })
        })
        .collect();
    open.send(()).unwrap();
    held.join().unwrap().unwrap();
    for (i, job) in jobs.into_iter().enumerate() {
        match (i % 3, job.join().unwrap()) {
            (0, Ok(())) | (1, Err(StoreError::Corrupt(_))) | (2, Err(StoreError::Panicked)) => {}
            (_, other) => panic!("job {i}: {other:?}"),
        }
    }
    assert_eq!(world.count("settings WHERE value = 'kept'"), 20);
    assert_eq!(world.count("settings WHERE value = 'lost'"), 0);
}

#[test]
fn a_full_queue_says_busy_and_loses_nothing_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(folder.path());
    options.queue = 2;
    let store = Store::open(&options).unwrap();
    store.migrate().unwrap();
    let (open, held) = hold(&store);
    let barrier = Arc::new(Barrier::new(8));
    let jobs: Vec<_> = (0..8)
        .map(|i| {
            let (store, barrier) = (store.clone(), barrier.clone());
            thread::spawn(move || {
                barrier.wait();
                setting_job(&store, format!("k{i}"))
            })
        })
        .collect();
    // Two find room, the other six are told at once; only then is the writer let go.
    while jobs.iter().filter(|job| job.is_finished()).count() < 6 {
        thread::yield_now();
    }
    open.send(()).unwrap();
    held.join().unwrap().unwrap();
    let results: Vec<_> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
    assert_eq!(results.iter().filter(|r| matches!(r, Err(StoreError::Busy))).count(), 6);
    let stored = World { folder, store }.count("settings WHERE value = 'kept'");
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 2);
    assert_eq!(stored, 2);
}

#[test]
fn a_batch_that_cannot_commit_tells_every_job() {
    let world = world();
    world
        .tamper(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY);
             CREATE TABLE child (p INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);",
        )
        .unwrap();
    let (open, held) = hold(&world.store);
    let (store, other) = (world.store.clone(), world.store.clone());
    // A broken deferred reference is found out only by COMMIT.
    let bad = thread::spawn(move || {
        store.write(|conn| {
            diesel::connection::SimpleConnection::batch_execute(conn, "INSERT INTO child VALUES (7)")?;
            Ok(())
        })
    });
    let good = thread::spawn(move || setting_job(&other, "k".into()));
    open.send(()).unwrap();
    let results = [held.join().unwrap(), bad.join().unwrap(), good.join().unwrap()];
    assert!(matches!(results[1], Err(StoreError::Commit)), "{results:?}");
    let told = results.iter().filter(|r| r.is_ok()).count();
    let kept = i64::from(results[2].is_ok());
    assert_eq!(world.count("settings WHERE value = 'kept'"), kept, "{told} jobs were told that they are kept");
    assert_eq!(world.count("child"), 0);
    setting_job(&world.store, "after".into()).unwrap();
}

#[test]
fn the_last_handle_waits_for_what_was_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sip.db");
    let store = Store::open(&options(folder.path())).unwrap();
    store.migrate().unwrap();
    setting_job(&store, "k".into()).unwrap();
    drop(store);
    // A clean close leaves no write-ahead log behind.
    assert!(!path.with_extension("db-wal").exists());
}

#[test]
fn migrations_go_up_down_and_up() {
    let world = world();
    world.store.ready().unwrap();
    world.store.revert().unwrap();
    assert_eq!(world.count("sqlite_schema WHERE name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"), 0);
    assert!(matches!(world.store.ready(), Err(StoreError::Migration(_))));
    world.store.migrate().unwrap();
    world.store.ready().unwrap();
    world.store.migrate().unwrap();
    sip_persistence::directory::put(&world.store, people()).unwrap();
    open_case(&world);
}

#[test]
fn loading_the_directory_twice_changes_nothing() {
    let world = world();
    let before = (world.count("staff"), world.count("assignments"), world.count("units"));
    sip_persistence::directory::put(&world.store, people()).unwrap();
    assert_eq!((world.count("staff"), world.count("assignments"), world.count("units")), before);
}

#[test]
fn every_connection_is_set_up() {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }
    let world = world();
    let asked =
        "SELECT (SELECT journal_mode FROM pragma_journal_mode) || ' ' || (SELECT synchronous FROM pragma_synchronous)
        || ' ' || (SELECT foreign_keys FROM pragma_foreign_keys) AS value";
    let ask = move |conn: &mut Conn| -> Result<String, StoreError> {
        Ok(diesel::RunQueryDsl::get_result::<Row>(diesel::sql_query(asked), conn)?.value)
    };
    assert_eq!(world.store.read(ask).unwrap(), "wal 2 1");
    assert_eq!(world.store.write(move |conn| ask(conn)).unwrap(), "wal 2 1");
}
