//! What an actor may do next, and what stands in the way: the same guards that decide.

use super::guards::blockers_for;
use crate::access::roles;
use crate::command::CommandKind;
use crate::context::Context;
use crate::model::SipCase;
use crate::refusal::Violation;

/// One command, and the rules that block it now; none when it may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The command.
    pub kind: CommandKind,
    /// What stands in the way; empty when nothing does. Refusals that depend on what is sent are not among them,
    /// see [`CommandKind::input_rules`].
    pub blocked_by: Vec<Violation>,
}

impl Action {
    /// Whether the command may be used now.
    pub fn is_open(&self) -> bool {
        self.blocked_by.is_empty()
    }
}

/// Every command the actor's roles give, open or blocked; nothing for one who may not know of the case.
pub fn allowed(case: &SipCase, ctx: &Context<'_>) -> Vec<Action> {
    let held = roles(case, ctx.actor, ctx.now);
    if held.is_empty() {
        return Vec::new();
    }
    CommandKind::all()
        .filter(|kind| *kind != CommandKind::ReportNeed)
        .map(|kind| Action { kind, blocked_by: blockers_for(case, kind, &held, ctx) })
        .collect()
}
