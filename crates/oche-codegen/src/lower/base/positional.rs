//! Parameters by position: Dart lets only the last ones be left out.

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::parser::source::Site;

/// A parameter of a function, or of a constructor.
pub struct ByPosition<'a> {
    pub optional: &'a mut bool,
    pub has_default: bool,
    /// Where its name stands.
    pub site: Site,
}

/// Decides which parameters may be left out. What can be `null` must be given if something must that stands behind it;
/// a default value there would never be used, which is an error.
pub fn settle(params: Vec<ByPosition<'_>>, reports: &Reports) {
    let mut needed: Option<Site> = None;
    for param in params.into_iter().rev() {
        match needed {
            Some(behind) if *param.optional => {
                *param.optional = false;
                if param.has_default {
                    reports.push(
                        Diagnostic::error(Code::UselessDefault, "this default value can never be used")
                            .at(param.site, "has a default value")
                            .also(behind, "must be given, and so must everything before it")
                            .note("arguments are passed by position here, and only the last ones can be left out")
                            .help("move it to the end, give what stands behind it a default value, too, or take `positional` out"),
                    );
                }
            }
            _ if !*param.optional => needed = needed.or(Some(param.site)),
            _ => {}
        }
    }
}
