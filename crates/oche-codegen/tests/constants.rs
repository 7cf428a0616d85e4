//! Constants that are computed from source have the values that the compiler gives them.

#![allow(
    arithmetic_overflow,
    clippy::all,
    reason = "the expressions are as people write them, and some are wrong on purpose"
)]

use std::fs;

use oche_codegen::Config;
use oche_codegen::ir::{Api, Literal, TypeKind};

type Length = usize;
type Id = u64;
type Alias = Id;

const SEVEN: i32 = 7;
const WIDE: Alias = 1 << 40;

/// What the constants below name, as source.
const NAMED: &str =
    "type Length = usize;\ntype Id = u64;\ntype Alias = Id;\nconst SEVEN: i32 = 7;\nconst WIDE: Alias = 1 << 40;\n";

/// The API of a crate with this module.
fn api(source: &str) -> Api {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir(root.join("src")).expect("a folder");
    let manifest = "[package]\nname = \"case\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\noche = \"0.1\"\n";
    fs::write(root.join("Cargo.toml"), manifest).expect("a file");
    fs::write(root.join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n").expect("a file");
    fs::write(root.join("src/api.rs"), source).expect("a file");
    let analysis = oche_codegen::analyze(&Config {
        crate_dir: root.to_owned(),
        dart_dir: root.join("dart"),
        dart_package: None,
        features: Vec::new(),
        default_features: true,
        ..Config::default()
    });
    let report = format!("{:?}", analysis.diagnostics.list);
    analysis.api.unwrap_or_else(|| panic!("{report}"))
}

/// For each constant its declaration, and the value that it has in this program.
macro_rules! constants {
    ($($name:ident: $ty:ty = $value:expr;)*) => {
        [$((
            stringify!($name),
            concat!("pub const ", stringify!($name), ": ", stringify!($ty), " = ", stringify!($value), ";\n"),
            {
                const VALUE: $ty = $value;
                VALUE as i128
            },
        )),*]
    };
}

#[test]
fn constants_have_the_values_that_the_compiler_gives_them() {
    let known = constants! {
        // A number without a type of its own is an `i32`, until something else says what it is.
        CAST: i64 = (1 << 31) as i64;
        CAST_DOWN: u8 = (300 - 100) as u8;
        NOT: i64 = !0 as i64;
        NOT_CAST: u32 = !0 as u32;
        NOT_BYTE: u8 = !0;
        NEGATIVE: u32 = -1i32 as u32;
        BEHIND: bool = (1 << 31) < 0;
        COMPARED: bool = 1 << 31 > 0u32;
        OTHER_SIDE: bool = 5 + 6 == 11u8;
        PLAIN: i32 = 1 << 31;
        // Aliases.
        LENGTH: Length = 1 << 31;
        ID: Id = 1 << 40;
        ALIAS: Alias = WIDE >> 8;
        AS_ALIAS: u64 = -1i32 as u32 as Alias;
        // Arithmetic.
        DIVIDED: i32 = -7 / 2;
        REST: i32 = -7 % 3;
        SHIFTED: i32 = -8 >> 1;
        LOST: u8 = 200 << 1;
        LOST_SIGN: i8 = 127 << 1;
        BACK: u8 = 1 << 7 >> 7;
        MASKED: u32 = !0u32 >> 1;
        BITS: i32 = 7 ^ 2 | 8 & 12;
        LEFT: i32 = 5 - 3 - 1;
        POWER: u32 = 2u32.pow(5);
        WIDENED: u16 = u8::MAX as u16 + 1;
        SIGNED: i64 = -1i32 as u32 as i64;
        FLIPPED: i8 = b'\xff' as i8;
        LEAST: i64 = -0x8000_0000_0000_0000;
        NAMED: i32 = SEVEN * SEVEN - SEVEN;
        LETTER: u32 = 'a' as u32;
        TRUNCATED: u8 = 'é' as u8;
        TRUTH: i32 = (true as i32) + 1;
        BYTES: u32 = u32::from_be_bytes(*b"RIFF");
        CHOSEN: i32 = if SEVEN < 0 { 1 } else { 2 };
        MANY: i32 = 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1
            + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1
            + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1;
    };
    let declarations: String = known.iter().map(|(_, source, _)| *source).collect();
    let api = api(&format!("{NAMED}{declarations}"));
    for (name, source, value) in known {
        let path = format!("crate::api::{name}");
        let constant = api.constants.iter().find(|constant| constant.rust_path == path);
        let constant = constant.unwrap_or_else(|| panic!("not known: {source}"));
        let found = match constant.value {
            Literal::Int(value) => i128::from(value),
            Literal::Bool(value) => i128::from(value),
            ref other => panic!("{other:?}: {source}"),
        };
        assert_eq!(found, value, "{source}");
    }
}

#[test]
fn constants_that_name_one_another_often_are_computed_once() {
    let mut source: String = (0..200)
        .map(|at| format!("const C{at}: u64 = (C{0} + C{0} + C{0} + C{0}) & 0xff;\n", at + 1))
        .collect();
    source += "const C200: u64 = 1;\npub fn f(a: [u8; C0 as usize + 5]) {}\n";
    let api = api(&source);
    assert!(
        format!("{:?}", api.functions[0].params[0].ty).contains(", 5)"),
        "{:?}",
        api.functions[0].params[0].ty
    );
}

/// An enum as source, and the numbers of its variants in this program.
macro_rules! numbered {
    ($(#[$attribute:meta] enum $name:ident { $($(#[$of:meta])* $variant:ident $(= $value:expr)?),* })*) => {
        [$((
            concat!(
                "#[", stringify!($attribute), "] pub enum ", stringify!($name), " { ",
                $($("#[", stringify!($of), "] ",)* stringify!($variant), $(" = ", stringify!($value),)? ", ",)* " }\n"
            ),
            {
                #[allow(dead_code, reason = "a variant that is not compiled leaves others that nobody makes")]
                #[$attribute]
                #[derive(Clone, Copy)]
                enum $name { $($(#[$of])* $variant $(= $value)?),* }
                let all: Vec<(&str, i128)> = vec![$($(#[$of])* (stringify!($variant), $name::$variant as i128)),*];
                all
            },
        )),*]
    };
}

#[test]
fn variants_have_the_numbers_that_the_compiler_gives_them() {
    // Each has an attribute; where none is the matter, it is one without effect.
    let known = numbered! {
        #[allow(dead_code)] enum Gone { First = 5, #[cfg(any())] Second, Third }
        #[allow(dead_code)] enum Given { First = 5, #[cfg(any())] Second = 100, Third }
        #[repr(u8)] enum Bytes { First = !0, Second = 1 << 7, Third }
        #[repr(i8)] enum Signed { First = -128, Second = !0, Third }
        #[repr(u64)] enum Wide { First = 1 << 40, Second }
        #[allow(dead_code)] enum Negative { First = -3, Second, Third = SEVEN as isize }
    };
    for (source, numbers) in known {
        let api = api(&format!("const SEVEN: i32 = 7;\n{source}"));
        let TypeKind::PlainEnum(variants) = &api.types[0].kind else {
            panic!("{source}");
        };
        let found = variants.iter().map(|variant| {
            let number = variant.discriminant.map(i128::from);
            (variant.rust_name.as_str(), number.unwrap_or_default())
        });
        assert_eq!(found.collect::<Vec<_>>(), numbers, "{source}");
    }
}

#[test]
fn what_is_not_compiled_is_not_there() {
    let off = "#[cfg(any())]";
    let fields = |source: &str| match &api(source).types[0].kind {
        TypeKind::Struct(fields) => fields.all().len(),
        other => panic!("{other:?}"),
    };
    // A private field makes an object of a struct.
    assert_eq!(fields(&format!("pub struct S {{ pub a: i32, {off} b: i32 }}\n")), 1);
    assert_eq!(fields(&format!("pub struct S(pub i32, {off} i32, pub u8);\n")), 2);
    let is_plain = |source: &str| matches!(api(source).types[0].kind, TypeKind::PlainEnum(_));
    assert!(is_plain(&format!("pub enum E {{ A, {off} B(i32) }}\n")));
    let function = |source: &str| api(source).functions.remove(0);
    let source = format!("pub fn f(a: i32, {off} b: Unknown) {{}}\n");
    assert_eq!(function(&source).params.len(), 1);
    let source = format!(
        "pub struct S {{ a: i32 }}\nimpl S {{ pub fn f(&self, {off} b: Unknown) {{}} {off} pub fn f(&self, c: i32) {{}} }}\n"
    );
    assert_eq!(api(&source).functions.len(), 1);
    let source = format!(
        "use oche::oche;\n#[oche(interface)]\npub trait T: Send + Sync {{ fn f(&self, {off} a: Unknown); {off} fn g<U>(&self); }}\n\
         pub fn f(a: Box<dyn T>) {{}}\n"
    );
    let interface = api(&source);
    let TypeKind::Interface(interface) = &interface.types[0].kind else {
        panic!("{interface:?}");
    };
    assert_eq!(interface.methods.len(), 1);
    assert!(interface.methods[0].param_names.is_empty());
}
