//! `serde_json`: a value of any shape.

use crate::protocol::JsonKind;
use serde_json::{Map, Number, Value};

use crate::base::error::WireError;
use crate::wire::codec::{Decode, EncodeRef, copied};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

fn write_number(number: &Number, w: &mut Writer) {
    if let Some(number) = number.as_i64() {
        w.raw(&[JsonKind::I64.code()]);
        w.raw(&number.to_le_bytes());
    } else if let Some(number) = number.as_u64() {
        w.raw(&[JsonKind::U64.code()]);
        w.raw(&number.to_le_bytes());
    } else if let Some(number) = number.as_f64() {
        w.raw(&[JsonKind::F64.code()]);
        w.raw(&number.to_le_bytes());
    } else {
        // With the feature `arbitrary_precision` of `serde_json` there are others.
        w.fail(WireError::invalid_value(format!("{number} is beyond Dart's double")));
    }
}

impl<C> EncodeRef<C> for Value {
    fn encode_ref(&self, w: &mut Writer) {
        match self {
            Value::Null => w.raw(&[JsonKind::Nothing.code()]),
            Value::Bool(false) => w.raw(&[JsonKind::No.code()]),
            Value::Bool(true) => w.raw(&[JsonKind::Yes.code()]),
            Value::Number(number) => write_number(number, w),
            Value::String(text) => {
                w.raw(&[JsonKind::Text.code()]);
                w.str(text);
            }
            Value::Array(items) => {
                w.raw(&[JsonKind::List.code()]);
                w.nested(|w| <Value as EncodeRef<C>>::encode_ref_list(items, &[], w));
            }
            Value::Object(entries) => {
                w.raw(&[JsonKind::Map.code()]);
                w.nested(|w| {
                    w.count(entries.len());
                    for (key, value) in entries {
                        w.str(key);
                        EncodeRef::<C>::encode_ref(value, w);
                    }
                });
            }
        }
    }
}

impl<C> Decode<C> for Value {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [tag] = r.raw()?;
        Ok(match JsonKind::from_code(u32::from(tag)) {
            Some(JsonKind::Nothing) => Value::Null,
            Some(JsonKind::No) => Value::Bool(false),
            Some(JsonKind::Yes) => Value::Bool(true),
            Some(JsonKind::I64) => Value::Number(i64::from_le_bytes(r.raw()?).into()),
            Some(JsonKind::U64) => Value::Number(u64::from_le_bytes(r.raw()?).into()),
            Some(JsonKind::F64) => {
                let number = f64::from_le_bytes(r.raw()?);
                let number = Number::from_f64(number);
                Value::Number(number.ok_or_else(|| WireError::invalid_value("a number in JSON is finite"))?)
            }
            Some(JsonKind::Text) => Value::String(r.str()?.to_owned()),
            Some(JsonKind::List) => Value::Array(r.nested(<Value as Decode<C>>::decode_list)?),
            Some(JsonKind::Map) => Value::Object(r.nested(|r| {
                let count = r.count()?;
                let mut entries = Map::new();
                for _ in 0..count {
                    let key = r.str()?.to_owned();
                    entries.insert(key, Decode::<C>::decode(r)?);
                }
                Ok(entries)
            })?),
            None => return Err(WireError::malformed(format!("a JSON value is 0 to 8, not {tag}"))),
        })
    }
}

copied! {
    [] Value;
}
