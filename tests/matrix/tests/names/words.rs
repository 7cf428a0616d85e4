//! Words that somebody may well choose as a name, and that are names of something else already.

/// What Dart reserves. No name in Dart can be one.
const RESERVED: [&str; 35] = [
    "assert", "await", "break", "case", "catch", "class", "const", "continue", "default", "do", "else", "enum",
    "extends", "false", "final", "finally", "for", "if", "in", "is", "new", "null", "rethrow", "return", "super",
    "switch", "this", "throw", "true", "try", "var", "void", "while", "with", "yield",
];

/// Dart's built-in identifiers, and words that mean something at some places only.
const CONTEXTUAL: [&str; 34] = [
    "Function",
    "abstract",
    "as",
    "async",
    "base",
    "covariant",
    "deferred",
    "dynamic",
    "export",
    "extension",
    "external",
    "factory",
    "get",
    "hide",
    "implements",
    "import",
    "interface",
    "late",
    "library",
    "mixin",
    "of",
    "on",
    "operator",
    "part",
    "record",
    "required",
    "sealed",
    "set",
    "show",
    "static",
    "sync",
    "type",
    "typedef",
    "when",
];

/// What the SDK declares, and generated code or its readers name.
const SDK: [&str; 48] = [
    "BigInt",
    "ByteData",
    "Comparable",
    "DateTime",
    "Deprecated",
    "Duration",
    "Enum",
    "EnumName",
    "Error",
    "Exception",
    "Float32List",
    "Float64List",
    "Future",
    "Int32",
    "Int64List",
    "Int8",
    "Iterable",
    "List",
    "Map",
    "NativeFunction",
    "Never",
    "Null",
    "Object",
    "Pointer",
    "Record",
    "Set",
    "StackTrace",
    "Stream",
    "String",
    "Struct",
    "Type",
    "Uint64List",
    "Uint8List",
    "Uri",
    "Void",
    "bool",
    "deprecated",
    "double",
    "identical",
    "int",
    "main",
    "num",
    "override",
    "pragma",
    "print",
    "proxy",
    "Symbol",
    "Sink",
];

/// What Oche's own packages declare, and what its generated code calls import prefixes, parameters and variables.
const OCHE: [&str; 58] = [
    "CallbackMethod",
    "CancelToken",
    "ListenableValue",
    "ObjectHandle",
    "OcheLibrary",
    "Reader",
    "RustObject",
    "RustStream",
    "Sample",
    "SharedObject",
    "Signal",
    "SignalStatus",
    "SinkStream",
    "Some",
    "StreamStatistics",
    "Uuid",
    "Writer",
    "arg",
    "at",
    "bridge",
    "callAsync",
    "callSync",
    "cancelToken",
    "claim",
    "context",
    "core",
    "deepEquals",
    "deepHash",
    "e",
    "e2",
    "element",
    "ffi",
    "glue",
    "handle",
    "item",
    "json",
    "key",
    "length",
    "oche",
    "openStream",
    "order",
    "other",
    "pointer",
    "r",
    "readInt",
    "result",
    "self",
    "shared",
    "sink",
    "sinks",
    "tag",
    "typedData",
    "unchanged",
    "v",
    "value",
    "w",
    "writeString",
    "writer",
];

/// What every object has in Dart, and what is generated into classes and enums.
const MEMBERS: [&str; 24] = [
    "call",
    "compareTo",
    "copyWith",
    "create",
    "discriminant",
    "dispose",
    "entries",
    "fromDiscriminant",
    "fromHandle",
    "fromJson",
    "fromShared",
    "hash",
    "hashCode",
    "index",
    "isDisposed",
    "name",
    "noSuchMethod",
    "partialCompareTo",
    "runtimeType",
    "share",
    "toJson",
    "toString",
    "values",
    "iterator",
];

/// Methods of the run time's writer and reader.
const CODECS: [&str; 10] = [
    "bigInt", "boolean", "dateTime", "i32", "list", "map", "option", "string", "u8List", "uri",
];

/// What Rust reserves, and what Rust's prelude and generated Rust name.
const RUST: [&str; 32] = [
    "Arc", "Bridge", "Box", "Decode", "Encode", "Err", "None", "Ok", "Option", "Result", "Self", "Vec", "alloc", "box",
    "clone", "crate", "drop", "dyn", "fn", "impl", "loop", "macro", "match", "mod", "move", "mut", "ref", "std", "str",
    "struct", "unsafe", "use",
];

/// All of them.
pub fn all() -> Vec<&'static str> {
    let all: [&[&str]; 7] = [&RESERVED, &CONTEXTUAL, &SDK, &OCHE, &MEMBERS, &CODECS, &RUST];
    all.concat()
}

/// Words that are names in Rust only with `r#` in front.
const RAW: [&str; 47] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "use", "virtual", "where", "while", "yield",
];

/// Words that are no names in Rust at all.
const NEVER: [&str; 4] = ["Self", "crate", "self", "super"];

/// How the words of a kind of name are written in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Functions, parameters, fields, methods, modules.
    Snake,
    /// Constants.
    Shouted,
    /// Types and variants.
    Camel,
}

/// A name in Rust that is called `word` in Dart.
#[derive(Clone, Debug)]
pub struct Name {
    /// The identifier.
    pub ident: String,
    /// `name = "…"` if it is called so only because the author says it; else nothing.
    pub option: String,
}

impl Name {
    /// The name of what Dart calls in lower camel case.
    pub fn lower(word: &str, case: Case) -> Self {
        let plain = match case {
            Case::Snake => snake(word),
            Case::Shouted => snake(word).to_uppercase(),
            Case::Camel => capital(word),
        };
        let is_natural = word.starts_with(|c: char| c.is_ascii_lowercase()) && !NEVER.contains(&plain.as_str());
        Self::new(word, is_natural.then_some(plain), case)
    }

    /// The name of what Dart calls in upper camel case.
    pub fn upper(word: &str) -> Self {
        let is_natural = word.starts_with(|c: char| c.is_ascii_uppercase()) && !NEVER.contains(&word);
        Self::new(word, is_natural.then(|| word.to_owned()), Case::Camel)
    }

    fn new(word: &str, natural: Option<String>, case: Case) -> Self {
        match natural {
            Some(ident) => Self {
                ident: if RAW.contains(&ident.as_str()) {
                    format!("r#{ident}")
                } else {
                    ident
                },
                option: String::new(),
            },
            None => Self {
                ident: match case {
                    Case::Snake => format!("named_{}", snake(word)),
                    Case::Shouted => format!("NAMED_{}", snake(word).to_uppercase()),
                    Case::Camel => format!("Named{}", capital(word)),
                },
                option: format!("name = \"{word}\""),
            },
        }
    }

    /// The attribute above it, if it needs one, besides `options`.
    pub fn attribute(&self, options: &str) -> String {
        let words: Vec<&str> = [options, &self.option]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect();
        match words.is_empty() {
            true => String::new(),
            false => format!("#[oche({})] ", words.join(", ")),
        }
    }
}

/// The identifier itself, wherever Rust allows it.
pub fn ident(word: &str) -> Option<String> {
    match word {
        _ if NEVER.contains(&word) => None,
        _ if RAW.contains(&word) => Some(format!("r#{word}")),
        _ => Some(word.to_owned()),
    }
}

/// `copyWith` as `copy_with`.
fn snake(word: &str) -> String {
    let mut snake = String::new();
    for c in word.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// `copyWith` as `CopyWith`.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
