//! The refusals that have nothing to do with SIP: what can be wrong with a request as such.
//!
//! They have the same shape as the rules of the domain, so that one catalogue serves both; `NOT_FOUND` and
//! `VERSION_CONFLICT` are rules there and not repeated here.

use crate::http::Language;

/// A text for people in both languages.
#[derive(Debug)]
pub struct Text {
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in `language`.
    pub fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Swedish => self.sv,
            Language::English => self.en,
        }
    }
}

/// What a generic refusal is made of.
#[derive(Debug)]
pub struct Facts {
    /// Stable code, upper snake case.
    pub code: &'static str,
    /// HTTP status that the refusal is answered with (for codes of single fields: 400).
    pub status: u16,
    /// Short title.
    pub title: Text,
    /// What is wrong.
    pub text: Text,
    /// What the client can do about it.
    pub cure: Text,
    /// The standard that says so.
    pub source: &'static str,
}

/// One generic refusal; two are equal when their codes are.
#[derive(Clone, Copy, Debug)]
pub struct Generic(pub(super) &'static Facts);

impl PartialEq for Generic {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for Generic {}

impl std::ops::Deref for Generic {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        self.0
    }
}
