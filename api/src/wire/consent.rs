//! Consents and the ledger of what was given out.

use super::codes::{
    Attitude, Category, ConsentForm, DisclosureWay, ExtentKind, GiverKind, GroundKind, WithdrawalChannel,
};
use super::common::UnitNameBody;
use super::{Wire, shape};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::model::{self, ConsentGiver, DisclosureGround, WithdrawalExtent};
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// One row of a consent's scope: what may go to which unit, and why.
    ScopeRowBody of model::ScopeRow {
        /// The row.
        id: Uuid,
        /// Whose information; any party's when absent.
        from_organisation: Option<Uuid>,
        /// Who may have it.
        recipient: UnitNameBody,
        /// What kinds of information.
        categories: Vec<Category>,
        /// What for.
        purpose: String,
    }

    /// Where an oral consent stands in a record.
    JournalNoteBody of model::JournalNote {
        /// Whose record.
        organisation: Uuid,
        /// The note's reference.
        reference: String,
        /// When it was written.
        at: DateTime<Utc>,
    }

    /// Somebody asked about the individual's attitude.
    ContactedPersonBody of model::ContactedPerson {
        /// Who.
        name: String,
        /// Relation to the individual.
        relation: String,
        /// When.
        at: DateTime<Utc>,
        /// What was understood.
        attitude: Attitude,
    }

    /// The assessment that the individual cannot consent.
    CapacityBody of model::CapacityAssessment {
        /// Who assessed.
        assessed_by: String,
        /// When.
        at: DateTime<Utc>,
        /// Who was asked.
        contacted: Vec<ContactedPersonBody>,
    }

    /// A consent (samtycke): to somebody named, about something named, for a time.
    ConsentBody of model::Consent {
        /// The consent.
        id: Uuid,
        /// Who gave it.
        giver: GiverBody,
        /// Oral, written or electronic.
        form: ConsentForm,
        /// Covers the meeting and the planning.
        meeting: bool,
        /// Covers the transfer of information.
        information_transfer: bool,
        /// Who received it.
        received_by: Option<String>,
        /// When it was given.
        received_at: DateTime<Utc>,
        /// Where an oral consent is written down.
        journal_note: Option<JournalNoteBody>,
        /// What to whom.
        scope: Vec<ScopeRowBody>,
        /// Categories taken out for every recipient.
        excluded_categories: Vec<Category>,
        /// What the consent shall not cover, in the individual's words.
        exclusions: Vec<String>,
        /// From this moment.
        valid_from: DateTime<Utc>,
        /// Until, not including, this moment.
        valid_to: DateTime<Utc>,
        /// Withdrawals, whole or in part.
        withdrawals: Vec<WithdrawalBody>,
        /// The assessment, when the individual cannot consent.
        capacity: Option<CapacityBody>,
        /// Another legal ground than consent.
        other_ground: Option<String>,
    }

    /// A row of the disclosure ledger (utlämnande).
    DisclosureBody of model::Disclosure {
        /// The row.
        id: Uuid,
        /// Who gave it out.
        from_organisation: Uuid,
        /// Who got it.
        to_unit: Uuid,
        /// What kinds of information.
        categories: Vec<Category>,
        /// On what ground.
        ground: GroundBody,
        /// When.
        at: DateTime<Utc>,
        /// By which way.
        via: DisclosureWay,
    }
}

/// Who gave a consent.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct GiverBody {
    /// The individual, a guardian, a representative, or nobody.
    pub(crate) kind: GiverKind,
    /// Which guardian or representative.
    pub(crate) id: Option<Uuid>,
}

impl Wire<GiverBody> for ConsentGiver {
    fn wire(&self) -> GiverBody {
        let (kind, id) = match self {
            Self::Individual => (GiverKind::Individual, None),
            Self::Guardian(id) => (GiverKind::Guardian, Some(id.0)),
            Self::Representative(id) => (GiverKind::Representative, Some(id.0)),
            Self::UnableToConsent => (GiverKind::UnableToConsent, None),
        };
        GiverBody { kind, id }
    }
}

/// A withdrawal (återkallelse), at once and without a reason.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct WithdrawalBody {
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// By whom.
    pub(crate) by: String,
    /// How it came in.
    pub(crate) channel: WithdrawalChannel,
    /// All or some rows.
    pub(crate) extent: ExtentKind,
    /// Which rows.
    pub(crate) rows: Vec<Uuid>,
}

impl Wire<WithdrawalBody> for model::Withdrawal {
    fn wire(&self) -> WithdrawalBody {
        let (extent, rows) = match &self.extent {
            WithdrawalExtent::Whole => (ExtentKind::Whole, Vec::new()),
            WithdrawalExtent::Rows { rows } => (ExtentKind::Rows, rows.wire()),
        };
        WithdrawalBody { at: self.at, by: self.by.wire(), channel: self.channel.into(), extent, rows }
    }
}

/// On what ground something was given out.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct GroundBody {
    /// A consent, or another legal ground.
    pub(crate) kind: GroundKind,
    /// Which consent.
    pub(crate) consent: Option<Uuid>,
    /// The other ground.
    pub(crate) text: Option<String>,
}

impl Wire<GroundBody> for DisclosureGround {
    fn wire(&self) -> GroundBody {
        match self {
            Self::Consent { consent } => GroundBody { kind: GroundKind::Consent, consent: Some(consent.0), text: None },
            Self::Other { text } => GroundBody { kind: GroundKind::Other, consent: None, text: Some(text.wire()) },
        }
    }
}
