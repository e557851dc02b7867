//! What is sent on the straight way. Each is valid as it stands; tests change the one thing they are about.

use crate::support::*;
use chrono::{DateTime, Duration, Utc};
use sip_domain::command::*;
use sip_domain::directory::UnitRef;
use sip_domain::ids::MeetingId;
use sip_domain::model::*;
use sip_domain::profile::ConsentForm;

pub(crate) fn report(now: DateTime<Utc>) -> ReportNeed {
    ReportNeed {
        case: id(9000),
        kind: CaseKind::OpenCare,
        person: person(),
        source: NeedSource::Staff,
        source_detail: None,
        detected_at: now,
        description: text("Flera insatser som inte hänger ihop"),
        own_assessment: None,
        trigger: NeedTrigger::Stuck,
        legal_basis: vec![LegalBasis::Sol],
        unit: k_soc(),
        predecessor: None,
        unit_has_open_case: false,
        compulsory_open_care: false,
    }
}

pub(crate) fn report_need(report: ReportNeed) -> Command {
    Command::ReportNeed(Box::new(report))
}

pub(crate) fn information(now: DateTime<Utc>) -> Command {
    let input = InformationInput { oral_at: Some(now), written_at: Some(now), language: None, adaptation: None };
    Command::RecordInformation(input)
}

pub(crate) fn answer_offer(answer: OfferAnswer) -> Command {
    Command::AnswerOffer { answer, answered_by: name("Maria") }
}

pub(crate) fn refuse(reason: &str, individual_informed_at: Option<DateTime<Utc>>) -> Command {
    Command::RefuseSip { reason: text(reason), individual_informed_at }
}

pub(crate) fn scope(recipient: &UnitRef, categories: &[Category]) -> ScopeRowInput {
    ScopeRowInput {
        from_organisation: None,
        recipient: recipient.clone(),
        categories: categories.to_vec(),
        purpose: Some(text("Samordnad planering")),
    }
}

/// A consent in the portal, for the three units from now and five months on.
pub(crate) fn consent_from(now: DateTime<Utc>) -> ConsentInput {
    let shared = [Category::Health, Category::Sleep, Category::MeetingLogistics, Category::PlanDocument];
    ConsentInput {
        giver: ConsentGiver::Individual,
        form: ConsentForm::Electronic,
        meeting: true,
        information_transfer: true,
        received_by: Some(name("Karin")),
        received_at: Some(now),
        journal_note: None,
        scope: vec![scope(&r_vc(), &shared), scope(&k_hsl(), &shared), scope(&r_psy(), &shared)],
        excluded_categories: Vec::new(),
        exclusions: Vec::new(),
        valid_from: now,
        valid_to: now + Duration::days(150),
        capacity: None,
        other_ground: None,
    }
}

pub(crate) fn give(consent: ConsentInput) -> Command {
    Command::GiveConsent(Box::new(consent))
}

/// As [`consent_from`], spoken, received by staff and written down in the record.
pub(crate) fn oral_consent(now: DateTime<Utc>) -> ConsentInput {
    let note = JournalNote { organisation: k_soc().organisation, reference: short("Anteckning 12"), at: now };
    ConsentInput { form: ConsentForm::Oral, journal_note: Some(note), ..consent_from(now) }
}

pub(crate) fn withdraw(case: &SipCase, extent: WithdrawalExtent) -> Command {
    let consent = case.consents.last().map_or(id(1), |consent| consent.id);
    Command::WithdrawConsent { consent, channel: WithdrawalChannel::Phone, extent }
}

pub(crate) fn prepared() -> PreparationPatch {
    let kept = preparation();
    PreparationPatch {
        what_matters: kept.what_matters,
        questions: Some(kept.questions),
        excluded_topics_asked: Some(true),
        excluded_topics: Some(kept.excluded_topics),
        minors: Some(MinorsInNetwork::No),
        ..PreparationPatch::default()
    }
}

pub(crate) fn prepare(patch: PreparationPatch) -> Command {
    Command::UpdatePreparation(Box::new(patch))
}

pub(crate) fn mapping(words: &str) -> MappingInput {
    MappingInput { life_area: LifeArea::Sleep, text: text(words), touches_topic: None }
}

/// An invitee who knows the individual and is wished for.
pub(crate) fn wished(kind: InviteeKind) -> InviteeInput {
    InviteeInput {
        kind,
        wished_profession: None,
        purpose: Some(text("Frågan om natten")),
        questions: Vec::new(),
        approved_by_individual: true,
        established_contact: Some(EstablishedContact::Yes),
        to_bring: None,
        has_system_access: true,
        chosen_by_individual: true,
    }
}

pub(crate) fn wished_unit(unit: &UnitRef) -> InviteeInput {
    wished(InviteeKind::Organisation { unit: unit.clone() })
}

pub(crate) fn invite(input: InviteeInput) -> Command {
    Command::AddInvitee(Box::new(input))
}

/// An hour in a room of the region, two weeks from now.
pub(crate) fn particulars(now: DateTime<Utc>) -> MeetingPatch {
    MeetingPatch {
        start: Some(now + Duration::days(14)),
        duration_minutes: Some(60),
        form: Some(MeetingForm::Physical),
        place: Some(place()),
        room_booked: Some(true),
        purpose: Some(text("Planera tillsammans")),
    }
}

pub(crate) fn home() -> Place {
    Place { kind: PlaceType::Home, text: None, link: None }
}

pub(crate) fn plan_meeting(kind: MeetingType, particulars: MeetingPatch) -> Command {
    Command::PlanMeeting(Box::new(MeetingInput { kind, particulars }))
}

pub(crate) fn change_meeting(meeting: MeetingId, patch: MeetingPatch) -> Command {
    Command::UpdateMeeting { meeting, patch: Box::new(patch) }
}

pub(crate) fn assign(meeting: MeetingId, chair: MeetingRoleHolder, secretary: MeetingRoleHolder) -> Command {
    Command::AssignMeetingRoles { meeting, chair, secretary }
}

pub(crate) fn agenda_point(title: &str) -> AgendaInput {
    AgendaInput { code: AgendaCode::Custom, title: short(title), done: false, note: None, touches_topic: None }
}

/// All came, the duties were done.
pub(crate) fn minutes(case: &SipCase) -> MeetingRecord {
    let present =
        |invitee: &Invitee| AttendanceRecord { invitee: invitee.id, attendance: Attendance::InPerson, note: None };
    MeetingRecord {
        attendance: case.invitees.iter().map(present).collect(),
        chair: None,
        secretary: None,
        roles_present: true,
        individual_absence_reason: None,
        secrecy_reminder_done: true,
        individual_view: None,
        others_view: None,
        contributions: None,
        summary: Some(text("Alla är överens")),
        agreed_text: None,
        understood_and_agreed: true,
        evaluation_note: None,
    }
}

pub(crate) fn record(meeting: MeetingId, record: MeetingRecord) -> Command {
    Command::RecordMeeting { meeting, record: Box::new(record) }
}

pub(crate) fn draft(change: DraftChange) -> Command {
    Command::EditDraft(Box::new(change))
}

pub(crate) fn put_need(n: u128) -> Command {
    draft(DraftChange::PutNeed { need: need(n, LifeArea::Sleep, &k_soc()), touches_topic: None })
}

pub(crate) fn put_goal(n: u128, term: GoalTerm, needs: &[u128]) -> Command {
    let goal = Goal { term, ..goal(n, LifeArea::Sleep, needs, &k_soc()) };
    draft(DraftChange::PutGoal { goal, touches_topic: None })
}

/// An activity with a schedule.
pub(crate) fn scheduled(n: u128, goals: &[u128], responsible: &UnitRef) -> Activity {
    Activity { how_often: Some(short("Varje kväll")), place: Some(short("Hemma")), ..activity(n, goals, responsible) }
}

pub(crate) fn put_activity(activity: Activity) -> Command {
    draft(DraftChange::PutActivity(activity))
}

pub(crate) fn follow_up_of(
    meeting: MeetingId,
    case: &SipCase,
    outcome: FollowUpOutcome,
    next: Option<FollowUpPlan>,
) -> FollowUpInput {
    let goals = case.current_version().into_iter().flat_map(|version| &version.content.goals);
    let reached = |goal: &Goal| Attainment { goal: goal.id, level: AttainmentLevel::Partly, note: None };
    FollowUpInput {
        meeting,
        attainments: goals.map(reached).collect(),
        organisation_notes: Vec::new(),
        continued_need: true,
        outcome: Some(outcome),
        next,
    }
}

pub(crate) fn follow(input: FollowUpInput) -> Command {
    Command::RecordFollowUp(Box::new(input))
}
