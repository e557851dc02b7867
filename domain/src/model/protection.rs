//! Protected identity (skyddade personuppgifter): who alone may open the case.

use crate::directory::StaffRef;
use crate::model::{Protection, SipCase};
use serde::{Deserialize, Serialize};

/// The list of those who alone may open a protected case (INV-49).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderList {
    /// Named members of staff, each at one unit.
    pub readers: Vec<StaffRef>,
}

impl ReaderList {
    /// Whether the member of staff is named, at this unit.
    pub fn names(&self, staff: &StaffRef) -> bool {
        self.readers.iter().any(|reader| reader.id == staff.id && reader.unit.id == staff.unit.id)
    }
}

impl SipCase {
    /// Whether somebody in the case is protected: the individual, a guardian, or one in the network. Another's protection
    /// counts too, for the case tells where that person can be found.
    pub fn is_protected(&self) -> bool {
        self.person.protected != Protection::None
            || self.guardians.iter().any(|guardian| guardian.person.protected != Protection::None)
            || self.preparation.iter().flat_map(|held| &held.network).any(|member| member.is_protected)
    }
}
