//! A database file whose disk is full, that may not be written, or that another process holds: never a 500, never a half.

use crate::faults::assert_refused;
use crate::place::Place;
use crate::sip::{command, database};
use crate::small_disk::SmallDisk;
use crate::writes::{Write, check, sign_in, total};
use sip_api::config::Storage;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use tempfile::TempDir;

const READER: &str = "k-soc-karin";
/// Nobody, on every system.
const NOBODY: u32 = 65534;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_the_file_is_refused_and_loses_nothing() {
    let Some(disk) = SmallDisk::mounted(48) else { return };
    let place = Place::file(disk.path());
    let server = place.serve();
    let caller = server.caller();
    sign_in(&caller).await;
    let before = total(&caller).await;
    disk.fill();
    let (mut writes, mut refused) = (Vec::new(), 0);
    while refused < 3 {
        assert!(writes.len() < 400, "the disk did not get full");
        let mut write = Write::new(READER, format!("full-{:04}", writes.len()), writes.len());
        let answer = write.report(&caller).await.unwrap();
        if answer.status == 201 {
            write.case = answer.json()["id"].as_str().map(str::to_owned);
        } else {
            assert_refused(&answer, &["UNAVAILABLE"]);
            // A row of the log needs less room than a case.
            let read = caller.get(READER, "/cases").await;
            if !read.is_success() {
                assert_refused(&read, &["UNAVAILABLE"]);
            }
            refused += 1;
        }
        writes.push(write);
    }
    disk.free();
    let cases = check(&caller, &writes).await;
    assert_eq!(total(&caller).await - before, cases.len(), "cases that nobody asked for, or lost ones");
    place.assert_sound();
    let log = server.log();
    assert!(!log.contains("sip::internal") && !log.contains("sip::panic"), "{log}");
    place.assert_sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_another_process_holds_is_waited_for_and_then_refused() {
    let folder = TempDir::new().unwrap();
    let place = Place::file(folder.path());
    let server = place.serve();
    let caller = server.caller();
    sign_in(&caller).await;
    let before = total(&caller).await;
    let other = Storage::beside(&folder.path().join("sip.db")).unwrap().open().unwrap();
    let ((tell, told), (end, ended)) = (channel(), channel::<()>());
    let holding = std::thread::spawn(move || {
        other.write(move |_| {
            tell.send(()).unwrap();
            // Held until the other end goes.
            let _ = ended.recv();
            Ok(())
        })
    });
    told.recv().unwrap();
    let write = Write::new(READER, "held-by-another".to_owned(), 0);
    let (report, read) = tokio::join!(write.report(&caller), caller.get(READER, "/cases"));
    assert_refused(&report.unwrap(), &["UNAVAILABLE"]);
    assert_refused(&read, &["UNAVAILABLE"]);
    drop(end);
    holding.join().unwrap().unwrap();
    let cases = check(&caller, &[write]).await;
    assert_eq!(total(&caller).await - before, cases.len());
    place.assert_sound();
}

/// The server as somebody whom the folder does not belong to.
fn as_nobody(folder: &Path, variables: &[(&str, &str)]) -> Command {
    let mut serve = command(&["serve", "--demo"], variables);
    if folder.metadata().is_ok_and(|known| std::os::unix::fs::MetadataExt::uid(&known) == 0) {
        // Root may write everywhere. Nobody may not, nor come to where the program is built.
        let program = folder.join("sip");
        std::fs::copy(env!("CARGO_BIN_EXE_sip"), &program).unwrap();
        serve = Command::new(program);
        serve.args(["serve", "--demo"]).env_clear().envs(variables.iter().copied()).uid(NOBODY);
        serve.stdin(Stdio::null()).current_dir("/");
        for entry in std::fs::read_dir(folder).unwrap() {
            chown(entry.unwrap().path(), Some(NOBODY), None).unwrap();
        }
    }
    for (path, mode) in [(folder.to_owned(), 0o555), (folder.join("sip.db"), 0o444)] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    }
    serve
}

#[test]
fn a_file_that_may_not_be_written_is_told_at_the_start() {
    let folder = TempDir::new().unwrap();
    let file = database(folder.path());
    let seeded = crate::sip::run(&["seed"], &[("DATABASE_URL", &file)]);
    assert_eq!(seeded.code, Some(0), "{seeded:?}");
    let ended = as_nobody(folder.path(), &[("DATABASE_URL", &file), ("SIP_LISTEN", "127.0.0.1:0")]).output().unwrap();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("sip: the database cannot be used: "), "{told}");
    assert_eq!(crate::sip::run(&["verify"], &[("DATABASE_URL", &file)]).code, Some(0));
}
