//! What happened is told to those who subscribe: numbered, signed and sent, while the server runs.

mod address;
mod dispatcher;
mod sending;

pub(crate) use address::Address;
pub use address::Hosts;
pub(crate) use dispatcher::Dispatcher;
pub(crate) use sending::PATIENCE;

use ureq::Agent;

/// Where the operator lets events be sent, and how.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// Where to.
    pub hosts: Hosts,
    /// What sends.
    pub agent: Agent,
}
