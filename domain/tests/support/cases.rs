//! Whole cases, one for each stage of the road, and the things they are made of.

use super::*;
use chrono::Duration;
use sip_domain::profile::ConsentForm;

/// T1: reported by Karin, nothing more.
#[expect(clippy::too_many_lines, reason = "one line for each field of the case")]
pub(crate) fn case_with_need() -> SipCase {
    SipCase {
        schema: SCHEMA,
        id: id(9000),
        version: 1,
        kind: CaseKind::OpenCare,
        status: Status::NeedIdentified,
        urgent: None,
        person: person(),
        principal_responsible: None,
        legal_basis: vec![LegalBasis::Sol],
        predecessor: None,
        successor: None,
        created_at: at("2026-01-20T08:00:00Z"),
        need: NeedReport {
            source: NeedSource::Staff,
            source_detail: None,
            detected_at: at("2026-01-19T08:00:00Z"),
            description: text("Flera insatser som inte hänger ihop"),
            own_assessment: None,
            trigger: NeedTrigger::Stuck,
            reported_by: clinical(&karin()),
            taken_over_at: None,
        },
        initiator: Some(karin()),
        responsible_unit: k_soc(),
        preparation_lead: None,
        information: InformationGiven::default(),
        offer: None,
        child: None,
        guardians: Vec::new(),
        representatives: Vec::new(),
        agreement: Agreement::default(),
        reader_list: None,
        discharge: None,
        voiding_request: None,
        consents: Vec::new(),
        preparation: None,
        basis: None,
        mapping: None,
        invitees: Vec::new(),
        meetings: Vec::new(),
        summonses: Vec::new(),
        draft: None,
        versions: Vec::new(),
        coordinators: Vec::new(),
        signatures: Vec::new(),
        deliveries: Vec::new(),
        record_tasks: Vec::new(),
        understanding: Vec::new(),
        survey: None,
        deviations: Vec::new(),
        material_changes: Vec::new(),
        disagreements: Vec::new(),
        follow_ups: Vec::new(),
        party_assessments: Vec::new(),
        closing_consultation: None,
        revision_approval: None,
        objections: Vec::new(),
        disclosures: Vec::new(),
        contact_attempts: Vec::new(),
        last_event_at: at("2026-01-20T08:00:00Z"),
        last_activity_at: at("2026-01-20T08:00:00Z"),
    }
}

pub(crate) fn row(n: u128, recipient: &UnitRef, categories: &[Category]) -> ScopeRow {
    ScopeRow {
        id: id(n),
        from_organisation: None,
        recipient: recipient.clone(),
        categories: categories.to_vec(),
        purpose: text("Samordnad planering"),
    }
}

/// A consent by the individual for 2026-02-01 to 2026-08-01.
pub(crate) fn consent(n: u128, scope: Vec<ScopeRow>) -> Consent {
    Consent {
        id: id(n),
        giver: ConsentGiver::Individual,
        form: ConsentForm::Written,
        meeting: true,
        information_transfer: true,
        received_by: Some(name("Karin")),
        received_at: start(),
        journal_note: None,
        scope,
        excluded_categories: Vec::new(),
        exclusions: vec![text("Inget om min bror")],
        valid_from: start(),
        valid_to: at("2026-08-01T00:00:00Z"),
        withdrawals: Vec::new(),
        capacity: None,
        other_ground: None,
    }
}

pub(crate) fn withdrawal(moment: DateTime<Utc>, extent: WithdrawalExtent) -> Withdrawal {
    Withdrawal { at: moment, by: name("Maria"), channel: WithdrawalChannel::Phone, extent }
}

pub(crate) fn preparation() -> Preparation {
    Preparation {
        started_at: start(),
        what_matters: Some(text("Att få bo kvar hemma")),
        own_goals: None,
        own_description: None,
        questions: vec![
            Question { id: id(401), text: text("Vem hjälper mig på natten?"), priority: 1 },
            Question { id: id(402), text: text("Vem sköter medicinen?"), priority: 2 },
        ],
        excluded_topics_asked: true,
        excluded_topics: vec![ExcludedTopic { id: id(411), text: text("Skilsmässan") }],
        network: vec![NetworkMember {
            name: name("Bror"),
            relation: short("bror"),
            kind: NetworkKind::Private,
            organisation: None,
            is_protected: false,
        }],
        minors: Some(MinorsInNetwork::No),
        minors_note: None,
        support_person: None,
        adaptations: vec![Adaptation { kind: AdaptationKind::Cognitive, detail: short("Bildstöd"), arranged: false }],
        preparation_needs: Vec::new(),
        meeting_wishes: Some(text("Helst på förmiddagen")),
        home_meeting_wished: false,
        coordinator_wish: None,
        copy_to_relatives: Vec::new(),
        done_with_individual_at: Some(start()),
    }
}

pub(crate) fn organisation_invitee(n: u128, unit: &UnitRef) -> Invitee {
    Invitee {
        id: id(n),
        kind: InviteeKind::Organisation { unit: unit.clone() },
        wished_profession: None,
        purpose: Some(text("Frågan om natten")),
        questions: Vec::new(),
        approved_by_individual_at: Some(start()),
        established_contact: Some(EstablishedContact::Yes),
        pre_contacts: Vec::new(),
        summons_kind: SummonsKind::Summons,
        duty: true,
        to_bring: None,
        has_system_access: true,
        rsvp: Rsvp { status: RsvpStatus::Draft, at: None, by: None },
        representative: None,
        substitute: None,
        attendance: None,
        attendance_note: None,
        prepared_at: None,
        prepared_note: None,
    }
}

/// A meeting on 2 March 2026, one hour, chaired by Anna, with Olle as secretary.
pub(crate) fn meeting(n: u128) -> Meeting {
    Meeting {
        id: id(n),
        kind: MeetingType::Initial,
        start: Some(meeting_time()),
        duration_minutes: Some(60),
        form: Some(MeetingForm::Physical),
        place: Some(place()),
        room_booked: true,
        purpose: Some(text("Planera")),
        chair: Some(anna()),
        secretary: Some(olle()),
        agenda: Vec::new(),
        summoned_at: None,
        held: None,
        cancelled: None,
    }
}

pub(crate) fn place() -> Place {
    Place { kind: PlaceType::Region, text: Some(short("Rum 3")), link: None }
}

pub(crate) fn held() -> HeldMeeting {
    HeldMeeting {
        recorded_at: meeting_time() + Duration::hours(2),
        recorded_by: olle(),
        individual_present: true,
        individual_absence_reason: None,
        secrecy_reminder_done: true,
        individual_view: Some(text("Jag är trött på nätterna")),
        others_view: None,
        contributions: None,
        summary: Some(text("Alla är överens")),
        agreed_text: None,
        understood_and_agreed: true,
        evaluation_note: None,
        is_urgent: false,
    }
}

pub(crate) fn summons(n: u128, invitee: &Invitee, meeting: &Meeting) -> Summons {
    let is_separate = invitee.summons_kind == SummonsKind::SeparateContact;
    Summons {
        id: id(n),
        meeting: meeting.id,
        invitee: invitee.id,
        kind: invitee.summons_kind,
        sent_at: at("2026-02-10T09:00:00Z"),
        convenor: karin(),
        individual: (!is_separate).then(|| name("Maria")),
        purpose: text("Planera"),
        questions: Vec::new(),
        to_bring: None,
        wished_profession: None,
        start: meeting_time(),
        duration_minutes: 60,
        form: MeetingForm::Physical,
        place: place(),
        answer_by: day("2026-02-25"),
        duty: invitee.duty,
        superseded_at: None,
    }
}

/// T5: Karin prepares. Consent: R-VC health, plan document, identity, logistics, network; K-HSL sleep and plan
/// document; R-PSY sleep.
pub(crate) fn case_in_preparation() -> SipCase {
    let scope = vec![
        row(
            501,
            &r_vc(),
            &[
                Category::Health,
                Category::PlanDocument,
                Category::IdentityContact,
                Category::MeetingLogistics,
                Category::FamilyNetwork,
            ],
        ),
        row(502, &k_hsl(), &[Category::Sleep, Category::PlanDocument]),
        row(503, &r_psy(), &[Category::Sleep]),
    ];
    SipCase {
        status: Status::Preparing,
        preparation_lead: Some(karin()),
        consents: vec![consent(500, scope)],
        preparation: Some(preparation()),
        basis: Some(Basis { purpose: text("Natten"), created_by: karin(), created_at: start() }),
        mapping: Some(Mapping {
            entries: vec![
                MappingEntry { life_area: LifeArea::Health, text: text("Diabetes") },
                MappingEntry { life_area: LifeArea::Sleep, text: text("Vaken på natten") },
            ],
            author: karin(),
            updated_at: start(),
            shared_at: Some(start()),
        }),
        last_event_at: start(),
        last_activity_at: start(),
        ..case_with_need()
    }
}

/// T6: R-VC has named Anna, K-HSL Olle, R-PSY Lisa. Lisa is to answer the first question.
pub(crate) fn case_summoned() -> SipCase {
    let meeting = Meeting { summoned_at: Some(at("2026-02-10T09:00:00Z")), ..meeting(600) };
    let named = |n, unit: &UnitRef, staff: StaffRef| Invitee {
        representative: Some(staff),
        rsvp: Rsvp {
            status: RsvpStatus::RepresentativeNamed,
            at: Some(at("2026-02-12T09:00:00Z")),
            by: Some(name("Chef")),
        },
        ..organisation_invitee(n, unit)
    };
    let invitees = vec![
        named(601, &r_vc(), anna()),
        named(602, &k_hsl(), olle()),
        Invitee { questions: vec![id(401)], ..named(603, &r_psy(), lisa()) },
    ];
    let summonses = (611..).zip(&invitees).map(|(n, invitee)| summons(n, invitee, &meeting)).collect();
    SipCase {
        status: Status::Summoned { meeting: meeting.id },
        meetings: vec![meeting],
        summonses,
        invitees,
        last_event_at: at("2026-02-12T09:00:00Z"),
        last_activity_at: at("2026-02-12T09:00:00Z"),
        ..case_in_preparation()
    }
}

/// T9: the meeting was held, all came, Karin coordinates, and Olle writes the draft.
pub(crate) fn case_after_meeting() -> SipCase {
    let mut case = case_summoned();
    case.status = Status::MeetingHeld { meeting: id(600) };
    for meeting in &mut case.meetings {
        meeting.held = Some(held());
    }
    for invitee in &mut case.invitees {
        invitee.attendance = Some(Attendance::InPerson);
        invitee.prepared_at = Some(meeting_time());
    }
    case.coordinators = vec![coordinator(karin())];
    case.draft = Some(content());
    case.last_event_at = meeting_time() + Duration::hours(2);
    case.last_activity_at = case.last_event_at;
    case
}

/// T10: version 1 is established.
pub(crate) fn case_active() -> SipCase {
    let mut case = case_after_meeting();
    case.status = Status::Active;
    case.draft = None;
    case.versions = vec![version(1)];
    case.last_event_at = at("2026-03-03T10:00:00Z");
    case.last_activity_at = case.last_event_at;
    case
}

/// The consent withdrawn, whole or in part, at [`now`].
pub(crate) fn withdrawn(mut case: SipCase, extent: &WithdrawalExtent) -> SipCase {
    for consent in &mut case.consents {
        consent.withdrawals.push(withdrawal(now(), extent.clone()));
    }
    case
}
