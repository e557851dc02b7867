//! Every way in which the domain and the store say no, as a problem.

use crate::problem::{Generic, Problem};
use sip_domain::Refusal;
use sip_domain::rules::Rule;
use sip_persistence::{AccessError, BuildError, ExecuteError, StoreError};

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            // Nothing was done and nothing shown: the client can try again.
            error if error.is_passing() => {
                tracing::warn!(target: "sip::store", %error, "the store cannot serve now");
                Self::of(Generic::UNAVAILABLE).with_retry_after(2)
            }
            StoreError::Unknown => Self::of(Generic::OUTCOME_UNKNOWN).with_retry_after(2),
            error => Self::internal(error),
        }
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::NoAssignment => Self::of(Generic::UNAUTHENTICATED),
            AccessError::NotFound => Self::not_found(),
            AccessError::Forbidden => Self::from_rule(Rule::RolePermissionMissing),
            AccessError::Conflict => Self::from_rule(Rule::AlreadyDone),
            AccessError::Events(error) => Self::of(error.into()),
            AccessError::Store(error) => error.into(),
        }
    }
}

impl From<BuildError> for Problem {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::UnknownReference { pointer } => Self::unknown_reference(pointer),
            BuildError::Rule(rule) => Self::from_rule(rule),
            BuildError::Store(error) => error.into(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        if refusal.primary() == Rule::NotFound {
            return Self::not_found();
        }
        let problem = Self::refused(&refusal);
        if refusal.primary() == Rule::InvalidTransition {
            return problem.with_allowed(refusal.allowed.iter().map(|kind| kind.code().to_owned()).collect());
        }
        problem
    }
}

impl From<ExecuteError> for Problem {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::NoAssignment => Self::of(Generic::UNAUTHENTICATED),
            ExecuteError::NotFound => Self::not_found(),
            ExecuteError::KeyReused => Self::of(Generic::IDEMPOTENCY_KEY_REUSED),
            ExecuteError::VersionConflict { current } => Self::from_rule(Rule::VersionConflict).with_version(current),
            ExecuteError::Refused(refusal) => refusal.into(),
            ExecuteError::Build(error) => error.into(),
            ExecuteError::Store(error) => error.into(),
        }
    }
}
