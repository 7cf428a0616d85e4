//! The members of classes: methods, constructors, getters, setters, constants and operators.

use syn::ext::IdentExt;
use syn::{ImplItem, Visibility};

use crate::lower::base::draft::{DraftId, TypeKind};
use crate::lower::base::{Block, Declared, Lowering, NameKind};
use crate::lower::calls::ConstantRole;
use crate::parser::attrs::{self, Target};
use crate::parser::condition::Condition;
use crate::parser::problems;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::types::generics_of;

use super::class::Class;

impl Lowering<'_> {
    /// Lowers what the `impl` blocks of a type make of it.
    pub fn members(&self, item: ItemId, id: DraftId, rust_path: &str, kind: &TypeKind) {
        let names = match kind {
            TypeKind::PlainEnum(variants) if variants.iter().all(|variant| variant.discriminant.is_some()) => {
                NameKind::NumberedMember
            }
            TypeKind::PlainEnum(_) => NameKind::EnumMember,
            _ => NameKind::Member,
        };
        let class = Class {
            item,
            id,
            home: self.surface.home(self.krate, item),
            rust_path,
            is_object: matches!(kind, TypeKind::Object { .. }),
            names,
        };
        let declared = self.krate.item(item);
        let is_generic = generics_of(&declared.kind).is_some_and(|generics| {
            generics.type_params().next().is_some() || generics.const_params().next().is_some()
        });
        // No value of a mirror exists that a method could be called on.
        let is_mirror = self
            .stands_for(item)
            .is_some_and(|stand_in| !stand_in.foreign.how.is_conversion());
        let versions = self.member_versions(item);
        let class_condition = self.item_condition(item);
        for &Block { module, index } in self.impls.get(&item).into_iter().flatten() {
            let block = &self.krate.module(module).impls[index];
            let file = self.krate.module(module).file;
            // What implements a trait does not cross by itself.
            if block.trait_.is_some() {
                continue;
            }
            let options = attrs::options(&block.attrs, Target::Impl, file, self.reports);
            if options.ignore.is_some() {
                continue;
            }
            for member in &block.items {
                match member {
                    ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                        let Some(attributes) = self.present(&method.attrs) else {
                            continue;
                        };
                        if attrs::is_ignored(&attributes) {
                            continue;
                        }
                        let site = Site::new(file, method.sig.ident.span());
                        let name = method.sig.ident.unraw().to_string();
                        if is_generic || is_mirror {
                            attrs::options(&attributes, Target::Method, file, self.reports);
                            self.leave_out_member("method", &name, site, is_mirror);
                            continue;
                        }
                        let declared = Declared {
                            name: &name,
                            site,
                            module,
                            attrs: &attributes,
                            outer: &block.attrs,
                        };
                        let Some(condition) = versions.condition(self, &name, site) else {
                            continue;
                        };
                        let condition = Condition::all([class_condition.clone(), condition]);
                        if let Some(draft) = self.method(declared, &method.sig, class, options.sync, condition) {
                            self.notes.borrow_mut().members.push(draft);
                        }
                    }
                    ImplItem::Const(constant) if matches!(constant.vis, Visibility::Public(_)) => {
                        let Some(attributes) = self.present(&constant.attrs) else {
                            continue;
                        };
                        if attrs::is_ignored(&attributes) {
                            continue;
                        }
                        let name = constant.ident.unraw().to_string();
                        let site = Site::new(file, constant.ident.span());
                        if is_generic || is_mirror {
                            attrs::options(&attributes, Target::Constant, file, self.reports);
                            self.leave_out_member("constant", &name, site, is_mirror);
                            continue;
                        }
                        let Some(condition) = versions.condition(self, &name, site) else {
                            continue;
                        };
                        let declared = Declared {
                            name: &name,
                            site,
                            module,
                            attrs: &attributes,
                            outer: &block.attrs,
                        };
                        let options = attrs::options(&attributes, Target::Constant, file, self.reports);
                        let place = ConstantRole {
                            item,
                            home: class.home,
                            rust_path: format!("{rust_path}::{}", constant.ident),
                            self_item: Some(item),
                            member: Some((id, names)),
                            condition: Condition::all([class_condition.clone(), condition]),
                            has_versions: versions.is_of_targets(&name),
                        };
                        self.constant_at(declared, &options, &constant.ty, &constant.expr, place);
                    }
                    ImplItem::Macro(call) => {
                        let attributes = self.present(&call.attrs);
                        if attributes.is_some_and(|attributes| !attrs::is_ignored(&attributes)) {
                            self.reports.push(problems::unexpanded_macro(file, &call.mac));
                        }
                    }
                    _ => {}
                }
            }
        }
        self.operators(class);
    }
}
