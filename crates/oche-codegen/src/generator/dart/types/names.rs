//! Names of types.

use crate::generator::dart::here::Here;
use crate::generator::dart::layout::{Doc, concat, list, text};
use crate::generator::dart::package::Package;
use crate::generator::dart::plumbing::Plumbing;
use crate::generator::dart::scope::{Scope, fresh};
use crate::generator::dart::values::{Face, Home};
use crate::ir::{Api, Element, FunctionType, Generic, Labels, Type, TypeDef, TypeId, TypeKind, Value};

/// Prints types at one place of a Dart file.
pub struct Types<'a> {
    pub(super) api: &'a Api,
    pub(super) scope: Scope,
    plumbing: &'a Plumbing,
    /// The file that is printed.
    here: Here<'a>,
    /// What closures and codecs call the writer.
    pub writer: String,
    /// What closures and codecs call the reader.
    pub reader: String,
    /// The type parameters of the class or codec that is printed.
    pub(super) params: Vec<Parameter>,
}

/// A type parameter in Dart.
pub struct Parameter {
    /// `T`.
    pub name: String,
    /// Whether a codec must also be told how lists of it are written and read.
    pub in_lists: bool,
}

impl Parameter {
    /// The parameter of a codec that writes or reads it.
    pub fn codec(&self, verb: &str) -> String {
        format!("{verb}{}", self.name)
    }

    /// The parameter of a codec that writes or reads lists of it.
    pub fn list_codec(&self, verb: &str) -> String {
        format!("{verb}{}List", self.name)
    }
}

impl<'a> Types<'a> {
    /// For a place of a file.
    pub fn new(package: &'a Package<'_>, scope: &Scope, here: Here<'a>) -> Self {
        let [writer, reader] = ["w", "r"].map(|name| scope.local(name));
        Self {
            api: package.api,
            scope: scope.clone(),
            plumbing: &package.plumbing,
            here,
            writer,
            reader,
            params: Vec::new(),
        }
    }

    /// The same inside of a generic type, whose type parameters get names here.
    pub fn of(mut self, def: &TypeDef) -> Self {
        let params = def.generics.iter().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param),
            Generic::Const { .. } => None,
        });
        for param in params {
            let others: Vec<&str> = self.params.iter().map(|param| param.name.as_str()).collect();
            let name = self.scope.type_parameter(&param.name, &others);
            let in_lists = param.in_lists;
            self.params.push(Parameter { name, in_lists });
        }
        self
    }

    /// The same with the type parameters of `outer`.
    pub fn with(mut self, outer: Types<'_>) -> Self {
        self.params = outer.params;
        self
    }

    /// The type parameters of the class or codec that is printed.
    pub fn params(&self) -> &[Parameter] {
        &self.params
    }

    /// `<T, U>`, or nothing.
    pub fn param_list(&self) -> String {
        let names: Vec<&str> = self.params.iter().map(|param| param.name.as_str()).collect();
        match names.is_empty() {
            true => String::new(),
            false => format!("<{}>", names.join(", ")),
        }
    }

    /// The type as it is written in Dart.
    pub fn name(&self, ty: &Type) -> String {
        match ty {
            Type::Unit => "void".to_owned(),
            Type::Bool => self.scope.core("bool"),
            Type::Int(_) => self.scope.core("int"),
            Type::F32 | Type::F64 => self.scope.core("double"),
            Type::Char | Type::String => self.scope.core("String"),
            Type::Value(value) => self.value_name(*value),
            Type::BigNumbers(_) | Type::BigNumberArray(..) => {
                format!("{}<{}>", self.scope.core("List"), self.scope.core("BigInt"))
            }
            Type::Set(item) => format!("{}<{}>", self.scope.core("Set"), self.name(item)),
            Type::Some(inner) => format!("{}<{}>", self.scope.oche("Some"), self.name(inner)),
            Type::Signal(value) => format!("{}<{}>", self.scope.oche("Signal"), self.name(value)),
            Type::Lent(_, object) => self.name(object),
            Type::Param(at) => self.params[*at].name.clone(),
            Type::Sink(sink) => format!("{}<{}>", self.scope.oche("SinkStream"), self.name(&sink.item)),
            Type::Function(function) => {
                let params: Vec<String> = function.params.iter().map(|param| self.name(param)).collect();
                format!("{} Function({})", self.returned(function), params.join(", "))
            }
            Type::Stream(stream) => format!("{}<{}>", self.scope.core("Stream"), self.name(&stream.item)),
            Type::Numbers(element) | Type::NumberArray(element, _) => self.scope.typed_data(number_list(*element)),
            Type::List(item) | Type::Array(item, _) => format!("{}<{}>", self.scope.core("List"), self.name(item)),
            Type::Option(inner) => format!("{}?", self.name(inner)),
            Type::Record(labels, fields) => {
                let fields: Vec<String> = fields.iter().map(|field| self.name(field)).collect();
                record(*labels, fields)
            }
            Type::Map(key, value) => {
                format!("{}<{}, {}>", self.scope.core("Map"), self.name(key), self.name(value))
            }
            Type::Data(id, args) => {
                let args: Vec<String> = args.iter().map(|arg| self.name(arg)).collect();
                match args.is_empty() {
                    true => self.data_name(*id),
                    false => format!("{}<{}>", self.data_name(*id), args.join(", ")),
                }
            }
        }
    }

    /// What a function of Dart gives back.
    pub fn returned(&self, function: &FunctionType) -> String {
        let output = self.name(&function.output);
        match function.is_async {
            true => self.future(&output),
            false => output,
        }
    }

    /// A future of a type.
    pub fn future(&self, of: &str) -> String {
        format!("{}<{of}>", self.scope.core("Future"))
    }

    /// A name of Oche's support library.
    pub fn oche(&self, name: &str) -> String {
        self.scope.oche(name)
    }

    fn value_name(&self, value: Value) -> String {
        let face = Face::of(value);
        let class = match face.home {
            Home::Core => self.scope.core(face.class),
            Home::Oche => self.scope.oche(face.class),
        };
        match face.is_nullable {
            true => format!("{class}?"),
            false => class,
        }
    }

    /// The class or enum of a data type, imported if it is declared elsewhere.
    pub fn data_name(&self, id: TypeId) -> String {
        let def = self.api.type_def(id);
        self.class_name(def.library, &def.dart_name)
    }

    /// Whether a type is an enum whose variants carry nothing.
    pub fn is_plain_enum(&self, id: TypeId) -> bool {
        matches!(self.api.type_def(id).kind, TypeKind::PlainEnum(_))
    }

    /// The value of an enum for its variant number `at`, which carries nothing: a constant, with `new` before what is made
    /// anew.
    pub fn variant(&self, id: TypeId, at: usize, new: &str) -> String {
        let def = self.api.type_def(id);
        match &def.kind {
            TypeKind::PlainEnum(variants) => format!("{}.{}", self.data_name(id), variants[at].dart_name),
            TypeKind::DataEnum(variants) => {
                format!("{new}{}()", self.class_name(def.library, &variants[at].dart_name))
            }
            TypeKind::Struct(_) | TypeKind::Object { .. } | TypeKind::Interface(_) => {
                unreachable!("a variant of what is no enum")
            }
        }
    }

    /// A class that is declared in a library, imported if that is another file.
    pub fn class_name(&self, library: usize, name: &str) -> String {
        self.scope
            .class(&self.api.libraries[library].dart_file, self.here.file(), name)
    }

    /// The class behind the objects of an object type, or of what Rust implements of an interface.
    pub fn object_class(&self, id: TypeId) -> String {
        let def = self.api.type_def(id);
        let name = object_class_name(def, |name| self.scope.is_class(name));
        let home = self.plumbing.of(&self.api.libraries[def.library].dart_file);
        self.scope.plumbing(&home, self.here, &name)
    }

    /// The function of the plumbing that writes a data type.
    pub fn write_function(&self, id: TypeId) -> String {
        self.codec("write", id)
    }

    /// The function of the plumbing that reads a data type.
    pub fn read_function(&self, id: TypeId) -> String {
        self.codec("read", id)
    }

    fn codec(&self, verb: &str, id: TypeId) -> String {
        let def = self.api.type_def(id);
        let name = codec_name(verb, def, |name| self.scope.is_class(name));
        let home = self.plumbing.of(&self.api.libraries[def.library].dart_file);
        self.scope.plumbing(&home, self.here, &name)
    }

    /// The type parameter that a type is.
    pub(super) fn param(&self, ty: &Type) -> Option<&Parameter> {
        match ty {
            Type::Param(at) => self.params.get(*at),
            _ => None,
        }
    }

    /// What an element of a list is called in `depth` closures.
    pub(super) fn element(&self, depth: usize) -> String {
        self.scope.element(&match depth {
            0 => "e".to_owned(),
            _ => format!("e{}", depth + 1),
        })
    }
}

/// What the codec of a type is called in a package with the classes of `is_class`.
pub fn codec_name(verb: &str, def: &TypeDef, is_class: impl Fn(&str) -> bool) -> String {
    fresh(&format!("{verb}{}", def.dart_name), is_class)
}

/// What the class behind an object is called in a package with the classes of `is_class`: nothing else needs it than what
/// is generated.
pub fn object_class_name(def: &TypeDef, is_class: impl Fn(&str) -> bool) -> String {
    let name = match &def.kind {
        TypeKind::Interface(interface) => &interface.object_name,
        _ => &def.dart_name,
    };
    fresh(&format!("{name}Object"), is_class)
}

/// For each type parameter of a type, whether its codecs must know how lists of it are laid out.
pub fn in_lists(def: &TypeDef) -> impl Iterator<Item = bool> {
    def.generics.iter().filter_map(|generic| match generic {
        Generic::Type(param) => Some(param.in_lists),
        Generic::Const { .. } => None,
    })
}

/// A record type; one with a single field needs a comma to be one.
fn record(labels: Labels, fields: Vec<String>) -> String {
    match (labels, &fields[..]) {
        (Labels::Places, [only]) => format!("({only},)"),
        (Labels::Places, _) => format!("({})", fields.join(", ")),
        (Labels::Names(names), _) => {
            let fields = fields.iter().zip(names).map(|(ty, name)| format!("{ty} {name}"));
            format!("({{{}}})", fields.collect::<Vec<String>>().join(", "))
        }
    }
}

/// The getter of the field of a record at a place.
pub fn getter(labels: Labels, at: usize) -> String {
    match labels.name(at) {
        Some(name) => name.to_owned(),
        None => format!("${}", at + 1),
    }
}

/// A record with an expression for each field. Dart evaluates them from left to right, which is the order on the wire.
pub fn record_of(labels: Labels, mut fields: Vec<Doc>) -> Doc {
    match (labels, fields.len()) {
        (Labels::Places, 1) => concat([text("("), fields.remove(0), text(",)")]),
        (Labels::Places, _) => list("(", fields, ")"),
        (Labels::Names(names), _) => {
            let fields = fields.into_iter().zip(names);
            let fields = fields.map(|(value, name)| concat([text(format!("{name}: ")), value]));
            list("(", fields.collect(), ")")
        }
    }
}

/// The typed list of `dart:typed_data`.
fn number_list(element: Element) -> &'static str {
    match element {
        Element::I8 => "Int8List",
        Element::I16 => "Int16List",
        Element::I32 => "Int32List",
        Element::I64 => "Int64List",
        Element::U8 => "Uint8List",
        Element::U16 => "Uint16List",
        Element::U32 => "Uint32List",
        Element::U64 => "Uint64List",
        Element::F32 => "Float32List",
        Element::F64 => "Float64List",
    }
}
