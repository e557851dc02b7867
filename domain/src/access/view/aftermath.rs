//! What follows the plan: signatures, deliveries, record-keeping, deviations, follow-ups, the end.

use crate::access::Role;
use crate::access::view::reader::Reader;
use crate::model::{
    Category, Delivery, DeliveryTo, Deviation, Disagreement, FollowUp, MaterialChange, Objection, PartyAssessment,
    RecordTask, Signature, Understanding,
};

impl Reader<'_> {
    fn reads_plan(&self) -> bool {
        self.may(Category::PlanDocument)
    }

    pub(super) fn signatures(&self) -> Vec<Signature> {
        let is_own = |signature: &&Signature| {
            self.has_content_role() && self.own_invitees().any(|invitee| invitee.id == signature.invitee)
        };
        self.case.signatures.iter().filter(|signature| self.reads_plan() || is_own(signature)).cloned().collect()
    }

    /// Coordinator and secretary keep the ledger (S0-34), also when sharing has stopped.
    pub(super) fn deliveries(&self) -> Vec<Delivery> {
        let sees_all = self.whole || self.is(Role::Coordinator) || self.is(Role::Secretary);
        let is_own = |delivery: &&Delivery| matches!(&delivery.to, DeliveryTo::Unit { unit } if self.owns(unit.id));
        self.case.deliveries.iter().filter(|delivery| sees_all || is_own(delivery)).cloned().collect()
    }

    /// Each organisation's own; the coordinator sees whether all have kept theirs. Not the individual's matter.
    pub(super) fn record_tasks(&self) -> Vec<RecordTask> {
        let sees_all = self.is(Role::Coordinator);
        self.case.record_tasks.iter().filter(|task| sees_all || self.is_own_organisation(&task.unit)).cloned().collect()
    }

    pub(super) fn understanding(&self) -> Vec<Understanding> {
        self.case
            .understanding
            .iter()
            .filter(|confirmed| self.reads_plan() || self.owns(confirmed.by.unit.id))
            .cloned()
            .collect()
    }

    /// The own report stays; the decision on it is the coordinator's and needs `plan_document`.
    pub(super) fn deviations(&self) -> Vec<Deviation> {
        self.case
            .deviations
            .iter()
            .filter(|deviation| self.reads_plan() || self.owns_act(&deviation.reported_by))
            .map(|deviation| Deviation {
                decision: deviation.decision.clone().filter(|_| self.reads_plan()),
                ..deviation.clone()
            })
            .collect()
    }

    pub(super) fn material_changes(&self) -> Vec<MaterialChange> {
        self.case
            .material_changes
            .iter()
            .filter(|change| self.reads_plan() || self.owns_act(&change.reported_by))
            .cloned()
            .collect()
    }

    pub(super) fn disagreements(&self) -> Vec<Disagreement> {
        self.case
            .disagreements
            .iter()
            .filter(|disagreement| self.reads_plan() || self.owns_act(&disagreement.opened_by))
            .map(|disagreement| Disagreement {
                outcome: disagreement.outcome.clone().filter(|_| self.reads_plan()),
                ..disagreement.clone()
            })
            .collect()
    }

    /// With `plan_document` the whole follow-up, attainment only of goals the reader may see; else the own note.
    pub(super) fn follow_ups(&self) -> Vec<FollowUp> {
        if self.whole {
            return self.case.follow_ups.clone();
        }
        let goals = self.seen_goals();
        self.case
            .follow_ups
            .iter()
            .map(|held| {
                let is_own = self.owns(held.by.unit.id);
                let reads = self.reads_plan();
                FollowUp {
                    attainments: held
                        .attainments
                        .iter()
                        .filter(|attained| is_own || (reads && goals.contains(&attained.goal)))
                        .cloned()
                        .collect(),
                    organisation_notes: held
                        .organisation_notes
                        .iter()
                        .filter(|note| reads || self.owns(note.unit.id))
                        .cloned()
                        .collect(),
                    next: held.next.clone().filter(|_| reads || is_own),
                    ..held.clone()
                }
            })
            .filter(|held| self.reads_plan() || self.owns(held.by.unit.id) || !held.organisation_notes.is_empty())
            .collect()
    }

    pub(super) fn party_assessments(&self) -> Vec<PartyAssessment> {
        self.case
            .party_assessments
            .iter()
            .filter(|assessed| self.reads_plan() || self.owns(assessed.unit.id))
            .cloned()
            .collect()
    }

    /// An objection goes with what it objects to: the plan, or the refusal the responsible unit decided on.
    pub(super) fn objections(&self) -> Vec<Objection> {
        if self.reads_plan() || self.is(Role::ResponsibleUnit) { self.case.objections.clone() } else { Vec::new() }
    }
}
