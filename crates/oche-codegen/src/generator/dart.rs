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
mod functions;
mod header;
mod json;
mod layout;
mod literals;
mod members;
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

use std::path::PathBuf;

use crate::ir::Api;
use package::Package;

/// Every Dart file: its path below `lib/` and its text, first the one of the name `barrel_name`, which exports the rest.
pub fn generate(api: &Api, barrel_name: &str) -> Vec<(PathBuf, String)> {
    let mut package = Package::new(api);
    package.direct_names = direct_files::names(api, &package.classes);
    let src = PathBuf::from("src");
    let mut files = vec![(PathBuf::from(format!("{barrel_name}.dart")), barrel::generate(&package))];
    files.extend(
        api.libraries
            .iter()
            .map(|library| (src.join(&library.dart_file), api::generate(&package, library))),
    );
    files.push((src.join(&package.plumbing.bridge), bridge::generate(&package)));
    let asset = asset_files::generate(&package).into_iter();
    files.extend(asset.map(|(path, text)| (src.join(path), text)));
    let direct = direct_files::generate(&package).into_iter();
    files.extend(direct.map(|(path, text)| (src.join(path), text)));
    files
}
