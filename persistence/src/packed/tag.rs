//! What a packed value's first byte says.

/// The kinds of values that have one byte each. Short texts and structs have ranges of their own above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// `null`, none.
    Nothing,
    False,
    True,
    /// Seven bits a byte.
    Number,
    /// The complement, written as a number.
    Negative,
    /// The 16 bytes of a UUID.
    Id,
    /// A count and bytes.
    Bytes,
    /// A count and values.
    List,
    /// A count and pairs.
    Map,
    /// A count and UTF-8.
    Text,
}

/// From here on a text of so many bytes.
pub(super) const SHORT: u8 = 0x40;
/// From here on a struct: two bytes, in the lower 14 bits the number of its shape.
pub(super) const STRUCT: u8 = 0xC0;

impl Tag {
    const ALL: [Self; 10] = [
        Self::Nothing,
        Self::False,
        Self::True,
        Self::Number,
        Self::Negative,
        Self::Id,
        Self::Bytes,
        Self::List,
        Self::Map,
        Self::Text,
    ];

    /// The byte. Stored: a kind keeps its byte for ever.
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::False => 1,
            Self::True => 2,
            Self::Number => 3,
            Self::Negative => 4,
            Self::Id => 5,
            Self::Bytes => 6,
            Self::List => 7,
            Self::Map => 8,
            Self::Text => 9,
        }
    }

    /// What the byte says.
    pub(super) fn of(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }

    /// The byte of a short text; none when it is too long for one.
    pub(super) fn of_short(length: usize) -> Option<u8> {
        u8::try_from(length).ok()?.checked_add(SHORT).filter(|byte| *byte < STRUCT)
    }

    /// The bytes of a struct; none when there are too many shapes.
    pub(super) fn of_shape(shape: u16) -> Option<[u8; 2]> {
        let [high, low] = shape.to_be_bytes();
        high.checked_add(STRUCT).map(|high| [high, low])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_has_the_byte_of_its_place() {
        for (byte, tag) in (0..).zip(Tag::ALL) {
            assert_eq!((tag.byte(), Tag::of(byte)), (byte, Some(tag)));
        }
        assert_eq!(Tag::of(10), None);
    }

    #[test]
    fn the_ranges_do_not_meet() {
        assert_eq!((Tag::of_short(0), Tag::of_short(127)), (Some(SHORT), Some(STRUCT - 1)));
        assert_eq!(Tag::of_short(128), None);
        assert_eq!((Tag::of_shape(0), Tag::of_shape(0x3FFF)), (Some([STRUCT, 0]), Some([0xFF, 0xFF])));
        assert_eq!(Tag::of_shape(0x4000), None);
    }
}
