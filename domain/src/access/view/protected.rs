//! Where a protected person can be found is in no answer (3.4 note f): no address, no telephone number, no place.

use super::{CaseView, RelatedPersonView};
use crate::model::{Activity, FollowUp, FollowUpPlan, Meeting, Place, PlaceType, PlanContent, Summons};
use crate::text::ShortText;

/// Takes every address, number and place out of the case as shown, also for the protected person.
pub(super) fn without_places(mut shown: CaseView) -> CaseView {
    shown.person.contact = None;
    shown.guardians.iter_mut().for_each(|held| without_contact(&mut held.person));
    shown.representatives.iter_mut().for_each(|held| without_contact(&mut held.person));
    if let Some(coordinator) = &mut shown.coordinator {
        coordinator.phone = None;
    }
    if let Some(held) = shown.preparation.as_mut().and_then(|shown| shown.preparation.support_person.as_mut()) {
        held.contact = None;
    }
    shown.meetings.iter_mut().for_each(without_meeting_place);
    shown.summonses.iter_mut().for_each(|sent: &mut Summons| hide(&mut sent.place));
    shown.draft.iter_mut().for_each(without_plan_places);
    shown.versions.iter_mut().for_each(|version| without_plan_places(&mut version.content));
    shown.follow_ups.iter_mut().for_each(|held: &mut FollowUp| held.next.iter_mut().for_each(without_place));
    shown
}

fn without_contact(person: &mut RelatedPersonView) {
    person.contact = None;
}

fn without_meeting_place(meeting: &mut Meeting) {
    meeting.place = None;
}

fn without_plan_places(content: &mut PlanContent) {
    content.contact_persons.iter_mut().for_each(|held| held.phone = None);
    content.activities.iter_mut().for_each(|activity: &mut Activity| activity.place = None);
    if let Some(told) = told_apart() {
        content.contingencies.iter_mut().for_each(|held| held.contact.clone_from(&told));
    }
    content.follow_up.iter_mut().for_each(without_place);
}

fn without_place(plan: &mut FollowUpPlan) {
    if let FollowUpPlan::Planned { place, .. } = plan {
        hide(place);
    }
}

/// What kind of place it is tells too much: a school, a home.
fn hide(place: &mut Place) {
    *place = Place { kind: PlaceType::Other, text: None, link: None };
}

/// What stands where somebody to call stood.
fn told_apart() -> Option<ShortText> {
    ShortText::parse("Lämnas på annat sätt").ok()
}
