//! What follows from the whole API: which way the values of a type travel and how, which types are errors, and which are
//! recursive.

use crate::ir::{Api, ErrorType, Failure, FunctionType, Type, TypeDef, TypeId, TypeKind};

/// Completes the types of an API.
pub fn complete(api: &mut Api) {
    let parts: Vec<Vec<TypeId>> = api.types.iter().map(parts).collect();
    for id in recursive(&parts) {
        api.types[id.0].recursive = true;
    }
    let (mut to_rust, mut to_dart) = (Vec::new(), Vec::new());
    for function in &api.functions {
        for param in &function.params {
            to_rust.extend(param.ty.data_types());
            match &param.ty {
                Type::Function(function) => function_types(function, &mut to_rust, &mut to_dart),
                Type::Sink(sink) => to_dart.extend(sink.item.data_types()),
                _ => {}
            }
            if let Type::Stream(stream) = &param.ty
                && let Failure::Typed(id) = stream.failure
            {
                to_rust.push(id);
            }
        }
        to_dart.extend(function.output.ok.data_types());
        let sinks = function.params.iter().filter_map(|param| match &param.ty {
            Type::Sink(sink) => sink.item_error.as_ref(),
            _ => None,
        });
        let errors = [&function.output.error, &function.output.item_error];
        for error in errors.into_iter().flatten().chain(sinks) {
            match error {
                ErrorType::Data(id) => {
                    to_dart.push(*id);
                    api.types[id.0].is_error = true;
                }
                ErrorType::Display | ErrorType::BoxedDisplay | ErrorType::Anyhow | ErrorType::Message => {}
            }
        }
    }
    // The types of an interface's methods travel both ways: Dart calls what Rust implements, and the other way around.
    let interfaces = api.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Interface(interface) => Some(interface),
        _ => None,
    });
    for method in interfaces.flat_map(|interface| &interface.methods) {
        function_types(&method.function, &mut to_rust, &mut to_dart);
        function_types(&method.function, &mut to_dart, &mut to_rust);
    }
    for id in reachable(to_rust, &parts) {
        api.types[id.0].to_rust = true;
    }
    for id in reachable(to_dart, &parts) {
        api.types[id.0].to_dart = true;
    }
    let places = || (0..api.types.len()).map(TypeId);
    let lent = places().filter(|id| api.types[id.0].by_ref).collect();
    let lent = reachable(lent, &parts);
    let hand_over: Vec<TypeId> = places()
        .filter(|id| {
            reachable(vec![*id], &parts)
                .iter()
                .any(|part| hands_over(&api.types[part.0]))
        })
        .collect();
    for id in lent {
        api.types[id.0].by_ref = true;
    }
    for id in hand_over {
        api.types[id.0].hands_over = true;
    }
}

/// Whether something of a type itself changes hands when a value of it is consumed.
fn hands_over(def: &TypeDef) -> bool {
    let mut found = match def.kind {
        TypeKind::Object { .. } | TypeKind::Interface(_) => true,
        TypeKind::Struct(_) | TypeKind::PlainEnum(_) | TypeKind::DataEnum(_) => false,
    };
    // What is converted is consumed by that.
    found |= def.foreign.as_ref().is_some_and(|foreign| foreign.how.is_conversion());
    for field in def.kind.fields() {
        field
            .ty
            .walk(&mut |ty| found |= matches!(ty, Type::Numbers(_) | Type::BigNumbers(_) | Type::Param(_)));
    }
    found
}

/// What a function of Dart takes goes there, and what it gives back comes from there.
fn function_types(function: &FunctionType, to_rust: &mut Vec<TypeId>, to_dart: &mut Vec<TypeId>) {
    function
        .params
        .iter()
        .for_each(|param| to_dart.extend(param.data_types()));
    to_rust.extend(function.output.data_types());
    if let Failure::Typed(id) = function.failure {
        to_rust.push(id);
    }
}

/// The data types that a value of `def` directly consists of.
fn parts(def: &TypeDef) -> Vec<TypeId> {
    let mut ids = Vec::new();
    for field in def.kind.fields() {
        ids.extend(field.ty.data_types());
    }
    ids
}

/// Everything that `start` consists of, itself included.
fn reachable(start: Vec<TypeId>, parts: &[Vec<TypeId>]) -> Vec<TypeId> {
    let mut seen = vec![false; parts.len()];
    let mut waiting = start;
    let mut found = Vec::new();
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut seen[id.0], true) {
            found.push(id);
            waiting.extend(&parts[id.0]);
        }
    }
    found
}

/// The types that contain themselves: those on a circle of the graph, found as its strongly connected components
/// (Tarjan's algorithm, with its own stack, because a chain of types can be long).
fn recursive(parts: &[Vec<TypeId>]) -> Vec<TypeId> {
    const NEW: usize = usize::MAX;
    let count = parts.len();
    let (mut order, mut low) = (vec![NEW; count], vec![0; count]);
    let (mut open, mut is_open) = (Vec::new(), vec![false; count]);
    let mut next = 0;
    let mut found = Vec::new();
    for root in 0..count {
        if order[root] != NEW {
            continue;
        }
        // A node, and how many of its parts were visited.
        let mut path = vec![(root, 0)];
        while let Some((node, visited)) = path.pop() {
            if visited == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(part) = parts[node].get(visited) {
                path.push((node, visited + 1));
                if order[part.0] == NEW {
                    path.push((part.0, 0));
                } else if is_open[part.0] {
                    low[node] = low[node].min(order[part.0]);
                }
                continue;
            }
            if let Some(&(parent, _)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let mut component = Vec::new();
                while let Some(member) = open.pop() {
                    is_open[member] = false;
                    component.push(member);
                    if member == node {
                        break;
                    }
                }
                if component.len() > 1 || parts[node].contains(&TypeId(node)) {
                    found.extend(component.into_iter().map(TypeId));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_what_only_leads_to_them_is_not() {
        let ids = |ids: &[usize]| ids.iter().copied().map(TypeId).collect::<Vec<_>>();
        // 0 → 1 ⇄ 2, 3 → 3, 4 → 3, 5 alone
        let parts = [ids(&[1]), ids(&[2]), ids(&[1]), ids(&[3]), ids(&[3]), ids(&[])];
        let mut found = recursive(&parts);
        found.sort();
        assert_eq!(found, ids(&[1, 2, 3]));
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let parts: Vec<Vec<TypeId>> = (0..100_000).map(|at| vec![TypeId((at + 1) % 100_000)]).collect();
        assert_eq!(recursive(&parts).len(), 100_000);
    }
}
