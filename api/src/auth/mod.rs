//! Who is calling.
//!
//! A token only identifies. What the caller may do is read from the database at each request: [`Identity`] is what goes
//! into that look-up, by assignment for staff and by person for citizens.

mod keys;
mod verify;

pub use keys::{IssuerKey, KeyError, TrustedIssuer, parse_key_set};
pub use verify::{Assurance, TokenRules, Verifier};

use crate::app::AppState;
use crate::problem::{Generic, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpRequest, web};
use secrecy::SecretString;
use std::future::{Ready, ready};

/// What a verified token says about its bearer.
#[derive(Clone, Debug)]
pub enum Identity {
    /// Staff acting under one assignment (medarbetaruppdrag).
    Staff {
        /// `sub` of the token.
        subject: String,
        /// HSA-id of the assignment.
        assignment_hsa_id: String,
    },
    /// A citizen.
    Citizen {
        /// `sub` of the token.
        subject: String,
        /// Twelve digits.
        identity_number: SecretString,
    },
}

impl FromRequest for Identity {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = req.app_data::<web::Data<AppState>>();
        let identity = bearer(req.headers()).zip(state).and_then(|(token, state)| state.verifier.verify(token));
        ready(identity.ok_or_else(|| Problem::of(Generic::UNAUTHENTICATED)))
    }
}

/// The token of the one `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(AUTHORIZATION);
    let value = given.next()?.to_str().ok()?;
    if given.next().is_some() {
        return None;
    }
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token)
}

/// Staff; 403 for citizens.
#[derive(Clone, Debug)]
pub struct Staff {
    /// `sub` of the token.
    pub subject: String,
    /// HSA-id of the assignment.
    pub assignment_hsa_id: String,
}

impl FromRequest for Staff {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(match Identity::from_request(req, payload).into_inner() {
            Ok(Identity::Staff { subject, assignment_hsa_id }) => Ok(Self { subject, assignment_hsa_id }),
            Ok(Identity::Citizen { .. }) => Err(Problem::of(Generic::CALLER_KIND)),
            Err(problem) => Err(problem),
        })
    }
}

/// A citizen; 403 for staff.
#[derive(Clone, Debug)]
pub struct Citizen {
    /// `sub` of the token.
    pub subject: String,
    /// Twelve digits.
    pub identity_number: SecretString,
}

impl FromRequest for Citizen {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(match Identity::from_request(req, payload).into_inner() {
            Ok(Identity::Citizen { subject, identity_number }) => Ok(Self { subject, identity_number }),
            Ok(Identity::Staff { .. }) => Err(Problem::of(Generic::CALLER_KIND)),
            Err(problem) => Err(problem),
        })
    }
}
