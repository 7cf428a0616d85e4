//! What the parameters of generic types are used for, and whether every use of the types agrees with that.

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::ir::{Value, Wide};
use crate::lower::base::draft::Type;
use crate::lower::base::{DataDraft, Instance};
use crate::lower::types::key_objection;

/// What one type parameter is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Uses {
    /// There are lists of it.
    pub in_lists: bool,
    /// It stands in an `Option`.
    optional: bool,
    /// It is a key.
    key: bool,
}

/// The uses of every type's parameters, in the order of the drafts.
pub fn uses(drafts: &[Option<DataDraft>]) -> Vec<Vec<Uses>> {
    let count = |draft: &Option<DataDraft>| draft.as_ref().map_or(0, |draft| draft.type_params().count());
    let mut all: Vec<Vec<Uses>> = drafts.iter().map(|draft| vec![Uses::default(); count(draft)]).collect();
    // What one type hands on to another is known once that one is.
    loop {
        let before = all.clone();
        for (at, draft) in drafts.iter().enumerate() {
            let mut own = std::mem::take(&mut all[at]);
            for field in draft.iter().flat_map(DataDraft::fields) {
                field.ty.walk(&mut |ty| note(ty, &mut own, &before));
            }
            all[at] = own;
        }
        if all == before {
            return all;
        }
    }
}

fn note(ty: &Type, own: &mut [Uses], known: &[Vec<Uses>]) {
    let mut set = |ty: &Type, mark: fn(&mut Uses)| {
        if let Type::Param(at) = ty
            && let Some(uses) = own.get_mut(*at)
        {
            mark(uses);
        }
    };
    match ty {
        Type::List(inner) | Type::Array(inner, _) => set(inner, |uses| uses.in_lists = true),
        Type::Option(inner) => set(inner, |uses| uses.optional = true),
        Type::Map(key, _) | Type::Set(key) => key.walk(&mut |ty| set(ty, |uses| uses.key = true)),
        Type::Data(id, args) => {
            for (arg, uses) in args.iter().zip(&known[id.0]) {
                if uses.in_lists {
                    set(arg, |uses| uses.in_lists = true);
                }
                if uses.optional {
                    set(arg, |uses| uses.optional = true);
                }
                if uses.key {
                    arg.walk(&mut |ty| set(ty, |uses| uses.key = true));
                }
            }
        }
        _ => {}
    }
}

/// Reports uses of generic types that Dart could not tell from others.
pub fn check(instances: &[Instance], drafts: &[Option<DataDraft>], uses: &[Vec<Uses>], reports: &Reports) {
    for Instance {
        of, args, boxed, site, ..
    } in instances
    {
        let Some(draft) = &drafts[of.0] else {
            continue;
        };
        let name = &draft.dart_name;
        let args = args.iter().zip(boxed);
        for (((arg, is_boxed), uses), param) in args.zip(&uses[of.0]).zip(draft.type_params()) {
            let is_number = match arg {
                Type::Int(_) | Type::F32 | Type::F64 | Type::Param(_) => true,
                Type::Value(Value::Big(wide)) => matches!(wide, Wide::I64 | Wide::U64),
                _ => false,
            };
            if uses.in_lists && *is_boxed && is_number {
                let title = format!("`{name}` cannot be used with a boxed number for `{param}`");
                reports.push(
                    Diagnostic::error(Code::BoxedNumber, title)
                        .at(*site, format!("it has lists of `{param}`"))
                        .note("a list of numbers crosses as one block, and a list of boxes cannot")
                        .help("use the number itself"),
                );
            }
            if uses.optional && arg.is_nullable() {
                let title = format!("`{name}` cannot be used with an `Option` for `{param}`");
                reports.push(
                    Diagnostic::error(Code::NestedOption, title)
                        .at(*site, format!("it has an `Option<{param}>` itself"))
                        .note("Dart has one `null`, so `None` and `Some(None)` would be the same")
                        .help(
                            "use a type of its own instead of the `Option`, for example an enum that names the cases",
                        ),
                );
            }
            if let Some(objection) = key_objection(arg).filter(|_| uses.key) {
                let title = format!("`{name}` cannot be used with this type for `{param}`");
                reports.push(
                    Diagnostic::error(Code::MapKey, title)
                        .at(*site, format!("`{param}` is a key in it"))
                        .note(objection)
                        .help("use text, an integer, an enum or a struct of those"),
                );
            }
        }
    }
}
