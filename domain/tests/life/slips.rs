//! Attempts that lack something, name what is not there, or come too late: none may do harm.

use super::*;
use sip_domain::command::*;
use sip_domain::model::*;

/// Attempts of a kind, good and bad; never empty.
pub(crate) fn inputs(life: &Life, kind: CommandKind, actor: &Actor) -> Vec<Command> {
    let mut all = slips(life, kind);
    all.extend(valid(life, kind, actor));
    all
}

fn invitee(life: &Life) -> InviteeId {
    life.case().invitees.last().map_or(id(1), |invitee| invitee.id)
}

fn meeting(life: &Life) -> MeetingId {
    life.case().meetings.last().map_or(id(1), |meeting| meeting.id)
}

fn slips(life: &Life, kind: CommandKind) -> Vec<Command> {
    use CommandKind as K;
    let now = life.now;
    match kind {
        K::ReportNeed => vec![report_need(report(now))],
        K::TakeOver => vec![Command::TakeOver],
        K::RecordOwnAssessment => vec![Command::RecordOwnAssessment { text: text("Nej tack") }],
        K::RefuseSip => vec![refuse("Nej", None), refuse("Behovet kan mötas av en verksamhet", None)],
        K::RecordInformation => vec![information(now)],
        K::Offer => vec![Command::Offer],
        K::AnswerOffer => vec![answer_offer(OfferAnswer::Accepted), answer_offer(OfferAnswer::Declined)],
        K::GiveConsent => consents(life),
        K::WithdrawConsent => {
            let rows = life.case().consents.last().and_then(|consent| consent.scope.first()).map(|row| row.id);
            vec![
                Command::WithdrawConsent {
                    consent: id(1),
                    channel: WithdrawalChannel::Phone,
                    extent: WithdrawalExtent::Whole,
                },
                withdraw(life.case(), WithdrawalExtent::Rows { rows: rows.into_iter().collect() }),
            ]
        }
        K::StartPreparation => vec![Command::StartPreparation],
        K::UpdatePreparation => {
            let hidden = NetworkMember { is_protected: true, ..preparation().network.swap_remove(0) };
            let stig = SupportPerson { name: name("Stig"), contact: None, chosen_by_individual: false };
            vec![
                prepare(PreparationPatch { support_person: Some(stig), ..PreparationPatch::default() }),
                prepare(PreparationPatch { home_meeting_wished: Some(true), ..PreparationPatch::default() }),
                prepare(PreparationPatch { network: Some(vec![hidden]), ..PreparationPatch::default() }),
            ]
        }
        K::HandOverPreparation => [outsider(), anna()].map(|to| Command::HandOverPreparation { to }).to_vec(),
        K::SetBasis => vec![Command::SetBasis { purpose: text("Natten") }],
        K::WriteMapping => {
            let touching = MappingInput { touches_topic: Some(id(411)), ..mapping("Familjen") };
            [mapping("Skilsmässan"), touching].map(|entry| Command::WriteMapping { entries: vec![entry] }).to_vec()
        }
        K::ShareMapping => vec![Command::ShareMapping],
        _ => slips_of_meeting(life, kind),
    }
}

fn consents(life: &Life) -> Vec<Command> {
    let (case, now) = (life.case(), life.now);
    let good = || consent_from(life.now);
    let mut by_others = vec![ConsentGiver::Guardian(id(1)), ConsentGiver::Representative(id(1))];
    by_others.extend(case.guardians.iter().map(|held| ConsentGiver::Guardian(held.id)));
    by_others.extend(case.representatives.iter().map(|held| ConsentGiver::Representative(held.id)));
    let mut attempts: Vec<Command> = by_others.into_iter().map(|giver| give(consent_by(giver, now))).collect();
    attempts.extend([Attitude::Unknown, Attitude::Against].map(|held| give(consent_on_assessment(now, held))));
    attempts.extend(vec![
        give(ConsentInput { scope: Vec::new(), ..good() }),
        give(ConsentInput { meeting: false, ..good() }),
        give(ConsentInput { valid_to: life.now, ..good() }),
        give(ConsentInput { journal_note: None, ..oral_consent(life.now) }),
        give(ConsentInput { giver: ConsentGiver::UnableToConsent, ..good() }),
        give(oral_consent(life.now)),
        give(ConsentInput { valid_to: life.now + Duration::days(3), ..good() }),
        give(ConsentInput { scope: vec![scope(&r_vc(), &[Category::Health])], ..good() }),
        give(ConsentInput { valid_from: now + Duration::days(2), ..good() }),
    ]);
    attempts
}

fn slips_of_meeting(life: &Life, kind: CommandKind) -> Vec<Command> {
    use CommandKind as K;
    let (listed, met) = (invitee(life), meeting(life));
    match kind {
        K::AddInvitee => vec![
            invite(wished_unit(&r_vc())),
            invite(InviteeInput { established_contact: Some(EstablishedContact::No), ..wished_unit(&outsider().unit) }),
            invite(InviteeInput { chosen_by_individual: false, ..wished(InviteeKind::Support { name: name("Stig") }) }),
            invite(InviteeInput { questions: vec![id(1)], ..wished_unit(&r_vc()) }),
            invite(wished(InviteeKind::Guardian { guardian: life.case().guardians.first().map_or(id(1), |g| g.id) })),
            invite(wished(InviteeKind::Representative { representative: id(1) })),
        ],
        K::RemoveInvitee => [id(1), listed].map(|invitee| Command::RemoveInvitee { invitee }).to_vec(),
        K::ApproveInvitee => [id(1), listed].map(|invitee| Command::ApproveInvitee { invitee }).to_vec(),
        K::RecordPreContact => vec![Command::RecordPreContact { invitee: id(1), note: text("Ringde") }],
        K::AnswerInvitation => {
            [id(1), listed].map(|invitee| Command::AnswerInvitation { invitee, accept: false }).to_vec()
        }
        K::NameRepresentative => {
            let named = |invitee, staff| Command::NameRepresentative { invitee, staff };
            vec![named(id(1), anna()), named(listed, outsider()), named(listed, lisa())]
        }
        K::NameSubstitute => {
            let named = |invitee, staff| Command::NameSubstitute { invitee, staff, briefed: false };
            vec![named(id(1), anna()), named(listed, outsider()), named(listed, eva())]
        }
        K::RecordPreparedness => {
            [id(1), listed].map(|invitee| Command::RecordPreparedness { invitee, note: None }).to_vec()
        }
        K::PlanMeeting => vec![
            plan_meeting(MeetingType::Initial, moved(life.now)),
            plan_meeting(MeetingType::Extra, MeetingPatch { place: Some(home()), ..particulars(life.now) }),
            plan_meeting(MeetingType::Initial, MeetingPatch::default()),
        ],
        K::UpdateMeeting => vec![
            change_meeting(id(1), MeetingPatch::default()),
            change_meeting(met, moved(life.now)),
            change_meeting(met, MeetingPatch { place: Some(home()), ..MeetingPatch::default() }),
            change_meeting(met, moved(life.now + Duration::hours(30))),
        ],
        K::AssignMeetingRoles => {
            let by = MeetingRoleHolder::Staff;
            vec![
                assign(id(1), by(anna()), by(olle())),
                assign(met, by(olle()), by(StaffRef { id: id(999), ..olle() })),
                assign(met, by(outsider()), by(olle())),
                assign(met, MeetingRoleHolder::Invitee(listed), by(olle())),
                assign(met, by(olle()), by(anna())),
            ]
        }
        _ => slips_at_meeting(life, kind),
    }
}

fn slips_at_meeting(life: &Life, kind: CommandKind) -> Vec<Command> {
    use CommandKind as K;
    let (case, met) = (life.case(), meeting(life));
    match kind {
        K::SetAgenda => vec![
            Command::SetAgenda { meeting: id(1), items: Vec::new() },
            Command::SetAgenda { meeting: met, items: vec![agenda_point("Skilsmässan")] },
        ],
        K::SendSummons => [id(1), met].map(|meeting| Command::SendSummons { meeting }).to_vec(),
        K::CancelMeeting => vec![Command::CancelMeeting { meeting: id(1), reason: text("Sjukdom") }],
        K::RecordMeeting => {
            let good = || minutes(case);
            vec![
                record(id(1), good()),
                record(met, MeetingRecord { roles_present: false, ..good() }),
                record(met, MeetingRecord { attendance: Vec::new(), ..good() }),
                record(met, MeetingRecord { chair: Some(olle()), secretary: Some(olle()), ..good() }),
                record(met, MeetingRecord { chair: Some(outsider()), ..good() }),
                record(met, MeetingRecord { secrecy_reminder_done: false, ..good() }),
            ]
        }
        K::RequireNewMeeting => vec![Command::RequireNewMeeting { reason: text("Frågor återstår") }],
        K::CloseWithoutPlan => {
            vec![Command::CloseWithoutPlan { reason: ClosureReason::Deceased, note: text("Löst") }]
        }
        K::AppointCoordinator => {
            let appoint = |staff, until| Command::AppointCoordinator { staff, until, phone: None };
            vec![appoint(outsider(), None), appoint(anna(), Some(life.today())), appoint(anna(), None)]
        }
        K::EndCoordinator => vec![Command::EndCoordinator { reason: CoordinatorEndReason::LeftEmployment }],
        _ => slips_of_plan(life, kind),
    }
}

fn slips_of_plan(life: &Life, kind: CommandKind) -> Vec<Command> {
    use CommandKind as K;
    match kind {
        K::EditDraft => vec![
            put_goal(799, GoalTerm::Long, &[1]),
            draft(DraftChange::RemoveNeed(id(1))),
            put_need(798),
            draft(DraftChange::RemoveGoal(id(712))),
            put_activity(Activity { how_often: None, ..scheduled(722, &[712], &r_vc()) }),
            draft(DraftChange::Patch(DraftPatch {
                follow_up: Some(FollowUpPlan::Planned { date: life.today(), place: place() }),
                ..DraftPatch::default()
            })),
        ],
        K::DecideActivity => [id(1), id(721), id(722)]
            .into_iter()
            .flat_map(|activity| {
                let due = life.today();
                let no = ActivityDecision::Reject { reason: text("Inte vårt") };
                [no, ActivityDecision::Await { due }, ActivityDecision::Await { due: due + Duration::days(9) }]
                    .map(|decision| Command::DecideActivity { activity, decision })
            })
            .collect(),
        K::UpdateActivity => [id(1), id(721), id(722)]
            .map(|activity| {
                let progress = ActivityProgress::Stopped { reason: text("Flyttat") };
                Command::UpdateActivity { activity, progress, note: None }
            })
            .to_vec(),
        K::Sign => [id(1), invitee(life)]
            .map(|invitee| Command::Sign {
                invitee,
                name: name("N"),
                method: SignatureMethod::Refused { reason: text("Vill tänka") },
            })
            .to_vec(),
        K::Establish => vec![Command::Establish],
        K::OpenRevision => {
            let held = life.case().follow_ups.last().map_or(id(1), |held| held.id);
            let triggers = [RevisionTrigger::Deviation(id(1)), RevisionTrigger::FollowUp(held)];
            triggers.map(|trigger| Command::OpenRevision { trigger }).to_vec()
        }
        K::ApproveRevision => vec![Command::ApproveRevision],
        K::EstablishRevision => vec![Command::EstablishRevision],
        K::DiscardRevision => vec![Command::DiscardRevision { reason: text("Behövs inte") }],
        K::RecordFollowUp => {
            let of = |meeting, outcome| follow_up_of(meeting, life.case(), outcome, None);
            let met = meeting(life);
            vec![
                follow(of(id(1), FollowUpOutcome::Close)),
                follow(of(met, FollowUpOutcome::Continue)),
                follow(FollowUpInput { outcome: None, ..of(met, FollowUpOutcome::Close) }),
                follow(FollowUpInput { attainments: Vec::new(), ..of(met, FollowUpOutcome::Close) }),
                follow(of(met, FollowUpOutcome::Revise)),
            ]
        }
        _ => slips_after(life, kind),
    }
}

fn slips_after(life: &Life, kind: CommandKind) -> Vec<Command> {
    use CommandKind as K;
    let case = life.case();
    match kind {
        K::AssessClosing => vec![Command::AssessClosing { agrees: false, note: None }],
        K::ConsultOnClosing => vec![Command::ConsultOnClosing { individual_view: None }],
        K::Close => vec![Command::Close { reason: ClosureReason::Deceased, note: None }],
        K::CloseByEvent => vec![
            Command::CloseByEvent { reason: ClosureReason::Moved, happened_on: life.in_days(1) },
            Command::CloseByEvent { reason: ClosureReason::GoalsMet, happened_on: life.today() },
        ],
        K::ReportDeviation => vec![Command::ReportDeviation { activity: Some(id(1)), text: text("Ingen kom") }],
        K::DecideDeviation => [id(1), case.deviations.last().map_or(id(1), |held| held.id)]
            .map(|deviation| Command::DecideDeviation { deviation, revise: true, reason: text("Ändras") })
            .to_vec(),
        K::ReportMaterialChange => vec![Command::ReportMaterialChange { text: text("Flyttat") }],
        K::OpenDisagreement => [(Vec::new(), life.in_days(9)), (vec![r_vc()], life.today())]
            .map(|(parties, due)| {
                let (about, way) = (text("Nätterna"), DisagreementWay::Deliberation);
                Command::OpenDisagreement(Box::new(DisagreementInput {
                    about,
                    way,
                    parties,
                    due,
                    individual_view: None,
                }))
            })
            .to_vec(),
        K::EndDisagreement => {
            vec![Command::EndDisagreement { disagreement: id(1), resolved: false, text: text("Kvarstår") }]
        }
        K::SettleRecordTask => [id(1), case.record_tasks.first().map_or(id(1), |task| task.id)]
            .map(|task| Command::SettleRecordTask { task, end: RecordTaskEnd::Done { reference: None } })
            .to_vec(),
        K::AddDelivery => [DeliveryTo::Relative { name: name("Bror") }, DeliveryTo::Unit { unit: outsider().unit }]
            .map(|to| Command::AddDelivery { to })
            .to_vec(),
        K::RecordDelivery => std::iter::once(id(1))
            .chain(case.deliveries.iter().map(|delivery| delivery.id))
            .map(|delivery| Command::RecordDelivery { delivery, channel: DeliveryChannel::Post })
            .collect(),
        K::SettleSurvey => vec![Command::SettleSurvey { state: SurveyState::Offered }],
        K::ConfirmUnderstanding => vec![Command::ConfirmUnderstanding(UnderstandingInput {
            what: true,
            why: false,
            by_whom: true,
            note: None,
        })],
        K::OfferSurvey => vec![Command::OfferSurvey],
        K::Object => vec![Command::Object { text: text("Jag är inte nöjd") }],
        K::LinkSuccessor => vec![Command::LinkSuccessor { successor: id(9001) }],
        _ => side::slips(life, kind),
    }
}
