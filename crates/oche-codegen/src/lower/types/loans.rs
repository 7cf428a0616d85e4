//! What is sent to Dart while it is only lent: through a reference, or through a pointer that others may have, too.
//!
//! Such a value is encoded by reference. That is said of a type's codec here, and asked of type parameters; and it is
//! checked that nothing is lent that only an owner could give away.

use std::collections::{BTreeMap, BTreeSet};

use syn::ext::IdentExt;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ForeignKind, Generic, Need};
use crate::lower::base::draft::{DraftId, Type};
use crate::lower::base::{Borrowed, Context, Flow, Loan, Lowering, Position, item_key};
use crate::parser::source::Site;
use crate::parser::tree::{Item, ItemId, ItemKind};
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::generics_of;

/// What the fields of a type ask of one of its parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Asked {
    /// That it can be lent, where the type is consumed.
    lent: bool,
    /// That an `Arc` of it can be sent.
    shared: bool,
    /// That it can be lent, where the type is.
    lent_itself: bool,
}

/// What is asked of every type's parameters, by their places.
type AllAsked = BTreeMap<ItemId, Vec<(String, Asked)>>;

/// What only an owner could give away.
enum Owned {
    Object(String),
    TraitObject(String),
    /// A type that is converted, with what it is converted to.
    Converted(String, String),
    /// A struct whose fields nobody can borrow.
    Packed(String),
}

/// What follows from everything that is lent.
#[derive(Default)]
pub struct Lent {
    /// The types that are encoded by reference.
    pub types: BTreeSet<DraftId>,
    asked: AllAsked,
}

impl Lent {
    /// Adds what is asked of the parameters of a type.
    pub fn ask(&self, item: ItemId, generics: &mut [Generic]) {
        let Some(asked) = self.asked.get(&item) else {
            return;
        };
        let params = generics.iter_mut().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param),
            Generic::Const { .. } => None,
        });
        for (param, (_, asked)) in params.zip(asked) {
            let needs = |lent: bool| [lent.then_some(Need::Lent), asked.shared.then_some(Need::Shared)];
            param.encode_needs = needs(asked.lent).into_iter().flatten().collect();
            param.lend_needs = needs(asked.lent_itself).into_iter().flatten().collect();
        }
    }
}

impl Lowering<'_> {
    /// Notes that `value` is lent by `whole`.
    pub fn lend(&self, whole: &Ty, value: &Ty, lowered: &Type, context: Context<'_>) {
        let mut notes = self.notes.borrow_mut();
        notes.lent.push((context.flow, lowered.data_types()));
        notes.loans.push(Loan {
            flow: context.flow,
            whole: whole.clone(),
            value: value.clone(),
            used_at: context.used_at,
            in_error: context.in_error,
        });
    }

    /// Notes that a function borrows `value` as `whole`.
    pub fn borrow(&self, whole: &Ty, value: &Ty, context: Context<'_>) {
        self.notes.borrow_mut().borrowed.push(Borrowed {
            whole: whole.clone(),
            value: value.clone(),
            owner: context.owner.to_owned(),
            used_at: context.used_at,
        });
    }

    /// Checks what is lent, and what follows from it. Every type's fields are known.
    pub fn lent(&self) -> Lent {
        let asked = self.asked();
        let notes = self.notes.borrow();
        let given = self.given();
        let goes_to_dart = |flow: Flow| match flow {
            Flow::ToDart => true,
            Flow::ToRust => false,
            Flow::Within(item) => notes
                .ids
                .get(&item)
                .copied()
                .flatten()
                .is_some_and(|id| given.contains(&id)),
        };
        let mut types: BTreeSet<DraftId> = BTreeSet::new();
        for (_, ids) in notes.lent.iter().filter(|(flow, _)| goes_to_dart(*flow)) {
            types.extend(ids);
        }
        for loan in notes.loans.iter().filter(|loan| goes_to_dart(loan.flow)) {
            self.check_loan(loan, &loan.value, &asked);
        }
        // What a generic type lends is what it is used with.
        for instance in notes.instances.iter().filter(|instance| goes_to_dart(instance.flow)) {
            let Some(asked_of) = asked.get(&instance.item) else {
                continue;
            };
            for ((arg, rust_arg), (_, asked_of)) in instance.args.iter().zip(&instance.rust_args).zip(asked_of) {
                if asked_of.lent || asked_of.shared {
                    types.extend(arg.data_types());
                }
                let is_lent = asked_of.lent || (asked_of.shared && !self.is_object_type(rust_arg));
                if is_lent {
                    let loan = Loan {
                        flow: instance.flow,
                        // With its own arguments, as it is written.
                        whole: Ty::new(rust_arg.kind.clone(), instance.site),
                        value: rust_arg.clone(),
                        used_at: None,
                        in_error: false,
                    };
                    self.check_loan(&loan, rust_arg, &asked);
                }
            }
        }
        for borrowed in &notes.borrowed {
            self.check_borrowed(borrowed, &asked);
        }
        drop(notes);
        Lent { types, asked }
    }

    /// The types of which a value goes to Dart.
    fn given(&self) -> BTreeSet<DraftId> {
        let notes = self.notes.borrow();
        let mut given = BTreeSet::new();
        let mut waiting: Vec<DraftId> = notes.given.iter().copied().collect();
        while let Some(id) = waiting.pop() {
            if given.insert(id)
                && let Some(draft) = &notes.drafts[id.0]
            {
                waiting.extend(draft.fields().flat_map(|field| field.ty.data_types()));
            }
        }
        given
    }

    /// What the fields of each type ask of its parameters. What one type hands on to another is known once that one is.
    fn asked(&self) -> AllAsked {
        let notes = self.notes.borrow();
        let mut all = AllAsked::new();
        for item in notes.fields.keys() {
            let generics = generics_of(&self.krate.item(*item).kind);
            let names = generics.into_iter().flat_map(|generics| generics.type_params());
            let params = names.map(|param| (param.ident.unraw().to_string(), Asked::default()));
            let params: Vec<(String, Asked)> = params.collect();
            if !params.is_empty() {
                all.insert(*item, params);
            }
        }
        loop {
            let before = all.clone();
            for (item, own) in &mut all {
                let fields = notes.fields.get(item).into_iter().flatten();
                fields.for_each(|ty| self.ask(ty, false, own, &before));
            }
            if all == before {
                return all;
            }
        }
    }

    /// Adds what a part of a field asks; `is_lent` if it is reached through a pointer that others may have.
    fn ask(&self, ty: &Ty, is_lent: bool, own: &mut [(String, Asked)], known: &AllAsked) {
        match &ty.kind {
            TyKind::Parameter(name) => {
                if let Some((_, asked)) = own.iter_mut().find(|(known, _)| known == name) {
                    asked.lent |= is_lent;
                    asked.lent_itself = true;
                }
            }
            TyKind::External(path, args) if is_pointer(path) => match &args[..] {
                [inner] if path == ARC => self.ask_shared(inner, own, known),
                args => args.iter().for_each(|arg| self.ask(arg, true, own, known)),
            },
            _ => {
                let Some((item, args)) = self.data_item(ty) else {
                    return parts(ty)
                        .into_iter()
                        .for_each(|part| self.ask(part, is_lent, own, known));
                };
                let asked_of = known.get(&item).map_or(&[][..], |asked| &asked[..]);
                for (at, arg) in args.iter().enumerate() {
                    let asked = asked_of.get(at).map_or_else(Asked::default, |(_, asked)| *asked);
                    if asked.shared {
                        self.ask_shared(arg, own, known);
                    }
                    if asked.lent {
                        self.ask(arg, true, own, known);
                    }
                    if asked.lent_itself {
                        self.ask(arg, is_lent, own, known);
                    }
                }
            }
        }
    }

    /// Adds what an `Arc` of something asks.
    fn ask_shared(&self, inner: &Ty, own: &mut [(String, Asked)], known: &AllAsked) {
        match &inner.kind {
            // It may be an object.
            TyKind::Parameter(name) => {
                if let Some((_, asked)) = own.iter_mut().find(|(known, _)| known == name) {
                    asked.shared = true;
                }
            }
            _ => self.ask(inner, true, own, known),
        }
    }

    fn check_loan(&self, loan: &Loan, value: &Ty, asked: &AllAsked) {
        let Some((owned, site)) = self.owned_in(value, true, asked, &mut BTreeSet::new()) else {
            return;
        };
        let code = self.code(&loan.whole);
        let mut problem = match &owned {
            Owned::Object(name) | Owned::TraitObject(name) => {
                let (what, instead) = match owned {
                    Owned::TraitObject(_) => ("a trait object", format!("Arc<dyn {name}>")),
                    _ => ("an object", format!("Arc<{name}>")),
                };
                Diagnostic::error(
                    Code::LentObject,
                    format!("`{code}` lends {what}, which cannot go to Dart so"),
                )
                .note(format!(
                    "Dart would become an owner of the `{name}`, which stays with whoever lends it"
                ))
                .help(format!("keep it in an `Arc` there: `{instead}`"))
            }
            Owned::Converted(theirs, ours) => Diagnostic::error(
                Code::LentConversion,
                format!("`{code}` lends a `{theirs}`, which would have to be copied to be converted"),
            )
            .note(format!("`{ours}` is made of a `{theirs}` that is consumed"))
            .help(format!(
                "write `impl From<&{theirs}> for {ours}`, too; or give back what owns it"
            )),
            Owned::Packed(name) => {
                Diagnostic::error(Code::LentPacked, format!("`{code}` lends a `{name}`, which is packed"))
                    .note("its fields are not aligned, so that they can be copied and not borrowed")
                    .help("give it back by value, or take `packed` away")
            }
        };
        if let Some(site) = site {
            problem = problem.also(site, "in here");
        }
        self.refuse_loan(loan, problem, "only lent");
    }

    /// Refuses to move objects out of Dart for a function that only borrows what they are in; and what it would change.
    fn check_borrowed(&self, borrowed: &Borrowed, asked: &AllAsked) {
        let Borrowed {
            whole,
            value,
            owner,
            used_at,
        } = borrowed;
        let context = Context {
            used_at: *used_at,
            ..Context::new(Position::Parameter, owner)
        };
        let is_mutable = matches!(whole.kind, TyKind::Reference { mutable: true, .. });
        let found = self.owned_in(value, false, asked, &mut BTreeSet::new());
        let Some((Owned::Object(name), site)) = found else {
            if is_mutable {
                self.refuse_shape(whole, context);
            }
            return;
        };
        let title = format!("`{}` would take objects away from Dart", self.code(whole));
        let mut problem = Diagnostic::error(Code::BorrowedObject, title).note(format!(
            "each `{name}` in it would be moved into Rust, though the function only borrows what it is in"
        ));
        let reference = if is_mutable { "&mut " } else { "&" };
        problem = match self.lending(value, &name, reference, true) {
            Some(lending) => problem.help(format!("lend each of them: `{lending}`")),
            None => problem,
        };
        problem = problem.help(format!("keep each in an `Arc` there, which is shared: `Arc<{name}>`"));
        if let Some(site) = site {
            problem = problem.also(site, "in here");
        }
        self.refuse(whole, context, problem, "borrows what owns them");
    }

    /// A type with references to objects in the place of the objects, if it is no data. A whole parameter can be a slice.
    fn lending(&self, ty: &Ty, name: &str, reference: &str, is_whole: bool) -> Option<String> {
        let inner = |ty: &Ty| -> Option<String> {
            match self.is_object_type(ty) {
                true => Some(format!("{reference}{name}")),
                false => self.lending(ty, name, reference, false),
            }
        };
        let list = |element: String| match is_whole {
            true => format!("{reference}[{element}]"),
            false => format!("Vec<{element}>"),
        };
        match &ty.kind {
            TyKind::Slice(element) | TyKind::Array(element, _) => Some(list(inner(element)?)),
            TyKind::External(path, args) => match (path.as_str(), &args[..]) {
                ("std::vec::Vec" | "std::collections::VecDeque", [element]) => Some(list(inner(element)?)),
                ("std::option::Option", [value]) => Some(format!("Option<{}>", inner(value)?)),
                ("std::collections::HashMap" | "std::collections::BTreeMap", [key, value]) => {
                    let map = path.rsplit("::").next().unwrap_or_default();
                    Some(format!("{map}<{}, {}>", self.code(key), inner(value)?))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn refuse_loan(&self, loan: &Loan, problem: Diagnostic, label: &str) {
        let context = Context {
            used_at: loan.used_at,
            in_error: loan.in_error,
            ..Context::new(Position::Result, "")
        };
        self.refuse(&loan.whole, context, problem, label);
    }

    /// What is in a value that only an owner of the value could give away, and in which field if it is in one; `to_dart` if
    /// it is to be given to Dart.
    fn owned_in(
        &self,
        ty: &Ty,
        to_dart: bool,
        asked: &AllAsked,
        seen: &mut BTreeSet<ItemId>,
    ) -> Option<(Owned, Option<Site>)> {
        if self.is_object_type(ty)
            && let TyKind::Item(id, _) = ty.kind
        {
            return Some((Owned::Object(self.krate.item(id).name.clone()), None));
        }
        if let TyKind::External(path, args) = &ty.kind {
            match (path.as_str(), &args[..]) {
                // What is shared can be shared with Dart as well.
                (ARC, [inner]) if self.is_object_type(inner) || matches!(inner.kind, TyKind::Dyn(_)) => return None,
                // It has an `Arc` of its own.
                ("oche::Signal", _) => return None,
                ("std::boxed::Box", [inner]) => {
                    if let TyKind::Dyn(bounds) = &inner.kind {
                        let id = self.interface_of(bounds).filter(|_| to_dart)?;
                        return Some((Owned::TraitObject(self.krate.item(id).name.clone()), None));
                    }
                }
                _ => {}
            }
        }
        // What is borrowed in it is a matter of its own.
        if let TyKind::Reference { .. } = ty.kind {
            return None;
        }
        let Some((item, args)) = self.data_item(ty) else {
            return parts(ty)
                .into_iter()
                .find_map(|part| self.owned_in(part, to_dart, asked, seen));
        };
        if to_dart
            && let Some(stand_in) = self.stands_for(item)
            && stand_in.foreign.how == (ForeignKind::Convert { lent: false })
            && !matches!(ty.kind, TyKind::Item(id, _) if id == item)
        {
            let theirs = stand_in.foreign.rust_path.trim_start_matches("::").to_owned();
            return Some((Owned::Converted(theirs, self.krate.item(item).name.clone()), None));
        }
        if to_dart && is_packed(self.krate.item(item)) {
            return Some((Owned::Packed(self.krate.item(item).name.clone()), None));
        }
        let asked_of = asked.get(&item).map_or(&[][..], |asked| &asked[..]);
        for (arg, (_, asked_of)) in args.iter().zip(asked_of) {
            let is_object = self.is_object_type(arg);
            let is_owned = asked_of.lent || asked_of.lent_itself || (asked_of.shared && !is_object);
            if is_owned && let Some(found) = self.owned_in(arg, to_dart, asked, seen) {
                return Some(found);
            }
        }
        if !seen.insert(item) {
            return None;
        }
        let notes = self.notes.borrow();
        let mut fields = notes.fields.get(&item).into_iter().flatten();
        fields.find_map(|field| {
            let (owned, site) = self.owned_in(field, to_dart, asked, seen)?;
            Some((owned, site.or(Some(field.site))))
        })
    }

    /// The struct or enum of this crate that a value crosses as, with its arguments.
    pub fn data_item(&self, ty: &Ty) -> Option<(ItemId, Vec<Ty>)> {
        match &ty.kind {
            TyKind::Item(id, args) => {
                let is_data = matches!(self.krate.item(*id).kind, ItemKind::Struct(_) | ItemKind::Enum(_));
                let stand_in = self.foreign.get(&item_key(self.krate, *id));
                is_data.then(|| (stand_in.map_or(*id, |stand_in| stand_in.item), args.clone()))
            }
            TyKind::External(path, args) => {
                let stand_in = self.foreign.get(path)?;
                let args = self.types.stand_in_arguments(stand_in.item, args);
                Some((stand_in.item, args.to_vec()))
            }
            _ => None,
        }
    }
}

const ARC: &str = "std::sync::Arc";

/// Whether a struct is under `#[repr(packed)]`.
fn is_packed(item: &Item) -> bool {
    let mut is_packed = false;
    for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        // What else may stand there is the compiler's business.
        let _ = attribute.parse_nested_meta(|meta| {
            is_packed |= meta.path.is_ident("packed");
            if meta.input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in meta.input);
                content.parse::<proc_macro2::TokenStream>()?;
            }
            Ok(())
        });
    }
    is_packed
}

/// Whether others may have what a pointer leads to.
fn is_pointer(path: &str) -> bool {
    matches!(path, ARC | "std::rc::Rc" | "std::borrow::Cow")
}

/// What a type is made of, if it is none of this crate's.
pub fn parts(ty: &Ty) -> Vec<&Ty> {
    match &ty.kind {
        TyKind::External(_, args) | TyKind::Item(_, args) | TyKind::Tuple(args) => args.iter().collect(),
        TyKind::Slice(inner) | TyKind::Array(inner, _) | TyKind::Reference { inner, .. } => vec![inner],
        _ => Vec::new(),
    }
}
