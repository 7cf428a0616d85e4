pub mod good;
pub mod unclosed;
pub mod unexpected;

/// What is missing in a file that cannot be read is no further problem.
pub fn uses(a: unclosed::Lost, b: good::Found) {}

pub fn another_problem(a: u128) {}
