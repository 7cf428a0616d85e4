//! The codecs of the API's types: the functions `writeX` and `readX` of the plumbing.

use askama::Template;

use super::callbacks;
use super::layout::{self, Doc, arrow, call, concat, declare, list, statement, text};
use super::place::Place;
use super::scope::Scope;
use super::template::render;
use super::types::Types;
use crate::ir::{Fields, TypeDef, TypeId, TypeKind};

#[derive(Template)]
#[template(path = "dart/write_struct.dart.jinja", escape = "none")]
struct WriteStruct {
    head: String,
    statements: Vec<String>,
    recursive: bool,
}

#[derive(Template)]
#[template(path = "dart/read_empty_struct.dart.jinja", escape = "none")]
struct ReadEmptyStruct<'a> {
    head: String,
    reader: &'a str,
    class: String,
}

#[derive(Template)]
#[template(path = "dart/read_struct.dart.jinja", escape = "none")]
struct ReadStruct<'a> {
    head: String,
    reader: &'a str,
    place: String,
    size: usize,
    value: String,
}

/// Numbers at the start of a struct, whose bytes are checked for together.
#[derive(Default)]
struct Leading {
    /// The expressions that read them.
    reads: Vec<String>,
    /// How many bytes they are.
    size: usize,
}

#[derive(Template)]
#[template(path = "dart/read_enum.dart.jinja", escape = "none")]
struct ReadEnum<'a> {
    head: String,
    reader: &'a str,
    tag: String,
    name: String,
}

#[derive(Template)]
#[template(path = "dart/write_data_enum.dart.jinja", escape = "none")]
struct WriteDataEnum {
    head: String,
    value: String,
    variants: Vec<WriteVariant>,
    recursive: bool,
}

struct WriteVariant {
    class: String,
    statements: Vec<String>,
}

#[derive(Template)]
#[template(path = "dart/read_data_enum.dart.jinja", escape = "none")]
struct ReadDataEnum<'a> {
    head: String,
    reader: &'a str,
    tag: String,
    name: String,
    /// For each variant the expression that reads it.
    variants: Vec<String>,
    recursive: bool,
}

/// Prints the codecs of one type.
struct Codecs<'a> {
    types: Types<'a>,
    scope: Scope,
    /// The value that a codec writes.
    value: String,
}

/// The codecs of one type, in the directions in which it travels.
pub fn generate(place: &Place<'_>, id: TypeId) -> Vec<String> {
    let def = place.package.api.type_def(id);
    let params = place.types().of(def);
    let names = params.params().iter().flat_map(|param| {
        let codecs = ["write", "read"].map(|verb| [param.codec(verb), param.list_codec(verb)]);
        codecs.into_iter().flatten().chain([param.name.clone()])
    });
    let within = place.within(names);
    let codecs = Codecs {
        types: within.types().with(params),
        value: within.scope.local("v"),
        scope: within.scope,
    };
    let write = def.to_rust.then(|| codecs.write(id, def));
    // What has methods of its own in Rust cannot be read if Rust cannot make objects of it.
    let is_readable = !matches!(&def.kind, TypeKind::Interface(interface) if !interface.is_dyn);
    let read = (def.to_dart && is_readable).then(|| codecs.read(id, def));
    write.into_iter().chain(read).map(set_in).collect()
}

impl Codecs<'_> {
    /// The parameters that tell a codec how the type parameters are written or read.
    fn param_codecs(&self, verb: &str) -> Vec<Doc> {
        let (writer, reader) = (self.scope.oche("Writer"), self.scope.oche("Reader"));
        let list = self.scope.core("List");
        let function = |ty: &str, name: String| {
            text(match verb {
                "write" => format!("void Function({writer}, {ty}) {name}"),
                _ => format!("{ty} Function({reader}) {name}"),
            })
        };
        let params = self.types.params().iter();
        params
            .flat_map(|param| {
                let of_list = param
                    .in_lists
                    .then(|| function(&format!("{list}<{}>", param.name), param.list_codec(verb)));
                std::iter::once(function(&param.name, param.codec(verb))).chain(of_list)
            })
            .collect()
    }

    fn write(&self, id: TypeId, def: &TypeDef) -> String {
        let (writer, value) = (self.types.writer.as_str(), &self.value);
        let writer_type = self.scope.oche("Writer");
        let params = self.types.param_list();
        let class = format!("{}{params}", self.types.data_name(id));
        let mut arguments = vec![
            text(format!("{writer_type} {writer}")),
            text(format!("{class} {value}")),
        ];
        arguments.extend(self.param_codecs("write"));
        let head = concat([
            text(format!("void {}{params}", self.types.write_function(id))),
            list("(", arguments, ")"),
        ]);
        match &def.kind {
            TypeKind::Struct(fields) => {
                let mut statements = self.write_fields(fields, 2);
                if statements.is_empty() {
                    statements.push(format!("{writer}.unit();"));
                }
                let head = body_head(head, writer, def.recursive);
                render(&WriteStruct {
                    head,
                    statements,
                    recursive: def.recursive,
                })
            }
            TypeKind::Interface(interface) => {
                let object = interface.is_dyn.then(|| self.types.object_class(id));
                let head = body_head(head, writer, false);
                callbacks::write_interface(&self.types, head, &class, interface, object, value)
            }
            TypeKind::Object { .. } => {
                let body = call(&format!("{writer}.takenObject"), vec![text(value.as_str())]);
                layout::print(&statement(declare(head, body)), 0) + "\n"
            }
            TypeKind::PlainEnum(_) => {
                let body = call(&format!("{writer}.tag"), vec![text(format!("{value}.index"))]);
                layout::print(&statement(declare(head, body)), 0) + "\n"
            }
            TypeKind::DataEnum(variants) => {
                let variants = variants.iter().enumerate().map(|(place, variant)| {
                    let mut statements = vec![format!("{writer}.tag({place});")];
                    statements.extend(self.write_fields(&variant.fields, 6));
                    WriteVariant {
                        class: format!("{}{params}", self.types.class_name(def.library, &variant.dart_name)),
                        statements,
                    }
                });
                render(&WriteDataEnum {
                    head: body_head(head, writer, def.recursive),
                    value: value.clone(),
                    variants: variants.collect(),
                    recursive: def.recursive,
                })
            }
        }
    }

    fn write_fields(&self, fields: &Fields, indent: usize) -> Vec<String> {
        let fields = fields.all().iter();
        let calls = fields.flat_map(|field| {
            self.types
                .write(&field.ty, &format!("{}.{}", self.value, field.dart_name))
        });
        calls.map(|call| layout::print(&statement(call), indent)).collect()
    }

    fn read(&self, id: TypeId, def: &TypeDef) -> String {
        let reader = self.types.reader.as_str();
        let reader_type = self.scope.oche("Reader");
        let params = self.types.param_list();
        let class = format!("{}{params}", self.types.data_name(id));
        let mut arguments = vec![text(format!("{reader_type} {reader}"))];
        arguments.extend(self.param_codecs("read"));
        let head = concat([
            text(format!("{class} {}{params}", self.types.read_function(id))),
            list("(", arguments, ")"),
        ]);
        let class = self.types.data_name(id);
        match &def.kind {
            TypeKind::Struct(fields) if fields.all().is_empty() => render(&ReadEmptyStruct {
                head: body_head(head, reader, false),
                reader,
                class,
            }),
            TypeKind::Struct(fields) => {
                let place = self.scope.local("at");
                let leading = self.leading(fields, &place);
                if leading.reads.len() > 1 && !def.recursive {
                    let value = self.read_fields(&class, fields, &leading.reads);
                    return render(&ReadStruct {
                        head: body_head(head, reader, false),
                        reader,
                        place,
                        size: leading.size,
                        value: layout::print(&statement(concat([text("return "), value])), 2),
                    });
                }
                let value = self.read_fields(&class, fields, &[]);
                let body = match def.recursive {
                    true => call(&format!("{reader}.nested"), vec![arrow("()", value)]),
                    false => value,
                };
                layout::print(&statement(declare(head, body)), 0) + "\n"
            }
            TypeKind::Object { .. } | TypeKind::Interface(_) => {
                let read = match &def.kind {
                    TypeKind::Interface(_) => format!("{reader}.implementor<{class}>"),
                    _ => format!("{reader}.object"),
                };
                let body = call(&read, vec![text(format!("{}.new", self.types.object_class(id)))]);
                layout::print(&statement(declare(head, body)), 0) + "\n"
            }
            TypeKind::PlainEnum(_) => {
                let head = body_head(head, reader, false);
                render(&ReadEnum {
                    head,
                    reader,
                    tag: self.scope.local("tag"),
                    name: class,
                })
            }
            TypeKind::DataEnum(variants) => {
                let variants = variants.iter().enumerate().map(|(place, variant)| {
                    let class = self.types.class_name(def.library, &variant.dart_name);
                    let value = self.read_fields(&class, &variant.fields, &[]);
                    layout::print(&concat([text(format!("{place} => ")), value, text(",")]), 4)
                });
                render(&ReadDataEnum {
                    head: body_head(head, reader, def.recursive),
                    reader,
                    tag: self.scope.local("tag"),
                    name: class,
                    variants: variants.collect(),
                    recursive: def.recursive,
                })
            }
        }
    }

    /// The numbers with which a struct begins, read from `place` on.
    fn leading(&self, fields: &Fields, place: &str) -> Leading {
        let mut leading = Leading::default();
        for field in fields.all() {
            let place = match leading.size {
                0 => place.to_owned(),
                before => format!("{place} + {before}"),
            };
            let Some((read, size)) = self.types.read_at(&field.ty, &place) else {
                break;
            };
            leading.reads.push(read);
            leading.size += size;
        }
        leading
    }

    /// The constructor call that reads a struct or variant; the first fields by `leading`.
    fn read_fields(&self, class: &str, fields: &Fields, leading: &[String]) -> Doc {
        let reads = fields
            .all()
            .iter()
            .enumerate()
            .map(|(at, field)| match leading.get(at) {
                Some(read) => text(read.as_str()),
                None => self.types.read(&field.ty),
            });
        match fields {
            // A constant knows no type parameters.
            _ if fields.all().is_empty() && !self.types.params().is_empty() => text(format!("{class}()")),
            _ if fields.all().is_empty() => text(format!("const {class}()")),
            Fields::Unit => text(format!("const {class}()")),
            Fields::Named(fields) => {
                let named = fields.iter().zip(reads);
                let named = named.map(|(field, read)| concat([text(format!("{}: ", field.dart_name)), read]));
                call(class, named.collect())
            }
            Fields::Positional(_) | Fields::Tuple(_) => call(class, reads.collect()),
        }
    }
}

/// A codec's head up to the brace that opens its body. A recursive type's body is counted by `nested`.
fn body_head(head: Doc, counter: &str, recursive: bool) -> String {
    layout::print(
        &match recursive {
            true => declare(head, text(format!("{counter}.nested(() {{"))),
            false => concat([head, text(" {")]),
        },
        0,
    )
}

/// Sets the lines of a codec in whose body begins below its head.
fn set_in(codec: String) -> String {
    let mut lines = codec.lines();
    let below = lines.next().is_some_and(|head| head.ends_with("=>"));
    if !below || !lines.next().is_some_and(|line| line.ends_with('{')) {
        return codec;
    }
    let lines = codec.lines().enumerate();
    let lines = lines.map(|(at, line)| match at > 1 && !line.is_empty() {
        true => format!("    {line}\n"),
        false => format!("{line}\n"),
    });
    lines.collect()
}
