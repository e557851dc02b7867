//! Keys as an operator handles them: made, asked for, changed, and taken away with a case.

use crate::sip::{Sip, database, key_file, run};
use std::path::Path;
use tempfile::TempDir;

const CASE: &str = "01993b00-1000-7000-8000-000000000001";

/// A seeded database, and its variables.
fn seeded(folder: &Path) -> [(&'static str, String); 1] {
    let variables = [("DATABASE_URL", database(folder))];
    let seeded = sip(&["seed"], &variables);
    assert_eq!(seeded.0, Some(0), "{seeded:?}");
    variables
}

fn sip(arguments: &[&str], variables: &[(&'static str, String)]) -> (Option<i32>, String) {
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let ended = run(arguments, &variables);
    (ended.code, ended.out + &ended.err)
}

#[test]
fn a_key_is_made_with_the_demo_and_never_for_data_that_are_there() {
    let folder = TempDir::new().unwrap();
    let variables = seeded(folder.path());
    let key = folder.path().join("sip.db.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
        let told = sip(&["verify"], &variables);
        assert!(told.0 == Some(0) && told.1.contains("others than its owner"), "{told:?}");
    }
    std::fs::remove_file(&key).unwrap();
    for (arguments, code) in [(&["verify"][..], 78), (&["rewrap"], 78), (&["seed"], 1), (&["serve", "--demo"], 1)] {
        let told = sip(arguments, &variables);
        assert_eq!(told.0, Some(code), "{arguments:?} {told:?}");
        assert!(told.1.contains("key") && !key.exists(), "{arguments:?} {told:?}");
    }
}

#[test]
fn a_wrong_key_is_refused_at_start_in_plain_words() {
    let folder = TempDir::new().unwrap();
    let mut variables = seeded(folder.path()).to_vec();
    variables.push(("SIP_MASTER_KEY_FILE", key_file(folder.path())));
    for arguments in [&["serve", "--demo"][..], &["migrate"], &["seed"], &["verify"], &["rewrap"]] {
        let told = sip(arguments, &variables);
        assert!(told.0 == Some(1) && told.1.contains("master key"), "{arguments:?} {told:?}");
    }
}

#[tokio::test]
async fn a_master_key_is_changed_and_the_old_one_taken_away() {
    let folder = TempDir::new().unwrap();
    let variables = seeded(folder.path());
    let file = folder.path().join("sip.db.key");
    let (old, (code, new)) = (std::fs::read_to_string(&file).unwrap(), sip(&["new-key"], &[]));
    assert!(code == Some(0) && new.lines().count() == 1 && new != sip(&["new-key"], &[]).1, "{new}");
    std::fs::write(&file, format!("{new}{old}")).unwrap();
    let told = sip(&["rewrap"], &variables);
    assert!(told.0 == Some(0) && told.1.starts_with("33 keys"), "31 cases and two of the store's: {told:?}");
    std::fs::write(&file, new).unwrap();
    assert_eq!(sip(&["verify"], &variables).0, Some(0));
    let server = Sip::demo(&variables[0].1);
    assert_eq!(server.caller().get("k-soc-karin", &format!("/cases/{CASE}")).await.status, 200);
    drop(server);
    std::fs::write(&file, old).unwrap();
    assert_eq!(sip(&["verify"], &variables).0, Some(1));
}

#[tokio::test]
async fn a_case_is_destroyed_under_a_running_server() {
    let folder = TempDir::new().unwrap();
    let file = database(folder.path());
    let server = Sip::demo(&file);
    let (caller, path) = (server.caller(), format!("/cases/{CASE}"));
    assert_eq!(caller.get("k-soc-karin", &path).await.status, 200);
    let variables = [("DATABASE_URL", file)];
    let unknown = "01993b00-1000-7000-8000-00000000dead";
    for (arguments, code) in [
        (&["destroy-case", CASE][..], 2),
        (&["destroy-case", CASE, "--decision"], 2),
        (&["destroy-case", CASE, "--decision", " "], 1),
        (&["destroy-case", unknown, "--decision", "IVO 2027-1"], 1),
        (&["destroy-case", "1", "--decision", "IVO 2027-1"], 1),
    ] {
        let told = sip(arguments, &variables);
        assert_eq!(told.0, Some(code), "{arguments:?} {told:?}");
    }
    assert_eq!(caller.get("k-soc-karin", &path).await.status, 200);
    let destroy = ["destroy-case", CASE, "--decision", "IVO 2027-00417"];
    let told = sip(&destroy, &variables);
    assert_eq!(told.0, Some(0), "{told:?}");
    let gone = caller.get("k-soc-karin", &path).await;
    let never = caller.get("k-soc-karin", &format!("/cases/{unknown}")).await;
    assert_eq!((gone.status, gone.json()["code"].clone()), (404, never.json()["code"].clone()));
    assert_eq!(caller.get("k-soc-karin", "/cases/01993b00-1000-7000-8000-000000000012").await.status, 200);
    assert_eq!(sip(&destroy, &variables).0, Some(1), "only once");
    assert_eq!(sip(&["verify"], &variables).0, Some(0));
}
