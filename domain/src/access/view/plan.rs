//! The plan, draft and established versions.

use crate::access::view::reader::Reader;
use crate::access::{Part, Sight};
use crate::ids::GoalId;
use crate::model::{
    Activity, Category, Goal, Need, PlanContent, PlanVersion, Resources, Responsible, SipCase, StatusName,
};
use std::collections::BTreeSet;

impl Reader<'_> {
    /// The secretary sees the draft uncut while writing it, if a consent to the own unit is in force.
    pub(super) fn draft(&self) -> Option<PlanContent> {
        let draft = self.case.draft.as_ref()?;
        let is_being_written = matches!(self.case.status.name(), StatusName::MeetingHeld | StatusName::UnderRevision);
        let writes = self.uncut(Part::Draft) && is_being_written;
        if self.whole(Part::Draft) || writes { Some(draft.clone()) } else { self.content(Part::Draft, draft) }
    }

    /// Versions of which the reader may see anything: the document, or single entries.
    pub(super) fn versions(&self) -> Vec<PlanVersion> {
        let cut = |version: &PlanVersion| {
            Some(PlanVersion { content: self.content(Part::Plan, &version.content)?, ..version.clone() })
        };
        self.case.versions.iter().filter_map(cut).collect()
    }

    /// Needs and goals by life area; all that belongs to the document as a whole with `plan_document`.
    /// `None` when nothing is left.
    fn content(&self, part: Part, content: &PlanContent) -> Option<PlanContent> {
        if self.whole(part) {
            return Some(content.clone());
        }
        let entries = PlanContent {
            needs: content.needs.iter().filter(|need| self.may_need(need)).cloned().collect(),
            goals: content.goals.iter().filter(|goal| self.may_goal(goal)).map(|g| self.goal(g, content)).collect(),
            activities: self.activities(content),
            ..PlanContent::default()
        };
        if !self.may(part, Category::PlanDocument) {
            let is_empty = entries.needs.is_empty() && entries.goals.is_empty() && entries.activities.is_empty();
            return (!is_empty).then_some(entries);
        }
        let network = content.resources.network.clone().filter(|_| self.may(part, Category::FamilyNetwork));
        Some(PlanContent {
            needs: entries.needs,
            goals: entries.goals,
            activities: entries.activities,
            resources: Resources { network, ..content.resources.clone() },
            ..content.clone()
        })
    }

    fn may_need(&self, need: &Need) -> bool {
        self.owns(Part::Plan, need.entered_by) || self.may(Part::Plan, need.life_area)
    }

    fn may_goal(&self, goal: &Goal) -> bool {
        self.owns(Part::Plan, goal.entered_by) || self.may(Part::Plan, goal.life_area)
    }

    fn goal(&self, goal: &Goal, content: &PlanContent) -> Goal {
        let is_own = self.owns(Part::Plan, goal.entered_by);
        let seen = |id| content.needs.iter().any(|need| need.id == id && self.may_need(need));
        Goal {
            needs: goal.needs.iter().copied().filter(|id| seen(*id)).collect(),
            sub_goals: goal
                .sub_goals
                .iter()
                .filter(|sub| is_own || self.may(Part::Plan, sub.life_area))
                .cloned()
                .collect(),
            ..goal.clone()
        }
    }

    fn activities(&self, content: &PlanContent) -> Vec<Activity> {
        let seen: BTreeSet<GoalId> =
            content.goals.iter().filter(|goal| self.may_goal(goal)).map(|goal| goal.id).collect();
        let visible = |activity: &&Activity| {
            self.is_own_activity(activity)
                || (self.may(Part::Plan, Category::PlanDocument)
                    && activity.goals.iter().any(|goal| seen.contains(goal)))
        };
        content
            .activities
            .iter()
            .filter(visible)
            .map(|activity| Activity {
                goals: activity.goals.iter().copied().filter(|goal| seen.contains(goal)).collect(),
                ..activity.clone()
            })
            .collect()
    }

    fn is_own_activity(&self, activity: &Activity) -> bool {
        let answers = matches!(&activity.responsible, Responsible::Unit { unit } if self.is_own_organisation(unit));
        self.owns(Part::Plan, activity.entered_by) || (self.sight(Part::Plan) >= Sight::Own && answers)
    }

    /// The goals the reader may see, in any version or the draft.
    pub(super) fn seen_goals(&self) -> BTreeSet<GoalId> {
        contents(self.case)
            .flat_map(|content| &content.goals)
            .filter(|goal| self.may_goal(goal))
            .map(|goal| goal.id)
            .collect()
    }
}

fn contents(case: &SipCase) -> impl Iterator<Item = &PlanContent> {
    case.versions.iter().map(|version| &version.content).chain(&case.draft)
}
