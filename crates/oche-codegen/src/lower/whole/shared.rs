//! Traits, when everything was met: those that nothing leads to, and trait objects that only one thread can use.

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::ir::{Api, TypeKind};
use crate::lower::base::Lowering;
use crate::parser::attrs;
use crate::parser::tree::*;

impl Lowering<'_> {
    /// Reports traits that nothing leads to.
    pub fn check_unnamed(&self) {
        for (index, item) in self.krate.items.iter().enumerate() {
            let is_interface = matches!(item.kind, ItemKind::Trait(_)) && attrs::is_interface(&item.attrs);
            let module = self.krate.module(item.module);
            let is_ignored = attrs::is_ignored(&item.attrs) || attrs::is_ignored(&module.attrs);
            if !is_interface || is_ignored || self.notes.borrow().ids.contains_key(&ItemId(index)) {
                continue;
            }
            let name = &item.name;
            self.reports.push(
                Diagnostic::warning(Code::LeftOut, format!("the trait `{name}` does not cross to Dart"))
                    .at(item.site, "no signature of the API names it")
                    .help(format!(
                        "take or give it somewhere, as an `Arc<dyn {name}>`, a `Box<dyn {name}>` or an `impl {name}`; \
                         `#[oche(ignore)]` says that this is fine"
                    )),
            );
        }
    }
}

/// Reports trait objects that only one thread can use, in types of which Dart gets values.
pub fn check_shared(api: &Api, unshared: Vec<(String, Diagnostic)>, reports: &Reports) {
    for (path, problem) in unshared {
        let goes_to_dart = api.types.iter().any(|def| {
            def.rust_path == path
                && match &def.kind {
                    // Dart calls the methods of what Rust implements.
                    TypeKind::Interface(interface) => interface.is_dyn,
                    _ => def.to_dart,
                }
        });
        if goes_to_dart {
            reports.push(problem);
        }
    }
}
