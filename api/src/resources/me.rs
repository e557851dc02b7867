//! The citizen's own cases (1177-style portal): who I am, my requests, my cases. The individual, a guardian and a
//! representative use the same operations; what each may see and do comes from the case.

use super::actions::ActionsBody;
use super::cases::store_page;
use super::document::{CasePath, CitizenCreated};
use super::exchange::{Retry, Shown, caller_of, note, open};
use super::my_access::{MyLook, enter};
use crate::app::AppState;
use crate::auth::Citizen;
use crate::http::{IdempotencyKeyHeader, IfNoneMatchHeader, JsonBody, Link, Page, Params, RequestContext, blocking};
use crate::problem::{Generic, Problem};
use crate::wire::Wire;
use crate::wire::citizen::{CitizenCaseBody, MyCaseSummary};
use crate::wire::common::Paged;
use crate::wire::requests::portal_start::SipRequest;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, post, web};
use serde::Serialize;
use sip_domain::access;
use sip_domain::calendar::local_date;
use sip_domain::command::CommandKind;
use sip_domain::context::{Actor, Context};
use sip_domain::model::SipCase;
use sip_domain::profile::Profile;
use sip_persistence as store;
use sip_persistence::{AccessNote, Caller};
use utoipa::ToSchema;
use uuid::Uuid;

/// The caller, and whom the caller can act for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MeBody {
    /// The person in the register.
    person: Uuid,
    /// Name, when the register has it.
    name: Option<String>,
    /// Whether the region shows cases in the portal. When not, what remains is to withdraw a consent and to object.
    portal_open: bool,
    /// The caller's cases, what happened last first, at most a hundred: whom each is about, as what the caller reads it, and
    /// what the caller can do now.
    cases: Vec<MyCaseSummary>,
    /// Where to go on.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// What remains to a citizen while the portal is switched off.
const ALWAYS_OPEN: [CommandKind; 2] = [CommandKind::WithdrawConsent, CommandKind::Object];

/// A case with all links to what the citizen can do in it; without content and with few links while the portal is off.
fn mine(
    case: &SipCase,
    actor: &Actor,
    profile: &Profile,
    note: &AccessNote,
    ctx: &RequestContext,
) -> Option<MyCaseSummary> {
    let now = note.now;
    let view = access::view(case, actor, now)?;
    let domain = Context { actor, profile, now, today: local_date(now), seed: note.seed };
    let mut shown = Shown::of(case, &domain, ctx.clone());
    if profile.portal_enabled {
        return Some(MyCaseSummary::of(&view, shown.links(&view)));
    }
    shown.actions.retain(|action| ALWAYS_OPEN.contains(&action.kind));
    let links = shown.links(&view).into_iter().filter(|link| !["self", "actions"].contains(&link.rel.as_str()));
    Some(MyCaseSummary::of(&view, links.collect()).without_content())
}

/// Who I am, and for whom I can act
///
/// The person behind the token, and every case that the person has a part in (min sida): the own ones, a child's
/// (vårdnadshavare), those of persons the caller represents (företrädare), and requests for somebody else that nobody has
/// looked at yet. `_links` of each case tells what can be done now. Open also while the portal is switched off; then it tells
/// nothing of what is in a case, but how to withdraw a consent and to object.
#[utoipa::path(tag = "portal", operation_id = "getMe", responses((status = 200, description = "The caller.", body = MeBody)))]
#[get("/me")]
pub(crate) async fn get_me(
    state: web::Data<AppState>,
    caller: Citizen,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "getMe"), state.store.clone());
    let noted = note.clone();
    let (found, profile) = blocking(&state, move || -> Result<_, Problem> {
        let all = store::Page { page: 1, limit: 100 };
        let found = store::cases_for(&database, &caller, &store::CaseFilter::default(), all, &noted)?;
        Ok((found, store::profile(&database)?))
    })
    .await?;
    let Actor::Citizen { citizen } = &found.actor else { return Err(Problem::of(Generic::CALLER_KIND)) };
    let mut links = vec![ctx.link("self", &Method::GET, "/me")];
    if profile.portal_enabled {
        links.push(ctx.link("cases", &Method::GET, "/me/cases"));
        links.push(ctx.link("access_log", &Method::GET, "/me/access-log"));
        links.push(ctx.link("report_need", &Method::POST, "/me/requests"));
    }
    let cases = found.items.iter().filter_map(|case| mine(case, &found.actor, &profile, &note, &ctx)).collect();
    let (person, name) = (citizen.person.0, citizen.name.wire());
    Ok(HttpResponse::Ok().json(MeBody { person, name, portal_open: profile.portal_enabled, cases, links }))
}

/// Ask for a SIP
///
/// A unit is asked to make a plan (begäran om SIP). The request waits in the unit's inbox until staff takes it over. With
/// `individual` and `as` it is asked for somebody else: for one's child, or for a person one represents. Nobody has looked
/// at the caller's right to that yet, so the caller sees the request, where it stands and that it was answered, and nothing
/// more; nor is the caller told whether the person has a case already.
#[utoipa::path(tag = "portal", operation_id = "requestSip", params(IdempotencyKeyHeader),
    request_body(content = SipRequest), responses(CitizenCreated))]
#[post("/me/requests")]
pub(crate) async fn request_sip(
    state: web::Data<AppState>,
    caller: Citizen,
    retry: Retry,
    body: JsonBody<SipRequest>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    enter(&state).await?;
    let Caller::Citizen { identity, .. } = caller_of(caller.clone())? else {
        return Err(Problem::of(Generic::CALLER_KIND));
    };
    open(state, caller, retry.with(body.digest), ctx, "requestSip", body.value.command(identity)?).await
}

/// My cases
///
/// The caller's own cases (mina ärenden), the latest first, and those of a child or of a person the caller represents:
/// `actingAs` tells which, `about` whom.
#[utoipa::path(tag = "portal", operation_id = "listMyCases", params(Page),
    responses((status = 200, description = "A page of cases.", body = Paged<MyCaseSummary>)))]
#[get("/me/cases")]
pub(crate) async fn list_my_cases(
    state: web::Data<AppState>,
    caller: Citizen,
    Params(page): Params<Page>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    enter(&state).await?;
    let (caller, note, database) = (caller_of(caller)?, note(&state, &ctx, "listMyCases"), state.store.clone());
    let now = note.now;
    let found = blocking(&state, move || {
        store::cases_for(&database, &caller, &store::CaseFilter::default(), store_page(page), &note)
    })
    .await?;
    let views = found.items.iter().filter_map(|case| access::view(case, &found.actor, now));
    let link = |id| vec![ctx.link("self", &Method::GET, &format!("/me/cases/{id}"))];
    let items = views.map(|view| MyCaseSummary::of(&view, link(view.id))).collect();
    Ok(HttpResponse::Ok().json(Paged::of(items, found.total, page, &ctx, "/me/cases")))
}

/// One of my cases
///
/// All that the individual may see (mitt ärende), or who speaks for the individual: `actingAs` tells which, `about` whom.
/// Never the staff's mapping, and never the topics to leave out.
#[utoipa::path(tag = "portal", operation_id = "getMyCase", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "The case.", body = CitizenCaseBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}")]
pub(crate) async fn get_my_case(look: MyLook) -> Result<HttpResponse, Problem> {
    look.part("getMyCase", |view, shown| Some(CitizenCaseBody::of(view, shown))).await
}

/// What I can do in my case
///
/// Every command of the portal (det här kan du göra), allowed or blocked, with the rules that block it in plain words.
#[utoipa::path(tag = "portal", operation_id = "listMyActions", params(CasePath, IfNoneMatchHeader),
    responses((status = 200, description = "Allowed and blocked commands.", body = ActionsBody, headers(("ETag" = String, description = "Version of the case")))))]
#[get("/me/cases/{caseId}/actions")]
pub(crate) async fn list_my_actions(look: MyLook) -> Result<HttpResponse, Problem> {
    look.part("listMyActions", |view, shown| Some(ActionsBody::of(view, shown))).await
}
