//! Does a program print what the tour shows?

/// Whether the lines of `expected` stand in `printed`, one after the other, with any lines in the place of a `…`.
///
/// White space at the ends of lines, and empty lines around the whole, do not count.
pub(super) fn contains(printed: &str, expected: &str) -> bool {
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let expected: Vec<&str> = expected.trim_matches('\n').lines().map(str::trim_end).collect();
    let mut rest = &printed[..];
    for part in expected.split(|line| matches!(line.trim(), "…" | "...")) {
        if part.iter().all(|line| line.is_empty()) {
            continue;
        }
        match rest.windows(part.len()).position(|lines| lines == part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_must_follow_each_other() {
        assert!(contains("a\nb \nc\n", "b\nc\n"));
        assert!(!contains("a\nb\nc\n", "a\nc\n"));
        assert!(!contains("ab\n", "a\n"));
    }

    #[test]
    fn dots_stand_for_any_lines() {
        assert!(contains("a\nb\nc\n", "a\n…\nc"));
        assert!(contains("a\nc\n", "a\n...\nc\n..."));
        assert!(!contains("c\na\n", "a\n…\nc"));
    }

    #[test]
    fn nothing_is_always_there() {
        assert!(contains("", ""));
    }
}
