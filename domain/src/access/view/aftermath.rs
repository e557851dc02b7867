//! What follows the plan: signatures, deliveries, record-keeping, deviations, follow-ups, the end.

use crate::access::view::reader::Reader;
use crate::access::{Part, Sight};
use crate::model::{
    Category, Delivery, DeliveryTo, Deviation, Disagreement, FollowUp, MaterialChange, Objection, PartyAssessment,
    RecordTask, Signature, Understanding,
};

impl Reader<'_> {
    pub(super) fn signatures(&self) -> Vec<Signature> {
        let is_own = |signature: &&Signature| {
            self.sight(Part::Aftercare) >= Sight::Own
                && self.own_invitees().any(|invitee| invitee.id == signature.invitee)
        };
        self.case
            .signatures
            .iter()
            .filter(|signature| self.may(Part::Aftercare, Category::PlanDocument) || is_own(signature))
            .cloned()
            .collect()
    }

    /// Coordinator and secretary keep the ledger (S0-34), also when sharing has stopped.
    pub(super) fn deliveries(&self) -> Vec<Delivery> {
        let sees_all = self.whole(Part::Deliveries);
        let is_own = |delivery: &&Delivery| matches!(&delivery.to, DeliveryTo::Unit { unit } if self.owns(Part::Deliveries, unit.id));
        self.case.deliveries.iter().filter(|delivery| sees_all || is_own(delivery)).cloned().collect()
    }

    /// Each organisation's own; the coordinator sees whether all have kept theirs. Not the individual's matter.
    pub(super) fn record_tasks(&self) -> Vec<RecordTask> {
        let (sees_all, has_own) = (self.whole(Part::RecordTasks), self.sight(Part::RecordTasks) >= Sight::Own);
        let is_own = |task: &&RecordTask| sees_all || (has_own && self.is_own_organisation(&task.unit));
        self.case.record_tasks.iter().filter(is_own).cloned().collect()
    }

    pub(super) fn understanding(&self) -> Vec<Understanding> {
        self.case
            .understanding
            .iter()
            .filter(|confirmed| {
                self.may(Part::Aftercare, Category::PlanDocument) || self.owns(Part::Aftercare, confirmed.by.unit.id)
            })
            .cloned()
            .collect()
    }

    /// The own report stays; the decision on it is the coordinator's and needs `plan_document`.
    pub(super) fn deviations(&self) -> Vec<Deviation> {
        self.case
            .deviations
            .iter()
            .filter(|deviation| {
                self.may(Part::Events, Category::PlanDocument) || self.owns_act(Part::Events, &deviation.reported_by)
            })
            .map(|deviation| Deviation {
                decision: deviation.decision.clone().filter(|_| self.may(Part::Events, Category::PlanDocument)),
                ..deviation.clone()
            })
            .collect()
    }

    pub(super) fn material_changes(&self) -> Vec<MaterialChange> {
        self.case
            .material_changes
            .iter()
            .filter(|change| {
                self.may(Part::Events, Category::PlanDocument) || self.owns_act(Part::Events, &change.reported_by)
            })
            .cloned()
            .collect()
    }

    pub(super) fn disagreements(&self) -> Vec<Disagreement> {
        self.case
            .disagreements
            .iter()
            .filter(|disagreement| {
                self.may(Part::Events, Category::PlanDocument) || self.owns_act(Part::Events, &disagreement.opened_by)
            })
            .map(|disagreement| Disagreement {
                outcome: disagreement.outcome.clone().filter(|_| self.may(Part::Events, Category::PlanDocument)),
                ..disagreement.clone()
            })
            .collect()
    }

    /// With `plan_document` the whole follow-up, attainment only of goals the reader may see; else the own note.
    pub(super) fn follow_ups(&self) -> Vec<FollowUp> {
        if self.whole(Part::FollowUps) {
            return self.case.follow_ups.clone();
        }
        let goals = self.seen_goals();
        self.case
            .follow_ups
            .iter()
            .map(|held| {
                let is_own = self.owns(Part::FollowUps, held.by.unit.id);
                let reads = self.may(Part::FollowUps, Category::PlanDocument);
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
                        .filter(|note| reads || self.owns(Part::FollowUps, note.unit.id))
                        .cloned()
                        .collect(),
                    next: held.next.clone().filter(|_| reads || is_own),
                    ..held.clone()
                }
            })
            .filter(|held| {
                self.may(Part::FollowUps, Category::PlanDocument)
                    || self.owns(Part::FollowUps, held.by.unit.id)
                    || !held.organisation_notes.is_empty()
            })
            .collect()
    }

    pub(super) fn party_assessments(&self) -> Vec<PartyAssessment> {
        self.case
            .party_assessments
            .iter()
            .filter(|assessed| {
                self.may(Part::FollowUps, Category::PlanDocument) || self.owns(Part::FollowUps, assessed.unit.id)
            })
            .cloned()
            .collect()
    }

    /// An objection goes with what it objects to: the plan, or the refusal the responsible unit decided on.
    pub(super) fn objections(&self) -> Vec<Objection> {
        if self.may(Part::Objections, Category::PlanDocument) { self.case.objections.clone() } else { Vec::new() }
    }
}
