//! Structs and enums that cross as data.

use syn::Visibility;

use crate::diagnostic::Diagnostic;
use crate::ir::{Docs, Extras, Field, Foreign, Generic, Style, Type, TypeId, TypeKind};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::condition::Condition;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::generics_of;

use super::foreign;
use super::instances::{self, Instance};
use super::loans::Flow;
use super::{Context, Lowering, Position};

/// A data type, before types and libraries have their final places.
#[derive(Debug)]
pub(super) struct DataDraft {
    pub(super) item: ItemId,
    pub(super) rust_path: String,
    pub(super) dart_name: String,
    /// Where its name was chosen, for each class that it makes: itself first, then its variants.
    pub(super) classes: Vec<(String, Site)>,
    pub(super) docs: Docs,
    pub(super) extras: Extras,
    pub(super) style: Style,
    pub(super) generics: Vec<Generic>,
    pub(super) kind: TypeKind,
    pub(super) foreign: Option<Foreign>,
    /// Where it is there.
    pub(super) condition: Condition,
}

impl DataDraft {
    /// The names of its type parameters.
    pub(super) fn type_params(&self) -> impl Iterator<Item = &str> {
        self.generics.iter().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param.name.as_str()),
            Generic::Const { .. } => None,
        })
    }

    /// Every field, those of all variants included.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.kind.fields()
    }
}

/// Why a type cannot cross.
enum Objection {
    Lifetime(Site),
    /// An object with type parameters.
    GenericObject(Site),
}

impl Lowering<'_> {
    /// The type of the IR for a struct or enum that a signature or field names.
    pub(super) fn data(&self, id: ItemId, args: &[Ty], ty: &Ty, context: Context<'_>) -> Option<Type> {
        if let Some(stand_in) = self.foreign.get(&foreign::item_key(self.krate, id)) {
            self.data.borrow_mut().stand_ins.insert(stand_in.item);
            return self.data_of(stand_in.item, args, ty, context);
        }
        if let Some(stand_in) = self.stands_for(id)
            && !stand_in.foreign.how.is_conversion()
        {
            let name = &self.krate.item(id).name;
            let path = stand_in.foreign.rust_path.trim_start_matches("::");
            let problem = Diagnostic::error("mirror-as-value", format!("`{name}` is only a mirror of `{path}`"))
                .note("no value of it exists: it tells what the other type is made of")
                .help(format!("use `{path}` here"));
            self.refuse(ty, context, problem, "the mirror itself");
            return None;
        }
        self.data_of(id, args, ty, context)
    }

    /// The same, whatever it stands for.
    pub(super) fn data_of(&self, id: ItemId, rust_args: &[Ty], ty: &Ty, context: Context<'_>) -> Option<Type> {
        if !self.check_json(id, ty, context) {
            return None;
        }
        let inside = context.inside(ty);
        let lowered: Vec<Option<Type>> = rust_args.iter().map(|arg| self.value(arg, inside)).collect();
        let type_id = self.data_type(id, ty, context)?;
        let args = lowered.into_iter().collect::<Option<Vec<Type>>>()?;
        if context.flow == Flow::ToDart {
            self.data.borrow_mut().given.insert(type_id);
        }
        if !args.is_empty() {
            let is_pointer = |ty: &Ty| match &ty.kind {
                TyKind::External(path, _) => {
                    matches!(
                        path.as_str(),
                        "std::boxed::Box" | "std::rc::Rc" | "std::sync::Arc" | "std::borrow::Cow"
                    )
                }
                _ => false,
            };
            self.data.borrow_mut().instances.push(Instance {
                of: type_id,
                item: id,
                args: args.clone(),
                rust_args: rust_args.to_vec(),
                flow: context.flow,
                boxed: rust_args.iter().map(is_pointer).collect(),
                site: ty.site,
            });
        }
        Some(Type::Data(type_id, args))
    }

    /// Whether a type is an object or an interface.
    pub(super) fn is_object_type(&self, ty: &Ty) -> bool {
        let TyKind::Item(id, _) = ty.kind else {
            return false;
        };
        // What is converted is what it is converted to.
        if self.foreign.contains_key(&foreign::item_key(self.krate, id)) {
            return false;
        }
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        is_object(item, &options)
    }

    /// The type of an object that a signature borrows; `None` if `id` is no object.
    pub(super) fn object(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<Type> {
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        if self.foreign.contains_key(&foreign::item_key(self.krate, id)) || !is_object(item, &options) {
            return None;
        }
        self.data(id, &[], ty, context)
    }

    /// The place of a struct or enum among the data of the API.
    pub(super) fn data_type(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<TypeId> {
        if let Some(known) = self.data.borrow().ids.get(&id) {
            return *known;
        }
        let path = self.data_path(id, ty, context);
        let mut data = self.data.borrow_mut();
        let type_id = path.map(|path| {
            let type_id = TypeId(data.drafts.len());
            data.drafts.push(None);
            data.waiting.push_back((type_id, id, path));
            type_id
        });
        data.ids.insert(id, type_id);
        type_id
    }

    /// The path by which generated code names the type, unless the type cannot cross.
    fn data_path(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<String> {
        let item = self.krate.item(id);
        let name = &item.name;
        let file = item.site.file;
        let options = attrs::options(&item.attrs, Target::Type, file, self.sink);
        if let Some(site) = options.ignore {
            self.refuse_ignored(name, site, ty, context);
            return None;
        }
        if let Some(site) = options.error {
            let problem = Diagnostic::error("error-as-value", format!("`{name}` crosses only as an error"))
                .also(site, "said here")
                .note("an error type crosses by its text, and only as the `E` of a `Result<T, E>`")
                .help("take `#[oche(error)]` away if it is plain data; or keep its text in a `String`");
            self.refuse(ty, context, problem, "used as a value");
            return None;
        }
        let problem = match objection(item, &options) {
            None => return self.type_path(id, ty, context),
            Some(Objection::GenericObject(site)) => Diagnostic::error(
                "generic-object",
                format!("the generic type `{name}` cannot cross as an object"),
            )
            .also(site, "generic here")
            .note("a handle does not say which type it is a handle of")
            .help("write a type of its own around what it is used with here"),
            Some(Objection::Lifetime(site)) => {
                let problem =
                    Diagnostic::error("borrowing-type", format!("`{name}` borrows, and cannot cross to Dart"))
                        .also(site, "borrows for this lifetime");
                match is_object(item, &options) {
                    true => problem
                        .note("it is an object, which lives for as long as Dart keeps it, and what it borrows from may be gone by then")
                        .help("let it share what it borrows: an `Arc<T>` instead of `&T`, a position instead of a slice")
                        .help("or give back plain data that owns what Dart needs of it"),
                    false => problem
                        .note("data that crosses is built anew, and so owns what is in it")
                        .help("use owned types in its fields: `String`, `Vec<T>`"),
                }
            }
        };
        self.refuse(ty, context, problem, "cannot cross");
        None
    }

    /// Reports the use of a type that is left out.
    pub(super) fn refuse_ignored(&self, name: &str, ignored: Site, ty: &Ty, context: Context<'_>) {
        let problem = Diagnostic::error("ignored-type", format!("`{name}` is left out by `#[oche(ignore)]`"))
            .also(ignored, "left out here")
            .help("take the attribute away, or leave out what uses the type, too");
        self.refuse(ty, context, problem, "but the API needs it");
    }

    pub(super) fn type_path(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<String> {
        let item = self.krate.item(id);
        let name = &item.name;
        if item.vis != Vis::Public {
            let problem = Diagnostic::error("private-type", format!("`{name}` is private, but the API shows it"))
                .also(item.site, "not `pub`")
                .help(format!("make it public: `pub {} {name}`", item.kind.describe()));
            self.refuse(ty, context, problem, "part of the API");
            return None;
        }
        let path = self.paths.item(self.krate, id);
        if path.is_none() {
            let (module, relative) = self.paths.nearest(self.krate, id);
            let problem = Diagnostic::error("unreachable-type", format!("generated code cannot name `{name}`"))
                .also(item.site, "behind a private module")
                .note("generated code is the module `crate::oche_generated`, and sees what is visible there")
                .help(format!("re-export it in `{module}`: `pub use {relative};`"));
            self.refuse(ty, context, problem, "part of the API");
        }
        path
    }

    /// A public type of the API that no signature may name. What is no plain data is left out with a warning, because
    /// nothing depends on it.
    pub(super) fn exported_type(&self, id: ItemId) {
        let item = self.krate.item(id);
        if matches!(item.kind, ItemKind::Trait(_)) {
            // Whether Dart is to implement it shows in signatures.
            return;
        }
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        let is_used = {
            let data = self.data.borrow();
            data.ids.contains_key(&id) || data.display_errors.contains(&id)
        };
        // What another type stands for crosses as that one.
        let is_converted = self.foreign.contains_key(&foreign::item_key(self.krate, id));
        if is_used || is_converted || options.error.is_some() {
            return;
        }
        let reason = match objection(item, &options) {
            None => {
                let ty = Ty::new(TyKind::Item(id, Vec::new()), item.site);
                let context = Context::new(Position::Field, "the API");
                self.data_type(id, &ty, context);
                return;
            }
            Some(Objection::Lifetime(_)) if is_object(item, &options) => {
                "it borrows, and an object lives for as long as Dart keeps it"
            }
            Some(Objection::Lifetime(_)) => "it borrows, and what crosses owns what is in it",
            Some(Objection::GenericObject(_)) => "an object that is generic cannot cross",
        };
        self.sink.push(
            Diagnostic::warning("left-out", format!("`{}` does not cross to Dart", item.name))
                .at(item.site, reason)
                .help("`#[oche(ignore)]` says that this is fine"),
        );
    }

    /// Lowers the fields of all data types that were met, and of those that are met on the way.
    pub(super) fn finish_data(&self) -> (super::Finished, Vec<(String, Diagnostic)>) {
        loop {
            let next = self.data.borrow_mut().waiting.pop_front();
            let Some((id, item, path)) = next else {
                break;
            };
            self.data.borrow_mut().current = Some(path.clone());
            if matches!(self.krate.item(item).kind, ItemKind::Trait(_)) {
                let draft = self.interface(item, id, path);
                self.data.borrow_mut().drafts[id.0] = draft;
                continue;
            }
            let draft = self.draft(item, path.clone());
            if let Some(draft) = &draft {
                self.members(item, id, &path, &draft.kind);
            }
            self.data.borrow_mut().drafts[id.0] = draft;
        }
        self.check_unnamed();
        self.check_moves();
        let lent = self.lent();
        if !self.sink.has_errors() {
            self.report_stand_ins();
            self.report_texts();
        }
        let mut data = self.data.take();
        for draft in data.drafts.iter_mut().flatten() {
            lent.ask(draft.item, &mut draft.generics);
        }
        let uses = instances::uses(&data.drafts);
        instances::check(&data.instances, &data.drafts, &uses, self.sink);
        let finished = super::Finished {
            drafts: data.drafts,
            uses,
            by_ref: lent.types,
            forms: data.forms,
            members: data.members,
            constants: data.constants,
        };
        (finished, data.unshared)
    }
}

/// What keeps a struct or enum from crossing.
fn objection(item: &Item, options: &Options) -> Option<Objection> {
    let file = item.site.file;
    let generics = generics_of(&item.kind)?;
    if let Some(lifetime) = generics.lifetimes().next() {
        return Some(Objection::Lifetime(Site::of(file, lifetime)));
    }
    let parameter = generics.params.first().filter(|_| is_object(item, options))?;
    Some(Objection::GenericObject(Site::of(file, parameter)))
}

/// Whether a struct or enum stays in Rust, and Dart gets a handle to it: it says so, or it has private fields.
pub(super) fn is_object(item: &Item, options: &Options) -> bool {
    if options.opaque.is_some() {
        return true;
    }
    let is_stand_in = options.mirror.is_some();
    match &item.kind {
        ItemKind::Struct(item) if !is_stand_in => item
            .fields
            .iter()
            .any(|field| !matches!(field.vis, Visibility::Public(_))),
        _ => false,
    }
}

/// Whether a type can cross as data, as far as its own declaration tells.
pub(super) fn is_plain_data(item: &Item, options: &Options) -> bool {
    !is_object(item, options) && objection(item, options).is_none()
}

/// Whether a type has type or constant parameters.
pub(super) fn is_generic(item: &Item) -> bool {
    let mut params = generics_of(&item.kind)
        .into_iter()
        .flat_map(|generics| &generics.params);
    params.any(|param| !matches!(param, syn::GenericParam::Lifetime(_)))
}
