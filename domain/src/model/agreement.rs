//! What of the local agreement a case was opened under and keeps: who consents for a child must not change with a setting.

use crate::model::SipCase;
use crate::profile::{MinorPolicy, Profile};
use serde::{Deserialize, Serialize};

/// The parts of the region profile that decide who speaks for a child and who sees the child's case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Whose consent is needed for a person under 18 (S1-19, C8).
    pub minor_policy: MinorPolicy,
    /// The age in years at which guardians lose the child's case in the portal (3.4 note d).
    pub guardian_portal_max_age: u32,
}

impl Agreement {
    /// What the profile says now.
    pub fn of(profile: &Profile) -> Self {
        Self { minor_policy: profile.minor_policy, guardian_portal_max_age: profile.guardian_portal_max_age }
    }
}

impl Default for Agreement {
    fn default() -> Self {
        Self::of(&Profile::default())
    }
}

impl SipCase {
    /// Whether the child decides alone: assessed as mature, under an agreement that lets a mature child (FB 6:11).
    pub fn is_mature_alone(&self) -> bool {
        let assessed = self.child.as_ref().and_then(|child| child.maturity.as_ref());
        self.agreement.minor_policy == MinorPolicy::MatureChildAlone && assessed.is_some_and(|held| held.is_mature)
    }
}
