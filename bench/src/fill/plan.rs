//! The meeting as it was, and the plan: written, answered, signed, established.

use super::life::Life;
use super::life::Who::Staff;
use super::road::{LEAD, place};
use super::world::{self, HOME_CARE, PSYCHIATRY, SOCIAL, name, short, text};
use crate::Fault;
use chrono::{DateTime, NaiveDate, Utc};
use sip_domain::calendar::local_date;
use sip_domain::command::{ActivityDecision, AttendanceRecord, Command, DraftChange, DraftPatch, MeetingRecord};
use sip_domain::context::IdSeed;
use sip_domain::ids::{ActivityId, GoalId, InviteeId, MeetingId, NeedId, UnitId};
use sip_domain::model::{
    Activity, ActivityStatus, Attendance, Contingency, FollowUpPlan, Goal, GoalTerm, LifeArea, Need, NeedKind,
    Resources, Responsible, SignatureMethod, SubGoal,
};

/// The goals of the plan.
pub(super) struct Written {
    pub(super) goals: Vec<GoalId>,
}

/// From the meeting to the plan in force.
pub(super) fn made(life: &mut Life, meeting: MeetingId, invitees: &[InviteeId]) -> Result<Written, Fault> {
    held(life, meeting, invitees, 10)?;
    let until = Some(day(life.at(330, 0)));
    let coordinator = Command::AppointCoordinator {
        staff: world::staff(life.block, 11)?,
        until,
        phone: Some(short("010-000 00 11")?),
    };
    life.step(life.at(10, 910), LEAD, coordinator)?;
    let written = draft(life)?;
    signed(life, invitees)?;
    life.step(life.at(12, 600), LEAD, Command::Establish)?;
    Ok(written)
}

/// The meeting was held on day `on`, and all came.
pub(super) fn held(life: &mut Life, meeting: MeetingId, invitees: &[InviteeId], on: i64) -> Result<(), Fault> {
    let present =
        |invitee: &InviteeId| AttendanceRecord { invitee: *invitee, attendance: Attendance::InPerson, note: None };
    let record = MeetingRecord {
        attendance: invitees.iter().map(present).collect(),
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
    };
    let command = Command::RecordMeeting { meeting, record: Box::new(record) };
    life.step(life.at(on, 900), Staff(12), command).map(|_| ())
}

fn day(at: DateTime<Utc>) -> NaiveDate {
    local_date(at)
}

fn edit(
    life: &mut Life,
    minute: i64,
    change: impl FnOnce(&Life, IdSeed) -> Result<DraftChange, Fault>,
) -> Result<IdSeed, Fault> {
    let at = life.at(11, minute);
    let change = change(life, life.next_seed(at))?;
    life.step(at, LEAD, Command::EditDraft(Box::new(change)))
}

fn draft(life: &mut Life) -> Result<Written, Fault> {
    edit(life, 480, |life, _| frame(life).map(DraftChange::Patch))?;
    let own: UnitId = world::unit_id(life.block, SOCIAL).into();
    let need = edit(life, 490, |_, seed| {
        let need = Need {
            id: seed.nth(0).into(),
            text: text("Trygghet och sömn på kvällar och nätter.")?,
            kind: NeedKind::Psychological,
            life_area: LifeArea::Sleep,
            entered_by: own,
        };
        Ok(DraftChange::PutNeed { need, touches_topic: None })
    })?;
    let mut goals = Vec::new();
    let texts = [
        (GoalTerm::Long, "Bo kvar hemma och känna sig trygg."),
        (GoalTerm::Short, "Sova sex timmar fem nätter av sju före sommaren."),
    ];
    for (term, written) in texts {
        let seed = edit(life, 500, |_, seed| {
            let goal = goal(seed, need.nth(0).into(), own, term, written)?;
            Ok(DraftChange::PutGoal { goal, touches_topic: None })
        })?;
        goals.push(GoalId(seed.nth(0)));
    }
    let activities = [
        (SOCIAL, None, "Boendestöd som planerar veckan tillsammans med den enskilde.", "en gång i veckan"),
        (HOME_CARE, Some(21), "Kvällsbesök med medicin och en stunds samtal.", "varje kväll"),
        (PSYCHIATRY, Some(71), "Telefonsamtal om sömnen med fast kontakt.", "varje torsdag"),
    ];
    let mut asked = Vec::new();
    for (place, decides, what, how_often) in activities {
        let goals = goals.clone();
        let seed = edit(life, 540, |life, seed| {
            activity(life, seed, place, goals, (what, how_often)).map(DraftChange::PutActivity)
        })?;
        asked.extend(decides.map(|who| (who, ActivityId(seed.nth(0)))));
    }
    edit(life, 580, |_, seed| contingency(seed).map(DraftChange::PutContingency))?;
    for (who, activity) in asked {
        let command = Command::DecideActivity { activity, decision: ActivityDecision::Accept };
        life.step(life.at(12, 480), Staff(who), command)?;
    }
    Ok(Written { goals })
}

fn frame(life: &Life) -> Result<DraftPatch, Fault> {
    Ok(DraftPatch {
        what_matters: Some(text("Att få bo kvar hemma och själv bestämma över min vardag.")?),
        overall_goal: Some(text("Ett hem där jag är trygg dygnet runt.")?),
        situation_individual: Some(text("Dagarna går, men kvällarna är oroliga.")?),
        situation_others: Some(text("Insatserna fungerar var för sig men krockar i tid.")?),
        resources: Some(Resources {
            qualities: Some(text("Envis, händig och bra på att fråga.")?),
            network: Some(text("Grannen Rut tittar in varje dag.")?),
            motivation: Some(text("Vill klara sig utan inläggning.")?),
            physical: None,
        }),
        no_contingency_foreseen: None,
        principal_responsible: Some(world::municipality(life.block)),
        follow_up: Some(FollowUpPlan::Planned { date: day(life.at(90, 720)), place: place()? }),
    })
}

fn goal(seed: IdSeed, need: NeedId, entered_by: UnitId, term: GoalTerm, written: &str) -> Result<Goal, Fault> {
    let sub_goal =
        SubGoal { text: text("Samma personal minst tre kvällar i veckan.")?, life_area: LifeArea::HomeLife };
    Ok(Goal {
        id: seed.nth(0).into(),
        needs: vec![need],
        term,
        text: text(written)?,
        life_area: LifeArea::Sleep,
        sub_goals: vec![sub_goal],
        entered_by,
    })
}

fn activity(
    life: &Life,
    seed: IdSeed,
    place: u32,
    goals: Vec<GoalId>,
    (what, how_often): (&str, &str),
) -> Result<Activity, Fault> {
    Ok(Activity {
        id: seed.nth(0).into(),
        goals,
        what: text(what)?,
        from: Some(day(life.at(13, 720))),
        to: Some(day(life.at(330, 720))),
        how_often: Some(short(how_often)?),
        place: Some(short("i hemmet")?),
        responsible: Responsible::Unit { unit: world::unit(life.block, place)? },
        contact_person: None,
        status: ActivityStatus::Proposed,
        entered_by: world::unit_id(life.block, SOCIAL).into(),
        notes: Vec::new(),
    })
}

fn contingency(seed: IdSeed) -> Result<Contingency, Fault> {
    Ok(Contingency {
        id: seed.nth(0).into(),
        situation: text("Flera sömnlösa nätter i rad.")?,
        signs: Some(text("Svarar inte i telefon och släpper inte in hemtjänsten.")?),
        action: text("Ring fasta kontakten på psykiatrin samma dag; på kvällen 1177.")?,
        contact: short("Lisa Fiktivsson, 010-000 00 71")?,
    })
}

fn signed(life: &mut Life, invitees: &[InviteeId]) -> Result<(), Fault> {
    let units = ["Karin Testlund", "Hanna Provén", "Lisa Fiktivsson"].map(name);
    let names = std::iter::once(world::person(life.person).map(|person| person.name)).chain(units);
    for (invitee, name) in invitees.iter().zip(names) {
        let command = Command::Sign { invitee: *invitee, name: name?, method: SignatureMethod::Paper };
        life.step(life.at(12, 540), LEAD, command)?;
    }
    Ok(())
}
