//! What the caller may do with a case, and what stands in the way.

use super::document::CasePath;
use super::exchange::{Shown, path_of, read};
use super::links::route;
use crate::app::AppState;
use crate::auth::Staff;
use crate::http::{Language, RequestContext};
use crate::problem::Problem;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use sip_domain::Action;
use sip_domain::access::CaseView;
use sip_domain::ids::CaseId;
use sip_domain::rules::Rule;
use utoipa::ToSchema;
use uuid::Uuid;

/// A rule that blocks a command, or may refuse what is sent with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuleBody {
    /// Stable code; its page is `/sip/v1/problems/{code}`.
    #[schema(example = "PREPARATION_INCOMPLETE")]
    code: &'static str,
    /// Title.
    title: &'static str,
    /// What is wrong.
    text: &'static str,
    /// What to do now.
    cure: &'static str,
    /// The need, goal, invitee … that it is about, when it is about one.
    subject: Option<Uuid>,
}

impl RuleBody {
    fn of(rule: Rule, subject: Option<Uuid>, language: Language) -> Self {
        Self {
            code: rule.code(),
            title: rule.title(language),
            text: rule.text(language),
            cure: rule.cure(language),
            subject,
        }
    }
}

/// A command.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActionBody {
    /// Its name, the same as `rel` in links.
    #[schema(example = "send_summons")]
    command: &'static str,
    /// HTTP method.
    #[schema(example = "POST")]
    method: String,
    /// Path below the root of the API; `{…}` stands for the thing it is about.
    #[schema(example = "/cases/01993b00-1000-7000-8000-000000000007/meetings/{meetingId}/summons")]
    path: String,
    /// What blocks it now; empty when it is allowed.
    blocked_by: Vec<RuleBody>,
    /// What may yet refuse it, depending on what is sent.
    input_rules: Vec<RuleBody>,
}

/// What the caller may do, and what not.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActionsBody {
    /// Allowed now.
    allowed: Vec<ActionBody>,
    /// Blocked, and by what.
    blocked: Vec<ActionBody>,
}

impl ActionsBody {
    /// Every command that the reader's kind has an operation for.
    pub(super) fn of(view: &CaseView, shown: &Shown) -> Self {
        let all = shown.actions.iter().filter_map(|found| action(found, view, shown));
        let (allowed, blocked) = all.partition(|found| found.blocked_by.is_empty());
        Self { allowed, blocked }
    }
}

fn action(action: &Action, view: &CaseView, shown: &Shown) -> Option<ActionBody> {
    let language = shown.request.language();
    let (method, path) = route(action.kind, view, &shown.actor)?;
    let blocked = action.blocked_by.iter();
    Some(ActionBody {
        command: action.kind.code(),
        method: method.to_string(),
        path: format!("{}{path}", path_of(view.id, &shown.actor)),
        blocked_by: blocked.map(|found| RuleBody::of(found.rule, found.subject, language)).collect(),
        input_rules: action.kind.input_rules().iter().map(|rule| RuleBody::of(*rule, None, language)).collect(),
    })
}

/// What can be done with the case
///
/// Every command (åtgärd i ärendet), allowed or blocked, with the rules that block it in plain words, and the rules that
/// depend on what is sent. The same rules decide when the command is given.
#[utoipa::path(tag = "cases", operation_id = "listActions", params(CasePath),
    responses((status = 200, description = "Allowed and blocked commands.", body = ActionsBody)))]
#[get("/cases/{caseId}/actions")]
pub(crate) async fn list_actions(
    state: web::Data<AppState>,
    caller: Staff,
    case: web::Path<CaseId>,
    ctx: RequestContext,
) -> Result<HttpResponse, Problem> {
    read(state, caller, case.into_inner(), ctx, None, "listActions", |view, shown| Ok(ActionsBody::of(view, shown)))
        .await
}
