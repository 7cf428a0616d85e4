//! Error types: how the `E` of a `Result<T, E>` reaches Dart.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::draft::ErrorType;
use crate::lower::base::{Context, Lowering, is_generic, is_plain_data};
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::tree::{ItemId, ItemKind};
use crate::parser::ty::{Bound, Primitive, Ty, TyKind};

/// Types of the standard library that implement `Error` and are not called so.
const ERRORS_BY_OTHER_NAMES: [&str; 1] = ["std::convert::Infallible"];

/// Whether a type of the standard library implements `std::error::Error`.
pub fn is_standard_error(path: &str) -> bool {
    let is_called_error = path.starts_with("std::") && path.ends_with("Error") && path != "std::error::Error";
    is_called_error || ERRORS_BY_OTHER_NAMES.contains(&path)
}

impl Lowering<'_> {
    /// How an error crosses: plain data as itself, any other error type by its text.
    pub fn error_type(&self, ty: &Ty, context: Context<'_>) -> Option<ErrorType> {
        let context = Context {
            in_error: false,
            ..context
        };
        match &ty.kind {
            TyKind::Unknown => None,
            TyKind::Item(id, _) => {
                let item = self.krate.item(*id);
                if !matches!(item.kind, ItemKind::Struct(_) | ItemKind::Enum(_)) {
                    self.refuse_error(ty, context);
                    return None;
                }
                let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
                if options.error.is_some() || !is_plain_data(item, &options) || is_generic(item) {
                    // Its name is in no generated code, so it may even be private.
                    let is_new = self.notes.borrow_mut().display_errors.insert(*id);
                    if is_new {
                        // Complains about wrong words.
                        attrs::options(&item.attrs, Target::Type, item.site.file, self.reports);
                        self.check_text(*id);
                    }
                    return Some(ErrorType::Display);
                }
                self.notes.borrow_mut().thrown.insert(*id);
                self.data_type(
                    *id,
                    ty,
                    Context {
                        in_error: true,
                        ..context
                    },
                )
                .map(|id| {
                    self.notes.borrow_mut().given.insert(id);
                    ErrorType::Data(id)
                })
            }
            TyKind::Reference {
                is_static: true,
                mutable: false,
                inner,
            } => match inner.kind {
                TyKind::Primitive(Primitive::Str) => Some(ErrorType::Message),
                _ => {
                    self.refuse_error(ty, context);
                    None
                }
            },
            TyKind::External(path, args) => self.external_error(ty, path, args, context),
            _ => {
                self.refuse_error(ty, context);
                None
            }
        }
    }

    fn external_error(&self, ty: &Ty, path: &str, args: &[Ty], context: Context<'_>) -> Option<ErrorType> {
        match (path, args) {
            ("std::string::String", []) => Some(ErrorType::Message),
            ("std::boxed::Box", [inner]) => match &inner.kind {
                TyKind::Dyn(bounds) if is_error_object(bounds) => Some(ErrorType::BoxedDisplay),
                TyKind::Dyn(bounds) if bounds.iter().any(|bound| bound.target.is("std::error::Error")) => {
                    let problem =
                        Diagnostic::error(Code::UnsupportedError, "this error object cannot be thrown in Dart")
                            .note("known are `dyn Error`, `dyn Error + Send` and `dyn Error + Send + Sync`")
                            .help("use `Box<dyn std::error::Error + Send + Sync>`");
                    self.refuse(ty, context, problem, "other bounds");
                    None
                }
                TyKind::Dyn(_) => {
                    self.refuse_error(ty, context);
                    None
                }
                // A box around an error implements `Error`, too, and a box around data crosses as the data.
                _ => match self.error_type(inner, context.inside(ty))? {
                    // But a box around text is no text.
                    ErrorType::Message => {
                        self.refuse_error(ty, context);
                        None
                    }
                    error => Some(error),
                },
            },
            ("anyhow::Error", []) => {
                self.needs_feature_called("anyhow", ty, context);
                Some(ErrorType::Anyhow)
            }
            ("eyre::Report" | "color_eyre::Report" | "color_eyre::eyre::Report", _) => {
                let problem = Diagnostic::error(Code::UnsupportedError, format!("`{path}` cannot cross to Dart"))
                    .note("it does not implement `std::error::Error` itself")
                    .help("use `Result<T, Box<dyn std::error::Error + Send + Sync>>`: `?` converts into it");
                self.refuse(ty, context, problem, "a report, which is no error");
                None
            }
            _ if is_standard_error(path) || !path.starts_with("std::") => Some(ErrorType::Display),
            _ => {
                self.refuse_error(ty, context);
                None
            }
        }
    }

    /// Warns about what is lost of errors that cross by their text, and as nothing else.
    pub fn report_texts(&self) {
        let errors: Vec<ItemId> = {
            let notes = self.notes.borrow();
            let errors = notes.display_errors.iter().copied();
            errors.filter(|id| !notes.ids.contains_key(id)).collect()
        };
        for id in errors {
            let item = self.krate.item(id);
            let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
            self.leave_out_members(id, options.error.is_some());
            let text = |text: &Option<(String, Site)>| text.as_ref().map(|(_, site)| *site);
            let of_texts = |texts: &[(String, Site)]| texts.first().map(|(_, site)| *site);
            for (word, site) in [
                ("annotation", of_texts(&options.annotations)),
                ("display", options.display),
                ("eq", options.eq),
                ("import", of_texts(&options.imports)),
                ("json", options.json),
                ("members", of_texts(&options.members)),
                ("mutable", options.mutable),
                ("name", text(&options.name)),
                ("opaque", options.opaque),
                ("ord", options.ord),
                ("partial_ord", options.partial_ord),
                ("positional", options.positional),
            ] {
                if let Some(site) = site {
                    self.warn_of_word(
                        word,
                        site,
                        "the type crosses as an error by its text, and has no class in Dart",
                    );
                }
            }
        }
    }

    fn refuse_error(&self, ty: &Ty, context: Context<'_>) {
        let code = self.code(ty);
        let problem = Diagnostic::error(Code::UnsupportedError, format!("`{code}` cannot be thrown in Dart"))
            .note("an error is a struct or enum of this crate, a type that implements `std::error::Error`, or text")
            .help(if ty.is_unit() {
                "use `Option<T>` where nothing is known about the failure, or an error type that says what went wrong"
            } else {
                "write an error type of this crate, or use `String`"
            });
        self.refuse(ty, context, problem, "not an error type");
    }
}

/// `dyn Error`, alone or with `Send`, or with `Send + Sync`: what generated code can print.
fn is_error_object(bounds: &[Bound]) -> bool {
    let has = |path: &str| bounds.iter().any(|bound| bound.target.is(path));
    let (is_send, is_sync) = (has("std::marker::Send"), has("std::marker::Sync"));
    let known = 1 + usize::from(is_send) + usize::from(is_sync);
    has("std::error::Error") && bounds.len() == known && (is_send || !is_sync)
}
