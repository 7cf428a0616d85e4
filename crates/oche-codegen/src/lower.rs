//! Lowering: from resolved source to the IR, with every decision made and everything that cannot cross reported.
//!
//! Its rooms from the bottom up, and none knows one above it: [`surface`] (what belongs to the API), [`base`] (what all
//! parts share: where something stands, what was noted, what was lowered and has no place yet), [`types`] (what a type is
//! to the wire, and why some are nothing), [`calls`] (functions, constants), [`classes`] (structs, enums, traits and their
//! members), [`whole`] (what follows from everything together, and the API itself).

mod base;
mod calls;
mod classes;
mod surface;
mod types;
mod whole;

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::Reports;
use crate::ir::Api;
use crate::parser::tree::Crate;

use base::Lowering;

pub(crate) use types::capabilities;

/// Lowers a crate's API; what is wrong with it goes to the reports.
pub(crate) fn lower(krate: &Crate, config: &Config, reports: &Reports) -> Option<Api> {
    surface::check_setup(krate, reports);
    let surface = surface::collect(krate, reports)?;
    let lowering = Lowering::new(krate, &surface, reports);
    let lowering = lowering.with_foreign_types();
    let stand_ins: BTreeSet<&str> = lowering.foreign.keys().map(String::as_str).collect();
    surface::reexports_of_other_crates(krate, &surface, &stand_ins, reports);
    let functions: Vec<_> = surface
        .functions
        .iter()
        .filter(|&&function| !calls::is_init(krate.item(function)))
        .filter_map(|&function| lowering.function(function, surface.home(krate, function)))
        .collect();
    for &item in &surface.types {
        lowering.exported_type(item);
    }
    for &item in &surface.constants {
        lowering.constant(item, surface.home(krate, item));
    }
    let init = lowering.init();
    let (finished, unshared) = lowering.finish_data();
    if !reports.has_errors() {
        lowering.report_unread();
    }
    let mut api = whole::assemble(krate, config, &surface, functions, finished, reports);
    api.init = init;
    surface::check_lints(krate, &api, reports);
    if reports.has_errors() {
        return None;
    }
    whole::complete(&mut api);
    whole::check_shared(&api, unshared, reports);
    if reports.has_errors() {
        return None;
    }
    api.schema_hash = crate::schema::hash(&api);
    Some(api)
}
