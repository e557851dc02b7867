//! The catalogue of rules: every reason for which the domain says no, with its stable code, its source and plain words
//! in Swedish and English on what is wrong and what to do now (3.3).
//!
//! The words are fixed and never hold anything from a case, so that a refusal can be shown and logged.

mod access;
mod closing;
mod consent;
mod meeting;
mod plan;
mod start;
mod summons;

use serde::{Deserialize, Serialize};
use std::fmt;

/// The languages that people are answered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Swedish, the default.
    Swedish,
    /// English.
    English,
}

/// What kind of no it is; decides the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleClass {
    /// No such thing, or none that the caller may know of (404).
    NotFound,
    /// Known to the caller, but not the caller's to do (403).
    Forbidden,
    /// Not in the case's present state (409).
    Conflict,
    /// The case has changed since the caller read it (412).
    Precondition,
    /// Understood and allowed in principle, but a rule is not met (422).
    Unprocessable,
}

/// The words of one rule in one language.
struct Words {
    title: &'static str,
    text: &'static str,
    cure: &'static str,
}

/// All there is to know of one rule but its code, which is the constant's name.
struct RuleInfo {
    class: RuleClass,
    source: &'static str,
    invariant: Option<&'static str>,
    swedish: Words,
    english: Words,
}

/// Declares the enum and its look-up from one list, so that a rule without words does not compile.
macro_rules! rules {
    ($($variant:ident = $theme:ident::$code:ident;)+) => {
        /// A rule of the process that a command can break.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(into = "&'static str", try_from = "String")]
        pub enum Rule {
            $(#[doc = concat!("`", stringify!($code), "`")] $variant,)+
        }

        impl Rule {
            /// Every rule, in the order of the process.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name for clients, in capitals: `CHAIR_IS_SECRETARY`.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($code),)+
                }
            }

            fn info(self) -> &'static RuleInfo {
                match self {
                    $(Self::$variant => &$theme::$code,)+
                }
            }
        }
    };
}

rules! {
    NotFound = access::NOT_FOUND;
    RolePermissionMissing = access::ROLE_PERMISSION_MISSING;
    NotYourOrganisation = access::NOT_YOUR_ORGANISATION;
    RoleNotStaff = access::ROLE_NOT_STAFF;
    RoleNotAllowedForParty = access::ROLE_NOT_ALLOWED_FOR_PARTY;
    CoordinatorRoleConflict = access::COORDINATOR_ROLE_CONFLICT;
    VersionConflict = access::VERSION_CONFLICT;
    InvalidTransition = access::INVALID_TRANSITION;
    DuplicateCase = access::DUPLICATE_CASE;
    UnknownReference = access::UNKNOWN_REFERENCE;
    AlreadyDone = access::ALREADY_DONE;
    ReasonMissing = access::REASON_MISSING;
    DateInPast = access::DATE_IN_PAST;
    DateInFuture = access::DATE_IN_FUTURE;
    SecondPersonRequired = access::SECOND_PERSON_REQUIRED;
    ReaderNotNamed = access::READER_NOT_NAMED;
    ClientNotAllowed = access::CLIENT_NOT_ALLOWED;
    SectorMayNotInitiate = start::SECTOR_MAY_NOT_INITIATE;
    DetectedInFuture = start::NEED_DETECTED_IN_FUTURE;
    RequestNotTaken = start::REQUEST_NOT_TAKEN;
    RefusalReasonMissing = start::REFUSAL_REASON_MISSING;
    OwnAssessmentMissing = start::OWN_ASSESSMENT_MISSING;
    IndividualNotInformed = start::INDIVIDUAL_NOT_INFORMED;
    InformationIncomplete = start::INFORMATION_INCOMPLETE;
    OfferNotAnswered = start::OFFER_NOT_ANSWERED;
    UrgencyReasonMissing = start::URGENCY_REASON_MISSING;
    ChildNotInformed = start::CHILD_NOT_INFORMED;
    ChildNotAsked = start::CHILD_NOT_ASKED;
    BasisMissing = start::BASIS_MISSING;
    MappingNotYours = start::MAPPING_NOT_YOURS;
    PreparationIncomplete = start::PREPARATION_INCOMPLETE;
    ExcludedTopic = start::EXCLUDED_TOPIC;
    ConsentGeneral = consent::CONSENT_GENERAL;
    ConsentPeriodInvalid = consent::CONSENT_PERIOD_INVALID;
    OralConsentUndocumented = consent::ORAL_CONSENT_UNDOCUMENTED;
    ConsentFormNotAllowed = consent::CONSENT_FORM_NOT_ALLOWED;
    GuardianConsentMissing = consent::GUARDIAN_CONSENT_MISSING;
    CapacityAssessmentMissing = consent::CAPACITY_ASSESSMENT_MISSING;
    AttitudeAgainst = consent::ATTITUDE_AGAINST;
    MandateMissing = consent::MANDATE_MISSING;
    SharingNotStopped = consent::SHARING_NOT_STOPPED;
    ConsentPartMissing = consent::CONSENT_PART_MISSING;
    ConsentNotInForce = consent::CONSENT_NOT_IN_FORCE;
    CategoryNotConsented = consent::CATEGORY_NOT_CONSENTED;
    RelativeWishMissing = consent::RELATIVE_WISH_MISSING;
    IndividualApprovalMissing = consent::INDIVIDUAL_APPROVAL_MISSING;
    NotFastVardkontakt = summons::NOT_FAST_VARDKONTAKT;
    PrimaryCareRequired = summons::PRIMARY_CARE_REQUIRED;
    NotADischarge = start::NOT_A_DISCHARGE;
    CompulsoryCare = start::COMPULSORY_CARE;
    InviteeNotApproved = summons::INVITEE_NOT_APPROVED;
    ContactStatusUnknown = summons::CONTACT_STATUS_UNKNOWN;
    SeparateContactRequired = summons::SEPARATE_CONTACT_REQUIRED;
    InviteeOutsideConsent = summons::INVITEE_OUTSIDE_CONSENT;
    MeetingIncomplete = summons::MEETING_INCOMPLETE;
    NobodyInvited = summons::NOBODY_INVITED;
    SummonsNotSent = summons::SUMMONS_NOT_SENT;
    MeetingKindNotNow = summons::MEETING_KIND_NOT_NOW;
    HomeNotWished = summons::HOME_NOT_WISHED;
    SummonsWithoutPurpose = summons::SUMMONS_WITHOUT_PURPOSE;
    SupportNotChosenByIndividual = summons::SUPPORT_NOT_CHOSEN_BY_INDIVIDUAL;
    SubstituteOtherOrganisation = summons::SUBSTITUTE_OTHER_ORGANISATION;
    SubstituteNotBriefed = summons::SUBSTITUTE_NOT_BRIEFED;
    AttendanceDuty = summons::ATTENDANCE_DUTY;
    NotYourRepresentative = summons::NOT_YOUR_REPRESENTATIVE;
    ChairIsSecretary = meeting::CHAIR_IS_SECRETARY;
    MeetingNotStarted = meeting::MEETING_NOT_STARTED;
    AttendanceIncomplete = meeting::ATTENDANCE_INCOMPLETE;
    IndividualAbsentWithoutReason = meeting::INDIVIDUAL_ABSENT_WITHOUT_REASON;
    NoMeetingHeld = meeting::NO_MEETING_HELD;
    MeetingDutiesMissing = meeting::MEETING_DUTIES_MISSING;
    ChildWishesNotConveyed = meeting::CHILD_WISHES_NOT_CONVEYED;
    SignatureMissing = meeting::SIGNATURE_MISSING;
    WhatMattersMissing = plan::WHAT_MATTERS_MISSING;
    GoalsIncomplete = plan::GOALS_INCOMPLETE;
    NeedWithoutGoal = plan::NEED_WITHOUT_GOAL;
    GoalWithoutActivity = plan::GOAL_WITHOUT_ACTIVITY;
    ActivityIncomplete = plan::ACTIVITY_INCOMPLETE;
    ActivityNotAccepted = plan::ACTIVITY_NOT_ACCEPTED;
    NoCoordinator = plan::NO_COORDINATOR;
    NoResponsiblePrincipal = plan::NO_RESPONSIBLE_PRINCIPAL;
    FollowUpMissing = plan::FOLLOW_UP_MISSING;
    ContingencyMissing = plan::CONTINGENCY_MISSING;
    RevisionTriggerMissing = plan::REVISION_TRIGGER_MISSING;
    FollowUpNotHeld = closing::FOLLOW_UP_NOT_HELD;
    AttainmentMissing = closing::ATTAINMENT_MISSING;
    OutcomeMissing = closing::OUTCOME_MISSING;
    ClosePartyAssessmentMissing = closing::CLOSE_PARTY_ASSESSMENT_MISSING;
    CloseIndividualNotConsulted = closing::CLOSE_INDIVIDUAL_NOT_CONSULTED;
    NotInactive = closing::NOT_INACTIVE;
    ContactAttemptMissing = closing::CONTACT_ATTEMPT_MISSING;
}

impl Rule {
    /// The rule with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.code() == code)
    }

    /// What kind of no it is.
    pub fn class(self) -> RuleClass {
        self.info().class
    }

    /// Where the rule comes from: requirement (`S0-19`), law (`LAW …`), field report (`F8`) or own decision (`OWN`).
    pub fn source(self) -> &'static str {
        self.info().source
    }

    /// The number in the domain specification (`INV-01`), for rules that have one.
    pub fn invariant(self) -> Option<&'static str> {
        self.info().invariant
    }

    /// A short heading.
    pub fn title(self, language: Language) -> &'static str {
        self.words(language).title
    }

    /// What is wrong and why the rule exists.
    pub fn text(self, language: Language) -> &'static str {
        self.words(language).text
    }

    /// What to do now.
    pub fn cure(self, language: Language) -> &'static str {
        self.words(language).cure
    }

    fn words(self, language: Language) -> &'static Words {
        match language {
            Language::Swedish => &self.info().swedish,
            Language::English => &self.info().english,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Rule> for &'static str {
    fn from(rule: Rule) -> Self {
        rule.code()
    }
}

/// A code that no rule has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule has this code")]
pub struct UnknownRule;

impl TryFrom<String> for Rule {
    type Error = UnknownRule;

    fn try_from(code: String) -> Result<Self, UnknownRule> {
        Self::from_code(&code).ok_or(UnknownRule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_shouted() {
        let codes: HashSet<_> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        assert_eq!(codes.len(), Rule::ALL.len());
        for code in codes {
            assert!(
                code.split('_').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase())),
                "{code}"
            );
        }
    }

    #[test]
    fn codes_lead_back_to_their_rule() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_code(rule.code()), Some(*rule));
            let json = serde_json::to_string(rule).unwrap();
            assert_eq!(json, format!("\"{rule}\""));
            assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), *rule);
        }
        assert_eq!(Rule::from_code("chair_is_secretary"), None);
    }

    #[test]
    fn every_rule_has_words_in_both_languages() {
        for rule in Rule::ALL {
            for language in [Language::Swedish, Language::English] {
                let (title, text, cure) = (rule.title(language), rule.text(language), rule.cure(language));
                assert!(title.len() > 5 && !title.ends_with('.'), "{rule}: {title}");
                assert!(text.ends_with('.') && cure.ends_with('.'), "{rule}");
                assert!(!text.contains("  ") && !cure.contains("  "), "{rule}");
                assert!(text.matches(". ").count() <= 2, "{rule} is long-winded");
            }
            assert_ne!(rule.text(Language::Swedish), rule.text(Language::English));
        }
    }

    #[test]
    fn every_rule_names_its_source() {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_source = |word: &str| match word.split_once('-') {
            Some((s, number)) => s.len() == 2 && s.starts_with('S') && number.len() == 2 && digits(number),
            None => word == "LAW" || word == "OWN" || word.strip_prefix(['F', 'T']).is_some_and(digits),
        };
        for rule in Rule::ALL {
            assert!(rule.source().split([' ', ',', ';']).any(is_source), "{rule}: {}", rule.source());
            assert!(rule.invariant().is_none_or(|number| number.starts_with("INV-")), "{rule}");
        }
    }

    #[test]
    fn classes_are_those_the_clients_rely_on() {
        let of = |class| Rule::ALL.iter().copied().filter(|rule| rule.class() == class).collect::<Vec<_>>();
        assert_eq!(of(RuleClass::NotFound), [Rule::NotFound]);
        assert_eq!(of(RuleClass::Precondition), [Rule::VersionConflict]);
        assert_eq!(of(RuleClass::Conflict), [Rule::InvalidTransition, Rule::DuplicateCase]);
        assert_eq!(
            of(RuleClass::Forbidden),
            [
                Rule::RolePermissionMissing,
                Rule::NotYourOrganisation,
                Rule::ClientNotAllowed,
                Rule::MappingNotYours,
                Rule::NotYourRepresentative
            ]
        );
    }
}
