//! A place in the feed of events, as text that clients only hand back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The first byte, so that another way of writing it can be told from this one.
const FORMAT: u8 = 1;

/// Writes a place.
pub(crate) fn encode(position: i64) -> String {
    let mut bytes = vec![FORMAT];
    bytes.extend(position.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a place; none for what [`encode`] cannot have written.
pub(crate) fn decode(text: &str) -> Option<i64> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (FORMAT, rest) = bytes.split_first().map(|(first, rest)| (*first, rest))? else { return None };
    Some(i64::from_be_bytes(rest.try_into().ok()?)).filter(|position| *position >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_and_nonsense_does_not() {
        for position in [0, 1, 500, i64::MAX] {
            assert_eq!(decode(&encode(position)), Some(position));
        }
        assert_eq!(encode(0), "AQAAAAAAAAAA");
        for text in
            ["", "1", "AQAAAAAAAAA", "AQAAAAAAAAAAAA", "AgAAAAAAAAAA", "AQAAAAAAAAA=", "AYAAAAAAAAAA", "åäö", "*"]
        {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
