//! What may be done in which state: for every pair that the table of commands does not have, a no that says what may
//! be done instead (INV-51).

use crate::life::*;
use crate::support::*;
use sip_domain::command::{Command, CommandKind as K};
use sip_domain::model::{OfferAnswer, StatusName};
use sip_domain::rules::Rule;
use std::collections::BTreeSet;

/// A case in every state that is reached today.
pub(crate) fn in_every_state() -> Vec<Life> {
    let refused = Life::after(K::ReportNeed)
        .and(&by_karin(), Command::RecordOwnAssessment { text: text("Jag vill ha hjälp") })
        .then(&by_karin(), |life| refuse("Behovet kan mötas av en verksamhet", Some(life.now)));
    vec![
        Life::after(K::ReportNeed),
        Life::after(K::AnswerOffer),
        Life::before(K::SendSummons),
        Life::before(K::RecordMeeting),
        Life::before(K::Establish),
        Life::before(K::Close),
        Life::before(K::EstablishRevision),
        Life::after(K::Close),
        refused,
        Life::after(K::Offer).and(&individual(), answer_offer(OfferAnswer::Declined)),
        super::standing::resting(),
    ]
}

#[test]
fn a_command_out_of_its_states_is_refused_and_told_what_may_be_done() {
    let asked_before_the_state = [Rule::MappingNotYours, Rule::RolePermissionMissing, Rule::ClientNotAllowed];
    let mut met = BTreeSet::new();
    for life in in_every_state() {
        let case = life.case();
        for kind in K::all().filter(|kind| !kind.states().contains(&case.status.name())) {
            for actor in everybody().iter().filter(|actor| is_related(&life, actor)) {
                let held = sip_domain::access::roles(case, actor, life.now);
                let Some(command) = inputs(&life, kind, actor).pop() else { continue };
                let refusal = life.refused(actor, command);
                if kind != K::ReportNeed && !kind.roles().iter().any(|role| held.contains(role)) {
                    assert_ne!(refusal.primary(), Rule::InvalidTransition, "{kind:?}: the role comes first");
                } else if !asked_before_the_state.contains(&refusal.primary()) {
                    assert_eq!(refusal.primary(), Rule::InvalidTransition, "{kind:?} in {:?}", case.status.name());
                    let open = life.allowed(actor).into_iter().filter(sip_domain::Action::is_open);
                    assert_eq!(refusal.allowed, open.map(|action| action.kind).collect::<Vec<_>>());
                    met.insert((case.status.name(), kind));
                }
            }
        }
    }
    assert!(met.len() > 150, "{} pairs", met.len());
    // A voided case exists for nobody.
    let unseen = [StatusName::Voided];
    let seen = met.iter().map(|(status, _)| *status).collect::<BTreeSet<_>>();
    assert_eq!(seen.len() + unseen.len(), StatusName::ALL.len());
}
