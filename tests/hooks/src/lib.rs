//! Runs build hooks as the Dart and Flutter tools do. The tests of `dart/oche_hooks` are in `tests/e2e`; those of the command
//! run the hooks of its templates.
//!
//! The packages of pub.dev that a hook needs, and whoever runs hooks, are played: `tests/dart_hooks` has stand-ins of the
//! packages' interfaces, and the tests hand the hook the JSON of the protocol and read its answer.

pub mod hook;
pub mod packages;
