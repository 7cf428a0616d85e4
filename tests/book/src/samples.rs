//! The code of a page, put together so that compilers can look at it.
//!
//! **The blocks of a page are one program.** Its Rust blocks are the module `api` of a crate, which the generator reads and rustc
//! checks; its Dart blocks are one library, which imports what was generated for that crate. A block of statements is the body of
//! a function. Every line keeps its number, so that whatever a compiler says is about the line of the page.
//!
//! What readers need not see stands in a comment, `<!-- rust` or `<!-- dart` and the code. A block is one of
//!
//! | fence | what is done with it |
//! |---|---|
//! | `rust`, `dart` | compiled |
//! | `dart generated` | an excerpt of what is generated for the page's Rust: every declaration must be there |
//! | `… from=PATH` | an excerpt of a file of this repository: its lines must be there, in this order |
//! | `… wrong`, `… right` | an example of a diagnostic: see [`crate::codes`] |
//!
//! and a comment `<!-- not compiled: REASON -->` before a block takes it out. In all of them `…` stands for what is left out.

mod dart;
pub mod outline;
mod rust;

use std::path::{Path, PathBuf};

use crate::markdown::{Block, Page, Spot};

/// What stands at the beginning and at the end of the README's tour, which a stage of its own follows.
const TOUR: [&str; 2] = ["tour:begin", "tour:end"];

/// The code of one page.
#[derive(Debug)]
pub struct Sample {
    /// A name for it, as a module's.
    pub name: String,
    /// The page, from the repository.
    pub page: PathBuf,
    /// The module `api`; nothing if the page has no Rust.
    pub rust: Option<String>,
    /// The Dart library; nothing if the page has no Dart to compile.
    pub dart: Option<String>,
    /// Excerpts of what is generated.
    pub generated: Vec<Block>,
    /// Excerpts of files, with their paths from the repository.
    pub excerpts: Vec<(PathBuf, Block)>,
    /// How many blocks are compiled or compared.
    pub checked: usize,
    /// Those that are not, with the reason.
    pub skipped: Vec<Spot>,
}

/// Puts the code of a page together. `None` if there is none.
///
/// # Errors
/// With what is wrong with the blocks and the comments before them, as `file:line: what`.
pub fn of(page: &Page, text: &str) -> Result<Option<Sample>, Vec<String>> {
    let mut sample = Sample {
        name: name(&page.path),
        page: page.path.clone(),
        rust: None,
        dart: None,
        generated: Vec::new(),
        excerpts: Vec::new(),
        checked: 0,
        skipped: Vec::new(),
    };
    let mut faults = Vec::new();
    let mut rust = rust::Module::new(text.lines().count());
    let mut dart = dart::Library::new(text.lines().count());
    for comment in &page.comments {
        let (line, code) = (
            comment.line + 1,
            comment.text.split_once('\n').map_or("", |(_, code)| code),
        );
        match comment.text.split_whitespace().next() {
            Some("rust") => rust.add(line, code),
            Some("dart") => dart.declare(line, code),
            _ => {}
        }
    }
    for block in blocks(page) {
        let mut complain = |what: &str| faults.push(format!("{}:{}: {what}", page.path.display(), block.line));
        if let Some(reason) = reason(page, block, text) {
            match reason {
                "" => complain("the comment `not compiled` gives no reason"),
                reason => sample.skipped.push(Spot {
                    line: block.line,
                    text: reason.to_owned(),
                }),
            }
            continue;
        }
        sample.checked += 1;
        let unknown = block
            .info
            .split([' ', ','])
            .skip(1)
            .find(|word| *word != "generated" && !word.starts_with("from="));
        if let Some(word) = unknown {
            complain(&format!("`{word}` means nothing behind a fence: see CONTRIBUTING.md"));
        } else if let Some(path) = block.value("from") {
            sample.excerpts.push((PathBuf::from(path), block.clone()));
        } else if block.language() == "rust" {
            if let Err(what) = rust.add_block(block) {
                complain(&what);
            }
        } else if block.says("generated") {
            sample.generated.push(block.clone());
        } else {
            dart.add_block(block);
        }
    }
    sample.rust = rust.text();
    sample.dart = dart.text();
    if !sample.generated.is_empty() && sample.rust.is_none() {
        faults.push(format!("{}: nothing is generated without Rust", page.path.display()));
    }
    match (faults.is_empty(), sample.checked + sample.skipped.len()) {
        (false, _) => Err(faults),
        (true, 0) => Ok(None),
        (true, _) => Ok(Some(sample)),
    }
}

/// The blocks that this is about: those of Rust and Dart, outside of a tour, and those from a file.
fn blocks(page: &Page) -> impl Iterator<Item = &Block> {
    let [begin, end] = TOUR.map(|mark| page.comments.iter().find(|comment| comment.text.trim() == mark));
    let tour = begin.map_or(0, |mark| mark.line)..end.map_or(0, |mark| mark.line);
    page.blocks.iter().filter(move |block| {
        let is_code = ["rust", "dart"].contains(&block.language()) || block.value("from").is_some();
        // The examples of diagnostics have a test of their own.
        let is_example = block.says("wrong") || block.says("right");
        is_code && !is_example && !tour.contains(&block.line)
    })
}

/// Why a block is not compiled, if the comment on the lines before it says that.
fn reason<'a>(page: &'a Page, block: &Block, text: &str) -> Option<&'a str> {
    let before = |comment: &&Spot| {
        let end = comment.line + comment.text.matches('\n').count();
        let between = text.lines().skip(end).take((block.line - 1).saturating_sub(end));
        end < block.line && between.into_iter().all(|line| line.trim().is_empty())
    };
    let comment = page.comments.iter().find(before)?;
    comment
        .text
        .trim()
        .strip_prefix("not compiled")
        .map(|reason| reason.trim_start_matches(':').trim())
}

/// A name for the code of a page: the chapter's, or the path of another page.
fn name(page: &Path) -> String {
    let path = page.strip_prefix(crate::pages::BOOK).unwrap_or(page).with_extension("");
    let path = path.to_string_lossy().to_lowercase();
    path.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

/// Text whose lines have the numbers that they have on the page.
#[derive(Debug)]
struct Lined(Vec<String>);

impl Lined {
    fn new(lines: usize) -> Self {
        Self(vec![String::new(); lines + 1])
    }

    /// Puts `code` there, from this line on.
    fn put(&mut self, first: usize, code: &str) {
        for (at, line) in code.lines().enumerate() {
            self.at(first + at).push_str(line);
        }
    }

    /// A line, by its number from 1.
    fn at(&mut self, line: usize) -> &mut String {
        if self.0.len() < line {
            self.0.resize(line, String::new());
        }
        &mut self.0[line - 1]
    }

    fn text(&self) -> String {
        self.0.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    fn sample(text: &str) -> Result<Option<Sample>, Vec<String>> {
        of(&markdown::read(Path::new("book/src/two-words.md"), text), text)
    }

    #[test]
    fn code_keeps_its_lines() {
        let text = "# A\n\n<!-- rust\nuse x::Y;\n-->\n\n```rust\npub fn f() { … }\n```\n\n```dart\nfinal y = await f();\n…\n```\n";
        let sample = sample(text).expect("no faults").expect("code");
        assert_eq!(sample.name, "two_words");
        let rust = sample.rust.expect("Rust");
        let rust: Vec<&str> = rust.lines().collect();
        assert_eq!((rust[3], rust[7]), ("use x::Y;", "pub fn f() { unimplemented!() }"));
        let dart = sample.dart.expect("Dart");
        let dart: Vec<&str> = dart.lines().collect();
        assert_eq!(
            dart[10..14],
            ["Future<void> line11() async {", "final y = await f();", "", "}"]
        );
    }

    #[test]
    fn what_is_not_compiled_has_a_reason() {
        let skipped = sample("<!-- not compiled: of Flutter -->\n\n```dart\nx\n```\n").expect("no faults");
        let skipped = skipped.expect("code").skipped;
        assert_eq!((skipped[0].line, &*skipped[0].text), (3, "of Flutter"));
        let faults = sample("<!-- not compiled -->\n```dart\nx\n```\n```rust,ignore\n```\n").expect_err("faults");
        assert_eq!(
            faults,
            [
                "book/src/two-words.md:2: the comment `not compiled` gives no reason",
                "book/src/two-words.md:5: `ignore` means nothing behind a fence: see CONTRIBUTING.md",
            ]
        );
    }

    #[test]
    fn the_tour_is_somebody_elses() {
        let tour = "<!-- tour:begin -->\n```rust file=a.rs\n```\n<!-- tour:end -->\n";
        assert!(sample(tour).expect("no faults").is_none());
    }
}
