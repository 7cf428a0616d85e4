//! From written types to resolved ones.

use std::collections::BTreeMap;

use syn::ext::IdentExt;
use syn::{GenericArgument, GenericParam, Generics, PathArguments, Type, TypeParamBound};

use crate::diagnostic::{Code, Diagnostic, FileId, Reports};

use super::consts;
use super::names::Found;
use super::problems;
use super::source::Site;
use super::tree::*;
use super::ty::*;

/// More aliases than this in one another are a circle.
const MAX_ALIASES: usize = 64;

/// Aliases of `Result` in other crates that signatures name, with their error.
const RESULTS: [(&str, &str); 3] = [
    ("anyhow::Result", "anyhow::Error"),
    ("std::fmt::Result", "std::fmt::Error"),
    ("std::io::Result", "std::io::Error"),
];

/// Where a type is written, and so what its names mean.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) module: ModuleId,
    /// What `Self` is.
    pub(crate) self_item: Option<ItemId>,
    /// Type parameters, with what they stand for if that is known. Inside of an alias also its lifetimes (`'a`), each as
    /// that of a type.
    pub(crate) parameters: &'a BTreeMap<String, Option<Ty>>,
    /// How many aliases lie around it.
    pub(crate) depth: usize,
}

/// The names of the type and constant parameters of an item.
pub(crate) fn parameters(generics: &Generics) -> BTreeMap<String, Option<Ty>> {
    let names = generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    });
    names.map(|name| (name.unraw().to_string(), None)).collect()
}

/// Resolves types, and reports what they name and is not there.
pub(crate) struct Types<'a> {
    pub(crate) krate: &'a Crate,
    pub(crate) reports: &'a Reports,
}

impl<'a> Types<'a> {
    pub(crate) fn resolve(&self, scope: Scope<'_>, ty: &Type) -> Ty {
        let file = self.krate.module(scope.module).file;
        let site = Site::of(file, ty);
        let boxed = |ty: &Type| Box::new(self.resolve(scope, ty));
        let mut lifetimes = Vec::new();
        let kind = match ty {
            Type::Group(group) => return self.resolve(scope, &group.elem),
            Type::Paren(paren) => return self.resolve(scope, &paren.elem),
            Type::Path(path) => return self.path(scope, path, site),
            Type::Tuple(tuple) => TyKind::Tuple(tuple.elems.iter().map(|ty| self.resolve(scope, ty)).collect()),
            Type::Slice(slice) => TyKind::Slice(boxed(&slice.elem)),
            Type::Array(array) => {
                // A constant parameter has no value here.
                let is_parameter = matches!(&array.len, syn::Expr::Path(path)
                    if path.path.get_ident().is_some_and(|name| scope.parameters.contains_key(&name.unraw().to_string())));
                let length = match is_parameter {
                    true => Length::Parameter,
                    false => consts::length(self.krate, self.reports, scope.module, &array.len)
                        .map_or(Length::Unknown, Length::Known),
                };
                TyKind::Array(boxed(&array.elem), length)
            }
            Type::Reference(reference) => {
                lifetimes.extend(reference.lifetime.iter().map(|name| lifetime(scope, name)));
                TyKind::Reference {
                    mutable: reference.mutability.is_some(),
                    is_static: lifetimes.iter().any(|name| name == "'static"),
                    inner: boxed(&reference.elem),
                }
            }
            Type::Ptr(_) => TyKind::Pointer,
            Type::FnPtr(_) => TyKind::FunctionPointer,
            Type::ImplTrait(ty) => TyKind::Impl(self.bounds(scope, file, &ty.bounds)),
            Type::TraitObject(ty) => TyKind::Dyn(self.bounds(scope, file, &ty.bounds)),
            Type::Never(_) => TyKind::Never,
            Type::Infer(_) => TyKind::Infer,
            Type::Macro(_) => TyKind::Macro,
            _ => TyKind::Infer,
        };
        Ty {
            lifetimes,
            ..Ty::new(kind, site)
        }
    }

    fn path(&self, scope: Scope<'_>, ty: &syn::TypePath, site: Site) -> Ty {
        let associated = Ty::new(TyKind::Associated, site);
        if ty.qself.is_some() {
            return associated;
        }
        let names: Vec<String> = ty
            .path
            .segments
            .iter()
            .map(|segment| segment.ident.unraw().to_string())
            .collect();
        let first = names.first().map_or("", String::as_str);
        let is_single = names.len() == 1 && ty.path.leading_colon.is_none();
        let argument = scope.parameters.get(first);
        if let Some(argument) = argument.filter(|_| ty.path.leading_colon.is_none()) {
            return match argument {
                _ if !is_single => associated,
                Some(ty) => ty.clone(),
                None => Ty::new(TyKind::Parameter(first.to_owned()), site),
            };
        }
        if first == "Self" {
            return match scope.self_item {
                Some(item) if is_single => {
                    let own = generics_of(&self.krate.item(item).kind);
                    let own = own.into_iter().flat_map(|generics| generics.type_params());
                    let own = own.map(|param| Ty::new(TyKind::Parameter(param.ident.unraw().to_string()), site));
                    Ty::new(TyKind::Item(item, own.collect()), site)
                }
                _ => associated,
            };
        }
        let path: Vec<&str> = names.iter().map(String::as_str).collect();
        let global = ty.path.leading_colon.is_some();
        let found = self.krate.find(scope.module, &path, global, Space::Types);
        let generics = match &found {
            Ok(Found::Def(Def::Item(item))) => generics_of(&self.krate.item(*item).kind),
            _ => None,
        };
        let arguments = ty.path.segments.last().map(|segment| &segment.arguments);
        let types = arguments
            .map(|arguments| self.arguments(scope, generics, arguments))
            .unwrap_or_default();
        let lifetimes = arguments
            .map(|arguments| lifetimes(scope, arguments))
            .unwrap_or_default();
        let args = Arguments {
            types,
            lifetimes,
            depth: scope.depth,
        };
        let primitive = Primitive::named(first).filter(|_| is_single);
        match (found, primitive) {
            // A module of that name does not hide a built-in type: `use std::str;`.
            (Err(_) | Ok(Found::Def(Def::Module(_) | Def::Unknown)), Some(primitive)) => {
                Ty::new(TyKind::Primitive(primitive), site)
            }
            (Ok(Found::External(path)), Some(primitive)) if path == format!("std::{first}") => {
                Ty::new(TyKind::Primitive(primitive), site)
            }
            (Ok(Found::External(path)), _) => self.external(path, args, site),
            (Ok(Found::Def(def)), _) => {
                if is_single {
                    self.check_alias(scope.module, first, def);
                }
                self.defined(def, args, site)
            }
            (Err(error), _) => {
                let segments: Vec<Segment> = (ty.path.segments.iter().zip(&names))
                    .map(|(segment, name)| Segment {
                        name: name.clone(),
                        site: Site::new(site.file, segment.ident.span()),
                    })
                    .collect();
                self.reports.push(problems::unresolved(
                    self.krate,
                    scope.module,
                    &segments,
                    &error,
                    Space::Types,
                ));
                Ty::new(TyKind::Unknown, site)
            }
        }
    }

    /// Complains about an alias that stands for something else on other targets: the first one is read.
    fn check_alias(&self, module: ModuleId, name: &str, def: Def) {
        let Def::Item(id) = def else {
            return;
        };
        let item = self.krate.item(id);
        let ItemKind::Alias(alias) = &item.kind else {
            return;
        };
        let names = [(module, name), (item.module, item.name.as_str())];
        let versions = names
            .into_iter()
            .flat_map(|(module, name)| self.krate.versions(module, Space::Types, name));
        for other in versions.filter_map(|(_, what)| self.krate.version_item(what, Space::Types)) {
            let other = self.krate.item(other);
            let is_same = match &other.kind {
                ItemKind::Alias(other) => other.ty == alias.ty,
                _ => false,
            };
            if !is_same {
                self.reports
                    .push(problems::other_version(name, item.site, other.site, "type alias"));
            }
        }
    }

    fn defined(&self, def: Def, args: Arguments, site: Site) -> Ty {
        let item = match def {
            Def::External(id) => return self.external(self.krate.externals.path(id).to_owned(), args, site),
            Def::Unknown => return Ty::new(TyKind::Unknown, site),
            Def::Item(item) => item,
            Def::Module(module) => {
                let name = &self.krate.module(module).name;
                self.not_a_type(site, &format!("the module `{name}`"));
                return Ty::new(TyKind::Unknown, site);
            }
            Def::Variant => {
                self.not_a_type(site, "a variant of an enum");
                return Ty::new(TyKind::Unknown, site);
            }
        };
        match &self.krate.item(item).kind {
            ItemKind::Alias(alias) => self.alias(item, alias, args, site),
            ItemKind::Trait(_) | ItemKind::TraitAlias => {
                let bound = Bound {
                    target: BoundTarget::Item(item),
                    bindings: Vec::new(),
                    is_generic: false,
                    signature: None,
                };
                Ty::new(TyKind::Dyn(vec![bound]), site)
            }
            kind => {
                let lifetimes = args.lifetimes.clone();
                let types = self.with_defaults(item, generics_of(kind), args);
                Ty {
                    lifetimes,
                    ..Ty::new(TyKind::Item(item, types), site)
                }
            }
        }
    }

    /// The type arguments of an item that stands for another type, as far as they are given or have a default.
    pub(crate) fn stand_in_arguments(&self, id: ItemId, args: &[Ty]) -> Vec<Ty> {
        let given = Arguments {
            types: args.to_vec(),
            lifetimes: Vec::new(),
            depth: 0,
        };
        self.with_defaults(id, generics_of(&self.krate.item(id).kind), given)
    }

    /// The type arguments of an item, with the defaults of those that are not given.
    fn with_defaults(&self, id: ItemId, generics: Option<&Generics>, args: Arguments) -> Vec<Ty> {
        let mut types = args.types;
        let Some(generics) = generics else {
            return types;
        };
        let params: Vec<&syn::TypeParam> = generics.type_params().collect();
        let mut parameters: BTreeMap<String, Option<Ty>> = BTreeMap::new();
        for (at, param) in params.into_iter().enumerate() {
            if at == types.len() {
                let Some((_, default)) = param.default.as_ref().filter(|_| args.depth < MAX_ALIASES) else {
                    break;
                };
                let scope = Scope {
                    module: self.krate.item(id).module,
                    self_item: None,
                    parameters: &parameters,
                    depth: args.depth + 1,
                };
                types.push(self.resolve(scope, default));
            }
            parameters.insert(param.ident.unraw().to_string(), types.get(at).cloned());
        }
        types
    }

    fn not_a_type(&self, site: Site, what: &str) {
        self.reports.push(
            Diagnostic::error(Code::NotAType, "this path does not lead to a type").at(site, format!("this is {what}")),
        );
    }

    fn external(&self, path: String, args: Arguments, site: Site) -> Ty {
        let lifetimes = args.lifetimes;
        let mut args = args.types;
        let kind = match path.strip_prefix("std::primitive::").and_then(Primitive::named) {
            Some(primitive) => TyKind::Primitive(primitive),
            None => match RESULTS.iter().find(|(alias, _)| *alias == path) {
                Some((_, error)) => {
                    if args.is_empty() {
                        args.push(Ty::new(TyKind::Tuple(Vec::new()), site));
                    }
                    if args.len() == 1 {
                        args.push(Ty::new(TyKind::External((*error).to_owned(), Vec::new()), site));
                    }
                    TyKind::External("std::result::Result".to_owned(), args)
                }
                None => TyKind::External(path, args),
            },
        };
        Ty {
            lifetimes,
            ..Ty::new(kind, site)
        }
    }

    /// What an alias stands for, with its parameters replaced.
    fn alias(&self, id: ItemId, alias: &syn::ItemType, args: Arguments, site: Site) -> Ty {
        let item = self.krate.item(id);
        if args.depth >= MAX_ALIASES {
            self.reports.push(
                Diagnostic::error(
                    Code::CircularAlias,
                    format!("the type alias `{}` stands for itself", item.name),
                )
                .at(item.site, "defined here"),
            );
            return Ty::new(TyKind::Unknown, site);
        }
        let mut given = args.types.into_iter();
        let mut given_lifetimes = args.lifetimes.into_iter();
        let mut parameters = BTreeMap::new();
        for parameter in &alias.generics.params {
            let parameter = match parameter {
                GenericParam::Type(parameter) => parameter,
                // Its value is not needed: the wire carries every array's length.
                GenericParam::Const(parameter) => {
                    parameters.insert(parameter.ident.unraw().to_string(), None);
                    continue;
                }
                GenericParam::Lifetime(parameter) => {
                    let lifetimes = vec![given_lifetimes.next().unwrap_or_else(|| "'_".to_owned())];
                    let stand_in = Ty {
                        lifetimes,
                        ..Ty::new(TyKind::Infer, site)
                    };
                    parameters.insert(parameter.lifetime.to_string(), Some(stand_in));
                    continue;
                }
            };
            let name = parameter.ident.unraw().to_string();
            let default = |(_, ty): &(_, Type)| {
                let scope = Scope {
                    module: item.module,
                    self_item: None,
                    parameters: &parameters,
                    depth: args.depth + 1,
                };
                self.resolve(scope, ty)
            };
            let argument = given.next().or_else(|| parameter.default.as_ref().map(default));
            parameters.insert(name, argument);
        }
        let scope = Scope {
            module: item.module,
            self_item: None,
            parameters: &parameters,
            depth: args.depth + 1,
        };
        let mut ty = self.resolve(scope, &alias.ty);
        let is_inside = ty.site.file == item.site.file && !is_argument(&alias.ty, &parameters);
        if is_inside {
            ty.used_at = Some(site);
        }
        ty
    }

    /// The type arguments of a path's last segment, for what is declared with `generics`.
    fn arguments(&self, scope: Scope<'_>, generics: Option<&Generics>, arguments: &PathArguments) -> Vec<Ty> {
        let PathArguments::AngleBracketed(arguments) = arguments else {
            return Vec::new();
        };
        let is_const = |at: usize| {
            let mut params = generics.into_iter().flat_map(|generics| &generics.params);
            let mut params = params
                .by_ref()
                .filter(|param| !matches!(param, GenericParam::Lifetime(_)));
            matches!(params.nth(at), Some(GenericParam::Const(_)))
        };
        let values = arguments
            .args
            .iter()
            .filter(|argument| !matches!(argument, GenericArgument::Lifetime(_)));
        let types = values.enumerate().filter_map(|(at, argument)| match argument {
            // What looks like a type may be the name of a constant.
            GenericArgument::Type(ty) if !is_const(at) => Some(self.resolve(scope, ty)),
            _ => None,
        });
        types.collect()
    }

    pub(crate) fn bounds<'b>(
        &self,
        scope: Scope<'_>,
        file: FileId,
        bounds: impl IntoIterator<Item = &'b TypeParamBound>,
    ) -> Vec<Bound> {
        let bound = |bound: &TypeParamBound| match bound {
            TypeParamBound::Trait(bound) if bound.maybe.is_none() => Some(self.bound(scope, file, &bound.path)),
            _ => None,
        };
        bounds.into_iter().filter_map(bound).collect()
    }

    fn bound(&self, scope: Scope<'_>, file: FileId, path: &syn::Path) -> Bound {
        let segment = |segment: &syn::PathSegment| Segment {
            name: segment.ident.unraw().to_string(),
            site: Site::new(file, segment.ident.span()),
        };
        let segments: Vec<Segment> = path.segments.iter().map(segment).collect();
        let names: Vec<&str> = segments.iter().map(|segment| segment.name.as_str()).collect();
        let found = self
            .krate
            .find(scope.module, &names, path.leading_colon.is_some(), Space::Types);
        let target = match found {
            Ok(Found::External(path)) => BoundTarget::External(path),
            Ok(Found::Def(Def::Item(item))) => BoundTarget::Item(item),
            Ok(Found::Def(_)) => BoundTarget::Unknown,
            Err(error) => {
                self.reports.push(problems::unresolved(
                    self.krate,
                    scope.module,
                    &segments,
                    &error,
                    Space::Types,
                ));
                BoundTarget::Unknown
            }
        };
        let arguments = path.segments.last().map(|segment| &segment.arguments);
        let mut bindings = Vec::new();
        if let Some(PathArguments::AngleBracketed(arguments)) = arguments {
            for argument in &arguments.args {
                if let GenericArgument::AssocType(binding) = argument {
                    bindings.push((binding.ident.unraw().to_string(), self.resolve(scope, &binding.ty)));
                }
            }
        }
        let is_generic = !matches!(arguments, None | Some(PathArguments::None));
        let signature = match arguments {
            Some(PathArguments::Parenthesized(arguments)) => Some(Box::new(FnSignature {
                inputs: arguments
                    .inputs
                    .iter()
                    .map(|input| self.resolve(scope, &input.ty))
                    .collect(),
                output: match &arguments.output {
                    syn::ReturnType::Default => Ty::new(TyKind::Tuple(Vec::new()), Site::of(file, path)),
                    syn::ReturnType::Type(_, ty) => self.resolve(scope, ty),
                },
            })),
            _ => None,
        };
        Bound {
            target,
            bindings,
            is_generic,
            signature,
        }
    }
}

/// The name of a lifetime, which in an alias stands for another one.
fn lifetime(scope: Scope<'_>, lifetime: &syn::Lifetime) -> String {
    let name = lifetime.to_string();
    let given = scope.parameters.get(&name).and_then(Option::as_ref);
    let given = given.and_then(|stand_in| stand_in.lifetimes.first());
    given.cloned().unwrap_or(name)
}

/// The lifetimes among the arguments of a path's last segment.
fn lifetimes(scope: Scope<'_>, arguments: &PathArguments) -> Vec<String> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return Vec::new();
    };
    let each = arguments.args.iter();
    each.filter_map(|argument| match argument {
        GenericArgument::Lifetime(name) => Some(lifetime(scope, name)),
        _ => None,
    })
    .collect()
}

/// The generics of a struct, an enum or an alias.
pub(crate) fn generics_of(kind: &ItemKind) -> Option<&Generics> {
    match kind {
        ItemKind::Struct(item) => Some(&item.generics),
        ItemKind::Enum(item) => Some(&item.generics),
        ItemKind::Alias(item) => Some(&item.generics),
        _ => None,
    }
}

/// Resolved type arguments, and how deep in aliases they stand.
struct Arguments {
    types: Vec<Ty>,
    lifetimes: Vec<String>,
    depth: usize,
}

/// Whether the alias is nothing but one of its parameters, so that the type is the user's argument.
fn is_argument(ty: &Type, parameters: &BTreeMap<String, Option<Ty>>) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|ident| parameters.contains_key(&ident.to_string())),
        _ => false,
    }
}
