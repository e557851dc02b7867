//! Commands: one winner, one effect, nothing told to strangers, everything logged.

use crate::common::*;
use sip_domain::access::is_related;
use sip_domain::command::Command;
use sip_domain::ids::{AssignmentId, CaseId, UnitId};
use sip_domain::rules::Rule;
use sip_persistence::*;
use std::sync::{Arc, Barrier};
use std::thread;

#[test]
fn a_case_is_opened_with_all_its_rows() {
    let world = world();
    let case = open_case(&world);
    let stored = read_case(&world.store, &staff(1), case, &note(), |case, ctx| {
        assert!(is_related(case, ctx.actor, ctx.now));
        (case.version, case.person.identity.clone())
    });
    assert_eq!(stored.unwrap(), (1, number()));
    for table in ["cases", "case_events", "outbox", "people"] {
        assert_eq!(world.count(table), 1, "{table}");
    }
    assert_eq!(world.count("case_parties"), 2);
    assert!(world.count("case_deadlines") > 0);
    assert_eq!(world.count("access_log WHERE action = 'write' AND outcome = 'done' AND subject_id IS NOT NULL"), 1);
    assert!(verify(&world.store).unwrap().is_clean());
}

#[test]
fn of_sixteen_writers_with_one_version_one_wins() {
    let world = world();
    let case = open_case(&world);
    let barrier = Arc::new(Barrier::new(16));
    let writers: Vec<_> = (0..16)
        .map(|_| {
            let (store, barrier) = (world.store.clone(), barrier.clone());
            thread::spawn(move || {
                barrier.wait();
                assess(&store, request(case, 1))
            })
        })
        .collect();
    let results: Vec<_> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
    assert_eq!(results.iter().filter(|r| matches!(r, Ok(Executed::Done(_)))).count(), 1);
    let losers = results.iter().filter(|r| matches!(r, Err(ExecuteError::VersionConflict { current: 2 })));
    assert_eq!(losers.count(), 15);
    assert_eq!((version(&world.store, case), world.count("case_events")), (2, 2));
    assert_eq!(world.count("access_log WHERE outcome = 'conflict' AND code = 'VERSION_CONFLICT'"), 15);
}

#[test]
fn fifty_times_the_same_key_is_one_effect() {
    let world = world();
    let case = open_case(&world);
    let barrier = Arc::new(Barrier::new(50));
    let senders: Vec<_> = (0..50)
        .map(|_| {
            let (store, barrier) = (world.store.clone(), barrier.clone());
            thread::spawn(move || {
                barrier.wait();
                let key = IdempotencyKey { key: "k".into(), body_hash: "h".into() };
                assess(&store, CommandRequest { idempotency: Some(key), ..request(case, 1) })
            })
        })
        .collect();
    let results: Vec<_> = senders.into_iter().map(|sender| sender.join().unwrap().unwrap()).collect();
    assert_eq!(results.iter().filter(|r| matches!(r, Executed::Done(_))).count(), 1);
    assert!(results.windows(2).all(|pair| pair[0].answer() == pair[1].answer()));
    assert_eq!(version(&world.store, case), 2);
    assert_eq!(world.count("access_log WHERE outcome = 'replayed'"), 49);
}

#[test]
fn opening_twice_with_one_key_opens_one_case() {
    let world = world();
    let key = || Some(IdempotencyKey { key: "k".into(), body_hash: "h".into() });
    let send = |key| {
        let request = CreateRequest { caller: staff(1), idempotency: key, note: note() };
        create(&world.store, request, |lookup, _, seed| report(lookup, seed), answer)
    };
    let first = send(key()).unwrap();
    let again = send(key()).unwrap();
    assert_eq!(again, Executed::Replayed(first.answer().clone()));
    let other = Some(IdempotencyKey { key: "k".into(), body_hash: "other".into() });
    assert!(matches!(send(other), Err(ExecuteError::KeyReused)));
    assert_eq!(world.count("cases"), 1);
    assert_eq!(forget_keys(&world.store, now() + chrono::Duration::days(1)).unwrap(), 1);
}

#[test]
fn a_key_opens_nothing_to_one_who_has_lost_the_case() {
    let world = world();
    let case = open_case(&world);
    let key = IdempotencyKey { key: "k".into(), body_hash: "h".into() };
    let keyed = || CommandRequest { idempotency: Some(key.clone()), ..request(case, 1) };
    assess(&world.store, keyed()).unwrap();
    directory::end_assignment(&world.store, staff(3), AssignmentId(n(1)), note()).unwrap();
    assert!(matches!(assess(&world.store, keyed()), Err(ExecuteError::NoAssignment)));
    // Another's key of the same name is a key of its own.
    let other = CommandRequest { caller: staff(2), ..keyed() };
    assert!(matches!(assess(&world.store, other), Err(ExecuteError::NotFound)));
}

#[test]
fn a_stranger_cannot_tell_a_case_from_none() {
    let world = world();
    let case = open_case(&world);
    for (caller, id, version) in [
        (staff(2), case, 1),
        (staff(2), case, 7),
        (staff(4), case, 1),
        (staff(1), CaseId(n(99)), 1),
        (staff(2), CaseId(n(99)), 1),
    ] {
        let refused = assess(&world.store, CommandRequest { caller, ..request(id, version) });
        assert!(matches!(refused, Err(ExecuteError::NotFound)), "{refused:?}");
    }
    assert_eq!(world.count("access_log WHERE outcome = 'not_found' AND case_id IS NOT NULL"), 5);
    assert_eq!(world.count("access_log WHERE outcome = 'not_found' AND subject_id IS NOT NULL"), 0);
}

#[test]
fn a_refused_command_leaves_only_its_log_row() {
    let world = world();
    let case = open_case(&world);
    let refused = execute(&world.store, request(case, 1), |_, _, _| Ok(Command::Offer), answer);
    let Err(ExecuteError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    let code = refusal.primary().code();
    assert_eq!(world.count(&format!("access_log WHERE outcome = 'refused' AND code = '{code}'")), 1);
    assert_eq!((version(&world.store, case), world.count("case_events")), (1, 1));
}

#[test]
fn an_unknown_reference_is_refused_and_what_build_wrote_is_taken_back() {
    let world = world();
    let request = CreateRequest { caller: staff(1), idempotency: None, note: note() };
    let build = |lookup: &mut Lookup<'_>, _: Option<&_>, _| {
        lookup.person_by_identity(&number())?;
        assert!(lookup.unit(UnitId(n(77)))?.is_none());
        assert!(lookup.staff_at(AssignmentId(n(1)))?.is_some());
        assert!(lookup.staff_at(AssignmentId(n(3)))?.is_none(), "an administrator does not work in cases");
        Err(BuildError::UnknownReference { pointer: "/unitId" })
    };
    let refused = create(&world.store, request, build, answer);
    assert!(matches!(refused, Err(ExecuteError::Build(BuildError::UnknownReference { pointer: "/unitId" }))));
    assert_eq!((world.count("people"), world.count("cases")), (0, 0));
    assert_eq!(world.count("access_log WHERE outcome = 'refused'"), 1);
}

#[test]
fn a_second_open_case_for_the_unit_is_seen_in_the_same_transaction() {
    let world = world();
    open_case(&world);
    let request = CreateRequest { caller: staff(1), idempotency: None, note: note() };
    let refused = create(&world.store, request, |lookup, _, seed| report(lookup, seed), answer);
    let Err(ExecuteError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(refusal.primary(), Rule::DuplicateCase);
}

#[test]
fn only_the_running_assignment_of_its_holder_counts() {
    let world = world();
    let case = open_case(&world);
    let wrong = Caller::Staff { assignment: "SE-A1".into(), subject: "SE-P2".into(), client: None };
    let refused = assess(&world.store, CommandRequest { caller: wrong, ..request(case, 1) });
    assert!(matches!(refused, Err(ExecuteError::NoAssignment)));
    directory::end_assignment(&world.store, staff(3), AssignmentId(n(1)), note()).unwrap();
    assert!(matches!(assess(&world.store, request(case, 1)), Err(ExecuteError::NoAssignment)));
    let read = read_case(&world.store, &staff(1), case, &note(), |_, _| ());
    assert!(matches!(read, Err(AccessError::NoAssignment)));
    assert_eq!(world.count("access_log WHERE outcome = 'no_assignment' AND actor_kind = 'unknown'"), 3);
}
