//! What JSON allows and we do not: control characters, keys given twice, deep nesting.
//!
//! A pass of its own over the bytes, so that it holds whatever the target type looks like: types that buffer or skip would
//! let some of it through.

use super::violations::plain;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

/// Levels of objects and arrays in one another.
const DEPTH: usize = 32;

/// Why a document is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not JSON, a key twice, or too deep.
    Malformed,
    /// Control characters, at a JSON pointer.
    Characters(String),
}

/// Checks a whole document.
pub(crate) fn scan(bytes: &[u8]) -> Result<(), Fault> {
    let characters = RefCell::new(None);
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let done = Scan { level: 0, characters: &characters }.deserialize(&mut parser).and_then(|()| parser.end());
    match (done, characters.into_inner()) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(pointer)) => Err(Fault::Characters(pointer)),
        (Err(_), None) => Err(Fault::Malformed),
    }
}

/// One value. `characters` is set when control characters were met: on the way out each level puts its step in front.
#[derive(Clone, Copy)]
struct Scan<'a> {
    level: usize,
    characters: &'a RefCell<Option<String>>,
}

impl Scan<'_> {
    fn text<E: de::Error>(self, text: &str) -> Result<(), E> {
        if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
            *self.characters.borrow_mut() = Some(String::new());
            return Err(E::custom("control character"));
        }
        Ok(())
    }

    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        let level = self.level + 1;
        if level > DEPTH { Err(E::custom("too deep")) } else { Ok(Self { level, ..self }) }
    }

    fn step_out(self, step: Option<String>) {
        if let Some(pointer) = self.characters.borrow_mut().as_mut() {
            *pointer = step.map_or_else(String::new, |step| format!("/{step}{pointer}"));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Scan<'_> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scan<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut index = 0_usize;
        while items.next_element_seed(inner).inspect_err(|_| self.step_out(Some(index.to_string())))?.is_some() {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut seen = HashSet::new();
        while let Some(key) = fields.next_key::<String>()? {
            self.text::<A::Error>(&key)?;
            let step = plain(&key);
            if !seen.insert(key) {
                return Err(de::Error::custom("key given twice"));
            }
            fields.next_value_seed(inner).inspect_err(|_| self.step_out(step))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> String {
        format!("{}{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn plain_json_passes() {
        for good in ["null", "1", "\"\"", r#"{"a":[1,-1,1.5,true,null,"b\n\r\té😀"]}"#, &nested(32)] {
            assert_eq!(scan(good.as_bytes()), Ok(()), "{good}");
        }
    }

    #[test]
    fn malformed_json_does_not() {
        let deep = nested(33);
        for bad in [
            "",
            "{",
            "{}x",
            "{'a':1}",
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":1}}"#,
            r#""\ud800""#,
            "\u{feff}{}",
            "1e999",
            "NaN",
            &deep,
        ] {
            assert_eq!(scan(bad.as_bytes()), Err(Fault::Malformed), "{bad}");
        }
        assert_eq!(scan(b"\"\xff\""), Err(Fault::Malformed));
    }

    #[test]
    fn control_characters_are_pointed_at() {
        for (bad, pointer) in [
            (r#""\u0000""#, ""),
            (r#"{"a":[1,{"b":"x\u0000"}]}"#, "/a/1/b"),
            (r#"{"a":"\u007f"}"#, "/a"),
            (r#"{"a":"\u0085"}"#, "/a"),
            (r#"{"a":{"b\u0001":1}}"#, "/a"),
            (r#"{"19121212-1212":{"b":"\u0001"}}"#, ""),
        ] {
            assert_eq!(scan(bad.as_bytes()), Err(Fault::Characters(pointer.to_owned())), "{bad}");
        }
    }
}
