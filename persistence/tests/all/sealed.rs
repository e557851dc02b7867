//! What is written down lies sealed, opens with the right keys only and in its own place, and is gone when its key is.

use crate::common::*;
use diesel::prelude::*;
use sip_domain::ids::{CaseId, PersonId};
use sip_domain::text::{PersonName, ShortText};
use sip_persistence::*;

const ALL: Page = Page { page: 1, limit: 20 };
const DECISION: &str = "IVO 2027-00417";

fn problems(world: &World) -> Vec<String> {
    let report = verify(&world.store).unwrap();
    report.problems.into_iter().map(|finding| finding.what).collect()
}

/// Everything that lies in the folder.
fn on_disk(world: &World) -> Vec<u8> {
    let files = std::fs::read_dir(world.folder.path()).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
}

fn blob(world: &World, query: &str) -> Vec<u8> {
    diesel::dsl::sql::<diesel::sql_types::Binary>(query).get_result(&mut world.raw()).unwrap()
}

fn lived_in(world: &World) -> CaseId {
    let case = open_case(world);
    let key = IdempotencyKey { key: "en hemlig nyckel".into(), body_hash: "ett avtryck".into() };
    assess(&world.store, CommandRequest { idempotency: Some(key), ..request(case, 1) }).unwrap();
    let note = AccessNote { purpose: Some("vårdplanering".into()), ..note() };
    search_by_person(&world.store, &staff(1), &number(), &note).unwrap();
    case
}

fn destroy(world: &World, case: CaseId) -> Result<(), DestroyError> {
    destroy_case(&world.store, case, ShortText::parse(DECISION).unwrap(), note())
}

#[test]
fn nothing_told_stands_in_the_file_or_its_log() {
    let mut world = world();
    let named = PersonRecord {
        id: PersonId(n(50)),
        identity: number(),
        name: Some(PersonName::parse("Sigrid Provlöv").unwrap()),
    };
    let directory = directory::Directory { people: vec![named], ..people() };
    directory::put(&world.store, directory).unwrap();
    lived_in(&world);
    let secrets = ["Behöver samordning", "bo hemma", PERSON, "610118", "Sigrid", "Provlöv", "vårdplanering"];
    for closed in [false, true] {
        if closed {
            world.store = Store::open(&options(tempfile::tempdir().unwrap().path())).unwrap();
        }
        let bytes = on_disk(&world);
        for secret in secrets.iter().chain(&["en hemlig nyckel", "ett avtryck"]) {
            assert!(!holds(&bytes, secret.as_bytes()), "{secret} (closed: {closed})");
        }
        assert!(holds(&bytes, b"Handl\xc3\xa4ggare"), "the staff directory is in clear, so the search can find");
    }
}

#[test]
fn other_master_keys_open_nothing() {
    let world = world();
    lived_in(&world);
    let open = |keys| Store::open(&StoreOptions { keys, ..options(world.folder.path()) });
    let forged = KEYS[0].replace("newer", "older");
    for wrong in [keys(&KEYS[..1]), keys(&[&forged])] {
        let refused = open(wrong).map(|_| ());
        assert!(matches!(refused, Err(StoreError::Keys(_))), "{refused:?}");
    }
    assert!(open(keys(&KEYS)).is_ok());
}

#[test]
fn a_file_of_another_version_is_refused_plainly() {
    let world = world();
    world
        .tamper("UPDATE __diesel_schema_migrations SET version = '20260101000000' WHERE version = '20260201000000'")
        .unwrap();
    let refused = Store::open(&options(world.folder.path())).map(|_| ());
    assert!(matches!(&refused, Err(StoreError::Migration(why)) if why.contains("another version")), "{refused:?}");
    assert!(matches!(world.store.migrate(), Err(StoreError::Migration(_))));
    assert!(matches!(world.store.ready(), Err(StoreError::Migration(_))));
}

#[test]
fn a_document_opens_in_its_own_row_and_version_only() {
    let sealed = "the document cannot be opened: it is changed, or another's, or of another version";
    // Of two cases, each other's document.
    let world = world();
    let (one, two) = (open_case(&world), CaseId(n(70)));
    let other = "CREATE TABLE kept AS SELECT id, document FROM cases;
        UPDATE cases SET document = (SELECT document FROM kept WHERE kept.id <> cases.id);";
    let request = CreateRequest { caller: staff(2), idempotency: None, note: AccessNote { seed: seed(two), ..note() } };
    create(&world.store, request, |lookup, _, seed| report(lookup, seed), answer).unwrap();
    world.tamper(other).unwrap();
    assert_eq!(problems(&world), [sealed, sealed]);
    let read = read_case(&world.store, &staff(1), one, &note(), |_, _| ());
    assert!(matches!(read, Err(AccessError::Store(StoreError::Corrupt(_)))), "{read:?}");
    // Its own document of before, put back.
    let world = crate::common::world();
    let case = open_case(&world);
    world.tamper("CREATE TABLE kept AS SELECT document FROM cases").unwrap();
    assess(&world.store, crate::common::request(case, 1)).unwrap();
    world.tamper("UPDATE cases SET document = (SELECT document FROM kept); DROP TABLE kept").unwrap();
    assert_eq!(problems(&world), [sealed]);
}

fn seed(case: CaseId) -> sip_domain::context::IdSeed {
    sip_domain::context::IdSeed(case.0)
}

#[test]
fn a_key_wrapped_anew_opens_what_was_sealed_before() {
    let mut world = world();
    let case = lived_in(&world);
    let reopen = |world: &mut World, lines: &[&str]| {
        let opened = Store::open(&StoreOptions { keys: keys(lines), ..options(world.folder.path()) });
        opened.map(|store| world.store = store)
    };
    reopen(&mut world, &KEYS).unwrap();
    assert_eq!(version(&world.store, case), 2, "both keys: old cases are read");
    let between = open_case_of_other_unit(&world);
    assert_eq!(world.count("case_keys WHERE master_id = 'newer'"), 1, "a new case is under the new key");
    assert_eq!(rewrap(&world.store).unwrap(), 3, "two of the store's own and one case");
    assert_eq!(rewrap(&world.store).unwrap(), 0);
    reopen(&mut world, &KEYS[..1]).unwrap();
    assert_eq!(version(&world.store, case), 2);
    assert_eq!(cases_for(&world.store, &citizen(), &CaseFilter::default(), ALL, &note()).unwrap().total, 2);
    assert!(verify(&world.store).unwrap().is_clean());
    assert!(matches!(reopen(&mut world, &KEYS[1..]), Err(StoreError::Keys(_))), "the old key is of no use any more");
    let _ = between;
}

fn open_case_of_other_unit(world: &World) -> CaseId {
    let note = note();
    let id = CaseId(note.seed.nth(0));
    let request = CreateRequest { caller: staff(2), idempotency: None, note };
    create(&world.store, request, |lookup, _, seed| report(lookup, seed), answer).unwrap();
    id
}

#[test]
fn a_destroyed_case_is_gone_for_everyone_and_the_rest_stands() {
    let world = world();
    let (case, other) = (lived_in(&world), open_case_of_other_unit(&world));
    let document = blob(&world, &format!("SELECT document FROM cases WHERE id = '{case}'"));
    let key = blob(&world, &format!("SELECT wrapped FROM case_keys WHERE case_id = '{case}'"));
    assert!(holds(&on_disk(&world), &key), "the search would find it");
    destroy(&world, case).unwrap();

    let bytes = on_disk(&world);
    let mut pieces = document.chunks_exact(64).chain(std::iter::once(key.as_slice()));
    assert!(pieces.all(|piece| !holds(&bytes, piece)), "overwritten, in the file and in its log");
    for caller in [staff(1), staff(2), citizen()] {
        let read = read_case(&world.store, &caller, case, &note(), |_, _| panic!("shown"));
        assert!(matches!(read, Err::<(), _>(AccessError::NotFound)), "{caller:?}");
        assert!(matches!(history(&world.store, &caller, case, ALL, &note()), Err(AccessError::NotFound)));
    }
    for caller in [staff(1), staff(3)] {
        assert_eq!(cases_for(&world.store, &caller, &CaseFilter::default(), ALL, &note()).unwrap().total, 0);
        assert_eq!(worklist(&world.store, &caller, ALL, &note()).unwrap().total, 0);
    }
    assert_eq!(search_by_person(&world.store, &staff(1), &number(), &note()).unwrap().total, 0);
    // A repeated request too, and a new one.
    let key = IdempotencyKey { key: "en hemlig nyckel".into(), body_hash: "ett avtryck".into() };
    let again = assess(&world.store, CommandRequest { idempotency: Some(key), ..request(case, 1) });
    assert!(matches!(again, Err(ExecuteError::NotFound)), "{again:?}");
    assert!(matches!(assess(&world.store, request(case, 2)), Err(ExecuteError::NotFound)));

    assert_eq!(world.count(&format!("case_events WHERE case_id = '{case}'")), 2, "the chain stays");
    assert!(verify(&world.store).unwrap().is_clean());
    read_case(&world.store, &staff(2), other, &note(), |case, _| case.version).unwrap();
    put_setting(&world.store, PROFILE_PRINCIPAL, n(1).to_string()).unwrap();
    put_profile(&world.store, staff(3), sip_domain::profile::Profile::default(), note()).unwrap();
    assert!(verify(&world.store).unwrap().is_clean(), "what goes through all cases passes it over");
}

#[test]
fn destroying_is_logged_and_done_once() {
    let world = world();
    let case = lived_in(&world);
    assert!(matches!(destroy(&world, CaseId(n(99))), Err(DestroyError::Unknown)));
    destroy(&world, case).unwrap();
    assert!(matches!(destroy(&world, case), Err(DestroyError::Already)));
    let logged =
        "actor_kind = 'operator' AND operation = 'destroyCase' AND subject_id IS NOT NULL AND outcome = 'done'";
    assert_eq!(world.count(&format!("access_log WHERE case_id = '{case}' AND {logged}")), 1);
    assert_eq!(world.count(&format!("case_keys WHERE decision = '{DECISION}' AND destroyed_at IS NOT NULL")), 1);
    let back = world.tamper("UPDATE case_keys SET destroyed_at = NULL").unwrap_err().to_string();
    assert!(back.contains("does not come back"), "{back}");
}

#[test]
fn a_case_destroyed_behind_the_log_is_found() {
    let world = world();
    lived_in(&world);
    world.tamper("UPDATE case_keys SET wrapped = NULL, master_id = NULL, destroyed_at = 1, decision = 'x'").unwrap();
    assert_eq!(
        problems(&world),
        ["the case is destroyed, but rows of it are left", "the case's key is gone, and the log does not tell of it"]
    );
}
