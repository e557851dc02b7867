//! Sealing as an operator meets it: heads in a file, checked by `sip verify` also where only the public key is.

use crate::sip::{Sip, database, run};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const CASE: &str = "/cases/01993b00-1000-7000-8000-000000000001";

/// The lines of the file of heads.
fn lines(file: &Path) -> Vec<String> {
    std::fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect()
}

/// Starts the demo, has a case read, and stops it as a service manager does; gives the file of heads.
async fn lived_in(folder: &Path) -> PathBuf {
    let server = Sip::demo(&database(folder));
    assert_eq!(server.caller().get("k-soc-karin", CASE).await.status, 200);
    let log = server.log();
    assert!(!log.contains("sip::seal"), "{log}");
    folder.join("sip.db.heads")
}

fn verify(folder: &Path, more: &[(&str, &str)]) -> (Option<i32>, String) {
    let file = database(folder);
    let variables: Vec<_> = [("DATABASE_URL", file.as_str())].into_iter().chain(more.iter().copied()).collect();
    let ended = run(&["verify"], &variables);
    (ended.code, ended.out + &ended.err)
}

#[tokio::test]
async fn a_stop_seals_and_verify_holds_the_database_against_the_file() {
    let folder = TempDir::new().unwrap();
    let heads = lived_in(folder.path()).await;
    let first = lines(&heads);
    assert_eq!(first.len(), 2, "the log and the journals");
    assert_eq!(lines(&lived_in(folder.path()).await).len(), 3, "only the log has grown");
    assert_eq!(verify(folder.path(), &[]).0, Some(0));
    // Whoever checks needs the public line only.
    let key = folder.path().join("sip.db.seal-key");
    let text = std::fs::read_to_string(&key).unwrap();
    let public = folder.path().join("public");
    std::fs::write(&public, text.lines().find(|line| line.starts_with("public ")).unwrap()).unwrap();
    let elsewhere = folder.path().join("copy");
    std::fs::copy(&heads, &elsewhere).unwrap();
    let settings = [("SIP_SEAL_FILE", elsewhere.to_str().unwrap()), ("SIP_SEAL_KEY_FILE", public.to_str().unwrap())];
    assert_eq!(verify(folder.path(), &settings).0, Some(0));

    std::fs::write(&elsewhere, first.join("\n") + "\n").unwrap();
    let told = verify(folder.path(), &settings);
    assert!(told.0 == Some(1) && told.1.contains("seal 3: the database has it"), "{told:?}");
    std::fs::write(&public, run(&["new-seal-key"], &[]).out).unwrap();
    let told = verify(folder.path(), &settings);
    assert!(told.0 == Some(1) && told.1.contains("no believed key has signed line 1"), "{told:?}");
    std::fs::remove_file(&key).unwrap();
    let told = verify(folder.path(), &[]);
    assert!(told.0 == Some(1) && told.1.contains("keys is not"), "heads without keys are not passed over: {told:?}");
}

#[tokio::test]
async fn a_database_put_back_from_before_is_found_and_not_sealed_on() {
    let folder = TempDir::new().unwrap();
    let heads = lived_in(folder.path()).await;
    let (file, kept) = (folder.path().join("sip.db"), folder.path().join("kept"));
    std::fs::copy(&file, &kept).unwrap();
    lived_in(folder.path()).await;
    std::fs::copy(&kept, &file).unwrap();
    let told = verify(folder.path(), &[]);
    assert!(told.0 == Some(1) && told.1.contains("access_log: row ") && told.1.contains("is missing"), "{told:?}");
    // The server says so, serves, and adds nothing.
    let before = lines(&heads);
    let server = Sip::demo(&database(folder.path()));
    assert_eq!(server.caller().get("k-soc-karin", CASE).await.status, 200);
    let log = server.log();
    assert!(log.contains("sip::seal") && log.contains("run sip verify"), "{log}");
    assert_eq!(lines(&heads), before);
}
