//! The region profile: what a local agreement may decide.

use super::codes::{
    ConsentForm, CopyPolicy, DayCount, GuardianWithdrawal, MinorPolicyKind, NoContactInvitee, OriginalHolder,
    PhaseLabels, PreparerKind, Sector, SignaturePolicy, SubstituteScope,
};
use super::requests::build::{nothing_left, take};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use sip_domain::ids::UnitId;
use sip_domain::profile::{CoordinatorMayBe, Links, MinorPolicy, Preparer, Profile};
use sip_domain::text::ShortText;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Who prepares and convenes.
#[derive(Serialize, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PreparerBody {
    /// Whoever took the initiative, or a unit.
    kind: PreparerKind,
    /// Which unit; for `unit`.
    unit: Option<Uuid>,
}

/// Whose consent is needed for a person under 18.
#[derive(Serialize, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MinorPolicyBody {
    /// Every guardian's, the child's too, or the mature child's alone.
    kind: MinorPolicyKind,
    /// The age in years from which the child consents too; for `all_guardians_plus_child`.
    #[validate(range(max = 17))]
    #[schema(maximum = 17)]
    from_age: Option<u32>,
}

/// Other meeting roles of the coordinator.
#[derive(Serialize, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CoordinatorMayBeBody {
    /// The coordinator may be secretary.
    secretary: bool,
    /// The coordinator may chair.
    chair: bool,
}

/// Addresses shown to people.
#[derive(Serialize, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ProfileLinksBody {
    /// The survey after a meeting.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    survey: Option<ShortText>,
    /// Guidance for staff.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    guidance: Option<ShortText>,
    /// Information to the public.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    public_information: Option<ShortText>,
}

/// Declares the profile on the wire and the way to and fro, so that no field can be forgotten in one of the three.
macro_rules! profile {
    (
        codes { $($(#[$code_note:meta])* $code:ident: $kind:ty,)+ }
        flags { $($(#[$flag_note:meta])* $flag:ident,)+ }
        numbers { $($(#[$number_note:meta])* $number:ident,)+ }
    ) => {
        /// The region profile (lokal överenskommelse), whole. All day counts are whole days in Europe/Stockholm.
        #[derive(Serialize, Deserialize, Validate, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[schema(as = Profile, example = json!(ProfileBody::from(Profile::default())))]
        pub(crate) struct ProfileBody {
            /// Sectors whose staff may report a need.
            #[validate(length(max = 5))]
            #[schema(max_items = 5)]
            initiating_sectors: Vec<Sector>,
            /// Sectors that have to take part when summoned.
            #[validate(length(max = 5))]
            #[schema(max_items = 5)]
            attendance_duty_sectors: Vec<Sector>,
            /// Forms of consent in use.
            #[validate(length(max = 3))]
            #[schema(max_items = 3)]
            consent_forms: Vec<ConsentForm>,
            /// Who prepares and convenes.
            #[validate(nested)]
            preparer: PreparerBody,
            /// Whose consent for a person under 18.
            #[validate(nested)]
            minor_policy: MinorPolicyBody,
            /// Other roles of the coordinator.
            #[validate(nested)]
            coordinator_may_be: CoordinatorMayBeBody,
            /// Addresses shown to people.
            #[validate(nested)]
            links: ProfileLinksBody,
            /// Fewest characters of a refusal's reason.
            #[validate(range(max = 1000))]
            #[schema(maximum = 1000)]
            refusal_reason_min_chars: u16,
            $($(#[$code_note])* $code: $kind,)+
            $($(#[$flag_note])* $flag: bool,)+
            $($(#[$number_note])* #[validate(range(max = 3650))] #[schema(maximum = 3650)] $number: u32,)+
        }

        impl From<Profile> for ProfileBody {
            fn from(kept: Profile) -> Self {
                Self {
                    initiating_sectors: all(kept.initiating_sectors),
                    attendance_duty_sectors: all(kept.attendance_duty_sectors),
                    consent_forms: all(kept.consent_forms),
                    preparer: kept.preparer.into(),
                    minor_policy: kept.minor_policy.into(),
                    coordinator_may_be: CoordinatorMayBeBody {
                        secretary: kept.coordinator_may_be.secretary,
                        chair: kept.coordinator_may_be.chair,
                    },
                    links: ProfileLinksBody {
                        survey: kept.links.survey,
                        guidance: kept.links.guidance,
                        public_information: kept.links.public_information,
                    },
                    refusal_reason_min_chars: u16::try_from(kept.refusal_reason_min_chars).unwrap_or(u16::MAX),
                    $($code: kept.$code.into(),)+
                    $($flag: kept.$flag,)+
                    $($number: kept.$number,)+
                }
            }
        }

        impl ProfileBody {
            /// The profile as it is kept.
            pub(crate) fn into_profile(self) -> Result<Profile, Problem> {
                Ok(Profile {
                    initiating_sectors: all(self.initiating_sectors),
                    attendance_duty_sectors: all(self.attendance_duty_sectors),
                    consent_forms: all(self.consent_forms),
                    preparer: self.preparer.parse()?,
                    minor_policy: self.minor_policy.parse()?,
                    coordinator_may_be: CoordinatorMayBe {
                        secretary: self.coordinator_may_be.secretary,
                        chair: self.coordinator_may_be.chair,
                    },
                    links: Links {
                        survey: self.links.survey,
                        guidance: self.links.guidance,
                        public_information: self.links.public_information,
                    },
                    refusal_reason_min_chars: usize::from(self.refusal_reason_min_chars),
                    $($code: self.$code.into(),)+
                    $($flag: self.$flag,)+
                    $($number: self.$number,)+
                })
            }
        }
    };
}

profile! {
    codes {
        /// What one guardian's withdrawal does.
        one_guardian_withdraws: GuardianWithdrawal,
        /// How an organisation without established contact is met.
        no_contact_invitee: NoContactInvitee,
        /// Where a substitute may come from.
        substitute_scope: SubstituteScope,
        /// Who signs.
        signature_policy: SignaturePolicy,
        /// Who keeps the original.
        original_holder: OriginalHolder,
        /// Who gets a copy.
        copy_policy: CopyPolicy,
        /// How the days of documentation are counted.
        documentation_day_count: DayCount,
        /// Names of the phases.
        phase_labels: PhaseLabels,
    }
    flags {
        /// Whether the plan needs a contingency section.
        contingency_required,
        /// Whether a plan may be without follow-up, with reason and mandate period.
        follow_up_exception_allowed,
        /// Whether every party must agree to end the plan.
        closing_consensus_required,
        /// Whether the individual can read the case in the portal.
        portal_enabled,
    }
    numbers {
        /// Longest time a consent may run, in months.
        consent_max_months,
        /// Days from the meeting to the documented plan.
        documentation_days,
        /// Days from the need, and from the consent, to the start of the work.
        start_days,
        /// The same in an urgent case.
        urgent_start_days,
        /// Days to answer a request from the individual or a relative.
        answer_request_days,
        /// Days from consent to meeting.
        meeting_by_days,
        /// Days before the meeting by which an invitee answers.
        rsvp_days_before,
        /// Days before the meeting at which an adaptation not arranged is reminded of.
        adaptation_days_before,
        /// Days before the meeting at which participants are reminded to prepare.
        prepare_days_before,
        /// Days from establishing to the delivered copies.
        deliver_copies_days,
        /// Days from establishing to the coordinator's confirmation of understanding.
        confirm_understanding_days,
        /// Days from a reported deviation to the decision.
        deviation_days,
        /// Days before the follow-up at which its preparation starts.
        follow_up_prepare_days_before,
        /// Days after the follow-up date at which it counts as overdue.
        follow_up_overdue_days,
        /// Days before a consent ends of the first reminder.
        consent_expiring_days_before,
        /// Days before a consent ends of the last reminder.
        consent_expiring_last_days_before,
        /// Days a resting case waits for a renewed consent before it may be closed.
        paused_days,
        /// Days before a coordinator's mandate ends of the reminder.
        coordinator_mandate_days_before,
        /// Days in which the principal names a new coordinator.
        coordinator_vacant_days,
        /// Days without any event after which a case without coming follow-up is inactive.
        inactive_days,
        /// Days for each organisation's record-keeping.
        record_task_days,
        /// Days before the 18th birthday of the reminder of the individual's own consent.
        turning_adult_days_before,
        /// The age in years at which guardians lose the child's case in the portal.
        guardian_portal_max_age,
    }
}

fn all<A: Into<B>, B>(items: Vec<A>) -> Vec<B> {
    items.into_iter().map(Into::into).collect()
}

impl From<Preparer> for PreparerBody {
    fn from(kept: Preparer) -> Self {
        match kept {
            Preparer::Initiator => Self { kind: PreparerKind::Initiator, unit: None },
            Preparer::Unit { unit } => Self { kind: PreparerKind::Unit, unit: Some(unit.0) },
        }
    }
}

impl PreparerBody {
    fn parse(mut self) -> Result<Preparer, Problem> {
        let preparer = match self.kind {
            PreparerKind::Initiator => Preparer::Initiator,
            PreparerKind::Unit => Preparer::Unit { unit: UnitId(take(&mut self.unit, "/preparer/unit")?) },
        };
        nothing_left(&[("/preparer/unit", self.unit.is_some())])?;
        Ok(preparer)
    }
}

impl From<MinorPolicy> for MinorPolicyBody {
    fn from(kept: MinorPolicy) -> Self {
        let (kind, from_age) = match kept {
            MinorPolicy::AllGuardians => (MinorPolicyKind::AllGuardians, None),
            MinorPolicy::AllGuardiansPlusChild { from_age } => (MinorPolicyKind::AllGuardiansPlusChild, Some(from_age)),
            MinorPolicy::MatureChildAlone => (MinorPolicyKind::MatureChildAlone, None),
        };
        Self { kind, from_age }
    }
}

impl MinorPolicyBody {
    fn parse(mut self) -> Result<MinorPolicy, Problem> {
        let policy = match self.kind {
            MinorPolicyKind::AllGuardians => MinorPolicy::AllGuardians,
            MinorPolicyKind::AllGuardiansPlusChild => {
                MinorPolicy::AllGuardiansPlusChild { from_age: take(&mut self.from_age, "/minorPolicy/fromAge")? }
            }
            MinorPolicyKind::MatureChildAlone => MinorPolicy::MatureChildAlone,
        };
        nothing_left(&[("/minorPolicy/fromAge", self.from_age.is_some())])?;
        Ok(policy)
    }
}
