//! What of the run time an API needs: what it does not need is not linked into the library.

use crate::ir::{Api, Lane, Type, TypeKind};

/// A part of the run time, by its name in Rust, which is that of `oche::glue::Part`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Objects,
    Signals,
    Streams,
    Sinks,
    Callbacks,
}

/// The parts that the API needs, each once.
pub fn parts(api: &Api) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut note = |ty: &Type| ty.walk_all(&mut |ty| parts.extend_from_slice(of_type(ty)));
    for def in &api.types {
        def.kind.fields().for_each(|field| note(&field.ty));
        if let TypeKind::Interface(interface) = &def.kind {
            for method in &interface.methods {
                method.function.params.iter().for_each(&mut note);
                note(&method.function.output);
            }
        }
    }
    for function in &api.functions {
        function.params.iter().for_each(|param| note(&param.ty));
        note(&function.output.ok);
    }
    for def in &api.types {
        parts.extend_from_slice(match def.kind {
            TypeKind::Object { .. } => &[Part::Objects],
            TypeKind::Interface(_) => &[Part::Objects, Part::Callbacks],
            TypeKind::Struct(_) | TypeKind::PlainEnum(_) | TypeKind::DataEnum(_) => &[],
        });
    }
    let is_stream = |lane: &Lane| matches!(lane, Lane::Stream { .. });
    if api.functions.iter().any(|function| is_stream(&function.lane)) {
        parts.push(Part::Streams);
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

fn of_type(ty: &Type) -> &'static [Part] {
    match ty {
        Type::Signal(_) => &[Part::Objects, Part::Signals],
        Type::Lent(..) => &[Part::Objects],
        Type::Function(_) => &[Part::Callbacks],
        Type::Sink(_) => &[Part::Streams, Part::Sinks],
        // Rust asks Dart for the items, as it calls a function.
        Type::Stream(_) => &[Part::Streams, Part::Callbacks],
        _ => &[],
    }
}
