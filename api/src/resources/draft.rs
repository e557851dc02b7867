//! The plan being written (utkast): plain fields, and the lists below it.

use super::document::{CaseAnswer, CaseCreated, CasePath};
use super::staff::{Change, Item, Look};
use crate::http::{IdempotencyKeyHeader, IfMatchHeader, IfNoneMatchHeader, JsonBody};
use crate::problem::Problem;
use crate::wire::plan::{ActivityBody, ContactPersonBody, ContingencyBody, GoalBody, NeedBody, PlanContentBody};
use crate::wire::requests::activities::ActivityRequest;
use crate::wire::requests::plan::{
    ContactPersonRequest, ContingencyRequest, DraftPatchRequest, GoalRequest, NeedRequest, Removed,
};
use actix_web::{HttpResponse, delete, get, patch, post, put};
use sip_domain::ids::{ActivityId, ContactPersonId, ContingencyId, GoalId, NeedId};

/// The plan being written
///
/// Utkast till plan, as far as the caller may see it. 404 while there is none.
#[utoipa::path(tag = "plan", operation_id = "getDraft", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The draft.", body = PlanContentBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/draft")]
pub(super) async fn draft(look: Look) -> Result<HttpResponse, Problem> {
    look.at::<_, PlanContentBody>("getDraft", |view| view.draft.as_ref()).await
}

/// Change the plain fields of the draft
///
/// What matters to the individual (det här är viktigt för mig), the overall goal, the present, resources, the principal with
/// overall responsibility, and the follow-up. Absent fields stay as they are.
#[utoipa::path(tag = "plan", operation_id = "updateDraft", request_body = DraftPatchRequest, responses(CaseAnswer),
    params(CasePath, IfMatchHeader))]
#[patch("/cases/{caseId}/plan/draft")]
pub(super) async fn update(change: Change, body: JsonBody<DraftPatchRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("updateDraft", request.command()?).await
}

/// Add a need to the draft
///
/// A need (behov), in the individual's or the parties' words, under one of the twelve life areas (livsområden).
#[utoipa::path(tag = "plan", operation_id = "addNeed", request_body = NeedRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/plan/draft/needs")]
pub(super) async fn add_need(change: Change, body: JsonBody<NeedRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addNeed", |id| format!("/plan/draft/needs/{id}"), request.command(None)).await
}

/// One need of the draft
///
/// A need (behov), in the individual's or the parties' words, under one of the twelve life areas (livsområden).
#[utoipa::path(tag = "plan", operation_id = "getNeed",
    params(CasePath, ("needId" = Uuid, Path, description = "The need."), IfNoneMatchHeader),
    responses((status = 200, description = "The need.", body = NeedBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/draft/needs/{needId}")]
pub(super) async fn need(look: Look, item: Item<NeedId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, NeedBody>("getNeed", move |view| view.draft.as_ref()?.needs.iter().find(|held| held.id == id)).await
}

/// Replace a need of the draft
///
/// A need (behov), in the individual's or the parties' words, under one of the twelve life areas (livsområden).
#[utoipa::path(tag = "plan", operation_id = "replaceNeed", request_body = NeedRequest, responses(CaseAnswer),
    params(CasePath, ("needId" = Uuid, Path, description = "The need."), IfMatchHeader))]
#[put("/cases/{caseId}/plan/draft/needs/{needId}")]
pub(super) async fn replace_need(
    change: Change,
    item: Item<NeedId>,
    body: JsonBody<NeedRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("replaceNeed", request.command(Some(item.0))).await
}

/// Take a need out of the draft
///
/// Only out of the plan being written (utkast); established versions keep it.
#[utoipa::path(tag = "plan", operation_id = "removeNeed", responses(CaseAnswer),
    params(CasePath, ("needId" = Uuid, Path, description = "The need."), IfMatchHeader))]
#[delete("/cases/{caseId}/plan/draft/needs/{needId}")]
pub(super) async fn remove_need(change: Change, item: Item<NeedId>) -> Result<HttpResponse, Problem> {
    change.make("removeNeed", Removed::Need(item.0).command()).await
}

/// Add a goal to the draft
///
/// A goal (mål) with its sub-goals (delmål), for at least one need.
#[utoipa::path(tag = "plan", operation_id = "addGoal", request_body = GoalRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/plan/draft/goals")]
pub(super) async fn add_goal(change: Change, body: JsonBody<GoalRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addGoal", |id| format!("/plan/draft/goals/{id}"), request.command(None)).await
}

/// One goal of the draft
///
/// A goal (mål) with its sub-goals (delmål), for at least one need.
#[utoipa::path(tag = "plan", operation_id = "getGoal",
    params(CasePath, ("goalId" = Uuid, Path, description = "The goal."), IfNoneMatchHeader),
    responses((status = 200, description = "The goal.", body = GoalBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/draft/goals/{goalId}")]
pub(super) async fn goal(look: Look, item: Item<GoalId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, GoalBody>("getGoal", move |view| view.draft.as_ref()?.goals.iter().find(|held| held.id == id)).await
}

/// Replace a goal of the draft
///
/// A goal (mål) with its sub-goals (delmål), for at least one need.
#[utoipa::path(tag = "plan", operation_id = "replaceGoal", request_body = GoalRequest, responses(CaseAnswer),
    params(CasePath, ("goalId" = Uuid, Path, description = "The goal."), IfMatchHeader))]
#[put("/cases/{caseId}/plan/draft/goals/{goalId}")]
pub(super) async fn replace_goal(
    change: Change,
    item: Item<GoalId>,
    body: JsonBody<GoalRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("replaceGoal", request.command(Some(item.0))).await
}

/// Take a goal out of the draft
///
/// Only out of the plan being written (utkast); established versions keep it.
#[utoipa::path(tag = "plan", operation_id = "removeGoal", responses(CaseAnswer),
    params(CasePath, ("goalId" = Uuid, Path, description = "The goal."), IfMatchHeader))]
#[delete("/cases/{caseId}/plan/draft/goals/{goalId}")]
pub(super) async fn remove_goal(change: Change, item: Item<GoalId>) -> Result<HttpResponse, Problem> {
    change.make("removeGoal", Removed::Goal(item.0).command()).await
}

/// Add an activity to the draft
///
/// An activity (insats) for a goal, with exactly one who answers for it. What is written for another organisation is a proposal
/// until that organisation answers.
#[utoipa::path(tag = "plan", operation_id = "addActivity", request_body = ActivityRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/plan/draft/activities")]
pub(super) async fn add_activity(change: Change, body: JsonBody<ActivityRequest>) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addActivity", |id| format!("/plan/draft/activities/{id}"), request.command(None)?).await
}

/// One activity of the draft
///
/// An activity (insats) for a goal, with exactly one who answers for it. What is written for another organisation is a proposal
/// until that organisation answers.
#[utoipa::path(tag = "plan", operation_id = "getActivity",
    params(CasePath, ("activityId" = Uuid, Path, description = "The activity."), IfNoneMatchHeader),
    responses((status = 200, description = "The activity.", body = ActivityBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/draft/activities/{activityId}")]
pub(super) async fn activity(look: Look, item: Item<ActivityId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, ActivityBody>("getActivity", move |view| {
        view.draft.as_ref()?.activities.iter().find(|held| held.id == id)
    })
    .await
}

/// Replace an activity of the draft
///
/// An activity (insats) for a goal, with exactly one who answers for it. What is written for another organisation is a proposal
/// until that organisation answers.
#[utoipa::path(tag = "plan", operation_id = "replaceActivity", request_body = ActivityRequest, responses(CaseAnswer),
    params(CasePath, ("activityId" = Uuid, Path, description = "The activity."), IfMatchHeader))]
#[put("/cases/{caseId}/plan/draft/activities/{activityId}")]
pub(super) async fn replace_activity(
    change: Change,
    item: Item<ActivityId>,
    body: JsonBody<ActivityRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("replaceActivity", request.command(Some(item.0))?).await
}

/// Take an activity out of the draft
///
/// Only out of the plan being written (utkast); established versions keep it.
#[utoipa::path(tag = "plan", operation_id = "removeActivity", responses(CaseAnswer),
    params(CasePath, ("activityId" = Uuid, Path, description = "The activity."), IfMatchHeader))]
#[delete("/cases/{caseId}/plan/draft/activities/{activityId}")]
pub(super) async fn remove_activity(change: Change, item: Item<ActivityId>) -> Result<HttpResponse, Problem> {
    change.make("removeActivity", Removed::Activity(item.0).command()).await
}

/// Add a contingency entry to the draft
///
/// What to do in a foreseen situation (åtgärder vid försämring), and whom to call.
#[utoipa::path(tag = "plan", operation_id = "addContingency", request_body = ContingencyRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/plan/draft/contingencies")]
pub(super) async fn add_contingency(
    change: Change,
    body: JsonBody<ContingencyRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addContingency", |id| format!("/plan/draft/contingencies/{id}"), request.command(None)).await
}

/// One contingency entry of the draft
///
/// What to do in a foreseen situation (åtgärder vid försämring), and whom to call.
#[utoipa::path(tag = "plan", operation_id = "getContingency",
    params(CasePath, ("contingencyId" = Uuid, Path, description = "The contingency entry."), IfNoneMatchHeader),
    responses((status = 200, description = "The contingency entry.", body = ContingencyBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/draft/contingencies/{contingencyId}")]
pub(super) async fn contingency(look: Look, item: Item<ContingencyId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, ContingencyBody>("getContingency", move |view| {
        view.draft.as_ref()?.contingencies.iter().find(|held| held.id == id)
    })
    .await
}

/// Replace a contingency entry of the draft
///
/// What to do in a foreseen situation (åtgärder vid försämring), and whom to call.
#[utoipa::path(tag = "plan", operation_id = "replaceContingency", request_body = ContingencyRequest, responses(CaseAnswer),
    params(CasePath, ("contingencyId" = Uuid, Path, description = "The contingency entry."), IfMatchHeader))]
#[put("/cases/{caseId}/plan/draft/contingencies/{contingencyId}")]
pub(super) async fn replace_contingency(
    change: Change,
    item: Item<ContingencyId>,
    body: JsonBody<ContingencyRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("replaceContingency", request.command(Some(item.0))).await
}

/// Take a contingency entry out of the draft
///
/// Only out of the plan being written (utkast); established versions keep it.
#[utoipa::path(tag = "plan", operation_id = "removeContingency", responses(CaseAnswer),
    params(CasePath, ("contingencyId" = Uuid, Path, description = "The contingency entry."), IfMatchHeader))]
#[delete("/cases/{caseId}/plan/draft/contingencies/{contingencyId}")]
pub(super) async fn remove_contingency(change: Change, item: Item<ContingencyId>) -> Result<HttpResponse, Problem> {
    change.make("removeContingency", Removed::Contingency(item.0).command()).await
}

/// Add a contact person to the draft
///
/// Whom to ask at an organisation (kontaktperson).
#[utoipa::path(tag = "plan", operation_id = "addContactPerson", request_body = ContactPersonRequest, responses(CaseCreated),
    params(CasePath, IfMatchHeader, IdempotencyKeyHeader))]
#[post("/cases/{caseId}/plan/draft/contact-persons")]
pub(super) async fn add_contact_person(
    change: Change,
    body: JsonBody<ContactPersonRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.add("addContactPerson", |id| format!("/plan/draft/contact-persons/{id}"), request.command(None)).await
}

/// One contact person of the draft
///
/// Whom to ask at an organisation (kontaktperson).
#[utoipa::path(tag = "plan", operation_id = "getContactPerson",
    params(CasePath, ("contactPersonId" = Uuid, Path, description = "The contact person."), IfNoneMatchHeader),
    responses((status = 200, description = "The contact person.", body = ContactPersonBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/cases/{caseId}/plan/draft/contact-persons/{contactPersonId}")]
pub(super) async fn contact_person(look: Look, item: Item<ContactPersonId>) -> Result<HttpResponse, Problem> {
    let id = item.0;
    look.at::<_, ContactPersonBody>("getContactPerson", move |view| {
        view.draft.as_ref()?.contact_persons.iter().find(|held| held.id == id)
    })
    .await
}

/// Replace a contact person of the draft
///
/// Whom to ask at an organisation (kontaktperson).
#[utoipa::path(tag = "plan", operation_id = "replaceContactPerson", request_body = ContactPersonRequest, responses(CaseAnswer),
    params(CasePath, ("contactPersonId" = Uuid, Path, description = "The contact person."), IfMatchHeader))]
#[put("/cases/{caseId}/plan/draft/contact-persons/{contactPersonId}")]
pub(super) async fn replace_contact_person(
    change: Change,
    item: Item<ContactPersonId>,
    body: JsonBody<ContactPersonRequest>,
) -> Result<HttpResponse, Problem> {
    let (change, request) = change.with(body);
    change.make("replaceContactPerson", request.command(Some(item.0))).await
}

/// Take a contact person out of the draft
///
/// Only out of the plan being written (utkast); established versions keep it.
#[utoipa::path(tag = "plan", operation_id = "removeContactPerson", responses(CaseAnswer),
    params(CasePath, ("contactPersonId" = Uuid, Path, description = "The contact person."), IfMatchHeader))]
#[delete("/cases/{caseId}/plan/draft/contact-persons/{contactPersonId}")]
pub(super) async fn remove_contact_person(
    change: Change,
    item: Item<ContactPersonId>,
) -> Result<HttpResponse, Problem> {
    change.make("removeContactPerson", Removed::ContactPerson(item.0).command()).await
}
