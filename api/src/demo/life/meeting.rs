//! Who is invited, the meeting, and what was written down from it.

use super::super::directory::{short, staff, unit};
use super::super::seed::SeedError;
use super::Who::{Individual, Staff};
use super::beginning::{LEAD, SECRETARY};
use super::{Script, text};
use sip_domain::command::{
    AgendaInput, AttendanceRecord, Command, InviteeInput, MappingInput, MeetingInput, MeetingPatch, MeetingRecord,
    MeetingRoleHolder,
};
use sip_domain::ids::InviteeId;
use sip_domain::model::{
    AgendaCode, Attendance, EstablishedContact, InviteeKind, LifeArea, MeetingForm, MeetingType, Place, PlaceType,
};

/// The command that puts the individual on the list; the units follow.
const INDIVIDUAL: u16 = 10;
/// Who is put on the list by the commands after that one: the unit, and who comes from it.
const UNITS: [(u16, u16); 4] = [(1, 11), (2, 21), (3, 31), (7, 71)];
/// The command that plans the meeting.
const PLANNED: u16 = 15;

/// The invitees in the order of the commands that named them.
pub(super) fn invitees(script: &Script) -> Vec<InviteeId> {
    (INDIVIDUAL..PLANNED).map(|number| script.made(number, 0)).collect()
}

/// The mapping.
pub(super) fn mapping() -> Result<Vec<MappingInput>, SeedError> {
    let entries = [
        (LifeArea::HomeLife, "Bor i egen lägenhet med hemtjänst två gånger om dagen. Klarar morgnarna själv."),
        (LifeArea::Health, "Hemsjukvården delar medicin varje förmiddag. Kontakt med psykiatrin sedan två år."),
        (LifeArea::Sleep, "Sover fyra till fem timmar per natt. Kvällarna är värst."),
    ];
    let entry = |(life_area, written)| Ok(MappingInput { life_area, text: text(written)?, touches_topic: None });
    entries.into_iter().map(entry).collect()
}

/// Commands 10 to 17: the list of invitees, the meeting on working day `meets`, its roles and its agenda.
pub(super) fn prepared(script: &mut Script, meets: u16) -> Result<(), SeedError> {
    let units = UNITS.map(|(place, _)| unit(place).map(|unit| InviteeKind::Organisation { unit }));
    let kinds = std::iter::once(Ok(InviteeKind::Individual)).chain(units);
    invited(script, kinds.collect::<Result<_, _>>()?)?;
    planned(script, meets, (11, 12))
}

/// Commands 10 and on: who is invited.
pub(super) fn invited(script: &mut Script, kinds: Vec<InviteeKind>) -> Result<(), SeedError> {
    for (number, kind) in (INDIVIDUAL..PLANNED).zip(kinds) {
        let is_psychiatry = matches!(&kind, InviteeKind::Organisation { unit: held } if *held == unit(7)?);
        let command = invitee(script, kind, is_psychiatry.then_some("läkare"))?;
        let minute = if number == INDIVIDUAL { 0 } else { 10 };
        script.step(number, (3, 8, minute), script.lead(), command)?;
    }
    Ok(())
}

/// Commands 15 to 17: the meeting on working day `meets`, with its chair and secretary and its agenda.
pub(super) fn planned(script: &mut Script, meets: u16, (chair, secretary): (u16, u16)) -> Result<(), SeedError> {
    let particulars = particulars(script, meets)?;
    let command = Command::PlanMeeting(Box::new(MeetingInput { kind: MeetingType::Initial, particulars }));
    script.step(PLANNED, (3, 9, 0), script.lead(), command)?;
    let meeting = script.made(PLANNED, 0);
    script.step(16, (3, 9, 10), script.lead(), roles(meeting, chair, secretary)?)?;
    script.step(17, (3, 9, 20), script.lead(), Command::SetAgenda { meeting, items: agenda()? })
}

/// Commands 18 to 24: the summons, the answers, and the meeting as it was.
pub(super) fn held(script: &mut Script) -> Result<(), SeedError> {
    let meeting = script.made(PLANNED, 0);
    script.step(18, (3, 13, 0), LEAD, Command::SendSummons { meeting })?;
    for ((number, (_, who)), invitee) in (19u16..).zip(UNITS).zip(invitees(script).into_iter().skip(1)) {
        let command = Command::NameRepresentative { invitee, staff: staff(who)? };
        script.step(number, (4, 9, 0), Staff(who), command)?;
    }
    let invitee = script.made(INDIVIDUAL, 0);
    script.step(23, (4, 10, 0), Individual, Command::AnswerInvitation { invitee, accept: true })?;
    let command = Command::RecordMeeting { meeting, record: Box::new(record(script)?) };
    script.step(24, (10, 15, 0), SECRETARY, command)
}

fn invitee(script: &Script, kind: InviteeKind, wished_profession: Option<&str>) -> Result<Command, SeedError> {
    let is_unit = matches!(kind, InviteeKind::Organisation { .. });
    Ok(Command::AddInvitee(Box::new(InviteeInput {
        kind,
        wished_profession: wished_profession.map(short).transpose()?,
        purpose: is_unit
            .then(|| text("Berätta vad er verksamhet gör i dag och kan bidra med framöver."))
            .transpose()?,
        questions: vec![script.made(7, 1)],
        approved_by_individual: true,
        established_contact: is_unit.then_some(EstablishedContact::Yes),
        to_bring: None,
        has_system_access: is_unit,
        chosen_by_individual: false,
    })))
}

/// Where and when: noon on working day `day`, an hour.
pub(super) fn particulars(script: &Script, day: u16) -> Result<MeetingPatch, SeedError> {
    Ok(MeetingPatch {
        start: Some(script.at(day, 12, 0)?),
        duration_minutes: Some(60),
        form: Some(MeetingForm::Physical),
        place: Some(place()?),
        room_booked: Some(true),
        purpose: Some(text("Planera stöd och vård tillsammans, så att det hänger ihop.")?),
    })
}

/// The room.
pub(super) fn place() -> Result<Place, SeedError> {
    let room = short("Socialkontoret, Testgatan 1, rum Eken")?;
    Ok(Place { kind: PlaceType::Municipality, text: Some(room), link: None })
}

/// Who leads and who writes.
pub(super) fn roles(meeting: sip_domain::ids::MeetingId, chair: u16, secretary: u16) -> Result<Command, SeedError> {
    Ok(Command::AssignMeetingRoles {
        meeting,
        chair: MeetingRoleHolder::Staff(staff(chair)?),
        secretary: MeetingRoleHolder::Staff(staff(secretary)?),
    })
}

fn agenda() -> Result<Vec<AgendaInput>, SeedError> {
    let points = [
        (AgendaCode::Presentation, "Presentation, den enskilde först"),
        (AgendaCode::OwnGoals, "Vad är viktigt, egna mål"),
        (AgendaCode::Needs, "Behov"),
        (AgendaCode::Goals, "Mål"),
        (AgendaCode::Activities, "Insatser, vem gör vad och när"),
        (AgendaCode::FollowUp, "Tid för uppföljning"),
        (AgendaCode::Summary, "Sammanfattning och underskrift"),
    ];
    let point =
        |(code, title)| Ok(AgendaInput { code, title: short(title)?, done: false, note: None, touches_topic: None });
    points.into_iter().map(point).collect()
}

/// All came, and all duties of the meeting were done.
pub(super) fn record(script: &Script) -> Result<MeetingRecord, SeedError> {
    let present = |invitee| AttendanceRecord { invitee, attendance: Attendance::InPerson, note: None };
    Ok(MeetingRecord {
        attendance: invitees(script).into_iter().map(present).collect(),
        chair: None,
        secretary: None,
        roles_present: true,
        individual_absence_reason: None,
        secrecy_reminder_done: true,
        individual_view: Some(text("Jag vill att någon ser helheten och att jag slipper berätta om och om igen.")?),
        others_view: Some(text("Insatserna fungerar var för sig men krockar i tid.")?),
        contributions: Some(text("Hemsjukvården kan komma även kvällstid. Psykiatrin kan ringa varje vecka.")?),
        summary: Some(text("Vi är överens om vad som ska göras och av vem.")?),
        agreed_text: Some(text("Kvällsbesök, ny läkemedelslista och en fast telefontid.")?),
        understood_and_agreed: true,
        evaluation_note: None,
    })
}
