//! Mutants: sources with a few changes, such as people make by accident, or would never make.

use std::ops::Range;
use std::thread;

use fastrand::Rng;
use proc_macro2::{TokenStream, TokenTree};

use super::case::Case;

/// What stands in the sources, to be put where it does not belong.
pub struct Pool {
    cases: Vec<Case>,
    /// Those of which a bridge can be made.
    accepted: Vec<Case>,
    idents: Vec<String>,
    literals: Vec<String>,
    groups: Vec<String>,
    items: Vec<String>,
}

/// What is hard to come by otherwise.
const WORDS: &[&str] = &[
    "pub",
    "async",
    "unsafe",
    "const",
    "static",
    "mut",
    "dyn",
    "impl",
    "ref",
    "move",
    "where",
    "for",
    "extern \"C\"",
    "default",
    "&",
    "&mut",
    "&'static",
    "&'a",
    "*const",
    "*mut",
    "<T>",
    "<'a, T: Send>",
    "<const N: usize>",
    "'a",
    "..",
    "..=",
    "...",
    "->",
    "=>",
    "::",
    "!",
    "?",
    "?Sized",
    "#",
    "@",
    "_",
    "self",
    "&self",
    "&mut self",
    "self: Arc<Self>",
    "Self",
    "super",
    "crate",
    "r#type",
    "r#fn",
    "()",
    "[u8; 4]",
    "[u8; 1 << 70]",
    "[u8; usize::MAX]",
    "[[u8; 0]; 0]",
    "(i32,)",
    "Option<Option<()>>",
    "Box<dyn Fn(i32) -> i32 + Send>",
    "impl Fn(&str) -> bool",
    "fn()",
    "for<'a> fn(&'a str)",
    "Result<(), ()>",
    "Signal<i32>",
    "StreamSink<i32>",
    "HashMap<f64, Vec<u8>>",
    "std::collections::BTreeMap<(), !>",
    "<Self as Iterator>::Item",
    "vec![1]",
    "{ N + 1 }",
    "= 1 / 0",
    "= i64::MIN - 1",
    "= -170141183460469231731687303715884105728",
    "1e999",
    "0xffff_ffff_ffff_ffff_ffff_ffff_ffff_ffff_f",
    "\"\\u{0}\\u{202e}\"",
    "b\"\\xff\"",
    "c\"x\"",
    "'\\''",
    "-0.0",
    "1u128",
    "r##\"\"#\"##",
    "#[oche]",
    "#[oche()]",
    "#[oche(sync)]",
    "#[oche(eager)]",
    "#[oche(init)]",
    "#[oche(ignore)]",
    "#[oche(opaque)]",
    "#[oche(json)]",
    "#[oche(interface)]",
    "#[oche(error)]",
    "#[oche(eq, ord, display)]",
    "#[oche(mutable, positional)]",
    "#[oche(bigint)]",
    "#[oche(getter)]",
    "#[oche(setter)]",
    "#[oche(external_size)]",
    "#[oche(name = \"x\")]",
    "#[oche(name = \"größe\")]",
    "#[oche(mirror = \"a::B\")]",
    "#[oche(convert = \"a::B\")]",
    "#[oche(convert = \"::\")]",
    "#[oche(default = -1)]",
    "#[oche(default = {})]",
    "#[oche(overflow = drop_oldest(0))]",
    "#[oche(overflow = latest_by(|x| x.0))]",
    "#[oche(window = 9999999999999999999999)]",
    "#[oche(members = \"}\")]",
    "#[oche(import = \"a' as b; import 'c\")]",
    "#[oche(annotation = \"(\")]",
    "#[oche(annotation = \"'''\")]",
    "#[cfg(unix)]",
    "#[cfg(not(any()))]",
    "#[cfg(feature = \"x\")]",
    "#[cfg_attr(windows, oche(sync))]",
    "#[cfg(all(unix, target_os = \"linux\"))]",
    "#[path = \"api.rs\"]",
    "#[path = \"../../..\"]",
    "#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]",
    "#[repr(u8)]",
    "#[repr(C, packed)]",
    "#[non_exhaustive]",
    "#[deprecated]",
    "#[doc = include_str!(\"x\")]",
    "#[macro_use]",
    "#![allow(x)]",
    "/// A `[link](x)` and ``` code\n",
    "//! inner\n",
    "/** ] } */",
    "mod x;",
    "pub mod oche_generated;",
    "pub use self::*;",
    "pub use super::*;",
    "use crate::api as a;",
    "pub use a::b::{self, c as d, *};",
    "pub type A = A;",
    "pub type B<T> = Vec<B<T>>;",
    "pub struct S(pub Box<S>);",
    "pub struct S<T>(pub Vec<S<Vec<T>>>);",
    "pub enum E { A = 1, B, C = -1 }",
    "pub enum E {}",
    "pub trait T: T {}",
    "impl T for dyn T {}",
    "macro_rules! m { () => {} }",
    "m!{}",
    "pub const C: usize = C;",
    "pub const C: [u8; C.len()] = [0; 2];",
    "extern \"C\" { pub fn f(); }",
    "pub union U { a: u8 }",
    "impl<T> S<T> { pub fn f(&self) -> T { loop {} } }",
];

/// Names that mean something to somebody.
const NAMES: &[&str] = &[
    "class",
    "r#class",
    "hashCode",
    "toString",
    "dispose",
    "Object",
    "Future",
    "Stream",
    "String",
    "List",
    "int",
    "null",
    "main",
    "bridge",
    "oche",
    "oche_generated",
    "Bridge",
    "glue",
    "api",
    "case",
    "caseLibrary",
    "T",
    "T1",
    "w",
    "r",
    "value0",
    "object",
    "größe",
    "ǆ",
    "_",
    "__",
    "a1",
    "X",
    "r#async",
    "Self_",
    "dyn_",
    "std",
    "core",
    "Vec",
    "Result",
    "Ok",
    "Some",
    "Option",
    "Box",
    "Send",
    "u8",
    "bool",
    "str",
    "i128",
    "f16",
];

/// Characters that break something.
const CHARS: &[&str] = &[
    "\0", "\r", "\r\n", "\t", "\u{feff}", "\u{202e}", "é", "日", "🦀", "\u{301}", "\"", "'", "`", "\\", "{", "}", "(",
    ")", "[", "]", "<", ">", "/*", "*/", "//", "#", ";", ",", ":", "=", "-", ".", "0", "=\"", "[[", "'''",
];

/// A piece of a source.
struct Piece {
    range: Range<usize>,
    kind: Kind,
    top: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Ident,
    Literal,
    Group,
    Other,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut read = || {
        if let Ok(tokens) = text.parse::<TokenStream>() {
            collect(tokens, true, &mut found);
        }
    };
    // Each thread keeps all text that it has ever made tokens of: gigabytes in an hour.
    thread::scope(|scope| scope.spawn(&mut read).join().expect("tokens do not panic"));
    // Where a file does not begin with its first byte, as after a byte-order mark, the places are not of this text.
    found.retain(|piece| text.get(piece.range.clone()).is_some());
    found
}

fn collect(tokens: TokenStream, top: bool, found: &mut Vec<Piece>) {
    for tree in tokens {
        let kind = match &tree {
            TokenTree::Ident(_) => Kind::Ident,
            TokenTree::Literal(_) => Kind::Literal,
            TokenTree::Group(_) => Kind::Group,
            TokenTree::Punct(_) => Kind::Other,
        };
        found.push(Piece {
            range: tree.span().byte_range(),
            kind,
            top,
        });
        if let TokenTree::Group(group) = tree {
            collect(group.stream(), false, found);
        }
    }
}

impl Pool {
    pub fn new(cases: Vec<Case>) -> Self {
        let mut pool = Self {
            cases: Vec::new(),
            accepted: Vec::new(),
            idents: NAMES.iter().map(|name| (*name).to_owned()).collect(),
            literals: Vec::new(),
            groups: Vec::new(),
            items: Vec::new(),
        };
        for case in &cases {
            for text in case.files.values().filter_map(|text| std::str::from_utf8(text).ok()) {
                let mut item = 0;
                for piece in pieces(text) {
                    let code = text[piece.range.clone()].to_owned();
                    if piece.top && (code == ";" || code.starts_with('{')) {
                        pool.items.push(text[item..piece.range.end].trim().to_owned());
                        item = piece.range.end;
                    }
                    match piece.kind {
                        Kind::Ident => pool.idents.push(code),
                        Kind::Literal => pool.literals.push(code),
                        Kind::Group if code.len() < 400 => pool.groups.push(code),
                        Kind::Group | Kind::Other => {}
                    }
                }
            }
        }
        for list in [&mut pool.idents, &mut pool.literals, &mut pool.groups, &mut pool.items] {
            list.sort();
            list.dedup();
        }
        pool.cases = cases;
        pool
    }

    /// A case of which a bridge can be made: many mutants are made of those, because what is wrong already hides the rest.
    pub fn accept(&mut self, case: Case) {
        self.accepted.push(case);
    }

    /// A case that has shown something new: mutants are made of it, too.
    pub fn learn(&mut self, case: Case) {
        self.cases.push(case);
    }

    /// A new mutant.
    pub fn mutant(&self, rng: &mut Rng) -> Case {
        let accepted = rng.choice(&self.accepted).filter(|_| rng.u8(..) < 150);
        let base = accepted.or_else(|| rng.choice(&self.cases));
        let mut case = base.expect("a corpus").clone();
        // Most with one change: the more there are, the less is left of what they meet.
        let changes = [1, 1, 1, 1, 2, 2, 3, 5][rng.usize(0..8)];
        for _ in 0..changes {
            let names: Vec<String> = case.files.keys().cloned().collect();
            let is_source = |name: &&String| name.ends_with(".rs") && *name != "src/lib.rs";
            let sources: Vec<&String> = names.iter().filter(is_source).collect();
            let name = match rng.choice(&sources) {
                Some(name) if rng.u8(..) < 230 => (*name).clone(),
                _ => match rng.choice(&names) {
                    Some(name) => name.clone(),
                    None => return case,
                },
            };
            let old = case.files[&name].clone();
            let new = match String::from_utf8(old) {
                Ok(text) if name.ends_with(".rs") && rng.u8(..) < 200 => self.tokens(text, rng).into_bytes(),
                Ok(text) => chars(text, rng),
                Err(error) => error.into_bytes(),
            };
            if new.len() < 1 << 16 {
                case.files.insert(name, new);
            }
        }
        case
    }

    /// A change to the tokens.
    fn tokens(&self, text: String, rng: &mut Rng) -> String {
        let pieces = pieces(&text);
        let Some(piece) = rng.choice(&pieces) else {
            return format!("{text}\n{}\n", rng.choice(WORDS).unwrap_or(&""));
        };
        let code = &text[piece.range.clone()];
        let pick = |list: &[String], rng: &mut Rng| rng.choice(list).cloned().unwrap_or_default();
        let (range, new) = match rng.u8(0..12) {
            0 => (piece.range.clone(), String::new()),
            1 => (piece.range.clone(), format!("{code} {code}")),
            2 => (piece.range.clone(), pick(&self.idents, rng)),
            3 => (
                piece.range.clone(),
                match piece.kind {
                    Kind::Ident => pick(&self.idents, rng),
                    Kind::Literal => pick(&self.literals, rng),
                    Kind::Group => pick(&self.groups, rng),
                    Kind::Other => rng.choice(CHARS).unwrap_or(&"").to_string(),
                },
            ),
            4 => {
                let other = rng
                    .choice(&pieces)
                    .map_or(piece.range.clone(), |other| other.range.clone());
                (piece.range.clone(), text[other].to_owned())
            }
            5 | 6 => (
                piece.range.start..piece.range.start,
                format!(" {} ", rng.choice(WORDS).unwrap_or(&"")),
            ),
            7 if piece.kind == Kind::Ident => (piece.range.clone(), wrapped(code, rng)),
            8 if piece.kind == Kind::Ident => return renamed(&text, &pieces, code, &pick(&self.idents, rng)),
            9 => (text.len()..text.len(), format!("\n{}\n", pick(&self.items, rng))),
            10 => (0..0, format!("{}\n", pick(&self.items, rng))),
            _ => (piece.range.clone(), rng.choice(WORDS).unwrap_or(&"").to_string()),
        };
        format!("{}{new}{}", &text[..range.start], &text[range.end..])
    }
}

fn wrapped(code: &str, rng: &mut Rng) -> String {
    let around = [
        "Option<@>",
        "Vec<@>",
        "&@",
        "&mut @",
        "&[@]",
        "[@; 3]",
        "Box<@>",
        "std::sync::Arc<@>",
        "std::rc::Rc<@>",
        "Box<dyn @>",
        "impl @",
        "Result<@, @>",
        "(@, @)",
        "oche::Signal<@>",
        "oche::StreamSink<@>",
        "std::collections::HashMap<@, @>",
        "std::collections::BTreeSet<@>",
        "@<@>",
        "@<'_>",
        "<@ as @>::@",
        "impl futures_core::Stream<Item = @>",
        "std::borrow::Cow<'static, [@]>",
        "impl Fn(@) -> @",
        "std::ops::Range<@>",
        "*const @",
    ];
    let mut text = rng.choice(&around).unwrap_or(&"@").replace('@', code);
    // Sometimes very deep.
    if rng.u8(..) < 4 {
        text = format!("{}{code}{}", "Vec<".repeat(300), ">".repeat(300));
    }
    text
}

fn renamed(text: &str, pieces: &[Piece], old: &str, new: &str) -> String {
    let mut result = String::new();
    let mut at = 0;
    for piece in pieces.iter().filter(|piece| piece.kind == Kind::Ident) {
        if &text[piece.range.clone()] == old && piece.range.start >= at {
            result += &text[at..piece.range.start];
            result += new;
            at = piece.range.end;
        }
    }
    result + &text[at..]
}

/// A change to the characters, or to the bytes.
fn chars(text: String, rng: &mut Rng) -> Vec<u8> {
    let boundary = |rng: &mut Rng| {
        let mut at = rng.usize(0..=text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (a, b) = (boundary(rng), boundary(rng));
    let (start, end) = (a.min(b), a.max(b));
    match rng.u8(0..7) {
        0 => text[..start].into(),
        1 => format!("{}{}", &text[..start], &text[end..]).into(),
        2 | 3 => format!(
            "{}{}{}",
            &text[..start],
            rng.choice(CHARS).unwrap_or(&""),
            &text[start..]
        )
        .into(),
        4 => text.replace('\n', "\r\n").into(),
        5 => {
            let mut lines: Vec<&str> = text.lines().collect();
            if lines.len() > 1 {
                let (one, other) = (rng.usize(0..lines.len()), rng.usize(0..lines.len()));
                lines.swap(one, other);
            }
            lines.join("\n").into()
        }
        _ => {
            let mut bytes = text.into_bytes();
            if !bytes.is_empty() {
                let at = rng.usize(0..bytes.len());
                bytes[at] = rng.u8(..);
            }
            bytes
        }
    }
}
