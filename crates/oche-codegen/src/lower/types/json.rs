//! JSON: what the types inside of a type with JSON must be.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::draft::Variant;
use crate::lower::base::{Context, Lowering, is_generic, is_object};
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::tree::ItemId;
use crate::parser::ty::Ty;

impl Lowering<'_> {
    /// Whether a type may stand where `context` says, as far as JSON goes; reports it if not.
    pub fn check_json(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> bool {
        let Some(outer) = context.json else {
            return true;
        };
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        if options.json.is_some() {
            return true;
        }
        let name = &item.name;
        let problem = Diagnostic::error(
            Code::Json,
            format!("`{outer}` is to have JSON, and `{name}` in it has none"),
        );
        let problem = if is_object(item, &options) {
            problem
                .note("an object stays in Rust: there is no data to write")
                .help("leave it out, or take `json` away")
        } else if is_generic(item) {
            problem
                .note("a generic class would have to be told how its parameters are written")
                .help("write a type of its own for what it is used with here")
        } else {
            problem
                .also(item.site, "declared here")
                .help(format!("write `#[oche(json)]` above `{name}`, too"))
        };
        self.refuse(ty, context, problem, "no JSON");
        false
    }

    /// Checks what tells the variants of an enum apart in a document.
    pub fn check_json_variants(&self, variants: &[(Variant, Site)]) {
        let mut seen: BTreeMap<&str, Site> = BTreeMap::new();
        for (variant, site) in variants {
            if let Some(first) = seen.insert(&variant.json_name, *site) {
                self.reports.push(
                    Diagnostic::error(
                        Code::JsonNames,
                        format!("two variants are `{}` in JSON", variant.json_name),
                    )
                    .at(*site, "and this one")
                    .also(first, "this one")
                    .help("rename one of them"),
                );
            }
        }
        for (variant, site) in variants {
            if variant.fields.all().iter().any(|field| field.dart_name == "type") {
                self.reports.push(
                    Diagnostic::error(
                        Code::JsonNames,
                        "a field of this variant is called `type`, as is what tells variants apart",
                    )
                    .at(
                        *site,
                        format!("its document is `{{\"type\": \"{}\", …}}`", variant.json_name),
                    )
                    .help("choose another name for the field: `#[oche(name = \"…\")]`"),
                );
            }
        }
    }
}
