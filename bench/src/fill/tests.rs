//! What is filled in is what commands would have left.

use super::*;
use sip_persistence::verify;
use std::collections::HashSet;

fn filled() -> Filled {
    Filled::new(100, Utc::now())
}

#[test]
fn what_is_filled_in_holds_together() {
    let folder = tempfile::TempDir::new().unwrap();
    let place = crate::measure::Place::sqlite(folder.path());
    small(&place, 20).unwrap();
    let store = storage_from_env(place.variables(), KeyFiles::Given).unwrap().open().unwrap();
    let report = verify(&store).unwrap();
    assert!(report.is_clean(), "{:?}", report.problems);
    assert_eq!(report.cases, 20);
}

#[test]
fn a_hundred_cases_in_a_row_are_the_mix() {
    for (stage, share) in USUAL {
        assert_eq!(filled().at(stage).count(), usize::try_from(share).unwrap(), "{stage:?}");
    }
}

#[test]
fn a_long_history_has_the_rows_it_says() {
    for (number, rows) in filled().long().filter(|(_, rows)| *rows <= 100).step_by(8) {
        assert_eq!(filled().played(number, Some(rows)).unwrap().rows(), rows);
    }
}

#[test]
fn made_people_differ_and_have_numbers_kept_for_tests() {
    let mut seen = HashSet::new();
    for person in (0..world::people()).step_by(4999) {
        let number = world::identity(person).unwrap();
        let serial: u32 = number.value()[8..11].parse().unwrap();
        assert!((980..=999).contains(&serial) && seen.insert(number.value().to_owned()));
    }
}
