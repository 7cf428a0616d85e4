//! Every kind of change, and what it breaks.

use std::fmt::Write;

/// A kind of change. Each verdict says whether it breaks.
#[derive(Debug)]
pub struct Rule {
    /// Its name, for `--allow`.
    pub code: &'static str,
    /// What changed.
    pub what: &'static str,
    /// Whether Dart source that compiled may not compile any more.
    pub dart: bool,
    /// Whether Dart source that still compiles may do something else.
    pub behaviour: bool,
    /// Whether an app with the old generated Dart refuses the new library.
    pub binary: bool,
    /// Why, where it needs saying.
    pub why: &'static str,
}

const fn rule(code: &'static str, what: &'static str, verdicts: &str, why: &'static str) -> Rule {
    let verdicts = verdicts.as_bytes();
    Rule {
        code,
        what,
        dart: verdicts[0] == b'D',
        behaviour: verdicts[1] == b'B',
        binary: verdicts[2] == b'L',
        why,
    }
}

/// All of them. `D`, `B` and `L` stand for what breaks: Dart source, behaviour, the library's binary interface.
pub static RULES: &[Rule] = &[
    rule(
        "package-renamed",
        "the Dart package has another name",
        "D--",
        "every import names it",
    ),
    rule(
        "crate-renamed",
        "the crate has another name",
        "--L",
        "the library's entry point is named after it",
    ),
    rule("function-added", "a function is new", "--L", ""),
    rule(
        "function-removed",
        "a function is gone, or has another name",
        "D-L",
        "a new name is this and `function-added`",
    ),
    rule(
        "member-added",
        "a class has a new member",
        "--L",
        "generated classes are final, so nobody's subclass lacks it",
    ),
    rule(
        "member-removed",
        "a class lacks a member, or it has another name",
        "D-L",
        "",
    ),
    rule(
        "member-kind-changed",
        "a member is another kind of member",
        "D-L",
        "a method that became a getter is not called with `()`",
    ),
    rule("parameter-added", "a parameter is new and must be passed", "D-L", ""),
    rule(
        "optional-parameter-added",
        "a parameter is new and may be left out",
        "--L",
        "functions and final classes cannot be implemented by others; a tear-off still has the old type, too",
    ),
    rule(
        "parameter-removed",
        "a parameter is gone, or a named one has another name",
        "D-L",
        "",
    ),
    rule(
        "positional-parameter-renamed",
        "a positional parameter has another name",
        "--L",
        "callers do not write it",
    ),
    rule(
        "positional-parameters-reordered",
        "positional parameters have another order",
        "DBL",
        "where the types agree it still compiles, and means something else",
    ),
    rule(
        "named-parameters-reordered",
        "named parameters have another order",
        "--L",
        "callers may write them in any order",
    ),
    rule(
        "parameter-passing-changed",
        "a parameter is named instead of positional, or the other way round",
        "D--",
        "",
    ),
    rule(
        "parameter-made-optional",
        "a parameter may be left out",
        "---",
        "old code passes it as before",
    ),
    rule(
        "parameter-made-required",
        "a parameter may not be left out any more",
        "D--",
        "",
    ),
    rule(
        "parameter-default-changed",
        "a parameter has another default value",
        "-B-",
        "the value stands in generated Dart",
    ),
    rule(
        "parameter-type-changed",
        "a parameter has another type in Dart",
        "D-L",
        "",
    ),
    rule(
        "parameter-made-nullable",
        "a parameter may be `null`",
        "--L",
        "what was passed can still be passed",
    ),
    rule(
        "parameter-made-non-null",
        "a parameter may not be `null` any more",
        "D-L",
        "",
    ),
    rule(
        "parameter-range-widened",
        "a parameter takes more numbers",
        "--L",
        "it is the same type in Dart",
    ),
    rule(
        "parameter-range-narrowed",
        "a parameter takes fewer numbers",
        "-BL",
        "a number out of range is refused when it is passed",
    ),
    rule(
        "parameter-wire-changed",
        "a parameter is the same type in Dart and crosses otherwise",
        "-BL",
        "lengths are checked, or an object is moved instead of lent",
    ),
    rule("result-type-changed", "a result has another type in Dart", "D-L", ""),
    rule("result-made-nullable", "a result may be `null`", "D-L", ""),
    rule(
        "result-made-non-null",
        "a result is never `null` any more",
        "--L",
        "the analyzer may point out checks that are not needed any more",
    ),
    rule(
        "result-range-widened",
        "a result can be more numbers",
        "-BL",
        "callers meet numbers that they never saw",
    ),
    rule("result-range-narrowed", "a result can be fewer numbers", "--L", ""),
    rule(
        "result-wire-changed",
        "a result is the same type in Dart and crosses otherwise",
        "-BL",
        "",
    ),
    rule(
        "lane-changed",
        "a value, a `Future` and a `Stream` took each other's place",
        "D-L",
        "",
    ),
    rule(
        "lane-detail-changed",
        "a call has another way to Rust and the same face in Dart",
        "--L",
        "on the isolate's thread or off it, eager or not, encoded or not",
    ),
    rule(
        "throws-added",
        "a call or an item can fail with an error",
        "-BL",
        "Dart does not check exceptions, so nobody is told",
    ),
    rule(
        "throws-removed",
        "a call or an item cannot fail any more",
        "--L",
        "a `catch` that never runs still compiles",
    ),
    rule(
        "throws-changed",
        "a call or an item fails with another error",
        "-BL",
        "`on OldError catch` lets it through",
    ),
    rule(
        "window-changed",
        "a stream may be further ahead of its listener, or less",
        "-B-",
        "",
    ),
    rule(
        "overflow-changed",
        "a sink does something else with items for which there is no room",
        "-B-",
        "items are dropped that were not, or a sender waits that did not",
    ),
    rule(
        "availability-changed",
        "only some targets have it, or others than before",
        "-B-",
        "where the library lacks it, it throws an `UnsupportedError`",
    ),
    rule(
        "deprecated",
        "it is marked as deprecated",
        "---",
        "the analyzer says so where it is used",
    ),
    rule("undeprecated", "it is not deprecated any more", "---", ""),
    rule(
        "constant-added",
        "a constant is new",
        "---",
        "its value stands in generated Dart",
    ),
    rule("constant-removed", "a constant is gone, or has another name", "D--", ""),
    rule(
        "constant-type-changed",
        "a constant has another type in Dart",
        "D--",
        "",
    ),
    rule("constant-value-changed", "a constant has another value", "-B-", ""),
    rule("type-added", "a type is new", "--L", ""),
    rule("type-removed", "a type is gone, or has another name", "D-L", ""),
    rule(
        "type-kind-changed",
        "a type is another kind of type",
        "D-L",
        "a struct, an enum, a sealed class, an object, an interface",
    ),
    rule("type-parameters-changed", "a type has other type parameters", "D-L", ""),
    rule(
        "field-added",
        "a field is new and the constructor requires it",
        "D-L",
        "",
    ),
    rule("optional-field-added", "a field is new and may be left out", "--L", ""),
    rule("field-removed", "a field is gone, or has another name", "D-L", ""),
    rule(
        "positional-fields-reordered",
        "fields of a positional constructor have another order",
        "DBL",
        "where the types agree it still compiles, and means something else",
    ),
    rule(
        "named-fields-reordered",
        "fields of a constructor with names have another order",
        "--L",
        "the bytes have another order, and nobody sees them",
    ),
    rule(
        "field-passing-changed",
        "a constructor takes a field by name instead of by position, or the other way round",
        "D--",
        "",
    ),
    rule("field-made-optional", "a field may be left out", "---", ""),
    rule("field-made-required", "a field may not be left out any more", "D--", ""),
    rule(
        "field-default-changed",
        "a field has another default value",
        "-B-",
        "the value stands in generated Dart",
    ),
    rule(
        "field-type-changed",
        "a field has another type in Dart",
        "D-L",
        "this includes `T` and `T?`: one of reading and constructing breaks",
    ),
    rule(
        "field-wire-changed",
        "a field is the same type in Dart and crosses otherwise",
        "-BL",
        "it holds other numbers, or lengths are checked",
    ),
    rule(
        "value-added",
        "an enum has a new value",
        "D-L",
        "a `switch` over all values does not compile without it",
    ),
    rule(
        "value-removed",
        "an enum lacks a value, or it has another name",
        "D-L",
        "",
    ),
    rule(
        "values-reordered",
        "the values of an enum have another order",
        "-BL",
        "`index` and `values` follow it",
    ),
    rule(
        "discriminant-changed",
        "a value of an enum has another number",
        "-B-",
        "the wire counts places and does not know the numbers",
    ),
    rule(
        "variant-added",
        "a sealed class has a new variant",
        "D-L",
        "a `switch` over all variants does not compile without it, in a handler of errors neither",
    ),
    rule(
        "variant-removed",
        "a sealed class lacks a variant, or it has another name",
        "D-L",
        "",
    ),
    rule(
        "variants-reordered",
        "the variants of a sealed class have another order",
        "--L",
        "Dart does not see it",
    ),
    rule(
        "equality-changed",
        "values of a class are equal by their fields instead of by identity, or the other way round",
        "-B-",
        "",
    ),
    rule(
        "mutability-changed",
        "the fields of a class can be set, or not any more",
        "D--",
        "a class whose fields can be set has no `const` constructor",
    ),
    rule("json-added", "a class has `toJson` and `fromJson`", "---", ""),
    rule(
        "json-removed",
        "a class has no `toJson` and `fromJson` any more",
        "D--",
        "",
    ),
    rule(
        "interface-method-added",
        "an interface has a new method",
        "D-L",
        "every class in Dart that implements it lacks the method",
    ),
    rule(
        "interface-method-removed",
        "an interface lacks a method, or it has another name",
        "D-L",
        "who calls it cannot; implementations get a warning for their `@override`",
    ),
    rule(
        "interface-method-changed",
        "a method of an interface has another type",
        "D-L",
        "implementations do not fit any more",
    ),
    rule(
        "interface-methods-reordered",
        "the methods of an interface have another order",
        "--L",
        "calls name them by their place",
    ),
    rule(
        "layout-changed",
        "what Dart sees is the same, and the hash of the bridge is not",
        "--L",
        "a Rust module was renamed, say, and functions have other places in the table",
    ),
];

/// The rule with that name.
pub(super) fn by_code(code: &str) -> &'static Rule {
    let found = RULES.iter().find(|rule| rule.code == code);
    found.expect("every change that is found has its rule: a test makes each of them")
}

/// The rules as a table in Markdown.
#[must_use]
pub fn table() -> String {
    let mut table = "| change | Dart source | behaviour | binary | |\n|---|---|---|---|---|\n".to_owned();
    let verdict = |breaks| if breaks { "**breaking**" } else { "compatible" };
    for rule in RULES {
        let why = if rule.why.is_empty() {
            String::new()
        } else {
            format!(": {}", rule.why)
        };
        let _ = writeln!(
            table,
            "| `{}` | {} | {} | {} | {}{why} |",
            rule.code,
            verdict(rule.dart),
            verdict(rule.behaviour),
            verdict(rule.binary),
            rule.what
        );
    }
    table
}
