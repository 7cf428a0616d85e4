//! Snapshots of what is printed for hand-made APIs, and the properties that must hold for any.

mod conditions;
mod fixture;
mod hygiene;
mod methods;
mod properties;

use std::path::{Path, PathBuf};

use super::{File, Layout, generate};
use crate::ir::Api;

fn files(api: &Api) -> Vec<File> {
    generate(
        api,
        &Layout {
            source_dir: PathBuf::from("crate/src"),
            dart_dir: PathBuf::from("package"),
        },
    )
}

fn text(api: &Api, path: &str) -> String {
    let file = files(api).into_iter().find(|file| file.path == Path::new(path));
    file.unwrap_or_else(|| panic!("no file {path}")).contents
}

#[test]
fn every_file_of_the_fixture() {
    for file in files(&fixture::api()) {
        let name = file.path.to_str().expect("the paths are ASCII").replace('/', "-");
        insta::assert_snapshot!(name, file.contents);
    }
}
