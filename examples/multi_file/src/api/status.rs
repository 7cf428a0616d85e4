//! A private module: nobody outside knows it, and its type is known as a part of `api`.

/// What somebody is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Nothing.
    Idle,
    /// Something.
    Busy {
        /// How many orders there are.
        orders: u32,
    },
}
