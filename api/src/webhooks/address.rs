//! Where events may be sent: https addresses at hosts that the operator has listed, so that no subscription makes the server
//! call what only the server can reach.

use ureq::http::Uri;

/// Characters in an address at most.
pub(crate) const LENGTH: usize = 1_000;
/// The port of https.
const HTTPS: u16 = 443;

/// Hosts that may be sent to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts(Vec<Host>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Host {
    /// In lower case; an IPv6 address in brackets.
    name: String,
    /// None: any.
    port: Option<u16>,
}

impl Hosts {
    /// This machine, any port: for the demo.
    pub(crate) fn this_machine() -> Self {
        Self(["127.0.0.1", "localhost"].map(|name| Host { name: name.to_owned(), port: None }).into())
    }

    /// From a list with commas: `host` for port 443, `host:8443` for another, `host:*` for any. None when it cannot be read.
    pub(crate) fn parse(list: &str) -> Option<Self> {
        list.split(',').map(|entry| Host::parse(entry.trim())).collect::<Option<_>>().map(Self)
    }

    /// Whether the address may be sent to.
    pub(crate) fn allow(&self, address: &Address) -> bool {
        self.0.iter().any(|host| host.name == address.host && host.port.is_none_or(|port| port == address.port))
    }
}

impl Host {
    fn parse(entry: &str) -> Option<Self> {
        let end = entry.rfind(']').unwrap_or_default();
        let (name, port) = match entry.get(end..)?.find(':') {
            Some(colon) => (entry.get(..end.checked_add(colon)?)?, entry.get(end.checked_add(colon)?..)?),
            None => (entry, ":443"),
        };
        let port = match port.strip_prefix(':')? {
            "*" => None,
            number => Some(number.parse().ok().filter(|port| *port > 0)?),
        };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let is_host = match inner {
            Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !name.is_empty() && name.bytes().all(is_plain),
        };
        is_host.then(|| Self { name: name.to_ascii_lowercase(), port })
    }
}

/// An address of a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// As it was given.
    pub(crate) uri: Uri,
    host: String,
    port: u16,
}

impl Address {
    /// An absolute https address in visible ASCII, without a user and without a fragment. None for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() <= LENGTH && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        let uri: Uri = is_plain.then(|| text.parse().ok()).flatten()?;
        let authority = uri.authority()?;
        if uri.scheme_str() != Some("https") || authority.as_str().contains('@') || authority.host().is_empty() {
            return None;
        }
        // A port that is none is not the usual one.
        let port = match authority.as_str().strip_prefix(authority.host())? {
            "" => HTTPS,
            _ => authority.port_u16()?,
        };
        let host = authority.host().to_ascii_lowercase();
        Some(Self { uri, host, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_hosts_and_ports_are_allowed() {
        let hosts = Hosts::parse("Hooks.example.se, other.example.se:8443,127.0.0.1:*, [::1]:9000").unwrap();
        let allowed = |text: &str| hosts.allow(&Address::parse(text).unwrap());
        for text in [
            "https://hooks.example.se/sip?for=1",
            "https://HOOKS.example.se:443",
            "https://other.example.se:8443/",
            "https://127.0.0.1:40123/x",
            "https://[::1]:9000/",
        ] {
            assert!(allowed(text), "{text}");
        }
        for text in [
            "https://hooks.example.se:8443/",
            "https://other.example.se/",
            "https://hooks.example.se./",
            "https://x.hooks.example.se/",
            "https://hooks.example.se.evil.example/",
            "https://[::1]/",
            "https://127.0.0.2/",
            "https://2130706433/",
        ] {
            assert!(!allowed(text), "{text}");
        }
        assert!(!Hosts::default().allow(&Address::parse("https://hooks.example.se/").unwrap()));
    }

    #[test]
    fn nothing_but_a_plain_https_address_is_one() {
        for text in [
            "http://hooks.example.se/",
            "ftp://hooks.example.se/",
            "//hooks.example.se/",
            "/sip",
            "https://",
            "https:///sip",
            "https://user@hooks.example.se/",
            "https://user:word@hooks.example.se/",
            "https://hooks.example.se@evil.example/",
            "https://hooks.example.se\\@evil.example/",
            "https://hooks.example.se/#part",
            "https://hooks.example.se/a b",
            "https://hooks.example.se/å",
            "https://hooks.example.se:99999/",
            "",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
        assert_eq!(Address::parse(&format!("https://hooks.example.se/{}", "x".repeat(LENGTH))), None);
    }

    #[test]
    fn a_list_is_read_whole_or_not_at_all() {
        for list in
            ["", "a,", "a,,b", "https://a", "a/b", "a:0", "a:70000", "a:x", "a:", ":443", "[::1", "::1", "[x]", "*"]
        {
            assert_eq!(Hosts::parse(list), None, "{list}");
        }
    }
}
