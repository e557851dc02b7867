//! What is known about a request before anyone looks at what it wants: trace, language, and the address it came to.

use super::link::Link;
use super::trace::Trace;
use crate::app::AppState;
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT_LANGUAGE, FORWARDED, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use sip_domain::rules::Language;

/// The root of the API below the base URL.
pub const ROOT: &str = "/sip/v1";

#[derive(Debug)]
struct Inner {
    trace: Trace,
    language: Language,
    base_url: String,
    noted: AtomicBool,
    counted: AtomicBool,
}

/// The surroundings of one request; cheap to clone. Usable as an extractor.
#[derive(Clone, Debug)]
pub struct RequestContext(Arc<Inner>);

impl RequestContext {
    /// Reads the headers. `base_url` is used when no `Forwarded` header tells the outer address.
    pub fn of(headers: &HeaderMap, base_url: &str) -> Self {
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let forwarded = headers.get(FORWARDED).and_then(|value| value.to_str().ok());
        Self(Arc::new(Inner {
            trace: Trace::of(headers),
            language: preferred(accepted),
            base_url: forwarded.and_then(outer_address).unwrap_or_else(|| base_url.to_owned()),
            noted: AtomicBool::new(false),
            counted: AtomicBool::new(false),
        }))
    }

    /// Trace id: 32 lower-case hexadecimal digits.
    pub fn trace_id(&self) -> &str {
        self.0.trace.id()
    }

    /// The `traceparent` that is returned and passed on.
    pub fn traceparent(&self) -> String {
        self.0.trace.parent()
    }

    /// Says that the operation itself takes care of the access log from here on.
    pub(crate) fn set_noted(&self) {
        self.0.noted.store(true, Ordering::Relaxed);
    }

    /// Whether the operation itself takes care of the access log.
    pub(crate) fn is_noted(&self) -> bool {
        self.0.noted.load(Ordering::Relaxed)
    }

    /// Whether the request has been counted among its caller's; it is from here on.
    pub(crate) fn is_counted(&self) -> bool {
        self.0.counted.swap(true, Ordering::Relaxed)
    }

    /// The language of texts for people.
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// The language as a tag of BCP 47.
    pub fn language_tag(&self) -> &'static str {
        match self.0.language {
            Language::Swedish => "sv",
            Language::English => "en",
        }
    }

    /// The URN of this occurrence.
    pub fn instance(&self) -> String {
        self.0.trace.urn()
    }

    /// The absolute URL of `path` beside the API, which starts with `/`.
    pub fn outer(&self, path: &str) -> String {
        format!("{}{path}", self.0.base_url)
    }

    /// The absolute URL of `path`, which is relative to the root of the API and starts with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{ROOT}{path}", self.0.base_url)
    }

    /// A link to `path` below the root.
    pub fn link(&self, rel: &str, method: &Method, path: &str) -> Link {
        Link { href: self.url(path), rel: rel.to_owned(), method: method.as_str().to_owned() }
    }
}

impl FromRequest for RequestContext {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = req.extensions().get::<Self>().cloned();
        ready(Ok(known.unwrap_or_else(|| {
            let base_url = req.app_data::<web::Data<AppState>>().map(|state| state.base_url.clone());
            Self::of(req.headers(), &base_url.unwrap_or_default())
        })))
    }
}

/// Swedish when the client prefers it to English, otherwise English (RFC 9110 section 12.5.4).
fn preferred(header: &str) -> Language {
    let (mut swedish, mut english) = (0.0_f32, 0.0_f32);
    for (place, part) in header.split(',').take(20).enumerate() {
        let mut pieces = part.split(';').map(str::trim);
        let tag = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let quality = pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        // Of equals the first one listed wins; a later place costs less than the smallest step of q.
        let place = f32::from(u8::try_from(place).unwrap_or(u8::MAX));
        let weight = if quality > 0.0 { quality - place * 0.000_01 } else { 0.0 };
        match tag.split('-').next() {
            Some("sv") => swedish = swedish.max(weight),
            Some("en" | "*") => english = english.max(weight),
            _ => {}
        }
    }
    if swedish > english { Language::Swedish } else { Language::English }
}

/// Scheme and host from the first element of `Forwarded` (RFC 7239); anything unusual in them is not believed.
fn outer_address(header: &str) -> Option<String> {
    let first = header.split(',').next()?;
    let field = |name: &str| {
        first.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim_matches('"').to_ascii_lowercase())
        })
    };
    let host = field("host").filter(|host| plain_host(host))?;
    let proto = field("proto").unwrap_or_else(|| "https".to_owned());
    matches!(proto.as_str(), "http" | "https").then(|| format!("{proto}://{host}"))
}

fn plain_host(host: &str) -> bool {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "443"));
    !name.is_empty()
        && host.len() <= 255
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_only_when_preferred() {
        for (header, swedish) in [
            ("", false),
            ("*", false),
            ("de", false),
            ("sv", true),
            ("sv-SE,sv;q=0.9,en;q=0.8", true),
            ("en,sv", false),
            ("sv,en", true),
            ("en;q=0.5, sv;q=0.7", true),
            ("sv;q=0", false),
            ("sv;q=x, en;q=0.1", false),
        ] {
            assert_eq!(preferred(header) == Language::Swedish, swedish, "{header}");
        }
    }

    #[test]
    fn forwarded_is_believed_only_when_plain() {
        assert_eq!(
            outer_address("for=1.2.3.4;host=sip.example.se;proto=https").as_deref(),
            Some("https://sip.example.se")
        );
        assert_eq!(
            outer_address("Host=\"sip.example.se:8443\", host=other").as_deref(),
            Some("https://sip.example.se:8443")
        );
        for bad in [
            "for=1.2.3.4",
            "host=a/b",
            "host=a@b;proto=https",
            "host=a;proto=ftp",
            "host=",
            "host=a:port",
            "host=\"<x>\"",
        ] {
            assert_eq!(outer_address(bad), None, "{bad}");
        }
    }
}
