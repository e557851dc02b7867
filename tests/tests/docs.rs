//! The document, its page, and what the API tells about itself.

use serde_json::Value;
use sip_api::config::VARIABLES;
use sip_tests::{Server, problem};
use std::collections::BTreeSet;

#[actix_web::test]
async fn the_document_is_served_and_says_what_every_operation_refuses() {
    let server = Server::start().await;
    let answer = server.get("/sip/v1/openapi.json").send().await.unwrap();
    assert!(answer.headers()["cache-control"].to_str().unwrap().starts_with("public"));
    let document: Value = answer.json().await.unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], "/");
    let yaml = server.get("/sip/v1/openapi.yaml").send().await.unwrap().text().await.unwrap();
    assert_eq!(serde_yaml_ng::from_str::<Value>(&yaml).unwrap(), document);

    let refusals = |path: &str, method: &str| -> BTreeSet<u16> {
        let responses = document["paths"][path][method]["responses"].as_object().unwrap();
        responses.keys().map(|status| status.parse().unwrap()).filter(|status| *status >= 300).collect()
    };
    assert_eq!(refusals("/sip/v1/problems/{code}", "get"), [404, 500, 503].into());
    assert_eq!(refusals("/health/ready", "get"), [500, 503].into());
    assert_eq!(refusals("/sip/v1/test/who", "get"), [401, 403, 429, 500, 503].into());
    assert_eq!(refusals("/sip/v1/test/things/{id}", "get"), [304, 401, 403, 404, 429, 500, 503].into());
    let write = [400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 500, 503];
    assert_eq!(refusals("/sip/v1/test/things/{id}", "put"), write.into());
    server.stop().await;
}

#[actix_web::test]
async fn every_reference_of_the_document_leads_somewhere() {
    let document = serde_json::to_value(sip_api::app::document()).unwrap();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 10);
    for reference in references {
        let target = document.pointer(reference.trim_start_matches('#'));
        assert!(target.is_some(), "{reference}");
    }
    // Nothing of the demo or the tests is in what is published.
    assert!(
        document["paths"].as_object().unwrap().keys().all(|path| !path.contains("/demo/") && !path.contains("/test/"))
    );
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            into.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| collect(field, into));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        _ => {}
    }
}

#[actix_web::test]
async fn every_example_of_a_refusal_is_what_the_server_would_send() {
    let document = serde_json::to_value(sip_api::app::document()).unwrap();
    for (name, response) in document["components"]["responses"].as_object().unwrap() {
        let example = &response["content"]["application/problem+json"]["example"];
        assert!(
            example["code"].is_string() && example["traceId"].is_string() && example["detail"].is_string(),
            "{name}"
        );
        assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
}

#[actix_web::test]
async fn the_page_comes_from_the_binary_under_a_strict_policy() {
    for demo in [false, true] {
        let server = Server::with(demo, &[]).await;
        let page = server.get("/docs").send().await.unwrap();
        assert_eq!(page.url().path(), "/docs/");
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
        let html = page.text().await.unwrap();
        assert!(!html.contains("://") && !html.contains("<script>"), "{html}");
        for file in html.split('"').filter(|part| part.contains(".js") || part.contains(".css")) {
            let answer = server.get(&format!("/docs/{file}")).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{file}");
        }
        let script = server.get("/docs/swagger-initializer.js").send().await.unwrap().text().await.unwrap();
        assert!(script.contains("/sip/v1/openapi.json") && script.contains(r#"validatorUrl: "none""#));
        assert_eq!(script.contains("preauthorizeApiKey"), demo);
        server.stop().await;
    }
}

#[actix_web::test]
async fn every_code_has_a_page_in_both_languages() {
    let server = Server::start().await;
    let mut codes = BTreeSet::new();
    let mut next = Some(server.url("/sip/v1/problems?limit=100"));
    while let Some(url) = next {
        let page: Value = server.client.get(url).send().await.unwrap().json().await.unwrap();
        codes.extend(page["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned()));
        let links = page["_links"].as_array().unwrap();
        next = links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().unwrap().to_owned());
    }
    assert!(codes.contains("NOT_FOUND") && codes.contains("MALFORMED_JSON") && codes.len() > 50);
    for code in &codes {
        let mut titles = BTreeSet::new();
        for language in ["sv", "en"] {
            let answer = server
                .get(&format!("/sip/v1/problems/{code}"))
                .header("accept-language", language)
                .send()
                .await
                .unwrap();
            assert_eq!(
                (answer.status().as_u16(), answer.headers()["content-language"].to_str().unwrap()),
                (200, language),
                "{code}"
            );
            let page: Value = answer.json().await.unwrap();
            assert!(page["source"].as_str().is_some_and(|source| !source.is_empty()), "{code}");
            titles.insert(page["text"].to_string());
        }
        assert_eq!(titles.len(), 2, "{code}");
    }
    // Codes name one thing each: the catalogues do not overlap.
    let total =
        server.get("/sip/v1/problems").send().await.unwrap().json::<Value>().await.unwrap()["_meta"]["totalRecords"]
            .clone();
    assert_eq!(total, codes.len());
    server.stop().await;
}

#[test]
fn the_table_of_settings_is_that_of_the_code() {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/OPERATIONS.md")).unwrap();
    let rows: Vec<&str> =
        file.lines().filter(|line| line.starts_with("| `SIP_") || line.starts_with("| `DATABASE_URL`")).collect();
    let expected = VARIABLES.iter().map(|(name, default, meaning)| match *default {
        "" => format!("| `{name}` | – | {meaning} |"),
        words if words.contains(' ') => format!("| `{name}` | {words} | {meaning} |"),
        value => format!("| `{name}` | `{value}` | {meaning} |"),
    });
    assert_eq!(rows, expected.collect::<Vec<_>>());
}

#[actix_web::test]
async fn the_api_introduces_itself_by_its_outer_address() {
    let server = Server::start().await;
    let info: Value = server.get("/sip/v1/api-info").send().await.unwrap().json().await.unwrap();
    assert_eq!(info["apiStatus"], "beta");
    assert_eq!(info["apiDocumentation"], server.url("/docs/"));
    let forwarded = server.get("/sip/v1/nothing").header("forwarded", "for=10.0.0.1;host=sip.example.se;proto=https");
    let (_, body) = problem(forwarded.send().await.unwrap()).await;
    assert_eq!(body["type"], "https://sip.example.se/sip/v1/problems/NOT_FOUND");
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(server.get(path).send().await.unwrap().status(), 200, "{path}");
    }
    server.stop().await;
}
