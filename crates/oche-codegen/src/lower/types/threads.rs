//! What may move to another thread while somebody has it: parameters of async functions, items of streams and of sinks, values
//! of signals. An `Rc` in it cannot, and neither can a function that does not say so; the compiler would complain, in generated
//! code.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::lower::base::{Context, Lowering, Position};
use crate::parser::tree::ItemId;
use crate::parser::ty::{Ty, TyKind};

use super::callbacks;
use super::loans::parts;

const RC: &str = "std::rc::Rc";

impl Lowering<'_> {
    /// Notes that a value of this type may be had by several threads, one after another.
    pub fn moves(&self, ty: &Ty) {
        self.notes.borrow_mut().moved.push(ty.clone());
    }

    /// Refuses an `Rc` in what moves. Every type's fields are known.
    pub fn check_moves(&self) {
        let notes = self.notes.borrow();
        for whole in &notes.moved {
            if let Some(instead) = self.bound_function(whole) {
                let title = format!("`{}` cannot move to another thread", self.code(whole));
                let problem = Diagnostic::error(Code::NotSend, title)
                    .note("what an async function takes may be on any thread of the executor")
                    .help(format!("say that the function may be there, too: `{instead}`"));
                let context = Context::new(Position::Parameter, "");
                self.refuse(whole, context, problem, "not `Send`");
                continue;
            }
            let Some(found) = self.rc_in(whole, &mut BTreeSet::new()) else {
                continue;
            };
            let code = self.code(&found);
            let title = format!("`{code}` cannot move to another thread");
            let mut problem = Diagnostic::error(Code::NotSend, title)
                .note("what an async function takes, a stream gives, or a signal has, may be on any thread of the executor")
                .help(format!("share it by an `Arc`: `{}`", code.replacen("Rc", "Arc", 1)));
            if Place::from(found.site) != Place::from(whole.site) {
                problem = problem.also(whole.site, "in here");
            }
            self.refuse(&found, Context::new(Position::Result, ""), problem, "not `Send`");
        }
    }

    /// What to write instead of a function behind a pointer that does not say that it may move.
    fn bound_function(&self, ty: &Ty) -> Option<String> {
        let (pointer, inner, needs, end) = match &ty.kind {
            TyKind::Reference {
                mutable: false, inner, ..
            } => ("&(", &**inner, &["Sync"][..], ")"),
            TyKind::Reference { inner, .. } => ("&mut (", &**inner, &["Send"][..], ")"),
            TyKind::External(path, args) => match (path.as_str(), &args[..]) {
                ("std::boxed::Box", [inner]) => ("Box<", inner, &["Send"][..], ">"),
                ("std::sync::Arc", [inner]) => ("Arc<", inner, &["Send", "Sync"][..], ">"),
                _ => return None,
            },
            _ => return None,
        };
        let TyKind::Dyn(bounds) = &inner.kind else {
            return None;
        };
        callbacks::signature(bounds)?;
        let has = |need: &str| {
            bounds
                .iter()
                .any(|bound| bound.target.is(&format!("std::marker::{need}")))
        };
        let missing: Vec<String> = needs
            .iter()
            .filter(|need| !has(need))
            .map(|need| format!(" + {need}"))
            .collect();
        (!missing.is_empty()).then(|| format!("{pointer}{}{}{end}", self.code(inner), missing.concat()))
    }

    /// An `Rc` in a type, or in the fields of one.
    fn rc_in(&self, ty: &Ty, seen: &mut BTreeSet<ItemId>) -> Option<Ty> {
        if matches!(&ty.kind, TyKind::External(path, _) if path == RC) {
            return Some(ty.clone());
        }
        // An object has to be `Send` in any case, which the compiler says in words of ours.
        if self.is_object_type(ty) {
            return None;
        }
        if let Some((item, _)) = self.data_item(ty)
            && seen.insert(item)
        {
            let notes = self.notes.borrow();
            let mut fields = notes.fields.get(&item).into_iter().flatten();
            if let Some(found) = fields.find_map(|field| self.rc_in(field, seen)) {
                return Some(found);
            }
        }
        parts(ty).into_iter().find_map(|part| self.rc_in(part, seen))
    }
}
