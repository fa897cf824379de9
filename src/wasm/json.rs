//! A serializer that writes JSON and nothing else, because JSON.parse on the other side is fast and costs no code: an object handed over
//! piece by piece takes 12 KB of compressed wasm.

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, Serializer,
};
use std::fmt;

/// `value` as JSON.
pub(super) fn to_json(value: &impl Serialize) -> String {
    let mut json = String::with_capacity(256);
    // Only keys that are not text and numbers that are not whole could fail, and none of our structures has any.
    if value.serialize(Json(&mut json)).is_err() {
        json.clear();
        json.push_str("null");
    }
    json
}

struct Json<'j>(&'j mut String);

/// A structure that JSON has no form for.
#[derive(Debug)]
pub(super) struct NoJson;

impl fmt::Display for NoJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no JSON")
    }
}
impl std::error::Error for NoJson {}
impl serde::ser::Error for NoJson {
    fn custom<T: fmt::Display>(_: T) -> NoJson {
        NoJson
    }
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            control if control < ' ' => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                let code = u32::from(control);
                json.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                json.extend(HEX.get(code as usize % 16).map(|digit| char::from(*digit)));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

pub(super) fn push_number(json: &mut String, negative: bool, mut number: u64) {
    if negative {
        json.push('-');
    }
    let mut digits = Vec::with_capacity(20);
    loop {
        digits.extend(char::from_digit(u32::try_from(number % 10).unwrap_or(0), 10));
        number /= 10;
        if number == 0 {
            break;
        }
    }
    json.extend(digits.iter().rev());
}

/// An array, object or the inside of a variant, open.
pub(super) struct Open<'j> {
    json: &'j mut String,
    close: &'static str,
    first: bool,
}

impl<'j> Open<'j> {
    fn new(json: &'j mut String, open: &str, close: &'static str) -> Open<'j> {
        json.push_str(open);
        Open {
            json,
            close,
            first: true,
        }
    }

    fn next(&mut self) {
        if !self.first {
            self.json.push(',');
        }
        self.first = false;
    }

    fn member(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), NoJson> {
        self.next();
        push_text(self.json, name);
        self.json.push(':');
        value.serialize(Json(self.json))
    }

    fn close(self) -> Result<(), NoJson> {
        self.json.push_str(self.close);
        Ok(())
    }
}

impl SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = NoJson;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoJson> {
        self.next();
        value.serialize(Json(self.json))
    }
    fn end(self) -> Result<(), NoJson> {
        self.close()
    }
}

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = NoJson;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoJson> {
        self.next();
        key.serialize(Json(self.json))
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoJson> {
        self.json.push(':');
        value.serialize(Json(self.json))
    }
    fn end(self) -> Result<(), NoJson> {
        self.close()
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = NoJson;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NoJson> {
        self.member(name, value)
    }
    fn end(self) -> Result<(), NoJson> {
        self.close()
    }
}

impl SerializeStructVariant for Open<'_> {
    type Ok = ();
    type Error = NoJson;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NoJson> {
        self.member(name, value)
    }
    fn end(self) -> Result<(), NoJson> {
        self.close()
    }
}

impl<'j> Serializer for Json<'j> {
    type Ok = ();
    type Error = NoJson;
    type SerializeSeq = Open<'j>;
    type SerializeTuple = Impossible<(), NoJson>;
    type SerializeTupleStruct = Impossible<(), NoJson>;
    type SerializeTupleVariant = Impossible<(), NoJson>;
    type SerializeMap = Open<'j>;
    type SerializeStruct = Open<'j>;
    type SerializeStructVariant = Open<'j>;

    fn serialize_bool(self, value: bool) -> Result<(), NoJson> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), NoJson> {
        self.serialize_i64(i64::from(value))
    }
    fn serialize_i16(self, value: i16) -> Result<(), NoJson> {
        self.serialize_i64(i64::from(value))
    }
    fn serialize_i32(self, value: i32) -> Result<(), NoJson> {
        self.serialize_i64(i64::from(value))
    }
    fn serialize_i64(self, value: i64) -> Result<(), NoJson> {
        push_number(self.0, value < 0, value.unsigned_abs());
        Ok(())
    }
    fn serialize_u8(self, value: u8) -> Result<(), NoJson> {
        self.serialize_u64(u64::from(value))
    }
    fn serialize_u16(self, value: u16) -> Result<(), NoJson> {
        self.serialize_u64(u64::from(value))
    }
    fn serialize_u32(self, value: u32) -> Result<(), NoJson> {
        self.serialize_u64(u64::from(value))
    }
    fn serialize_u64(self, value: u64) -> Result<(), NoJson> {
        push_number(self.0, false, value);
        Ok(())
    }
    fn serialize_f32(self, value: f32) -> Result<(), NoJson> {
        self.serialize_f64(f64::from(value))
    }
    /// None of our structures has any, and the digits of a float are eight kilobytes of code.
    fn serialize_f64(self, _: f64) -> Result<(), NoJson> {
        Err(NoJson)
    }
    fn serialize_char(self, value: char) -> Result<(), NoJson> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), NoJson> {
        push_text(self.0, value);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), NoJson> {
        Err(NoJson)
    }
    fn serialize_none(self) -> Result<(), NoJson> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NoJson> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), NoJson> {
        self.0.push_str("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NoJson> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NoJson> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NoJson> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NoJson> {
        let mut open = Open::new(self.0, "{", "}");
        open.member(variant, value)?;
        open.close()
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'j>, NoJson> {
        Ok(Open::new(self.0, "[", "]"))
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NoJson> {
        Err(NoJson)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NoJson> {
        Err(NoJson)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoJson> {
        Err(NoJson)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Open<'j>, NoJson> {
        Ok(Open::new(self.0, "{", "}"))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'j>, NoJson> {
        Ok(Open::new(self.0, "{", "}"))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'j>, NoJson> {
        self.0.push('{');
        push_text(self.0, variant);
        Ok(Open::new(self.0, ":{", "}}"))
    }
}
