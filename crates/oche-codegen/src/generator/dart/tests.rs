//! Line breaking and doc comments on their own.

use super::docs::{Links, doc_comment};
use super::layout::{
    Doc, arrow, arrow_below, call, class_head, concat, conditional, declare, governed, labelled, list, positional,
    print, signature, statement, text, type_name,
};
use crate::ir::{Api, Docs, Fields, Library, PlainVariant, TypeDef, TypeKind};

fn texts(texts: &[&str]) -> Vec<Doc> {
    texts.iter().map(|part| text(*part)).collect()
}

fn words(count: usize) -> Vec<Doc> {
    (0..count).map(|i| text(format!("argument{i}"))).collect()
}

#[test]
fn a_list_that_fits_stays_on_its_line_and_has_no_trailing_comma() {
    assert_eq!(print(&call("f", texts(&["a", "b"])), 0), "f(a, b)");
    assert_eq!(print(&call("f", vec![]), 0), "f()");
}

#[test]
fn a_list_that_does_not_fit_has_one_element_a_line() {
    let broken = print(&statement(call("function", words(8))), 2);
    assert!(
        broken.starts_with("function(\n    argument0,\n    argument1,\n"),
        "{broken}"
    );
    assert!(broken.ends_with("    argument7,\n  );"), "{broken}");
}

#[test]
fn column_80_is_still_inside() {
    let arguments = |last: usize| texts(&["a".repeat(60).as_str(), "b".repeat(last).as_str()]);
    // `f(`, 60, `, `, 14, `);` is 80 columns.
    assert_eq!(print(&statement(call("f", arguments(14))), 0).len(), 80);
    assert!(print(&statement(call("f", arguments(15))), 0).contains('\n'));
}

#[test]
fn an_outer_list_breaks_before_an_inner_one() {
    let inner = arrow(
        "(r)",
        call("r.map", texts(&["(r) => r.string()", "(r) => r.list(readPoint)"])),
    );
    let outer = call("library.callAsync", vec![text("1"), text("(w) => w.u32(id)"), inner]);
    let expected = "library.callAsync(\n  1,\n  (w) => w.u32(id),\n  (r) => r.map((r) => r.string(), (r) => r.list(readPoint)),\n)";
    assert_eq!(print(&outer, 0), expected);
}

/// `positions({…}) => bridge.library.openStream(…)`: the parameters, the arguments, and how `dart format` sets that.
#[test]
fn declarations_break_where_the_formatter_breaks_them() {
    let cases: [(&[&str], &[&str], &str); 6] = [
        (
            &["int a"],
            &["1"],
            "Stream<int> positions({int a}) => bridge.library.openStream(1)",
        ),
        // The body goes below, before anything in it breaks.
        (
            &["required String text"],
            &["31", "readPoint"],
            "Stream<int> positions({required String text}) =>\n    bridge.library.openStream(31, readPoint)",
        ),
        // Its own brackets break, if there is no line for all of it.
        (
            &["int a"],
            &["3100000000000", "(w) => w.string(aaaaaaaaaaaaaaaaaa)", "readPoint"],
            "Stream<int> positions({int a}) => bridge.library.openStream(\n  3100000000000,\n  \
             (w) => w.string(aaaaaaaaaaaaaaaaaa),\n  readPoint,\n)",
        ),
        // A chain breaks before its call, if the call's first line has no place.
        (
            &["required List<String> texts"],
            &["310000000", "(w) => w.string(text)", "(r) => r.string()"],
            "Stream<int> positions({required List<String> texts}) => bridge.library\n    \
             .openStream(310000000, (w) => w.string(text), (r) => r.string())",
        ),
        // Below, and broken.
        (
            &["required List<String> texts"],
            &[
                "310000000",
                "(w) => w.string(text)",
                "(r) => r.option((r) => r.string())",
            ],
            "Stream<int> positions({required List<String> texts}) =>\n    bridge.library.openStream(\n      \
             310000000,\n      (w) => w.string(text),\n      (r) => r.option((r) => r.string()),\n    )",
        ),
        // Only parameters that are too long themselves are one a line.
        (
            &["required String aaaaaaaaaaaaaaa", "required String bbbbbbbbbbbbbbb"],
            &["31", "readPoint"],
            "Stream<int> positions({\n  required String aaaaaaaaaaaaaaa,\n  required String bbbbbbbbbbbbbbb,\n}) => \
             bridge.library.openStream(31, readPoint)",
        ),
    ];
    for (params, arguments, expected) in cases {
        let head = concat([text("Stream<int> positions"), list("({", texts(params), "})")]);
        let body = call("bridge.library.openStream", texts(arguments));
        assert_eq!(print(&declare(head, body), 0), expected);
    }
}

/// Forms are tried within forms: without an end, that takes twice and more as long for each level.
#[test]
fn what_is_nested_without_end_is_printed_in_time() {
    for is_block in [false, true] {
        let mut doc = call("f", words(12));
        for _ in 0..40 {
            doc = arrow("(w, e)", call("w.list", vec![text("e"), doc]));
            if is_block {
                let statements = vec![text("first();"), statement(doc)];
                doc = Doc::Block {
                    params: "(w)".to_owned(),
                    statements,
                };
            }
        }
        let printed = print(&doc, 0);
        assert_eq!(printed.matches("argument11").count(), 1);
    }
}

#[test]
fn a_type_that_is_too_long_leaves_its_name_to_the_next_line() {
    let types = "Map<String, Map<String, List<int>>> Function(List<Map<int, String>>, Map<int, String>)";
    let expected =
        "Map<String, Map<String, List<int>>> Function(\n  List<Map<int, String>>,\n  Map<int, String>,\n)\nname";
    assert_eq!(print(&signature("", types, "name"), 0), expected);
    assert_eq!(
        print(&signature("required ", "List<int>", "name"), 0),
        "required List<int> name"
    );
    // What the author wrote in front is no type.
    let words = "@Note('never, (ever <') ";
    let below = print(&signature(words, types, "name"), 0);
    assert!(
        below.starts_with("@Note('never, (ever <') Map<String, Map<String, List<int>>> Function(\n"),
        "{below}"
    );
    for written in ["(int,)", "({int a, String? b})", "A<B, C<D>>?", "void Function([int])"] {
        assert_eq!(print(&type_name(written), 0), written);
    }
}

#[test]
fn a_label_leaves_a_value_that_is_too_long_to_the_next_line() {
    let (name, value) = ("n".repeat(40), "v".repeat(40));
    let below = print(&labelled(Some(&name), text(value.as_str())), 4);
    assert_eq!(below, format!("{name}:\n        {value}"));
    let beside = print(&conditional(Some("a"), &value, &value, "b"), 4);
    assert_eq!(beside, format!("a: {value}\n        ? {value}\n        : b"));
    let condition = "c".repeat(50);
    let below = print(&conditional(Some(&name), &condition, "a", "b"), 4);
    assert_eq!(below, format!("{name}:\n        {condition}\n        ? a\n        : b"));
}

#[test]
fn a_collection_of_collections_breaks_in_any_case() {
    let inner = list("[", texts(&["e.key", "e.value"]), "]");
    let broken = print(&governed("[", "for (final e in a)", inner, "]"), 0);
    assert_eq!(broken, "[\n  for (final e in a) [e.key, e.value],\n]");
    let flat = print(&governed("[", "for (final e in a)", text("e.b"), "]"), 0);
    assert_eq!(flat, "[for (final e in a) e.b]");
}

#[test]
fn the_clauses_of_a_class_go_below_what_is_too_long() {
    let (name, base) = ("N".repeat(40), "B".repeat(40));
    assert_eq!(
        class_head("final class A extends B".to_owned()),
        "final class A extends B"
    );
    assert_eq!(
        class_head(format!("final class {name} extends {base}")),
        format!("final class {name}\n    extends {base}")
    );
    assert_eq!(
        class_head(format!("final class A extends {base} implements {name}")),
        format!("final class A extends {base}\n    implements {name}")
    );
}

fn block() -> Doc {
    Doc::Block {
        params: "(w, e)".to_owned(),
        statements: texts(&["w.u8(e.$1);", "w.u8(e.$2);"]),
    }
}

#[test]
fn a_single_block_hangs_over_the_end_of_the_line() {
    let hanging = print(&statement(call("w.list", vec![text("v"), block()])), 2);
    assert_eq!(hanging, "w.list(v, (w, e) {\n    w.u8(e.$1);\n    w.u8(e.$2);\n  });");
    let with_one_more = print(&call("f", vec![block(), text("r")]), 0);
    assert!(with_one_more.ends_with("}, r)"), "{with_one_more}");
}

#[test]
fn optional_positional_parameters_break_with_the_others() {
    let params = |count: usize, from: usize| (0..count).map(move |i| (i >= from, text(format!("argument{i}"))));
    let print = |count: usize, from: usize| print(&concat([text("f"), positional(params(count, from))]), 0);
    assert_eq!(print(3, 3), "f(argument0, argument1, argument2)");
    assert_eq!(print(2, 0), "f([argument0, argument1])");
    assert_eq!(print(3, 1), "f(argument0, [argument1, argument2])");
    let broken = print(8, 6);
    assert!(broken.starts_with("f(\n  argument0,\n"), "{broken}");
    assert!(
        broken.ends_with("  argument5, [\n  argument6,\n  argument7,\n])"),
        "{broken}"
    );
}

#[test]
fn a_block_does_not_hang_over_a_line_that_is_too_long() {
    let callee = "c".repeat(66);
    let split = print(&call(&callee, vec![text("1"), block()]), 4);
    assert!(
        split.starts_with(&format!("{callee}(\n      1,\n      (w, e) {{\n")),
        "{split}"
    );
    let hanging = print(&call(&callee, vec![text("1"), block()]), 2);
    assert!(hanging.starts_with(&format!("{callee}(1, (w, e) {{\n")), "{hanging}");
}

#[test]
fn a_block_among_more_arguments_does_not_hang() {
    for arguments in [vec![block(), text("a"), text("b")], vec![block(), block()]] {
        let split = print(&call("f", arguments), 0);
        assert!(split.starts_with("f(\n  (w, e) {\n    w.u8(e.$1);\n"), "{split}");
    }
}

#[test]
fn a_body_without_brackets_moves_to_the_next_line() {
    let body = text("x".repeat(70));
    let below = print(&arrow_below("String toString()", body), 2);
    assert_eq!(below, format!("String toString() =>\n      {}", "x".repeat(70)));
    assert_eq!(print(&arrow_below("int get n", text("1")), 2), "int get n => 1");
}

fn links() -> Links {
    let variant = |name: &str| PlainVariant {
        rust_name: name.to_owned(),
        dart_name: name.to_lowercase(),
        docs: Docs::default(),
        annotations: Vec::new(),
        discriminant: None,
    };
    let def = |path: &str, kind| TypeDef {
        rust_path: path.to_owned(),
        dart_name: path.rsplit("::").next().unwrap_or_default().to_owned(),
        library: 0,
        docs: Docs::default(),
        extras: Default::default(),
        style: Default::default(),
        generics: Vec::new(),
        members: Vec::new(),
        foreign: None,
        condition: None,
        by_ref: false,
        hands_over: false,
        kind,
        recursive: false,
        is_error: false,
        to_rust: true,
        to_dart: true,
    };
    Links::new(&Api {
        crate_name: String::new(),
        dart_package: String::new(),
        schema_hash: String::new(),
        libraries: Vec::<Library>::new(),
        types: vec![
            def("crate::api::Color", TypeKind::PlainEnum(vec![variant("Red")])),
            def("crate::api::Telemetry", TypeKind::Struct(Fields::Unit)),
        ],
        functions: Vec::new(),
        constants: Vec::new(),
        init: None,
    })
}

/// The comment for some lines.
fn comment(lines: &[&str]) -> String {
    let docs = Docs(lines.iter().map(|line| line.to_string()).collect());
    doc_comment(&docs, &links(), 0)
}

#[test]
fn links_to_what_crosses_become_references() {
    assert_eq!(comment(&["See [`Telemetry`]."]), "/// See [Telemetry].\n");
    assert_eq!(
        comment(&["[`crate::api::Telemetry`] [Telemetry]"]),
        "/// [Telemetry] [Telemetry]\n"
    );
    assert_eq!(comment(&["[`Color::Red`] [struct@Color]"]), "/// [Color.red] [Color]\n");
    assert_eq!(
        comment(&["[the values](crate::api::Telemetry)"]),
        "/// the values ([Telemetry])\n"
    );
    assert_eq!(comment(&["[`Telemetry`](crate::api::Telemetry)"]), "/// [Telemetry]\n");
}

#[test]
fn links_to_what_does_not_cross_become_code() {
    assert_eq!(
        comment(&["A [`Vec`] of [`std::u8`](std::u8)."]),
        "/// A `Vec` of `std::u8`.\n"
    );
}

#[test]
fn other_brackets_stay() {
    for line in [
        "[a page](https://example.com/x_(y))",
        "`[u8; 4]` [1] a[0]",
        "[here](#there)",
        "[open",
        "` [`Vec",
    ] {
        assert_eq!(comment(&[line]), format!("/// {line}\n"));
    }
}

#[test]
fn rust_examples_say_so_and_lose_their_hidden_lines() {
    let lines = [
        "```no_run",
        "# use x::y;",
        "#",
        "#[derive(Debug)]",
        "let a = [`Vec`];",
        "```",
        "[`Vec`]",
    ];
    let expected = "/// ```rust\n/// #[derive(Debug)]\n/// let a = [`Vec`];\n/// ```\n/// `Vec`\n";
    assert_eq!(comment(&lines), expected);
    assert_eq!(comment(&["```text", "# a", "```"]), "/// ```text\n/// # a\n/// ```\n");
}

#[test]
fn an_empty_line_has_no_trailing_blank() {
    assert_eq!(comment(&["a", "", "b"]), "/// a\n///\n/// b\n");
    assert_eq!(comment(&[]), "");
}

#[test]
fn every_line_that_dart_sees_is_a_comment() {
    for text in ["a\rvoid evil() {}", "\r", "b\r\nc\n\rd\r", "```\rcode", "*/ $e ${f}"] {
        let comment = comment(&[text]);
        let is_comment = |line: &str| line.is_empty() || line.starts_with("///");
        assert!(comment.split(['\n', '\r']).all(is_comment), "{comment:?}");
    }
    assert_eq!(comment(&["a\r\nb\rc"]), "/// a\n/// b\n/// c\n");
}
