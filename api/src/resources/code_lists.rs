//! The codes of the API in Swedish and English, open to all.

mod consent;
mod meeting;
mod persons;
mod plan;
mod process;
mod watch;

use crate::http::Link;
use crate::http::{PUBLIC_CACHE, RequestContext};
use crate::problem::Problem;
use crate::wire::common::Items;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

/// One code of a list, as it is kept.
struct Code {
    value: &'static str,
    swedish: &'static str,
    english: &'static str,
    /// Codes of the ICF chapter or block it answers to.
    icf: &'static [&'static str],
}

const fn code(value: &'static str, swedish: &'static str, english: &'static str) -> Code {
    Code { value, swedish, english, icf: &[] }
}

/// A list, as it is kept.
struct List {
    name: &'static str,
    swedish: &'static str,
    english: &'static str,
    codes: &'static [Code],
}

fn lists() -> impl Iterator<Item = &'static List> {
    [process::LISTS, consent::LISTS, persons::LISTS, meeting::LISTS, plan::LISTS, watch::LISTS].into_iter().flatten()
}

/// A code's names in Swedish and English; empty for one that no list holds.
pub(crate) fn names_of(list: &str, value: &str) -> (&'static str, &'static str) {
    let codes = lists().filter(|held| held.name == list).flat_map(|held| held.codes);
    let found = codes.into_iter().find(|code| code.value == value);
    found.map_or(("", ""), |code| (code.swedish, code.english))
}

/// The system of ICF codes in FHIR.
const ICF: &str = "http://hl7.org/fhir/sid/icf";

/// A code in the International Classification of Functioning.
#[derive(Serialize, ToSchema)]
pub(crate) struct IcfBody {
    /// Code system.
    system: &'static str,
    /// Code of the chapter or block.
    code: &'static str,
}

/// One code.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeBody {
    /// The code.
    code: &'static str,
    /// In Swedish.
    swedish: &'static str,
    /// In English.
    english: &'static str,
    /// What it answers to in ICF, by our own mapping; empty for codes that have none.
    icf: Vec<IcfBody>,
}

/// A code list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"name": "goal-terms", "swedish": "Målets tid", "english": "Term of a goal", "items": [
    {"code": "long", "swedish": "Långsiktigt", "english": "Long-term", "icf": []},
    {"code": "short", "swedish": "Kortsiktigt", "english": "Short-term", "icf": []}]}))]
pub(crate) struct CodeListBody {
    /// The list's name.
    name: &'static str,
    /// In Swedish.
    swedish: &'static str,
    /// In English.
    english: &'static str,
    /// The codes, in the order of the process.
    items: Vec<CodeBody>,
}

impl CodeListBody {
    fn of(list: &'static List) -> Self {
        let items = list.codes.iter().map(|kept| CodeBody {
            code: kept.value,
            swedish: kept.swedish,
            english: kept.english,
            icf: kept.icf.iter().map(|code| IcfBody { system: ICF, code }).collect(),
        });
        Self { name: list.name, swedish: list.swedish, english: list.english, items: items.collect() }
    }
}

/// A code list without its codes.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeListEntry {
    /// The list's name.
    name: &'static str,
    /// In Swedish.
    swedish: &'static str,
    /// In English.
    english: &'static str,
    /// The list.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// The code lists
///
/// Names of all code lists (kodverk) of the API.
#[utoipa::path(tag = "meta", operation_id = "listCodeLists", security(()),
    responses((status = 200, description = "The lists.", body = Items<CodeListEntry>)))]
#[get("/code-lists")]
pub(crate) async fn list_code_lists(ctx: RequestContext) -> HttpResponse {
    let entry = |list: &'static List| CodeListEntry {
        name: list.name,
        swedish: list.swedish,
        english: list.english,
        links: vec![ctx.link("self", &Method::GET, &format!("/code-lists/{}", list.name))],
    };
    let items = lists().map(entry).collect();
    let links = vec![ctx.link("self", &Method::GET, "/code-lists")];
    HttpResponse::Ok().insert_header(PUBLIC_CACHE).insert_header(("vary", "forwarded")).json(Items { items, links })
}

/// One code list
///
/// All codes of a list (kodverk) with Swedish and English names; the life areas with their counterparts in ICF.
#[utoipa::path(tag = "meta", operation_id = "getCodeList", security(()),
    params(("name" = String, Path, description = "The list's name.", example = "life-areas", max_length = 60)),
    responses((status = 200, description = "The list.", body = CodeListBody)))]
#[get("/code-lists/{name}")]
pub(crate) async fn get_code_list(name: web::Path<String>) -> Result<HttpResponse, Problem> {
    let list = lists().find(|list| list.name == name.as_str()).ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().insert_header(PUBLIC_CACHE).insert_header(("vary", "forwarded")).json(CodeListBody::of(list)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::codes;
    use sip_domain::command::CommandKind;
    use sip_domain::deadlines::DeadlineKey;
    use sip_domain::model;
    use sip_domain::statistics::Measure;
    use std::collections::HashSet;
    use utoipa::PartialSchema;

    fn codes_of(name: &str) -> Vec<&'static str> {
        lists().find(|list| list.name == name).unwrap().codes.iter().map(|code| code.value).collect()
    }

    /// The codes that the document states for a type.
    fn stated<T: PartialSchema>() -> Vec<String> {
        let schema = serde_json::to_value(T::schema()).unwrap();
        schema["enum"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn lists_hold_every_code_of_the_document() {
        let same = [
            ("case-kinds", stated::<codes::CaseKind>()),
            ("legal-bases", stated::<codes::LegalBasis>()),
            ("statuses", stated::<codes::StatusName>()),
            ("roles", stated::<codes::Role>()),
            ("closure-reasons", stated::<codes::ClosureReason>()),
            ("need-sources", stated::<codes::NeedSource>()),
            ("need-triggers", stated::<codes::NeedTrigger>()),
            ("categories", stated::<codes::Category>()),
            ("life-areas", stated::<codes::LifeArea>()),
            ("consent-forms", stated::<codes::ConsentForm>()),
            ("withdrawal-channels", stated::<codes::WithdrawalChannel>()),
            ("summons-kinds", stated::<codes::SummonsKind>()),
            ("answer-statuses", stated::<codes::RsvpStatus>()),
            ("attendances", stated::<codes::Attendance>()),
            ("meeting-types", stated::<codes::MeetingType>()),
            ("meeting-forms", stated::<codes::MeetingForm>()),
            ("place-types", stated::<codes::PlaceType>()),
            ("agenda-points", stated::<codes::AgendaCode>()),
            ("invitee-types", stated::<codes::InviteeType>()),
            ("need-kinds", stated::<codes::NeedKind>()),
            ("goal-terms", stated::<codes::GoalTerm>()),
            ("attainment-levels", stated::<codes::AttainmentLevel>()),
            ("activity-states", stated::<codes::ActivityState>()),
            ("follow-up-outcomes", stated::<codes::FollowUpOutcome>()),
            ("record-task-kinds", stated::<codes::RecordTaskKind>()),
            ("delivery-channels", stated::<codes::DeliveryChannel>()),
            ("pause-causes", stated::<codes::PauseCause>()),
            ("protection-levels", stated::<codes::Protection>()),
            ("representative-kinds", stated::<codes::RepresentativeKind>()),
            ("consent-givers", stated::<codes::GiverKind>()),
            ("consent-exceptions", stated::<codes::ExceptionGround>()),
            ("attitudes", stated::<codes::Attitude>()),
            ("sectors", stated::<codes::Sector>()),
        ];
        for (name, stated) in &same {
            assert_eq!(&codes_of(name), stated, "{name}");
        }
        assert_eq!(codes_of("deadlines"), DeadlineKey::ALL.iter().map(|key| key.code()).collect::<Vec<_>>());
        assert_eq!(codes_of("measures"), Measure::ALL.iter().map(|measure| measure.code()).collect::<Vec<_>>());
        assert_eq!(codes_of("commands"), CommandKind::all().map(CommandKind::code).collect::<Vec<_>>());
        assert_eq!(codes_of("life-areas").len(), model::LifeArea::ALL.len());
        assert_eq!(lists().count(), same.len() + 3);
    }

    #[test]
    fn every_code_has_two_names() {
        let names: HashSet<_> = lists().map(|list| list.name).collect();
        assert_eq!(names.len(), lists().count());
        for list in lists() {
            assert!(
                list.codes.iter().all(|code| !code.swedish.is_empty() && !code.english.is_empty()),
                "{}",
                list.name
            );
        }
    }
}
