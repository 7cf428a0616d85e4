//! What generated functions are to the lanes that run them: pointers, so that a lane is compiled once, and for each function no
//! more than what it reads, calls and writes.

use crate::base::error::WireError;
use crate::protocol::CallStatus as Status;
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// What was read.
pub type Got<T> = Result<T, WireError>;

/// What a function has come to that reads its arguments and writes its result.
pub type Done = Got<Status>;

/// A function that reads its arguments, all of them, and writes its result while they are still there: it may borrow from them.
pub type Body = fn(&mut Reader<'_>, &mut Writer) -> Done;
