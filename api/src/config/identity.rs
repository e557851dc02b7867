//! Whose tokens are taken: one issuer for staff and one for citizens, or one for both.

use super::Reader;
use crate::auth::{
    Assurance, COMMISSION, EndpointError, KeyEndpoint, KeySource, PATIENCE, PERSONAL_NUMBER, Preset, TokenRules,
    TrustedIssuer, parse_key_set,
};
use std::path::PathBuf;

/// Characters in a client id at most.
const CLIENT_LENGTH: usize = 128;

/// The variables of one issuer.
struct Names {
    issuer: &'static str,
    file: &'static str,
    url: &'static str,
    authorities: &'static str,
}

const STAFF: Names =
    Names { issuer: "SIP_ISSUER", file: "SIP_JWKS_FILE", url: "SIP_JWKS_URL", authorities: "SIP_JWKS_CA_FILE" };
const CITIZENS: Names = Names {
    issuer: "SIP_CITIZEN_ISSUER",
    file: "SIP_CITIZEN_JWKS_FILE",
    url: "SIP_CITIZEN_JWKS_URL",
    authorities: "SIP_CITIZEN_JWKS_CA_FILE",
};

impl Names {
    fn given(&self, reader: &Reader) -> bool {
        [self.issuer, self.file, self.url, self.authorities].iter().any(|name| reader.given.contains_key(*name))
    }
}

impl Reader {
    /// The issuers; none only in demo mode. The second, when there is one, takes the citizens over from the first.
    pub(super) fn issuers(&mut self, demo: bool) -> Vec<TrustedIssuer> {
        let separate = CITIZENS.given(self);
        let presets = self.presets(separate);
        let clients = self.clients();
        let staff = (!demo || STAFF.given(self)).then(|| self.issuer(&STAFF, presets, clients)).flatten();
        let citizens = separate.then(|| self.issuer(&CITIZENS, vec![Preset::OidcSweden], Vec::new())).flatten();
        if let (Some(staff), Some(citizens)) = (&staff, &citizens)
            && staff.issuer == citizens.issuer
        {
            self.refuse(CITIZENS.issuer, "must differ from SIP_ISSUER, or each could vouch for the other's");
        }
        staff.into_iter().chain(citizens).collect()
    }

    /// What tokens must be like, whoever issues them.
    pub(super) fn tokens(&mut self) -> TokenRules {
        let level = self.number("SIP_MIN_ACR", 3, 2, 4);
        TokenRules {
            audience: self.text("SIP_AUDIENCE", "sip-api"),
            max_seconds: self.number("SIP_TOKEN_MAX_SECONDS", 3600, 60, 86_400),
            min_assurance: Assurance::new(level).unwrap_or(Assurance::HIGHEST),
            assignment_claim: self.text("SIP_ASSIGNMENT_CLAIM", COMMISSION),
            identity_claim: self.text("SIP_IDENTITY_CLAIM", PERSONAL_NUMBER),
        }
    }

    /// The presets of the first issuer: alone it may vouch for both kinds.
    fn presets(&mut self, separate: bool) -> Vec<Preset> {
        const NAME: &str = "SIP_TOKEN_PRESET";
        let Some(value) = self.get(NAME) else {
            return if separate { vec![Preset::IneraIdp] } else { vec![Preset::IneraIdp, Preset::OidcSweden] };
        };
        let preset = Preset::named(&value);
        match preset {
            None => self.refuse(NAME, "must be inera-idp or oidc-sweden"),
            Some(Preset::OidcSweden) if separate => {
                self.refuse(NAME, "must be inera-idp when SIP_CITIZEN_ISSUER vouches for citizens");
            }
            Some(_) => {}
        }
        preset.into_iter().collect()
    }

    fn issuer(&mut self, names: &Names, presets: Vec<Preset>, clients: Vec<String>) -> Option<TrustedIssuer> {
        let issuer = self.get(names.issuer);
        if issuer.is_none() {
            self.refuse(names.issuer, "is required: without it no token could be checked (or start with --demo)");
        }
        let source = self.key_source(names);
        Some(TrustedIssuer { issuer: issuer?, presets, clients, source: source? })
    }

    fn key_source(&mut self, names: &Names) -> Option<KeySource> {
        let (file, url) = (self.get(names.file), self.get(names.url));
        let authorities = self.get(names.authorities);
        if authorities.is_some() && url.is_none() {
            self.refuse(names.authorities, format!("is for {}, which is not set", names.url));
        }
        match (file, url) {
            (Some(_), Some(_)) => {
                self.refuse(names.url, format!("and {} cannot both be set", names.file));
                None
            }
            (None, None) => {
                let reason = format!("or {} is required: without keys no token could be checked", names.url);
                self.refuse(names.file, reason);
                None
            }
            (Some(file), None) => self.key_file(names.file, PathBuf::from(file)),
            (None, Some(url)) => self.key_endpoint(names, &url, authorities),
        }
    }

    fn key_file(&mut self, name: &str, file: PathBuf) -> Option<KeySource> {
        let text = self.read(name, &file)?;
        let keys = parse_key_set(&text).map_err(|error| self.refuse(name, error.to_string())).ok()?;
        Some(KeySource::File(file, keys))
    }

    fn key_endpoint(&mut self, names: &Names, url: &str, authorities: Option<String>) -> Option<KeySource> {
        let pem = match authorities {
            Some(file) => Some(self.read(names.authorities, &PathBuf::from(file))?),
            None => None,
        };
        let endpoint = KeyEndpoint::new(url, pem.as_deref(), PATIENCE);
        let refused = |error: EndpointError| match error {
            EndpointError::Certificates => names.authorities,
            _ => names.url,
        };
        endpoint.map(KeySource::Url).map_err(|error| self.refuse(refused(error), error.to_string())).ok()
    }

    fn read(&mut self, name: &str, file: &PathBuf) -> Option<String> {
        let read = std::fs::read_to_string(file);
        read.map_err(|error| self.refuse(name, format!("cannot be read: {}", error.kind()))).ok()
    }

    fn clients(&mut self) -> Vec<String> {
        const NAME: &str = "SIP_CLIENTS";
        let Some(value) = self.get(NAME) else { return Vec::new() };
        let clients: Vec<String> = value.split(',').map(|client| client.trim().to_owned()).collect();
        let plain = |client: &String| {
            (1..=CLIENT_LENGTH).contains(&client.len()) && client.bytes().all(|byte| byte.is_ascii_graphic())
        };
        if !clients.iter().all(plain) {
            let reason = format!("must be ids with commas between, each 1 to {CLIENT_LENGTH} visible ASCII characters");
            self.refuse(NAME, reason);
        }
        clients
    }
}

#[cfg(test)]
mod tests;
