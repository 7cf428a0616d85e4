//! Getters and setters.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::MemberKind;
use crate::lower::base::draft::Type;
use crate::lower::base::{FunctionDraft, Lowering};
use crate::parser::attrs::Options;

use super::class::Class;

impl Lowering<'_> {
    /// Checks that a getter and a setter are what Dart means by them.
    pub fn check_accessor(
        &self,
        draft: &FunctionDraft,
        kind: MemberKind,
        options: &Options,
        class: Class<'_>,
    ) -> Option<()> {
        let others = draft.params.iter().filter(|param| !param.receiver).count();
        let has_receiver = others < draft.params.len();
        let problem = match kind {
            MemberKind::Getter if !has_receiver || others > 0 => Some((
                options.getter,
                "a getter takes `self` and nothing else",
                "take `getter` away: Dart then has a method",
            )),
            MemberKind::Getter if draft.output.ok == Type::Unit => {
                Some((options.getter, "a getter gives something back", "take `getter` away"))
            }
            MemberKind::Setter if !class.is_object => Some((
                options.setter,
                "data cannot be changed: Rust gets a copy of it",
                "give the new value back from a method",
            )),
            MemberKind::Setter if !has_receiver || others != 1 || draft.output.ok != Type::Unit => Some((
                options.setter,
                "a setter takes `self` and one value, and gives nothing back",
                "take `setter` away: Dart then has a method",
            )),
            _ => None,
        };
        let Some((site, why, instead)) = problem else {
            return Some(());
        };
        let word = if kind == MemberKind::Getter { "getter" } else { "setter" };
        let mut problem = Diagnostic::error(Code::Accessor, format!("this cannot be a {word} in Dart")).note(why);
        if let Some(site) = site {
            problem = problem.at(site, "asked for here");
        }
        self.reports.push(problem.help(instead));
        None
    }
}
