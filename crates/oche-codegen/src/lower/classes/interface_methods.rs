//! The methods of traits that Dart can implement: generated code repeats their signatures.

use syn::ext::IdentExt;
use syn::{FnArg, Pat, ReceiverKind};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Body, Lane, MemberKind, MethodStyle, Pass};
use crate::lower::base::draft::{DraftId, Failure, FunctionType, Member, Method, Output, Param, Type};
use crate::lower::base::{Context, Declared, FunctionDraft, Lowering, NameKind, Position, names, targets};
use crate::lower::types::future_output;
use crate::parser::attrs::{self, Target};
use crate::parser::condition::Condition;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Primitive, Ty, TyKind};
use crate::parser::types::{self, Scope};

use super::interface_signatures::{
    borrowing_object, bound_on_self, bounds_of, has_lifetime_of_self, lifetimes_of, self_of,
};

impl Lowering<'_> {
    /// A method with a default that cannot be called on a trait object.
    pub fn leave_out_interface_method(&self, item: &Item, method: &syn::TraitItemFn, predicate: &syn::PredicateType) {
        let name = &method.sig.ident;
        self.reports.push(
            Diagnostic::warning(Code::LeftOut, format!("`{}::{name}` does not cross to Dart", item.name))
                .at(
                    Site::of(item.site.file, predicate),
                    "not for trait objects, as which Dart has what Rust implements",
                )
                .help("`#[oche(ignore)]` says that this is fine; what Dart implements has the default"),
        );
    }

    pub fn interface_method(
        &self,
        id: ItemId,
        method: &syn::TraitItemFn,
        attributes: &[syn::Attribute],
        condition: &Condition,
    ) -> Option<Method> {
        let item = self.krate.item(id);
        let file = item.site.file;
        let signature = &method.sig;
        let name = signature.ident.unraw().to_string();
        let site = Site::new(file, signature.ident.span());
        let options = attrs::options(attributes, Target::TraitMethod, file, self.reports);
        let declared = Declared {
            name: &name,
            site,
            module: item.module,
            attrs: attributes,
            outer: &item.attrs,
        };
        let dart_name = names::dart_name(&name, NameKind::Member, &options, site, self.reports);
        if let Some(ignored) = options.ignore {
            self.reports.push(
                Diagnostic::error(
                    Code::InterfaceMethod,
                    format!("`{}::{name}` cannot be left out", item.name),
                )
                .at(ignored, "asked for here")
                .note("whatever implements the trait must have it, and so must what Dart gives")
                .help("give it a default: then only Rust has it"),
            );
            return None;
        }
        let refuse = |site: Site, title: &str, label: &str, help: &str| {
            self.reports.push(
                Diagnostic::error(
                    Code::InterfaceMethod,
                    format!("Dart cannot implement `{}::{name}`: {title}", item.name),
                )
                .at(site, label)
                .help(help),
            );
            None
        };
        let is_shared_self = signature
            .receiver()
            .is_some_and(|receiver| matches!(receiver.kind, ReceiverKind::Reference(_, _, None)));
        if !is_shared_self {
            return refuse(
                site,
                "it does not take `&self`",
                "how Rust reaches an implementation",
                "take `&self`; what changes can be in a `Mutex`; or leave it out, with a default, by `#[oche(ignore)]`",
            );
        }
        if let syn::Safety::Unsafe(token) = &signature.safety {
            return refuse(
                Site::of(file, token),
                "it is unsafe, and Dart cannot promise what its safety asks for",
                "asks for a promise",
                "write a safe method; or leave it out, with a default, by `#[oche(ignore)]`",
            );
        }
        if let Some(abi) = &signature.abi {
            return refuse(
                Site::of(file, abi),
                "it has a calling convention of its own",
                "another convention than Rust's",
                "take `extern` away",
            );
        }
        if self_of(signature) == "&'static self" {
            return refuse(
                site,
                "`self` cannot be borrowed for `'static`",
                "borrows `self` for good",
                "take the lifetime away: Dart calls this method, too, on what implements the trait in Rust",
            );
        }
        let generic = signature
            .generics
            .params
            .iter()
            .find(|param| !matches!(param, syn::GenericParam::Lifetime(_)));
        if let Some(generic) = generic {
            return refuse(
                Site::of(file, generic),
                "it is generic",
                "generic here",
                "write a method for each type",
            );
        }
        if let Some(predicate) = bound_on_self(signature) {
            return refuse(
                Site::of(file, predicate),
                "it cannot be called on a trait object",
                "asks for more than `&self`",
                "take the bound away; or give the method a default, which is then that of all implementations in Dart",
            );
        }
        if let Some(object) = borrowing_object(signature) {
            return refuse(
                Site::of(file, object),
                "a trait object that borrows cannot cross",
                "not for good",
                "take the lifetime away",
            );
        }
        let parameters = types::parameters(&signature.generics);
        let scope = Scope {
            module: item.module,
            self_item: None,
            parameters: &parameters,
            depth: 0,
        };
        let context = Context {
            bigint: options.bigint.is_some(),
            ..Context::new(Position::Result, "an argument of a method of Dart")
        };
        let (mut params, mut param_names) = (Some(Vec::new()), Vec::new());
        let (mut rust_params, mut passes) = (Vec::new(), Vec::new());
        for (index, input) in signature.inputs.iter().enumerate() {
            let FnArg::Typed(input) = input else {
                continue;
            };
            let Some(attributes) = self.present(&input.attrs) else {
                continue;
            };
            let part = self.part_options(declared, &attributes, attrs::TRAIT_PARAMETER_PART);
            self.refuse_target_part(declared, &attributes, "parameter", Site::of(file, &input.pat));
            let rust_name = match &*input.pat {
                Pat::Ident(pattern) => pattern.ident.unraw().to_string(),
                _ => format!("arg{index}"),
            };
            let param_site = Site::of(file, &input.pat);
            let dart_name = names::dart_name(&rust_name, NameKind::Parameter, &part, param_site, self.reports);
            let ty = self.types.resolve(scope, &input.ty);
            if let Some(reference) = nested_reference(&ty) {
                return refuse(
                    reference.site,
                    "only a whole parameter can be borrowed",
                    "inside of another type",
                    "use the owned type: Dart calls this method, too, on what implements the trait in Rust",
                );
            }
            if let TyKind::Reference { is_static: true, .. } = ty.kind {
                return refuse(
                    ty.site,
                    "a parameter cannot be borrowed for `'static`",
                    "borrowed for good",
                    "take the lifetime away, or take the value itself: Dart calls this method, too, on what implements the \
                     trait in Rust",
                );
            }
            let context = Context {
                bigint: context.bigint || part.bigint.is_some(),
                ..context
            };
            let lowered = self.callback_argument(&ty, context);
            if let (Some(site), Some(lowered)) = (part.bigint, &lowered) {
                self.check_bigint(site, [lowered]);
            }
            let rust = self.rust_type(&ty);
            match (&mut params, lowered, rust) {
                (Some(params), Some(lowered), Some(rust)) => {
                    params.push(lowered);
                    rust_params.push(rust);
                    passes.push(argument_pass(&ty));
                    param_names.push((rust_name, dart_name));
                }
                _ => params = None,
            }
        }
        let resolved = match &signature.output {
            syn::ReturnType::Default => Ty::new(TyKind::Tuple(Vec::new()), site),
            syn::ReturnType::Type(_, ty) => self.types.resolve(scope, ty),
        };
        let (output, style) = match (signature.asyncness.is_some(), future_output(&resolved)) {
            (true, _) => (&resolved, MethodStyle::Async),
            (false, Some((output, true))) => (output, MethodStyle::Boxed),
            (false, Some((_, false))) => {
                return refuse(
                    resolved.site,
                    "generated code cannot name its future",
                    "some future",
                    "write `async fn`, or give back a `BoxFuture`",
                );
            }
            (false, None) => (&resolved, MethodStyle::Plain),
        };
        if style == MethodStyle::Boxed && !has_lifetime_of_self(signature) {
            return refuse(
                resolved.site,
                "its future must live as long as `self`, and no longer",
                "another lifetime",
                "write `BoxFuture<'_, T>`, or `Pin<Box<dyn Future<Output = T> + Send + '_>>`, and take owned parameters",
            );
        }
        let (ty, failure) = self.callback_output(output, output, context)?;
        if let (Some(site), Some(params)) = (options.bigint, &params) {
            self.check_bigint(site, params.iter().chain([&ty]));
        }
        let Some(rust_output) = self.rust_type(output) else {
            return refuse(
                output.site,
                "its result cannot be repeated",
                "here",
                "write a plain type",
            );
        };
        Some(Method {
            rust_name: signature.ident.to_string(),
            dart_name,
            docs: targets::interface_docs(attrs::docs(attributes), condition),
            condition: condition.text(),
            param_names,
            rust_lifetimes: lifetimes_of(&signature.generics),
            rust_self: self_of(signature),
            rust_where: bounds_of(&signature.generics),
            rust_params,
            passes,
            rust_output,
            style,
            function: FunctionType {
                params: params?,
                output: ty,
                failure,
                is_async: style != MethodStyle::Plain,
            },
        })
    }
}

/// A reference that is inside of another type.
fn nested_reference(ty: &Ty) -> Option<&Ty> {
    fn any(ty: &Ty) -> Option<&Ty> {
        match &ty.kind {
            TyKind::Reference { .. } => Some(ty),
            _ => inside(ty),
        }
    }
    fn inside(ty: &Ty) -> Option<&Ty> {
        match &ty.kind {
            TyKind::External(_, args) | TyKind::Item(_, args) | TyKind::Tuple(args) => args.iter().find_map(any),
            TyKind::Slice(inner) | TyKind::Array(inner, _) | TyKind::Reference { inner, .. } => any(inner),
            _ => None,
        }
    }
    inside(ty)
}

/// How what Dart passes becomes the argument of a method.
fn argument_pass(ty: &Ty) -> Pass {
    let TyKind::Reference { inner, .. } = &ty.kind else {
        return Pass::Value;
    };
    match &inner.kind {
        TyKind::Primitive(Primitive::Str) => Pass::BorrowStr,
        TyKind::Slice(_) => Pass::RefTo("Vec<_>"),
        TyKind::External(path, _) => match path.as_str() {
            "std::path::Path" => Pass::RefTo("::std::path::PathBuf"),
            "std::ffi::OsStr" => Pass::RefTo("::std::ffi::OsString"),
            "std::string::String" => Pass::RefTo("String"),
            "std::vec::Vec" => Pass::RefTo("Vec<_>"),
            _ => Pass::Ref,
        },
        _ => Pass::Ref,
    }
}

/// The function by which Dart calls a method of what implements the trait in Rust.
pub fn object_method(
    method: &Method,
    item: ItemId,
    of: DraftId,
    home: ModuleId,
    rust_path: &str,
    site: Site,
) -> FunctionDraft {
    let receiver = Param {
        rust_name: "self".to_owned(),
        dart_name: "this".to_owned(),
        annotations: Vec::new(),
        ty: Type::Data(of, Vec::new()),
        pass: Pass::DynRef,
        optional: false,
        default: None,
        receiver: true,
        positional: false,
        guards: None,
        overflow: None,
    };
    let types = method.function.params.iter().zip(&method.passes);
    let params = types.zip(&method.param_names);
    let params = params.map(|((ty, pass), (rust_name, dart_name))| Param {
        rust_name: rust_name.clone(),
        dart_name: dart_name.clone(),
        annotations: Vec::new(),
        ty: ty.clone(),
        pass: *pass,
        optional: ty.is_nullable(),
        default: None,
        receiver: false,
        positional: false,
        guards: None,
        overflow: None,
    });
    let error = match &method.function.failure {
        Failure::Panics => None,
        Failure::Callback => Some(crate::ir::ErrorType::Display),
        Failure::Typed(id) => Some(crate::ir::ErrorType::Data(*id)),
    };
    FunctionDraft {
        item,
        home,
        rust_path: format!("{rust_path}::{}", method.rust_name),
        dart_name: method.dart_name.clone(),
        member: Some(Member {
            of,
            kind: MemberKind::Method,
        }),
        body: Body::Call,
        site,
        docs: method.docs.clone(),
        extras: Default::default(),
        params: std::iter::once(receiver).chain(params).collect(),
        output: Output {
            ok: method.function.output.clone(),
            error,
            item_error: None,
        },
        lane: if method.function.is_async {
            Lane::Async { eager: false }
        } else {
            Lane::Sync
        },
        window: None,
        condition: Condition::ALWAYS,
    }
}
