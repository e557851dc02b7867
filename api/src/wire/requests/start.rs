//! Requests about the beginning: the need, the information, the offer.

use crate::problem::{Generic, Problem};
use crate::wire::codes::{CaseKind, IdentityKind, LegalBasis, NeedSource, NeedTrigger, OfferAnswer, Protection};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sip_domain::command::{Command, InformationInput, ReportNeed};
use sip_domain::context::IdSeed;
use sip_domain::identity::IdentityNumber;
use sip_domain::ids::CaseId;
use sip_domain::model::{Contact, Person};
use sip_domain::rules::Rule;
use sip_domain::text::{PersonName, ShortText, Text};
use sip_persistence::{BuildError, Lookup};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// An identity number.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "personnummer", "value": "199002222397"}))]
pub(crate) struct IdentityRequest {
    /// The series: personnummer, samordningsnummer or the national reservnummer.
    pub(crate) kind: IdentityKind,
    /// Twelve characters, with or without a hyphen before the last four.
    #[validate(length(min = 12, max = 13))]
    #[schema(min_length = 12, max_length = 13)]
    pub(crate) value: String,
}

impl IdentityRequest {
    /// The checked number.
    pub(crate) fn parse(&self, pointer: &str) -> Result<IdentityNumber, Problem> {
        IdentityNumber::parse(self.kind.into(), &self.value)
            .map_err(|_| Problem::invalid(pointer, Generic::FIELD_FORMAT))
    }
}

/// How to reach somebody.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ContactRequest {
    /// Telephone number.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub(super) phone: Option<ShortText>,
    /// E-mail address.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub(super) email: Option<ShortText>,
    /// Postal address.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub(super) address: Option<ShortText>,
}

impl From<ContactRequest> for Contact {
    fn from(given: ContactRequest) -> Self {
        Self { phone: given.phone, email: given.email, address: given.address }
    }
}

/// The individual (den enskilde).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct IndividualRequest {
    /// Identity number.
    #[validate(nested)]
    identity: IdentityRequest,
    /// Name.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// How to reach the person.
    #[validate(nested)]
    contact: Option<ContactRequest>,
    /// Language, BCP 47.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    language: Option<ShortText>,
    /// Protection of the identity; then named staff alone may open the case, from the start the reporter. None when left out.
    protected: Option<Protection>,
}

/// A need of coordination (behov av samordning).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReportRequest, example = json!({
    "kind": "open_care",
    "individual": {
        "identity": {"kind": "personnummer", "value": "196101182803"},
        "name": "Tove Testsson",
        "contact": {"phone": "070-174 06 05"},
        "language": "sv"
    },
    "source": "staff",
    "detectedAt": "2027-02-28T13:00:00Z",
    "description": "Flera insatser från kommunen och vårdcentralen som behöver samordnas.",
    "ownAssessment": "Jag vill att de pratar med varandra i stället för att jag ska berätta allt flera gånger.",
    "trigger": "stuck",
    "legalBasis": ["hsl", "sol"]
}))]
pub(crate) struct ReportNeedRequest {
    /// What it is about in law.
    kind: CaseKind,
    /// The person the plan is for.
    #[validate(nested)]
    individual: IndividualRequest,
    /// Who noticed the need.
    source: NeedSource,
    /// More about the source.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    source_detail: Option<ShortText>,
    /// When the need was noticed; not in the future.
    detected_at: DateTime<Utc>,
    /// The need in words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    description: Text,
    /// The individual's own assessment.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    own_assessment: Option<Text>,
    /// What set it off.
    trigger: NeedTrigger,
    /// The law or agreement it rests on.
    #[validate(length(min = 1, max = 5))]
    #[schema(min_items = 1, max_items = 5)]
    legal_basis: Vec<LegalBasis>,
    /// The case that this one follows.
    predecessor: Option<Uuid>,
    /// Whether the individual is in open compulsory care (öppen tvångsvård); then another plan is made at discharge.
    #[serde(default)]
    compulsory_open_care: bool,
}

/// What opens a case, once the directory is at hand.
pub(crate) type Opening = Box<dyn FnOnce(&mut Lookup<'_>, IdSeed) -> Result<Command, BuildError> + Send + 'static>;

impl ReportNeedRequest {
    /// Opens a case at the reporter's own unit.
    pub(crate) fn command(self) -> Result<Opening, Problem> {
        let identity = self.individual.identity.parse("/individual/identity/value")?;
        Ok(Box::new(move |lookup, seed| {
            let unit = lookup.actor().staff().map(|staff| staff.unit.clone());
            let unit = unit.ok_or(BuildError::Rule(Rule::RoleNotStaff))?;
            let given = self.individual;
            let mut person = person(lookup, identity, given.name, given.contact)?;
            person.language = given.language;
            person.protected = given.protected.map(Into::into).unwrap_or_default();
            Ok(Command::ReportNeed(Box::new(ReportNeed {
                case: CaseId(seed.nth(0)),
                kind: self.kind.into(),
                source: self.source.into(),
                source_detail: self.source_detail,
                detected_at: self.detected_at,
                description: self.description,
                own_assessment: self.own_assessment,
                trigger: self.trigger.into(),
                legal_basis: self.legal_basis.into_iter().map(Into::into).collect(),
                predecessor: self.predecessor.map(CaseId),
                compulsory_open_care: self.compulsory_open_care,
                unit_has_open_case: lookup.unit_has_open_case(unit.id, person.id)?,
                unit,
                person,
            })))
        }))
    }
}

/// A person as the case is told of them, found in the register by number or put there.
pub(super) fn person(
    lookup: &mut Lookup<'_>,
    identity: IdentityNumber,
    name: PersonName,
    contact: Option<ContactRequest>,
) -> Result<Person, BuildError> {
    Ok(Person {
        id: lookup.person_by_identity(&identity)?,
        birth_date: identity.birth_date(),
        identity,
        name,
        sex: None,
        protected: Protection::None.into(),
        contact: contact.map(Into::into),
        language: None,
        deceased_on: None,
    })
}

/// The individual's own assessment (egen bedömning).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"text": "Jag behöver hjälp med att få ihop mina kontakter, särskilt inför flytten."}))]
pub(crate) struct OwnAssessmentRequest {
    /// In the individual's words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
}

impl From<OwnAssessmentRequest> for Command {
    fn from(given: OwnAssessmentRequest) -> Self {
        Self::RecordOwnAssessment { text: given.text }
    }
}

/// A refusal to make a SIP (nekad SIP).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "reason": "Behovet tillgodoses helt av vårdcentralen; ingen insats från kommunen är aktuell.",
    "individualInformedAt": "2027-03-01T08:00:00Z"
}))]
pub(crate) struct RefusalRequest {
    /// Why, in words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    reason: Text,
    /// When the individual was told.
    individual_informed_at: Option<DateTime<Utc>>,
}

impl From<RefusalRequest> for Command {
    fn from(given: RefusalRequest) -> Self {
        Self::RefuseSip { reason: given.reason, individual_informed_at: given.individual_informed_at }
    }
}

/// Information to the individual (information om SIP). Fields left out stay as they were.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "oralAt": "2027-03-01T08:00:00Z",
    "writtenAt": "2027-03-01T08:00:00Z",
    "language": "sv",
    "adaptation": "lättläst"
}))]
pub(crate) struct InformationRequest {
    /// When it was told.
    oral_at: Option<DateTime<Utc>>,
    /// When it was handed over in writing.
    written_at: Option<DateTime<Utc>>,
    /// In which language.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    language: Option<ShortText>,
    /// Adapted how: interpreter, easy to read, pictures.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    adaptation: Option<ShortText>,
}

impl From<InformationRequest> for Command {
    fn from(given: InformationRequest) -> Self {
        Self::RecordInformation(InformationInput {
            oral_at: given.oral_at,
            written_at: given.written_at,
            language: given.language,
            adaptation: given.adaptation,
        })
    }
}

/// The answer to the offer (svar på erbjudandet).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"answer": "accepted", "answeredBy": "Maria Testsson"}))]
pub(crate) struct OfferAnswerRequest {
    /// Yes or no. No closes the case.
    answer: OfferAnswer,
    /// Who answered.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    answered_by: PersonName,
}

impl From<OfferAnswerRequest> for Command {
    fn from(given: OfferAnswerRequest) -> Self {
        Self::AnswerOffer { answer: given.answer.into(), answered_by: given.answered_by }
    }
}
