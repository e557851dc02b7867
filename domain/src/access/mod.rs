//! Who may see what. Nothing leaves the domain but through [`view`].

mod consent;
pub mod matrix;
mod relation;
mod view;

pub(crate) use consent::{counts, ground_for_any};
pub use consent::{in_force, in_force_for_any, in_force_ground, lapses_at, rests_at};
pub use matrix::{Part, Sight};
pub(crate) use relation::case_is_known_to_units;
pub use relation::{Role, is_related, knows_person, roles};
pub use view::{
    CaseBrief, CaseView, GuardianView, PersonView, PreparationView, RelatedPersonView, RepresentativeView, brief,
    may_see, reads_whole, sees_the_same, view,
};
