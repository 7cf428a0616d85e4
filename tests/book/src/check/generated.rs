//! The generator, and what pages say of its output.

use std::path::Path;

use anyhow::{Context, Result};
use oche_codegen::Config;
use oche_codegen::diagnostic::Style;

use super::{Bridge, Folder, PACKAGE, write};
use crate::samples::{Sample, outline};

/// Has the generator read a page's Rust; gives what it writes, or what it says.
pub(super) fn generate(folder: &Folder, sample: &Sample) -> Result<Result<Bridge, Vec<String>>> {
    let package = folder.pages.join("crates").join(&sample.name);
    let api = sample.rust.as_deref().unwrap_or_default();
    write(&package.join("Cargo.toml"), &super::rust::manifest(PACKAGE, "../geo"))?;
    write(&package.join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n")?;
    write(&package.join("src/api.rs"), api)?;
    let config = Config {
        crate_dir: package.clone(),
        dart_dir: package.join("dart"),
        dart_package: Some(PACKAGE.to_owned()),
        default_features: true,
        ..Config::default()
    };
    let outcome = oche_codegen::generate(&config);
    if outcome.api.is_none() {
        let said = outcome.diagnostics.render(&package, Style::Plain);
        let page = sample.page.display().to_string();
        return Ok(Err(vec![said.replace("src/api.rs", &page)]));
    }
    let lib = config.dart_dir.join("lib");
    let (mut rust, mut dart) = (None, Vec::new());
    for file in outcome.files {
        match file.path.strip_prefix(&lib) {
            Ok(path) => dart.push((path.to_owned(), file.contents)),
            Err(_) => rust = Some(file.contents),
        }
    }
    let rust = rust.context("the generator writes no Rust")?;
    Ok(Ok(Bridge { rust, dart }))
}

/// What a page shows as generated, and is not.
pub(super) fn compare(sample: &Sample, bridge: &Bridge) -> Vec<String> {
    // What users read: the library of the module `api`, and of what it names.
    let is_for_users = |path: &Path| {
        !["bridge.dart", "direct.dart", "direct_native.dart", "direct_web.dart"]
            .iter()
            .any(|own| path.ends_with(own))
    };
    let libraries = bridge.dart.iter().filter(|(path, _)| is_for_users(path));
    let there: Vec<outline::Item> = libraries.flat_map(|(_, text)| outline::read(text)).collect();
    let mut faults = Vec::new();
    for block in &sample.generated {
        for (line, what) in outline::missing(&outline::read(&block.text), &there) {
            faults.push(format!("{}:{}: {what}", sample.page.display(), block.line + line));
        }
    }
    faults
}
