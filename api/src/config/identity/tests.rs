use super::*;
use crate::config::Config;

const KEYS: &str =
    r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

fn read(variables: &[(&str, &str)], demo: bool) -> Result<Config, Vec<String>> {
    // One file for all tests of this process: they run at once, and none shall read what another is still writing.
    static MASTER: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let master = MASTER.get_or_init(|| file("master", "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    let master = ("SIP_MASTER_KEY_FILE", master.as_str());
    let variables = variables.iter().chain([&master]).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_env(variables, demo).map_err(|errors| errors.into_iter().map(|error| error.variable).collect())
}

fn file(name: &str, text: &str) -> String {
    let file = std::env::temp_dir().join(format!("sip-identity-{}-{name}", std::process::id()));
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// The issuers with their presets, from a good configuration of one issuer and `more`.
fn issuers(more: &[(&str, &str)]) -> Result<Vec<(String, Vec<Preset>)>, Vec<String>> {
    let staff = [("SIP_ISSUER", "https://idp.test"), ("SIP_JWKS_URL", "http://127.0.0.1:9/keys")];
    let config = read(&[&staff[..], more].concat(), false)?;
    Ok(config.issuers.into_iter().map(|issuer| (issuer.issuer, issuer.presets)).collect())
}

const CITIZENS: [(&str, &str); 2] =
    [("SIP_CITIZEN_ISSUER", "https://eid.test"), ("SIP_CITIZEN_JWKS_URL", "http://127.0.0.1:9/eid")];

#[test]
fn without_demo_an_issuer_and_its_keys_are_required() {
    assert_eq!(read(&[], false).unwrap_err(), ["SIP_ISSUER", "SIP_JWKS_FILE"]);
    let keys = file("good", KEYS);
    let config = read(&[("SIP_ISSUER", "https://idp.example.se"), ("SIP_JWKS_FILE", &keys)], false).unwrap();
    assert!(matches!(&config.issuers[0].source, KeySource::File(_, keys) if keys.len() == 1));
    // Half an issuer is a mistake in demo mode too.
    assert_eq!(read(&[("SIP_ISSUER", "https://idp.example.se")], true).unwrap_err(), ["SIP_JWKS_FILE"]);
    assert_eq!(issuers(&CITIZENS[..1]).unwrap_err(), ["SIP_CITIZEN_JWKS_FILE"]);
    assert_eq!(issuers(&CITIZENS[1..]).unwrap_err(), ["SIP_CITIZEN_ISSUER"]);
}

#[test]
fn a_key_file_that_will_not_do_is_refused() {
    for keys in [file("empty", r#"{"keys":[]}"#), file("text", "keys"), "/nowhere/keys.json".to_owned()] {
        let refused = read(&[("SIP_ISSUER", "x"), ("SIP_JWKS_FILE", &keys)], false).unwrap_err();
        assert_eq!(refused, ["SIP_JWKS_FILE"], "{keys}");
    }
}

#[test]
fn an_issuer_alone_vouches_for_both_and_beside_another_for_its_own() {
    let (idp, eid) = ("https://idp.test".to_owned(), "https://eid.test".to_owned());
    let (staff, citizens) = (vec![Preset::IneraIdp], vec![Preset::OidcSweden]);
    assert_eq!(issuers(&[]), Ok(vec![(idp.clone(), vec![Preset::IneraIdp, Preset::OidcSweden])]));
    assert_eq!(issuers(&[("SIP_TOKEN_PRESET", "inera-idp")]), Ok(vec![(idp.clone(), staff.clone())]));
    assert_eq!(issuers(&[("SIP_TOKEN_PRESET", "oidc-sweden")]), Ok(vec![(idp.clone(), citizens.clone())]));
    assert_eq!(issuers(&CITIZENS), Ok(vec![(idp, staff), (eid, citizens)]));
    assert_eq!(issuers(&[("SIP_TOKEN_PRESET", "keycloak")]), Err(vec!["SIP_TOKEN_PRESET".to_owned()]));
    let twice = [&CITIZENS[..], &[("SIP_TOKEN_PRESET", "oidc-sweden")]].concat();
    assert_eq!(issuers(&twice), Err(vec!["SIP_TOKEN_PRESET".to_owned()]));
    let same = [("SIP_CITIZEN_ISSUER", "https://idp.test"), CITIZENS[1]];
    assert_eq!(issuers(&same), Err(vec!["SIP_CITIZEN_ISSUER".to_owned()]));
}

#[test]
fn keys_come_from_one_place_over_a_road_that_can_be_trusted() {
    let keys = file("place", KEYS);
    let asked = |more: &[(&str, &str)]| read(&[&[("SIP_ISSUER", "x")], more].concat(), false).map(|_| ()).unwrap_err();
    assert_eq!(asked(&[("SIP_JWKS_FILE", &keys), ("SIP_JWKS_URL", "http://127.0.0.1:9/")]), ["SIP_JWKS_URL"]);
    for url in ["http://idp.example.se/keys", "http://localhost:9/keys", "http://10.0.0.1/keys", "idp.example.se"] {
        assert_eq!(asked(&[("SIP_JWKS_URL", url)]), ["SIP_JWKS_URL"], "{url}");
    }
    assert_eq!(asked(&[("SIP_JWKS_FILE", &keys), ("SIP_JWKS_CA_FILE", &keys)]), ["SIP_JWKS_CA_FILE"]);
    for authorities in [keys.as_str(), "/nowhere/ca.pem"] {
        let url = ("SIP_JWKS_URL", "https://idp.example.se/keys");
        assert_eq!(asked(&[url, ("SIP_JWKS_CA_FILE", authorities)]), ["SIP_JWKS_CA_FILE"], "{authorities}");
    }
}

#[test]
fn clients_are_a_list_of_plain_ids() {
    let staff = [("SIP_ISSUER", "x"), ("SIP_JWKS_URL", "http://127.0.0.1:9/keys")];
    let clients = |given: &str| {
        let config = read(&[&staff[..], &[("SIP_CLIENTS", given)], &CITIZENS].concat(), false)?;
        Ok::<_, Vec<String>>(config.issuers.into_iter().map(|issuer| issuer.clients).collect::<Vec<_>>())
    };
    assert_eq!(clients("a, b.c/1").unwrap(), [vec!["a".to_owned(), "b.c/1".to_owned()], Vec::new()]);
    for wrong in ["a,,b", "a b", ",", "journalsystemet-å", &"x".repeat(129)] {
        assert_eq!(clients(wrong).unwrap_err(), ["SIP_CLIENTS"], "{wrong}");
    }
}
