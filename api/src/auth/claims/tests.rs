use super::*;
use crate::auth::KeySource;
use serde_json::json;

const SAMBI: &str = "http://id.sambi.se/loa/loa3";
const SWEDISH: &str = "http://id.elegnamnden.se/loa/1.0/loa3";
const PERSON: &str = "201701012393";
const COORDINATED: &str = "197010632391";

fn rules() -> TokenRules {
    TokenRules {
        audience: "sip-api".to_owned(),
        max_seconds: 3600,
        min_assurance: Assurance::new(3).unwrap(),
        assignment_claim: COMMISSION.to_owned(),
        identity_claim: PERSONAL_NUMBER.to_owned(),
    }
}

fn issuer(presets: &[Preset]) -> TrustedIssuer {
    TrustedIssuer {
        issuer: "https://idp.test".to_owned(),
        presets: presets.to_vec(),
        clients: vec!["journal-1".to_owned()],
        source: KeySource::Fixed(Vec::new()),
    }
}

/// Who it is, in a word: `staff <subject> <assignment> <client>` or `citizen <number>`.
fn who(claims: &Value, rules: &TokenRules, presets: &[Preset]) -> Option<String> {
    use secrecy::ExposeSecret;
    Some(match identity(claims.as_object().unwrap(), rules, &issuer(presets))? {
        Identity::Staff { subject, assignment_hsa_id, client } => {
            format!("staff {subject} {assignment_hsa_id} {}", client.as_deref().unwrap_or("-"))
        }
        Identity::Citizen { identity_number, .. } => format!("citizen {}", identity_number.expose_secret()),
    })
}

fn staff_claims() -> Value {
    json!({"sub": "opaque", EMPLOYEE: "SE1-E", COMMISSION: "SE1-C", "acr": SAMBI, "commissionName": "Vård",
        "commissionPurpose": "Vård och behandling", "allCommissions": [{COMMISSION: "SE1-C"}, {COMMISSION: "SE1-D"}]})
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

#[test]
fn inera_names_the_member_of_staff_beside_the_subject() {
    let read = |claims: Value| who(&claims, &rules(), &[Preset::IneraIdp]);
    assert_eq!(read(staff_claims()).as_deref(), Some("staff SE1-E SE1-C -"));
    assert_eq!(read(without(staff_claims(), EMPLOYEE)).as_deref(), Some("staff opaque SE1-C -"));
    // A claim that is there and will not do is not passed over for `sub`.
    for employee in [json!(""), json!(null), json!(["SE1-E"]), json!("SE1\nE"), json!("x".repeat(65))] {
        assert_eq!(read(with(staff_claims(), EMPLOYEE, employee.clone())), None, "{employee}");
    }
}

#[test]
fn a_token_acts_under_one_assignment() {
    let read = |claims: Value| who(&claims, &rules(), &[Preset::IneraIdp, Preset::OidcSweden]);
    // The list of what else there is to choose does not act, neither beside the choice nor instead of it.
    assert_eq!(read(without(staff_claims(), COMMISSION)), None);
    for assignment in [json!(["SE1-C"]), json!(["SE1-C", "SE1-D"]), json!({"hsaId": "SE1-C"}), json!(null), json!("")] {
        assert_eq!(read(with(staff_claims(), COMMISSION, assignment.clone())), None, "{assignment}");
    }
    for (name, number) in [(PERSONAL_NUMBER, PERSON), (COORDINATION_NUMBER, COORDINATED)] {
        let both = with(staff_claims(), name, json!(number));
        assert_eq!(read(with(both, COORDINATION_LEVEL, json!(CONFIRMED))), None, "{name}");
    }
}

#[test]
fn a_claim_of_the_regions_own_wins_over_the_presets() {
    let own = TokenRules { assignment_claim: "uppdrag".to_owned(), identity_claim: "pnr".to_owned(), ..rules() };
    let read = |claims: Value| who(&claims, &own, &[Preset::IneraIdp, Preset::OidcSweden]);
    let renamed = with(without(staff_claims(), COMMISSION), "uppdrag", json!("SE1-C"));
    assert_eq!(read(renamed.clone()).as_deref(), Some("staff SE1-E SE1-C -"));
    assert_eq!(read(staff_claims()), None, "the preset's name still counts");
    assert_eq!(read(with(renamed.clone(), COMMISSION, json!("SE1-D"))), None, "two assignments");
    assert_eq!(read(with(renamed, COMMISSION, json!("SE1-C"))), None, "two claims that name an assignment");

    let citizen = json!({"sub": "kim", "pnr": PERSON, "acr": SWEDISH});
    assert_eq!(read(citizen.clone()), Some(format!("citizen {PERSON}")));
    assert_eq!(read(with(citizen, PERSONAL_NUMBER, json!(PERSON))), None, "two numbers");
    assert_eq!(read(json!({"sub": "kim", PERSONAL_NUMBER: PERSON, "acr": SWEDISH})), None);
}

#[test]
fn a_citizen_has_one_number_of_the_kind_that_the_claim_is_for() {
    let read = |claims: Value| who(&claims, &rules(), &[Preset::OidcSweden]);
    let person = json!({"sub": "kim", PERSONAL_NUMBER: PERSON, "acr": SWEDISH});
    let coordinated =
        json!({"sub": "kim", COORDINATION_NUMBER: COORDINATED, COORDINATION_LEVEL: CONFIRMED, "acr": SWEDISH});
    assert_eq!(read(person.clone()), Some(format!("citizen {PERSON}")));
    assert_eq!(read(coordinated.clone()), Some(format!("citizen {COORDINATED}")));
    for level in
        [json!("probable"), json!("uncertain"), json!("Confirmed"), json!(true), json!([CONFIRMED]), json!(null)]
    {
        assert_eq!(read(with(coordinated.clone(), COORDINATION_LEVEL, level.clone())), None, "{level}");
    }
    for (wrong, what) in [
        (without(coordinated.clone(), COORDINATION_LEVEL), "no level"),
        (with(coordinated, PERSONAL_NUMBER, json!(PERSON)), "both numbers"),
        (with(person.clone(), PERSONAL_NUMBER, json!(COORDINATED)), "a samordningsnummer without a level"),
        (with(person.clone(), PERSONAL_NUMBER, json!("201701012394")), "a slip of the pen"),
        (with(person.clone(), PERSONAL_NUMBER, json!("20170101-2393")), "a hyphen"),
        (with(person.clone(), PERSONAL_NUMBER, json!([PERSON])), "a list"),
        (with(person, PERSONAL_NUMBER, json!(201_701_012_393_u64)), "a number"),
    ] {
        assert_eq!(read(wrong), None, "{what}");
    }
}

#[test]
fn an_issuer_vouches_for_its_own_kind_by_its_own_ladder() {
    let citizen = |acr: &str| json!({"sub": "kim", PERSONAL_NUMBER: PERSON, "acr": acr});
    let staff = |acr: &str| with(staff_claims(), "acr", json!(acr));
    let (inera, sweden, both) =
        (&[Preset::IneraIdp][..], &[Preset::OidcSweden][..], &[Preset::IneraIdp, Preset::OidcSweden][..]);
    for (claims, presets, taken) in [
        (staff(SAMBI), inera, true),
        (staff(SWEDISH), inera, false),
        (staff(SAMBI), sweden, false),
        (staff(SWEDISH), sweden, false),
        (citizen(SWEDISH), sweden, true),
        (citizen(SAMBI), sweden, false),
        (citizen(SAMBI), inera, false),
        (citizen(SWEDISH), inera, false),
        (staff(SWEDISH), both, true),
        (citizen(SAMBI), both, true),
        (staff("http://id.sambi.se/loa/loa2"), both, false),
    ] {
        assert_eq!(who(&claims, &rules(), presets).is_some(), taken, "{claims} {presets:?}");
    }
}

#[test]
fn a_listed_client_acts_for_staff_alone_and_for_nobody_else() {
    let read = |act: &Value| who(&with(staff_claims(), "act", act.clone()), &rules(), &[Preset::IneraIdp]);
    let taken = Some("staff SE1-E SE1-C journal-1");
    for act in [json!({"sub": "journal-1"}), json!({"sub": "journal-1", "iss": "https://idp.test"})] {
        assert_eq!(read(&act).as_deref(), taken, "{act}");
    }
    for act in [
        json!({"sub": "journal-2"}),
        json!({"sub": "journal-1", "act": {"sub": "journal-1"}}),
        json!({"sub": "journal-1", "iss": "https://other.test"}),
        json!({"sub": "journal-1", "client_id": "journal-1"}),
        json!({"sub": ""}),
        json!({"sub": ["journal-1"]}),
        json!({}),
        json!("journal-1"),
        json!([{"sub": "journal-1"}]),
        json!(null),
    ] {
        assert_eq!(read(&act), None, "{act}");
    }
    let alone = json!({"sub": "journal-1", "client_id": "journal-1", "acr": SAMBI, "act": {"sub": "journal-1"}});
    assert_eq!(who(&alone, &rules(), &[Preset::IneraIdp, Preset::OidcSweden]), None);
    let citizen = json!({"sub": "kim", PERSONAL_NUMBER: PERSON, "acr": SWEDISH, "act": {"sub": "journal-1"}});
    assert_eq!(who(&citizen, &rules(), &[Preset::OidcSweden]), None);
}
