//! Text written by people, checked once at the edge: never empty, never endless, no hidden control characters.
//!
//! What people write in a case is secret. Neither `Debug` nor an error ever shows it, so that no log can.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text was refused. Never carries the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// Longer than the kind of text allows.
    #[error("the text has {length} characters, at most {max} are allowed")]
    TooLong {
        /// Characters (Unicode scalar values) given.
        length: usize,
        /// Characters allowed.
        max: usize,
    },
    /// A control character, or a line break where one line is asked for.
    #[error("the text has a control character at character {position}")]
    ControlCharacter {
        /// Position in characters, counted from 1.
        position: usize,
    },
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Marks that turn the reading direction: with them a name in a list can be made to look like another.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that nobody sees, and that make two equal names differ.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn refused_in_one_line(c: char) -> bool {
    c.is_control() || is_line_break(c) || turns_direction(c) || is_invisible(c)
}

fn refused_in_many_lines(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || turns_direction(c)
}

/// Whether no byte is of a character that any kind of text could refuse. Nearly all texts are so, and a case has hundreds.
fn is_plain(text: &str) -> bool {
    // The refused ones that are not ASCII are encoded with one of these first.
    text.bytes().fold(true, |plain, byte| plain & !matches!(byte, 0..=0x1F | 0x7F | 0xC2 | 0xE2 | 0xEF))
}

fn check(text: &str, max: usize, refused: fn(char) -> bool) -> Result<(), TextError> {
    if text.chars().all(char::is_whitespace) {
        return Err(TextError::Empty);
    }
    // There are no more characters than bytes.
    if text.len() > max {
        let length = text.chars().count();
        if length > max {
            return Err(TextError::TooLong { length, max });
        }
    }
    if is_plain(text) {
        return Ok(());
    }
    match text.chars().position(refused) {
        Some(index) => Err(TextError::ControlCharacter { position: index.saturating_add(1) }),
        None => Ok(()),
    }
}

/// Declares the text types: a macro, because they differ in nothing but name, length and allowed characters.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $max:literal, $refused:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The greatest length, in characters (Unicode scalar values).
            pub const MAX: usize = $max;

            /// Checks the text and keeps it exactly as written.
            ///
            /// # Errors
            /// Refused when empty, too long or with a character that does not belong; see [`TextError`].
            pub fn parse(text: impl Into<String>) -> Result<Self, TextError> {
                let text = text.into();
                check(&text, Self::MAX, $refused)?;
                Ok(Self(text))
            }

            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as written.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "(<{} chars>)"), self.0.chars().count())
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.into_string()
            }
        }
    )+};
}

texts! {
    /// Free text of 1 to 10 000 characters; line breaks and tabs are allowed.
    Text, 10_000, refused_in_many_lines;
    /// A line of 1 to 200 characters: a heading, a place, a title.
    ShortText, 200, refused_in_one_line;
    /// A person's name on one line, 1 to 200 characters.
    PersonName, 200, refused_in_one_line;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plain_text_has_nothing_that_is_refused() {
        for c in '\0'..=char::MAX {
            let refused = refused_in_one_line(c) || refused_in_many_lines(c);
            assert!(!refused || !is_plain(&format!("a{c}b")), "{:x}", u32::from(c));
        }
        assert!(is_plain("Åsa bor här, på 3:e våningen."));
    }

    #[test]
    fn empty_is_refused() {
        for empty in ["", " ", "\n\t ", "\u{a0}"] {
            assert_eq!(Text::parse(empty), Err(TextError::Empty));
            assert_eq!(ShortText::parse(empty), Err(TextError::Empty));
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(ShortText::parse("å".repeat(200)).is_ok());
        assert_eq!(ShortText::parse("å".repeat(201)), Err(TextError::TooLong { length: 201, max: 200 }));
        assert!(Text::parse("ö".repeat(10_000)).is_ok());
        assert!(Text::parse("ö".repeat(10_001)).is_err());
    }

    #[test]
    fn control_characters_are_refused() {
        assert_eq!(Text::parse("a\0b"), Err(TextError::ControlCharacter { position: 2 }));
        assert!(Text::parse("en rad\r\nen till\toch slut").is_ok());
        for broken in ["en\nrad", "en\rrad", "en\trad", "en\u{2028}rad", "en\u{1b}rad"] {
            assert_eq!(PersonName::parse(broken), Err(TextError::ControlCharacter { position: 3 }));
        }
    }

    /// A name in a list must not be made to look like another one.
    #[test]
    fn marks_that_nobody_sees_are_refused() {
        for hidden in ["\u{202e}", "\u{2066}"] {
            assert!(Text::parse(format!("a{hidden}b")).is_err() && PersonName::parse(format!("a{hidden}b")).is_err());
        }
        for hidden in ["\u{200b}", "\u{200e}", "\u{feff}"] {
            assert_eq!(PersonName::parse(format!("a{hidden}b")), Err(TextError::ControlCharacter { position: 2 }));
        }
        assert!(PersonName::parse("Åsa Öberg-Ñandú 王").is_ok());
    }

    #[test]
    fn nothing_is_trimmed() {
        assert_eq!(Text::parse("  jag vill bo hemma ").unwrap().into_string(), "  jag vill bo hemma ");
    }

    #[test]
    fn debug_and_errors_hide_the_text() {
        let name = PersonName::parse("Tove Testsson").unwrap();
        assert_eq!(format!("{name:?}"), "PersonName(<13 chars>)");
        let error = serde_json::from_str::<PersonName>("\"Tove\\nTestsson\"").unwrap_err();
        assert!(!error.to_string().contains("Tove"));
    }

    proptest! {
        #[test]
        fn json_round_trip(written in "\\PC{1,200}") {
            if let Ok(text) = ShortText::parse(written.as_str()) {
                let json = serde_json::to_string(&text).unwrap();
                prop_assert_eq!(serde_json::from_str::<ShortText>(&json).unwrap(), text);
            }
        }
    }
}
