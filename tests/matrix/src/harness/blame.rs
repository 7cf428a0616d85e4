//! Whose fault it is: from a message's place to a module.

use std::path::Path;

/// What a compiler said, and about which module.
#[derive(Debug)]
pub(super) struct Complaint {
    /// `None` if the place tells nothing.
    pub(super) module: Option<usize>,
    pub(super) message: String,
}

/// How many lines of a message a report shows.
const SHOWN: usize = 24;

impl Complaint {
    pub(super) fn new(module: Option<usize>, message: &str) -> Self {
        let lines: Vec<&str> = message.trim_end().lines().take(SHOWN).collect();
        Self {
            module,
            message: lines.join("\n"),
        }
    }
}

/// The module whose file this is: `m0012.rs`, `m0012.dart`.
pub(super) fn tag_of_file(path: &Path) -> Option<usize> {
    let stem = path.file_stem()?.to_str()?.strip_prefix('m')?;
    (stem.len() == 4).then(|| stem.parse().ok())?
}

/// The module that a path leads through: `crate::api::m0012::f`.
pub(super) fn tag_in_path(path: &str) -> Option<usize> {
    path.split("::").find_map(|part| tag_of_file(Path::new(part)))
}

/// The module that a line of a file is about which all modules share: the first tag in the line, else in the item around
/// it, which begins at the margin.
pub(super) fn tag_around(text: &str, line: usize, modules: usize) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let at = line.checked_sub(1)?;
    if let Some(tag) = tag_in(lines.get(at)?, modules) {
        return Some(tag);
    }
    let begins = |line: &&str| line.starts_with(|c: char| !c.is_whitespace() && c != '}' && c != ')');
    let mut start = (0..=at).rev().find(|at| begins(&lines[*at]))?;
    // Its doc comment and attributes say its name, too.
    while start > 0 && (lines[start - 1].starts_with("///") || lines[start - 1].starts_with("#[")) {
        start -= 1;
    }
    lines[start..].iter().take(80).find_map(|line| tag_in(line, modules))
}

/// The first tag in an identifier of this text.
pub(super) fn tag_in(text: &str, modules: usize) -> Option<usize> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$')
        .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
        .find_map(|word| {
            let digits = word
                .split(|c: char| !c.is_ascii_digit())
                .find(|digits| digits.len() == 4)?;
            digits.parse().ok().filter(|at| *at < modules)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_their_module() {
        assert_eq!(tag_in("  w.list(v.items, writePoint0012);", 100), Some(12));
        assert_eq!(tag_in("impl Encode<Bridge> for crate::api::m0007::A {", 100), Some(7));
        assert_eq!(tag_in("0x1234 + 1024 + utf8 + Uint16List", 9999), None);
        assert_eq!(tag_in("f1234", 100), None);
    }

    #[test]
    fn an_item_tells_what_its_line_does_not() {
        let text = "/// `crate::api::m0003::f`\nfn f3() {\n    let x = 1;\n}\n\nfn g() {\n    x\n}\n";
        assert_eq!(tag_around(text, 3, 10), Some(3));
        assert_eq!(tag_around(text, 7, 10), None);
    }

    #[test]
    fn files_and_paths_tell_their_module() {
        assert_eq!(tag_of_file(Path::new("src/api/m0042.rs")), Some(42));
        assert_eq!(tag_of_file(Path::new("src/api/mod.rs")), None);
        assert_eq!(tag_in_path("crate::api::m0042::Thing::f"), Some(42));
    }
}
