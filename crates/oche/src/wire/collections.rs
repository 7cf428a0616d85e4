//! Lists, options, maps, tuples and boxes on the wire.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use super::{Decode, Encode, Reader, WireError, Writer};

impl<T: Encode> Encode for Vec<T> {
    fn encode(self, w: &mut Writer) {
        T::encode_list(self, w);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode_list(r)
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(self, w: &mut Writer) {
        T::encode_array(self, w);
    }
}

impl<T: Decode, const N: usize> Decode for [T; N] {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode_array(r)
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(self, w: &mut Writer) {
        match self {
            None => w.raw(&[0]),
            Some(value) => {
                w.raw(&[1]);
                value.encode(w);
            }
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        match r.raw::<1>()? {
            [0] => Ok(None),
            [1] => r.get().map(Some),
            [other] => Err(WireError::malformed(format!(
                "an option begins with 0 or 1, not {other}"
            ))),
        }
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(self, w: &mut Writer) {
        (*self).encode(w);
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.get().map(Box::new)
    }
}

impl<K: Encode, V: Encode, S> Encode for HashMap<K, V, S> {
    fn encode(self, w: &mut Writer) {
        w.count(self.len());
        for (key, value) in self {
            key.encode(w);
            value.encode(w);
        }
    }
}

impl<K: Decode + Eq + Hash, V: Decode, S: BuildHasher + Default> Decode for HashMap<K, V, S> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let count = r.count()?;
        let mut map = HashMap::with_capacity_and_hasher(r.sensible_capacity::<(K, V)>(count), S::default());
        for _ in 0..count {
            map.insert(r.get()?, r.get()?);
        }
        Ok(map)
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        impl<$($name: Encode),+> Encode for ($($name,)+) {
            fn encode(self, w: &mut Writer) {
                #[allow(non_snake_case)] // the type parameters' names serve as the fields' names
                let ($($name,)+) = self;
                $($name.encode(w);)+
            }
        }

        impl<$($name: Decode),+> Decode for ($($name,)+) {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                Ok(($($name::decode(r)?,)+))
            }
        }
    )*};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}
