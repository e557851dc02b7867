//! The summons is sent (T6, T7): frozen for each recipient, in writing, with no more than the recipient needs.

use super::Decision;
use super::common::{acting_staff, open_meeting};
use crate::access::{ground_for_any, in_force_ground};
use crate::context::Context;
use crate::event::Event;
use crate::ids::{DisclosureId, MeetingId, SummonsId};
use crate::model::{
    Category, Disclosure, DisclosureGround, DisclosureWay, Invitee, Meeting, Place, PlaceType, RsvpStatus, SipCase,
    Summons, SummonsKind,
};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use crate::text::Text;
use chrono::Days;

pub(super) fn send(case: &SipCase, id: MeetingId, ctx: &Context<'_>) -> Decision {
    let meeting = open_meeting(case, id)?;
    let waiting = case.invitees.iter().filter(|invitee| invitee.rsvp.status == RsvpStatus::Draft);
    let mut summonses = Vec::new();
    let mut disclosures = Vec::new();
    for (invitee, n) in waiting.zip(0u16..) {
        summonses.push(write(case, meeting, invitee, SummonsId(ctx.seed.nth(n)), ctx)?);
        disclosures.extend(disclose(case, invitee, DisclosureId(ctx.seed.nth(n.saturating_add(0x4000))), ctx));
    }
    Ok(vec![Event::SummonsSent { meeting: id, summonses, disclosures }])
}

fn write(
    case: &SipCase,
    meeting: &Meeting,
    invitee: &Invitee,
    id: SummonsId,
    ctx: &Context<'_>,
) -> Result<Summons, Refusal> {
    let incomplete = || Refusal::from(Violation::about(Rule::MeetingIncomplete, meeting.id));
    let start = meeting.start.ok_or_else(incomplete)?;
    let days_before = Days::new(u64::from(ctx.profile.rsvp_days_before));
    let answer_by = start.date_naive().checked_sub_days(days_before).unwrap_or(ctx.today).max(ctx.today);
    // In a separate contact the unit learns nothing about the person before it has said yes (S1-33).
    let anonymous = invitee.summons_kind == SummonsKind::SeparateContact;
    Ok(Summons {
        id,
        meeting: meeting.id,
        invitee: invitee.id,
        kind: invitee.summons_kind,
        sent_at: ctx.now,
        convenor: acting_staff(ctx)?.clone(),
        individual: (!anonymous).then(|| case.person.name.clone()),
        purpose: purpose(meeting, invitee, anonymous).ok_or_else(incomplete)?,
        questions: if anonymous { Vec::new() } else { questions(case, invitee) },
        to_bring: invitee.to_bring.clone().filter(|_| !anonymous),
        wished_profession: invitee.wished_profession.clone(),
        start,
        duration_minutes: meeting.duration_minutes.ok_or_else(incomplete)?,
        form: meeting.form.ok_or_else(incomplete)?,
        place: place(meeting, anonymous).ok_or_else(incomplete)?,
        answer_by,
        duty: invitee.duty,
        superseded_at: None,
    })
}

/// A unit contacted separately is asked in general words: what the convenor wrote could tell whom it is about.
fn purpose(meeting: &Meeting, invitee: &Invitee, anonymous: bool) -> Option<Text> {
    if anonymous {
        return Text::parse("Förfrågan om att medverka i en samordnad individuell plan (SIP)").ok();
    }
    invitee.purpose.clone().or_else(|| meeting.purpose.clone())
}

/// An address of a home would tell whom it is about, too.
fn place(meeting: &Meeting, anonymous: bool) -> Option<Place> {
    let mut place = meeting.place.clone()?;
    if anonymous && place.kind == PlaceType::Home {
        place.text = None;
    }
    Some(place)
}

/// The questions that concern the invitee; all of them when none was picked.
fn questions(case: &SipCase, invitee: &Invitee) -> Vec<Text> {
    case.preparation
        .iter()
        .flat_map(|preparation| &preparation.questions)
        .filter(|question| invitee.questions.is_empty() || invitee.questions.contains(&question.id))
        .map(|question| question.text.clone())
        .collect()
}

fn disclose(case: &SipCase, invitee: &Invitee, id: DisclosureId, ctx: &Context<'_>) -> Option<Disclosure> {
    let unit = invitee.unit().filter(|_| invitee.summons_kind != SummonsKind::SeparateContact)?;
    let consent = in_force_ground(case, unit.id, Category::MeetingLogistics, ctx.now)
        .or_else(|| ground_for_any(case, Some(unit.id), ctx.now))?;
    Some(Disclosure {
        id,
        from_organisation: ctx.actor.staff()?.unit.organisation,
        to_unit: unit.id,
        categories: vec![Category::MeetingLogistics],
        ground: DisclosureGround::Consent { consent },
        at: ctx.now,
        via: DisclosureWay::Summons,
    })
}
