//! The child, guardians, representatives, and who may open a protected case.

use super::codes::{ExceptionGround, RepresentativeKind};
use super::common::{ContactBody, IdentityBody, StaffBody};
use super::{Wire, shape};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sip_domain::access::{self, CaseView};
use sip_domain::model::{self, ConsentException};
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// Whether the child is mature enough to decide alone (mognadsbedömning).
    MaturityBody of model::Maturity {
        /// What the assessment came to.
        is_mature: bool,
        /// Why.
        reason: String,
        /// Who assessed.
        by: String,
        /// When.
        at: DateTime<Utc>,
    }

    /// The child's own part in the planning (barnets delaktighet).
    ChildBody of model::Child {
        /// When the child was informed.
        informed_at: Option<DateTime<Utc>>,
        /// By whom.
        informed_by: Option<String>,
        /// When the child was asked.
        asked_at: Option<DateTime<Utc>>,
        /// What the child answered.
        answer: Option<String>,
        /// Whether the child takes part in the meeting.
        participates: Option<bool>,
        /// Why or why not: age and maturity.
        participation_reason: Option<String>,
        /// What the child wishes.
        wishes: Option<String>,
        /// Who conveyed the wishes at the meeting.
        conveyed_by: Option<String>,
        /// When.
        conveyed_at: Option<DateTime<Utc>>,
        /// The assessment of the child's maturity.
        maturity: Option<MaturityBody>,
    }

    /// A guardian or representative as a person.
    RelatedPersonBody of access::RelatedPersonView {
        /// The person in the register; as the identity number.
        id: Option<Uuid>,
        /// Name.
        name: String,
        /// Identity number; only for those who have to reach the person, and for the person.
        identity: Option<IdentityBody>,
        /// How to reach the person; as the identity number, and never of somebody protected.
        contact: Option<ContactBody>,
    }

    /// A guardian (vårdnadshavare).
    GuardianBody of access::GuardianView {
        /// The guardian in this case.
        id: Uuid,
        /// Who.
        person: RelatedPersonBody,
        /// From this day.
        since: NaiveDate,
        /// Until, not including, this day.
        until: Option<NaiveDate>,
        /// Why the consent is not needed; for staff.
        consent_exception: Option<ConsentExceptionBody>,
    }

    /// Somebody with a mandate to speak for the individual (företrädare).
    MandateBody of access::RepresentativeView {
        /// The mandate.
        id: Uuid,
        /// Who.
        person: RelatedPersonBody,
        /// What kind of mandate.
        kind: RepresentativeKind,
        /// What it covers, in words.
        scope_text: String,
        /// From this day.
        valid_from: NaiveDate,
        /// The last day.
        valid_to: Option<NaiveDate>,
        /// Whether the representative attends instead of the individual.
        attends_instead: bool,
    }
}

/// Why a guardian's consent is not needed.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ConsentExceptionBody {
    /// The ground.
    pub(crate) ground: ExceptionGround,
    /// Another ground, in words.
    pub(crate) text: Option<String>,
    /// Its document's reference.
    pub(crate) document: Option<String>,
}

impl Wire<ConsentExceptionBody> for ConsentException {
    fn wire(&self) -> ConsentExceptionBody {
        let (ground, text, document) = match self {
            Self::PreventedFb => (ExceptionGround::PreventedFb, None, None),
            Self::BoardDecision => (ExceptionGround::BoardDecision, None, None),
            Self::Other { text, document } => (ExceptionGround::Other, Some(text.wire()), Some(document.wire())),
        };
        ConsentExceptionBody { ground, text, document }
    }
}

/// Protected identity (skyddade personuppgifter): whether somebody in the case has it, and who alone may open the case then.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProtectionBody {
    /// Whether the individual, a guardian or somebody in the network is protected.
    pub(crate) is_protected: bool,
    /// Who may open the case; only for those who write the list.
    pub(crate) readers: Option<Vec<StaffBody>>,
}

impl ProtectionBody {
    /// As `view` lets it out.
    pub(crate) fn of(view: &CaseView) -> Self {
        let readers = view.reader_list.as_ref().map(|list| list.readers.wire());
        Self { is_protected: view.is_protected, readers }
    }
}
