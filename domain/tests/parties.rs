//! Who is party to a case: work lists never name a case that cannot be opened.

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

use sip_domain::access::{roles, view};
use sip_domain::model::*;
use sip_domain::parties;
use support::*;

#[test]
fn inv_52_every_party_row_is_a_role_that_opens_the_case() {
    let request = || SipCase { initiator: None, ..case_with_need() };
    for stage in [request, case_with_need, case_in_preparation, case_summoned, case_after_meeting, case_active] {
        let case = stage();
        for party in parties(&case) {
            let actor = match (party.person, party.staff) {
                (Some(_), _) => individual(),
                (None, Some(id)) => {
                    let known = [karin(), anna(), olle(), lisa()].into_iter().find(|staff| staff.id == id);
                    clinical(&known.unwrap())
                }
                (None, None) => {
                    let units = [k_soc(), k_hsl(), r_vc(), r_psy()];
                    let unit = units.into_iter().find(|unit| Some(unit.id) == party.unit).unwrap();
                    clinical(&staff(399, "Kollega", &unit))
                }
            };
            assert!(roles(&case, &actor, now()).contains(&party.role), "{party:?}");
        }
    }
}

#[test]
fn s1_23_a_unit_is_no_party_before_it_is_summoned() {
    let mut case = case_in_preparation();
    case.invitees = vec![organisation_invitee(601, &r_vc())];
    assert!(parties(&case).iter().all(|party| party.unit != Some(r_vc().id)));
    assert_eq!(view(&case, &clinical(&anna()), now()), None);
}
