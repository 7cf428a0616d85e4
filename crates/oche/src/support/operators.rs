//! What Rust's comparison traits say, in a form that crosses: the operators of a class that asks for them.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

fn sign(order: Ordering) -> i8 {
    order as i8
}

/// -1, 0 or 1, as `a` is less than, equal to or greater than `b`.
pub fn compare<T: Ord + ?Sized>(a: &T, b: &T) -> i8 {
    sign(a.cmp(b))
}

/// The same, or nothing if neither is the case.
pub fn partial_compare<T: PartialOrd + ?Sized>(a: &T, b: &T) -> Option<i8> {
    a.partial_cmp(b).map(sign)
}

/// A hash code that agrees with `Eq`, within what Dart's compilers keep in a register on every platform.
pub fn hash_code<T: Hash + ?Sized>(value: &T) -> u32 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    let hash = hasher.finish();
    ((hash ^ (hash >> 32)) & 0x3fff_ffff) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_have_the_signs_that_dart_expects() {
        assert_eq!([compare(&1, &2), compare(&2, &2), compare("b", "a")], [-1, 0, 1]);
        assert_eq!(partial_compare(&1.0, &2.0), Some(-1));
        assert_eq!(partial_compare(&f64::NAN, &2.0), None);
        assert_eq!(hash_code("same"), hash_code(&"same".to_owned()));
        assert!(hash_code(&u128::MAX) < 1 << 30);
    }
}
