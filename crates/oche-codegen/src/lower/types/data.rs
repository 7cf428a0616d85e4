//! Structs and enums that cross as data.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::draft::{DraftId, Type};
use crate::lower::base::{Context, Flow, Instance, Lowering, Objection, is_object, item_key, objection};
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::generics_of;

use super::refusals;

impl Lowering<'_> {
    /// The type of the IR for a struct or enum that a signature or field names.
    pub fn data(&self, id: ItemId, args: &[Ty], ty: &Ty, context: Context<'_>) -> Option<Type> {
        if let Some(stand_in) = self.foreign.get(&item_key(self.krate, id)) {
            self.notes.borrow_mut().stand_ins.insert(stand_in.item);
            return self.data_of(stand_in.item, args, ty, context);
        }
        if let Some(stand_in) = self.stands_for(id)
            && !stand_in.foreign.how.is_conversion()
        {
            let name = &self.krate.item(id).name;
            let path = stand_in.foreign.rust_path.trim_start_matches("::");
            let problem = Diagnostic::error(Code::MirrorAsValue, format!("`{name}` is only a mirror of `{path}`"))
                .note("no value of it exists: it tells what the other type is made of")
                .help(format!("use `{path}` here"));
            self.refuse(ty, context, problem, "the mirror itself");
            return None;
        }
        self.data_of(id, args, ty, context)
    }

    /// The same, whatever it stands for.
    pub fn data_of(&self, id: ItemId, rust_args: &[Ty], ty: &Ty, context: Context<'_>) -> Option<Type> {
        if !self.check_json(id, ty, context) || !self.check_arguments(id, rust_args.len(), ty, context) {
            return None;
        }
        let inside = context.inside(ty);
        let lowered: Vec<Option<Type>> = rust_args.iter().map(|arg| self.value(arg, inside)).collect();
        let type_id = self.data_type(id, ty, context)?;
        let args = lowered.into_iter().collect::<Option<Vec<Type>>>()?;
        if context.flow == Flow::ToDart {
            self.notes.borrow_mut().given.insert(type_id);
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
            self.notes.borrow_mut().instances.push(Instance {
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

    /// Whether a type has as many arguments as it has parameters; reports it if not.
    fn check_arguments(&self, id: ItemId, count: usize, ty: &Ty, context: Context<'_>) -> bool {
        let item = self.krate.item(id);
        let Some(generics) = generics_of(&item.kind) else {
            return true;
        };
        let names: Vec<String> = generics.type_params().map(|param| param.ident.to_string()).collect();
        let needed = generics.type_params().filter(|param| param.default.is_none()).count();
        if (needed..=names.len()).contains(&count) || generics.const_params().next().is_some() {
            return true;
        }
        let code = self.code(ty);
        let arguments = match &names[..] {
            [] => String::new(),
            names => format!("<{}>", names.join(", ")),
        };
        let problem = Diagnostic::error(
            Code::TypeArguments,
            format!("`{code}` has not the arguments that it takes"),
        )
        .help(format!("write `{}{arguments}`", item.name));
        self.refuse(ty, context, problem, refusals::arguments(count));
        false
    }

    /// Whether a type is an object or an interface.
    pub fn is_object_type(&self, ty: &Ty) -> bool {
        let TyKind::Item(id, _) = ty.kind else {
            return false;
        };
        // What is converted is what it is converted to.
        if self.foreign.contains_key(&item_key(self.krate, id)) {
            return false;
        }
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        is_object(item, &options)
    }

    /// The type of an object that a signature borrows; `None` if `id` is no object.
    pub fn object(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<Type> {
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        if self.foreign.contains_key(&item_key(self.krate, id)) || !is_object(item, &options) {
            return None;
        }
        self.data(id, &[], ty, context)
    }

    /// The place of a struct or enum among the data of the API.
    pub fn data_type(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<DraftId> {
        if let Some(known) = self.notes.borrow().ids.get(&id) {
            return *known;
        }
        let path = self.data_path(id, ty, context);
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

    /// The path by which generated code names the type, unless the type cannot cross.
    fn data_path(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<String> {
        let item = self.krate.item(id);
        let name = &item.name;
        let file = item.site.file;
        let options = attrs::options(&item.attrs, Target::Type, file, self.reports);
        if let Some(site) = options.ignore {
            self.refuse_ignored(name, site, ty, context);
            return None;
        }
        if let Some(site) = options.error {
            let problem = Diagnostic::error(Code::ErrorAsValue, format!("`{name}` crosses only as an error"))
                .also(site, "said here")
                .note("an error type crosses by its text, and only as the `E` of a `Result<T, E>`")
                .help("take `#[oche(error)]` away if it is plain data; or keep its text in a `String`");
            self.refuse(ty, context, problem, "used as a value");
            return None;
        }
        let problem = match objection(item, &options) {
            None => return self.type_path(id, ty, context),
            Some(Objection::GenericObject(site)) => Diagnostic::error(
                Code::GenericObject,
                format!("the generic type `{name}` cannot cross as an object"),
            )
            .also(site, "generic here")
            .note("a handle does not say which type it is a handle of")
            .help("write a type of its own around what it is used with here"),
            Some(Objection::Lifetime(site)) => {
                let problem = Diagnostic::error(
                    Code::BorrowingType,
                    format!("`{name}` borrows, and cannot cross to Dart"),
                )
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
    pub fn refuse_ignored(&self, name: &str, ignored: Site, ty: &Ty, context: Context<'_>) {
        let problem = Diagnostic::error(Code::IgnoredType, format!("`{name}` is left out by `#[oche(ignore)]`"))
            .also(ignored, "left out here")
            .help("take the attribute away, or leave out what uses the type, too");
        self.refuse(ty, context, problem, "but the API needs it");
    }

    pub fn type_path(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<String> {
        let item = self.krate.item(id);
        let name = &item.name;
        if item.vis != Vis::Public {
            let problem = Diagnostic::error(Code::PrivateType, format!("`{name}` is private, but the API shows it"))
                .also(item.site, "not `pub`")
                .help(format!("make it public: `pub {} {name}`", item.kind.describe()));
            self.refuse(ty, context, problem, "part of the API");
            return None;
        }
        let path = self.paths.item(self.krate, id);
        if path.is_none() {
            let (module, relative) = self.paths.nearest(self.krate, id);
            let problem = Diagnostic::error(Code::UnreachableType, format!("generated code cannot name `{name}`"))
                .also(item.site, "behind a private module")
                .note("generated code is the module `crate::oche_generated`, and sees what is visible there")
                .help(format!("re-export it in `{module}`: `pub use {relative};`"));
            self.refuse(ty, context, problem, "part of the API");
        }
        path
    }
}
