//! Random walks through the process: mostly straight on, often astray, by everybody, while time passes.

use crate::agreement::agree;
use crate::invariants::{faults, faults_of_storage, is_for_the_ended};
use crate::life::*;
use crate::support::{administrator, individual, k_soc};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestCaseError, TestRunner};
use sip_domain::command::{Command, CommandKind as K};
use sip_domain::context::Actor;
use sip_domain::model::StatusName;
use sip_domain::profile::{GuardianWithdrawal, MinorPolicy, Profile};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// One move: straight on, a slip in what would have been next, a decisive step on spoilt ground, or whatever anybody tries.
#[derive(Clone, Copy, Debug)]
enum Move {
    On,
    Slip {
        which: usize,
    },
    Rush {
        what: usize,
        which: usize,
    },
    Try {
        who: usize,
        what: usize,
        which: usize,
    },
    Wait {
        hours: i64,
    },
    /// The backend's own hand: it tries to let the case rest.
    Tick,
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        28 => Just(Move::On),
        8 => any::<usize>().prop_map(|which| Move::Slip { which }),
        8 => (any::<usize>(), any::<usize>()).prop_map(|(what, which)| Move::Rush { what, which }),
        10 => (0..15_usize, any::<usize>(), any::<usize>()).prop_map(|(who, what, which)| Move::Try { who, what, which }),
        1 => (1..400_i64).prop_map(|hours| Move::Wait { hours }),
        1 => Just(Move::Tick),
    ]
}

/// Something that is spoilt first, and the decisive step tried right after it.
const RUSHES: [(K, K); 17] = [
    (K::EditDraft, K::Establish),
    (K::EditDraft, K::EstablishRevision),
    (K::EditDraft, K::Establish),
    (K::EditDraft, K::EstablishRevision),
    (K::AddDelivery, K::RecordDelivery),
    (K::AddInvitee, K::SendSummons),
    (K::GiveConsent, K::SendSummons),
    (K::UpdateMeeting, K::SendSummons),
    (K::UpdatePreparation, K::RecordMeeting),
    (K::ConsultOnClosing, K::Close),
    (K::GiveConsent, K::Resume),
    (K::Pause, K::Resume),
    (K::WithdrawConsent, K::Pause),
    (K::ChangeGuardian, K::WithdrawConsent),
    (K::Protect, K::HandOverPreparation),
    (K::RequestVoiding, K::ConfirmVoiding),
    (K::RecordContactAttempt, K::CloseExpired),
];

/// About whom, and under which agreement.
#[derive(Clone, Copy, Debug)]
enum Road {
    Straight,
    Child { guardians: usize, days_to_adult: i64, policy: usize, closes: bool },
    Represented,
    Discharge,
    Protected,
    Urgent,
}

fn roads() -> impl Strategy<Value = Road> {
    let child = (1..=3_usize, prop_oneof![2 => Just(3000_i64), 3 => 1..250_i64], 0..3_usize, any::<bool>());
    prop_oneof![
        6 => Just(Road::Straight),
        6 => child.prop_map(|(guardians, days_to_adult, policy, closes)| {
            Road::Child { guardians, days_to_adult, policy, closes }
        }),
        1 => Just(Road::Represented),
        2 => Just(Road::Discharge),
        2 => Just(Road::Protected),
        1 => Just(Road::Urgent),
    ]
}

fn begun(road: Road) -> Life {
    match road {
        Road::Straight => Life::after(K::ReportNeed),
        Road::Represented => Life::represented(),
        Road::Discharge => Life::at_discharge(),
        Road::Protected => Life::protected(),
        Road::Urgent => Life::after(K::ReportNeed).and(&by_karin(), urgent(Some("Hot om vräkning"))),
        Road::Child { guardians, days_to_adult, policy, closes } => {
            let policies = [
                MinorPolicy::AllGuardians,
                MinorPolicy::AllGuardiansPlusChild { from_age: 15 },
                MinorPolicy::MatureChildAlone,
            ];
            let one_guardian_withdraws = if closes { GuardianWithdrawal::Close } else { GuardianWithdrawal::Pause };
            let minor_policy = policies[policy];
            let profile = Profile { minor_policy, one_guardian_withdraws, ..Profile::default() };
            let birthday = Life::default().in_days(days_to_adult);
            let born = birthday.checked_sub_months(chrono::Months::new(18 * 12)).unwrap();
            Life::child(profile, born, &[gun(), geir(), gro()][..guardians])
        }
    }
}

/// Where a walk begins: from the start, or some way on.
fn beginnings() -> impl Strategy<Value = Option<K>> {
    prop::option::weighted(
        0.75,
        prop::sample::select(vec![
            K::SendSummons,
            K::RecordMeeting,
            K::Establish,
            K::Establish,
            K::EstablishRevision,
            K::RecordFollowUp,
            K::Close,
        ]),
    )
}

fn walk(road: Road, from: Option<K>, moves: Vec<Move>) -> Result<Life, TestCaseError> {
    let mut life = begun(road);
    if let Some(kind) = from {
        life = life.until(kind);
    }
    for step in moves {
        take(&mut life, step)?;
    }
    let faults = faults_of_storage(&life);
    prop_assert!(faults.is_empty(), "{faults:?}");
    Ok(life)
}

/// One attempt of a kind, picked from those there are.
fn pick(life: &Life, kind: K, actor: &Actor, which: usize) -> Command {
    let mut attempts = inputs(life, kind, actor);
    attempts.swap_remove(which % attempts.len())
}

fn take(life: &mut Life, step: Move) -> Result<(), TestCaseError> {
    let (actor, command) = match step {
        Move::Wait { hours } => {
            life.now += chrono::Duration::hours(hours);
            return Ok(());
        }
        Move::Tick => (Actor::System, pause_by_itself()),
        Move::On => match forward(life) {
            Some(Step::Do(actor, command)) => (*actor, *command),
            Some(Step::Wait(until)) => {
                life.now = until;
                return Ok(());
            }
            None => return Ok(()),
        },
        Move::Slip { which } => {
            let Some(Step::Do(actor, command)) = forward(life) else { return Ok(()) };
            let command = pick(life, command.kind(), &actor, which);
            (*actor, command)
        }
        Move::Rush { what, which } => return rush(life, RUSHES[what % RUSHES.len()], which),
        Move::Try { who, what, which } => {
            let actor = everybody().swap_remove(who);
            if let Err(fault) = agree(life, &actor) {
                return Err(TestCaseError::fail(fault));
            }
            // A role's own commands more often than others'.
            let open = life.allowed(&actor).into_iter().filter(sip_domain::Action::is_open);
            let open = open.map(|action| action.kind).collect::<Vec<_>>();
            let kinds = if open.is_empty() || what % 4 == 0 { K::all().collect() } else { open };
            let command = pick(life, kinds[what % kinds.len()], &actor, which);
            (actor, command)
        }
    };
    attempt(life, &actor, command)
}

/// Spoils something in every way there is, each time followed by the decisive step; goes on with one of the ways.
fn rush(life: &mut Life, (spoiling, decisive): (K, K), which: usize) -> Result<(), TestCaseError> {
    let leader = lead(life.case());
    let mut ways = Vec::new();
    for spoilt in inputs(life, spoiling, &leader) {
        let mut way = life.clone();
        attempt(&mut way, &leader, spoilt)?;
        attempt(&mut way, &individual(), Command::ApproveRevision)?;
        let actor = match decisive {
            K::RecordMeeting => by_olle(),
            K::ConfirmVoiding => administrator(&k_soc()),
            _ => leader.clone(),
        };
        let step = pick(&way, decisive, &actor, which);
        attempt(&mut way, &actor, step)?;
        ways.push(way);
    }
    *life = ways.swap_remove(which % ways.len());
    Ok(())
}

/// Gives one command, and looks whether all still holds.
fn attempt(life: &mut Life, actor: &Actor, command: Command) -> Result<(), TestCaseError> {
    let before = life.case.clone();
    let rows = life.journal.len();
    let ended = life.case().status.name().is_final();
    let fits_the_end = is_for_the_ended(&command);
    let related = is_related(life, actor);
    let kind = command.kind();
    if life.attempt(actor, command).is_ok() {
        prop_assert!(!ended || fits_the_end, "{kind:?} was taken after the end");
        let by_itself = *actor == Actor::System && kind == K::Pause;
        prop_assert!(related || by_itself, "{kind:?} was taken from an outsider");
        let faults = faults(before.as_ref(), life, &life.journal[rows..]);
        prop_assert!(faults.is_empty(), "after {kind:?}: {faults:?}");
    } else {
        prop_assert!(before == life.case, "{kind:?} was refused and changed something");
    }
    Ok(())
}

#[test]
fn whatever_is_tried_the_case_stays_sound() {
    let config = Config {
        cases: 320,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..Config::default()
    };
    let ends = RefCell::new(BTreeMap::<StatusName, u32>::new());
    let established = RefCell::new((0_u32, 0_u32));
    let mut runner = TestRunner::new(config);
    let walks = (roads(), beginnings(), prop::collection::vec(moves(), 10..=60));
    let result = runner.run(&walks, |(road, from, moves)| {
        let life = walk(road, from, moves)?;
        *ends.borrow_mut().entry(life.case().status.name()).or_default() += 1;
        let versions = life.case().versions.len();
        established.borrow_mut().0 += u32::from(versions >= 1);
        established.borrow_mut().1 += u32::from(versions >= 2);
        Ok(())
    });
    if let Err(fault) = result {
        panic!("{fault}");
    }
    let (ends, (first, second)) = (ends.into_inner(), established.into_inner());
    assert!(first > 100 && second > 50 && ends.len() >= 6, "{first} plans, {second} revised, {ends:?}");
}
