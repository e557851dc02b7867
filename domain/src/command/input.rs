//! What commands carry when it is more than a field or two.

use crate::directory::{StaffRef, UnitRef};
use crate::ids::{CaseId, ExcludedTopicId, InviteeId, MeetingId, OrganisationId, QuestionId};
use crate::model::{
    Adaptation, AgendaCode, Attainment, Attendance, CapacityAssessment, CaseKind, Category, ConsentGiver,
    DisagreementWay, EstablishedContact, ExcludedTopic, FollowUpOutcome, FollowUpPlan, InviteeKind, JournalNote,
    LegalBasis, LifeArea, MeetingForm, MeetingType, MinorsInNetwork, NeedSource, NeedTrigger, NetworkMember,
    OrganisationNote, Person, Place, PreparationNeed, Question, SupportPerson,
};
use crate::profile::ConsentForm;
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A need is reported (T1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportNeed {
    /// The case to open.
    pub case: CaseId,
    /// What it is about in law.
    pub kind: CaseKind,
    /// The person the plan is for.
    pub person: Person,
    /// Who noticed the need.
    pub source: NeedSource,
    /// More about the source.
    pub source_detail: Option<ShortText>,
    /// When the need was noticed.
    pub detected_at: DateTime<Utc>,
    /// The need in words.
    pub description: Text,
    /// The individual's own assessment.
    pub own_assessment: Option<Text>,
    /// What set it off.
    pub trigger: NeedTrigger,
    /// The law or agreement it rests on.
    pub legal_basis: Vec<LegalBasis>,
    /// The unit that answers for the case: the reporter's own, or the one a citizen asks.
    pub unit: UnitRef,
    /// The case this one follows.
    pub predecessor: Option<CaseId>,
    /// Whether the unit already is party to an open case for the person; looked up by the shell in the same transaction.
    pub unit_has_open_case: bool,
    /// Whether the individual is in open compulsory care; then another plan is made (2017:612 4:1).
    pub compulsory_open_care: bool,
}

/// Information that was given (S0-03). Absent fields leave what was recorded before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InformationInput {
    /// When it was told.
    pub oral_at: Option<DateTime<Utc>>,
    /// When it was handed over in writing.
    pub written_at: Option<DateTime<Utc>>,
    /// In which language.
    pub language: Option<ShortText>,
    /// Adapted how.
    pub adaptation: Option<ShortText>,
}

/// One row of a consent to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRowInput {
    /// Whose information; any party's when absent.
    pub from_organisation: Option<OrganisationId>,
    /// Who may have it.
    pub recipient: UnitRef,
    /// What kinds.
    pub categories: Vec<Category>,
    /// What for; must be stated (S1-14).
    pub purpose: Option<Text>,
}

/// A consent to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentInput {
    /// Who gives it.
    pub giver: ConsentGiver,
    /// Oral, written or electronic.
    pub form: ConsentForm,
    /// Covers the meeting.
    pub meeting: bool,
    /// Covers the transfer of information.
    pub information_transfer: bool,
    /// Who received it.
    pub received_by: Option<PersonName>,
    /// When it was given.
    pub received_at: Option<DateTime<Utc>>,
    /// Where an oral consent is written down.
    pub journal_note: Option<JournalNote>,
    /// What to whom.
    pub scope: Vec<ScopeRowInput>,
    /// Categories taken out for all.
    pub excluded_categories: Vec<Category>,
    /// What it shall not cover, in words.
    pub exclusions: Vec<Text>,
    /// From this moment.
    pub valid_from: DateTime<Utc>,
    /// Until, not including, this moment.
    pub valid_to: DateTime<Utc>,
    /// The assessment, when the individual cannot consent.
    pub capacity: Option<CapacityAssessment>,
    /// Another legal ground, in words.
    pub other_ground: Option<Text>,
}

/// What of the preparation is written; absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreparationPatch {
    /// What matters to the individual.
    pub what_matters: Option<Text>,
    /// The individual's own goals.
    pub own_goals: Option<Text>,
    /// The individual's own picture of the present.
    pub own_description: Option<Text>,
    /// Questions.
    pub questions: Option<Vec<Question>>,
    /// Whether the individual was asked about topics to leave out.
    pub excluded_topics_asked: Option<bool>,
    /// Topics to leave out.
    pub excluded_topics: Option<Vec<ExcludedTopic>>,
    /// Network.
    pub network: Option<Vec<NetworkMember>>,
    /// Children in the network.
    pub minors: Option<MinorsInNetwork>,
    /// The children's own needs.
    pub minors_note: Option<Text>,
    /// Support person.
    pub support_person: Option<SupportPerson>,
    /// Adaptations.
    pub adaptations: Option<Vec<Adaptation>>,
    /// Preparation needs.
    pub preparation_needs: Option<Vec<PreparationNeed>>,
    /// Where and how the individual wants to meet.
    pub meeting_wishes: Option<Text>,
    /// Whether the individual wants to meet at home.
    pub home_meeting_wished: Option<bool>,
    /// Whom the individual wants as coordinator.
    pub coordinator_wish: Option<Text>,
    /// Relatives who shall have a copy.
    pub copy_to_relatives: Option<Vec<PersonName>>,
    /// When it was gone through with the individual.
    pub done_with_individual_at: Option<DateTime<Utc>>,
}

/// A heading of the mapping, with the topic it touches when the writer says so (INV-41).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingInput {
    /// Which life area.
    pub life_area: LifeArea,
    /// What was found out.
    pub text: Text,
    /// An excluded topic it is linked to; such an entry is refused.
    pub touches_topic: Option<ExcludedTopicId>,
}

/// Somebody to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteeInput {
    /// What kind, and who.
    pub kind: InviteeKind,
    /// The profession the convenor wishes.
    pub wished_profession: Option<ShortText>,
    /// What the invitee is wanted for.
    pub purpose: Option<Text>,
    /// The questions that concern the invitee.
    pub questions: Vec<QuestionId>,
    /// Whether the individual approves.
    pub approved_by_individual: bool,
    /// Whether the unit has contact with the individual.
    pub established_contact: Option<EstablishedContact>,
    /// What to bring.
    pub to_bring: Option<Text>,
    /// Whether the invitee reads the plan in a system.
    pub has_system_access: bool,
    /// Whether the individual chose the support person (S0-13).
    pub chosen_by_individual: bool,
}

/// A meeting to plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingInput {
    /// What it is for.
    pub kind: MeetingType,
    /// Its particulars.
    pub particulars: MeetingPatch,
}

/// A meeting's particulars; absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingPatch {
    /// Start.
    pub start: Option<DateTime<Utc>>,
    /// Length in minutes.
    pub duration_minutes: Option<u16>,
    /// Form.
    pub form: Option<MeetingForm>,
    /// Place.
    pub place: Option<Place>,
    /// Whether the room is booked.
    pub room_booked: Option<bool>,
    /// What it is about.
    pub purpose: Option<Text>,
}

/// Who is proposed as chair or secretary.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "two at a time, in one command")]
pub enum MeetingRoleHolder {
    /// A member of staff.
    Staff(StaffRef),
    /// An invitee who is not staff; always refused (INV-04).
    Invitee(InviteeId),
}

/// A point of the agenda, with the topic it touches when the writer says so (INV-41).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaInput {
    /// Which of the source's points.
    pub code: AgendaCode,
    /// Heading.
    pub title: ShortText,
    /// Whether it was treated.
    pub done: bool,
    /// Note.
    pub note: Option<Text>,
    /// An excluded topic it is linked to; such a point is refused.
    pub touches_topic: Option<ExcludedTopicId>,
}

/// How one invitee attended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceRecord {
    /// Who.
    pub invitee: InviteeId,
    /// How.
    pub attendance: Attendance,
    /// What kept the invitee away.
    pub note: Option<Text>,
}

/// What is written down from a meeting (T9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingRecord {
    /// One for each invitee.
    pub attendance: Vec<AttendanceRecord>,
    /// The chair, if another than planned.
    pub chair: Option<StaffRef>,
    /// The secretary, if another than planned.
    pub secretary: Option<StaffRef>,
    /// Whether chair and secretary were both there; the meeting has no minutes otherwise.
    pub roles_present: bool,
    /// Why neither the individual nor a representative was there.
    pub individual_absence_reason: Option<Text>,
    /// Secrecy and consent were gone through.
    pub secrecy_reminder_done: bool,
    /// The individual's picture.
    pub individual_view: Option<Text>,
    /// The others' picture.
    pub others_view: Option<Text>,
    /// What each can contribute.
    pub contributions: Option<Text>,
    /// Summary.
    pub summary: Option<Text>,
    /// What was agreed and what not.
    pub agreed_text: Option<Text>,
    /// The chair made sure that all understood and agree.
    pub understood_and_agreed: bool,
    /// How the meeting was felt to be.
    pub evaluation_note: Option<Text>,
}

/// A follow-up that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpInput {
    /// At which meeting.
    pub meeting: MeetingId,
    /// How far each goal was reached.
    pub attainments: Vec<Attainment>,
    /// The parties' notes.
    pub organisation_notes: Vec<OrganisationNote>,
    /// Whether coordination is still needed.
    pub continued_need: bool,
    /// What it led to; must be stated (S0-44).
    pub outcome: Option<FollowUpOutcome>,
    /// The next follow-up, when the plan goes on.
    pub next: Option<FollowUpPlan>,
}

/// A disagreement to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisagreementInput {
    /// What it is about.
    pub about: Text,
    /// How it is taken up.
    pub way: DisagreementWay,
    /// Between which units.
    pub parties: Vec<UnitRef>,
    /// By when.
    pub due: NaiveDate,
    /// What the individual thinks.
    pub individual_view: Option<Text>,
}

/// The coordinator's confirmation (S0-35).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderstandingInput {
    /// What is to be done was understood.
    pub what: bool,
    /// Why was understood.
    pub why: bool,
    /// By whom was understood.
    pub by_whom: bool,
    /// In words.
    pub note: Option<Text>,
}
