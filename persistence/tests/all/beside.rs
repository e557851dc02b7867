//! The rows beside a case: written when they differ, and all of them when a setting they rest on has changed.

use crate::common::*;
use sip_domain::profile::Profile;
use sip_persistence::*;

const TABLES: [&str; 3] = ["case_parties", "case_deadlines", "case_facts"];

/// Has the database write down which rows are touched.
fn watched() -> World {
    let world = world();
    world.tamper("CREATE TABLE touched (what TEXT NOT NULL)").unwrap();
    for table in TABLES {
        for act in ["INSERT", "UPDATE", "DELETE"] {
            let watch = format!(
                "CREATE TRIGGER watch_{table}_{act} AFTER {act} ON {table}
                 BEGIN INSERT INTO touched VALUES ('{table}'); END;"
            );
            world.tamper(&watch).unwrap();
        }
    }
    world
}

fn touched(world: &World) -> [i64; 3] {
    let counts = TABLES.map(|table| world.count(&format!("touched WHERE what = '{table}'")));
    world.tamper("DELETE FROM touched").unwrap();
    counts
}

fn stored(world: &World) -> [i64; 3] {
    TABLES.map(|table| world.count(table))
}

#[test]
fn a_command_writes_only_the_rows_that_it_changes() {
    let world = watched();
    let case = open_case(&world);
    let rows = stored(&world);
    assert!(rows.iter().all(|count| *count > 0), "{rows:?}");
    assert_eq!(touched(&world), rows, "a new case: each row once");
    let assessed = assess(&world.store, request(case, 1)).unwrap();
    assert!(matches!(assessed, Executed::Done(_)));
    assert_eq!(stored(&world), rows);
    let [parties, deadlines, facts] = touched(&world);
    assert_eq!((parties, facts), (0, 0), "an assessment makes nobody a party and counts for nothing");
    assert!(deadlines <= rows[1], "{deadlines} of {rows:?}");
    assert!(verify(&world.store).unwrap().is_clean());
}

#[test]
fn a_new_profile_has_every_row_written_anew() {
    let world = watched();
    open_case(&world);
    world.tamper("UPDATE case_parties SET role = 'initiator'; DELETE FROM case_facts").unwrap();
    world.tamper("UPDATE case_deadlines SET due_at = due_at + 1").unwrap();
    assert!(!verify(&world.store).unwrap().is_clean());
    put_setting(&world.store, PROFILE_PRINCIPAL, n(1).to_string()).unwrap();
    put_profile(&world.store, staff(3), Profile::default(), note()).unwrap();
    let report = verify(&world.store).unwrap();
    assert!(report.is_clean(), "{report:?}");
}
