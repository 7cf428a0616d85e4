//! Bounds that both sides keep to.

/// How deeply a value of a recursive type may be nested. Both sides refuse more, because each level costs stack.
pub const MAX_DEPTH: u32 = 128;
