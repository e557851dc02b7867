//! Who is calling.
//!
//! A token only identifies. What the caller may do is read from the database at each request: [`Identity`] is what goes
//! into that look-up, by assignment for staff and by person for citizens.

mod claims;
mod fetch;
mod issuer;
mod keys;
mod preset;
mod seen;
mod verify;

pub use fetch::{EndpointError, KeyEndpoint, PATIENCE};
pub use issuer::{KeyRing, KeySource, TrustedIssuer};
pub use keys::{IssuerKey, KeyError, parse_key_set};
pub use preset::{
    Assurance, COMMISSION, CONFIRMED, COORDINATION_LEVEL, COORDINATION_NUMBER, EMPLOYEE, PERSONAL_NUMBER, Preset,
};
pub use verify::{TokenRules, Verifier};

use crate::app::AppState;
use crate::problem::{Generic, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use secrecy::SecretString;
use std::time::Instant;

/// What a verified token says about its bearer.
#[derive(Clone, Debug)]
pub enum Identity {
    /// Staff acting under one assignment (medarbetaruppdrag).
    Staff {
        /// HSA-id of the member of staff.
        subject: String,
        /// HSA-id of the assignment.
        assignment_hsa_id: String,
        /// The client that acts for the member of staff; none when that is the frontend they sit at.
        client: Option<String>,
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
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let state = req.app_data::<web::Data<AppState>>();
            let identity = match bearer(req.headers()).zip(state) {
                Some((token, state)) => state.verifier.identify(token, Instant::now()).await,
                None => None,
            };
            identity.ok_or_else(|| Problem::of(Generic::UNAUTHENTICATED))
        })
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
    /// HSA-id of the member of staff.
    pub subject: String,
    /// HSA-id of the assignment.
    pub assignment_hsa_id: String,
    /// The client that acts for the member of staff, when there is one.
    pub client: Option<String>,
}

impl FromRequest for Staff {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let identity = Identity::from_request(req, payload);
        Box::pin(async move {
            match identity.await {
                Ok(Identity::Staff { subject, assignment_hsa_id, client }) => {
                    Ok(Self { subject, assignment_hsa_id, client })
                }
                Ok(Identity::Citizen { .. }) => Err(Problem::of(Generic::CALLER_KIND)),
                Err(problem) => Err(problem),
            }
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
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let identity = Identity::from_request(req, payload);
        Box::pin(async move {
            match identity.await {
                Ok(Identity::Citizen { subject, identity_number }) => Ok(Self { subject, identity_number }),
                Ok(Identity::Staff { .. }) => Err(Problem::of(Generic::CALLER_KIND)),
                Err(problem) => Err(problem),
            }
        })
    }
}
