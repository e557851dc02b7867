//! The preparation with the individual, the basis and the mapping (T5).

use super::Decision;
use super::common::{acting_staff, misplaced};
use super::excluded::refuse_excluded;
use crate::command::{Command, MappingInput, PreparationPatch};
use crate::context::Context;
use crate::event::Event;
use crate::model::{MappingEntry, SipCase};
use crate::refusal::Refusal;
use crate::rules::Rule;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::StartPreparation => Event::PreparationStarted { lead: acting_staff(ctx)?.clone() },
        Command::UpdatePreparation(patch) => {
            check(&patch)?;
            Event::PreparationUpdated(patch)
        }
        Command::HandOverPreparation { to } => {
            let known = to.unit.id == case.responsible_unit.id
                || case.invitees.iter().filter_map(|i| i.unit()).any(|unit| unit.id == to.unit.id);
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
