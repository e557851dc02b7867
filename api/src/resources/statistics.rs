//! Statistics without persons.

use super::exchange::{caller_of, note};
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{Params, RequestContext, blocking};
use crate::problem::{Generic, Problem};
use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sip_persistence as store;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// Counts below this could point at a person (OWN, the common practice of official statistics).
const SMALLEST_SHOWN: i64 = 5;

/// A period.
#[derive(Deserialize, Validate, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Period {
    /// First day.
    #[param(example = "2027-01-01")]
    from: NaiveDate,
    /// Last day.
    #[param(example = "2027-12-31")]
    to: NaiveDate,
}

/// One count.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"measure": "plans_established", "value": 12, "suppressed": false}))]
pub(crate) struct CountBody {
    /// What is counted; see the code list `measures`.
    measure: String,
    /// How many; absent when suppressed.
    value: Option<i64>,
    /// Whether the count is too small to be shown.
    suppressed: bool,
}

/// The counts of one organisation in a period.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatisticsBody {
    /// First day.
    from: NaiveDate,
    /// Last day.
    to: NaiveDate,
    /// The counts. A measure without any is left out.
    items: Vec<CountBody>,
}

/// Count
///
/// The own organisation's counts (statistik) for a period, for its administrators. Counts of one to four are suppressed.
#[utoipa::path(tag = "worklist", operation_id = "getStatistics", params(Period),
    responses((status = 200, description = "The counts.", body = StatisticsBody)))]
#[get("/statistics")]
pub(crate) async fn get_statistics(
    state: web::Data<AppState>,
    caller: Staff,
    Params(Period { from, to }): Params<Period>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    if from > to {
        return Err(Problem::invalid("?to", Generic::FIELD_RANGE));
    }
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "getStatistics"), state.store.clone());
    let sums = blocking(&state, move || store::statistics(&database, &caller, from, to, &note)).await?;
    let items = sums.into_iter().filter(|sum| sum.count > 0).map(|sum| {
        let suppressed = sum.count < SMALLEST_SHOWN;
        CountBody { measure: sum.measure, value: (!suppressed).then_some(sum.count), suppressed }
    });
    Ok(HttpResponse::Ok().json(StatisticsBody { from, to, items: items.collect() }))
}
