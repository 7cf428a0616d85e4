//! The numbers that both sides keep to.

use super::description::Limit;

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $name:ident: $type:ty = $value:expr, $is_mask:literal;)*) => {
        $($(#[doc = $doc])* pub const $name: $type = $value;)*

        /// All of them.
        pub const LIMITS: &[Limit] = &[$(Limit {
            name: stringify!($name),
            docs: &[$($doc),*],
            value: $name as i64,
            is_mask: $is_mask,
        }),*];
    };
}

limits! {
    /// The version of everything that is described here, and of the wire and the mailbox. A change to any of them is a new
    /// version.
    ABI_VERSION: u32 = 9, false;
    /// How a table begins: 'OCHE', read as a little-endian number.
    TABLE_MAGIC: u32 = 0x4548_434f, true;
    /// How deeply a value of a recursive type may be nested. Both sides refuse more, because each level costs stack.
    MAX_DEPTH: u32 = 128, false;
    /// Lists of at least this many bytes travel as blocks of their own.
    EXTERNAL_BYTES: usize = 4096, false;
    /// The bits of marks and of versions: what Dart's `int` holds without memory of its own on 32-bit machines.
    MARK_MASK: u32 = 0x3fff_ffff, true;
    /// What is returned instead of the length of an answer: there is more than a value, or nothing at all.
    ANSWER_ELSEWHERE: i32 = -1, false;
}
