//! Parameters: their names, their types, and how Rust wants them.

use syn::ext::IdentExt;
use syn::{FnArg, Pat, Signature};

use crate::diagnostic::{Code, Diagnostic, FileId};
use crate::ir::{Int, Overflow, Pass};
use crate::lower::base::draft::{Param, Type};
use crate::lower::base::{ByPosition, Context, Declared, Lowering, NameKind, Position, duplicates, names, settle};
use crate::lower::types::{block_element, callbacks, list};
use crate::parser::attrs::Options;
use crate::parser::source::Site;
use crate::parser::ty::{Primitive, Ty, TyKind};
use crate::parser::types::Scope;

/// The parameters of a function.
pub struct Params {
    pub list: Vec<Param>,
    /// Whether one of them is a `Box` in Rust.
    pub is_any_boxed: bool,
    /// The words about each in Dart.
    pub words_for_dart: Vec<Vec<(&'static str, Site)>>,
}

impl Lowering<'_> {
    pub fn params(
        &self,
        scope: Scope<'_>,
        item: Declared<'_>,
        signature: &Signature,
        of_function: &Options,
    ) -> Option<Params> {
        let by_position = self.positional || of_function.positional.is_some();
        // What is said of a function is said of its parameters, too.
        let bigint = of_function.bigint.is_some();
        let file = item.site.file;
        let mut params = Some(Vec::new());
        let mut is_any_boxed = false;
        let mut sites = Vec::new();
        let mut words_for_dart = Vec::new();
        for (index, input) in signature.inputs.iter().enumerate() {
            // `self` is a matter of its own.
            let FnArg::Typed(input) = input else {
                continue;
            };
            let Some(attributes) = self.present(&input.attrs) else {
                continue;
            };
            let options = self.part_options(item, &attributes, "a parameter");
            self.refuse_target_part(item, &attributes, "parameter", Site::of(file, &input.pat));
            let names = self.param_names(&input.pat, index, &options, file);
            let owner = names.as_ref().map_or_else(
                || "a parameter".to_owned(),
                |(name, ..)| format!("the parameter `{name}`"),
            );
            let ty = self.types.resolve(scope, &input.ty);
            if signature.asyncness.is_some() {
                self.moves(&ty);
            }
            let is_wrapped = ty.is_wrapped();
            let lowered = self.passed(&ty, &owner, &options, bigint);
            if let (Some(site), Some((lowered, ..))) = (options.bigint, &lowered) {
                self.check_bigint(site, [lowered]);
            }
            let overflow = self.overflow(&options, &ty, &owner);
            let (Some((rust_name, dart_name, site)), Some((mut ty, pass, guards))) = (names, lowered) else {
                params = None;
                continue;
            };
            is_any_boxed |= pass == Pass::Value && is_wrapped;
            // Where it is `latest`, what is on its way to Dart is stale already.
            let usual = matches!(overflow, Some(Overflow::Latest)).then_some(1);
            if let Type::Sink(sink) = &mut ty {
                sink.window = sink.window.or(usual);
            }
            sites.push((dart_name.clone(), site));
            let annotation = options.annotations.first().map(|(_, site)| ("annotation", *site));
            let name = options.name.as_ref().map(|(_, site)| ("name", *site));
            words_for_dart.push(annotation.into_iter().chain(name).collect());
            let default = self.default_value(scope, &options, &ty, &owner, &self.code_of(file, &input.ty));
            let annotations = self.annotations(&attributes, &options);
            if let Some(params) = &mut params {
                let optional = matches!(ty, Type::Option(_)) || default.is_some();
                params.push(Param {
                    rust_name,
                    dart_name,
                    annotations,
                    ty,
                    pass,
                    guards,
                    optional,
                    default,
                    receiver: false,
                    positional: by_position,
                    overflow,
                });
            }
        }
        duplicates::members(
            sites.iter().map(|(name, site)| (name.as_str(), *site)),
            "parameter",
            self.reports,
        );
        if let Some(params) = params.as_mut().filter(|_| by_position) {
            let params = params.iter_mut().zip(&sites).map(|(param, (_, site))| ByPosition {
                optional: &mut param.optional,
                has_default: param.default.is_some(),
                site: *site,
            });
            settle(params.collect(), self.reports);
        }
        params.map(|list| Params {
            list,
            is_any_boxed,
            words_for_dart,
        })
    }

    fn param_names(
        &self,
        pattern: &Pat,
        index: usize,
        options: &Options,
        file: FileId,
    ) -> Option<(String, String, Site)> {
        let site = Site::of(file, pattern);
        match pattern {
            Pat::Ident(pattern) if pattern.subpat.is_none() => {
                let site = Site::new(file, pattern.ident.span());
                let name = pattern.ident.unraw().to_string();
                let dart_name = names::dart_name(&name, NameKind::Parameter, options, site, self.reports);
                Some((pattern.ident.to_string(), dart_name, site))
            }
            Pat::Wild(_) => {
                let name = format!("arg{index}");
                if options.name.is_none() {
                    self.reports.push(
                        Diagnostic::warning(Code::Renamed, format!("this parameter is called `{name}` in Dart"))
                            .at(site, "it has no name in Rust")
                            .help("give it a name, which may begin with an underscore"),
                    );
                }
                let dart_name = names::dart_name(&name, NameKind::Parameter, options, site, self.reports);
                Some((name, dart_name, site))
            }
            _ => {
                self.reports.push(
                    Diagnostic::error(Code::PatternParameter, "a pattern cannot be a parameter in Dart")
                        .at(site, "Dart calls parameters by name, and this has none")
                        .help("give the parameter a name, and take it apart in the function"),
                );
                None
            }
        }
    }

    /// The type of a parameter without the reference around it, how Rust wants it, and what is decoded if objects in it
    /// are lent.
    fn passed(&self, ty: &Ty, owner: &str, options: &Options, bigint: bool) -> Option<(Type, Pass, Option<String>)> {
        let context = Context {
            bigint: bigint || options.bigint.is_some(),
            ..Context::new(Position::Parameter, owner)
        };
        let passed = match self.lent_objects(ty, context) {
            Some(lent) => {
                self.refuse_window(options, owner, "take `impl Stream<Item = T>`");
                lent.map(|lent| (lent.ty, Pass::Lent(lent.form), Some(lent.guards)))
            }
            None => self
                .param_type(ty, owner, options, context)
                .map(|(ty, pass)| (ty, pass, None)),
        }?;
        if let TyKind::Reference {
            is_static: true, inner, ..
        } = &ty.kind
        {
            let instead = match &inner.kind {
                TyKind::Dyn(bounds) | TyKind::Impl(bounds) if callbacks::signature(bounds).is_some() => {
                    "take the lifetime away"
                }
                TyKind::Dyn(_) => "take the lifetime away, or share the object: `Arc<dyn T>`",
                _ if self.is_object_type(inner) => "take the lifetime away, or share the object: `Arc<T>`",
                _ => "take the lifetime away, or take the value itself",
            };
            self.refuse_for_ever(ty, owner, instead, context);
            return None;
        }
        Some(passed)
    }

    fn param_type(&self, ty: &Ty, owner: &str, options: &Options, context: Context<'_>) -> Option<(Type, Pass)> {
        if let Some(stream) = self.stream(ty, options, context) {
            return stream;
        }
        if let Some(sink) = self.sink_parameter(ty, options, context) {
            return sink;
        }
        self.refuse_window(options, owner, "take `impl Stream<Item = T>`");
        if let Some(closure) = self.closure(ty, context) {
            return closure;
        }
        if let Some(implementor) = self.implementor(ty, context) {
            return implementor;
        }
        let TyKind::Reference { mutable, inner, .. } = &ty.kind else {
            return self.value(ty, context).map(|ty| (ty, Pass::Value));
        };
        if let TyKind::Item(id, _) = &inner.kind
            && let Some(lowered) = self.object(*id, inner, context)
        {
            let pass = if *mutable { Pass::ObjectMut } else { Pass::ObjectRef };
            return Some((lowered, pass));
        }
        if *mutable {
            // What is in data of this crate decides on what is to be said.
            if let TyKind::Item(..) = inner.kind {
                self.value(inner, context.inside(ty))?;
            }
            self.borrow(ty, inner, context);
            return None;
        }
        self.borrow(ty, inner, context);
        let inside = context.inside(ty);
        match &inner.kind {
            TyKind::Primitive(Primitive::Str) => Some((Type::String, Pass::BorrowStr)),
            TyKind::Slice(element) => {
                let lowered = self.value(element, inside)?;
                // What is as wide as a pointer in Rust has always 64 bits in the argument bytes.
                let is_borrowed = block_element(element, &lowered).is_some()
                    && !matches!(lowered, Type::Int(Int::Usize | Int::Isize));
                let pass = if is_borrowed {
                    Pass::BorrowNumbers
                } else {
                    Pass::RefTo("Vec<_>")
                };
                Some((list(element, lowered), pass))
            }
            TyKind::External(path, _) if path == "std::path::Path" => {
                Some((Type::String, Pass::RefTo("::std::path::PathBuf")))
            }
            TyKind::External(path, _) if path == "std::ffi::OsStr" => {
                Some((Type::String, Pass::RefTo("::std::ffi::OsString")))
            }
            TyKind::External(path, _) if path == "std::boxed::Box" => {
                let problem = Diagnostic::error(Code::NestedReference, "a reference to a box cannot cross to Dart")
                    .note("the wire and Dart know no boxes")
                    .help("borrow what is in the box: `&T`");
                self.refuse(ty, context, problem, "a reference to a box");
                None
            }
            TyKind::Reference { .. } => {
                self.refuse_shape(inner, inside);
                None
            }
            // A reference to a `String` or a `Vec` may be turned into one to text or a slice on the way.
            TyKind::External(path, _) if path == "std::string::String" => Some((Type::String, Pass::RefTo("String"))),
            TyKind::External(path, _) if path == "std::vec::Vec" => {
                self.value(inner, inside).map(|ty| (ty, Pass::RefTo("Vec<_>")))
            }
            _ => self.value(inner, inside).map(|ty| (ty, Pass::Ref)),
        }
    }
}
