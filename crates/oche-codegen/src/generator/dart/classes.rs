//! Data classes, enums and interfaces.

use askama::Template;

use super::docs::doc_comment;
use super::extras;
use super::json::{self, Json};
use super::layout::{self, Doc, arrow_below, call, call_with_collection, concat, declare, infix, list, text};
use super::literals;
use super::members::{self, Half, Members};
use super::objects;
use super::place::Place;
use super::template::render;
use super::types::{Types, comparable, needs_deep};
use super::within::declared_names;
use crate::ir::{Annotation, Docs, Field, Fields, Method, PlainVariant, Type, TypeDef, TypeId, TypeKind, Value};

/// How many fields `Object.hash` takes.
const HASH_ARGUMENTS: usize = 20;

#[derive(Template)]
#[template(path = "dart/class.dart.jinja", escape = "none")]
struct DataClass {
    docs: String,
    /// `final class ShapeCircle extends Shape`.
    head: String,
    constructor: String,
    /// Constants and factory constructors.
    first: Vec<String>,
    fields: Vec<FieldView>,
    /// Methods and whatever else calls Rust.
    members: Vec<String>,
    /// The method `copyWith`, or nothing where there is nothing to change.
    copy_with: Option<String>,
    /// The annotation `override`.
    overrides: String,
    /// `==`, unless it is among the members.
    equality: Option<String>,
    /// Unless it is among the members.
    hash_code: Option<String>,
    /// Unless it is among the members.
    to_string: Option<String>,
}

#[derive(Template)]
#[template(path = "dart/interface.dart.jinja", escape = "none")]
struct InterfaceClass {
    docs: String,
    head: String,
    /// Each with its doc comment.
    methods: Vec<String>,
}

struct FieldView {
    /// Whether an empty line stands before it.
    spaced: bool,
    docs: String,
    /// `final`, or nothing.
    modifier: &'static str,
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
    members: Vec<String>,
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
    /// The lines between the variants and the members.
    numbers: Option<Numbers>,
    members: Vec<String>,
}

/// What an enum has whose variants have numbers in Rust.
struct Numbers {
    name: String,
    int: String,
}

struct PlainVariantView {
    spaced: bool,
    docs: String,
    name: String,
    /// What follows it.
    end: &'static str,
}

/// The declarations that a type needs: one, or for an enum with data the sealed class and one for each variant.
pub fn generate(place: &Place<'_>, id: TypeId) -> Vec<String> {
    let api = place.package.api;
    let def = api.type_def(id);
    let (class, types) = place.class(def, declared_names(api, id, def));
    let docs = doc_comment(&def.docs, &place.package.links, 0) + &extras::above(&def.extras, &place.scope, 0);
    let name = &def.dart_name;
    let params = types.param_list();
    if let TypeKind::Object { .. } = &def.kind {
        return vec![objects::face(&class, id, def, docs, name, None)];
    }
    if let TypeKind::Interface(interface) = &def.kind {
        let head = format!("abstract interface class {name}");
        let methods = interface.methods.iter();
        let methods = methods.map(|method| interface_method(&class, &types, method)).collect();
        let mut declarations = vec![render(&InterfaceClass { docs, head, methods })];
        if interface.is_dyn {
            let docs = format!("/// A [{name}] that Rust implements.\n");
            declarations.push(objects::face(&class, id, def, docs, &interface.object_name, Some(name)));
        }
        return declarations;
    }
    let mut members = members::generate(&class, id, def, Half::Whole);
    let mut interfaces = Vec::new();
    if def.is_error {
        interfaces.push(class.scope.core("Exception"));
    }
    if members.is_comparable {
        interfaces.push(format!("{}<{name}>", class.scope.core("Comparable")));
    }
    let implements = match interfaces.is_empty() {
        true => String::new(),
        false => format!(" implements {}", interfaces.join(", ")),
    };
    if let Some(json) = json(&class, &types, def) {
        members.first.push(json.from_json);
        members.rest.push(json.to_json);
    }
    // What the author wrote takes the place of what would be generated.
    let is_written = |name: &str| def.style.declares.contains(name);
    members.has_equality |= def.style.no_eq || is_written("==");
    members.has_hash_code |= def.style.no_eq || is_written("hashCode");
    members.has_to_string |= is_written("toString");
    if !def.style.members.is_empty() {
        class.scope.written();
        members.rest.push(def.style.members.join("\n"));
    }
    let all = |members: Members| members.first.into_iter().chain(members.rest).collect::<Vec<String>>();
    match &def.kind {
        TypeKind::Struct(fields) => {
            let head = layout::class_head(format!("final class {name}{params}{implements}"));
            vec![data_class(&class, &types, def, docs, head, name, fields, members)]
        }
        TypeKind::PlainEnum(variants) => {
            let head = layout::class_head(format!("enum {name}{implements}"));
            vec![plain_enum(&class, docs, head, name, variants, all(members))]
        }
        // Above.
        TypeKind::Object { .. } | TypeKind::Interface(_) => Vec::new(),
        TypeKind::DataEnum(variants) => {
            let head = layout::class_head(format!("sealed class {name}{params}{implements}"));
            // What is Rust's or the author's for the whole is so for each variant.
            let of_variants = Members {
                has_equality: members.has_equality,
                has_hash_code: members.has_hash_code,
                has_to_string: members.has_to_string,
                ..Members::default()
            };
            let members = all(members);
            let mut declarations = vec![render(&SealedClass {
                docs,
                head,
                name,
                members,
            })];
            declarations.extend(variants.iter().map(|variant| {
                let fields = variant.fields.all().iter().map(|field| field.dart_name.as_str());
                let (class, types) = place.class(def, fields);
                let docs = doc_comment(&variant.docs, &place.package.links, 0)
                    + &extras::annotations(&variant.annotations, &place.scope, 0);
                let json = def
                    .style
                    .json
                    .then(|| json::class(&class, &types, &variant.dart_name, &variant.fields, Some(variant)));
                let (first, rest) = json.map(|json| (json.from_json, json.to_json)).into_iter().unzip();
                let members = Members {
                    first,
                    rest,
                    ..of_variants
                };
                let params = types.param_list();
                let head = layout::class_head(format!(
                    "final class {}{params} extends {name}{params}",
                    variant.dart_name
                ));
                data_class(
                    &class,
                    &types,
                    def,
                    docs,
                    head,
                    &variant.dart_name,
                    &variant.fields,
                    members,
                )
            }));
            declarations
        }
    }
}

fn interface_method(place: &Place<'_>, types: &Types<'_>, method: &Method) -> String {
    let docs = member_docs(place, &method.docs, &[]);
    // Only noted: what a parameter is called hides nothing in its own list.
    place.within(method.param_names.iter().map(|(_, name)| name.as_str()));
    let params = method.param_names.iter().zip(&method.function.params);
    let params = params.map(|((_, name), ty)| {
        let required = if ty.is_nullable() { "" } else { "required " };
        text(format!("{required}{} {name}", types.name(ty)))
    });
    let params: Vec<Doc> = params.collect();
    let params = match params.is_empty() {
        true => text("()"),
        false => list("({", params, "})"),
    };
    let head = text(format!("{} {}", types.returned(&method.function), method.dart_name));
    let declaration = layout::statement(concat([head, params]));
    format!("{docs}  {}", layout::print(&declaration, 2))
}

/// What the class of a type has for JSON.
fn json(class: &Place<'_>, types: &Types<'_>, def: &TypeDef) -> Option<Json> {
    let name = &def.dart_name;
    def.style.json.then(|| match &def.kind {
        TypeKind::Struct(fields) => Some(json::class(class, types, name, fields, None)),
        TypeKind::DataEnum(variants) => Some(json::sealed(class, def, variants)),
        TypeKind::PlainEnum(_) => Some(json::plain(class, name)),
        TypeKind::Object { .. } | TypeKind::Interface(_) => None,
    })?
}

#[allow(clippy::too_many_arguments)]
fn data_class(
    place: &Place<'_>,
    types: &Types<'_>,
    def: &TypeDef,
    docs: String,
    head: String,
    name: &str,
    fields: &Fields,
    members: Members,
) -> String {
    let [other, element] = ["other", "e"].map(|name| place.scope.local(name));
    let class = Class {
        place,
        types,
        name,
        fields,
        mutable: def.style.mutable,
        other,
        element,
    };
    // With the semicolon, so that the last line has room for it.
    let print = |doc: Doc| layout::print(&layout::statement(doc), 2);
    let spaced = fields
        .all()
        .iter()
        .any(|field| !field.docs.0.is_empty() || !field.annotations.is_empty());
    let fields = fields.all().iter().enumerate().map(|(i, field)| FieldView {
        spaced: spaced || i == 0,
        docs: member_docs(place, &field.docs, &field.annotations),
        modifier: if def.style.mutable { "" } else { "final " },
        ty: types.name(&field.ty),
        name: field.dart_name.clone(),
    });
    render(&DataClass {
        docs,
        head,
        fields: fields.collect(),
        constructor: print(class.constructor()),
        copy_with: match def.style.declares.contains("copyWith") {
            true => None,
            false => class.copy_with().map(print),
        },
        overrides: place.scope.core("override"),
        equality: (!members.has_equality).then(|| print(class.equality())),
        hash_code: (!members.has_hash_code).then(|| print(class.hash_code())),
        to_string: (!members.has_to_string).then(|| print(class.to_string())),
        first: members.first,
        members: members.rest,
    })
}

fn plain_enum(
    place: &Place<'_>,
    docs: String,
    head: String,
    name: &str,
    variants: &[PlainVariant],
    members: Vec<String>,
) -> String {
    let is_numbered = variants.iter().all(|variant| variant.discriminant.is_some());
    let spaced = variants
        .iter()
        .any(|variant| !variant.docs.0.is_empty() || !variant.annotations.is_empty());
    let text = |variant: &PlainVariant| match variant.discriminant.filter(|_| is_numbered) {
        Some(number) => format!("{}({number})", variant.dart_name),
        None => variant.dart_name.clone(),
    };
    let names: Vec<String> = variants.iter().map(text).collect();
    let line = format!(" {} ", names.join(", "));
    let fits = head.chars().count() + line.chars().count() + 3 <= layout::WIDTH;
    let is_plain = !is_numbered && members.is_empty();
    let last = variants.len().saturating_sub(1);
    let views = variants.iter().enumerate().map(|(i, variant)| PlainVariantView {
        spaced: spaced && i > 0,
        docs: member_docs(place, &variant.docs, &variant.annotations),
        name: text(variant),
        end: if i == last && !is_plain { ";" } else { "," },
    });
    let variants = views.collect();
    render(&PlainEnum {
        docs,
        head,
        line: (fits && !spaced && is_plain).then_some(line),
        variants,
        numbers: is_numbered.then(|| Numbers {
            name: name.to_owned(),
            int: place.scope.core("int"),
        }),
        members,
    })
}

fn member_docs(place: &Place<'_>, docs: &Docs, annotations: &[Annotation]) -> String {
    doc_comment(docs, &place.package.links, 2) + &extras::annotations(annotations, &place.scope, 2)
}

/// A class whose members are to be printed.
struct Class<'a> {
    place: &'a Place<'a>,
    types: &'a Types<'a>,
    name: &'a str,
    fields: &'a Fields,
    mutable: bool,
    /// The parameter of `operator ==`.
    other: String,
    /// An element of a list that is compared.
    element: String,
}

impl Class<'_> {
    fn constructor(&self) -> Doc {
        let param = |field: &Field| match &field.default {
            Some(value) => format!("this.{} = {}", field.dart_name, literals::default(value, self.types)),
            None => format!("this.{}", field.dart_name),
        };
        let named = |field: &Field| {
            text(if field.optional {
                param(field)
            } else {
                format!("required {}", param(field))
            })
        };
        let params = match self.fields {
            Fields::Named(fields) if !fields.is_empty() => list("({", fields.iter().map(named).collect(), "})"),
            fields => {
                let fields = fields.all().iter();
                layout::positional(fields.map(|field| (field.optional, text(param(field)))))
            }
        };
        let modifier = if self.mutable { "" } else { "const " };
        concat([text(format!("{modifier}{}", self.name)), params])
    }

    /// `copyWith`: a method, or where a field can be `null`, a getter of a function, whose type says what can be passed
    /// while the function itself can tell `null` from nothing.
    fn copy_with(&self) -> Option<Doc> {
        let (scope, types) = (&self.place.scope, self.types);
        let fields = self.fields.all();
        if fields.is_empty() || matches!(self.fields, Fields::Tuple(fields) if fields.len() == 1) {
            return None;
        }
        let class = format!("{}{}", self.name, types.param_list());
        let may_be_null = |field: &Field| field.ty.is_nullable() || matches!(field.ty, Type::Param(_));
        let is_simple = !fields.iter().any(may_be_null);
        // What is not used must not be imported.
        let unchanged = || scope.oche("unchanged");
        let argument = |field: &Field| {
            let name = &field.dart_name;
            let label = match self.fields {
                Fields::Named(_) => Some(name.as_str()),
                Fields::Unit | Fields::Positional(_) | Fields::Tuple(_) => None,
            };
            if is_simple {
                return layout::labelled(label, text(format!("{name} ?? this.{name}")));
            }
            let is_old = format!("{}({name}, {})", scope.core("identical"), unchanged());
            let new = match &field.ty {
                Type::Value(Value::Json) => name.clone(),
                ty => format!("{name} as {}", types.name(ty)),
            };
            layout::conditional(label, &is_old, &format!("this.{name}"), &new)
        };
        let copy = call(self.name, fields.iter().map(argument).collect());
        let named =
            |of: &dyn Fn(&Field) -> String| list("({", fields.iter().map(|field| text(of(field))).collect(), "})");
        if is_simple {
            let params = named(&|field| format!("{}? {}", types.name(&field.ty), field.dart_name));
            return Some(declare(concat([text(format!("{class} copyWith")), params]), copy));
        }
        let signature = named(&|field| format!("{} {}", types.name(&field.ty), field.dart_name));
        let object = scope.core("Object");
        let params = named(&|field| format!("{object}? {} = {}", field.dart_name, unchanged()));
        let ty = concat([text(format!("{class} Function")), signature]);
        Some(layout::getter_of_function(ty, "copyWith", declare(params, copy)))
    }

    fn equality(&self) -> Doc {
        let (scope, other) = (&self.place.scope, &self.other);
        let mut same = vec![text(format!("{other} is {}{}", self.name, self.types.param_list()))];
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
        let scope = &self.place.scope;
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
        declare(text(format!("{} get hashCode", scope.core("int"))), body)
    }

    /// `'Point(x: $x, y: $y)'`, in several strings if it is long.
    fn to_string(&self) -> Doc {
        let fields = self.fields.all();
        let last = fields.len().saturating_sub(1);
        let parts = fields.iter().enumerate().map(|(i, field)| {
            let label = match self.fields {
                Fields::Named(_) | Fields::Positional(_) => format!("{}: ", field.dart_name),
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
