//! The kinds of types that users write.

/// A kind of a user's type, with one of it. `@` is the module's tag, in all texts.
#[derive(Debug)]
pub struct Kind {
    /// How reports call it.
    pub name: &'static str,
    /// The type, as a signature names it.
    pub rust: &'static str,
    /// What stands in the module for it.
    pub definition: &'static str,
    /// What stands in another crate for it.
    pub foreign: &'static str,
    /// Whether Rust can clone it.
    pub is_clone: bool,
    /// The type in Dart.
    pub dart: &'static str,
    /// Values of it in Dart, each a new one.
    pub values: &'static [&'static str],
    /// What shows a value `v`, where its `toString()` does not: an expression of Dart that is `null` for others.
    pub show: &'static str,
}

impl Kind {
    const fn new(name: &'static str, rust: &'static str, definition: &'static str) -> Self {
        Self {
            name,
            rust,
            definition,
            foreign: "",
            is_clone: true,
            dart: rust,
            values: &[],
            show: "",
        }
    }

    const fn foreign(self, foreign: &'static str) -> Self {
        Self { foreign, ..self }
    }

    const fn not_clone(self) -> Self {
        Self {
            is_clone: false,
            ..self
        }
    }

    const fn values(self, dart: &'static str, values: &'static [&'static str]) -> Self {
        Self { dart, values, ..self }
    }

    const fn shown(self, show: &'static str) -> Self {
        Self { show, ..self }
    }
}

/// All of them.
pub static KINDS: &[Kind] = &[
    Kind::new(
        "struct",
        "Plain@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Plain@ { pub number: i32, pub text: String }\n",
    )
    .values("Plain@", &["Plain@(number: -2147483648, text: '')", "Plain@(number: 2147483647, text: '\\u{0}ß')"]),
    Kind::new(
        "tuple struct",
        "Pair@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Pair@(pub u8, pub String);\n",
    )
    .values("Pair@", &["Pair@(0, 'a')", "Pair@(255, '')"]),
    Kind::new(
        "unit struct",
        "Unit@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Unit@;\n",
    )
    .values("Unit@", &["Unit@()"]),
    Kind::new(
        "newtype",
        "Metres@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Metres@(pub i64);\n",
    )
    .values("Metres@", &["Metres@(-0x8000000000000000)", "Metres@(0x7FFFFFFFFFFFFFFF)"]),
    Kind::new(
        "generic struct",
        "Generic@<i32>",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Generic@<T> { pub item: T, pub maybe: Option<T> }\n",
    )
    .values("Generic@<int>", &["Generic@<int>(item: 1)", "Generic@<int>(item: -1, maybe: 2)"]),
    Kind::new(
        "generic enum",
        "Either@<String, u8>",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Either@<L, R> { Left(L), Right { it: R } }\n",
    )
    .values("Either@<String, int>", &["Either@Left<String, int>('')", "Either@Right<String, int>(it: 255)"]),
    Kind::new(
        "plain enum",
        "Gear@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Gear@ { Park, Drive, Reverse }\n",
    )
    .values("Gear@", &["Gear@.park", "Gear@.reverse"]),
    Kind::new(
        "numbered enum",
        "Level@",
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[repr(u8)]\npub enum Level@ { Low = 1, High = 200 }\n",
    )
    .values("Level@", &["Level@.low", "Level@.high"]),
    Kind::new(
        "data enum",
        "Form@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Form@ { Empty, Circle(u32), Named { text: String, other: bool } }\n",
    )
    .values(
        "Form@",
        &["Form@Empty()", "Form@Circle(4294967295)", "Form@Named(text: 'x', other: true)"],
    ),
    Kind::new(
        "decorated struct",
        "Fancy@",
        "#[oche::oche(json, display, eq, ord)]\n#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
         pub struct Fancy@ { pub number: i32, #[oche(default = \"\")] pub text: String }\n\
         impl std::fmt::Display for Fancy@ {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"{}\", self.number) }\n}\n",
    )
    .values("Fancy@", &["Fancy@(number: 1)", "Fancy@(number: -1, text: 'x')"]),
    Kind::new(
        "decorated enum",
        "Mood@",
        "#[oche::oche(json, display, ord)]\n#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Mood@ { Good, Bad }\n\
         impl std::fmt::Display for Mood@ {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"mood\") }\n}\n",
    )
    .values("Mood@", &["Mood@.good", "Mood@.bad"])
    .shown("v is Mood@ ? '${v.index}' : null"),
    Kind::new(
        "mutable struct",
        "Draft@",
        "#[oche::oche(mutable)]\n#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Draft@ { pub text: String, pub tags: Vec<String> }\n",
    )
    .values("Draft@", &["Draft@(text: '', tags: [])", "Draft@(text: 'a', tags: ['b', ''])"]),
    Kind::new(
        "recursive struct",
        "Node@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Node@ { pub number: u16, pub next: Option<Box<Node@>> }\n",
    )
    .values("Node@", &["Node@(number: 0)", "Node@(number: 65535, next: Node@(number: 1))"]),
    Kind::new(
        "object",
        "Account@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Account@ { number: i32 }\n\
         impl Account@ {\n    #[oche::oche(sync)]\n    pub fn with(number: i32) -> Self { Self { number } }\n    \
         #[oche::oche(getter)]\n    pub fn number(&self) -> i32 { self.number }\n}\n",
    )
    .values("Account@", &["Account@.with_(number: -1)", "Account@.with_(number: 2147483647)"])
    .shown("v is Account@ ? 'Account ${v.number}' : null"),
    Kind::new(
        "opaque enum",
        "Light@",
        "#[oche::oche(opaque)]\n#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Light@ { Off, On(u8) }\n\
         impl Light@ {\n    #[oche::oche(sync)]\n    pub fn of(level: u8) -> Self { if level == 0 { Self::Off } else { Self::On(level) } }\n    \
         #[oche::oche(getter)]\n    pub fn level(&self) -> u8 { match self { Self::Off => 0, Self::On(level) => *level } }\n}\n",
    )
    .values("Light@", &["Light@.of(level: 0)", "Light@.of(level: 255)"])
    .shown("v is Light@ ? 'Light ${v.level}' : null"),
    Kind::new(
        "struct with an object",
        "Owner@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Owned@ { number: i32 }\n\
         impl Owned@ {\n    #[oche::oche(sync)]\n    pub fn of(number: i32) -> Self { Self { number } }\n    \
         #[oche::oche(getter)]\n    pub fn number(&self) -> i32 { self.number }\n}\n\
         #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Owner@ { pub owned: Owned@ }\n",
    )
    .values("Owner@", &["Owner@(owned: Owned@.of(number: 5))"])
    .shown("v is Owner@ ? 'Owner ${v.owned.number}' : null"),
    Kind::new(
        "Box<dyn interface>",
        "Box<dyn Speaker@>",
        "#[oche::oche(interface)]\npub trait Speaker@: Send + Sync {\n    fn say(&self) -> String;\n}\n",
    )
    .not_clone()
    .values("Speaker@", &["_Speaker@('')", "_Speaker@('a')"])
    .shown("v is Speaker@ ? 'Speaker ${v.say()}' : null"),
    Kind::new(
        "Arc<dyn interface>",
        "std::sync::Arc<dyn Speaker@>",
        "#[oche::oche(interface)]\npub trait Speaker@: Send + Sync {\n    fn say(&self) -> String;\n}\n",
    )
    .values("Speaker@", &["_Speaker@('')", "_Speaker@('a')"])
    .shown("v is Speaker@ ? 'Speaker ${v.say()}' : null"),
    Kind::new(
        "error with private fields",
        "Hidden@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Hidden@ { text: String }\n\
         impl std::fmt::Display for Hidden@ {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"{}\", self.text) }\n}\n\
         impl std::error::Error for Hidden@ {}\n",
    ),
    Kind::new(
        "error with data",
        "Problem@",
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Problem@ { Missing, Bad { code: u32 } }\n\
         impl std::fmt::Display for Problem@ {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"problem\") }\n}\n\
         impl std::error::Error for Problem@ {}\n",
    )
    .values("Problem@", &["Problem@Missing()", "Problem@Bad(code: 4294967295)"]),
    Kind::new(
        "error by its text",
        "Failure@",
        "#[oche::oche(error)]\n#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Failure@ { Missing, Bad }\n\
         impl std::fmt::Display for Failure@ {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"failure\") }\n}\n\
         impl std::error::Error for Failure@ {}\n",
    ),
    Kind::new(
        "error with only a text",
        "Only@",
        "#[oche::oche(error)]\n#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Only@ { Missing, Bad }\n\
         impl std::fmt::Display for Only@ {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"only\") }\n}\n",
    ),
    Kind::new("Box<dyn Error>", "Box<dyn std::error::Error + Send + Sync>", "").not_clone(),
    Kind::new("anyhow::Error", "anyhow::Error", "").not_clone(),
    Kind::new(
        "mirrored struct",
        "foreign::Point@",
        "#[oche::oche(mirror = \"foreign::Point@\", name = \"Point@\")]\npub struct PointMirror@ { pub x: i16, pub y: i16 }\n",
    )
    .foreign("#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Point@ { pub x: i16, pub y: i16 }\n")
    .values("Point@", &["Point@(x: -32768, y: 32767)"]),
    Kind::new(
        "mirrored enum",
        "foreign::Side@",
        "#[oche::oche(mirror = \"foreign::Side@\", name = \"Side@\")]\npub enum SideMirror@ { Left, Right(u8) }\n",
    )
    .foreign("#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Side@ { Left, Right(u8) }\n")
    .values("Side@", &["Side@Left()", "Side@Right(255)"]),
    Kind::new(
        "conversion",
        "foreign::Angle@",
        "#[oche::oche(convert = \"foreign::Angle@\", name = \"Angle@\")]\npub struct AngleData@ { pub degrees: i32 }\n\
         impl From<foreign::Angle@> for AngleData@ { fn from(angle: foreign::Angle@) -> Self { Self { degrees: angle.get() } } }\n\
         impl From<AngleData@> for foreign::Angle@ { fn from(data: AngleData@) -> Self { foreign::Angle@::new(data.degrees) } }\n",
    )
    .foreign(
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Angle@ { degrees: i32 }\n\
         impl Angle@ { pub fn new(degrees: i32) -> Self { Self { degrees } } pub fn get(&self) -> i32 { self.degrees } }\n",
    )
    .values("Angle@", &["Angle@(degrees: -2147483648)"]),
    Kind::new(
        "conversion that may fail",
        "foreign::Percent@",
        "#[oche::oche(convert = \"foreign::Percent@\", name = \"Percent@\")]\npub struct PercentData@ { pub hundredths: u8 }\n\
         impl From<foreign::Percent@> for PercentData@ { fn from(it: foreign::Percent@) -> Self { Self { hundredths: it.get() } } }\n\
         impl TryFrom<PercentData@> for foreign::Percent@ {\n    type Error = String;\n    \
         fn try_from(data: PercentData@) -> Result<Self, String> { foreign::Percent@::new(data.hundredths).ok_or_else(|| \"too much\".to_owned()) }\n}\n",
    )
    .foreign(
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub struct Percent@ { hundredths: u8 }\n\
         impl Percent@ { pub fn new(hundredths: u8) -> Option<Self> { (hundredths <= 100).then_some(Self { hundredths }) }\n    \
         pub fn get(&self) -> u8 { self.hundredths } }\n",
    )
    .values("Percent@", &["Percent@(hundredths: 0)", "Percent@(hundredths: 100)"]),
    Kind::new("alias", "Alias@", "pub type Alias@ = (u16, String);\n").values("(int, String)", &["(0, '')", "(65535, 'x')"]),
    Kind::new(
        "generic alias",
        "Twice@<i8>",
        "pub type Twice@<T> = (T, Option<T>);\n",
    )
    .values("(int, int?)", &["(-128, null)", "(127, 0)"]),
];
