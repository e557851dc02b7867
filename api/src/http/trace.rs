//! Trace context (W3C): one id for everything that a request causes.

use actix_web::http::header::HeaderMap;
use std::fmt::Write;

/// The name of the header, in and out.
pub const TRACEPARENT: &str = "traceparent";

/// The trace that a request belongs to, and this server's own span in it.
#[derive(Debug)]
pub(super) struct Trace {
    id: String,
    span: String,
    sampled: bool,
}

impl Trace {
    /// Continues the trace of the request; a missing, repeated or malformed header starts a new one, as the standard asks.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut given = headers.get_all(TRACEPARENT);
        let first = given.next().and_then(|value| value.to_str().ok());
        let known = if given.next().is_some() { None } else { first.and_then(parse) };
        let (id, sampled) = known.unwrap_or_else(|| (random_hex::<16>(), false));
        Self { id, span: random_hex::<8>(), sampled }
    }

    /// 32 lower-case hexadecimal digits.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The header for answers and for requests that this one causes.
    pub(super) fn parent(&self) -> String {
        format!("00-{}-{}-0{}", self.id, self.span, u8::from(self.sampled))
    }

    /// The id as a URN.
    pub(super) fn urn(&self) -> String {
        let mut urn = String::from("urn:uuid:");
        for (place, digit) in self.id.chars().enumerate() {
            if matches!(place, 8 | 12 | 16 | 20) {
                urn.push('-');
            }
            urn.push(digit);
        }
        urn
    }
}

fn parse(header: &str) -> Option<(String, bool)> {
    let mut parts = header.split('-');
    let (version, id, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let fits = lower_hex(version, 2) && lower_hex(id, 32) && lower_hex(span, 16) && lower_hex(flags, 2);
    let known = version != "ff" && (version != "00" || parts.next().is_none());
    let real = id.bytes().any(|byte| byte != b'0') && span.bytes().any(|byte| byte != b'0');
    let sampled = u8::from_str_radix(flags, 16).ok()? & 1 == 1;
    (fits && known && real).then(|| (id.to_owned(), sampled))
}

fn lower_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn random_hex<const N: usize>() -> String {
    let mut bytes = [0_u8; N];
    // Without randomness the ids are only poor, so a failure here must not refuse the request.
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        bytes.fill(1);
    }
    bytes.iter().fold(String::with_capacity(2 * N), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn continues_a_well_formed_trace() {
        assert_eq!(parse(GOOD), Some(("4bf92f3577b34da6a3ce929d0e0e4736".to_owned(), true)));
        assert!(parse(&format!("cc{}-what-the-future-brings", GOOD.trim_start_matches("00"))).is_some());
    }

    #[test]
    fn ignores_a_malformed_one() {
        let zero = "00-00000000000000000000000000000000-00f067aa0ba902b7-01";
        for bad in ["", "00", zero, &GOOD.to_uppercase(), &format!("{GOOD}-x"), &GOOD.replacen("00", "ff", 1)] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_urn_is_a_uuid() {
        let trace = Trace { id: "4bf92f3577b34da6a3ce929d0e0e4736".to_owned(), span: String::new(), sampled: false };
        assert_eq!(trace.urn(), "urn:uuid:4bf92f35-77b3-4da6-a3ce-929d0e0e4736");
    }
}
