//! Where the library comes with the package as a code asset, by a build hook, it is bound by `@Native`: `asset.dart` has
//! what asks for it on the platform at hand, from `asset_native.dart` or `asset_web.dart`.
//!
//! The asset is known by the URI of `asset_native.dart`, which is what `@Native` takes if it is not told another one.

use askama::Template;

use super::direct_files::choice;
use super::header;
use super::package::Package;
use super::template::render;

#[derive(Template)]
#[template(path = "dart/asset_native.dart.jinja", escape = "none")]
struct NativeFile<'a> {
    header: &'a str,
    crate_name: &'a str,
}

#[derive(Template)]
#[template(path = "dart/asset_web.dart.jinja", escape = "none")]
struct WebFile<'a> {
    header: &'a str,
}

/// The files: each one's path below `lib/src/` and its text.
pub fn generate(package: &Package<'_>) -> Vec<(String, String)> {
    let files = &package.plumbing;
    let native = NativeFile {
        header: header::CODE,
        crate_name: &package.api.crate_name,
    };
    let web = WebFile { header: header::CODE };
    vec![
        (files.asset.clone(), choice(&files.asset_native, &files.asset_web)),
        (files.asset_native.clone(), render(&native)),
        (files.asset_web.clone(), render(&web)),
    ]
}
