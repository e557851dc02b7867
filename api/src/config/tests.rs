use super::*;
use sip_persistence::Database;

const MASTER: &str = "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// A file with the text, in a folder of this process.
fn key_file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("sip-config-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn read(variables: &[(&str, &str)], demo: bool) -> Result<Config, Vec<String>> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_env(variables, demo).map_err(|errors| errors.into_iter().map(|error| error.variable).collect())
}

#[test]
fn demo_mode_needs_nothing() {
    let config = read(&[("HOME", "/x"), ("PATH", "")], true).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.storage.database, Database::Sqlite(PathBuf::from("data/sip.db")));
    assert!(config.issuers.is_empty());
}

#[test]
fn a_master_key_file_that_will_not_do_is_refused() {
    for file in [key_file("empty", ""), key_file("text", "keys"), "/nowhere/master.key".to_owned()] {
        let refused = read(&[("SIP_MASTER_KEY_FILE", &file)], true).unwrap_err();
        assert_eq!(refused, ["SIP_MASTER_KEY_FILE"], "{file}");
    }
    let master = key_file("master", MASTER);
    assert!(read(&[("SIP_MASTER_KEY_FILE", &master)], true).is_ok());
}

#[test]
fn key_files_lie_beside_the_database_only_where_that_will_do() {
    let folder = std::env::temp_dir().join(format!("sip-config-{}-beside", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let database = format!("sqlite:{}", folder.join("sip.db").display());
    let read = |key_files| {
        let variables = [("DATABASE_URL".to_owned(), database.clone())];
        storage_from_env(variables, key_files).map_err(|errors| errors[0].variable.clone())
    };
    assert_eq!(read(KeyFiles::Found).map(|_| ()), Err("SIP_MASTER_KEY_FILE".to_owned()));
    let made = read(KeyFiles::Made).unwrap();
    drop(made.open().unwrap());
    assert!(folder.join("sip.db.key").exists() && made.open_to_others().is_empty());
    for key_files in [KeyFiles::Found, KeyFiles::Made] {
        assert!(read(key_files).unwrap().open().is_ok(), "{key_files:?}");
    }
    assert_eq!(read(KeyFiles::Given).map(|_| ()), Err("SIP_MASTER_KEY_FILE".to_owned()));
    // No other key is made for data that are there already.
    std::fs::remove_file(folder.join("sip.db.key")).unwrap();
    assert!(matches!(read(KeyFiles::Made).unwrap().open(), Err(sip_persistence::StoreError::Keys(_))));
    assert!(!folder.join("sip.db.key").exists());
}

#[test]
fn heads_need_a_place_and_a_key() {
    let lines = sip_persistence::new_seal_key().unwrap();
    let public = lines.lines().nth(1).unwrap();
    let (both, public) = (key_file("seal", &lines), key_file("seal-public", public));
    let given = |file: &str, key: &str, demo| {
        let all = [("SIP_SEAL_FILE", file), ("SIP_SEAL_KEY_FILE", key)];
        let some: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let refused = read(&some, demo).err().unwrap_or_default();
        refused.into_iter().filter(|name| name.starts_with("SIP_SEAL")).collect::<Vec<_>>()
    };
    assert_eq!(given("/heads", &both, false), [""; 0]);
    assert_eq!(given("", "", false), [""; 0]);
    assert_eq!(given("/heads", "", true), ["SIP_SEAL_KEY_FILE"]);
    assert_eq!(given("", &both, true), ["SIP_SEAL_FILE"]);
    assert_eq!(given("/heads", "/nowhere", true), ["SIP_SEAL_KEY_FILE"]);
    assert_eq!(given("/heads", &public, false), ["SIP_SEAL_KEY_FILE"], "a server has to sign");
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let refused = read(
        &[
            ("SIP_LISTEN", "localhost"),
            ("DATABASE_URL", "postgres://db"),
            ("SIP_BASE_URL", "https://sip.example.se/api"),
            ("SIP_MIN_ACR", "1"),
            ("SIP_TOKEN_MAX_SECONDS", "-5"),
            ("SIP_WORKERS", "0"),
            ("SIP_MAX_CONNECTIONS", "many"),
            ("SIP_BODY_IDLE_MS", "1"),
            ("SIP_LOG", " "),
            ("SIP_LOG_FORMAT", "xml"),
            ("SIP_LISTN", "0.0.0.0:80"),
        ],
        true,
    );
    let mut refused = refused.unwrap_err();
    refused.sort();
    assert_eq!(
        refused,
        [
            "DATABASE_URL",
            "SIP_BASE_URL",
            "SIP_BODY_IDLE_MS",
            "SIP_LISTEN",
            "SIP_LISTN",
            "SIP_LOG",
            "SIP_LOG_FORMAT",
            "SIP_MAX_CONNECTIONS",
            "SIP_MIN_ACR",
            "SIP_TOKEN_MAX_SECONDS",
            "SIP_WORKERS",
        ]
    );
}

#[test]
fn demo_mode_stays_on_this_machine() {
    assert_eq!(read(&[("SIP_LISTEN", "0.0.0.0:8080")], true).unwrap_err(), ["SIP_LISTEN"]);
    assert!(read(&[("SIP_LISTEN", "0.0.0.0:8080"), ("SIP_DEMO_ANYWHERE", "yes")], true).is_ok());
    assert!(read(&[("SIP_LISTEN", "[::1]:0")], true).is_ok());
    assert_eq!(
        read(&[("SIP_LISTEN", "[::1]:0"), ("SIP_DEMO_ANYWHERE", "maybe")], true).unwrap_err(),
        ["SIP_DEMO_ANYWHERE"]
    );
}

#[test]
fn reasons_never_repeat_values() {
    let errors =
        Config::from_env([("DATABASE_URL".to_owned(), "postgres://u:hemligt@db".to_owned())], true).unwrap_err();
    assert!(errors.iter().all(|error| !error.to_string().contains("hemligt")));
}

#[test]
fn where_events_may_be_sent_is_read_whole_or_refused() {
    let authority = key_file("authority", "no certificate");
    for (name, value) in [
        ("SIP_WEBHOOK_HOSTS", "https://hooks.example.se"),
        ("SIP_WEBHOOK_HOSTS", "hooks.example.se,"),
        ("SIP_WEBHOOK_CA_FILE", "/nowhere/ca.pem"),
        ("SIP_WEBHOOK_CA_FILE", authority.as_str()),
        ("SIP_EVENT_DAYS", "6"),
        ("SIP_EVENT_DAYS", "many"),
    ] {
        assert_eq!(read(&[(name, value)], true).unwrap_err(), [name], "{value}");
    }
    let hosts = |settings: &[(&str, &str)], demo| {
        let mut all = settings.to_vec();
        let master = key_file("events-master", MASTER);
        let keys = key_file(
            "events-keys",
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
        );
        all.extend([("SIP_MASTER_KEY_FILE", &*master), ("SIP_ISSUER", "https://idp.test"), ("SIP_JWKS_FILE", &*keys)]);
        read(&all, demo).unwrap().webhooks.hosts
    };
    assert_eq!(hosts(&[], false), crate::webhooks::Hosts::default(), "nothing is sent that nobody asked for");
    assert_ne!(hosts(&[], true), hosts(&[], false));
}
