//! The auditor's: what the own organisation's staff looked at, and the reviews of it.

use super::cases::store_page;
use super::exchange::{caller_of, note};
use super::history::LogBody;
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{JsonBody, Page, Params, RequestContext, blocking};
use crate::problem::{Generic, Problem};
use crate::wire::common::Paged;
use crate::wire::requests::reviews::LogReviewRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sip_domain::calendar::{end_of_day, start_of_day};
use sip_persistence as store;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Which rows are asked for.
#[derive(Deserialize, Validate, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogQuery {
    /// First day (Europe/Stockholm).
    #[param(example = "2027-02-01")]
    from: NaiveDate,
    /// Last day, included.
    #[param(example = "2027-03-31")]
    to: NaiveDate,
    /// Only accesses by this staff account.
    staff: Option<Uuid>,
    /// Only accesses under assignments of this unit.
    unit: Option<Uuid>,
    /// Only accesses to this case.
    case: Option<Uuid>,
    /// Only accesses to cases in which somebody's identity is protected.
    #[param(default = false)]
    alarms: Option<bool>,
    /// Only what was refused or not found.
    #[param(default = false)]
    refused: Option<bool>,
    /// Page, counted from 1.
    #[param(minimum = 1, maximum = 1_000_000, default = 1)]
    page: Option<u32>,
    /// Items on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
}

#[derive(Serialize)]
struct Filters {
    from: NaiveDate,
    to: NaiveDate,
    staff: Option<Uuid>,
    unit: Option<Uuid>,
    case: Option<Uuid>,
    alarms: Option<bool>,
    refused: Option<bool>,
}

impl LogQuery {
    fn parsed(&self) -> Result<store::LogQuery, Problem> {
        if self.from > self.to {
            return Err(Problem::invalid("?to", Generic::FIELD_RANGE));
        }
        Ok(store::LogQuery {
            period: (start_of_day(self.from), end_of_day(self.to)),
            staff: self.staff.map(Into::into),
            unit: self.unit.map(Into::into),
            case: self.case.map(Into::into),
            alarms: self.alarms.unwrap_or(false),
            refused: self.refused.unwrap_or(false),
        })
    }

    /// The list's path with its filters.
    fn path(&self) -> Result<String, Problem> {
        let Self { from, to, staff, unit, case, alarms, refused, .. } = *self;
        let filters = Filters { from, to, staff, unit, case, alarms, refused };
        Ok(format!("/access-log?{}", serde_urlencoded::to_string(filters).map_err(Problem::internal)?))
    }
}

/// Review the access log
///
/// What the own organisation's staff read, wrote and were refused (loggranskning, HSLF-FS 2016:40 4 kap. 9 §): never what
/// was in it. For auditors. Each look-up is logged itself.
#[utoipa::path(tag = "audit", operation_id = "listAccessLog", params(LogQuery),
    responses((status = 200, description = "A page of the access log, newest first.", body = Paged<LogBody>)))]
#[get("/access-log")]
pub(crate) async fn list_access_log(
    state: web::Data<AppState>,
    caller: Staff,
    Params(query): Params<LogQuery>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let page = Page::new(query.page, query.limit)?;
    let (asked, path) = (query.parsed()?, query.path()?);
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listAccessLog"), state.store.clone());
    let found = blocking(&state, move || {
        store::access_log_for_organisation(&database, &caller, &asked, store_page(page), &note)
    });
    let found = found.await?;
    let items: Vec<LogBody> = found.items.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(Paged::of(items, found.total, page, &ctx, &path)))
}

/// A review of the access log.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"id": "01993b00-4000-7000-8000-000000000001", "at": "2027-03-01T08:00:00Z",
    "reviewer": "01993b00-0005-7000-8000-000000000090", "from": "2027-01-31T23:00:00Z", "to": "2027-02-28T23:00:00Z",
    "sampled": 40, "unexplained": 0, "finding": "Stickprov av februari. Alla rader hör till pågående vård."}))]
pub(crate) struct LogReviewBody {
    /// The review.
    id: Uuid,
    /// When it was written down.
    at: DateTime<Utc>,
    /// The auditor's staff account.
    reviewer: Uuid,
    /// From this moment.
    from: DateTime<Utc>,
    /// To, not including, this moment.
    to: DateTime<Utc>,
    /// How many rows were looked at.
    sampled: i64,
    /// How many of them could not be explained.
    unexplained: i64,
    /// What was found and what is done about it.
    finding: String,
}

impl From<store::ReviewEntry> for LogReviewBody {
    fn from(row: store::ReviewEntry) -> Self {
        Self {
            id: row.id,
            at: row.at,
            reviewer: row.reviewer.0,
            from: row.period.0,
            to: row.period.1,
            sampled: row.sampled,
            unexplained: row.unexplained,
            finding: row.finding,
        }
    }
}

/// List the reviews of the access log
///
/// That the log was reviewed, and what was found (genomförda loggranskningar); the own organisation's, newest first. For
/// auditors.
#[utoipa::path(tag = "audit", operation_id = "listLogReviews", params(Page),
    responses((status = 200, description = "A page of reviews.", body = Paged<LogReviewBody>)))]
#[get("/log-reviews")]
pub(crate) async fn list_log_reviews(
    state: web::Data<AppState>,
    caller: Staff,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listLogReviews"), state.store.clone());
    let found = blocking(&state, move || store::log_reviews(&database, &caller, store_page(page), &note)).await?;
    let items: Vec<LogReviewBody> = found.items.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(Paged::of(items, found.total, page, &ctx, "/log-reviews")))
}

/// Write a review of the access log down
///
/// Which time, how many rows, what was found (dokumenterad loggranskning). Kept as long as the log and never changed. For
/// auditors.
#[utoipa::path(tag = "audit", operation_id = "addLogReview", request_body(content = LogReviewRequest),
    responses((status = 201, description = "Written down.", headers(("Location" = String, description = "The list of reviews.")))))]
#[post("/log-reviews")]
pub(crate) async fn add_log_review(
    state: web::Data<AppState>,
    caller: Staff,
    body: JsonBody<LogReviewRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let input = body.value.parsed()?;
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "addLogReview"), state.store.clone());
    blocking(&state, move || store::add_log_review(&database, caller, input, note)).await?;
    Ok(HttpResponse::build(StatusCode::CREATED).insert_header((LOCATION, ctx.url("/log-reviews"))).finish())
}
