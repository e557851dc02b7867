//! A citizen asks for a SIP: for oneself, for a child, or for somebody one represents.

use super::build::{self, take};
use super::start::{ContactRequest, IdentityRequest, Opening, person};
use crate::problem::{Generic, Problem};
use crate::wire::codes::{CaseKind, LegalBasis, NeedSource, NeedTrigger};
use serde::{Deserialize, Serialize};
use sip_domain::command::{Command, ReportNeed};
use sip_domain::context::Actor;
use sip_domain::identity::IdentityNumber;
use sip_domain::ids::CaseId;
use sip_domain::model::Person;
use sip_domain::rules::Rule;
use sip_domain::text::{PersonName, ShortText, Text};
use sip_persistence::BuildError;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// As what somebody asks for another.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AskingAs {
    Guardian,
    Representative,
}

/// Whom the SIP is asked for, when not for the caller.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AskedForRequest {
    /// Identity number.
    #[validate(nested)]
    identity: IdentityRequest,
    /// Name.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
}

/// A unit is asked for a SIP (begäran om SIP).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "unit": "01993b00-0003-7000-8000-000000000003",
    "name": "Maria Testsson",
    "contact": {"phone": "070-174 06 35"},
    "description": "Jag har kontakt med både kommunen och vården och vill att ni gör en gemensam plan.",
    "ownAssessment": "Jag orkar inte hålla ihop allt själv."
}))]
pub(crate) struct SipRequest {
    /// The unit that is asked.
    unit: Uuid,
    /// The caller's name.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// How to reach the caller.
    #[validate(nested)]
    contact: Option<ContactRequest>,
    /// Language of the one the SIP is for, BCP 47.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    language: Option<ShortText>,
    /// The need in words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    description: Text,
    /// The individual's own assessment.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    own_assessment: Option<Text>,
    /// Whom the SIP is for; the caller when left out.
    #[validate(nested)]
    individual: Option<AskedForRequest>,
    /// As what the caller asks for somebody else; with `individual`.
    #[serde(rename = "as")]
    acting_as: Option<AskingAs>,
}

/// For whom it is asked, and by whom as the unit is told.
struct Asked {
    identity: IdentityNumber,
    name: PersonName,
    contact: Option<ContactRequest>,
    source: NeedSource,
    source_detail: Option<ShortText>,
}

impl SipRequest {
    /// Opens a case that waits in the unit's inbox until staff takes it over; `own` is the caller's number.
    pub(crate) fn command(mut self, own: IdentityNumber) -> Result<Opening, Problem> {
        let asked = self.asked(own)?;
        Ok(Box::new(move |lookup, seed| {
            if !matches!(lookup.actor(), Actor::Citizen { .. }) {
                return Err(BuildError::Rule(Rule::RolePermissionMissing));
            }
            let unit = build::unit(lookup, self.unit, "/unit")?;
            let individual =
                Person { language: self.language, ..person(lookup, asked.identity, asked.name, asked.contact)? };
            Ok(Command::ReportNeed(Box::new(ReportNeed {
                case: CaseId(seed.nth(0)),
                kind: CaseKind::OpenCare.into(),
                source: asked.source.into(),
                source_detail: asked.source_detail,
                detected_at: lookup.now(),
                description: self.description,
                own_assessment: self.own_assessment,
                trigger: NeedTrigger::Other.into(),
                legal_basis: vec![LegalBasis::Hsl.into(), LegalBasis::Sol.into()],
                predecessor: None,
                compulsory_open_care: false,
                unit_has_open_case: lookup.unit_has_open_case(unit.id, individual.id)?,
                unit,
                person: individual,
            })))
        }))
    }

    fn asked(&mut self, own: IdentityNumber) -> Result<Asked, Problem> {
        let contact = self.contact.take();
        let Some(other) = self.individual.take() else {
            build::nothing_left(&[("/as", self.acting_as.is_some())])?;
            let (name, source) = (self.name.clone(), NeedSource::Individual);
            return Ok(Asked { identity: own, name, contact, source, source_detail: None });
        };
        let source = match take(&mut self.acting_as, "/as")? {
            AskingAs::Guardian => NeedSource::Guardian,
            AskingAs::Representative => NeedSource::Representative,
        };
        let identity = other.identity.parse("/individual/identity/value")?;
        if identity == own {
            return Err(Problem::invalid("/individual/identity/value", Generic::FIELD_INVALID));
        }
        // The unit has to know whom to call; how to reach the other person it does not know from this.
        let source_detail = Some(caller(&self.name, contact.as_ref())?);
        Ok(Asked { identity, name: other.name, contact: None, source, source_detail })
    }
}

/// The caller's name and the way to reach the caller, on one line.
fn caller(name: &PersonName, contact: Option<&ContactRequest>) -> Result<ShortText, Problem> {
    let ways = contact.map(|held| [&held.phone, &held.email, &held.address]);
    let ways = ways.into_iter().flatten().flatten().map(ShortText::as_str);
    let line: Vec<&str> = std::iter::once(name.as_str()).chain(ways).collect();
    ShortText::parse(line.join(", ")).map_err(|_| Problem::invalid("/contact", Generic::FIELD_LENGTH))
}
