//! The Dart of a page: a library that uses what is generated.

use super::Lined;
use crate::markdown::Block;

/// How the lines begin that only stand outside of functions.
const DECLARATIONS: [&str; 11] = [
    "abstract ",
    "class ",
    "enum ",
    "extension ",
    "final class ",
    "interface ",
    "mixin ",
    "sealed ",
    "typedef ",
    "void main(",
    "Future<void> main(",
];

/// The library, as it grows.
#[derive(Debug)]
pub(super) struct Library {
    lines: Lined,
    imports: Vec<String>,
    is_empty: bool,
}

impl Library {
    pub(super) fn new(lines: usize) -> Self {
        Self {
            lines: Lined::new(lines),
            imports: Vec::new(),
            is_empty: true,
        }
    }

    /// Declarations that stand there from this line on.
    pub(super) fn declare(&mut self, first: usize, code: &str) {
        let mut text = String::new();
        for line in elided(code).lines() {
            // Each block shows its own, and a library has them at the top.
            if line.starts_with("import ") {
                if !self.imports.iter().any(|import| import == line) {
                    self.imports.push(line.to_owned());
                }
            } else {
                // Every block of a program may begin one.
                text.push_str(&line.replace(" main(", &format!(" main{first}(")));
            }
            text.push('\n');
        }
        self.lines.put(first, &text);
    }

    /// A block of declarations, or of statements.
    pub(super) fn add_block(&mut self, block: &Block) {
        self.is_empty = false;
        let is_library = |line: &str| DECLARATIONS.iter().any(|begin| line.starts_with(begin));
        let first = block.line + 1;
        if block.text.lines().any(is_library) {
            self.declare(first, &block.text);
            return;
        }
        // Statements, behind what they import.
        let is_import = |line: &&str| line.starts_with("import ");
        let imports: Vec<&str> = block.text.lines().filter(is_import).collect();
        self.declare(first, &imports.join("\n"));
        let statements = block.text.lines().map(|line| if is_import(&line) { "" } else { line });
        let code = elided(&statements.collect::<Vec<_>>().join("\n"));
        self.lines
            .put(block.line, &format!("Future<void> line{}() async {{", block.line));
        self.lines.put(first, &code);
        self.lines.put(first + code.lines().count(), "}");
    }

    /// The library, with its imports on the first line, where a page has its title.
    pub(super) fn text(mut self) -> Option<String> {
        let imports = self.imports.join(" ");
        self.lines.at(1).insert_str(0, &imports);
        (!self.is_empty).then(|| self.lines.text())
    }
}

/// The code with something in the place of what was left out.
fn elided(code: &str) -> String {
    let code = code.replace("{ … }", "{}").replace("=> …;", "=> throw 0;");
    let lines = code.lines().map(|line| if line.trim() == "…" { "" } else { line });
    lines.map(|line| line.to_owned() + "\n").collect()
}
