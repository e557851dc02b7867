//! What exists only with `--demo`: the fixture region with its cases, an issuer of tokens for its people, and a clock that can
//! be moved.

mod clock;
mod directory;
mod issuer;
mod life;
mod people;
pub(crate) mod personas;
mod receiver;
pub mod seed;

pub use clock::Clock;
pub(crate) use directory::region;
pub use issuer::{IssuedToken, Issuer, IssuerError};
