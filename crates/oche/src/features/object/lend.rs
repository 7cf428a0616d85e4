//! Objects that are lent one by one: `Vec<&T>`, `Option<&mut T>`, `HashMap<K, &T>`. What is decoded is the same with a guard
//! in the place of each reference, and the references are taken from that.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;

use super::class::ObjectType;
use super::guard::{ReadGuard, WriteGuard};
use crate::base::error::WireError;
use crate::wire::codec::Decode;
use crate::wire::reader::Reader;

/// What has references to lend, for as long as it is borrowed itself.
pub trait Lend<'a> {
    /// The same with references in the place of guards.
    type Lent;

    /// Lends them. What is no reference is moved out, so that it can be done only once.
    fn lend(&'a mut self) -> Self::Lent;
}

/// The references of which the guards are in `guards`.
pub fn lend<'a, G: Lend<'a>>(guards: &'a mut G) -> G::Lent {
    guards.lend()
}

impl<'a, T: ObjectType> Lend<'a> for ReadGuard<T> {
    type Lent = &'a T;

    fn lend(&'a mut self) -> &'a T {
        self
    }
}

impl<'a, T: ObjectType> Lend<'a> for WriteGuard<T> {
    type Lent = &'a mut T;

    fn lend(&'a mut self) -> &'a mut T {
        self
    }
}

/// What stands beside the objects and is handed over.
pub struct Own<T>(Option<T>);

impl<'a, T> Lend<'a> for Own<T> {
    type Lent = T;

    fn lend(&'a mut self) -> T {
        self.0.take().expect("it is lent once")
    }
}

impl<C, T: Decode<C>> Decode<C> for Own<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode(r).map(|value| Own(Some(value)))
    }
}

impl<'a, G: Lend<'a>> Lend<'a> for Option<G> {
    type Lent = Option<G::Lent>;

    fn lend(&'a mut self) -> Self::Lent {
        self.as_mut().map(G::lend)
    }
}

impl<'a, G: Lend<'a> + 'a> Lend<'a> for Vec<G> {
    type Lent = Vec<G::Lent>;

    fn lend(&'a mut self) -> Self::Lent {
        self.iter_mut().map(G::lend).collect()
    }
}

impl<'a, G: Lend<'a> + 'a> Lend<'a> for VecDeque<G> {
    type Lent = VecDeque<G::Lent>;

    fn lend(&'a mut self) -> Self::Lent {
        self.iter_mut().map(G::lend).collect()
    }
}

impl<'a, G: Lend<'a> + 'a, const N: usize> Lend<'a> for [G; N] {
    type Lent = [G::Lent; N];

    fn lend(&'a mut self) -> Self::Lent {
        self.each_mut().map(G::lend)
    }
}

/// Entries of a map: its keys are handed over, and its values are lent.
macro_rules! pairs {
    ($($(#[$about:meta])* $name:ident: $map:ident, $($bound:ident)+;)*) => {$(
        $(#[$about])*
        pub struct $name<K, G>(Vec<(Own<K>, G)>);

        impl<'a, K: $($bound +)+ 'a, G: Lend<'a> + 'a> Lend<'a> for $name<K, G> {
            type Lent = $map<K, G::Lent>;

            fn lend(&'a mut self) -> Self::Lent {
                self.0.iter_mut().map(Lend::lend).collect()
            }
        }

        impl<C, K: Decode<C>, G: Decode<C>> Decode<C> for $name<K, G> {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                // A map is laid out as a list of pairs.
                Decode::<C>::decode(r).map($name)
            }
        }
    )*};
}

pairs! {
    /// What a `HashMap<K, &T>` is made of.
    HashPairs: HashMap, Eq Hash;
    /// What a `BTreeMap<K, &T>` is made of.
    OrderedPairs: BTreeMap, Ord;
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        impl<'a, $($name: Lend<'a>),+> Lend<'a> for ($($name,)+) {
            type Lent = ($($name::Lent,)+);

            fn lend(&'a mut self) -> Self::Lent {
                #[allow(non_snake_case)] // the type parameters' names serve as the fields' names
                let ($($name,)+) = self;
                ($($name.lend(),)+)
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
