//! Sending: one dispatcher at a time, nothing passed over when one dies, and an end to failing.

use super::*;

const SOMEWHERE: &str = "https://hooks.test/sip";

fn subscribe(world: &World, after: Option<i64>) -> Subscription {
    let new = NewSubscription { url: SOMEWHERE.into(), description: Some(short("Journal")), after, may_send: true };
    add_subscription(&world.store, staff(3), new, note()).unwrap().0
}

fn known(world: &World, id: Uuid) -> Subscription {
    subscription(&world.store, &staff(3), id, &note()).unwrap()
}

fn take(store: &Store, id: Uuid, at: DateTime<Utc>) -> Option<Turn> {
    Turn::take(store, id, Uuid::now_v7(), at).unwrap()
}

/// A case with so many events, numbered.
fn written(world: &World, number: u128, events: i64) -> CaseId {
    let case = open_as(&world.store, number);
    (1..events).for_each(|version| write_in(&world.store, number, case, version, now()));
    publish_all(&world.store);
    case
}

#[test]
fn a_dispatcher_that_dies_before_it_notes_what_it_sent_makes_it_come_twice_and_never_not_at_all() {
    let world = crowded();
    let other = Store::open(&options(world.folder.path())).unwrap();
    let id = subscribe(&world, None).id;
    let case = written(&world, 101, 150);
    let dead = take(&world.store, id, now()).unwrap();
    let sent = dead.next(now()).unwrap().unwrap();
    assert_eq!(sent.events.len(), 100);
    drop(dead);
    assert!(take(&other, id, now() + TimeDelta::seconds(29)).is_none(), "the dead one's lease has not run out");
    let later = now() + TimeDelta::seconds(30);
    let next = take(&other, id, later).unwrap();
    let again = next.next(later).unwrap().unwrap();
    assert_eq!(again.events, sent.events);
    assert!(next.taken(&again, later).unwrap());
    let rest = next.next(later).unwrap().unwrap();
    assert!(next.taken(&rest, later).unwrap());
    assert!(next.next(later).unwrap().is_none());
    assert_whole(&[again.events, rest.events].concat(), &BTreeMap::from([(case, 150)]));
}

#[test]
fn who_slept_over_the_lease_moves_nothing_any_more() {
    let world = crowded();
    let id = subscribe(&world, None).id;
    written(&world, 101, 3);
    let sleeper = take(&world.store, id, now()).unwrap();
    let old = sleeper.next(now()).unwrap().unwrap();
    let later = now() + TimeDelta::minutes(1);
    let awake = take(&world.store, id, later).unwrap();
    assert!(!sleeper.taken(&old, later).unwrap());
    assert!(sleeper.next(later).unwrap().is_none());
    assert_eq!(sleeper.failed(Failure::NoAnswer, later).unwrap(), SubscriptionState::Active);
    assert_eq!((known(&world, id).position, known(&world, id).failures), (0, 0));
    assert_eq!(awake.next(later).unwrap().unwrap().events, old.events);
}

#[test]
fn two_dispatchers_at_once_send_in_order_and_not_over_each_other() {
    let world = crowded();
    let other = Store::open(&options(world.folder.path())).unwrap();
    let id = subscribe(&world, None).id;
    let received = std::sync::Mutex::new(Vec::new());
    let (done, mut versions) = (AtomicBool::new(false), BTreeMap::new());
    thread::scope(|scope| {
        let writers: Vec<_> = CROWD
            .map(|number| {
                let store = &world.store;
                scope.spawn(move || {
                    let case = open_as(store, number);
                    (1..20).for_each(|version| write_in(store, number, case, version, now()));
                    case
                })
            })
            .collect();
        for store in [&world.store, &other] {
            let (done, received) = (&done, &received);
            scope.spawn(move || {
                loop {
                    let last = done.load(Ordering::Acquire);
                    publish_events(store, now()).unwrap();
                    let due = due_subscriptions(store, now()).unwrap();
                    if last && due.is_empty() {
                        return;
                    }
                    for turn in due.into_iter().filter_map(|id| take(store, id, now())) {
                        while let Some(batch) = turn.next(now()).unwrap() {
                            received.lock().unwrap().extend(batch.events.clone());
                            assert!(turn.taken(&batch, now()).unwrap(), "somebody else was let in");
                        }
                        turn.end().unwrap();
                    }
                }
            });
        }
        for writer in writers {
            versions.insert(writer.join().unwrap(), 20);
        }
        done.store(true, Ordering::Release);
    });
    assert_whole(&received.into_inner().unwrap(), &versions);
    assert_eq!(known(&world, id).position, 160);
}

#[test]
fn failing_waits_longer_each_time_and_ends_after_five_days() {
    let world = crowded();
    let id = subscribe(&world, None).id;
    let case = written(&world, 101, 2);
    let mut at = now();
    let mut attempts = 0;
    while known(&world, id).state == SubscriptionState::Active {
        let turn = take(&world.store, id, at).unwrap();
        assert_eq!(turn.next(at).unwrap().unwrap().events.len(), 2);
        turn.failed(Failure::Status(503), at).unwrap();
        attempts += 1;
        let seen = known(&world, id);
        assert_eq!((seen.position, seen.failures, seen.failing_since), (0, attempts, Some(now())));
        assert_eq!(seen.last_failure.as_deref(), Some("status_503"));
        if let Some(next) = seen.retry_at {
            assert!(take(&world.store, id, next - TimeDelta::seconds(1)).is_none());
            assert!(due_subscriptions(&world.store, next - TimeDelta::seconds(1)).unwrap().is_empty());
            assert_eq!(due_subscriptions(&world.store, next).unwrap(), [id]);
            at = next;
        }
    }
    assert!(at - now() >= TimeDelta::days(5) && at - now() < TimeDelta::days(5) + TimeDelta::hours(1));
    assert!(take(&world.store, id, at + TimeDelta::days(1)).is_none());
    assert!(due_subscriptions(&world.store, at + TimeDelta::days(1)).unwrap().is_empty());
    // Another subscription goes on from where this one stopped.
    remove_subscription(&world.store, staff(3), id, note()).unwrap();
    let next = subscribe(&world, Some(0)).id;
    let turn = take(&world.store, next, at).unwrap();
    assert_whole(&turn.next(at).unwrap().unwrap().events, &BTreeMap::from([(case, 2)]));
}

#[test]
fn an_answer_ends_the_failing_and_a_receiver_that_is_gone_ends_all() {
    let world = crowded();
    let id = subscribe(&world, None).id;
    written(&world, 101, 2);
    take(&world.store, id, now()).unwrap().failed(Failure::NoAnswer, now()).unwrap();
    let later = now() + TimeDelta::seconds(5);
    let turn = take(&world.store, id, later).unwrap();
    let batch = turn.next(later).unwrap().unwrap();
    assert!(turn.taken(&batch, later).unwrap());
    let seen = known(&world, id);
    assert_eq!((seen.failures, seen.failing_since, seen.last_failure, seen.retry_at), (0, None, None, None));
    assert_eq!((seen.position, seen.delivered_at), (2, Some(later)));
    assert_eq!(turn.failed(Failure::Gone, later).unwrap(), SubscriptionState::Disabled);
    assert_eq!(known(&world, id).last_failure.as_deref(), Some("gone"));
}

#[test]
fn nothing_is_forgotten_that_an_active_subscription_waits_for() {
    let world = crowded();
    let id = subscribe(&world, None).id;
    written(&world, 101, 120);
    let turn = take(&world.store, id, now()).unwrap();
    let batch = turn.next(now()).unwrap().unwrap();
    assert!(turn.taken(&batch, now()).unwrap());
    let much_later = now() + TimeDelta::days(90);
    assert_eq!(forget_events(&world.store, much_later).unwrap(), 100);
    assert_eq!(forget_events(&world.store, much_later).unwrap(), 0);
    assert_eq!(turn.next(now()).unwrap().unwrap().events.len(), 20);
    turn.failed(Failure::Gone, now()).unwrap();
    assert_eq!(forget_events(&world.store, much_later).unwrap(), 20);
}

#[test]
fn what_is_not_theirs_is_passed_over_without_a_word_and_without_haste() {
    let world = crowded();
    let new = NewSubscription { url: SOMEWHERE.into(), description: None, after: None, may_send: true };
    let theirs = add_subscription(&world.store, staff(5), new, note()).unwrap().0.id;
    written(&world, 101, 5);
    assert!(due_subscriptions(&world.store, now()).unwrap().is_empty(), "nothing to send is no reason to write");
    let later = now() + TimeDelta::hours(1);
    assert_eq!(due_subscriptions(&world.store, later).unwrap(), [theirs]);
    let turn = take(&world.store, theirs, later).unwrap();
    assert!(turn.next(later).unwrap().is_none());
    turn.end().unwrap();
    assert_eq!(subscription(&world.store, &staff(5), theirs, &note()).unwrap().position, 5);
    assert!(due_subscriptions(&world.store, later).unwrap().is_empty());
}

#[test]
fn subscriptions_are_the_organisations_own() {
    let world = crowded();
    let new = |url: &str| NewSubscription { url: url.into(), description: None, after: None, may_send: true };
    let made = subscribe(&world, None);
    for number in [1, 4] {
        let refused = add_subscription(&world.store, staff(number), new(SOMEWHERE), note());
        assert!(matches!(refused, Err(AccessError::Forbidden)));
    }
    assert!(matches!(add_subscription(&world.store, staff(3), new(SOMEWHERE), note()), Err(AccessError::Conflict)));
    let closed = NewSubscription { may_send: false, ..new("https://other.test/") };
    let refused = add_subscription(&world.store, staff(3), closed, note());
    assert!(matches!(refused, Err(AccessError::Events(EventError::Host))));
    assert!(matches!(subscription(&world.store, &staff(5), made.id, &note()), Err(AccessError::NotFound)));
    assert!(matches!(remove_subscription(&world.store, staff(5), made.id, note()), Err(AccessError::NotFound)));
    assert!(subscriptions(&world.store, &staff(5), &note()).unwrap().is_empty());
    assert_eq!(subscriptions(&world.store, &staff(3), &note()).unwrap(), [made]);
    let more = (1..20).map(|n| new(&format!("https://hooks.test/{n}")));
    more.for_each(|new| drop(add_subscription(&world.store, staff(3), new, note()).unwrap()));
    let refused = add_subscription(&world.store, staff(3), new("https://hooks.test/20"), note());
    assert!(matches!(refused, Err(AccessError::Events(EventError::TooMany))));
    let ahead = NewSubscription { after: Some(1), ..new(SOMEWHERE) };
    let refused = add_subscription(&world.store, staff(5), ahead, note());
    assert!(matches!(refused, Err(AccessError::Events(EventError::Gone))));
    // The secret is in the file, and not as it is.
    let secret = add_subscription(&world.store, staff(5), new(SOMEWHERE), note()).unwrap().1;
    let hex = secret.bytes().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02X}"));
    assert_eq!(world.count(&format!("subscriptions WHERE instr(hex(secret), '{hex}') > 0")), 0);
}
