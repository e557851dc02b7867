//! The people of the scenarios, with published test numbers.

/// A citizen: a number in the fixture, a name and a published test number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citizen {
    /// In the fixture.
    pub number: u16,
    /// Name.
    pub name: &'static str,
    /// Personnummer.
    pub identity: &'static str,
}

/// Everybody who can need a plan; Maria is the first.
pub const CITIZENS: [Citizen; 8] = [
    Citizen { number: 1, name: "Maria Testsson", identity: "200001252386" },
    Citizen { number: 2, name: "Ester Provberg", identity: "189001019802" },
    Citizen { number: 3, name: "Viola Provgren", identity: "189001039800" },
    Citizen { number: 4, name: "Harry Provlund", identity: "189001049817" },
    Citizen { number: 5, name: "Ingrid Provdal", identity: "189001059808" },
    Citizen { number: 6, name: "Ture Provhed", identity: "189001069815" },
    Citizen { number: 7, name: "Hedvig Provsjö", identity: "189001079806" },
    Citizen { number: 8, name: "Axel Provås", identity: "189001089813" },
];

/// Maria.
pub const MARIA: Citizen = CITIZENS[0];

/// Elsa, ten years old when the clock starts.
pub const ELSA: Citizen = Citizen { number: 102, name: "Elsa Provdotter", identity: "201701022384" };
/// Mona, who can be a guardian of Elsa.
pub const MONA: Citizen = Citizen { number: 103, name: "Mona Provdotter", identity: "199001012385" };
/// Per, who can be the other.
pub const PER: Citizen = Citizen { number: 104, name: "Per Provsson", identity: "199002222397" };
/// Gösta, who can have a mandate.
pub const GOSTA: Citizen = Citizen { number: 105, name: "Gösta Godmansson", identity: "189001029819" };
/// Sven, who is about to leave hospital.
pub const SVEN: Citizen = Citizen { number: 106, name: "Sven Demolin", identity: "195009072553" };

/// Those of whom the register knows no name before a case tells it.
pub const RELATED: [Citizen; 5] = [ELSA, MONA, PER, GOSTA, SVEN];
