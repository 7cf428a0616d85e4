//! Maps by the ids that Dart counts up.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What has an id.
pub(crate) type IdMap<T> = HashMap<u64, T, BuildHasherDefault<IdHasher>>;

/// Spreads such ids.
#[derive(Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, id: u64) {
        // An odd number without a pattern, so that all bits of the product differ.
        self.0 = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
