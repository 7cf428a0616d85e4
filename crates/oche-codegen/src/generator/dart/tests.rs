//! Line breaking and doc comments on their own.

use super::docs::{Links, doc_comment};
use super::layout::{Doc, arrow, arrow_below, call, concat, list, positional, print, statement, text};
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

#[test]
fn a_parameter_list_breaks_if_the_call_behind_it_could_not_even_begin() {
    let head = concat([
        text("Stream<double> positions"),
        list("({", texts(&["required String text"]), "})"),
    ]);
    let declaration = concat([
        head,
        text(" => "),
        call("bridge.vehicleLibrary.openStream", texts(&["31", "readPoint"])),
    ]);
    let expected =
        "Stream<double> positions({\n  required String text,\n}) => bridge.vehicleLibrary.openStream(31, readPoint)";
    assert_eq!(print(&declaration, 0), expected);
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
