//! The plan: written, answered, signed, established.

use super::super::directory::{id, name, short, staff, unit};
use super::super::seed::SeedError;
use super::Who::Staff;
use super::beginning::LEAD;
use super::meeting::{invitees, place};
use super::{Road, Script, text};
use chrono::NaiveDate;
use sip_domain::command::{ActivityDecision, Command, DraftChange, DraftPatch};
use sip_domain::ids::{GoalId, UnitId};
use sip_domain::model::{
    Activity, ActivityStatus, ContactPerson, Contingency, FollowUpPlan, Goal, GoalTerm, LifeArea, Need, NeedKind,
    Resources, Responsible, SignatureMethod, SubGoal,
};

/// The command that adds the long-term goal.
pub(super) const LONG_GOAL: u16 = 28;
/// The command that adds the short-term goal.
pub(super) const SHORT_GOAL: u16 = 29;
/// The command that adds the activity of the municipality's home health care.
pub(super) const EVENING_VISITS: u16 = 31;

fn edit(change: DraftChange) -> Command {
    Command::EditDraft(Box::new(change))
}

/// Commands 25 to 34: the coordinator is appointed and the plan written.
pub(super) fn written(script: &mut Script) -> Result<(), SeedError> {
    let phone = Some(short("010-000 00 11")?);
    let until = NaiveDate::from_ymd_opt(2027, 12, 31);
    script.step(25, (10, 15, 10), LEAD, Command::AppointCoordinator { staff: staff(11)?, until, phone })?;
    let frame = frame(script)?;
    script.step(26, (11, 8, 0), LEAD, edit(DraftChange::Patch(frame)))?;
    let need = Need {
        id: script.made(27, 0),
        text: text("Trygghet och sömn på kvällar och nätter.")?,
        kind: NeedKind::Psychological,
        life_area: LifeArea::Sleep,
        entered_by: own_unit(),
    };
    script.step(27, (11, 8, 10), LEAD, edit(DraftChange::PutNeed { need, touches_topic: None }))?;
    let long = goal(script, LONG_GOAL, GoalTerm::Long, "Bo kvar hemma och känna sig trygg.")?;
    script.step(LONG_GOAL, (11, 8, 20), LEAD, edit(DraftChange::PutGoal { goal: long, touches_topic: None }))?;
    let short_term = goal(script, SHORT_GOAL, GoalTerm::Short, "Sova sex timmar fem nätter av sju före sommaren.")?;
    script.step(SHORT_GOAL, (11, 8, 30), LEAD, edit(DraftChange::PutGoal { goal: short_term, touches_topic: None }))?;
    let activities = [
        (30, 1, LONG_GOAL, "Boendestöd som planerar veckan tillsammans med den enskilde.", "en gång i veckan"),
        (EVENING_VISITS, 2, SHORT_GOAL, "Kvällsbesök med medicin och en stunds samtal.", "varje kväll"),
        (32, 7, SHORT_GOAL, "Telefonsamtal om sömnen med fast kontakt.", "varje torsdag"),
    ];
    for (number, place, goal, what, how_often) in activities {
        let activity = activity(script, number, place, goal, (what, how_often))?;
        script.step(number, (11, 9, 0), LEAD, edit(DraftChange::PutActivity(activity)))?;
    }
    let contact = ContactPerson {
        id: script.made(33, 0),
        organisation: short("Kommunens hemsjukvård")?,
        name: name("Hanna Provén")?,
        phone: Some(short("010-000 00 21")?),
    };
    script.step(33, (11, 9, 30), LEAD, edit(DraftChange::PutContactPerson(contact)))?;
    let contingency = Contingency {
        id: script.made(34, 0),
        situation: text("Flera sömnlösa nätter i rad.")?,
        signs: Some(text("Svarar inte i telefon och släpper inte in hemtjänsten.")?),
        action: text("Ring fasta kontakten på psykiatrin samma dag; på kvällen 1177.")?,
        contact: short("Lisa Fiktivsson, 010-000 00 71")?,
    };
    script.step(34, (11, 9, 40), LEAD, edit(DraftChange::PutContingency(contingency)))
}

/// Commands 35 to 42: the others answer, all sign, the plan is established.
pub(super) fn agreed(script: &mut Script) -> Result<(), SeedError> {
    for (number, who, activity) in [(35, 21, EVENING_VISITS), (36, 71, 32)] {
        let command =
            Command::DecideActivity { activity: script.made(activity, 0), decision: ActivityDecision::Accept };
        script.step(number, (12, 8, 0), Staff(who), command)?;
    }
    let units = ["Karin Testlund", "Hanna Provén", "Anna Exempelin", "Lisa Fiktivsson"].map(name);
    let names = std::iter::once(script.individual()).chain(units);
    for ((number, invitee), name) in (37u16..).zip(invitees(script)).zip(names) {
        let command = Command::Sign { invitee, name: name?, method: SignatureMethod::Paper };
        script.step(number, (12, 9, 0), LEAD, command)?;
    }
    script.step(42, (12, 10, 0), LEAD, Command::Establish)
}

fn own_unit() -> UnitId {
    id(3, 1)
}

fn frame(script: &Script) -> Result<DraftPatch, SeedError> {
    // Cases that are followed up in the demo's past, or should have been, have their follow-up early.
    let follow_up = match script.scene.road {
        Road::FollowUp => script.day(17)?,
        Road::Inactive => script.day(65)?,
        _ => NaiveDate::from_ymd_opt(2027, 5, 26).ok_or(SeedError::Fixture("a date"))?,
    };
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
        principal_responsible: Some(id(1, 1)),
        follow_up: Some(FollowUpPlan::Planned { date: follow_up, place: place()? }),
    })
}

fn goal(script: &Script, number: u16, term: GoalTerm, written: &str) -> Result<Goal, SeedError> {
    let sub_goal =
        SubGoal { text: text("Samma personal minst tre kvällar i veckan.")?, life_area: LifeArea::HomeLife };
    Ok(Goal {
        id: script.made(number, 0),
        needs: vec![script.made(27, 0)],
        term,
        text: text(written)?,
        life_area: LifeArea::Sleep,
        sub_goals: vec![sub_goal],
        entered_by: own_unit(),
    })
}

fn activity(
    script: &Script,
    number: u16,
    place: u16,
    goal: u16,
    (what, how_often): (&str, &str),
) -> Result<Activity, SeedError> {
    Ok(Activity {
        id: script.made(number, 0),
        goals: vec![script.made::<GoalId>(goal, 0)],
        what: text(what)?,
        from: Some(script.day(13)?),
        to: NaiveDate::from_ymd_opt(2027, 12, 31),
        how_often: Some(short(how_often)?),
        place: Some(short("i hemmet")?),
        responsible: Responsible::Unit { unit: unit(place)? },
        contact_person: None,
        status: ActivityStatus::Proposed,
        entered_by: own_unit(),
        notes: Vec::new(),
    })
}
