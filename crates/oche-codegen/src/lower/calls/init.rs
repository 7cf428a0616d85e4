//! The function that sets the crate up.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Init;
use crate::lower::base::draft::{ErrorType, Type};
use crate::lower::base::{Declared, Lowering};
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::types::{self, Scope};

/// Whether a function sets the crate up.
pub fn is_init(item: &Item) -> bool {
    site(item).is_some()
}

fn site(item: &Item) -> Option<Site> {
    let is_marked = matches!(item.kind, ItemKind::Function(_)) && attrs::first_oche(&item.attrs).is_some();
    let options = || attrs::options(&item.attrs, Target::Function, item.site.file, &Default::default());
    is_marked.then(options)?.init
}

impl Lowering<'_> {
    /// The function that sets the crate up, if there is one.
    pub fn init(&self) -> Option<Init> {
        let all = (0..self.krate.items.len()).map(ItemId);
        // Another target's version of one is none of its own.
        let is_first = |id: &ItemId| self.krate.module(self.krate.item(*id).module).items.contains(id);
        let mut all = all
            .filter(is_first)
            .filter_map(|id| Some((id, site(self.krate.item(id))?)));
        let (id, first) = all.next()?;
        for (_, site) in all {
            self.reports.push(
                Diagnostic::error(Code::InitFunction, "two functions set the crate up")
                    .at(site, "and this one")
                    .also(first, "this one")
                    .help("let one of them call the other"),
            );
        }
        let item = self.krate.item(id);
        let ItemKind::Function(syntax) = &item.kind else {
            return None;
        };
        if !self.surface.functions.contains(&id) {
            self.reports.push(
                Diagnostic::error(
                    Code::InitFunction,
                    format!("`{}` is not part of the API, and would never run", item.name),
                )
                .at(first, "asked for here")
                .also(item.site, "not public in the module `api`")
                .help("move it there, and make it `pub`: Dart cannot call it anyway"),
            );
            return None;
        }
        let options = attrs::options(&item.attrs, Target::Function, item.site.file, self.reports);
        self.refuse_words_beside(&options, "init");
        let parameters = types::parameters(&syntax.sig.generics);
        if !self.is_callable(Declared::of(item), &syntax.sig, &parameters) {
            return None;
        }
        let refused = |site: Site, why: &str, instead: &str| {
            self.reports.push(
                Diagnostic::error(Code::InitFunction, format!("`{}` cannot set the crate up", item.name))
                    .at(site, why)
                    .help(instead),
            );
            None
        };
        let file = item.site.file;
        if let Some(parameter) = syntax.sig.inputs.first() {
            let site = Site::of(file, parameter);
            return refused(
                site,
                "nobody passes it an argument",
                "read a setting from the environment, or from a file",
            );
        }
        if let Some(token) = &syntax.sig.asyncness {
            let why = "everything else waits for its end";
            return refused(Site::of(file, token), why, "write a plain function");
        }
        let scope = Scope {
            module: item.module,
            self_item: None,
            parameters: &parameters,
            depth: 0,
        };
        let returned = self.returned(scope, Declared::of(item), &syntax.sig, &options)?;
        let site = match &syntax.sig.output {
            syn::ReturnType::Default => item.site,
            syn::ReturnType::Type(_, ty) => Site::of(file, ty),
        };
        if returned.is_stream || returned.output.ok != Type::Unit {
            let instead = "give back nothing, or `Result<(), E>`";
            return refused(site, "nobody gets what it gives back", instead);
        }
        if let Some(ErrorType::Data(_)) = returned.output.error {
            let why = "its error is data, and a failure here is told by its text";
            return refused(
                site,
                why,
                "give back a `String`, or mark the error type with `#[oche(error)]`",
            );
        }
        Some(Init {
            rust_path: self.paths.item(self.krate, id)?,
            fallible: returned.output.error.is_some(),
            condition: self.item_condition(id).text(),
        })
    }
}
