//! Topics the individual does not want raised: in no summons, plan, minutes or mapping (S0-08, INV-41).

use crate::command::{DraftChange, DraftPatch, MeetingRecord};
use crate::ids::ExcludedTopicId;
use crate::model::{PlanContent, SipCase};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use crate::text::Text;

/// Refuses a text that is linked to, or names, a topic the individual does not want raised (INV-41).
pub(super) fn refuse_excluded<'a>(
    case: &SipCase,
    touches: Option<ExcludedTopicId>,
    texts: impl IntoIterator<Item = &'a Text>,
) -> Result<(), Refusal> {
    let topics = case.preparation.iter().flat_map(|p| &p.excluded_topics).collect::<Vec<_>>();
    if let Some(id) = touches {
        let rule = if topics.iter().any(|t| t.id == id) { Rule::ExcludedTopic } else { Rule::UnknownReference };
        return Err(Violation::about(rule, id).into());
    }
    // A word of three letters would be found by chance in almost any text.
    let named = topics.iter().map(|t| t.text.as_str().trim().to_lowercase());
    let named = named.filter(|topic| topic.chars().count() > 3).collect::<Vec<_>>();
    let names_one = |text: &Text| {
        let text = text.as_str().to_lowercase();
        named.iter().any(|topic| text.contains(topic.as_str()))
    };
    if texts.into_iter().any(names_one) {
        return Err(Rule::ExcludedTopic.into());
    }
    Ok(())
}

/// What a change writes into the plan.
pub(super) fn texts_of_change(change: &DraftChange) -> Vec<&Text> {
    match change {
        DraftChange::Patch(patch) => texts_of_patch(patch),
        DraftChange::PutNeed { need, .. } => vec![&need.text],
        DraftChange::PutGoal { goal, .. } => {
            std::iter::once(&goal.text).chain(goal.sub_goals.iter().map(|sub| &sub.text)).collect()
        }
        DraftChange::PutActivity(activity) => vec![&activity.what],
        DraftChange::PutContingency(entry) => {
            [Some(&entry.situation), entry.signs.as_ref(), Some(&entry.action)].into_iter().flatten().collect()
        }
        _ => Vec::new(),
    }
}

fn texts_of_patch(patch: &DraftPatch) -> Vec<&Text> {
    let resources = patch
        .resources
        .iter()
        .flat_map(|held| [&held.qualities, &held.network, &held.motivation, &held.physical].into_iter().flatten());
    let plain = [&patch.what_matters, &patch.overall_goal, &patch.situation_individual, &patch.situation_others];
    plain.into_iter().flatten().chain(resources).collect()
}

/// What the plan says, looked at once more when it is established: a topic may have come later than the text.
pub(super) fn texts_of_plan(draft: &PlanContent) -> Vec<&Text> {
    let needs = draft.needs.iter().map(|need| &need.text);
    let goals =
        draft.goals.iter().flat_map(|goal| std::iter::once(&goal.text).chain(goal.sub_goals.iter().map(|s| &s.text)));
    let activities = draft.activities.iter().map(|activity| &activity.what);
    let entries = draft.contingencies.iter().flat_map(|entry| [&entry.situation, &entry.action]);
    let plain = [&draft.what_matters, &draft.overall_goal, &draft.situation_individual, &draft.situation_others];
    plain.into_iter().flatten().chain(needs).chain(goals).chain(activities).chain(entries).collect()
}

/// What the minutes say.
pub(super) fn texts_of_minutes(record: &MeetingRecord) -> Vec<&Text> {
    let fields = [
        &record.individual_view,
        &record.others_view,
        &record.contributions,
        &record.summary,
        &record.agreed_text,
        &record.evaluation_note,
    ];
    fields.into_iter().flatten().collect()
}
