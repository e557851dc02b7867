//! The preparation with the individual, the basis and the mapping (T5).

use super::Decision;
use super::common::{acting_staff, misplaced};
use super::excluded::refuse_excluded;
use crate::access::in_force_for_any;
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
