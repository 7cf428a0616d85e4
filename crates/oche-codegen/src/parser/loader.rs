//! Reading the crate: from the root file through every `mod`, into the tree of modules and items.

use std::path::{Path, PathBuf};

use syn::ext::IdentExt;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use crate::diagnostic::{Code, Diagnostic, FileId, Place, Reports};

use super::cfg::{Cfg, Presence};
use super::hints;
use super::manifest::Manifest;
use super::source::{Site, Sources};
use super::tree::*;

/// The module that the generator writes. It is not there before the first run, and it holds nothing of the API.
pub(crate) const GENERATED: &str = "oche_generated";

/// Reads the whole crate.
pub(crate) fn load(manifest: Manifest, sources: Sources, reports: &Reports) -> Crate {
    let root = manifest.root.clone();
    let cfg = Cfg {
        features: manifest.features.clone(),
    };
    let file = manifest.file;
    let mut loader = Loader {
        krate: Crate {
            manifest,
            cfg,
            sources,
            modules: vec![new_module(String::new(), None, file, None, Vis::Public)],
            items: Vec::new(),
            imports: Vec::new(),
            externals: Externals::default(),
            extern_crates: Default::default(),
            macros: Default::default(),
        },
        reports,
        open: Vec::new(),
    };
    loader.file(ROOT, root, true);
    loader.krate
}

fn new_module(name: String, parent: Option<ModuleId>, file: FileId, site: Option<Site>, vis: Vis) -> Module {
    Module {
        name,
        parent,
        file,
        site,
        vis,
        target_dependent: false,
        attrs: Vec::new(),
        broken: false,
        items: Vec::new(),
        children: Vec::new(),
        impls: Vec::new(),
        macros: Vec::new(),
        foreign: Vec::new(),
        types: Default::default(),
        values: Default::default(),
        external_globs: Vec::new(),
        globs: Vec::new(),
        versions: Default::default(),
    }
}

pub(super) struct Loader<'a> {
    pub(super) krate: Crate,
    pub(super) reports: &'a Reports,
    /// The files that are being read, outermost first: a file that includes itself would never end.
    open: Vec<PathBuf>,
}

/// Where the files of child modules are looked for.
pub(super) struct Folders {
    /// For `mod x;`.
    children: PathBuf,
    /// For `#[path = "…"] mod x;`.
    paths: PathBuf,
}

impl Loader<'_> {
    /// Reads a module's file. `is_folder_owner`: its children lie beside it (`lib.rs`, `mod.rs`, a file named by
    /// `#[path]`), not in a folder of its name.
    fn file(&mut self, module: ModuleId, path: PathBuf, is_folder_owner: bool) {
        let text = match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => return self.unreadable(module, &path, NO_TEXT),
            Err(error) => return self.unreadable(module, &path, &error.to_string()),
        };
        let file = self.krate.sources.add_rust(path.clone(), text);
        self.krate.modules[module.0].file = file;
        let parsed = match parse(self.krate.sources.text(file)) {
            Ok(parsed) => parsed,
            Err(error) => return self.syntax_errors(module, file, &error),
        };
        let (attributes, presence) = self.krate.cfg.attributes(parsed.attrs);
        if presence == Presence::Off {
            return;
        }
        self.krate.modules[module.0].attrs.extend(attributes);
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let children = match path.file_stem() {
            Some(stem) if !is_folder_owner => folder.join(stem),
            _ => folder.clone(),
        };
        self.open.push(whole(&path));
        self.items(
            module,
            parsed.items,
            &Folders {
                children,
                paths: folder,
            },
        );
        self.open.pop();
    }

    fn unreadable(&mut self, module: ModuleId, path: &Path, why: &str) {
        let shown = self.shown(path);
        let declared = &mut self.krate.modules[module.0];
        declared.broken = true;
        let problem = Diagnostic::error(Code::Unreadable, format!("cannot read {shown}: {why}"));
        let problem = match declared.site {
            Some(site) => problem.at(site, "declared here"),
            None => problem,
        };
        self.reports.push(match why {
            FOLDER => problem.help("name the file in it: `#[path = \"…/mod.rs\"]`"),
            NO_TEXT => problem.help("save it as UTF-8: rustc reads nothing else"),
            _ => problem.help("see to it that the file can be read by you"),
        });
    }

    fn syntax_errors(&mut self, module: ModuleId, file: FileId, errors: &syn::Error) {
        self.krate.modules[module.0].broken = true;
        let text = self.krate.sources.text(file).trim_end();
        let last = text.char_indices().next_back().map_or(0, |(last, _)| last)..text.len();
        for error in errors {
            let mut place = Place::from(Site::new(file, error.span()));
            if place.range.is_empty() {
                // The parser has no place for "the file ends too early".
                place.range = last.clone();
            }
            let is_lexical = error.to_string() == "cannot parse string into token stream";
            if let Some(range) = hints::quoted(self.krate.sources.text(file)).filter(|_| is_lexical) {
                place.range = range;
                let problem = Diagnostic::error(Code::Syntax, "this file is not valid Rust");
                let problem = problem.at(place, "more than one character in single quotes");
                self.reports.push(problem.help(hints::QUOTED));
                continue;
            }
            let message = match error.to_string().as_str() {
                "cannot parse string into token stream" => {
                    "a bracket or a text that is open here, or further up, is not closed".to_owned()
                }
                message => message.to_owned(),
            };
            let text = self.krate.sources.text(file);
            let (before, from) = text.split_at_checked(place.range.start).unwrap_or((text, ""));
            let line = before.rsplit('\n').next().unwrap_or_default();
            let help = hints::of_syntax(line, from).unwrap_or("`cargo check` says more about it");
            let problem = Diagnostic::error(Code::Syntax, "this file is not valid Rust").at(place, message);
            self.reports.push(problem.help(help));
        }
    }

    /// Declares a module and reads what is in it.
    pub(super) fn module(&mut self, parent: ModuleId, item: syn::ItemMod, folders: &Folders) {
        let (attrs, presence) = self.krate.cfg.attributes(item.attrs);
        if presence == Presence::Off {
            return;
        }
        let file = self.krate.modules[parent.0].file;
        let name = item.ident.unraw().to_string();
        let site = Site::new(file, item.ident.span());
        let vis = self.visibility(parent, &item.vis);
        let id = ModuleId(self.krate.modules.len());
        let condition = self.krate.cfg.condition(&attrs);
        self.note_version(parent, Space::Types, &name, &condition, VersionOf::Module);
        let taken = self.krate.modules[parent.0].types.get(&name);
        // An import of the same name is of something that is no type: `use oche::oche;` beside `mod oche`.
        let taken = taken.filter(|slot| !matches!(slot.state, SlotState::Pending(_)));
        if let Some(taken) = taken {
            // Another target's version of the module.
            if let SlotState::Found(Def::Module(first)) = taken.state {
                self.krate.modules[first.0].target_dependent = false;
            }
            return;
        }
        let slot = Slot {
            state: SlotState::Found(Def::Module(id)),
            vis,
            explicit: true,
        };
        self.krate.modules[parent.0].types.insert(name.clone(), slot);
        self.krate.modules[parent.0].children.push(id);
        self.krate
            .modules
            .push(new_module(name.clone(), Some(parent), file, Some(site), vis));
        let path = attrs.iter().find_map(path_attribute);
        self.krate.modules[id.0].attrs = attrs;
        self.krate.modules[id.0].target_dependent = presence == Presence::Somewhere;
        if parent == ROOT && name == GENERATED {
            return;
        }
        match (item.content, path) {
            (Some((_, items)), path) => {
                let inside = path.map_or_else(|| folders.children.join(&name), |path| folders.paths.join(path));
                self.items(
                    id,
                    items,
                    &Folders {
                        children: inside.clone(),
                        paths: inside,
                    },
                );
            }
            (None, Some(path)) => self.module_file(id, site, vec![folders.paths.join(path)]),
            (None, None) => {
                let beside = folders.children.join(format!("{name}.rs"));
                let below = folders.children.join(&name).join("mod.rs");
                self.module_file(id, site, vec![beside, below]);
            }
        }
    }

    /// Reads the first of the possible files. With one possibility (`#[path]`) or the second (`mod.rs`), the file's
    /// own children lie beside it.
    fn module_file(&mut self, id: ModuleId, site: Site, candidates: Vec<PathBuf>) {
        let existing = candidates.iter().position(|path| path.is_file());
        let name = &self.krate.modules[id.0].name;
        if existing.is_none()
            && let Some(folder) = candidates.iter().find(|path| path.is_dir())
        {
            return self.unreadable(id, folder, FOLDER);
        }
        let Some(found) = existing else {
            let shown: Vec<_> = candidates.iter().map(|path| self.shown(path)).collect();
            self.reports.push(
                Diagnostic::error(
                    Code::MissingModuleFile,
                    format!("the file of the module `{name}` does not exist"),
                )
                .at(site, "declared here")
                .note(format!("looked for {}", shown.join(" and ")))
                .help(format!("create {}, or take the declaration out", shown[0])),
            );
            self.krate.modules[id.0].broken = true;
            return;
        };
        let path = candidates[found].clone();
        if self.open.contains(&whole(&path)) {
            let shown = self.shown(&path);
            self.reports.push(
                Diagnostic::error(
                    Code::CircularModules,
                    format!("{shown} contains itself as the module `{name}`"),
                )
                .at(site, "declared here")
                .note("a module has all modules of its file, so this would have no end")
                .help("let `#[path]` name another file, or take the declaration out"),
            );
            self.krate.modules[id.0].broken = true;
            return;
        }
        self.file(id, path, found == 1 || candidates.len() == 1);
    }

    /// A path in a message: below the crate's folder, and the same on every machine.
    fn shown(&self, path: &Path) -> String {
        let manifest = self.krate.sources.path(self.krate.manifest.file);
        let base = manifest.parent().unwrap_or(Path::new(""));
        let path = path.strip_prefix(base).unwrap_or(path);
        format!("`{}`", path.to_string_lossy().replace('\\', "/"))
    }
}

/// The file, however its path is written, so that it is known again.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Why a file cannot be read, where Oche knows.
const FOLDER: &str = "it is a folder";
const NO_TEXT: &str = "it is not UTF-8";

fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(path), ..
            }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    }
}

fn parse(text: &str) -> syn::Result<syn::File> {
    // A shebang line is no Rust. As a comment of the same length it leaves every place where it is.
    let is_shebang = text.starts_with("#!") && !text[2..].trim_start().starts_with('[');
    if is_shebang {
        syn::parse_str(&format!("//{}", &text[2..]))
    } else {
        syn::parse_str(text)
    }
}
