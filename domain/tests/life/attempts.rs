//! Attempts of every kind: one that has to be taken where the kind is open, and many that may be refused.

use super::*;
use sip_domain::access::Role;
use sip_domain::command::*;
use sip_domain::ids::ActivityId;
use sip_domain::model::*;

/// What there is to name in a case, as one actor may.
pub(super) struct Named<'a> {
    pub(super) life: &'a Life,
    pub(super) case: &'a SipCase,
    pub(super) actor: &'a Actor,
}

impl Named<'_> {
    fn is_own(&self, unit: &UnitRef) -> bool {
        self.actor.staff().is_some_and(|staff| staff.unit.organisation == unit.organisation)
    }

    pub(super) fn is(&self, role: Role) -> bool {
        roles(self.case, self.actor, self.life.now).contains(&role)
    }

    /// Whether the case would let the member of staff in.
    pub(super) fn may_name(&self, staff: &StaffRef) -> bool {
        self.case.reader_list.as_ref().is_none_or(|list| list.names(staff))
    }

    /// Whether the invitee is the acting citizen.
    fn stands_for(&self, invitee: &Invitee) -> bool {
        let person = self.actor.citizen().map(|citizen| citizen.person);
        match invitee.kind {
            InviteeKind::Individual => person == Some(self.case.person.id),
            InviteeKind::Guardian { guardian } => {
                self.case.guardians.iter().any(|held| held.id == guardian && Some(held.person.id) == person)
            }
            InviteeKind::Representative { representative } => {
                let mut held = self.case.representatives.iter();
                held.any(|held| held.id == representative && Some(held.person.id) == person)
            }
            _ => false,
        }
    }

    /// The actor's own organisation on the list.
    fn own_invitee(&self) -> Option<&Invitee> {
        self.case.invitees.iter().find(|invitee| invitee.unit().is_some_and(|unit| self.is_own(unit)))
    }

    /// An invitee the actor answers for, that has a summons to answer.
    fn answered(&self) -> Option<&Invitee> {
        let leads = self.is(Role::PreparationLead) || self.is(Role::Coordinator);
        self.case.invitees.iter().filter(|invitee| invitee.rsvp.status != RsvpStatus::Draft).find(|invitee| {
            match invitee.unit() {
                Some(unit) => self.is_own(unit),
                None if self.actor.citizen().is_some() => self.stands_for(invitee),
                None => leads,
            }
        })
    }

    fn activities(&self) -> impl Iterator<Item = &Activity> {
        let draft = self.case.draft.iter().flat_map(|draft| &draft.activities);
        draft.chain(self.case.current_version().into_iter().flat_map(|version| &version.content.activities))
    }

    /// An activity of the actor's own in a state to be decided on, or to be reported on.
    fn activity(&self, fits: impl Fn(&ActivityStatus) -> bool) -> Option<ActivityId> {
        let own = |activity: &&Activity| match &activity.responsible {
            Responsible::Unit { unit } => self.is_own(unit),
            Responsible::Individual => self.actor.citizen().is_some(),
            _ => false,
        };
        // The draft's activity stands before the one in force under the same number.
        let first = |activity: &Activity| self.activities().find(|held| held.id == activity.id).map(|a| &a.status);
        self.activities().filter(own).find(|a| first(a).is_some_and(&fits)).map(|activity| activity.id)
    }

    fn signing(&self) -> Option<&Invitee> {
        let version = match self.case.status.name() {
            StatusName::Active => self.case.current_version().map_or(1, |version| version.number),
            _ => self.case.next_version_number(),
        };
        let signed = |id| self.case.signatures.iter().any(|held| held.invitee == id && held.version == version);
        let keeps = [Role::PreparationLead, Role::Coordinator, Role::Secretary].iter().any(|role| self.is(*role));
        let own = |invitee: &Invitee| match self.actor.staff() {
            Some(staff) => invitee.current_staff().is_some_and(|named| named.id == staff.id),
            None => self.stands_for(invitee),
        };
        self.case.invitees.iter().find(|invitee| !signed(invitee.id) && (keeps || own(invitee)))
    }
}

/// A command that has to be taken from this actor where the kind is open; `None` when the case has nothing to name.
pub(crate) fn valid(life: &Life, kind: CommandKind, actor: &Actor) -> Option<Command> {
    use CommandKind as K;
    let case = life.case();
    let named = Named { life, case, actor };
    Some(match kind {
        K::ReportNeed => return None,
        K::TakeOver => Command::TakeOver,
        K::RecordOwnAssessment => Command::RecordOwnAssessment { text: text("Jag vill ha hjälp") },
        K::RefuseSip => refuse("Behovet kan mötas av en verksamhet", Some(life.now)),
        K::RecordInformation => information(life.now),
        K::Offer => Command::Offer,
        K::AnswerOffer => answer_offer(OfferAnswer::Accepted),
        K::GiveConsent => give(consent_by(giver_of(life, actor), life.now)),
        K::WithdrawConsent => {
            let speaks =
                actor.citizen().is_none() || (named.is(Role::Individual) && !case.person.is_minor(life.today()));
            let own = giver_of(life, actor);
            let stands = |consent: &&Consent| consent.withdrawals.is_empty() && (speaks || consent.giver == own);
            let consent = case.consents.iter().find(stands)?.id;
            Command::WithdrawConsent { consent, channel: WithdrawalChannel::Phone, extent: WithdrawalExtent::Whole }
        }
        K::StartPreparation => Command::StartPreparation,
        K::UpdatePreparation => prepare(prepared()),
        K::HandOverPreparation => return side::handing_over(&named),
        K::SetBasis => Command::SetBasis { purpose: text("Natten") },
        K::WriteMapping => Command::WriteMapping { entries: vec![mapping("Vaken på natten")] },
        K::ShareMapping => Command::ShareMapping,
        _ => return valid_meeting(&named, kind),
    })
}

fn valid_meeting(named: &Named<'_>, kind: CommandKind) -> Option<Command> {
    use CommandKind as K;
    let (life, case) = (named.life, named.case);
    let listed = || case.invitees.first().map(|invitee| invitee.id);
    Some(match kind {
        K::AddInvitee => {
            invite(wished(InviteeKind::ImportantPerson { name: name("Granne"), relation: short("granne") }))
        }
        K::RemoveInvitee => {
            let sent = |id| case.summonses.iter().any(|summons| summons.invitee == id);
            let is_new = |invitee: &&Invitee| invitee.attendance.is_none() && !sent(invitee.id);
            Command::RemoveInvitee { invitee: case.invitees.iter().find(is_new)?.id }
        }
        K::ApproveInvitee => Command::ApproveInvitee { invitee: listed()? },
        K::RecordPreContact => Command::RecordPreContact { invitee: listed()?, note: text("Ringde") },
        K::AnswerInvitation => Command::AnswerInvitation { invitee: named.answered()?.id, accept: true },
        K::NameRepresentative | K::NameSubstitute => {
            let invitee = named.own_invitee()?;
            let staff = Some(staff(340, "Vikarie", invitee.unit()?)).filter(|staff| named.may_name(staff))?;
            match kind {
                K::NameSubstitute => Command::NameSubstitute { invitee: invitee.id, staff, briefed: true },
                _ => Command::NameRepresentative { invitee: invitee.id, staff },
            }
        }
        K::RecordPreparedness => Command::RecordPreparedness { invitee: named.own_invitee()?.id, note: None },
        K::PlanMeeting => {
            let first = case.status.name() == StatusName::Preparing;
            plan_meeting(if first { MeetingType::Initial } else { MeetingType::FollowUp }, particulars(life.now))
        }
        K::UpdateMeeting => change_meeting(life.meeting(), particulars(life.now)),
        K::AssignMeetingRoles | K::RecordMeeting if ![karin(), colleague()].iter().all(|s| named.may_name(s)) => {
            return None;
        }
        K::AssignMeetingRoles => {
            assign(life.meeting(), MeetingRoleHolder::Staff(karin()), MeetingRoleHolder::Staff(colleague()))
        }
        K::SetAgenda => Command::SetAgenda { meeting: life.meeting(), items: vec![agenda_point("Presentation")] },
        K::SendSummons => Command::SendSummons { meeting: life.meeting() },
        K::CancelMeeting => Command::CancelMeeting { meeting: life.meeting(), reason: text("Sjukdom") },
        K::RecordMeeting => {
            let (chair, secretary) = (Some(karin()), Some(colleague()));
            let mut minutes = MeetingRecord { chair, secretary, ..minutes(case) };
            for row in &mut minutes.attendance {
                row.attendance = Attendance::AbsentNotified;
            }
            minutes.individual_absence_reason = Some(text("Orkade inte"));
            record(life.meeting(), minutes)
        }
        K::RequireNewMeeting => Command::RequireNewMeeting { reason: text("Frågor återstår") },
        _ => return valid_plan(named, kind),
    })
}

fn valid_plan(named: &Named<'_>, kind: CommandKind) -> Option<Command> {
    use CommandKind as K;
    let (life, case) = (named.life, named.case);
    Some(match kind {
        K::CloseWithoutPlan => Command::CloseWithoutPlan { reason: ClosureReason::NoNeed, note: text("Löst") },
        K::AppointCoordinator => {
            let own = case.coordinators.last().map(|last| last.principal);
            if named.is(Role::Administrator) && own != named.actor.staff().map(|staff| staff.unit.principal) {
                return None;
            }
            let staff = case.coordinators.last().map_or_else(karin, |last| last.staff.clone());
            let staff = Some(staff).filter(|staff| named.may_name(staff))?;
            Command::AppointCoordinator { staff, until: Some(life.in_days(60)), phone: None }
        }
        K::EndCoordinator => Command::EndCoordinator { reason: CoordinatorEndReason::Changed },
        K::EditDraft => {
            let unit = &named.actor.staff()?.unit;
            // A number of the organisation's own, so that it is nobody else's activity.
            put_activity(scheduled(unit.organisation.0.as_u128(), &[], unit))
        }
        K::DecideActivity => {
            let open = |status: &ActivityStatus| {
                let written = matches!(
                    status,
                    ActivityStatus::Proposed | ActivityStatus::Accepted { .. } | ActivityStatus::Rejected { .. }
                );
                matches!(status, ActivityStatus::AwaitingDecision { .. }) || (written && case.draft.is_some())
            };
            Command::DecideActivity { activity: named.activity(open)?, decision: ActivityDecision::Accept }
        }
        K::UpdateActivity => {
            let accepted = |status: &ActivityStatus| matches!(status, ActivityStatus::Accepted { .. });
            let activity = named.activity(accepted)?;
            Command::UpdateActivity { activity, progress: ActivityProgress::Ongoing, note: Some(text("Igång")) }
        }
        K::Sign => Command::Sign { invitee: named.signing()?.id, name: name("N"), method: SignatureMethod::Paper },
        K::Establish => Command::Establish,
        K::OpenRevision => {
            let trigger = RevisionTrigger::MaterialChange(case.material_changes.first()?.id);
            Command::OpenRevision { trigger }
        }
        K::ApproveRevision => Command::ApproveRevision,
        K::EstablishRevision => Command::EstablishRevision,
        K::DiscardRevision => Command::DiscardRevision { reason: text("Behövs inte") },
        K::RecordFollowUp => {
            let held = |meeting: &&Meeting| {
                meeting.held.is_some() && case.follow_ups.iter().all(|follow_up| follow_up.meeting != meeting.id)
            };
            let meeting = case.meetings.iter().rev().filter(|m| m.kind != MeetingType::Initial).find(held)?.id;
            follow(follow_up_of(meeting, case, FollowUpOutcome::Close, None))
        }
        K::AssessClosing => Command::AssessClosing { agrees: true, note: None },
        K::ConsultOnClosing => Command::ConsultOnClosing { individual_view: None },
        K::Close => Command::Close { reason: ClosureReason::ReplacedByNew, note: None },
        K::CloseByEvent => Command::CloseByEvent { reason: ClosureReason::Moved, happened_on: life.today() },
        _ => return valid_after(named, kind),
    })
}

fn valid_after(named: &Named<'_>, kind: CommandKind) -> Option<Command> {
    use CommandKind as K;
    let (life, case) = (named.life, named.case);
    Some(match kind {
        K::ReportDeviation => Command::ReportDeviation { activity: None, text: text("Ingen kom") },
        K::DecideDeviation => {
            let deviation = case.deviations.iter().find(|held| held.decision.is_none())?.id;
            Command::DecideDeviation { deviation, revise: false, reason: text("Engångshändelse") }
        }
        K::ReportMaterialChange => Command::ReportMaterialChange { text: text("Flyttat") },
        K::OpenDisagreement => Command::OpenDisagreement(Box::new(DisagreementInput {
            about: text("Vem som tar nätterna"),
            way: DisagreementWay::Consultation,
            parties: vec![r_vc(), k_hsl()],
            due: life.in_days(14),
            individual_view: None,
        })),
        K::EndDisagreement => {
            let disagreement = case.disagreements.iter().find(|held| held.outcome.is_none())?.id;
            Command::EndDisagreement { disagreement, resolved: true, text: text("Överens") }
        }
        K::SettleRecordTask => {
            let own = |task: &&RecordTask| task.done.is_none() && named.is_own(&task.unit);
            let task = case.record_tasks.iter().find(own)?.id;
            Command::SettleRecordTask { task, end: RecordTaskEnd::Done { reference: None } }
        }
        K::AddDelivery => Command::AddDelivery { to: DeliveryTo::Participant { name: name("Granne") } },
        K::RecordDelivery => {
            let free =
                |delivery: &&Delivery| delivery.done.is_none() && !matches!(delivery.to, DeliveryTo::Unit { .. });
            let delivery = case.deliveries.iter().find(free)?.id;
            Command::RecordDelivery { delivery, channel: DeliveryChannel::Hand }
        }
        K::ConfirmUnderstanding => {
            Command::ConfirmUnderstanding(UnderstandingInput { what: true, why: true, by_whom: true, note: None })
        }
        K::OfferSurvey => Command::OfferSurvey,
        K::SettleSurvey => Command::SettleSurvey { state: SurveyState::Answered },
        K::Object => Command::Object { text: text("Jag är inte nöjd") },
        K::LinkSuccessor => Command::LinkSuccessor { successor: id(9001) },
        _ => return side::valid(named, kind),
    })
}
