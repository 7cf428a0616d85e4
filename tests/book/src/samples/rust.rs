//! The Rust of a page: the module `api` of a crate.

use std::collections::BTreeSet;

use super::Lined;
use crate::markdown::Block;

/// What `…` stands for in the place of a body.
const BODY: &str = "{ … }";

/// The module, as it grows.
#[derive(Debug)]
pub(super) struct Module {
    lines: Lined,
    /// Imports that were there before: each block shows its own.
    imports: BTreeSet<String>,
    is_empty: bool,
}

impl Module {
    pub(super) fn new(lines: usize) -> Self {
        Self {
            lines: Lined::new(lines),
            imports: BTreeSet::new(),
            is_empty: true,
        }
    }

    /// Items that stand there from this line on.
    pub(super) fn add(&mut self, line: usize, code: &str) {
        self.is_empty = false;
        let mut text = String::new();
        for line in elided(code).lines() {
            let is_import = line.starts_with("use ") && line.ends_with(';');
            if !is_import || self.imports.insert(line.to_owned()) {
                text.push_str(line);
            }
            text.push('\n');
        }
        self.lines.put(line, &text);
    }

    /// A block of items, or of statements.
    pub(super) fn add_block(&mut self, block: &Block) -> Result<(), String> {
        let (code, first) = (elided(&block.text), block.line + 1);
        let Err(error) = syn::parse_file(&code) else {
            self.add(first, &block.text);
            return Ok(());
        };
        if syn::parse_str::<syn::Block>(&format!("{{\n{code}\n}}")).is_err() {
            let at = error.span().start().line + block.line;
            return Err(format!("neither items nor statements: {error} (line {at})"));
        }
        self.is_empty = false;
        self.lines.put(
            block.line,
            &format!(
                "async fn line{}() -> Result<(), Box<dyn std::error::Error>> {{",
                block.line
            ),
        );
        self.lines.put(first, &code);
        self.lines.put(first + code.lines().count(), "; Ok(()) }");
        Ok(())
    }

    pub(super) fn text(&self) -> Option<String> {
        (!self.is_empty).then(|| self.lines.text())
    }
}

/// The code with something in the place of what was left out.
fn elided(code: &str) -> String {
    let mut text = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(BODY) {
        text.push_str(&rest[..at]);
        let keyword = ["fn ", "struct ", "enum ", "impl ", "trait "]
            .into_iter()
            .filter_map(|keyword| Some((text.rfind(keyword)?, keyword)))
            .filter(|(at, _)| {
                text[..*at]
                    .chars()
                    .next_back()
                    .is_none_or(|c| c.is_whitespace() || c == '(')
            })
            .filter(|(at, keyword)| *keyword != "impl " || !text[*at..].contains("fn "))
            .filter(|(at, keyword)| *keyword != "impl " || text[..*at].ends_with('\n') || *at == 0)
            .max();
        text.push_str(match keyword {
            Some((at, "fn ")) => body(&text[at..]),
            _ => "{}",
        });
        rest = &rest[at + BODY.len()..];
    }
    text.push_str(rest);
    let lines = text.lines().map(|line| if line.trim() == "…" { "" } else { line });
    lines.map(|line| line.to_owned() + "\n").collect()
}

/// A body for a function with this signature.
fn body(signature: &str) -> &'static str {
    let result = signature
        .rsplit_once("->")
        .map_or("", |(_, result)| result.trim_start());
    if result.starts_with("impl Stream<") {
        "{ ::futures_util::stream::pending() }"
    } else if result.starts_with("Result<impl Stream<") {
        "{ Ok(::futures_util::stream::pending()) }"
    } else {
        "{ unimplemented!() }"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_has_a_body_of_its_kind() {
        let table = [
            ("fn f() -> u8 { … }", "fn f() -> u8 { unimplemented!() }\n"),
            ("fn f(a: impl Fn()) { … }", "fn f(a: impl Fn()) { unimplemented!() }\n"),
            (
                "fn f() -> impl Stream<Item = u8> { … }",
                "fn f() -> impl Stream<Item = u8> { ::futures_util::stream::pending() }\n",
            ),
            ("struct A { … }\nimpl B for A { … }", "struct A {}\nimpl B for A {}\n"),
            ("struct A {\n    a: u8,\n    …\n}", "struct A {\n    a: u8,\n\n}\n"),
        ];
        for (code, wanted) in table {
            assert_eq!(elided(code), wanted);
        }
    }

    #[test]
    fn statements_are_a_function_and_imports_are_there_once() {
        let block = |line, text: &str| Block {
            line,
            info: "rust".to_owned(),
            text: text.to_owned(),
        };
        let mut module = Module::new(8);
        module.add_block(&block(1, "use a::B;\n")).expect("items");
        module.add_block(&block(3, "use a::B;\nfn f() {}\n")).expect("items");
        module.add_block(&block(6, "let b = f();\n")).expect("statements");
        assert!(
            module
                .add_block(&block(9, "fn (\n"))
                .expect_err("a fault")
                .contains("line 10")
        );
        let text = module.text().expect("code");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[1..8],
            [
                "use a::B;",
                "",
                "",
                "fn f() {}",
                "async fn line6() -> Result<(), Box<dyn std::error::Error>> {",
                "let b = f();",
                "; Ok(()) }",
            ]
        );
    }
}
