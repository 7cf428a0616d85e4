//! Traits that Dart can implement, where a signature or a field names them.

use syn::TypeParamBound;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{DynForm, Pass};
use crate::lower::base::draft::{DraftId, Type};
use crate::lower::base::{Context, Lowering, Position};
use crate::parser::attrs::{self, Target};
use crate::parser::tree::*;
use crate::parser::ty::{Bound, BoundTarget, Ty, TyKind};
use crate::parser::types::Scope;

/// What every type in generated code implements.
pub const EVERY_TYPE: [&str; 4] = [
    "std::marker::Send",
    "std::marker::Sync",
    "std::marker::Unpin",
    "std::any::Any",
];

impl Lowering<'_> {
    /// The interface among some bounds.
    pub fn interface_of(&self, bounds: &[Bound]) -> Option<ItemId> {
        bounds.iter().find_map(|bound| match bound.target {
            BoundTarget::Item(id) => {
                let item = self.krate.item(id);
                let is_trait = matches!(item.kind, ItemKind::Trait(_));
                let options = attrs::options(&item.attrs, Target::Trait, item.site.file, &Default::default());
                (is_trait && options.interface.is_some()).then_some(id)
            }
            _ => None,
        })
    }

    /// The type of an interface that a signature or field names.
    fn interface_type(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<DraftId> {
        if let Some(known) = self.notes.borrow().ids.get(&id) {
            return *known;
        }
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Trait, item.site.file, &Default::default());
        let path = match options.ignore {
            Some(site) => {
                self.refuse_ignored(&item.name, site, ty, context);
                None
            }
            None => self.type_path(id, ty, context),
        };
        let mut notes = self.notes.borrow_mut();
        let type_id = path.map(|path| {
            let type_id = DraftId(notes.drafts.len());
            notes.drafts.push(None);
            notes.waiting.push_back((type_id, id, path));
            type_id
        });
        notes.ids.insert(id, type_id);
        type_id
    }

    /// A parameter that is `impl Trait`, or a reference to an implementation; `None` if it is something else.
    pub fn implementor(&self, ty: &Ty, context: Context<'_>) -> Option<Option<(Type, Pass)>> {
        let (bounds, pass) = match &ty.kind {
            TyKind::Impl(bounds) => (bounds, Pass::Implementor),
            TyKind::Reference {
                mutable: false, inner, ..
            } => match &inner.kind {
                TyKind::Impl(bounds) | TyKind::Dyn(bounds) => (bounds, Pass::ImplementorRef),
                _ => return None,
            },
            _ => return None,
        };
        let id = self.interface_of(bounds)?;
        let lowered = self.interface_type(id, ty, context);
        Some(lowered.map(|id| (Type::Data(id, Vec::new()), pass)))
    }

    /// A box or `Arc` of a trait object; `None` if its trait is no interface.
    pub fn trait_object(&self, bounds: &[Bound], is_arc: bool, ty: &Ty, context: Context<'_>) -> Option<Option<Type>> {
        let id = self.interface_of(bounds)?;
        // Before it is refused, if it is: the trait has its name then.
        let type_id = self.interface_type(id, ty, context);
        let has = |path: &str| bounds.iter().any(|bound| bound.target.is(path));
        let (send, sync) = (has("std::marker::Send"), has("std::marker::Sync"));
        let of_trait = self.supertraits(id);
        let form = DynForm {
            is_arc,
            send,
            sync,
            shared: (send || of_trait.0) && (sync || of_trait.1),
        };
        if !form.shared {
            let name = &self.krate.item(id).name;
            let problem = Diagnostic::error(
                Code::TraitObject,
                format!("this `{name}` cannot be used by several threads"),
            )
            .note("Dart calls what it gets from any isolate, and Rust runs its methods on any thread")
            .help(format!("write `trait {name}: Send + Sync`"));
            let current = self.notes.borrow().current.clone();
            match (context.position, current) {
                (Position::Result, _) => {
                    self.refuse(ty, context, problem, "not `Send + Sync`");
                    return Some(None);
                }
                // Which way the type around it travels is known in the end.
                (Position::Field, Some(current)) => {
                    let problem = self.placed(ty, context, problem, "not `Send + Sync`");
                    self.notes.borrow_mut().unshared.push((current, problem));
                }
                _ => {}
            }
        }
        if let Some(outer) = context.json {
            let problem = Diagnostic::error(
                Code::Json,
                format!("`{outer}` is to have JSON, and a trait object has none"),
            )
            .note("an object stays where it is: there is no data to write")
            .help("leave it out, or take `json` away");
            self.refuse(ty, context, problem, "no JSON");
            return Some(None);
        }
        let Some(type_id) = type_id else {
            return Some(None);
        };
        self.notes.borrow_mut().forms.entry(type_id).or_default().insert(form);
        Some(Some(Type::Data(type_id, Vec::new())))
    }

    /// What a trait asks of whatever implements it.
    pub fn supertrait_bounds<'b>(
        &self,
        item: &Item,
        bounds: impl IntoIterator<Item = &'b TypeParamBound>,
    ) -> Vec<Bound> {
        let parameters = Default::default();
        let scope = Scope {
            module: item.module,
            self_item: None,
            parameters: &parameters,
            depth: 0,
        };
        self.types.bounds(scope, item.site.file, bounds)
    }

    /// Whether a trait asks for `Send` and for `Sync`.
    fn supertraits(&self, id: ItemId) -> (bool, bool) {
        let item = self.krate.item(id);
        let ItemKind::Trait(syntax) = &item.kind else {
            return (false, false);
        };
        let bounds = self.supertrait_bounds(item, &syntax.supertraits);
        let has = |path: &str| bounds.iter().any(|bound| bound.target.is(path));
        (has("std::marker::Send"), has("std::marker::Sync"))
    }
}
