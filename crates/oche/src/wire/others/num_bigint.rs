//! `num-bigint`.

use num_bigint::{BigInt, BigUint, Sign};

use crate::base::error::WireError;
use crate::wire::codec::{Decode, EncodeRef, copied};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

impl<C> EncodeRef<C> for BigUint {
    fn encode_ref(&self, w: &mut Writer) {
        w.number_vec(self.to_bytes_le());
    }
}

impl<C> Decode<C> for BigUint {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.numbers::<u8>().map(BigUint::from_bytes_le)
    }
}

impl<C> EncodeRef<C> for BigInt {
    fn encode_ref(&self, w: &mut Writer) {
        let (sign, bytes) = self.to_bytes_le();
        w.raw(&[u8::from(sign == Sign::Minus)]);
        w.number_vec(bytes);
    }
}

impl<C> Decode<C> for BigInt {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let sign = match r.raw::<1>()? {
            [0] => Sign::Plus,
            [1] => Sign::Minus,
            [other] => return Err(WireError::malformed(format!("a sign is 0 or 1, not {other}"))),
        };
        Ok(BigInt::from_bytes_le(sign, r.numbers::<u8>()?))
    }
}

copied! {
    [] BigInt;
    [] BigUint;
}
