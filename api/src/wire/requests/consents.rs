//! Requests about consent.

use super::build::{self, Build, found, nothing_left, take};
use crate::problem::Problem;
use crate::wire::codes::{Attitude, Category, ConsentForm, ExtentKind, GiverKind, WithdrawalChannel};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sip_domain::command::{Command, ConsentInput, ScopeRowInput};
use sip_domain::ids::{ConsentId, GuardianId, OrganisationId, RepresentativeId, ScopeRowId};
use sip_domain::model::{CapacityAssessment, ConsentGiver, ContactedPerson, JournalNote, WithdrawalExtent};
use sip_domain::text::{PersonName, ShortText, Text};
use sip_persistence::{BuildError, Lookup};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// One row of the scope: what may go to which unit, and why.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ScopeRowRequest {
    /// Whose information; any party's when left out.
    from_organisation: Option<Uuid>,
    /// The unit that may have it.
    recipient: Uuid,
    /// What kinds of information.
    #[validate(length(max = 24))]
    #[schema(max_items = 24)]
    categories: Vec<Category>,
    /// What for.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    purpose: Option<Text>,
}

/// Where an oral consent is written down.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct JournalNoteRequest {
    /// Whose record.
    organisation: Uuid,
    /// The note's reference, or a statement that it was written.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    reference: ShortText,
    /// When it was written.
    at: DateTime<Utc>,
}

/// Somebody asked about the individual's attitude.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ContactedPersonRequest {
    /// Who.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// Relation to the individual.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    relation: ShortText,
    /// When.
    at: DateTime<Utc>,
    /// What was understood.
    attitude: Attitude,
}

/// The assessment that the individual cannot consent.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CapacityRequest {
    /// Who assessed.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    assessed_by: PersonName,
    /// When.
    at: DateTime<Utc>,
    /// Who was asked.
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    contacted: Vec<ContactedPersonRequest>,
}

/// A consent (samtycke).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "giver": "individual",
    "form": "oral",
    "meeting": true,
    "informationTransfer": true,
    "receivedBy": "Karin Karlsson",
    "receivedAt": "2027-03-01T08:00:00Z",
    "journalNote": {
        "organisation": "01993b00-0002-7000-8000-000000000001",
        "reference": "Journalanteckning 2027-03-01",
        "at": "2027-03-01T08:00:00Z"
    },
    "scope": [{
        "recipient": "01993b00-0003-7000-8000-000000000003",
        "categories": ["identity_contact", "health", "meeting_logistics", "plan_document"],
        "purpose": "Vårdcentralen ska kunna delta i planeringen och göra sin del av planen."
    }],
    "excludedCategories": [],
    "exclusions": ["Inget om mina syskon."],
    "validFrom": "2027-03-01T08:00:00Z",
    "validTo": "2028-02-29T23:00:00Z"
}))]
pub(crate) struct ConsentRequest {
    /// Who gives it.
    giver: GiverKind,
    /// Which guardian or representative.
    giver_id: Option<Uuid>,
    /// Oral, written or electronic.
    form: ConsentForm,
    /// Covers the meeting and the planning.
    meeting: bool,
    /// Covers the transfer of information.
    information_transfer: bool,
    /// Who received it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    received_by: Option<PersonName>,
    /// When it was given.
    received_at: Option<DateTime<Utc>>,
    /// Where an oral consent is written down.
    #[validate(nested)]
    journal_note: Option<JournalNoteRequest>,
    /// What to whom. There is no general consent.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    scope: Vec<ScopeRowRequest>,
    /// Categories taken out for every recipient.
    #[serde(default)]
    #[validate(length(max = 24))]
    #[schema(max_items = 24)]
    excluded_categories: Vec<Category>,
    /// What the consent shall not cover, in the individual's words.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(value_type = Vec<String>, max_items = 20)]
    exclusions: Vec<Text>,
    /// From this moment.
    valid_from: DateTime<Utc>,
    /// Until, not including, this moment.
    valid_to: DateTime<Utc>,
    /// The assessment, when the individual cannot consent.
    #[validate(nested)]
    capacity: Option<CapacityRequest>,
    /// Another legal ground than consent.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    other_ground: Option<Text>,
}

impl ConsentRequest {
    /// Gives the consent.
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        let giver = match self.giver {
            GiverKind::Individual => ConsentGiver::Individual,
            GiverKind::UnableToConsent => ConsentGiver::UnableToConsent,
            GiverKind::Guardian => ConsentGiver::Guardian(GuardianId(take(&mut self.giver_id, "/giverId")?)),
            GiverKind::Representative => {
                ConsentGiver::Representative(RepresentativeId(take(&mut self.giver_id, "/giverId")?))
            }
        };
        nothing_left(&[("/giverId", self.giver_id.is_some())])?;
        Ok(Box::new(move |lookup, _, _| {
            let scope = scope(lookup, self.scope)?;
            if let Some(note) = &self.journal_note {
                known(lookup.organisation(OrganisationId(note.organisation))?, "/journalNote/organisation")?;
            }
            Ok(Command::GiveConsent(Box::new(ConsentInput {
                giver,
                form: self.form.into(),
                meeting: self.meeting,
                information_transfer: self.information_transfer,
                received_by: self.received_by,
                received_at: self.received_at,
                journal_note: self.journal_note.map(Into::into),
                scope,
                excluded_categories: self.excluded_categories.into_iter().map(Into::into).collect(),
                exclusions: self.exclusions,
                valid_from: self.valid_from,
                valid_to: self.valid_to,
                capacity: self.capacity.map(Into::into),
                other_ground: self.other_ground,
            })))
        }))
    }
}

/// The rows, with the units and organisations they name.
pub(super) fn scope(lookup: &mut Lookup<'_>, rows: Vec<ScopeRowRequest>) -> Result<Vec<ScopeRowInput>, BuildError> {
    let mut scope = Vec::with_capacity(rows.len());
    for row in rows {
        let from = row.from_organisation.map(OrganisationId);
        if let Some(from) = from {
            known(lookup.organisation(from)?, "/scope")?;
        }
        scope.push(ScopeRowInput {
            from_organisation: from,
            recipient: build::unit(lookup, row.recipient, "/scope")?,
            categories: row.categories.into_iter().map(Into::into).collect(),
            purpose: row.purpose,
        });
    }
    Ok(scope)
}

fn known(is_known: bool, pointer: &'static str) -> Result<(), BuildError> {
    if is_known { Ok(()) } else { Err(BuildError::UnknownReference { pointer }) }
}

impl From<JournalNoteRequest> for JournalNote {
    fn from(given: JournalNoteRequest) -> Self {
        Self { organisation: OrganisationId(given.organisation), reference: given.reference, at: given.at }
    }
}

impl From<CapacityRequest> for CapacityAssessment {
    fn from(given: CapacityRequest) -> Self {
        let contacted = given.contacted.into_iter().map(|asked| ContactedPerson {
            name: asked.name,
            relation: asked.relation,
            at: asked.at,
            attitude: asked.attitude.into(),
        });
        Self { assessed_by: given.assessed_by, at: given.at, contacted: contacted.collect() }
    }
}

/// A withdrawal of consent as staff notes it (återkallelse). No reason is asked.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"channel": "phone", "extent": "whole"}))]
pub(crate) struct WithdrawalRequest {
    /// How it came in.
    channel: WithdrawalChannel,
    /// All of it, or some rows of its scope.
    extent: ExtentKind,
    /// Which rows; for `rows`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_items = 1, max_items = 50)]
    rows: Option<Vec<Uuid>>,
}

impl WithdrawalRequest {
    /// Withdraws this consent.
    pub(crate) fn command(self, consent: ConsentId) -> Result<Build, Problem> {
        withdraw(consent, self.channel, self.extent, self.rows)
    }
}

/// The individual's own withdrawal of consent (återkallelse). No reason is asked, and it acts at once.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"extent": "whole"}))]
pub(crate) struct OwnWithdrawalRequest {
    /// All of it, or some rows of its scope.
    extent: ExtentKind,
    /// Which rows; for `rows`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_items = 1, max_items = 50)]
    rows: Option<Vec<Uuid>>,
}

impl OwnWithdrawalRequest {
    /// Withdraws this consent in the portal.
    pub(crate) fn command(self, consent: ConsentId) -> Result<Build, Problem> {
        withdraw(consent, WithdrawalChannel::Portal, self.extent, self.rows)
    }
}

fn withdraw(
    consent: ConsentId,
    channel: WithdrawalChannel,
    extent: ExtentKind,
    mut rows: Option<Vec<Uuid>>,
) -> Result<Build, Problem> {
    let extent = match extent {
        ExtentKind::Whole => WithdrawalExtent::Whole,
        ExtentKind::Rows => {
            WithdrawalExtent::Rows { rows: take(&mut rows, "/rows")?.into_iter().map(ScopeRowId).collect() }
        }
    };
    nothing_left(&[("/rows", rows.is_some())])?;
    Ok(Box::new(move |_, case, _| {
        found(case.consents.iter().any(|given| given.id == consent))?;
        Ok(Command::WithdrawConsent { consent, channel: channel.into(), extent })
    }))
}
