//! The larger bodies of a life over HTTP.

use crate::Fault;
use crate::fill::world::{self, HEALTH_CENTRE, HOME_CARE, PSYCHIATRY, SOCIAL};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

fn room() -> Value {
    json!({"kind": "municipality", "text": "Kommunhuset, rum Eken"})
}

/// A need, noticed an hour ago.
pub(super) fn need(person: u32, now: DateTime<Utc>) -> Result<Value, Fault> {
    let person = world::person(person)?;
    Ok(json!({"kind": "open_care", "source": "staff", "detectedAt": now - TimeDelta::hours(1), "trigger": "stuck",
        "legalBasis": ["sol", "hsl"], "description": "Flera kontakter drar åt olika håll.",
        "individual": {"identity": {"kind": "personnummer", "value": person.identity.value()}, "name": person.name}}))
}

/// A written consent for eleven months, to those who are to come.
pub(super) fn consent(block: u32, now: DateTime<Utc>) -> Value {
    let rows = [SOCIAL, HOME_CARE, HEALTH_CENTRE, PSYCHIATRY].map(|place| {
        json!({"recipient": world::unit_id(block, place), "purpose": "För att kunna delta i planeringen.",
            "categories": ["identity_contact", "health", "meeting_logistics", "plan_document"]})
    });
    json!({"giver": "individual", "form": "written", "meeting": true, "informationTransfer": true, "scope": rows,
        "validFrom": now, "validTo": now + TimeDelta::days(335)})
}

/// All that the preparation needs.
pub(super) fn preparation(now: DateTime<Utc>) -> Value {
    json!({"whatMatters": "Att få bo kvar hemma.", "questions": [{"text": "Vem ringer jag?", "priority": 1}],
        "excludedTopicsAsked": true, "excludedTopics": [{"text": "brytningen med min bror"}], "minors": "no",
        "doneWithIndividualAt": now})
}

/// A unit that is invited.
pub(super) fn invitee(block: u32, place: u32, question: &Value) -> Value {
    json!({"kind": "organisation", "unit": world::unit_id(block, place), "purpose": "Berätta vad ni kan bidra med.",
        "questions": [question], "approvedByIndividual": true, "establishedContact": "yes", "hasSystemAccess": true})
}

/// A meeting.
pub(super) fn meeting(kind: &str, start: DateTime<Utc>) -> Value {
    json!({"kind": kind, "start": start, "durationMinutes": 60, "form": "physical", "place": room(),
        "roomBooked": true, "purpose": "Planera stöd och vård tillsammans."})
}

/// The record of a meeting to which all came.
pub(super) fn record(invitees: &[String]) -> Value {
    let rows: Vec<Value> =
        invitees.iter().map(|invitee| json!({"invitee": invitee, "attendance": "in_person"})).collect();
    json!({"attendance": rows, "rolesPresent": true, "secrecyReminderDone": true, "understoodAndAgreed": true,
        "individualView": "Jag vill bo hemma.", "summary": "Alla är överens."})
}

/// What frames the plan.
pub(super) fn frame(block: u32, follow_up: NaiveDate) -> Value {
    json!({"whatMatters": "Att få bo kvar hemma.", "overallGoal": "Ett tryggt hem.",
        "principalResponsible": world::municipality::<uuid::Uuid>(block),
        "followUp": {"kind": "planned", "date": follow_up, "place": room()}})
}

/// An activity of a unit for all goals.
pub(super) fn activity(block: u32, place: u32, goals: &[String], from: NaiveDate) -> Value {
    json!({"goals": goals, "what": "Kommer på besök.", "from": from, "howOften": "Varje vecka", "place": "Hemma",
        "responsible": {"kind": "unit", "unit": world::unit_id(block, place)}})
}
