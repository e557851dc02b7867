//! The codes of the API. Those of the domain are mirrored one to one, so that a change there cannot slip out unseen.

use super::Wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares codes with the names and variants of an enum of the domain, and the way to and fro.
macro_rules! mirror {
    ($($(#[$meta:meta])* $module:ident::$name:ident { $($variant:ident),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name {
            $($variant,)+
        }

        impl From<sip_domain::$module::$name> for $name {
            fn from(code: sip_domain::$module::$name) -> Self {
                match code {
                    $(sip_domain::$module::$name::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$name> for sip_domain::$module::$name {
            fn from(code: $name) -> Self {
                match code {
                    $($name::$variant => Self::$variant,)+
                }
            }
        }

        impl Wire<$name> for sip_domain::$module::$name {
            fn wire(&self) -> $name {
                (*self).into()
            }
        }
    )+};
}

mirror! {
    /// What the case is about in law: planning in open care, at discharge from hospital, or linked to an LSS plan.
    model::CaseKind { OpenCare, Discharge, LssLinked }
    /// The law or agreement a case rests on: hälso- och sjukvårdslagen, socialtjänstlagen, lagen om utskrivning, LSS, överenskommelse.
    model::LegalBasis { Hsl, Sol, Discharge, Lss, Agreement }
    /// Where the case stands in the process.
    model::StatusName {
        NeedIdentified, Offered, Preparing, Summoned, MeetingHeld, Active, UnderRevision, Paused, Closed, Refused, Declined,
        Voided,
    }
    /// Why sharing is stopped.
    model::PauseCause { ConsentExpired, GuardianWithdrew, CapacityReassessed, TurnedAdult }
    /// Why a case was closed.
    model::ClosureReason {
        GoalsMet, NoLongerNeeded, ConsentWithdrawn, ConsentExpired, ReplacedByNew, Inactive, Deceased, Moved, NoNeed, Other,
    }
    /// Protection of a person's identity: none, a mark of secrecy (sekretessmarkering), protected registration (skyddad folkbokföring).
    model::Protection { None, Marking, ProtectedRegistration }
    /// What kind of mandate a representative has; a future power of attorney is framtidsfullmakt.
    model::RepresentativeKind { GodMan, Forvaltare, Framtidsfullmakt, Ombud, LegalOther }
    /// Who noticed the need.
    model::NeedSource { Staff, Individual, Guardian, Representative, Relative, Other }
    /// What set the need off.
    model::NeedTrigger { Stuck, Discharge, Planned, Other }
    /// The answer to the offer.
    model::OfferAnswer { Accepted, Declined }
    /// A kind of information that consent is given for. There is none for "everything".
    model::Category {
        HomeLife, Leisure, SocialLife, CommunityLife, Health, Communication, Occupation, Economy, PersonalHygiene, Meals,
        Sleep, Mobility, IdentityContact, DiagnosisHealthRecord, Medication, FunctionalAbility, SocialServicesMeasures,
        School, Housing, ViolenceThreat, SubstanceUse, FamilyNetwork, MeetingLogistics, PlanDocument,
    }
    /// The twelve headings for the individual's whole situation (livsområden).
    model::LifeArea {
        HomeLife, Leisure, SocialLife, CommunityLife, Health, Communication, Occupation, Economy, PersonalHygiene, Meals,
        Sleep, Mobility,
    }
    /// What a contacted person understood of the individual's attitude.
    model::Attitude { For, Unknown, Against }
    /// How a withdrawal came in.
    model::WithdrawalChannel { Portal, Phone, InPerson, Letter }
    /// By which way something was given out.
    model::DisclosureWay { System, Summons, Copy, Export }
    /// Private or professional network.
    model::NetworkKind { Private, Professional }
    /// Whether there are children under 18 in the network.
    model::MinorsInNetwork { Yes, No, NotAnswered }
    /// What is adapted for the individual.
    model::AdaptationKind { Interpreter, Communicative, Cognitive, Physical }
    /// Whether a unit already has contact with the individual.
    model::EstablishedContact { Yes, No }
    /// How an invitee is called: summons with duty, invitation of free choice, or separate contact without personal details.
    model::SummonsKind { Summons, Invitation, SeparateContact }
    /// Where an invitation stands.
    model::RsvpStatus { Draft, Sent, Accepted, RepresentativeNamed, SubstituteNamed, Declined }
    /// How somebody attended.
    model::Attendance { InPerson, Digital, AbsentNotified, AbsentUnnotified }
    /// What a meeting is for.
    model::MeetingType { Initial, FollowUp, Extra, PreMeeting }
    /// How a meeting is held.
    model::MeetingForm { Physical, Digital, Hybrid, Telephone }
    /// What kind of place.
    model::PlaceType { Municipality, Region, Home, School, Hospital, Digital, Other }
    /// The points of the agenda.
    model::AgendaCode {
        Presentation, Roles, OwnGoals, Resources, Needs, Goals, Activities, FollowUp, Summary, Copies, Documentation, Custom,
    }
    /// What a need comes from.
    model::NeedKind { Psychological, Physical, Social }
    /// Long- or short-term goal.
    model::GoalTerm { Long, Short }
    /// How far a goal was reached.
    model::AttainmentLevel { Met, Partly, NotMet }
    /// Why a coordinator's assignment ended.
    model::CoordinatorEndReason { LeftEmployment, Changed, Ended }
    /// Original or copy.
    model::DeliveryRole { Original, Copy }
    /// How the plan was handed over.
    model::DeliveryChannel { Hand, Post, Portal, System }
    /// What an organisation has to write in its own records.
    model::RecordTaskKind { ConsentOral, Plan, FollowUp, Closure }
    /// Where the survey stands.
    model::SurveyState { Offered, Answered, Declined }
    /// How a disagreement is taken up: deliberation (rådrum) or consultation (samråd).
    model::DisagreementWay { Deliberation, Consultation }
    /// What a follow-up led to.
    model::FollowUpOutcome { Continue, Revise, New, Close }
    /// Which part of society an organisation belongs to.
    profile::Sector { Social, Health, School, State, Other }
    /// How a consent was given.
    profile::ConsentForm { Oral, Written, Electronic }
    /// What happens when one of several guardians withdraws.
    profile::GuardianWithdrawal { Pause, Close }
    /// How an organisation without established contact is met.
    profile::NoContactInvitee { SeparateContact, FirstOrdinaryContact, SummonPrincipal }
    /// How near a substitute must be to the one replaced.
    profile::SubstituteScope { Organisation, Unit }
    /// Who signs the plan.
    profile::SignaturePolicy { AllPresent, IndividualOnly, None }
    /// Who keeps the original.
    profile::OriginalHolder { Individual, ResponsibleOrg }
    /// Which participants get a copy.
    profile::CopyPolicy { AllParticipants, OnlyWithoutSystemAccess }
    /// How days are counted.
    profile::DayCount { Calendar, Working }
    /// Whose names the phases are shown under.
    profile::PhaseLabels { Stockholm, Jonkoping, Orebro, EightPoints }
    /// What an assignment lets a member of staff be.
    context::Duty { Clinical, Administrator, Auditor }
    /// What somebody is to a case.
    access::Role {
        Individual, Guardian, Representative, Initiator, PreparationLead, Coordinator, Chair, Secretary, Participant,
        InvitedUnit, ResponsibleUnit, FastVardkontakt, Requester, Administrator,
    }
    /// The series of an identity number.
    identity::IdentityKind { Personnummer, Samordningsnummer, Reservnummer }
}

/// Declares the codes that tell variants apart which carry data in the domain; on the wire they are flat objects.
macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name {
            $($variant,)+
        }
    )+};
}

kinds! {
    /// Staff, citizen, or the backend itself for what falls due by time.
    ActorKind { Staff, Citizen, System }
    /// What a citizen approves.
    ApprovalKind { Invitee, Revision }
    /// What a revision of the plan is founded on.
    TriggerKind { FollowUp, Deviation, MaterialChange }
    /// Who gave a consent. `unable_to_consent`: nobody, the individual's attitude was assessed.
    GiverKind { Individual, Guardian, Representative, UnableToConsent }
    /// Why a guardian's consent is not needed: prevented (FB 6:13), decided by the social board (FB 6:13 a), or another ground.
    ExceptionGround { PreventedFb, BoardDecision, Other }
    /// All of a consent or some rows of its scope.
    ExtentKind { Whole, Rows }
    /// On what ground something was given out.
    GroundKind { Consent, Other }
    /// What kind of invitee.
    InviteeType { Individual, Guardian, Representative, Support, Relative, ImportantPerson, Organisation }
    /// What kind of actor answers for an activity.
    ResponsibleKind { Unit, Individual, Relative, OtherActor }
    /// Where an activity stands.
    ActivityState { Proposed, Accepted, Rejected, AwaitingDecision, Planned, Ongoing, Completed, NotDone, Stopped }
    /// Whether a follow-up is planned.
    FollowUpKind { Planned, None }
    /// How a plan was signed. A refusal is noted, never faked.
    SignatureKind { Paper, Electronic, Refused }
    /// To whom the plan is handed over.
    RecipientKind { Individual, Unit, Relative, Participant }
    /// How a record-keeping task ended.
    RecordTaskEndKind { Done, NotApplicable }
    /// Who prepares and convenes.
    PreparerKind { Initiator, Unit }
    /// Whose consent is needed for a person under 18.
    MinorPolicyKind { AllGuardians, AllGuardiansPlusChild, MatureChildAlone }
}
