//! What generated code must know of the syntax of a trait's methods.

use crate::lower::types::EVERY_TYPE;

use quote::quote;
use syn::visit::Visit;
use syn::{FnArg, ReceiverKind, TypeParamBound, WherePredicate};

/// What a method asks of `Self` besides what any implementation gives.
pub fn bound_on_self(signature: &syn::Signature) -> Option<&syn::PredicateType> {
    let clause = signature.generics.where_clause.as_ref()?;
    clause.predicates.iter().find_map(|predicate| {
        let WherePredicate::Type(predicate) = predicate else {
            return None;
        };
        let is_self = matches!(&predicate.bounded_ty, syn::Type::Path(ty) if ty.path.is_ident("Self"));
        let is_known = |bound: &TypeParamBound| match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|segment| {
                EVERY_TYPE
                    .iter()
                    .any(|known| known.rsplit("::").next().is_some_and(|name| segment.ident == name))
            }),
            _ => true,
        };
        (is_self && !predicate.bounds.iter().all(is_known)).then_some(predicate)
    })
}

/// A trait object in a signature that need not live for ever. Of a future there is another report.
pub fn borrowing_object(signature: &syn::Signature) -> Option<&syn::Lifetime> {
    #[derive(Default)]
    struct Objects<'ast>(Option<&'ast syn::Lifetime>);

    impl<'ast> Visit<'ast> for Objects<'ast> {
        fn visit_type_trait_object(&mut self, object: &'ast syn::TypeTraitObject) {
            let is_future = |bound: &TypeParamBound| match bound {
                TypeParamBound::Trait(bound) => {
                    let last = bound.path.segments.last();
                    last.is_some_and(|segment| segment.ident == "Future")
                }
                _ => false,
            };
            let lifetimes = object.bounds.iter().filter_map(|bound| match bound {
                TypeParamBound::Lifetime(lifetime) if lifetime.ident != "static" => Some(lifetime),
                _ => None,
            });
            if !object.bounds.iter().any(is_future) {
                self.0 = self.0.or(lifetimes.last());
            }
            syn::visit::visit_type_trait_object(self, object);
        }
    }

    let mut objects = Objects::default();
    objects.visit_signature(signature);
    objects.0
}

/// `<'a, 'b: 'a>`; a method that Dart implements has no other parameters.
pub fn lifetimes_of(generics: &syn::Generics) -> String {
    match generics.params.is_empty() {
        true => String::new(),
        false => {
            let params = &generics.params;
            format!("<{}>", quote!(#params))
        }
    }
}

pub fn bounds_of(generics: &syn::Generics) -> String {
    let clause = &generics.where_clause;
    quote!(#clause).to_string()
}

/// `&self`, with its lifetime if it has one.
pub fn self_of(signature: &syn::Signature) -> String {
    let lifetime = signature.receiver().and_then(|receiver| match &receiver.kind {
        ReceiverKind::Reference(_, lifetime, _) => lifetime.as_ref(),
        _ => None,
    });
    match lifetime {
        Some(lifetime) => format!("&{lifetime} self"),
        None => "&self".to_owned(),
    }
}

/// Whether the future that a method gives back borrows from `self` alone, which is how generated code writes it.
pub fn has_lifetime_of_self(signature: &syn::Signature) -> bool {
    let syn::ReturnType::Type(_, output) = &signature.output else {
        return true;
    };
    let mut of_output = Lifetimes::default();
    of_output.visit_type(output);
    let mut of_params = Lifetimes::default();
    for input in &signature.inputs {
        if let FnArg::Typed(input) = input {
            of_params.visit_type(&input.ty);
        }
    }
    // Without a lifetime, a trait object in a box lives for ever.
    if of_output.0.is_empty() {
        return !of_output.1;
    }
    let is_of_self = |name: &String| name == "_" || (name != "static" && !of_params.0.contains(name));
    of_output.0.iter().all(is_of_self)
}

/// The names of lifetimes, and whether there is a trait object.
#[derive(Default)]
struct Lifetimes(Vec<String>, bool);

impl<'ast> Visit<'ast> for Lifetimes {
    fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
        self.0.push(lifetime.ident.to_string());
    }

    fn visit_type_trait_object(&mut self, object: &'ast syn::TypeTraitObject) {
        self.1 = true;
        syn::visit::visit_type_trait_object(self, object);
    }
}
