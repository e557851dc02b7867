//! What many answers have in common: units, staff, persons, places.

use super::codes::{ActorKind, IdentityKind, PlaceType, Sector};
use super::{Wire, shape};
use crate::http::{Link, Page, PageMeta, RequestContext};
use chrono::NaiveDate;
use serde::Serialize;
use sip_domain::context::Actor;
use sip_domain::{access, directory, identity, model};
use utoipa::ToSchema;
use utoipa::openapi::Ref;
use utoipa::openapi::schema::{Array, ArrayBuilder};
use uuid::Uuid;

shape! {
    /// A unit (enhet) with its organisation and principal, as it was at the time of the act.
    UnitBody of directory::UnitRef {
        /// The unit.
        id: Uuid,
        /// Its name.
        name: String,
        /// The organisation (verksamhet).
        organisation: Uuid,
        /// The organisation's name.
        organisation_name: String,
        /// The principal (huvudman).
        principal: Uuid,
        /// The principal's name.
        principal_name: String,
        /// Social services, health care, school, state authority or other.
        sector: Sector,
    }

    /// A unit by name, where it is the place of somebody or something else; the directory tells more.
    UnitNameBody of directory::UnitRef {
        /// The unit.
        id: Uuid,
        /// Its name.
        name: String,
        /// The organisation (verksamhet).
        organisation: Uuid,
        /// The organisation's name.
        organisation_name: String,
    }

    /// A member of staff under one assignment (medarbetaruppdrag).
    StaffBody of directory::StaffRef {
        /// The staff account.
        id: Uuid,
        /// The assignment.
        assignment: Uuid,
        /// Name.
        name: String,
        /// Title or profession.
        title: String,
        /// The unit of the assignment.
        unit: UnitNameBody,
    }

    /// A place.
    PlaceBody of model::Place {
        /// What kind.
        kind: PlaceType,
        /// Address and room.
        text: Option<String>,
        /// Link of a digital meeting.
        link: Option<String>,
    }

    /// How to reach somebody.
    ContactBody of model::Contact {
        /// Telephone number.
        phone: Option<String>,
        /// E-mail address.
        email: Option<String>,
        /// Postal address.
        address: Option<String>,
    }

    /// The individual (den enskilde), as far as the caller may know who it is.
    PersonBody of access::PersonView {
        /// The person in the register; absent as the name is.
        id: Option<Uuid>,
        /// Name; absent for those who may not know whom the case is about.
        name: Option<String>,
        /// Identity number; only for those who have consent for `identity_contact`.
        identity: Option<IdentityBody>,
        /// Date of birth; as the identity number.
        birth_date: Option<NaiveDate>,
        /// How to reach the person; as the identity number.
        contact: Option<ContactBody>,
        /// Language, BCP 47.
        language: Option<String>,
    }
}

/// An identity number.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"kind": "personnummer", "value": "199002222397"}))]
pub(crate) struct IdentityBody {
    /// The series.
    pub(crate) kind: IdentityKind,
    /// Twelve characters.
    pub(crate) value: String,
}

impl Wire<IdentityBody> for identity::IdentityNumber {
    fn wire(&self) -> IdentityBody {
        IdentityBody { kind: self.kind().into(), value: self.value().to_owned() }
    }
}

/// Who did something.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ActorBody {
    /// Staff or citizen.
    pub(crate) kind: ActorKind,
    /// Name, when the register has it.
    pub(crate) name: Option<String>,
    /// The member of staff.
    pub(crate) staff: Option<StaffBody>,
}

impl Wire<ActorBody> for Actor {
    fn wire(&self) -> ActorBody {
        match self {
            Self::Staff { staff, .. } => {
                ActorBody { kind: ActorKind::Staff, name: Some(staff.name.wire()), staff: Some(staff.wire()) }
            }
            Self::Citizen { citizen } => ActorBody { kind: ActorKind::Citizen, name: citizen.name.wire(), staff: None },
            Self::System => ActorBody { kind: ActorKind::System, name: None, staff: None },
        }
    }
}

/// The schema of a list's items by reference, so that the document has each of them once.
pub(crate) fn rows<T: ToSchema>() -> Array {
    ArrayBuilder::new().items(Ref::from_schema_name(T::name())).description(Some("The items of the list.")).build()
}

/// A list that is not in pages.
#[derive(Serialize, ToSchema)]
pub(crate) struct Items<T: ToSchema> {
    /// What is in the list.
    #[schema(schema_with = rows::<T>)]
    pub(crate) items: Vec<T>,
    /// What may be done.
    #[serde(rename = "_links")]
    pub(crate) links: Vec<Link>,
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Paged<T: ToSchema> {
    /// What is on the page.
    #[schema(schema_with = rows::<T>)]
    pub(crate) items: Vec<T>,
    /// Where in the list one is.
    #[serde(rename = "_meta")]
    pub(crate) meta: PageMeta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub(crate) links: Vec<Link>,
}

impl<T: ToSchema> Paged<T> {
    /// `path` is below the root, with the filters but without the page.
    pub(crate) fn of(items: Vec<T>, total: i64, page: Page, ctx: &RequestContext, path: &str) -> Self {
        let total = u64::try_from(total).unwrap_or_default();
        Self { meta: page.meta(total, items.len()), links: page.links(ctx, path, total), items }
    }
}
