//! Request bodies made from the document, with a canary in every place where words can stand.

use serde_json::{Map, Value};

/// The words that may be met again nowhere but in the bodies of answers.
pub(crate) const CANARY: &str = "Kanariegul";
/// What is written in every place, long enough to be taken as a reason.
const WORDS: &str = "Kanariegul satt länge i sin bur och sjöng för sig själv om våren.";
/// The identity number that may not either: from the published series of test numbers, the demo's Lena.
pub(crate) const NUMBER: &str = "200302022389";

/// The contract.
pub(crate) struct Document(pub(crate) Value);

impl Document {
    /// What a schema, parameter … says, wherever it stands.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str().and_then(|name| self.0.pointer(name.strip_prefix('#')?)) {
            Some(found) => self.resolve(found),
            None => schema,
        }
    }

    /// Every operation as (path template, method, operation).
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        paths.flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods
                .filter(|(method, _)| ["get", "post", "put", "patch", "delete"].contains(&method.as_str()))
                .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
    }

    /// The operation behind a link.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let fits = |template: &str| {
            let (template, path) = (template.split('/'), path.split('/'));
            template.clone().count() == path.clone().count()
                && template.zip(path).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
        };
        // A literal path goes before one with a parameter.
        let mut found: Vec<_> = self.operations().filter(|(path, verb, _)| *verb == method && fits(path)).collect();
        found.sort_by_key(|(path, ..)| path.matches('{').count());
        found.first().map(|(.., operation)| *operation)
    }

    /// The schema of an operation's body.
    fn body_schema<'a>(&'a self, operation: &'a Value) -> Option<&'a Value> {
        operation.pointer("/requestBody/content/application~1json/schema").map(|schema| self.resolve(schema))
    }

    /// The bodies to send: `example` or the document's own with its words replaced, and the same with words in every place
    /// that the example leaves out. None for an operation without a body.
    pub(crate) fn bodies(&self, operation: &Value, example: Option<&Value>) -> Option<[Value; 2]> {
        let schema = self.body_schema(operation)?;
        let media = operation.pointer("/requestBody/content/application~1json")?;
        let example = example.or_else(|| media.get("example")).or_else(|| schema.get("example"));
        let example = example.cloned().unwrap_or_default();
        Some([self.canaries(schema, &example, false), self.canaries(schema, &example, true)])
    }

    /// `value` with a canary for each text. Codes, ids, moments and days stay.
    fn canaries(&self, schema: &Value, value: &Value, fill: bool) -> Value {
        let schema = self.plain(schema);
        match value {
            Value::String(_) if is_words(schema) => Value::from(WORDS),
            Value::Array(items) => items.iter().map(|item| self.canaries(&schema["items"], item, fill)).collect(),
            Value::Object(given) => Value::Object(self.object(schema, given, fill)),
            other => other.clone(),
        }
    }

    fn object(&self, schema: &Value, given: &Map<String, Value>, fill: bool) -> Map<String, Value> {
        let mut object: Map<String, Value> = given
            .iter()
            .map(|(name, value)| (name.clone(), self.canaries(&schema["properties"][name], value, fill)))
            .collect();
        if object.get("kind").is_some() && object.get("value").is_some() {
            object.insert("kind".to_owned(), "personnummer".into());
            object.insert("value".to_owned(), NUMBER.into());
        }
        let missing = schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| fill && !given.contains_key(*name));
        for (name, property) in missing {
            let property = self.plain(property);
            if is_words(property) {
                object.insert(name.clone(), WORDS.into());
            } else if property["items"].is_object() && is_words(self.plain(&property["items"])) {
                object.insert(name.clone(), vec![WORDS].into());
            }
        }
        object
    }

    /// The schema itself, where it may also be null.
    pub(crate) fn plain<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let schema = self.resolve(schema);
        let one_of = schema["oneOf"].as_array().into_iter().flatten();
        one_of.into_iter().find(|one| one["type"] != "null").map_or(schema, |one| self.plain(one))
    }
}

fn is_words(schema: &Value) -> bool {
    let kind = &schema["type"];
    let is_text = kind == "string" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "string"));
    is_text && schema["format"].is_null() && schema["enum"].is_null()
}
