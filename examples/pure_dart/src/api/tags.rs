//! A module whose codecs all come from extensions of Oche's Dart package.

use std::collections::HashSet;

use oche::oche;

/// The same set.
#[oche(sync)]
pub fn same_tags(tags: HashSet<String>) -> HashSet<String> {
    tags
}
