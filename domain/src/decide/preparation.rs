//! The preparation with the individual, the basis and the mapping (T5).

use super::Decision;
use super::common::{acting_staff, misplaced, refuse_unnamed};
use super::excluded::refuse_excluded;
use crate::access::{Role, in_force_for_any, roles};
use crate::command::{Command, MappingInput, PreparationPatch, WishesInput};
use crate::context::Context;
use crate::event::Event;
use crate::ids::{ExcludedTopicId, QuestionId};
use crate::model::{ExcludedTopic, MappingEntry, Question, SipCase};
use crate::refusal::Refusal;
use crate::rules::Rule;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::StartPreparation => Event::PreparationStarted { lead: acting_staff(ctx)?.clone() },
        Command::UpdatePreparation(patch) => {
            check(&patch)?;
            Event::PreparationUpdated(patch)
        }
        Command::ExpressWishes(wishes) => Event::PreparationUpdated(Box::new(wished(case, *wishes, ctx))),
        Command::HandOverPreparation { to } => {
            refuse_unnamed(case, &to)?;
            // The fast vårdkontakt takes the preparation over, and gives it to nobody else (2017:612 4:3).
            let held = roles(case, ctx.actor, ctx.now);
            // Where the lead has left, the principal that answers for the case names the next one.
            let leads = held.contains(&Role::PreparationLead) || held.contains(&Role::Administrator);
            if !leads && !ctx.actor.staff().is_some_and(|own| own.id == to.id && own.unit.id == to.unit.id) {
                return Err(Rule::RolePermissionMissing.into());
            }
            // Whoever prepares reads the whole case: only a unit that the individual has agreed to (INV-18).
            let known = to.unit.id == case.responsible_unit.id || in_force_for_any(case, Some(to.unit.id), ctx.now);
            if !known {
                return Err(Rule::RoleNotStaff.into());
            }
            Event::PreparationHandedOver { to }
        }
        Command::SetBasis { purpose } => Event::BasisSet { purpose, by: acting_staff(ctx)?.clone() },
        Command::WriteMapping { entries } => {
            Event::MappingWritten { entries: mapping(case, entries)?, author: acting_staff(ctx)?.clone() }
        }
        Command::ShareMapping => Event::MappingShared,
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

/// Own words are added to what was written before: in the portal nobody can see, and so overwrite, what staff has noted.
fn wished(case: &SipCase, wishes: WishesInput, ctx: &Context<'_>) -> PreparationPatch {
    let held = case.preparation.as_ref();
    let last = held.iter().flat_map(|held| &held.questions).map(|question| question.priority).max().unwrap_or(0);
    let mut questions = held.map(|held| held.questions.clone()).unwrap_or_default();
    let mut topics = held.map(|held| held.excluded_topics.clone()).unwrap_or_default();
    let mut relatives = held.map(|held| held.copy_to_relatives.clone()).unwrap_or_default();
    let has = (!wishes.add_questions.is_empty(), !wishes.add_excluded_topics.is_empty());
    let has_relatives = !wishes.add_copy_to_relatives.is_empty();
    questions.extend(wishes.add_questions.into_iter().zip(0u16..).map(|(text, n)| Question {
        id: QuestionId(ctx.seed.nth(n)),
        text,
        priority: last.saturating_add(n).saturating_add(1),
    }));
    let topic = |(text, n)| ExcludedTopic { id: ExcludedTopicId(ctx.seed.nth(n)), text };
    topics.extend(wishes.add_excluded_topics.into_iter().zip(0x4000_u16..).map(topic));
    relatives.extend(wishes.add_copy_to_relatives);
    PreparationPatch {
        what_matters: wishes.what_matters,
        own_goals: wishes.own_goals,
        own_description: wishes.own_description,
        questions: has.0.then_some(questions),
        excluded_topics: has.1.then_some(topics),
        excluded_topics_asked: has.1.then_some(true),
        meeting_wishes: wishes.meeting_wishes,
        home_meeting_wished: wishes.home_meeting_wished,
        coordinator_wish: wishes.coordinator_wish,
        copy_to_relatives: has_relatives.then_some(relatives),
        ..PreparationPatch::default()
    }
}

/// The support person is the individual's own choice (S0-13).
fn check(patch: &PreparationPatch) -> Result<(), Refusal> {
    match &patch.support_person {
        Some(person) if !person.chosen_by_individual => Err(Rule::SupportNotChosenByIndividual.into()),
        _ => Ok(()),
    }
}

fn mapping(case: &SipCase, entries: Vec<MappingInput>) -> Result<Vec<MappingEntry>, Refusal> {
    for entry in &entries {
        refuse_excluded(case, entry.touches_topic, [&entry.text])?;
    }
    Ok(entries.into_iter().map(|entry| MappingEntry { life_area: entry.life_area, text: entry.text }).collect())
}
