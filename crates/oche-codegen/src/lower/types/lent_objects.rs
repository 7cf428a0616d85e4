//! Parameters in which a reference stands for each object: `Vec<&T>`, `Option<&mut T>`, `HashMap<K, &T>`. Objects are lent to
//! them one by one, all for as long as the call runs.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Labels, Lend, LentForm};
use crate::lower::base::draft::Type;
use crate::lower::base::{Context, Lowering};
use crate::parser::ty::{Length, Ty, TyKind};

use super::values::{array, list, optional};

/// A parameter that lends objects.
pub struct LentObjects {
    pub ty: Type,
    pub form: LentForm,
    /// The type that is decoded: with a guard in the place of each reference.
    pub guards: String,
}

/// A part of it.
struct Part {
    ty: Type,
    guards: String,
}

/// What of other kinds stands beside the objects. The compiler knows its type from the user's function.
const OTHER: &str = "glue::Own<_>";

impl Lowering<'_> {
    /// A parameter with references to objects inside of it; `None` if it is something else.
    pub fn lent_objects(&self, ty: &Ty, context: Context<'_>) -> Option<Option<LentObjects>> {
        let (form, value) = match &ty.kind {
            TyKind::Reference {
                mutable: true, inner, ..
            } => match inner.kind {
                // The list itself is not Dart's.
                TyKind::Slice(_) => (LentForm::Mut, &**inner),
                _ => return None,
            },
            TyKind::Reference { inner, .. } => (LentForm::Ref, &**inner),
            _ => (LentForm::Value, ty),
        };
        if !self.lends(value) || matches!(value.kind, TyKind::Reference { .. }) {
            return None;
        }
        let inside = context.inside(ty);
        let part = match &value.kind {
            TyKind::Slice(element) => self.lent_list(element, "Vec", inside),
            _ => self.lent_part(value, inside),
        };
        Some(part.map(|Part { ty, guards }| LentObjects { ty, form, guards }))
    }

    /// Whether there is a reference to an object in a type.
    fn lends(&self, ty: &Ty) -> bool {
        match &ty.kind {
            TyKind::Reference { inner, .. } => self.is_object_type(inner) || self.lends(inner),
            TyKind::External(_, args) | TyKind::Item(_, args) | TyKind::Tuple(args) => {
                args.iter().any(|arg| self.lends(arg))
            }
            TyKind::Slice(inner) | TyKind::Array(inner, _) => self.lends(inner),
            _ => false,
        }
    }

    fn lent_part(&self, ty: &Ty, context: Context<'_>) -> Option<Part> {
        if !self.lends(ty) {
            let ty = self.value(ty, context)?;
            let guards = OTHER.to_owned();
            return Some(Part { ty, guards });
        }
        let inside = context.inside(ty);
        match &ty.kind {
            TyKind::Reference { is_static: true, .. } => {
                let instead = "take the lifetime away, or share the object: `Arc<T>`";
                self.refuse_for_ever(ty, context.owner, instead, context);
                None
            }
            TyKind::Reference { mutable, inner, .. } if self.is_object_type(inner) => {
                let lowered = self.value(inner, inside)?;
                let path = self.rust_type(inner)?;
                let (guard, lend) = match mutable {
                    true => ("WriteGuard", Lend::BorrowMut),
                    false => ("ReadGuard", Lend::Borrow),
                };
                Some(Part {
                    ty: Type::Lent(lend, Box::new(lowered)),
                    guards: format!("glue::{guard}<{path}>"),
                })
            }
            TyKind::Tuple(elements) if elements.len() <= super::values::MAX_TUPLE => {
                let parts: Vec<Option<Part>> = elements.iter().map(|part| self.lent_part(part, inside)).collect();
                let parts = parts.into_iter().collect::<Option<Vec<Part>>>()?;
                let guards: Vec<String> = parts.iter().map(|part| format!("{},", part.guards)).collect();
                Some(Part {
                    guards: format!("({})", guards.join(" ")),
                    ty: Type::Record(Labels::Places, parts.into_iter().map(|part| part.ty).collect()),
                })
            }
            TyKind::Array(element, Length::Known(length)) => {
                let Part { ty, guards } = self.lent_part(element, inside)?;
                Some(Part {
                    ty: array(element, ty, *length),
                    guards: format!("[{guards}; {length}]"),
                })
            }
            TyKind::External(path, args) => match (path.as_str(), &args[..]) {
                ("std::option::Option", [inner]) => {
                    let Part { ty, guards } = self.lent_part(inner, inside)?;
                    Some(Part {
                        ty: optional(ty),
                        guards: format!("Option<{guards}>"),
                    })
                }
                ("std::vec::Vec", [element]) => self.lent_list(element, "Vec", inside),
                ("std::collections::VecDeque", [element]) => {
                    self.lent_list(element, "::std::collections::VecDeque", inside)
                }
                ("std::collections::HashMap" | "std::collections::BTreeMap", [key, value]) if !self.lends(key) => {
                    let lowered = self.value(key, inside);
                    let value = self.lent_part(value, inside)?;
                    let lowered = lowered?;
                    self.key(key, &lowered, "the key of a map", inside)?;
                    let pairs = match path.ends_with("HashMap") {
                        true => "HashPairs",
                        false => "OrderedPairs",
                    };
                    Some(Part {
                        guards: format!("glue::{pairs}<_, {}>", value.guards),
                        ty: Type::Map(Box::new(lowered), Box::new(value.ty)),
                    })
                }
                _ => self.refuse_lent(ty, context),
            },
            _ => self.refuse_lent(ty, context),
        }
    }

    fn lent_list(&self, element: &Ty, of: &str, context: Context<'_>) -> Option<Part> {
        let Part { ty, guards } = self.lent_part(element, context)?;
        Some(Part {
            ty: list(element, ty),
            guards: format!("{of}<{guards}>"),
        })
    }

    /// Reports a type that references to objects cannot stand in.
    fn refuse_lent(&self, ty: &Ty, context: Context<'_>) -> Option<Part> {
        let code = self.code(ty);
        let title = format!("objects cannot be lent inside of a `{code}`");
        let problem = Diagnostic::error(Code::NestedReference, title)
            .note("they are lent one by one in options, lists, arrays, tuples, and as the values of maps")
            .help("use one of those: `Vec<&T>`, `Option<&T>`, `HashMap<K, &T>`")
            .help("or share the objects: `Arc<T>`");
        self.refuse(ty, context, problem, "has references in it");
        None
    }
}
