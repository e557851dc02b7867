//! Who the bearer is, read from the claims of a token whose signature, times, issuer and audience hold.
//!
//! A token says one thing about its bearer: one assignment, or one identity number. Which of two would hold is never guessed.

use super::Identity;
use super::issuer::TrustedIssuer;
use super::preset::{
    Assurance, COMMISSION, CONFIRMED, COORDINATION_LEVEL, COORDINATION_NUMBER, EMPLOYEE, PERSONAL_NUMBER, Preset,
};
use super::verify::TokenRules;
use secrecy::SecretString;
use serde_json::{Map, Value};
use sip_domain::identity::{IdentityKind, IdentityNumber};

type Claims = Map<String, Value>;

/// The bearer, when `issuer` may vouch for such a one and is sure enough.
pub(super) fn identity(claims: &Claims, rules: &TokenRules, issuer: &TrustedIssuer) -> Option<Identity> {
    if assurance(claims, issuer)? < rules.min_assurance {
        return None;
    }
    let subject = text(claims, "sub").filter(|subject| (1..=255).contains(&subject.len()))?;
    let assignments = present(claims, &[rules.assignment_claim.as_str(), COMMISSION]);
    let numbers = present(claims, &[rules.identity_claim.as_str(), PERSONAL_NUMBER, COORDINATION_NUMBER]);
    match (assignments.as_slice(), numbers.as_slice()) {
        ([claim], []) if *claim == rules.assignment_claim && issuer.follows(Preset::IneraIdp) => {
            staff(claims, claim, subject, issuer)
        }
        ([], [claim]) if issuer.follows(Preset::OidcSweden) => citizen(claims, claim, subject, rules),
        _ => None,
    }
}

fn staff(claims: &Claims, claim: &str, subject: &str, issuer: &TrustedIssuer) -> Option<Identity> {
    let subject = match claims.get(EMPLOYEE) {
        Some(employee) => employee.as_str().filter(|id| is_hsa_id(id))?,
        // Providers without the claim name the member of staff in `sub`; the store compares it with the assignment's.
        None => subject,
    };
    let client = match claims.get("act") {
        Some(act) => Some(client(act, issuer)?),
        None => None,
    };
    let assignment_hsa_id = text(claims, claim).filter(|id| is_hsa_id(id))?.to_owned();
    Some(Identity::Staff { subject: subject.to_owned(), assignment_hsa_id, client })
}

fn citizen(claims: &Claims, claim: &str, subject: &str, rules: &TokenRules) -> Option<Identity> {
    let number = text(claims, claim)?;
    let kind = match claim {
        COORDINATION_NUMBER if text(claims, COORDINATION_LEVEL)? == CONFIRMED => IdentityKind::Samordningsnummer,
        COORDINATION_NUMBER => return None,
        // A configured claim stands in for the preset's: who has renamed it does not take the old name.
        claim if claim == rules.identity_claim => IdentityKind::Personnummer,
        _ => return None,
    };
    let digits = number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_own = digits && IdentityNumber::parse(kind, number).is_ok() && !claims.contains_key("act");
    is_own.then(|| Identity::Citizen { subject: subject.to_owned(), identity_number: SecretString::from(number) })
}

/// The client that acts for the member of staff (RFC 8693 section 4.1). A chain of actors is refused: nobody could say who did
/// it.
fn client(act: &Value, issuer: &TrustedIssuer) -> Option<String> {
    let act = act.as_object()?;
    let client = text(act, "sub")?;
    let own = act.iter().all(|(name, value)| match name.as_str() {
        "sub" => true,
        "iss" => value.as_str() == Some(&issuer.issuer),
        _ => false,
    });
    (own && issuer.clients.iter().any(|listed| listed == client)).then(|| client.to_owned())
}

fn assurance(claims: &Claims, issuer: &TrustedIssuer) -> Option<Assurance> {
    let acr = text(claims, "acr")?;
    issuer.presets.iter().find_map(|preset| preset.assurance(acr))
}

/// Those of `names` that the token has, whatever they hold; each once.
fn present<'a>(claims: &Claims, names: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<&str> = names.iter().copied().filter(|name| claims.contains_key(*name)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn text<'a>(claims: &'a Claims, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

fn is_hsa_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests;
