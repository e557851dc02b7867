//! Events: numbered once and without holes, in order for each case, sent by one at a time, and never passed over.

mod sending;

use crate::common::*;
use chrono::{DateTime, TimeDelta, Utc};
use sip_domain::command::Command;
use sip_domain::context::{Duty, IdSeed};
use sip_domain::ids::*;
use sip_domain::text::{PersonName, Text};
use sip_persistence::directory::*;
use sip_persistence::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use uuid::Uuid;

/// Staff numbers of those who work at units of organisation 1 of their own: one case each about the same person.
pub(crate) const CROWD: std::ops::Range<u128> = 101..109;

/// The usual world with more units in it.
pub(crate) fn crowded() -> World {
    let world = world();
    let mut directory = Directory::default();
    for id in CROWD {
        let unit = UnitRecord { id: UnitId(n(id)), organisation: OrganisationId(n(1)), name: short("Enhet") };
        directory.units.push(unit);
        directory.staff.push(StaffRecord {
            id: StaffId(n(id)),
            human: HumanId(n(id)),
            hsa_id: format!("SE-P{id}"),
            name: PersonName::parse("Tove Testsson").unwrap(),
            title: short("Handläggare"),
        });
        directory.assignments.push(AssignmentRecord {
            id: AssignmentId(n(id)),
            hsa_id: format!("SE-A{id}"),
            staff: StaffId(n(id)),
            unit: UnitId(n(id)),
            duty: Duty::Clinical,
            valid_from: now() - TimeDelta::days(10),
            ended_at: None,
        });
    }
    put(&world.store, directory).unwrap();
    world
}

fn noted(at: DateTime<Utc>) -> AccessNote {
    AccessNote { now: at, seed: IdSeed(Uuid::now_v7()), ..note() }
}

/// Opens a case as the member of staff.
pub(crate) fn open_as(store: &Store, number: u128) -> CaseId {
    let note = note();
    let id = CaseId(note.seed.nth(0));
    let request = CreateRequest { caller: staff(number), idempotency: None, note };
    create(store, request, |lookup, _, seed| report(lookup, seed), answer).unwrap();
    id
}

/// One more event in the case.
pub(crate) fn write_in(store: &Store, number: u128, case_id: CaseId, version: i64, at: DateTime<Utc>) {
    let request = CommandRequest {
        caller: staff(number),
        case_id,
        expected_version: version,
        idempotency: None,
        note: noted(at),
    };
    let text = Text::parse(format!("Jag vill bo hemma, {version}.")).unwrap();
    execute(store, request, move |_, _, _| Ok(Command::RecordOwnAssessment { text }), answer).unwrap();
}

/// Numbers everything that waits.
pub(crate) fn publish_all(store: &Store) {
    while publish_events(store, now()).unwrap() > 0 {}
}

/// Everything in the feed of organisation 1, page by page.
fn walk(store: &Store, limit: u32) -> Vec<EventRecord> {
    let (mut events, mut after) = (Vec::new(), None);
    loop {
        let part = event_feed(store, &staff(3), after, limit, &note()).unwrap();
        events.extend(&part.events);
        if !part.more {
            return events;
        }
        after = Some(part.reached);
    }
}

/// Asserts that the versions of each case come one after the other, each once, up to so many.
#[track_caller]
pub(crate) fn assert_whole(events: &[EventRecord], versions: &BTreeMap<CaseId, i64>) {
    let mut seen = BTreeMap::<CaseId, i64>::new();
    for event in events {
        let last = seen.entry(event.case).or_default();
        assert_eq!(event.version, *last + 1, "out of order, or not once");
        *last = event.version;
    }
    assert_eq!(&seen, versions);
    assert_eq!(events.iter().map(|event| event.id).collect::<BTreeSet<_>>().len(), events.len(), "two with one id");
}

#[test]
fn each_event_is_there_once_and_in_order_whatever_the_clock_does() {
    let world = crowded();
    let mut versions = BTreeMap::new();
    for number in CROWD {
        let case = open_as(&world.store, number);
        for version in 1..8 {
            // The clock of one server is put back, and more so with each step.
            write_in(&world.store, number, case, version, now() - TimeDelta::minutes(version * 3));
        }
        versions.insert(case, 8);
    }
    publish_all(&world.store);
    assert_whole(&walk(&world.store, 7), &versions);
    assert_eq!(walk(&world.store, 7), walk(&world.store, 100));
    assert_eq!(world.count("published_events"), 64);
    assert_eq!(world.count("published_events WHERE position BETWEEN 1 AND 64"), 64);
    assert_eq!(world.count("outbox WHERE delivered_at IS NULL"), 0);
}

#[test]
fn a_backlog_over_one_batch_keeps_the_order_of_each_case_too() {
    let world = crowded();
    let mut versions = BTreeMap::new();
    for number in CROWD {
        let case = open_as(&world.store, number);
        for version in 1..80 {
            // The first rows of a case have its latest moments, so that they lie beyond the first batch by moment alone.
            write_in(&world.store, number, case, version, now() - TimeDelta::minutes(version));
        }
        versions.insert(case, 80);
    }
    assert_eq!(publish_events(&world.store, now()).unwrap(), 500);
    assert_eq!(publish_events(&world.store, now()).unwrap(), 140);
    assert_eq!(publish_events(&world.store, now()).unwrap(), 0);
    assert_whole(&walk(&world.store, 100), &versions);
}

#[test]
fn two_sequencers_beside_writers_leave_no_hole_and_a_reader_skips_nothing() {
    let world = crowded();
    let other = Store::open(&options(world.folder.path())).unwrap();
    let (done, mut versions) = (AtomicBool::new(false), BTreeMap::new());
    let read = thread::scope(|scope| {
        let writers: Vec<_> = CROWD
            .map(|number| {
                let store = if number % 2 == 0 { &world.store } else { &other };
                scope.spawn(move || {
                    let case = open_as(store, number);
                    (1..25).for_each(|version| write_in(store, number, case, version, now()));
                    case
                })
            })
            .collect();
        for store in [&world.store, &other] {
            let done = &done;
            scope.spawn(move || {
                while !done.load(Ordering::Acquire) {
                    publish_events(store, now()).unwrap();
                }
            });
        }
        let (store, is_done) = (&other, &done);
        let reader = scope.spawn(move || {
            let (mut read, mut after) = (Vec::new(), 0);
            loop {
                let last = is_done.load(Ordering::Acquire);
                let part = event_feed(store, &staff(3), Some(after), 100, &note()).unwrap();
                read.extend(part.events);
                after = part.reached;
                if last && !part.more {
                    return read;
                }
            }
        });
        for writer in writers {
            versions.insert(writer.join().unwrap(), 25);
        }
        done.store(true, Ordering::Release);
        reader.join().unwrap()
    });
    assert_whole(&read, &versions);
    assert_eq!(walk(&world.store, 100), read, "what is read later is what was read then");
}

#[test]
fn what_is_forgotten_is_said_to_be_gone_and_numbers_go_on() {
    let world = crowded();
    let case = open_as(&world.store, 101);
    (1..10).for_each(|version| write_in(&world.store, 101, case, version, now()));
    publish_all(&world.store);
    let feed = |after| event_feed(&world.store, &staff(3), after, 100, &note());
    assert_eq!(forget_events(&world.store, now()).unwrap(), 0, "not older than the moment");
    assert_eq!(forget_events(&world.store, now() + TimeDelta::seconds(1)).unwrap(), 10);
    assert_eq!((world.count("published_events"), world.count("outbox")), (0, 0));
    for after in [0, 9, 11] {
        assert!(matches!(feed(Some(after)), Err(AccessError::Events(EventError::Gone))), "{after}");
    }
    assert_eq!(feed(Some(10)).unwrap(), Feed { events: Vec::new(), reached: 10, more: false });
    write_in(&world.store, 101, case, 10, now());
    let next = feed(Some(10)).unwrap();
    assert_eq!((next.events.len(), next.events[0].version, next.reached), (1, 11, 11));
    assert_eq!(feed(None).unwrap(), next, "from the first that is kept");
}

#[test]
fn only_administrators_have_a_feed_and_only_of_their_own_cases() {
    let world = crowded();
    open_as(&world.store, 101);
    for number in [1, 4] {
        let refused = event_feed(&world.store, &staff(number), None, 100, &note());
        assert!(matches!(refused, Err(AccessError::Forbidden)), "{number}");
    }
    let other = event_feed(&world.store, &staff(5), None, 100, &note()).unwrap();
    assert_eq!(other, Feed { events: Vec::new(), reached: 1, more: false });
    assert_eq!(world.count("access_log WHERE operation = 'test' AND action = 'list' AND outcome = 'forbidden'"), 2);
}
