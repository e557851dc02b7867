//! The directory: organisations, units, assignments.

use super::exchange::{caller_of, note};
use crate::app::AppState;
use crate::auth::{Identity, Staff};
use crate::http::{JsonBody, RequestContext, blocking};
use crate::problem::{Generic, Problem};
use crate::wire::codes::{Duty, Sector};
use crate::wire::common::{Items, StaffBody};
use crate::wire::requests::directory::{AssignmentPatch, AssignmentRequest};
use crate::wire::{Wire, shape};
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::ids::{AssignmentId, OrganisationId, StaffId, UnitId};
use sip_persistence::directory::{self, AssignmentView, NewAssignment, OrganisationRecord, UnitRecord};
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// An organisation (verksamhet).
    OrganisationBody of OrganisationRecord {
        /// The organisation.
        id: Uuid,
        /// The principal (huvudman) that answers for it.
        principal: Uuid,
        /// Its name.
        name: String,
        /// Social services, health care, school, state authority or other.
        sector: Sector,
    }

    /// A unit (enhet).
    UnitEntryBody of UnitRecord {
        /// The unit.
        id: Uuid,
        /// The organisation it belongs to.
        organisation: Uuid,
        /// Its name.
        name: String,
    }
}

/// An assignment (medarbetaruppdrag).
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssignmentBody {
    /// The assignment.
    id: Uuid,
    /// Its HSA-id.
    hsa_id: String,
    /// What it is for.
    duty: Duty,
    /// From when.
    valid_from: DateTime<Utc>,
    /// When it ended.
    ended_at: Option<DateTime<Utc>>,
    /// Who has it, and at which unit.
    staff: StaffBody,
}

impl From<&AssignmentView> for AssignmentBody {
    fn from(shown: &AssignmentView) -> Self {
        Self {
            id: shown.record.id.0,
            hsa_id: shown.record.hsa_id.clone(),
            duty: shown.record.duty.into(),
            valid_from: shown.record.valid_from,
            ended_at: shown.record.ended_at,
            staff: shown.staff.wire(),
        }
    }
}

/// Organisations
///
/// Every organisation in the directory (verksamheter).
#[utoipa::path(tag = "directory", operation_id = "listOrganisations",
    responses((status = 200, description = "The organisations.", body = Items<OrganisationBody>)))]
#[get("/organisations")]
pub(crate) async fn list_organisations(
    state: web::Data<AppState>,
    caller: Identity,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listOrganisations"), state.store.clone());
    let found = blocking(&state, move || directory::organisations(&database, &caller, &note)).await?;
    Ok(HttpResponse::Ok().json(Items::<OrganisationBody> { items: found.wire(), links: Vec::new() }))
}

/// Units of an organisation
///
/// Its units (enheter).
#[utoipa::path(tag = "directory", operation_id = "listUnits",
    params(("organisationId" = Uuid, Path, description = "The organisation.", example = "01993b00-0002-7000-8000-000000000001")),
    responses((status = 200, description = "The units.", body = Items<UnitEntryBody>)))]
#[get("/organisations/{organisationId}/units")]
pub(crate) async fn list_units(
    state: web::Data<AppState>,
    caller: Identity,
    organisation: web::Path<OrganisationId>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let organisation = organisation.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listUnits"), state.store.clone());
    let found = blocking(&state, move || directory::units(&database, &caller, organisation, &note)).await?;
    Ok(HttpResponse::Ok().json(Items::<UnitEntryBody> { items: found.wire(), links: Vec::new() }))
}

/// Assignments at a unit
///
/// Who works there under which assignment (medarbetaruppdrag).
#[utoipa::path(tag = "directory", operation_id = "listAssignments",
    params(("unitId" = Uuid, Path, description = "The unit.", example = "01993b00-0003-7000-8000-000000000001")),
    responses((status = 200, description = "The assignments.", body = Items<AssignmentBody>)))]
#[get("/units/{unitId}/assignments")]
pub(crate) async fn list_assignments(
    state: web::Data<AppState>,
    caller: Staff,
    unit: web::Path<UnitId>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let unit = unit.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listAssignments"), state.store.clone());
    let found = blocking(&state, move || directory::assignments(&database, &caller, unit, &note)).await?;
    let items: Vec<AssignmentBody> = found.iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(Items { items, links: Vec::new() }))
}

/// Give an assignment
///
/// By an administrator of the unit's organisation (medarbetaruppdrag). The HSA-id makes a repeated request harmless: it can be
/// taken once only.
#[utoipa::path(tag = "directory", operation_id = "createAssignment",
    params(("unitId" = Uuid, Path, description = "The unit.", example = "01993b00-0003-7000-8000-000000000001")),
    request_body(content = AssignmentRequest),
    responses((status = 201, description = "The assignment.", body = AssignmentBody, headers(("Location" = String, description = "The assignment")))))]
#[post("/units/{unitId}/assignments")]
pub(crate) async fn create_assignment(
    state: web::Data<AppState>,
    caller: Staff,
    unit: web::Path<UnitId>,
    body: JsonBody<AssignmentRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let given = body.value;
    let new = NewAssignment {
        hsa_id: given.hsa_id,
        staff: StaffId(given.staff),
        unit: unit.into_inner(),
        duty: given.duty.into(),
    };
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "createAssignment"), state.store.clone());
    let made = blocking(&state, move || directory::create_assignment(&database, caller, new, note)).await?;
    let location = ctx.url(&format!("/assignments/{}", made.record.id));
    Ok(HttpResponse::Created().insert_header((LOCATION, location)).json(AssignmentBody::from(&made)))
}

/// Read an assignment
///
/// One assignment (medarbetaruppdrag).
#[utoipa::path(tag = "directory", operation_id = "getAssignment",
    params(("assignmentId" = Uuid, Path, description = "The assignment.", example = "01993b00-0006-7000-8000-000000000012")),
    responses((status = 200, description = "The assignment.", body = AssignmentBody)))]
#[get("/assignments/{assignmentId}")]
pub(crate) async fn get_assignment(
    state: web::Data<AppState>,
    caller: Staff,
    assignment: web::Path<AssignmentId>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let assignment = assignment.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "getAssignment"), state.store.clone());
    let found = blocking(&state, move || directory::assignment(&database, &caller, assignment, &note)).await?;
    Ok(HttpResponse::Ok().json(AssignmentBody::from(&found)))
}

/// End an assignment
///
/// By an administrator of the unit's organisation; acts at once (medarbetaruppdrag avslutas).
#[utoipa::path(tag = "directory", operation_id = "endAssignment",
    params(("assignmentId" = Uuid, Path, description = "The assignment.", example = "01993b00-0006-7000-8000-000000000012")),
    request_body(content = AssignmentPatch), responses((status = 200, description = "The assignment.", body = AssignmentBody)))]
#[patch("/assignments/{assignmentId}")]
pub(crate) async fn end_assignment(
    state: web::Data<AppState>,
    caller: Staff,
    assignment: web::Path<AssignmentId>,
    body: JsonBody<AssignmentPatch>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    if !body.value.ended {
        return Err(Problem::invalid("/ended", Generic::FIELD_INVALID));
    }
    let assignment = assignment.into_inner();
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "endAssignment"), state.store.clone());
    let ended = blocking(&state, move || directory::end_assignment(&database, caller, assignment, note)).await?;
    Ok(HttpResponse::Ok().json(AssignmentBody::from(&ended)))
}
