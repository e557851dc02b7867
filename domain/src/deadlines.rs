//! Deadlines and reminders that a case has now (3.7), worked out from what is stored: none is kept by hand.
//!
//! A reminder is a deadline whose day lies before the event. What has been done, or no longer matters in the case's
//! state, has no deadline; of a case that has ended only record-keeping and handing over remain.

mod after;
mod before;

use crate::directory::{StaffRef, UnitRef};
use crate::ids::{OrganisationId, StaffId, UnitId};
use crate::model::{FollowUpOutcome, FollowUpPlan, SipCase, Status};
use crate::profile::{DayCount, Profile};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares the keys with their stored names: a macro, so that a key without a name does not compile.
macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident = $code:literal;)+) => {
        /// What is due (3.7).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum DeadlineKey {
            $($(#[$doc])* $key,)+
        }

        impl DeadlineKey {
            /// Every key, in the order of the process.
            pub const ALL: &'static [Self] = &[$(Self::$key,)+];

            /// The stable name for clients and for storage, the same as in JSON.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$key => $code,)+
                }
            }
        }
    };
}

keys! {
    /// The work on the need is to start (S1-25, S2-03).
    StartWork = "start_work";
    /// A citizen's request is to be answered (S1-03).
    AnswerCitizenRequest = "answer_citizen_request";
    /// The summons to the planning at discharge is to be sent, by law (2017:612 4:3).
    DischargeSummons = "discharge_summons";
    /// The meeting is to be held (F11).
    MeetingBy = "meeting_by";
    /// A summons is to be answered (S1-30). Subject: the invitee.
    Rsvp = "rsvp";
    /// An adaptation is not arranged (S0-15).
    AdaptationUnarranged = "adaptation_unarranged";
    /// A participant is to prepare (S0-20). Subject: the invitee.
    Prepare = "prepare";
    /// The survey is to be offered (S0-36).
    Survey = "survey";
    /// Somebody with a duty to attend did not come and sent no word (S3-16). Subject: the invitee.
    AbsenceBreach = "absence_breach";
    /// The plan is to be documented (S3-07).
    DocumentPlan = "document_plan";
    /// A copy is to be handed over (S0-34). Subject: the delivery.
    DeliverCopies = "deliver_copies";
    /// The individual's understanding is to be confirmed (S0-35).
    ConfirmUnderstanding = "confirm_understanding";
    /// An organisation is to decide on an activity (S0-52). Subject: the activity.
    AwaitingDecision = "awaiting_decision";
    /// The coordinator is to decide on a deviation (S0-39). Subject: the deviation.
    DeviationUndecided = "deviation_undecided";
    /// A disagreement is to be settled (S0-53). Subject: the disagreement.
    DisagreementDue = "disagreement_due";
    /// The follow-up is to be prepared (S0-42).
    FollowUpPrepare = "follow_up_prepare";
    /// The follow-up is to be held (S0-40).
    FollowUpDue = "follow_up_due";
    /// The follow-up was not held (S0-40).
    FollowUpOverdue = "follow_up_overdue";
    /// A consent runs out (S1-16). Subject: the consent.
    ConsentExpiring = "consent_expiring";
    /// A case that rests waits for a renewed consent (T21).
    RenewConsent = "renew_consent";
    /// The individual turns 18 and decides alone from then on (FB 9:1).
    TurningAdult = "turning_adult";
    /// The coordinator's mandate ends (S0-31).
    CoordinatorMandateEnd = "coordinator_mandate_end";
    /// The principal is to name a new coordinator (S4-33).
    CoordinatorVacant = "coordinator_vacant";
    /// The plan by LSS is to be gone through (LSS 10 §).
    LssYearly = "lss_yearly";
    /// Nothing has happened for long (S3-05).
    Inactive = "inactive";
    /// An organisation is to write in its own records (S0-45, S4-26, S4-37). Subject: the task.
    RecordTask = "record_task";
}

/// When something is due.
///
/// Days are counted in Europe/Stockholm, whose clock the domain does not have. So a day is told as a day or as a count
/// from a moment, and means the end of that local day; the shell turns it into an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At this very moment.
    At(DateTime<Utc>),
    /// At the end of this local day.
    Day(NaiveDate),
    /// At the end of the local day that lies `days` after the local day of `from`.
    DaysAfter {
        /// The moment whose local day is day 0.
        from: DateTime<Utc>,
        /// How many days; negative for a reminder before.
        days: i64,
        /// Every day, or Monday to Friday only.
        count: DayCount,
    },
}

impl Due {
    fn after(from: DateTime<Utc>, days: u32) -> Self {
        Self::DaysAfter { from, days: i64::from(days), count: DayCount::Calendar }
    }

    fn before(from: DateTime<Utc>, days: u32) -> Self {
        Self::DaysAfter { from, days: i64::from(days).saturating_neg(), count: DayCount::Calendar }
    }
}

/// Whom a deadline reminds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The unit; none when the organisation as a whole is meant.
    pub unit: Option<UnitId>,
    /// The member of staff; none when anyone of the unit is meant.
    pub staff: Option<StaffId>,
    /// Whether it goes to the organisation's administrators, not to those who work with the case.
    pub administrators: bool,
}

impl Recipient {
    fn staff(staff: &StaffRef) -> Self {
        Self { staff: Some(staff.id), ..Self::unit(&staff.unit) }
    }

    fn unit(unit: &UnitRef) -> Self {
        Self { organisation: unit.organisation, unit: Some(unit.id), staff: None, administrators: false }
    }

    fn administrators(organisation: OrganisationId) -> Self {
        Self { organisation, unit: None, staff: None, administrators: true }
    }
}

/// Something that is due. One row for each recipient: what goes to two stands twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What.
    pub key: DeadlineKey,
    /// When.
    pub due: Due,
    /// The one thing it is about, where a case can have several; see [`DeadlineKey`].
    pub subject: Option<Uuid>,
    /// Whom it reminds.
    pub to: Recipient,
}

/// The deadlines of the case as it stands now. Whether they have passed, the reader's clock tells.
pub fn deadlines(case: &SipCase, profile: &Profile) -> Vec<Deadline> {
    // A case opened by mistake exists for nobody, and nobody is reminded of it (T24).
    if matches!(case.status, Status::Voided(_)) {
        return Vec::new();
    }
    let mut rows = Rows { case, profile, found: Vec::new() };
    if let Status::Paused(pause) = &case.status {
        rows.resting(pause);
        rows.coordinator();
        rows.inactivity();
    } else if !case.status.name().is_final() {
        rows.start();
        rows.discharge();
        rows.meeting_ahead();
        rows.meeting_behind();
        rows.consents();
        rows.turning_adult();
        rows.plan();
        rows.follow_up();
        rows.lss();
        rows.coordinator();
        rows.inactivity();
    }
    rows.remains();
    if let Some(list) = &case.reader_list {
        // Whoever may not open the case is not told that there is one (INV-49); what was theirs falls to who holds it.
        let is_named = |to: &Recipient| list.readers.iter().any(|reader| Some(reader.id) == to.staff);
        let to = holder(case);
        rows.found.iter_mut().filter(|row| !is_named(&row.to)).for_each(|row| row.to = to);
    }
    rows.found
}

/// The rows as they are gathered.
struct Rows<'a> {
    case: &'a SipCase,
    profile: &'a Profile,
    found: Vec<Deadline>,
}

impl Rows<'_> {
    fn push(&mut self, key: DeadlineKey, due: Due, subject: Option<Uuid>, to: Recipient) {
        self.found.push(Deadline { key, due, subject, to });
    }
}

/// Who holds the case together now: coordinator, preparation lead, initiator, or else the unit that answers for it.
fn holder(case: &SipCase) -> Recipient {
    case.coordinator()
        .map(|held| &held.staff)
        .or(case.preparation_lead.as_ref())
        .or(case.initiator.as_ref())
        .map_or_else(|| Recipient::unit(&case.responsible_unit), Recipient::staff)
}

impl SipCase {
    /// What is planned as the next follow-up: by the last follow-up when it lets the current version go on, else by the
    /// version itself (S1-43, S0-44).
    pub fn next_follow_up(&self) -> Option<&FollowUpPlan> {
        let version = self.current_version()?;
        match self.last_follow_up_of_current() {
            Some(held) if held.outcome == FollowUpOutcome::Continue => held.next.as_ref(),
            _ => version.content.follow_up.as_ref(),
        }
    }

    fn last_follow_up_of_current(&self) -> Option<&crate::model::FollowUp> {
        let version = self.current_version()?;
        self.follow_ups.last().filter(|held| held.version == version.number)
    }

    /// The next follow-up, when one is still to be held: not while what the last one led to is carried out.
    fn awaited_follow_up(&self) -> Option<&FollowUpPlan> {
        let is_carried_out = match self.last_follow_up_of_current().map(|held| held.outcome) {
            Some(FollowUpOutcome::New | FollowUpOutcome::Close) => true,
            Some(FollowUpOutcome::Revise) => matches!(self.status, Status::UnderRevision { .. }),
            Some(FollowUpOutcome::Continue) | None => false,
        };
        self.next_follow_up().filter(|_| !is_carried_out)
    }
}
