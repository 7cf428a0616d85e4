//! Dart's half: constants, `Struct` classes, and the table's bindings, in the form that `dart format` gives.

use std::fmt::Write;

use super::codes::CODES;
use super::description::{EntryPoint, Lane, Layout, Type};
use super::entries::ENTRY_POINTS;
use super::layouts::{HEADERS, LAYOUTS};
use super::limits::LIMITS;

const WIDTH: usize = 80;

/// The codes that Dart has an enum of its own for, whose names are in the order of the codes: the class of the codes needs
/// another name.
const ENUMS: [&str; 2] = ["SignalStatus", "LogLevel"];

const GENERATED: &str = "Generated from `crates/oche/src/protocol` by `cargo xtask protocol`: to be changed there.";

/// `protocol/constants.dart`
pub(super) fn constants() -> String {
    let mut text = String::new();
    docs(
        &mut text,
        "",
        &["What both sides have agreed on: limits, codes and headers."],
    );
    text.push_str("///\n");
    docs(&mut text, "", &[GENERATED]);
    text.push_str("library;\n");
    for limit in LIMITS {
        text.push('\n');
        docs(&mut text, "", limit.docs);
        let value = if limit.is_mask {
            format!("{:#x}", limit.value)
        } else {
            limit.value.to_string()
        };
        let _ = writeln!(text, "const int {} = {value};", lower_camel(limit.name));
    }
    text.push('\n');
    docs(
        &mut text,
        "",
        &["The places of the run time's entry points in the table."],
    );
    text.push_str("abstract final class EntryPoint {\n");
    for (place, entry) in ENTRY_POINTS.iter().enumerate() {
        let _ = writeln!(text, "  static const int {} = {place};", lower_camel(entry.name));
    }
    text.push_str("}\n");
    for codes in CODES {
        text.push('\n');
        docs(&mut text, "", codes.docs);
        let suffix = if ENUMS.contains(&codes.name) { "Code" } else { "" };
        let _ = writeln!(text, "abstract final class {}{suffix} {{", codes.name);
        for (place, code) in codes.codes.iter().enumerate() {
            if place > 0 {
                text.push('\n');
            }
            docs(&mut text, "  ", code.docs);
            let _ = writeln!(text, "  static const int {} = {};", lower_camel(code.name), code.code);
        }
        text.push_str("}\n");
    }
    for header in HEADERS {
        text.push('\n');
        docs(
            &mut text,
            "",
            &[header.docs, &["These are the places of its parts."]].concat(),
        );
        let _ = writeln!(text, "abstract final class {} {{", header.name);
        for (place, field) in header.fields.iter().enumerate() {
            docs(&mut text, "  ", field.docs);
            let (name, offset) = (lower_camel(field.name), header.offset(place));
            let _ = writeln!(text, "  static const int {name} = {offset};\n");
        }
        docs(&mut text, "  ", &["How many bytes it has."]);
        let _ = writeln!(text, "  static const int length = {};\n}}", header.size());
    }
    text
}

/// `platform/native/table.dart`
pub(super) fn table() -> String {
    let mut text = String::new();
    docs(
        &mut text,
        "",
        &["The memory that both sides read, and the entry points of a library's run time."],
    );
    text.push_str("///\n");
    docs(&mut text, "", &[GENERATED]);
    text.push_str("library;\n\nimport 'dart:ffi';\n\nimport '../../protocol/constants.dart';\n\n");
    docs(&mut text, "", &["What sets a crate up: 0 if that succeeded."]);
    text.push_str("typedef InitFunction = Uint32 Function(Pointer<ContextMemory> context);\n");
    for layout in LAYOUTS {
        text.push('\n');
        structure(&mut text, layout);
    }
    for entry in ENTRY_POINTS.iter().filter(|entry| entry.lane != Lane::Finalizer) {
        text.push('\n');
        let name = upper_camel(entry.name);
        let (result, _) = dart_types(entry.result);
        signature(
            &mut text,
            &format!("typedef _{name} = {result} Function"),
            entry,
            true,
            ";",
        );
    }
    text.push('\n');
    docs(&mut text, "", &["The entry points of a library's run time, bound."]);
    text.push_str("base class RuntimeEntries {\n");
    docs(&mut text, "  ", &["Binds them; [entries] are their addresses."]);
    text.push_str("  RuntimeEntries(Pointer<Pointer<Void>> entries)\n");
    for (place, entry) in ENTRY_POINTS.iter().enumerate() {
        let start = if place == 0 { "      : " } else { "        " };
        let end = if place + 1 == ENTRY_POINTS.len() { ";" } else { "," };
        binding(&mut text, start, entry, end);
    }
    for entry in ENTRY_POINTS {
        text.push('\n');
        docs(&mut text, "  ", entry.docs);
        let name = lower_camel(entry.name);
        match entry.lane {
            Lane::Finalizer => {
                let _ = writeln!(text, "  final Pointer<NativeFinalizerFunction> {name};");
            }
            Lane::Leaf | Lane::Call => {
                let (_, result) = dart_types(entry.result);
                signature(
                    &mut text,
                    &format!("  final {result} Function"),
                    entry,
                    false,
                    &format!(" {name};"),
                );
            }
        }
    }
    text.push_str("}\n");
    text
}

fn structure(text: &mut String, layout: &Layout) {
    docs(text, "", layout.docs);
    if layout.fields.is_empty() {
        let _ = writeln!(text, "final class {} extends Opaque {{}}", layout.name);
        return;
    }
    let _ = writeln!(text, "final class {} extends Struct {{", layout.name);
    for (place, field) in layout.fields.iter().enumerate() {
        if place > 0 && !field.docs.is_empty() {
            text.push('\n');
        }
        docs(text, "  ", field.docs);
        let (native, dart) = dart_types(field.kind);
        if dart == "int" {
            let _ = writeln!(text, "  @{native}()");
        }
        let _ = writeln!(text, "  external {dart} {};", lower_camel(field.name));
    }
    text.push_str("}\n");
}

/// A function type between what stands before and after it, on one line if it fits.
fn signature(text: &mut String, before: &str, entry: &EntryPoint, is_native: bool, after: &str) {
    let parameters = entry.parameters.iter().map(|(name, kind)| {
        let (native, dart) = dart_types(*kind);
        format!("{} {}", if is_native { native } else { dart }, lower_camel(name))
    });
    let parameters: Vec<String> = parameters.collect();
    let line = format!("{before}({}){after}", parameters.join(", "));
    if line.len() <= WIDTH {
        let _ = writeln!(text, "{line}");
        return;
    }
    let indent = " ".repeat(before.len() - before.trim_start().len());
    let _ = writeln!(text, "{before}(");
    for parameter in parameters {
        let _ = writeln!(text, "{indent}  {parameter},");
    }
    let _ = writeln!(text, "{indent}){after}");
}

fn binding(text: &mut String, start: &str, entry: &EntryPoint, end: &str) {
    let name = lower_camel(entry.name);
    let steps = match entry.lane {
        Lane::Finalizer => vec![".cast()".to_owned()],
        lane => {
            let leaf = if lane == Lane::Leaf { "isLeaf: true" } else { "" };
            vec![
                format!(".cast<NativeFunction<_{}>>()", upper_camel(entry.name)),
                format!(".asFunction({leaf})"),
            ]
        }
    };
    let line = format!("{start}{name} = entries[EntryPoint.{name}]{}{end}", steps.concat());
    if line.len() <= WIDTH {
        let _ = writeln!(text, "{line}");
        return;
    }
    let below = format!("            entries[EntryPoint.{name}]{}{end}", steps.concat());
    if below.len() <= WIDTH {
        let _ = writeln!(text, "{start}{name} =\n{below}");
        return;
    }
    let _ = write!(text, "{start}{name} = entries[EntryPoint.{name}]");
    for step in steps {
        let _ = write!(text, "\n            {step}");
    }
    let _ = writeln!(text, "{end}");
}

/// What a type is in the signature of a native function, and in Dart.
fn dart_types(kind: Type) -> (&'static str, &'static str) {
    let pointer = match kind {
        Type::Nothing => return ("Void", "void"),
        Type::Bool => return ("Bool", "bool"),
        Type::U32 => return ("Uint32", "int"),
        Type::U64 => return ("Uint64", "int"),
        Type::I64 => return ("Int64", "int"),
        Type::Size => return ("Size", "int"),
        Type::DartHandle => return ("Handle", "Object"),
        Type::Message => return ("MessageMemory", "MessageMemory"),
        Type::Address | Type::DartApi | Type::Trampoline => "Pointer<Void>",
        Type::Bytes => "Pointer<Uint8>",
        Type::Context => "Pointer<ContextMemory>",
        Type::Object => "Pointer<ObjectMemory>",
        Type::Watch => "Pointer<WatchMemory>",
        Type::Attachment => "Pointer<AttachmentMemory>",
        Type::Exchange => "Pointer<ExchangeMemory>",
        Type::Functions => "Pointer<Pointer<Void>>",
        Type::Init => "Pointer<NativeFunction<InitFunction>>",
    };
    (pointer, pointer)
}

/// Writes documentation, broken into lines anew.
fn docs(text: &mut String, indent: &str, lines: &[&str]) {
    let all = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let mut line = String::new();
    for word in plain(&all).split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && indent.len() + 4 + line.len() + 1 + word.len() > WIDTH {
            let _ = writeln!(text, "{indent}/// {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(text, "{indent}/// {line}");
    }
}

/// Takes links to Rust's items out: [`a`](b) and [`a`] become `a`.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("[`") {
        let Some(end) = rest[start..].find("`]").map(|end| start + end) else {
            break;
        };
        plain.push_str(&rest[..start]);
        plain.push_str(&rest[start + 1..=end]);
        rest = &rest[end + 2..];
        if rest.starts_with('(') {
            rest = rest.find(')').map_or("", |end| &rest[end + 1..]);
        }
    }
    plain.push_str(rest);
    plain
}

/// `scratch_reserve`, `ScratchReserve` and `SCRATCH_RESERVE` as `scratchReserve`.
fn lower_camel(name: &str) -> String {
    let name = upper_camel(name);
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

fn upper_camel(name: &str) -> String {
    let is_shouted = !name.chars().any(char::is_lowercase) && name.contains('_');
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let rest: String = letters.collect();
        first
            .chain(if is_shouted { rest.to_lowercase() } else { rest }.chars())
            .collect::<String>()
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::Workspace;

    /// Words that are no names in Dart.
    const RESERVED: [&str; 16] = [
        "null", "true", "false", "return", "default", "switch", "case", "class", "enum", "final", "const", "in", "is",
        "new", "this", "void",
    ];

    #[test]
    fn names_are_darts() {
        for (name, lower) in [
            ("scratch_reserve", "scratchReserve"),
            ("ABI_VERSION", "abiVersion"),
            ("DartObject", "dartObject"),
            ("I8", "i8"),
            ("InvalidUtf8", "invalidUtf8"),
            ("ticket", "ticket"),
        ] {
            assert_eq!(lower_camel(name), lower);
        }
    }

    #[test]
    fn no_name_is_a_word_of_darts_and_each_is_there_once() {
        for codes in CODES {
            let names: BTreeSet<String> = codes.codes.iter().map(|code| lower_camel(code.name)).collect();
            assert_eq!(names.len(), codes.codes.len(), "{}", codes.name);
            let numbers: BTreeSet<u32> = codes.codes.iter().map(|code| code.code).collect();
            assert_eq!(numbers.len(), codes.codes.len(), "{}", codes.name);
            for name in names {
                assert!(!RESERVED.contains(&name.as_str()), "{}.{name}", codes.name);
            }
        }
    }

    #[test]
    fn no_line_is_longer_than_the_formatter_allows() {
        for text in [constants(), table()] {
            for line in text.lines() {
                assert!(line.len() <= WIDTH && line.trim_end() == line, "{line}");
            }
        }
    }

    /// Finds an enum among Dart's files: its names.
    fn enum_in(folder: &Path, name: &str) -> Option<Vec<String>> {
        for entry in fs::read_dir(folder).expect("a folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                if let Some(found) = enum_in(&path, name) {
                    return Some(found);
                }
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            if let Some((_, body)) = text.split_once(&format!("enum {name} {{\n")) {
                let body = body.split_once("\n}").map_or(body, |(body, _)| body);
                let names = body
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty() && !line.starts_with("//"));
                return Some(names.map(|line| line.trim_end_matches([',', ';']).to_owned()).collect());
            }
        }
        None
    }

    #[test]
    fn darts_own_enums_are_in_the_order_of_their_codes() {
        let folder = Workspace::find().root().join("dart/oche/lib/src");
        for name in ENUMS {
            let codes = CODES.iter().find(|codes| codes.name == name).expect("it is described");
            let wanted: Vec<String> = codes.codes.iter().map(|code| lower_camel(code.name)).collect();
            assert_eq!(enum_in(&folder, name), Some(wanted), "{name}");
            let first = codes.codes[0].code;
            let numbers: Vec<u32> = codes.codes.iter().map(|code| code.code).collect();
            let wanted: Vec<u32> = (first..).take(numbers.len()).collect();
            assert_eq!(numbers, wanted, "{name}: what is found by an index has no gaps");
        }
    }

    #[test]
    fn what_is_generated_is_checked_in() {
        for file in crate::protocol::dart_files() {
            let there = fs::read_to_string(Workspace::find().root().join(file.path)).unwrap_or_default();
            assert!(
                there == file.text,
                "{} is out of date: run `cargo xtask protocol`",
                file.path
            );
        }
    }
}
