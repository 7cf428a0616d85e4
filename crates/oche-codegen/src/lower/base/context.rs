//! Where something stands that is lowered.

use syn::Attribute;

use crate::parser::source::Site;
use crate::parser::tree::{Item, ItemId, ModuleId};
use crate::parser::ty::Ty;

/// Something with attributes and parts of its own: an item, or a member of an `impl` block.
#[derive(Clone, Copy)]
pub struct Declared<'a> {
    pub name: &'a str,
    /// Where its name stands.
    pub site: Site,
    pub module: ModuleId,
    pub attrs: &'a [Attribute],
    /// The attributes of the block around it.
    pub outer: &'a [Attribute],
}

impl<'a> Declared<'a> {
    pub fn of(item: &'a Item) -> Self {
        Self {
            name: &item.name,
            site: item.site,
            module: item.module,
            attrs: &item.attrs,
            outer: &[],
        }
    }
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    ToDart,
    ToRust,
    /// As the data that it is a field of.
    Within(ItemId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    Parameter,
    Result,
    Field,
}

/// Where a type stands.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub position: Position,
    /// Which way a value of it travels.
    pub flow: Flow,
    /// What it belongs to, for messages: "the parameter `x`".
    pub owner: &'a str,
    /// If it was reached through a type alias: where that is used.
    pub used_at: Option<Site>,
    /// Whether the way out `#[oche(error)]` exists: the type is part of an error type.
    pub in_error: bool,
    /// The type around it, if that is to have JSON.
    pub json: Option<&'a str>,
    /// Whether 64-bit integers are to be a `BigInt`.
    pub bigint: bool,
    /// The type parameters of the type around it.
    pub generics: &'a [String],
}

impl<'a> Context<'a> {
    /// The context of something that is not part of a generic type.
    pub fn new(position: Position, owner: &'a str) -> Self {
        Self {
            position,
            flow: match position {
                Position::Result => Flow::ToDart,
                Position::Parameter | Position::Field => Flow::ToRust,
            },
            owner,
            used_at: None,
            in_error: false,
            json: None,
            bigint: false,
            generics: &[],
        }
    }

    /// The context of a part of `ty`.
    pub fn inside(self, ty: &Ty) -> Context<'a> {
        Context {
            used_at: self.used_at.or(ty.used_at),
            ..self
        }
    }
}
