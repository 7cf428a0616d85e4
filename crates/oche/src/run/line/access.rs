//! How a call wants an object. The Dart twin is `Access` in `object.dart`.

use crate::protocol::Access;

impl Access {
    /// The access with this code. Any other is a reader's, which gets the least.
    pub(crate) fn of(code: u32) -> Self {
        Access::from_code(code).unwrap_or(Access::Read)
    }

    /// Whether nobody else may have the object at the same time.
    pub(crate) fn is_exclusive(self) -> bool {
        matches!(self, Access::Write | Access::Take)
    }
}
