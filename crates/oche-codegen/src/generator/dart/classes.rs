//! Data classes and enums.

use askama::Template;

use super::api::Place;
use super::docs::doc_comment;
use super::layout::{self, Doc, arrow, arrow_below, call, call_with_collection, concat, infix, list, text};
use super::render;
use super::types::{Types, comparable, needs_deep};
use crate::ir::{Docs, Field, Fields, PlainVariant, TypeDef, TypeKind};

/// How many fields `Object.hash` takes.
const HASH_ARGUMENTS: usize = 20;

#[derive(Template)]
#[template(path = "dart/class.dart.jinja", escape = "none")]
struct DataClass {
    docs: String,
    /// `final class ShapeCircle extends Shape`.
    head: String,
    constructor: String,
    fields: Vec<FieldView>,
    /// The annotation `override`.
    overrides: String,
    equality: String,
    hash_code: String,
    to_string: String,
}

struct FieldView {
    /// Whether an empty line stands before it.
    spaced: bool,
    docs: String,
    ty: String,
    name: String,
}

#[derive(Template)]
#[template(path = "dart/sealed_class.dart.jinja", escape = "none")]
struct SealedClass<'a> {
    docs: String,
    /// `sealed class Shape`.
    head: String,
    name: &'a str,
}

#[derive(Template)]
#[template(path = "dart/enum.dart.jinja", escape = "none")]
struct PlainEnum {
    docs: String,
    /// `enum Color`.
    head: String,
    /// All variants, or nothing if they stand one below the other.
    line: Option<String>,
    variants: Vec<PlainVariantView>,
}

struct PlainVariantView {
    spaced: bool,
    docs: String,
    name: String,
}

/// The declarations that a type needs: one, or for an enum with data the sealed class and one for each variant.
pub fn generate(place: &Place<'_>, def: &TypeDef) -> Vec<String> {
    let docs = doc_comment(&def.docs, &place.package.links, 0);
    let name = &def.dart_name;
    let implements = match def.is_error {
        true => format!(" implements {}", place.scope.core("Exception")),
        false => String::new(),
    };
    match &def.kind {
        TypeKind::Struct(fields) => {
            vec![data_class(
                place,
                docs,
                format!("final class {name}{implements}"),
                name,
                fields,
            )]
        }
        TypeKind::PlainEnum(variants) => vec![plain_enum(place, docs, format!("enum {name}{implements}"), variants)],
        TypeKind::DataEnum(variants) => {
            let head = format!("sealed class {name}{implements}");
            let mut declarations = vec![render(&SealedClass { docs, head, name })];
            declarations.extend(variants.iter().map(|variant| {
                let docs = doc_comment(&variant.docs, &place.package.links, 0);
                let head = format!("final class {} extends {name}", variant.dart_name);
                data_class(place, docs, head, &variant.dart_name, &variant.fields)
            }));
            declarations
        }
    }
}

fn data_class(place: &Place<'_>, docs: String, head: String, name: &str, fields: &Fields) -> String {
    let members: Vec<&str> = fields.all().iter().map(|field| field.dart_name.as_str()).collect();
    let types = Types::new(place.package.api, place.scope, Some(&place.library.dart_file), &members);
    let [other, element] = ["other", "e"].map(|name| place.scope.local(name, &members));
    let class = Class {
        place,
        name,
        fields,
        other,
        element,
    };
    let print = |doc: Doc| layout::print(&doc, 2);
    let spaced = fields.all().iter().any(|field| !field.docs.0.is_empty());
    let fields = fields.all().iter().enumerate().map(|(i, field)| FieldView {
        spaced: spaced || i == 0,
        docs: member_docs(place, &field.docs),
        ty: types.name(&field.ty),
        name: field.dart_name.clone(),
    });
    render(&DataClass {
        docs,
        head,
        fields: fields.collect(),
        constructor: print(class.constructor()),
        overrides: place.scope.core("override"),
        equality: print(class.equality()),
        hash_code: print(class.hash_code()),
        to_string: print(class.to_string()),
    })
}

fn plain_enum(place: &Place<'_>, docs: String, head: String, variants: &[PlainVariant]) -> String {
    let spaced = variants.iter().any(|variant| !variant.docs.0.is_empty());
    let names: Vec<&str> = variants.iter().map(|variant| variant.dart_name.as_str()).collect();
    let line = format!(" {} ", names.join(", "));
    let fits = head.chars().count() + line.chars().count() + 3 <= layout::WIDTH;
    let variants = variants.iter().enumerate().map(|(i, variant)| PlainVariantView {
        spaced: spaced && i > 0,
        docs: member_docs(place, &variant.docs),
        name: variant.dart_name.clone(),
    });
    let variants = variants.collect();
    render(&PlainEnum {
        docs,
        head,
        line: (fits && !spaced).then_some(line),
        variants,
    })
}

fn member_docs(place: &Place<'_>, docs: &Docs) -> String {
    doc_comment(docs, &place.package.links, 2)
}

/// A class whose members are to be printed.
struct Class<'a> {
    place: &'a Place<'a>,
    name: &'a str,
    fields: &'a Fields,
    /// The parameter of `operator ==`.
    other: String,
    /// An element of a list that is compared.
    element: String,
}

impl Class<'_> {
    fn constructor(&self) -> Doc {
        let params = |fields: &[Field]| fields.iter().map(constructor_parameter).collect();
        let params = match self.fields {
            Fields::Unit => text("()"),
            Fields::Named(fields) if fields.is_empty() => text("()"),
            Fields::Named(fields) => list("({", params(fields), "})"),
            Fields::Tuple(fields) => list("(", params(fields), ")"),
        };
        // A positional parameter is never left out, so it needs no `required`.
        fn constructor_parameter(field: &Field) -> Doc {
            let positional = field.rust_name.starts_with(|c: char| c.is_ascii_digit());
            let required = if field.optional || positional { "" } else { "required " };
            text(format!("{required}this.{}", field.dart_name))
        }
        concat([text(format!("const {}", self.name)), params])
    }

    fn equality(&self) -> Doc {
        let (scope, other) = (self.place.scope, &self.other);
        let mut same = vec![text(format!("{other} is {}", self.name))];
        same.extend(self.fields.all().iter().map(|field| {
            let name = &field.dart_name;
            if !needs_deep(&field.ty) {
                return text(format!("{other}.{name} == {name}"));
            }
            let theirs = comparable(&field.ty, &format!("{other}.{name}"), &self.element);
            call(
                &scope.oche("deepEquals"),
                vec![theirs, comparable(&field.ty, name, &self.element)],
            )
        }));
        let identical = text(format!("{}(this, {other})", scope.core("identical")));
        let operands = vec![identical, infix("&&", same, 4)];
        let head = format!("{} operator ==({} {other})", scope.core("bool"), scope.core("Object"));
        arrow_below(&head, infix("||", operands, 0))
    }

    fn hash_code(&self) -> Doc {
        let scope = self.place.scope;
        let hash = |field: &Field| match needs_deep(&field.ty) {
            true => call_with_collection(
                &scope.oche("deepHash"),
                comparable(&field.ty, &field.dart_name, &self.element),
            ),
            false => text(field.dart_name.as_str()),
        };
        let body = match self.fields.all() {
            [] => text(format!("({}).hashCode", self.name)),
            [only] if needs_deep(&only.ty) => hash(only),
            [only] => text(format!("{}.hashCode", only.dart_name)),
            fields if fields.len() <= HASH_ARGUMENTS => call(
                &format!("{}.hash", scope.core("Object")),
                fields.iter().map(hash).collect(),
            ),
            fields => {
                let hashes = list("[", fields.iter().map(hash).collect(), "]");
                call_with_collection(&format!("{}.hashAll", scope.core("Object")), hashes)
            }
        };
        arrow(&format!("{} get hashCode", scope.core("int")), body)
    }

    /// `'Point(x: $x, y: $y)'`, in several strings if it is long.
    fn to_string(&self) -> Doc {
        let fields = self.fields.all();
        let last = fields.len().saturating_sub(1);
        let parts = fields.iter().enumerate().map(|(i, field)| {
            let label = match self.fields {
                Fields::Named(_) => format!("{}: ", field.dart_name),
                Fields::Unit | Fields::Tuple(_) => String::new(),
            };
            format!("{label}${}{}", field.dart_name, if i == last { ")" } else { ", " })
        });
        // The indentation, two quotes and the semicolon.
        let width = layout::WIDTH - 6 - 3;
        let mut lines = vec![format!("{}(", self.name)];
        if fields.is_empty() {
            lines[0].push(')');
        }
        for part in parts {
            match lines.last_mut() {
                Some(line) if line.chars().count() + part.chars().count() <= width => line.push_str(&part),
                _ => lines.push(part),
            }
        }
        let mut strings = Vec::new();
        for (i, line) in lines.into_iter().enumerate() {
            if i > 0 {
                strings.push(Doc::Hard);
            }
            strings.push(text(format!("'{line}'")));
        }
        arrow_below(
            &format!("{} toString()", self.place.scope.core("String")),
            concat(strings),
        )
    }
}
