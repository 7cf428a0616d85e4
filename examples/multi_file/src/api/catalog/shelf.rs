//! A private module inside of a public one.

/// Where an article belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// To be eaten.
    Food,
    /// To be used.
    Household,
}
