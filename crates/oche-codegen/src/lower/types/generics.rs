//! The parameters of generic structs and enums, and what their fields ask of them.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{GenericParam, WherePredicate};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Generic, Need, TypeParam};
use crate::lower::base::Lowering;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Bound, BoundTarget, Ty, TyKind};
use crate::parser::types::{self, Scope, generics_of};

impl Lowering<'_> {
    /// The parameters of a struct or enum; `None` if generated code could not repeat what they are bound by.
    pub fn generics(&self, id: ItemId) -> Option<Vec<Generic>> {
        let item = self.krate.item(id);
        let Some(generics) = generics_of(&item.kind) else {
            return Some(Vec::new());
        };
        let file = item.site.file;
        let parameters = types::parameters(generics);
        let scope = Scope {
            module: item.module,
            self_item: Some(id),
            parameters: &parameters,
            depth: 0,
        };
        let mut lowered: Vec<Generic> = Vec::new();
        let mut is_sound = true;
        for parameter in &generics.params {
            match parameter {
                GenericParam::Lifetime(_) => {}
                GenericParam::Const(parameter) => lowered.push(Generic::Const {
                    name: parameter.ident.to_string(),
                    rust_type: parameter.ty.to_token_stream().to_string(),
                }),
                GenericParam::Type(parameter) => {
                    let mut bounds = self.types.bounds(scope, file, &parameter.bounds);
                    let of_where = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
                    for predicate in of_where {
                        if let WherePredicate::Type(predicate) = predicate
                            && parameter.ident == predicate.bounded_ty.to_token_stream().to_string()
                        {
                            bounds.extend(self.types.bounds(scope, file, &predicate.bounds));
                        }
                    }
                    let paths: Vec<Option<String>> = bounds.iter().map(|bound| self.bound_path(bound)).collect();
                    if paths.iter().any(Option::is_none) {
                        is_sound = false;
                        self.refuse_bound(item, Site::of(file, parameter));
                    }
                    lowered.push(Generic::Type(TypeParam {
                        name: parameter.ident.unraw().to_string(),
                        bounds: paths.into_iter().flatten().collect(),
                        encode_needs: Vec::new(),
                        lend_needs: Vec::new(),
                        decode_needs: Vec::new(),
                        in_lists: false,
                    }));
                }
            }
        }
        let is_odd = |predicate: &&WherePredicate| match predicate {
            WherePredicate::Type(predicate) => {
                let ty = predicate.bounded_ty.to_token_stream().to_string();
                !generics.type_params().any(|parameter| parameter.ident == ty)
            }
            _ => false,
        };
        let odd = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        for predicate in odd.filter(is_odd) {
            is_sound = false;
            self.refuse_bound(item, Site::of(file, predicate));
        }
        is_sound.then_some(lowered)
    }

    fn refuse_bound(&self, item: &Item, site: Site) {
        let title = format!("the generic type `{}` cannot cross with this bound", item.name);
        self.reports.push(
            Diagnostic::error(Code::GenericBound, title)
                .at(site, "generated code cannot repeat it")
                .note("known are traits without arguments, on a type parameter itself")
                .help("move the bound to the functions and `impl` blocks that need it"),
        );
    }

    /// A bound as generated code writes it.
    fn bound_path(&self, bound: &Bound) -> Option<String> {
        if bound.is_generic {
            return None;
        }
        match &bound.target {
            BoundTarget::Item(item) => self.paths.item(self.krate, *item),
            BoundTarget::External(path) => Some(self.external_path(path)),
            BoundTarget::Unknown => None,
        }
    }

    /// The path of something in another crate as generated code writes it.
    pub fn external_path(&self, canonical: &str) -> String {
        format!("::{}", self.krate.local_path(canonical))
    }
}

/// Notes what a field of the type `ty` asks of the type parameters in it when it is decoded.
pub fn note_needs(ty: &Ty, generics: &mut [Generic]) {
    let args = match &ty.kind {
        TyKind::External(path, args) => {
            let need = match path.as_str() {
                "std::collections::HashMap" | "std::collections::HashSet" => Some(Need::Hash),
                "std::collections::BTreeMap" | "std::collections::BTreeSet" => Some(Need::Order),
                _ => None,
            };
            if let (Some(first), Some(need)) = (args.first(), need) {
                each_parameter(first, &mut |name| {
                    for generic in &mut *generics {
                        if let Generic::Type(param) = generic
                            && param.name == name
                        {
                            param.decode_needs.push(need);
                            param.decode_needs.sort_unstable();
                            param.decode_needs.dedup();
                        }
                    }
                });
            }
            args
        }
        TyKind::Item(_, args) | TyKind::Tuple(args) => args,
        TyKind::Slice(inner) | TyKind::Array(inner, _) | TyKind::Reference { inner, .. } => {
            return note_needs(inner, generics);
        }
        _ => return,
    };
    args.iter().for_each(|arg| note_needs(arg, generics));
}

fn each_parameter(ty: &Ty, f: &mut impl FnMut(&str)) {
    match &ty.kind {
        TyKind::Parameter(name) => f(name),
        TyKind::External(_, args) | TyKind::Item(_, args) | TyKind::Tuple(args) => {
            args.iter().for_each(|arg| each_parameter(arg, f));
        }
        TyKind::Slice(inner) | TyKind::Array(inner, _) => each_parameter(inner, f),
        _ => {}
    }
}
