//! `toJson` and `fromJson`.

use super::layout::{self, Doc, arrow, call, clause, concat, list, statement, text};
use super::literals;
use super::place::Place;
use super::scope::Scope;
use super::types::{Types, element_method, getter, record_of};
use super::values::Face;
use crate::ir::{Field, Fields, Labels, Type, TypeDef, Value, Variant};

/// The two members of a class, each as it stands there.
pub struct Json {
    pub from_json: String,
    pub to_json: String,
}

/// What reads and writes documents at one place of a file.
struct Codec<'a> {
    scope: &'a Scope,
    types: &'a Types<'a>,
}

/// The parameter of `fromJson`.
const DOCUMENT: &str = "json";

/// The members of the class of a struct, or of the variant `variant`, at the place within the class.
pub fn class(place: &Place<'_>, types: &Types<'_>, name: &str, fields: &Fields, variant: Option<&Variant>) -> Json {
    let scope = &place.scope;
    let codec = Codec { scope, types };
    let tag = variant.map(|variant| text(format!("'type': {}", literals::quoted(&variant.json_name))));
    let entries = fields.all().iter().map(|field| {
        let name = &field.dart_name;
        concat([text(format!("'{name}': ")), codec.write(&field.ty, name, 0)])
    });
    let map = list("{", tag.into_iter().chain(entries).collect(), "}");
    let head = format!("{} toJson()", object(scope));
    let overriding = match variant {
        Some(_) => format!("  @{}\n", scope.core("override")),
        None => "  /// The value as a JSON document.\n".to_owned(),
    };
    let reading = place.within([DOCUMENT]);
    let body = Codec {
        scope: &reading.scope,
        types: &reading.types(),
    }
    .construct(name, fields);
    Json {
        from_json: from_json(scope, name, body, fields.all().is_empty()),
        to_json: format!("{overriding}  {}", layout::print(&statement(arrow(&head, map)), 2)),
    }
}

/// The members of the sealed class of an enum with data.
pub fn sealed(place: &Place<'_>, def: &TypeDef, variants: &[Variant]) -> Json {
    let scope = &place.scope;
    let name = &def.dart_name;
    let reading = place.within([DOCUMENT]);
    let (types, unknown) = (reading.types(), reading.scope.local("type"));
    let mut cases = String::new();
    for variant in variants {
        let tag = literals::quoted(&variant.json_name);
        let class = types.class_name(def.library, &variant.dart_name);
        cases += &format!("        {tag} => {class}.fromJson({DOCUMENT}),\n");
    }
    let refusal = format!("{}({unknown}, '{name}')", scope.oche("unknownJsonType"));
    let head = format!("factory {name}.fromJson({} {DOCUMENT}) =>", object(scope));
    Json {
        from_json: format!(
            "{READS}  {head}\n      switch ({}({DOCUMENT})) {{\n{cases}        final {unknown} => throw {refusal},\n      }};",
            scope.oche("readJsonType")
        ),
        to_json: format!("  /// The value as a JSON document.\n  {} toJson();", object(scope)),
    }
}

/// The members of an enum without data, whose document is its name.
pub fn plain(place: &Place<'_>, enum_name: &str) -> Json {
    let scope = &place.scope;
    let string = scope.core("String");
    // The getter that every enum has comes from an extension: any member of this name hides it, and without `this` a
    // function of the library does as well.
    let name = match scope.hides("name") {
        true => format!("{}(this).name", scope.core("EnumName")),
        false if scope.declares("name") => "this.name".to_owned(),
        false => "name".to_owned(),
    };
    let body = call(&scope.oche("readJsonEnum"), vec![text(DOCUMENT), text("values")]);
    let head = format!("factory {enum_name}.fromJson({string} {DOCUMENT})");
    Json {
        from_json: format!(
            "{READS}  {}",
            layout::print(&statement(layout::arrow_below(&head, body)), 2)
        ),
        to_json: format!("  /// The name of the value, which is its JSON document.\n  {string} toJson() => {name};"),
    }
}

const READS: &str = "  /// Reads what [toJson] writes.\n";

fn from_json(scope: &Scope, name: &str, body: Doc, is_empty: bool) -> String {
    let head = format!("factory {name}.fromJson({} {DOCUMENT})", object(scope));
    // Without arguments there is nothing in the body that could break.
    let doc = if is_empty {
        layout::arrow_below(&head, body)
    } else {
        arrow(&head, body)
    };
    format!("{READS}  {}", layout::print(&statement(doc), 2))
}

/// `Map<String, Object?>`.
fn object(scope: &Scope) -> String {
    let [map, string, object] = ["Map", "String", "Object"].map(|name| scope.core(name));
    format!("{map}<{string}, {object}?>")
}

/// How the text of a value's document is made, for types whose values have a member for it.
fn member(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Value(value) => Face::of(*value).to_json,
        Type::Data(..) => Some("toJson()"),
        _ => None,
    }
}

/// Whether a value is its own document.
fn is_document(ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Int(_) | Type::F32 | Type::F64 | Type::Char | Type::String | Type::Value(Value::Json) => {
            true
        }
        Type::Option(inner) => is_document(inner),
        _ => false,
    }
}

fn has_text_keys(key: &Type) -> bool {
    matches!(key, Type::String | Type::Char)
}

impl Codec<'_> {
    /// A name for the element of a collection at this depth.
    fn element(&self, depth: usize) -> String {
        let name = match depth {
            0 => "e".to_owned(),
            _ => format!("e{}", depth + 1),
        };
        self.scope.local(&name)
    }

    /// The document of `value`, an expression that can be evaluated more than once.
    fn write(&self, ty: &Type, value: &str, depth: usize) -> Doc {
        if is_document(ty) {
            return text(value);
        }
        if let Some(member) = member(ty) {
            return text(format!("{value}.{member}"));
        }
        let element = self.element(depth);
        let each = |of: &str, open: &str, what: Doc, close: &str| {
            list(
                open,
                vec![clause(&format!("for (final {element} in {of})"), what)],
                close,
            )
        };
        let entries = format!("{value}.entries");
        let copy = |open: &str, close: &str| text(format!("{open}...{value}{close}"));
        match ty {
            Type::Option(inner) => match member(inner) {
                Some(member) => text(format!("{value}?.{member}")),
                None => {
                    let write = arrow(&format!("({element})"), self.write(inner, &element, depth + 1));
                    call(&self.scope.oche("writeJsonOption"), vec![text(value), write])
                }
            },
            Type::Numbers(_) | Type::NumberArray(..) => copy("[", "]"),
            Type::BigNumbers(_) | Type::BigNumberArray(..) => {
                each(value, "[", text(format!("{element}.toString()")), "]")
            }
            Type::List(item) | Type::Array(item, _) | Type::Set(item) => match is_document(item) {
                true => copy("[", "]"),
                false => each(value, "[", self.write(item, &element, depth + 1), "]"),
            },
            Type::Map(key, item) if has_text_keys(key) => match is_document(item) {
                true => copy("{", "}"),
                false => {
                    let item = self.write(item, &format!("{element}.value"), depth + 1);
                    each(&entries, "{", concat([text(format!("{element}.key: ")), item]), "}")
                }
            },
            Type::Map(key, item) => {
                let key = self.write(key, &format!("{element}.key"), depth + 1);
                let item = self.write(item, &format!("{element}.value"), depth + 1);
                each(&entries, "[", list("[", vec![key, item], "]"), "]")
            }
            Type::Record(Labels::Names(names), fields) => {
                let entries = fields.iter().zip(*names).map(|(ty, name)| {
                    let field = self.write(ty, &format!("{value}.{name}"), depth);
                    concat([text(format!("'{name}': ")), field])
                });
                list("{", entries.collect(), "}")
            }
            Type::Record(labels @ Labels::Places, fields) => {
                let fields = fields.iter().enumerate();
                let fields = fields.map(|(i, ty)| self.write(ty, &format!("{value}.{}", getter(*labels, i)), depth));
                list("[", fields.collect(), "]")
            }
            Type::Some(inner) => list("[", vec![self.write(inner, &format!("{value}.value"), depth)], "]"),
            // Everything else has a member, is its own document, or is not in a class that has JSON.
            _ => text(value),
        }
    }

    /// The call of the constructor.
    fn construct(&self, name: &str, fields: &Fields) -> Doc {
        let arguments = fields.all().iter().map(|field| {
            let value = self.field(field);
            match fields {
                Fields::Named(_) => concat([text(format!("{}: ", field.dart_name)), value]),
                Fields::Unit | Fields::Positional(_) | Fields::Tuple(_) => value,
            }
        });
        let constant = if fields.all().is_empty() { "const " } else { "" };
        call(&format!("{constant}{name}"), arguments.collect())
    }

    fn field(&self, field: &Field) -> Doc {
        let mut arguments = vec![text(DOCUMENT), text(format!("'{}'", field.dart_name))];
        let function = match &field.default {
            Some(value) => {
                arguments.push(text(literals::default(value, self.types)));
                "readJsonFieldOr"
            }
            None => "readJsonField",
        };
        arguments.push(self.reader(&field.ty));
        call(&self.scope.oche(function), arguments)
    }

    /// The function that reads a value.
    fn reader(&self, ty: &Type) -> Doc {
        let known = |name: &str| text(self.scope.oche(&format!("readJson{name}")));
        let value = self.scope.local("v");
        let closure = |function: String, more: Vec<Doc>| {
            let arguments = std::iter::once(text(value.as_str())).chain(more).collect();
            arrow(&format!("({value})"), call(&function, arguments))
        };
        let container = |name: &str, more: Vec<Doc>| closure(self.scope.oche(&format!("readJson{name}")), more);
        match ty {
            Type::Bool => known("Bool"),
            Type::Int(_) => known("Int"),
            Type::F32 | Type::F64 => known("Double"),
            Type::Char | Type::String => known("String"),
            Type::Value(value) => known(Face::of(*value).from_json),
            Type::Numbers(element) | Type::NumberArray(element, _) => {
                known(&format!("{}List", element_method(*element).to_uppercase()))
            }
            Type::BigNumbers(_) | Type::BigNumberArray(..) => container("List", vec![known("BigInt")]),
            Type::List(item) | Type::Array(item, _) => container("List", vec![self.reader(item)]),
            Type::Set(item) => container("Set", vec![self.reader(item)]),
            Type::Option(inner) => container("Option", vec![self.reader(inner)]),
            Type::Map(key, item) if has_text_keys(key) => container("Map", vec![self.reader(item)]),
            Type::Map(key, item) => container("Pairs", vec![self.reader(key), self.reader(item)]),
            Type::Record(labels @ Labels::Names(names), fields) => {
                let fields = fields
                    .iter()
                    .zip(*names)
                    .map(|(ty, name)| self.item(&format!("'{name}'"), ty));
                let record = record_of(*labels, fields.collect());
                container("Record", vec![arrow(&format!("({})", self.at()), record)])
            }
            Type::Record(labels @ Labels::Places, fields) => {
                let items = fields.iter().enumerate().map(|(i, ty)| self.item(&i.to_string(), ty));
                let record = record_of(*labels, items.collect());
                container(
                    "Tuple",
                    vec![
                        text(fields.len().to_string()),
                        arrow(&format!("({})", self.at()), record),
                    ],
                )
            }
            Type::Some(inner) => {
                let some = call(&self.scope.oche("Some"), vec![self.item("0", inner)]);
                container("Tuple", vec![text("1"), arrow(&format!("({})", self.at()), some)])
            }
            Type::Data(id, _) => {
                let document = match self.types.is_plain_enum(*id) {
                    true => "readJsonString",
                    false => "readJsonObject",
                };
                let document = call(&self.scope.oche(document), vec![text(value.as_str())]);
                let read = call(&format!("{}.fromJson", self.types.data_name(*id)), vec![document]);
                arrow(&format!("({value})"), read)
            }
            // A generic class has no JSON, and neither has a function, a stream, a signal or an object.
            Type::Unit
            | Type::Param(_)
            | Type::Function(_)
            | Type::Stream(_)
            | Type::Sink(_)
            | Type::Signal(_)
            | Type::Lent(..) => known("Any"),
        }
    }

    /// The value at a place of a list, or of a name in an object.
    fn item(&self, at: &str, ty: &Type) -> Doc {
        call(&self.at(), vec![text(at), self.reader(ty)])
    }

    /// The function that reads the items of a list or the fields of an object.
    fn at(&self) -> String {
        self.scope.local("at")
    }
}
