//! Examples that work: one request for each operation, made by a named persona on the demo as it is when it starts, and the
//! answers that came back. The requests are written by hand (`examples.json`), the answers are recorded from the real server
//! by the tests (`examples/responses.json`), which also send every request.

use crate::demo::personas;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Components, Content, OpenApi, Ref, RefOr, Schema};
use uuid::Uuid;

/// The request that shows an operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Example {
    /// Key of the demo persona that sends it; none for operations open to all.
    pub persona: Option<String>,
    /// Path parameters by name.
    #[serde(default)]
    pub path: BTreeMap<String, String>,
    /// Query parameters by name.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// The body.
    pub body: Option<Value>,
    /// The status that it is answered with.
    pub status: u16,
}

static EXAMPLES: LazyLock<BTreeMap<String, Example>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../examples.json")).unwrap_or_default());

static RECORDED: LazyLock<BTreeMap<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../examples/responses.json")).unwrap_or_default());

/// The examples by operation id.
pub fn requests() -> &'static BTreeMap<String, Example> {
    &EXAMPLES
}

/// The recorded answers by the name of their schema.
pub fn answers() -> &'static BTreeMap<String, Value> {
    &RECORDED
}

/// The version of the case that the example is about when the demo starts; none when it is about no case of the demo.
pub fn version(example: &Example) -> Option<i64> {
    let case = Uuid::try_parse(example.path.get("caseId")?).ok()?;
    personas::version_of(case.into())
}

/// Puts the example of `operation` in its place.
pub(crate) fn show(operation: &mut Operation) {
    let Some((id, example)) = operation.operation_id.as_ref().and_then(|id| EXAMPLES.get_key_value(id)) else { return };
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            fill(parameter, id, example);
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        for content in body.content.values_mut().filter_map(written_out) {
            content.example.clone_from(&example.body);
        }
    }
    if let Some(RefOr::T(answer)) = operation.responses.responses.get_mut(&example.status.to_string()) {
        answer.content.values_mut().filter_map(written_out).for_each(refer);
    }
    if let Some(persona) = &example.persona {
        let extension = ExtensionsBuilder::new().add("x-demo-persona", persona.as_str()).build();
        operation.extensions.get_or_insert_default().merge(extension);
        let description = operation.description.take().unwrap_or_default();
        operation.description =
            Some(format!("{description}\n\nDemo: try it as persona `{persona}`.").trim_start().to_owned());
    }
}

fn fill(parameter: &mut Parameter, id: &str, example: &Example) {
    let value = match parameter.parameter_in {
        ParameterIn::Path => example.path.get(&parameter.name).map(|value| Value::from(value.as_str())),
        ParameterIn::Query => example.query.get(&parameter.name).map(|value| typed(value)),
        ParameterIn::Header if parameter.name.eq_ignore_ascii_case("If-Match") => {
            version(example).map(|version| Value::from(format!("\"{version}\"")))
        }
        // Its own for each operation: the same key with another request would be refused.
        ParameterIn::Header if parameter.name.eq_ignore_ascii_case("Idempotency-Key") => {
            Some(Value::from(format!("demo-{id}")))
        }
        ParameterIn::Header if parameter.name.eq_ignore_ascii_case("If-None-Match") => Some(Value::from("\"0\"")),
        _ => None,
    };
    if value.is_some() {
        *parameter = ParameterBuilder::from(parameter.clone()).example(value).build();
    }
}

/// Numbers are shown as numbers.
fn typed(value: &str) -> Value {
    value.parse::<i64>().map_or_else(|_| Value::from(value), Value::from)
}

fn written_out(content: &mut RefOr<Content>) -> Option<&mut Content> {
    match content {
        RefOr::T(content) => Some(content),
        RefOr::Ref(_) => None,
    }
}

fn schema_name(content: &Content) -> Option<&str> {
    match content.schema.as_ref()? {
        RefOr::Ref(reference) => reference.ref_location.strip_prefix("#/components/schemas/"),
        RefOr::T(_) => None,
    }
}

/// An answer's example lies among the components, once for all operations that answer so.
fn refer(content: &mut Content) {
    let Some(name) = schema_name(content).filter(|name| RECORDED.contains_key(*name)) else { return };
    let reference = RefOr::Ref(Ref::new(format!("#/components/examples/{name}")));
    content.examples.insert("recorded".to_owned(), reference);
    content.example = None;
}

/// Adds the answers to the components, and gives request schemas the example of the first operation that takes them.
pub(crate) fn share(document: &mut OpenApi) {
    let mut bodies = Vec::new();
    for item in document.paths.paths.values() {
        for operation in [&item.post, &item.put, &item.patch].into_iter().flatten() {
            let Some(RefOr::T(body)) = &operation.request_body else { continue };
            for content in body.content.values() {
                let RefOr::T(content) = content else { continue };
                let named = schema_name(content).zip(content.example.clone());
                bodies.extend(named.map(|(name, example)| (name.to_owned(), example)));
            }
        }
    }
    let components = document.components.get_or_insert_default();
    // The first one stays, so the last comes first.
    for (name, example) in bodies.into_iter().rev() {
        if let Some(RefOr::T(Schema::Object(schema))) = components.schemas.get_mut(&name) {
            schema.example = Some(example);
        }
    }
    answers_of(components);
}

fn answers_of(components: &mut Components) {
    for (name, body) in RECORDED.iter().filter(|(name, _)| components.schemas.contains_key(*name)).collect::<Vec<_>>() {
        let example = ExampleBuilder::new().summary("From the demo").value(Some(body.clone())).build();
        components.examples.insert(name.clone(), RefOr::T(example));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_can_be_read() {
        assert!(serde_json::from_str::<BTreeMap<String, Example>>(include_str!("../examples.json")).is_ok());
        assert!(serde_json::from_str::<BTreeMap<String, Value>>(include_str!("../examples/responses.json")).is_ok());
    }
}
