//! Rows are sealed in batches and the heads signed outside: whatever is done to them afterwards is found, and where.

use crate::common::*;
use sip_domain::ids::CaseId;
use sip_persistence::*;
use std::path::PathBuf;

struct Sealed {
    world: World,
    sealing: Sealing,
    /// The case that has events in both batches, and one that was opened after it.
    cases: [CaseId; 2],
}

fn heads(world: &World) -> PathBuf {
    world.folder.path().join("heads")
}

fn fresh() -> (World, Sealing) {
    let world = world();
    let keys = SealKeys::parse(&new_seal_key().unwrap()).unwrap();
    let sealing = Sealing::new(heads(&world), keys);
    (world, sealing)
}

/// Two batches of each stream: log rows 1 to 3 and 4 to 6, events 1 to 2 and 3 to 4.
fn sealed() -> Sealed {
    let (world, sealing) = fresh();
    let first = open_case(&world);
    assess(&world.store, request(first, 1)).unwrap();
    version(&world.store, first);
    assert_eq!(seal(&world.store, &sealing, now()).unwrap(), 2);
    let second = CaseId(n(70));
    let other = CreateRequest {
        caller: staff(2),
        idempotency: None,
        note: AccessNote { seed: sip_domain::context::IdSeed(second.0), ..note() },
    };
    create(&world.store, other, |lookup, _, seed| report(lookup, seed), answer).unwrap();
    assess(&world.store, request(first, 2)).unwrap();
    version(&world.store, first);
    assert_eq!(seal(&world.store, &sealing, now()).unwrap(), 2);
    assert_eq!(seal(&world.store, &sealing, now()).unwrap(), 0, "nothing new, no head");
    let sealed = Sealed { world, sealing, cases: [first, second] };
    assert_eq!(sealed.found(), [""; 0]);
    sealed
}

impl Sealed {
    fn found(&self) -> Vec<String> {
        let report = verify_sealed(&self.world.store, &self.sealing).unwrap();
        report.problems.into_iter().map(|finding| finding.what).collect()
    }

    /// What somebody does who may do everything with the database.
    fn attack(&self, sql: &str) {
        let unlock: String = ["access_log", "case_events", "seals", "case_keys"]
            .iter()
            .flat_map(|table| ["update", "delete"].map(|verb| format!("DROP TRIGGER IF EXISTS {table}_no_{verb};")))
            .collect();
        self.world.tamper(&format!("PRAGMA foreign_keys = OFF; {unlock} {sql}")).unwrap();
    }

    fn id_of(&self, seq: i64) -> String {
        use diesel::prelude::*;
        let query = format!("SELECT id FROM access_log WHERE seq = {seq}");
        diesel::dsl::sql::<diesel::sql_types::Text>(&query).get_result(&mut self.world.raw()).unwrap()
    }

    fn lines(&self) -> Vec<String> {
        std::fs::read_to_string(heads(&self.world)).unwrap().lines().map(str::to_owned).collect()
    }

    fn write(&self, lines: &[String]) {
        std::fs::write(heads(&self.world), lines.join("\n") + "\n").unwrap();
    }
}

#[test]
fn a_changed_row_of_the_log_is_named() {
    let sealed = sealed();
    let id = sealed.id_of(2);
    sealed
        .attack("UPDATE access_log SET at = at + 1 WHERE seq = 2; UPDATE access_log SET operation = 'x' WHERE seq = 5");
    assert_eq!(sealed.found(), [format!("access_log: row 2 ({id}) is not what was sealed")], "the first one only");
}

#[test]
fn a_row_put_in_place_of_another_with_a_hash_that_fits_is_named() {
    let sealed = sealed();
    // A row that the store itself has made, hash and all.
    read_case(&sealed.world.store, &staff(1), sealed.cases[0], &note(), |_, _| ()).unwrap();
    let id = sealed.id_of(7);
    sealed.attack("DELETE FROM access_log WHERE seq = 5; UPDATE access_log SET seq = 5 WHERE seq = 7");
    assert_eq!(sealed.found(), [format!("access_log: row 5 ({id}) is not what was sealed")]);
    // And with the list of leaves made to fit: the root tells that it is another list.
    sealed.attack(
        "UPDATE seals SET leaves = (SELECT CAST(group_concat(leaf, '') AS BLOB) FROM access_log WHERE seq BETWEEN 4 AND 6)
         WHERE stream = 'access_log' AND first = 4",
    );
    assert_eq!(sealed.found(), ["access_log: rows 4 to 6 are not those under seal 3; which one cannot be told"]);
}

#[test]
fn a_row_taken_out_of_the_middle_is_named() {
    let sealed = sealed();
    sealed.attack("DELETE FROM access_log WHERE seq = 2");
    assert_eq!(sealed.found(), ["access_log: row 2 is missing"]);
    sealed.attack("UPDATE access_log SET seq = seq - 1 WHERE seq > 2");
    let id = sealed.id_of(2);
    assert_eq!(sealed.found(), [format!("access_log: row 2 ({id}) is not what was sealed")]);
}

#[test]
fn a_log_cut_off_is_found_even_with_its_seals() {
    let sealed = sealed();
    sealed.attack("DELETE FROM access_log WHERE seq > 5; UPDATE sqlite_sequence SET seq = 5 WHERE name = 'access_log'");
    assert_eq!(sealed.found(), ["access_log: row 6 is missing"]);
    sealed.attack("DELETE FROM access_log WHERE seq > 3; DELETE FROM seals WHERE number > 2");
    assert_eq!(
        sealed.found(),
        [
            "access_log: row 4 is missing",
            "seal 3: the file has it, and the database does not",
            "seal 4: the file has it, and the database does not"
        ]
    );
    // Without the file it could not be known.
    assert!(verify(&sealed.world.store).unwrap().is_clean());
}

#[test]
fn a_journal_cut_off_together_with_its_case_is_found() {
    let sealed = sealed();
    let [first, second] = sealed.cases;
    sealed.attack(&format!(
        "DELETE FROM case_events WHERE case_id = '{second}'; DELETE FROM outbox WHERE case_id = '{second}';
         DELETE FROM case_parties WHERE case_id = '{second}'; DELETE FROM case_deadlines WHERE case_id = '{second}';
         DELETE FROM case_facts WHERE case_id = '{second}'; DELETE FROM case_keys WHERE case_id = '{second}';
         DELETE FROM cases WHERE id = '{second}';"
    ));
    assert_eq!(sealed.found(), ["case_events: row 3 is missing"]);
    sealed.attack(&format!(
        "DELETE FROM case_events WHERE case_id = '{first}' AND seq = 3; DELETE FROM seals WHERE number > 2"
    ));
    let found = sealed.found();
    assert!(found.contains(&"case_events: row 3 is missing".to_owned()), "{found:?}");
}

#[test]
fn a_journal_row_written_anew_with_its_chain_is_named() {
    let sealed = sealed();
    let case = sealed.cases[0];
    // The hash of the last row of a chain is nobody's previous one: what was done is seen by the seal alone.
    let again = assess(&sealed.world.store, request(case, 3));
    again.unwrap();
    sealed.attack(&format!(
        "DELETE FROM case_events WHERE case_id = '{case}' AND seq = 3;
         UPDATE case_events SET seq = 3, position = 4 WHERE case_id = '{case}' AND seq = 4"
    ));
    let named = format!("case_events: row 4 (case {case} row 3) is not what was sealed");
    assert!(sealed.found().contains(&named), "{:?}", sealed.found());
}

#[test]
fn seals_cut_off_or_changed_are_found() {
    let sealed = sealed();
    sealed.attack("DELETE FROM seals WHERE number = 4");
    assert_eq!(sealed.found(), ["seal 4: the file has it, and the database does not"]);
    let sealed = crate::seals::sealed();
    sealed.attack("UPDATE seals SET previous = head WHERE number = 3");
    assert_eq!(
        sealed.found(),
        ["seal 3: its hash is not that of its content", "seal 3: the database has another head than the file"]
    );
}

#[test]
fn a_line_taken_out_of_the_file_or_changed_is_found() {
    for line in 0..4 {
        let sealed = sealed();
        let mut lines = sealed.lines();
        lines.remove(line);
        sealed.write(&lines);
        assert_eq!(sealed.found(), [format!("seal {}: the database has it, and the file does not", line + 1)]);
    }
    let sealed = sealed();
    let mut lines = sealed.lines();
    lines[1] = lines[1].replace("\"last\":2", "\"last\":1");
    lines[2] = "{}".to_owned();
    sealed.write(&lines);
    assert_eq!(
        sealed.found(),
        [
            "heads file: no believed key has signed line 2",
            "heads file: line 3 cannot be read",
            "seal 2: the database has it, and the file does not",
            "seal 3: the database has it, and the file does not"
        ]
    );
}

#[test]
fn a_head_signed_with_another_key_is_not_believed() {
    let sealed = sealed();
    let other = SealKeys::parse(&new_seal_key().unwrap()).unwrap();
    let found = verify_sealed(&sealed.world.store, &Sealing::new(heads(&sealed.world), other.clone())).unwrap();
    let not_believed = found.problems.iter().filter(|finding| finding.what.contains("no believed key"));
    assert_eq!(not_believed.count(), 4);
    // Whoever has made all anew, with a key of the own, is found by the key.
    std::fs::remove_file(heads(&sealed.world)).unwrap();
    sealed.attack("DELETE FROM seals; DELETE FROM access_log WHERE seq = 6");
    seal(&sealed.world.store, &Sealing::new(heads(&sealed.world), other), now()).unwrap();
    assert!(sealed.found().contains(&"heads file: no believed key has signed line 1".to_owned()));
}

#[test]
fn a_head_that_only_the_file_has_is_taken_over_when_its_rows_are_there() {
    let sealed = sealed();
    sealed.attack("DELETE FROM seals WHERE number = 4");
    // A process that died in the middle of a line, and another one that goes on.
    std::fs::write(heads(&sealed.world), sealed.lines().join("\n") + "\n{\"number\":5,\"str").unwrap();
    let keys = sealed.sealing.clone();
    take_over(&sealed.world.store, &keys).unwrap();
    assert_eq!(sealed.found(), [""; 0]);
    version(&sealed.world.store, sealed.cases[0]);
    assert_eq!(seal(&sealed.world.store, &keys, now()).unwrap(), 1);
    assert_eq!((sealed.found().len(), sealed.lines().len()), (0, 5));
}

#[test]
fn nothing_is_sealed_over_a_hole() {
    for (attack, line) in [
        ("DELETE FROM seals WHERE number > 2; DELETE FROM access_log WHERE seq = 5", None),
        ("DELETE FROM access_log WHERE seq > 6", Some(3)),
        ("UPDATE seals SET head = root WHERE number = 4", None),
    ] {
        let sealed = sealed();
        version(&sealed.world.store, sealed.cases[0]);
        version(&sealed.world.store, sealed.cases[0]);
        sealed.attack(attack);
        if let Some(line) = line {
            let mut lines = sealed.lines();
            lines.remove(line);
            sealed.write(&lines);
        }
        for _ in 0..2 {
            let refused = seal(&sealed.world.store, &sealed.sealing, now());
            assert!(matches!(refused, Err(StoreError::Seal(_))), "{attack}: {refused:?}");
        }
        assert!(!sealed.found().is_empty(), "{attack}");
    }
    // A row that goes before it was sealed leaves its number.
    let (world, sealing) = fresh();
    let case = open_case(&world);
    version(&world.store, case);
    world.tamper("DROP TRIGGER access_log_no_delete; DELETE FROM access_log WHERE seq = 1").unwrap();
    assert!(matches!(seal(&world.store, &sealing, now()), Err(StoreError::Seal(_))));
}

#[test]
fn a_destroyed_case_leaves_its_seals_whole() {
    let sealed = sealed();
    let decision = sip_domain::text::ShortText::parse("IVO 2027-1").unwrap();
    destroy_case(&sealed.world.store, sealed.cases[0], decision, note()).unwrap();
    assert_eq!(sealed.found(), [""; 0]);
}

#[test]
fn rows_that_come_while_others_are_sealed_are_sealed_next() {
    let (world, sealing) = fresh();
    let case = open_case(&world);
    let store = world.store.clone();
    let writing = std::thread::spawn(move || (0..200).for_each(|_| assert_eq!(version(&store, case), 1)));
    while !writing.is_finished() {
        seal(&world.store, &sealing, now()).unwrap();
        let report = verify_sealed(&world.store, &sealing).unwrap();
        assert!(report.is_clean(), "{report:?}");
    }
    writing.join().unwrap();
    seal(&world.store, &sealing, now()).unwrap();
    assert!(verify_sealed(&world.store, &sealing).unwrap().is_clean());
    assert_eq!(world.count("access_log"), 201);
    assert_eq!(world.count("seals WHERE stream = 'access_log' AND last = 201"), 1);
}
