//! What the tests know of a page: headings, links, code.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::anchors::Anchors;

/// A page, as far as the tests look at it.
#[derive(Debug)]
pub struct Page {
    /// Its file, from the repository.
    pub path: PathBuf,
    /// What a link can name behind `#`.
    pub anchors: BTreeSet<String>,
    /// Where it links to, pictures included.
    pub links: Vec<Spot>,
    /// Code within a line.
    pub spans: Vec<Spot>,
    /// Its blocks of code.
    pub blocks: Vec<Block>,
    /// Its comments, without the brackets.
    pub comments: Vec<Spot>,
}

/// A piece of text on a page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Spot {
    /// Where it begins, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
}

/// A fenced block of code.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Block {
    /// The line of its first fence, from 1. The code begins on the next.
    pub line: usize,
    /// What stands behind that fence.
    pub info: String,
    /// The code.
    pub text: String,
}

impl Block {
    /// The language, the first word behind the fence.
    pub fn language(&self) -> &str {
        self.words().next().unwrap_or_default()
    }

    /// Whether a word stands behind the language.
    pub fn says(&self, word: &str) -> bool {
        self.words().skip(1).any(|said| said == word)
    }

    /// What a word `key=value` behind the language says.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.words()
            .skip(1)
            .find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.info.split([' ', ',']).filter(|word| !word.is_empty())
    }
}

/// Reads a page.
pub fn read(path: &Path, text: &str) -> Page {
    let lines = Lines::of(text);
    let mut page = Page {
        path: path.to_owned(),
        anchors: BTreeSet::new(),
        links: Vec::new(),
        spans: Vec::new(),
        blocks: Vec::new(),
        comments: Vec::new(),
    };
    let mut anchors = Anchors::default();
    let mut heading: Option<String> = None;
    let mut block: Option<Block> = None;
    let mut html: Option<(Range<usize>, String)> = None;
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let line = lines.at(range.start);
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                heading = Some(String::new());
                page.anchors.extend(id.map(String::from));
            }
            Event::End(TagEnd::Heading(_)) => {
                let heading = heading.take().unwrap_or_default();
                page.anchors.insert(anchors.of(&heading));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let text = dest_url.into_string();
                page.links.push(Spot { line, text });
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                block = Some(Block {
                    line,
                    info: info.into_string(),
                    text: String::new(),
                });
            }
            Event::End(TagEnd::CodeBlock) => page.blocks.extend(block.take()),
            Event::Text(text) => {
                let to = block.as_mut().map(|block| &mut block.text).or(heading.as_mut());
                if let Some(to) = to {
                    to.push_str(&text);
                }
            }
            Event::Code(code) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&code);
                }
                let text = code.into_string();
                page.spans.push(Spot { line, text });
            }
            Event::Start(Tag::HtmlBlock) => html = Some((range, String::new())),
            Event::Html(part) => {
                if let Some((_, html)) = &mut html {
                    html.push_str(&part);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((range, html)) = html.take() {
                    page.read_html(lines.at(range.start), &html);
                }
            }
            Event::InlineHtml(html) => page.read_html(line, &html),
            _ => {}
        }
    }
    page
}

impl Page {
    /// Comments, and the attributes that lead somewhere or can be led to.
    fn read_html(&mut self, first: usize, html: &str) {
        let line = |at: usize| first + html[..at].matches('\n').count();
        let mut rest = 0..html.len();
        while let Some(start) = html[rest.clone()].find("<!--").map(|at| at + rest.start) {
            let inside = start + "<!--".len();
            let end = html[inside..].find("-->").map_or(html.len(), |at| at + inside);
            self.comments.push(Spot {
                line: line(start),
                text: html[inside..end].to_owned(),
            });
            rest = end..html.len();
        }
        for (name, is_link) in [("href", true), ("src", true), ("id", false), ("name", false)] {
            let before = format!(" {name}=\"");
            for (at, _) in html.match_indices(&before) {
                let value = html[at + before.len()..].split('"').next().unwrap_or_default();
                if is_link {
                    self.links.push(Spot {
                        line: line(at),
                        text: value.to_owned(),
                    });
                } else {
                    self.anchors.insert(value.to_owned());
                }
            }
        }
    }
}

/// The places of line ends, to tell lines from offsets.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|end| *end < offset) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spots(spots: &[Spot]) -> Vec<(usize, &str)> {
        spots.iter().map(|spot| (spot.line, spot.text.as_str())).collect()
    }

    #[test]
    fn a_page_is_taken_apart() {
        let text = "# One `two`\n\nSee [that](a.md#b), `x/y.rs`,\n![p](p.svg).\n\n<!-- rust\nuse a;\n-->\n\n```dart generated\nint f();\n```\n\n<a id=\"here\" href=\"z.md\">z</a>\n";
        let page = read(Path::new("page.md"), text);
        assert_eq!(page.anchors.iter().collect::<Vec<_>>(), ["here", "one-two"]);
        assert_eq!(spots(&page.links), [(3, "a.md#b"), (4, "p.svg"), (14, "z.md")]);
        assert_eq!(spots(&page.spans), [(1, "two"), (3, "x/y.rs")]);
        assert_eq!(spots(&page.comments), [(6, " rust\nuse a;\n")]);
        let [block] = &page.blocks[..] else {
            panic!("{:?}", page.blocks)
        };
        assert_eq!(
            (block.line, block.language(), block.text.as_str()),
            (10, "dart", "int f();\n")
        );
        assert!(block.says("generated") && !block.says("dart"));
    }

    #[test]
    fn blocks_within_html_and_lists_are_found() {
        let text = "<table><tr><td>\n\n```rust\nfn f() {}\n```\n\n</td></tr></table>\n\n- a\n\n  ```sh\n  ls\n  ```\n";
        let page = read(Path::new("page.md"), text);
        let blocks: Vec<_> = page.blocks.iter().map(|block| (block.line, &*block.text)).collect();
        assert_eq!(blocks, [(3, "fn f() {}\n"), (11, "ls\n")]);
    }
}
