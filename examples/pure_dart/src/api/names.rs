//! Names that mean something else in Dart, or in the code that Oche generates.

use oche::oche;

/// Parameters that are named like Dart's reserved words.
#[oche(sync)]
#[allow(clippy::too_many_arguments)] // the more names the better
pub fn reserved_parameters(
    r#in: i32,
    default: i32,
    class: i32,
    switch: i32,
    var: i32,
    is: i32,
    null: i32,
    new: i32,
    with: i32,
    r#final: i32,
) -> Vec<i32> {
    vec![r#in, default, class, switch, var, is, null, new, with, r#final]
}

/// Parameters that are named like the variables of the generated Dart and Rust, in an encoded call.
#[oche(sync)]
#[allow(clippy::too_many_arguments)] // the more names the better
pub fn plumbing_parameters(
    w: i32,
    r: &str,
    v: Vec<u8>,
    bridge: bool,
    args: i64,
    cx: u8,
    len: u32,
    context: i32,
    result: i32,
    out: i32,
) -> String {
    format!("{w} {r} {v:?} {bridge} {args} {cx} {len} {context} {result} {out}")
}

/// The same in a direct call.
#[oche(sync)]
#[allow(clippy::too_many_arguments)] // the more names the better
pub fn plumbing_parameters_direct(
    w: i32,
    r: i32,
    bridge: i32,
    args: i32,
    cx: i32,
    len: i32,
    context: i32,
    result: i32,
    glue: i32,
    id: i32,
) -> i32 {
    [w, r, bridge, args, cx, len, context, result, glue, id]
        .into_iter()
        .fold(0, |sum, digit| sum * 10 + digit)
}

/// The same on the blocking pool.
pub fn plumbing_parameters_later(w: i32, r: &str, args: i32, id: i32, inbound: i32, error: i32) -> String {
    format!("{w} {r} {args} {id} {inbound} {error}")
}

/// The same in an async function.
pub async fn plumbing_parameters_async(w: i32, r: String, args: &str, id: i32, out: i32, e: i32) -> String {
    format!("{w} {r} {args} {id} {out} {e}")
}

/// The same in a stream.
pub fn plumbing_parameters_stream(
    w: i32,
    r: i32,
    args: i32,
    out: i32,
    item: i32,
    stream: i32,
) -> impl futures_core::Stream<Item = i32> {
    futures_util::stream::iter([w, r, args, out, item, stream])
}

/// A function that is named like a reserved word.
#[oche(sync)]
pub fn switch(value: i32) -> i32 {
    value
}

/// A function that is named like a reserved word of both languages.
#[oche(sync)]
pub fn r#try(value: i32) -> i32 {
    value
}

/// A function that is named like a reserved word, on the blocking pool.
pub fn rethrow(value: i32) -> i32 {
    value
}

/// A function that has another name in Dart.
#[oche(sync, name = "renamedForDart")]
pub fn named_for_rust() -> i32 {
    42
}

/// Written with the macro's whole path.
#[oche::oche(sync)]
pub fn with_whole_path() -> i32 {
    43
}

/// Fields that are named like reserved words.
#[derive(Clone, Debug, PartialEq)]
pub struct Reserved {
    /// A keyword in Dart only.
    pub switch: i32,
    /// A keyword in both.
    pub r#in: String,
    /// A keyword in Dart only.
    pub default: bool,
    /// A keyword in Dart only.
    pub class: Option<i32>,
    /// A keyword in Dart only.
    pub void: Vec<i32>,
}

/// Gives back fields that are named like reserved words.
#[oche(sync)]
pub fn echo_reserved(value: Reserved) -> Reserved {
    value
}

/// Fields that are named like members of every Dart object, or like what a generated class says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectMembers {
    /// `Object.hashCode`.
    pub hash_code: i32,
    /// `Object.runtimeType`.
    pub runtime_type: String,
    /// `Object.toString`.
    pub to_string: bool,
    /// `Object.noSuchMethod`.
    pub no_such_method: i32,
    /// The parameter of `operator ==`.
    pub other: i32,
}

/// Gives back fields that are named like members of every Dart object.
#[oche(sync)]
pub fn echo_object_members(value: ObjectMembers) -> ObjectMembers {
    value
}

/// Fields in odd spellings.
#[derive(Clone, Debug, PartialEq)]
pub struct Spellings {
    /// With digits.
    pub i2c_bus_3v3: i32,
    /// With a digit after each underscore.
    pub level_2_db: f64,
    /// With an underscore in front: private, if Dart took it as it is.
    pub _reserved: u8,
    /// With an underscore behind.
    pub kind_: String,
    /// One letter.
    pub w: i32,
    /// One letter.
    pub r: i32,
    /// One letter.
    pub v: i32,
}

/// Gives back fields in odd spellings.
#[oche(sync)]
pub fn echo_spellings(value: Spellings) -> Spellings {
    value
}

/// Variants that are named like reserved words, or like members of every Dart enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A keyword.
    Default,
    /// A keyword.
    Class,
    /// A keyword.
    In,
    /// A keyword.
    Null,
    /// The list of all values.
    Values,
    /// A value's place.
    Index,
    /// A value's name.
    Name,
    /// `Object.hashCode`.
    HashCode,
    /// In capitals, as after an abbreviation.
    HTTPServer,
}

/// Gives back a variant that is named like a reserved word.
#[oche(sync)]
pub fn echo_word(value: Word) -> Word {
    value
}

/// Data variants that are named like reserved words.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// With a field that is a keyword.
    Return {
        /// A keyword.
        null: bool,
        /// A keyword.
        with: i32,
    },
    /// Without fields.
    Break,
}

/// Gives back a statement.
#[oche(sync)]
pub fn echo_statement(value: Statement) -> Statement {
    value
}

/// A type that is named like one of the generated code's own tools.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    /// Which card it reads.
    pub card: String,
}

/// Gives back a reader of cards.
#[oche(sync)]
pub fn echo_reader(value: Reader) -> Reader {
    value
}

/// A type that is named like an exception of Oche's.
#[derive(Clone, Debug, PartialEq)]
pub struct RustError {
    /// How red it is.
    pub redness: i32,
}

/// Fails with a rusty error.
#[oche(sync)]
pub fn corrode(redness: i32) -> Result<RustError, RustError> {
    if redness > 10 {
        Err(RustError { redness })
    } else {
        Ok(RustError { redness })
    }
}

/// A function that is named like a codec of the generated code.
#[oche(sync)]
pub fn read_reader(value: i32) -> i32 {
    value
}

/// A function that is named like the other codec of the generated code.
#[oche(sync)]
pub fn write_reader(value: i32) -> i32 {
    value
}
