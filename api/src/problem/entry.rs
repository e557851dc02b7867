//! One face for both catalogues: the generic refusals and the rules of the domain.

use super::generic::Generic;
use crate::http::Language;
use actix_web::http::StatusCode;
use sip_domain::rules::{Rule, RuleClass};

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The request as such.
    Generic(Generic),
    /// A rule of the domain.
    Rule(Rule),
}

impl From<Generic> for Entry {
    fn from(generic: Generic) -> Self {
        Self::Generic(generic)
    }
}

impl From<Rule> for Entry {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl Entry {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Generic(generic) => generic.code,
            Self::Rule(rule) => rule.code(),
        }
    }

    /// The status that the refusal is answered with.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Generic(generic) => StatusCode::from_u16(generic.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Self::Rule(rule) => match rule.class() {
                RuleClass::NotFound => StatusCode::NOT_FOUND,
                RuleClass::Forbidden => StatusCode::FORBIDDEN,
                RuleClass::Conflict => StatusCode::CONFLICT,
                RuleClass::Precondition => StatusCode::PRECONDITION_FAILED,
                RuleClass::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            },
        }
    }

    /// Short title.
    pub fn title(self, language: Language) -> &'static str {
        match self {
            Self::Generic(generic) => generic.title.get(language),
            Self::Rule(rule) => rule.title(language),
        }
    }

    /// What is wrong.
    pub fn text(self, language: Language) -> &'static str {
        match self {
            Self::Generic(generic) => generic.text.get(language),
            Self::Rule(rule) => rule.text(language),
        }
    }

    /// What can be done about it.
    pub fn cure(self, language: Language) -> &'static str {
        match self {
            Self::Generic(generic) => generic.cure.get(language),
            Self::Rule(rule) => rule.cure(language),
        }
    }

    /// Where the refusal comes from: a law, a requirement, an RFC.
    pub fn source(self) -> &'static str {
        match self {
            Self::Generic(generic) => generic.source,
            Self::Rule(rule) => rule.source(),
        }
    }

    /// Every entry, generic ones first.
    pub fn all() -> impl Iterator<Item = Self> {
        let rules = Rule::ALL.iter().copied().map(Self::Rule);
        Generic::ALL.iter().copied().map(Self::Generic).chain(rules)
    }

    /// The entry with `code`.
    pub fn find(code: &str) -> Option<Self> {
        Self::all().find(|entry| entry.code() == code)
    }
}
