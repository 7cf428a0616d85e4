//! What to say when a path leads nowhere.

use crate::diagnostic::{Code, Diagnostic, FileId};
use crate::suggest;

use super::hints;
use super::names::{PathError, PathErrorKind};
use super::preludes;
use super::source::Site;
use super::tree::*;
use super::ty::Primitive;

/// The report on a path that was not found.
pub(crate) fn unresolved(
    krate: &Crate,
    module: ModuleId,
    path: &[Segment],
    error: &PathError,
    space: Space,
) -> Diagnostic {
    let Some(segment) = path.get(error.index) else {
        return Diagnostic::error(Code::UnknownName, "this path leads nowhere");
    };
    let name = &segment.name;
    let what = if error.index + 1 < path.len() {
        "module"
    } else if space == Space::Types {
        "type"
    } else {
        "constant"
    };
    match &error.kind {
        PathErrorKind::NotFound { module: inside } => {
            let problem = Diagnostic::error(Code::UnknownName, format!("cannot find the {what} `{name}`"));
            let label = not_found(krate, *inside, error.index);
            let problem = problem.at(segment.site, label);
            match suggestion(krate, *inside, module, error.index, name, space) {
                Some(suggestion) => suggestion.add(problem),
                None if error.index == 0 && what == "module" => problem.help(format!(
                    "declare the module, or add the crate of that name: `cargo add {name}`"
                )),
                None if error.index == 0 => problem.help(format!("declare `{name}`, or import it with `use`")),
                None => problem.help(CHECK),
            }
        }
        PathErrorKind::Import(import) => unresolved_import(krate, *import),
        PathErrorKind::Ambiguous => {
            Diagnostic::error(Code::AmbiguousName, format!("`{name}` means more than one thing here"))
                .at(segment.site, "brought by more than one glob import")
                .help("import the one you mean by its name")
        }
        PathErrorKind::Associated => {
            Diagnostic::error(Code::AssociatedType, "associated types cannot be read from source")
                .at(segment.site, "this depends on a trait implementation")
                .help("write the type that it stands for")
        }
        PathErrorKind::AboveRoot => Diagnostic::error(Code::UnknownName, "there are too many `super` in this path")
            .at(segment.site, "this is above the crate's root"),
    }
}

/// The report on a version of `name` that is not like the first one.
pub(crate) fn other_version(name: &str, first: Site, other: Site, what: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TargetVersions,
        format!("`{name}` is not the same on every target"),
    )
    .at(other, "another form of it")
    .also(first, "the bridge is made from this one")
    .note(
        "the bridge is the same for all targets: where the form is another, both halves would misunderstand each other",
    )
    .help(format!(
        "give every version of the {what} the same types, written in the same way"
    ))
}

/// Where a name was looked for.
fn not_found(krate: &Crate, inside: ModuleId, index: usize) -> String {
    match krate.module_path(inside).as_str() {
        _ if index == 0 => "not found in this scope".to_owned(),
        "" => "not found in `crate`".to_owned(),
        path => format!("not found in `crate::{path}`"),
    }
}

/// The report on an import that leads nowhere.
pub(crate) fn unresolved_import(krate: &Crate, id: usize) -> Diagnostic {
    let import = &krate.imports[id];
    let path: Vec<&str> = import.path.iter().map(|segment| segment.name.as_str()).collect();
    let problem = Diagnostic::error(Code::UnresolvedImport, format!("cannot find `{}`", path.join("::")));
    let error = match krate.import_target(id, Space::Types) {
        Err(error) => error,
        Ok(_) => PathError {
            index: path.len().saturating_sub(1),
            kind: PathErrorKind::Import(id),
        },
    };
    let Some(segment) = import.path.get(error.index) else {
        return problem;
    };
    match error.kind {
        // The fault lies in an earlier import.
        PathErrorKind::Import(other) if other != id && other < krate.imports.len() => {
            let other = &krate.imports[other];
            let site = other.path.last().map_or(segment.site, |segment| segment.site);
            problem
                .at(segment.site, "imported here")
                .also(site, "this import leads nowhere, too")
        }
        PathErrorKind::NotFound { module } => {
            let is_first = error.index == 0;
            let problem = problem.at(
                segment.site,
                match is_first {
                    true => "no module, item or dependency of that name".to_owned(),
                    false => not_found(krate, module, error.index),
                },
            );
            match suggestion(krate, module, import.module, error.index, &segment.name, Space::Types) {
                Some(suggestion) => suggestion.add(problem),
                None if is_first => problem.help("check the path, or add the crate to `[dependencies]`"),
                None => problem.help(CHECK),
            }
        }
        _ => problem.at(segment.site, "this import leads nowhere"),
    }
}

/// The last word where nothing better is known.
const CHECK: &str = "check the path: `cargo check` must accept it, too";

/// What the user may have meant.
struct Suggestion {
    note: Option<String>,
    help: String,
}

impl Suggestion {
    fn add(self, problem: Diagnostic) -> Diagnostic {
        let problem = match self.note {
            Some(note) => problem.note(note),
            None => problem,
        };
        problem.help(self.help)
    }
}

fn suggestion(
    krate: &Crate,
    inside: ModuleId,
    module: ModuleId,
    index: usize,
    name: &str,
    space: Space,
) -> Option<Suggestion> {
    let is_first_type = index == 0 && space == Space::Types;
    if is_first_type && let Some(path) = importable(krate, module, name) {
        return Some(Suggestion {
            note: None,
            help: format!("import it: `use {path};`"),
        });
    }
    if is_first_type && let Some(hint) = hints::of_type(name) {
        return Some(Suggestion {
            note: None,
            help: hint.to_owned(),
        });
    }
    let mut macros = krate.module(inside).macros.iter().filter(|item| item.ident.is_none());
    if let Some(name) = macros.find_map(|item| item.mac.path.segments.last()) {
        return Some(Suggestion {
            note: Some(format!(
                "a macro may declare it (`{}!` is called there), but Oche expands no macros",
                name.ident
            )),
            help: "write out the types that cross".to_owned(),
        });
    }
    let mut known: Vec<&str> = krate.module(inside).names(space).keys().map(String::as_str).collect();
    if is_first_type {
        known.extend(preludes::standard_names().map(|name| -> &str { name }));
        known.extend(Primitive::names().map(|name| -> &str { name }));
    }
    if let Some(help) = suggest::help(name, known) {
        return Some(Suggestion { note: None, help });
    }
    let (glob, _) = krate.module(inside).external_globs.first()?;
    let glob = krate.local_path(krate.externals.path(*glob));
    let note = format!("Oche reads only this crate's source, so it cannot see what `use {glob}::*` brings");
    Some(Suggestion {
        note: Some(note),
        help: format!("import the name itself: `use {glob}::{name};`"),
    })
}

/// The path of something of that name elsewhere: in the crate, or in the standard library.
fn importable(krate: &Crate, module: ModuleId, name: &str) -> Option<String> {
    let is_type = |item: &&Item| {
        let kind = &item.kind;
        matches!(
            kind,
            ItemKind::Struct(_) | ItemKind::Enum(_) | ItemKind::Alias(_) | ItemKind::Trait(_)
        )
    };
    let mut own = krate
        .items
        .iter()
        .filter(is_type)
        .filter(|item| item.name == name && item.vis == Vis::Public);
    let own = own
        .find(|item| item.module != module)
        .map(|item| match krate.module_path(item.module).as_str() {
            "" => format!("crate::{name}"),
            path => format!("crate::{path}::{name}"),
        });
    let standard = || {
        preludes::STANDARD
            .iter()
            .find(|path| path.rsplit("::").next() == Some(name))
    };
    own.or_else(|| standard().map(|path| (*path).to_owned()))
        .or_else(|| hints::import(name).map(str::to_owned))
}

/// The place of an import.
pub(crate) fn import_site(import: &Import) -> Option<Site> {
    import.path.last().map(|segment| segment.site)
}

/// The name of the macro that is called, as in `vec`.
pub(crate) fn macro_name(mac: &syn::Macro) -> String {
    let last = mac.path.segments.last();
    last.map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// Macros that declare nothing that could cross, whatever stands in them.
const SILENT_MACROS: [&str; 10] = [
    "assert_eq_size",
    "assert_impl_all",
    "assert_not_impl_any",
    "assert_obj_safe",
    "compile_error",
    "const_assert",
    "const_assert_eq",
    "const_assert_ne",
    "macro_rules",
    "thread_local",
];

/// Macros that declare statics, each with a visibility of its own.
const STATIC_MACROS: [&str; 3] = ["lazy_static", "scoped_thread_local", "task_local"];

/// Whether a macro declares nothing that anybody would look for in Dart.
pub(crate) fn declares_nothing(name: &str, mac: &syn::Macro) -> bool {
    let has_public = || {
        let mut tokens = mac.tokens.clone().into_iter();
        tokens.any(|token| matches!(token, proc_macro2::TokenTree::Ident(word) if word == "pub"))
    };
    SILENT_MACROS.contains(&name) || (STATIC_MACROS.contains(&name) && !has_public())
}

/// What a macro declares is not seen.
pub(crate) fn unexpanded_macro(file: FileId, mac: &syn::Macro) -> Diagnostic {
    let name = macro_name(mac);
    Diagnostic::warning(
        Code::MacroItems,
        format!("what `{name}!` declares here does not cross to Dart"),
    )
    .at(Site::of(file, &mac.path), "Oche reads source and expands no macros")
    .help("write out what should cross; `#[oche(ignore)]` above the macro silences this")
}
