//! What people write, by the thousand: modules made of tables, generated and compiled on both sides.
//!
//! [`harness`] does the work for any modules. A test program of this package brings the tables.

pub mod harness;
pub mod run;
pub mod tables;
