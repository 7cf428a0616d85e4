//! Types as generated Rust writes them: where it has to repeat a signature of the user's.

use crate::lower::base::Lowering;
use crate::parser::tree::ItemKind;
use crate::parser::ty::{Bound, BoundTarget, Length, Ty, TyKind};

impl Lowering<'_> {
    /// A resolved type with paths that are good everywhere in the crate; `None` if it cannot be written.
    pub fn rust_type(&self, ty: &Ty) -> Option<String> {
        let all = |types: &[Ty]| {
            types
                .iter()
                .map(|ty| self.rust_type(ty))
                .collect::<Option<Vec<String>>>()
        };
        let with = |path: String, args: &[Ty]| {
            let args: Vec<String> = ty.lifetimes.iter().cloned().chain(all(args)?).collect();
            Some(match args.is_empty() {
                true => path,
                false => format!("{path}<{}>", args.join(", ")),
            })
        };
        match &ty.kind {
            TyKind::Primitive(primitive) => Some(primitive.name().to_owned()),
            TyKind::Tuple(elements) => match &all(elements)?[..] {
                [only] => Some(format!("({only},)")),
                elements => Some(format!("({})", elements.join(", "))),
            },
            TyKind::Slice(inner) => Some(format!("[{}]", self.rust_type(inner)?)),
            TyKind::Array(inner, Length::Known(length)) => Some(format!("[{}; {length}]", self.rust_type(inner)?)),
            TyKind::Reference { mutable, inner, .. } => {
                let lifetime = ty.lifetimes.first().map_or(String::new(), |name| format!("{name} "));
                let mutable = if *mutable { "mut " } else { "" };
                let inner_type = self.rust_type(inner)?;
                // `&dyn A + Send` would be something else.
                let inner_type = match inner.kind {
                    TyKind::Dyn(_) => format!("({inner_type})"),
                    _ => inner_type,
                };
                Some(format!("&{lifetime}{mutable}{inner_type}"))
            }
            TyKind::Item(id, args) => {
                let item = self.krate.item(*id);
                match item.kind {
                    ItemKind::Struct(_) | ItemKind::Enum(_) => with(self.paths.item(self.krate, *id)?, args),
                    _ => None,
                }
            }
            TyKind::External(path, args) => with(self.external_path(path), args),
            TyKind::Dyn(bounds) => {
                let bounds: Option<Vec<String>> = bounds.iter().map(|bound| self.rust_bound(bound)).collect();
                Some(format!("dyn {}", bounds?.join(" + ")))
            }
            TyKind::Array(_, Length::Parameter | Length::Unknown)
            | TyKind::Pointer
            | TyKind::FunctionPointer
            | TyKind::Impl(_)
            | TyKind::Never
            | TyKind::Infer
            | TyKind::Macro
            | TyKind::Parameter(_)
            | TyKind::Associated
            | TyKind::Unknown => None,
        }
    }

    fn rust_bound(&self, bound: &Bound) -> Option<String> {
        let path = match &bound.target {
            BoundTarget::Item(item) => self.paths.item(self.krate, *item)?,
            BoundTarget::External(path) => self.external_path(path),
            BoundTarget::Unknown => return None,
        };
        if bound.signature.is_some() {
            return None;
        }
        let bindings = bound.bindings.iter();
        let bindings: Option<Vec<String>> = bindings
            .map(|(name, ty)| Some(format!("{name} = {}", self.rust_type(ty)?)))
            .collect();
        let bindings = bindings?;
        Some(match bindings.is_empty() {
            true => path,
            false => format!("{path}<{}>", bindings.join(", ")),
        })
    }
}
