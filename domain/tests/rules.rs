//! Every rule of the process, each with the case in which it says no (3.3), and the transitions of a case (3.2).

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod life;
#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

#[path = "rules/transitions.rs"]
mod transitions;

#[test]
fn straight_way() {
    use sip_domain::command::CommandKind as K;
    let l = life::Life::after(K::Close);
    for r in &l.journal { eprintln!("{} {}", r.at, serde_json::to_value(&r.event).unwrap()["type"]); }
}
