//! An API that has every kind of type, lane, error and way to pass an argument.

use crate::ir::*;

/// The whole API.
pub fn api() -> Api {
    let mut api = Api {
        crate_name: "test_crate".to_owned(),
        dart_package: "test_package".to_owned(),
        schema_hash: "0123456789abcdef".to_owned(),
        libraries: ["api", "api::lights", "model"].into_iter().map(library).collect(),
        types: types(),
        functions: functions(),
        constants: Vec::new(),
        init: None,
    };
    api.libraries[0].docs = docs(&["The test API.", "", "It uses [`crate::model::Point`]."]);
    for (id, def) in api.types.iter().enumerate() {
        api.libraries[def.library].types.push(TypeId(id));
    }
    for (index, function) in api.functions.iter().enumerate() {
        api.libraries[function.library].functions.push(index);
    }
    api
}

fn library(module: &str) -> Library {
    Library {
        rust_module: module.to_owned(),
        dart_file: format!("{}.dart", module.replace("::", "/")),
        docs: Docs::default(),
        types: Vec::new(),
        functions: Vec::new(),
    }
}

pub fn docs(lines: &[&str]) -> Docs {
    Docs(lines.iter().map(|line| line.to_string()).collect())
}

/// A type of the API that is not generic.
pub fn plain(id: TypeId) -> Type {
    Type::Data(id, Vec::new())
}

pub fn int(int: Int) -> Type {
    Type::Int(int)
}

pub fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

pub fn option(ty: Type) -> Type {
    Type::Option(Box::new(ty))
}

pub fn record(fields: Vec<Type>) -> Type {
    Type::Record(Labels::Places, fields)
}

pub fn map(key: Type, value: Type) -> Type {
    Type::Map(Box::new(key), Box::new(value))
}

/// `battery_level` as `batteryLevel`.
pub fn camel(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| camel + &word[..1].to_uppercase() + &word[1..])
}

pub fn field(name: &str, ty: Type) -> Field {
    let optional = matches!(ty, Type::Option(_));
    Field {
        rust_name: name.to_owned(),
        dart_name: camel(name),
        docs: Docs::default(),
        annotations: Vec::new(),
        ty,
        optional,
        default: None,
    }
}

pub fn named(fields: Vec<(&str, Type)>) -> Fields {
    Fields::Named(fields.into_iter().map(|(name, ty)| field(name, ty)).collect())
}

pub fn tuple(types: Vec<Type>) -> Fields {
    let count = types.len();
    let fields = types.into_iter().enumerate().map(|(i, ty)| Field {
        dart_name: if count == 1 {
            "value".to_owned()
        } else {
            format!("field{i}")
        },
        optional: false,
        ..field(&i.to_string(), ty)
    });
    Fields::Tuple(fields.collect())
}

pub fn variant(owner: &str, name: &str, fields: Fields) -> Variant {
    Variant {
        rust_name: name.to_owned(),
        dart_name: format!("{owner}{name}"),
        json_name: name.to_lowercase(),
        docs: Docs::default(),
        annotations: Vec::new(),
        fields,
    }
}

pub fn plain_variant(name: &str) -> PlainVariant {
    PlainVariant {
        rust_name: name.to_owned(),
        dart_name: name.to_lowercase(),
        docs: Docs::default(),
        annotations: Vec::new(),
        discriminant: None,
    }
}

/// A type that travels in both directions.
pub fn data(library: usize, path: &str, kind: TypeKind) -> TypeDef {
    TypeDef {
        rust_path: format!("crate::{path}"),
        dart_name: path.rsplit("::").next().unwrap_or_default().to_owned(),
        library,
        docs: Docs::default(),
        extras: Default::default(),
        style: Default::default(),
        generics: Vec::new(),
        kind,
        members: Vec::new(),
        foreign: None,
        recursive: false,
        is_error: false,
        to_rust: true,
        to_dart: true,
        condition: None,
        by_ref: false,
        hands_over: false,
    }
}

pub const DURATION: TypeId = TypeId(0);
pub const EVERYTHING: TypeId = TypeId(1);
pub const MARKER: TypeId = TypeId(2);
pub const MONEY: TypeId = TypeId(3);
pub const PARSE_ERROR: TypeId = TypeId(4);
pub const SHAPE: TypeId = TypeId(5);
pub const SPAN: TypeId = TypeId(6);
pub const TREE: TypeId = TypeId(7);
pub const WIDE: TypeId = TypeId(8);
pub const EXPRESSION: TypeId = TypeId(9);
pub const LIGHT: TypeId = TypeId(10);
pub const SIGNAL: TypeId = TypeId(11);
pub const POINT: TypeId = TypeId(12);

fn types() -> Vec<TypeDef> {
    use Type::{F32, F64};
    let everything = named(vec![
        ("flag", Type::Bool),
        ("tiny", int(Int::I8)),
        ("short", int(Int::I16)),
        ("normal", int(Int::I32)),
        ("long", int(Int::I64)),
        ("tiny_unsigned", int(Int::U8)),
        ("short_unsigned", int(Int::U16)),
        ("normal_unsigned", int(Int::U32)),
        ("long_unsigned", int(Int::U64)),
        ("signed_size", int(Int::Isize)),
        ("size", int(Int::Usize)),
        ("float", F32),
        ("double", F64),
        ("letter", Type::Char),
        ("r#type", Type::String),
        ("elapsed", Type::Value(Value::Duration)),
        ("bytes", Type::Numbers(Element::U8)),
        ("key", Type::NumberArray(Element::U8, 16)),
        ("rows", list(list(Type::Numbers(Element::F64)))),
        ("corners", Type::Array(Box::new(plain(POINT)), 4)),
        ("note", option(Type::String)),
        ("pair", record(vec![int(Int::I32), Type::String])),
        ("single", record(vec![int(Int::I32)])),
        (
            "track",
            record(vec![Type::String, Type::Numbers(Element::F32), record(vec![F64, F64])]),
        ),
        ("tracks", list(record(vec![Type::String, Type::Numbers(Element::F32)]))),
        (
            "maybe_track",
            option(record(vec![Type::String, list(option(int(Int::U8)))])),
        ),
        ("by_name", map(Type::String, plain(POINT))),
        (
            "by_id",
            map(int(Int::U32), record(vec![Type::Bool, list(Type::String)])),
        ),
        ("shape", option(plain(SHAPE))),
        ("marker", plain(MARKER)),
    ]);
    let wide = (0..21)
        .map(|i| (format!("field_{i}"), int(Int::U8)))
        .collect::<Vec<_>>();
    let wide = named(wide.iter().map(|(name, ty)| (name.as_str(), ty.clone())).collect());
    let shape = vec![
        variant(
            "Shape",
            "Circle",
            named(vec![("center", plain(POINT)), ("radius", F64)]),
        ),
        variant("Shape", "Polygon", tuple(vec![list(plain(POINT)), Type::Bool])),
        variant("Shape", "Empty", Fields::Unit),
    ];
    let parse_error = vec![
        variant(
            "ParseError",
            "Syntax",
            named(vec![("line", int(Int::U32)), ("text", Type::String)]),
        ),
        variant("ParseError", "Empty", Fields::Unit),
    ];
    let expression = vec![
        variant("Expression", "Number", tuple(vec![F64])),
        variant("Expression", "Sum", tuple(vec![list(plain(EXPRESSION))])),
    ];
    let signal = vec![plain_variant("Red"), plain_variant("Amber"), plain_variant("Green")];
    let mut types = vec![
        data(0, "api::Duration", TypeKind::Struct(tuple(vec![int(Int::U64)]))),
        data(0, "api::Everything", TypeKind::Struct(everything)),
        data(0, "api::Marker", TypeKind::Struct(Fields::Unit)),
        data(
            0,
            "api::Money",
            TypeKind::Struct(tuple(vec![int(Int::I64), Type::String])),
        ),
        data(0, "api::ParseError", TypeKind::DataEnum(parse_error)),
        data(0, "api::Shape", TypeKind::DataEnum(shape)),
        data(
            0,
            "api::Span",
            TypeKind::Struct(named(vec![("other", int(Int::U8)), ("r", Type::String)])),
        ),
        data(
            0,
            "api::Tree",
            TypeKind::Struct(named(vec![("label", Type::String), ("children", list(plain(TREE)))])),
        ),
        data(0, "api::Wide", TypeKind::Struct(wide)),
        data(1, "api::lights::Expression", TypeKind::DataEnum(expression)),
        data(
            1,
            "api::lights::Light",
            TypeKind::PlainEnum(vec![plain_variant("On"), plain_variant("Off")]),
        ),
        data(1, "api::lights::Signal", TypeKind::PlainEnum(signal)),
        data(2, "model::Point", TypeKind::Struct(named(vec![("x", F64), ("y", F64)]))),
    ];
    types[PARSE_ERROR.0].is_error = true;
    types[PARSE_ERROR.0].to_rust = false;
    types[WIDE.0].to_dart = false;
    types[TREE.0].recursive = true;
    types[EXPRESSION.0].recursive = true;
    types[POINT.0].docs = docs(&["A place.", "", "Compare [`Shape::Circle`] and [`crate::api::add`]."]);
    types[SIGNAL.0].docs = docs(&["What to do."]);
    let TypeKind::PlainEnum(signal) = &mut types[SIGNAL.0].kind else {
        unreachable!()
    };
    signal[0].docs = docs(&["Stop."]);
    let TypeKind::Struct(Fields::Named(point)) = &mut types[POINT.0].kind else {
        unreachable!()
    };
    point[0].docs = docs(&["To the right, in metres."]);
    types
}

pub fn param(name: &str, ty: Type) -> Param {
    let optional = matches!(ty, Type::Option(_));
    Param {
        rust_name: name.to_owned(),
        dart_name: camel(name),
        annotations: Vec::new(),
        ty,
        pass: Pass::Value,
        optional,
        default: None,
        receiver: false,
        positional: false,
        guards: None,
        overflow: None,
    }
}

fn lent(name: &str, ty: Type) -> Param {
    Param {
        pass: Pass::Ref,
        ..param(name, ty)
    }
}

pub fn function(library: usize, path: &str, lane: Lane, params: Vec<Param>, ok: Type) -> Function {
    Function {
        rust_path: format!("crate::{path}"),
        dart_name: camel(path.rsplit("::").next().unwrap_or_default()),
        library,
        member: None,
        body: Body::Call,
        docs: Docs::default(),
        extras: Default::default(),
        params,
        output: Output {
            ok,
            error: None,
            item_error: None,
        },
        lane,
        sink: None,
        window: None,
        condition: None,
    }
}

fn failing(error: ErrorType, function: Function) -> Function {
    let output = Output {
        error: Some(error),
        ..function.output
    };
    Function { output, ..function }
}

fn failing_items(error: ErrorType, function: Function) -> Function {
    let output = Output {
        item_error: Some(error),
        ..function.output
    };
    Function { output, ..function }
}

fn read_stream(name: &str, item: Type, form: StreamForm, failure: Failure) -> Param {
    let stream = StreamType {
        item,
        failure,
        window: 64,
    };
    Param {
        pass: Pass::Stream(form),
        ..param(name, Type::Stream(Box::new(stream)))
    }
}

const STREAM: Lane = Lane::Stream { async_start: false };
const ASYNC_STREAM: Lane = Lane::Stream { async_start: true };

fn functions() -> Vec<Function> {
    use Lane::{Async, Blocking, Direct, Sync};
    use Type::{Bool, Char, F32, F64, String, Unit};
    let text = || Param {
        pass: Pass::BorrowStr,
        ..param("text", String)
    };
    let samples = || Param {
        pass: Pass::BorrowNumbers,
        ..param("samples", Type::Numbers(Element::F64))
    };
    let integers = [
        ("a", int(Int::I8)),
        ("b", int(Int::I16)),
        ("c", int(Int::I32)),
        ("d", int(Int::I64)),
        ("e", int(Int::U8)),
        ("f", int(Int::U16)),
        ("g", int(Int::U32)),
        ("h", int(Int::U64)),
        ("i", int(Int::Isize)),
        ("j", int(Int::Usize)),
    ];
    let integers = integers.into_iter().map(|(name, ty)| param(name, ty)).collect();
    let mut add = function(
        0,
        "api::add",
        Direct,
        vec![param("a", int(Int::I32)), param("b", int(Int::I32))],
        int(Int::I32),
    );
    add.docs = docs(&["Adds.", "", "```", "# hidden();", "assert_eq!(add(1, 2), 3);", "```"]);
    vec![
        add,
        function(0, "api::ping", Direct, vec![], Unit),
        function(0, "api::sum_all", Direct, integers, int(Int::U64)),
        function(
            0,
            "api::scale",
            Direct,
            vec![param("result", F32), param("context", F64), param("bridge", Bool)],
            F64,
        ),
        function(0, "api::next_letter", Direct, vec![param("letter", Char)], Char),
        function(0, "api::signed_size", Direct, vec![], int(Int::Isize)),
        function(0, "api::size", Direct, vec![], int(Int::Usize)),
        // Named like its own codec, were it called `read_money`.
        function(0, "api::read_money", Direct, vec![], Bool),
        function(0, "api::echo", Sync, vec![text()], String),
        function(
            0,
            "api::mean",
            Sync,
            vec![samples(), param("w", F64), param("oche", Bool)],
            F64,
        ),
        function(0, "api::clear", Sync, vec![lent("label", String)], Unit),
        function(
            0,
            "api::total",
            Sync,
            vec![lent("points", list(plain(POINT))), lent("origin", plain(POINT))],
            F64,
        ),
        function(
            0,
            "api::indices",
            Sync,
            vec![lent("list", Type::Numbers(Element::U64))],
            Type::Numbers(Element::U64),
        ),
        function(
            0,
            "api::everything",
            Sync,
            vec![param("value", plain(EVERYTHING))],
            plain(EVERYTHING),
        ),
        function(
            0,
            "api::longer",
            Sync,
            vec![
                param("wait", Type::Value(Value::Duration)),
                param("mine", plain(DURATION)),
            ],
            plain(DURATION),
        ),
        function(
            0,
            "api::swap",
            Sync,
            vec![param("r", record(vec![int(Int::U8), String]))],
            record(vec![String, int(Int::U8)]),
        ),
        function(
            0,
            "api::span",
            Sync,
            vec![param("span", plain(SPAN)), param("wide", option(plain(WIDE)))],
            option(plain(SPAN)),
        ),
        function(
            0,
            "api::grow",
            Sync,
            vec![param("tree", plain(TREE)), param("money", plain(MONEY))],
            plain(TREE),
        ),
        failing(
            ErrorType::Data(PARSE_ERROR),
            function(0, "api::parse", Sync, vec![text()], plain(MONEY)),
        ),
        failing(
            ErrorType::Display,
            function(0, "api::parse_number", Sync, vec![text()], F64),
        ),
        failing(
            ErrorType::BoxedDisplay,
            function(
                0,
                "api::open",
                Blocking,
                vec![text(), param("note", option(String))],
                Unit,
            ),
        ),
        failing(
            ErrorType::Message,
            function(
                0,
                "api::check",
                Async { eager: false },
                vec![text(), samples(), lent("point", plain(POINT))],
                Unit,
            ),
        ),
        function(
            0,
            "api::slow",
            Blocking,
            vec![samples(), param("factor", F64)],
            Type::Numbers(Element::F64),
        ),
        function(
            0,
            "api::fetch",
            Async { eager: false },
            vec![param("id", int(Int::U32))],
            map(String, list(plain(POINT))),
        ),
        function(0, "api::idle", Async { eager: false }, vec![], Unit),
        function(
            1,
            "api::lights::evaluate",
            Sync,
            vec![param("expression", plain(EXPRESSION))],
            plain(EXPRESSION),
        ),
        function(
            1,
            "api::lights::switch_light",
            Sync,
            vec![param("light", plain(LIGHT))],
            plain(LIGHT),
        ),
        function(
            1,
            "api::lights::signals",
            STREAM,
            vec![param("start", plain(SIGNAL))],
            plain(SIGNAL),
        ),
        function(1, "api::lights::ticks", STREAM, vec![], int(Int::U32)),
        failing(
            ErrorType::Message,
            failing_items(
                ErrorType::Data(PARSE_ERROR),
                function(1, "api::lights::lines", STREAM, vec![text()], String),
            ),
        ),
        failing_items(
            ErrorType::Display,
            function(
                1,
                "api::lights::numbers",
                ASYNC_STREAM,
                vec![param("count", int(Int::U8))],
                F64,
            ),
        ),
        function(
            1,
            "api::lights::follow",
            Async { eager: false },
            vec![
                read_stream("signals", plain(SIGNAL), StreamForm::Value, Failure::Panics),
                read_stream("w", option(String), StreamForm::Pinned, Failure::Callback),
                read_stream("counts", int(Int::U32), StreamForm::Boxed, Failure::Callback),
            ],
            int(Int::U32),
        ),
        function(
            1,
            "api::lights::relayed",
            STREAM,
            vec![read_stream("lines", String, StreamForm::Value, Failure::Callback)],
            String,
        ),
        failing(
            ErrorType::Data(PARSE_ERROR),
            function(
                1,
                "api::lights::positions",
                ASYNC_STREAM,
                vec![text(), samples()],
                plain(POINT),
            ),
        ),
    ]
}
