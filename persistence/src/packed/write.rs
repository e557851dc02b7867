//! Values as bytes: what serde says of them, without the names of fields, which stand once in front.

use super::Broken;
use super::tag::Tag;
use serde::ser::{self, Serialize};
use std::collections::HashMap;

/// The names of a struct's fields, in order.
type Shape = Vec<&'static str>;

/// The value's bytes.
pub(super) fn bytes<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Broken> {
    let mut writer = Writer::default();
    value.serialize(&mut writer)?;
    let mut shapes: Vec<(&Shape, &u16)> = writer.shapes.iter().collect();
    shapes.sort_unstable_by_key(|(_, number)| **number);
    let mut bytes = Vec::with_capacity(writer.body.len().saturating_add(4096));
    // All names in one piece, so that the reader has to look at them as text once only.
    let names: String = shapes.iter().flat_map(|(names, _)| names.iter().copied()).collect();
    number(&mut bytes, length(names.len()));
    bytes.extend_from_slice(names.as_bytes());
    number(&mut bytes, length(shapes.len()));
    for (names, _) in shapes {
        number(&mut bytes, length(names.len()));
        for name in names {
            number(&mut bytes, length(name.len()));
        }
    }
    bytes.append(&mut writer.body);
    Ok(bytes)
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
fn number(bytes: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            bytes.push(low & 0x7F);
            return;
        }
        bytes.push(low | 0x80);
    }
}

#[derive(Default)]
struct Writer {
    body: Vec<u8>,
    shapes: HashMap<Shape, u16>,
}

impl Writer {
    fn tag(&mut self, tag: Tag) {
        self.body.push(tag.byte());
    }

    fn counted(&mut self, tag: Tag, count: usize) {
        self.tag(tag);
        number(&mut self.body, length(count));
    }

    fn text(&mut self, text: &str) {
        match Tag::of_short(text.len()) {
            Some(byte) => self.body.push(byte),
            None => self.counted(Tag::Text, text.len()),
        }
        self.body.extend_from_slice(text.as_bytes());
    }

    /// The number of a struct's shape, in the place that was left for it.
    fn shaped(&mut self, at: usize, names: Shape) -> Result<(), Broken> {
        let next = u16::try_from(self.shapes.len()).map_err(|_| Broken)?;
        let shape = *self.shapes.entry(names).or_insert(next);
        let place = self.body.get_mut(at..).and_then(|rest| rest.first_chunk_mut()).ok_or(Broken)?;
        *place = Tag::of_shape(shape).ok_or(Broken)?;
        Ok(())
    }
}

/// A struct under way: where its shape's number goes, and the fields so far.
struct Fields<'w> {
    writer: &'w mut Writer,
    at: usize,
    names: Shape,
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Broken;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Fields<'w>;
    type SerializeStructVariant = Fields<'w>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, v: bool) -> Result<(), Broken> {
        self.tag(if v { Tag::True } else { Tag::False });
        Ok(())
    }

    fn serialize_i8(self, v: i8) -> Result<(), Broken> {
        self.serialize_i64(v.into())
    }

    fn serialize_i16(self, v: i16) -> Result<(), Broken> {
        self.serialize_i64(v.into())
    }

    fn serialize_i32(self, v: i32) -> Result<(), Broken> {
        self.serialize_i64(v.into())
    }

    fn serialize_i64(self, v: i64) -> Result<(), Broken> {
        if let Ok(v) = u64::try_from(v) {
            return self.serialize_u64(v);
        }
        self.tag(Tag::Negative);
        number(&mut self.body, u64::from_ne_bytes((!v).to_ne_bytes()));
        Ok(())
    }

    fn serialize_u8(self, v: u8) -> Result<(), Broken> {
        self.serialize_u64(v.into())
    }

    fn serialize_u16(self, v: u16) -> Result<(), Broken> {
        self.serialize_u64(v.into())
    }

    fn serialize_u32(self, v: u32) -> Result<(), Broken> {
        self.serialize_u64(v.into())
    }

    fn serialize_u64(self, v: u64) -> Result<(), Broken> {
        self.tag(Tag::Number);
        number(&mut self.body, v);
        Ok(())
    }

    /// No part of a case is a fraction.
    fn serialize_f32(self, _: f32) -> Result<(), Broken> {
        Err(Broken)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Broken> {
        Err(Broken)
    }

    fn serialize_char(self, v: char) -> Result<(), Broken> {
        self.text(v.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, v: &str) -> Result<(), Broken> {
        self.text(v);
        Ok(())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<(), Broken> {
        match <[u8; 16]>::try_from(v) {
            Ok(_) => self.tag(Tag::Id),
            Err(_) => self.counted(Tag::Bytes, v.len()),
        }
        self.body.extend_from_slice(v);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Broken> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Broken> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Broken> {
        self.tag(Tag::Nothing);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Broken> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Broken> {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Broken> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Broken> {
        self.counted(Tag::Map, 1);
        self.text(variant);
        value.serialize(self)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self, Broken> {
        self.counted(Tag::List, len.ok_or(Broken)?);
        Ok(self)
    }

    fn serialize_tuple(self, len: usize) -> Result<Self, Broken> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Self, Broken> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self, Broken> {
        self.counted(Tag::Map, 1);
        self.text(variant);
        self.serialize_seq(Some(len))
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self, Broken> {
        self.counted(Tag::Map, len.ok_or(Broken)?);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Fields<'w>, Broken> {
        let at = self.body.len();
        self.body.extend([0; 2]);
        Ok(Fields { writer: self, at, names: Vec::with_capacity(len) })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Fields<'w>, Broken> {
        self.counted(Tag::Map, 1);
        self.text(variant);
        self.serialize_struct(name, len)
    }
}

impl ser::SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Broken;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}

impl ser::SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Broken;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}

impl ser::SerializeTupleStruct for &mut Writer {
    type Ok = ();
    type Error = Broken;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}

impl ser::SerializeTupleVariant for &mut Writer {
    type Ok = ();
    type Error = Broken;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}

impl ser::SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Broken;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Broken> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Broken> {
        Ok(())
    }
}

impl ser::SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Broken;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Broken> {
        self.names.push(name);
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Broken> {
        self.writer.shaped(self.at, self.names)
    }
}

impl ser::SerializeStructVariant for Fields<'_> {
    type Ok = ();
    type Error = Broken;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Broken> {
        self.names.push(name);
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Broken> {
        self.writer.shaped(self.at, self.names)
    }
}
