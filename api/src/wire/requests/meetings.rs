//! Requests about meetings.

use super::build::{self, Build};
use crate::problem::{Generic, Problem};
use crate::wire::codes::{AgendaCode, Attendance, MeetingForm, MeetingType, PlaceType};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sip_domain::command::{
    AgendaInput, AttendanceRecord, Command, MeetingInput, MeetingPatch, MeetingRecord, MeetingRoleHolder,
};
use sip_domain::ids::{ExcludedTopicId, InviteeId, MeetingId};
use sip_domain::model::Place;
use sip_domain::text::{ShortText, Text};
use sip_persistence::{BuildError, Lookup};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// A command about the meeting that the path names; 404 when there is none.
pub(crate) fn about(
    meeting: MeetingId,
    command: impl FnOnce(&mut Lookup<'_>) -> Result<Command, BuildError> + Send + 'static,
) -> Build {
    Box::new(move |lookup, case, _| {
        build::found(case.meetings.iter().any(|held| held.id == meeting))?;
        command(lookup)
    })
}

/// A place.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "municipality", "text": "Kommunhuset, rum Björken"}))]
pub(crate) struct PlaceRequest {
    /// What kind.
    kind: PlaceType,
    /// Address and room.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    text: Option<ShortText>,
    /// Link of a digital meeting.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    link: Option<ShortText>,
}

impl From<PlaceRequest> for Place {
    fn from(place: PlaceRequest) -> Self {
        Self { kind: place.kind.into(), text: place.text, link: place.link }
    }
}

/// A meeting to plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "kind": "initial",
    "start": "2027-03-18T12:00:00Z",
    "durationMinutes": 60,
    "form": "hybrid",
    "place": {"kind": "municipality", "text": "Kommunhuset, rum Björken", "link": "https://mote.example.se/bjorken"},
    "roomBooked": true,
    "purpose": "Samordna stödet så att Maria kan bo kvar hemma och klara vardagen."
}))]
pub(crate) struct MeetingRequest {
    /// What the meeting is for.
    kind: MeetingType,
    /// When it starts.
    start: Option<DateTime<Utc>>,
    /// How long, in minutes.
    #[validate(range(min = 5, max = 600))]
    #[schema(minimum = 5, maximum = 600)]
    duration_minutes: Option<u16>,
    /// How it is held.
    form: Option<MeetingForm>,
    /// Where.
    place: Option<PlaceRequest>,
    /// Whether the room is booked.
    room_booked: Option<bool>,
    /// What the meeting is about.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    purpose: Option<Text>,
}

impl MeetingRequest {
    /// Plans the meeting.
    pub(crate) fn command(self) -> Build {
        let particulars = MeetingPatch {
            start: self.start,
            duration_minutes: self.duration_minutes,
            form: self.form.map(Into::into),
            place: self.place.map(Into::into),
            room_booked: self.room_booked,
            purpose: self.purpose,
        };
        build::plain(Command::PlanMeeting(Box::new(MeetingInput { kind: self.kind.into(), particulars })))
    }
}

/// What of a meeting is changed; absent fields stay as they are.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"start": "2027-03-19T09:00:00Z", "durationMinutes": 90}))]
pub(crate) struct MeetingPatchRequest {
    /// When it starts.
    start: Option<DateTime<Utc>>,
    /// How long, in minutes.
    #[validate(range(min = 5, max = 600))]
    #[schema(minimum = 5, maximum = 600)]
    duration_minutes: Option<u16>,
    /// How it is held.
    form: Option<MeetingForm>,
    /// Where.
    place: Option<PlaceRequest>,
    /// Whether the room is booked.
    room_booked: Option<bool>,
    /// What the meeting is about.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    purpose: Option<Text>,
}

impl MeetingPatchRequest {
    /// Changes the meeting.
    pub(crate) fn command(self, meeting: MeetingId) -> Build {
        let patch = MeetingPatch {
            start: self.start,
            duration_minutes: self.duration_minutes,
            form: self.form.map(Into::into),
            place: self.place.map(Into::into),
            room_booked: self.room_booked,
            purpose: self.purpose,
        };
        about(meeting, move |_| Ok(Command::UpdateMeeting { meeting, patch: Box::new(patch) }))
    }
}

/// Who is proposed for a role: exactly one of the two fields.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"assignment": "01993b00-0006-7000-8000-000000000011"}))]
pub(crate) struct RoleHolderRequest {
    /// The assignment of a member of staff.
    assignment: Option<Uuid>,
    /// An invitee; the individual and relatives never hold a role, so this is refused by rule.
    invitee: Option<Uuid>,
}

/// A role holder before the look-up.
enum Holder {
    Assignment(Uuid),
    Invitee(InviteeId),
}

impl RoleHolderRequest {
    fn parse(self, pointer: &str) -> Result<Holder, Problem> {
        match (self.assignment, self.invitee) {
            (Some(assignment), None) => Ok(Holder::Assignment(assignment)),
            (None, Some(invitee)) => Ok(Holder::Invitee(InviteeId(invitee))),
            (None, None) => Err(Problem::invalid(&format!("{pointer}/assignment"), Generic::FIELD_REQUIRED)),
            (Some(_), Some(_)) => Err(Problem::invalid(&format!("{pointer}/invitee"), Generic::FIELD_INVALID)),
        }
    }
}

impl Holder {
    fn find(self, lookup: &mut Lookup<'_>, pointer: &'static str) -> Result<MeetingRoleHolder, BuildError> {
        Ok(match self {
            Self::Assignment(assignment) => MeetingRoleHolder::Staff(build::staff(lookup, assignment, pointer)?),
            Self::Invitee(invitee) => MeetingRoleHolder::Invitee(invitee),
        })
    }
}

/// Chair (mötesledare) and secretary (sekreterare); never the same human.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "chair": {"assignment": "01993b00-0006-7000-8000-000000000011"},
    "secretary": {"assignment": "01993b00-0006-7000-8000-000000000012"}
}))]
pub(crate) struct MeetingRolesRequest {
    /// Mötesledare.
    chair: RoleHolderRequest,
    /// Sekreterare.
    secretary: RoleHolderRequest,
}

impl MeetingRolesRequest {
    /// Appoints both.
    pub(crate) fn command(self, meeting: MeetingId) -> Result<Build, Problem> {
        let (chair, secretary) = (self.chair.parse("/chair")?, self.secretary.parse("/secretary")?);
        Ok(about(meeting, move |lookup| {
            Ok(Command::AssignMeetingRoles {
                meeting,
                chair: chair.find(lookup, "/chair/assignment")?,
                secretary: secretary.find(lookup, "/secretary/assignment")?,
            })
        }))
    }
}

/// One point of the agenda.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"code": "presentation", "title": "Presentation, den enskilde först", "done": false}))]
pub(crate) struct AgendaItemRequest {
    /// Which of the source's points, or `custom`.
    code: AgendaCode,
    /// Heading.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    title: ShortText,
    /// Whether it was treated.
    #[serde(default)]
    done: bool,
    /// Note for the minutes.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
    /// A topic that the individual does not want raised and that this point touches; such a point is refused.
    touches_topic: Option<Uuid>,
}

/// The whole agenda (dagordning) in order; replaces the one before.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"items": [
    {"code": "presentation", "title": "Presentation, den enskilde först", "done": false},
    {"code": "own_goals", "title": "Marias egna mål", "done": false},
    {"code": "needs", "title": "Behov", "done": false},
    {"code": "activities", "title": "Insatser, tidplan och ansvariga", "done": false},
    {"code": "follow_up", "title": "Tid för uppföljning", "done": false}
]}))]
pub(crate) struct AgendaRequest {
    /// The points.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    items: Vec<AgendaItemRequest>,
}

impl AgendaRequest {
    /// Sets the agenda.
    pub(crate) fn command(self, meeting: MeetingId) -> Build {
        let items = self.items.into_iter().map(|item| AgendaInput {
            code: item.code.into(),
            title: item.title,
            done: item.done,
            note: item.note,
            touches_topic: item.touches_topic.map(ExcludedTopicId),
        });
        let items = items.collect();
        about(meeting, move |_| Ok(Command::SetAgenda { meeting, items }))
    }
}

/// Why something is done, in words.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"reason": "Maria är inlagd den dagen och vill vara med själv."}))]
pub(crate) struct MeetingReasonRequest {
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    reason: Text,
}

impl MeetingReasonRequest {
    /// Cancels the meeting.
    pub(crate) fn cancel(self, meeting: MeetingId) -> Build {
        about(meeting, move |_| Ok(Command::CancelMeeting { meeting, reason: self.reason }))
    }

    /// Asks for another meeting before there is a plan.
    pub(crate) fn new_meeting(self) -> Build {
        build::plain(Command::RequireNewMeeting { reason: self.reason })
    }
}

/// How one invitee attended.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"invitee": "01993b00-2009-7000-8000-000000100000", "attendance": "in_person"}))]
pub(crate) struct AttendanceRequest {
    /// Who.
    invitee: Uuid,
    /// How.
    attendance: Attendance,
    /// What kept the invitee away, or how the absence was told.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
}

impl From<AttendanceRequest> for AttendanceRecord {
    fn from(row: AttendanceRequest) -> Self {
        Self { invitee: InviteeId(row.invitee), attendance: row.attendance.into(), note: row.note }
    }
}

/// What is written down from a held meeting (mötesanteckning).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "attendance": [
        {"invitee": "01993b00-2009-7000-8000-000000100000", "attendance": "in_person"},
        {"invitee": "01993b00-2009-7000-8000-000000110000", "attendance": "in_person"},
        {"invitee": "01993b00-2009-7000-8000-000000120000", "attendance": "in_person"},
        {"invitee": "01993b00-2009-7000-8000-000000130000", "attendance": "digital"},
        {"invitee": "01993b00-2009-7000-8000-000000140000", "attendance": "absent_notified", "note": "Sjuk, ringde samma morgon."}
    ],
    "rolesPresent": true,
    "secrecyReminderDone": true,
    "individualView": "Jag vill bo hemma och orka med min dotter.",
    "othersView": "Stödet har varit splittrat mellan flera kontakter.",
    "contributions": "Hemsjukvården kan dela dosetter, socialtjänsten kan ge boendestöd.",
    "summary": "Alla är överens om boendestöd två gånger i veckan.",
    "agreedText": "Boendestöd och dosett är överenskommet. Psykiatrin återkommer om samtalskontakt.",
    "understoodAndAgreed": true,
    "evaluationNote": "Maria tyckte att mötet var lugnt och tydligt."
}))]
pub(crate) struct MeetingRecordRequest {
    /// One row for each invitee.
    #[validate(length(max = 100), nested)]
    #[schema(max_items = 100)]
    attendance: Vec<AttendanceRequest>,
    /// The assignment of the one who led the meeting, if another than planned.
    chair: Option<Uuid>,
    /// The assignment of the one who wrote, if another than planned.
    secretary: Option<Uuid>,
    /// Whether chair and secretary were both there.
    roles_present: bool,
    /// Why neither the individual nor a representative was there.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    individual_absence_reason: Option<Text>,
    /// Whether secrecy and the meaning of the consent were gone through.
    secrecy_reminder_done: bool,
    /// The individual's picture.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    individual_view: Option<Text>,
    /// The others' picture.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    others_view: Option<Text>,
    /// What each can contribute.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    contributions: Option<Text>,
    /// Summary.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    summary: Option<Text>,
    /// What was agreed and what not.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    agreed_text: Option<Text>,
    /// Whether the chair made sure that all understood and agree.
    understood_and_agreed: bool,
    /// How the meeting was felt to be.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    evaluation_note: Option<Text>,
}

impl MeetingRecordRequest {
    /// Records the meeting.
    pub(crate) fn command(self, meeting: MeetingId) -> Build {
        about(meeting, move |lookup| {
            let mut find = |assignment: Option<Uuid>, pointer| {
                assignment.map(|assignment| build::staff(lookup, assignment, pointer)).transpose()
            };
            let record = MeetingRecord {
                attendance: self.attendance.into_iter().map(Into::into).collect(),
                chair: find(self.chair, "/chair")?,
                secretary: find(self.secretary, "/secretary")?,
                roles_present: self.roles_present,
                individual_absence_reason: self.individual_absence_reason,
                secrecy_reminder_done: self.secrecy_reminder_done,
                individual_view: self.individual_view,
                others_view: self.others_view,
                contributions: self.contributions,
                summary: self.summary,
                agreed_text: self.agreed_text,
                understood_and_agreed: self.understood_and_agreed,
                evaluation_note: self.evaluation_note,
            };
            Ok(Command::RecordMeeting { meeting, record: Box::new(record) })
        })
    }
}
