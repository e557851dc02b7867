//! From the messages of parsers to codes and pointers. The messages themselves hold what was sent and go nowhere.

use crate::problem::{Entry, Generic, Problem, Violation};
use serde_path_to_error::{Path, Segment};
use validator::{ValidationErrors, ValidationErrorsKind};

/// What a parser's message says, without its words.
pub(crate) struct Found {
    /// What is wrong.
    pub(crate) entry: Entry,
    /// The field that is missing or given twice; names of the schema only.
    pub(crate) field: Option<String>,
    /// Whether the last step of the path is a name that the client made up.
    pub(crate) invented: bool,
}

/// Reads one of serde's standard messages.
pub(crate) fn of_message(message: &str) -> Found {
    let field = message.split('`').nth(1).and_then(plain);
    let (generic, field, invented) = if message.starts_with("missing field") {
        (Generic::FIELD_REQUIRED, field, false)
    } else if message.starts_with("unknown field") {
        (Generic::UNKNOWN_FIELD, None, true)
    } else if message.starts_with("duplicate field") {
        (Generic::FIELD_INVALID, None, false)
    } else if message.starts_with("the text has a control character") {
        (Generic::FIELD_CHARACTERS, None, false)
    } else if message.starts_with("invalid length") || message.starts_with("the text ") {
        // The domain's own texts are refused when they are empty or too long.
        (Generic::FIELD_LENGTH, None, false)
    } else if message.starts_with("invalid type") || message.starts_with("unknown variant") {
        (Generic::FIELD_TYPE, None, false)
    } else {
        (Generic::FIELD_FORMAT, None, false)
    };
    Found { entry: generic.into(), field, invented }
}

/// The JSON pointer of a failed parse.
pub(crate) fn pointer(path: &Path, found: &Found) -> Option<String> {
    let mut steps = Vec::new();
    let known = path.iter().count().saturating_sub(usize::from(found.invented));
    for segment in path.iter().take(known) {
        match segment {
            Segment::Seq { index } => steps.push(index.to_string()),
            Segment::Map { key } => match plain(key) {
                Some(key) => steps.push(key),
                None => break,
            },
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    steps.extend(found.field.clone());
    (!steps.is_empty()).then(|| format!("/{}", steps.join("/")))
}

/// A name that can be shown: letters, as the schemas have them. All else may be data that was sent as a key.
pub(crate) fn plain(name: &str) -> Option<String> {
    let fits =
        !name.is_empty() && name.len() <= 60 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    fits.then(|| name.to_owned())
}

/// 400 with what was found: an unknown field has a code of its own, all else is `FIELD_INVALID`.
pub(crate) fn problem(violations: Vec<Violation>) -> Problem {
    let unknown = Entry::from(Generic::UNKNOWN_FIELD);
    let lead = if violations.iter().any(|found| found.entry == unknown) {
        Generic::UNKNOWN_FIELD
    } else {
        Generic::FIELD_INVALID
    };
    Problem { violations, ..Problem::of(lead) }
}

/// 400 with every field that did not pass its checks. `root` is `/` for bodies and `?` for queries.
pub(crate) fn of_validation(errors: &ValidationErrors, root: &str) -> Problem {
    let mut violations = Vec::new();
    collect(errors, root, &mut violations);
    violations.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    violations.truncate(200);
    problem(violations)
}

fn collect(errors: &ValidationErrors, prefix: &str, into: &mut Vec<Violation>) {
    for (field, kind) in errors.errors() {
        // Checks over a whole struct come under this name and point at the struct.
        let at = if field == "__all__" {
            prefix.trim_end_matches('/').to_owned()
        } else {
            format!("{prefix}{}", camel_case(field))
        };
        match kind {
            ValidationErrorsKind::Struct(inner) => collect(inner, &format!("{at}/"), into),
            ValidationErrorsKind::List(list) => {
                for (index, inner) in list {
                    collect(inner, &format!("{at}/{index}/"), into);
                }
            }
            ValidationErrorsKind::Field(found) => {
                into.extend(found.iter().map(|error| Violation {
                    subject: None,
                    pointer: (!at.is_empty()).then(|| at.clone()),
                    entry: of_code(&error.code),
                }));
            }
        }
    }
}

/// The catalogue's entry for a code of the validator; own checks may use a code of the catalogue.
fn of_code(code: &str) -> Entry {
    match code {
        "length" => Generic::FIELD_LENGTH.into(),
        "range" => Generic::FIELD_RANGE.into(),
        "required" => Generic::FIELD_REQUIRED.into(),
        "non_control_character" => Generic::FIELD_CHARACTERS.into(),
        "email" | "url" | "regex" => Generic::FIELD_FORMAT.into(),
        other => Entry::find(other).unwrap_or_else(|| Generic::FIELD_INVALID.into()),
    }
}

fn camel_case(field: &str) -> String {
    let mut upper = false;
    let mut name = String::with_capacity(field.len());
    for letter in field.trim_start_matches("r#").chars() {
        if letter == '_' {
            upper = true;
        } else {
            name.push(if upper { letter.to_ascii_uppercase() } else { letter });
            upper = false;
        }
    }
    name
}
