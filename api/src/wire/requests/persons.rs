//! Requests about who is who: the child, guardians, representatives, and who may open a protected case.

use super::build::{self, Build, found, nothing_left, take};
use super::start::{ContactRequest, IdentityRequest, person};
use crate::problem::Problem;
use crate::wire::codes::{ExceptionGround, Protection, RepresentativeKind};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sip_domain::command::{ChildPatch, Command, GuardianInput, PersonCommand, RepresentativeInput};
use sip_domain::ids::{GuardianId, RepresentativeId};
use sip_domain::model::{ConsentException, Person};
use sip_domain::text::{PersonName, ShortText, Text};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

fn command(command: PersonCommand) -> Command {
    Command::Person(Box::new(command))
}

/// Whether the child is mature enough to decide alone (FB 6:11).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MaturityRequest {
    /// What the assessment came to.
    is_mature: bool,
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    reason: Text,
}

/// The child's own part (barnets delaktighet). Fields left out stay as they were.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "informedAt": "2027-03-01T07:30:00Z",
    "askedAt": "2027-03-01T07:30:00Z",
    "answer": "Ja, men jag vill inte sitta med hela tiden.",
    "participates": true,
    "participationReason": "Elsa är tio år, förstår vad mötet gäller och vill själv vara med i början.",
    "wishes": "Att fröken och mamma slutar bråka om läxorna."
}))]
pub(crate) struct ChildRequest {
    /// When the child was informed; not in the future.
    informed_at: Option<DateTime<Utc>>,
    /// When the child was asked; not in the future.
    asked_at: Option<DateTime<Utc>>,
    /// What the child answered.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    answer: Option<Text>,
    /// Whether the child takes part in the meeting.
    participates: Option<bool>,
    /// Why or why not: age and maturity.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    participation_reason: Option<Text>,
    /// What the child wishes.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    wishes: Option<Text>,
    /// Who conveyed the wishes at the meeting.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    conveyed_by: Option<PersonName>,
    /// When; not in the future.
    conveyed_at: Option<DateTime<Utc>>,
    /// The assessment of the child's maturity; counts only where the local agreement says so.
    #[validate(nested)]
    maturity: Option<MaturityRequest>,
}

impl From<ChildRequest> for Command {
    fn from(given: ChildRequest) -> Self {
        command(PersonCommand::RecordChild(ChildPatch {
            informed_at: given.informed_at,
            asked_at: given.asked_at,
            answer: given.answer,
            participates: given.participates,
            participation_reason: given.participation_reason,
            wishes: given.wishes,
            conveyed_by: given.conveyed_by,
            conveyed_at: given.conveyed_at,
            maturity: given.maturity.map(|assessed| (assessed.is_mature, assessed.reason)),
        }))
    }
}

/// A guardian (vårdnadshavare) to record.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "identity": {"kind": "personnummer", "value": "199002222397"},
    "name": "Per Provsson",
    "contact": {"phone": "070-174 06 58"},
    "since": "2017-01-02"
}))]
pub(crate) struct GuardianRequest {
    /// Identity number.
    #[validate(nested)]
    identity: IdentityRequest,
    /// Name.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// How to reach the guardian.
    #[validate(nested)]
    contact: Option<ContactRequest>,
    /// Protection of the guardian's identity; then named staff alone may open the case. None when left out.
    protected: Option<Protection>,
    /// From this day.
    since: NaiveDate,
}

impl GuardianRequest {
    /// Puts the guardian on the list.
    pub(crate) fn command(self) -> Result<Build, Problem> {
        let identity = self.identity.parse("/identity/value")?;
        Ok(Box::new(move |lookup, _, _| {
            let person = Person {
                protected: self.protected.map(Into::into).unwrap_or_default(),
                ..person(lookup, identity, self.name, self.contact)?
            };
            Ok(command(PersonCommand::AddGuardian(GuardianInput { person, since: self.since })))
        }))
    }
}

/// Why a guardian's consent is not needed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ConsentExceptionRequest {
    /// The ground; decides whether the next two fields must be there.
    ground: ExceptionGround,
    /// The ground in words; for `other`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    text: Option<Text>,
    /// Reference of the document it rests on; for `other`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    document: Option<ShortText>,
}

impl ConsentExceptionRequest {
    fn parse(mut self) -> Result<ConsentException, Problem> {
        let exception = match self.ground {
            ExceptionGround::PreventedFb => ConsentException::PreventedFb,
            ExceptionGround::BoardDecision => ConsentException::BoardDecision,
            ExceptionGround::Other => ConsentException::Other {
                text: take(&mut self.text, "/consentException/text")?,
                document: take(&mut self.document, "/consentException/document")?,
            },
        };
        nothing_left(&[
            ("/consentException/text", self.text.is_some()),
            ("/consentException/document", self.document.is_some()),
        ])?;
        Ok(exception)
    }
}

/// A change of a guardian. Fields left out stay as they were.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"consentException": {"ground": "board_decision"}}))]
pub(crate) struct GuardianPatch {
    /// The day from which the guardianship no longer lasts.
    until: Option<NaiveDate>,
    /// Why the consent is not needed.
    #[validate(nested)]
    consent_exception: Option<ConsentExceptionRequest>,
    /// Whether the guardian's own identity is protected; then only named staff may open the case.
    protected: Option<Protection>,
}

impl GuardianPatch {
    /// Changes this guardian.
    pub(crate) fn command(self, guardian: GuardianId) -> Result<Build, Problem> {
        let protected = self.protected.map(Into::into);
        let (until, exception) = (self.until, self.consent_exception.map(ConsentExceptionRequest::parse).transpose()?);
        Ok(Box::new(move |_, case, _| {
            found(case.guardians.iter().any(|held| held.id == guardian))?;
            Ok(command(PersonCommand::ChangeGuardian { guardian, until, exception, protected }))
        }))
    }
}

/// Somebody with a mandate to speak for the individual (företrädare).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "identity": {"kind": "personnummer", "value": "200302022389"},
    "name": "Lena Demolin",
    "kind": "framtidsfullmakt",
    "scopeText": "Företräda Sven i kontakter med vård och omsorg.",
    "validFrom": "2026-11-02",
    "documentSeen": true,
    "attendsInstead": false,
    "individualAgrees": true
}))]
pub(crate) struct MandateRequest {
    /// Identity number.
    #[validate(nested)]
    identity: IdentityRequest,
    /// Name.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// How to reach the representative.
    #[validate(nested)]
    contact: Option<ContactRequest>,
    /// What kind of mandate.
    kind: RepresentativeKind,
    /// What it covers, in words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    scope_text: Text,
    /// From this day.
    valid_from: NaiveDate,
    /// The last day.
    valid_to: Option<NaiveDate>,
    /// Whether the caller has seen the document; a mandate counts only then.
    document_seen: bool,
    /// Whether the representative attends instead of the individual.
    #[serde(default)]
    attends_instead: bool,
    /// Whether the individual agrees to that.
    #[serde(default)]
    individual_agrees: bool,
}

impl MandateRequest {
    /// Records the mandate.
    pub(crate) fn command(self) -> Result<Build, Problem> {
        let identity = self.identity.parse("/identity/value")?;
        Ok(Box::new(move |lookup, _, _| {
            Ok(command(PersonCommand::AddRepresentative(RepresentativeInput {
                person: person(lookup, identity, self.name, self.contact)?,
                kind: self.kind.into(),
                scope_text: self.scope_text,
                valid_from: self.valid_from,
                valid_to: self.valid_to,
                document_seen: self.document_seen,
                attends_instead: self.attends_instead,
                individual_agrees: self.individual_agrees,
            })))
        }))
    }
}

/// The end of a mandate.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"validTo": "2027-03-31"}))]
pub(crate) struct MandatePatch {
    /// Its last day.
    valid_to: NaiveDate,
}

impl MandatePatch {
    /// Ends this mandate.
    pub(crate) fn command(self, representative: RepresentativeId) -> Build {
        Box::new(move |_, case, _| {
            found(case.representatives.iter().any(|held| held.id == representative))?;
            Ok(command(PersonCommand::EndRepresentative { representative, until: self.valid_to }))
        })
    }
}

/// Protected identity (skyddade personuppgifter).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"level": "marking", "readers": ["01993b00-0006-7000-8000-000000000012"]}))]
pub(crate) struct ProtectionRequest {
    /// How the individual's identity is protected; `none` lifts the protection and with it the list.
    level: Protection,
    /// The assignments under which the case may be opened, beside the caller's own.
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    readers: Vec<Uuid>,
}

impl ProtectionRequest {
    /// Names who alone may open the case.
    pub(crate) fn command(self) -> Build {
        Box::new(move |lookup, _, _| {
            let readers = self.readers.into_iter().map(|reader| build::staff(lookup, reader, "/readers"));
            let readers = readers.collect::<Result<_, _>>()?;
            Ok(command(PersonCommand::Protect { level: self.level.into(), readers }))
        })
    }
}
