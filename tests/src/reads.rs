//! Every GET of the contract about a case or a citizen, with the ids of a case filled in.

use serde_json::Value;

/// What a placeholder stands for: where the things lie in the case as staff reads it, and which of their fields names them.
const THINGS: [(&str, &str, &str); 17] = [
    ("consentId", "/consents", "id"),
    ("guardianId", "/guardians", "id"),
    ("representativeId", "/representatives", "id"),
    ("inviteeId", "/invitees", "id"),
    ("meetingId", "/meetings", "id"),
    ("needId", "/draft/needs", "id"),
    ("goalId", "/draft/goals", "id"),
    ("activityId", "/draft/activities", "id"),
    ("contingencyId", "/draft/contingencies", "id"),
    ("contactPersonId", "/draft/contactPersons", "id"),
    ("number", "/planVersions", "number"),
    ("signatureId", "/signatures", "id"),
    ("deliveryId", "/deliveries", "id"),
    ("deviationId", "/deviations", "id"),
    ("changeId", "/materialChanges", "id"),
    ("disagreementId", "/disagreements", "id"),
    ("followUpId", "/followUps", "id"),
];

/// The document of the server without a demo.
pub fn contract() -> Value {
    serde_json::to_value(sip_api::app::document()).unwrap()
}

/// Paths below the root of all that can be read by GET and answers about cases or citizens, placeholders and all.
pub fn templates(contract: &Value) -> Vec<String> {
    let all = contract["paths"].as_object().unwrap().iter().filter(|(_, item)| item["get"].is_object());
    let below = all.filter_map(|(path, _)| path.strip_prefix("/sip/v1"));
    let about = |path: &&str| {
        path.contains("{caseId}") || ["/cases", "/worklist"].contains(path) || path.split('/').nth(1) == Some("me")
    };
    below.filter(about).map(str::to_owned).collect()
}

/// The templates with ids of the case as staff reads it: at most `most` paths for each, none where the case has no such thing.
pub fn filled(templates: &[String], case: &Value, most: usize) -> Vec<String> {
    templates.iter().flat_map(|template| fill(template, case, most)).collect()
}

fn fill(template: &str, case: &Value, most: usize) -> Vec<String> {
    let path = template.replace("{caseId}", case["id"].as_str().unwrap());
    let Some((name, place, field)) = THINGS.into_iter().find(|(name, ..)| path.contains(&format!("{{{name}}}"))) else {
        assert!(!path.contains('{'), "{path}");
        return vec![path];
    };
    let things = case.pointer(place).and_then(Value::as_array).into_iter().flatten().take(most);
    let named = things.map(|thing| thing[field].as_str().map_or_else(|| thing[field].to_string(), str::to_owned));
    named.map(|id| path.replace(&format!("{{{name}}}"), &id)).collect()
}

/// Whether the path is one of the portal's.
pub fn is_portal(path: &str) -> bool {
    path.split('/').nth(1) == Some("me")
}
