//! Whom the configured issuers may vouch for, and by whom members of staff may be represented.

use serde_json::{Value, json};
use sip_api::auth::{COMMISSION, COORDINATION_LEVEL, COORDINATION_NUMBER, EMPLOYEE, PERSONAL_NUMBER};
use sip_tests::provider::{Answer, KeyServer};
use sip_tests::token::{Key, Token, keys_named};
use sip_tests::{Server, problem};

const CITIZENS: &str = "https://eid.test";
const PERSON: &str = "201701012393";
const COORDINATED: &str = "197010632391";

fn staff() -> Token {
    Token::staff("opaque", "SE2321000016-A011")
}

fn citizen() -> Token {
    Token::citizen("kim", PERSON)
}

/// Who the server takes the bearer for; none for the one 401.
async fn who(server: &Server, token: &Token) -> Option<Value> {
    let answer = server.get("/sip/v1/test/who").bearer_auth(token.sign()).send().await.unwrap();
    if answer.status() == 200 {
        return Some(answer.json().await.unwrap());
    }
    let (status, body) = problem(answer).await;
    assert_eq!((status, body["code"].as_str()), (401, Some("UNAUTHENTICATED")));
    None
}

async fn ready(server: &Server) -> u16 {
    server.get("/health/ready").send().await.unwrap().status().as_u16()
}

#[actix_web::test]
async fn staff_and_citizens_come_from_their_own_issuers_alone() {
    let eid = KeyServer::start(Answer::Keys(keys_named(&["ec", "ed"])));
    let server = Server::with(false, &[("SIP_CITIZEN_ISSUER", CITIZENS), ("SIP_CITIZEN_JWKS_URL", &eid.url())]).await;
    let from_eid = |token: Token| token.claim("iss", CITIZENS).key(Key::Ec);
    let anna = json!({"subject": "opaque", "assignment": "SE2321000016-A011"});
    assert_eq!(who(&server, &staff()).await, Some(anna));
    assert_eq!(who(&server, &from_eid(citizen())).await, Some(json!({"subject": "kim"})));
    for (what, token) in [
        ("a citizen from the issuer of staff", citizen()),
        ("the same with that issuer's levels", citizen().claim("acr", "http://id.sambi.se/loa/loa3")),
        ("staff from the issuer of citizens", from_eid(staff())),
        ("the same with that issuer's levels", from_eid(staff()).claim("acr", "http://id.elegnamnden.se/loa/1.0/loa4")),
        ("a level that is not on the ladder", from_eid(citizen()).claim("acr", "http://id.sambi.se/loa/loa4")),
        ("a level too low", from_eid(citizen()).claim("acr", "http://id.elegnamnden.se/loa/1.0/loa2")),
        ("a key of the other issuer", citizen().claim("iss", CITIZENS).key(Key::Rsa)),
    ] {
        assert_eq!(who(&server, &token).await, None, "{what}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn ineras_claims_name_member_of_staff_and_assignment() {
    let server = Server::with(false, &[("SIP_TOKEN_PRESET", "inera-idp")]).await;
    let token = staff()
        .claim(EMPLOYEE, "SE2321000016-P011")
        .claim("commissionName", "Vård")
        .claim("commissionPurpose", "Vård och behandling")
        .claim("allCommissions", json!([{COMMISSION: "SE2321000016-A011"}, {COMMISSION: "SE2321000016-A012"}]));
    let karin = json!({"subject": "SE2321000016-P011", "assignment": "SE2321000016-A011"});
    assert_eq!(who(&server, &token).await, Some(karin));
    assert_eq!(who(&server, &token.no_claim(COMMISSION)).await, None, "chosen from the list");
    assert_eq!(who(&server, &citizen()).await, None, "a preset for staff vouches for a citizen");
    server.stop().await;
}

#[actix_web::test]
async fn the_swedish_profile_gives_one_confirmed_number() {
    let server = Server::with(false, &[("SIP_TOKEN_PRESET", "oidc-sweden")]).await;
    let coordinated = Token::citizen("kim", COORDINATED);
    assert_eq!(who(&server, &citizen()).await, Some(json!({"subject": "kim"})));
    assert_eq!(who(&server, &coordinated).await, Some(json!({"subject": "kim"})));
    for token in [
        coordinated.clone().claim(COORDINATION_LEVEL, "probable"),
        coordinated.clone().no_claim(COORDINATION_LEVEL),
        coordinated.claim(PERSONAL_NUMBER, PERSON),
        citizen().claim(COORDINATION_NUMBER, COORDINATED),
        staff(),
    ] {
        assert_eq!(who(&server, &token).await, None, "{token:?}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_claim_of_the_regions_own_takes_the_presets_place() {
    let server = Server::with(false, &[("SIP_ASSIGNMENT_CLAIM", "uppdrag"), ("SIP_IDENTITY_CLAIM", "pnr")]).await;
    let own = staff().no_claim(COMMISSION).claim("uppdrag", "SE1-C");
    assert_eq!(who(&server, &own).await, Some(json!({"subject": "opaque", "assignment": "SE1-C"})));
    assert_eq!(who(&server, &own.claim(COMMISSION, "SE1-D")).await, None, "two assignments");
    assert_eq!(who(&server, &staff()).await, None, "the preset's name still counts");
    let kim = citizen().no_claim(PERSONAL_NUMBER).claim("pnr", PERSON);
    assert_eq!(who(&server, &kim).await, Some(json!({"subject": "kim"})));
    assert_eq!(who(&server, &kim.claim(PERSONAL_NUMBER, PERSON)).await, None, "two numbers");
    server.stop().await;
}

#[actix_web::test]
async fn a_listed_client_may_act_for_staff() {
    let server = Server::with(false, &[("SIP_CLIENTS", "journal-1, journal-2")]).await;
    let acting = |act: Value| staff().claim("act", act);
    let by = |client: &str| json!({"subject": "opaque", "assignment": "SE2321000016-A011", "client": client});
    assert_eq!(who(&server, &acting(json!({"sub": "journal-2"}))).await, Some(by("journal-2")));
    for act in [
        json!({"sub": "journal-3"}),
        json!({"sub": "JOURNAL-1"}),
        json!({"sub": ""}),
        json!({"sub": "journal-1", "act": {"sub": "journal-2"}}),
        json!({"client_id": "journal-1"}),
        json!("journal-1"),
        json!(["journal-1"]),
        json!(null),
    ] {
        assert_eq!(who(&server, &acting(act.clone())).await, None, "{act}");
    }
    let alone = acting(json!({"sub": "journal-1"})).no_claim(COMMISSION);
    assert_eq!(who(&server, &alone).await, None, "a client without anybody to act for");
    assert_eq!(who(&server, &citizen().claim("act", json!({"sub": "journal-1"}))).await, None, "a citizen's token");
    server.stop().await;
}

#[actix_web::test]
async fn in_the_demo_a_journal_system_acts_for_a_nurse() {
    let server = Server::demo().await;
    let asked = server.post("/sip/v1/demo/tokens", json!({"persona": "cosmic-link"}).to_string());
    let signed_in: Value = asked.send().await.unwrap().json().await.unwrap();
    let token = signed_in["accessToken"].as_str().unwrap();
    let answer = server.get("/sip/v1/test/who").bearer_auth(token).send().await.unwrap();
    let saga = json!({"subject": "SE2321000016-P051", "assignment": "SE2321000016-A051", "client": "cosmic-link"});
    assert_eq!(answer.json::<Value>().await.unwrap(), saga);
    // A real issuer beside the demo's cannot name the demo's client.
    assert_eq!(who(&server, &staff().claim("act", json!({"sub": "cosmic-link"}))).await, None);
    server.stop().await;
}

#[actix_web::test]
async fn a_server_starts_without_its_provider_and_is_ready_when_the_keys_come() {
    let provider = KeyServer::start(Answer::Silence);
    let server = Server::with_keys_at(&provider.url()).await;
    assert_eq!(ready(&server).await, 503);
    // The token's question joins the first fetch, which ends when the provider speaks.
    let token = staff();
    let (anna, ()) = tokio::join!(who(&server, &token), async {
        assert_eq!(server.get("/health/live").send().await.unwrap().status(), 200);
        provider.answers(Answer::Keys(keys_named(&["ed"])));
    });
    assert!(anna.is_some());
    assert_eq!(ready(&server).await, 200);
    server.stop().await;
}

#[actix_web::test]
async fn without_any_keys_every_token_is_refused_as_always() {
    let provider =
        KeyServer::start(Answer::Raw("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n".into()));
    let server = Server::with_keys_at(&provider.url()).await;
    for _ in 0..20 {
        assert_eq!(who(&server, &staff()).await, None);
    }
    assert!(provider.asked() <= 2, "once at the start and once for the first token: {}", provider.asked());
    assert_eq!(ready(&server).await, 503);
    server.stop().await;
}
