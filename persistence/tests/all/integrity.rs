//! Journal and log cannot be edited, and what is edited behind the store's back is found.

use crate::common::*;
use sip_persistence::*;

fn problems(world: &World) -> Vec<String> {
    let report = verify(&world.store).unwrap();
    report.problems.into_iter().map(|finding| finding.what).collect()
}

/// A store with one case of three journal rows.
fn lived_in() -> World {
    let world = world();
    let case = open_case(&world);
    for version in 1..=2 {
        assess(&world.store, request(case, version)).unwrap();
    }
    let report = verify(&world.store).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.cases, report.events), (1, 3));
    world
}

#[test]
fn journal_and_log_only_grow() {
    let world = lived_in();
    let keys = SealKeys::parse(&new_seal_key().unwrap()).unwrap();
    seal(&world.store, &Sealing::new(world.folder.path().join("heads"), keys), now()).unwrap();
    for statement in [
        "UPDATE case_events SET sealed = x'00'",
        "DELETE FROM case_events",
        "UPDATE access_log SET outcome = 'done'",
        "DELETE FROM access_log",
        "UPDATE seals SET head = root",
        "DELETE FROM seals",
    ] {
        let refused = world.tamper(statement).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{statement}: {refused}");
    }
}

fn unlock(world: &World) {
    world.tamper("DROP TRIGGER case_events_no_update; DROP TRIGGER case_events_no_delete;").unwrap();
}

#[test]
fn a_changed_byte_of_the_journal_is_found() {
    for column in
        ["sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42) AS BLOB)", "at = at + 1", "trace_id = 'x'"]
    {
        let world = lived_in();
        unlock(&world);
        world.tamper(&format!("UPDATE case_events SET {column} WHERE seq = 2")).unwrap();
        assert!(problems(&world).contains(&"the row's hash is not that of its content".to_owned()), "{column}");
    }
}

#[test]
fn a_changed_byte_with_its_hash_reckoned_anew_is_found_at_the_next_row() {
    let world = lived_in();
    unlock(&world);
    world.tamper("UPDATE case_events SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 2").unwrap();
    assert!(problems(&world).contains(&"the row does not carry the hash of the row before".to_owned()));
}

#[test]
fn a_missing_row_is_found() {
    let world = lived_in();
    unlock(&world);
    world.tamper("DELETE FROM case_events WHERE seq = 2").unwrap();
    assert_eq!(
        problems(&world),
        ["case_events: row 2 is missing", "a journal row is missing", "the version is not the number of journal rows"]
    );
    let world = lived_in();
    unlock(&world);
    world.tamper("DELETE FROM case_events WHERE seq = 3").unwrap();
    assert!(problems(&world).contains(&"the version is not the number of journal rows".to_owned()));
}

#[test]
fn a_changed_case_is_found() {
    for (change, found) in [
        (
            "UPDATE cases SET document = CAST(substr(document, 1, 40) || x'00' || substr(document, 42) AS BLOB)",
            "the document cannot be opened: it is changed, or another's, or of another version",
        ),
        ("UPDATE cases SET status = 'active'", "the columns differ from the document"),
        (
            "UPDATE cases SET document = NULL",
            "the document cannot be opened: it is changed, or another's, or of another version",
        ),
        ("DROP TRIGGER case_keys_no_delete; DELETE FROM case_keys", "the case's key is missing or cannot be opened"),
        ("UPDATE people SET number_index = zeroblob(32)", "is found by another number"),
        ("UPDATE people SET details = substr(details, 1, 40)", "cannot be opened"),
        ("DELETE FROM case_parties WHERE ordinal = 0", "the parties differ from the case"),
        ("UPDATE case_deadlines SET due_at = due_at + 1", "the deadlines differ from the case"),
        ("DELETE FROM case_facts", "the counts differ from the case"),
        (
            "INSERT INTO plan_versions SELECT id, 1, x'00', hex(zeroblob(32)), 0 FROM cases",
            "a plan version's hash is not that of its content",
        ),
        ("PRAGMA foreign_keys = OFF; DELETE FROM units", "cases has rows that point to nothing"),
    ] {
        let world = lived_in();
        world.tamper(change).unwrap();
        let problems = problems(&world);
        assert!(problems.iter().any(|what| what.ends_with(found)), "{change}: {problems:?}");
    }
}
