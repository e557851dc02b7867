//! Why a command was refused.

use crate::command::CommandKind;
use crate::rules::Rule;
use uuid::Uuid;

/// One rule that was broken, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// The need, goal, invitee … it is about, when it is about one.
    pub subject: Option<Uuid>,
}

impl Violation {
    /// A violation about one thing of the case.
    pub fn about(rule: Rule, subject: impl Into<Uuid>) -> Self {
        Self { rule, subject: Some(subject.into()) }
    }
}

impl From<Rule> for Violation {
    fn from(rule: Rule) -> Self {
        Self { rule, subject: None }
    }
}

/// Every rule that stood in the way, the first one leading. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("refused: {first:?} and {} more", others.len())]
pub struct Refusal {
    first: Violation,
    others: Vec<Violation>,
    /// What the actor may do instead; filled for a command in the wrong state.
    pub allowed: Vec<CommandKind>,
}

impl Refusal {
    /// A refusal for one or more violations; `None` when there is none.
    pub fn from_violations(violations: impl IntoIterator<Item = Violation>) -> Option<Self> {
        let mut all = violations.into_iter();
        let first = all.next()?;
        Some(Self { first, others: all.collect(), allowed: Vec::new() })
    }

    /// The rule that leads.
    pub fn primary(&self) -> Rule {
        self.first.rule
    }

    /// All violations, the leading one first.
    pub fn violations(&self) -> impl Iterator<Item = Violation> + '_ {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

impl From<Violation> for Refusal {
    fn from(first: Violation) -> Self {
        Self { first, others: Vec::new(), allowed: Vec::new() }
    }
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Violation::from(rule).into()
    }
}
