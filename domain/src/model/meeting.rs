//! Meetings, their agenda, and the summons as it was sent.

use crate::directory::StaffRef;
use crate::ids::{AgendaItemId, InviteeId, MeetingId, SummonsId};
use crate::model::SummonsKind;
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a meeting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingType {
    /// The first planning meeting.
    Initial,
    /// The follow-up meeting.
    FollowUp,
    /// After a material change (S1-55).
    Extra,
    /// Before the real meeting.
    PreMeeting,
}

/// How the meeting is held (S0-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingForm {
    /// Everybody in one room.
    Physical,
    /// Everybody through a link.
    Digital,
    /// Some of each.
    Hybrid,
    /// By telephone.
    Telephone,
}

/// Where the meeting is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceType {
    /// The municipality's rooms.
    Municipality,
    /// The region's rooms.
    Region,
    /// The individual's home; only if the individual wants (S2-05).
    Home,
    /// School.
    School,
    /// Hospital.
    Hospital,
    /// Digital.
    Digital,
    /// Elsewhere.
    Other,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What kind.
    pub kind: PlaceType,
    /// Address and room.
    pub text: Option<ShortText>,
    /// Link of a digital meeting.
    pub link: Option<ShortText>,
}

/// The points of the agenda in the source (S4, A to K).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgendaCode {
    /// A. Presentation of those present; the individual first (S0-23).
    Presentation,
    /// B. Coordinator and secretary are named.
    Roles,
    /// C. The person's own overall goals.
    OwnGoals,
    /// D. Resources.
    Resources,
    /// E. Needs.
    Needs,
    /// F. A goal for each need.
    Goals,
    /// G. Activities, time plan, responsible.
    Activities,
    /// H. Time for follow-up.
    FollowUp,
    /// I. Summary, consent and signature.
    Summary,
    /// J. Copies.
    Copies,
    /// K. Documentation in each organisation.
    Documentation,
    /// A point of the meeting's own.
    Custom,
}

/// One point of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// The point.
    pub id: AgendaItemId,
    /// Which of the source's points, or an own one.
    pub code: AgendaCode,
    /// Heading.
    pub title: ShortText,
    /// Whether it was treated (S0-50).
    pub done: bool,
    /// Note for the minutes.
    pub note: Option<Text>,
}

/// What was written down from a held meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one yes-or-no point of the minutes")]
pub struct HeldMeeting {
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: StaffRef,
    /// Whether the individual or a representative was there.
    pub individual_present: bool,
    /// Why not, otherwise.
    pub individual_absence_reason: Option<Text>,
    /// Secrecy and the meaning of the consent were gone through (S0-26).
    pub secrecy_reminder_done: bool,
    /// The individual's picture (S2-08).
    pub individual_view: Option<Text>,
    /// The others' picture.
    pub others_view: Option<Text>,
    /// What each can contribute (S0-28).
    pub contributions: Option<Text>,
    /// Summary (S0-29).
    pub summary: Option<Text>,
    /// What was agreed and what not.
    pub agreed_text: Option<Text>,
    /// The chair has made sure that all understood and agree (S2-12).
    pub understood_and_agreed: bool,
    /// How the meeting was felt to be (S0-30).
    pub evaluation_note: Option<Text>,
    /// Held without a written summons, because the case was urgent (T9u, S1-27).
    #[serde(default)]
    pub is_urgent: bool,
}

/// A cancelled meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// Why.
    pub reason: Text,
    /// When.
    pub at: DateTime<Utc>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The meeting.
    pub id: MeetingId,
    /// What it is for.
    pub kind: MeetingType,
    /// When it starts.
    pub start: Option<DateTime<Utc>>,
    /// How long, in minutes.
    pub duration_minutes: Option<u16>,
    /// How it is held.
    pub form: Option<MeetingForm>,
    /// Where.
    pub place: Option<Place>,
    /// Whether the room is booked (S0-17).
    pub room_booked: bool,
    /// What the meeting is about.
    pub purpose: Option<Text>,
    /// Mötesledare.
    pub chair: Option<StaffRef>,
    /// Sekreterare; never the same human as the chair (S0-19).
    pub secretary: Option<StaffRef>,
    /// Agenda.
    pub agenda: Vec<AgendaItem>,
    /// When the summons went out last.
    pub summoned_at: Option<DateTime<Utc>>,
    /// What was written down once it was held.
    pub held: Option<HeldMeeting>,
    /// If it was cancelled.
    pub cancelled: Option<Cancellation>,
}

impl Meeting {
    /// Whether the meeting is still to come.
    pub fn is_open(&self) -> bool {
        self.held.is_none() && self.cancelled.is_none()
    }

    /// When it ends.
    pub fn end(&self) -> Option<DateTime<Utc>> {
        let minutes = self.duration_minutes?;
        self.start?.checked_add_signed(Duration::minutes(i64::from(minutes)))
    }
}

/// A summons as one invitee got it: frozen, in writing (S1-29). Holds no excluded topic; in separate contact no personal details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summons {
    /// The summons.
    pub id: SummonsId,
    /// To which meeting.
    pub meeting: MeetingId,
    /// To whom.
    pub invitee: InviteeId,
    /// Kallelse, inbjudan or separate contact.
    pub kind: SummonsKind,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// Who convenes and can be asked.
    pub convenor: StaffRef,
    /// The individual's name; none in separate contact.
    pub individual: Option<PersonName>,
    /// What it is about.
    pub purpose: Text,
    /// The questions that concern the recipient, as texts.
    pub questions: Vec<Text>,
    /// What to bring (S4-13).
    pub to_bring: Option<Text>,
    /// The profession wished for.
    pub wished_profession: Option<ShortText>,
    /// Start.
    pub start: DateTime<Utc>,
    /// Length in minutes.
    pub duration_minutes: u16,
    /// Form.
    pub form: MeetingForm,
    /// Place.
    pub place: Place,
    /// Answer by this day.
    pub answer_by: NaiveDate,
    /// Whether there is a duty to attend.
    pub duty: bool,
    /// When a later summons took its place.
    pub superseded_at: Option<DateTime<Utc>>,
}
