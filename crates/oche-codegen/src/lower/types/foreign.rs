//! Types of this crate that stand for types of other crates: mirrors, and what such types are converted to.

use std::collections::BTreeMap;

use syn::parse::Parser;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Foreign, ForeignKind};
use crate::lower::base::draft::Type;
use crate::lower::base::{Context, Lowering, StandIn, item_key};
use crate::parser::attrs::{self, Target};
use crate::parser::names::Found;
use crate::parser::tree::*;
use crate::parser::ty::Ty;
use crate::parser::types::generics_of;

impl<'a> Lowering<'a> {
    /// Finds the types that stand for others.
    pub fn with_foreign_types(mut self) -> Self {
        let mut found: BTreeMap<String, StandIn> = BTreeMap::new();
        for &id in &self.surface.types {
            let Some((key, stand_in)) = self.stand_in(id) else {
                continue;
            };
            if let Some(first) = found.get(&key) {
                self.reports.push(
                    Diagnostic::error(Code::DuplicateStandIn, "two types stand for the same one")
                        .at(stand_in.site, "again here")
                        .also(first.site, "first here")
                        .help("keep one of them"),
                );
                continue;
            }
            found.insert(key, stand_in);
        }
        self.foreign = found;
        self
    }

    fn stand_in(&self, id: ItemId) -> Option<(String, StandIn)> {
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        let (path, site, how) = match (options.mirror, options.convert) {
            (Some((_, first)), Some((_, site))) => {
                self.reports.push(
                    Diagnostic::error(Code::DuplicateStandIn, format!("`{}` cannot be both a mirror and what something is converted to", item.name))
                        .at(site, "converted")
                        .also(first, "mirrored")
                        .help("keep one of them: a mirror has the fields of the other type, and a conversion is code of yours"),
                );
                return None;
            }
            (Some((path, site)), None) => {
                let open = item
                    .attrs
                    .iter()
                    .any(|attribute| attribute.path().is_ident("non_exhaustive"));
                (path, site, ForeignKind::Mirror { open })
            }
            (None, Some((path, site))) => {
                let lent = self.converts_lent(id);
                (path, site, ForeignKind::Convert { lent })
            }
            (None, None) => return None,
        };
        if syn::Path::parse_mod_style.parse_str(&path).is_err() {
            self.reports.push(
                Diagnostic::error(Code::NotAType, format!("`{path}` is no path"))
                    .at(site, "names with `::` between them are expected")
                    .help("write the path as code of this module would: `other_crate::Point`"),
            );
            return None;
        }
        let names: Vec<&str> = path.trim_start_matches("::").split("::").map(str::trim).collect();
        let global = path.starts_with("::");
        let (key, rust_path) = match self.krate.find(item.module, &names, global, Space::Types) {
            Ok(Found::External(path)) => {
                let rust_path = self.external_path(&path);
                (path, rust_path)
            }
            Ok(Found::Def(Def::Item(target))) if how.is_conversion() && target != id => {
                let Some(rust_path) = self.paths.item(self.krate, target) else {
                    self.reports.push(
                        Diagnostic::error(Code::UnreachableType, format!("generated code cannot name `{path}`"))
                            .at(site, "behind a private module")
                            .help("re-export it with `pub(crate) use` from a module that is visible"),
                    );
                    return None;
                };
                (item_key(self.krate, target), rust_path)
            }
            _ => {
                let what = if how.is_conversion() {
                    "type"
                } else {
                    "type of another crate"
                };
                self.reports.push(
                    Diagnostic::error(Code::NotAType, format!("`{path}` is no {what}"))
                        .at(site, "not found from here")
                        .help("write the path as code of this module would: `other_crate::Point`"),
                );
                return None;
            }
        };
        let foreign = Foreign { rust_path, how };
        let item = id;
        Some((key, StandIn { item, foreign, site }))
    }

    /// Whether something is converted to this type while it is only lent: `impl From<&Theirs> for Ours`.
    fn converts_lent(&self, id: ItemId) -> bool {
        let blocks = self.impls.get(&id).into_iter().flatten();
        let mut traits = blocks.filter_map(|block| self.impl_block(*block).trait_.as_ref());
        traits.any(|(path, _)| {
            path.segments.last().is_some_and(|segment| {
                let arguments = match &segment.arguments {
                    syn::PathArguments::AngleBracketed(arguments) => arguments.args.first(),
                    _ => None,
                };
                let is_reference = matches!(
                    arguments,
                    Some(syn::GenericArgument::Type(syn::Type::Reference(reference))) if reference.mutability.is_none()
                );
                segment.ident == "From" && is_reference
            })
        })
    }

    /// A type of another crate: what stands for it, or a refusal.
    pub fn foreign(&self, ty: &Ty, path: &str, args: &[Ty], context: Context<'_>) -> Option<Type> {
        match self.foreign.get(path) {
            Some(stand_in) => {
                let id = stand_in.item;
                self.notes.borrow_mut().stand_ins.insert(id);
                // Those of the type itself are in source that was not read.
                let args = self.types.stand_in_arguments(id, args);
                let kind = &self.krate.item(id).kind;
                let wanted = generics_of(kind).map_or(0, |generics| generics.type_params().count());
                if args.len() == wanted {
                    return self.data_of(id, &args, ty, context);
                }
                let (name, found) = (&self.krate.item(id).name, args.len());
                let title = format!("`{name}` has {wanted} type parameters, and not {found}, as this has");
                let problem = Diagnostic::error(Code::StandInParameters, title)
                    .also(stand_in.site, "stands for it")
                    .help(if found < wanted {
                        "name all of the type's arguments here; or give the parameters the defaults of the original"
                    } else {
                        "give it the type parameters of the original"
                    });
                self.refuse(ty, context, problem, format!("{found} arguments"));
                None
            }
            None => {
                self.refuse_external(ty, path, args, context);
                None
            }
        }
    }

    /// Warns about types that stand for others which nothing of the API names, or which nothing leads to.
    pub fn report_stand_ins(&self) {
        let used = &self.notes.borrow().stand_ins;
        for StandIn { item, foreign, site } in self.foreign.values() {
            if foreign.how.is_conversion() && used.contains(item) {
                self.check_conversion(*item, foreign.rust_path.trim_start_matches("::"), *site);
            }
        }
        for StandIn { item, foreign, site } in self.foreign.values().filter(|stand_in| !used.contains(&stand_in.item)) {
            let name = &self.krate.item(*item).name;
            let path = foreign.rust_path.trim_start_matches("::");
            self.reports.push(
                Diagnostic::warning(
                    Code::UnusedStandIn,
                    format!("nothing of the API needs `{name}` to stand for `{path}`"),
                )
                .at(*site, "no signature and no field names that type")
                .help(format!("use `{path}` where it is meant, or take this away")),
            );
        }
    }

    /// What `id` stands for, if it stands for something.
    pub fn stands_for(&self, id: ItemId) -> Option<&StandIn> {
        self.foreign.values().find(|stand_in| stand_in.item == id)
    }
}
