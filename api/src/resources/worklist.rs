//! The worklist: what is due, for the acting assignment.

use super::cases::store_page;
use super::exchange::{caller_of, note, path_of};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{Link, Page, Params, RequestContext, blocking};
use crate::problem::Problem;
use crate::wire::Wire;
use crate::wire::case::listed_name;
use crate::wire::codes::{Role, StatusName};
use crate::wire::common::Paged;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::access;
use sip_persistence as store;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that is due.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"key": "rsvp", "due": "2027-03-05T23:00:00Z", "overdue": false,
    "subject": "01993b00-2007-7000-8000-000000090000", "case": "01993b00-1000-7000-8000-000000000008",
    "name": "Maria Testsson", "status": "summoned", "roles": ["preparation_lead"], "_links": []}))]
pub(crate) struct WorklistItem {
    /// What; see the code list `deadlines`.
    key: &'static str,
    /// When, at the latest.
    due: DateTime<Utc>,
    /// Whether that has passed.
    overdue: bool,
    /// The invitee, activity, delivery … that it is about, when a case can have several.
    subject: Option<Uuid>,
    /// The case.
    case: Uuid,
    /// The individual's name, when the caller may know it; never of a protected case.
    name: Option<String>,
    /// Where the case stands; absent when the caller has no part in it any more.
    status: Option<StatusName>,
    /// The caller's roles in the case.
    roles: Vec<Role>,
    /// The case.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// What is due
///
/// Deadlines and tasks (bevakningar) of the acting assignment and its unit, the nearest first.
#[utoipa::path(tag = "worklist", operation_id = "listWork", params(Page),
    responses((status = 200, description = "A page of the worklist.", body = Paged<WorklistItem>)))]
#[get("/worklist")]
pub(crate) async fn list_work(
    state: web::Data<AppState>,
    caller: Staff,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listWork"), state.store.clone());
    let now = note.now;
    let found = blocking(&state, move || store::worklist(&database, &caller, store_page(page), &note)).await?;
    let items = found.items.iter().map(|row| {
        let case = access::brief(&row.case, &found.actor, now);
        let path = path_of(row.case.id, &found.actor);
        WorklistItem {
            key: row.key.code(),
            due: row.due,
            overdue: row.overdue,
            subject: row.subject,
            case: row.case.id.0,
            name: case.as_ref().and_then(listed_name),
            status: case.as_ref().map(|case| case.status.into()),
            links: case.iter().map(|_| ctx.link("item", &Method::GET, &path)).collect(),
            roles: case.map(|case| case.roles.wire()).unwrap_or_default(),
        }
    });
    Ok(HttpResponse::Ok().json(Paged::of(items.collect(), found.total, page, &ctx, "/worklist")))
}
