//! `serde_json`: a value of any shape.

use serde_json::{Map, Number, Value};

use crate::base::error::WireError;
use crate::wire::codec::{Decode, EncodeRef, copied};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const I64: u8 = 3;
/// Above `i64::MAX`.
const U64: u8 = 4;
const F64: u8 = 5;
const TEXT: u8 = 6;
const LIST: u8 = 7;
const MAP: u8 = 8;

fn write_number(number: &Number, w: &mut Writer) {
    if let Some(number) = number.as_i64() {
        w.raw(&[I64]);
        w.raw(&number.to_le_bytes());
    } else if let Some(number) = number.as_u64() {
        w.raw(&[U64]);
        w.raw(&number.to_le_bytes());
    } else if let Some(number) = number.as_f64() {
        w.raw(&[F64]);
        w.raw(&number.to_le_bytes());
    } else {
        // With the feature `arbitrary_precision` of `serde_json` there are others.
        w.fail(WireError::invalid_value(format!("{number} is beyond Dart's double")));
    }
}

impl<C> EncodeRef<C> for Value {
    fn encode_ref(&self, w: &mut Writer) {
        match self {
            Value::Null => w.raw(&[NULL]),
            Value::Bool(false) => w.raw(&[FALSE]),
            Value::Bool(true) => w.raw(&[TRUE]),
            Value::Number(number) => write_number(number, w),
            Value::String(text) => {
                w.raw(&[TEXT]);
                w.str(text);
            }
            Value::Array(items) => {
                w.raw(&[LIST]);
                w.nested(|w| <Value as EncodeRef<C>>::encode_ref_list(items, &[], w));
            }
            Value::Object(entries) => {
                w.raw(&[MAP]);
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
        Ok(match tag {
            NULL => Value::Null,
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            I64 => Value::Number(i64::from_le_bytes(r.raw()?).into()),
            U64 => Value::Number(u64::from_le_bytes(r.raw()?).into()),
            F64 => {
                let number = f64::from_le_bytes(r.raw()?);
                let number = Number::from_f64(number);
                Value::Number(number.ok_or_else(|| WireError::invalid_value("a number in JSON is finite"))?)
            }
            TEXT => Value::String(r.str()?.to_owned()),
            LIST => Value::Array(r.nested(<Value as Decode<C>>::decode_list)?),
            MAP => Value::Object(r.nested(|r| {
                let count = r.count()?;
                let mut entries = Map::new();
                for _ in 0..count {
                    let key = r.str()?.to_owned();
                    entries.insert(key, Decode::<C>::decode(r)?);
                }
                Ok(entries)
            })?),
            other => return Err(WireError::malformed(format!("a JSON value is 0 to 8, not {other}"))),
        })
    }
}

copied! {
    [] Value;
}
