//! How a call wants an object. The Dart twin is `Access` in `object.dart`.

/// What Dart says about each object that goes with a call, when it is written: so the place in the object's queue can be
/// taken before anything is decoded. It is not trusted: what is decoded must be covered by the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Access {
    /// As `&T`.
    Read = 0,
    /// As `&mut T`.
    Write = 1,
    /// As `T`.
    Take = 2,
    /// As `Arc<T>`.
    Share = 3,
}

impl Access {
    /// The access with this code. Any other is a reader's, which gets the least.
    pub(crate) fn from_code(code: u32) -> Self {
        match code {
            1 => Access::Write,
            2 => Access::Take,
            3 => Access::Share,
            _ => Access::Read,
        }
    }

    /// Whether nobody else may have the object at the same time.
    pub(crate) fn is_exclusive(self) -> bool {
        matches!(self, Access::Write | Access::Take)
    }
}
