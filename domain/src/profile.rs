//! The region profile: what local agreements may decide (3.9), with a default for everything.
//!
//! Never configurable, and therefore not here: chair and secretary are different persons (S0-19); no general consent
//! (S1-12); the right to withdraw (S1-17); the mapping stays out of the portal (S3-28); the access log; a refusal has
//! a reason (S1-05); an organisation names its own person (S3-17); the principal keeps the responsibility (S4-33);
//! the three days to a summons at discharge (lag 2017:612 4:3); the yearly review by LSS 10 §.
//!
//! All day counts are whole days, counted in Europe/Stockholm; calendar days unless said otherwise.

use crate::ids::UnitId;
use crate::text::ShortText;
use serde::{Deserialize, Serialize};

/// Which part of society an organisation belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// Social services (socialtjänst).
    Social,
    /// Health care (hälso- och sjukvård).
    Health,
    /// School (skola), also a private one.
    School,
    /// A state authority, for example the employment service.
    State,
    /// Any other organisation.
    Other,
}

/// How a consent was given (S1-07).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentForm {
    /// By word of mouth, noted in the record (S1-08).
    Oral,
    /// On paper.
    Written,
    /// With an electronic signature.
    Electronic,
}

/// Who prepares and convenes (S0-16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Preparer {
    /// Whoever took the initiative.
    Initiator,
    /// A unit that the agreement names.
    Unit {
        /// The unit.
        unit: UnitId,
    },
}

/// Whose consent is needed for a person under 18 (S1-19, C8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "kind")]
pub enum MinorPolicy {
    /// Every guardian's, whatever the child's age.
    AllGuardians,
    /// Every guardian's, and the child's own from an age in years.
    AllGuardiansPlusChild {
        /// The age in years from which the child consents too.
        from_age: u32,
    },
    /// The child's alone when it is mature enough (FB 6:11).
    MatureChildAlone,
}

/// What happens when one of several guardians withdraws (T18, T19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardianWithdrawal {
    /// Sharing stops and the case rests.
    Pause,
    /// The case is closed.
    Close,
}

/// How an organisation without established contact is met (S1-33, S4-08, C5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoContactInvitee {
    /// Asked apart, free to decide.
    SeparateContact,
    /// The ordinary way to care comes first.
    FirstOrdinaryContact,
    /// The principal is summoned and has to find a unit.
    SummonPrincipal,
}

/// How near a substitute must be to the one replaced (S1-31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubstituteScope {
    /// The same organisation.
    Organisation,
    /// The same unit.
    Unit,
}

/// Which other meeting roles the coordinator may hold (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CoordinatorMayBe {
    /// The coordinator may be secretary.
    pub secretary: bool,
    /// The coordinator may chair.
    pub chair: bool,
}

impl Default for CoordinatorMayBe {
    fn default() -> Self {
        Self { secretary: true, chair: true }
    }
}

/// Who signs the plan (S0-33, S4-24, C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignaturePolicy {
    /// Everybody at the meeting; a refusal is noted.
    AllPresent,
    /// The individual only.
    IndividualOnly,
    /// Nobody.
    None,
}

/// Who keeps the original (S0-34, C4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginalHolder {
    /// The individual.
    Individual,
    /// The organisation that answers for the plan.
    ResponsibleOrg,
}

/// Which participants get a copy (S0-34, S1-50, C4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyPolicy {
    /// All.
    AllParticipants,
    /// Those who cannot read the plan in a system.
    OnlyWithoutSystemAccess,
}

/// How days are counted (C18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Every day.
    Calendar,
    /// Monday to Friday.
    Working,
}

/// Whose names the phases are shown under (S1-01, S3-19, C21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseLabels {
    /// Stockholm, five phases (S0).
    Stockholm,
    /// Jönköping, seven steps (S1).
    Jonkoping,
    /// Örebro, seven phases (S3).
    Orebro,
    /// The eight points of S4.
    #[serde(rename = "s4")]
    EightPoints,
}

/// Addresses shown to people (S0-02, S0-36, S3-09).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Links {
    /// The survey after a meeting.
    pub survey: Option<ShortText>,
    /// Guidance for staff.
    pub guidance: Option<ShortText>,
    /// Information to the public.
    pub public_information: Option<ShortText>,
}

impl Default for Links {
    fn default() -> Self {
        Self { survey: ShortText::parse("https://sipkollen.se").ok(), guidance: None, public_information: None }
    }
}

/// One local agreement. Every field has a default; a stored profile names only what differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one yes-or-no point of an agreement")]
pub struct Profile {
    /// Sectors whose staff may report a need (S0-01, S1-02, C2). Default social services and health care.
    pub initiating_sectors: Vec<Sector>,
    /// Who prepares and convenes (S0-16). Default the initiator.
    pub preparer: Preparer,
    /// Forms of consent in use (S1-07, C7). Default all.
    pub consent_forms: Vec<ConsentForm>,
    /// Longest time a consent may run, in months (S1-16). Default 12.
    pub consent_max_months: u32,
    /// Whose consent for a person under 18 (S1-19). Default every guardian.
    pub minor_policy: MinorPolicy,
    /// What one guardian's withdrawal does (T19). Default the case rests.
    pub one_guardian_withdraws: GuardianWithdrawal,
    /// How an organisation without established contact is met (S1-33). Default separate contact.
    pub no_contact_invitee: NoContactInvitee,
    /// Sectors that have to take part when summoned (S3-16). Default social services and health care.
    pub attendance_duty_sectors: Vec<Sector>,
    /// Where a substitute may come from (S1-31). Default the organisation.
    pub substitute_scope: SubstituteScope,
    /// Other roles of the coordinator (S4-17). Default both allowed.
    pub coordinator_may_be: CoordinatorMayBe,
    /// Who signs (S0-33). Default everybody present.
    pub signature_policy: SignaturePolicy,
    /// Who keeps the original (S1-53). Default the individual.
    pub original_holder: OriginalHolder,
    /// Who gets a copy (S0-34). Default all participants.
    pub copy_policy: CopyPolicy,
    /// Whether the plan needs a contingency section (S1-40). Default yes.
    pub contingency_required: bool,
    /// Whether a plan may be without follow-up, with reason and mandate period (S0-54). Default yes.
    pub follow_up_exception_allowed: bool,
    /// Days from the meeting to the documented plan (S3-07). Default 3.
    pub documentation_days: u32,
    /// How the days of documentation are counted (C18). Default calendar days.
    pub documentation_day_count: DayCount,
    /// Days from the need, and from the consent, to the start of the work (S1-25, S2-03). Default 3.
    pub start_days: u32,
    /// The same in an urgent case (S1-27). Default 1 (OWN).
    pub urgent_start_days: u32,
    /// Days to answer a request from the individual or a relative (S1-03). Default 3 (OWN).
    pub answer_request_days: u32,
    /// Days from consent to meeting (F11, three weeks). Default 21.
    pub meeting_by_days: u32,
    /// Days before the meeting by which an invitee answers (S1-30). Default 5 (OWN).
    pub rsvp_days_before: u32,
    /// Days before the meeting at which an adaptation not arranged is reminded of (S0-15). Default 2.
    pub adaptation_days_before: u32,
    /// Days before the meeting at which participants are reminded to prepare (S0-20). Default 3 (OWN).
    pub prepare_days_before: u32,
    /// Days from establishing to the delivered copies (S0-34). Default 3 (OWN).
    pub deliver_copies_days: u32,
    /// Days from establishing to the coordinator's confirmation of understanding (S0-35). Default 7 (OWN).
    pub confirm_understanding_days: u32,
    /// Days from a reported deviation to the decision (S0-39). Default 7 (OWN).
    pub deviation_days: u32,
    /// Days before the follow-up at which its preparation starts (S0-42). Default 21 (OWN).
    pub follow_up_prepare_days_before: u32,
    /// Days after the follow-up date at which it counts as overdue (S0-40). Default 7 (OWN).
    pub follow_up_overdue_days: u32,
    /// Days before a consent ends of the first reminder (S1-16). Default 30 (OWN).
    pub consent_expiring_days_before: u32,
    /// Days before a consent ends of the last reminder (S1-16). Default 7 (OWN).
    pub consent_expiring_last_days_before: u32,
    /// Days a resting case waits for a renewed consent before it may be closed (T21). Default 90 (OWN).
    pub paused_days: u32,
    /// Days before a coordinator's mandate ends of the reminder (S0-31). Default 30 (OWN).
    pub coordinator_mandate_days_before: u32,
    /// Days in which the principal names a new coordinator (S4-33). Default 5 (OWN).
    pub coordinator_vacant_days: u32,
    /// Days without any event after which a case without coming follow-up is inactive (S3-05). Default 180 (OWN).
    pub inactive_days: u32,
    /// Days for each organisation's record-keeping (S0-45, S4-26, S4-37). Default 3 (OWN).
    pub record_task_days: u32,
    /// Days before the 18th birthday of the reminder of the individual's own consent (FB). Default 60 (OWN).
    pub turning_adult_days_before: u32,
    /// Whether every party must agree to end the plan (S4-38, C12). Default yes.
    pub closing_consensus_required: bool,
    /// Fewest characters of a refusal's reason (S1-05). Default 20 (OWN).
    pub refusal_reason_min_chars: usize,
    /// Whether the individual can read the case in the portal (S1-51, S3-01). Default yes.
    pub portal_enabled: bool,
    /// The age in years at which guardians lose the child's case in the portal (3.4 note d). Default 13.
    pub guardian_portal_max_age: u32,
    /// Names of the phases (C21). Default Stockholm's.
    pub phase_labels: PhaseLabels,
    /// Addresses shown to people.
    pub links: Links,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            initiating_sectors: vec![Sector::Social, Sector::Health],
            preparer: Preparer::Initiator,
            consent_forms: vec![ConsentForm::Oral, ConsentForm::Written, ConsentForm::Electronic],
            consent_max_months: 12,
            minor_policy: MinorPolicy::AllGuardians,
            one_guardian_withdraws: GuardianWithdrawal::Pause,
            no_contact_invitee: NoContactInvitee::SeparateContact,
            attendance_duty_sectors: vec![Sector::Social, Sector::Health],
            substitute_scope: SubstituteScope::Organisation,
            coordinator_may_be: CoordinatorMayBe::default(),
            signature_policy: SignaturePolicy::AllPresent,
            original_holder: OriginalHolder::Individual,
            copy_policy: CopyPolicy::AllParticipants,
            contingency_required: true,
            follow_up_exception_allowed: true,
            documentation_days: 3,
            documentation_day_count: DayCount::Calendar,
            start_days: 3,
            urgent_start_days: 1,
            answer_request_days: 3,
            meeting_by_days: 21,
            rsvp_days_before: 5,
            adaptation_days_before: 2,
            prepare_days_before: 3,
            deliver_copies_days: 3,
            confirm_understanding_days: 7,
            deviation_days: 7,
            follow_up_prepare_days_before: 21,
            follow_up_overdue_days: 7,
            consent_expiring_days_before: 30,
            consent_expiring_last_days_before: 7,
            paused_days: 90,
            coordinator_mandate_days_before: 30,
            coordinator_vacant_days: 5,
            inactive_days: 180,
            record_task_days: 3,
            turning_adult_days_before: 60,
            closing_consensus_required: true,
            refusal_reason_min_chars: 20,
            portal_enabled: true,
            guardian_portal_max_age: 13,
            phase_labels: PhaseLabels::Stockholm,
            links: Links::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_profile_is_the_default() {
        assert_eq!(serde_json::from_str::<Profile>("{}").unwrap(), Profile::default());
    }

    #[test]
    fn json_round_trip() {
        let profile = Profile {
            preparer: Preparer::Unit { unit: UnitId(uuid::Uuid::from_u128(7)) },
            minor_policy: MinorPolicy::AllGuardiansPlusChild { from_age: 15 },
            phase_labels: PhaseLabels::EightPoints,
            ..Profile::default()
        };
        let json = serde_json::to_value(&profile).unwrap();
        assert_eq!(json["minorPolicy"], serde_json::json!({"kind": "all_guardians_plus_child", "fromAge": 15}));
        assert_eq!(json["phaseLabels"], "s4");
        assert_eq!(serde_json::from_value::<Profile>(json).unwrap(), profile);
    }

    #[test]
    fn what_differs_is_enough() {
        let stored = r#"{"consentForms":["written"],"coordinatorMayBe":{"chair":false}}"#;
        let profile: Profile = serde_json::from_str(stored).unwrap();
        assert_eq!(profile.consent_forms, [ConsentForm::Written]);
        assert_eq!(profile.coordinator_may_be, CoordinatorMayBe { secretary: true, chair: false });
        assert_eq!(profile.inactive_days, 180);
    }

    #[test]
    fn an_unknown_choice_is_refused() {
        assert!(serde_json::from_str::<Profile>(r#"{"signaturePolicy":"someone"}"#).is_err());
    }
}
