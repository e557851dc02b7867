//! Tokens that must not be taken (RFC 8725, RFC 9068), and the few that must.

use serde_json::{Value, json};
use sip_api::auth::{COORDINATION_LEVEL, COORDINATION_NUMBER, PERSONAL_NUMBER};
use sip_tests::token::{Key, Token, encode, now, stranger_jwk};
use sip_tests::{Server, problem};

const PERSON: &str = "201701012393";
const COORDINATED: &str = "197010632391";

fn good() -> Token {
    Token::staff("anna", "SE2321000016-1001")
}

/// Every bad token by what is wrong with it.
fn corpus() -> Vec<(&'static str, String)> {
    let mut corpus = signatures();
    corpus.extend(headers());
    corpus.extend(claims());
    corpus.extend(bearers());
    corpus.extend(shapes());
    corpus
}

fn signatures() -> Vec<(&'static str, String)> {
    let signed = good().sign();
    let (message, signature) = signed.rsplit_once('.').unwrap();
    let (head, _) = message.split_once('.').unwrap();
    let other = good().claim("sub", "mallory").sign();
    let claims = other.split('.').nth(1).unwrap();
    vec![
        ("no signature", format!("{message}.")),
        ("signature of something else", format!("{head}.{claims}.{signature}")),
        ("shortened signature", format!("{message}.{}", &signature[..40])),
        ("zero signature", format!("{message}.{}", encode([0_u8; 64]))),
        ("stranger's key", good().key(Key::Stranger).sign()),
        ("stranger's key in the header", good().key(Key::Stranger).header("jwk", stranger_jwk()).sign()),
        ("stranger's key behind jku", good().key(Key::Stranger).header("jku", "https://evil.test/keys").sign()),
        ("stranger's key behind x5u", good().key(Key::Stranger).header("x5u", "https://evil.test/cert").sign()),
        ("stranger's certificate", good().key(Key::Stranger).header("x5c", json!(["MIIB"])).sign()),
        ("alg none", good().key(Key::None).sign()),
        ("alg None", good().key(Key::None).header("alg", "None").sign()),
        ("HMAC with the public key", good().key(Key::HmacOfPublic).sign()),
        ("HMAC that says EdDSA", good().key(Key::HmacOfPublic).header("alg", "EdDSA").sign()),
        ("PKCS #1 key used with PSS", good().key(Key::RsaAsPss).sign()),
        ("another key's id", good().key(Key::Rsa).header("kid", "pss").sign()),
        ("alg of another key", good().key(Key::Ec).header("alg", "EdDSA").sign()),
    ]
}

fn headers() -> Vec<(&'static str, String)> {
    vec![
        ("no kid", good().no_header("kid").sign()),
        ("unknown kid", good().header("kid", "old").sign()),
        ("kid that is a path", good().header("kid", "../../dev/null").sign()),
        ("kid not a string", good().header("kid", json!(["ed"])).sign()),
        ("no alg", good().no_header("alg").sign()),
        ("no typ", good().no_header("typ").sign()),
        ("typ of an id token", good().header("typ", "JWT").sign()),
        ("typ of a logout token", good().header("typ", "logout+jwt").sign()),
        ("unknown crit", good().header("crit", json!(["exp"])).header("exp", 1).sign()),
        ("empty crit", good().header("crit", json!([])).sign()),
        ("crit null", good().header("crit", Value::Null).sign()),
        ("b64 false", good().header("b64", false).header("crit", json!(["b64"])).sign()),
        ("b64 without crit", good().header("b64", false).sign()),
        ("compressed", good().header("zip", "DEF").sign()),
        ("header parameter twice", good().sign_with_header(r#""kid":"rsa""#)),
        ("unknown header parameter twice", good().sign_with_header(r#""x":1,"x":2"#)),
        ("header not an object", format!("{}.{}.x", encode("[]"), encode("{}"))),
    ]
}

fn claims() -> Vec<(&'static str, String)> {
    let loa = "http://id.sambi.se/loa/";
    vec![
        ("expired", good().claim("iat", now() - 700).claim("exp", now() - 45).sign()),
        ("no exp", good().no_claim("exp").sign()),
        ("exp as text", good().claim("exp", (now() + 60).to_string()).sign()),
        ("exp in the far future", good().claim("exp", u64::MAX).sign()),
        ("lives too long", good().claim("exp", now() + 3700).sign()),
        ("exp before iat", good().claim("iat", now()).claim("exp", now() - 10).sign()),
        ("not yet valid", good().claim("nbf", now() + 60).sign()),
        ("nbf as text", good().claim("nbf", "soon").sign()),
        ("nbf negative", good().claim("nbf", -1).sign()),
        ("issued ahead", good().claim("iat", now() + 60).sign()),
        ("no iat", good().no_claim("iat").sign()),
        ("no iss", good().no_claim("iss").sign()),
        ("another issuer", good().claim("iss", "https://idp.test.evil.test").sign()),
        ("issuer with a slash", good().claim("iss", "https://idp.test/").sign()),
        ("list of issuers", good().claim("iss", json!(["https://idp.test"])).sign()),
        ("iss not a string", good().claim("iss", 1).sign()),
        ("demo issuer without demo", good().claim("iss", "https://demo.sip.invalid").header("kid", "demo").sign()),
        ("no aud", good().no_claim("aud").sign()),
        ("another audience", good().claim("aud", "journal-api").sign()),
        ("empty list of audiences", good().claim("aud", json!([])).sign()),
        ("aud not a string", good().claim("aud", json!({"sip-api": true})).sign()),
        ("no sub", good().no_claim("sub").sign()),
        ("sub not a string", good().claim("sub", 7).sign()),
        ("empty sub", good().claim("sub", "").sign()),
        ("no acr", good().no_claim("acr").sign()),
        ("acr too low", good().claim("acr", format!("{loa}loa2")).sign()),
        ("acr unknown", good().claim("acr", "urn:evil:loa9").sign()),
        ("acr with a level too many", good().claim("acr", format!("{loa}loa33")).sign()),
        ("acr a list", good().claim("acr", json!([format!("{loa}loa3")])).sign()),
        ("subject twice", good().sign_with_claims(r#""sub":"mallory""#)),
    ]
}

/// Claims that say whom the token is for, and do not say it of one.
fn bearers() -> Vec<(&'static str, String)> {
    let citizen = |number: &str| Token::citizen("kim", number).sign();
    vec![
        ("neither assignment nor identity number", good().no_claim("commissionHsaId").sign()),
        ("assignment a list", good().claim("commissionHsaId", json!(["a", "b"])).sign()),
        ("empty assignment", good().claim("commissionHsaId", "").sign()),
        ("assignment with a line feed", good().claim("commissionHsaId", "SE1\n").sign()),
        ("assignment beside a personnummer", good().claim(PERSONAL_NUMBER, PERSON).sign()),
        (
            "assignment beside a samordningsnummer",
            good().claim(COORDINATION_NUMBER, COORDINATED).claim(COORDINATION_LEVEL, "confirmed").sign(),
        ),
        ("list of one assignment", good().claim("commissionHsaId", json!(["SE2321000016-1001"])).sign()),
        ("assignment an object", good().claim("commissionHsaId", json!({"hsaId": "SE2321000016-1001"})).sign()),
        (
            "assignments to choose from",
            good().no_claim("commissionHsaId").claim("allCommissions", json!(["SE1"])).sign(),
        ),
        ("employee not a string", good().claim("employeeHsaId", json!(["anna"])).sign()),
        ("empty employee", good().claim("employeeHsaId", "").sign()),
        ("identity number too short", citizen("121212121212".split_at(10).0)),
        ("identity number with a dash", citizen("191212-12121")),
        ("identity number with a slip of the pen", citizen("201701012394")),
        ("identity number a list", Token::citizen("kim", PERSON).claim(PERSONAL_NUMBER, json!([PERSON])).sign()),
        ("two identity numbers", Token::citizen("kim", COORDINATED).claim(PERSONAL_NUMBER, PERSON).sign()),
        ("samordningsnummer as personnummer", Token::citizen("kim", PERSON).claim(PERSONAL_NUMBER, COORDINATED).sign()),
        ("samordningsnummer without a level", Token::citizen("kim", COORDINATED).no_claim(COORDINATION_LEVEL).sign()),
        (
            "samordningsnummer not confirmed",
            Token::citizen("kim", COORDINATED).claim(COORDINATION_LEVEL, "probable").sign(),
        ),
        ("client where none is listed", good().claim("act", json!({"sub": "journal-1"})).sign()),
        ("act null", good().claim("act", Value::Null).sign()),
        ("client alone", good().no_claim("commissionHsaId").claim("client_id", "journal-1").sign()),
        ("client for a citizen", Token::citizen("kim", PERSON).claim("act", json!({"sub": "journal-1"})).sign()),
        ("assignment twice", good().sign_with_claims(r#""commissionHsaId":"SE2321000016-9999""#)),
    ]
}

fn shapes() -> Vec<(&'static str, String)> {
    let signed = good().sign();
    let two = signed.rsplit_once('.').unwrap().0.to_owned();
    vec![
        ("empty", String::new()),
        ("one segment", encode("{}")),
        ("two segments", two),
        ("four segments", format!("{signed}.x")),
        ("five segments", format!("{signed}.x.y")),
        ("padding", format!("{signed}=")),
        ("a space in front", format!(" {signed}")),
        ("something after it", format!("{signed}, {signed}")),
        ("too large", good().claim("filler", "x".repeat(9000)).sign()),
        ("not base64", "a.b.c".to_owned()),
        ("JSON serialisation", r#"{"payload":"","signatures":[]}"#.to_owned()),
    ]
}

async fn refused(server: &Server, headers: &[&str]) -> (Value, String) {
    let request =
        headers.iter().fold(server.get("/sip/v1/test/who"), |request, value| request.header("authorization", *value));
    let answer = request.send().await.unwrap();
    let challenge = answer.headers().get("www-authenticate").map(|value| value.to_str().unwrap().to_owned());
    let (status, mut body) = problem(answer).await;
    assert_eq!(status, 401);
    body["traceId"].take();
    body["instance"].take();
    (body, challenge.unwrap())
}

#[actix_web::test]
async fn every_bad_token_gets_the_same_answer() {
    let server = Server::start().await;
    let expected = refused(&server, &[]).await;
    assert_eq!((expected.0["code"].as_str(), expected.1.as_str()), (Some("UNAUTHENTICATED"), "Bearer"));
    let corpus = corpus();
    assert!(corpus.len() >= 95, "{}", corpus.len());
    let mut taken = Vec::new();
    for (name, token) in corpus {
        let request = server.get("/sip/v1/test/who").header("authorization", format!("Bearer {token}"));
        if request.send().await.unwrap().status() != 401 {
            taken.push(name);
            continue;
        }
        assert_eq!(refused(&server, &[&format!("Bearer {token}")]).await, expected, "{name}");
    }
    assert!(taken.is_empty(), "taken: {taken:?}");
    server.stop().await;
}

#[actix_web::test]
async fn the_header_must_be_one_bearer() {
    let server = Server::start().await;
    let token = good().sign();
    let bearer = format!("Bearer {token}");
    let expected = refused(&server, &[]).await;
    for headers in [
        vec![bearer.as_str(), bearer.as_str()],
        vec![bearer.as_str(), "Basic YTpi"],
        vec![token.as_str()],
        vec!["Bearer"],
        vec![&format!("Bearer  {token}")],
        vec![&format!("DPoP {token}")],
    ] {
        assert_eq!(refused(&server, &headers).await, expected, "{headers:?}");
    }
    let in_query = server.get(&format!("/sip/v1/test/who?access_token={token}")).send().await.unwrap();
    assert_eq!(in_query.status(), 401);
    server.stop().await;
}

#[actix_web::test]
async fn good_tokens_of_every_kind_are_taken() {
    let server = Server::start().await;
    let good_ones = [
        ("EdDSA", good()),
        ("ES256", good().key(Key::Ec)),
        ("RS256", good().key(Key::Rsa)),
        ("PS256", good().key(Key::Pss)),
        ("several audiences", good().claim("aud", json!(["journal-api", "sip-api"]))),
        ("within the leeway", good().claim("iat", now() - 600).claim("exp", now() - 10).claim("nbf", now() - 600)),
        ("long media type", good().header("typ", "application/at+jwt")),
        ("a higher level", good().claim("acr", "http://id.elegnamnden.se/loa/1.0/loa4")),
        (
            "keys in the header are ignored",
            good().header("jwk", stranger_jwk()).header("jku", "https://evil.test/keys"),
        ),
    ];
    for (name, token) in good_ones {
        let answer = server.get("/sip/v1/test/who").bearer_auth(token.sign()).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{name}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body, json!({"subject": "anna", "assignment": "SE2321000016-1001"}), "{name}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_citizen_is_not_staff() {
    let server = Server::start().await;
    let token = server.citizen_token("kim", "201701012393");
    let who = server.get("/sip/v1/test/who").bearer_auth(&token).send().await.unwrap();
    assert_eq!(who.json::<Value>().await.unwrap(), json!({"subject": "kim"}));
    let (status, body) = problem(server.get("/sip/v1/test/staff").bearer_auth(&token).send().await.unwrap()).await;
    assert_eq!((status, body["code"].as_str()), (403, Some("CALLER_KIND")));
    server.stop().await;
}
