//! Lists, options, sets, maps and tuples on the wire.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use super::codec::{Decode, Encode, EncodeRef};
use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

impl<C, T: Encode<C>> Encode<C> for Vec<T> {
    #[inline]
    fn encode(self, w: &mut Writer) {
        T::encode_list(self, w);
    }
}

impl<C, T: EncodeRef<C>> EncodeRef<C> for Vec<T> {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        T::encode_ref_list(self, &[], w);
    }
}

impl<C, T: EncodeRef<C>> EncodeRef<C> for [T] {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        T::encode_ref_list(self, &[], w);
    }
}

impl<C, T: Decode<C>> Decode<C> for Vec<T> {
    #[inline]
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode_list(r)
    }
}

impl<C, T: Encode<C>, const N: usize> Encode<C> for [T; N] {
    fn encode(self, w: &mut Writer) {
        T::encode_array(self, w);
    }
}

impl<C, T: EncodeRef<C>, const N: usize> EncodeRef<C> for [T; N] {
    fn encode_ref(&self, w: &mut Writer) {
        T::encode_ref_list(self, &[], w);
    }
}

impl<C, T: Decode<C>, const N: usize> Decode<C> for [T; N] {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode_array(r)
    }
}

impl<C, T: Encode<C>> Encode<C> for Option<T> {
    #[inline]
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

impl<C, T: EncodeRef<C>> EncodeRef<C> for Option<T> {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        match self {
            None => w.raw(&[0]),
            Some(value) => {
                w.raw(&[1]);
                value.encode_ref(w);
            }
        }
    }
}

impl<C, T: Decode<C>> Decode<C> for Option<T> {
    #[inline]
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        match r.raw::<1>()? {
            [0] => Ok(None),
            [1] => T::decode(r).map(Some),
            [other] => Err(WireError::malformed(format!(
                "an option begins with 0 or 1, not {other}"
            ))),
        }
    }
}

impl<C, K: Encode<C>, V: Encode<C>, S> Encode<C> for HashMap<K, V, S> {
    fn encode(self, w: &mut Writer) {
        w.count(self.len());
        for (key, value) in self {
            key.encode(w);
            value.encode(w);
        }
    }
}

impl<C, K: EncodeRef<C>, V: EncodeRef<C>, S> EncodeRef<C> for HashMap<K, V, S> {
    fn encode_ref(&self, w: &mut Writer) {
        w.count(self.len());
        for (key, value) in self {
            key.encode_ref(w);
            value.encode_ref(w);
        }
    }
}

impl<C, K: Decode<C> + Eq + Hash, V: Decode<C>, S: BuildHasher + Default> Decode<C> for HashMap<K, V, S> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let count = r.count()?;
        let mut map = HashMap::with_capacity_and_hasher(r.sensible_capacity::<(K, V)>(count), S::default());
        for _ in 0..count {
            map.insert(K::decode(r)?, V::decode(r)?);
        }
        Ok(map)
    }
}

impl<C, K: Encode<C>, V: Encode<C>> Encode<C> for BTreeMap<K, V> {
    fn encode(self, w: &mut Writer) {
        w.count(self.len());
        for (key, value) in self {
            key.encode(w);
            value.encode(w);
        }
    }
}

impl<C, K: EncodeRef<C>, V: EncodeRef<C>> EncodeRef<C> for BTreeMap<K, V> {
    fn encode_ref(&self, w: &mut Writer) {
        w.count(self.len());
        for (key, value) in self {
            key.encode_ref(w);
            value.encode_ref(w);
        }
    }
}

impl<C, K: Decode<C> + Ord, V: Decode<C>> Decode<C> for BTreeMap<K, V> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let count = r.count()?;
        (0..count).map(|_| Ok((K::decode(r)?, V::decode(r)?))).collect()
    }
}

impl<C, T: Encode<C>, S> Encode<C> for HashSet<T, S> {
    fn encode(self, w: &mut Writer) {
        w.count(self.len());
        for item in self {
            item.encode(w);
        }
    }
}

impl<C, T: EncodeRef<C>, S> EncodeRef<C> for HashSet<T, S> {
    fn encode_ref(&self, w: &mut Writer) {
        w.count(self.len());
        for item in self {
            item.encode_ref(w);
        }
    }
}

impl<C, T: Decode<C> + Eq + Hash, S: BuildHasher + Default> Decode<C> for HashSet<T, S> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let count = r.count()?;
        let mut set = HashSet::with_capacity_and_hasher(r.sensible_capacity::<T>(count), S::default());
        for _ in 0..count {
            set.insert(T::decode(r)?);
        }
        Ok(set)
    }
}

impl<C, T: Encode<C>> Encode<C> for BTreeSet<T> {
    fn encode(self, w: &mut Writer) {
        w.count(self.len());
        for item in self {
            item.encode(w);
        }
    }
}

impl<C, T: EncodeRef<C>> EncodeRef<C> for BTreeSet<T> {
    fn encode_ref(&self, w: &mut Writer) {
        w.count(self.len());
        for item in self {
            item.encode_ref(w);
        }
    }
}

impl<C, T: Decode<C> + Ord> Decode<C> for BTreeSet<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let count = r.count()?;
        (0..count).map(|_| T::decode(r)).collect()
    }
}

impl<C, T: Encode<C>> Encode<C> for VecDeque<T> {
    fn encode(self, w: &mut Writer) {
        T::encode_list(self.into(), w);
    }
}

impl<C, T: EncodeRef<C>> EncodeRef<C> for VecDeque<T> {
    fn encode_ref(&self, w: &mut Writer) {
        let (first, second) = self.as_slices();
        T::encode_ref_list(first, second, w);
    }
}

/// What a list turns into.
macro_rules! from_list {
    ($($type:ty),*) => {$(
        impl<C, T: Decode<C>> Decode<C> for $type {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                T::decode_list(r).map(Self::from)
            }
        }
    )*};
}

from_list!(VecDeque<T>, Box<[T]>, Rc<[T]>, Arc<[T]>);

macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        impl<Marker, $($name: Encode<Marker>),+> Encode<Marker> for ($($name,)+) {
            fn encode(self, w: &mut Writer) {
                #[allow(non_snake_case)] // the type parameters' names serve as the fields' names
                let ($($name,)+) = self;
                $($name.encode(w);)+
            }
        }

        impl<Marker, $($name: EncodeRef<Marker>),+> EncodeRef<Marker> for ($($name,)+) {
            fn encode_ref(&self, w: &mut Writer) {
                #[allow(non_snake_case)] // as above
                let ($($name,)+) = self;
                $($name.encode_ref(w);)+
            }
        }

        impl<Marker, $($name: Decode<Marker>),+> Decode<Marker> for ($($name,)+) {
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
