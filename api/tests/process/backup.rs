//! Backup and restore as an operator does them, while people work: on a file, and where `SIP_TEST_POSTGRES` names a server,
//! on a database there.

use crate::backup_place::{Place, assert_private};
use crate::sip::{Caller, Ended, Sip, run};
use crate::writes::{WRITERS, Write, check, written};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The files of a folder by their ending.
fn made(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|found| found == ending)).collect();
    files.sort();
    files
}

fn back_up(place: &Place, into: &Path) -> Ended {
    run(&["backup", into.to_str().unwrap()], &place.variables())
}

fn restore(place: &Place, from: &Path) -> Ended {
    run(&["restore", from.to_str().unwrap()], &place.variables())
}

/// The only backup in the folder: the database, and its heads.
fn only(place: &Place, folder: &Path) -> (PathBuf, PathBuf) {
    let (databases, heads) = (made(folder, place.ending()), made(folder, "heads"));
    assert_eq!((databases.len(), heads.len()), (1, 1), "{databases:?} {heads:?}");
    assert_eq!(made(folder, "part"), Vec::<PathBuf>::new());
    (databases[0].clone(), heads[0].clone())
}

/// A backup made while clients write; gives what was answered before it began, and how many writes were meanwhile.
async fn back_up_under_load(place: &Place, caller: &Caller, into: &Path) -> (Vec<Write>, usize) {
    let mut answered = Vec::new();
    for writer in WRITERS {
        answered.extend(written(caller, writer, 0, 5).await);
    }
    let write_on = |writer| {
        let caller = caller.clone();
        tokio::spawn(async move { written(&caller, writer, 1, 25).await.len() })
    };
    let meanwhile: Vec<_> = WRITERS.into_iter().map(write_on).collect();
    let (place, into) = (place.clone(), into.to_owned());
    let done = tokio::task::spawn_blocking(move || back_up(&place, &into)).await.unwrap();
    assert!(done.code == Some(0) && done.out.contains("master keys are not in it"), "{done:?}");
    let mut more = 0;
    for client in meanwhile {
        more += client.await.unwrap();
    }
    (answered, more)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_comes_back_with_every_write_answered_before_it() {
    for place in Place::each() {
        let backups = TempDir::new().unwrap();
        // A stop seals, so that there are heads to take along.
        lived_in(&place).await;
        let server = Sip::start(&["serve", "--demo"], &place.variables());
        let (answered, more) = back_up_under_load(&place, &server.caller(), backups.path()).await;
        assert!(answered.len() == 30 && more == 150, "{} {more}", answered.len());
        let (database, heads) = only(&place, backups.path());
        assert_private(&[&database, &heads]);
        server.kill();

        let elsewhere = place.another();
        let done = restore(&elsewhere, &database);
        assert!(done.code == Some(0) && done.out.contains(", 0 findings"), "{done:?}");
        assert!(done.out.contains("its signed heads are in"), "{done:?}");
        assert_eq!(run(&["verify"], &elsewhere.variables()).code, Some(0));
        let server = Sip::start(&["serve", "--demo"], &elsewhere.variables());
        assert_eq!(check(&server.caller(), &answered).await.len(), answered.len());
        let log = server.log();
        assert!(!log.contains("sip::seal"), "{log}");
        assert_eq!(place.rights(), elsewhere.rights());
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_half_is_left() {
    for place in Place::each() {
        let backups = TempDir::new().unwrap();
        let missing = back_up(&place, &backups.path().join("none"));
        assert!(missing.code == Some(1) && missing.err.contains("is no folder"), "{missing:?}");
        assert_eq!(run(&["seed"], &place.variables()).code, Some(0));
        assert_eq!(back_up(&place, backups.path()).code, Some(0));
        let database = made(backups.path(), place.ending()).remove(0);

        let exists = restore(&place, &database);
        assert!(exists.code == Some(1) && exists.err.contains("left as it is"), "{exists:?}");
        assert_eq!(run(&["verify"], &place.variables()).code, Some(0), "what was there is there");

        for (name, bytes) in [
            ("text", b"no backup".repeat(400)),
            ("empty", Vec::new()),
            ("cut", half(&std::fs::read(&database).unwrap())),
        ] {
            let file = backups.path().join(name);
            std::fs::write(&file, bytes).unwrap();
            let elsewhere = place.another();
            let refused = restore(&elsewhere, &file);
            assert_eq!(refused.code, Some(1), "{name}: {refused:?}");
            elsewhere.assert_empty();
        }
        let elsewhere = place.another();
        let none = restore(&elsewhere, &backups.path().join("nowhere"));
        assert!(none.code == Some(1) && none.err.contains("is no file"), "{none:?}");
        let wrong = elsewhere.with_other_keys();
        let refused = restore(&wrong, &database);
        assert!(refused.code == Some(1) && refused.err.contains("master key"), "{refused:?}");
        elsewhere.assert_empty();
        // And after all that it goes.
        let done = restore(&elsewhere, &database);
        assert!(done.code == Some(0) && done.out.contains("31 cases"), "{done:?}");
    }
}

/// Has a case read, so that there is something to seal, and stops.
async fn lived_in(place: &Place) {
    let server = Sip::start(&["serve", "--demo"], &place.variables());
    let case = "/cases/01993b00-1000-7000-8000-000000000001";
    assert_eq!(server.caller().get("k-soc-karin", case).await.status, 200);
    server.log();
}

fn half(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

#[tokio::test]
async fn longer_heads_are_kept_and_tell_what_is_lost() {
    for place in Place::each() {
        let backups = TempDir::new().unwrap();
        lived_in(&place).await;
        assert_eq!(back_up(&place, backups.path()).code, Some(0));
        lived_in(&place).await;
        let (database, copy) = only(&place, backups.path());
        let longer = std::fs::read_to_string(place.heads()).unwrap();
        assert!(longer.len() > std::fs::read_to_string(&copy).unwrap().len());

        let elsewhere = place.another();
        std::fs::write(elsewhere.heads(), &longer).unwrap();
        let told = restore(&elsewhere, &database);
        assert!(told.code == Some(1) && told.out.contains("left as it is: keep it"), "{told:?}");
        assert!(told.out.contains("the file has it, and the database does not"), "{told:?}");
        assert_eq!(std::fs::read_to_string(elsewhere.heads()).unwrap(), longer);
        std::fs::copy(&copy, elsewhere.heads()).unwrap();
        assert_eq!(run(&["verify"], &elsewhere.variables()).code, Some(0));
    }
}

#[test]
fn a_dump_without_the_tools_is_refused_by_name() {
    for place in Place::each().into_iter().filter(|place| place.ending() == "dump") {
        let backups = TempDir::new().unwrap();
        assert_eq!(run(&["migrate"], &place.variables()).code, Some(0));
        let variables = place.variables().into_iter().filter(|(name, _)| *name != "PATH").collect::<Vec<_>>();
        let empty = [("PATH", "/nowhere")].into_iter().chain(variables).collect::<Vec<_>>();
        let told = run(&["backup", backups.path().to_str().unwrap()], &empty);
        assert!(told.code == Some(1) && told.err.contains("pg_dump is missing"), "{told:?}");
        assert_eq!(std::fs::read_dir(backups.path()).unwrap().count(), 0);
    }
}
