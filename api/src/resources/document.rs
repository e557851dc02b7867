//! What many operations say alike in the document.

use crate::wire::case::CaseBody;
use crate::wire::citizen::CitizenCaseBody;
use utoipa::{IntoParams, IntoResponses};
use uuid::Uuid;

/// The case in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "stands for the parameter in the document")]
pub(crate) struct CasePath {
    /// The case.
    #[param(rename = "caseId", example = "01993b00-1000-7000-8000-000000000008")]
    case_id: Uuid,
}

/// 200 with the whole case.
#[derive(IntoResponses)]
#[response(status = 200, description = "The whole case as the caller may see it now.",
    headers(("ETag" = String, description = "Version of the case")))]
#[expect(dead_code, reason = "stands for the answer in the document")]
pub(crate) struct CaseAnswer(CaseBody);

/// 201 with the whole case and where the new thing is.
#[derive(IntoResponses)]
#[response(status = 201, description = "The whole case as the caller may see it now.",
    headers(("ETag" = String, description = "Version of the case"), ("Location" = String, description = "Where the new thing is")))]
#[expect(dead_code, reason = "stands for the answer in the document")]
pub(crate) struct CaseCreated(CaseBody);

/// 200 with the citizen's own case.
#[derive(IntoResponses)]
#[response(status = 200, description = "The caller's case as it is now.",
    headers(("ETag" = String, description = "Version of the case")))]
#[expect(dead_code, reason = "stands for the answer in the document")]
pub(crate) struct CitizenAnswer(CitizenCaseBody);

/// 201 with the citizen's own case and where it is.
#[derive(IntoResponses)]
#[response(status = 201, description = "The caller's case as it is now.",
    headers(("ETag" = String, description = "Version of the case"), ("Location" = String, description = "Where the case is")))]
#[expect(dead_code, reason = "stands for the answer in the document")]
pub(crate) struct CitizenCreated(CitizenCaseBody);
