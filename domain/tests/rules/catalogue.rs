//! The list of cases, and the check that no rule is without one.

use crate::life::Life;
use sip_domain::command::Command;
use sip_domain::context::Actor;
use sip_domain::rules::Rule;
use std::collections::HashSet;

/// One no: in this state, this command by this actor breaks this rule.
pub(crate) struct Case {
    /// As a sentence.
    pub(crate) name: &'static str,
    pub(crate) rule: Rule,
    /// The requirement, as the catalogue of rules has it.
    pub(crate) source: &'static str,
    pub(crate) given: fn() -> Life,
    pub(crate) when: fn(&Life) -> (Actor, Command),
    /// Whether the rule is the first one named; others may come before it.
    pub(crate) leads: bool,
}

/// Rules that no command raises, each with the reason.
const NOT_RAISED: &[(Rule, &str)] = &[
    (Rule::VersionConflict, "raised by the store, which knows the version the client has read"),
    (Rule::RequestNotTaken, "who has not taken the request is no initiator, and told so by the role"),
    (Rule::NoMeetingHeld, "a plan is established in the state meeting_held only, which no case is in without one"),
];

fn all() -> impl Iterator<Item = &'static Case> {
    let themes = [
        super::start::CASES,
        super::consents::CASES,
        super::summons::CASES,
        super::meetings::CASES,
        super::plans::CASES,
        super::closing::CASES,
        super::safety::CASES,
        super::children::CASES,
        super::discharge::CASES,
        super::standing::CASES,
        super::protection::CASES,
    ];
    themes.into_iter().flatten()
}

/// The rules that a case was refused by, in their order.
fn broken(case: &Case) -> Vec<Rule> {
    let life = (case.given)();
    let (by, command) = (case.when)(&life);
    match life.decide(&by, command) {
        Err(refusal) => refusal.violations().map(|violation| violation.rule).collect(),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn every_case_is_refused_by_its_rule() {
    let wrong = all().filter_map(|case| {
        let rules = broken(case);
        let found = if case.leads { rules.first() == Some(&case.rule) } else { rules.contains(&case.rule) };
        (!found).then(|| format!("{}: {:?} instead of {:?}", case.name, rules, case.rule))
    });
    let wrong = wrong.collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_names_the_source_the_catalogue_has() {
    for case in all() {
        assert!(case.rule.source().contains(case.source), "{}: {}", case.name, case.rule.source());
    }
}

#[test]
fn every_rule_has_a_case_or_is_raised_by_no_command() {
    let raised = all().flat_map(broken).collect::<HashSet<_>>();
    let not_raised = NOT_RAISED.iter().map(|(rule, _)| *rule).collect::<HashSet<_>>();
    for rule in Rule::ALL {
        assert!(
            raised.contains(rule) != not_raised.contains(rule),
            "{rule} is {}",
            if raised.contains(rule) { "raised: strike it from the list" } else { "without a case" }
        );
        assert!(not_raised.contains(rule) || all().any(|case| case.rule == *rule), "{rule} has no case of its own");
    }
    assert_eq!(not_raised.len(), NOT_RAISED.len());
}

#[test]
fn names_are_told_apart() {
    let names = all().map(|case| case.name).collect::<HashSet<_>>();
    assert_eq!(names.len(), all().count());
}
