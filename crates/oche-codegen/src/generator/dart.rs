//! The Dart half: a barrel, one library per Rust module, `bridge.dart` with the plumbing, and `direct.dart` with what of it
//! depends on the platform.
//!
//! The templates in `templates/dart` show what a file looks like. What stands in their braces is text that was made here:
//! [`types`] knows what a type looks like, [`layout`] breaks lines, [`scope`] keeps names apart and gathers imports.

mod api;
mod asset_files;
mod barrel;
mod bridge;
mod callbacks;
mod classes;
mod codecs;
mod direct;
mod direct_files;
mod docs;
mod extras;
mod fakes;
mod flat_names;
mod functions;
mod header;
mod here;
mod json;
mod layout;
mod literals;
mod members;
mod objects;
mod package;
mod place;
mod plumbing;
mod runtime;
mod scope;
mod template;
#[cfg(test)]
mod tests;
mod types;
mod values;
mod within;

use std::path::PathBuf;

use crate::ir::Api;
use package::Package;

/// Every Dart file: its path below `lib/` and its text, first the one of the name `barrel_name`, which exports the rest.
pub fn generate(api: &Api, barrel_name: &str) -> Vec<(PathBuf, String)> {
    let package = Package::new(api);
    let src = PathBuf::from("src");
    let mut files = vec![(PathBuf::from(format!("{barrel_name}.dart")), barrel::generate(&package))];
    files.extend(
        api.libraries
            .iter()
            .map(|library| (src.join(&library.dart_file), api::generate(&package, library))),
    );
    let plumbing = bridge::generate(&package).into_iter();
    let plumbing = plumbing.chain(asset_files::generate(&package));
    let plumbing = plumbing.chain(direct_files::generate(&package));
    let plumbing = plumbing.chain(fakes::generate(&package));
    files.extend(plumbing.map(|(path, text)| (src.join(path), text)));
    files
}
