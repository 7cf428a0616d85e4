//! References and shared pointers on the wire: what they point to is sent, and cloned if it cannot be taken.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::callback::DartObject;

use super::{Decode, Encode, EncodeArc, Reader, WireError, Writer, encode_arc_data};

impl<C, T: Encode<C> + Clone> Encode<C> for &T {
    fn encode(self, w: &mut Writer) {
        self.clone().encode(w);
    }
}

impl<C, T: Encode<C> + Clone> Encode<C> for &[T] {
    fn encode(self, w: &mut Writer) {
        T::encode_slice(self, w);
    }
}

impl<C, T: Encode<C> + Clone> Encode<C> for Rc<T> {
    fn encode(self, w: &mut Writer) {
        Rc::unwrap_or_clone(self).encode(w);
    }
}

impl<C, T: Decode<C>> Decode<C> for Rc<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode(r).map(Rc::new)
    }
}

impl<C, T: EncodeArc<C>> Encode<C> for Arc<T> {
    fn encode(self, w: &mut Writer) {
        T::encode_arc(self, w);
    }
}

impl<C, T: ?Sized> EncodeArc<C> for Arc<T>
where
    Self: Encode<C>,
{
    fn encode_arc(this: Arc<Self>, w: &mut Writer) {
        encode_arc_data::<C, Self>(this, w);
    }
}

impl<C, T: Decode<C>> Decode<C> for Arc<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode_arc(r)
    }
}

/// Types that are copied to Dart, with their parameters in front.
macro_rules! data {
    ($([$($params:tt)*] $type:ty;)*) => {$(
        impl<C, $($params)*> $crate::wire::EncodeArc<C> for $type {
            fn encode_arc(this: std::sync::Arc<Self>, w: &mut $crate::wire::Writer) {
                $crate::wire::encode_arc_data::<C, Self>(this, w);
            }
        }
    )*};
}

pub(super) use data;

data! {
    [] bool;
    [] i8;
    [] i16;
    [] i32;
    [] i64;
    [] isize;
    [] u8;
    [] u16;
    [] u32;
    [] u64;
    [] usize;
    [] f32;
    [] f64;
    [] char;
    [] String;
    [] Duration;
    [] Cow<'_, str>;
    [T: Encode<C> + Clone] Cow<'_, T>;
    [T: Encode<C> + Clone] Cow<'_, [T]>;
    [] DartObject;
    [T: Encode<C> + Clone] Vec<T>;
    [T: Encode<C> + Clone, const N: usize] [T; N];
    [T: Encode<C> + Clone] Option<T>;
    [T: Encode<C> + Clone] Box<T>;
    [T: Encode<C> + Clone] VecDeque<T>;
    [T: Encode<C> + Clone] Box<[T]>;
    [T: Encode<C> + Clone] BTreeSet<T>;
    [T: Encode<C> + Clone, S: Clone] HashSet<T, S>;
    [K: Encode<C> + Clone, V: Encode<C> + Clone] BTreeMap<K, V>;
    [K: Encode<C> + Clone, V: Encode<C> + Clone, S: Clone] HashMap<K, V, S>;
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        impl<Marker, $($name: Encode<Marker> + Clone),+> EncodeArc<Marker> for ($($name,)+) {
            fn encode_arc(this: Arc<Self>, w: &mut Writer) {
                encode_arc_data::<Marker, Self>(this, w);
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
