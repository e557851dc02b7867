use super::*;

fn read(variables: &[(&str, &str)], demo: bool) -> Result<Config, Vec<String>> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_env(variables, demo).map_err(|errors| errors.into_iter().map(|error| error.variable).collect())
}

#[test]
fn demo_mode_needs_nothing() {
    let config = read(&[("HOME", "/x"), ("PATH", "")], true).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database, PathBuf::from("data/sip.db"));
    assert!(config.issuers.is_empty());
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
