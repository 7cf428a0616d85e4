//! The data types, once all of them were met.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::DynForm;
use crate::lower::base::draft::DraftId;
use crate::lower::base::{
    ConstantDraft, Context, DataDraft, FunctionDraft, Lowering, Objection, Position, is_object, item_key, objection,
};
use crate::parser::attrs::{self, Target};
use crate::parser::tree::*;
use crate::parser::ty::{Ty, TyKind};

use super::instances;

/// The data of an API, and what is known of it once all of it was met.
pub struct Finished {
    /// A [`DraftId`] is an index into this list until the API is put together.
    pub drafts: Vec<Option<DataDraft>>,
    pub uses: Vec<Vec<instances::Uses>>,
    /// The types that are encoded by reference.
    pub by_ref: BTreeSet<DraftId>,
    pub forms: BTreeMap<DraftId, BTreeSet<DynForm>>,
    pub members: Vec<FunctionDraft>,
    pub constants: Vec<ConstantDraft>,
}

impl Lowering<'_> {
    /// A public type of the API that no signature may name. What is no plain data is left out with a warning, because
    /// nothing depends on it.
    pub fn exported_type(&self, id: ItemId) {
        let item = self.krate.item(id);
        if matches!(item.kind, ItemKind::Trait(_)) {
            // Whether Dart is to implement it shows in signatures.
            return;
        }
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        let is_used = {
            let notes = self.notes.borrow();
            notes.ids.contains_key(&id) || notes.display_errors.contains(&id)
        };
        // What another type stands for crosses as that one.
        let is_converted = self.foreign.contains_key(&item_key(self.krate, id));
        if is_used || is_converted || options.error.is_some() {
            return;
        }
        let reason = match objection(item, &options) {
            None => {
                let ty = Ty::new(TyKind::Item(id, Vec::new()), item.site);
                let context = Context::new(Position::Field, "the API");
                self.data_type(id, &ty, context);
                return;
            }
            Some(Objection::Lifetime(_)) if is_object(item, &options) => {
                "it borrows, and an object lives for as long as Dart keeps it"
            }
            Some(Objection::Lifetime(_)) => "it borrows, and what crosses owns what is in it",
            Some(Objection::GenericObject(_)) => "an object that is generic cannot cross",
        };
        self.reports.push(
            Diagnostic::warning(Code::LeftOut, format!("`{}` does not cross to Dart", item.name))
                .at(item.site, reason)
                .help("`#[oche(ignore)]` says that this is fine"),
        );
    }

    /// Lowers the fields of all data types that were met, and of those that are met on the way.
    pub fn finish_data(&self) -> (Finished, Vec<(String, Diagnostic)>) {
        loop {
            let next = self.notes.borrow_mut().waiting.pop_front();
            let Some((id, item, path)) = next else {
                break;
            };
            self.notes.borrow_mut().current = Some(path.clone());
            if matches!(self.krate.item(item).kind, ItemKind::Trait(_)) {
                let draft = self.interface(item, id, path);
                self.notes.borrow_mut().drafts[id.0] = draft;
                continue;
            }
            let draft = self.draft(item, path.clone());
            if let Some(draft) = &draft {
                self.members(item, id, &path, &draft.kind);
            }
            self.notes.borrow_mut().drafts[id.0] = draft;
        }
        self.check_unnamed();
        self.check_moves();
        let lent = self.lent();
        if !self.reports.has_errors() {
            self.report_stand_ins();
            self.report_texts();
        }
        let mut notes = self.notes.take();
        for draft in notes.drafts.iter_mut().flatten() {
            lent.ask(draft.item, &mut draft.generics);
        }
        let uses = instances::uses(&notes.drafts);
        instances::check(&notes.instances, &notes.drafts, &uses, self.reports);
        let finished = Finished {
            drafts: notes.drafts,
            uses,
            by_ref: lent.types,
            forms: notes.forms,
            members: notes.members,
            constants: notes.constants,
        };
        (finished, notes.unshared)
    }
}
