//! The number types whose lists cross as one block.

use crate::protocol::ElementKind;

impl ElementKind {
    pub(crate) fn size(self) -> usize {
        match self {
            ElementKind::I8 | ElementKind::U8 => 1,
            ElementKind::I16 | ElementKind::U16 => 2,
            ElementKind::I32 | ElementKind::U32 | ElementKind::F32 => 4,
            ElementKind::I64 | ElementKind::U64 | ElementKind::F64 => 8,
        }
    }

    /// The target's alignment, which for 64-bit numbers on 32-bit x86 is less than their size.
    pub(crate) fn align(self) -> usize {
        match self {
            ElementKind::I8 | ElementKind::U8 => 1,
            ElementKind::I16 | ElementKind::U16 => align_of::<u16>(),
            ElementKind::I32 | ElementKind::U32 => align_of::<u32>(),
            ElementKind::I64 | ElementKind::U64 => align_of::<u64>(),
            ElementKind::F32 => align_of::<f32>(),
            ElementKind::F64 => align_of::<f64>(),
        }
    }
}

/// A number whose lists cross as one block of memory.
///
/// # Safety
/// Every bit pattern is a value, there is no padding, and `KIND` has the type's size and alignment.
#[allow(private_interfaces)] // `KIND` is the run time's own business; generated code only names the trait
pub unsafe trait Number: Copy + Send + Sync + 'static {
    /// The element kind.
    #[doc(hidden)]
    const KIND: ElementKind;
}

macro_rules! numbers {
    ($($type:ty => $kind:ident),*) => {$(
        #[allow(private_interfaces)] // as on the trait
        // SAFETY: a primitive number has no invalid bit patterns and no padding.
        unsafe impl Number for $type {
            const KIND: ElementKind = ElementKind::$kind;
        }
    )*};
}

numbers!(i8 => I8, u8 => U8, i16 => I16, u16 => U16, i32 => I32, u32 => U32, i64 => I64, u64 => U64, f32 => F32, f64 => F64);
