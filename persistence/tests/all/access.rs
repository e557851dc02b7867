//! Reads: what is shown is logged first, and lists hold only what can be opened.

use crate::common::*;
use chrono::{DateTime, Utc};
use sip_domain::access::Role;
use sip_domain::context::Duty;
use sip_domain::ids::{AssignmentId, CaseId, OrganisationId, StaffId, UnitId};
use sip_domain::model::StatusName;
use sip_domain::profile::Profile;
use sip_persistence::*;

const ALL: Page = Page { page: 1, limit: 20 };

#[test]
fn a_look_is_logged_and_a_stranger_gets_nothing() {
    let world = world();
    let case = open_case(&world);
    read_case(&world.store, &staff(1), case, &note(), |case, _| case.version).unwrap();
    assert_eq!(world.count("access_log WHERE action = 'read' AND outcome = 'done' AND subject_id IS NOT NULL"), 1);
    for (caller, id) in [(staff(2), case), (staff(1), CaseId(n(99))), (staff(4), case)] {
        let refused = read_case(&world.store, &caller, id, &note(), |_, _| panic!("shown"));
        assert!(matches!(refused, Err::<(), _>(AccessError::NotFound)));
    }
    assert_eq!(world.count("access_log WHERE action = 'read' AND outcome = 'not_found'"), 3);
}

#[test]
fn nothing_is_shown_when_the_log_cannot_be_written() {
    let world = world();
    let case = open_case(&world);
    world.tamper("CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END;").unwrap();
    let (store, day) = (&world.store, now().date_naive());
    let period = (now() - chrono::Duration::days(1), now());
    let refused = [
        read_case(store, &staff(1), case, &note(), |_, _| ()).err(),
        history(store, &staff(1), case, ALL, &note()).err(),
        cases_for(store, &staff(1), &CaseFilter::default(), ALL, &note()).err(),
        search_by_person(store, &staff(1), &number(), &note()).err(),
        worklist(store, &staff(1), ALL, &note()).err(),
        whoami(store, &staff(1), &note()).err(),
        whoami(store, &citizen(), &note()).err(),
        cases_for(store, &citizen(), &CaseFilter::default(), ALL, &note()).err(),
        access_log_for_case(store, &citizen(), case, ALL, &note()).err(),
        access_log_for_organisation(store, &staff(4), &all_of(period), ALL, &note()).err(),
        statistics(store, &staff(3), day, day, &note()).err(),
        directory::organisations(store, &staff(1), &note()).err(),
        directory::assignments(store, &staff(1), UnitId(n(1)), &note()).err(),
        // A refusal is not told either.
        read_case(store, &staff(2), case, &note(), |_, _| ()).err(),
    ];
    for (call, refused) in refused.iter().enumerate() {
        assert!(matches!(refused, Some(AccessError::Store(_))), "call {call}: {refused:?}");
    }
    let told = log_refusal(store, &staff(1), Action::Read, Some(case), "MALFORMED_JSON", note());
    assert!(matches!(told, Err(StoreError::Log(_))), "{told:?}");
    assert!(matches!(assess(&world.store, request(case, 1)), Err(ExecuteError::Store(_))));
    world.tamper("DROP TRIGGER full").unwrap();
    assert_eq!(version(&world.store, case), 1);
}

#[test]
fn everybody_lists_the_own_cases() {
    let world = world();
    let case = open_case(&world);
    let list = |caller: &Caller, filter| cases_for(&world.store, caller, &filter, ALL, &note()).unwrap();
    for (caller, expected) in [(staff(1), 1), (staff(2), 0), (staff(3), 1), (staff(5), 0), (citizen(), 1)] {
        let found = list(&caller, CaseFilter::default());
        assert_eq!((found.total, found.items.len()), (expected, usize::try_from(expected).unwrap()), "{caller:?}");
        assert!(found.items.iter().all(|found| found.id == case));
    }
    let initiator = CaseFilter { role: Some(Role::Initiator), status: Some(StatusName::NeedIdentified) };
    assert_eq!(list(&staff(1), initiator).total, 1);
    assert_eq!(list(&staff(1), CaseFilter { role: Some(Role::Chair), status: None }).total, 0);
    assert_eq!(list(&staff(1), CaseFilter { role: None, status: Some(StatusName::Active) }).total, 0);
    assert_eq!(world.count(&format!("access_log WHERE action = 'list' AND case_id = '{case}'")), 4);
    assert!(matches!(
        cases_for(&world.store, &staff(4), &CaseFilter::default(), ALL, &note()),
        Err(AccessError::Forbidden)
    ));
}

#[test]
fn a_search_finds_own_cases_only_and_is_logged_with_the_person() {
    let world = world();
    let case = open_case(&world);
    let search = |caller| {
        let note = AccessNote { purpose: Some("vårdplanering".into()), ..note() };
        search_by_person(&world.store, &caller, &number(), &note)
    };
    assert_eq!(search(staff(1)).unwrap().items[0].id, case);
    assert_eq!(search(staff(2)).unwrap().total, 0);
    assert!(matches!(search(citizen()), Err(AccessError::Forbidden)));
    assert!(matches!(search(staff(3)), Err(AccessError::Forbidden)));
    let logged = "access_log WHERE action = 'search' AND purpose IS NOT NULL AND subject_id IS NOT NULL";
    assert_eq!(world.count(logged), 2);
    assert_eq!(world.count("access_log WHERE instr(purpose, CAST('planering' AS BLOB)) > 0"), 0, "sealed");
    let told = access_log_for_case(&world.store, &citizen(), case, ALL, &note()).unwrap();
    assert!(told.items.iter().any(|row| row.purpose.as_deref() == Some("vårdplanering")));
}

#[test]
fn the_work_list_tells_what_is_due_and_overdue() {
    let world = world();
    let case = open_case(&world);
    let list = |caller, days| {
        let note = AccessNote { now: now() + chrono::Duration::days(days), ..note() };
        worklist(&world.store, &caller, ALL, &note).unwrap()
    };
    let due = list(staff(1), 0);
    assert!(due.total > 0 && due.items.iter().all(|row| row.case.id == case && !row.overdue));
    assert!(due.items.windows(2).all(|pair| pair[0].due <= pair[1].due));
    assert!(list(staff(1), 400).items.iter().all(|row| row.overdue));
    assert_eq!(list(staff(2), 0).total, 0);
    assert!(matches!(worklist(&world.store, &staff(4), ALL, &note()), Err(AccessError::Forbidden)));
}

#[test]
fn the_history_tells_who_did_what() {
    let world = world();
    let case = open_case(&world);
    assess(&world.store, request(case, 1)).unwrap();
    let all = history(&world.store, &staff(1), case, ALL, &note()).unwrap();
    let kinds: Vec<_> = all.items.iter().map(|entry| (entry.seq, entry.kind.as_str())).collect();
    assert_eq!(kinds, [(1, "case_opened"), (2, "own_assessment_recorded")]);
    let second = history(&world.store, &staff(1), case, Page { page: 2, limit: 1 }, &note()).unwrap();
    assert_eq!((second.total, second.items.len(), second.items[0].seq), (2, 1, 2));
    assert!(matches!(history(&world.store, &staff(2), case, ALL, &note()), Err(AccessError::NotFound)));
    let hash = read_plan_version(&world.store, &staff(1), case, 1, &note(), |_, _, hash| Ok(hash));
    assert!(matches!(hash, Err(AccessError::NotFound)));
}

#[test]
fn the_log_is_read_by_the_individual_and_the_auditor() {
    let world = world();
    let case = open_case(&world);
    read_case(&world.store, &staff(2), case, &note(), |_, _| ()).unwrap_err();
    let read = |caller| access_log_for_case(&world.store, &caller, case, ALL, &note());
    assert_eq!(read(citizen()).unwrap().total, 2);
    // The other organisation's attempt is not this auditor's; the individual's own look just now is not either.
    assert_eq!(read(staff(4)).unwrap().total, 1);
    assert!(matches!(read(staff(1)), Err(AccessError::Forbidden)));
    assert!(matches!(read(staff(2)), Err(AccessError::NotFound)));
    let period = (now() - chrono::Duration::days(1), now() + chrono::Duration::days(1));
    let whole = |caller| access_log_for_organisation(&world.store, &caller, &all_of(period), ALL, &note());
    let rows = whole(staff(4)).unwrap().items;
    assert!(rows.len() > 2 && rows.iter().all(|row| row.organisation == Some(OrganisationId(n(1)))));
    assert!(matches!(whole(staff(1)), Err(AccessError::Forbidden)));
}

#[test]
fn assignments_are_the_own_administrators() {
    let world = world();
    let new = || directory::NewAssignment {
        hsa_id: "SE-A9".into(),
        staff: StaffId(n(2)),
        unit: UnitId(n(1)),
        duty: Duty::Clinical,
    };
    let create = |caller, new| directory::create_assignment(&world.store, caller, new, note());
    assert!(matches!(create(staff(5), new()), Err(AccessError::Forbidden)));
    assert!(matches!(create(staff(1), new()), Err(AccessError::Forbidden)));
    let made = create(staff(3), new()).unwrap();
    assert_eq!((made.staff.unit.id, made.record.duty), (UnitId(n(1)), Duty::Clinical));
    assert!(matches!(create(staff(3), new()), Err(AccessError::Conflict)));
    let acting = Caller::Staff { assignment: "SE-A9".into(), subject: "SE-P2".into(), client: None };
    assert_eq!(whoami(&world.store, &acting, &note()).unwrap().staff(), Some(&made.staff));
    let listed = directory::assignments(&world.store, &staff(1), UnitId(n(1)), &note()).unwrap();
    assert_eq!(listed.len(), 4);
    let end = |caller| directory::end_assignment(&world.store, caller, made.record.id, note());
    assert!(matches!(end(staff(5)), Err(AccessError::Forbidden)));
    assert_eq!(end(staff(3)).unwrap().record.ended_at, Some(now()));
    assert!(matches!(whoami(&world.store, &acting, &note()), Err(AccessError::NoAssignment)));
    assert!(matches!(
        directory::assignment(&world.store, &staff(3), AssignmentId(n(99)), &note()),
        Err(AccessError::NotFound)
    ));
    assert_eq!(directory::organisations(&world.store, &staff(1), &note()).unwrap().len(), 2);
    let units = directory::units(&world.store, &staff(1), OrganisationId(n(2)), &note()).unwrap();
    assert_eq!(units[0].id, UnitId(n(2)));
}

#[test]
fn a_new_agreement_moves_the_deadlines() {
    let world = world();
    open_case(&world);
    let changed = Profile { start_days: 9, ..Profile::default() };
    let put = |caller| put_profile(&world.store, caller, changed.clone(), note());
    assert!(matches!(put(staff(1)), Err(AccessError::Forbidden)));
    assert!(matches!(put(staff(3)), Err(AccessError::Forbidden)), "nobody may while no principal keeps it");
    for (principal, may) in [(n(77), false), (n(1), true)] {
        put_setting(&world.store, PROFILE_PRINCIPAL, principal.to_string()).unwrap();
        assert_eq!(put(staff(3)).is_ok(), may);
        put_setting(&world.store, PROFILE_PRINCIPAL, n(1).to_string()).unwrap();
    }
    put_profile(&world.store, staff(3), Profile::default(), note()).unwrap();
    let before = worklist(&world.store, &staff(1), ALL, &note()).unwrap().items[0].due;
    put(staff(3)).unwrap();
    assert_eq!(profile(&world.store).unwrap(), changed);
    let after = worklist(&world.store, &staff(1), ALL, &note()).unwrap().items[0].due;
    assert_ne!(before, after);
    assert!(verify(&world.store).unwrap().is_clean());
}

#[test]
fn counts_are_the_own_administrators() {
    let world = world();
    open_case(&world);
    let day = |at: chrono::DateTime<chrono::Utc>| at.date_naive();
    let ask = |caller, from, to| statistics(&world.store, &caller, from, to, &note());
    let sums = ask(staff(3), day(now()), day(now())).unwrap();
    assert!(!sums.is_empty() && sums.iter().all(|sum| sum.count > 0));
    let later = day(now() + chrono::Duration::days(1));
    assert_eq!(ask(staff(3), later, later).unwrap(), []);
    assert_eq!(ask(staff(5), day(now()), day(now())).unwrap(), []);
    assert!(matches!(ask(staff(1), day(now()), day(now())), Err(AccessError::Forbidden)));
}

#[test]
fn plain_settings_are_kept() {
    let world = world();
    assert_eq!(setting(&world.store, "demo_clock").unwrap(), None);
    for value in ["1", "2"] {
        put_setting(&world.store, "demo_clock", value.into()).unwrap();
        assert_eq!(setting(&world.store, "demo_clock").unwrap().as_deref(), Some(value));
    }
}

#[test]
fn what_is_turned_away_is_logged_with_the_system_that_called() {
    let world = world();
    let case = open_case(&world);
    let Caller::Staff { assignment, subject, .. } = staff(1) else { panic!("staff") };
    let through = Caller::Staff { assignment, subject, client: Some("journal-x".into()) };
    let dismissed = Caller::Staff { assignment: "SE-A0".into(), subject: "SE-P0".into(), client: None };
    for (caller, action, about) in [
        (&through, Action::Write, Some(case)),
        (&citizen(), Action::Read, None),
        (&dismissed, Action::Read, Some(CaseId(n(99)))),
    ] {
        log_refusal(&world.store, caller, action, about, "MALFORMED_JSON", note()).unwrap();
    }
    read_case(&world.store, &through, case, &note(), |_, _| ()).unwrap();
    assess(&world.store, CommandRequest { caller: through.clone(), ..request(case, 7) }).unwrap_err();
    // What a connected system may not do is logged with its name as well.
    assess(&world.store, CommandRequest { caller: through, ..request(case, 1) }).unwrap_err();
    let row = "access_log WHERE outcome = 'refused' AND code = 'MALFORMED_JSON' AND action =";
    assert_eq!(world.count(&format!("{row} 'write' AND client = 'journal-x' AND case_id = '{case}'")), 1);
    assert_eq!(world.count(&format!("{row} 'read' AND actor_kind = 'citizen' AND case_id IS NULL")), 1);
    assert_eq!(world.count(&format!("{row} 'read' AND actor_kind = 'unknown' AND client IS NULL")), 1);
    assert_eq!(world.count("access_log WHERE client = 'journal-x' AND alarm = 0"), 4);
    let told = access_log_for_case(&world.store, &citizen(), case, ALL, &note()).unwrap();
    assert_eq!(told.items.iter().filter(|row| row.client.as_deref() == Some("journal-x")).count(), 4);
}

#[test]
fn every_access_to_a_protected_persons_case_is_marked() {
    let world = world();
    let note_of_case = note();
    let case = CaseId(note_of_case.seed.nth(0));
    let request_of_case = CreateRequest { caller: staff(1), idempotency: None, note: note_of_case };
    let protected = |lookup: &mut Lookup<'_>, seed| match report(lookup, seed)? {
        sip_domain::command::Command::ReportNeed(mut need) => {
            need.person.protected = sip_domain::model::Protection::Marking;
            Ok(sip_domain::command::Command::ReportNeed(need))
        }
        other => Ok(other),
    };
    create(&world.store, request_of_case, move |lookup, _, seed| protected(lookup, seed), answer).unwrap();
    read_case(&world.store, &staff(1), case, &note(), |_, _| ()).unwrap();
    cases_for(&world.store, &staff(1), &CaseFilter::default(), ALL, &note()).unwrap();
    // Attempts too, of those who are not told that there is a case.
    read_case(&world.store, &staff(2), case, &note(), |_, _| ()).unwrap_err();
    assess(&world.store, CommandRequest { caller: staff(2), ..request(case, 1) }).unwrap_err();
    log_refusal(&world.store, &staff(2), Action::Write, Some(case), "MALFORMED_JSON", note()).unwrap();
    assert_eq!(world.count("access_log WHERE alarm = 1"), 6);
    whoami(&world.store, &staff(1), &note()).unwrap();
    assert_eq!(world.count("access_log WHERE alarm = 0"), 1);
    let told = access_log_for_case(&world.store, &citizen(), case, ALL, &note()).unwrap();
    assert!(told.items.iter().all(|row| row.alarm));
}

fn all_of(period: (DateTime<Utc>, DateTime<Utc>)) -> LogQuery {
    LogQuery { period, staff: None, unit: None, case: None, alarms: false, refused: false }
}
