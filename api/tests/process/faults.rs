//! A database server that is down, starting, read-only, used up or hanging, under the server that needs it: never a 500,
//! never a half, and all well afterwards without a restart.

use crate::place::Place;
use crate::postgres::{Postgres, until};
use crate::sip::{Answer, Caller, Sip, key_file, run};
use crate::small_disk::SmallDisk;
use crate::writes::{WRITERS, Write, check, sign_in, total};
use std::time::Instant;
use tempfile::TempDir;

const READER: &str = "k-soc-karin";

/// That nothing was done or shown, or that nobody knows, and when to come back.
pub(crate) fn assert_refused(answer: &Answer, codes: &[&str]) {
    let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
    assert!(answer.status == 503 && codes.contains(&code.as_str()), "{codes:?}: {} {}", answer.status, answer.text);
    let seconds = answer.header("retry-after").and_then(|seconds| seconds.parse::<u32>().ok());
    assert!(seconds.is_some_and(|seconds| (1..=60).contains(&seconds)), "{:?}", answer.headers);
}

/// A server on a database of one's own, with what was written there.
struct Scene {
    database: Postgres,
    place: Place,
    server: Sip,
    caller: Caller,
    before: usize,
    writes: Vec<Write>,
    _folder: TempDir,
}

impl Scene {
    async fn on(database: Postgres) -> Self {
        let folder = TempDir::new().unwrap();
        let place = Place::on(&database, folder.path());
        let server = place.serve();
        let caller = server.caller();
        sign_in(&caller).await;
        let before = total(&caller).await;
        Self { database, place, server, caller, before, writes: Vec::new(), _folder: folder }
    }

    async fn start() -> Self {
        Self::on(Postgres::start()).await
    }

    /// A new write, not sent yet.
    fn write(&self) -> Write {
        let n = self.writes.len();
        Write::new(WRITERS[n % WRITERS.len()], format!("fault-{n:04}"), n)
    }

    /// While the fault lasts: reads and writes are refused, the process lives, and is not ready.
    async fn assert_down(&mut self, codes: &[&str]) {
        let write = self.write();
        let (is_ready, is_live) = (self.health("ready"), self.health("live"));
        let (read, report, ready, live) = tokio::join!(
            self.caller.get(READER, "/cases"),
            write.report(&self.caller),
            self.caller.get("", &is_ready),
            self.caller.get("", &is_live),
        );
        assert_refused(&read, &["UNAVAILABLE"]);
        assert_refused(&report.unwrap(), codes);
        assert_refused(&ready, &["UNAVAILABLE"]);
        assert_eq!(live.status, 200, "{}", live.text);
        self.writes.push(write);
    }

    fn health(&self, what: &str) -> String {
        format!("http://{}/health/{what}", self.server.address())
    }

    /// After the fault: all is well, what was answered is there, and the rest once after it is sent again.
    async fn assert_well(&mut self) {
        let ready = self.caller.get("", &self.health("ready")).await;
        assert_eq!(ready.status, 200, "{}", ready.text);
        let mut write = self.write();
        let answer = write.report(&self.caller).await.unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text);
        write.case = answer.json()["id"].as_str().map(str::to_owned);
        self.writes.push(write);
        let cases = check(&self.caller, &self.writes).await;
        assert_eq!(total(&self.caller).await - self.before, cases.len(), "cases that nobody asked for, or lost ones");
        self.place.assert_sound();
        for write in &mut self.writes {
            write.assessed = Some(true);
        }
    }

    /// Nothing of all this was an error of ours.
    fn end(self) {
        let log = self.server.log();
        assert!(!log.contains("sip::internal") && !log.contains("sip::panic"), "{log}");
    }
}

#[test]
fn a_database_that_does_not_answer_at_the_start_is_told_after_a_while() {
    let folder = TempDir::new().unwrap();
    let nowhere = folder.path().display().to_string().replace('/', "%2F");
    let (url, key) = (format!("postgres://app:hemligt@{nowhere}/sip"), key_file(folder.path()));
    let begun = Instant::now();
    let variables = [("DATABASE_URL", url.as_str()), ("SIP_MASTER_KEY_FILE", &key), ("SIP_LISTEN", "127.0.0.1:0")];
    let ended = run(&["serve", "--demo"], &variables);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("sip: the database cannot be used: "), "{}", ended.err);
    assert!(!ended.err.contains("hemligt") && ended.out.is_empty(), "{ended:?}");
    assert!(begun.elapsed().as_secs() >= 5, "it has not waited: {}", ended.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn down_starting_and_read_only_are_refused_and_pass_without_a_restart() {
    let mut scene = Scene::start().await;
    scene.assert_well().await;

    scene.database.stop();
    scene.assert_down(&["UNAVAILABLE"]).await;
    scene.database.again();
    scene.assert_well().await;

    // A standby that lets nobody in says so as one that is starting up does (57P03); one that does takes no writes, as after a failover
    // to the other.
    for reads in [false, true] {
        scene.database.become_standby(reads);
        if reads {
            until("it lets readers in", || scene.database.answers("SELECT pg_is_in_recovery()", "t"));
        } else {
            until("it lets nobody in", || scene.database.refuses("not accepting connections"));
        }
        scene.assert_down(&["UNAVAILABLE"]).await;
        scene.database.promote();
        scene.assert_well().await;
    }

    // What a service does to a database whose disk is nearly full: whoever is signed in stays so.
    scene.database.set("SET default_transaction_read_only = on");
    scene.assert_down(&["UNAVAILABLE"]).await;
    scene.database.set("RESET default_transaction_read_only");
    scene.assert_well().await;
    scene.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_connection_left_is_refused() {
    let mut scene = Scene::start().await;
    scene.database.sql("ALTER ROLE app CONNECTION LIMIT 0");
    scene.database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
    scene.assert_down(&["UNAVAILABLE"]).await;
    scene.database.sql("ALTER ROLE app CONNECTION LIMIT -1");
    scene.assert_well().await;

    // All of the server's own connections wait for what another holds.
    let mut other = scene.database.session();
    other.run("BEGIN; LOCK TABLE cases IN EXCLUSIVE MODE");
    let mut held = Vec::new();
    for _ in 0..24 {
        let write = scene.write();
        scene.writes.push(write);
        held.push(scene.writes.len() - 1);
    }
    let sent = held.iter().map(|n| scene.writes[*n].report(&scene.caller));
    for answer in futures_util::future::join_all(sent).await {
        assert_refused(&answer.unwrap(), &["UNAVAILABLE"]);
    }
    other.run("COMMIT");
    scene.assert_well().await;
    scene.end();
}

/// The case's row is ours and the log another's; then the other wants the row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_deadlock_the_one_that_loses_is_told_to_come_back() {
    let mut scene = Scene::start().await;
    scene.assert_well().await;
    let case = scene.writes[0].case.clone().unwrap();
    let version = scene.caller.get(WRITERS[0], &format!("/cases/{case}")).await.json()["version"].clone();
    let mut other = scene.database.session();
    // Who waits longest without looking for a deadlock is not the one that is cancelled.
    other.run("SET deadlock_timeout = '10min'; BEGIN; LOCK TABLE access_log IN SHARE ROW EXCLUSIVE MODE");
    scene.database.sql("ALTER ROLE app SET deadlock_timeout = '4s'");
    scene.database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
    let body = serde_json::json!({"text": "Egen ny"});
    let headers = [("if-match", format!("\"{version}\""))];
    let path = format!("/cases/{case}/own-assessment");
    let change = scene.caller.send(WRITERS[0], reqwest::Method::PUT, &path, Some(&body), &headers);
    let deadlock = async {
        let (database, mut other) = (&scene.database, other);
        tokio::task::block_in_place(|| {
            database
                .wait_for("EXISTS (SELECT FROM pg_stat_activity WHERE usename = 'app' AND wait_event_type = 'Lock')");
            other.begin(&format!("SELECT 1 FROM cases WHERE id = '{case}' FOR UPDATE"));
        });
        other
    };
    let (answer, mut other) = tokio::join!(change, deadlock);
    assert_refused(&answer, &["UNAVAILABLE"]);
    other.run("ROLLBACK");
    scene.database.sql("ALTER ROLE app RESET deadlock_timeout");
    let now = scene.caller.get(WRITERS[0], &format!("/cases/{case}")).await;
    assert_eq!(now.json()["version"], version, "it was told that nothing was done: {}", now.text);
    let again = scene.caller.send(WRITERS[0], reqwest::Method::PUT, &path, Some(&body), &headers).await;
    assert_eq!(again.status, 200, "{}", again.text);
    scene.place.assert_sound();
    scene.end();
}

/// Whether the standbys have it is asked of a commit that took long; a wait for them that is cancelled is no success.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_no_standby_confirms_is_never_told_as_done() {
    const WAITING: &str = "count(*) >= 2 FROM pg_stat_activity \
        WHERE usename = 'app' AND wait_event = 'SyncRep' AND clock_timestamp() - query_start > '2s'";
    let mut scene = Scene::start().await;
    scene.assert_well().await;
    let waiting = scene.database.lose_standby();

    let write = scene.write();
    let cancel = async {
        tokio::task::block_in_place(|| {
            scene.database.wait_for(WAITING);
            scene.database.sql("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
        });
    };
    let (report, read, ()) = tokio::join!(write.report(&scene.caller), scene.caller.get(READER, "/cases"), cancel);
    assert_refused(&report.unwrap(), &["OUTCOME_UNKNOWN"]);
    assert_refused(&read, &["UNAVAILABLE"]);

    // It is there, on this server; the same request again is no success either as long as no standby has it.
    let begun = Instant::now();
    let (again, read) = tokio::join!(write.report(&scene.caller), scene.caller.get(READER, "/cases"));
    assert_refused(&again.unwrap(), &["OUTCOME_UNKNOWN"]);
    assert_refused(&read, &["UNAVAILABLE"]);
    assert!((20..60).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());

    scene.database.set("RESET synchronous_standby_names");
    drop(waiting);
    scene.writes.push(write);
    scene.assert_well().await;
    scene.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_refused_and_loses_nothing() {
    let Some(disk) = SmallDisk::mounted(192) else { return };
    let mut scene = Scene::on(Postgres::start_in(disk.path(), &["--wal-segsize=1"])).await;
    scene.assert_well().await;
    disk.fill();
    let mut refused = 0;
    for _ in 0..400 {
        let mut write = scene.write();
        let answer = write.report(&scene.caller).await.unwrap();
        if answer.status == 201 {
            write.case = answer.json()["id"].as_str().map(str::to_owned);
        } else {
            assert_refused(&answer, &["UNAVAILABLE", "OUTCOME_UNKNOWN"]);
            refused += 1;
        }
        scene.writes.push(write);
        if refused == 2 {
            break;
        }
    }
    assert_eq!(refused, 2, "the disk did not get full");
    let live = scene.caller.get("", &scene.health("live")).await;
    assert_eq!(live.status, 200, "{}", live.text);
    disk.free();
    // Without room for its log the database goes down; whoever watches over it starts it again.
    until("it answers", || {
        if !scene.database.is_up() {
            scene.database.again();
        }
        scene.database.answers("SELECT true", "t")
    });
    scene.assert_well().await;
    scene.end();
}
