//! Meetings, their agenda, and the summons as it was sent.

use super::codes::{AgendaCode, MeetingForm, MeetingType, SummonsKind};
use super::common::{PlaceBody, StaffBody};
use super::shape;
use chrono::{DateTime, NaiveDate, Utc};
use sip_domain::model;
use uuid::Uuid;

shape! {
    /// One point of the agenda.
    AgendaItemBody of model::AgendaItem {
        /// The point.
        id: Uuid,
        /// Which of the source's points, or an own one.
        code: AgendaCode,
        /// Heading.
        title: String,
        /// Whether it was treated.
        done: bool,
        /// Note for the minutes.
        note: Option<String>,
    }

    /// What was written down from a held meeting.
    HeldMeetingBody of model::HeldMeeting {
        /// When it was recorded.
        recorded_at: DateTime<Utc>,
        /// By whom.
        recorded_by: StaffBody,
        /// Whether the individual or a representative was there.
        individual_present: bool,
        /// Why not, otherwise.
        individual_absence_reason: Option<String>,
        /// Secrecy and the meaning of the consent were gone through.
        secrecy_reminder_done: bool,
        /// The individual's picture.
        individual_view: Option<String>,
        /// The others' picture.
        others_view: Option<String>,
        /// What each can contribute.
        contributions: Option<String>,
        /// Summary.
        summary: Option<String>,
        /// What was agreed and what not.
        agreed_text: Option<String>,
        /// The chair has made sure that all understood and agree.
        understood_and_agreed: bool,
        /// How the meeting was felt to be.
        evaluation_note: Option<String>,
        /// Whether it was held at once, without a summons in writing.
        is_urgent: bool,
    }

    /// A cancelled meeting.
    CancellationBody of model::Cancellation {
        /// Why.
        reason: String,
        /// When.
        at: DateTime<Utc>,
    }

    /// A meeting (SIP-möte).
    MeetingBody of model::Meeting {
        /// The meeting.
        id: Uuid,
        /// What it is for.
        kind: MeetingType,
        /// When it starts.
        start: Option<DateTime<Utc>>,
        /// How long, in minutes.
        duration_minutes: Option<u16>,
        /// How it is held.
        form: Option<MeetingForm>,
        /// Where.
        place: Option<PlaceBody>,
        /// Whether the room is booked.
        room_booked: bool,
        /// What it is about.
        purpose: Option<String>,
        /// Chair (mötesledare).
        chair: Option<StaffBody>,
        /// Secretary (sekreterare).
        secretary: Option<StaffBody>,
        /// Agenda.
        agenda: Vec<AgendaItemBody>,
        /// When the summons went out last.
        summoned_at: Option<DateTime<Utc>>,
        /// What was written down once it was held.
        held: Option<HeldMeetingBody>,
        /// If it was cancelled.
        cancelled: Option<CancellationBody>,
    }

    /// A summons (kallelse) as one invitee got it: frozen, in writing.
    SummonsBody of model::Summons {
        /// The summons.
        id: Uuid,
        /// To which meeting.
        meeting: Uuid,
        /// To whom.
        invitee: Uuid,
        /// Summons, invitation or separate contact.
        kind: SummonsKind,
        /// When it was sent.
        sent_at: DateTime<Utc>,
        /// Who convenes and can be asked.
        convenor: StaffBody,
        /// The individual's name; none in separate contact.
        individual: Option<String>,
        /// What it is about.
        purpose: String,
        /// The questions that concern the recipient.
        questions: Vec<String>,
        /// What to bring.
        to_bring: Option<String>,
        /// The profession wished for.
        wished_profession: Option<String>,
        /// Start.
        start: DateTime<Utc>,
        /// Length in minutes.
        duration_minutes: u16,
        /// Form.
        form: MeetingForm,
        /// Place.
        place: PlaceBody,
        /// Answer by this day.
        answer_by: NaiveDate,
        /// Whether there is a duty to attend.
        duty: bool,
        /// When a later summons took its place.
        superseded_at: Option<DateTime<Utc>>,
    }
}
