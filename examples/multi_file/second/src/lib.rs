//! A second bridge for the same process. It has the names of the first one, and other types behind them.
//!
//! It runs without tokio: `run` has an executor of its own, and the hooks that keep a journal of what goes wrong.

pub mod api;
mod oche_generated;
mod run;
