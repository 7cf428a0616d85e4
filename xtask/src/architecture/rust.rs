//! What the files of a crate import: `use` trees, and all other paths, in macros as well.
//!
//! A name is followed through `use` to the file that has the item. A parent that declares and re-exports a child does not
//! import it by that; only if it uses what is in there. Modules for tests are left out.

mod modules;
mod paths;

use std::path::Path;

use anyhow::Result;

use super::{Import, Source, Target, add_import};
use modules::Place;

/// Reads a crate from its `lib.rs` on.
pub(super) fn read(root: &Path) -> Result<Vec<Source>> {
    let (krate, code) = modules::load(root)?;
    let mut sources: Vec<Source> = krate
        .files
        .iter()
        .map(|file| Source {
            path: file.path.clone(),
            lines: file.lines,
            library: file.path.clone(),
            imports: Vec::new(),
        })
        .collect();
    for (module, tokens) in code.iter().enumerate() {
        let from = krate.modules[module].file;
        let mut add = |line: usize, path: &[String], text: String, place: Place| {
            let target = match place {
                Place::File(file) if file != from => Target::File(krate.files[file].path.clone()),
                Place::Outside(name) => Target::Outside(name),
                Place::File(_) | Place::Module(_) => return,
            };
            let named = krate.named(module, path);
            add_import(
                &mut sources[from].imports,
                Import {
                    line,
                    text,
                    target,
                    named: named.map(|module| krate.files[krate.modules[module].file].path.clone()),
                },
            );
        };
        for import in &krate.modules[module].uses {
            let is_own = |place: &Place| match place {
                Place::File(file) => krate.is_below(*file, module),
                Place::Module(_) | Place::Outside(_) => false,
            };
            for place in krate.resolve(module, &import.path) {
                if !(import.is_public && is_own(&place)) {
                    add(
                        import.line,
                        &import.path,
                        format!("use {}", import.path.join("::")),
                        place,
                    );
                }
            }
        }
        for tokens in tokens {
            paths::walk(tokens.clone(), &mut |path| {
                for place in krate.resolve_used(module, path) {
                    add(path.line, &path.segments, path.segments.join("::"), place);
                }
            });
        }
    }
    for source in &mut sources {
        source.imports.sort_by_key(|import| import.line);
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}
