//! What a description is made of.

/// An entry point of the table.
#[derive(Clone, Copy, Debug)]
pub struct EntryPoint {
    /// Its name, as in `scratch_reserve`.
    pub name: &'static str,
    /// What it does: a line each.
    pub docs: &'static [&'static str],
    /// How Dart calls it.
    pub lane: Lane,
    /// Names and types.
    pub parameters: &'static [(&'static str, Type)],
    /// What it returns.
    pub result: Type,
}

/// How Dart calls an entry point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// As a leaf: nothing in it calls Dart, waits, or runs code of the user's.
    Leaf,
    /// As any function.
    Call,
    /// By a `NativeFinalizer`.
    Finalizer,
}

/// What crosses by a parameter, a result or a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// No result.
    Nothing,
    /// `bool`
    Bool,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `i64`
    I64,
    /// `usize`
    Size,
    /// The address of anything.
    Address,
    /// The address of bytes.
    Bytes,
    /// What `NativeApi.initializeApiDLData` is.
    DartApi,
    /// An object of Dart, during the call.
    DartHandle,
    /// How Rust calls Dart.
    Trampoline,
    /// The address of a `ContextMemory`.
    Context,
    /// The address of an `ObjectMemory`.
    Object,
    /// The address of a `WatchMemory`.
    Watch,
    /// The address of an `AttachmentMemory`.
    Attachment,
    /// The address of an `ExchangeMemory`.
    Exchange,
    /// A `MessageMemory` itself.
    Message,
    /// The address of the addresses of functions.
    Functions,
    /// The address of the function that sets a crate up, or null.
    Init,
}

/// A set of codes.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// Its name.
    pub name: &'static str,
    /// What they are about: a line each.
    pub docs: &'static [&'static str],
    /// How many bits a code has on its way.
    pub bits: u32,
    /// The codes.
    pub codes: &'static [Code],
}

/// One code.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Its name, as in `DartObject`.
    pub name: &'static str,
    /// What it says: a line each.
    pub docs: &'static [&'static str],
    /// The number.
    pub code: u32,
}

/// A number that both sides keep to.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its name, as in `MAX_DEPTH`.
    pub name: &'static str,
    /// What it is: a line each.
    pub docs: &'static [&'static str],
    /// The number.
    pub value: i64,
    /// Whether it is a pattern of bits, to be shown as such.
    pub is_mask: bool,
}

/// Memory that both sides read.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Its name.
    pub name: &'static str,
    /// What it is: a line each.
    pub docs: &'static [&'static str],
    /// In their order, as C lays them out. Without any, Dart only has its address.
    pub fields: &'static [Field],
}

/// A part of a layout.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name, as in `scratch_data`.
    pub name: &'static str,
    /// What it is: a line each; none if the name says it.
    pub docs: &'static [&'static str],
    /// What is there.
    pub kind: Type,
}

/// A run of little-endian numbers in the bytes of a message, without gaps.
#[derive(Clone, Copy, Debug)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// What it is: a line each.
    pub docs: &'static [&'static str],
    /// In their order; each is a `U32` or a `U64`.
    pub fields: &'static [Field],
}

impl Header {
    /// How many bytes stand before a field.
    pub const fn offset(&self, field: usize) -> usize {
        let (mut at, mut offset) = (0, 0);
        while at < field {
            offset += match self.fields[at].kind {
                Type::U64 => 8,
                _ => 4,
            };
            at += 1;
        }
        offset
    }

    /// How many bytes stand before the field of a name.
    ///
    /// # Panics
    /// If there is none; in a constant that is an error of the compiler's.
    pub const fn at(&self, name: &str) -> usize {
        let mut place = 0;
        while place < self.fields.len() {
            if is_same(self.fields[place].name.as_bytes(), name.as_bytes()) {
                return self.offset(place);
            }
            place += 1;
        }
        panic!("the header has no such field")
    }

    /// How many bytes it has.
    pub const fn size(&self) -> usize {
        self.offset(self.fields.len())
    }
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}
