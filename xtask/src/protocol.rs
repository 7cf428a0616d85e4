//! What the two run times have agreed on: the description of `crates/oche/src/protocol`, and what is made of it.
//!
//! The files of that folder are compiled into this crate as well. They know nothing of the run time, so that nothing else of
//! it has to be compiled before Dart's half can be written.

#[path = "../../crates/oche/src/protocol/codes.rs"]
pub mod codes;
#[path = "../../crates/oche/src/protocol/description.rs"]
pub mod description;
#[path = "../../crates/oche/src/protocol/entries.rs"]
pub mod entries;
#[path = "../../crates/oche/src/protocol/layouts.rs"]
pub mod layouts;
#[path = "../../crates/oche/src/protocol/limits.rs"]
pub mod limits;

mod dart;
pub mod golden;

/// A file that is generated.
#[derive(Debug)]
pub struct Generated {
    /// From the repository's folder.
    pub path: &'static str,
    /// What is in it.
    pub text: String,
}

/// The files of Dart's half.
pub fn dart_files() -> Vec<Generated> {
    vec![
        Generated {
            path: "dart/oche/lib/src/protocol/constants.dart",
            text: dart::constants(),
        },
        Generated {
            path: "dart/oche/lib/src/platform/native/table.dart",
            text: dart::table(),
        },
    ]
}
