//! Functions and constants: parameters, results, and the lane of a call.

mod constants;
mod defaults;
mod functions;
mod init;
mod literals;
mod params;
mod results;

pub use constants::ConstantRole;
pub use functions::{NO_PARAMETERS, Role};
pub use init::is_init;
