//! Where events may be sent, and how long they are kept.

use super::Reader;
use crate::outbound::{Trust, agent};
use crate::webhooks::{Hosts, PATIENCE, Webhooks};
use chrono::TimeDelta;

const HOSTS: &str = "SIP_WEBHOOK_HOSTS";
const AUTHORITIES: &str = "SIP_WEBHOOK_CA_FILE";
const DAYS: &str = "SIP_EVENT_DAYS";

impl Reader {
    /// Where to and how. Without a list nothing is sent anywhere; the demo sends to this machine.
    pub(super) fn webhooks(&mut self, demo: bool) -> Webhooks {
        let listed = self.get(HOSTS);
        let is_listed = listed.is_some();
        let hosts = match listed.map(|list| Hosts::parse(&list)) {
            Some(Some(hosts)) => hosts,
            Some(None) => {
                self.refuse(HOSTS, "must be hosts with commas between: host, host:port or host:*");
                Hosts::default()
            }
            None if demo => Hosts::this_machine(),
            None => Hosts::default(),
        };
        let trust = self.webhook_trust(is_listed);
        Webhooks { hosts, agent: agent(trust, true, "*/*", PATIENCE) }
    }

    fn webhook_trust(&mut self, is_listed: bool) -> Trust {
        let trust = match self.get(AUTHORITIES) {
            Some(file) => match std::fs::read_to_string(file) {
                Ok(pem) => Trust::only(&pem).map_err(|error| (AUTHORITIES, error.to_string())),
                Err(error) => Err((AUTHORITIES, format!("cannot be read: {}", error.kind()))),
            },
            // Nobody asked for it: that the machine trusts nobody is then no reason not to start.
            None if !is_listed => Ok(Trust::machine().unwrap_or_else(|_| Trust::nobody())),
            None => Trust::machine().map_err(|error| (HOSTS, error.to_string())),
        };
        trust.unwrap_or_else(|(name, reason)| {
            self.refuse(name, reason);
            Trust::nobody()
        })
    }

    /// How long events are kept: longer than a receiver may fail before it is given up.
    pub(super) fn event_life(&mut self) -> TimeDelta {
        TimeDelta::days(i64::from(self.number::<u16>(DAYS, 30, 7, 3650)))
    }
}
