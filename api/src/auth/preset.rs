//! What identity providers put in their tokens: which claim says what, and by which ladder they tell how sure they are.

/// A kind of identity provider whose claims are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Inera's `IdP`, for staff: `commissionHsaId`, `employeeHsaId`, levels of Sambi.
    IneraIdp,
    /// The Swedish `OpenID` Connect profile, for citizens: `personalIdentityNumber` or `coordinationNumber`, levels of the
    /// Swedish eID framework (tillitsramverket).
    OidcSweden,
}

/// The HSA-id of the acting assignment (medarbetaruppdrag).
pub const COMMISSION: &str = "commissionHsaId";
/// The member of staff's own HSA-id.
pub const EMPLOYEE: &str = "employeeHsaId";
/// A citizen's personnummer, twelve digits.
pub const PERSONAL_NUMBER: &str = "https://id.oidc.se/claim/personalIdentityNumber";
/// A citizen's samordningsnummer, twelve digits.
pub const COORDINATION_NUMBER: &str = "https://id.oidc.se/claim/coordinationNumber";
/// How well the holder of a samordningsnummer proved the identity when it was given out.
pub const COORDINATION_LEVEL: &str = "https://id.oidc.se/claim/coordinationNumberLevel";
/// The only level at which a samordningsnummer says who somebody is.
pub const CONFIRMED: &str = "confirmed";

impl Preset {
    /// The preset with this name in the configuration.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "inera-idp" => Some(Self::IneraIdp),
            "oidc-sweden" => Some(Self::OidcSweden),
            _ => None,
        }
    }

    /// The level that an `acr` value stands for; anything that is not on the provider's ladder is worth nothing.
    pub fn assurance(self, acr: &str) -> Option<Assurance> {
        let ladder = match self {
            Self::IneraIdp => "http://id.sambi.se/loa/loa",
            Self::OidcSweden => "http://id.elegnamnden.se/loa/1.0/loa",
        };
        match acr.strip_prefix(ladder)? {
            "1" => Some(Assurance(1)),
            "2" => Some(Assurance(2)),
            "3" => Some(Assurance(3)),
            "4" => Some(Assurance(4)),
            _ => None,
        }
    }
}

/// How sure the identity provider is of whom it signed in, from 1 to 4 (tillitsnivå).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assurance(u8);

impl Assurance {
    /// The highest level.
    pub const HIGHEST: Self = Self(4);

    /// Level `level`, when there is such a one.
    pub fn new(level: u8) -> Option<Self> {
        (1..=4).contains(&level).then_some(Self(level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_preset_knows_its_own_ladder_alone() {
        for (acr, staff, citizens) in [
            ("http://id.sambi.se/loa/loa3", Some(3), None),
            ("http://id.elegnamnden.se/loa/1.0/loa2", None, Some(2)),
            ("http://id.sambi.se/loa/loa5", None, None),
            ("http://id.sambi.se/loa/loa33", None, None),
            ("http://id.elegnamnden.se/loa/1.0/loa", None, None),
            ("loa4", None, None),
            ("", None, None),
        ] {
            assert_eq!(Preset::IneraIdp.assurance(acr), staff.and_then(Assurance::new), "{acr}");
            assert_eq!(Preset::OidcSweden.assurance(acr), citizens.and_then(Assurance::new), "{acr}");
        }
    }
}
