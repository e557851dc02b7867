//! Who comes to the meeting.

use super::codes::{Attendance, EstablishedContact, InviteeType, RsvpStatus, SummonsKind};
use super::common::{StaffBody, UnitNameBody};
use super::{Wire, shape};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::model::{self, InviteeKind};
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// A talk with a unit before the summons (förkontakt).
    PreContactBody of model::PreContact {
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: String,
        /// What was said.
        note: String,
    }

    /// The answer to a summons.
    RsvpBody of model::Rsvp {
        /// Where it stands.
        status: RsvpStatus,
        /// When it was answered.
        at: Option<DateTime<Utc>>,
        /// Who answered.
        by: Option<String>,
    }

    /// Who comes instead (ersättare).
    SubstituteBody of model::Substitute {
        /// Who.
        staff: StaffBody,
        /// When named.
        named_at: DateTime<Utc>,
        /// When briefed on the individual's situation.
        briefed_at: Option<DateTime<Utc>>,
    }

    /// An invitee (inbjuden).
    InviteeBody of model::Invitee {
        /// The invitee.
        id: Uuid,
        /// What kind, and who.
        kind: InviteeKindBody,
        /// The profession the convenor wishes.
        wished_profession: Option<String>,
        /// What the invitee is wanted for.
        purpose: Option<String>,
        /// The questions that concern the invitee.
        questions: Vec<Uuid>,
        /// When the individual approved the invitation.
        approved_by_individual_at: Option<DateTime<Utc>>,
        /// Whether the unit has contact with the individual.
        established_contact: Option<EstablishedContact>,
        /// Talks before the summons.
        pre_contacts: Vec<PreContactBody>,
        /// How the invitee is called.
        summons_kind: SummonsKind,
        /// Whether the invitee must attend.
        duty: bool,
        /// What to bring.
        to_bring: Option<String>,
        /// Whether the invitee reads the plan in a system.
        has_system_access: bool,
        /// The answer.
        rsvp: RsvpBody,
        /// Whom the unit has named.
        representative: Option<StaffBody>,
        /// Who comes instead.
        substitute: Option<SubstituteBody>,
        /// How the invitee attended the last meeting.
        attendance: Option<Attendance>,
        /// What kept the invitee away.
        attendance_note: Option<String>,
        /// When the invitee had prepared.
        prepared_at: Option<DateTime<Utc>>,
        /// A note on the preparation.
        prepared_note: Option<String>,
    }
}

/// What kind of invitee, and who.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct InviteeKindBody {
    /// What kind.
    pub(crate) kind: InviteeType,
    /// The unit, of an organisation.
    pub(crate) unit: Option<UnitNameBody>,
    /// The support person, relative or other person.
    pub(crate) name: Option<String>,
    /// Relation to the individual.
    pub(crate) relation: Option<String>,
    /// Which guardian.
    pub(crate) guardian: Option<Uuid>,
    /// Which representative.
    pub(crate) representative: Option<Uuid>,
}

impl Wire<InviteeKindBody> for InviteeKind {
    fn wire(&self) -> InviteeKindBody {
        use InviteeType as T;
        let plain = |kind| InviteeKindBody {
            kind,
            unit: None,
            name: None,
            relation: None,
            guardian: None,
            representative: None,
        };
        let named = |kind, name: String, relation| InviteeKindBody { name: Some(name), relation, ..plain(kind) };
        match self {
            Self::Individual => plain(T::Individual),
            Self::Guardian { guardian } => InviteeKindBody { guardian: Some(guardian.0), ..plain(T::Guardian) },
            Self::Representative { representative } => {
                InviteeKindBody { representative: Some(representative.0), ..plain(T::Representative) }
            }
            Self::Support { name } => named(T::Support, name.wire(), None),
            Self::Relative { name, relation } => named(T::Relative, name.wire(), Some(relation.wire())),
            Self::ImportantPerson { name, relation } => named(T::ImportantPerson, name.wire(), Some(relation.wire())),
            Self::Organisation { unit } => InviteeKindBody { unit: Some(unit.wire()), ..plain(T::Organisation) },
        }
    }
}
