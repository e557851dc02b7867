//! Packed bytes as values. What was written is trusted in nothing: every length is held against what is there.

use super::Broken;
use super::tag::{SHORT, STRUCT, Tag};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Visitor};
use serde::forward_to_deserialize_any;

/// Values in values, at most.
const DEPTH: u8 = 100;
const NOTHING: u8 = Tag::Nothing.byte();

/// Reads a value from all of the bytes.
pub(super) fn value<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Broken> {
    let mut reader = Reader { rest: bytes, shapes: Vec::new(), depth: 0 };
    let mut rest = reader.long_text()?;
    let count = reader.count()?;
    reader.shapes.reserve(count);
    for _ in 0..count {
        let number = reader.count()?;
        let mut names = Vec::with_capacity(number);
        for _ in 0..number {
            let length = usize::try_from(reader.number()?).map_err(|_| Broken)?;
            let (name, behind) = rest.split_at_checked(length).ok_or(Broken)?;
            names.push(name);
            rest = behind;
        }
        reader.shapes.push(Shape { names, like: None });
    }
    let value = T::deserialize(&mut reader)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(Broken) }
}

/// The names of a struct's fields as they were when it was written.
struct Shape<'de> {
    names: Vec<&'de str>,
    /// The fields that a type has now, and whether they are these; the last that asked.
    like: Option<(&'static [&'static str], bool)>,
}

struct Reader<'de> {
    rest: &'de [u8],
    shapes: Vec<Shape<'de>>,
    depth: u8,
}

impl<'de> Reader<'de> {
    #[inline]
    fn byte(&mut self) -> Result<u8, Broken> {
        let (first, rest) = self.rest.split_first().ok_or(Broken)?;
        self.rest = rest;
        Ok(*first)
    }

    #[inline]
    fn take(&mut self, length: usize) -> Result<&'de [u8], Broken> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Broken)?;
        self.rest = rest;
        Ok(taken)
    }

    #[inline]
    fn number(&mut self) -> Result<u64, Broken> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            value |= bits << shift;
            if byte < 0x80 {
                // Of the tenth byte only one bit is left.
                return if (bits << shift) >> shift == bits { Ok(value) } else { Err(Broken) };
            }
        }
        Err(Broken)
    }

    /// How many of something follow, each at least a byte.
    #[inline]
    fn count(&mut self) -> Result<usize, Broken> {
        let count = usize::try_from(self.number()?).map_err(|_| Broken)?;
        if count <= self.rest.len() { Ok(count) } else { Err(Broken) }
    }

    #[inline]
    fn text(&mut self, length: usize) -> Result<&'de str, Broken> {
        std::str::from_utf8(self.take(length)?).map_err(|_| Broken)
    }

    fn long_text(&mut self) -> Result<&'de str, Broken> {
        let length = self.count()?;
        self.text(length)
    }

    /// The number of the shape whose first byte was read.
    #[inline]
    fn shape(&mut self, high: u8) -> Result<usize, Broken> {
        let shape = usize::from(u16::from_be_bytes([high.wrapping_sub(STRUCT), self.byte()?]));
        if shape < self.shapes.len() { Ok(shape) } else { Err(Broken) }
    }

    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Broken>) -> Result<T, Broken> {
        if self.depth == DEPTH {
            return Err(Broken);
        }
        self.depth = self.depth.saturating_add(1);
        let value = read(self);
        self.depth = self.depth.saturating_sub(1);
        value
    }

    #[inline]
    fn list<V: Visitor<'de>>(&mut self, left: usize, visitor: V) -> Result<V::Value, Broken> {
        self.within(|reader| {
            let mut items = Items { reader, left };
            let value = visitor.visit_seq(&mut items)?;
            if items.left == 0 { Ok(value) } else { Err(Broken) }
        })
    }

    fn fields<V: Visitor<'de>>(&mut self, shape: usize, visitor: V) -> Result<V::Value, Broken> {
        let count = self.shapes.get(shape).ok_or(Broken)?.names.len();
        self.within(|reader| {
            let mut fields = Named { reader, shape, next: 0 };
            let value = visitor.visit_map(&mut fields)?;
            if fields.next == count { Ok(value) } else { Err(Broken) }
        })
    }

    fn any<V: Visitor<'de>>(&mut self, byte: u8, visitor: V) -> Result<V::Value, Broken> {
        if byte >= STRUCT {
            let shape = self.shape(byte)?;
            return self.fields(shape, visitor);
        }
        if byte >= SHORT {
            return visitor.visit_borrowed_str(self.text(usize::from(byte.wrapping_sub(SHORT)))?);
        }
        match Tag::of(byte).ok_or(Broken)? {
            Tag::Nothing => visitor.visit_unit(),
            Tag::False => visitor.visit_bool(false),
            Tag::True => visitor.visit_bool(true),
            Tag::Number => visitor.visit_u64(self.number()?),
            Tag::Negative => visitor.visit_i64(!i64::try_from(self.number()?).map_err(|_| Broken)?),
            Tag::Id => visitor.visit_borrowed_bytes(self.take(16)?),
            Tag::Bytes => {
                let length = self.count()?;
                visitor.visit_borrowed_bytes(self.take(length)?)
            }
            Tag::List => {
                let count = self.count()?;
                self.list(count, visitor)
            }
            Tag::Map => {
                let left = self.count()?;
                self.within(|reader| {
                    let mut pairs = Pairs { reader, left };
                    let value = visitor.visit_map(&mut pairs)?;
                    if pairs.left == 0 { Ok(value) } else { Err(Broken) }
                })
            }
            Tag::Text => visitor.visit_borrowed_str(self.long_text()?),
        }
    }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Broken;

    fn is_human_readable(&self) -> bool {
        false
    }

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        let tag = self.byte()?;
        self.any(tag, visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match self.rest.split_first() {
            Some((&NOTHING, rest)) => {
                self.rest = rest;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_newtype_struct(self)
    }

    /// Fields that a type has as they were written need no names; else each is found by its name.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        let tag = self.byte()?;
        if tag < STRUCT {
            return self.any(tag, visitor);
        }
        let number = self.shape(tag)?;
        let shape = self.shapes.get_mut(number).ok_or(Broken)?;
        let same = match shape.like {
            Some((like, same)) if std::ptr::eq(like, fields) => same,
            _ => {
                let same = shape.names == fields;
                shape.like = Some((fields, same));
                same
            }
        };
        if same { self.list(fields.len(), visitor) } else { self.fields(number, visitor) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        let byte = self.byte()?;
        if Tag::of(byte) == Some(Tag::Map) {
            if self.count()? != 1 {
                return Err(Broken);
            }
            return self.within(|reader| visitor.visit_enum(Variant(reader)));
        }
        let text = match byte {
            SHORT..STRUCT => self.text(usize::from(byte.wrapping_sub(SHORT)))?,
            _ if Tag::of(byte) == Some(Tag::Text) => self.long_text()?,
            _ => return Err(Broken),
        };
        visitor.visit_enum(BorrowedStrDeserializer::new(text))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de> {
    type Error = Broken;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Broken> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

struct Pairs<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
}

impl<'de> de::MapAccess<'de> for Pairs<'_, 'de> {
    type Error = Broken;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Broken> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Broken> {
        seed.deserialize(&mut *self.reader)
    }
}

struct Named<'r, 'de> {
    reader: &'r mut Reader<'de>,
    shape: usize,
    next: usize,
}

impl<'de> de::MapAccess<'de> for Named<'_, 'de> {
    type Error = Broken;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Broken> {
        let names = &self.reader.shapes.get(self.shape).ok_or(Broken)?.names;
        let Some(name) = names.get(self.next) else { return Ok(None) };
        self.next = self.next.saturating_add(1);
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Broken> {
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        let names = self.reader.shapes.get(self.shape).map(|shape| shape.names.len());
        names.and_then(|names| names.checked_sub(self.next))
    }
}

/// A variant that holds something: its name, then what it holds.
struct Variant<'r, 'de>(&'r mut Reader<'de>);

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Broken;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Broken> {
        let name = seed.deserialize(&mut *self.0)?;
        Ok((name, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Broken;

    fn unit_variant(self) -> Result<(), Broken> {
        <()>::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Broken> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Broken> {
        de::Deserializer::deserialize_any(self.0, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Broken> {
        de::Deserializer::deserialize_struct(self.0, "", fields, visitor)
    }
}
