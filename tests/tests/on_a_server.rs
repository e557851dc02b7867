//! What only a database server has: roles, holes in the numbers, partitions. On a file these tests have nothing to ask.

use chrono::Utc;
use sip_domain::context::IdSeed;
use sip_persistence::directory::organisations;
use sip_persistence::{AccessNote, Caller, Report, SealKeys, Sealing, StoreError, new_seal_key, seal, verify_sealed};
use sip_tests::Server;
use sip_tests::database::TestDatabase;
use tempfile::TempDir;
use uuid::Uuid;

/// A database on a server, its folder and a place for heads; none on a file.
struct OnServer {
    database: TestDatabase,
    sealing: Sealing,
    _folder: TempDir,
}

impl OnServer {
    fn new() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let database = TestDatabase::new_in(folder.path());
        let keys = SealKeys::parse(&new_seal_key().unwrap()).unwrap();
        let sealing = Sealing::new(folder.path().join("heads"), keys);
        database.is_on_server().then_some(Self { database, sealing, _folder: folder })
    }

    /// So many looks at the directory, each with its row.
    fn look(&self, times: usize) {
        let store = self.database.store();
        for _ in 0..times {
            let note = AccessNote {
                operation: "listOrganisations",
                purpose: None,
                now: Utc::now(),
                seed: IdSeed(Uuid::now_v7()),
                trace_id: "0".repeat(32),
            };
            organisations(&store, &Caller::System, &note).unwrap();
        }
    }

    fn seal(&self) -> u64 {
        seal(&self.database.store_as("sip_sealer"), &self.sealing, Utc::now()).unwrap()
    }

    fn verified(&self) -> Report {
        verify_sealed(&self.database.store(), &self.sealing).unwrap()
    }

    /// What the owner can do, who can also switch the triggers off.
    fn tamper(&self, statement: &str) {
        self.database.run(&format!(
            "ALTER TABLE access_log DISABLE TRIGGER ALL; {statement}; ALTER TABLE access_log ENABLE TRIGGER ALL"
        ));
    }

    fn findings(&self) -> Vec<String> {
        self.verified().problems.into_iter().map(|finding| finding.what).collect()
    }
}

#[test]
fn each_role_can_do_its_own_and_no_more() {
    let Some(world) = OnServer::new() else { return };
    let denied = |role: &str, statement: &str| {
        let refusal = world.database.refusal(role, statement).unwrap_or_default();
        let is_denied = refusal.contains("permission denied") || refusal.contains("must be owner");
        assert!(is_denied, "{role}: {statement}: {refusal}");
    };
    for table in ["case_events", "access_log", "plan_versions", "log_reviews", "seals"] {
        for role in ["sip_app", "sip_sealer", "sip_review"] {
            denied(role, &format!("DELETE FROM {table}"));
            denied(role, &format!("TRUNCATE {table}"));
            denied(role, &format!("DROP TABLE {table}"));
        }
    }
    for (table, column) in [("case_events", "hash"), ("access_log", "outcome"), ("plan_versions", "content_hash")] {
        denied("sip_app", &format!("UPDATE {table} SET {column} = ''"));
    }
    denied("sip_app", "INSERT INTO seals DEFAULT VALUES");
    denied("sip_app", "SELECT sip_drop_log(now())");
    denied("sip_sealer", "SELECT * FROM cases");
    denied("sip_sealer", "INSERT INTO access_log DEFAULT VALUES");
    denied("sip_review", "SELECT * FROM cases");
    denied("sip_review", "SELECT * FROM people");
    assert_eq!(world.database.refusal("sip_review", "SELECT * FROM access_log"), None);
}

#[test]
fn a_hole_is_sealed_as_one_and_a_row_taken_out_is_missed() {
    let Some(world) = OnServer::new() else { return };
    world.look(3);
    // A transaction that was taken back has drawn a number.
    world.database.run("SELECT nextval('access_log_seq')");
    world.look(2);
    assert_eq!((world.seal(), world.findings()), (1, vec![]));
    world.look(1);
    assert_eq!(world.findings(), Vec::<String>::new(), "a row that is not sealed yet");
    world.tamper("DELETE FROM access_log WHERE seq = 2");
    assert_eq!(world.findings(), ["access_log: row 2 is missing"]);
}

#[test]
fn a_row_changed_or_put_into_a_hole_is_named() {
    for (statement, found) in [
        ("UPDATE access_log SET operation = 'other' WHERE seq = 1", "access_log: row 1 "),
        ("UPDATE access_log SET seq = 2 WHERE seq = 3", "access_log: row 2 "),
    ] {
        let Some(world) = OnServer::new() else { return };
        world.look(1);
        world.database.run("SELECT nextval('access_log_seq')");
        world.look(1);
        world.seal();
        world.tamper(statement);
        let findings = world.findings();
        assert!(matches!(findings.as_slice(), [one] if one.starts_with(found)), "{statement}: {findings:?}");
    }
}

#[test]
fn what_is_under_way_is_waited_for_and_never_passed_over_by_a_seal() {
    let Some(world) = OnServer::new() else { return };
    world.look(1);
    // Draws its number before the sealer asks, and comes after.
    let (drawn, has_drawn) = std::sync::mpsc::sync_channel(1);
    let (go, may_go) = std::sync::mpsc::sync_channel::<()>(1);
    let store = world.database.store();
    let late = std::thread::spawn(move || {
        store.write(move |conn| {
            diesel::connection::SimpleConnection::batch_execute(
                conn,
                "INSERT INTO access_log (id, at, actor_kind, action, operation, outcome, trace_id, alarm, leaf) \
                 VALUES ('late', 1, 'unknown', 'read', 'late', 'done', '', 0, decode(repeat('00', 32), 'hex'))",
            )?;
            drawn.send(()).unwrap();
            may_go.recv().unwrap();
            Ok::<_, StoreError>(())
        })
    });
    has_drawn.recv().unwrap();
    let (sealer, sealing) = (world.database.store_as("sip_sealer"), world.sealing.clone());
    let sealer_at_work = std::thread::spawn(move || seal(&sealer, &sealing, Utc::now()));
    // The sealer waits for the lock that the writer has.
    loop {
        let waits = "DO $$ BEGIN ASSERT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND mode = 'ShareLock'); END $$";
        if world.database.refusal("sip", waits).is_none() {
            break;
        }
        std::thread::yield_now();
    }
    go.send(()).unwrap();
    late.join().unwrap().unwrap();
    assert_eq!(sealer_at_work.join().unwrap().unwrap(), 1);
    let findings = world.findings();
    // Its leaf is made up, so it is named: and it is under the seal.
    assert!(matches!(findings.as_slice(), [one] if one.contains("row 2 (late)")), "{findings:?}");
}

#[test]
fn the_log_is_let_go_a_month_at_a_time_and_never_under_five_years() {
    let Some(world) = OnServer::new() else { return };
    world.database.run(
        "CREATE TABLE access_log_2019_01 PARTITION OF access_log \
         FOR VALUES FROM (sip_micros('2019-01-01Z')) TO (sip_micros('2019-02-01Z'))",
    );
    world.look(4);
    world.tamper("UPDATE access_log SET at = sip_micros('2019-01-15Z') WHERE seq <= 2");
    let early = "SELECT sip_drop_log(now() - interval '4 years')";
    assert!(world.database.refusal("sip", early).unwrap().contains("five years"));
    world.seal();
    world.database.run("SELECT sip_drop_log('2019-03-01Z')");
    let rows = "DO $$ BEGIN ASSERT (SELECT count(*) FROM access_log) = 2; END $$";
    assert_eq!(world.database.refusal("sip", rows), None);
    assert_eq!(world.findings(), Vec::<String>::new());
}

#[actix_web::test]
async fn new_rows_come_into_this_months_partition() {
    let server = Server::start().await;
    if server.database().is_on_server() {
        let month = Utc::now().format("access_log_%Y_%m");
        let is_there = format!("DO $$ BEGIN ASSERT to_regclass('{month}') IS NOT NULL; END $$");
        assert_eq!(server.database().refusal("sip", &is_there), None);
    }
    server.stop().await;
}
